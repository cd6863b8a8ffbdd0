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
from dunlang.project.table_heads import csv_head, parquet_head

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dunlang.diagnostics import Diagnostic
    from dunlang.model.policy import Policy
    from dunlang.portfolio.table import Reject

__all__ = ["beside", "connect", "damaged", "quoted", "read_raw", "reason_of"]

#: The columns that keep their type where a Parquet file has dates or decimals; all others are read as text.
_DATES = frozenset(column.name for column in (*INVOICES, *EVENTS) if column.kind == "date")
_AMOUNTS = frozenset(column.name for column in (*INVOICES, *DEBTORS, *EVENTS) if column.kind == "amount")
#: The columns in which the row reader takes no number with decimals.
_WORDS = frozenset(column.name for column in (*INVOICES, *DEBTORS, *EVENTS) if column.kind in ("id", "text", "email"))


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


def read_raw(con: Any, policy: Policy, files: dict[str, Path]) -> tuple[Reject, ...] | str | Diagnostic:
    """The files as ``raw_invoices``, ``raw_debtors`` and ``raw_events``, with the number of each row as ``line``.

    Returns the warnings about columns that the ledger does not know, which are not read; or why the files must be read
    row by row; or a finding.
    """
    import duckdb

    rejects: list[Reject] = []
    for part in PARTS:
        file = files.get(part)
        if file is None:
            con.execute(f"CREATE OR REPLACE TEMP TABLE raw_{part}(line BIGINT)")
            continue
        if not file.is_file():
            return UNREADABLE.at(None, f"cannot read `{shown(file)}`: no such file", file=shown(file))
        parquet = file.suffix.lower() == ".parquet"
        try:
            found = _parquet(con, policy, part, file) if parquet else _csv(con, policy, part, file)
        except duckdb.Error as error:
            return _unread(file, error) if parquet else f"{part}: the rows are not all alike"
        if not isinstance(found, tuple):
            return found
        rejects += found
    return tuple(rejects) if "debtors" in files else "there is no file of debtors"


def _csv(con: Any, policy: Policy, part: str, file: Path) -> tuple[Reject, ...] | str | Diagnostic:
    """A CSV file as texts; also where its header is like no other, why it must be read row by row."""
    try:
        head = csv_head(policy, part, file)
    except OSError as error:
        message = f"cannot read `{shown(file)}`: {(error.strerror or str(error)).lower()}"
        return UNREADABLE.at(None, message, file=shown(file))
    if head is None:
        return f"{part}: the header needs care"
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE raw_{part} AS SELECT row_number() OVER () + 1 AS line, {_listed(head.columns)} "
        "FROM read_csv(?, all_varchar = true, header = true, strict_mode = true, delim = ?, quote = '\"', "
        "escape = '\"', null_padding = false, parallel = true)",
        [str(file), head.delimiter],
    )
    return head.rejects


def _parquet(con: Any, policy: Policy, part: str, file: Path) -> tuple[Reject, ...] | str | Diagnostic:
    """A Parquet file as texts, days and decimals; an amount in floating point is refused, it would not be exact."""
    described = con.execute("DESCRIBE SELECT * FROM read_parquet(?)", [str(file)]).fetchall()
    kinds: dict[str, str] = {name: kind for name, kind, *_ in described}
    for name, kind in kinds.items():
        if kind in ("DOUBLE", "FLOAT"):
            return UNREADABLE.at(
                None,
                f"`{name}` in `{shown(file)}` is in floating point, which is not exact",
                file=shown(file),
                help="write it as a decimal, or as text",
            )
    head = parquet_head(con, policy, part, file, list(kinds))
    if head is None:
        return f"{part}: the names of the columns need care"
    columns = []
    for name in head.columns:
        kind = kinds[name]
        if name in _WORDS and kind.startswith("DECIMAL") and not kind.endswith(",0)"):
            return f"{part}: the column `{name}` is no text"
        if (name in _DATES and kind == "DATE") or (name in _AMOUNTS and kind.startswith("DECIMAL")):
            columns.append(_listed([name]))
        else:
            columns.append(f"{text_of(name, kind)} AS {_listed([name])}")
    con.execute(
        f"CREATE OR REPLACE TEMP VIEW raw_{part} AS SELECT file_row_number + 1 AS line, {', '.join(columns)} "
        f"FROM read_parquet('{quoted(file)}', file_row_number = true)"
    )
    return head.rejects


def _listed(names: Iterable[str]) -> str:
    return ", ".join('"' + name.replace('"', '""') + '"' for name in names)


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
