"""The finer points of the consistency rules: paths, thresholds, calendars, and what they leave alone."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from tests.lint.policies import NOTICES, book, codes, judged

FRAME = """policy "Test" {{ law NL  valid from 2026-01-01 until 2027-12-31 {policy} }}
{notices}
notice again   {{ kind formal  states invoice number, amount due, deadline, earlier reminder
                 gives 14 days from receipt }}
notice warning {{ kind formal  states invoice number, amount due, agency handover }}
notice french  {{ kind reminder  language fr  states invoice number, amount due }}
notice plain   {{ kind reminder  template "plain.txt"  gives 7 days from sending }}
lawyer mr "Mr" {{ }}
group all {{ {when}
    {terms}
    steps {{
        {steps}
    }}
    hold on dispute until resolved, clock stops
}}
"""
TERM = "payment within 14 days of invoice"


def found(steps: str, *, terms: str = TERM, policy: str = "", when: str = "otherwise", only: str = "") -> set[str]:
    """The codes that a group with these steps is told, but for notes on style."""
    text = FRAME.format(policy=policy, notices=NOTICES, when=when, terms=terms, steps=steps)
    report = judged(text, select=[only] if only else (), faulty=True)
    return {code for _, code in codes(report.diagnostics) if code[3:] < "100"}


def witness(steps: str, code: str, *, terms: str = TERM, policy: str = "") -> dict[str, str]:
    """The example of the only finding of *code*."""
    text = FRAME.format(policy=policy, notices=NOTICES, when="otherwise", terms=terms, steps=steps)
    [told] = judged(text, select=[code]).diagnostics
    return dict(told.witness)


CASES = [
    # terms
    ("a reminder on the due date is early", "a on due send reminder by email", TERM, {"TRM001"}),
    ("one on the day after is not", "a 1 day after due send reminder by email", TERM, set()),
    ("no letter, no reminder", "a on due call", TERM, set()),
    (
        "a term to the end of the month",
        "a 25 days after invoice send reminder by email",
        f"{TERM} at end of month",
        {"TRM001"},
    ),
    ("a discount to the due date is fine", "", f"{TERM} discount 2% if paid within 14 days of invoice", set()),
    ("two weeks are fourteen days", "", f"{TERM} discount 2% if paid within 2 weeks of invoice", set()),
    (
        "a month against thirty days",
        "",
        "payment within 30 days of invoice discount 2% if paid within 1 month of invoice",
        {"TRM002"},
    ),
    ("a discount counted from receipt", "", f"{TERM} discount 2% if paid within 21 days of receipt", {"TRM002"}),
    ("interest from the due date", "", f"{TERM} interest statutory from due", set()),
    ("interest from the delivery", "", f"{TERM} interest 8% per year from delivery", {"TRM003"}),
    ("no interest at all", "", f"{TERM} interest none", set()),
    (
        "a threshold in step with contact",
        "a 9 days after due call if outstanding >= 50 EUR",
        f"{TERM} contact from 50 EUR",
        set(),
    ),
    (
        "a threshold on another field",
        "a 9 days after due call if exposure >= 5 EUR",
        f"{TERM} contact from 50 EUR",
        set(),
    ),
    (
        "an upper bound is none",
        "a 9 days after due call if outstanding < 20 EUR",
        f"{TERM} contact from 50 EUR",
        {"FLO012"},
    ),
    # timing
    ("a call may come before the deadline", "a 1 day after due send week by post  b 2 days after a call", TERM, set()),
    ("a reminder may", "a 1 day after due send week by post  b 2 days after a send reminder by email", TERM, set()),
    ("a charge may not", "a 1 day after due send week by post  b 2 days after a charge 5 EUR", TERM, {"TIM001"}),
    ("nor a supply stop", "a 1 day after due send week by post  b 2 days after a stop supply", TERM, {"TIM001"}),
    (
        "nor a formal notice",
        "a 1 day after due send week by post  b 2 days after a send week by post",
        TERM,
        {"TIM001"},
    ),
    ("nor a lawyer", "a 1 day after due send week by post  b 2 days after a hand over to mr", TERM, {"TIM001"}),
    ("telling the insurer may", "a 1 day after due send week by post  b 2 days after a notify cover", TERM, set()),
    ("the same letter is no letter before", "a 1 day after due send week by post, stop supply", TERM, set()),
    (
        "a letter that may be skipped does not hide the one before it",
        (
            "a 1 day after due send week by post  b 2 days after a send plain by post if outstanding >= 500 EUR "
            "c 3 days after a stop supply"
        ),
        TERM,
        {"TIM001"},
    ),
    (
        "a receipt that nothing tells",
        "a 1 day after due send week by email  b 1 day after a received call",
        TERM,
        {"TIM002"},
    ),
    # flow
    (
        "steps crossed by the calendar alone are in order",
        "a 9 days after due call  b 9 days after due call",
        TERM,
        set(),
    ),
    (
        "the same condition carries its anchor",
        "a 9 days after due call if outstanding >= 9 EUR  b 9 days after a call if outstanding >= 9 EUR",
        TERM,
        set(),
    ),
    (
        "a narrower condition does too",
        "a 9 days after due call if outstanding >= 9 EUR  b 9 days after a call if outstanding >= 90 EUR",
        TERM,
        set(),
    ),
    (
        "a wider one does not",
        "a 9 days after due call if outstanding >= 90 EUR  b 9 days after a call if outstanding >= 9 EUR",
        TERM,
        {"FLO013"},
    ),
    ("a dispute only holds its step", "a 9 days after due call if not disputed  b 9 days after a call", TERM, set()),
    (
        "a hand-over with a condition leaves the rest a way",
        (
            "a 9 days after due send urgent by post "
            "b 1 day after a deadline hand over to bureau if exposure >= 900 EUR "
            "c 9 days after a deadline call"
        ),
        TERM,
        {"NTC002"},
    ),
    # notices
    (
        "an announcement is no reminder",
        "a 3 days before due send hello by email  b 9 days after due send again by post",
        TERM,
        {"NTC001"},
    ),
    (
        "a reminder under a condition is not always there",
        "a 1 day after due send reminder by email if outstanding >= 90 EUR  b 9 days after due send again by post",
        TERM,
        {"NTC001"},
    ),
    (
        "two reminders that together always come",
        (
            "a 1 day after due send reminder by email if outstanding >= 90 EUR "
            "b 2 days after due send reminder by post if outstanding < 90 EUR  c 9 days after due send again by post"
        ),
        TERM,
        set(),
    ),
    (
        "a warning that a lawyer makes good",
        "a 9 days after due send warning by post  b 9 days after a hand over to mr",
        TERM,
        set(),
    ),
    (
        "a hand-over that waits for a dispute may be announced",
        "a 9 days after due send warning by post  b 9 days after a hand over to bureau if not disputed",
        TERM,
        set(),
    ),
    (
        "one for large amounts may not, for all",
        "a 9 days after due send warning by post  b 9 days after a hand over to bureau if outstanding >= 50 EUR",
        TERM,
        {"NTC002"},
    ),
    (
        "unless nobody else gets the letter",
        "a 9 days after due send warning by post  b 9 days after a hand over to bureau if outstanding >= 50 EUR",
        f"{TERM} contact from 50 EUR",
        set(),
    ),
    (
        "a template may announce it",
        "a 9 days after due send plain by post  b 9 days after a hand over to bureau",
        TERM,
        set(),
    ),
    (
        "a lawyer need not be announced",
        "a 9 days after due send reminder by post  b 9 days after a hand over to mr",
        TERM,
        set(),
    ),
    ("an announcement on the due date slips past a weekend", "a on due send hello by email", TERM, {"NTC008"}),
    (
        "a final notice after a reminder",
        "a 1 day after due send reminder by email  b 9 days after due send last by post",
        TERM,
        set(),
    ),
    # hand-over and contact
    ("an insurer told in time", "a 50 days after due notify cover", TERM, set()),
    ("an insurer told a day late", "a 61 days after due notify cover", TERM, {"ESC002"}),
]


@pytest.mark.parametrize(("steps", "terms", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_policy_is_told_what_is_wrong_and_nothing_else(steps: str, terms: str, expected: set[str]) -> None:
    """Each of these small policies gets exactly these codes."""
    steps = steps or 'look 40 days after due task "look"'
    assert found(steps, terms=terms) == expected


@pytest.mark.parametrize(
    ("when", "channel", "expected"),
    [
        ("when language is fr", "french", set()),
        ("when language is nl", "french", {"NTC006"}),
        ("when language in (nl, fr)", "french", set()),
        ("when country is NL", "french", {"NTC006"}),
        ("when country is BE", "french", set()),
        ("when country is NL", "reminder", set()),
        ("otherwise", "french", set()),
    ],
)
def test_a_language_is_judged_where_the_condition_fixes_the_readers(
    when: str, channel: str, expected: set[str]
) -> None:
    """By the language itself, else by the country's languages, else not at all."""
    assert found(f"a 1 day after due send {channel} by email", when=when, only="NTC006") == expected


