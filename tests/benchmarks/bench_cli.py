"""How long the commands take to start, as multiples of importing their libraries.

    python tests/benchmarks/bench_cli.py [ROUNDS]

Goals: `dunlang --version` at most 1.5 times `import click`; `dunlang check` on the largest shipped policy at most 2
times `import lark, attrs, click`. That goal is about syntax, names, types, groups and consistency: the line with
`consistency` selects these. Whole cold processes with compiled bytecode, as an installed program has it; medians of
alternating rounds; the folder of the checkout.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]


def largest_policy() -> str:
    """The shipped policy with the most bytes."""
    return str(max((ROOT / "policies").glob("*.dun"), key=lambda path: path.stat().st_size))


def consistency() -> str:
    """The codes of everything but the rules of law."""
    from dunlang.lint.registry import RULES

    return ",".join(["SYN", "NAM", "TYP", "GRP", *(rule.code for rule in RULES if rule.code[3:] < "100")])


def took(words: list[str], environment: dict[str, str]) -> float:
    """Milliseconds of one whole process."""
    start = time.perf_counter()
    subprocess.run(words, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    return 1e3 * (time.perf_counter() - start)


def main(rounds: int) -> None:
    """Print the medians and the ratios."""
    python = sys.executable
    runs = {
        "python -c pass": [python, "-c", "pass"],
        "import click": [python, "-c", "import click"],
        "dunlang --version": [python, "-m", "dunlang", "--version"],
        "import lark, attrs, click": [python, "-c", "import lark, attrs, click"],
        "dunlang check, consistency": [python, "-m", "dunlang", "check", largest_policy(), "--select", consistency()],
        "dunlang check": [python, "-m", "dunlang", "check", largest_policy()],
        "dunlang check policies": [python, "-m", "dunlang", "check", "policies"],
        "dunlang simulate": [python, "-m", "dunlang", "simulate", "--date", "2026-03-03"],
    }
    times: dict[str, list[float]] = {name: [] for name in runs}
    with tempfile.TemporaryDirectory() as folder:
        # Where the shell forbids bytecode, each run would compile every module anew, which nobody installed like that.
        environment = {**os.environ, "PYTHONPYCACHEPREFIX": folder}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        for words in runs.values():  # bytecode and disk caches
            took(words, environment)
        for _ in range(rounds):
            for name, words in runs.items():
                times[name].append(took(words, environment))
    medians = {name: statistics.median(found) for name, found in times.items()}
    for name, median in medians.items():
        print(f"{name:28} {median:7.1f} ms")
    print(f"largest shipped policy: {largest_policy()}")
    version = medians["dunlang --version"] / medians["import click"]
    imports = medians["import lark, attrs, click"]
    print(f"--version / import click: {version:.2f} (goal 1.5)")
    consistent = medians["dunlang check, consistency"] / imports
    print(f"check, consistency / import lark, attrs, click: {consistent:.2f} (goal 2)")
    print(f"check / import lark, attrs, click: {medians['dunlang check'] / imports:.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 11)
