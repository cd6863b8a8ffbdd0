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
from dunlang.portfolio.fast.load import load_cases
from dunlang.portfolio.fast.run import evaluate
from dunlang.portfolio.tabled.answer import Coming, coming_steps
from dunlang.schedule import Engine
from tests.portfolio.differential.fuzz import drawn

__all__ = ["Foreseen", "compare"]


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
        outcome = evaluate(con, engine, as_of, until=until)
        hard = {row[0] for row in con.execute("SELECT dn FROM result WHERE left_to IS NOT NULL").fetchall()}
        rows: dict[int, list[Coming]] = {}
        for n, dn, _, *row, _ in con.execute(f"SELECT {', '.join(FORECAST)} FROM forecast ORDER BY n, day").fetchall():
            if dn not in hard:
                rows.setdefault(n, []).append(Coming(*row))
    differences: list[str] = []
    number = steps = 0
    for place, case in enumerate(cases):
        schedule = engine.schedule(case, as_of=as_of, until=until)
        for invoice in case.invoices:
            found = schedule.invoice(invoice.id)
            assert found is not None
            if place not in hard:
                wanted, given = coming_steps(found, as_of, until), rows.get(number, [])
                steps += len(wanted)
                if wanted != given:
                    differences.append(f"{invoice.id}: {_apart(wanted, given)}")
            number += 1
    return Foreseen(steps, tuple(differences), outcome.left)


def _apart(wanted: Sequence[Coming], given: Sequence[Coming]) -> str:
    if len(wanted) != len(given):
        return f"{len(given)} steps {[row[:4] for row in given]}, the reference has {[row[:4] for row in wanted]}"
    return "; ".join(
        f"{name} is {one}, the reference has {other}"
        for mine, theirs in zip(given, wanted, strict=True)
        for name, one, other in zip(Coming._fields, mine, theirs, strict=True)
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
