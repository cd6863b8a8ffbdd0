"""How long the commands take to start, as multiples of importing their libraries.

    python tests/benchmarks/bench_cli.py [ROUNDS]

Goals: `dunlang --version` at most 1.5 times `import click`; `dunlang check` on the largest shipped policy at most 2
times `import lark, attrs, click`. Whole cold processes, medians of alternating rounds; the folder of the checkout.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]


def largest_policy() -> str:
    """The shipped policy with the most bytes."""
    return str(max((ROOT / "policies").glob("*.dun"), key=lambda path: path.stat().st_size))


def took(words: list[str]) -> float:
    """Milliseconds of one whole process."""
    start = time.perf_counter()
    subprocess.run(words, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    return 1e3 * (time.perf_counter() - start)


def main(rounds: int) -> None:
    """Print the medians and the ratios."""
    python = sys.executable
    runs = {
        "python -c pass": [python, "-c", "pass"],
        "import click": [python, "-c", "import click"],
        "dunlang --version": [python, "-m", "dunlang", "--version"],
        "import lark, attrs, click": [python, "-c", "import lark, attrs, click"],
        "dunlang check": [python, "-m", "dunlang", "check", largest_policy()],
        "dunlang simulate": [python, "-m", "dunlang", "simulate", "--date", "2026-03-03"],
    }
    times: dict[str, list[float]] = {name: [] for name in runs}
    for words in runs.values():  # bytecode and disk caches
        took(words)
    for _ in range(rounds):
        for name, words in runs.items():
            times[name].append(took(words))
    medians = {name: statistics.median(found) for name, found in times.items()}
    for name, median in medians.items():
        print(f"{name:28} {median:7.1f} ms")
    print(f"largest shipped policy: {largest_policy()}")
    version = medians["dunlang --version"] / medians["import click"]
    check = medians["dunlang check"] / medians["import lark, attrs, click"]
    print(f"--version / import click: {version:.2f} (goal 1.5)")
    print(f"check / import lark, attrs, click: {check:.2f} (goal 2)")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 11)
