"""The files of a large ledger as DuckDB sees them: rows of texts, days and decimals, each with its number.

DuckDB is imported here and only when it is used.
"""

# ruff: noqa: S608 - names of columns come quoted, paths as parameters or with their quotes doubled

from __future__ import annotations

import contextlib
import os
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dunlang.portfolio.columns import DEBTORS, EVENTS, INVOICES
from dunlang.project.files import shown
from dunlang.project.ledger_files import PARTS
from dunlang.project.ledger_parquet import text_of
from dunlang.project.pages import UNREADABLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dunlang.diagnostics import Diagnostic

__all__ = ["beside", "connect", "damaged", "quoted", "read_raw", "reason_of"]

#: The columns that keep their type where a Parquet file has dates or decimals; all others are read as text.
_DATES = frozenset(column.name for column in (*INVOICES, *EVENTS) if column.kind == "date")
_AMOUNTS = frozenset(column.name for column in (*INVOICES, *DEBTORS, *EVENTS) if column.kind == "amount")


@contextlib.contextmanager
def connect(memory: str = "", folder: Path | None = None) -> Iterator[Any]:
    """A DuckDB of its own, in memory; *memory* (``4GB``) bounds it, *folder* takes what does not fit."""
    import duckdb

    with duckdb.connect(":memory:") as con:
        con.execute("SET preserve_insertion_order = true; SET enable_progress_bar = false")
        if memory:
            con.execute(f"SET memory_limit = '{memory}'")
        if folder is not None:
            con.execute("SET temp_directory = ?", [str(folder)])
        yield con


@contextlib.contextmanager
def beside(out: str | None) -> Iterator[Path | None]:
    """A folder for what does not fit into memory: beside the output, where there is room for it; gone afterwards."""
    near = Path(out).parent if out is not None else None
    try:
        found = tempfile.TemporaryDirectory(prefix=".dunlang-", dir=near)
    except OSError:  # the output cannot be written either, which is said then
        yield None
        return
    with found as folder:
        yield Path(folder)


def read_raw(con: Any, files: dict[str, Path]) -> str | Diagnostic:
    """The files as ``raw_invoices``, ``raw_debtors`` and ``raw_events``, with the number of each row as ``line``.

    Returns why they must be read row by row; or a finding.
    """
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
        f"CREATE OR REPLACE TEMP VIEW raw_{part} AS SELECT file_row_number + 1 AS line, {', '.join(columns)} "
        f"FROM read_parquet('{quoted(file)}', file_row_number = true)"
    )
    return None


def damaged(con: Any, files: dict[str, Path]) -> Diagnostic | None:
    """The finding that a Parquet file among *files* cannot be read to its end; None where all can be."""
    import duckdb

    for file in files.values():
        if file.suffix.lower() != ".parquet":
            continue
        try:
            con.execute("SELECT bit_xor(hash(COLUMNS(*))) FROM read_parquet(?)", [str(file)]).fetchall()
        except duckdb.Error as error:
            return _unread(file, error)
    return None


def _unread(file: Path, error: Exception) -> Diagnostic:
    return UNREADABLE.at(None, f"cannot read `{shown(file)}`: {reason_of(error)}", file=shown(file))


def reason_of(error: Exception) -> str:
    """What DuckDB says of a failure: the system's own word where there is one, else its first line."""
    said = str(error)
    number = re.search(r'"errno" ?: ?"(\d+)"', said)
    if number is not None:
        return os.strerror(int(number[1])).lower()
    return said.splitlines()[0] if said else type(error).__name__


def quoted(path: Path | str) -> str:
    """A path within the quotes of a statement."""
    return str(path).replace("'", "''")
