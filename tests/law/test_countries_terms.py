"""Terms, letters, periods and conduct in the countries beside NL and BE, and the Union's floor in each member state."""

from __future__ import annotations

import datetime as dt

import pytest

from dunlang.dates import Offset
from dunlang.law import run_period
from dunlang.law.vocabulary import ELEMENTS
from tests.law.packs import country

ON = dt.date(2026, 3, 1)

EURO = (
    "AT",
    "BE",
    "CY",
    "DE",
    "EE",
    "ES",
    "FI",
    "FR",
    "GR",
    "HR",
    "IE",
    "IT",
    "LT",
    "LU",
    "LV",
    "MT",
    "NL",
    "PT",
    "SI",
    "SK",
)
MEMBERS = (*EURO, "BG", "CZ", "DK", "HU", "PL", "RO", "SE")

#: Where no lump sum in the country's money was researched: only a fact says what it is.
IN_EURO_ELSEWHERE = ("BG", "HU", "PL", "RO")

#: Where the rate on which the interest rests was not researched.
NO_RATE = ("BG", "CZ", "DK", "HU", "PL", "RO", "SE")


@pytest.mark.parametrize("code", MEMBERS)
def test_each_member_state_has_the_floor(code: str) -> None:
    """Interest, the flat sum and the terms of Directive 2011/7/EU, or a plain word that they are not known."""
    law = country(code=code)
    term, public = law.payment_term("business", None, None, ON), law.payment_term("government", None, None, ON)
    assert term is not None
    assert term.maximum is not None
    assert term.maximum.unit == "days"
    assert term.maximum.count <= 60
    assert public is not None
    assert public.maximum is not None
    assert public.maximum.count <= 60
    interest = law.interest("business", ON)
    assert interest is not None
    assert (interest.rate_on(ON) is None) == (code in NO_RATE)
    rate = interest.rate_on(ON)
    floor = country(code="EU").rate("commercial", ON)
    assert floor is not None
    assert rate is None or rate.percent >= floor.percent
    costs = law.costs("business", ON)
    if code in IN_EURO_ELSEWHERE:
        assert costs is None
        assert law.facts("lump-sum", ON, "business")
    else:
        assert costs is not None


#: Country, debtor, creditor size, debtor size, default, maximum, what happens above.
TERMS = [
    ("ES", "business", None, None, 30, 60, "void"),
    ("ES", "government", None, None, 30, 30, "void"),
    ("DE", "business", None, None, None, 60, "express"),
    ("DE", "government", None, None, None, 30, "express"),
    ("FR", "business", None, None, 30, 60, "void"),
    ("UK", "business", None, None, 30, 60, "express"),
    ("UK", "government", None, None, 30, 30, "void"),
    ("DK", "business", None, None, 30, 30, "express"),
    ("SE", "business", None, None, 30, 30, "express"),
    ("FI", "business", None, None, 30, 30, "express"),
    ("PL", "business", None, None, 30, 60, "express"),
    ("PL", "business", "small", "large", 30, 60, "void"),
    ("EU", "government", None, None, 30, 30, "express"),
]


@pytest.mark.parametrize(("code", "debtor", "creditor", "size", "default", "maximum", "over"), TERMS)
def test_payment_terms(
    code: str, debtor: str, creditor: str | None, size: str | None, default: int | None, maximum: int, over: str
) -> None:
    """What holds without an agreement, and how far an agreement may go."""
    term = country(code=code).payment_term(debtor, creditor, size, ON)
    assert term is not None
    assert term.default == (None if default is None else Offset(default, "days"))
    assert term.maximum == Offset(maximum, "days")
    assert term.above == over


def test_the_french_end_of_month() -> None:
    """Sixty days from the invoice, or 45 days end of month."""
    term = country(code="FR").payment_term("business", None, None, ON)
    assert term is not None
    assert term.end_of_month == Offset(45, "days")
    assert term.counted_from == "invoice"


