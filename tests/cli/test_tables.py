"""``simulate --engine`` and ``check --portable``."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Run

POLICY = "policies/debiteurenbeleid.dun"
DAY = ("--date", "2026-03-03")


def test_tables_and_reference_list_the_same(run: Run, clone: Path, tmp_path: Path) -> None:
    """Both engines find the same number of steps due."""
    slow = run("simulate", POLICY, *DAY, "--format", "csv", "--engine", "reference")
    out = tmp_path / "worklist.csv"
    fast = run("simulate", POLICY, *DAY, "--engine", "duckdb", "-o", str(out))
    assert (slow.exit_code, fast.exit_code) == (0, 0)
    due = [line for line in slow.stdout.splitlines() if line.startswith("worklist,")]
    assert len(due) == sum(line.startswith("worklist,") for line in out.read_text("utf-8").splitlines())
    assert "the reference engine judged 7 of 29 debtors" in fast.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("--format", "json"),
        ("--format", "json", "--until", "2026-04-15"),
        ("--format", "jsonl", "--until", "2026-03-04"),
        ("--format", "html"),
        ("--format", "csv", "--until", "2026-06-01"),
        ("--until", "2026-04-01", "-o", "list.txt"),
    ],
)
def test_every_engine_shows_the_same(
    run: Run, clone: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    """Words, lists, forecast and sums do not depend on the engine, to the byte."""
    policy, ledger = str(clone / POLICY), str(clone / "policies" / "ledger")
    monkeypatch.chdir(tmp_path)
    shown = []
    for engine in ("reference", "auto", "duckdb"):
        found = run("simulate", policy, "--ledger", ledger, *DAY, "--engine", engine, *words)
        assert found.exit_code == 0, found.stderr
        shown.append(Path("list.txt").read_text("utf-8") if "list.txt" in words else found.stdout)
    assert shown[0] == shown[1] == shown[2]


@pytest.mark.parametrize("until", [(), ("--until", "2026-04-15")])
def test_a_listing_has_the_rows_of_the_reference(run: Run, clone: Path, tmp_path: Path, until: tuple[str, ...]) -> None:
    """Whoever is due, held until a day or for good, blocked or to come: the same step, in the same order."""
    out = tmp_path / "worklist.csv"
    slow = run("simulate", POLICY, *DAY, *until, "--format", "csv", "--engine", "reference")
    assert run("simulate", POLICY, *DAY, *until, "--engine", "duckdb", "-o", str(out)).exit_code == 0
    told = ("list", "date", "debtor", "invoice", "due", "group", "step", "occurrence", "what", "channel")
    one, other = (
        [tuple(row[name] for name in told) for row in csv.DictReader(text.splitlines())]
        for text in (slow.stdout, out.read_text("utf-8"))
    )
    assert one == other
    assert any(row[0] == "held" and row[1] for row in one)


def test_the_forecast_of_a_listing_is_that_of_the_reference(run: Run, clone: Path, tmp_path: Path) -> None:
    """A worklist from tables has the coming steps as well: same days, amounts and letters."""
    words = ("simulate", POLICY, *DAY, "--until", "2026-04-15")
    out = tmp_path / "worklist.csv"
    slow = run(*words, "--format", "csv", "--engine", "reference")
    assert run(*words, "--engine", "duckdb", "-o", str(out)).exit_code == 0
    one, other = (
        [row for row in csv.DictReader(text.splitlines()) if row["list"] == "forecast"]
        for text in (slow.stdout, out.read_text("utf-8"))
    )
    assert len(one) > 40
    assert [{**row, "why": ""} for row in one] == [{name: row[name] for name in one[0]} for row in other]


def test_tables_look_ahead_a_year(run: Run, clone: Path, tmp_path: Path) -> None:
    """What lies further is refused in plain words, not left out."""
    out = str(tmp_path / "worklist.parquet")
    found = run("simulate", POLICY, *DAY, "--until", "2027-03-04", "-o", out)
    assert found.exit_code == 2
    assert "more than 364 days after 2026-03-03" in found.stderr


def test_portable_names_places(run: Run, clone: Path) -> None:
    """`check --portable` says what is not in tables, with file and line."""
    found = run("check", "policies/eenmalig.dun", "--portable")
    assert "eenmalig.dun:10:5: progress jump" in found.stdout
    assert "all of it can be judged in tables" in run("check", "policies/espana.dun", "--portable").stdout


def test_a_small_ledger_imports_no_engine(clone: Path) -> None:
    """Below the size that pays, DuckDB stays unimported."""
    text = (
        "import sys; sys.argv = ['dunlang', 'simulate', 'policies/debiteurenbeleid.dun', '--date', '2026-03-03']\n"
        "from dunlang.cli.main import cli\n"
        "try:\n    cli()\nexcept SystemExit:\n    pass\n"
        "print('duckdb' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "False"
