"""Large ledgers against a statement written by hand, and what they cost in time and memory as they grow.

    python tests/benchmarks/bench_portfolio_yardstick.py memory [--invoices N] [--rounds N]
    python tests/benchmarks/bench_portfolio_yardstick.py files [--invoices N] [--rounds N]
    python tests/benchmarks/bench_portfolio_yardstick.py scale [--largest N] [--rounds N]
    python tests/benchmarks/bench_portfolio_yardstick.py compile
    python tests/benchmarks/bench_portfolio_yardstick.py cold [--rounds N]
    python tests/benchmarks/bench_portfolio_yardstick.py small [--invoices N] [--rounds N]

``memory``: the compiled statement and ``yardstick.sql`` on the same loaded ledger, by turns in one process. ``files``:
Parquet to Parquet in processes of their own, beside reading every column and writing the worklist with no rules.
``scale``: the same at 100,000 invoices and each power of ten up to ``--largest``. ``small``: plain Python beside the
reference, on 20,000 invoices unless told otherwise. ``--folder`` keeps the ledgers. All ledgers are those of
``yardstick_ledger.py``, the policy is ``yardstick.dun``.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import attrs
import duckdb
from yardstick import POLICY, judge, load
from yardstick_ledger import AS_OF, write_ledger

from dunlang.project.session import Session
from dunlang.schedule import Engine, prepare

PARTS = ("invoices", "debtors", "events")
#: Day numbers of the ledger's tables count from year 1.
_DAY = "({} - DATE '0001-01-01')::INTEGER + 1"
#: What both must say alike of every invoice, so that the same work is measured.
_SAME = (
    "standing", "outstanding", "interest", "costs", "costs_vat", "announced", "announced_vat", "total", "step",
    "next_step", "next_state", "next_why",
)  # fmt: skip
_COLUMNAR = ("duckdb", "numpy", "pandas", "polars", "pyarrow", "sqlglot", "ibis", "pyspark")


def engine(path: Path = POLICY) -> Engine:
    """A policy, ready to run."""
    loaded = Session().load(path)
    assert loaded.policy is not None
    assert loaded.book is not None
    return prepare(loaded.policy, loaded.book)


# ---------------------------------------------------------------- in memory


def in_memory(folder: Path, rounds: int) -> None:
    """Print the times of both statements and their ratio; stop where they differ."""
    from dunlang.portfolio.fast.compile import compile_program
    from dunlang.portfolio.fast.run import evaluate, fill_tables, span

    made = engine()
    with duckdb.connect() as hand, duckdb.connect() as con:  # two, for their tables have the same names
        load(hand, folder)
        load(con, folder)
        _tables(con, made)
        judge(hand, AS_OF)
        program = compile_program(made, AS_OF, span(con, AS_OF), passes=_movements(hand))
        fill_tables(con, program)
        evaluate(con, made, AS_OF, program)
        _alike(hand, con, folder / "result.parquet")
        written, compiled = [], []
        for _ in range(rounds):
            written.append(_spent(lambda: judge(hand, AS_OF)))
            compiled.append(_spent(lambda: evaluate(con, made, AS_OF, program)))
    for at, what in enumerate(("clock", "processors")):
        ours, by_hand = ([run[at] for run in runs] for runs in (compiled, written))
        ratio = statistics.median(one / other for one, other in zip(ours, by_hand, strict=True))
        print(f"in memory, {what}: compiled {_median(ours)}, by hand {_median(by_hand)}, ratio {ratio:.2f} (goal 1.2)")


def _tables(con: duckdb.DuckDBPyConnection, made: Engine) -> None:
    """The same ledger as the tables that a run reads."""
    from dunlang.portfolio.fast.load import load_cases

    load_cases(con, made.policy, [])
    con.execute(f"""
        INSERT INTO inv BY NAME
        SELECT n, n::VARCHAR AS id, dn, {_DAY.format("date")} AS date, amount, 'EUR' AS currency FROM invoice;
        INSERT INTO deb BY NAME
        SELECT dn, dn::VARCHAR AS id, CASE WHEN consumer THEN 'consumer' ELSE 'business' END AS kind, 'NL' AS country,
               'nl' AS language FROM debtor;
        INSERT INTO ev BY NAME
        SELECT ({_DAY.format("e.date")})::BIGINT * 4294967296 + ord % 4294967296 AS ord,
               {_DAY.format("e.date")} AS date,
               what::VARCHAR AS kind, n, dn, coalesce(step::VARCHAR, '') AS step, e.amount,
               {_DAY.format("until")} AS until
        FROM event e JOIN invoice USING (n)
    """)


def _movements(hand: duckdb.DuckDBPyConnection) -> int:
    """The most movements of money of one invoice, and one for a year of interest."""
    row = hand.execute(
        "SELECT max(times) FROM ("
        "SELECT count(*) AS times FROM event WHERE what IN ('payment', 'credit note') GROUP BY n)"
    ).fetchone()
    return 1 + int(row[0] if row is not None else 0)


def _alike(hand: duckdb.DuckDBPyConnection, con: duckdb.DuckDBPyConnection, between: Path) -> None:
    """Stop unless both judged every invoice alike."""
    differs = " OR ".join(f"a.{name} IS DISTINCT FROM r.{name}" for name in _SAME)
    differs += f" OR {_DAY.format('a.next_on')} IS DISTINCT FROM r.next_on"
    con.execute(f"COPY (SELECT n, left_to, next_on, {', '.join(_SAME)} FROM result) TO '{between}' (FORMAT parquet)")
    row = hand.execute(
        f"SELECT (SELECT count(*) FROM invoice), count(*), count(*) FILTER (left_to IS NOT NULL), "
        f"count(*) FILTER (left_to IS NULL AND ({differs})) "
        f"FROM answer a JOIN '{between}' r USING (n)"
    ).fetchone()
    assert row is not None
    every, both, left, different = row
    if every != both or different:
        sys.exit(f"{every} invoices, {both} judged by both, {different} differently: nothing to measure")
    print(f"{every:,} invoices judged alike; the tables leave {left:,} to the reference, whose time is not in")


# ---------------------------------------------------------------- files


def ours(folder: Path) -> None:
    """The ledger of *folder* judged from file to file, as ``dunlang simulate`` does."""
    from dunlang.project.tables import FastRun, simulate_tables

    found = simulate_tables(engine(), [str(folder)], str(folder / "worklist.parquet"), AS_OF)
    assert isinstance(found, FastRun), found
    left = sum(count for _, count in found.outcome.left)
    if left or found.read_by_row:
        print(f"left to the reference: {left} debtors; {found.read_by_row or 'read in columns'}", file=sys.stderr)


def by_hand(folder: Path) -> None:
    """The same by the yardstick, all columns of what it found written."""
    with duckdb.connect() as con:
        load(con, folder)
        judge(con, AS_OF)
        out = folder / "by-hand.parquet"
        con.execute(
            "COPY (SELECT invoice, debtor, answer.* EXCLUDE (n) FROM answer JOIN named USING (n) "
            f"WHERE standing = 'open' AND next_state IS DISTINCT FROM 'P' OR step IS NOT NULL "
            f"ORDER BY grp, step, debtor) TO '{out}' (FORMAT parquet, COMPRESSION zstd)"
        )


def floor(folder: Path) -> None:
    """Every column of the ledger read, and the columns of the worklist written, with no rules in between."""
    with duckdb.connect() as con:
        for part in PARTS:
            con.execute(f"SELECT bit_xor(hash(COLUMNS(*))) FROM '{folder}/{part}.parquet'").fetchall()
        con.execute(
            f"COPY (FROM '{folder}/worklist.parquet') TO '{folder}/floor.parquet' (FORMAT parquet, COMPRESSION zstd)"
        )


_CHILDREN: dict[str, Callable[[Path], None]] = {"ours": ours, "by hand": by_hand, "floor": floor}


def in_files(folder: Path, rounds: int) -> None:
    """Print the times of whole processes, file to file, and the ratio to the floor."""
    runs: dict[str, list[_Run]] = {name: [] for name in _CHILDREN}
    for _ in range(rounds):
        for name in _CHILDREN:  # ours first: the floor writes what it found
            runs[name].append(_child(name, folder))
    for name, found in runs.items():
        print(f"file to file, {name}: {_summary(found)}")
    for name, goal in (("floor", " (goal 3)"), ("by hand", "")):
        pairs = list(zip(runs["ours"], runs[name], strict=True))
        ratio = statistics.median(one.seconds / other.seconds for one, other in pairs)
        processor = statistics.median(one.processor / other.processor for one, other in pairs)
        print(f"file to file, ours / {name}: {ratio:.2f}{goal}, in processor time {processor:.2f}")


@attrs.frozen
class _Run:
    """One process: seconds on the clock and of the processors, and peak memory in MB."""

    seconds: float
    processor: float
    peak: int


def _child(name: str, folder: Path) -> _Run:
    start = time.perf_counter()
    done = subprocess.run([sys.executable, __file__, "child", name, str(folder)], stdout=subprocess.PIPE, check=True)
    seconds = time.perf_counter() - start
    processor, peak = done.stdout.split()
    return _Run(seconds, float(processor), int(peak))


def _in_child(name: str, folder: Path) -> None:
    import resource

    _CHILDREN[name](folder)
    used = resource.getrusage(resource.RUSAGE_SELF)
    # `ru_maxrss` would count the parent, from which this process was started.
    status = Path("/proc/self/status").read_text("ascii")
    peak = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:"))
    print(used.ru_utime + used.ru_stime, peak // 1024)


def _summary(runs: list[_Run]) -> str:
    processor = statistics.median(run.processor for run in runs)
    return (
        f"{_median([run.seconds for run in runs])} (processors {1000 * processor:,.0f} ms), "
        f"{max(run.peak for run in runs):,} MB"
    )


# ---------------------------------------------------------------- scale


def scale(kept: Path | None, largest: int, rounds: int) -> None:
    """Print time and memory of each size, and how they grew since the last."""
    size, before = 100_000, 0.0
    while size <= largest:
        with _ledger(kept, size) as folder:
            runs = [_child("ours", folder) for _ in range(rounds if size < 10**7 else 1)]
        used = statistics.median(run.processor for run in runs)
        grown = f", {used / before:.1f} times the processor time of a tenth (linear: 10)" if before else ""
        print(f"{size:>11,} invoices: {_summary(runs)}{grown}", flush=True)
        size, before = 10 * size, used


# ---------------------------------------------------------------- compiling and starting


def compiling() -> None:
    """Print the seconds from a policy that is loaded to a program."""
    from bench_cli import largest_policy

    from dunlang.portfolio.fast.compile import compile_program

    shipped = Path(largest_policy())
    for path, years, goal in ((POLICY, 2, ""), (shipped, 10, " (goal 2)")):
        horizon = (dt.date(AS_OF.year - years + 1, 1, 1), dt.date(AS_OF.year, 12, 31))
        runs = []
        for _ in range(3):
            made = engine(path)  # a fresh engine remembers nothing
            runs.append(_took(lambda: compile_program(made, AS_OF, horizon)))  # noqa: B023 - called at once
        print(f"compile {path.name}, {years} years: {_median(runs)}{goal}")


def cold(rounds: int) -> None:
    """Print a cold run of 1,000 invoices in CSV as a multiple of ``python -c pass``, and what columnar it imports."""
    with _ledger(None, 1000) as folder:
        for part in PARTS:
            duckdb.sql(f"FROM '{folder}/{part}.parquet'").write_csv(str(folder / f"{part}.csv"))
            (folder / f"{part}.parquet").unlink()
        words = ["simulate", str(POLICY), "--ledger", str(folder), "--date", str(AS_OF), "-o", str(folder / "out.txt")]
        # Where the shell forbids bytecode, each run would compile every module anew, which nobody installed like that.
        environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(folder / "bytecode")}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)

        def run(*command: str) -> Callable[[], object]:
            return lambda: subprocess.run([sys.executable, *command], env=environment, check=True, capture_output=True)

        nothing, simulate = run("-c", "pass"), run("-m", "dunlang", *words)
        simulate()
        bare, whole = [], []
        for _ in range(rounds):
            bare.append(_took(nothing))
            whole.append(_took(simulate))
        spy = (
            "import runpy, sys\nsys.argv = ['dunlang', *sys.argv[1:]]\n"
            "try: runpy.run_module('dunlang', run_name='__main__')\n"
            f"except SystemExit: print(*[name for name in {_COLUMNAR} if name in sys.modules])"
        )
        imported = run("-c", spy, *words)().stdout.decode().strip()  # type: ignore[attr-defined]
    ratio = statistics.median(one / other for one, other in zip(whole, bare, strict=True))
    print(f"cold simulate, 1,000 invoices in CSV: {_median(whole)}, python -c pass {_median(bare)}")
    print(f"cold simulate / python -c pass: {ratio:.1f} (goal 13)")
    print(f"cold simulate imports of the columnar libraries: {imported or 'none'} (goal none)")


# ---------------------------------------------------------------- plain Python


def small(folder: Path, rounds: int) -> None:
    """Print invoices a second of processor time, in plain Python and by the reference, and what the first ones cost."""
    from dunlang.portfolio.ledger import read_ledger
    from dunlang.portfolio.small import Judge
    from dunlang.portfolio.tabled.answer import from_schedule
    from dunlang.source import Source

    for part in PARTS:
        duckdb.sql(f"FROM '{folder}/{part}.parquet'").write_csv(str(folder / f"{part}.csv"))
    sources = [Source(part, (folder / f"{part}.csv").read_text("utf-8")) for part in PARTS]
    ledger, _ = read_ledger(*sources)
    invoices = sum(len(case.invoices) for case in ledger.cases)
    made = engine()
    judge = Judge(made, AS_OF)
    wanted = [
        tuple(from_schedule(one, AS_OF) for one in made.schedule(case, as_of=AS_OF).invoices) for case in ledger.cases
    ]
    found = [judge.answers(case) for case in ledger.cases]
    left = sum(isinstance(one, str) for one in found)
    if any(one != right for one, right in zip(found, wanted, strict=True) if not isinstance(one, str)):
        sys.exit("plain Python and the reference judge differently: nothing to measure")
    plain, reference, first = [], [], []
    thousand = list(ledger.cases)[: 1000 * len(ledger.cases) // invoices]
    for _ in range(rounds):
        plain.append(_used(lambda: [judge.answers(case) for case in ledger.cases]))
        reference.append(
            _used(
                lambda: [
                    from_schedule(one, AS_OF)
                    for case in ledger.cases
                    for one in made.schedule(case, as_of=AS_OF).invoices
                ]
            )
        )
        fresh = engine()  # it remembers no day and no letter
        first.append(_used(lambda: list(map(Judge(fresh, AS_OF).answers, thousand))))  # noqa: B023 - called at once
    ratio = statistics.median(one / other for one, other in zip(reference, plain, strict=True))
    print(f"{invoices:,} invoices judged alike; plain Python leaves {left} debtors to the reference")
    print(f"plain Python: {invoices / statistics.median(plain):,.0f} invoices a second of processor time")
    print(f"reference: {invoices / statistics.median(reference):,.0f}, ratio {ratio:.1f} (goal 6)")
    print(f"the first 1,000 invoices of a policy: {_median(first)}")


# ---------------------------------------------------------------- measuring


def _used(what: Callable[[], object]) -> float:
    start = time.process_time()
    what()
    return time.process_time() - start


def _took(what: Callable[[], object]) -> float:
    start = time.perf_counter()
    what()
    return time.perf_counter() - start


def _spent(what: Callable[[], object]) -> tuple[float, float]:
    """The seconds on the clock, and those of the processors, which tell more where others run too."""
    processors = time.process_time()
    return _took(what), time.process_time() - processors


def _median(seconds: list[float]) -> str:
    return f"{1000 * statistics.median(seconds):,.0f} ms"


@contextlib.contextmanager
def _ledger(kept: Path | None, invoices: int) -> Iterator[Path]:
    """A folder with the ledger; one that is *kept* is written once."""
    with tempfile.TemporaryDirectory() as made:
        folder = kept / str(invoices) if kept is not None else Path(made)
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / "events.parquet").exists():
            write_ledger(folder, invoices)
        yield folder


def main() -> None:
    """Measure what is asked for."""
    if sys.argv[1:2] == ["child"]:
        _in_child(sys.argv[2], Path(sys.argv[3]))
        return
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["memory", "files", "scale", "compile", "cold", "small"])
    parser.add_argument("--invoices", type=int)
    parser.add_argument("--largest", type=int, default=10_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--folder", type=Path)
    asked = parser.parse_args()
    match asked.what:
        case "scale":
            scale(asked.folder, asked.largest, asked.rounds)
        case "compile":
            compiling()
        case "cold":
            cold(asked.rounds)
        case "small":
            with _ledger(asked.folder, asked.invoices or 20_000) as folder:
                small(folder, asked.rounds)
        case what:
            with _ledger(asked.folder, asked.invoices or 1_000_000) as folder:
                (in_memory if what == "memory" else in_files)(folder, asked.rounds)


if __name__ == "__main__":
    main()
