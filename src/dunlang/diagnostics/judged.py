"""What a check looked at, beside what it found: for which invoice dates each policy was judged, and what was not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from dunlang.records import frozen

__all__ = ["Judged", "by_words"]


@frozen(kw_only=True)
class Judged:
    """One policy: the first and the last invoice date for which it was judged, None where none could be."""

    file: str
    first: dt.date | None = None
    last: dt.date | None = None
    ends: str = ""
    """What the last day is, in words: ``the end of the validity``."""
    not_checked: tuple[str, ...] = ()
    """What could not be judged, each with the reason."""

    @property
    def period(self) -> str:
        """``judged for invoices of 2026-01-01 to 2030-12-31, the end of the validity``; empty without dates."""
        if self.first is None or self.last is None:
            return ""
        return f"judged for invoices of {self.first} to {self.last}" + (f", {self.ends}" if self.ends else "")


def by_words(judged: Iterable[Judged]) -> dict[str, list[str]]:
    """Each line that a report ends with, once, with the files that it is about: the dates, then what was not checked.

    ``{"judged for invoices of …": ["a.dun"], "not checked: hours of contact: …": ["a.dun", "b.dun"]}``
    """
    listed = tuple(judged)
    lines: dict[str, list[str]] = {}
    for one in listed:
        if one.period:
            lines.setdefault(one.period, []).append(one.file)
    for one in listed:
        for what in one.not_checked:
            lines.setdefault(f"not checked: {what}", []).append(one.file)
    return lines
