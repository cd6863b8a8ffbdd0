"""The file of a history: ``history.sqlite`` in a folder that the user names. It only grows, by whole runs.

A :class:`Store` holds the lock from the moment the history is read until it is closed, so nothing can be recorded in
between by anybody else. The file is made by the first thing that is recorded. Each run is one transaction, on the disk
before :meth:`Store.append` returns; a process that is killed leaves all of it or nothing.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import attrs

from dunlang.dates import parse_date
from dunlang.diagnostics import Diagnostic
from dunlang.model.case import Event
from dunlang.money import Money
from dunlang.portfolio.columns import EVENT_RULES
from dunlang.portfolio.history import History, Recorded, RecordedRun
from dunlang.project.files import shown
from dunlang.project.history_pages import BUSY, NOT_A_HISTORY, NOT_RECORDED
from dunlang.project.history_schema import APPLICATION, SCHEMA, VERSION
from dunlang.project.pages import UNREADABLE
from dunlang.project.staged import sync_folder

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import TracebackType

__all__ = ["FILE", "Store", "open_store", "read_history"]

#: The name of the file in its folder.
FILE = "history.sqlite"

#: How long a reader waits for a run that is just being recorded, in seconds.
_PATIENCE = 10

#: The longest text that is read or written, in bytes.
_LONGEST = 1_000_000

_COLUMNS = (
    "run",
    "place",
    "event",
    "day",
    "debtor",
    "invoice",
    "step",
    "occurrence",
    "channel",
    "deadline",
    "currency",
    "amount",
    "total",
    "announced",
    "until",
    "text",
    "row",
)


def read_history(folder: Path | str, *, rows: bool = False) -> History | Diagnostic:
    """The history in *folder*; a finding where there is none, or none that can be read.

    *rows*: with the rows of its worklists as they were given, which nothing but printing them needs.
    """
    path = Path(folder) / FILE
    if not path.exists() and not path.is_symlink():
        return UNREADABLE.at(
            None,
            f"no history in `{shown(folder)}`: there is no `{FILE}`",
            file=shown(path),
            help="name the folder that was given to `dunlang simulate --record`",
        )
    connection: sqlite3.Connection | None = None
    try:
        connection = _connect(path, "rw" if os.access(path, os.W_OK) else "ro", _PATIENCE)
        return _read(connection, path, rows=rows)
    except (sqlite3.Error, OSError) as error:
        return _not_read(path, error)
    finally:
        if connection is not None:
            connection.close()


def open_store(folder: Path | str) -> Store | Diagnostic:
    """The history in *folder*, locked to add to it; a folder without one has an empty history and is not locked yet."""
    path = Path(folder) / FILE
    if not path.exists() and not path.is_symlink():
        if os.path.lexists(folder) and not Path(folder).is_dir():
            return NOT_RECORDED.at(
                None, f"`{shown(folder)}` is no folder", file=shown(folder), help="name a folder for the history"
            )
        return Store(path, None, History())
    connection: sqlite3.Connection | None = None
    try:
        connection = _connect(path, "rw", 0)
        fault = _lock(connection, path)
        found = _read(connection, path, thorough=True) if fault is None else fault
    except (sqlite3.Error, OSError) as error:
        found = _not_read(path, error)
    if isinstance(found, History) and connection is not None:
        return Store(path, connection, found)
    if connection is not None:
        connection.close()
    assert isinstance(found, Diagnostic)  # noqa: S101 - a history came with its connection
    return found


class Store:
    """A history that can be added to; made by :func:`open_store`, closed by `with`."""

    def __init__(self, path: Path, connection: sqlite3.Connection | None, history: History) -> None:
        self.path = path
        self.history = history
        """What it held when it was opened, and what was appended since; without the rows of worklists."""
        self._connection = connection

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give up the lock; what was not appended is gone."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def append(self, run: RecordedRun) -> RecordedRun | Diagnostic:
        """Record *run* under the next number: all of it, on the disk, or a finding and nothing."""
        number = max((one.number for one in self.history.runs), default=0) + 1
        numbered = attrs.evolve(run, number=number)
        try:
            fault = self._begin()
            if fault is not None:
                return fault
            assert self._connection is not None  # noqa: S101 - it has begun
            _insert(self._connection, numbered)
            self._connection.execute("COMMIT")
        except (sqlite3.Error, OSError) as error:
            self._undo()
            if _is_busy(error):
                return _busy(self.path)
            return NOT_RECORDED.at(
                None,
                f"cannot write `{shown(self.path)}`: {_reason(error)}; nothing was recorded",
                file=shown(self.path),
                help="make room on the disk, or name a folder that this user may write",
            )
        kept = attrs.evolve(numbered, recorded=tuple(attrs.evolve(one, row=()) for one in numbered.recorded))
        self.history = attrs.evolve(self.history, runs=(*self.history.runs, kept))
        return numbered

    def mark_written(self, number: int) -> Diagnostic | None:
        """Note that the worklist of run *number* reached its reader."""
        try:
            if self._connection is None:
                self._connection = _connect(self.path, "rw", _PATIENCE)
            self._connection.execute(f"PRAGMA busy_timeout = {_PATIENCE * 1000}")
            if not self._connection.in_transaction:
                self._connection.execute("BEGIN IMMEDIATE")
            self._connection.execute("INSERT OR IGNORE INTO written (run) VALUES (?)", (number,))
            self._connection.execute("COMMIT")
        except (sqlite3.Error, OSError) as error:
            self._undo()
            return NOT_RECORDED.at(None, f"cannot write `{shown(self.path)}`: {_reason(error)}", file=shown(self.path))
        return None

    def _begin(self) -> Diagnostic | None:
        """Make sure of the lock; a first run makes folder and file, and finds out whether another was faster."""
        if self._connection is None:
            _make_folder(self.path.parent)
            self._connection = _connect(self.path, "rwc", 0)
            fault = _lock(self._connection, self.path)
            found = fault if fault is not None else _read(self._connection, self.path)
            if isinstance(found, History) and found.runs:
                found = _busy(self.path)
            if isinstance(found, Diagnostic):
                self.close()
                return found
        elif not self._connection.in_transaction:
            self._connection.execute("BEGIN IMMEDIATE")
            numbers = [number for (number,) in self._connection.execute("SELECT number FROM run ORDER BY number")]
            if numbers != [run.number for run in self.history.runs]:
                self._undo()
                return _busy(self.path)
        if not _tables(self._connection):
            for statement in SCHEMA:
                self._connection.execute(statement)
            self._connection.execute(f"PRAGMA application_id = {APPLICATION}")
            self._connection.execute(f"PRAGMA user_version = {VERSION}")
        return None

    def _undo(self) -> None:
        if self._connection is not None:
            with contextlib.suppress(sqlite3.Error):
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")


# ------------------------------------------------------------ the connection


def _connect(path: Path, mode: Literal["ro", "rw", "rwc"], patience: int) -> sqlite3.Connection:
    """A connection that is durable and believes nothing that stands in the file."""
    if path.is_symlink():
        raise sqlite3.DatabaseError("it is a link: name the folder in which the file itself lies")
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}", uri=True, timeout=patience, isolation_level=None
    )
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST)
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA synchronous = EXTRA")
    connection.execute("PRAGMA fullfsync = ON")
    return connection


def _lock(connection: sqlite3.Connection, path: Path) -> Diagnostic | None:
    """Take the lock for writing, at once or not at all."""
    try:
        connection.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        if _is_busy(error):
            return _busy(path)
        raise
    return None


def _make_folder(folder: Path) -> None:
    """Make the folder, and see to it that its name is on the disk."""
    if folder.is_dir():
        return
    folder.mkdir()
    sync_folder(folder.absolute().parent)


def _tables(connection: sqlite3.Connection) -> list[str]:
    """The statements that made what is in the file."""
    return [
        sql
        for (sql,) in connection.execute(
            "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid"
        ).fetchall()
    ]


def _is_busy(error: Exception) -> bool:
    code = getattr(error, "sqlite_errorcode", None)
    return code is not None and code & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def _busy(path: Path) -> Diagnostic:
    return BUSY.at(
        None,
        f"another run writes to `{shown(path)}`: nothing was recorded",
        file=shown(path),
        help="wait until it has ended, then run again",
    )


def _reason(error: Exception) -> str:
    words = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return words.lower()


def _not_read(path: Path, error: Exception) -> Diagnostic:
    if _is_busy(error):
        return _busy(path)
    if isinstance(error, OSError) or "unable to open" in str(error):
        return UNREADABLE.at(None, f"cannot read `{shown(path)}`: {_reason(error)}", file=shown(path))
    return _no_history(path, _reason(error))


def _no_history(path: Path, why: str, wanted: str = "name another folder, or put back a copy") -> Diagnostic:
    message = f"`{shown(path)}` is no history that can be read: {why}"
    return NOT_A_HISTORY.at(None, message, file=shown(path), help=wanted)


# ------------------------------------------------------------ rows


def _read(
    connection: sqlite3.Connection, path: Path, *, rows: bool = False, thorough: bool = False
) -> History | Diagnostic:
    """All runs in the file; a file in which nothing was recorded yet is empty."""
    if not connection.in_transaction:
        connection.execute("BEGIN")  # one view of all tables
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    made = _tables(connection)
    if not application and not version and not made:
        return History()
    if application != APPLICATION:
        return _no_history(path, "another program made it")
    if version > VERSION:
        return _no_history(
            path, f"a newer dunlang wrote it (layout {version}, this one knows {VERSION})", "install a newer dunlang"
        )
    if made != list(SCHEMA):
        return _no_history(path, "its tables are not those of a history")
    if thorough:
        (sound,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        if sound != "ok":
            return _no_history(path, "it is damaged")
    try:
        return _history(connection, rows)
    except (ValueError, TypeError, RecursionError) as error:
        return _no_history(path, f"a row makes no sense ({error})")


def _history(connection: sqlite3.Connection, rows: bool) -> History:
    entries: dict[int, list[Recorded]] = {}
    columns = _COLUMNS if rows else _COLUMNS[:-1]
    for row in connection.execute(f"SELECT {', '.join(columns)} FROM entry ORDER BY run, place"):  # noqa: S608 - our names
        entries.setdefault(row[0], []).append(_recorded(dict(zip(columns, row, strict=True))))
    written = {number for (number,) in connection.execute("SELECT run FROM written")}
    names = [field.name for field in attrs.fields(RecordedRun) if field.name not in ("written", "recorded")]
    runs = []
    for row in connection.execute(f"SELECT {', '.join(names)} FROM run ORDER BY number"):  # noqa: S608 - our names
        facts: dict[str, Any] = dict(zip(names, row, strict=True))
        facts["day"] = parse_date(facts["day"])
        facts["columns"] = _texts(facts["columns"])
        number = facts["number"]
        recorded = tuple(entries.get(number, ()))
        if rows and facts["kind"] == "given" and any(len(one.row) != len(facts["columns"]) for one in recorded):
            raise ValueError(f"run {number}: a row of its worklist has other columns than the run")
        runs.append(RecordedRun(written=number in written, recorded=recorded, **facts))
    if strange := entries.keys() - {run.number for run in runs}:
        raise ValueError(f"there is no run {min(strange)}, but it holds events")
    return History(runs=tuple(runs))


_NUMBERS = ("run", "place", "occurrence", "amount", "total", "announced")
_MAY_LACK = ("deadline", "amount", "total", "announced", "until")


def _recorded(row: dict[str, Any]) -> Recorded:
    for name, cell in row.items():
        if cell is None and name in _MAY_LACK:
            continue
        if not isinstance(cell, int if name in _NUMBERS else str):
            raise TypeError(f"run {row['run']}: `{name}` is {cell!r:.40}")
    if row["event"] not in EVENT_RULES:
        raise ValueError(f"run {row['run']}: there is no event `{row['event']:.40}`")

    def money(name: str) -> Money | None:
        return None if row[name] is None else Money(row[name], row["currency"])

    def day(name: str) -> dt.date | None:
        return None if row[name] is None else parse_date(row[name])

    event = Event(
        date=parse_date(row["day"]),
        kind=row["event"],
        invoice=row["invoice"],
        step=row["step"],
        amount=money("amount"),
        until=day("until"),
        text=row["text"],
    )
    return Recorded(
        event=event,
        debtor=row["debtor"],
        occurrence=row["occurrence"],
        channel=row["channel"],
        deadline=day("deadline"),
        total=money("total"),
        announced=money("announced"),
        row=_texts(row.get("row", "")),
    )


def _texts(text: str) -> tuple[str, ...]:
    """A list of texts, as JSON."""
    found = json.loads(text) if text else []
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        raise TypeError("no list of texts")
    return tuple(found)


def _insert(connection: sqlite3.Connection, run: RecordedRun) -> None:
    connection.execute(
        "INSERT INTO run (number, kind, day, policy, fingerprint, engine, columns, withdraws) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            run.number,
            run.kind,
            run.day.isoformat(),
            run.policy,
            run.fingerprint,
            run.engine,
            _json(run.columns),
            run.withdraws,
        ),
    )
    holes = ", ".join("?" * len(_COLUMNS))
    connection.executemany(
        f"INSERT INTO entry ({', '.join(_COLUMNS)}) VALUES ({holes})",  # noqa: S608 - our names
        _cells(run),
    )
    if run.written:
        connection.execute("INSERT INTO written (run) VALUES (?)", (run.number,))


def _json(texts: tuple[str, ...]) -> str:
    return json.dumps(texts, ensure_ascii=False, separators=(",", ":")) if texts else ""


def _cells(run: RecordedRun) -> Iterable[tuple[object, ...]]:
    for place, one in enumerate(run.recorded):
        event = one.event
        sums = [amount for amount in (event.amount, one.total, one.announced) if amount is not None]
        yield (
            run.number,
            place,
            event.kind,
            event.date.isoformat(),
            one.debtor,
            event.invoice,
            event.step,
            one.occurrence,
            one.channel,
            one.deadline and one.deadline.isoformat(),
            sums[0].currency if sums else "",
            event.amount and event.amount.minor,
            one.total and one.total.minor,
            one.announced and one.announced.minor,
            event.until and event.until.isoformat(),
            event.text,
            _json(one.row),
        )
