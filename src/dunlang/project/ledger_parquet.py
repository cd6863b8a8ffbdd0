"""A Parquet file as JSON Lines, so that it is read row by row like any other: numbers digit for digit.

DuckDB reads the file; it is imported here, and only for Parquet.
"""

# ruff: noqa: S608 - names of columns come quoted, the path is a parameter

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from dunlang.diagnostics import Diagnostic
from dunlang.project.files import shown
from dunlang.project.pages import UNREADABLE
from dunlang.source import Source

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["parquet_source", "text_of"]

_BATCH = 10_000
_WHOLE = re.compile(r"U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?")


def parquet_source(file: Path) -> Source | Diagnostic:
    """The rows of *file*, one object a line, empty cells left out; row 1 is line 1.

    Whole numbers and decimals are numbers, dates and times of day 0:00 are dates; a column in floating point is a
    finding, for it is not exact.
    """
    if not file.is_file():
        return UNREADABLE.at(None, f"cannot read `{shown(file)}`: no such file", file=shown(file))
    try:
        import duckdb
    except ImportError as error:
        return UNREADABLE.at(None, f"cannot read `{shown(file)}`: {error}", file=shown(file), help="install duckdb")
    lines: list[str] = []
    try:
        with duckdb.connect(":memory:") as con:
            described = con.execute("DESCRIBE SELECT * FROM read_parquet(?)", [str(file)]).fetchall()
            columns, forms = [], []
            for name, kind, *_ in described:
                if kind in ("DOUBLE", "FLOAT"):
                    message = f"`{name}` in `{shown(file)}` is in floating point, which is not exact"
                    return UNREADABLE.at(None, message, file=shown(file), help="write it as a decimal, or as text")
                columns.append(text_of(name, kind))
                number = kind.startswith("DECIMAL") or _WHOLE.fullmatch(kind) is not None
                forms.append((json.dumps(name), number))
            con.execute(f"SELECT {', '.join(columns)} FROM read_parquet(?)", [str(file)])
            while batch := con.fetchmany(_BATCH):
                for row in batch:
                    cells = [
                        f"{key}: {cell if number else json.dumps(cell, ensure_ascii=False)}"
                        for (key, number), cell in zip(forms, row, strict=True)
                        if cell is not None
                    ]
                    lines.append(f"{{{', '.join(cells)}}}\n")
    except duckdb.Error as error:
        reason = str(error).splitlines()[0]
        return UNREADABLE.at(None, f"cannot read `{shown(file)}`: {reason}", file=shown(file))
    return Source(shown(file), "".join(lines))


def text_of(name: str, kind: str) -> str:
    """The expression that writes a column of Parquet as the ledger's text; what has no such form stays a fault."""
    quoted = '"' + name.replace('"', '""') + '"'
    if kind in ("TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS"):
        # a time of day within the date would be dropped in silence: as text it is refused
        return f"CASE WHEN {quoted}::TIMESTAMP = {quoted}::DATE THEN {quoted}::DATE::VARCHAR ELSE {quoted}::VARCHAR END"
    if kind.startswith("DECIMAL") and not kind.endswith(",0)"):
        return f"regexp_replace({quoted}::VARCHAR, '[.]?0+$', '')"
    return f"{quoted}::VARCHAR"
