"""The file of a history: it keeps every word, only grows, belongs to one run at a time, and believes no other file."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import resource
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dunlang.diagnostics import Diagnostic
from dunlang.model.case import Event
from dunlang.money import Money
from dunlang.portfolio.columns import EVENT_RULES
from dunlang.portfolio.history import History, Recorded, RecordedRun
from dunlang.project.history import FILE, Store, open_store, read_history
from dunlang.project.history_schema import APPLICATION, SCHEMA

DAY = dt.date(2026, 2, 10)

_words = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
_days = st.dates(dt.date(1990, 1, 1), dt.date(2100, 12, 31))
_events = st.builds(
    Event,
    date=_days,
    kind=st.sampled_from(list(EVENT_RULES)),
    invoice=_words,
    step=_words,
    amount=st.none() | st.builds(Money, st.integers(-(10**14), 10**14), st.just("JPY")),
    until=st.none() | _days,
    text=_words,
)
_recorded = st.builds(
    Recorded,
    event=_events,
    debtor=_words,
    occurrence=st.integers(0, 9),
    channel=_words,
    deadline=st.none() | _days,
    total=st.none() | st.builds(Money, st.integers(0, 10**14), st.just("JPY")),
    announced=st.none() | st.builds(Money, st.integers(0, 10**14), st.just("JPY")),
    row=st.just(("1", "é\n,", "")),
)
_runs = st.builds(
    RecordedRun,
    number=st.just(0),
    kind=st.sampled_from(["given", "by hand"]),
    day=_days,
    policy=_words,
    fingerprint=_words,
    engine=_words,
    columns=st.just(("a", "b", "c")),
    written=st.booleans(),
    recorded=st.lists(_recorded, max_size=4).map(tuple),
)

ONE = RecordedRun(
    number=0,
    kind="given",
    day=DAY,
    recorded=(Recorded(event=Event(date=DAY, kind="step done", invoice="1", step="a")),),
)


def opened(folder: Path) -> Store:
    """A store that could be opened."""
    store = open_store(folder)
    assert isinstance(store, Store), store
    return store


def recorded(folder: Path, *runs: RecordedRun) -> History:
    """The history after *runs* were appended."""
    with opened(folder) as store:
        for run in runs:
            assert isinstance(store.append(run), RecordedRun)
    found = read_history(folder, rows=True)
    assert isinstance(found, History)
    return found


def code(found: object) -> str:
    """The code of a finding, or what came instead."""
    return found.code if isinstance(found, Diagnostic) else repr(found)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(runs=st.lists(_runs, min_size=1, max_size=4))
def test_every_word_comes_back(tmp_path_factory: pytest.TempPathFactory, runs: list[RecordedRun]) -> None:
    """Whatever was appended is read back equal, numbered from 1, also by the store that goes on."""
    folder = tmp_path_factory.mktemp("h")
    wanted = History(runs=tuple(attrs.evolve(run, number=at) for at, run in enumerate(runs, 1)))
    assert recorded(folder, *runs) == wanted
    with opened(folder) as store:
        assert store.history == without_rows(wanted)


def without_rows(history: History) -> History:
    """What a run needs to know of a history."""
    runs = (attrs.evolve(r, recorded=tuple(attrs.evolve(one, row=()) for one in r.recorded)) for r in history.runs)
    return History(runs=tuple(runs))


def test_nothing_is_made_before_something_is_recorded(tmp_path: Path) -> None:
    """Opening a folder that is not there makes neither folder nor file, and reading says what is missing."""
    with opened(tmp_path / "h") as store:
        assert store.history == History()
    assert list(tmp_path.iterdir()) == []
    assert code(read_history(tmp_path / "h")) == "FIL001"
    recorded(tmp_path / "h", ONE)
    assert [path.name for path in (tmp_path / "h").iterdir()] == [FILE]


def test_a_name_with_signs_is_a_name(tmp_path: Path) -> None:
    """Signs that mean something in an address mean nothing in the name of a folder."""
    folder = tmp_path / "a?mode=memory#100%25 'é"
    recorded(folder, ONE)
    assert (folder / FILE).exists()


def test_writing_is_marked(tmp_path: Path) -> None:
    """A run that was not known to be written is once it is marked, by its own store or another."""
    number = len(recorded(tmp_path, attrs.evolve(ONE, written=False)).runs)
    with opened(tmp_path) as store:
        assert store.history.unwritten is not None
        assert store.mark_written(number) is None
        assert store.mark_written(number) is None
    found = read_history(tmp_path)
    assert isinstance(found, History)
    assert found.unwritten is None


# ------------------------------------------------------------ one at a time


def test_two_at_once_are_refused(tmp_path: Path) -> None:
    """While one store is open no other can be, though the history can be read; closing it lets the next one in."""
    recorded(tmp_path, ONE)
    with opened(tmp_path):
        assert code(open_store(tmp_path)) == "HIS002"
        assert isinstance(read_history(tmp_path), History)
    opened(tmp_path).close()


def test_the_slower_of_two_first_runs_is_refused(tmp_path: Path) -> None:
    """Two runs that found no history: the first to record makes it, the other records nothing."""
    with opened(tmp_path) as fast, opened(tmp_path) as slow:
        assert isinstance(fast.append(ONE), RecordedRun)
        assert code(slow.append(ONE)) == "HIS002"
    assert len(recorded(tmp_path).runs) == 1


def test_a_store_that_went_on_sees_that_another_recorded(tmp_path: Path) -> None:
    """After its run a store holds no lock; what another recorded since keeps it from a second one."""
    with opened(tmp_path) as one:
        assert isinstance(one.append(ONE), RecordedRun)
        with opened(tmp_path) as other:
            assert isinstance(other.append(ONE), RecordedRun)
        assert code(one.append(ONE)) == "HIS002"
    assert len(recorded(tmp_path).runs) == 2


# ------------------------------------------------------------ only what dunlang wrote


def test_a_history_only_grows(tmp_path: Path) -> None:
    """Rows can be neither changed nor deleted, not even by hand."""
    recorded(tmp_path, ONE)
    with contextlib.closing(sqlite3.connect(tmp_path / FILE)) as file:
        for statement in ("DELETE FROM entry", "UPDATE run SET day = '2026-01-01'", "DELETE FROM written"):
            with pytest.raises(sqlite3.IntegrityError, match="only grows"):
                file.execute(statement)


def tampered(*statements: str) -> Callable[[Path], None]:
    """A change made with SQLite itself."""

    def change(path: Path) -> None:
        with contextlib.closing(sqlite3.connect(path)) as file:
            for statement in statements:
                file.execute(statement)
            file.commit()

    return change


def damaged(path: Path) -> None:
    """Zeros over the pages after the first."""
    data = path.read_bytes()
    path.write_bytes(data[:4096] + bytes(len(data) - 4096))


def linked(path: Path) -> None:
    """A link to the file elsewhere."""
    path.rename(path.parent.parent / "elsewhere.sqlite")
    path.symlink_to(path.parent.parent / "elsewhere.sqlite")


_INSERT = (
    "INSERT INTO entry VALUES (1, 9, {}, '2026-01-01', '', '1', 'a', 0, '', NULL, '', NULL, NULL, {}, NULL, '', {})"
)


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda path: path.write_bytes(b"date,event\n" * 100), "not a database"),
        (lambda path: path.write_bytes(path.read_bytes()[:5000]), "malformed"),
        (damaged, "is no history that can be read"),
        (linked, "it is a link"),
        (tampered("PRAGMA user_version = 2"), "a newer dunlang wrote it (layout 2, this one knows 1)"),
        (tampered("PRAGMA application_id = 7"), "another program made it"),
        (tampered("CREATE TABLE more (x)"), "its tables are not those of a history"),
        (
            tampered("CREATE VIEW w AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x FROM n) SELECT * FROM n"),
            "tables",
        ),
        (tampered("DROP TRIGGER run_keeps_delete"), "its tables are not those of a history"),
        (tampered(_INSERT.format("'step dune'", "NULL", "''")), "there is no event `step dune`"),
        (tampered(_INSERT.format("x'00ff'", "NULL", "''")), "`event` is"),
        (tampered(_INSERT.format("'step done'", "1.5", "''")), "`announced` is 1.5"),
        (tampered("INSERT INTO run VALUES (201, 'given', '2026-01-01', '', '', '', '[1]', NULL)"), "no list of texts"),
        (
            tampered("INSERT INTO run VALUES (201, 'given', '2026-01-01', '', '', '', '{', NULL)"),
            "a row makes no sense",
        ),
        (
            tampered(
                "INSERT INTO entry SELECT 999, 0, event, day, debtor, invoice, step, occurrence, channel, deadline, "
                "currency, amount, total, announced, until, text, row FROM entry WHERE run = 1"
            ),
            "no run 999",
        ),
        (tampered("INSERT INTO run VALUES (201, 'given', '2026-02-30', '', '', '', '', NULL)"), "`2026-02-30`"),
        (
            tampered(f"INSERT INTO run VALUES (201, 'given', '2026-01-01', '', '', '', '{'[' * 100_000}', NULL)"),
            "no sense",
        ),
    ],
)
def test_what_is_no_history_is_refused(tmp_path: Path, spoil: Callable[[Path], object], told: str) -> None:
    """A foreign, newer, damaged or doctored file is refused in words, for reading and for writing, and left alone."""
    folder = tmp_path / "h"
    recorded(folder, *[ONE] * 200)
    spoil(folder / FILE)
    before = (folder / FILE).read_bytes()
    for found in (read_history(folder), open_store(folder)):
        assert code(found) == "HIS001"
        assert isinstance(found, Diagnostic)
        assert told in found.message
    assert (folder / FILE).read_bytes() == before


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    """The folder must be one, and its own folder must be there."""
    (tmp_path / "file").write_text("x")
    assert code(open_store(tmp_path / "file")) == "HIS004"
    with opened(tmp_path / "no" / "such") as store:
        assert code(store.append(ONE)) == "HIS004"
    (tmp_path / "folder" / FILE).mkdir(parents=True)
    assert code(open_store(tmp_path / "folder")) == "FIL001"


@pytest.mark.parametrize("cells", ["", "[1]", "{", '["one"]', "[" * 100_000])
def test_worklists_are_believed_only_when_printed(tmp_path: Path, cells: str) -> None:
    """A doctored row of a worklist keeps it from being printed; what counts does not hang on it."""
    cell = Recorded(event=ONE.recorded[0].event, row=("one", "two"))
    recorded(tmp_path, attrs.evolve(ONE, columns=("a", "b"), recorded=(cell,)))
    tampered(_INSERT.format("'step done'", "NULL", f"'{cells}'"))(tmp_path / FILE)
    assert code(read_history(tmp_path, rows=True)) == "HIS001"
    assert isinstance(read_history(tmp_path), History)


# ------------------------------------------------------------ disks


@pytest.fixture
def small_disk() -> Iterator[Callable[[int], None]]:
    """A limit on the size of any file, lifted at the end."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    yield lambda size: resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("runs", [0, 1])
