"""What holds for every policy, every history and every day."""

from __future__ import annotations

import datetime as dt
import itertools

from attrs import evolve
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from dunlang.model.case import Case, Debtor, Event, Invoice
from dunlang.money import Money
from dunlang.schedule import Engine, Schedule

from .conftest import engine

START = dt.date(2026, 1, 5)

WHENS = st.sampled_from(
    [
        "2 days before due",
        "1 day after due",
        "on due",
        "5 working days after due",
        "9 days after invoice",
        "2 weeks after due",
        "at end of month on due",
        "1 month after invoice",
    ]
)
ACTIONS = st.sampled_from(
    [
        "send reminder by email",
        "send formal by post and email",
        'call "why"',
        'task "look"',
        "send final by registered post, stop supply",
        "send reminder by post, charge 5 EUR",
    ]
)
CONDITIONS = st.sampled_from(["", "", "", "if outstanding >= 50 EUR", "if not disputed", "if days overdue >= 10 days"])
REPEATS = st.sampled_from(["", "", "", "every 7 days, at most 2 times "])
HOLDS = st.sampled_from(
    [
        "",
        "hold on dispute until resolved, clock stops",
        "hold on dispute until resolved, for at most 10 days, clock runs",
        "hold on promise until 2 days after promised date, clock runs",
        "hold on plan while kept, clock stops, interest stops",
    ]
)


@st.composite
def engines(draw: st.DrawFn) -> Engine:
    """Policies with every form of step, run days, gap, progress and hold."""
    steps = []
    for number in range(draw(st.integers(1, 5))):
        when = draw(WHENS)
        if number and draw(st.booleans()):
            when = f"{draw(st.integers(0, 12))} days after s{draw(st.integers(0, number - 1))}"
        steps.append(f"s{number} {when} {draw(REPEATS)}{draw(ACTIONS)} {draw(CONDITIONS)}")
    policy = (
        draw(
            st.sampled_from(["", "runs weekly on tuesday", "runs weekly on monday, thursday", "runs monthly on 1, 15"])
        )
        + draw(st.sampled_from(["", " gap at least 5 days between contacts"]))
        + draw(st.sampled_from(["", " progress climb", " progress jump", " progress recompute"]))
    )
    terms = draw(st.sampled_from(["", "interest statutory", "costs statutory", "interest statutory costs statutory"]))
    terms += draw(st.sampled_from(["", " contact from 20 EUR", " discount 2% if paid within 7 days of invoice"]))
    terms += draw(st.sampled_from(["", "", " letters per debtor, highest step carries"]))
    terms += draw(st.sampled_from(["", "", " level stays"]))
    holds = draw(HOLDS)
    note(f"{policy=} {terms=} {holds=}\n" + "\n".join(steps))
    return engine(" ".join(steps), policy=policy, terms=terms, holds=holds)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """A debtor with one to three invoices and any history."""
    invoices = tuple(
        Invoice(
            id=str(n),
            date=START + dt.timedelta(days=draw(st.integers(0, 20))),
            amount=Money(draw(st.integers(1, 60_000))),
        )
        for n in range(1, draw(st.integers(1, 3)) + 1)
    )
    events = []
    for _ in range(draw(st.integers(0, 5))):
        kind = draw(
            st.sampled_from(
                [
                    "payment",
                    "payment",
                    "credit note",
                    "dispute opened",
                    "dispute resolved",
                    "promise made",
                    "plan agreed",
                    "plan broken",
                    "contact added",
                    "invoice sold",
                    "discount allowed",
                ]
            )
        )
        on = START + dt.timedelta(days=draw(st.integers(0, 90)))
        about = "" if kind == "contact added" else draw(st.sampled_from([invoice.id for invoice in invoices]))
        if kind == "payment" and draw(st.booleans()):
            about = ""
        events.append(
            Event(
                date=on,
                kind=kind,  # type: ignore[arg-type]
                invoice=about,
                amount=Money(draw(st.integers(1, 30_000))) if kind in ("payment", "credit note") else None,
                until=on + dt.timedelta(days=draw(st.integers(0, 15))) if kind == "promise made" else None,
            )
        )
    debtor = Debtor(id="d", kind=draw(st.sampled_from(["consumer", "business"])), country="NL")
    return Case(debtor=debtor, invoices=invoices, events=tuple(events))


DAYS = st.dates(START, dt.date(2026, 5, 31))
#: Building a policy costs more than judging it: few examples, many checks on each.
some = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def ran(found: Schedule) -> list[tuple[str, str, int, dt.date]]:
    """Every step that ran or will: invoice, step, occurrence, day."""
    return sorted(
        (entry.invoice, entry.step.name, entry.occurrence, entry.on)
        for invoice in found.invoices
        for entry in invoice.entries
        if entry.on is not None and entry.on <= found.until and entry.state in ("done", "due", "planned")
    )


