"""Policies under Dutch law: what a consumer may be asked, after which letter, and what businesses are owed."""

from __future__ import annotations

import pytest

from dunlang.diagnostics import Diagnostic, Severity
from tests.lint.policies import judged

LAWFUL = """
policy "Standaard" {
    law       NL
    valid     from 2026-01-01 until 2026-12-31
    calendar  NL
    creditor  "Voorbeeld B.V." { vat reclaimed  size small }
}
agency bureau "Bureau" { register "Wki 000123"  country NL }
notice herinnering { kind reminder  states invoice number, due date, amount due }
notice brief       { kind formal  states invoice number, amount due, deadline, earlier reminder, collection costs,
                            agency handover
                     gives 14 days from receipt }
group consumenten {
    when debtor is consumer and country is NL
    payment   within 14 days of invoice
    interest  statutory
    costs     statutory
    letters   per debtor, highest step carries
    steps {
        eerste     1 day after due              send herinnering by email
        aanmaning 14 days after due             send brief by post and email
        incasso    1 day after aanmaning deadline  hand over to bureau
    }
    hold on dispute until resolved, clock stops, interest stops
}
group overig {
    otherwise
    payment  within 30 days of invoice
}
"""


def of_law(text: str) -> list[Diagnostic]:
    """The findings of rules of law."""
    return [each for each in judged(text).diagnostics if each.code[3:] >= "100"]


def changed(old: str, new: str) -> list[Diagnostic]:
    """The findings of law on the lawful policy with one thing changed."""
    assert LAWFUL.count(old) == 1
    return of_law(LAWFUL.replace(old, new))


def test_a_lawful_policy_has_no_finding() -> None:
    """A reminder, a sound letter by post, statutory costs and a registered agency: nothing to say."""
    assert not of_law(LAWFUL)


@pytest.mark.parametrize(
    ("old", "new", "code", "severity", "article"),
    [
        ("gives 14 days from receipt", "gives 14 days from sending", "NTC101", "error", "6:96(6)"),
        ("gives 14 days from receipt", "gives 13 days from receipt", "NTC101", "error", "6:96(6)"),
        ("gives 14 days from receipt", "gives 9 working days from receipt", "NTC101", "error", "6:96(6)"),
        ("deadline, earlier reminder, collection costs", "deadline, earlier reminder", "NTC100", "error", "6:96(6)"),
        ("states invoice number, amount due, deadline", "states amount due, deadline", "NTC100", "error", "6:96(6)"),
        ("vat reclaimed", "vat not reclaimed", "NTC100", "error", "6:96(6)"),
        ("earlier reminder, collection costs", "collection costs, costs vat", "FEE105", "error", "2(3)"),
        ("by post and email", "by email", "NTC103", "warning", "3:37(3)"),
        ("by post and email", "by registered post, charge 9.50 EUR", "FEE101", "error", "6:96"),
        ("send herinnering by email", "send herinnering by email, charge 0.01 EUR", "FEE101", "error", "6:96"),
        ("hand over to bureau", "hand over to bureau, charge 40 EUR", "FEE104", "error", "6:96(5)"),
        ("costs     statutory", "costs     40.01 EUR", "FEE100", "error", "6:96(5)"),
        ("costs     statutory", "costs     15% at least 40 EUR", "FEE100", "error", "6:96(5)"),
        ("letters   per debtor, highest step carries", "", "FEE108", "warning", "6:96(7)"),
        ("interest  statutory", "interest  1.1% per month", "INT102", "warning", "93/13"),
        ("interest  statutory", "interest  5% per year", "INT102", "note", "93/13"),
        (', interest stops', "", "INT105", "note", "6:52"),
        ('register "Wki 000123"  ', "", "ESC100", "error", "Wet kwaliteit"),
        ("calendar  NL", "calendar  BE", "CON100", "note", "Besluit kwaliteit"),
    ],
)  # fmt: skip
def test_one_change_breaks_it(old: str, new: str, code: str, severity: str, article: str) -> None:
    """Each change gives the finding that it deserves, with the article."""
    found = [each for each in changed(old, new) if each.code == code]
    assert found, changed(old, new)
    assert {each.severity for each in found} == {Severity(severity)}
    assert all(article in each.citations[0].article for each in found)
    assert all(each.citations[0].provision.startswith("nl.") for each in found)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("gives 14 days from receipt", "gives 15 days from receipt"),
        ("gives 14 days from receipt", "gives 3 weeks from receipt"),
        ("gives 14 days from receipt", "gives 30 days from sending"),
        ("costs     statutory", "costs     40 EUR"),
        ("costs     statutory", "costs     15% at most 375 EUR"),
        ("costs     statutory", "costs     none"),
        ("by post and email", "by registered post"),
        ("number, amount due, deadline", "date, description, amount due, deadline"),
        ("hand over to bureau", "hand over to advocaat"),
        ("interest  statutory", "interest  none"),
        ("interest  statutory", "interest  4% per year"),
    ],
)
def test_what_is_allowed_stays_silent(old: str, new: str) -> None:
    """Longer periods, lower costs, other proof of posting: no error and no warning."""
    text = LAWFUL.replace(old, new) + 'lawyer advocaat "Mr. A" { country NL }\n'
    assert LAWFUL.count(old) == 1
    assert not [each for each in of_law(text) if each.severity is not Severity.NOTE]


