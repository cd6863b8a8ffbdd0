"""Large ledgers in tables: Parquet in, worklist as Parquet out, beside the reference engine's rate in the same run.

``python tests/benchmarks/bench_portfolio.py [INVOICES] [ROUNDS]`` writes a ledger of that many invoices with
histories (the cases of ``bench_engine.py``, over and over), judges it in a process of its own and prints the median
time of the rounds, the process's peak memory, and how many times faster that is than the reference.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

sys.path.insert(0, str(Path(__file__).parent))
from bench_engine import AS_OF, POLICY, cases, engine

from dunlang.portfolio.fast.load import load_cases

_BLOCK = 10_000
_RUN = """
import datetime, resource, sys
from bench_engine import engine
from dunlang.project.tables import simulate_tables
day = datetime.date.fromisoformat(sys.argv[2])
found = simulate_tables(engine(), [sys.argv[1]], sys.argv[1] + "/worklist.parquet", day)
print(found.invoices, sum(count for _, count in found.outcome.left), found.read_by_row or "-", file=sys.stderr)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def write(folder: Path, invoices: int) -> None:
    """The ledger as three Parquet files."""
    made = engine()
    with duckdb.connect() as con:
        load_cases(con, made.policy, cases(_BLOCK))
        copies = max(1, invoices // _BLOCK)
        day = "(DATE '0001-01-01' + ({} - 1)::INTEGER)"
        number = f"n + {_BLOCK} * range"
        owner = f"dn + {_BLOCK} * range"
        for name, sql in {
            "invoices": f"SELECT 'F' || ({number}) AS invoice, 'D' || ({owner}) AS debtor, "
            f"{day.format('date')} AS date, (amount / 100.0)::DECIMAL(14, 2) AS amount FROM inv",
            "debtors": f"SELECT 'D' || ({owner}) AS debtor, kind, country, language FROM deb",
            "events": f"SELECT {day.format('date')} AS date, kind AS event, 'F' || ({number}) AS invoice, step, "
            "(amount / 100.0)::DECIMAL(14, 2) AS amount FROM ev",
        }.items():
            con.execute(f"COPY ({sql}, range({copies})) TO '{folder}/{name}.parquet' (FORMAT parquet)")


def main() -> None:
    """Print the rates."""
    invoices = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    made, sample = engine(), cases(2_000)
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), invoices)
        fast, slow, memory = [], [], 0
        for _ in range(rounds):
            start = time.perf_counter()
            done = subprocess.run(
                [sys.executable, "-c", _RUN, folder, str(AS_OF)],
                cwd=Path(__file__).parent,
                stdout=subprocess.PIPE,
                check=True,
            )
            fast.append(time.perf_counter() - start)
            memory = max(memory, int(done.stdout))
            start = time.perf_counter()
            for case in sample:
                made.schedule(case, as_of=AS_OF).invoices[0].amounts_on(AS_OF)
            slow.append((time.perf_counter() - start) / len(sample) * invoices)
    took = statistics.median(fast)
    ratio = statistics.median(other / one for one, other in zip(fast, slow, strict=True))
    print(
        f"{POLICY.name}, {invoices:,} invoices: {took:.1f} s, {memory} MB, {ratio:.0f} times as fast as the reference"
    )


if __name__ == "__main__":
    main()
