"""Charges of steps against a ceiling, by the rule on their sum, over amounts, conditions, repeats and VAT."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dunlang.money import Money
from tests.lint.law.judging import of_law
from tests.lint.policies import book

NOTICE = """notice brief { kind formal  states invoice number, amount due, deadline, collection costs
                           gives 14 days from receipt }"""


def policy(steps: str, *, vat: str = "reclaimed", contact: str = "") -> str:
    """A Dutch policy whose steps charge after the fourteen-day letter."""
    return f"""
    policy "Charges" {{ law NL  valid from 2026-01-01 until 2026-06-30  creditor "X" {{ vat {vat} }} }}
    {NOTICE}
    group people {{
        when debtor is consumer and country is NL
        payment within 14 days of invoice
        {contact}
        letters per debtor, highest step carries
        steps {{
            brief 14 days after due send brief by post
            {steps}
        }}
    }}
    group rest {{ otherwise payment within 30 days of invoice }}
    """


def found(text: str) -> list[dict[str, str]]:
    """The examples of the findings on the sum of charges."""
    return [dict(each.witness) for each in of_law(text) if each.code == "FEE152"]


LATER = "1 day after brief deadline"
CASES = [
    ("the minimum is the ceiling", f'a {LATER} task "x", charge 40 EUR', "", 0),
    ("a cent more", f'a {LATER} task "x", charge 40.01 EUR', "", 1),
    ("two that add up", f'a {LATER} task "x", charge 30 EUR  b 9 days after a task "y", charge 11 EUR', "", 1),
    ("repeated", f'a {LATER} every 7 days, at most 2 times task "x", charge 15 EUR', "", 1),
    ("repeated less", f'a {LATER} every 7 days, at most 1 times task "x", charge 15 EUR', "", 0),
    (
        "one or the other",
        f"""a {LATER} task "x", charge 30 EUR if outstanding < 100 EUR
            b {LATER} task "y", charge 30 EUR if outstanding >= 100 EUR""",
        "",
        0,
    ),
    ("only on large amounts", f'a {LATER} task "x", charge 75 EUR if outstanding >= 500 EUR', "", 0),
    ("on amounts too small", f'a {LATER} task "x", charge 75 EUR if outstanding >= 499 EUR', "", 1),
    ("below the contact threshold", f'a {LATER} task "x", charge 75 EUR', "contact from 500 EUR", 0),
]


@pytest.mark.parametrize(("what", "steps", "contact", "expected"), CASES, ids=[each[0] for each in CASES])
def test_the_sum_is_held_against_the_ceiling(what: str, steps: str, contact: str, expected: int) -> None:
    """Charges add up as far as they can all fall due, on the amounts on which they can."""
    assert len(found(policy(steps, contact=contact))) == expected, what


@pytest.mark.parametrize(("vat", "amount", "expected"), [("reclaimed", "48.40", 1), ("not reclaimed", "48.40", 0),
                                                         ("not reclaimed", "48.41", 1)])  # fmt: skip
def test_the_ceiling_rises_by_vat(vat: str, amount: str, expected: int) -> None:
    """A creditor who does not reclaim VAT may pass it on."""
    text = policy(f'file 1 day after brief deadline task "x", charge {amount} EUR', vat=vat)
    assert len(found(text)) == expected


@given(charge=st.integers(1, 2_000_00), least=st.integers(1, 20_000_00))
@settings(max_examples=25, deadline=None)
def test_a_charge_is_found_exactly_where_it_is_too_high(charge: int, least: int) -> None:
    """The ceiling never falls: a charge is too high somewhere just where it is on the least amount that is charged."""
    law = book().country("NL")
    assert law is not None
    cap = law.cost_cap("consumer", dt.date(2026, 1, 1))
    assert cap is not None
    step = f'a {LATER} task "x", charge {Money(charge, "EUR")} if outstanding >= {Money(least, "EUR")}'
    told = found(policy(step))
    assert bool(told) == (charge > cap.scale.amount(least))
    for each in told:
        assert each["outstanding"] == str(Money(least, "EUR"))
