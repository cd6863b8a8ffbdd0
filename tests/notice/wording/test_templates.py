"""Costs in the words of templates: judged as in a letter, where the schedule does not say that they are due."""

from __future__ import annotations

import pytest

from tests.lint.policies import codes, judged

POLICY = """policy "Brieven" {{
    law {law}
    creditor "Voorbeeld BV" {{ number "KvK 1" iban "NL00" vat reclaimed }}
}}
notice first {{ kind {kind}  language {language}  template "first.txt" {gives} }}
notice last {{ kind final  language {language}  template "last.txt" }}
group customers {{
    when debtor is consumer
    payment  within 14 days of invoice
    {terms}
    steps {{
        first  15 days after due  send first by post
        last   60 days after due  send last by post
    }}
}}
group others {{ otherwise  payment within 30 days of invoice }}
"""
GIVES = "gives 14 days from receipt"
NL = {"law": "NL", "language": "nl", "kind": "formal", "gives": GIVES, "terms": "costs statutory"}
DE = {"law": "DE", "language": "de", "kind": "reminder", "gives": GIVES, "terms": ""}
ES = {"law": "ES", "language": "es", "kind": "reminder", "gives": "", "terms": ""}
PERIOD = (
    "Geachte {{ debtor.name }}, wij verzoeken u {{ amount.due | money }} te betalen binnen {{ period.days }} dagen "
    "vanaf de dag nadat deze brief bij u is bezorgd. "
)


def found(parts: dict[str, str], first: str, last: str = "{{ amount.due | money }}") -> list[tuple[int, str]]:
    """The findings on words of costs, by line and code."""
    report = judged(POLICY.format(**parts), select=("WRD220", "WRD221"), letters={"first.txt": first, "last.txt": last})
    return codes(report.diagnostics)


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        ("U bent per direct {{ costs.if_unpaid | money }} incassokosten verschuldigd.", ["WRD220"]),
        ("U bent per direct € 40 incassokosten verschuldigd.", ["WRD220"]),
        ("Betaalt u niet, dan brengen wij {{ costs.if_unpaid | money }} incassokosten in rekening.", []),
        ("U bent nu nog geen incassokosten verschuldigd.", []),
        ("Betaalt u niet, dan brengen wij 15% incassokosten in rekening.", ["WRD221"]),
        ("Betaalt u niet, dan brengen wij 15% incassokosten in rekening: {{ costs.if_unpaid | money }}.", []),
        ("{% if debtor.kind == 'business' %}U bent per direct € 40 incassokosten verschuldigd.{% endif %}", []),
        ("{% if debtor.insured %}U bent per direct € 40 incassokosten verschuldigd.{% endif %}", ["WRD220"]),
    ],
)
def test_the_letter_that_opens_the_way_leaves_a_free_period(first: str, expected: list[str]) -> None:
    """Costs at once, in figures or printed, and a percentage with no amount; not what these debtors never read."""
    assert [code for _, code in found(NL, PERIOD + first)] == expected


def test_a_letter_after_it_may_ask_the_costs_at_once() -> None:
    """Where a letter above may have opened the way, the costs are owed when this one goes out."""
    first = PERIOD + "Betaalt u niet, dan brengen wij {{ costs.if_unpaid | money }} incassokosten in rekening."
    last = "U bent nu € 40 incassokosten verschuldigd."
    assert found(NL, first, last) == []
    assert [line for line, _ in found(NL, PERIOD + last, first)] == [5]


@pytest.mark.parametrize(
    ("parts", "last", "expected"),
    [
        (DE, "Sie sind in Verzug. Wir berechnen Mahnkosten von 10,00 €.", [(6, "WRD221")]),
        (DE, "Sie sind in Verzug. Wir berechnen Mahnkosten von 1,00 €.", []),
        (DE, "Wir berechnen Mahnkosten von 1,00 €.", [(6, "WRD221")]),
        (DE, "Mahnkosten berechnen wir nicht.", []),
        (ES, "Hemos añadido 30 € de gastos de reclamación.", [(6, "WRD221")]),
        (ES, "Según las condiciones generales hemos añadido 30 € de gastos de reclamación.", []),
    ],
)
def test_costs_by_the_law_of_other_countries(parts: dict[str, str], last: str, expected: list[tuple[int, str]]) -> None:
    """Fees above the practice of the courts, and costs with no ground, on the line of their notice."""
    assert found(parts, "{{ amount.due | money }}", last) == expected
