"""What a country answers: who, when, and what goes first."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from dunlang.dates import Offset
from dunlang.law import Confidence, load_book
from tests.law.packs import country

NOW = dt.date(2026, 3, 2)


@pytest.mark.parametrize(
    ("text", "level", "count", "error"),
    [
        ("verified", "verified", 2, True),
        ("verified:2", "verified", 2, True),
        ("verified:8", "verified", 8, True),
        ("verified:1", "single", 1, False),
        ("single", "single", 1, False),
        ("derived", "derived", 0, False),
        ("memory", "memory", 0, False),
        ("house", "house", 0, True),
    ],
)
def test_only_two_sources_make_an_error(text: str, level: str, count: int, error: bool) -> None:
    """Below two sources a provision may warn, and no more."""
    sure = Confidence.read(text)
    assert sure is not None
    assert (sure.level, sure.count, sure.may_be_error) == (level, count, error)


@pytest.mark.parametrize("text", ["", "verified:", "verified:0", "verified:x", "verified:100", "memory:1", "sure"])
def test_other_words_are_no_confidence(text: str) -> None:
    """A mistyped confidence is not read as some other."""
    assert Confidence.read(text) is None


def test_interest_depends_on_the_debtor() -> None:
    """A Dutch consumer owes the statutory rate, a business and a public body the commercial one."""
    law = country()
    rates = {}
    for debtor in ("consumer", "business", "government"):
        rule = law.interest(debtor, NOW)
        assert rule is not None
        held = rule.rate_on(NOW)
        assert held is not None
        rates[debtor] = held.percent
        assert (rule.compounding, rule.divisor) == ("yearly", "365")
    assert rates == {"consumer": Decimal(4), "business": Decimal("10.15"), "government": Decimal("10.15")}


def test_agreed_interest_is_simple_unless_it_was_agreed_otherwise() -> None:
    """A declared rate takes the country's day count; a monthly one is twelve times as much a year."""
    law = country()
    simple = law.contractual(Decimal(1), "month", None, "consumer", NOW)
    assert (simple.periods[0].percent, simple.compounding, simple.divisor) == (Decimal(12), "none", "365")
    assert law.contractual(Decimal(8), "year", "yearly", "business", NOW).compounding == "yearly"


def test_reference_plus_points_follows_the_reference() -> None:
    """Reference plus eight moves with each half-year and ends with the known reference."""
    rule = country(code="BE").reference_plus(Decimal(8), "consumer", NOW)
    assert rule is not None
    first, second = rule.rate_on(NOW), rule.rate_on(dt.date(2026, 7, 1))
    assert first is not None
    assert second is not None
    assert (first.percent, second.percent) == (Decimal("10.15"), Decimal("10.40"))
    assert rule.rate_on(dt.date(2027, 1, 1)) is None


def test_the_belgian_cap_on_interest_is_the_published_rate() -> None:
    """A consumer clause goes up to the rate between businesses; a business has no such cap."""
    law = country(code="BE")
    cap = law.interest_cap("consumer", NOW)
    assert cap is not None
    held = cap.rate_on(NOW)
    assert held is not None
    assert held.percent == Decimal("10.5")
    assert law.interest_cap("business", NOW) is None
    assert law.interest_cap("consumer", dt.date(2023, 8, 31)) is None


def test_costs_wait_for_a_letter_for_consumers_only() -> None:
    """Fourteen days from receipt for a consumer; a business owes from the day after the due date."""
    for code in ("NL", "BE"):
        law = country(code=code)
        consumer, business = law.charging("consumer", NOW), law.charging("business", NOW)
        assert consumer is not None
        assert business is not None
        assert (consumer.letter, consumer.minimum, consumer.counted_from) == (True, Offset(14), "receipt")
        assert consumer.provision.may_be_error
        assert not business.letter


def test_belgian_interest_waits_and_a_small_creditor_has_his_own_rule() -> None:
    """Interest waits for the period; for a small creditor it then runs from the day after sending."""
    law = country(code="BE")
    held = [law.charging("consumer", NOW, size) for size in (None, "large", "small")]
    assert [rule.interest for rule in held if rule is not None] == ["period", "period", "sending"]
    dutch = country().charging("consumer", NOW)
    assert dutch is not None
    assert dutch.interest == "due"


def test_payment_terms_by_size_and_date() -> None:
    """Thirty days from a large debtor to a small creditor since July 2022, sixty before."""
    law = country()

    def maximum(creditor: str | None, debtor: str | None, on: str) -> Offset | None:
        term = law.payment_term("business", creditor, debtor, dt.date.fromisoformat(on))
        assert term is not None
        return term.maximum

    assert maximum("small", "large", "2022-07-01") == Offset(30)
    assert maximum("small", "large", "2022-06-30") == Offset(60)
    assert maximum("small", "small", "2026-01-01") == Offset(60)
    assert maximum(None, None, "2026-01-01") == Offset(60)
    assert law.payment_term("consumer", None, None, NOW) is None


