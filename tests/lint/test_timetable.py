"""The timetable of a group: the days of its steps with nothing in the way, equal to the reference engine's."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dunlang.lint.timetable import Timetable
from dunlang.model.case import Case, Debtor, Invoice
from dunlang.money import Money
from dunlang.schedule import prepare
from tests.lint.policies import NOTICES, book, policy_of, view_of

GROUP = """
policy "Test" {{ law NL  valid from 2026-01-01 until 2026-12-31  {policy} }}
{notices}
group all {{ otherwise  payment {payment}  steps {{ {steps} }} }}
"""


def text_of(steps: str, policy: str = "", payment: str = "within 14 days of invoice") -> str:
    """A policy of one group."""
    return GROUP.format(policy=policy, notices=NOTICES, payment=payment, steps=steps)


def table_of(steps: str, policy: str = "", payment: str = "within 14 days of invoice") -> Timetable:
    """Its only timetable."""
    [table] = view_of(text_of(steps, policy, payment)).groups[0].timetables
    return table


def row(table: Timetable, day: str) -> dict[str, str]:
    """The run days for one date of the root, as ``{"step": "MM-DD"}``."""
    at = table.days.index(dt.date.fromisoformat(day))
    return {step.name: found.isoformat()[5:] for step in table.steps if (found := table.on(step)[at])}


RUNS = ("", "runs weekly on tuesday", "runs weekly on monday, thursday", "runs monthly on 1, 15")
GAPS = ("", "gap at least 5 days between contacts", "gap at least 12 working days between contacts")
PROGRESS = ("", "progress jump")
ANCHORS = ("invoice", "due", "a", "a deadline", "b", "b received", "c", "c deadline")


@st.composite
def policies(draw: st.DrawFn) -> str:
    """Policies of four steps on all sorts of anchors, run days and gaps."""
    lines = []
    for at, name in enumerate("abcd"):
        earlier = [each for each in ANCHORS if len(each.split()[0]) > 1 or each[0] < name]
        anchor = draw(st.sampled_from(earlier))
        days = draw(st.integers(0, 40))
        unit = draw(st.sampled_from(("days", "working days", "weeks")))
        days = days % 5 if unit == "weeks" else days
        before = anchor in ("due", "invoice") and draw(st.integers(0, 4)) == 0
        action = draw(st.sampled_from(("send urgent by post", "send week by post and email")))
        if at == 3:
            action = draw(st.sampled_from((action, "call", 'task "look"', "stop supply")))
        lines.append(f"{name} {days} {unit} {'before' if before else 'after'} {anchor} {action}")
    return text_of(" ".join(lines), " ".join(draw(st.sampled_from(choices)) for choices in (RUNS, GAPS, PROGRESS)))


@settings(max_examples=40, deadline=None)
@given(policies(), st.lists(st.integers(0, 300), min_size=3, max_size=3))
def test_it_equals_the_reference_engine(text: str, days: list[int]) -> None:
    """On any invoice date each step has the day on which the engine runs it when all is done in time."""
    view = view_of(text)
    engine = prepare(policy_of(text), book())
    [table] = view.groups[0].timetables
    for at in days:
        day = table.days[at]
        case = Case(
            debtor=Debtor(id="d", kind="consumer", country="NL"),
            invoices=(Invoice(id="1", date=day, amount=Money(18000)),),
        )
        [found] = engine.schedule(case, as_of=dt.date(2029, 12, 31), assume=True).invoices
        theirs = {entry.step.name: entry.on for entry in found.entries if entry.state in ("done", "due", "planned")}
        ours = {step.name: table.on(step)[at] for step in table.steps}
        assert {name: on for name, on in theirs.items() if on} == {name: on for name, on in ours.items() if on}
        assert found.due == table.due[at]


def test_steps_move_to_run_days() -> None:
    """Each step runs on the first Tuesday from its day on."""
    table = table_of("a 15 days after invoice call  b 30 days after invoice call", "runs weekly on tuesday")
    assert row(table, "2026-01-05") == {"a": "01-20", "b": "02-10"}


def test_a_letter_has_its_receipt_and_deadline() -> None:
    """The presumption of receipt and the period follow the law of the group."""
    steps = "a 30 days after invoice send urgent by post and email  b 1 day after a deadline call"
    table = table_of(steps, "runs weekly on tuesday")
    assert row(table, "2026-01-05") == {"a": "02-10", "b": "03-03"}
    at = table.days.index(dt.date(2026, 1, 5))
    assert table.received(table.steps[0])[at] == dt.date(2026, 2, 12)
    assert table.deadline(table.steps[0])[at] == dt.date(2026, 2, 26)


def test_a_step_waits_for_the_one_above_and_the_gap() -> None:
    """Two steps on one day take two runs; a contact too close to the last one is moved."""
    assert row(table_of("a 20 days after invoice call  b 20 days after invoice call"), "2026-01-05") == {
        "a": "01-26",
        "b": "01-27",
    }
    crowded = table_of("a 20 days after invoice call  b 21 days after invoice call", GAPS[1])
    assert row(crowded, "2026-01-05") == {"a": "01-26", "b": "02-02"}
    assert crowded.own(crowded.steps[1])[crowded.days.index(dt.date(2026, 1, 5))] == dt.date(2026, 1, 26)


def test_an_unknown_day_keeps_later_steps_waiting() -> None:
    """Where the law presumes no receipt, a step on the deadline and all steps below it have no day."""
    steps = "a 20 days after invoice send urgent by email  b 1 day after a deadline call  c 90 days after due call"
    table = table_of(steps)
    assert set(row(table, "2026-01-05")) == {"a"}


def test_a_step_before_the_invoice_is_passed_over() -> None:
    """A step before its anchor that would run before the invoice does not run, and does not stop the next."""
    table = table_of("a 20 days before due call  b 1 day after due call")
    assert set(row(table, "2026-01-05")) == {"b"}


def test_jump_skips_steps_on_the_same_run() -> None:
    """Under `jump` the furthest step of a run is taken."""
    table = table_of("a 1 day after due call  b 1 day after due call  c 9 days after due call", "progress jump")
    assert set(row(table, "2026-01-05")) == {"b", "c"}


@pytest.mark.parametrize(
    ("payment", "steps", "expected"),
    [
        ("within 14 days of invoice", "a 1 day after due call  b 1 day after invoice call", ["invoice"]),
        ("within 14 days of delivery", "a 1 day after due call  b 1 day after a call", ["delivery"]),
        ("within 14 days of receipt", "a 1 day after due call  b 1 day after invoice call", ["receipt", "invoice"]),
    ],
)
def test_dates_that_are_not_tied_have_timetables_of_their_own(payment: str, steps: str, expected: list[str]) -> None:
    """A due date that follows the delivery shares no timetable with steps after the invoice, and that is said."""
    view = view_of(text_of(steps, payment=payment))
    assert [table.root for table in view.groups[0].timetables] == expected
    assert bool(view.not_judged) == (len(expected) > 1)


def test_groups_with_the_same_steps_share_their_timetable() -> None:
    """What is the same is worked out once."""
    view = view_of(
        f"""policy "Two" {{ law NL }} {NOTICES}
        steps both {{ a 1 day after due call }}
        group one {{ when country is NL  payment within 14 days of invoice  steps both }}
        group two {{ otherwise  payment within 14 days of invoice  steps both }}"""
    )
    first, second = view.groups
    assert first.timetables[0] is second.timetables[0]


def test_rows_are_judged_by_their_days() -> None:
    """`first` gives the first day of the root with its cells; `mostly` and `always` weigh all days."""
    table = table_of("a 20 days after invoice call")
    on = table.on(table.steps[0])
    # 31 January 2026 is a Saturday: what falls on it runs on Monday 2 February.
    assert table.first(lambda day: day.month == 2, on) == (dt.date(2026, 1, 11), dt.date(2026, 2, 2))
    assert table.first(lambda day: day.weekday() == 6, on) is None
    assert table.mostly(lambda day: day.weekday() > 0, on)
    assert not table.mostly(lambda day: day.weekday() == 0, on)
    assert table.always(lambda day: day.weekday() < 5, on)
    assert not table.always(lambda day: day.weekday() > 0, on)


def test_no_day_is_no_always() -> None:
    """Of a step that never runs nothing is always true."""
    table = table_of("a 20 days before due call")
    assert not table.always(lambda day: True, table.on(table.steps[0]))
    assert not table.mostly(lambda day: True, table.on(table.steps[0]))
