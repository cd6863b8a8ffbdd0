"""The named calendars: rest days by law, from a table that ``tests/generate/calendars.py`` writes."""

from __future__ import annotations

import datetime as dt
import json
from functools import cache
from typing import Any

from dunlang.dates import Calendar
from dunlang.resources import law_data

__all__ = ["calendar_names", "load_calendar"]


@cache
def _table() -> dict[str, Any]:
    """The table as it ships: years, and per calendar its title and its days."""
    table: dict[str, Any] = json.loads((law_data() / "calendars.json").read_text(encoding="utf-8"))
    return table


def calendar_names() -> tuple[str, ...]:
    """The names of all calendars, in order."""
    return tuple(_table()["calendars"])


@cache
def load_calendar(name: str) -> Calendar | None:
    """The calendar of that name (``NL.terms``, ``DE.BY``), None for an unknown one. ``GB`` is taken for ``UK``."""
    table = _table()
    known = table["calendars"].get("UK" + name[2:] if name[:2] == "GB" else name)
    if known is None:
        return None
    words: list[str] = table["names"]
    names: dict[dt.date, str] = {}
    for year, days in zip(range(table["first"], table["last"] + 1), known["days"], strict=True):
        for day in days.split():
            names[dt.date(year, int(day[:2]), int(day[2:4]))] = words[int(day[4:])]
    return Calendar(
        name=name,
        holidays=frozenset(names),
        first=dt.date(table["first"], 1, 1),
        last=dt.date(table["last"], 12, 31),
        final_until=dt.date.fromisoformat(known["final_until"]),
        title=known["title"],
        names=names,
    )
