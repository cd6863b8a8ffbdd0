"""A simulated day as CSV: a row for each step that is due, waits, or will fall due, and each case for a person.

UTF-8, comma, a header line. What a spreadsheet would take for a formula gets an apostrophe in front.
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dunlang.portfolio.simulation import Item, Simulation

__all__ = ["COLUMNS", "safe_cell", "worklist_cells", "worklist_csv"]

COLUMNS = (
    "list",
    "date",
    "debtor",
    "name",
    "invoice",
    "due",
    "group",
    "step",
    "occurrence",
    "what",
    "channel",
    "by",
    "deadline",
    "currency",
    "outstanding",
    "interest",
    "costs",
    "costs_announced",
    "total",
    "why",
)


def worklist_csv(found: Simulation) -> str:
    """All lists one after the other; the first column names the list."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for name, items in (
        ("worklist", found.worklist),
        ("held", found.held),
        ("blocked", found.blocked),
        ("forecast", found.forecast),
    ):
        for item in items:
            writer.writerow(map(safe_cell, _row(name, item)))
    for one in found.needs_person:
        row = dict.fromkeys(COLUMNS, "") | {
            "list": "needs a person",
            "debtor": one.debtor.id,
            "name": one.debtor.name,
            "invoice": one.invoice.id,
            "currency": one.outstanding.currency,
            "outstanding": one.outstanding.plain(),
            "why": "; ".join(reason.text for reason in one.reasons),
        }
        writer.writerow(map(safe_cell, row.values()))
    return out.getvalue()


def worklist_cells(item: Item) -> tuple[str, ...]:
    """The row of a step that is due, not yet escaped."""
    return _row("worklist", item)


def _row(name: str, item: Item) -> tuple[str, ...]:
    amounts = item.amounts
    return (
        name,
        "" if item.on is None else item.on.isoformat(),
        item.debtor.id,
        item.debtor.name,
        item.invoice.id,
        "" if item.due is None else item.due.isoformat(),
        item.group,
        item.step.name,
        str(item.occurrence),
        ", ".join(item.does),
        " and ".join(item.channels),
        item.role,
        "" if item.letter is None or item.letter.deadline is None else item.letter.deadline.isoformat(),
        item.outstanding.currency,
        item.outstanding.plain(),
        "" if amounts is None else amounts.interest.plain(),
        "" if amounts is None else amounts.costs.plain(),
        ""
        if amounts is None or item.letter is None or not item.letter.announces_costs
        else amounts.costs_if_unpaid.plain(),
        "" if amounts is None else amounts.total.plain(),
        "; ".join((*(reason.text for reason in item.reasons), *_not_known(item))),
    )


def _not_known(item: Item) -> tuple[str, ...]:
    """That the interest of the row stops at a day for which no rate is known yet."""
    first = item.amounts.unknown_from if item.amounts is not None else None
    return () if first is None else (f"interest without the days from {first} on: no rate is known",)


def safe_cell(cell: str) -> str:
    """The cell with an apostrophe before each part that a spreadsheet would run as a formula; plain numbers stay.

    A part begins with the cell and after each `;`, tab and line break in it: a spreadsheet that takes these for the end
    of a cell, as those with a decimal comma take `;`, would start a new one there. Blanks and quotes before the sign
    do not hide it, and the full-width signs count as well.
    """
    if _NUMBER.fullmatch(cell):
        return cell
    return _FORMULA.sub("'", cell)


#: Where a formula begins; nothing is consumed. A tab or a carriage return that begins a cell counts as a sign itself.
_FORMULA = re.compile(r"(?:^|(?<=[;\t\r\n]))(?=[\s\"\ufeff\u200b]*[=+\-@\uff1d\uff0b\uff0d\uff20])|^(?=[\t\r\n])")
_NUMBER = re.compile(r"-[0-9]+(?:\.[0-9]+)?")
