"""The one place that reads the clock."""

from __future__ import annotations

import datetime as dt

from freezegun import freeze_time

from dunlang.project.clock import today


def test_today_is_the_local_day() -> None:
    """The day is that of this machine's own clock, also shortly before midnight."""
    with freeze_time("2026-03-03 23:59:59"):
        assert today() == dt.date(2026, 3, 3)
