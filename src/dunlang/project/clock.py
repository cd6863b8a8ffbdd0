"""Today: the one place that asks the machine what day it is. Everything else takes the date as an argument."""

from __future__ import annotations

import datetime as dt

__all__ = ["today"]


def today() -> dt.date:
    """The day where this machine stands."""
    return dt.date.today()  # noqa: DTZ011 - a dunning run belongs to the local day of the office that runs it
