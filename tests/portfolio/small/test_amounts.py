"""Interest and costs in whole numbers are those of the law's own arithmetic."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dunlang.law import costs, interest
from dunlang.law.rates import RatePeriod
from dunlang.portfolio.small.amounts import Costs, Interest, Movement, accrued

START = dt.date(2019, 3, 1)
_rates = st.sampled_from([Decimal(text) for text in ("8", "8.5", "0", "12.123456", "-0.5", "3.25", "8")])


@st.composite
def _periods(draw: st.DrawFn) -> tuple[RatePeriod, ...]:
    """Rates in the order of time, with equal neighbours and, now and then, days without one."""
    periods, start = [], START - dt.timedelta(days=draw(st.sampled_from([0, 400, 400])))
    for _ in range(draw(st.integers(1, 5))):
        end = start + dt.timedelta(days=draw(st.sampled_from([1, 31, 184, 365, 366, 900])))
        periods.append(RatePeriod(start=start, end=end, percent=draw(_rates)))
        start = end + dt.timedelta(days=draw(st.sampled_from([0, 0, 0, 0, 5])))
    return tuple(periods)


@st.composite
def _rules(draw: st.DrawFn) -> interest.InterestRule:
    return interest.InterestRule(
        kind="drawn",
        periods=draw(_periods()),
        divisor=draw(st.sampled_from(["365", "360", "30/360", "actual/actual"])),
        compounding=draw(st.sampled_from(["none", "yearly"])),
        rounding=draw(st.sampled_from(["segment", "total"])),
        cut=draw(st.sampled_from(["each change", "each change", "rate at start", "rate at end"])),
    )


@settings(max_examples=300, deadline=None)
@given(
    _rules(),
    st.integers(1, 10_000_000),
    st.integers(0, 500),
    st.integers(1, 1500),
    st.lists(st.tuples(st.integers(-20, 1600), st.integers(-9000, 90_000), st.integers(0, 900)), max_size=4),
)
def test_interest(
    rule: interest.InterestRule, principal: int, first: int, days: int, moves: list[tuple[int, int, int]]
) -> None:
    """Every convention, with payments, pauses and rates below zero, comes to the same minor unit."""
    start = START + dt.timedelta(days=first)
    end = start + dt.timedelta(days=days)
    wanted = interest.accrue(
        rule,
        principal,
        start,
        end,
        [interest.Movement(start + dt.timedelta(days=on), less, paid) for on, less, paid in sorted(moves)],
    )
    found = accrued(
        Interest(rule),
        principal,
        start.toordinal(),
        end.toordinal(),
        [Movement(start.toordinal() + on, less, paid) for on, less, paid in sorted(moves)],
    )
    assert found == wanted.total


@st.composite
def _costs(draw: st.DrawFn) -> costs.CostRule:
    tops = sorted(draw(st.sets(st.integers(1, 100_000), max_size=3)))
    brackets = [(top, draw(st.sampled_from([None, 0, 4000])), abs(draw(_rates))) for top in tops]
    if not brackets or draw(st.booleans()):
        brackets.append((None, None, abs(draw(_rates))))
    least, most = draw(st.sampled_from([None, 4000])), draw(st.sampled_from([None, 3000, 67_500]))
    scale = costs.CostScale.stepped(brackets, least, most)
    return costs.CostRule(
        scale=scale,
        vat_periods=draw(_periods()),
        vat_percent_rule=draw(st.sampled_from(["none", "not reclaimed"])),
        known_up_to=scale.pieces[-1].up_to,
    )


@settings(max_examples=300, deadline=None)
@given(_costs(), st.booleans(), st.integers(-5, 120_000), st.integers(0, 1500))
def test_costs(rule: costs.CostRule, vat: bool, principal: int, days: int) -> None:
    """Costs and their VAT are the law's; where the law knows none, there are none."""
    assume(all(period.percent >= 0 for period in rule.vat_periods))
    on = START + dt.timedelta(days=days)
    wanted = rule.amount(principal, vat, on)
    found = Costs(rule, vat=vat).amount(principal, on.toordinal())
    assert found == ((wanted.total, wanted.vat) if wanted is not None else (0, 0))
