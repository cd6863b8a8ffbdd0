"""Ledgers of millions of rows: CSV and Parquet files read, and worklists written, by DuckDB.

DuckDB is imported here and only when it is used. Outputs are written whole or not at all.
"""

# ruff: noqa: S608 - names of columns come quoted, paths as parameters or with their quotes doubled

from __future__ import annotations

import contextlib
import os
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dunlang.diagnostics import Diagnostic
from dunlang.portfolio.columns import DEBTORS, EVENTS, INVOICES
from dunlang.project.files import shown
from dunlang.project.ledger import find_ledger, read_files
from dunlang.project.ledger_files import PARTS, by_rows_only, parts_of
from dunlang.project.ledger_parquet import text_of
from dunlang.project.pages import NOT_WRITTEN, UNREADABLE
from dunlang.records import frozen

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator, Sequence

    from dunlang.portfolio.fast.run import Outcome
    from dunlang.portfolio.table import FileCount, Reject
    from dunlang.project.mapping import MappingFile
    from dunlang.project.staged import Staged
    from dunlang.schedule import Engine

#: The columns that keep their type where a Parquet file has dates or decimals; all others are read as text.
_DATES = frozenset(column.name for column in (*INVOICES, *EVENTS) if column.kind == "date")
_AMOUNTS = frozenset(column.name for column in (*INVOICES, *DEBTORS, *EVENTS) if column.kind == "amount")
#: Cells of CSV that a spreadsheet could take for a formula: a sign begins them, or what follows an end of a cell.
_FORMULA = r"(^|[;\t\r\n])[\s\"\x{feff}\x{200b}]*[=+@\x{ff1d}\x{ff0b}\x{ff0d}\x{ff20}-]|^[\t\r\n]"
#: Ledgers of fewer bytes (some thirty million invoices) are judged in little memory.
_LARGE = 5 * 10**8
#: So many invoices are judged at once.
_PART = 1_000_000

__all__ = ["FastRun", "connect", "simulate_tables"]


@frozen(kw_only=True)
class FastRun:
    """What a run on tables did; its worklist is in the file that was asked for."""

    outcome: Outcome
    invoices: int
    totals: tuple[tuple[str, str, str, str, int, object], ...]
    rejects: tuple[Reject, ...]
    counts: tuple[FileCount, ...] = ()
    """The rows of each file, where it was read row by row."""
    read_by_row: str = ""
    """Why the ledger was read row by row; empty: it was not."""
    stale: str = ""
    """Why its payments are too old; then nothing was judged or written."""


@contextlib.contextmanager
def connect(memory: str = "", folder: Path | None = None) -> Iterator[Any]:
    """A DuckDB of its own, in memory; *memory* (``4GB``) bounds it, *folder* takes what does not fit."""
    import duckdb

    with duckdb.connect(":memory:") as con:
        con.execute("SET preserve_insertion_order = true")
        if memory:
            con.execute(f"SET memory_limit = '{memory}'")
        if folder is not None:
            con.execute("SET temp_directory = ?", [str(folder)])
        yield con


def simulate_tables(
    engine: Engine,
    paths: Sequence[str],
    out: str | None,
    date: dt.date,
    *,
    mapping: MappingFile | None = None,
    stdin: Callable[[], bytes] | None = None,
    strict: bool = False,
    stale: Callable[[dt.date | None], str] | None = None,
    escape: Callable[[str], str] | None = None,
    each: Callable[[str], None] | None = None,
) -> FastRun | Diagnostic:
    """Read the ledger in *paths*, judge it on *date*, write the worklist to *out* (``.csv`` or ``.parquet``).

    A ledger with faults is read row by row, as ``simulate`` does without tables, so each fault is named; with *strict*,
    or where nothing is left, nothing is judged then. So is one in JSON Lines, from *stdin* or with a *mapping*. *stale*
    says of the newest payment why nothing may be judged (empty: it may); *escape* writes a cell of CSV that a
    spreadsheet could run; *each* is told of every stage, and at the end an empty text.
    """
    import duckdb

    from dunlang.project.staged import clear_away, reserve

    found = parts_of(paths, mapping)
    if isinstance(found, Diagnostic):
        return found
    staged: Staged | None = None
    if out is not None:
        clear_away(out)
        place = reserve(out)
        if isinstance(place, Diagnostic):
            return place
        staged = place
    tell = each or (lambda _: None)
    try:
        return _simulate(engine, paths, found, staged, out, date, mapping, stdin, strict, stale, escape, tell)
    except (duckdb.IOException, duckdb.OutOfMemoryException) as error:
        return NOT_WRITTEN.at(
            None,
            f"the ledger cannot be judged: {_reason(error)}",
            file=shown(out) if out is not None else shown(paths[0]),
            help="make room: what does not fit into memory waits beside the output",
        )
    finally:
        if staged is not None:
            staged.drop()  # nothing, where it was placed
        tell("")


