"""A ledger of Parquet as the three typed tables of a program, in Spark: columns checked, every row with its place.

A row's place is the number of rows in the files before its own (files by name) and in its file before it: it needs no
sorting, and is the same however the work is shared out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dunlang.diagnostics import Diagnostic
from dunlang.portfolio.columns import DEBTORS, EVENTS, INVOICES
from dunlang.portfolio.fast.dialects import column_type
from dunlang.portfolio.fast.typed import ledger_columns
from dunlang.project.pages import UNREADABLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dunlang.model.policy import Policy

__all__ = ["read_tables"]

_KNOWN = {"invoices": INVOICES, "debtors": DEBTORS, "events": EVENTS}
_WHOLE = ("tinyint", "smallint", "int", "bigint")
#: Amounts are read with so many digits before and behind the point.
_BEFORE, _BEHIND = 18, 6


def read_tables(session: Any, policy: Policy, parts: dict[str, str]) -> tuple[dict[str, int], list[str]] | Diagnostic:
    """Make the views ``invoices``, ``debtors`` and ``events``; the rows of each, and notes on columns not read."""
    counts, notes = {}, []
    for part, columns in ledger_columns(policy).items():
        wanted = [(name, kind) for name, kind in columns if name != "seq"]
        if part not in parts:
            listed = ", ".join(f"`{name}` {_kind(kind)}" for name, kind in wanted)
            session.createDataFrame([], f"{listed}, place BIGINT").createOrReplaceTempView(part)
            counts[part] = 0
            continue
        frame = session.read.parquet(parts[part])
        types: dict[str, str] = dict(frame.dtypes)
        fault = next(_faults(part, parts[part], wanted, types), None)
        if fault is not None:
            return fault
        known = {column.name for column in _KNOWN[part]} | {name for name, _ in wanted} | {"seq"}
        strange = sorted(name for name in types if name not in known)
        if strange:
            notes.append(f"`{parts[part]}` has columns that are not known and not read: {', '.join(strange[:10])}")
        counts[part] = _place(session, part, frame, wanted, types)
    return counts, notes


def _place(session: Any, part: str, frame: Any, wanted: list[tuple[str, str]], types: dict[str, str]) -> int:
    from pyspark.sql import functions as f

    frame = frame.select("*", f.col("_metadata.file_path").alias("_file"), f.col("_metadata.row_index").alias("_row"))
    files, rows = [], 0
    for name, count in sorted(tuple(row) for row in frame.groupBy("_file").count().collect()):
        files.append((name, rows))
        rows += count
    columns = [
        (f.col(f"`{name}`") if name in types else f.lit(None)).cast(_kind(kind)).alias(name) for name, kind in wanted
    ]
    if len(files) == 1:
        placed = frame.select(*columns, f.col("_row").alias("place"))
    else:
        before = session.createDataFrame(files, "_file STRING, _before BIGINT")
        placed = frame.join(f.broadcast(before), "_file").select(
            *columns, (f.col("_before") + f.col("_row")).alias("place")
        )
    placed.createOrReplaceTempView(part)
    return rows


def _kind(kind: str) -> str:
    """The type under which a column is read; amounts keep more digits than the currency has, so that none is lost."""
    return f"DECIMAL({_BEFORE + _BEHIND}, {_BEHIND})" if kind.startswith("decimal") else column_type(kind, "spark")


def _faults(part: str, file: str, wanted: list[tuple[str, str]], types: dict[str, str]) -> Iterator[Diagnostic]:
    must = {column.name for column in _KNOWN[part] if column.required}
    for name, kind in wanted:
        found = types.get(name)
        if found is None:
            if name in must:
                yield UNREADABLE.at(None, f"`{file}` has no column `{name}`", file=file, help="add the column")
        elif found in ("float", "double") and kind.startswith("decimal"):
            yield UNREADABLE.at(
                None,
                f"`{name}` in `{file}` is in floating point, which is not exact",
                file=file,
                help="write it as a decimal",
            )
        elif not _fits(found, kind):
            right = "decimal(18, 2)" if kind.startswith("decimal") else column_type(kind, "spark").lower()
            yield UNREADABLE.at(
                None,
                f"`{name}` in `{file}` is {found}",
                file=file,
                help=f"write it as {right}, or run with `--engine duckdb`",
            )


def _fits(found: str, kind: str) -> bool:
    if found == "void":
        return True
    if kind.startswith("decimal"):
        if found.startswith("decimal("):
            digits, behind = (int(number) for number in found[8:-1].split(","))
            return behind <= _BEHIND and digits - behind <= _BEFORE
        return found in _WHOLE
    match kind:
        case "varchar":
            return found in ("string", *_WHOLE) or found.startswith(("varchar", "char"))
        case "bigint":
            return found in _WHOLE
        case "date":
            return found in ("date", "timestamp_ntz")
        case _:
            return found == kind
