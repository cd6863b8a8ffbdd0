"""The rows of a ledger that were not taken: one a line, as JSON, and as CSV for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

from dunlang.portfolio.table import FileCount, Reject
from dunlang.report.colour import Paint, plain
from dunlang.report.summary import counted
from dunlang.report.width import clean
from dunlang.report.worklist_csv import safe_cell

__all__ = ["CSV_COLUMNS", "rejects_csv", "rejects_json", "rejects_text"]

CSV_COLUMNS = ("file", "row", "column", "reason", "value", "help", "severity")


def rejects_text(
    rejects: Sequence[Reject], *, paint: Paint = plain, most: int = 50, counts: Sequence[FileCount] = (), rest: str = ""
) -> str:
    """A line for each of the first *most*, then how many more there are; empty text for none.

    *counts* say how many rows each file has; *rest* is the file that has all the rejects.
    """
    if not rejects:
        return ""
    lines = []
    for reject in rejects[:most]:
        column = f" {reject.column}:" if reject.column else ""
        place = paint("bold", clean(f"{reject.file}:{reject.row}:"))
        hint = f"; {clean(reject.help)}" if reject.help else ""
        severity = paint(reject.severity, reject.severity)
        lines.append(f"{place} {severity}:{clean(column)} {clean(reject.reason)}{hint}")
    if len(rejects) > most:
        lines.append(f"and {len(rejects) - most} more" + (f", all of them in {clean(rest)}" if rest else ""))
    lines += [
        f"{clean(one.file)}: {counted(one.rows, 'row')}, {one.accepted} taken, {one.rejected} rejected"
        for one in counts
        if one.rejected
    ]
    rows = {(reject.file, reject.row) for reject in rejects if reject.severity == "error"}
    if rows:
        lines.append(f"{counted(len(rows), 'row')} of the ledger not taken")
    return "\n".join(lines) + "\n"


def rejects_csv(rejects: Sequence[Reject]) -> str:
    """All of them, safe to open in a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(CSV_COLUMNS)
    for one in rejects:
        row = (one.file, str(one.row), one.column, one.reason, one.value, one.help, one.severity)
        writer.writerow(map(safe_cell, row))
    return out.getvalue()


def rejects_json(rejects: Sequence[Reject]) -> list[dict[str, Any]]:
    """All of them."""
    return [
        {
            "file": reject.file,
            "row": reject.row,
            "column": reject.column or None,
            "value": reject.value,
            "reason": reject.reason,
            "help": reject.help or None,
            "severity": reject.severity,
        }
        for reject in rejects
    ]
