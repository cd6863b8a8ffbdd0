"""The index of a folder of letters, as CSV: a row for each file. UTF-8, comma, a header line."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from dunlang.money import Money
from dunlang.report.worklist_csv import safe_cell

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dunlang.notice.context import Subject

__all__ = ["COLUMNS", "letters_csv"]

COLUMNS = (
    "file",
    "date",
    "debtor",
    "name",
    "invoices",
    "group",
    "step",
    "occurrence",
    "notice",
    "channel",
    "language",
    "deadline",
    "currency",
    "outstanding",
    "total",
    "costs_announced",
)


def letters_csv(letters: Iterable[tuple[str, str, Subject]]) -> str:
    """The index of (file name, language, letter); amounts are sums over the invoices that a letter carries."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for file, language, subject in letters:
        writer.writerow(map(safe_cell, _row(file, language, subject)))
    return out.getvalue()


def _row(file: str, language: str, subject: Subject) -> tuple[str, ...]:
    debtor, entry, letter = subject.case.debtor, subject.entry, subject.letter
    amounts = [claim.amounts_on(subject.date) for claim in subject.claims]

    def total(minors: Iterable[int]) -> str:
        return Money(sum(minors), amounts[0].total.currency).plain()

    return (
        file,
        subject.date.isoformat(),
        debtor.id,
        debtor.name,
        " ".join(claim.invoice.id for claim in subject.claims),
        entry.group,
        entry.step.name,
        str(entry.occurrence),
        subject.notice.name,
        " and ".join(letter.channels),
        language,
        "" if letter.deadline is None else letter.deadline.isoformat(),
        amounts[0].total.currency,
        total(one.principal.minor for one in amounts),
        total(one.total.minor for one in amounts),
        total(one.costs_if_unpaid.minor for one in amounts),
    )
