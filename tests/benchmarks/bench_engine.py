"""Cases per second of the reference engine, on one core.

A case is one debtor with one invoice of the Dutch workflow and a short history; the engine is warm. Run:
``python tests/benchmarks/bench_engine.py [CASES]``. Prints the median of five rounds, and the same with the amounts of
each due step, as a ratio to the first.
"""

from __future__ import annotations

import datetime as dt
import random
import statistics
import sys
import time
from pathlib import Path

from dunlang.law import load_book
from dunlang.model import resolve
from dunlang.model.case import Case, Debtor, Event, Invoice
from dunlang.money import Money
from dunlang.schedule import Engine, prepare
from dunlang.source import Source
from dunlang.syntax import parse

POLICY = Path(__file__).parents[2] / "policies" / "debiteurenbeleid.dun"
AS_OF = dt.date(2026, 6, 2)


def engine() -> Engine:
    """The largest shipped policy, ready to run."""
    tree, _ = parse(Source(str(POLICY), POLICY.read_text("utf-8")))
    book, _ = load_book()
    policy, _ = resolve(tree, known_law=lambda code: book.country(code) is not None)
    assert policy is not None
    return prepare(policy, book)


def cases(count: int) -> list[Case]:
    """Cases drawn with a fixed seed: a third with a part payment, some with a dispute or a promise."""
    draw = random.Random(1)
    made = []
    for number in range(count):
        date = AS_OF - dt.timedelta(days=draw.randrange(5, 120))
        events = []
        if draw.random() < 0.33:
            on = date + dt.timedelta(days=draw.randrange(1, 60))
            events.append(Event(date=on, kind="payment", invoice="1", amount=Money(draw.randrange(100, 9000))))
        if draw.random() < 0.1:
            events.append(Event(date=date + dt.timedelta(days=10), kind="dispute opened", invoice="1"))
        if draw.random() < 0.4:
            events.append(Event(date=date + dt.timedelta(days=15), kind="step done", invoice="1", step="herinnering"))
        debtor = Debtor(id=str(number), kind=draw.choice(["consumer", "business"]), country="NL", language="nl")
        invoice = Invoice(id="1", date=date, amount=Money(draw.randrange(500, 500_000)))
        made.append(Case(debtor=debtor, invoices=(invoice,), events=tuple(events)))
    return made


def main() -> None:
    """Print the rates."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    made, batch = engine(), cases(count)
    plain, priced = [], []
    for _ in range(5):
        start = time.perf_counter()
        for case in batch:
            made.schedule(case, as_of=AS_OF)
        plain.append(time.perf_counter() - start)
        start = time.perf_counter()
        for case in batch:
            found = made.schedule(case, as_of=AS_OF).invoices[0]
            for entry in found.entries:
                if entry.state == "due":
                    found.amounts_on(AS_OF)
        priced.append(time.perf_counter() - start)
    first, second = statistics.median(plain), statistics.median(priced)
    print(
        f"{count / first:,.0f} cases a second; with amounts {count / second:,.0f} ({second / first:.2f} times the time)"
    )


if __name__ == "__main__":
    main()
