"""Text and places in it: what every finding points at.

A :class:`Source` is one file's text with its name; a :class:`Span` is a half-open range of offsets in it. Lines and
columns are counted from 1 and columns count code points, as editors and SARIF (``unicodeCodePoints``) do.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property

import attrs

from dunlang.records import frozen

__all__ = ["Source", "Span"]


@attrs.define(frozen=True, eq=False, slots=False)
class Source:
    """One text and the name it is shown under (a path as the user wrote it, or ``<stdin>``)."""

    name: str
    text: str = attrs.field(repr=False)

    @cached_property
    def line_starts(self) -> list[int]:
        """The offset of the first character of each line."""
        starts = [0]
        find = self.text.find
        at = find("\n")
        while at >= 0:
            starts.append(at + 1)
            at = find("\n", at + 1)
        return starts

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of *offset*, both from 1."""
        line = bisect_right(self.line_starts, offset)
        return line, offset - self.line_starts[line - 1] + 1

    def line(self, number: int) -> str:
        """The text of line *number* (from 1) without its end; empty beyond the last line."""
        starts = self.line_starts
        if not 1 <= number <= len(starts):
            return ""
        end = starts[number] - 1 if number < len(starts) else len(self.text)
        return self.text[starts[number - 1] : end].rstrip("\r")

    def whole(self) -> Span:
        """The span of the whole text."""
        return Span(self, 0, len(self.text))


@frozen(eq=False, slots=True)
class Span:
    """A half-open range ``[start, end)`` of offsets in one source."""

    source: Source = attrs.field(repr=lambda source: repr(source.name))
    start: int
    end: int

    @property
    def line(self) -> int:
        """The line on which it starts, from 1."""
        return self.source.position(self.start)[0]

    @property
    def column(self) -> int:
        """The column at which it starts, from 1."""
        return self.source.position(self.start)[1]

    @property
    def text(self) -> str:
        """The text it covers."""
        return self.source.text[self.start : self.end]

    def to(self, other: Span) -> Span:
        """The span from the start of this one to the end of *other* in the same source."""
        return Span(self.source, self.start, max(self.end, other.end))

    def __str__(self) -> str:
        line, column = self.source.position(self.start)
        return f"{self.source.name}:{line}:{column}"
