"""``simulate --engine`` and ``check --portable``."""

from __future__ import annotations

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
    ("words", "told"),
    [
        (("--until", "2026-04-01"), "--until needs --engine reference"),
        (("--format", "json"), "--format json needs --engine reference"),
        (("--format", "csv"), "written to a file"),
    ],
)
def test_what_tables_cannot_give_is_said(run: Run, clone: Path, words: tuple[str, ...], told: str) -> None:
    """A forecast, JSON, a worklist to standard output: refused in plain words."""
    found = run("simulate", POLICY, *DAY, "--engine", "duckdb", *words)
    assert found.exit_code == 2
    assert told in found.stderr


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
