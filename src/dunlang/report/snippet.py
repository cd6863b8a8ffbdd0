"""Source lines with their spans underlined: the only place that knows tabs, wide letters and long lines.

A span over several lines is marked on its first and its last line. A line that is too long for a terminal is cut
around the span, so a finding in a line of ten megabytes shows the hundred columns that matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dunlang.records import frozen
from dunlang.report.colour import Paint, Style
from dunlang.report.width import clean, width
from dunlang.source import Source, Span

__all__ = ["Mark", "snippet"]

#: No line of source is shown wider than this.
COLUMNS = 110
#: What is shown before a span in a line that is cut.
LEAD = 40


@frozen
class Mark:
    """A span to underline and what to say there; the primary one gets carets, others dashes."""

    span: Span
    text: str = ""
    primary: bool = False


@frozen
class _Stroke:
    """The part of a mark on one line: columns from 0, *end* beyond the last, and the text behind it."""

    line: int
    start: int
    end: int
    text: str
    primary: bool


def snippet(marks: Sequence[Mark], paint: Paint, *, style: Style = "error") -> tuple[list[str], int]:
    """The lines of all *marks*, file by file in the order of their first mark, and how wide the line numbers are.

    *style* paints the primary mark.
    """
    sources: list[Source] = []
    for mark in marks:
        if not any(mark.span.source is source for source in sources):
            sources.append(mark.span.source)
    strokes = {id(s): [k for m in marks if m.span.source is s for k in _strokes(m)] for s in sources}
    gutter = len(str(max((stroke.line for found in strokes.values() for stroke in found), default=1)))
    out: list[str] = []
    for source in sources:
        first = next(mark for mark in marks if mark.span.source is source)
        if out:
            out.append(" " * gutter + paint("bar", " |"))
        arrow = ":::" if out else "-->"
        out.append(" " * gutter + paint("bar", arrow) + f" {clean(str(first.span))}")
        out.append(" " * gutter + paint("bar", " |"))
        out += _lines(source, strokes[id(source)], gutter, paint, style)
    out.append(" " * gutter + paint("bar", " |"))
    return out, gutter


def _strokes(mark: Mark) -> Iterable[_Stroke]:
    source = mark.span.source
    first, column = source.position(mark.span.start)
    last, end = source.position(max(mark.span.start, mark.span.end))
    if end == 1 and last > first:  # the span ends with a line break: it shows on the line before
        last -= 1
        end = _length(source, last) + 1
    if first == last:
        yield _Stroke(first, column - 1, max(end, column) - 1, mark.text, mark.primary)
        return
    yield _Stroke(first, column - 1, max(_length(source, first), column), "", mark.primary)
    head = source.text[source.line_starts[last - 1] :][: end - 1]
    indent = len(head) - len(head.lstrip())
    yield _Stroke(last, indent, max(end - 1, indent + 1), mark.text, mark.primary)


def _length(source: Source, line: int) -> int:
    return len(source.line(line))


def _lines(source: Source, strokes: list[_Stroke], gutter: int, paint: Paint, style: Style) -> Iterable[str]:
    previous = 0
    for number in sorted({stroke.line for stroke in strokes}):
        if previous and number == previous + 2:
            yield paint("bar", f"{previous + 1:>{gutter}} |") + _behind(_cut(source.line(previous + 1), 0)[0])
        elif previous and number > previous + 2:
            yield paint("bar", "...")
        previous = number
        text = source.line(number)
        here = sorted((s for s in strokes if s.line == number), key=lambda s: (s.start, s.end, not s.primary))
        # A line that fits is shown once, above all its strokes; one that is cut is shown for each of them.
        rows = [here] if len(text) <= COLUMNS and width(text) <= COLUMNS else [[stroke] for stroke in here]
        for row in rows:
            shown, offset, lead = _cut(text, row[0].start if len(rows) > 1 or len(row) == 1 else 0)
            yield paint("bar", f"{number:>{gutter}} |") + _behind(shown)
            for stroke in row:
                yield " " * gutter + paint("bar", " | ") + _underline(text, stroke, offset, lead, paint, style)


def _behind(text: str) -> str:
    return f" {text}" if text else ""


def _cut(text: str, start: int) -> tuple[str, int, str]:
    """What is shown of a line, the offset of the first character shown, and the mark of a cut before it."""
    if len(text) <= COLUMNS and width(text) <= COLUMNS:
        return clean(text).rstrip(), 0, ""
    offset = max(0, start - LEAD)
    lead = "…" if offset else ""
    part = text[offset : offset + COLUMNS]
    while width(part) > COLUMNS:
        part = part[:-1]
    tail = "…" if offset + len(part) < len(text) else ""
    return (lead + clean(part) + tail).rstrip(), offset, lead


def _underline(text: str, stroke: _Stroke, offset: int, lead: str, paint: Paint, style: Style) -> str:
    before = width(lead) + width(text[offset : stroke.start]) + max(0, stroke.start - len(text))
    length = max(1, width(text[stroke.start : min(stroke.end, stroke.start + COLUMNS)]))
    length = min(length, max(1, COLUMNS + 2 - before))
    line = ("^" if stroke.primary else "-") * length
    said = f" {clean(stroke.text)}" if stroke.text else ""
    return " " * before + paint(style if stroke.primary else "related", line + said)
