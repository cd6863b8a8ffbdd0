"""Interest: worked examples made by others, and properties against a day-by-day count."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dunlang.law import FOREVER, InterestRule, Movement, RatePeriod, accrue
from dunlang.law.interest import anniversary
from dunlang.money import half_up, micro_percent
from tests.law.packs import country

DAY = dt.timedelta(days=1)


def day(text: str) -> dt.date:
    """A date."""
    return dt.date.fromisoformat(text)


def rule(*rows: tuple[str, str], end: dt.date = FOREVER, **convention: str) -> InterestRule:
    """A rule whose rates change on the given days."""
    starts = [day(start) for start, _ in rows]
    ends = [*starts[1:], end]
    periods = tuple(
        RatePeriod(start=start, end=stop, percent=Decimal(percent))
        for start, stop, (_, percent) in zip(starts, ends, rows, strict=True)
    )
    return InterestRule(kind="test", periods=periods, **convention)


#: Country, rate, principal, first day, day of payment, interest: audits, rulings and test suites of others.
WORKED = [
    ("NL", "commercial", 1_200_000, "2024-03-01", "2026-04-22", 308_476),
    ("NL", "statutory", 166_466, "2015-05-29", "2015-09-28", 1_113),
    ("NL", "statutory", 1_000_000, "2025-12-17", "2026-01-16", 4_110),
    ("NL", "statutory", 73_554, "2014-12-23", "2014-12-31", 48),
    ("NL", "statutory", 350_000, "2025-03-15", "2026-04-22", 21_139),
]


@pytest.mark.parametrize(("code", "kind", "principal", "start", "end", "wanted"), WORKED)
def test_worked_examples(code: str, kind: str, principal: int, start: str, end: str, wanted: int) -> None:
    """Published amounts come out to the cent."""
    found = country(code=code).interest_of(kind, day(start))
    assert found is not None
    assert accrue(found, principal, day(start), day(end)).total == wanted


#: Rate, principal, days, day count, interest.
SINGLE = [
    ("12", 840_000, 22, "365", 6_076),
    ("8", 500_000, 28, "365", 3_068),
    ("6", 36_500_000, 1, "365", 6_000),
    ("6", 400_000, 365, "365", 24_000),
    ("10.62", 100_000, 120, "365", 3_492),
    ("8.12", 1_000_000, 365, "365", 81_200),
    ("15", 1_500_000, 30, "365", 18_493),
    ("10", 500_000, 30, "365", 4_110),
    ("0.975", 100_000, 45, "365", 120),
    ("10", 100_000, 60, "365", 1_644),
    ("13.75", 1_000_000, 106, "365", 39_932),
    ("11.75", 1_000_000, 60, "365", 19_315),
    ("9", 360_000, 60, "365", 5_326),
    ("12.5", 100_000, 90, "365", 3_082),
    ("11.75", 1_000_000, 1, "365", 322),
    ("5", 1_000_000, 30, "360", 4_167),
    ("5", 1_000_000, 90, "360", 12_500),
    ("5", 1_000_000, 365, "360", 50_694),
]


@pytest.mark.parametrize(("percent", "principal", "days", "divisor", "wanted"), SINGLE)
def test_one_rate_over_some_days(percent: str, principal: int, days: int, divisor: str, wanted: int) -> None:
    """The plain formula, half up to the cent."""
    start = day("2021-01-01")
    found = accrue(rule(("2020-01-01", percent), divisor=divisor), principal, start, start + days * DAY)
    assert found.total == wanted


def test_actual_over_actual_with_one_rounding_at_the_end() -> None:
    """A German example over seven half-years, both of its ends counted: 297.50 on 1,500."""
    german = rule(
        ("2009-07-01", "8.12"),
        ("2011-07-01", "8.37"),
        ("2012-01-01", "8.12"),
        divisor="actual/actual",
        rounding="total",
    )
    found = accrue(german, 150_000, day("2009-09-15"), day("2012-02-18"))
    assert found.total == 29_750
    assert sum(segment.interest for segment in found.segments) == found.total


def test_actual_over_actual_is_cut_where_the_length_of_the_year_changes() -> None:
    """Days of a leap year are counted over 366."""
    found = accrue(rule(("2000-01-01", "10"), divisor="actual/actual"), 36_600, day("2022-12-01"), day("2025-02-01"))
    assert [(s.start, s.end) for s in found.segments] == [
        (day("2022-12-01"), day("2024-01-01")),
        (day("2024-01-01"), day("2025-01-01")),
        (day("2025-01-01"), day("2025-02-01")),
    ]
    assert found.segments[1].interest == 3_660


def test_months_of_thirty_days() -> None:
    """Thirty over 360: a month is a twelfth of a year, whatever its length."""
    thirty = rule(("2000-01-01", "12"), divisor="30/360")
    for start, end in (("2026-01-31", "2026-02-28"), ("2026-02-01", "2026-03-01"), ("2026-01-30", "2026-01-31")):
        found = accrue(thirty, 100_000, day(start), day(end))
        assert found.total == {"2026-01-31": 933, "2026-02-01": 1_000, "2026-01-30": 0}[start]


def test_a_part_payment_cuts_the_interest() -> None:
    """An audit's example: costs, interest and principal share a payment; 270.82 in all."""
    found = country().interest("consumer", day("2024-06-01"))
    assert found is not None
    paid = Movement(day("2024-10-01"), to_principal=25_801, to_interest=11_699)
    accrual = accrue(found, 500_000, day("2024-06-01"), day("2025-04-01"), [paid])
    assert accrual.total == 27_082
    assert accrual.outstanding == 27_082 - 11_699
    assert accrual.segments[1].principal == 474_199


