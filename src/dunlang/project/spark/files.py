"""Files as Spark sees them, on a disk or in a store: found, moved, taken away. Paths without a scheme are local ones
where Spark runs here, and the cluster's own elsewhere.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dunlang.diagnostics import Diagnostic
from dunlang.project.ledger_files import PARTS, part_named
from dunlang.project.pages import NOT_WRITTEN, UNREADABLE

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Store", "find_parts", "give"]

#: Whether a path has a scheme; Hadoop writes its own with one slash, and a single letter is a drive.
_schemed = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:/").match


class Store:
    """The file systems that a session reaches, by Hadoop's own names."""

    def __init__(self, session: Any) -> None:
        context = session.sparkContext
        self._path = context._jvm.org.apache.hadoop.fs.Path
        self._settings = context._jsc.hadoopConfiguration()
        self.here = context.master.startswith("local")

    def full(self, path: str) -> str:
        """The path with its scheme, where it is one of this machine."""
        return Path(path).absolute().as_uri() if self.here and not _schemed(path) else path

    def exists(self, path: str) -> bool:
        """Whether something is there."""
        found, system = self._at(path)
        return bool(system.exists(found))

    def is_folder(self, path: str) -> bool:
        """Whether it is a folder."""
        found, system = self._at(path)
        return bool(system.exists(found) and system.getFileStatus(found).isDirectory())

    def listed(self, path: str) -> list[str]:
        """The names in a folder."""
        found, system = self._at(path)
        return sorted(status.getPath().getName() for status in system.listStatus(found))

    def move(self, old: str, new: str) -> bool:
        """Put *old* in the place of *new*, where nothing is."""
        found, system = self._at(old)
        return bool(system.rename(found, self._path(self.full(new))))

    def bare(self, path: str) -> None:
        """Take away the sum of a file that Hadoop keeps beside it on a disk of this machine."""
        if self.full(path).startswith("file:"):
            above, _, name = self.full(path).rpartition("/")
            self.remove(f"{above}/.{name}.crc")

    def remove(self, path: str) -> None:
        """Take it away, with all that is in it."""
        found, system = self._at(path)
        system.delete(found, True)

    def _at(self, path: str) -> tuple[Any, Any]:
        found = self._path(self.full(path))
        return found, found.getFileSystem(self._settings)


def find_parts(store: Store, paths: Sequence[str]) -> dict[str, str] | Diagnostic:
    """The Parquet of each part: a file ``invoices.parquet``, or a folder of such files, with that ending or without.

    A name says what it holds as in a ledger that is read here (:func:`~dunlang.project.ledger_files.part_named`).
    """
    found: dict[str, str] = {}
    for path in paths:
        for one in _inside(store, path.rstrip("/")):
            if not store.exists(one):
                return UNREADABLE.at(None, f"cannot read `{one}`: no such file", file=one)
            part = part_named(one.rsplit("/", 1)[-1])
            if part is None:
                message = f"`{one}` says not what it holds"
                help_ = "name a folder with `invoices.parquet`, or the files"
                return UNREADABLE.at(None, message, file=one, help=help_)
            if part in found:
                message = f"two files hold {part}: `{found[part]}` and `{one}`"
                return UNREADABLE.at(None, message, file=one, help="name one of them with --ledger")
            found[part] = one
    for part in ("invoices", "debtors"):
        if part not in found:
            where = ", ".join(paths)
            message = f"no {part} as Parquet in the ledger `{where}`"
            return UNREADABLE.at(None, message, file=where, help=f"add `{part}.parquet`")
    return found


def _inside(store: Store, path: str) -> list[str]:
    """The parts in a folder; a folder without any, or a file, is one itself."""
    listed = [f"{path}/{part}{end}" for part in PARTS for end in (".parquet", "")] if store.is_folder(path) else []
    return [one for one in listed if store.exists(one)] or [path]


def give(store: Store, made: str, out: str, *, single: bool) -> Diagnostic | None:
    """Put what Spark wrote in the folder *made* in the place of *out*: the folder, or its only file with *single*.

    What stood there before goes only when the new one is whole.
    """
    new = made
    if single:
        names = [name for name in store.listed(made) if name.startswith("part-") and name.endswith(".parquet")]
        if len(names) != 1:
            return NOT_WRITTEN.at(None, f"cannot write `{out}`: Spark wrote {len(names)} files, not one", file=out)
        new = f"{made}/{names[0]}"
    old = ""
    if store.exists(out):
        if store.is_folder(out) and (single or "_SUCCESS" not in store.listed(out)):
            return NOT_WRITTEN.at(
                None,
                f"cannot write `{out}`: a folder is there that no run of Spark wrote",
                file=out,
                help="name another place, or take the folder away",
            )
        old = f"{made}.old"
        if not store.move(out, old):
            return NOT_WRITTEN.at(None, f"cannot write `{out}`: what is there cannot be moved", file=out)
    if not store.move(new, out):
        if old:
            store.move(old, out)
        return NOT_WRITTEN.at(None, f"cannot write `{out}`: it cannot be put in its place", file=out)
    if single:
        store.bare(out)
    if old:
        store.remove(old)
    return None
