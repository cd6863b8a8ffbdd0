"""A ledger gathered in plain Python shows what the reference shows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from dunlang.model.case import Case
from dunlang.portfolio.gathering import Gathering
from dunlang.portfolio.small.gather import gather
from dunlang.schedule import Engine
from tests.portfolio.differential.fuzz import drawn
from tests.portfolio.small.wilder import wilder
from tests.schedule.conftest import case, day, engine

Drawn = tuple[Engine, "list[Case]", dt.date]


@pytest.mark.parametrize("draw", [drawn, wilder])
@pytest.mark.parametrize("seed", range(20, 32))
def test_the_same_simulation(draw: Callable[[int], Drawn], seed: int) -> None:
    """Lists, sums, ages, weeks and reconciliation are equal, with a forecast and without."""
    made, cases, date = draw(seed)
    until = date + dt.timedelta(days=seed % 3 * 20)
    found, wanted = Gathering(made, date, until), Gathering(made, date, until)
    told = gather(found, cases)
    for one in cases:
        wanted.take(made.schedule(one, as_of=date, until=until))
    assert found.simulation() == wanted.simulation()
    assert 0 < told < sum(len(case.invoices) for case in cases)


def test_only_who_has_something_to_show_is_told() -> None:
    """A debtor whose reminder is due today is told by the reference; two days before he is counted."""
    made = engine("a 3 days after due send reminder by email")
    seen: list[int] = []
    assert gather(Gathering(made, day("01-20"), day("01-20")), [case()], seen.append) == 0
    assert gather(Gathering(made, day("01-22"), day("01-22")), [case()], seen.append) == 1
    assert gather(Gathering(made, day("01-20"), day("01-22")), [case()], seen.append) == 1
    assert seen == [1, 1, 1]