@some
@given(engines(), cases(), DAYS)
def test_same_question_same_answer(made: Engine, facts: Case, day: dt.date) -> None:
    """A warm engine answers as a cold one: what it remembers never shows."""
    first = made.schedule(facts, as_of=day)
    made.schedule(facts, as_of=day + dt.timedelta(days=40), assume=True)
    assert first == made.schedule(facts, as_of=day)
    assert first == Engine(made.policy, made.book, made.clock.calendar).schedule(facts, as_of=day)


@some
@given(engines(), cases(), DAYS, st.booleans())
def test_untouched_invoices_keep_their_next_step(made: Engine, facts: Case, day: dt.date, assume: bool) -> None:
    """Asking each invoice anew on every day of the debtor gives what asking only those that an event is about gives."""
    every = Engine(made.policy, made.book, made.clock.calendar)
    every.apart = False
    until = day + dt.timedelta(days=30)
    assert made.schedule(facts, as_of=day, until=until, assume=assume) == every.schedule(
        facts, as_of=day, until=until, assume=assume
    )


@some
@given(engines(), cases(), DAYS)
def test_runs_keep_the_policy(made: Engine, facts: Case, until: dt.date) -> None:
    """Steps run on run days, one a day for each invoice, contacts a gap apart, never after payment or sale."""
    found = made.schedule(facts, as_of=START, until=until, assume=True)
    found = made.schedule(facts, as_of=until, assume=True)
    contacts = set()
    for invoice in found.invoices:
        entries = [e for e in invoice.entries if e.on is not None and e.state in ("done", "due", "not delivered")]
        days = [e.on for e in entries]
        assert len(days) == len(set(days))
        assert all(made.clock.is_run_day(day) for day in days if day is not None)
        ended = min((a.date for a in invoice.allocations if not _open_after(invoice, a.date)), default=dt.date.max)
        assert all(day is not None and day < ended for day in days)
        contacts |= {e.on for e in entries if e.step.is_contact}
    gaps = sorted(contacts)  # type: ignore[type-var]
    for one, other in itertools.pairwise(gaps):
        assert (other - one).days >= made.policy.gap_days  # type: ignore[operator]


def _open_after(invoice: object, day: dt.date) -> bool:
    return invoice.amounts_on(day).principal.minor > 0  # type: ignore[attr-defined]


@some
@given(engines(), cases(), DAYS)
def test_every_cent_is_somewhere(made: Engine, facts: Case, day: dt.date) -> None:
    """What was paid went to costs, interest, principal or stays in sight; nothing owed is below zero."""
    found = made.schedule(facts, as_of=day, assume=True)
    paid = sum(e.amount.minor for e in facts.events if e.kind == "payment" and e.date <= day and e.amount)
    went = 0
    for invoice in found.invoices:
        for a in invoice.allocations:
            assert a.to_costs + a.to_interest + a.to_principal + a.unallocated == a.amount
            assert min(a.to_costs, a.to_interest, a.to_principal, a.unallocated) >= 0
            went += a.amount - a.unallocated if a.kind == "payment" else 0
        amounts = invoice.amounts_on(day)
        principal = sum(a.to_principal for a in invoice.allocations if a.date <= day)
        assert amounts.principal.minor == invoice.invoice.amount.minor - principal
        assert min(amounts.principal.minor, amounts.costs.minor, amounts.interest.minor) >= 0
        assert amounts.total.minor == amounts.principal.minor + amounts.interest.minor + amounts.costs.minor
    assert went <= paid


@some
@given(engines(), cases(), DAYS)
def test_second_run_proposes_nothing_twice(made: Engine, facts: Case, day: dt.date) -> None:
    """What was due and is recorded as done is not due again on the same day."""
    found = made.schedule(facts, as_of=day)
    done = [
        Event(date=day, kind="step done", invoice=e.invoice, step=e.step.name)
        for invoice in found.invoices
        for e in invoice.entries
        if e.state == "due"
    ]
    again = made.schedule(evolve(facts, events=(*facts.events, *done)), as_of=day)
    assert not [e for invoice in again.invoices for e in invoice.entries if e.state == "due"]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(engines(), cases())
def test_day_by_day_is_the_same_as_at_once(made: Engine, facts: Case) -> None:
    """Simulating each day and recording what was due gives the dates and the cents of the schedule that assumes it."""
    last = START + dt.timedelta(days=100)
    recorded: list[Event] = []
    day = START
    while day <= last:
        found = made.schedule(evolve(facts, events=(*facts.events, *recorded)), as_of=day)
        recorded += [
            Event(date=day, kind="step done", invoice=e.invoice, step=e.step.name)
            for invoice in found.invoices
            for e in invoice.entries
            if e.state == "due"
        ]
        day += dt.timedelta(days=1)
    at_once = made.schedule(facts, as_of=last, assume=True)
    assert sorted((e.invoice, e.step, e.date) for e in recorded) == sorted((i, s, d) for i, s, _, d in ran(at_once))
    after = made.schedule(evolve(facts, events=(*facts.events, *recorded)), as_of=last)
    for one, other in zip(after.invoices, at_once.invoices, strict=True):
        assert one.outstanding == other.outstanding
        assert one.amounts_on(last).total == other.amounts_on(last).total
