"""The calculators and what changes over time, as records."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from dunlang.dates import Offset
from dunlang.law import load_book
from dunlang.law.answers import InterestQuestion, NoAnswer
from dunlang.law.calculators import costs, interest, rate, receipt
from dunlang.law.calculators import country as find
from dunlang.law.changes import changes, in_force, update_check
from dunlang.source import Source
from tests.law.packs import country, pack, provision

NOW = dt.date(2026, 1, 10)


def test_costs_of_one_claim() -> None:
    """Amounts are strings with two decimals, and the provisions stand with them."""
    found = costs(country(), "consumer", [73_554], NOW, vat=True)
    assert not isinstance(found, NoAnswer)
    answer = found.json()
    assert (answer["amount"], answer["vat"], answer["total"]) == ("110.33", "23.17", "133.50")
    assert "nl.costs.scale" in {provision["id"] for provision in answer["provisions"]}


def test_several_claims_add_up_where_the_law_says_so() -> None:
    """Three Dutch claims of twenty euro cost forty together; three Belgian business invoices forty each."""
    dutch = costs(country(), "consumer", [2_000] * 3, NOW)
    belgian = costs(country(code="BE"), "business", [2_000] * 3, NOW)
    assert not isinstance(dutch, NoAnswer)
    assert not isinstance(belgian, NoAnswer)
    assert (dutch.json()["amount"], dutch.added_up) == ("40.00", True)
    assert (belgian.json()["amount"], belgian.added_up) == ("120.00", False)


def test_where_only_a_clause_gives_costs_there_is_a_maximum() -> None:
    """A Belgian consumer: no amount of the law's own, a maximum, and the word that a clause is needed."""
    found = costs(country(code="BE"), "consumer", [65_000], NOW)
    assert not isinstance(found, NoAnswer)
    answer = found.json()
    assert (answer["amount"], answer["maximum"], answer["needs_clause"]) == (None, "72.50", True)


@pytest.mark.parametrize(
    ("code", "debtor", "on", "said"),
    [("NL", "consumer", "2012-06-30", "was in force on 2012-06-30"), ("EU", "consumer", "2026-01-01", "no figure")],
)
def test_no_figure_is_said(code: str, debtor: str, on: str, said: str) -> None:
    """Before the law, or where it has none, there is no answer but a reason."""
    found = costs(country(code=code), debtor, [10_000], dt.date.fromisoformat(on))
    assert isinstance(found, NoAnswer)
    assert said in found.message


def ask(**changed: object) -> InterestQuestion:
    """A question with some things changed."""
    plain: dict[str, object] = {
        "principal": 500_000,
        "start": dt.date(2024, 6, 1),
        "end": dt.date(2025, 4, 1),
        "kind": "statutory",
    }
    return InterestQuestion(**{**plain, **changed})  # type: ignore[arg-type] # the fields by name


def test_a_payment_is_allocated_by_the_law() -> None:
    """Costs first, then interest, then principal: the audit's example, to the cent."""
    found = interest(country(), ask(payments=((dt.date(2024, 10, 1), 100_000),), costs_due=62_500))
    assert not isinstance(found, NoAnswer)
    answer = found.json()
    assert (answer["interest"], answer["interest_paid"]) == ("270.82", "116.99")
    assert (answer["principal_open"], answer["costs_open"]) == ("4741.99", "0.00")
    assert answer["total"] == "4895.82"


def test_what_a_debtor_owes_without_naming_a_rate() -> None:
    """The kind of debtor decides which rate is statutory for him."""
    business = interest(country(), ask(kind=None, debtor="business"))
    consumer = interest(country(), ask(kind=None, debtor="consumer"))
    assert not isinstance(business, NoAnswer)
    assert not isinstance(consumer, NoAnswer)
    assert (business.rule.kind, consumer.rule.kind) == ("commercial", "statutory")


def test_a_declared_rate_and_another_day_count() -> None:
    """A contract's own rate, compounding and day count."""
    found = interest(country(), ask(kind=None, percent=Decimal(8), compounding="yearly", divisor="360"))
    assert not isinstance(found, NoAnswer)
    assert (found.rule.divisor, found.rule.compounding, found.rule.periods[0].percent) == ("360", "yearly", Decimal(8))


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"end": dt.date(2024, 5, 31)}, "run backwards"),
        ({"start": dt.date(1999, 1, 1)}, "no statutory rate is known for NL on 1999-01-01"),
        ({"end": dt.date(2027, 1, 2)}, "no statutory rate is known for NL on 2027-01-01"),
        ({"kind": "moon"}, "have no rate `moon`"),
        ({"kind": "vat"}, "have no rate `vat`"),
        ({"payments": ((dt.date(2020, 1, 1), 5),)}, "lies outside"),
        ({"payments": ((dt.date(2024, 7, 1), 10**8),)}, "more than what is open"),
    ],
)
def test_interest_without_an_answer(changed: dict[str, object], said: str) -> None:
    """Each odd question gets a reason."""
    found = interest(country(), ask(**changed))
    assert isinstance(found, NoAnswer)
    assert said in found.message


def test_interest_until_the_last_known_day() -> None:
    """The day of payment itself is not counted, so it may be the first unknown day."""
    assert not isinstance(interest(country(), ask(end=dt.date(2027, 1, 1))), NoAnswer)


def test_rates_and_countries() -> None:
    """A rate with its days; an unknown country names those that are there."""
    found = rate(country(), "commercial", dt.date(2026, 7, 1))
    assert not isinstance(found, NoAnswer)
    assert found.json() | {"provisions": []} == {
        "country": "NL",
        "kind": "commercial",
        "on": "2026-07-01",
        "rate": "10.4",
        "from": "2026-07-01",
        "until": "2026-12-31",
        "provisions": [],
    }
    book, _ = load_book()
    assert find(book, "nl") is book.country("NL")
    unknown = find(book, "QQ")
    assert isinstance(unknown, NoAnswer)
    assert "NL" in unknown.help


