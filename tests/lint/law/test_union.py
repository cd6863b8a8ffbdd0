"""Policies under the laws of other member states: the floor of the directive on late payment, and the Union's own."""

from __future__ import annotations

import datetime as dt

import pytest

from dunlang.diagnostics import Severity
from tests.lint.law.judging import dropped, of_law
from tests.lint.policies import book

MEMBERS = ("AT", "BG", "CY", "CZ", "DK", "EE", "FI", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV", "MT", "PL", "PT",
           "RO", "SE", "SI", "SK")  # fmt: skip


def policy(law: str, terms: str) -> str:
    """A policy for businesses under a law, in its currency."""
    found = book().country(law)
    assert found is not None
    return f"""
    policy "Firms" {{ law {law} currency {found.currency} valid from 2026-01-01 until 2026-06-30 }}
    group firms {{ when debtor is business {terms} }}
    group bodies {{ when debtor is government payment within 30 days of receipt }}
    group rest {{ otherwise payment within 30 days of invoice }}
    """


def unknown(law: str) -> set[str]:
    """The findings that tell what the data do not know of a law: its rate, its lump sum."""
    found, on = book().country(law), dt.date(2026, 1, 1)
    assert found is not None
    interest = found.interest("business", on)
    no_rate = interest is None or not interest.periods
    return ({"INT104"} if no_rate else set()) | ({"FEE110"} if found.costs("business", on) is None else set())


@pytest.mark.parametrize("law", [*MEMBERS, "EU"])
def test_terms_as_the_law_has_them_pass(law: str) -> None:
    """30 days, statutory interest and the lump sum are lawful everywhere; a figure that is not known is told."""
    found = of_law(policy(law, "payment within 30 days of receipt interest statutory costs statutory"))
    assert {each.code for each in found} == unknown(law)


@pytest.mark.parametrize("law", [*MEMBERS, "EU"])
def test_long_terms_and_waivers_are_told(law: str) -> None:
    """More than 60 days is a finding in each state, a waiver of interest and of a known lump sum a note."""
    found = of_law(policy(law, "payment within 61 days of receipt interest none costs none"))
    graver = {each.code for each in found if each.severity != Severity.NOTE}
    assert graver == {"TRM100"}
    waived = {"INT151"} if "FEE110" in unknown(law) else {"INT151", "FEE106"}
    assert {each.code for each in found} - graver == waived
    assert all(each.citations for each in found)


def test_the_directive_itself_gives_warnings_only() -> None:
    """A term above 60 days can be agreed expressly: a warning under the floor of the Union."""
    [found] = [each for each in of_law(policy("EU", "payment within 90 days of receipt")) if each.code == "TRM100"]
    assert found.severity == Severity.WARNING
    assert "2011/7/EU" in found.citations[0].article


@pytest.mark.parametrize("law", MEMBERS)
def test_consumers_elsewhere_are_not_judged(law: str) -> None:
    """Where the data know nothing of consumers, a clause against them is not called lawful: it is not checked."""
    currency = book().country(law).currency  # type: ignore[union-attr] # the test above has it
    text = f"""
    policy "People" {{ law {law} currency {currency} valid from 2026-01-01 until 2026-06-30 }}
    group people {{ when debtor is consumer payment within 14 days of invoice costs 40 {currency} }}
    group rest {{ otherwise payment within 30 days of invoice }}
    """
    told = {each.code for each in of_law(text)}
    assert told or any("consumer" in what for what in dropped(text))


@pytest.mark.parametrize("law", [*MEMBERS, "EU"])
def test_a_clause_is_called_fine_only_where_the_least_is_known(law: str) -> None:
    """Where the data have no lump sum, or the clause is in another currency, the least is not checked, and said so."""
    currency = book().country(law).currency  # type: ignore[union-attr] # the test above has it
    least = f"the least that a cost clause may ask ({law}, business)"
    own = policy(law, f"payment within 30 days of receipt interest statutory costs 5 {currency}")
    assert (least in dropped(own)) == ("FEE110" in unknown(law))
    assert least in dropped(own.replace(f" {currency}", " USD"))
