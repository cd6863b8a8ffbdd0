"""Policies under Spanish law: the 40 euro and 60 days of businesses, no figure for consumers."""

from __future__ import annotations

import pytest

from tests.lint.law.judging import change, dropped, of_law, told

LAWFUL = """
policy "Estándar" {
    law       ES
    valid     from 2026-01-01 until 2026-06-30
    calendar  ES
    creditor  "Ejemplo S.L." { vat reclaimed  size small }
}
notice recordatorio  { kind reminder  language es  states invoice number, due date, amount due }
notice requerimiento { kind formal  language es  states invoice number, due date, amount due, deadline, interest
                       gives 10 days from receipt }
group empresas {
    when debtor is business
    payment   within 60 days of delivery
    interest  statutory
    costs     statutory
    letters   per invoice
    steps {
        recordatorio   5 days after due  send recordatorio by email
        requerimiento 20 days after due  send requerimiento by registered post
    }
    hold on dispute until resolved, clock stops
}
group consumidores {
    when debtor is consumer and country is ES
    payment   within 14 days of invoice
    interest  statutory from due
    letters   per invoice
    steps {
        aviso    5 days after due  send recordatorio by email
        carta   20 days after due  send requerimiento by registered post
    }
    hold on dispute until resolved, clock stops
}
group otros { otherwise payment within 30 days of invoice }
"""


def test_a_lawful_policy_has_no_finding() -> None:
    """60 days, the 40 euro and the statutory rate for businesses; the legal interest after a demand for consumers."""
    assert not told(LAWFUL, notes=True)


BUSINESS = "    interest  statutory\n    costs     statutory\n"


@pytest.mark.parametrize(
    ("pair", "code", "severity", "article"),
    [
        (("60 days of delivery", "61 days of delivery"), "TRM100", "error", "Ley 3/2004"),
        ((BUSINESS, "    interest  3% per year\n    costs     statutory\n"), "INT103", "warning", "9.1 Ley 3/2004"),
        ((BUSINESS, "    interest  none\n    costs     statutory\n"), "INT151", "note", "5-7 Ley 3/2004"),
        ((BUSINESS, "    interest  statutory\n    costs     30 EUR\n"), "FEE106", "note", "8.1 Ley 3/2004"),
        (("statutory from due", "statutory costs 40 EUR"), "FEE153", "warning", "TRLGDCU"),
        (("statutory from due", "statutory costs statutory"), "FEE110", "warning", None),
        (("statutory from due", "6% per year"), "INT102", "note", "STS 265/2015"),
        (("aviso    5 days after due  send recordatorio by email",
          "aviso 5 days after due send recordatorio by email, charge 30 EUR"), "FEE101", "warning", "STS 566/2019"),
    ],
)  # fmt: skip
def test_one_change_is_found(pair: tuple[str, str], code: str, severity: str, article: str | None) -> None:
    """Each change gives its finding, as grave as its source allows, with the article."""
    found = [each for each in of_law(change(LAWFUL, pair)) if each.code == code]
    assert [str(each.severity) for each in found] == [severity]
    assert article is None or article in found[0].citations[0].article


def test_a_smaller_fee_than_the_one_that_was_struck_down_is_not_judged() -> None:
    """Courts struck down 30 euro; what they say of one euro is not known."""
    letter = "aviso    5 days after due  send recordatorio by email"
    text = change(LAWFUL, (letter, "aviso 5 days after due send recordatorio by email, charge 1 EUR"))
    assert not told(text)
    assert "what `aviso` charges for its letter (ES, consumer)" in dropped(text)


@pytest.mark.parametrize(("calls", "found"), [(2, True), (1, False)])
def test_legal_interest_needs_a_demand(calls: int, found: bool) -> None:
    """One letter that asks for payment is a demand, a call is none."""
    letters = (
        ("aviso    5 days after due  send recordatorio by email", "aviso 5 days after due call"),
        ("carta   20 days after due  send requerimiento by registered post", "carta 20 days after due call"),
    )
    assert (("INT150", "warning") in told(change(LAWFUL, *letters[:calls]))) == found


def test_a_template_does_not_hide_the_demand() -> None:
    """What a letter states is not read for this: its kind says that it demands payment."""
    templated = "states invoice number, due date, amount due, deadline, interest\n", 'template "carta.txt"\n'
    assert not told(change(LAWFUL, templated))


def test_consumers_in_spain_under_a_foreign_law() -> None:
    """The Dutch scale has no ground in Spanish law: a consumer who lives there may have it struck out."""
    text = """
    policy "Abroad" { law NL  valid from 2026-01-01 until 2026-06-30 }
    group consumers { when debtor is consumer and country is ES  payment within 14 days of invoice
                      interest statutory  costs statutory  letters per debtor, highest step carries }
    group others { otherwise payment within 30 days of invoice }
    """
    found = {each.code: each for each in of_law(text)}
    assert "a consumer in ES" in found["FEE153"].message
    assert "INT150" not in found
