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
    from collections.abc import Iterable, Mapping

    from dunlang.diagnostics import Diagnostic

__all__ = ["file_names", "write_folder"]

_LONGEST = 80
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)


def file_names(wanted: Iterable[tuple[str, str]]) -> list[str]:
    """A file name for each (name, suffix): ASCII letters, digits, `-`, `_` and `.`; no two the same, in any case.

    A name that another one took gets a number; so does one that a file system keeps for itself.
    """
    taken: set[str] = set()
    names: list[str] = []
    for name, suffix in wanted:
        plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
        plain = re.sub(r"[^A-Za-z0-9_.]+", "-", plain).strip("-.")[:_LONGEST].rstrip("-.") or "letter"
        number = 1
        while True:
            stem = plain if number == 1 else f"{plain}-{number}"
            if f"{stem}.{suffix}".lower() not in taken and not _RESERVED.fullmatch(stem.partition(".")[0]):
                break
            number += 1
        taken.add(f"{stem}.{suffix}".lower())
        names.append(f"{stem}.{suffix}")
    return names


def write_folder(path: Path | str, files: Mapping[str, bytes]) -> Diagnostic | None:
    """Write *files* into the new (or empty) folder *path*; a finding, and no folder, where that fails.

    They are written into a folder beside it, which takes its name when all are there.
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
        for file, data in files.items():
            with (beside / file).open("wb") as out:
                out.write(data)
        beside.chmod(0o755 & ~_umask())
        if target.exists():
            target.rmdir()
        beside.rename(target)
    except OSError as error:
        if beside is not None:
            with contextlib.suppress(OSError):
                shutil.rmtree(beside)
        reason = (error.strerror or str(error)).lower()
        return NOT_WRITTEN.at(
            None,
            f"cannot write the folder `{name}`: {reason}",
            file=name,
            help="name a folder that this user may write",
        )
    return None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
