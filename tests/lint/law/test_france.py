"""Policies under French law: penalties and the indemnity of businesses, nothing from consumers without a title."""

from __future__ import annotations

import pytest

from tests.lint.law.judging import change, of_law, told

LAWFUL = """
policy "Standard" {
    law       FR
    valid     from 2026-01-01 until 2026-06-30
    calendar  FR
    creditor  "Exemple SARL" { vat reclaimed  size small }
}
notice rappel  { kind reminder  language fr  states invoice number, due date, amount due }
notice demeure { kind formal  language fr  states invoice number, due date, amount due, deadline, interest
                 gives 8 days from receipt }
group entreprises {
    when debtor is business
    payment   within 60 days of invoice
    interest  statutory
    costs     statutory
    letters   per invoice
    steps {
        rappel   5 days after due  send rappel by email
        demeure 20 days after due  send demeure by registered post
    }
    hold on dispute until resolved, clock stops
}
group consommateurs {
    when debtor is consumer and country is FR
    payment   within 14 days of invoice
    interest  statutory from due
    letters   per invoice
    steps {
        relance       5 days after due  send rappel by email
        mise         20 days after due  send demeure by registered post
    }
    hold on dispute until resolved, clock stops
}
group publics {
    when debtor is government and country is FR
    payment   within 30 days of receipt
    interest  statutory
    costs     statutory
}
group autres { otherwise payment within 30 days of invoice }
"""

PENALTY = ("60 days of invoice\n    interest  statutory\n    costs     statutory", "60 days of invoice\n    {}")


def business(clauses: str) -> str:
    """The lawful policy with other clauses for businesses."""
    return change(LAWFUL, (PENALTY[0], PENALTY[1].format(clauses)))


def test_a_lawful_policy_has_no_finding() -> None:
    """Penalties and the 40 euro named for businesses, consumers asked for the principal and the legal rate."""
    assert not told(LAWFUL, notes=True)


@pytest.mark.parametrize(
    ("clauses", "code", "severity", "article"),
    [
        ("interest 7% per year costs statutory", "INT103", "error", "L441-10 II"),
        ("interest statutory", "TRM150", "warning", "L441-9"),
        ("costs statutory", "TRM150", "warning", "L441-9"),
        ("interest statutory costs none", "TRM150", "warning", "L441-9"),
        ("interest statutory costs 30 EUR", "FEE106", "note", "D441-5"),
        ("interest none costs statutory", "INT151", "note", "L441-10 II"),
    ],
)
def test_terms_of_businesses(clauses: str, code: str, severity: str, article: str) -> None:
    """The floor of three times the legal rate, the two things to be named, the indemnity of 40 euro."""
    found = [each for each in of_law(business(clauses)) if each.code == code]
    assert [str(each.severity) for each in found] == [severity]
    assert article in found[0].citations[0].article


def test_both_clauses_lacking_are_named_at_once() -> None:
    """One finding tells the penalty rate and the indemnity."""
    found = [each for each in of_law(business("")) if each.code == "TRM150"]
    assert "late-payment interest or the sum for recovery costs" in found[0].message
    assert found[0].help == "add `interest statutory` and `costs statutory`"


@pytest.mark.parametrize(("rate", "low"), [("7.85%", True), ("7.86%", False)])
def test_the_floor_is_three_times_the_legal_rate(rate: str, low: bool) -> None:
    """In the first half of 2026 the legal rate is 2.62 percent, and the floor 7.86."""
    assert ("INT103" in {each.code for each in of_law(business(f"interest {rate} per year costs statutory"))}) == low


@pytest.mark.parametrize("days", [60, 61])
def test_sixty_days_from_the_invoice(days: int) -> None:
    """The hard maximum counts from the invoice."""
    found = {each.code for each in of_law(change(LAWFUL, ("60 days of invoice", f"{days} days of invoice")))}
    assert ("TRM100" in found) == (days > 60)


@pytest.mark.parametrize(
    ("pair", "code", "severity"),
    [
        (("statutory from due", "statutory costs 40 EUR"), "FEE111", "error"),
        (("statutory from due", "statutory costs statutory"), "FEE111", "error"),
        (("relance       5 days after due  send rappel by email",
          "relance 5 days after due send rappel by email, charge 1 EUR"), "FEE101", "error"),
        (("mise         20 days after due  send demeure by registered post",
          'mise 20 days after due task "dossier", charge 15 EUR'), "FEE103", "error"),
    ],
)  # fmt: skip
def test_nothing_is_asked_from_consumers(pair: tuple[str, str], code: str, severity: str) -> None:
    """Without a title no cost of recovery, whatever its name, may be asked from a consumer."""
    found = [each for each in of_law(change(LAWFUL, pair)) if each.code == code]
    assert [str(each.severity) for each in found] == [severity]
    assert "L111-8" in found[0].citations[0].article


def test_legal_interest_needs_a_demand() -> None:
    """A consumer who gets no letter owes no legal interest; a rate of the contract is another matter."""
    letters = (
        ("relance       5 days after due  send rappel by email", "relance 5 days after due call"),
        ("mise         20 days after due  send demeure by registered post", "mise 20 days after due call"),
    )
    assert ("INT150", "warning") in told(change(LAWFUL, *letters))
    agreed = change(LAWFUL, *letters, ("statutory from due", "3% per year"))
    assert "INT150" not in {each.code for each in of_law(agreed)}
