"""Kill `simulate --record` at any moment, again and again: nothing may be lost, nothing given twice.

``python -m tests.project.kills COUNT [SEED]`` kills COUNT runs with SIGKILL: before a line of the code that records, a
moment into the commit, or at any time at all. After each kill the history must hold the whole run or nothing of it, and
no worklist may be out that is not recorded. What was recorded and may not be out must be refused, and printed again to
the same bytes. Days go on until the killed history equals one of a machine on which nothing is ever killed.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import attrs

from dunlang.cli.main import cli
from dunlang.resources import shipped

DAYS = ("2026-03-03", "2026-03-10", "2026-03-17", "2026-03-24")
_WATCHED = ("cli/record.py", "project/history.py", "project/staged.py")
_LAST = 60
#: The most kills for one day: then the run may end.
_MOST = 6


@attrs.frozen
class Yard:
    """A folder to work in, with the command lines of a day."""

    folder: Path

    def record(self, day: str) -> list[str]:
        """The run of a day."""
        policies = shipped("policies")
        return [
            *("simulate", str(policies / "debiteurenbeleid.dun"), "--ledger", str(policies / "ledger"), "--date", day),
            *("--record", "historie", "--format", "csv", "-o", f"{day}.csv"),
        ]

    def out(self, day: str) -> Path:
        """Where the worklist of a day goes."""
        return self.folder / f"{day}.csv"

    def call(self, words: list[str], before: Callable[[], None] = lambda: None, wait: float | None = None) -> int:
        """Run a command line in a process of its own: its exit code, or minus the signal that ended it."""
        child = os.fork()
        if not child:
            os.chdir(self.folder)
            nowhere = os.open(os.devnull, os.O_RDWR)
            for stream in (1, 2):
                os.dup2(nowhere, stream)
            code = 70
            with contextlib.suppress(BaseException):
                before()
                try:
                    cli(words, prog_name="dunlang")
                except SystemExit as end:
                    code = int(end.code or 0)
            os._exit(code)
        if wait is not None:
            time.sleep(wait)
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

    def history(self) -> list[dict[str, Any]]:
        """The runs in the history; none where there is no file yet."""
        if not (self.folder / "historie" / "history.sqlite").exists():
            return []
        assert self.call(["history", "historie", "--format", "json", "-o", "history.json"]) == 0
        runs: list[dict[str, Any]] = json.loads((self.folder / "history.json").read_text("utf-8"))["runs"]
        return runs


# ------------------------------------------------------------ the moment


def before_line(number: int) -> Callable[[], None]:
    """Die before the given line of the watched files, counted as they run."""
    left = number

    def trace(frame: FrameType, event: str, argument: object) -> Any:
        nonlocal left
        if not frame.f_code.co_filename.endswith(_WATCHED):
            return None
        if event == "line":
            left -= 1
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)
        return trace

    return lambda: sys.settrace(trace)


def after_commit_begins(seconds: float) -> Callable[[], None]:
    """Die that long after a COMMIT was handed to SQLite."""
    connect = sqlite3.connect

    def arm(statement: str) -> None:
        if statement != "COMMIT":
            return
        victim = os.getpid()
        if not os.fork():
            try:
                time.sleep(seconds)
                os.kill(victim, signal.SIGKILL)
            finally:
                os._exit(0)  # also where the victim was faster: nothing of it may go on here

    def connected(*words: Any, **more: Any) -> sqlite3.Connection:
        connection = connect(*words, **more)
        connection.set_trace_callback(arm)
        return connection

    def patch() -> None:
        sqlite3.connect = connected  # type: ignore[assignment] # the same signature

    return patch


def lines_of(yard: Yard, day: str) -> int:
    """How many watched lines a run goes through, told by a run that counts them."""
    tally = yard.folder / "lines"
    count = 0

    def trace(frame: FrameType, event: str, argument: object) -> Any:
        nonlocal count
        if not frame.f_code.co_filename.endswith(_WATCHED):
            return None
        count += event == "line"
        return trace

    real = os._exit

    def leave(code: int) -> None:
        tally.write_text(str(count))
        real(code)

    def start() -> None:
        os._exit = leave  # type: ignore[assignment] # it does not come back either
        sys.settrace(trace)

    assert yard.call(yard.record(day), start) == 0
    return int(tally.read_text())


# ------------------------------------------------------------ the experiment


def kills(count: int, seed: int) -> Counter[str]:
    """Kill *count* runs; the tally says where, and what was found after it."""
    chance = random.Random(seed)
    found: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        clean = Yard(Path(folder) / "clean")
        clean.folder.mkdir()
        _warm(Path(folder) / "warm")
        lines, seconds = {}, 0.0
        for day in DAYS:
            counting = Yard(Path(folder) / "counting")
            shutil.copytree(clean.folder, counting.folder)
            lines[day] = lines_of(counting, day)
            shutil.rmtree(counting.folder)
            start = time.perf_counter()
            assert clean.call(clean.record(day)) == 0
            seconds = max(seconds, time.perf_counter() - start)
        wanted = clean.history()
        assert [run["date"] for run in wanted] == list(DAYS)
        assert all(run["events"] for run in wanted)
        chain = 0
        while found["killed"] < count:
            chain += 1
            yard = Yard(Path(folder) / f"killed-{chain}")
            yard.folder.mkdir()
            for at, day in enumerate(DAYS):
                _day(yard, clean, day, wanted[: at + 1], count, chance, lines[day], seconds, found)
            assert _facts(yard.history()) == _facts(wanted)
            shutil.rmtree(yard.folder)
    return found


def _warm(folder: Path) -> None:
    """Load all that a run needs, once: the children have it from the start."""
    here = Path.cwd()
    folder.mkdir()
    os.chdir(folder)
    with contextlib.suppress(SystemExit):
        cli(Yard(folder).record(DAYS[0]), prog_name="dunlang")
    with contextlib.suppress(SystemExit):
        cli(["history", "historie", "--format", "json", "-o", "history.json"], prog_name="dunlang")
    os.chdir(here)


def _day(
    yard: Yard,
    clean: Yard,
    day: str,
    wanted: list[dict[str, Any]],
    count: int,
    chance: random.Random,
    lines: int,
    seconds: float,
    found: Counter[str],
) -> None:
    """One day: runs are killed until one gets through, or one was recorded."""
    for _ in range(_MOST):
        if found["killed"] >= count:
            break
        how = chance.choice(("line", "line", "commit", "time"))
        if how == "line":
            # The lines after the commit are few beside those that write the rows: every other kill falls there.
            first = chance.choice((1, lines - _LAST))
            code = yard.call(yard.record(day), before_line(chance.randint(first, lines)))
        elif how == "commit":
            code = yard.call(yard.record(day), after_commit_begins(chance.choice((0.0, chance.uniform(0, 0.02)))))
        else:
            code = yard.call(yard.record(day), wait=chance.uniform(0, seconds * 1.1))
        if code == -signal.SIGKILL:
            found["killed"] += 1
            found[f"killed by {how}"] += 1
        runs = yard.history()
        if not _look(yard, clean, day, wanted, runs, found):
            continue
        if not runs[-1]["written"]:
            found["recorded, not known to be out"] += 1
            assert yard.call(yard.record(day)) == 2  # nothing more is recorded before it was printed
            assert (
                yard.call(["history", "historie", "--run", str(len(runs)), "--format", "csv", "-o", "again.csv"]) == 0
            )
            given = [
                row for row in clean.out(day).read_bytes().splitlines() if row.startswith((b"list,", b"worklist,"))
            ]
            assert (yard.folder / "again.csv").read_bytes().splitlines() == given
            assert yard.history()[-1]["written"]
        else:
            found["recorded and out"] += 1
            assert yard.out(day).read_bytes() == clean.out(day).read_bytes()
        break
    else:
        assert yard.call(yard.record(day)) == 0
    if len(yard.history()) < len(wanted):
        assert yard.call(yard.record(day)) == 0
    # A second run of the day, or one after a kill: nothing more.
    assert yard.call([*yard.record(day)[:-1], "second.csv"]) == 0
    assert not [row for row in (yard.folder / "second.csv").read_bytes().splitlines() if row.startswith(b"worklist,")]
    assert _facts(yard.history()) == _facts(wanted)


def _look(
    yard: Yard,
    clean: Yard,
    day: str,
    wanted: list[dict[str, Any]],
    runs: list[dict[str, Any]],
    found: Counter[str],
) -> bool:
    """Whether the run of the day was recorded; it must be all there or not at all, and the output with it."""
    file = yard.folder / "historie" / "history.sqlite"
    if file.exists():
        with contextlib.closing(sqlite3.connect(file)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    recorded = len(runs) == len(wanted)
    assert _facts(runs) == _facts(wanted if recorded else wanted[:-1])
    if yard.out(day).exists():
        assert recorded
        assert yard.out(day).read_bytes() == clean.out(day).read_bytes()
    if not recorded:
        found["nothing recorded"] += 1
    return recorded


def _facts(runs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{name: value for name, value in run.items() if name != "written"} for run in runs]


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:]]
    for name, times in sorted(kills(numbers[0], numbers[1] if len(numbers) > 1 else 1).items()):
        print(f"{times:6} {name}")
