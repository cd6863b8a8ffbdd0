"""A large ledger on local Spark with one core and with two, beside DuckDB: equal rows, and how the time falls.

``python tests/benchmarks/bench_spark.py [INVOICES] [--folder FOLDER]`` writes a ledger for the yardstick's policy (see
``yardstick_ledger.py``; with --folder it is kept and used again), judges it in a process each, from Parquet to Parquet,
and prints the seconds, the ratios, and whether every row of the three worklists is the same in the same place.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

sys.path.insert(0, str(Path(__file__).parent))
from yardstick_ledger import AS_OF, write_ledger

_POLICY = Path(__file__).with_name("yardstick.dun")


def judged(ledger: Path, out: Path, *words: str) -> float:
    """The seconds of a run of the command line."""
    command = [sys.executable, "-m", "dunlang", "simulate", str(_POLICY), "--ledger", str(ledger), "--date", str(AS_OF)]
    start = time.perf_counter()
    subprocess.run([*command, "-o", str(out), *words], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def equal(one: Path, other: Path) -> bool:
    """Whether two worklists have the same rows in the same order."""
    with duckdb.connect() as con:
        asked = "SELECT row_number() OVER () AS place, * FROM read_parquet(?)"
        counts = con.execute(
            "SELECT "
            f"(SELECT count(*) FROM ({asked} EXCEPT ALL {asked})), (SELECT count(*) FROM ({asked} EXCEPT ALL {asked}))",
            [str(path) for path in (one, other, other, one)],
        ).fetchall()[0]
    return counts == (0, 0)


def main() -> None:
    """Print the ratios."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("invoices", nargs="?", type=int, default=1_000_000)
    asked.add_argument("--folder", type=Path)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as made:
        ledger = given.folder or Path(made) / "ledger"
        if not (ledger / "events.parquet").exists():
            ledger.mkdir(parents=True, exist_ok=True)
            write_ledger(ledger, given.invoices)
        outs = {name: Path(made) / f"{name}.parquet" for name in ("duckdb", "one", "two")}
        took = {"duckdb": judged(ledger, outs["duckdb"], "--engine", "duckdb")}
        for name, cores in (("one", 1), ("two", 2)):
            took[name] = judged(ledger, outs[name], "--engine", "spark", "--master", f"local[{cores}]")
            print(f"local[{cores}]: {took[name]:.0f} s, equal rows: {equal(outs['duckdb'], outs[name])}", flush=True)
    print(
        f"{given.invoices:,} invoices: two cores take {took['two'] / took['one']:.2f} of the time of one; "
        f"one core {took['one'] / took['duckdb']:.1f} times that of DuckDB ({took['duckdb']:.0f} s)"
    )


if __name__ == "__main__":
    main()
