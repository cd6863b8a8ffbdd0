"""``simulate`` in tables: files that cannot be read or written, and runs that are stopped."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from tests.cli.conftest import Run

POLICY = "policies/debiteurenbeleid.dun"
DAY = ("--date", "2026-03-03")


@pytest.fixture
def parquet(clone: Path, tmp_path: Path) -> Path:
    """The shipped ledger as Parquet, in texts."""
    folder = tmp_path / "ledger"
    folder.mkdir()
    with duckdb.connect() as con:
        for part in ("invoices", "debtors", "events"):
            rows = f"SELECT * FROM read_csv('policies/ledger/{part}.csv', all_varchar = true)"
            con.execute(f"COPY ({rows}) TO '{folder / part}.parquet' (FORMAT parquet)")
    return folder


@pytest.mark.parametrize("damage", ["cut", "empty", "changed inside"])
def test_a_damaged_parquet_file_is_named(run: Run, parquet: Path, tmp_path: Path, damage: str) -> None:
    """A file that is cut, empty, or has a sound end and spoiled pages is one finding that names it."""
    file = parquet / "invoices.parquet"
    whole = file.read_bytes()
    spoiled = whole[:4] + bytes(one ^ 0x5A for one in whole[4:500]) + whole[500:]
    file.write_bytes({"cut": whole[:600], "empty": b"", "changed inside": spoiled}[damage])
    found = run("simulate", POLICY, "--ledger", str(parquet), *DAY, "-o", str(tmp_path / "worklist.csv"))
    assert found.exit_code == 2
    assert "cannot read" in found.stderr
    assert "invoices.parquet" in found.stderr.splitlines()[0]
    assert os.listdir(tmp_path) == ["ledger"]


@pytest.mark.parametrize(
    ("place", "told"),
    [("missing/worklist.csv", "no such file or directory"), ("", "it is a folder"), ("pipe.csv", "no regular file")],
)
def test_a_place_that_cannot_be_written_is_left_alone(
    run: Run, parquet: Path, tmp_path: Path, place: str, told: str
) -> None:
    """A missing folder, a folder, a pipe: said in one line, and nothing is put in its place."""
    folder = tmp_path / "out.parquet"
    folder.mkdir()
    os.mkfifo(folder / "pipe.csv")
    found = run("simulate", POLICY, "--ledger", str(parquet), *DAY, "-o", str(folder / place))
    assert (found.exit_code, found.stdout) == (2, "")
    assert "FIL005" in found.stderr
    assert told in found.stderr.splitlines()[0]
    assert stat.S_ISFIFO((folder / "pipe.csv").stat().st_mode)
    assert os.listdir(folder) == ["pipe.csv"]


def test_an_output_keeps_its_link_and_its_permissions(run: Run, parquet: Path, tmp_path: Path) -> None:
    """A link is followed to the file behind it, which stays as closed to others as it was."""
    real, link = tmp_path / "real.csv", tmp_path / "link.csv"
    real.touch()
    real.chmod(0o600)
    link.symlink_to(real)
    assert run("simulate", POLICY, "--ledger", str(parquet), *DAY, "-o", str(link)).exit_code == 0
    assert link.is_symlink()
    assert stat.S_IMODE(real.stat().st_mode) == 0o600
    assert real.read_text("utf-8").startswith("list,")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--engine", "reference", "-o", "list.parquet"), "writes no Parquet"),
        (("--format", "csv", "-o", "list.parquet"), "is Parquet: leave out --format csv"),
    ],
)
def test_an_output_is_what_its_name_says(
    run: Run, parquet: Path, monkeypatch: pytest.MonkeyPatch, clone: Path, words: tuple[str, ...], told: str
) -> None:
    """No file gets another form than its name and --format say, and `-` is no name of a file."""
    policy = str(clone / POLICY)
    monkeypatch.chdir(parquet)
    found = run("simulate", policy, "--ledger", str(parquet), *DAY, *words)
    assert found.exit_code == 2
    assert told in found.stderr
    assert len(os.listdir(parquet)) == 3


def test_a_stage_is_shown_where_somebody_looks(
    run: Run, parquet: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tables say what they are at, to the debtors that the reference judges; the line is empty at the end."""
    told: list[str] = []
    monkeypatch.setattr("dunlang.cli.tables.stages", lambda: told.append)
    run("simulate", POLICY, "--ledger", str(parquet), *DAY, "-o", str(tmp_path / "worklist.csv"))
    assert told == [
        "reading the ledger", "judging the ledger", "0 of 7 debtors judged by the reference",
        "writing the worklist", "",
    ]  # fmt: skip


def test_control_c_ends_with_130(clone: Path) -> None:
    """A run that Ctrl-C stops says so in a line, without a traceback, and not with the 1 of a ledger with faults."""
    text = (
        "import signal, sys\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from dunlang.portfolio.gathering import Gathering\n"
        "def stopped(*a, **k): signal.raise_signal(signal.SIGINT)\n"
        "Gathering.simulation = stopped\n"
        f"sys.argv = ['dunlang', 'simulate', '{POLICY}', '--date', '2026-03-03']\n"
        "from dunlang.cli.main import main\n"
        "main()\n"
    )
    done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (128 + signal.SIGINT, "")
    assert done.stderr.strip() == "dunlang: stopped"
