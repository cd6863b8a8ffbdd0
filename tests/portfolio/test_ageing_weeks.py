"""Ageing and the forecast by week: sums that agree with the lists and the ledger."""

from __future__ import annotations

import datetime as dt

import pytest

from dunlang.portfolio.ageing import AGES, age_of
from dunlang.portfolio.simulation import Simulation
from dunlang.portfolio.worklist import simulate
from dunlang.project.ledger import find_ledger, read_files
from dunlang.project.session import Session
from dunlang.resources import shipped
from dunlang.schedule import prepare

DAY = dt.date(2026, 3, 3)


@pytest.fixture(scope="module")
def found() -> Simulation:
    """The shipped policy over the shipped ledger, eight weeks ahead."""
    loaded = Session().load(shipped("policies") / "debiteurenbeleid.dun")
    assert loaded.policy is not None
    assert loaded.book is not None
    files = find_ledger([str(shipped("policies") / "ledger")])
    ledger, _ = read_files(files, loaded.policy)  # type: ignore[arg-type] # the shipped ledger is there
    return simulate(prepare(loaded.policy, loaded.book), ledger, date=DAY, until=dt.date(2026, 4, 28))


@pytest.mark.parametrize(
    ("days", "age"),
    [(-5, "not due"), (0, "not due"), (1, "1-30"), (30, "1-30"), (31, "31-60"), (60, "31-60"), (61, "61-90"),
     (90, "61-90"), (91, "over 90"), (4000, "over 90")],
)  # fmt: skip
def test_ages(days: int, age: str) -> None:
    """The day after the due date is the first day overdue; each boundary belongs to the younger age."""
    assert age_of(DAY - dt.timedelta(days=days), DAY) == age
    assert age_of(None, DAY) == "due date unknown"


def test_ageing_has_all_that_is_open_but_sold(found: Simulation) -> None:
    """The ages of all groups add up to what the standings have open, without invoices that were sold."""
    for currency in ("EUR", "USD"):
        aged = [one for one in found.ageing if one.outstanding.currency == currency]
        stand = [
            one
            for one in found.standings
            if one.outstanding.currency == currency and one.standing != "sold" and one.outstanding.minor
        ]
        assert sum(one.outstanding.minor for one in aged) == sum(one.outstanding.minor for one in stand) > 0
        assert sum(one.count for one in aged) == sum(one.count for one in stand)
    places = [(one.outstanding.currency, AGES.index(one.age)) for one in found.ageing if one.group == "particulieren"]
    assert places == sorted(places)


def test_weeks_have_each_step_once(found: Simulation) -> None:
    """The weeks lie side by side from the day after the run on, and each step of the forecast is in its own."""
    assert len(found.weeks) > 3
    assert found.weeks[0].first == DAY + dt.timedelta(days=1)
    for week, later in zip(found.weeks, found.weeks[1:], strict=False):
        assert week.last + dt.timedelta(days=1) == later.first
        assert later.first.weekday() == 0
    assert found.weeks[-1].last <= found.until
    for week in found.weeks:
        due = [item for item in found.forecast if item.on is not None and week.first <= item.on <= week.last]
        assert week.steps == len(due) == sum(total.count for total in week.totals)
        open_ = {item.invoice.id: item.outstanding.minor for item in due}
        assert week.invoices == len(open_)
        assert sum(money.minor for money in week.outstanding) == sum(open_.values())
    assert sum(week.steps for week in found.weeks) == len(found.forecast)


def test_no_forecast_no_weeks() -> None:
    """Without a look ahead there are no weeks."""
    loaded = Session().load(shipped("policies") / "ten-lines.dun")
    assert loaded.policy is not None
    assert loaded.book is not None
    files = find_ledger([str(shipped("policies") / "ledger")])
    ledger, _ = read_files(files, loaded.policy)  # type: ignore[arg-type] # the shipped ledger is there
    assert simulate(prepare(loaded.policy, loaded.book), ledger, date=DAY).weeks == ()
