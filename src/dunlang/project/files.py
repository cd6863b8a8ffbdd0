"""Files: found, read strictly as UTF-8, kept inside the project folder, written whole or not at all."""

from __future__ import annotations

import os
import posixpath
from pathlib import Path
from typing import TYPE_CHECKING

from dunlang.diagnostics import Diagnostic
from dunlang.project.pages import NOT_UTF8, OUTSIDE, TOO_LARGE, UNREADABLE
from dunlang.source import Source, Span

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "LEDGER_LIMIT",
    "POLICY_LIMIT",
    "beside",
    "decode",
    "files_among",
    "from_here",
    "inside",
    "policies_below",
    "read_source",
    "shown",
    "write_whole",
]

#: The largest policy or law pack that is read, in bytes.
POLICY_LIMIT = 20_000_000
#: The largest ledger file that is read, in bytes.
LEDGER_LIMIT = 2_000_000_000

_MARK = b"\xef\xbb\xbf"


def shown(path: Path | str) -> str:
    """A path as it is shown: as given, with forward slashes."""
    return Path(path).as_posix()


def files_among(paths: Iterable[str], endings: tuple[str, ...], hidden: tuple[str, ...] = (".",)) -> list[str]:
    """The files that *paths* name, and of each folder those in and below it with one of the *endings*, each once.

    Names are in order within a folder; files whose names begin with one of *hidden* are passed over, and so are hidden
    folders; links to folders are not followed.
    """
    found: dict[str, None] = {}
    for path in paths:
        if not Path(path).is_dir():
            found.setdefault(shown(path))
            continue
        below: list[str] = []
        for here, folders, files in os.walk(path):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            below += [
                shown(Path(here) / name)
                for name in files
                if name.lower().endswith(endings) and not name.startswith(hidden)
            ]
        found |= dict.fromkeys(sorted(below))
    return list(found)


def from_here(path: Path) -> Path:
    """*path* relative to the folder where dunlang was started, where it lies below it."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def read_source(
    path: Path | str, name: str = "", *, limit: int = POLICY_LIMIT, at: Span | None = None, encoding: str = "utf-8"
) -> Source | Diagnostic:
    """The text of a file under *name* (its path), or why it cannot be read; *at* is the place that asks for it."""
    name = name or shown(path)
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - a path may be a text with a zero byte, which open() names
            data = file.read(limit + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        return UNREADABLE.at(at, f"cannot read `{name}`: {reason.lower()}", file=name)
    return decode(data, name, limit=limit, at=at, encoding=encoding)


def decode(
    data: bytes, name: str, *, limit: int = POLICY_LIMIT, at: Span | None = None, encoding: str = "utf-8"
) -> Source | Diagnostic:
    """Bytes as a source; a finding for what is too large, no text, or not *encoding*, with the offset of the bad byte.

    A byte order mark is taken off; it says UTF-8, whatever *encoding* says.
    """
    if len(data) > limit:
        return TOO_LARGE.at(at, f"`{name}` is larger than {limit // 1_000_000} MB, the most that is read", file=name)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return NOT_UTF8.at(at, f"`{name}` is UTF-16 text", file=name, help="save it as UTF-8")
    zero = data.find(b"\0")
    if zero >= 0:
        return NOT_UTF8.at(
            at, f"`{name}` is not text: zero byte at offset {zero}", file=name, help="name a text file in UTF-8"
        )
    mark = len(_MARK) if data.startswith(_MARK) else 0
    if encoding != "utf-8" and not mark:
        try:
            return Source(name, data.decode(encoding))
        except UnicodeDecodeError as error:
            message = f"byte 0x{data[error.start]:02x} at offset {error.start} of `{name}` is not {encoding}"
            return NOT_UTF8.at(at, message, file=name, help="save it as UTF-8, and take `encoding` out of the mapping")
    try:
        return Source(name, data[mark:].decode())
    except UnicodeDecodeError as error:
        offset = mark + error.start
    source = Source(name, data[mark:].decode(errors="replace"))
    start = len(data[mark:offset].decode(errors="replace"))
    return NOT_UTF8.at(
        Span(source, start, start + 1),
        f"byte 0x{data[offset]:02x} at offset {offset} is not UTF-8",
        label="saved in another encoding",
        help="save the file as UTF-8",
    )


def inside(path: str, *, base: Path, root: Path, at: Span) -> Path | Diagnostic:
    """The file that *path*, written in a file of folder *base*, names, where it lies inside the folder *root*."""
    if not path.strip() or "\0" in path:
        return UNREADABLE.at(at, "the path is empty", help="name a file")
    if "\\" in path:
        return OUTSIDE.at(at, f"`{path}` is not a path", help="write `/` between folders")
    if path.startswith(("/", "~")) or (len(path) > 1 and path[1] == ":"):
        return OUTSIDE.at(
            at, f"`{path}` is an absolute path", help="name the file relative to the folder of this policy"
        )
    found = Path(os.path.realpath(base / path))
    top = Path(os.path.realpath(root))
    if not found.is_relative_to(top):
        return OUTSIDE.at(
            at,
            f"`{path}` lies outside the project folder `{shown(root)}`",
            help="move the file into the project folder",
        )
    return found


def beside(name: str, path: str) -> str:
    """The name under which *path*, written in the file called *name*, is shown."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), path))


def policies_below(folder: Path | str) -> list[str]:
    """The ``.dun`` files in *folder* and below, sorted; hidden folders are passed over and links not followed."""
    found: list[str] = []
    for here, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        found += [shown(Path(here) / name) for name in files if name.endswith(".dun") and not name.startswith(".")]
    return sorted(found)


def write_whole(path: Path | str, data: bytes) -> Diagnostic | None:
    """Write *data* beside the file and put it in its place; a finding, and the old file untouched, where that fails.

    A link is followed to the file behind it; the file keeps its permissions. A path that is no regular file (a
    device, a pipe) is written straight.
    """
    from dunlang.project.staged import stage  # who only reads does without

    staged = stage(path, data)
    return staged if isinstance(staged, Diagnostic) else staged.place()
