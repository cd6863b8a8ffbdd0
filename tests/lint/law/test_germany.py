"""Policies under German law: default first, the lump sum of businesses only, reminder fees as courts see them."""

from __future__ import annotations

import pytest

from dunlang.diagnostics import Severity
from tests.lint.law.judging import change, of_law, told

LAWFUL = """
policy "Standard" {
    law       DE
    valid     from 2026-01-01 until 2026-12-31
    calendar  DE
    creditor  "Beispiel GmbH" { vat reclaimed  size small }
}
agency inkasso "Inkasso" { register "RDG 1"  country DE }
notice mahnung { kind reminder  language de  states invoice number, due date, amount due, deadline
                 gives 10 days from sending }
notice letzte  { kind final  language de  states invoice number, due date, amount due, deadline, agency handover
                 gives 10 days from sending }
group unternehmen {
    when debtor is business and country is DE
    payment   within 30 days of receipt
    interest  statutory
    costs     statutory
    letters   per invoice
    steps {
        mahnung 5 days after due           send mahnung by post
        letzte  1 day after mahnung deadline send letzte by post
        abgabe  1 day after letzte deadline  hand over to inkasso
    }
    hold on dispute until resolved, clock stops
}
group verbraucher {
    when debtor is consumer and country is DE
    payment   within 14 days of receipt
    interest  statutory from due
    letters   per invoice
    steps {
        mahnung 5 days after due             send mahnung by email
        letzte  1 day after mahnung deadline send letzte by post, charge 1.20 EUR
        abgabe  1 day after letzte deadline  hand over to inkasso
    }
    hold on dispute until resolved, clock stops
}
group andere { otherwise payment within 30 days of invoice }
"""


def test_a_lawful_policy_has_no_finding() -> None:
    """A free first reminder, the price of a stamp after it, statutory interest, the lump sum for businesses."""
    assert not told(LAWFUL, notes=True)


@pytest.mark.parametrize(
    ("pair", "code", "severity", "article"),
    [
        (("charge 1.20 EUR", "charge 2 EUR"), "FEE101", "warning", "BGB 280"),
        (("charge 1.20 EUR", "charge 5 EUR"), "FEE101", "warning", "BGB 280"),
        (("send mahnung by email", "send mahnung by email, charge 1 EUR"), "FEE101", "warning", "286(1)"),
        (("statutory from due", "statutory costs statutory"), "FEE110", "warning", "288(5)"),
        (("statutory from due", "statutory costs 40 EUR"), "FEE100", "warning", "RDG 13e"),
        (("statutory from due", "12% per year"), "INT102", "note", "288(3)"),
        (("statutory\n    costs     statutory", "none\n    costs     statutory"), "INT151", "note", "288(2)"),
        (("statutory\n    costs     statutory", "statutory\n    costs     none"), "FEE106", "note", "288(5)"),
        (("within 30 days of receipt", "within 61 days of receipt"), "TRM100", "warning", "271a(1)"),
    ],
)
def test_one_change_is_found(pair: tuple[str, str], code: str, severity: str, article: str) -> None:
    """Each change gives its finding, as grave as its source allows, with the article."""
    found = [each for each in of_law(change(LAWFUL, pair)) if each.code == code]
    assert [str(each.severity) for each in found] == [severity]
    assert any(article in citation.article for citation in found[0].citations)


def test_a_fee_says_whether_it_is_disputed_or_beyond_what_is_tolerated() -> None:
    """Between the safe figure and the tolerated one practice is divided; above it the fee is beyond practice."""
    disputed, beyond = (
        next(each.message for each in of_law(change(LAWFUL, ("1.20 EUR", amount))) if each.code == "FEE101")
        for amount in ("3 EUR", "3.01 EUR")
    )
    assert disputed.endswith("up to 3.00 EUR is tolerated in practice, and disputed")
    assert beyond.endswith("at most 3.00 EUR is tolerated")


def test_only_the_letter_that_brings_default_is_free_whatever_it_costs() -> None:
    """A charge of cents on the first letter is found, on the second it is not."""
    first = change(LAWFUL, ("send mahnung by email", "send mahnung by email, charge 0.50 EUR"))
    assert [each.code for each in of_law(first)] == ["FEE101"]
    assert "makes the debtor late" in of_law(first)[0].message
    assert not told(change(LAWFUL, ("charge 1.20 EUR", "charge 0.50 EUR")))


@pytest.mark.parametrize(("clause", "code"), [("interest statutory", "INT101"), ("costs legal maximum", "FEE102")])
def test_without_default_nothing_is_owed(clause: str, code: str) -> None:
    """A consumer who is only called is not in default: no interest runs and no costs are due."""
    text = f"""
    policy "Anruf" {{ law DE  valid from 2026-01-01 until 2026-12-31 }}
    group verbraucher {{
        when debtor is consumer and country is DE
        payment within 14 days of receipt
        {clause}
        steps {{ anruf 5 days after due call }}
    }}
    group andere {{ otherwise payment within 30 days of invoice }}
    """
    [found] = [each for each in of_law(text) if each.severity != Severity.NOTE]
    assert (found.code, str(found.severity)) == (code, "warning")


def test_a_letter_before_the_due_date_brings_no_default() -> None:
    """Only a reminder sent after the due date opens the way to costs."""
    text = """
    policy "Früh" { law DE  valid from 2026-01-01 until 2026-12-31 }
    notice m { kind reminder  language de  states invoice number, amount due, deadline  gives 10 days from sending }
    group verbraucher {
        when debtor is consumer and country is DE
        payment within 14 days of invoice
        costs legal maximum
        steps { m 3 days after invoice send m by post }
    }
    group andere { otherwise payment within 30 days of invoice }
    """
    assert ("NTC102", "warning") in told(text)


@pytest.mark.parametrize(
    ("clause", "first"),
    [("34.02 EUR", ""), ("34.03 EUR", "0.01 EUR"), ("10%", "1410.55 EUR"), ("7%", "4843.65 EUR")],
)
def test_a_clause_is_held_against_the_fees_of_lawyers(clause: str, first: str) -> None:
    """What a consumer pays for collection ends at the lawyers' table; the figures are worked out: a warning."""
    text = change(LAWFUL, ("statutory from due", f"statutory costs {clause}"))
    found = [each for each in of_law(text) if each.code == "FEE100"]
    assert [dict(each.witness)["amount open"] for each in found] == ([first] if first else [])
    assert all(each.severity == Severity.WARNING and each.notes for each in found)
