"""``simulate --record``, ``--history`` and ``dunlang history``."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest

from dunlang.project.history import open_store
from dunlang.project.schemas import schema_text
from dunlang.resources import shipped
from tests.cli.conftest import Run

POLICY = str(shipped("policies") / "debiteurenbeleid.dun")
DAY = ("--date", "2026-03-03")


@pytest.fixture
def words(here: Path) -> Callable[..., list[str]]:
    """A command line of `simulate` with a history, in a folder of its own with a ledger that may be changed."""
    (here / "ledger").mkdir()
    for part in ("invoices", "debtors", "events"):
        text = (shipped("policies") / "ledger" / f"{part}.csv").read_text("utf-8")
        (here / "ledger" / f"{part}.csv").write_text(text, "utf-8")

    def line(*more: str, option: str = "--record") -> list[str]:
        return ["simulate", POLICY, "--ledger", "ledger", option, "h", *more]

    return line


def due(text: str) -> list[str]:
    """The rows of a worklist in CSV that are due."""
    return [row for row in text.splitlines() if row.startswith("worklist,")]


def test_what_was_given_is_not_given_again(run: Run, words: Callable[..., list[str]]) -> None:
    """The first run gives all, the second of the day nothing; the first can be printed again to the byte."""
    first = run(*words(*DAY, "--format", "csv"))
    assert (first.exit_code, first.stderr) == (0, "recorded as run 1: 15 steps; the history in `h` begins here\n")
    assert len(due(first.stdout)) == 15
    second = run(*words(*DAY, "--format", "csv"))
    assert due(second.stdout) == []
    assert "given earlier on 2026-03-03: 15 steps; print them again with `dunlang history h --run 1`" in second.stderr
    assert "nothing more is due: nothing was recorded" in second.stderr
    again = run("history", "h", "--run", "1", "--format", "csv")
    assert again.stdout.splitlines()[1:] == due(first.stdout)
    assert "15 steps" in run("history", "h").stdout


def test_a_dry_run_looks_and_writes_nothing(run: Run, words: Callable[..., list[str]], here: Path) -> None:
    """`--history` counts what was recorded, but records nothing; and it needs a history."""
    missing = run(*words(*DAY, option="--history"))
    assert (missing.exit_code, "no history in `h`" in missing.stderr) == (2, True)
    run(*words(*DAY))
    before = (here / "h" / "history.sqlite").read_bytes()
    found = run(*words("--date", "2026-03-10", "--format", "csv", option="--history"))
    given = run(*words("--date", "2026-03-10", "--format", "csv"))
    assert found.stdout == given.stdout
    assert due(given.stdout)
    assert before != (here / "h" / "history.sqlite").read_bytes()
    assert due(run(*words("--date", "2026-03-10", "--format", "csv", option="--history")).stdout) == []


def test_the_exported_events_are_a_ledger(run: Run, words: Callable[..., list[str]], here: Path) -> None:
    """The history as `events.csv` in the ledger gives the same as the history itself, and both together do too."""
    run(*words(*DAY))
    events = run("history", "h", "--format", "csv").stdout
    known = list(csv.DictReader(io.StringIO((here / "ledger" / "events.csv").read_text("utf-8"))))
    rows = known + list(csv.DictReader(io.StringIO(events)))
    with_history = run(*words("--date", "2026-03-10", "--format", "csv", option="--history")).stdout
    out = io.StringIO()
    writer = csv.DictWriter(out, sorted({key for row in rows for key in row}), restval="")
    writer.writeheader()
    writer.writerows(rows)
    (here / "ledger" / "events.csv").write_text(out.getvalue(), "utf-8")
    assert run(*words("--date", "2026-03-10", "--format", "csv")[:4], *DAY, "--format", "csv").exit_code == 0
    alone = run("simulate", POLICY, "--ledger", "ledger", "--date", "2026-03-10", "--format", "csv").stdout
    both = run(*words("--date", "2026-03-10", "--format", "csv", option="--history")).stdout
    assert due(alone) == due(with_history) == due(both)


def test_a_new_invoice_of_the_day_is_given_alone(run: Run, words: Callable[..., list[str]], here: Path) -> None:
    """A second run of a day gives what came into the ledger since, as a run of its own."""
    file = here / "ledger" / "invoices.csv"
    whole = file.read_text("utf-8")
    line = next(line for line in whole.splitlines() if line.startswith("2026-0039"))
    file.write_text(whole.replace(line + "\n", ""), "utf-8")
    assert "14 steps" in run(*words(*DAY)).stderr
    file.write_text(whole, "utf-8")
    more = run(*words(*DAY, "--format", "csv"))
    assert "recorded as run 2: 1 step\n" in more.stderr
    assert [row.split(",")[4] for row in due(more.stdout)] == ["2026-0039"]


def test_an_earlier_day_is_refused(run: Run, words: Callable[..., list[str]]) -> None:
    """A worklist for a day before the last is refused, until the mistaken run is withdrawn."""
    run(*words("--date", "2026-12-01"))
    found = run(*words(*DAY))
    assert found.exit_code == 2
    assert found.stdout == ""
    assert "2026-03-03 lies before 2026-12-01, the day of run 1" in found.stderr
    assert run("history", "h", "withdraw", "1").exit_code == 0
    assert run(*words(*DAY)).stderr.startswith("recorded as run 3: 15 steps")


def test_a_withdrawn_run_is_given_again(run: Run, words: Callable[..., list[str]]) -> None:
    """What was not carried out comes again the same day; a run is withdrawn once, a withdrawal never."""
    first = run(*words(*DAY, "--format", "csv")).stdout
    assert "15 steps no longer count" in run("history", "h", "withdraw", "1").stderr
    again = run(*words(*DAY, "--format", "csv"))
    assert again.stdout == first
    for number, told in (
        ("1", "run 1 is withdrawn already"),
        ("2", "run 2 is a withdrawal itself"),
        ("9", "there is no run 9: the last is run 3"),
    ):
        found = run("history", "h", "withdraw", number)
        assert (found.exit_code, told in found.stderr) == (2, True)
    assert "withdrawn by run 2" in run("history", "h").stdout


def test_an_event_by_hand_counts(run: Run, words: Callable[..., list[str]]) -> None:
    """A letter noted as not delivered comes again at the next run; a step noted twice is refused."""
    first = run(*words(*DAY, "--format", "csv"))
    row = next(row for row in csv.DictReader(io.StringIO(first.stdout)) if row["step"] == "herinnering")
    step = ("--invoice", row["invoice"], "--step", row["step"])
    back = run("history", "h", "add", "--event", "step not delivered", *step, "--date", "2026-03-05")
    assert back.stderr == "recorded as run 2: step not delivered on 2026-03-05\n"
    next_run = run(*words("--date", "2026-03-10", "--format", "csv"))
    assert any(line.split(",")[4] == row["invoice"] and row["step"] in line for line in due(next_run.stdout))
    twice = run("history", "h", "add", "--event", "step done", *step, *DAY)
    assert (twice.exit_code, "is recorded already" in twice.stderr) == (2, True)
    shown = run("history", "h", "--run", "2").stdout
    assert "step not delivered" in shown
    assert run("history", "h", "--run", "2", "--format", "csv").stdout.splitlines()[1].startswith("2026-03-05,step not")


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (("add",), "say with --event"),
        (("add", "--event", "step dne", "--invoice", "1"), "did you mean `step done`?"),
        (("add", "--event", "step done", "--invoice", "1"), "`step done` needs --step"),
        (("add", "--event", "payment", "--invoice", "1"), "needs --amount"),
        (("add", "--event", "payment", "--invoice", "1", "--amount", "1,50"), "1,50"),
        (("add", "--event", "payment", "--invoice", "1", "--amount", "0"), "must be above zero"),
        (("add", "--event", "payment", "--invoice", "1", "--amount", "1", "--currency", "EUX"), "no currency `EUX`"),
        (("add", "--event", "hold placed"), "name the --invoice, or the --debtor"),
        (("add", "--event", "hold placed", "--invoice", "1", "--debtor", "2"), "name the --invoice, or the --debtor"),
        (("add", "--event", "promise made", "--invoice", "1", *DAY, "--until", "2026-03-01"), "lies before --date"),
        (("add", "--event", "hold placed", "--invoice", "1", *DAY), "no history in `h`"),
        (("withdraw",), "name the run"),
        (("withdraw", "1"), "no history in `h`"),
        (("show", "1"), "write --run 1"),
        (("--event", "step done"), "goes with `add`"),
        (("--run", "1"), "no history in `h`"),
    ],
)
def test_slips_are_told(run: Run, here: Path, more: tuple[str, ...], told: str) -> None:
    """What is missing or makes no sense is said in a line, ends with 2, and makes no file."""
    found = run("history", "h", *more)
    assert (found.exit_code, found.stdout) == (2, "")
    assert told in found.stderr
    assert not (here / "h").exists()


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (("--engine", "duckdb"), "leave out --engine duckdb"),
        (("-o", "x.parquet"), "writes no Parquet"),
        (("--history", "other"), "leave out --history"),
        (("-o", "no/such/folder.csv"), "nothing was recorded"),
    ],
)
def test_what_cannot_be_recorded_is_refused(
    run: Run, words: Callable[..., list[str]], here: Path, more: tuple[str, ...], told: str
) -> None:
    """Engines and outputs that a history does not go with are refused, and nothing is recorded."""
    found = run(*words(*DAY, *more))
    assert (found.exit_code, found.stdout) == (2, "")
    assert told in found.stderr
    assert not (here / "h").exists()


def test_a_run_at_the_same_time_is_refused(run: Run, words: Callable[..., list[str]]) -> None:
    """While another run holds the history, this one ends at once and says to wait."""
    run(*words(*DAY))
    store = open_store("h")
    found = run(*words("--date", "2026-03-10"))
    assert (found.exit_code, found.stdout) == (2, "")
    assert "another run writes to `h/history.sqlite`" in found.stderr
    store.close()  # type: ignore[union-attr] # it is free
    assert run(*words("--date", "2026-03-10")).exit_code == 0


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs a device that is always full")
def test_a_worklist_that_could_not_be_written_waits(run: Run, words: Callable[..., list[str]]) -> None:
    """Where the output fails after the run was recorded, the next run waits until it was printed or withdrawn."""
    full = run(*words(*DAY, "-o", "/dev/full"))
    assert full.exit_code == 2
    assert "print it again with `dunlang history h --run 1`" in full.stderr
    waits = run(*words("--date", "2026-03-10"))
    assert waits.exit_code == 2
    assert "run 1 of 2026-03-03 was recorded, but its worklist may not have been written" in waits.stderr
    assert "not known to be printed" in run("history", "h").stdout
    assert len(due(run("history", "h", "--run", "1", "--format", "csv").stdout)) == 15
    assert run(*words("--date", "2026-03-10")).exit_code == 0


def test_a_worklist_that_nobody_read_waits(run: Run, words: Callable[..., list[str]], here: Path) -> None:
    """A reader that goes before the end (`| head`) has no worklist: the next run waits."""
    command = [sys.executable, "-m", "dunlang", *words(*DAY)]
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writing)
    assert "nobody read it to its end: print it again with `dunlang history h --run 1`" in done.stderr
    assert run(*words("--date", "2026-03-10")).exit_code == 2
    assert run("history", "h", "withdraw", "1").exit_code == 0
    assert run(*words("--date", "2026-03-10")).exit_code == 0


def test_of_many_at_once_one_records(run: Run, words: Callable[..., list[str]], here: Path) -> None:
    """Runs started together, on the first day and on a later one: the steps of a day are given once."""
    for at, day in enumerate(("2026-03-03", "2026-03-10"), 1):
        command = [sys.executable, "-m", "dunlang", *words("--date", day, "--format", "csv")]
        together = [
            subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(4)
        ]
        ends = [(one.communicate(), one.returncode) for one in together]
        assert sum(bool(due(out)) for (out, _), _ in ends) == 1
        for (out, told), code in ends:
            assert code == 0 or (code == 2 and not out and ("HIS002" in told or "HIS003" in told)), told
        runs = json.loads(run("history", "h", "--format", "json").stdout)["runs"]
        assert [(one["date"], bool(one["events"])) for one in runs][at - 1 :] == [(day, True)]


def test_the_letters_of_a_run(run: Run, words: Callable[..., list[str]], here: Path) -> None:
    """Letters of a recorded run are those of the day it was made, letter for letter, also after later runs."""
    ledger = ("render", POLICY, "--ledger", "ledger", "--format", "text")
    assert run(*ledger, *DAY, "--out", "dry").exit_code == 0
    run(*words(*DAY))
    run(*words("--date", "2026-03-10"))
    assert run(*ledger, "--history", "h", *DAY, "--out", "none").exit_code == 0  # all of that day were given
    assert [path.name for path in (here / "none").iterdir() if path.suffix == ".txt"] == []
    found = run(*ledger, "--history", "h", "--run", "1", "--out", "given")
    assert found.exit_code == 0, found.stderr
    letters = {path.name: path.read_bytes() for path in (here / "given").iterdir()}
    assert letters == {path.name: path.read_bytes() for path in (here / "dry").iterdir()}
    assert len(letters) > 5
    one = run(*ledger, "--history", "h", "--run", "2", "--step", "aanmaning", "--out", "one")
    assert one.exit_code == 0, one.stderr
    names = [path.name for path in (here / "one").glob("*.txt")]
    assert names
    assert all("aanmaning" in name for name in names)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("2026-03-03,payment,2026-0037,,,10.00,,", "50.01 EUR would be owed, 60.01 EUR was"),
        ("2026-03-03,payment,2026-0037,,,90.00,,", "it is not due on 2026-03-03 any more"),
        ("2026-03-04,payment,2026-0037,,,90.00,,", ""),
    ],
)
def test_letters_of_another_ledger_are_refused(
    run: Run, words: Callable[..., list[str]], here: Path, row: str, told: str
) -> None:
    """Money that came to light since for the day of the run: its letters would lie; later money changes nothing."""
    run(*words(*DAY))
    with (here / "ledger" / "events.csv").open("a", encoding="utf-8") as file:
        file.write(row + "\n")
    found = run(
        "render", POLICY, "--ledger", "ledger", "--format", "text", "--history", "h", "--run", "1", "--out", "letters"
    )
    assert found.exit_code == (1 if told else 0)
    assert told in found.stderr
    assert (here / "letters").exists() != bool(told)


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (("--run", "1", "--out", "x"), "--run goes with --history"),
        (("--history", "h", "--run", "1", *DAY, "--out", "x"), "has its date already"),
        (("--history", "h", "--run", "9", "--out", "x"), "there is no run 9"),
        (("--history", "h", "--run", "2", "--out", "x"), "it is by hand"),
        (("--history", "h", "--run", "1", "--out", "x", "--step", "aanmaningg"), "did you mean `aanmaning`?"),
    ],
)
def test_a_run_without_letters_is_told(
    run: Run, words: Callable[..., list[str]], more: tuple[str, ...], told: str
) -> None:
    """A run that is not there, or gave no worklist, has no letters."""
    run(*words(*DAY))
    run("history", "h", "add", "--event", "contact added", "--invoice", "2026-0001", *DAY)
    found = run("render", POLICY, "--ledger", "ledger", *more)
    assert (found.exit_code, told in found.stderr) == (2, True)


def test_explain_knows_the_history(run: Run, words: Callable[..., list[str]]) -> None:
    """What was given shows in the reasons."""
    given = run(*words(*DAY, "--format", "csv")).stdout
    row = next(row for row in csv.DictReader(io.StringIO(given)) if row["step"] == "herinnering")
    asked = ("explain", POLICY, "--ledger", "ledger", "--invoice", row["invoice"], *DAY)
    assert "recorded as done on 2026-03-03" not in run(*asked).stdout
    assert "recorded as done on 2026-03-03" in run(*asked, "--history", "h").stdout


def test_schedule_takes_the_events_of_an_invoice(run: Run, words: Callable[..., list[str]]) -> None:
    """What was given for one invoice is exported alone, and `schedule` reads it."""
    run(*words(*DAY))
    run("history", "h", "--format", "csv", "--invoice", "2026-0037", "-o", "events.csv")
    case = ("--invoice-date", "2026-02-10", "--amount", "60", "--debtor", "consumer", "--invoice", "2026-0037")
    found = run("schedule", POLICY, *case, "--events", "events.csv")
    assert found.exit_code == 0, found.stderr
    assert "recorded as done on 2026-03-03" in found.stdout


def test_the_json_meets_its_schema(run: Run, words: Callable[..., list[str]]) -> None:
    """A history with every kind of run is what `dunlang schema history` says."""
    run(*words(*DAY))
    run("history", "h", "add", "--event", "promise made", "--invoice", "2026-0001", *DAY, "--until", "2026-04-01")
    run("history", "h", "add", "--event", "payment", "--debtor", "K1001", *DAY, "--amount", "1.50", "--text", "kas")
    run("history", "h", "withdraw", "2")
    document = json.loads(run("history", "h", "--format", "json").stdout)
    jsonschema.validate(document, json.loads(schema_text("history")))
    assert [one["kind"] for one in document["runs"]] == ["given", "by hand", "by hand", "withdrawal"]
    assert [one["counts"] for one in document["runs"]] == [True, False, True, False]
    assert document["runs"][0]["events"][0]["given"]["list"] == "worklist"


def test_a_plain_run_knows_no_database(run: Run, words: Callable[..., list[str]]) -> None:
    """Without a history SQLite is not even imported."""
    text = (
        f"import sys; sys.argv = ['dunlang', 'simulate', {POLICY!r}, '--ledger', 'ledger', '--date', '2026-03-03']\n"
        "from dunlang.cli.main import cli\n"
        "try:\n    cli()\nexcept SystemExit:\n    pass\n"
        "print('sqlite3' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "False"


def test_the_settings_name_the_history(run: Run, words: Callable[..., list[str]], here: Path) -> None:
    """With `history` in the settings nobody names the folder: `--record` adds to it, the other commands count it."""
    (here / "pyproject.toml").write_text('[tool.dunlang]\nledger = "ledger"\nhistory = "kept"\n', "utf-8")
    shutil.copy(POLICY, here / "p.dun")
    shutil.copytree(Path(POLICY).parent / "letters", here / "letters")
    plain = run("simulate", *DAY, "--format", "csv")
    assert len(due(plain.stdout)) == 15
    assert (
        run("simulate", *DAY, "--record").stderr == "recorded as run 1: 15 steps; the history in `kept` begins here\n"
    )
    assert due(run("simulate", *DAY, "--format", "csv").stdout) == []
    assert run("simulate", *DAY, "--format", "csv", "--no-history").stdout == plain.stdout
    asked = ("explain", "--invoice", "2026-0037", *DAY)
    assert "recorded as done on 2026-03-03" in run(*asked).stdout
    assert "recorded as done on 2026-03-03" not in run(*asked, "--no-history").stdout
    assert run("render", "--run", "1", "--out", "letters-1", "--format", "text").exit_code == 0
    note = ("add", "--event", "contact added", "--invoice", "2026-0037", *DAY)
    assert run("history", *note).stderr == "recorded as run 2: contact added on 2026-03-03\n"
    assert run("history", "withdraw", "2").exit_code == 0
    assert run("history").stdout == run("history", "kept").stdout == run("history", "show").stdout
    assert [path.name for path in here.glob("*/history.sqlite")] == ["history.sqlite"]
    other = run("simulate", *DAY, "--engine", "duckdb")
    assert (other.exit_code, "or add --no-history" in other.stderr) == (2, True)
    assert run("simulate", *DAY, "--engine", "duckdb", "--no-history").exit_code == 0


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (("simulate", POLICY, *DAY, "--record"), "name the folder after --record"),
        (("simulate", POLICY, *DAY, "--record", "h", "--no-history"), "leave out --no-history"),
        (("simulate", POLICY, *DAY, "--history", "h", "--no-history"), "leave out --history or --no-history"),
        (("history",), "or set `history` in the settings"),
        (("history", "h", "withdrw", "1"), "did you mean `withdraw`?"),
        (("history", "h", "withdraw", "x"), "`x` is no number of a run"),
        (("history", "h", "withdraw", "1", "2"), "`2` is one word too many"),
    ],
)
def test_a_folder_that_nobody_named(run: Run, here: Path, line: tuple[str, ...], told: str) -> None:
    """Without a setting the folder must be named; words that make no sense are told."""
    if line[0] == "simulate":
        line = (*line, "--ledger", str(shipped("policies") / "ledger"))
    found = run(*line)
    assert (found.exit_code, found.stdout) == (2, "")
    assert told in found.stderr
    assert not (here / "h").exists()


def test_the_file_says_its_format(run: Run, words: Callable[..., list[str]], here: Path) -> None:
    """What the output ends with is its format, for the worklist and for a recorded run; `--format` goes before."""
    for ending in ("csv", "json", "jsonl", "html"):
        asked = run(*words(*DAY)[:4], *DAY, "--format", ending)
        assert run(*words(*DAY)[:4], *DAY, "-o", f"day.{ending.upper()}").exit_code == 0
        assert (here / f"day.{ending.upper()}").read_bytes() == asked.stdout_bytes
    run(*words(*DAY, "-o", "table.csv", "--format", "table"))
    assert (here / "table.csv").read_text("utf-8").startswith("Debiteurenbeleid 2026 on 2026-03-03\n")
    run("history", "h", "--run", "1", "-o", "run.csv")
    assert (here / "run.csv").read_text("utf-8").startswith("list,date,debtor")
    run("history", "h", "-o", "runs.json")
    assert json.loads((here / "runs.json").read_text("utf-8"))["format"] == "dunlang-history"


def test_parquet_goes_with_a_history(run: Run, words: Callable[..., list[str]], here: Path) -> None:
    """A ledger in Parquet is recorded and looked at as the same ledger in CSV is."""
    import duckdb

    (here / "pq").mkdir()
    for part in ("invoices", "debtors", "events"):
        duckdb.sql(f"COPY (SELECT * FROM read_csv('ledger/{part}.csv', all_varchar = true)) TO 'pq/{part}.parquet'")
    parquet = ("simulate", POLICY, "--ledger", "pq", *DAY, "--format", "csv")
    text = run(*words(*DAY, "--format", "csv")).stdout
    assert run(*parquet, "--record", "h2").stdout == text
    again = run(*parquet, "--history", "h2").stdout
    assert due(again) == []
    assert again == run(*words(*DAY, "--format", "csv", option="--history")).stdout


def test_letters_of_another_policy_say_so(run: Run, words: Callable[..., list[str]], here: Path) -> None:
    """Where the policy's text has changed since the run, `render --run` says that words may be other ones."""
    run(*words(*DAY))
    shutil.copytree(Path(POLICY).parent / "letters", here / "letters")
    text = Path(POLICY).read_text("utf-8")
    for at, (policy, told) in enumerate(((text, False), (text + "# anders\n", True))):
        (here / "p.dun").write_text(policy, "utf-8")
        asked = ("render", "p.dun", "--ledger", "ledger", "--format", "text")
        found = run(*asked, "--history", "h", "--run", "1", "--out", f"out{at}")
        assert found.exit_code == 0, found.stderr
        assert ("the policy has changed since run 1" in found.stderr) == told


