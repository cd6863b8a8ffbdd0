"""Climb, jump, recompute; gap, threshold, conditions, repetition; letters per debtor."""

from __future__ import annotations

from attrs import evolve

from dunlang.model.case import Invoice
from dunlang.money import Money

from .conftest import case, dates, day, engine, event

LADDER = """
    one   1 day after due    send reminder by email
    two   10 days after due  call
    three 20 days after due  send formal by post
"""


def states(schedule: object) -> dict[str, str]:
    """The state of each step of the first invoice."""
    return {entry.step.name: entry.state for entry in schedule.invoices[0].entries}  # type: ignore[attr-defined]


def test_climb_catches_up_one_step_per_run() -> None:
    """An invoice that nobody dunned gets one step at a time, however old it is."""
    found = engine(LADDER).schedule(case(), as_of=day("06-01"), until=day("06-10"))
    assert [(e.step.name, e.state, e.on and e.on.isoformat()[5:]) for e in found.invoices[0].entries] == [
        ("one", "due", "06-01"),
        ("two", "planned", "06-02"),
        ("three", "planned", "06-03"),
    ]


def test_jump_takes_the_step_that_fits_the_age() -> None:
    """Under jump the furthest step whose day has come is taken; those before it will not come."""
    found = engine(LADDER, policy="progress jump").schedule(case(), as_of=day("06-01"))
    assert states(found) == {"one": "superseded", "two": "superseded", "three": "due"}
    young = engine(LADDER, policy="progress jump").schedule(case(), as_of=day("01-30"), until=day("02-28"))
    assert [(e.step.name, e.state) for e in young.invoices[0].entries] == [
        ("one", "superseded"),
        ("two", "due"),
        ("three", "planned"),
    ]


def test_recompute_goes_back_when_the_facts_do() -> None:
    """Under recompute the level follows from the facts: a due date moved on brings an earlier step back."""
    made = engine(LADDER, policy="progress recompute")
    facts = case(event("02-10", "step done", step="three"))
    late = evolve(facts, invoices=(evolve(facts.invoices[0], due=day("02-20")),))
    assert states(made.schedule(facts, as_of=day("02-23")))["one"] != "due"
    assert states(made.schedule(late, as_of=day("02-23")))["one"] == "due"


def test_second_run_on_the_same_day_proposes_nothing() -> None:
    """What was done today is not proposed again, and its successor waits for a later run."""
    found = engine(LADDER).schedule(case(event("06-01", "step done", step="one")), as_of=day("06-01"))
    assert states(found) == {"one": "done", "two": "planned", "three": "planned"}


def test_gap_delays_and_never_drops() -> None:
    """A contact too close to the last one moves to a later run; tasks are no contacts."""
    steps = 'one 1 day after due call  two 2 days after due send reminder by email  t 3 days after due task "x"'
    assert dates(engine(steps, policy="gap at least 5 days between contacts"), case()) == {
        "one": "01-20",
        "two": "01-26",  # 25 January is a Sunday
        "t": "01-27",
    }


def test_gap_counts_extra_contacts_of_the_debtor() -> None:
    """A contact that somebody made by hand keeps the next one away."""
    made = engine("one 1 day after due call", policy="gap at least 5 days between contacts")
    assert dates(made, case(event("01-19", "contact added", invoice=""))) == {"one": "01-26"}


def test_contact_threshold_blocks_contacts() -> None:
    """Below the threshold nobody is contacted, and the reason says so."""
    schedule = engine("one 1 day after due call", terms="contact from 5 EUR").schedule(
        case(amount="4.99"), as_of=day("03-01"), assume=True
    )
    entry = schedule.invoices[0].entries[0]
    assert (entry.state, entry.reasons[-1].code) == ("blocked", "contact-threshold")


def test_false_condition_passes_over_and_the_next_may_run_the_same_day() -> None:
    """A step whose condition is false is passed over for good, with the facts."""
    steps = 'one 1 day after due call if outstanding > 200 EUR  two 1 day after due task "x"'
    schedule = engine(steps).schedule(case(), as_of=day("03-01"), assume=True)
    one, two = schedule.invoices[0].entries
    assert one.state == "passed over"
    assert "outstanding is 180.00 EUR" in one.reasons[0].text
    assert two.on == day("01-20")