def test_a_full_disk_records_nothing(tmp_path: Path, small_disk: Callable[[int], None], runs: int) -> None:
    """Where the rows do not fit, the finding says so and the history is what it was; with room they go in."""
    many = attrs.evolve(ONE, recorded=ONE.recorded * 5000)
    if runs:
        recorded(tmp_path, ONE)
    with opened(tmp_path) as store:
        small_disk(100_000)
        found = store.append(many)
        small_disk(resource.RLIM_INFINITY)
        assert code(found) == "HIS004"
        assert isinstance(found, Diagnostic)
        assert "nothing was recorded" in found.message
    assert len(recorded(tmp_path).runs) == runs
    assert len(recorded(tmp_path, many).runs) == runs + 1


def test_a_lock_ends_with_its_process(tmp_path: Path) -> None:
    """A process that dies inside its run leaves no lock, and nothing of the run."""
    recorded(tmp_path, ONE)
    program = (
        "import os, sys\nfrom dunlang.project.history import _insert, open_store\n"
        "import dunlang.project.history as it, attrs\n"
        "store = open_store(sys.argv[1])\n"
        "run = attrs.evolve(store.history.runs[0], number=2)\n"
        "it._insert = lambda connection, run: (_insert(connection, run), os.abort())\n"
        "store.append(run)"
    )
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path)], capture_output=True, check=False)
    assert done.returncode < 0
    with opened(tmp_path) as store:
        assert len(store.history.runs) == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_refused(tmp_path: Path) -> None:
    """A folder without leave to write: nothing is recorded, and the finding says why."""
    tmp_path.chmod(0o500)
    with opened(tmp_path) as store:
        assert code(store.append(ONE)) == "HIS004"


def test_the_tables_are_those_of_layout_1() -> None:
    """A change of the tables needs a new layout: this one is in use."""
    import hashlib

    assert hashlib.sha256("\n".join(SCHEMA).encode()).hexdigest()[:16] == "390791527cce4f16"
    assert APPLICATION.to_bytes(4, "big") == b"dunl"
