"""A folder of files, written whole or not at all, under names that every file system takes."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import tempfile
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

from dunlang.project.files import shown
from dunlang.project.pages import NOT_WRITTEN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dunlang.diagnostics import Diagnostic

__all__ = ["file_names", "write_folder"]

_LONGEST = 80
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d|conin|conout|clock)", re.IGNORECASE)


def file_names(wanted: Iterable[tuple[str, str]], *, taken: Iterable[str] = ()) -> list[str]:
    """A file name for each (name, suffix): ASCII letters, digits, `-`, `_` and `.`; no two the same, in any case.

    A name that another one took, or that is among *taken*, gets a number; so does one that a file system keeps for
    itself. Linear in the number of names, whatever they are.
    """
    used = {name.lower() for name in taken}
    last: dict[str, int] = {}
    names: list[str] = []
    for name, suffix in wanted:
        plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
        plain = re.sub(r"[^A-Za-z0-9_.]+", "-", plain).strip("-.")[:_LONGEST].rstrip("-.") or "letter"
        key = f"{plain}.{suffix}".lower()
        number = last.get(key, 0) + 1
        while True:
            stem = plain if number == 1 else f"{plain}-{number}"
            if f"{stem}.{suffix}".lower() not in used and not _RESERVED.fullmatch(stem.partition(".")[0]):
                break
            number += 1
        last[key] = number
        used.add(f"{stem}.{suffix}".lower())
        names.append(f"{stem}.{suffix}")
    return names


def write_folder(path: Path | str, files: Iterable[tuple[str, bytes] | None]) -> Diagnostic | None:
    """Write *files*, pairs of name and bytes, into the new (or empty) folder *path*.

    They are written one by one, as they come, into a folder beside it that nobody else may read; it takes its name when
    all are there. A finding, and no folder, where that fails. None among the files takes all of it back; so does
    whatever is raised meanwhile.
    """
    name = shown(path)
    target = Path(os.path.realpath(path))
    beside: Path | None = None
    try:
        if target.exists() and (not target.is_dir() or any(target.iterdir())):
            what = "is not empty" if target.is_dir() else "is a file"
            return NOT_WRITTEN.at(
                None, f"cannot write the folder `{name}`: it {what}", file=name, help="name a new folder"
            )
        beside = Path(tempfile.mkdtemp(prefix=f".{target.name[:40]}.", dir=target.parent))
        for file in files:
            if file is None:
                return None
            with (beside / file[0]).open("xb") as out:
                out.write(file[1])
        beside.chmod(0o777 & ~_umask())
        if target.exists():
            target.rmdir()
        beside.rename(target)
        beside = None
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        return NOT_WRITTEN.at(
            None,
            f"cannot write the folder `{name}`: {reason}",
            file=name,
            help="name a folder that this user may write, on a disk with room",
        )
    finally:
        if beside is not None:
            with contextlib.suppress(OSError):
                shutil.rmtree(beside)
    return None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
