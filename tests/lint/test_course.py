"""The course of a group is what the engine does over a year when nothing is in the way."""

from __future__ import annotations

import datetime as dt

from dunlang.lint.course import Course, Days, courses
from dunlang.model.case import Case, Debtor, Invoice
from dunlang.money import Money
from dunlang.project.session import Session
from dunlang.schedule import prepare
from dunlang.source import Source

POLICY = """\
policy "Loop" { law NL  valid from 2026-01-01  runs weekly on tuesday, thursday
    gap at least 3 days between contacts }
agency bureau "Bureau" { register "Wki 1" }
notice herinnering { states invoice number, due date, amount due }
notice brief { states invoice number, amount due, deadline, collection costs  gives 14 days from receipt }
group klanten {
    when debtor is consumer
    payment within 14 days of invoice
    costs statutory
    steps {
        vooraf   3 days before due  send herinnering by email
        eerste   7 days after due   every 7 days, at most 2 times  send herinnering by email
        brief   30 days after due   send brief by post
        over     1 day after brief deadline  hand over to bureau
    }
}
group levering { when debtor is business  payment within 30 days of invoice
    steps { vraag 5 days after delivery task "kijk"  eerste 2 days after due task "kijk" } }
group rest { otherwise  payment within 30 days of invoice }
"""


def course_of(name: str, date: dt.date) -> Course:
    """The course of one group."""
    loaded = Session().loads(Source("loop.dun", POLICY))
    assert loaded.policy is not None
    assert not loaded.errors, [one.message for one in loaded.errors]
    return next(one for one in courses(loaded.policy, loaded.book, date) if one.group.name == name)


def test_same_as_the_engine() -> None:
    """The earliest and the latest day of each step and deadline are those of the engine over all invoices of the year.

    The engine also sends the repetitions, so it is asked for the policy without them.
    """
    found = course_of("klanten", dt.date(2026, 6, 1))
    loaded = Session().loads(Source("loop.dun", POLICY.replace("every 7 days, at most 2 times", "")))
    assert loaded.policy is not None
    assert loaded.book is not None
    engine = prepare(loaded.policy, loaded.book)
    on: dict[str, set[int]] = {}
    deadlines: dict[str, set[int]] = {}
    assert found.first is not None
    assert found.last is not None
    for at in range((found.last - found.first).days + 1):
        date = found.first + dt.timedelta(days=at)
        case = Case(
            debtor=Debtor(id="D", kind="consumer", country="NL"),
            invoices=(Invoice(id="F", date=date, amount=Money(10000)),),
        )
        (line,) = engine.schedule(case, as_of=date, until=date + dt.timedelta(days=150), assume=True).invoices
        for entry in line.entries:
            if entry.on is not None and line.due is not None:
                on.setdefault(entry.step.name, set()).add((entry.on - line.due).days)
                if entry.letter is not None and entry.letter.deadline is not None:
                    deadlines.setdefault(entry.step.name, set()).add((entry.letter.deadline - line.due).days)
    assert {mark.step.name for mark in found.marks} == set(on)
    for mark in found.marks:
        days = on[mark.step.name]
        assert mark.days == Days(min(days), max(days)), mark.step.name
        if mark.step.name in deadlines:
            ends = deadlines[mark.step.name]
            assert mark.deadline == Days(min(ends), max(ends))
        else:
            assert mark.deadline is None


def test_repetitions() -> None:
    """Repetitions counted in days stand as far apart as the policy says, as often as it says."""
    mark = next(one for one in course_of("klanten", dt.date(2026, 6, 1)).marks if one.step.name == "eerste")
    assert mark.days is not None
    assert mark.repeats == tuple(Days(mark.days.first + days, mark.days.last + days) for days in (7, 14))


def test_what_does_not_follow_from_the_due_date() -> None:
    """A step that counts from a date which the due date does not hang on has no days; the others have."""
    found = course_of("levering", dt.date(2026, 6, 1))
    assert [mark.days is None for mark in found.marks] == [True, False]
    assert course_of("rest", dt.date(2026, 6, 1)).marks == ()


def test_the_year() -> None:
    """It is the year up to the date, and never outside what can be judged."""
    late, early = course_of("klanten", dt.date(2028, 5, 1)), course_of("klanten", dt.date(2020, 1, 1))
    assert (late.first, late.last) == (dt.date(2027, 5, 3), dt.date(2028, 5, 1))
    assert (early.first, early.last) == (dt.date(2026, 1, 1), dt.date(2026, 12, 31))
    beyond = course_of("klanten", dt.date(2999, 1, 1))
    assert beyond.first is not None
    assert beyond.last is not None
    assert (beyond.last - beyond.first).days == 364
