"""What a run shows, from tables and from the reference: the same page of JSON for many drawn policies and ledgers.

``python -m tests.portfolio.differential.gathered SEED COUNT [DEBTORS]`` draws COUNT policies from SEED on, and prints
each seed whose pages differ, then how many invoices the reference had to list. Ends with 1 where something differs.
"""

from __future__ import annotations

import datetime as dt
import difflib
import sys
from collections.abc import Sequence

import duckdb

from dunlang.model.case import Case
from dunlang.portfolio.fast.gather import gather
from dunlang.portfolio.fast.load import load_cases
from dunlang.portfolio.fast.run import evaluate
from dunlang.portfolio.gathering import Gathering
from dunlang.report.worklist_json import worklist_json
from dunlang.schedule import Engine
from tests.portfolio.differential.fuzz import drawn

__all__ = ["pages"]


def pages(engine: Engine, cases: Sequence[Case], date: dt.date, until: dt.date) -> tuple[str, str, int]:
    """The page of the tables, that of the reference, and how many invoices the first one lists."""
    with duckdb.connect() as con:
        load_cases(con, engine.policy, cases)
        evaluate(con, engine, date)
        gathering = Gathering(engine, date, until)
        listed = gather(con, gathering)
    reference = Gathering(engine, date, until)
    for case in cases:
        reference.take(engine.schedule(case, as_of=date, until=until))
    return (
        worklist_json(gathering.simulation(), tool="test"),
        worklist_json(reference.simulation(), tool="test"),
        listed,
    )


def main() -> int:
    """Draw and compare."""
    first, count = int(sys.argv[1]), int(sys.argv[2])
    debtors = int(sys.argv[3]) if len(sys.argv) > 3 else 50
    different = listed = every = 0
    for seed in range(first, first + count):
        engine, cases, day = drawn(seed, debtors)
        found, wanted, told = pages(engine, cases, day, day + dt.timedelta(days=seed % 40))
        listed += told
        every += sum(len(case.invoices) for case in cases)
        if found != wanted:
            different += 1
            lines = difflib.unified_diff(wanted.splitlines(), found.splitlines(), "reference", "tables", "", "", 2, "")
            print(f"seed {seed}, {day}:", *list(lines)[:12], sep="\n  ", flush=True)
    print(f"{count} policies, {different} with differences; {listed} of {every} invoices listed")
    return int(different > 0)


if __name__ == "__main__":
    sys.exit(main())