def test_step_that_counts_from_a_passed_over_step_is_blocked() -> None:
    """What counts from a step that was passed over is blocked with that reason, and the rest goes on."""
    steps = """
        one 1 day after due call if outstanding > 200 EUR
        two 5 days after one call
        three 9 days after due call
    """
    schedule = engine(steps).schedule(case(), as_of=day("03-01"), assume=True)
    assert states(schedule) == {"one": "passed over", "two": "blocked", "three": "done"}


def test_condition_false_only_by_a_dispute_waits() -> None:
    """`if not disputed` waits while the dispute lasts; it does not pass the step over."""
    made = engine("one 1 day after due call if not disputed", holds="hold on dispute until resolved, clock runs")
    facts = case(event("01-10", "dispute opened"), event("02-10", "dispute resolved"))
    assert dates(made, facts) == {"one": "02-10"}


def test_repetition_until_the_next_step() -> None:
    """A step repeats at its interval, a limited number of times, and ends when the next step is done."""
    steps = "one 1 day after due every 7 days, at most 3 times send reminder by email"
    assert dates(engine(steps), case()) == {"one": "01-20", "one#1": "01-27", "one#2": "02-03", "one#3": "02-10"}
    assert dates(engine(steps + " two 16 days after due call"), case()) == {
        "one": "01-20",
        "one#1": "01-27",
        "one#2": "02-03",
        "two": "02-04",
    }


def two_invoices(*events: object) -> object:
    """A debtor with an old and a young invoice."""
    facts = case(*events)  # type: ignore[arg-type]
    young = Invoice(id="2", date=day("01-12"), amount=Money(10000))
    return evolve(facts, invoices=(*facts.invoices, young))


def test_letters_per_debtor_highest_step_carries() -> None:
    """One letter a run for all invoices of the debtor: the highest step carries the others."""
    steps = "one 1 day after due send reminder by email  two 8 days after due send formal by post"
    made = engine(steps, terms="letters per debtor, highest step carries", policy="runs weekly on tuesday")
    found = made.schedule(two_invoices(), as_of=day("03-31"), assume=True)  # type: ignore[arg-type]
    old, young = found.invoices
    assert [e.on for e in old.entries] == [day("01-20"), day("01-27")]
    assert [(e.state, e.on, e.carried_by) for e in young.entries] == [
        ("superseded", None, ""),
        ("done", day("01-27"), "1"),
    ]


def test_a_letter_that_claims_carries_nothing_that_is_not_due_yet() -> None:
    """On 20 January the old invoice is overdue, the young one falls due on the 26th: each has its own letter."""
    steps = "note 6 days before due send reminder by email  one 1 day after due send formal by post"
    made = engine(steps, terms="costs statutory letters per debtor, highest step carries")
    done = event("01-13", "step done", step="note")
    found = made.schedule(two_invoices(done), as_of=day("01-20"))  # type: ignore[arg-type]
    old, young = found.invoices
    assert [(e.step.name, e.carried_by) for e in old.entries if e.state == "due"] == [("one", "")]
    assert [(e.step.name, e.carried_by) for e in young.entries if e.state == "due"] == [("note", "")]
    assert old.amounts_on(day("01-20")).costs_if_unpaid.minor == 4000  # of 180.00, not of 280.00


def test_joined_claims_cost_once() -> None:
    """Art. 6:96(7) BW: claims in one letter are added up, and charged once, in history as in forecast."""
    steps = "one 1 day after due send formal by post"
    terms = "costs statutory letters per debtor, highest step carries"
    made = engine(steps, terms=terms, policy="runs monthly on 28")
    ahead = made.schedule(two_invoices(), as_of=day("03-31"), assume=True)  # type: ignore[arg-type]
    done = [event("01-28", "step done", step="one", invoice=id_) for id_ in ("1", "2")]
    known = made.schedule(two_invoices(*done), as_of=day("03-31"))  # type: ignore[arg-type]
    for found in (ahead, known):
        costs = [invoice.amounts_on(day("03-31")).costs.minor for invoice in found.invoices]
        assert costs == [4200, 0]  # 15% of 180.00 + 100.00
    paid = event("02-02", "payment", amount="180.00")
    late = made.schedule(two_invoices(*done, paid), as_of=day("03-31"))  # type: ignore[arg-type]
    assert [invoice.amounts_on(day("03-31")).costs.minor for invoice in late.invoices] == [0, 4000]


