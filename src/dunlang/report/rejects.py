"""The rows of a ledger that were not taken, one a line, and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dunlang.portfolio.table import Reject
from dunlang.report.colour import Paint, plain
from dunlang.report.summary import counted
from dunlang.report.width import clean

__all__ = ["rejects_json", "rejects_text"]


def rejects_text(rejects: Sequence[Reject], *, paint: Paint = plain, most: int = 50) -> str:
    """A line for each of the first *most*, then how many more there are; empty text for none."""
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
        lines.append(f"and {len(rejects) - most} more")
    errors = sum(reject.severity == "error" for reject in rejects)
    if errors:
        lines.append(f"{counted(errors, 'row')} of the ledger not taken")
    return "\n".join(lines) + "\n"


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
