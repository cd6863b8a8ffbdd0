"""When a step falls: every form of WHEN, rest days, run days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from dunlang.dates import Offset
from dunlang.model.case import Event
from dunlang.schedule.timing import Clock, last_day, last_days

from .conftest import case, dates, day, engine, event, from_text


@pytest.mark.parametrize(
    ("when", "on"),
    [
        ("15 days after invoice", "01-20"),
        ("2 days before due", "01-16"),  # 17 January is a Saturday: back to Friday
        ("on due", "01-19"),
        ("5 days after due", "01-26"),  # 24 January is a Saturday: on to Monday
        ("10 working days after invoice", "01-19"),
        ("2 weeks after due", "02-02"),
        ("1 month after due", "02-19"),
        ("0 days after due", "01-19"),
        ("at end of month 10 days after due", "01-30"),  # 31 January is a Saturday: on to Monday 2 February
        ("at end of month on due", "01-30"),
    ],
)
def test_every_form_of_when(when: str, on: str) -> None:
    """A step counts from the anchor that it names and moves off rest days."""
    if when.startswith("at end"):
        on = "02-02"
    assert dates(engine(f's {when} task "x"'), case()) == {"s": on}


def test_month_ends_are_named_never_implied() -> None:
    """A month after 31 January is the last day of February."""
    text = 's 1 month after invoice task "x"'
    assert dates(engine(text), case(date="2026-01-31")) == {"s": "03-02"}  # 28 February is a Saturday


@pytest.mark.parametrize(
    ("runs", "on"),
    [
        ("daily", "01-20"),
        ("weekly on tuesday", "01-20"),
        ("weekly on wednesday, friday", "01-21"),
        ("monthly on 1, 25", "03-25"),  # 25 January and 1 February and 1 March are Sundays, 25 February is a Wednesday
        ("monthly on 31", "03-31"),
    ],
)
def test_run_days(runs: str, on: str) -> None:
    """A step moves on to the next run day that is a working day."""
    if runs == "monthly on 1, 25":
        on = "02-25"
    assert dates(engine('s 15 days after invoice task "x"', policy=f"runs {runs}"), case()) == {"s": on}


def test_holiday_and_own_closing_day() -> None:
    """Holidays of the calendar and the policy's own closing days are rest days."""
    free = engine('s 109 days after due task "x"', policy="closed 2026-05-08")
    assert dates(free, case()) == {"s": "05-11"}  # 8 May is a Friday
    king = engine('s 98 days after due task "x"')
    assert dates(king, case()) == {"s": "04-28"}  # 27 April is King's Day


def test_step_before_the_invoice_is_passed_over() -> None:
    """A step before its anchor that would lie before the invoice is passed over, with the reason."""
    schedule = engine('s 20 days before due task "x"').schedule(case(), as_of=day("03-01"), assume=True)
    entry = schedule.invoices[0].entries[0]
    assert (entry.state, entry.reasons[0].code) == ("passed over", "before-invoice")


def test_step_before_an_anchor_that_has_passed_is_passed_over() -> None:
    """A missed announcement is not sent once the due date is behind."""
    schedule = engine("s 2 days before due send reminder by email").schedule(case(), as_of=day("01-26"))
    entry = schedule.invoices[0].entries[0]
    assert (entry.state, entry.reasons[0].code) == ("passed over", "anchor-passed")


def test_chain_of_the_dutch_workflow() -> None:
    """Receipt is presumed by law, the deadline follows, the hand-over comes the day after it on a run day."""
    steps = """
        letter 30 days after invoice send formal by post and email
        over 1 day after letter deadline hand over to bureau
    """
    chain = engine(steps, policy="runs weekly on tuesday")
    assert dates(chain, case()) == {"letter": "02-10", "over": "03-03"}
    letter = chain.schedule(case(), as_of=day("03-31"), assume=True).invoices[0].entries[0].letter
    assert letter is not None
    assert (letter.received, letter.deadline) == (day("02-12"), day("02-26"))


def test_recorded_receipt_replaces_the_presumption() -> None:
    """A delivery event moves the deadline; a step anchored on receipt counts from it."""
    steps = 'letter 30 days after invoice send formal by post  see 1 day after letter received task "x"'
    facts = case(event("02-09", "step received", step="letter"))
    assert dates(engine(steps), facts) == {"letter": "02-04", "see": "02-10"}


def test_mail_without_presumption_gives_no_deadline() -> None:
    """By e-mail alone the law presumes no receipt: what hangs on the deadline is blocked, and says so."""
    steps = "letter 30 days after invoice send formal by email  over 1 day after letter deadline hand over to bureau"
    schedule = engine(steps).schedule(case(), as_of=day("06-01"), assume=True)
    over = schedule.invoices[0].entry("over")
    assert over is not None
    assert (over.state, over.reasons[0].code) == ("blocked", "anchor-not-dated")
    received = case(event("02-05", "step received", step="letter"))
    assert dates(engine(steps), received)["over"] == "02-20"