def test_a_step_with_another_name_is_told(run: Run, words: Callable[..., list[str]], here: Path) -> None:
    """A step that was renamed since comes again; that, and once for each name, is said, not passed over."""
    run(*words(*DAY))
    renamed = re.sub(r"(?<![\w/])herinnering(?!\.)", "herinneren", Path(POLICY).read_text("utf-8"))
    (here / "p.dun").write_text(renamed, "utf-8")
    asked = ("simulate", "p.dun", "--ledger", "ledger", "--date", "2026-03-10", "--format", "csv")
    found = run(*asked, "--history", "h")
    told = [line for line in found.stderr.splitlines() if "any more" in line]
    assert len(told) == 1
    assert "h/history.sqlite:1: warning: step: the policy has no step `herinnering` any more" in told[0]
    assert "is it `herinneren` now?" in told[0]
    assert "any more" not in run(*words("--date", "2026-03-10", option="--history")).stderr


def test_a_row_written_in_by_hand_is_told(run: Run, words: Callable[..., list[str]]) -> None:
    """A step that somebody wrote into the file without a row of a worklist: its run cannot be printed, and says why."""
    run(*words(*DAY))
    with contextlib.closing(sqlite3.connect("h/history.sqlite")) as file:
        file.execute(
            "INSERT INTO entry VALUES (1, 99, 'step done', '2026-03-03', 'K1007', '2026-0037', 'bellen', 0, '', NULL, "
            "'', NULL, NULL, NULL, NULL, '', '')"
        )
        file.commit()
    for form in ("table", "csv", "json"):
        found = run("history", "h", "--run", "1", "--format", form)
        assert (found.exit_code, found.stdout) == (2, "")
        assert "HIS001" in found.stderr
