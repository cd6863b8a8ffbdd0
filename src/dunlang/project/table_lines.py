"""On which line of a CSV file a row starts, where blank lines or cells of several lines stand before it."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

__all__ = ["lines_of"]

_CHUNK = 1_000_000


def lines_of(file: Path, delimiter: str, rows: Collection[int], last: int) -> dict[int, int]:
    """The lines on which *rows* start; the header is row 1 and line 1, *last* the number of the last row.

    A row that is not in the answer stands on the line of its number. Raises OSError.
    """
    if not rows or _plain(file, last):
        return {}
    wanted, most = set(rows), max(rows)
    found: dict[int, int] = {}
    with file.open(encoding="utf-8-sig", newline="") as opened:
        reader = csv.reader(opened, delimiter=delimiter, strict=True)
        number, line = 0, 1
        for cells in reader:
            if number == 0 or any(cell.strip() for cell in cells):
                number += 1
                if number in wanted:
                    found[number] = line
                if number == most:
                    break
            line = reader.line_num + 1
    return found


def _plain(file: Path, last: int) -> bool:
    """Whether each row is one line: the file has as many line ends as rows."""
    ends = odd = 0
    end = b""
    with file.open("rb") as opened:
        while chunk := opened.read(_CHUNK):
            if chunk.endswith(b"\r"):
                chunk += opened.read(1)
            ends += chunk.count(b"\n")
            odd += chunk.count(b"\r") - chunk.count(b"\r\n")
            end = chunk[-1:]
    return ends + (end != b"\n") == last and not odd
