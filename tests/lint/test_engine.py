"""What a run of the rules reports, which rules run, and over which dates."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dunlang.lint import NotChecked, run
from dunlang.lint.registry import RULES, chosen, matching
from dunlang.model import resolve
from dunlang.resources import shipped
from dunlang.source import Source
from dunlang.syntax import parse
from tests.lint.policies import NOTICES, book, codes, judged, policy_of, view_of

EARLY = f"""policy "Early" {{ law NL }}
{NOTICES}
steps early {{
    first  5 days after invoice  send reminder by email
}}
group private {{ when debtor is consumer  payment within 14 days of invoice  steps early }}
group others  {{ otherwise                payment within 14 days of invoice  steps early }}
"""


def names(found: object) -> set[str]:
    """The codes of rules."""
    return {rule.code for rule in found}  # type: ignore[attr-defined] # a tuple of rules


def test_groups_with_shared_steps_share_their_findings() -> None:
    """One line of the policy that is wrong in two groups is said once."""
    [found] = judged(EARLY, select=["TRM001"]).diagnostics
    assert found.span is not None
    assert found.span.line == EARLY[: EARLY.index("5 days after")].count("\n") + 1
    assert dict(found.witness)["invoice date"] == "2026-01-01"


def test_findings_come_in_the_order_of_the_text_and_the_same_twice() -> None:
    """Sorted by place; a second run is equal."""
    first, second = judged(EARLY), judged(EARLY)
    places = [(each.span.start, each.code) for each in first.diagnostics if each.span is not None]
    assert places == sorted(places)
    assert codes(first.diagnostics) == codes(second.diagnostics)
    assert first.not_checked == second.not_checked


def test_select_and_ignore_take_codes_beginnings_and_names() -> None:
    """`TRM`, `TRM001` and `reminder-before-due` all mean the rule."""
    for selector in ("TRM", "TRM001", "reminder-before-due"):
        assert "TRM001" in names(matching(selector))
        assert ("TRM001" in codes_of(judged(EARLY, select=[selector]))) is True
        assert "TRM001" not in codes_of(judged(EARLY, ignore=[selector]))
    assert not matching("")
    assert not matching("no-such-rule")
    assert names(chosen(select=["TRM"])) == names(matching("TRM"))


def codes_of(report: object) -> set[str]:
    """The codes of a report."""
    return {each.code for each in report.diagnostics}  # type: ignore[attr-defined] # a report


def test_strict_rules_run_only_when_strict_or_named() -> None:
    """The choices left unsaid are told under `--strict`; what must be asked for by name stays off even then."""
    strict = {rule.code for rule in RULES if rule.runs == "strict"}
    asked = {rule.code for rule in RULES if rule.runs == "asked"}
    assert strict
    assert asked
    assert not (strict | asked) & names(chosen())
    assert strict <= names(chosen(strict=True))
    assert not asked & names(chosen(strict=True))
    assert not asked & names(chosen(select=["STY"], strict=True))
    assert names(chosen(select=["no-scenario"])) == {"STY020"}
    assert "STY010" in codes_of(judged(EARLY, strict=True))


@pytest.mark.parametrize(
    ("valid", "first", "last"),
    [
        ("valid from 2026-03-01 until 2026-06-30", "2026-03-01", "2026-06-30"),
        ("valid from 2026-03-01", "2026-03-01", None),
        ("", "2026-01-01", None),
        ("valid from 2026-03-01 until 2095-12-31", "2026-03-01", None),
    ],
)
def test_the_dates_are_those_of_the_validity(valid: str, first: str, last: str | None) -> None:
    """An open end is the last day for which the calendar is final."""
    report = run(policy_of(EARLY.replace("law NL", f"law NL {valid}")), book())
    assert report.checked_from == dt.date.fromisoformat(first)
    calendar = book().calendar("NL")
    assert calendar is not None
    assert report.checked_until == (dt.date.fromisoformat(last) if last else calendar.final_until)


def test_a_validity_beyond_the_calendars_is_said() -> None:
    """Where no date can be judged the report says so and no rule about dates speaks."""
    report = judged(EARLY.replace("law NL", "law NL valid from 2095-01-01"))
    assert report.checked_until is None
    assert "every date in the validity" in [each.what for each in report.not_checked]
    assert "TRM001" not in codes_of(report)


def test_a_validity_before_the_calendars_is_said() -> None:
    """What lies before the first day of the calendar is not judged, and the report names the days."""
    calendar = book().calendar("NL")
    assert calendar is not None
    report = judged(EARLY.replace("law NL", "law NL valid from 1999-01-01 until 2026-12-31"))
    assert report.checked_from == calendar.first
    before = calendar.first - dt.timedelta(days=1)
    why = f"calendar NL begins on {calendar.first}"
    assert NotChecked(f"invoices of 1999-01-01 to {before}", why) in report.not_checked


def test_without_a_book_of_law_consistency_is_judged_on_weekends() -> None:
    """No law at hand: the rules that need none still run, and the calendar is named as missing."""
    report = run(policy_of(EARLY), None)
    assert "TRM001" in codes_of(report)
    assert NotChecked("rest days other than weekends", "there is no calendar `NL` here") in report.not_checked
    assert (report.checked_from, report.checked_until) == (dt.date(2026, 1, 1), dt.date(2027, 12, 31))


def test_each_thing_not_checked_is_said_once() -> None:
    """A template in two groups is one line of the report."""
    text = EARLY.replace("kind reminder      states invoice number, amount due", 'kind reminder template "r.txt"')
    report = judged(text)
    assert len(set(report.not_checked)) == len(report.not_checked)
    assert NotChecked("what notice `reminder` states", "its template was not read") in report.not_checked


def test_an_error_in_a_condition_leads_to_no_second_finding() -> None:
    """A condition that could not be read may be true or false: a step below a hand-over with it may be reached."""
    text = f"""policy "Broken" {{ law NL }}
    {NOTICES}
    group all {{ otherwise  payment within 14 days of invoice  steps {{
        a  9 days after due  send urgent by post
        b  1 day after a deadline  hand over to bureau  if outstanding >= 25 USD
        c  9 days after a deadline  call
    }} }}"""
    assert codes_of(judged(text, faulty=True)) <= {"FLO020"}


def test_an_unknown_notice_or_party_leads_to_no_second_finding() -> None:
    """A letter that is not there may be the reminder, and a party that is not there the agency."""
    text = f"""policy "Broken" {{ law NL }}
    {NOTICES}
    notice again {{ kind formal states invoice number, amount due, deadline, earlier reminder, agency handover
                    gives 14 days from receipt }}
    group all {{ otherwise  payment within 14 days of invoice  steps {{
        a  1 day after due  send nothing_known by post
        b  9 days after due  send again by post
        c  1 day after b deadline  hand over to nobody_known
    }} }}"""
    assert codes_of(judged(text, faulty=True)) <= {"FLO020"}


def test_very_many_groups_are_judged() -> None:
    """Eighty groups with conditions of their own take no more than their share of the work."""
    groups = "".join(
        f"group g{at} {{ when segment is s{at} payment within 14 days of invoice steps {{ "
        f"a {at % 9 + 1} days after due send reminder by email if outstanding >= {at + 1} EUR }} }}\n"
        for at in range(80)
    )
    view = view_of(
        f'policy "Many" {{ law NL valid from 2026-01-01 until 2026-12-31 }}\n{NOTICES}\n{groups}\n'
        "group rest { otherwise payment within 14 days of invoice }"
    )
    assert all(group.possible(step.condition) for group in view.groups for step in group.steps if step.condition)


SHIPPED = (shipped("policies") / "debiteurenbeleid.dun").read_text("utf-8")
SHORT = re.sub(r"valid +from \S+", "valid from 2026-03-01 until 2026-04-30", re.sub(r"#.*", "", SHIPPED))
KINDS = (r"(?<![-\w])\d+(?![-\w.])", r"\b[a-z_]{5,}\b", r"\b(?:days|weeks|post|email|before|after|due|invoice)\b")
PLACES = [[match.span() for match in re.finditer(kind, SHORT)] for kind in KINDS]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(PLACES).flatmap(lambda places: st.tuples(st.sampled_from(places), st.sampled_from(places))),
        min_size=1,
        max_size=4,
        unique_by=lambda pair: pair[0],
    )
)
def test_no_rule_fails_on_a_damaged_policy(swaps: list[tuple[tuple[int, int], tuple[int, int]]]) -> None:
    """Words put where others of their kind stood: whatever still is a policy is judged, without an exception."""
    text = SHORT
    for (start, end), (other, stop) in sorted(swaps, reverse=True):
        text = text[:start] + SHORT[other:stop] + text[end:]
    tree, _ = parse(Source("damaged.dun", text))
    if not tree.complete:
        return  # not judged at all
    policy, _ = resolve(tree, known_law=lambda code: book().country(code) is not None)
    if policy is not None:
        report = run(policy, book(), strict=True)
        assert all(found.span is not None for found in report.diagnostics)