def test_one_letter_one_fee() -> None:
    """A fee that goes with a letter is booked once, however many invoices the letter carries."""
    made = engine(
        "one 8 days after due send reminder by post, charge 5 EUR",
        terms="letters per debtor, highest step carries",
        policy="runs monthly on 28",
    )
    found = made.schedule(two_invoices(), as_of=day("03-31"), assume=True)  # type: ignore[arg-type]
    assert sum(invoice.amounts_on(day("03-31")).costs.minor for invoice in found.invoices) == 500


def test_hand_over_that_is_due_today_leaves_the_invoice_open() -> None:
    """What is proposed for today has not happened yet."""
    found = engine("one 1 day after due hand over to bureau").schedule(case(), as_of=day("01-20"))
    assert found.invoices[0].standing == "open"


def test_threshold_does_not_outlive_an_anchor() -> None:
    """An announcement that the contact threshold held back is passed over once the due date is behind."""
    made = engine("one 2 days before due send reminder by email two 5 days after due call", terms="contact from 5 EUR")
    found = made.schedule(case(amount="4.99"), as_of=day("03-31"), assume=True)
    assert states(found) == {"one": "passed over", "two": "blocked"}


def test_exposure_sums_all_invoices() -> None:
    """`exposure` is what all invoices of the debtor have open."""
    made = engine("one 1 day after due call if exposure > 250 EUR")
    assert dates(made, two_invoices()) == {"one": "01-20"}  # type: ignore[arg-type]
    assert dates(made, case()) == {}


def test_group_change_keeps_what_was_done() -> None:
    """A step of another group counts by the notice that it sent."""
    from .conftest import from_text

    text = """
    policy "T" { law NL }
    notice reminder { kind reminder states invoice number, amount due }
    group old { when debtor is business payment within 14 days of invoice
        steps { eerste 1 day after due send reminder by email } }
    group new { otherwise payment within 14 days of invoice
        steps { first 1 day after due send reminder by email  second 9 days after due call } }
    """
    found = from_text(text).schedule(case(event("01-20", "step done", step="eerste")), as_of=day("01-28"))
    assert states(found) == {"first": "done", "second": "due"}


def test_a_joined_letter_of_a_higher_level_lets_what_counts_from_it_come() -> None:
    """The small invoice passed step two over, the debtor's letter is at two: step three counts from that letter."""
    steps = """
        one   2 days before due every 7 days, at most 2 times send reminder by email
        ask   2 days before due call if outstanding >= 50 EUR
        two   0 days after one  send formal by post if outstanding >= 50 EUR
        three 4 days after two  call
    """
    made = engine(steps, terms="letters per debtor, highest step carries")
    small = Invoice(id="0", date=day("01-06"), amount=Money(1))
    found = made.schedule(
        evolve(case(amount="50.00"), invoices=(small, *case(amount="50.00").invoices)), as_of=day("03-31"), assume=True
    )
    assert [(e.step.name, e.state) for e in found.invoices[0].entries][-2:] == [("two", "done"), ("three", "done")]


def test_a_hold_under_jump_is_what_is_shown() -> None:
    """Of steps that all wait, the one that a hold keeps is said, not one that counts from it."""
    steps = f'{LADDER} four 1 day after three task "look"'
    made = engine(steps, policy="progress jump", holds="hold on dispute until resolved, clock runs")
    found = made.schedule(case(event("01-25", "dispute opened")), as_of=day("02-03")).invoices[0]
    waiting = {e.step.name: e.reasons[0].code for e in found.entries if e.state == "held"}
    assert waiting["two"] == "hold-dispute"
