"""Scenarios: the case and what is expected of it."""

from __future__ import annotations

import datetime as dt

import pytest

from dunlang.model import fact_lookup
from dunlang.model.case import Event
from dunlang.money import Money
from tests.model.policies import found_in, policy_of

POLICY = """policy "P" { law NL }
attribute vip flag of debtor  attribute tier one of (a, b) of debtor  attribute score number of invoice
notice n { kind reminder states amount due }
group g { when vip or tier is a or score > 1  steps { brief 1 day after due send n by post } }
group rest { otherwise }
"""


def test_a_whole_scenario() -> None:
    """Debtor with facts, invoices with dates, every event, every expectation."""
    policy = policy_of(
        POLICY
        + """scenario "Alles" {
        debtor    business in BE with segment keyaccount, first order, orders 5, average days late 1 week,
                  credit limit 500 EUR, insured, language fr, vip, tier b
        invoice   2026-01-05 for 180.00 EUR due 2026-01-19 received 2026-01-06 delivered 2026-01-04 with score 4
        invoice   "B" 2026-01-06 for 20 EUR
        payment   2026-02-20 of 100.00 EUR for "B"
        credit    2026-02-21 of 5 EUR
        discount  allowed 2026-02-22 for "1"
        dispute   opened 2026-02-25 for "1"   dispute resolved 2026-02-26
        promise   made 2026-03-01 for 2026-03-10 of 50 EUR
        plan      agreed 2026-03-02   plan broken 2026-03-03
        agreement made 2026-03-04
        hold      placed 2026-01-01   hold lifted 2026-01-02
        step      brief done 2026-03-05   step brief received 2026-03-06
        step      brief not delivered 2026-03-07   step brief withdrawn 2026-03-08
        supply    stopped 2026-03-09   supply resumed 2026-03-10
        sold      2026-03-11 for "B"
        insolvency 2026-03-12
        reason    "kan niet betalen" 2026-03-13
        contact   added 2026-03-14
        expect    group g
        expect    brief on 2026-02-10 for "1"
        expect    no brief until 2026-04-01
        expect    no brief
        expect    costs 40.00 EUR on 2026-02-27
        expect    interest 1.00 EUR on 2026-02-27
        expect    outstanding 80 EUR on 2026-02-27
        expect    held on 2026-03-03 for "B"
        expect    nothing else
    }"""
    )
    scenario = policy.scenarios[0]
    debtor = scenario.case.debtor
    assert scenario.title == "Alles"
    assert (debtor.kind, debtor.country, debtor.segment, debtor.language) == ("business", "BE", "keyaccount", "fr")
    assert (debtor.first_order, debtor.orders, debtor.average_days_late, debtor.insured) == (True, 5, 7, True)
    assert debtor.credit_limit == Money(50000)
    assert debtor.attributes == {"vip": True, "tier": "b"}
    first, second = scenario.case.invoices
    assert (first.id, first.due, first.received) == ("1", dt.date(2026, 1, 19), dt.date(2026, 1, 6))
    assert (first.delivered, first.attributes) == (dt.date(2026, 1, 4), {"score": 4})
    assert (second.id, second.amount) == ("B", Money(2000))
    assert [event.kind for event in scenario.case.events] == [
        "hold placed",
        "hold lifted",
        "payment",
        "credit note",
        "discount allowed",
        "dispute opened",
        "dispute resolved",
        "promise made",
        "plan agreed",
        "plan broken",
        "agreement made",
        "step done",
        "step received",
        "step not delivered",
        "step withdrawn",
        "supply stopped",
        "supply resumed",
        "invoice sold",
        "insolvency",
        "reason recorded",
        "contact added",
    ]
    assert scenario.case.events[7] == Event(
        date=dt.date(2026, 3, 1), kind="promise made", until=dt.date(2026, 3, 10), amount=Money(5000)
    )
    assert scenario.case.events[-2].text == "kan niet betalen"
    assert [(each.kind, each.name, each.invoice) for each in scenario.expectations] == [
        ("group", "g", ""),
        ("step", "brief", "1"),
        ("no step", "brief", ""),
        ("no step", "brief", ""),
        ("costs", "", ""),
        ("interest", "", ""),
        ("outstanding", "", ""),
        ("held", "", "B"),
        ("nothing else", "", ""),
    ]
    assert scenario.expectations[2].on == dt.date(2026, 4, 1)
    assert scenario.expectations[3].on is None
    assert scenario.expectations[0].span.text == "expect    group g"
    facts = fact_lookup(debtor, first)
    assert (facts("amount"), facts("score"), facts("vip"), facts("tier")) == (Money(18000), 4, True, "b")