def test_equal_rates_in_a_row_are_one_segment() -> None:
    """A needless cut would move a cent, so there is none."""
    found = accrue(
        rule(("2020-01-01", "6"), ("2021-01-01", "6"), ("2022-01-01", "4")), 1_000, day("2020-06-01"), day("2023-01-01")
    )
    assert [segment.start for segment in found.segments] == [day("2020-06-01"), day("2022-01-01")]


def test_interest_is_added_on_the_anniversary_and_not_on_new_year() -> None:
    """After a year the interest of that year bears interest; a start on 29 February moves to the 28th."""
    found = accrue(rule(("2020-01-01", "10"), compounding="yearly"), 100_000, day("2024-02-29"), day("2026-03-01"))
    assert [segment.start for segment in found.segments] == [day("2024-02-29"), day("2025-02-28"), day("2026-02-28")]
    assert [segment.principal for segment in found.segments] == [100_000, 110_000, 121_000]
    assert anniversary(day("2024-02-29"), 4) == day("2028-02-29")


def test_one_rate_for_the_whole_delay() -> None:
    """Where the rate is fixed at the start a later change has no effect, and no later rate is needed."""
    fixed = rule(("2020-01-01", "8.75"), ("2020-07-01", "8.10"), end=day("2021-01-01"), cut="rate at start")
    found = accrue(fixed, 100_000, day("2020-06-30"), day("2021-06-30"))
    assert [segment.percent for segment in found.segments] == [Decimal("8.75")]
    assert found.unknown_from is None


def test_nothing_is_carried_on_after_the_last_known_rate() -> None:
    """Interest stops on the first day without a known rate, and says which that is."""
    found = accrue(rule(("2026-01-01", "4"), end=day("2027-01-01")), 365_000, day("2026-12-22"), day("2027-06-01"))
    assert found.unknown_from == day("2027-01-01")
    assert (found.total, len(found.segments)) == (400, 1)
    before = accrue(rule(("2026-01-01", "4")), 365_000, day("2025-12-22"), day("2026-06-01"))
    assert (before.unknown_from, before.segments) == (day("2025-12-22"), ())


def test_an_overpayment_of_principal_bears_nothing() -> None:
    """Below zero there is no interest, for the debtor or the creditor."""
    moved = [Movement(day("2026-02-01"), to_principal=200_000)]
    found = accrue(rule(("2026-01-01", "4")), 100_000, day("2026-01-01"), day("2026-03-01"), moved)
    assert [segment.interest for segment in found.segments] == [340, 0]


def test_an_empty_delay_has_no_interest() -> None:
    """From a day to the same day nothing runs."""
    found = accrue(rule(("2026-01-01", "4")), 100_000, day("2026-01-01"), day("2026-01-01"))
    assert (found.total, found.segments, found.unknown_from) == (0, (), None)


