"""Policies under the law of the United Kingdom: interest and fixed sums of businesses, terms for consumers."""

from __future__ import annotations

import pytest

from tests.lint.law.judging import change, dropped, of_law, told

LAWFUL = """
policy "Standard" {
    law       UK
    currency  GBP
    valid     from 2026-01-01 until 2026-06-30
    calendar  UK
    creditor  "Example Ltd" { vat reclaimed  size small }
}
notice reminder { kind reminder  language en  states invoice number, due date, amount due }
notice claim    { kind formal  language en  gives 30 days from receipt
                  states invoice number, due date, amount due, description, payment details, deadline, interest }
group firms {
    when debtor is business
    payment   within 60 days of invoice
    interest  statutory
    costs     statutory
    letters   per invoice
    steps {
        first  5 days after due  send reminder by email
        last  20 days after due  send claim by post
    }
    hold on dispute until resolved, clock stops
}
group people {
    when debtor is consumer and country is UK
    payment   within 14 days of invoice
    interest  8% per year
    letters   per invoice
    steps {
        nudge  5 days after due  send reminder by email
        ask   20 days after due  send claim by post
    }
    hold on dispute until resolved, clock stops
}
group rest { otherwise payment within 30 days of invoice }
"""


def test_a_lawful_policy_has_no_finding() -> None:
    """Statutory interest and the fixed sum for firms, a contractual rate and a full letter of claim for people."""
    assert not told(LAWFUL, notes=True)


BUSINESS = "    interest  statutory\n    costs     statutory\n"


@pytest.mark.parametrize(
    ("pair", "code", "severity", "article"),
    [
        ((BUSINESS, "    interest  1.9% per year\n    costs     statutory\n"), "INT152", "warning", "ss. 8, 9"),
        ((BUSINESS, "    interest  1.6% per month\n    costs     statutory\n"), "INT152", "warning", "ss. 8, 9"),
        ((BUSINESS, "    interest  none\n    costs     statutory\n"), "INT151", "note", "Late Payment"),
        ((BUSINESS, "    interest  statutory\n    costs     40 GBP\n"), "FEE106", "note", "s. 5A"),
        (("within 60 days", "within 61 days"), "TRM100", "warning", "s. 4(3)"),
        (("8% per year", "statutory"), "INT150", "warning", "County Courts Act"),
        (("8% per year", "8% per year costs statutory"), "FEE110", "warning", "s. 2"),
        (("payment details, ", ""), "NTC100", "warning", "Pre-Action Protocol"),
        (("description, ", ""), "NTC100", "warning", "Pre-Action Protocol"),
    ],
)
def test_one_change_is_found(pair: tuple[str, str], code: str, severity: str, article: str) -> None:
    """Each change gives its finding, as grave as its source allows, with the article."""
    found = [each for each in of_law(change(LAWFUL, pair)) if each.code == code]
    assert [str(each.severity) for each in found] == [severity]
    assert article in found[0].citations[0].article


@pytest.mark.parametrize("rate", ["2% per year", "18% per year", "1.5% per month", "reference + 4%"])
def test_rates_that_courts_accepted_pass(rate: str) -> None:
    """The lowest and the highest rate that courts accepted are no finding."""
    assert not told(change(LAWFUL, (BUSINESS, f"    interest  {rate}\n    costs     statutory\n")))


@pytest.mark.parametrize(("clause", "waived"), [("100 GBP", False), ("70 GBP", True), ("10%", True)])
def test_the_fixed_sums_are_a_floor(clause: str, waived: bool) -> None:
    """A clause that asks less than 40, 70 or 100 pounds on some debt gives it away."""
    text = change(LAWFUL, (BUSINESS, f"    interest  statutory\n    costs     {clause}\n"))
    assert ("FEE106" in {each.code for each in of_law(text)}) == waived


def test_what_consumers_may_be_charged_is_not_known() -> None:
    """No provision says what a consumer clause on costs may ask: said as not checked."""
    text = change(LAWFUL, ("8% per year", "8% per year costs 15 GBP"))
    assert "the cost clause (UK, consumer)" in dropped(text)
    assert not told(text)


def test_elements_that_no_word_of_the_language_says_are_not_judged() -> None:
    """The enclosures of a letter of claim are told as not checked."""
    assert any("information sheet" in what for what in dropped(LAWFUL))


@pytest.mark.parametrize(
    ("gives", "party", "expected"),
    [
        ("14 days from sending", "lawyer", 1),
        ("29 days from receipt", "lawyer", 1),
        ("30 days from receipt", "lawyer", 0),
        ("4 weeks from sending", "lawyer", 1),
        ("1 month from sending", "lawyer", 1),  # sent in February
        ("5 weeks from sending", "lawyer", 0),
        ("14 days from sending", "agency", 0),
    ],
)
def test_a_letter_before_a_claim_leaves_time_to_reply(gives: str, party: str, expected: int) -> None:
    """Thirty days before a lawyer may claim; an agency does not claim."""
    text = change(
        LAWFUL,
        ("gives 30 days from receipt", f"gives {gives}"),
        ("ask   20 days after due  send claim by post",
         "ask 20 days after due send claim by post over 70 days after due hand over to firm"),
    ) + f'\n{party} firm "Firm" {{ country UK }}\n'  # fmt: skip
    assert len([each for each in of_law(text) if each.code == "NTC150"]) == expected
