"""Amounts, dates and numbers in the reader's way."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dunlang.money import CURRENCIES, Money
from dunlang.notice.formats import formats

NB, NN = "\u00a0", "\u202f"


@pytest.mark.parametrize(
    ("language", "country", "four", "five", "below"),
    [
        ("nl", "NL", f"€{NB}1.234,50", f"€{NB}12.345,50", f"€{NB}-1.234,50"),
        ("nl", "BE", f"€{NB}1.234,50", f"€{NB}12.345,50", f"€{NB}-1.234,50"),
        ("fr", "FR", f"1{NN}234,50{NB}€", f"12{NN}345,50{NB}€", f"-1{NN}234,50{NB}€"),
        ("fr", "BE", f"1{NN}234,50{NB}€", f"12{NN}345,50{NB}€", f"-1{NN}234,50{NB}€"),
        ("de", "DE", f"1.234,50{NB}€", f"12.345,50{NB}€", f"-1.234,50{NB}€"),
        ("de", "AT", f"€{NB}1.234,50", f"€{NB}12.345,50", f"-€{NB}1.234,50"),
        ("es", "ES", f"1234,50{NB}€", f"12.345,50{NB}€", f"-1234,50{NB}€"),
        ("en", "UK", "€1,234.50", "€12,345.50", "-€1,234.50"),
        ("pt", "PT", f"1234,50{NB}€", f"12{NB}345,50{NB}€", f"-1234,50{NB}€"),
        ("en", "US", "€1,234.50", "€12,345.50", "-€1,234.50"),
    ],
)
def test_amounts_are_written_as_icu_writes_them(language: str, country: str, four: str, five: str, below: str) -> None:
    """The same text as `Intl.NumberFormat` gives, grouping of four digits included."""
    way = formats(language, country)
    assert [way.money(Money(minor)) for minor in (123450, 1234550, -123450)] == [four, five, below]


@pytest.mark.parametrize(
    ("currency", "minor", "text"),
    [("JPY", 1234, "1.234"), ("IQD", 1234567, "1.234,567"), ("MGA", 123456, "1.234,56"), ("GBP", 5, "0,05")],
)
def test_an_amount_shows_the_digits_of_its_currency(currency: str, minor: int, text: str) -> None:
    """ISO 4217 decides, also where CLDR shows fewer digits."""
    assert formats("nl", "NL").money(Money(minor, currency)).endswith(text)


@settings(max_examples=60, deadline=None)
@given(
    st.integers(-(10**13), 10**13),
    st.sampled_from(sorted(CURRENCIES)),
    st.sampled_from([("nl", "NL"), ("fr", "BE"), ("de", "AT"), ("es", "ES"), ("en", "UK"), ("de", "CH")]),
)
def test_no_cent_is_lost(minor: int, currency: str, where: tuple[str, str]) -> None:
    """The digits of every printed amount are exactly its minor units."""
    text = formats(*where).money(Money(minor, currency))
    digits = "".join(char for char in text if char.isdigit())
    assert int(digits) == abs(minor)
    assert ("-" in text) == (minor < 0)


@pytest.mark.parametrize(
    ("language", "country", "first", "other"),
    [
        ("nl", "NL", "1 januari 2026", "24 september 2026"),
        ("fr", "BE", "1er janvier 2026", "24 septembre 2026"),
        ("de", "AT", "1. Jänner 2026", "24. September 2026"),
        ("es", "ES", "1 de enero de 2026", "24 de septiembre de 2026"),
        ("en", "UK", "1 January 2026", "24 September 2026"),
        ("en", "NL", "1 January 2026", "24 September 2026"),
    ],
)
def test_dates_are_written_out(language: str, country: str, first: str, other: str) -> None:
    """Day, month in words, year; French says `1er` on the first."""
    way = formats(language, country)
    assert [way.day(dt.date(2026, 1, 1)), way.day(dt.date(2026, 9, 24))] == [first, other]


def test_a_rate_keeps_its_decimals_and_no_more() -> None:
    """Trailing zeros go, the others stay, and the sign stands as the language sets it."""
    assert formats("nl").percent(Decimal("10.15")) == "10,15%"
    assert formats("fr").percent(Decimal("8.00")) == f"8{NB}%"
    assert formats("en").percent(Decimal(10)) == "10%"


def test_an_unknown_place_falls_back_to_the_language() -> None:
    """A country where the language is not at home changes nothing; an unknown language is written as English."""
    assert formats("fr", "NL").money(Money(100)) == formats("fr").money(Money(100))
    assert formats("xx", "").name == "en_GB"