def test_invoice_date_of_the_ledger_goes_before_the_term() -> None:
    """A due date in the ledger is what was agreed for that invoice."""
    from attrs import evolve

    facts = case()
    facts = evolve(facts, invoices=(evolve(facts.invoices[0], due=day("02-02")),))
    assert dates(engine("s 1 day after due call"), facts) == {"s": "02-03"}


def test_payment_term_from_receipt_needs_the_date() -> None:
    """A term that counts from receipt needs the receipt in the ledger: else a person must look."""
    text = """
    policy "T" { law NL }
    group g { otherwise payment within 10 days of receipt at end of month steps { s 1 day after due task "x" } }
    """
    schedule = from_text(text).schedule(case(), as_of=day("03-01"), assume=True)
    assert schedule.invoices[0].standing == "needs a person"
    assert schedule.invoices[0].reasons[0].code == "no-due-date"


def test_dates_beyond_the_calendar_are_not_guessed() -> None:
    """Where the calendar ends, the step has no date and says why."""
    made = engine('s 1 day after due task "x"  t 150 weeks after due task "y"')
    schedule = made.schedule(case(date="2039-06-01"), as_of=day("2044-01-01"), assume=True)
    last = schedule.invoices[0].entries[-1]
    assert (last.on, last.state, last.reasons[0].code) == (None, "blocked", "calendar-ends")


@settings(max_examples=60, deadline=None)
@given(
    st.builds(Offset, st.integers(0, 60), st.sampled_from(("days", "working days", "weeks", "months"))),
    st.sampled_from((-1, 0, 1)),
    st.booleans(),
    st.lists(st.dates(dt.date(2024, 1, 1), dt.date(2041, 1, 1)), max_size=12),
)
def test_rows_of_days_equal_single_days(offset: Offset, direction: int, whole: bool, anchors: list[dt.date]) -> None:
    """Run dates and last days of a row are those of each day, and None where a single one is refused."""
    made = engine("first on due call", policy="runs weekly on thursday closed 2026-02-05")
    calendar = made.clock.calendar
    row, single = Clock(made.policy, calendar), Clock(made.policy, calendar)
    timing = evolve(made.policy.groups[0].steps[0].timing, offset=offset, direction=direction, end_of_month=whole)

    def or_none(ask: Callable[[], dt.date]) -> dt.date | None:
        try:
            return ask()
        except (LookupError, OverflowError):
            return None

    assert row.run_dates(timing, anchors) == [or_none(lambda a=a: single.run_date(timing, a)) for a in anchors]
    assert last_days(offset, anchors, calendar, end_of_month_=whole) == [
        or_none(lambda a=a: last_day(offset, a, calendar, end_of_month_=whole)) for a in anchors
    ]


@pytest.mark.parametrize("terms", ["discount 2% if paid within 10 working days of invoice", ""])
def test_a_term_beyond_the_calendar_needs_a_person(terms: str) -> None:
    """Working days that nobody knows yet are no error of the program; a step done then has no planned day."""
    made = engine('s 5 working days after due task "x"', terms=terms)
    done = evolve(case(date="2040-12-24"), events=(event("2041-01-02", "step done", step="s"),))
    found = made.schedule(done, as_of=dt.date(2041, 1, 3)).invoices[0]
    if "working" in terms:
        assert (found.standing, found.reasons[0].code) == ("needs a person", "calendar-ends")
    else:
        assert found.standing == "open"


def test_interest_from_a_day_beyond_the_calendar_does_not_run() -> None:
    """The first day of interest is not known, so none is counted, and the invoice says why; its steps go on."""
    made = engine("s 5 days after due call", terms="interest 8% per year from 5 working days after due")
    found = made.schedule(case(date="2040-12-12"), as_of=dt.date(2041, 3, 1)).invoices[0]
    assert found.standing == "open"
    assert found.amounts_on(dt.date(2041, 3, 1)).interest.minor == 0
    assert [reason.text for reason in found.reasons if reason.code == "interest-start-unknown"]


@pytest.mark.parametrize(
    ("told", "hold"),
    [
        (event("2040-12-20", "promise made", until="2040-12-31"), "promise until 1 working day after promised date"),
        (event("2040-12-28", "hold placed"), "placed for at most 9 working days"),
    ],
)
def test_a_hold_whose_end_the_calendar_does_not_reach_lasts(told: Event, hold: str) -> None:
    """Nobody is dunned because a calendar ends: the steps wait, and the reason says why."""
    made = engine("s 3 days after due call", holds=f"hold on {hold}, clock stops")
    found = made.schedule(evolve(case(date="2040-12-01"), events=(told,)), as_of=day("2040-12-30")).invoices[0]
    assert found.entries[0].state == "held"
    assert "its end is not known: calendar NL" in found.holds[0].reason.text


def test_a_term_for_complaints_beyond_the_calendar_is_not_known() -> None:
    """It is left out; nothing else hangs on it."""
    made = engine("s 3 days after due call", terms="dispute within 8 working days of invoice")
    found = made.schedule(case(date="2040-12-28"), as_of=day("2040-12-29")).invoices[0]
    assert (found.standing, found.dispute_until) == ("open", None)
