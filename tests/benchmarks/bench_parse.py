"""Lines per second: our parser against bare Lark on the same grammar, on one generated policy of 20,000 lines.

Run with ``python tests/benchmarks/bench_parse.py [--rounds N] [--model]``. Rounds alternate between the two; the ratio
of medians is the figure to keep, for machines differ. With ``--model`` the policy's model is built as well.
"""

from __future__ import annotations

import argparse
import gc
import statistics
import time
from collections.abc import Callable

from dunlang.model import resolve
from dunlang.source import Source
from dunlang.syntax import parse
from dunlang.syntax.table import bare_lark, grammar_text

LINES = 20_000


def policy(lines: int = LINES) -> str:
    """A policy of at least *lines* lines: notices, steps, groups and scenarios in the usual proportions."""
    head = 'policy "Groot" {\n    law       NL\n    currency  EUR\n    runs      weekly on tuesday\n}\n\n'
    unit = """\
notice aanmaning_{0} "Aanmaning {0}" {{
    kind      formal
    language  nl
    states    invoice number, due date, amount due, deadline, earlier reminder, collection costs
    gives     14 days from receipt
}}

steps stappen_{0} {{
    bellen_{0}      2 days before due                   call "vraag naar de reden"
    aanmaning_{0}  15 days after invoice                send aanmaning_{0} by post and email  # van rechtswege
    nabellen_{0}    1 day after aanmaning_{0} deadline  task "beoordelen"  if outstanding >= 25 EUR
}}

group groep_{0} "Groep {0}" {{
    when segment is soort_{0} and (country in (NL, BE) or not first order)

    payment   within 14 days of invoice
    discount  2% if paid within 7 days of invoice
    interest  statutory
    costs     15% at least 40 EUR
    contact   from 5 EUR
    steps     stappen_{0}

    hold on dispute until resolved, clock stops
}}

scenario "Geval {0}" {{
    debtor   consumer in NL with segment soort_{0}
    invoice  2026-01-05 for 180.00 EUR
    expect   group groep_{0}
    expect   bellen_{0} on 2026-01-20
}}

"""
    count = -(-(lines - head.count("\n")) // unit.count("\n"))
    return head + "".join(unit.format(number) for number in range(count))


def timed(work: Callable[[], object]) -> float:
    """Seconds that *work* takes; what it made is freed outside the clock."""
    gc.collect()
    start = time.perf_counter()
    result = work()
    seconds = time.perf_counter() - start
    del result
    return seconds


def read(text: str, *, model: bool) -> object:
    """Parse *text*, and build its model where that is wanted."""
    tree, _ = parse(Source("bench.dun", text))
    return resolve(tree, known_law=lambda code: code == "NL") if model else tree


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--lines", type=int, default=LINES)
    options.add_argument("--model", action="store_true", help="also build the model")
    chosen = options.parse_args()
    text = policy(chosen.lines)
    lines = text.count("\n")
    lark = bare_lark(grammar_text())
    tree, found = parse(Source("bench.dun", text))
    if found:
        raise SystemExit(f"the generated policy has syntax errors: {found[0].message}")
    del tree
    ours: list[float] = []
    theirs: list[float] = []
    for _ in range(chosen.rounds):
        ours.append(timed(lambda: read(text, model=chosen.model)))
        theirs.append(timed(lambda: lark.parse(text)))
    ratios = [their / our for our, their in zip(ours, theirs, strict=True)]
    print(f"{lines} lines, {len(text)} characters, {chosen.rounds} rounds")
    print(f"{'parse + model' if chosen.model else 'parse':13} {lines / statistics.median(ours):10,.0f} lines/s")
    print(f"{'bare Lark':13} {lines / statistics.median(theirs):10,.0f} lines/s")
    spread = f"median of rounds; {min(ratios):.2f} to {max(ratios):.2f}"
    print(f"{'ratio':13} {statistics.median(ratios):10.2f} ({spread})")


if __name__ == "__main__":
    main()
