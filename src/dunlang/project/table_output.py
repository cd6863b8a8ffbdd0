"""The worklist of a large ledger into its file, CSV or Parquet: in order, whole or not at all."""

# ruff: noqa: S608 - names of columns come quoted, paths with their quotes doubled

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dunlang.project.files import shown
from dunlang.project.pages import NOT_WRITTEN
from dunlang.project.table_files import quoted, reason_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from dunlang.diagnostics import Diagnostic
    from dunlang.portfolio.fast.listing import Rows
    from dunlang.project.staged import Staged

__all__ = ["FORMULA", "write_worklist"]

#: Cells of CSV that a spreadsheet could take for a formula: a sign begins them, or what follows an end of a cell.
FORMULA = r"(^|[;\t\r\n])[\s\"\x{feff}\x{200b}]*[=+@\x{ff1d}\x{ff0b}\x{ff0d}\x{ff20}-]|^[\t\r\n]"


def write_worklist(
    con: Any, rows: Rows, out: str, staged: Staged, escape: Callable[[str], str] | None
) -> Diagnostic | None:
    """Write *rows* to *out*, first beside it, then in its place; *escape* writes formula cells of CSV."""
    import duckdb

    cells, tables, form = dict(rows.cells), rows.tables, "FORMAT parquet, COMPRESSION zstd"
    beside = str(staged.beside)
    try:
        if Path(out).suffix.lower() != ".parquet":
            form = "FORMAT csv, HEADER true"
            if escape is not None:
                tables += _escaped(con, cells, tables, escape)
        shown_as = ", ".join(f'{cell} AS "{name}"' for name, cell in cells.items())
        con.execute(
            f"COPY (SELECT {shown_as} FROM {tables} ORDER BY {rows.order}) TO '{quoted(beside)}' "
            f"({form}, USE_TMP_FILE false)"
        )
        with Path(beside).open("rb+") as written:
            os.fsync(written.fileno())
    except (OSError, duckdb.IOException) as error:
        reason = reason_of(error) if isinstance(error, duckdb.Error) else (error.strerror or str(error)).lower()
        return NOT_WRITTEN.at(None, f"cannot write `{shown(out)}`: {reason}", file=shown(out))
    return staged.place()


def _escaped(con: Any, cells: dict[str, str], tables: str, escape: Callable[[str], str]) -> str:
    """Let the *cells* that a spreadsheet would run be as *escape* writes them; the joins that this takes."""
    from dunlang.portfolio.fast.load import fill

    joins = ""
    kinds = con.execute(f"DESCRIBE SELECT {', '.join(cells.values())} FROM {tables}").fetchall()
    for (name, cell), (_, kind, *_rest) in zip(list(cells.items()), kinds, strict=True):
        if kind != "VARCHAR":
            continue
        risky = con.execute(
            f"SELECT DISTINCT cell FROM (SELECT {cell} AS cell FROM {tables}) WHERE regexp_matches(cell, ?)", [FORMULA]
        ).fetchall()
        if risky:
            fill(con, f"escaped_{name}", "raw VARCHAR, safe VARCHAR", [(raw, escape(raw)) for (raw,) in risky])
            joins += f' LEFT JOIN escaped_{name} "e_{name}" ON "e_{name}".raw = {cell}'
            cells[name] = f'coalesce("e_{name}".safe, {cell})'
    return joins