RATES = st.lists(st.tuples(st.integers(1, 900), st.sampled_from(["0", "2", "4.25", "10.15", "12"])), max_size=4)
MOVES = st.lists(st.tuples(st.integers(0, 1500), st.integers(0, 40_000), st.integers(0, 900)), max_size=3)


def drawn(rates: list[tuple[int, str]], **convention: str) -> InterestRule:
    """A rule from drawn distances between changes."""
    rows = [("2020-01-01", "6")]
    at = day("2020-01-01")
    for gap, percent in rates:
        at += gap * DAY
        rows.append((at.isoformat(), percent))
    return rule(*rows, **convention)


def by_days(found: InterestRule, principal: int, start: dt.date, end: dt.date, moves: list[Movement]) -> int:
    """The same interest, counted a day at a time: an own reading of the convention, slow and plain."""
    base, pending, total = principal, 0, 0
    run: list[tuple[int, Decimal]] = []

    def close() -> int:
        if not run:
            return 0
        held, percent = run[0]
        interest = half_up(held * micro_percent(percent) * len(run), 10**8 * 365)
        run.clear()
        return interest

    at, years = start, 1
    while at < end:
        if found.compounding == "yearly" and at == anniversary(start, years):
            earned = close()
            total, base, pending, years = total + earned, base + pending + earned, 0, years + 1
        todays = [move for move in moves if move.on == at]
        if todays:
            earned = close()
            total, pending = total + earned, pending + earned
        for move in todays:
            taken = min(move.to_interest, pending)
            pending -= taken
            base -= move.to_principal + move.to_interest - taken
        rate = found.rate_on(at)
        assert rate is not None
        if run and run[0][1] != rate.percent:
            earned = close()
            total, pending = total + earned, pending + earned
        run.append((max(base, 0), rate.percent))
        at += DAY
    return total + close()


@settings(max_examples=150, deadline=None)
@given(RATES, MOVES, st.integers(0, 300), st.integers(0, 1300), st.sampled_from(["none", "yearly"]))
def test_segments_equal_a_count_day_by_day(
    rates: list[tuple[int, str]], moves: list[tuple[int, int, int]], offset: int, days: int, compounding: str
) -> None:
    """Over drawn rates, payments and delays the segments give what a day-by-day count gives."""
    start = day("2020-01-01") + offset * DAY
    end = start + days * DAY
    held = drawn(rates, compounding=compounding)
    paid = [Movement(start + after * DAY, principal, interest) for after, principal, interest in sorted(moves)]
    found = accrue(held, 100_000, start, end, paid)
    assert found.total == by_days(held, 100_000, start, end, [move for move in paid if move.on < end])


@settings(max_examples=150, deadline=None)
@given(
    RATES,
    MOVES,
    st.integers(0, 1300),
    st.sampled_from(["none", "yearly"]),
    st.sampled_from(["segment", "total"]),
    st.sampled_from(["365", "360", "actual/actual", "30/360"]),
)
def test_segments_join_and_add_up(
    rates: list[tuple[int, str]],
    moves: list[tuple[int, int, int]],
    days: int,
    compounding: str,
    rounding: str,
    divisor: str,
) -> None:
    """Segments cover the delay without gap or overlap, their sum is the total, and nothing is negative."""
    start = day("2020-02-29")
    end = start + days * DAY
    paid = [Movement(start + after * DAY, principal, interest) for after, principal, interest in moves]
    held = drawn(rates, compounding=compounding, rounding=rounding, divisor=divisor)
    found = accrue(held, 100_000, start, end, paid)
    assert found.total == sum(segment.interest for segment in found.segments)
    assert all(segment.interest >= 0 and segment.start < segment.end for segment in found.segments)
    assert all(one.end == two.start for one, two in pairwise(found.segments))
    if days:
        assert (found.segments[0].start, found.segments[-1].end) == (start, end)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**9), st.integers(0, 10**6), st.integers(1, 800))
def test_more_principal_never_bears_less(principal: int, more: int, days: int) -> None:
    """Interest grows with the principal."""
    start = day("2024-01-10")
    held = country().interest("business", start)
    assert held is not None
    end = start + days * DAY
    assert accrue(held, principal, start, end).total <= accrue(held, principal + more, start, end).total