def test_what_an_agency_must_state() -> None:
    """A German agency has eight elements by law, a French collector five; a creditor's own letter has none."""
    de, fr = country(code="DE"), country(code="FR")
    german = de.elements("formal", "consumer", ON, "agency")
    assert len(german) == 8
    assert all(element.may_be_error for element in german)
    assert {element.when for element in german} == {None, "interest", "costs", "vat"}
    french = fr.elements("formal", "consumer", ON, "agency")
    assert len(french) == 5
    assert not any(element.may_be_error for element in french)
    assert de.elements("formal", "consumer", ON) == ()
    assert de.elements("formal", "consumer", dt.date(2021, 9, 30), "agency") == ()
    assert fr.elements("formal", "consumer", ON) == ()
    lawyer = de.elements("formal", "consumer", ON, "lawyer")
    assert [element.any_of for element in lawyer] == [element.any_of for element in german]


def test_the_british_letter_of_claim_only_warns() -> None:
    """The protocol binds only who goes to court, so no element of it is an error; each known one is of the language."""
    elements = country(code="UK").elements("formal", "consumer", ON)
    assert elements
    assert not any(element.may_be_error for element in elements)
    assert {word for element in elements for word in element.any_of} <= set(ELEMENTS)
    assert country(code="UK").elements("reminder", "consumer", ON) == ()


def test_a_german_period_moves_off_a_holiday() -> None:
    """A period that ends on Ascension Day 2026 runs to the Friday; without proof of receipt it does not run at all."""
    de = country(code="DE")
    found = run_period(
        de,
        sent=dt.date(2026, 4, 28),
        channels=("email",),
        period=Offset(14, "days"),
        counted_from="receipt",
        received=dt.date(2026, 4, 30),
        debtor="consumer",
    )
    assert found.last_free_day == dt.date(2026, 5, 15)
    silent = run_period(
        de,
        sent=dt.date(2026, 4, 28),
        channels=("post",),
        period=Offset(14, "days"),
        counted_from="receipt",
        received=None,
        debtor="consumer",
    )
    assert silent.last_free_day is None
    assert silent.notes


#: Country, claim, debtor, months.
LIMITS = [
    ("DE", "any", "consumer", 36),
    ("ES", "any", "business", 60),
    ("ES", "consumer sale", "consumer", 36),
    ("UK", "any", "business", 72),
    ("UK", "scotland", "business", 60),
]


@pytest.mark.parametrize(("code", "claim", "debtor", "months"), LIMITS)
def test_limitation(code: str, claim: str, debtor: str, months: int) -> None:
    """After how many months a claim lapses."""
    rule = country(code=code).limitation(debtor, ON, claim)
    assert rule is not None
    assert rule.period == Offset(months, "months")


def test_the_allocation_is_complete() -> None:
    """Wherever an order of payments is known it names all three parts, costs and interest before the principal."""
    for code in ("DE", "FR", "ES"):
        assert country(code=code).allocation("consumer", ON) == ("costs", "interest", "principal")
    assert country(code="UK").allocation("consumer", ON) == ()


def test_american_collectors_and_their_calls() -> None:
    """Seven calls in seven days, between eight and nine; the creditor's own calls are outside the rule."""
    us = country(code="US")
    rules = us.contact_rules("agency", ON)
    assert [(rule.at_most, rule.within) for rule in rules if rule.at_most] == [(7, Offset(7, "days"))]
    assert [(rule.not_before, rule.not_after) for rule in rules if rule.not_before] == [("08:00", "21:00")]
    assert us.contact_rules("creditor", ON) == ()


def test_a_spanish_complaint_stops_collection() -> None:
    """From 2025-12-28 a complaint before an out-of-court body stops collection and a stop of supply."""
    es = country(code="ES")
    assert es.disputes("consumer", dt.date(2025, 12, 27)) == ()
    (rule,) = es.disputes("consumer", dt.date(2025, 12, 28))
    assert set(rule.stops) == {"contact", "handover", "supply stop"}
    assert not rule.provision.may_be_error


def test_a_directive_is_not_an_error_by_memory() -> None:
    """A member state of which only memory tells can warn, never fail."""
    for code in ("CY", "EE", "GR", "LT", "LV", "MT", "PT", "SK", "FI", "HR", "HU", "RO", "BG"):
        assert not any(provision.may_be_error for provision in country(code=code).provisions())
