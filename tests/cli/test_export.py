"""``dunlang export sql``."""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import duckdb
import pytest

from dunlang.portfolio.fast.listing import COLUMNS
from tests.cli.conftest import Run

POLICY = "policies/debiteurenbeleid.dun"
DAY = ("--date", "2026-03-03")


def test_the_script_runs_on_the_shipped_ledger(run: Run, clone: Path, tmp_path: Path) -> None:
    """The script for DuckDB over typed tables lists what the reference lists, but for what it leaves to it."""
    out = tmp_path / "worklist.sql"
    done = run("export", "sql", POLICY, *DAY, "--from", "2025-06-01", "--forecast", "2026-04-15", "-o", str(out))
    assert (done.exit_code, done.output) == (0, "")
    words = (*DAY, "--until", "2026-04-15", "--format", "csv", "--engine", "reference")
    slow = run("simulate", POLICY, *words).stdout.splitlines()
    with duckdb.connect() as con:
        typed = {
            "invoices": "currency, kind, credits, due::DATE AS due, received::DATE AS received, "
            "delivered::DATE AS delivered, debtor, invoice, date::DATE AS date, amount::DECIMAL(18, 2) AS amount",
            "debtors": "debtor, name, kind, country, language, segment, first_order = 'yes' AS first_order, "
            "orders::BIGINT AS orders, average_days_late::BIGINT AS average_days_late, insured = 'yes' AS insured, "
            "credit_limit::DECIMAL(18, 2) AS credit_limit, currency",
            "events": "date::DATE AS date, row_number() OVER () AS seq, event, invoice, debtor, step, "
            "amount::DECIMAL(18, 2) AS amount, currency, until::DATE AS until",
        }
        for part, columns in typed.items():
            con.execute(f"CREATE TABLE raw AS SELECT * FROM read_csv('policies/ledger/{part}.csv', all_varchar = true)")
            held = {row[0] for row in con.execute("DESCRIBE raw").fetchall()}
            for name in ("currency", "kind", "credits", "due", "received", "delivered", "name", "country", "language",
                         "segment", "first_order", "orders", "average_days_late", "insured", "credit_limit", "debtor",
                         "step", "amount", "until"):  # fmt: skip
                if name not in held:
                    con.execute(f"ALTER TABLE raw ADD COLUMN {name} VARCHAR")
            con.execute(f"CREATE TABLE {part} AS SELECT {columns} FROM raw; DROP TABLE raw")
        *before, last = out.read_text("utf-8").split(";\n")[:-1]
        for statement in before:
            con.execute(statement)
        found = con.execute(last).fetchall()
    due = {line.split(",")[4] for line in slow if line.startswith("worklist,")}
    listed = {row[4] for row in found if row[0] == "worklist"}
    left = {row[4] for row in found if row[0] == "left to the reference"}
    assert listed
    assert due - left == listed
    assert not [row for row in found if row[0] == "fault"]
    coming = [row for row in csv.DictReader(slow) if row["list"] == "forecast" and row["invoice"] not in left]
    told = ("date", "invoice", "step", "deadline", "interest", "total")
    assert len(coming) > 10
    assert [tuple(row[name] for name in told) for row in coming] == [
        tuple("" if row[COLUMNS.index(name)] is None else str(row[COLUMNS.index(name)]) for name in told)
        for row in found
        if row[0] == "forecast"
    ]


def test_a_forecast_lies_ahead(run: Run, clone: Path) -> None:
    """A day before the run, or one that tables do not reach, is refused."""
    found = run("export", "sql", POLICY, *DAY, "--forecast", "2026-03-03")
    assert (found.exit_code, "must lie after 2026-03-03" in found.stderr) == (2, True)


@pytest.mark.parametrize("dialect", ["spark", "bigquery"])
def test_other_dialects_say_what_they_are(run: Run, clone: Path, dialect: str) -> None:
    """To standard output, with what is read in the head, and a mark where it was never run."""
    pytest.importorskip("sqlglot")
    done = run("export", "sql", POLICY, *DAY, "--from", "2026-01-01", "--dialect", dialect, "--movements", "2")
    assert done.exit_code == 0
    assert f"for {dialect}" in done.stdout.splitlines()[0]
    assert "letters per debtor (debtors with several invoices)" in done.stdout
    assert ("UNVERIFIED" in done.stdout) == (dialect == "bigquery")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--from", "2026-04-01"), "lies outside the days"),
        (("--until", "2026-01-01"), "lies outside the days"),
        (("--from", "1991-01-01"), "each is a row in tables"),
        (("--dialect", "oracle"), "is not one of"),
    ],
)
def test_what_cannot_be_written_is_said(run: Run, clone: Path, words: tuple[str, ...], told: str) -> None:
    """A day outside the horizon, a horizon of a lifetime, a dialect that nobody wrote."""
    found = run("export", "sql", POLICY, *DAY, *words)
    assert found.exit_code == 2
    assert told in found.stderr


def test_without_sqlglot_it_says_what_to_install(run: Run, clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The text for DuckDB needs nothing; others name the extra."""
    monkeypatch.setitem(sys.modules, "sqlglot", None)
    short = ("--from", "2026-02-01", "--until", "2026-03-31", "--movements", "1")
    assert run("export", "sql", POLICY, *DAY, *short).exit_code == 0
    found = run("export", "sql", POLICY, *DAY, *short, "--dialect", "postgres")
    assert found.exit_code == 2
    assert 'pip install "dunlang[sql]"' in found.stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--until", "2027-04-01"), "more than 364 days after 2026-03-03"),
        (("--format", "csv"), "Spark writes Parquet"),
        (("-o", "worklist.csv"), "Spark writes Parquet"),
    ],
)
def test_what_spark_cannot_give_is_said(run: Run, clone: Path, words: tuple[str, ...], told: str) -> None:
    """A forecast, CSV: refused before any session is started."""
    found = run("simulate", POLICY, *DAY, "--engine", "spark", *words)
    assert found.exit_code == 2
    assert told in found.stderr


def test_without_pyspark_it_says_what_to_install(run: Run, clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra is named."""
    monkeypatch.setitem(sys.modules, "pyspark", None)
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    found = run("simulate", POLICY, *DAY, "--engine", "spark", "-o", "worklist.parquet")
    assert found.exit_code == 2
    assert 'pip install "dunlang[spark]"' in found.stderr
