"""A ledger on disk: a folder with ``invoices.csv``, ``debtors.csv`` and ``events.csv``, or files named for these."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from dunlang.diagnostics import Diagnostic
from dunlang.project.files import LEDGER_LIMIT, read_source, shown
from dunlang.project.pages import UNREADABLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dunlang.model.policy import Policy
    from dunlang.portfolio.ledger import Ledger
    from dunlang.portfolio.table import Reject
    from dunlang.source import Source

__all__ = ["LedgerFiles", "find_ledger", "read_files"]

#: The files of a ledger; the last two may be missing.
PARTS = ("invoices", "debtors", "events")


@attrs.frozen(kw_only=True)
class LedgerFiles:
    """The texts of a ledger."""

    invoices: Source
    debtors: Source | None = None
    events: Source | None = None


def find_ledger(paths: Sequence[Path | str]) -> LedgerFiles | Diagnostic:
    """Read the files that *paths* name: one folder, or files whose names start with the part that they are."""
    found: dict[str, Source] = {}
    for path in map(Path, paths):
        for file in _files(path):
            part = next((part for part in PARTS if file.stem.lower().startswith(part[:-1])), None)
            if part is None and not file.exists():
                part = PARTS[0]  # reading it will say that it does not exist
            if part is None:
                listed = ", ".join(f"{part}.csv" for part in PARTS)
                return UNREADABLE.at(
                    None,
                    f"`{file.name}` says not what it holds",
                    file=shown(file),
                    help=f"let the names of a ledger's files start with what they hold: {listed}",
                )
            if part in found:
                return UNREADABLE.at(
                    None, f"two files hold {part}: `{found[part].name}` and `{shown(file)}`", file=shown(file)
                )
            source = read_source(file, limit=LEDGER_LIMIT)
            if isinstance(source, Diagnostic):
                return source
            found[part] = source
    if "invoices" not in found:
        where = ", ".join(map(shown, paths))
        return UNREADABLE.at(
            None,
            f"no invoices in the ledger `{where}`",
            file=where,
            help="name a folder that holds `invoices.csv`, or the files themselves",
        )
    return LedgerFiles(**found)


def _files(path: Path) -> Iterable[Path]:
    """The files of a folder that are parts of a ledger, or the file itself."""
    if not path.is_dir():
        return (path,)
    return tuple(file for part in PARTS if (file := path / f"{part}.csv").exists())


def read_files(files: LedgerFiles, policy: Policy) -> tuple[Ledger, tuple[Reject, ...]]:
    """The ledger in *files* as *policy* reads it: with its attributes, its currency and the names of its steps."""
    from dunlang.portfolio.ledger import read_ledger

    return read_ledger(
        files.invoices,
        files.debtors,
        files.events,
        attributes=policy.attributes,
        currency=policy.currency,
        steps={step.name for group in policy.groups for step in group.steps},
    )
