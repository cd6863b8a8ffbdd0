"""Whose law judges whom, on which days, and what a finding may rest on."""

from __future__ import annotations

import pytest

from dunlang.diagnostics import Severity
from dunlang.law import load_book
from dunlang.lint import Report, View, run
from dunlang.lint.legal import cases, ground
from dunlang.source import Source
from tests.lint.policies import judged, policy_of, view_of

GROUP = "payment within 14 days of invoice"

#: A pack of a user: a ceiling that falls in the middle of a year, as sure as the user says.
PACK = """
country: NL
sources:
  own: {{url: "https://example.org/rules", what: "an example"}}
provisions:
  - id: own.cap-before
    kind: cost
    says: "At most 30 euro."
    article: "House rule 1"
    sources: [own]
    from: 2026-01-01
    until: 2026-06-30
    for: [consumer]
    confidence: {confidence}
    role: cap
    pieces: [{{base: 30.00}}]
  - id: own.cap-after
    kind: cost
    says: "At most 20 euro."
    article: "House rule 2"
    sources: [own]
    from: 2026-07-01
    for: [consumer]
    confidence: {confidence}
    role: cap
    pieces: [{{base: 20.00}}]
"""


def with_pack(text: str, pack: str) -> Report:
    """The report on a policy under the law with a pack over it."""
    book, problems = load_book([Source("own.yaml", pack)])
    assert not problems, problems
    return run(policy_of(text), book, select=["FEE100", "CON100"])


def clause(costs: str, valid: str = "") -> str:
    """A policy with one consumer group and a cost clause."""
    return f"""
    policy "P" {{ law NL {valid} }}
    group a {{ when debtor is consumer and country is NL {GROUP} costs {costs} }}
    group b {{ otherwise {GROUP} }}
    """


# -------------------------------------------------------------------- whose law


@pytest.mark.parametrize(
    ("condition", "law", "expected"),
    [
        ("debtor is consumer and country is NL", "", [("NL", "consumer", False)]),
        ("debtor is consumer and country is BE", "", [("NL", "consumer", False), ("BE", "consumer", True)]),
        ("debtor is consumer and country in (BE, NL)", "", [("NL", "consumer", False), ("BE", "consumer", True)]),
        ("debtor is business and country is BE", "", [("NL", "business", False)]),
        ("debtor is consumer", "", [("NL", "consumer", False)]),
        ("debtor is not business and country is BE", "law BE", [("BE", w, False) for w in ("consumer", "government")]),
    ],
)  # fmt: skip
def test_whose_law(condition: str, law: str, expected: list[tuple[str, str, bool]]) -> None:
    """The law that the group names for each kind of debtor, and that of a consumer's own country."""
    view = view_of(
        f'policy "P" {{ law NL }} group a {{ when {condition} {law} {GROUP} }} group b {{ otherwise {GROUP} }}'
    )
    found = [(case.law.code, case.debtor, case.at_home) for case in cases(view) if case.group.name == "a"]
    assert found == expected


def test_earlier_groups_take_their_kinds() -> None:
    """What an earlier group takes is not judged again: the rest has no consumers."""
    view = view_of(
        f'policy "P" {{ law NL }} group a {{ when debtor is consumer {GROUP} }} group b {{ otherwise {GROUP} }}'
    )
    assert [case.debtor for case in cases(view) if case.group.name == "b"] == ["business", "government"]


def test_open_groups_say_what_was_not_judged() -> None:
    """A group open to several countries leaves word under its own law; one of a single country does not."""
    report = judged(
        f'policy "P" {{ law NL }} group a {{ when country is NL {GROUP} }} group b {{ otherwise law BE {GROUP} }}'
    )
    told = {each.what for each in report.not_checked}
    assert "debtors outside BE" in told
    assert "debtors outside NL" not in told


def test_a_country_without_data_is_told() -> None:
    """Consumers of a country that the book lacks are not passed over in silence."""
    report = judged(
        f'policy "P" {{ law NL }} group a {{ when debtor is consumer and country is JP {GROUP} }} '
        f"group b {{ otherwise {GROUP} }}"
    )
    assert ("consumers in JP", "there are no law data for that country") in {
        (each.what, each.why) for each in report.not_checked
    }


