"""The forecast of the tables: the same steps, days and amounts as the reference's."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.portfolio.differential.forecast import compare
from tests.portfolio.differential.fuzz import drawn
from tests.portfolio.differential.gathered import pages


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10**9), st.integers(1, 200))
def test_drawn_policies_are_foreseen_alike(seed: int, days: int) -> None:
    """Whatever the policy, ledger and days ahead, no coming step differs."""
    engine, cases, day = drawn(seed, 15)
    assert compare(engine, cases, day, day + dt.timedelta(days=days)).differences == ()


@pytest.mark.parametrize(("seed", "debtors"), [(600460, 30)])
def test_what_was_foreseen_otherwise_once(seed: int, debtors: int) -> None:
    """Differences that were found: a gap takes a step past its anchor, which is seen when that day comes."""
    engine, cases, day = drawn(seed, debtors)
    assert compare(engine, cases, day, day + dt.timedelta(days=101)).differences == ()


def test_something_is_foreseen() -> None:
    """The comparison is of steps that do come, with interest and costs on them."""
    steps = 0
    for seed in (1003, 1021):
        engine, cases, day = drawn(seed, 30)
        steps += compare(engine, cases, day, day + dt.timedelta(days=60)).steps
    assert steps > 5


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10**9), st.integers(0, 40))
def test_a_run_shows_the_same_from_tables(seed: int, days: int) -> None:
    """Lists, words, sums and forecast of a run: to the byte what the reference alone shows."""
    engine, cases, day = drawn(seed, 15)
    found, wanted, _ = pages(engine, cases, day, day + dt.timedelta(days=days))
    assert found == wanted
