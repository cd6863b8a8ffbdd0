"""Cost scales: published amounts, and the exact comparison with a cap."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from unittest.mock import patch

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dunlang.law import CostScale, above, load_book
from dunlang.law import costs as room
from dunlang.law.costs import first_above_with_vat
from dunlang.lint.legal import grossed
from dunlang.money import MAX_MINOR
from tests.law.packs import country

ON = dt.date(2026, 1, 10)

#: Principal and costs in cents, with the VAT of a creditor who cannot reclaim it: rulings, agencies, test suites.
DUTCH = [
    (1, 4_000, 840),
    (10_000, 4_000, 840),
    (22_690, 4_000, 840),
    (26_667, 4_000, 840),
    (26_670, 4_001, 840),
    (50_755, 7_613, 1_599),
    (73_554, 11_033, 2_317),
    (80_000, 12_000, 2_520),
    (175_279, 26_292, 5_521),
    (249_999, 37_500, 7_875),
    (333_333, 45_833, 9_625),
    (350_000, 47_500, 9_975),
    (499_999, 62_500, 13_125),
    (500_000, 62_500, 13_125),
    (999_999, 87_500, 18_375),
    (19_999_999, 277_500, 58_275),
    (20_000_000, 277_500, 58_275),
    (100_000_000, 677_500, 142_275),
    (100_499_900, 677_500, 142_275),
    (500_000_000, 677_500, 142_275),
]


@pytest.mark.parametrize(("principal", "amount", "vat"), DUTCH)
def test_the_dutch_scale(principal: int, amount: int, vat: int) -> None:
    """Collection costs of the Netherlands, with and without VAT."""
    rule = country().costs("consumer", ON)
    assert rule is not None
    with_vat, without = rule.amount(principal, True, ON), rule.amount(principal, False, ON)
    assert with_vat is not None
    assert without is not None
    assert (with_vat.amount, with_vat.vat, with_vat.total) == (amount, vat, amount + vat)
    assert (without.amount, without.vat, without.total) == (amount, 0, amount)


#: Open amount and highest lump sum against a Belgian consumer; the percentages bite on the part over the last limit.
BELGIAN = [
    (1, 2_000),
    (15_000, 2_000),
    (15_001, 3_000),
    (25_000, 4_000),
    (50_000, 6_500),
    (65_000, 7_250),
    (3_920_000, 200_000),
    (10_000_000, 200_000),
]


@pytest.mark.parametrize(("principal", "maximum"), BELGIAN)
def test_the_belgian_cap(principal: int, maximum: int) -> None:
    """The brackets of art. XIX.4, with the jump at 150.01."""
    cap = country(code="BE").cost_cap("consumer", ON)
    assert cap is not None
    assert cap.scale.amount(principal) == maximum


def test_the_belgian_jump_stands_in_the_breakpoints() -> None:
    """The breakpoints are where the formula changes, the ceiling among them."""
    cap = country(code="BE").cost_cap("consumer", ON)
    assert cap is not None
    assert cap.scale.breakpoints() == (15_000, 50_000, 3_919_999)


def test_no_principal_no_costs() -> None:
    """The minimum is no fee on nothing."""
    scale = CostScale.percent(Decimal(15), 4_000)
    assert (scale.amount(0), scale.amount(-5), scale.amount(1)) == (0, 0, 4_000)


def test_vat_without_a_known_rate_has_no_amount() -> None:
    """No VAT rate is made up for a day before the first one."""
    rule = country().costs("consumer", ON)
    assert rule is not None
    assert rule.amount(10_000, True, dt.date(2000, 1, 1)) is None
    old = rule.amount(10_000, True, dt.date(2012, 9, 30))
    assert old is not None
    assert old.vat == 760


def test_a_clause_against_the_belgian_cap() -> None:
    """Fifteen percent with at least 40 breaks the cap below 250.00 and above 300.00, and nowhere between."""
    cap = country(code="BE").cost_cap("consumer", ON)
    assert cap is not None
    low, high = above(CostScale.percent(Decimal(15), 4_000), cap.scale)
    assert (low.first, low.by_first, low.last, low.by_last) == (1, 2_000, 24_994, 1)
    assert low.solid
    assert (high.first, high.by_first, high.last) == (30_004, 1, MAX_MINOR)


def test_the_scale_is_not_above_itself() -> None:
    """The Dutch cap takes the Dutch scale, and a euro more breaks it everywhere."""
    law = country()
    scale, cap = law.costs("consumer", ON), law.cost_cap("consumer", ON)
    assert scale is not None
    assert cap is not None
    assert above(scale.scale, cap.scale) == ()
    assert above(CostScale.fixed(4_001), cap.scale)[0].last == 26_669
    assert above(CostScale.percent(Decimal(15), 4_000), cap.scale)[0].first == 250_004


def test_a_hair_more_is_found() -> None:
    """A millionth of a percent too much shows where rounding lets it show first, without trying each amount."""
    (found,) = above(CostScale.percent(Decimal("15.000001")), CostScale.percent(Decimal(15)))
    assert found.by_first == 1
    assert not found.solid
    ours, cap = CostScale.percent(Decimal("15.000001")), CostScale.percent(Decimal(15))
    assert ours.amount(found.first) == cap.amount(found.first) + 1
    assert all(ours.amount(p) == cap.amount(p) for p in range(found.first - 500, found.first))


SMALL = 300
RATE = st.sampled_from(["0", "0.5", "1", "3.7", "10", "12.5", "15", "33.333333", "150"]).map(Decimal)
LIMIT = st.one_of(st.none(), st.integers(0, 80))


@st.composite
def scales(draw: st.DrawFn) -> CostScale:
    """A clause or a cap: fixed, a percentage, brackets or steps, with a floor and a ceiling."""
    ends = sorted(draw(st.sets(st.integers(1, SMALL), max_size=3)))
    steps = [(end, draw(LIMIT), draw(RATE)) for end in ends] + [(None, draw(LIMIT), draw(RATE))]
    return CostScale.stepped(steps, draw(LIMIT), draw(LIMIT))


@settings(max_examples=250, deadline=None)
@given(scales(), scales())
def test_the_comparison_is_exact(scale: CostScale, cap: CostScale) -> None:
    """Over every amount of a small range the comparison finds all that breaks the cap, and nothing else."""
    with patch.object(room, "MAX_MINOR", SMALL):
        found = above(scale, cap)
    breaking = [p for p in range(1, SMALL + 1) if scale.amount(p) > cap.amount(p)]
    assert sum(excess.amounts for excess in found) == len(breaking)
    covered = 0
    for excess in found:
        inside = [p for p in breaking if excess.first <= p <= excess.last]
        assert (inside[0], inside[-1], len(inside)) == (excess.first, excess.last, excess.amounts)
        assert scale.amount(excess.first) - cap.amount(excess.first) == excess.by_first
        assert scale.amount(excess.last) - cap.amount(excess.last) == excess.by_last
        assert excess.solid == (inside == list(range(excess.first, excess.last + 1)))
        assert excess.first > covered
        covered = excess.last


@settings(max_examples=60, deadline=None)
@given(scales(), st.integers(1, 10**9))
def test_amounts_agree_with_the_lines(scale: CostScale, principal: int) -> None:
    """The formula and the lines by which scales are compared are the same function."""
    line = next(line for line in room._lines(scale) if line.first <= principal <= line.last)
    assert line.count(principal) - line.count(principal - 1) == scale.amount(principal)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 10**9), st.integers(0, 10**6))
def test_the_dutch_scale_never_falls(principal: int, more: int) -> None:
    """A larger principal never has lower costs, and stays between floor and ceiling."""
    rule = country().costs("business", ON)
    assert rule is not None
    assert 4_000 <= rule.scale.amount(principal) <= rule.scale.amount(principal + more) <= 677_500


@settings(max_examples=40, deadline=None)
@given(
    st.decimals(Decimal("14.90"), Decimal("19.00"), places=2),
    st.one_of(st.none(), st.integers(3900, 5000)),
    st.one_of(st.none(), st.integers(40000, 60000)),
)
@example(Decimal("18.15"), None, None)
def test_the_first_amount_above_a_ceiling_with_vat(rate: Decimal, minimum: int | None, maximum: int | None) -> None:
    """Fee and VAT are rounded one after the other: the smallest amount that breaks the ceiling is as by trying."""
    book, _ = load_book()
    law = book.country("NL")
    assert law is not None
    day = dt.date(2026, 3, 2)
    cap = law.cost_cap("consumer", day)
    assert cap is not None
    gross = grossed(cap, day)
    assert gross is not None
    scale = CostScale.percent(rate, minimum, maximum)

    def breaks(principal: int) -> bool:
        allowed = cap.amount(principal, True, day)
        return allowed is not None and scale.amount(principal) > allowed.total

    found, settled = first_above_with_vat(scale, cap, gross, day)
    tried = next((p for p in range(1, 60_000) if breaks(p)), None)
    if tried is not None:
        assert found == tried
    else:
        assert settled
        assert found is None or (found >= 60_000 and breaks(found))