def test_consumers_keep_the_ceilings_of_their_country() -> None:
    """Dutch statutory costs for a Belgian consumer are held against the Belgian ceiling."""
    text = f"""
    policy "P" {{ law NL }}
    group a {{ when debtor is consumer and country is BE {GROUP} costs statutory }}
    group b {{ otherwise {GROUP} }}
    """
    found = [each for each in judged(text).diagnostics if each.code == "FEE100"]
    assert [each.citations[0].provision for each in found] == ["be.costs.cap-consumer"]
    assert "a consumer in BE" in found[0].message


def test_without_a_book_no_rule_of_law_speaks() -> None:
    """Without law data there is nothing to judge by."""
    report = run(policy_of(clause("75 EUR")), None)
    assert not [each for each in report.diagnostics if each.code[3:] >= "100"]


# -------------------------------------------------------------------- when, and how sure


def test_both_sides_of_a_change_are_judged() -> None:
    """25 euro keep the ceiling of the first half-year and break that of the second, which alone is cited."""
    valid = "valid from 2026-01-01 until 2026-12-31"
    report = with_pack(clause("25 EUR", valid), PACK.format(confidence="house"))
    assert [each.citations[0].article for each in report.diagnostics] == ["House rule 2"]
    both = with_pack(clause("35 EUR", valid), PACK.format(confidence="house"))
    assert {each.citations[0].article for each in both.diagnostics} == {"House rule 1", "House rule 2"}
    early = with_pack(clause("25 EUR", "valid from 2026-01-01 until 2026-06-30"), PACK.format(confidence="house"))
    assert not early.diagnostics


@pytest.mark.parametrize(
    ("confidence", "severity", "why"),
    [
        ("house", Severity.ERROR, ""),
        ('"verified:2"', Severity.ERROR, ""),
        ("single", Severity.WARNING, "one source only"),
        ('"verified:1"', Severity.WARNING, "one source only"),
        ("derived", Severity.WARNING, "working out"),
        ("memory", Severity.WARNING, "memory"),
    ],
)
def test_only_what_is_sure_is_an_error(confidence: str, severity: Severity, why: str) -> None:
    """A provision that is not verified warns, and the note says why; its origin is cited."""
    report = with_pack(clause("35 EUR", "valid from 2026-01-01 until 2026-06-30"), PACK.format(confidence=confidence))
    [found] = report.diagnostics
    assert found.severity is severity
    assert found.citations[0].origin == "own.yaml"
    assert bool(found.notes) == bool(why)
    assert all(why in note for note in found.notes)


def test_a_note_stays_a_note() -> None:
    """Sure provisions do not raise a note, and unsure ones add no apology to it."""
    view = view_of(clause("none"))
    provision = cases(view)[0].law.provision("nl.costs.lookback")
    assert provision is not None
    assert ground(provision, severity=Severity.NOTE).severity is Severity.NOTE
    assert not ground(provision, severity=Severity.NOTE).notes


def test_rules_for_creditors_bind_and_count() -> None:
    """A pack's rule on a creditor's own contacts is an error on its days and by its number."""
    pack = """
country: NL
provisions:
  - id: own.contact
    kind: contact
    says: "No contact on Wednesdays, at most two a week."
    article: "House rule 3"
    from: 2026-01-01
    confidence: house
    who: [creditor]
    channels: [call, email]
    not_on: [wednesday]
    at_most: 2
    within: 7 days
"""
    text = """
    policy "P" { law NL valid from 2026-01-01 until 2026-12-31 runs weekly on RUN }
    notice n { kind reminder states invoice number, amount due }
    group z { when country is not NL payment within 14 days of invoice }
    group a { otherwise payment within 14 days of invoice
        steps { a 1 day after due call  b 2 days after due send n by email  c 3 days after due call
                d 4 days after due send n by post } }
    """
    tuesdays = with_pack(text.replace("RUN", "tuesday"), pack)
    assert not tuesdays.diagnostics
    found = with_pack(text.replace("RUN", "monday, tuesday, thursday"), pack).diagnostics
    assert {each.severity for each in found} == {Severity.ERROR}
    assert {each.span.text for each in found if each.span} == {"3 days after due"}
    found = with_pack(text.replace("RUN", "wednesday"), pack).diagnostics
    assert {each.span.text for each in found if each.span} == {
        "1 day after due",
        "2 days after due",
        "3 days after due",
    }


def test_two_runs_say_the_same() -> None:
    """Two runs over one policy say the same, in the same order."""
    policy = policy_of(clause("15% at least 75 EUR"))
    book = load_book()[0]
    assert run(policy, book) == run(policy, book)
    assert View(policy, None).known_law == {}