#: Statements in a scenario of one invoice of 2026-01-05, the code, what is underlined.
WRONG = [
    ("payment 2026-01-04 of 5 EUR", "TYP006", "2026-01-04"),
    ("payment 2026-02-04 of 5 USD", "TYP002", "5 USD"),
    ("payment 2026-02-04 of 0 EUR", "TYP005", "0 EUR"),
    ('payment 2026-02-04 of 5 EUR for "7"', "NAM001", '"7"'),
    ("promise made 2026-02-04 for 2026-02-01", "TYP006", "2026-02-01"),
    ("step brif done 2026-02-04", "NAM001", "brif"),
    ("expect brif on 2026-02-04", "NAM001", "brif"),
    ("expect no brif", "NAM001", "brif"),
    ("expect group h", "NAM001", "h"),
    ("expect costs 1.234 EUR on 2026-02-04", "TYP005", "1.234 EUR"),
    ("invoice 2026-02-05 for 10 EUR due 2026-02-01", "TYP006", "due 2026-02-01"),
    ('invoice "1" 2026-02-05 for 10 EUR', "NAM002", '"1"'),
    ("invoice 2026-02-05 for 10 EUR with vip", "TYP011", "vip"),
    ("invoice 2026-02-05 for 10 EUR with segment x", "TYP011", "segment x"),
    ("debtor consumer", "TYP009", "debtor consumer"),
]


@pytest.mark.parametrize(("statement", "code", "underlined"), WRONG, ids=[row[0] for row in WRONG])
def test_wrong_statement(statement: str, code: str, underlined: str) -> None:
    """A wrong statement of a scenario gives one finding, at the words that are wrong."""
    text = f'{POLICY} scenario "s" {{ debtor business in NL invoice 2026-01-05 for 180 EUR {statement} }}'
    assert found_in(text) == [(code, underlined)]


#: Debtors of a scenario.
DEBTORS = [
    ("debtor firm", "TYP003", "firm"),
    ("debtor business in XX", "TYP004", "XX"),
    ("debtor business with country NL", "TYP011", "country NL"),
    ("debtor business with disputed", "TYP011", "disputed"),
    ("debtor business with score 4", "TYP011", "score 4"),
    ("debtor business with vip 4", "TYP001", "4"),
    ("debtor business with orders", "TYP001", "orders"),
    ("debtor business with orders 5 days", "TYP001", "5 days"),
    ("debtor business with segment 5", "TYP001", "5"),
    ("debtor business with tier c", "TYP003", "c"),
    ("debtor business with vip, vip", "TYP009", "vip"),
    ("debtor business with kleur rood", "NAM001", "kleur"),
]


@pytest.mark.parametrize(("debtor", "code", "underlined"), DEBTORS, ids=[row[0] for row in DEBTORS])
def test_wrong_debtor(debtor: str, code: str, underlined: str) -> None:
    """A wrong fact about the debtor gives one finding, at the words that are wrong."""
    text = f'{POLICY} scenario "s" {{ {debtor} invoice 2026-01-05 for 180 EUR }}'
    assert found_in(text) == [(code, underlined)]


def test_what_a_scenario_needs() -> None:
    """Debtor and invoice are missed."""
    assert found_in(f'{POLICY} scenario "s" {{ }}') == [("TYP010", 'scenario "s"')] * 2
