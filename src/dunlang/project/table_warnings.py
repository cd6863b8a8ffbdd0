"""What the row reader warns of, told of a ledger that was read in columns: the same warnings, in the same order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from dunlang.portfolio.booking import same_event, unknown_step
from dunlang.portfolio.cells import row_reader
from dunlang.portfolio.columns import DEBTORS
from dunlang.portfolio.fast.oddities import MOST, events_again, odd_addresses, strange_steps
from dunlang.portfolio.table import Reject, Table
from dunlang.project.files import shown
from dunlang.project.ledger_files import PARTS
from dunlang.project.table_heads import csv_head, header_of
from dunlang.project.table_lines import lines_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

    from dunlang.model.policy import Policy
    from dunlang.portfolio.fast.oddities import Again

__all__ = ["Warnings"]

_EMAIL = next(column for column in DEBTORS if column.kind == "email")


class Warnings:
    """The warnings of one reading, whatever its parts: of each kind the first ten thousand, then how many more.

    *headers* are those about columns that are not read. The raw tables of *con* still hold the whole ledger.
    """

    def __init__(self, con: Any, policy: Policy, files: Mapping[str, Path], headers: Sequence[Reject]) -> None:
        self._policy = policy
        self._files = files
        self._headers = headers
        self._names = {part: shown(file) for part, file in files.items()}
        self._last = {
            part: con.execute(f"SELECT count(*) + 1 FROM raw_{part}").fetchall()[0][0]  # noqa: S608 - a fixed name
            for part in files
        }
        self._steps = {step.name for group in policy.groups for step in group.steps}
        self._strange = strange_steps(con, self._steps)
        self._addresses = self._emails(con)
        self._again: list[Again] = []
        self._repeated = 0

    def add(self, con: Any) -> None:
        """Look through the events of one part: those in ``ev``, as they were read still in ``raw_events``."""
        again, count = events_again(con, self._policy)
        self._repeated += count
        self._again = sorted((*self._again, *again), key=lambda found: found.row)[: MOST + 1]

    def rejects(self) -> tuple[Reject, ...]:
        """All warnings, by file and row."""
        (emails, odd), (steps, strange) = self._addresses, self._strange
        debtors = self._lines("debtors", {reject.row for reject in emails})
        of_invoices = self._lines("invoices", {one.first for one in self._again if one.credited})
        of_events = self._lines(
            "events",
            {row for _, row in steps}
            | {one.row for one in self._again}
            | {one.first for one in self._again if not one.credited},
        )
        events = self._names.get("events", "")

        def first(one: Again) -> tuple[str, int]:
            if one.credited:
                return self._names["invoices"], of_invoices.get(one.first, one.first)
            return events, of_events.get(one.first, one.first)

        unknown = [unknown_step(events, of_events.get(row, row), step, self._steps) for step, row in steps]
        twice = [same_event(events, of_events.get(one.row, one.row), one.kind, first(one)) for one in self._again]
        found = [
            *self._headers,
            *_bounded([attrs.evolve(one, row=debtors.get(one.row, one.row)) for one in emails], odd),
            *_bounded(unknown, strange),
            *_bounded(twice, self._repeated),
        ]
        order = {self._names[part]: at for at, part in enumerate(PARTS) if part in self._names}
        return tuple(sorted(found, key=lambda reject: (order[reject.file], reject.row)))

    def _emails(self, con: Any) -> tuple[list[Reject], int]:
        """The first warnings about addresses, and how many there are."""
        found: list[Reject] = []
        count = 0
        if "debtors" in self._names:
            header = header_of(self._policy, "debtors", self._names["debtors"])
            table = Table(source=header.source, header=header, places=((_EMAIL, 0),))
            noted: list[Reject] = []
            read = row_reader(table, lambda _: self._policy.currency, noted.append)
            for line, address in odd_addresses(con):
                read(line, [address.strip()])
                count += len(noted)
                found += noted[: MOST + 1 - len(found)]
                noted.clear()
        return found, count

    def _lines(self, part: str, rows: Collection[int]) -> dict[int, int]:
        """The lines of *rows*, where they are others than their numbers."""
        file = self._files.get(part)
        if file is None or not rows or file.suffix.lower() == ".parquet":
            return {}
        try:
            head = csv_head(self._policy, part, file)
            return lines_of(file, head.delimiter, rows, self._last[part]) if head is not None else {}
        except OSError:  # it was read a moment ago: the numbers of the rows are the best that is left
            return {}


def _bounded(rejects: Sequence[Reject], count: int) -> list[Reject]:
    """The first of *count* warnings of one kind, and a last one that says how many more there are."""
    if count <= MOST:
        return list(rejects)
    next_one = rejects[MOST]
    reason = f"{count - MOST} more warnings like those before, from this row on, are not listed"
    rest = Reject(
        file=next_one.file, row=next_one.row, column=next_one.column, reason=reason,
        help="take `--engine reference` to list them all", severity="warning",
    )  # fmt: skip
    return [*rejects[:MOST], rest]
