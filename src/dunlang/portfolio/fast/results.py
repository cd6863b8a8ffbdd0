"""The rows of ``result`` as answers."""

# ruff: noqa: S608 - the columns are those of this file

from __future__ import annotations

from typing import Any

from dunlang.portfolio.tabled.answer import Answer

__all__ = ["from_result"]

_COLUMNS = (
    "standing, outstanding, interest, costs, costs_vat, announced, announced_vat, total, to_costs, to_interest, "
    "discount, costs_from, step, occurrence, planned, letter_received, letter_deadline, next_step, next_occurrence, "
    "next_planned, next_state, next_on, next_why, never"
)


def from_result(con: Any) -> dict[int, Answer]:
    """The answers of a run (see :mod:`.run`), by the number of the invoice; invoices without one are not there."""
    found: dict[int, Answer] = {}
    rows = con.execute(
        f"SELECT n, {_COLUMNS} FROM result WHERE left_to IS NULL AND standing NOT IN ('needs a person', 'not yet')"
    ).fetchall()
    for n, *row in rows:
        row[-1] = tuple(bit for bit in range(63) if row[-1] >> bit & 1)
        found[n] = Answer(*row)
    return found
