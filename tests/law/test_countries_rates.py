"""The rates of the countries beside NL and BE: published figures, formulas that tie them, and where they end."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from dunlang.law import load_book
from dunlang.law.changes import update_check
from tests.law.packs import country


def day(text: str) -> dt.date:
    """A date."""
    return dt.date.fromisoformat(text)


#: Country, rate, day, percent: what authorities, gazettes and professional tables published.
PUBLISHED = [
    ("DE", "reference", "2002-01-01", "2.57"),
    ("DE", "reference", "2013-01-01", "-0.13"),
    ("DE", "reference", "2022-12-31", "-0.88"),
    ("DE", "reference", "2023-06-30", "1.62"),
    ("DE", "reference", "2023-07-01", "3.12"),
    ("DE", "reference", "2026-07-01", "1.52"),
    ("DE", "statutory", "2026-01-01", "6.27"),
    ("DE", "commercial", "2014-07-28", "7.27"),
    ("DE", "commercial", "2014-07-29", "8.27"),
    ("DE", "commercial", "2026-01-01", "10.27"),
    ("FR", "statutory", "2013-06-01", "0.04"),
    ("FR", "statutory", "2026-01-01", "2.62"),
    ("FR", "legal-individual", "2026-01-01", "6.67"),
    ("FR", "commercial", "2014-01-01", "10.25"),
    ("FR", "commercial", "2024-07-01", "14.25"),
    ("FR", "commercial", "2025-01-01", "13.15"),
    ("UK", "commercial", "2017-12-31", "8.25"),
    ("UK", "commercial", "2018-01-01", "8.5"),
    ("UK", "statutory", "2020-03-31", "8.75"),
    ("UK", "bank-rate", "2020-03-31", "0.1"),
    ("UK", "commercial", "2026-06-30", "11.75"),
    ("ES", "commercial", "2013-02-23", "7.75"),
    ("ES", "commercial", "2013-02-24", "8.75"),
    ("ES", "commercial", "2023-01-01", "10.5"),
    ("ES", "commercial", "2023-07-01", "12"),
    ("ES", "commercial", "2024-01-01", "12.5"),
    ("ES", "statutory", "2009-03-31", "5.5"),
    ("ES", "statutory", "2009-04-01", "4"),
    ("ES", "statutory", "2026-01-01", "3.25"),
    ("AT", "commercial", "2024-12-31", "13.08"),
    ("AT", "commercial", "2023-01-01", "11.08"),
    ("AT", "commercial", "2022-06-30", "8.58"),
    ("AT", "commercial", "2025-07-01", "10.73"),
    ("AT", "statutory", "2026-01-01", "4"),
    ("LU", "commercial", "2024-07-01", "12.25"),
    ("LU", "statutory", "2024-12-31", "4.5"),
    ("IT", "commercial", "2018-07-01", "8"),
    ("IT", "commercial", "2026-01-01", "10.15"),
    ("CH", "statutory", "2026-01-01", "5"),
    ("IE", "commercial", "2013-03-16", "8.75"),
    ("IE", "commercial", "2013-07-01", "8.5"),
    ("IE", "commercial", "2014-01-01", "8.25"),
    ("IE", "commercial", "2014-07-01", "8.15"),
    ("IE", "commercial", "2015-01-01", "8.05"),
    ("IE", "commercial", "2016-07-01", "8"),
    ("IE", "commercial", "2022-07-01", "8"),
    ("IE", "commercial", "2023-01-01", "10.5"),
    ("IE", "commercial", "2023-07-01", "12"),
    ("IE", "commercial", "2024-01-01", "12.5"),
    ("IE", "commercial", "2024-07-01", "12.25"),
    ("FI", "commercial", "2024-07-01", "12.5"),
    ("FI", "statutory", "2025-01-01", "10.5"),
    ("EU", "commercial", "2026-07-01", "10.4"),
]


@pytest.mark.parametrize(("code", "kind", "on", "percent"), PUBLISHED)
def test_published_rates(code: str, kind: str, on: str, percent: str) -> None:
    """A published rate is the one in force on its day."""
    period = country(code=code).rate(kind, day(on))
    assert period is not None
    assert period.percent == Decimal(percent)


#: Country, rate, a day for which the data know none: before the first, after the last, or never.
UNKNOWN = [
    ("FR", "statutory", "2004-12-31"),
    ("FR", "statutory", "2026-07-01"),
    ("FR", "legal-individual", "2026-07-01"),
    ("ES", "commercial", "2002-08-07"),
    ("ES", "commercial", "2026-07-01"),
    ("ES", "statutory", "2027-01-01"),
    ("DE", "reference", "2027-01-01"),
    ("DE", "commercial", "2027-01-01"),
    ("UK", "commercial", "2027-01-01"),
    ("LU", "statutory", "2025-01-01"),
    ("AT", "reference", "2016-06-30"),
    ("HR", "commercial", "2022-12-31"),
    ("IE", "commercial", "2027-01-01"),
    *(
        (code, kind, "2026-01-01")
        for code in ("BG", "CZ", "DK", "HU", "LI", "NO", "PL", "RO", "SE")
        for kind in ("reference", "commercial")
    ),
]


@pytest.mark.parametrize(("code", "kind", "on"), UNKNOWN)
def test_nothing_is_extrapolated(code: str, kind: str, on: str) -> None:
    """Outside the days that were researched there is no rate."""
    assert country(code=code).rate(kind, day(on)) is None


@pytest.mark.parametrize("code", ["BG", "CZ", "DK", "HU", "LI", "NO", "PL", "RO", "SE"])
def test_a_rate_that_nobody_knows_is_told_as_missing(code: str) -> None:
    """A state whose central-bank rate was not researched shows in the list of what is missing."""
    book, _ = load_book()
    missing = {item.subject for item in update_check(book, day("2026-11-22"), (code,)) if item.what == "missing"}
    assert {"rate reference", "rate commercial"} <= missing


def test_the_german_base_rate_follows_the_ecb() -> None:
    """From 2009-07-01 on the base rate is the ECB rate of the half-year less 0.88."""
    eu, de = country(code="EU"), country(code="DE")
    for year in range(2009, 2027):
        for month in (1, 7):
            if (year, month) >= (2009, 7):
                base, ecb = de.rate("reference", dt.date(year, month, 1)), eu.rate("reference", dt.date(year, month, 1))
                assert base is not None
                assert ecb is not None
                assert base.percent == ecb.percent - Decimal("0.88")


def test_the_half_year_rates_agree_with_the_key_rate() -> None:
    """The reference rate is the ECB rate as it stood on 1 January and on 1 July."""
    eu = country(code="EU")
    for year in range(2009, 2026):
        for month in (1, 7):
            on = dt.date(year, month, 1)
            half, key = eu.rate("reference", on), eu.rate("mro", on)
            assert half is not None
            assert key is not None
            assert half.percent == key.percent


def test_the_british_reference_rate_is_the_bank_rate_of_the_last_day() -> None:
    """Bank Rate on 31 December rules the first half-year, that on 30 June the second."""
    uk = country(code="UK")
    for year in range(2010, 2027):
        for month in (1, 7):
            on = dt.date(year, month, 1)
            reference, bank = uk.rate("reference", on), uk.rate("bank-rate", on - dt.timedelta(days=1))
            assert reference is not None
            assert bank is not None
            assert reference.percent == bank.percent


def test_the_french_floor_can_lie_above_the_default_rate() -> None:
    """Three times the legal rate was 15.21 and 14.76 in 2024, more than the ECB rate plus 10 points."""
    fr = country(code="FR")
    for on, percent in {
        "2018-01-01": "2.67",
        "2021-01-01": "2.37",
        "2024-01-01": "15.21",
        "2024-07-01": "14.76",
        "2025-01-01": "11.13",
        "2025-07-01": "8.28",
        "2026-01-01": "7.86",
    }.items():
        floor, default = fr.interest_floor("business", day(on)), fr.interest("business", day(on))
        assert floor is not None
        assert default is not None
        low, usual = floor.rate_on(day(on)), default.rate_on(day(on))
        assert low is not None
        assert usual is not None
        assert low.percent == Decimal(percent)
        assert (low.percent > usual.percent) == (day(on).year == 2024)


def test_a_computed_rate_is_as_sure_as_its_base() -> None:
    """A formula on a rate from memory is from memory, and then names no source."""
    uk = country(code="UK")
    for on, level in {"2024-07-01": "memory", "2022-07-01": "single", "2026-01-01": "verified"}.items():
        period = uk.rate("commercial", day(on))
        assert period is not None
        assert period.provision is not None
        assert period.provision.confidence.level == level
    remembered = uk.rate("reference", day("2024-07-01"))
    assert remembered is not None
    assert remembered.provision is not None
    assert remembered.provision.sources == ()
