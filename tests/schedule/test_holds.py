"""Disputes, promises, plans, holds by hand, insolvency; letters that failed; supply; hand-over."""

from __future__ import annotations

import pytest

from .conftest import case, dates, day, engine, event
from .test_progress import LADDER, states

TWO = 'one 1 day after due call  two 10 days after due task "x"'


@pytest.mark.parametrize(
    ("hold", "two"),
    [
        ("hold on dispute until resolved, clock runs", "02-05"),  # its day came during the hold
        ("hold on dispute until resolved, clock stops", "02-12"),  # 14 days held after due: 29 January + 14
        ("hold on dispute until resolved, for at most 3 days, clock runs", "01-29"),
        ("", "02-05"),  # a dispute that the policy is silent about holds too
    ],
)
def test_dispute(hold: str, two: str) -> None:
    """A dispute holds the steps; the clock runs or stops as the policy says."""
    facts = case(event("01-22", "dispute opened"), event("02-05", "dispute resolved"))
    assert dates(engine(TWO, holds=hold), facts)["two"] == two


def test_open_dispute_shows_as_held_with_its_reason() -> None:
    """A held step says which hold, and since when."""
    found = engine(TWO).schedule(case(event("01-22", "dispute opened")), as_of=day("02-10"))
    assert states(found) == {"one": "held", "two": "held"}
    assert "dispute since 2026-01-22" in found.invoices[0].entries[0].reasons[0].text


def test_promise_holds_until_after_the_promised_date() -> None:
    """A promise holds until some days after the promised date, where the policy says so; else not at all."""
    facts = case(event("01-25", "promise made", until="02-02"))
    held = engine(TWO, holds="hold on promise until 2 days after promised date, clock runs")
    assert dates(held, facts)["two"] == "02-05"
    assert dates(engine(TWO), facts)["two"] == "01-29"


def test_plan_holds_while_kept() -> None:
    """A payment plan holds until it is broken."""
    held = engine(TWO, holds="hold on plan while kept, clock stops")
    facts = case(event("01-22", "plan agreed"), event("03-02", "plan broken"))
    assert dates(held, facts)["two"] == "03-09"


@pytest.mark.parametrize(("kind", "end"), [("hold placed", "hold lifted"), ("insolvency", None)])
def test_holds_that_always_hold(kind: str, end: str | None) -> None:
    """A hold placed by hand and insolvency hold whatever the policy says."""
    facts = case(event("01-01", kind, invoice=""))
    assert dates(engine(TWO), facts) == {}
    if end is not None:
        assert (
            dates(engine(TWO), case(event("01-01", kind, invoice=""), event("02-02", end, invoice="")))["one"]
            == "02-02"
        )


def test_overlapping_holds_count_each_day_once() -> None:
    """Two causes on the same days stop the clock once."""
    both = "hold on dispute until resolved, clock stops  hold on plan while kept, clock stops"
    facts = case(
        event("01-22", "dispute opened"),
        event("01-22", "plan agreed"),
        event("02-05", "dispute resolved"),
        event("02-05", "plan broken"),
    )
    assert dates(engine(TWO, holds=both), facts)["two"] == "02-12"


def test_not_delivered_is_sent_again() -> None:
    """A notice that was not delivered is not done: it comes again at the next run."""
    facts = case(event("01-26", "step not delivered", step="one"))
    found = engine(LADDER).schedule(facts, as_of=day("03-31"), assume=True)
    entries = [(e.step.name, e.state, e.on) for e in found.invoices[0].entries]
    assert entries[:2] == [("one", "not delivered", day("01-20")), ("one", "done", day("01-26"))]


def test_withdrawn_blocks_what_counts_from_it() -> None:
    """A letter that was withdrawn does not come again; what counts from it is blocked."""
    steps = "letter 1 day after due send formal by post  over 1 day after letter deadline hand over to bureau"
    facts = case(event("01-22", "step withdrawn", step="letter"))
    found = engine(steps).schedule(facts, as_of=day("03-31"), assume=True)
    assert states(found) == {"letter": "withdrawn", "over": "blocked"}


def test_payment_ends_dunning_on_its_day() -> None:
    """Events of a day come before that day's run: a payment on the run day stops the step."""
    found = engine(LADDER).schedule(case(event("01-20", "payment", amount="180.00")), as_of=day("03-31"), assume=True)
    assert found.invoices[0].standing == "paid"
    assert states(found) == {"one": "superseded", "two": "superseded", "three": "superseded"}


def test_hand_over_is_the_last_thing_we_do() -> None:
    """After the hand-over nothing more is planned."""
    steps = "over 5 days after due hand over to bureau  more 9 days after due call"
    found = engine(steps).schedule(case(), as_of=day("03-31"), assume=True)
    assert found.invoices[0].standing == "handed over"
    assert states(found) == {"over": "done", "more": "superseded"}


def test_sold_invoice_is_not_dunned() -> None:
    """An invoice that was sold is not ours to dun."""
    found = engine(LADDER).schedule(case(event("01-10", "invoice sold")), as_of=day("03-31"), assume=True)
    assert found.invoices[0].standing == "sold"
    assert set(states(found).values()) == {"superseded"}


@pytest.mark.parametrize(
    "lifting",
    [
        event("02-02", "payment", amount="180.00"),
        event("02-02", "agreement made", invoice=""),
        event("02-02", "plan agreed"),
        event("02-02", "supply resumed", invoice=""),
    ],
    ids=["payment", "agreement", "plan", "event"],
)
def test_supply_stop_is_lifted(lifting: object) -> None:
    """Supply comes back when the debtor has paid or agreed."""
    found = engine("one 1 day after due call, stop supply").schedule(case(lifting), as_of=day("03-31"), assume=True)  # type: ignore[arg-type]
    assert [(stop.start, stop.until) for stop in found.supply] == [(day("01-20"), day("02-02"))]


def test_insurer_is_notified() -> None:
    """A notification is a step like another, and no contact with the debtor."""
    made = engine(
        "tell 45 days after due notify cover  one 46 days after due call", policy="gap at least 9 days between contacts"
    )
    assert dates(made, case()) == {"tell": "03-05", "one": "03-06"}
