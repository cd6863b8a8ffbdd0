"""What collection may cost in the countries beside NL and BE, and when it may be charged."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from dunlang.law import above
from dunlang.law.costs import CostScale
from dunlang.money import MAX_MINOR
from tests.law.packs import country

ON = dt.date(2026, 3, 1)


#: Country, debtor, principal, costs: all in minor units of the country's currency.
GIVEN = [
    ("UK", "business", 1, 4_000),
    ("UK", "business", 99_999, 4_000),
    ("UK", "business", 100_000, 7_000),
    ("UK", "business", 999_999, 7_000),
    ("UK", "business", 1_000_000, 10_000),
    ("UK", "government", 1_000_000, 10_000),
    ("IE", "business", 100_000, 4_000),
    ("IE", "business", 100_001, 7_000),
    ("IE", "business", 1_000_001, 10_000),
    ("DE", "business", 1, 4_000),
    ("DE", "government", 500_000, 4_000),
    ("FR", "business", 500_000, 4_000),
    ("ES", "business", 500_000, 4_000),
    ("ES", "government", 500_000, 4_000),
    ("IT", "business", 500_000, 4_000),
    ("LU", "business", 500_000, 4_000),
    ("AT", "business", 500_000, 4_000),
    ("CZ", "business", 500_000, 120_000),
    ("DK", "business", 500_000, 31_000),
    ("SE", "business", 500_000, 45_000),
]


@pytest.mark.parametrize(("code", "debtor", "principal", "wanted"), GIVEN)
def test_the_flat_sum_for_each_late_payment(code: str, debtor: str, principal: int, wanted: int) -> None:
    """A business or public body owes a flat sum for each invoice, by bands where the country has them."""
    rule = country(code=code).costs(debtor, ON)
    assert rule is not None
    assert rule.per == "invoice"
    assert not rule.aggregate
    found = rule.amount(principal, vat=False, on=ON)
    assert found is not None
    assert found.total == wanted


@pytest.mark.parametrize("code", ["DE", "FR", "ES", "UK", "IE", "IT", "LU", "AT", "EU", "PL"])
def test_no_flat_sum_from_a_consumer(code: str) -> None:
    """The flat sum is for business debtors only."""
    assert country(code=code).costs("consumer", ON) is None


def test_flat_sums_have_a_first_day() -> None:
    """Before the law was in force there is none: Germany in July 2014, France in 2012, Norway outside its half-year."""
    for code, last in {"DE": dt.date(2014, 7, 28), "FR": dt.date(2012, 12, 31), "NO": dt.date(2022, 6, 30)}.items():
        assert country(code=code).costs("business", last) is None
        assert country(code=code).costs("business", last + dt.timedelta(days=1)) is not None
    assert country(code="NO").costs("business", dt.date(2023, 1, 1)) is None


#: Principal, the most a German consumer pays for collection: 0.9 of the lawyers' table and a fifth of it, up to 20.
AGENCY = [(5_000, 3_402), (50_000, 5_562), (100_000, 10_044), (200_000, 17_840), (5_000_000, 124_130)]


@pytest.mark.parametrize(("principal", "wanted"), AGENCY)
def test_the_german_cap_on_agency_fees(principal: int, wanted: int) -> None:
    """The worked fees of the table of June 2025, net of VAT."""
    cap = country(code="DE").cost_cap("consumer", ON)
    assert cap is not None
    found = cap.amount(principal, vat=False, on=ON)
    assert found is not None
    assert found.amount == wanted


def test_the_german_cap_by_its_parts() -> None:
    """Each step of the cap is 0.9 of the table's fee with a fifth of that, at most 20 euro, in both versions."""
    law = country(code="DE")
    for on, small in ((dt.date(2025, 5, 31), "30.00"), (dt.date(2025, 6, 1), "31.50")):
        cap = law.cost_cap("consumer", on)
        assert cap is not None
        (table,) = law.facts("lawyer-fee", on)
        fees = {"up_to_50": Decimal(small), **table.body.values}
        for name, fee in fees.items():
            principal = int(name.removeprefix("up_to_")) * 100
            net = fee * Decimal("0.9")
            found = cap.amount(principal, vat=False, on=on)
            assert found is not None
            assert abs(Decimal(found.amount) / 100 - net - min(net / 5, Decimal(20))) <= Decimal("0.01")


def test_a_scale_is_known_only_as_far_as_its_table() -> None:
    """Above 50,000 euro the German table was not read: no amount is given and no clause is judged there."""
    cap = country(code="DE").cost_cap("consumer", ON)
    assert cap is not None
    assert cap.known_up_to == 5_000_000
    assert cap.amount(5_000_001, vat=False, on=ON) is None
    found = above(CostScale.percent(Decimal(15)), cap.scale)
    assert max(excess.last for excess in found) == 5_000_000
    assert above(CostScale.fixed(MAX_MINOR), cap.scale)[0].first == 1


def test_the_german_cap_names_the_smallest_amount() -> None:
    """A clause of 15 percent first passes the cap where it is over 34.02, below a claim of 50, never by sampling."""
    cap = country(code="DE").cost_cap("consumer", ON)
    assert cap is not None
    first = above(CostScale.percent(Decimal(15)), cap.scale)[0].first
    scale = CostScale.percent(Decimal(15))
    wanted = next(n for n in range(1, 200_000) if scale.amount(n) > cap.scale.amount(n))
    assert first == wanted


def test_when_costs_may_be_charged() -> None:
    """French consumers never pay out of court; Germans only after the reminder that brings default."""
    fr, de, es, uk = (country(code=code) for code in ("FR", "DE", "ES", "UK"))
    french, german = fr.charging("consumer", ON), de.charging("consumer", ON)
    assert french is not None
    assert french.forbidden
    assert french.interest == "notice"
    assert french.provision.may_be_error
    assert german is not None
    assert german.letter
    assert german.interest == "notice"
    assert not german.provision.may_be_error
    for law in (es, uk):
        rule = law.charging("consumer", ON)
        assert rule is not None
        assert rule.needs_clause
        assert not rule.provision.may_be_error
    for law in (fr, de, es, uk):
        business = law.charging("business", ON)
        assert business is not None
        assert not business.letter
        assert not business.forbidden


def test_reminder_fees() -> None:
    """France allows none; in Germany up to 1.20 is safe, up to 3.00 doubtful."""
    french = country(code="FR").reminder_fee("consumer", ON)
    german = country(code="DE").reminder_fee("consumer", ON)
    assert french is not None
    assert (french.maximum, french.tolerated) == (0, None)
    assert german is not None
    assert (german.maximum, german.tolerated) == (120, 300)
    assert country(code="ES").reminder_fee("consumer", ON) is None
    assert country(code="DE").reminder_fee("business", ON) is None