def test_receipt_answers() -> None:
    """The period defaults to the one that the law asks for; where the law names day 1 there is no receipt."""
    dutch = receipt(country(), ["post"], dt.date(2026, 2, 10))
    belgian = receipt(country(code="BE"), ["post"], dt.date(2023, 9, 18), period=Offset(14))
    assert not isinstance(dutch, NoAnswer)
    assert not isinstance(belgian, NoAnswer)
    answer = dutch.json()
    assert (answer["received"], answer["last_free_day"], answer["costs_from"]) == (
        "2026-02-12",
        "2026-02-26",
        "2026-02-27",
    )
    answer = belgian.json()
    assert (answer["received"], answer["day_one"], answer["costs_from"]) == (None, "2023-09-21", "2023-10-05")
    early = receipt(country(), ["post"], dt.date(2026, 2, 10), received=dt.date(2026, 2, 9))
    assert isinstance(early, NoAnswer)


def test_receipt_says_costs_from_only_where_the_letter_opens_them() -> None:
    """A business owes without a letter, a French consumer never; no period is made up where the law asks for none."""
    day, length = dt.date(2026, 2, 10), Offset(10)
    unasked = receipt(country(), ["post"], day, debtor="business")
    assert isinstance(unasked, NoAnswer)
    assert "--period" in unasked.help
    dutch = receipt(country(), ["post"], day, debtor="business", period=length)
    french = receipt(country(code="FR"), ["post"], day, received=day, period=length)
    for found, note in ((dutch, "without a letter"), (french, "out of court")):
        assert not isinstance(found, NoAnswer)
        answer = found.json()
        assert answer["last_free_day"] is not None
        assert answer["costs_from"] is None
        assert any(note in said for said in answer["notes"])


def test_interest_cites_every_row_of_a_segment() -> None:
    """Equal rates in a row are one segment, and each row is cited: the later one may be less sure."""
    found = interest(country(code="BE"), ask(kind="commercial", start=dt.date(2025, 7, 1), end=dt.date(2026, 4, 1)))
    assert not isinstance(found, NoAnswer)
    answer = found.json()
    assert len(answer["segments"]) == 1
    rows = [used for used in answer["provisions"] if used["id"] == "be.rate.commercial"]
    assert [row["from"] for row in rows] == ["2025-07-01", "2026-01-01"]


def test_in_force_on_a_day() -> None:
    """What holds on a day holds then by its own dates; a rate shows the value of the day."""
    law = country()
    held = {provision.id: period for provision, period in in_force(law, dt.date(2024, 9, 30))}
    assert "nl.costs.stacking" in held
    assert "nl.costs.lookback" not in held
    period = held["nl.rate.statutory"]
    assert period is not None
    assert period.percent == Decimal(7)


def test_changes_between_two_days() -> None:
    """Rates that move and provisions that begin or end, in order of the day; both ends of the range count."""
    found = changes(country(), dt.date(2024, 4, 1), dt.date(2026, 7, 1))
    days = [change.on for change in found]
    assert days == sorted(days)
    named = {(change.on.isoformat(), change.what, change.provision.id) for change in found}
    assert ("2024-04-01", "begins", "nl.agency") in named
    assert ("2024-10-01", "ended", "nl.costs.stacking") in named
    assert ("2024-10-01", "begins", "nl.costs.lookback") in named
    moved = [(c.on.isoformat(), str(c.rate.percent)) for c in found if c.rate_kind == "statutory" and c.rate]
    assert moved == [("2025-01-01", "6"), ("2026-01-01", "4")]
    assert ("2026-01-01", "rate", "nl.rate.commercial") not in named  # 10.15 before and after


def test_update_check_tells_what_is_missing() -> None:
    """In early 2027 the half-year rates are missing; in November 2026 they end soon; a year later all is old.

    A gap before a pack's rate is missing too; a rule of one's own is never old.
    """
    book, _ = load_book()
    missing = {
        (item.country, item.subject) for item in update_check(book, dt.date(2027, 1, 2)) if item.what == "missing"
    }
    assert {
        ("NL", "rate statutory"),
        ("NL", "rate commercial"),
        ("BE", "rate statutory"),
        ("EU", "rate reference"),
    } <= missing
    soon = update_check(book, dt.date(2026, 11, 22), ("NL",))
    assert {item.what for item in soon} == {"ends soon"}
    old = update_check(book, dt.date(2028, 1, 1), ("NL",))
    assert any(item.what == "old" and item.subject == "nl.costs.scale" for item in old)
    assert update_check(book, dt.date(2026, 9, 1), ("NL", "BE")) == ()
    own = pack(
        provision(
            "rate",
            "rate: statutory, known_until: 2027-12-31, rows: [{from: 2027-03-01, value: 5}]",
            id="our.rate",
            confidence="house",
        ),
        head='country: NL\nsources:\n  act: {url: "https://example.org/act", what: "the act"}\n',
    )
    laid, findings = load_book([Source("own.yaml", own)])
    assert not findings
    said = {item.subject: item.says for item in update_check(laid, dt.date(2027, 1, 5), ("NL",))}
    assert said["rate statutory"] == "no statutory rate is known on 2027-01-05: the next is from 2027-03-01"
    assert "our.rate" not in said
    far = update_check(book, dt.date(2035, 1, 1), ("NL",))
    assert ("provisional", "calendar NL.terms") in {(item.what, item.subject) for item in far}