def test_the_first_date_is_the_witness() -> None:
    """The finding names the first invoice date that breaks the rule, as a search day by day finds it."""
    calendar = book().calendar("NL")
    assert calendar is not None
    days = dt.timedelta(days=1)
    for at in range(730):
        day = dt.date(2026, 1, 1) + at * days
        due = day + 14 * days
        run = due + 50 * days
        while run.weekday() != 1 or calendar.is_rest_day(run):
            run += days
        if run > due + 60 * days:
            break
    else:
        pytest.fail("no such day")
    told = witness("a 50 days after due notify cover", "ESC002", policy="runs weekly on tuesday")
    assert told == {"invoice date": str(day), "due": str(due), "a": str(run)}


def test_the_gap_is_told_with_both_contacts() -> None:
    """The step, the contact before it, and the day on which it runs instead."""
    told = witness(
        "a 1 day after due send reminder by email  b 2 days after a call",
        "CON001",
        policy="gap at least 9 days between contacts",
    )
    assert told == {"invoice date": "2026-01-01", "a": "2026-01-16", "b": "2026-01-26"}


def test_smallest_debtor_below_a_hand_over_is_shown() -> None:
    """A letter that warns of a hand-over from 50 euro has a debtor below it as its example."""
    told = witness(
        "a 9 days after due send warning by post  b 9 days after a hand over to bureau if outstanding >= 50 EUR",
        "NTC002",
    )
    assert Decimal(told["outstanding"].split()[0]) < 50


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        ("payment within 14 days of invoice discount 2% if paid within 21 days of invoice", [("TRM002", "error")]),
        ("payment within 14 days of receipt discount 2% if paid within 21 days of invoice", [("TRM002", "warning")]),
        ("payment within 14 days of delivery interest 8% per year from delivery", [("TRM003", "error")]),
        ("payment within 14 days of invoice interest 8% per year from delivery", [("TRM003", "warning")]),
    ],
)
def test_dates_taken_to_fall_on_one_day_never_make_an_error(terms: str, expected: list[tuple[str, str]]) -> None:
    """What rests on an assumption about the ledger is a warning, and says what it assumes."""
    look = 'a 40 days after due task "look"'
    text = FRAME.format(policy="", notices=NOTICES, when="otherwise", terms=terms, steps=look)
    told = judged(text, select=["TRM002", "TRM003"]).diagnostics
    assert [(each.code, each.severity.value) for each in told] == expected
    assert all(bool(each.notes) == (each.severity == "warning") for each in told)
