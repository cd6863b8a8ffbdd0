"""Interest by the conventions of each country: worked examples of others, and what tells the designs apart."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import attrs
import pytest

from dunlang.law import InterestRule, Movement, accrue
from tests.law.packs import country

DAY = dt.timedelta(days=1)


def day(text: str) -> dt.date:
    """A date."""
    return dt.date.fromisoformat(text)


def statutory(code: str, debtor: str, on: str) -> InterestRule:
    """What the law gives."""
    rule = country(code=code).interest(debtor, day(on))
    assert rule is not None
    return rule


#: Country, rate, principal, first day, day of payment, interest; each published by another calculator or office.
NAMED_RATE = [
    ("DE", "commercial-old", 150_000, "2009-09-15", "2012-02-18", 29_750),
    ("DE", "commercial-old", 150_000, "2010-07-01", "2011-01-01", 6_140),
    ("DE", "commercial-old", 150_000, "2012-01-01", "2012-02-18", 1_597),
    ("UK", "commercial", 1_000_000, "2026-03-01", "2026-04-30", 19_315),
    ("UK", "commercial", 1_000_000, "2026-03-01", "2026-03-02", 322),
    ("AT", "commercial", 10_000_000, "2021-07-01", "2022-07-01", 858_000),
]


@pytest.mark.parametrize(("code", "kind", "principal", "start", "end", "wanted"), NAMED_RATE)
def test_worked_examples_with_the_rate_of_law(
    code: str, kind: str, principal: int, start: str, end: str, wanted: int
) -> None:
    """Published amounts come out to the cent, with the rates of the data."""
    rule = country(code=code).interest_of(kind, day(start))
    assert rule is not None
    assert accrue(rule, principal, day(start), day(end)).total == wanted


#: Country, declared percent, principal, days, day count (None: the country's own), interest.
DECLARED = [
    ("DE", "8.12", 1_000_000, 365, "365", 81_200),
    ("DE", "10.62", 100_000, 120, "365", 3_492),  # published as 34.91: cut off, the exact value is 34.915
    ("FR", "15", 1_500_000, 30, None, 18_493),
    ("FR", "10", 500_000, 30, None, 4_110),
    ("FR", "0.975", 100_000, 45, None, 120),
    ("UK", "9", 360_000, 60, None, 5_326),
    ("UK", "12.5", 100_000, 90, None, 3_082),
    ("UK", "8.5", 100_000, 365, None, 8_500),
    ("UK", "8.5", 100_000, 1, None, 23),
    ("ES", "3.75", 100_000, 120, None, 1_233),  # published as 12.38: a misprint
    ("PL", "13.75", 1_000_000, 106, None, 39_932),
    ("PL", "11.25", 5_000_000, 181, None, 278_938),
    ("PL", "10.75", 5_000_000, 93, None, 136_952),
    ("CH", "5", 1_000_000, 30, "360", 4_167),
    ("CH", "5", 1_000_000, 90, "360", 12_500),
    ("CH", "5", 1_000_000, 365, "360", 50_694),
    ("CH", "5", 60_000, 30, "360", 250),
    ("AT", "11.08", 10_000_000, 365, None, 1_108_000),
]


@pytest.mark.parametrize(("code", "percent", "principal", "days", "daycount", "wanted"), DECLARED)
def test_worked_examples_with_a_declared_rate(
    code: str, percent: str, principal: int, days: int, daycount: str | None, wanted: int
) -> None:
    """A rate that is given is counted as the country counts."""
    start = day("2026-01-01") if days < 365 else day("2025-03-01")
    rule = country(code=code).contractual(Decimal(percent), "year", None, "business", start)
    if daycount is not None:
        rule = attrs.evolve(rule, divisor=daycount)
    assert accrue(rule, principal, start, start + days * DAY).total == wanted


def test_a_slovenian_payment_takes_interest_first() -> None:
    """A part payment settles the interest, then the principal: 0.85 is left on the 28th of February."""
    rule = country(code="EU").contractual(Decimal("8.75"), "year", "none", "business", day("2012-12-31"))
    first = accrue(rule, 10_000, day("2012-12-31"), day("2013-01-15")).total
    paid = Movement(day("2013-01-15"), 2_000 - first, first)
    assert accrue(rule, 10_000, day("2012-12-31"), day("2013-02-28"), [paid]).outstanding == 85


def test_three_designs_of_one_delay() -> None:
    """Germany moves with the base rate, the United Kingdom keeps the rate of the first day, Ireland takes the last."""
    start, end = "2025-01-01", "2025-08-01"
    german = accrue(statutory("DE", "business", start), 100_000, day(start), day(end))
    british = accrue(statutory("UK", "business", start), 100_000, day(start), day(end))
    irish = accrue(statutory("IE", "business", start), 100_000, day(start), day(end))
    assert [(segment.percent, segment.days) for segment in german.segments] == [
        (Decimal("11.27"), 181),
        (Decimal("10.27"), 31),
    ]
    assert [(segment.percent, segment.days) for segment in british.segments] == [(Decimal("12.75"), 212)]
    assert [(segment.percent, segment.days) for segment in irish.segments] == [(Decimal("10.15"), 212)]


def test_a_rate_at_the_end_needs_that_day_to_be_known() -> None:
    """Where the rate of the day of payment counts, a payment after the last known rate has no interest yet."""
    found = accrue(statutory("IE", "business", "2026-12-01"), 100_000, day("2026-12-01"), day("2027-01-02"))
    assert found.segments == ()
    assert found.unknown_from == day("2026-12-01")


def test_a_rate_at_the_start_goes_on_after_the_data_end() -> None:
    """A British debt keeps its rate until payment, also past the last fixing that is known."""
    found = accrue(statutory("UK", "business", "2026-12-01"), 100_000, day("2026-12-01"), day("2027-02-01"))
    assert found.unknown_from is None
    assert sum(segment.days for segment in found.segments) == 62


@pytest.mark.parametrize(
    ("code", "debtor", "percent"),
    [
        ("DE", "consumer", "6.27"),
        ("DE", "business", "10.27"),
        ("DE", "government", "10.27"),
        ("FR", "consumer", "2.62"),
        ("FR", "business", "12.15"),
        ("FR", "government", "10.15"),
        ("ES", "consumer", "3.25"),
        ("ES", "business", "10.15"),
        ("UK", "consumer", "8"),
        ("UK", "business", "11.75"),
        ("AT", "consumer", "4"),
        ("AT", "business", "10.73"),
        ("CH", "consumer", "5"),
        ("CH", "business", "5"),
        ("IT", "consumer", "1.6"),
        ("IT", "business", "10.15"),
    ],
)
def test_who_owes_which_rate(code: str, debtor: str, percent: str) -> None:
    """On the first of January 2026 each kind of debtor has the rate of its country."""
    period = statutory(code, debtor, "2026-01-01").rate_on(day("2026-01-01"))
    assert period is not None
    assert period.percent == Decimal(percent)


def test_from_when_a_consumer_owes_interest() -> None:
    """In France and Spain from a notice, in the United Kingdom from a claim; businesses owe it from the due date."""
    on = day("2026-01-01")
    starts = {code: country(code=code).interest_start("consumer", on) for code in ("FR", "ES", "UK")}
    assert starts == {"FR": "notice", "ES": "notice", "UK": "claim"}
    for code in ("DE", "ES", "FR", "UK", "IE", "PL"):
        assert country(code=code).interest_start("business", on) == "due"


def test_a_spanish_clause_can_be_too_low() -> None:
    """Between businesses less than 30 percent of the statutory rate is abusive."""
    floor = country(code="ES").interest_floor("business", day("2026-01-01"))
    assert floor is not None
    period = floor.rate_on(day("2026-01-01"))
    assert period is not None
    assert period.percent == Decimal("3.045")
    assert country(code="ES").interest_floor("consumer", day("2026-01-01")) is None


def test_act_act_is_never_above_act_365() -> None:
    """The safe German day count never claims more than counting all years with 365 days."""
    rule = statutory("DE", "business", "2023-02-01")
    for end in ("2023-12-31", "2024-02-29", "2024-12-31", "2026-11-22"):
        safe = accrue(rule, 123_456, day("2023-02-01"), day(end)).total
        usual = accrue(attrs.evolve(rule, divisor="365"), 123_456, day("2023-02-01"), day(end)).total
        assert safe <= usual
