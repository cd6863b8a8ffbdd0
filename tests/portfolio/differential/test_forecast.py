"""The forecast of the tables: the same steps, days and amounts as the reference's."""

from __future__ import annotations

import datetime as dt

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dunlang.model.case import Case, Debtor, Invoice
from dunlang.money import Money
from dunlang.portfolio.fast.load import load_cases
from dunlang.portfolio.fast.rest import complete
from dunlang.portfolio.fast.run import evaluate
from tests.portfolio.differential.draw import START
from tests.portfolio.differential.forecast import compare
from tests.portfolio.differential.fuzz import drawn
from tests.portfolio.differential.gathered import pages
from tests.schedule.conftest import engine


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10**9), st.integers(1, 200))
def test_drawn_policies_are_foreseen_alike(seed: int, days: int) -> None:
    """Whatever the policy, ledger and days ahead, no coming step differs."""
    made, cases, day = drawn(seed, 15)
    assert compare(made, cases, day, day + dt.timedelta(days=days)).differences == ()


@pytest.mark.parametrize(("seed", "debtors"), [(600460, 30)])
def test_what_was_foreseen_otherwise_once(seed: int, debtors: int) -> None:
    """Differences that were found: a gap takes a step past its anchor, which is seen when that day comes."""
    engine, cases, day = drawn(seed, debtors)
    assert compare(engine, cases, day, day + dt.timedelta(days=101)).differences == ()


def test_something_is_foreseen() -> None:
    """The comparison is of steps that do come, with interest and costs on them."""
    steps = 0
    for seed in (1003, 1021):
        made, cases, day = drawn(seed, 30)
        steps += compare(made, cases, day, day + dt.timedelta(days=60)).steps
    assert steps > 5


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10**9), st.integers(0, 40))
def test_a_run_shows_the_same_from_tables(seed: int, days: int) -> None:
    """Lists, words, sums and forecast of a run: to the byte what the reference alone shows."""
    made, cases, day = drawn(seed, 15)
    found, wanted, _ = pages(made, cases, day, day + dt.timedelta(days=days))
    assert found == wanted


def test_every_amount_of_a_forecast_has_room() -> None:
    """The reference's rows go into the same columns, and it knows costs where the tables have none."""
    made = engine("a 3 days after due call", policy="progress jump", terms="costs 15%")
    claim = Invoice(id="1", date=START, amount=Money(150_000_000_000))
    case = Case(debtor=Debtor(id="d", kind="business", country="NL"), invoices=(claim,))
    with duckdb.connect() as con:
        load_cases(con, made.policy, [case])
        until = START + dt.timedelta(days=60)
        evaluate(con, made, START, until=until)
        assert complete(con, made, START, until=until) == 1
        assert con.execute("SELECT outstanding, announced FROM forecast").fetchall() == [
            (150_000_000_000, 22_500_000_000)
        ]
