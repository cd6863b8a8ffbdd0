"""A drawn ledger from Parquet to Parquet, by ``simulate --engine spark`` and in tables here: the same worklist.

``python -m tests.portfolio.dialects.on_spark [SEED] [COUNT] [DEBTORS]`` does it for COUNT (5) seeds from SEED (1) on,
in one session of Spark, and ends with 1 where a row differs.
"""

from __future__ import annotations

import datetime as dt
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb

from dunlang.diagnostics import Diagnostic
from dunlang.model.case import Case
from dunlang.portfolio.fast.typed import ledger_columns
from dunlang.project.spark.run import simulate_spark
from dunlang.project.spark.session import local_session
from dunlang.project.tables import simulate_tables
from dunlang.schedule import Engine
from tests.portfolio.dialects.ledger import Rows, possible, typed_rows
from tests.portfolio.differential.fuzz import drawn

__all__ = ["rows_of", "run_differences", "write_parquet"]


def write_parquet(engine: Engine, rows: Rows, folder: Path, *, parts: int = 1) -> None:
    """The three parts of a ledger as Parquet without ``seq``; with *parts* each a folder of so many files."""
    with duckdb.connect() as con:
        for part, columns in ledger_columns(engine.policy).items():
            listed = ", ".join(f'"{name}" {kind}' for name, kind in columns)
            con.execute(f"CREATE TABLE {part} (place BIGINT, {listed})")
            if rows[part]:
                marks = ", ".join("?" * (len(columns) + 1))
                con.executemany(f"INSERT INTO {part} VALUES ({marks})", [(at, *r) for at, r in enumerate(rows[part])])
            text = " REPLACE (currency::VARCHAR AS currency)"
            each = -(-max(len(rows[part]), 1) // parts)
            for at in range(parts):
                file = folder / f"{part}.parquet"
                if parts > 1:
                    file.mkdir(parents=True, exist_ok=True)
                    file /= f"part-{at:05}.parquet"
                seq = ", seq" if part == "events" else ""
                con.execute(
                    f"COPY (SELECT * EXCLUDE (place{seq}){text} FROM {part} "
                    f"WHERE place // {each} = {at} ORDER BY place) TO '{file}' (FORMAT parquet)"
                )


def rows_of(file: Path) -> list[tuple[Any, ...]]:
    """The rows of a worklist, in order."""
    with duckdb.connect() as con:
        return con.execute("SELECT * FROM read_parquet(?)", [str(file)]).fetchall()


def run_differences(engine: Engine, cases: Sequence[Case], day: dt.date, folder: Path) -> tuple[int, list[str]]:
    """The rows of the worklist, and where Spark and the tables differ."""
    rows = typed_rows(engine.policy, [possible(case) for case in cases])
    whole, split = folder / "whole", folder / "split"
    for place, parts in ((whole, 1), (split, 3)):
        place.mkdir()
        write_parquet(engine, rows, place, parts=parts)
    until = day + dt.timedelta(days=30)
    here = simulate_tables(engine, [str(whole)], str(folder / "tables.parquet"), day, until=until)
    spark = simulate_spark(engine, [str(split)], str(folder / "spark.parquet"), day, until=until)
    if isinstance(here, Diagnostic) or isinstance(spark, Diagnostic):
        return 0, [str(found.message) for found in (here, spark) if isinstance(found, Diagnostic)]
    if spark.run is None:
        return 0, [str(spark.fault)]
    wanted, found = rows_of(folder / "tables.parquet"), rows_of(folder / "spark.parquet")
    said = [f"{one}, tables have {other}" for one, other in zip(found, wanted, strict=False) if one != other]
    if len(found) != len(wanted):
        said.append(f"{len(found)} rows, tables have {len(wanted)}")
    if here.read_by_row:
        said.append(f"read row by row: {here.read_by_row}")
    if here.totals != spark.run.totals:
        said.append(f"totals are {spark.run.totals}, tables have {here.totals}")
    return len(wanted), said


def main() -> int:
    """Draw, run and compare."""
    given = [int(word) for word in sys.argv[1:]]
    seed, count, debtors = given + [1, 5, 60][len(given) :]
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        session = local_session("local[2]", Path(folder))
        for one in range(seed, seed + count):
            start = time.perf_counter()
            engine, cases, day = drawn(one, debtors)
            place = Path(folder) / str(one)
            place.mkdir()
            number, said = run_differences(engine, cases, day, place)
            wrong += bool(said)
            print(
                f"seed {one}: {number} rows, {len(said)} differences, {time.perf_counter() - start:.0f} s", flush=True
            )
            print("".join(f"  {one}\n" for one in said[:4]), end="")
        session.stop()
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
