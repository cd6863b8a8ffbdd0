"""A ledger on disk or standard input: CSV, JSON Lines or Parquet, in the ledger's own form or with a mapping."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from dunlang.diagnostics import Diagnostic
from dunlang.project.files import LEDGER_LIMIT, decode, read_source
from dunlang.project.ledger_files import PARTS, STDIN, parts_of
from dunlang.project.pages import NOT_UTF8
from dunlang.records import frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dunlang.model.policy import Policy
    from dunlang.portfolio.ledger import Ledger
    from dunlang.portfolio.table import Reject
    from dunlang.project.mapping import MappingFile
    from dunlang.source import Source

__all__ = ["PARTS", "LedgerFiles", "find_ledger", "read_files"]


@frozen(kw_only=True)
class LedgerFiles:
    """The texts of a ledger."""

    invoices: Source
    debtors: Source | None = None
    events: Source | None = None


def find_ledger(
    paths: Sequence[Path | str],
    *,
    mapping: MappingFile | None = None,
    stdin: Callable[[], bytes] | None = None,
) -> LedgerFiles | Diagnostic:
    """Read the files that *paths* name: one folder, or files whose names start with the part that they are.

    *mapping* may name the files of another system; ``-`` reads the invoices from *stdin*, where that is given.
    """
    parts = parts_of(paths, mapping)
    if isinstance(parts, Diagnostic):
        return parts
    found: dict[str, Source] = {}
    for part, file in parts.items():
        encoding = "utf-8" if mapping is None else mapping.mapping.part(part).encoding
        source = _source(file, stdin, encoding)
        if isinstance(source, Diagnostic):
            if source.code == NOT_UTF8.code and source.span is not None:
                wanted = "save the file as UTF-8, or declare `encoding: windows-1252` in a mapping where it is that"
                return attrs.evolve(source, help=wanted)
            return source
        found[part] = source
    return LedgerFiles(**found)


def _source(file: Path, stdin: Callable[[], bytes] | None, encoding: str) -> Source | Diagnostic:
    if str(file) == STDIN and stdin is not None:
        return decode(stdin(), "<stdin>", limit=LEDGER_LIMIT, encoding=encoding)
    if file.suffix.lower() == ".parquet":
        from dunlang.project.ledger_parquet import parquet_source

        return parquet_source(file)
    return read_source(file, limit=LEDGER_LIMIT, encoding=encoding)


def read_files(
    files: LedgerFiles, policy: Policy, mapping: MappingFile | None = None
) -> tuple[Ledger, tuple[Reject, ...]]:
    """The ledger in *files* as *policy* reads it: with its attributes, its currency and the names of its steps."""
    from dunlang.portfolio.ledger import read_ledger

    return read_ledger(
        files.invoices,
        files.debtors,
        files.events,
        attributes=policy.attributes,
        currency=policy.currency,
        steps={step.name for group in policy.groups for step in group.steps},
        mapping=None if mapping is None else mapping.mapping,
    )