def test_the_first_date_that_is_short_is_shown() -> None:
    """The witness names an invoice date, the sending, and both last days; the law's is later."""
    [found] = changed("gives 14 days from receipt", "gives 14 days from sending")
    witness = dict(found.witness)
    assert witness["invoice date"] == "2026-01-01"
    assert witness["aanmaning sent"] < witness["last free day by the letter"] < witness["last free day by law"]


def test_a_period_that_is_short_only_around_holidays() -> None:
    """Twenty days from sending hold on most days; the finding shows the first on which Christmas makes them short."""
    found = [
        each for each in changed("gives 14 days from receipt", "gives 18 days from sending") if each.code == "NTC101"
    ]
    assert found
    witness = dict(found[0].witness)
    assert witness["invoice date"] > "2026-01-01"
    assert witness["last free day by the letter"] < witness["last free day by law"]


def test_one_sound_letter_is_enough() -> None:
    """A shorter reminder beside a sound letter is no fault: the sound one opens the way."""
    assert not [
        each
        for each in changed(
            "states invoice number, due date, amount due }",
            "states invoice number, due date, amount due, deadline  gives 7 days from sending }",
        )
        if each.code.startswith("NTC")
    ]


def test_a_letter_before_default_opens_nothing() -> None:
    """A sound letter that goes out on the due date or before it brings no costs; one a day later does."""
    early = LAWFUL.replace("        eerste     1 day after due              send herinnering by email\n", "")
    on_due = early.replace("14 days after due             send brief", "14 days after invoice send brief")
    later = early.replace("14 days after due             send brief", "15 days after invoice send brief")
    assert [each.code for each in of_law(on_due) if each.severity is Severity.ERROR] == ["NTC102"]
    assert not [each for each in of_law(later) if each.severity is Severity.ERROR]


def test_costs_without_any_letter_are_never_due() -> None:
    """A group whose letters give no period claims costs in vain."""
    found = changed(
        "        aanmaning 14 days after due             send brief by post and email\n"
        "        incasso    1 day after aanmaning deadline  hand over to bureau\n",
        "",
    )
    assert [each.code for each in found if each.severity is Severity.WARNING] == ["FEE102"]


def test_a_charge_waits_for_the_letter() -> None:
    """A charge on a call is owed after the sound letter and not before it; without a cost clause nothing is double."""
    policy = LAWFUL.replace("costs     statutory", "")
    early = policy.replace(
        "        aanmaning 14", "        bellen 7 days after due call, charge 10 EUR\n        aanmaning 14"
    )
    late = policy.replace(
        "        incasso ", "        bellen 1 day after aanmaning deadline call, charge 10 EUR\n        incasso "
    )
    assert [each.code for each in of_law(early) if each.severity is Severity.ERROR] == ["FEE103"]
    assert not [each for each in of_law(late) if each.severity is Severity.ERROR]


def test_costs_over_all_amounts() -> None:
    """15% with a minimum keeps the tariff up to 2,500 and leaves it one cent and a rounding later."""
    [found] = [
        each for each in changed("costs     statutory", "costs     15% at least 40 EUR") if each.code == "FEE100"
    ]
    witness = dict(found.witness)
    assert witness["amount open"] == "2500.04 EUR"
    assert witness["ceiling"] == "375.00 EUR"
    assert witness["above it by"] == "0.01 EUR"
    assert "from 2500.04 EUR on" in found.message


def test_vat_raises_the_ceiling_only_where_it_is_lost() -> None:
    """48.40 is the minimum with VAT: allowed for a creditor who cannot reclaim it, and not for one who can."""
    text = LAWFUL.replace("costs     statutory", "costs     48.40 EUR").replace(
        "costs, agency", "costs, costs vat, agency"
    )
    assert "FEE100" in {each.code for each in of_law(text)}
    lost = text.replace("vat reclaimed", "vat not reclaimed")
    assert "FEE100" not in {each.code for each in of_law(lost)}
    assert "FEE100" in {each.code for each in of_law(lost.replace("48.40 EUR", "48.41 EUR"))}


