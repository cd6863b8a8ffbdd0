"""``python -m tests.portfolio.dialects {duckdb,spark,postgres} [SEED] [COUNT] [DEBTORS]``.

Starts the engine and runs all cases of the corpus or, with a SEED, COUNT (20) drawn policies from there on, each with a
ledger of DEBTORS (40), as scripts of ``dunlang export sql``; compares every column with DuckDB, which is compared with
the reference elsewhere. Ends with 1 where any differs.
"""

from __future__ import annotations

import datetime as dt
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from dunlang.model.case import Case
from dunlang.portfolio.fast.dialects import DIALECTS
from dunlang.schedule import Engine
from tests.portfolio.dialects.ask import differences
from tests.portfolio.dialects.engines import open_box
from tests.portfolio.differential.corpus import CORPUS, read_case
from tests.portfolio.differential.fuzz import drawn


def main() -> int:
    """Run and compare."""
    dialect = next(one for one in DIALECTS if one == sys.argv[1])
    given = [int(word) for word in sys.argv[2:]]
    seed, count, debtors = given + [0, 20, 40][len(given) :]
    judged = wrong = 0
    questions: list[tuple[str, Callable[[], tuple[Engine, Sequence[Case], dt.date]]]]
    if given:
        questions = [(f"seed {one}", partial(drawn, one, debtors)) for one in range(seed, seed + count)]
    else:
        kept = sorted(path for path in CORPUS.iterdir() if path.is_dir())
        questions = [(folder.name, partial(_kept, folder)) for folder in kept]
    with open_box(dialect) as box:
        for name, ask in questions:
            start = time.perf_counter()
            number, said = differences(box, *ask())
            judged += number
            wrong += bool(said)
            print(
                f"{name}: {number} invoices, {len(said)} differences, {time.perf_counter() - start:.1f} s", flush=True
            )
            print("".join(f"  {one}\n" for one in said[:4]), end="")
    print(f"{dialect}: {len(questions)} policies, {wrong} with differences; {judged} invoices judged in tables")
    return int(wrong > 0)


def _kept(folder: Path) -> tuple[Engine, Sequence[Case], dt.date]:
    kept = read_case(folder)
    return kept.engine, kept.cases, kept.date


if __name__ == "__main__":
    sys.exit(main())
