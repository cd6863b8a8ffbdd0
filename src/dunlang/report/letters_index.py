"""The index of a folder of letters, as CSV and as JSON (``schemas/index.json``): a row for each file.

It says for each file which letter it is, by which channel and to which address it goes, and what the ledger lacks to
send it. CSV is UTF-8 with a comma and a header line.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from dunlang.money import Money
from dunlang.notice.addresses import POST, lacking_address
from dunlang.records import frozen
from dunlang.report.json import dump
from dunlang.report.worklist_csv import safe_cell

if TYPE_CHECKING:
    import datetime as dt

    from dunlang.notice.forms import Piece

__all__ = ["COLUMNS", "VERSION", "IndexedLetter", "index_csv", "index_json"]

#: The version of the JSON's layout: it grows by one when a key changes or goes.
VERSION = 1


@frozen(kw_only=True)
class IndexedLetter:
    """A file of the folder: its name, what it is, and the lines of the envelope (with the name)."""

    file: str
    piece: Piece
    language: str
    address: tuple[str, ...] = ()


def index_json(letters: Sequence[IndexedLetter], *, policy: str, date: dt.date, tool: str) -> str:
    """The index as JSON; amounts are numbers as text, in the major unit."""
    return dump(
        {
            "format": "dunlang-index",
            "version": VERSION,
            "tool": {"name": "dunlang", "version": tool},
            "policy": policy,
            "date": date.isoformat(),
            "letters": [_entry(letter) for letter in letters],
        }
    )


def _entry(letter: IndexedLetter) -> dict[str, Any]:
    """One file; its keys are the columns of the CSV, in their order."""
    subject, channels = letter.piece.subject, letter.piece.channels
    debtor, entry = subject.case.debtor, subject.entry
    amounts = [claim.amounts_on(subject.date) for claim in subject.claims]
    currency = amounts[0].total.currency

    def total(minors: Sequence[int]) -> str:
        return Money(sum(minors), currency).plain()

    deadline = subject.letter.deadline
    return {
        "file": letter.file,
        "format": letter.piece.form,
        "channels": list(channels),
        "email": (debtor.email or None) if "email" in channels else None,
        "address": list(letter.address) if any(channel in POST for channel in channels) else [],
        "lacking": lacking_address(debtor, channels) or None,
        "date": subject.date.isoformat(),
        "debtor": debtor.id,
        "name": debtor.name,
        "invoices": [claim.invoice.id for claim in subject.claims],
        "group": entry.group,
        "step": entry.step.name,
        "occurrence": entry.occurrence,
        "notice": subject.notice.name,
        "language": letter.language,
        "deadline": None if deadline is None else deadline.isoformat(),
        "currency": currency,
        "outstanding": total([one.principal.minor for one in amounts]),
        "total": total([one.total.minor for one in amounts]),
        "costs_announced": total([one.costs_if_unpaid.minor for one in amounts]),
    }


#: The columns of the CSV: the keys of the JSON.
COLUMNS = (
    "file",
    "format",
    "channels",
    "email",
    "address",
    "lacking",
    "date",
    "debtor",
    "name",
    "invoices",
    "group",
    "step",
    "occurrence",
    "notice",
    "language",
    "deadline",
    "currency",
    "outstanding",
    "total",
    "costs_announced",
)

#: What parts the items of a list in one cell.
_BETWEEN = {"channels": " and ", "invoices": " ", "address": ", "}


def index_csv(letters: Sequence[IndexedLetter]) -> str:
    """The index as CSV; amounts are sums over the invoices that a letter carries."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for letter in letters:
        entry = _entry(letter)
        writer.writerow([safe_cell(_cell(column, entry[column])) for column in COLUMNS])
    return out.getvalue()


def _cell(column: str, value: object) -> str:
    match value:
        case None:
            return ""
        case list():
            return _BETWEEN[column].join(map(str, value))
        case _:
            return str(value)
