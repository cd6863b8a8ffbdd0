"""Many drawn policies and ledgers, judged by the tables, by plain Python and by the reference.

``python -m tests.portfolio.differential.fuzz SEED COUNT [DEBTORS]`` draws COUNT policies from SEED on, each with a
ledger of DEBTORS (50) debtors and a day, and prints every difference with its seed, then the sums: how many invoices
each judged, and why debtors were left to the reference. Ends with 1 where something differs.
"""

from __future__ import annotations

import datetime as dt
import random
import sys
from collections import Counter
from collections.abc import Sequence

from dunlang.model.case import Case
from dunlang.schedule import Engine
from tests.portfolio.differential.compare import compare
from tests.portfolio.differential.draw import START, draw_cases, draw_engine

__all__ = ["drawn"]


def drawn(seed: int, debtors: int = 50) -> tuple[Engine, Sequence[Case], dt.date]:
    """The policy, ledger and day of a seed."""
    chance = random.Random(seed)
    engine = draw_engine(chance)
    cases = draw_cases(chance, engine, debtors)
    return engine, cases, START + dt.timedelta(days=chance.randrange(20, 200))


def main() -> int:
    """Draw and compare."""
    first, count = int(sys.argv[1]), int(sys.argv[2])
    debtors = int(sys.argv[3]) if len(sys.argv) > 3 else 50
    judged = small = of = different = 0
    left: Counter[str] = Counter()
    small_left: Counter[str] = Counter()
    for seed in range(first, first + count):
        engine, cases, day = drawn(seed, debtors)
        found = compare(engine, cases, day)
        judged += found.invoices
        small += found.small
        small_left += found.small_left
        of += sum(len(case.invoices) for case in cases)
        left.update(dict(found.outcome.left))
        if seed % 500 == 499:
            print(f"at seed {seed}", file=sys.stderr, flush=True)
        if found.differences:
            different += 1
            print(f"seed {seed}, {day}: {len(found.differences)} differences")
            print("".join(f"  {difference}\n" for difference in found.differences[:5]), end="", flush=True)
    print(f"{count} policies, {different} with differences; {judged} of {of} invoices judged in tables")
    print("".join(f"  {number:6} debtors: {why}\n" for why, number in left.most_common()), end="")
    print(f"{small} of {of} invoices judged in plain Python (the rest is dated later or needs a person)")
    print("".join(f"  {number:6} debtors: {why}\n" for why, number in small_left.most_common()), end="")
    return int(different > 0)


if __name__ == "__main__":
    sys.exit(main())