def _simulate(
    engine: Engine,
    paths: Sequence[str],
    found: dict[str, Path],
    staged: Staged | None,
    out: str | None,
    date: dt.date,
    mapping: MappingFile | None,
    stdin: Callable[[], bytes] | None,
    strict: bool,
    stale: Callable[[dt.date | None], str] | None,
    escape: Callable[[str], str] | None,
    each: Callable[[str], None],
) -> FastRun | Diagnostic:
    from dunlang.portfolio.fast.ingest import forget
    from dunlang.portfolio.fast.listing import ordered, totals
    from dunlang.portfolio.fast.load import load_cases
    from dunlang.portfolio.fast.run import Outcome

    each("reading the ledger")
    with _beside(out) as folder, connect(_memory(found), folder) as con:
        why: str | Diagnostic = by_rows_only(paths, mapping)
        why = why or _raw(con, found)
        if isinstance(why, Diagnostic):
            return why
        why = why or _taken(con, engine, found)
        if isinstance(why, Diagnostic):
            return why
        rejects: tuple[Reject, ...] = ()
        counts: tuple[FileCount, ...] = ()
        if why:
            files = find_ledger(paths, mapping=mapping, stdin=stdin)
            if isinstance(files, Diagnostic):
                return files
            ledger, rejects = read_files(files, engine.policy, mapping)
            counts = ledger.counts
            load_cases(con, engine.policy, ledger.cases)
            refused = any(reject.severity == "error" for reject in rejects)
            if refused and (strict or not con.execute("SELECT count(*) FROM inv").fetchall()[0][0]):
                nothing = Outcome(debtors=0, left=(), sql="")
                return FastRun(
                    outcome=nothing, invoices=0, totals=(), rejects=rejects, counts=counts, read_by_row=why
                )  # fmt: skip
        for part in PARTS:
            forget(con, f"raw_{part}")
        old = stale(_newest_payment(con, date)) if stale is not None else ""
        if old:
            return FastRun(
                outcome=Outcome(debtors=0, left=(), sql=""), invoices=0, totals=(), rejects=rejects, counts=counts,
                read_by_row=why, stale=old,
            )  # fmt: skip
        count = con.execute("SELECT count(*) FROM inv").fetchall()[0][0]
        outcome = _in_parts(con, engine, date, count, folder, each)
        ordered(con, engine, date)
        if out is not None and staged is not None:
            each("writing the worklist")
            fault = _write(con, out, staged, escape)
            if fault is not None:
                return fault
        return FastRun(
            outcome=outcome, invoices=count, totals=tuple(totals(con, engine)), rejects=rejects, counts=counts,
            read_by_row=why,
        )  # fmt: skip


@contextlib.contextmanager
def _beside(out: str | None) -> Iterator[Path | None]:
    """A folder for what does not fit into memory: beside the output, where there is room for it; gone afterwards."""
    import tempfile

    near = Path(out).parent if out is not None else None
    try:
        found = tempfile.TemporaryDirectory(prefix=".dunlang-", dir=near)
    except OSError:  # the output cannot be written either, which is said then
        yield None
        return
    with found as folder:
        yield Path(folder)


def _memory(files: dict[str, Path]) -> str:
    """How much memory the engine may take, by the size of the files; beyond it works on disk.

    Joining the numbers of a hundred million invoices takes more than a bound of 3 GB lets DuckDB put aside: there it
    keeps its own, four fifths of the machine's memory.
    """
    size = sum(file.stat().st_size for file in files.values() if file.is_file())
    return "1200MB" if size < _LARGE else ""


