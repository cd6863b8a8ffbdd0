"""The page on measuring names the benchmarks there are."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_every_benchmark_has_its_command() -> None:
    """Each program of the folder stands on the page once, and no other does."""
    page = (ROOT / "docs" / "measuring.md").read_text("utf-8")
    named = re.findall(r"`python (tests/benchmarks/\w+\.py)", page)
    there = sorted((ROOT / "tests" / "benchmarks").glob("bench_*.py"))
    assert sorted(named) == [path.relative_to(ROOT).as_posix() for path in there]
