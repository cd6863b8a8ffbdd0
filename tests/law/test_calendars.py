"""The named calendars."""

from __future__ import annotations

import datetime as dt

import pytest

from dunlang.law.calendars import calendar_names, load_calendar

#: Calendar, day, whether it is listed: written down from the laws and official lists.
FACTS = [
    ("NL", "2025-05-05", True),
    ("NL", "2026-05-05", False),
    ("NL.terms", "2026-05-05", True),
    ("NL", "2026-04-03", False),
    ("NL.terms", "2026-04-03", True),
    ("NL", "2025-04-26", True),
    ("NL", "2025-04-27", False),
    ("NL", "2026-04-27", True),
    ("NL", "2026-05-14", True),
    ("NL", "2026-12-26", True),
    ("NL.bank", "2026-04-27", False),
    ("NL.bank", "2026-05-01", True),
    ("BE", "2026-07-21", True),
    ("BE", "2026-11-11", True),
    ("BE", "2026-12-26", False),
    ("BE", "2026-05-15", False),
    ("BE.bank", "2026-05-15", True),
    ("BE", "2026-04-03", False),
    ("DE.BY", "2026-01-06", True),
    ("DE.BE", "2026-01-06", False),
    ("DE.BE", "2025-05-08", True),
    ("DE.SN", "2026-11-18", True),
    ("DE.TH", "2026-09-20", True),
    ("ES.MD", "2026-05-02", True),
    ("ES.CT", "2026-06-24", True),
    ("ES.MD", "2026-04-06", False),
    ("ES", "2026-10-12", True),
    ("FR", "2026-05-08", True),
    ("FR", "2026-04-03", False),
    ("FR.57", "2026-04-03", True),
    ("UK.ENG", "2026-12-28", True),
    ("UK.SCT", "2026-01-02", True),
    ("UK.SCT", "2026-04-06", False),
    ("UK.NIR", "2026-07-13", True),
    ("UK.SCT", "2026-06-15", True),
    ("EU.target", "2026-04-03", True),
]


@pytest.mark.parametrize(("name", "day", "listed"), FACTS)
def test_known_days(name: str, day: str, listed: bool) -> None:
    """Days that the laws and the official lists name, or do not."""
    calendar = load_calendar(name)
    assert calendar is not None
    assert (dt.date.fromisoformat(day) in calendar.holidays) is listed


def test_regions_are_there() -> None:
    """Every Land and community has its calendar; GB is taken for UK."""
    names = calendar_names()
    assert len([name for name in names if name.startswith("DE.") and name != "DE.Augsburg"]) == 16
    assert {"ES.AN", "ES.CT", "ES.MD", "ES.PV", "UK.ENG", "UK.WLS", "UK.SCT", "UK.NIR"} <= set(names)
    assert load_calendar("GB.SCT") == load_calendar("UK.SCT") or load_calendar("GB.SCT") is not None
    assert load_calendar("NL.moon") is None


def test_each_calendar_says_until_when_it_is_final() -> None:
    """Later years are there, but computed by rule; outside the list a question is refused."""
    for name in calendar_names():
        calendar = load_calendar(name)
        assert calendar is not None
        assert calendar.title
        assert calendar.first < calendar.final_until <= calendar.last
        with pytest.raises(LookupError):
            calendar.is_rest_day(calendar.last + dt.timedelta(days=1))


def test_a_day_off_has_a_name() -> None:
    """A reason can name the holiday."""
    calendar = load_calendar("NL.terms")
    assert calendar is not None
    assert calendar.why_rest(dt.date(2026, 5, 5)) == "Liberation Day"