def test_reminders_cost_a_consumer_nothing_or_little() -> None:
    """No reminder fee in the Netherlands; in Belgium three free ones a year under recurring supply, then 7.50."""
    dutch = country().reminder_fee("consumer", NOW)
    assert dutch is not None
    assert dutch.maximum == 0
    recurring = country(code="BE").reminder_fee("consumer", NOW, "recurring")
    plain = country(code="BE").reminder_fee("consumer", NOW)
    assert recurring is not None
    assert plain is not None
    assert (recurring.free, recurring.per, recurring.maximum) == (3, "calendar year", 750)
    assert (plain.free, plain.per, plain.tolerated) == (1, "due date", 750)
    assert country().reminder_fee("business", NOW) is None


def test_elements_of_the_first_belgian_reminder() -> None:
    """Seven elements, each with its own article; a business reminder needs none of them."""
    law = country(code="BE")
    found = law.elements("reminder", "consumer", NOW)
    assert [element.any_of for element in found] == [
        ("amount due",),
        ("collection costs",),
        ("creditor name",),
        ("creditor number",),
        ("description",),
        ("due date",),
        ("deadline",),
    ]
    assert all(element.article.startswith("art. XIX.2 par. 3") for element in found)
    assert all(element.may_be_error for element in found)
    assert law.elements("reminder", "business", NOW) == ()
    assert law.elements("reminder", "consumer", dt.date(2023, 8, 31)) == ()


def test_elements_of_an_agency_are_its_own() -> None:
    """What an agency must write is not asked of the creditor; what no word says is told apart."""
    law = country()
    found = law.elements("formal", "consumer", NOW, sender="agency")
    assert any(not element.any_of for element in found)
    assert not any(element.may_be_error for element in found)
    assert all(element.any_of for element in law.elements("formal", "consumer", NOW))


def test_judged_words() -> None:
    """The Dutch phrases come with their verdict; other languages have none."""
    found = country().wording("formal", "consumer", NOW, "nl")
    verdicts = {phrase.text: phrase.verdict for wording in found for phrase in wording.phrases}
    assert verdicts["binnen 14 dagen na dagtekening"] == "rejected"
    assert verdicts["binnen veertien dagen vanaf de dag nadat deze brief bij u is bezorgd"] == "accepted"
    assert country().wording("formal", "consumer", NOW, "fr") == ()


def test_conduct_and_limitation() -> None:
    """Hours bind agencies; a consumer sale lapses after two years, else five hold; an agency is registered."""
    law = country()
    (hours,) = law.contact_rules("agency", NOW)
    assert (hours.not_before, hours.not_after, hours.not_on) == ("07:00", "20:00", ("sunday", "holiday"))
    assert law.contact_rules("creditor", NOW) == ()
    sale, general = law.limitation("consumer", NOW, "consumer sale"), law.limitation("consumer", NOW)
    assert sale is not None
    assert general is not None
    assert (sale.period, general.period) == (Offset(24, "months"), Offset(60, "months"))
    agency = law.agency_rules("consumer", NOW)
    assert agency is not None
    assert agency.registration
    assert law.agency_rules("consumer", dt.date(2024, 3, 31)) is None
    assert law.disputes("consumer", NOW)


def test_allocation_and_facts() -> None:
    """Costs, interest, principal; facts are asked by topic."""
    law = country()
    assert law.allocation("consumer", NOW) == ("costs", "interest", "principal")
    assert [provision.id for provision in law.facts("instalments", NOW, "consumer")] == ["nl.costs.lookback"]
    assert [provision.id for provision in law.facts("instalments", dt.date(2024, 9, 30))] == ["nl.costs.stacking"]


def test_a_rate_is_known_until_the_day_before_it_can_change() -> None:
    """The last known day has a rate, the next one has none; nor has the day before the first."""
    law = country()
    for kind in ("statutory", "commercial", "reference"):
        assert law.rate(kind, dt.date(2026, 12, 31)) is not None
        assert law.rate(kind, dt.date(2027, 1, 1)) is None
        assert law.rate(kind, dt.date(1999, 1, 1)) is None
    assert law.rate("moon", NOW) is None
    clipped = law.rates("statutory", dt.date(2025, 12, 1), dt.date(2027, 6, 1))
    assert [(p.start, p.end) for p in clipped] == [
        (dt.date(2025, 12, 1), dt.date(2026, 1, 1)),
        (dt.date(2026, 1, 1), dt.date(2027, 1, 1)),
    ]


def test_each_row_of_a_rate_has_its_own_dates_and_confidence() -> None:
    """The citation of a rate shows the half-year for which it was published."""
    held = country(code="BE").rate("commercial", dt.date(2026, 8, 1))
    assert held is not None
    assert held.provision is not None
    cited = held.provision.citation()
    assert (cited.in_force_from, cited.in_force_until) == (dt.date(2026, 7, 1), dt.date(2026, 12, 31))
    assert cited.confidence == "derived"
    assert not held.provision.may_be_error


def test_countries_load_when_asked_for_and_once() -> None:
    """The same record for the same code; GB is UK; an unknown code is None."""
    book, found = load_book()
    assert found == ()
    assert book.country("NL") is book.country("NL")
    assert book.country("QQ") is None
    assert book.country("GB") is book.country("UK")
    assert book.calendar("NL.terms") is not None