def test_a_cent_that_the_two_roundings_of_costs_and_vat_make() -> None:
    """18.15% is 15% with VAT, but costs and VAT are rounded one after the other: single amounts break the ceiling."""
    text = LAWFUL.replace("costs     statutory", "costs     18.15% at least 48.40 EUR at most 453.75 EUR").replace(
        "costs, agency", "costs, costs vat, agency"
    )
    found = next(each for each in of_law(text.replace("vat reclaimed", "vat not reclaimed")) if each.code == "FEE100")
    assert "such as 266.75 EUR" in found.message
    assert dict(found.witness)["above it by"] == "0.01 EUR"


# -------------------------------------------------------------------- businesses and public bodies

BUSINESS = """
policy "Zakelijk" {{ law NL  creditor "B.V." {{ size {size} }} }}
group klanten {{ when debtor is {who} and country is NL
    {terms}
}}
group overig {{ otherwise  payment within 14 days of invoice }}
"""


def business(terms: str, who: str = "business", size: str = "large") -> list[tuple[str, str]]:
    """Code and severity of the findings of law on terms for others than consumers."""
    found = of_law(BUSINESS.format(who=who, terms=terms, size=size))
    return [(each.code, each.severity.value) for each in found]


@pytest.mark.parametrize(
    ("terms", "who", "size", "expected"),
    [
        ("payment within 60 days of invoice", "business", "large", []),
        ("payment within 61 days of invoice", "business", "large", [("TRM100", "warning")]),
        ("payment within 2 months of receipt", "business", "large", [("TRM100", "warning")]),
        ("payment within 60 days of invoice at end of month", "business", "large", [("TRM100", "warning")]),
        ("payment within 31 days of invoice", "business", "small", [("TRM100", "note")]),
        ("payment within 30 days of invoice", "business", "small", []),
        ("payment within 30 days of invoice", "government", "large", []),
        ("payment within 45 days of invoice", "government", "large", [("TRM100", "warning")]),
        ("payment within 61 days of invoice", "government", "large", [("TRM100", "error")]),
        ("payment within 14 days of invoice costs none", "business", "large", [("FEE106", "note")]),
        ("payment within 14 days of invoice costs 39.99 EUR", "business", "large", [("FEE106", "note")]),
        ("payment within 14 days of invoice costs 40 EUR", "business", "large", []),
        ("payment within 14 days of invoice costs 20% at least 40 EUR", "business", "large", [("FEE109", "note")]),
        ("payment within 14 days of invoice costs legal maximum", "business", "large", [("FEE110", "warning")]),
        ("payments go to principal, costs, interest", "business", "large", [("TRM101", "note")]),
    ],
)  # fmt: skip
def test_terms_of_others_than_consumers(terms: str, who: str, size: str, expected: list[tuple[str, str]]) -> None:
    """Payment terms, the 40 euro and clauses on costs, by kind of debtor and size of the creditor."""
    assert business(terms, who, size) == expected


@pytest.mark.parametrize(
    ("days", "letter", "expected"),
    [
        (700, "", []),
        (760, "", ["warning"]),
        (1840, "", ["warning", "error"]),
        (1100, "eerste 600 days after due send h by post", []),
    ],
)  # fmt: skip
def test_claims_lapse(days: int, letter: str, expected: list[str]) -> None:
    """Two years for a consumer sale warn, five years for any claim fail; a written demand begins them anew."""
    text = f"""
    policy "Traag" {{ law NL  valid from 2024-01-01 until 2024-12-31 }}
    agency bureau "Bureau" {{ register "Wki 1" }}
    notice h {{ kind reminder states invoice number, amount due }}
    group klanten {{ when debtor is consumer and country is NL payment within 14 days of invoice
        steps {{ {letter}  weg {days} days after due hand over to bureau }} }}
    group overig {{ otherwise payment within 14 days of invoice }}
    """
    found = [each for each in of_law(text) if each.code == "TIM100"]
    assert sorted(each.severity.value for each in found) == sorted(expected)


@pytest.mark.parametrize(
    ("gives", "expected"),
    [
        ("14 days from receipt", []),
        ("1 month from receipt", []),
        ("10 working days from receipt", []),
        ("9 working days from receipt", ["error"]),
        ("13 days from receipt", ["error"]),
        ("13 days from sending", ["error"]),
        ("14 days from sending", ["warning"]),
        ("30 days from sending", ["warning"]),
    ],
)
def test_a_period_by_email_is_judged_as_far_as_it_can_be(gives: str, expected: list[str]) -> None:
    """Nothing is presumed by e-mail: short even at once is an error, from sending is in doubt, from receipt is fine."""
    text = LAWFUL.replace("by post and email", "by email").replace("gives 14 days from receipt", f"gives {gives}")
    assert [each.severity.value for each in of_law(text) if each.code == "NTC101"] == expected