def _in_parts(
    con: Any, engine: Engine, date: dt.date, count: int, folder: Path | None, each: Callable[[str], None]
) -> Outcome:
    """Judge the ledger debtor by debtor in parts of some :data:`_PART` invoices, so that memory stays bounded.

    The parts wait in *folder*, written once, so a ledger ten times as large takes ten times as long.
    """
    from dunlang.portfolio.fast.lines import debtor_columns
    from dunlang.portfolio.fast.listing import listing
    from dunlang.portfolio.fast.rest import complete
    from dunlang.portfolio.fast.run import Outcome, evaluate

    parts = -(-count // _PART)

    def left(done: int, many: int) -> None:
        each(f"{done} of {many} debtors judged by the reference")

    if parts < 2 or folder is None:
        each("judging the ledger")
        outcome = evaluate(con, engine, date)
        complete(con, engine, date, left)
        listing(con, engine)
        return outcome
    tables = ("inv", "deb", "ev")
    own = "".join(f', "x_{a.name}"' for a in engine.policy.attributes if a.of == "invoice")
    kept = {
        "inv": f"n, id, dn, date, amount, currency, due, received, delivered{own}",
        "deb": ", ".join(debtor_columns(engine.policy)),
        "ev": "ord, date, kind, n, dn, step, amount, until",
    }
    for name in tables:
        con.execute(
            f"COPY (SELECT {kept[name]}, dn % {parts} AS part FROM {name}) TO '{_quoted(folder / name)}' "
            "(FORMAT parquet, COMPRESSION lz4, PARTITION_BY (part))"
        )
        con.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM {name} LIMIT 0")
    debtors, reasons, sql = 0, Counter[str](), ""
    for part in range(parts):
        each(f"judging part {part + 1} of {parts}")
        for name in tables:
            con.execute(f"DELETE FROM {name}")
            files = folder / name / f"part={part}"
            if files.is_dir():  # a part may have no events
                con.execute(
                    f"INSERT INTO {name} BY NAME "
                    f"SELECT * FROM read_parquet('{_quoted(files)}/*.parquet', hive_partitioning = false)"
                )
        outcome = evaluate(con, engine, date)
        complete(con, engine, date, left)
        listing(con, engine)
        debtors, sql = debtors + outcome.debtors, outcome.sql
        reasons.update(dict(outcome.left))
    return Outcome(debtors=debtors, left=tuple(sorted(reasons.items())), sql=sql)


def _raw(con: Any, files: dict[str, Path]) -> str | Diagnostic:
    """The files as tables of texts with the number of each row; why they must be read row by row; or a finding."""
    import duckdb

    for part in PARTS:
        file = files.get(part)
        if file is None:
            con.execute(f"CREATE OR REPLACE TEMP TABLE raw_{part}(line BIGINT)")
            continue
        if not file.is_file():
            return UNREADABLE.at(None, f"cannot read `{shown(file)}`: no such file", file=shown(file))
        try:
            if file.suffix.lower() == ".parquet":
                fault = _parquet(con, part, file)
                if fault is not None:
                    return fault
            else:
                con.execute(
                    f"CREATE OR REPLACE TEMP TABLE raw_{part} AS SELECT row_number() OVER () + 1 AS line, * "
                    "FROM read_csv(?, all_varchar = true, header = true, strict_mode = true, delim = ?, quote = '\"', "
                    "escape = '\"', null_padding = false, parallel = true)",
                    [str(file), _delimiter(file)],
                )
        except duckdb.Error as error:
            if file.suffix.lower() == ".parquet":
                return _unread(file, error)
            return f"{part}: the rows are not all alike"
    return "" if "debtors" in files else "there is no file of debtors"


def _taken(con: Any, engine: Engine, files: dict[str, Path]) -> str | Diagnostic:
    """Take the tables of texts in; why they must be read row by row; or a finding, of a damaged Parquet file."""
    import duckdb

    from dunlang.portfolio.fast.ingest import ingest

    try:
        return ingest(con, engine.policy)
    except duckdb.Error:
        for file in files.values():
            if file.suffix.lower() != ".parquet":
                continue
            try:
                con.execute("SELECT bit_xor(hash(COLUMNS(*))) FROM read_parquet(?)", [str(file)]).fetchall()
            except duckdb.Error as error:
                return _unread(file, error)
        raise


def _unread(file: Path, error: Exception) -> Diagnostic:
    return UNREADABLE.at(None, f"cannot read `{shown(file)}`: {_reason(error)}", file=shown(file))


def _reason(error: Exception) -> str:
    """What DuckDB says of a failure: the system's own word where there is one, else its first line."""
    said = str(error)
    number = re.search(r'"errno" ?: ?"(\d+)"', said)
    if number is not None:
        return os.strerror(int(number[1])).lower()
    return said.splitlines()[0] if said else type(error).__name__


def _newest_payment(con: Any, date: dt.date) -> dt.date | None:
    newest = con.execute(
        "SELECT max(date) FROM ev WHERE kind = 'payment' AND date <= ?", [date.toordinal()]
    ).fetchall()[0][0]
    return type(date).fromordinal(newest) if newest is not None else None


def _delimiter(file: Path) -> str:
    with file.open("rb") as opened:
        header = opened.readline(100_000)
    return ";" if header.count(b";") > header.count(b",") else ","


def _parquet(con: Any, part: str, file: Path) -> Diagnostic | None:
    """A Parquet file as texts, days and decimals; an amount in floating point is refused, it would not be exact."""
    described = con.execute("DESCRIBE SELECT * FROM read_parquet(?)", [str(file)]).fetchall()
    columns = []
    for name, kind, *_ in described:
        if kind in ("DOUBLE", "FLOAT"):
            return UNREADABLE.at(
                None,
                f"`{name}` in `{shown(file)}` is in floating point, which is not exact",
                file=shown(file),
                help="write it as a decimal, or as text",
            )
        cell = '"' + name.replace('"', '""') + '"'
        if (name in _DATES and kind == "DATE") or (name in _AMOUNTS and kind.startswith("DECIMAL")):
            columns.append(cell)
        else:
            columns.append(f"{text_of(name, kind)} AS {cell}")
    con.execute(
        f"CREATE OR REPLACE TEMP {'TABLE' if part == 'debtors' else 'VIEW'} raw_{part} AS "  # debtors are read often
        f"SELECT file_row_number + 1 AS line, {', '.join(columns)} "
        f"FROM read_parquet('{_quoted(file)}', file_row_number = true)"
    )
    return None


def _write(con: Any, out: str, staged: Staged, escape: Callable[[str], str] | None) -> Diagnostic | None:
    """The worklist into *out*, first beside it, then in its place; formula cells of CSV are escaped."""
    import duckdb

    beside = str(staged.beside)
    try:
        if Path(out).suffix.lower() == ".parquet":
            copied, form = "worklist", "FORMAT parquet, COMPRESSION zstd"
        else:
            copied, form = f"({_escaped(con, escape)})", "FORMAT csv, HEADER true"
        con.execute(f"COPY {copied} TO '{_quoted(beside)}' ({form}, USE_TMP_FILE false)")
        with Path(beside).open("rb+") as written:
            os.fsync(written.fileno())
    except (OSError, duckdb.IOException) as error:
        reason = _reason(error) if isinstance(error, duckdb.Error) else (error.strerror or str(error)).lower()
        return NOT_WRITTEN.at(None, f"cannot write `{shown(out)}`: {reason}", file=shown(out))
    return staged.place()


def _escaped(con: Any, escape: Callable[[str], str] | None) -> str:
    """The worklist with the cells that a spreadsheet would run as *escape* writes them; its order stays."""
    from dunlang.portfolio.fast.load import fill

    described = con.execute("DESCRIBE worklist").fetchall()
    joins, cells = "", []
    for place, (name, kind, *_) in enumerate(described):
        cell = f'w."{name}"'
        risky: list[tuple[str]] = []
        if escape is not None and kind == "VARCHAR":
            risky = con.execute(
                f'SELECT DISTINCT "{name}" FROM worklist WHERE regexp_matches("{name}", ?)', [_FORMULA]
            ).fetchall()
        if escape is not None and risky:
            fill(con, f"escaped_{place}", "raw VARCHAR, safe VARCHAR", [(row[0], escape(row[0])) for row in risky])
            joins += f" LEFT JOIN escaped_{place} e{place} ON e{place}.raw = {cell}"
            cell = f'coalesce(e{place}.safe, {cell}) AS "{name}"'
        cells.append(cell)
    return f"SELECT {', '.join(cells)} FROM worklist w{joins}"


def _quoted(path: Path | str) -> str:
    return str(path).replace("'", "''")
