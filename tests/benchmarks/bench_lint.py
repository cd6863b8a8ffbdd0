"""How long the rules take on the largest shipped policy: ``python tests/benchmarks/bench_lint.py``.

Prints milliseconds (median of rounds): the rules that need no law, all rules, and all rules in a fresh view of the law.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from dunlang.law import load_book
from dunlang.lint import run
from dunlang.lint.registry import RULES
from dunlang.model import resolve
from dunlang.resources import shipped
from dunlang.source import Source
from dunlang.syntax import parse

ROUNDS = 7


def median(work: Callable[[], object]) -> float:
    """The median time of *work* in milliseconds."""
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def main() -> None:
    """Measure and print."""
    largest = max(shipped("policies").glob("*.dun"), key=lambda path: path.stat().st_size)
    book, _ = load_book()
    tree, _ = parse(Source(largest.name, largest.read_text("utf-8")))
    policy, _ = resolve(tree, known_law=lambda code: book.country(code) is not None)
    assert policy is not None
    consistency = [rule.code for rule in RULES if rule.code[3:] < "100" and rule.runs == "always"]
    report = run(policy, book)
    print(f"{largest.name}, invoices of {report.checked_from} to {report.checked_until}")
    print(f"consistency  {median(lambda: run(policy, book, select=consistency)):7.1f} ms")
    print(f"all rules    {median(lambda: run(policy, book)):7.1f} ms")
    print(f"fresh law    {median(lambda: run(policy, load_book()[0])):7.1f} ms")


if __name__ == "__main__":
    main()
