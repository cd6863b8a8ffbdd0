"""The forecast of the tables beside that of the reference, for many drawn policies and ledgers.

``python -m tests.portfolio.differential.forecast SEED COUNT [DEBTORS]`` prints every difference with its seed, and how
many coming steps both foresaw. Ends with 1 where something differs.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections import Counter
from collections.abc import Sequence

import attrs
import duckdb

from dunlang.model.case import Case
from dunlang.portfolio.fast.ahead import FORECAST
from dunlang.portfolio.fast.compile import compile_program
from dunlang.portfolio.fast.load import load_cases
from dunlang.portfolio.fast.run import evaluate, fill_tables, movements, span
from dunlang.schedule import Engine
from dunlang.schedule.result import InvoiceSchedule
from tests.portfolio.differential.fuzz import drawn

__all__ = ["Foreseen", "compare"]

_COLUMNS = FORECAST[3:]


@attrs.frozen
class Foreseen:
    """How many steps both foresaw, the differences in words, and why debtors were left to the reference."""

    steps: int
    differences: tuple[str, ...]
    left: tuple[tuple[str, int], ...]


def compare(engine: Engine, cases: Sequence[Case], as_of: dt.date, until: dt.date) -> Foreseen:
    """Foresee twice, up to *until*."""
    with duckdb.connect() as con:
        load_cases(con, engine.policy, cases)
        first, last = span(con, as_of)
        passes = movements(con, engine.policy, (as_of - first).days)
        program = compile_program(engine, as_of, (first, last), passes=passes, until=until)
        fill_tables(con, program)
        outcome = evaluate(con, engine, as_of, program)
        hard = {row[0] for row in con.execute("SELECT dn FROM result WHERE left_to IS NOT NULL").fetchall()}
        rows: dict[int, list[tuple[object, ...]]] = {}
        for n, dn, _, *row in con.execute(f"SELECT {', '.join(FORECAST)} FROM forecast ORDER BY n, day").fetchall():
            if dn not in hard:
                rows.setdefault(n, []).append(tuple(row))
    differences: list[str] = []
    number = steps = 0
    for place, case in enumerate(cases):
        schedule = engine.schedule(case, as_of=as_of, until=until)
        for invoice in case.invoices:
            found = schedule.invoice(invoice.id)
            assert found is not None
            if place not in hard:
                wanted, given = list(_rows(found, as_of, until)), rows.get(number, [])
                steps += len(wanted)
                if wanted != given:
                    differences.append(f"{invoice.id}: {_apart(wanted, given)}")
            number += 1
    return Foreseen(steps, tuple(differences), outcome.left)


def _rows(found: InvoiceSchedule, as_of: dt.date, until: dt.date) -> Sequence[tuple[object, ...]]:
    places = {step.name: at for at, step in enumerate(found.group.steps)} if found.group is not None else {}
    rows = []
    for entry in found.entries:
        if entry.state == "planned" and entry.on is not None and as_of < entry.on <= until:
            amounts = found.amounts_on(entry.on)
            letter = entry.letter
            days = (entry.planned, entry.on, letter and letter.received, letter and letter.deadline)
            planned, on, received, deadline = (day and day.toordinal() for day in days)
            rows.append(
                (
                    places[entry.step.name], entry.occurrence, planned, on, received, deadline, found.outstanding.minor,
                    amounts.interest.minor, amounts.costs.minor, amounts.costs_vat.minor,
                    amounts.costs_if_unpaid.minor, amounts.vat_if_unpaid.minor, amounts.total.minor,
                )
            )  # fmt: skip
    return sorted(rows, key=lambda row: row[3])


def _apart(wanted: Sequence[tuple[object, ...]], given: Sequence[tuple[object, ...]]) -> str:
    if len(wanted) != len(given):
        return f"{len(given)} steps {[row[:4] for row in given]}, the reference has {[row[:4] for row in wanted]}"
    return "; ".join(
        f"{name} is {one}, the reference has {other}"
        for mine, theirs in zip(given, wanted, strict=True)
        for name, one, other in zip(_COLUMNS, mine, theirs, strict=True)
        if one != other
    )


def main() -> int:
    """Draw and compare."""
    first, count = int(sys.argv[1]), int(sys.argv[2])
    debtors = int(sys.argv[3]) if len(sys.argv) > 3 else 30
    different = steps = 0
    left: Counter[str] = Counter()
    for seed in range(first, first + count):
        engine, cases, day = drawn(seed, debtors)
        found = compare(engine, cases, day, day + dt.timedelta(days=1 + seed * 7 % 120))
        steps += found.steps
        left.update(dict(found.left))
        if found.differences:
            different += 1
            print(f"seed {seed}, {day}: {len(found.differences)} differences")
            print("".join(f"  {difference}\n" for difference in found.differences[:4]), end="", flush=True)
    print(f"{count} policies, {different} with differences; {steps} coming steps")
    print("".join(f"  {number:6} debtors: {why}\n" for why, number in left.most_common()), end="")
    return int(different > 0)


if __name__ == "__main__":
    sys.exit(main())
