"""Plain Python gives the reference's answers, also where the tables leave a debtor, and needs no other library."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dunlang.model.case import Case, Debtor, Event, Invoice
from dunlang.money import Money
from dunlang.portfolio.small import Judge
from dunlang.portfolio.tabled.answer import Answer, from_schedule
from tests.portfolio.small.wilder import differences, wilder
from tests.schedule.conftest import case, day, engine


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**9))
def test_what_the_tables_leave(seed: int) -> None:
    """Other progress, fees, exposure, joint letters, letters that failed: the reference's answers, none left."""
    assert list(differences(*wilder(seed))) == []


def test_the_comparison_sees_a_difference() -> None:
    """A reference that knows one more payment than plain Python does not go unnoticed."""
    made = engine("a 3 days after due call", terms="interest 6% per year")
    paid = case(Event(date=day("01-20"), kind="payment", invoice="1", amount=Money(1)))
    assert list(differences(made, [paid], day("03-02"))) == []
    judge = Judge(made, day("03-02"))
    one = judge.answers(attrs.evolve(paid, events=()))
    assert not isinstance(one, str)
    assert one[0] != from_schedule(made.schedule(paid, as_of=day("03-02")).invoices[0], day("03-02"))


def test_who_has_no_answer() -> None:
    """An invoice of tomorrow, one in another currency and one outside the policy's time have none; the others do."""
    made = engine("a 3 days after due call", policy="valid from 2026-01-01")
    dates = (day("01-05"), day("03-03"), dt.date(2025, 12, 31))
    invoices = [Invoice(id=str(n), date=date, amount=Money(900)) for n, date in enumerate(dates)]
    invoices.append(Invoice(id="usd", date=day("01-05"), amount=Money(900, "USD")))
    debtor = Debtor(id="d", kind="business")
    found = Judge(made, day("03-02")).answers(Case(debtor=debtor, invoices=tuple(invoices)))
    assert [answer is not None for answer in found] == [True, False, False, False]


def test_nobody_on_his_way() -> None:
    """A debtor whose invoices are all of tomorrow is no reason for the reference."""
    assert Judge(engine("a 3 days after due call"), day("01-01")).answers(case()) == (None,)


def test_a_day_beyond_the_calendar_is_left_to_the_reference() -> None:
    """Where the calendar ends nothing is guessed, and the reason names the calendar's days."""
    made = engine("a 3 days after due call")
    late = made.clock.calendar.last - dt.timedelta(days=10)
    found = Judge(made, late + dt.timedelta(days=9)).answers(case(date=str(late)))
    assert isinstance(found, str)
    assert found.startswith("a day beyond the calendar: ")


def test_a_gap_takes_a_step_past_its_date_until_someone_asks_again() -> None:
    """The run that another invoice missed asks anew for the day of a step before its date: by then it is too late."""
    made = engine(
        'a 2 days before due call b 3 days after due task "look"',
        policy="gap at least 10 days between contacts",
    )
    found = Case(
        debtor=Debtor(id="d", kind="business"),
        invoices=(
            Invoice(id="late", date=day("01-05"), amount=Money(900)),
            Invoice(id="other", date=day("01-05"), amount=Money(900), due=day("01-17")),
        ),
        events=(
            Event(date=day("01-10"), kind="step done", invoice="other", step="a"),
            Event(date=day("01-15"), kind="contact added", invoice="late"),
        ),
    )
    for date, step in (("01-18", 0), ("01-24", 1)):  # both without a run of their own
        assert list(differences(made, [found], day(date))) == []
        first = Judge(made, day(date)).answers(found)[0]
        assert isinstance(first, Answer)
        assert first.next_step == step


@pytest.mark.parametrize("many", [1, 2, 3])
def test_one_debtor_leaves_nothing_to_the_next(many: int) -> None:
    """The answers of a debtor are the same however many were judged before him."""
    made, cases, as_of = wilder(many)
    one = Judge(made, as_of)
    for found in cases:
        one.answers(found)
    assert [one.answers(found) for found in cases] == [Judge(made, as_of).answers(found) for found in cases]


def test_no_columnar_library_is_loaded() -> None:
    """Importing the judge loads neither DuckDB nor anything else that the reference does without."""
    code = """
import sys, dunlang.schedule.engine, dunlang.schedule.run
before = {name.split(".")[0] for name in sys.modules}
import dunlang.portfolio.small
print(*sorted({name.split(".")[0] for name in sys.modules} - before - set(sys.stdlib_module_names)))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
