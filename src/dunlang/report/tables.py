"""Plain aligned tables for a terminal: no frames, two blanks between columns, numbers to the right."""

from __future__ import annotations

from collections.abc import Sequence

from dunlang.report.colour import Paint, plain
from dunlang.report.width import clean, pad, width

__all__ = ["table"]


def table(
    headers: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    right: Sequence[int] = (),
    indent: int = 0,
    paint: Paint = plain,
) -> str:
    """The table as text with a line break at the end of each line; *right* lists the columns aligned to the right.

    A column that is empty in all rows is left out. Control characters of a cell are made visible.
    """
    if not rows:
        return ""
    cells = [[clean(cell.replace("\n", " ")) for cell in row] for row in rows]
    kept = [at for at in range(len(headers)) if any(row[at] for row in cells)]
    wide = {at: max(width(headers[at]), *(width(row[at]) for row in cells)) for at in kept}

    def line(values: Sequence[str]) -> str:
        shown = "  ".join(pad(values[at], wide[at], right=at in right) for at in kept)
        return " " * indent + shown.rstrip()

    return "\n".join([paint("bold", line(headers)), *map(line, cells)]) + "\n"
