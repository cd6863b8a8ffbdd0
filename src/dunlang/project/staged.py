"""A file that is written in two moves: whole and on the disk beside its place, then put there.

Between the two something else can be made certain: what cannot be written is known before, and the second move is one
change of name.
"""

from __future__ import annotations

import contextlib
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

from dunlang.project.files import shown
from dunlang.project.pages import NOT_WRITTEN

if TYPE_CHECKING:
    from dunlang.diagnostics import Diagnostic

__all__ = ["Staged", "clear_away", "reserve", "stage", "sync_folder"]

#: Bytes that wait longer than this, in seconds, belong to a process that was killed.
_FORSAKEN = 3600
#: So many characters make a name of its own of the file that waits.
_RANDOM = 8


class Staged:
    """Bytes that wait beside their place."""

    def __init__(self, name: str, target: Path, beside: Path | None, data: bytes) -> None:
        self._name = name
        self._target = target
        self._beside = beside
        self._data = data

    @property
    def beside(self) -> Path | None:
        """The file where they wait; None where they go straight to a device."""
        return self._beside

    def place(self) -> Diagnostic | None:
        """Put them in their place; a finding, and the old file untouched, where that fails."""
        try:
            if self._beside is None:
                with self._target.open("wb") as device:
                    device.write(self._data)
            else:
                self._beside.replace(self._target)
                sync_folder(self._target.parent)
        except OSError as error:
            self.drop()
            return _not_written(self._name, error)
        return None

    def drop(self) -> None:
        """Forget them."""
        if self._beside is not None:
            with contextlib.suppress(OSError):
                self._beside.unlink(missing_ok=True)


def stage(path: Path | str, data: bytes) -> Staged | Diagnostic:
    """Write *data* beside the file *path*; a finding where that, or putting it there, cannot be done.

    A link is followed to the file behind it; the file keeps its permissions. A path that is no regular file (a device,
    a pipe) is written straight, by :meth:`Staged.place`.
    """
    name = shown(path)
    target = Path(os.path.realpath(path))
    beside: Path | None = None
    try:
        if target.exists() and not target.is_file():
            if target.is_dir():
                return NOT_WRITTEN.at(None, f"cannot write `{name}`: it is a folder", file=name)
            return Staged(name, target, None, data)
        if target.exists() and not os.access(target, os.W_OK):
            return NOT_WRITTEN.at(None, f"cannot write `{name}`: it is read-only", file=name)
        mode = target.stat().st_mode & 0o7777 if target.exists() else 0o666 & ~_umask()
        made = target.with_name(f".{target.name}.{os.urandom(_RANDOM // 2).hex()}")  # `tempfile` costs 4 ms to import
        with open(made, "xb", opener=_for_me_alone) as file:
            beside = made
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.chmod(mode)
    except OSError as error:
        if beside is not None:
            with contextlib.suppress(OSError):
                beside.unlink(missing_ok=True)
        return _not_written(name, error)
    return Staged(name, target, beside, data)


def reserve(path: Path | str) -> Staged | Diagnostic:
    """An empty file beside *path*, for another writer to fill before it is placed; a finding where that cannot be.

    Who needs long for what he writes knows so before he begins whether he may.
    """
    found = stage(path, b"")
    if isinstance(found, Staged) and found.beside is None:
        return NOT_WRITTEN.at(None, f"cannot write `{shown(path)}`: it is no regular file", file=shown(path))
    return found


def clear_away(path: Path | str) -> None:
    """Take away what killed processes left beside the file *path*; what is younger than an hour may be in use."""
    target = Path(os.path.realpath(path))
    mark = f".{target.name}."
    with contextlib.suppress(OSError), os.scandir(target.parent) as files:
        for file in files:
            ours = file.name.startswith(mark) and len(file.name) == len(mark) + _RANDOM
            if ours and file.is_file(follow_symlinks=False) and file.stat().st_mtime < time.time() - _FORSAKEN:
                with contextlib.suppress(OSError):
                    os.unlink(file)  # noqa: PTH108 - an entry of the folder, as it was found


def sync_folder(folder: Path) -> None:
    """See to it that the names in *folder* are on the disk, where the system lets a folder be opened."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _not_written(name: str, error: OSError) -> Diagnostic:
    return NOT_WRITTEN.at(None, f"cannot write `{name}`: {(error.strerror or str(error)).lower()}", file=name)


def _for_me_alone(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
