"""A generated ledger of 2,100 invoices, simulated day by day for a year, each day's worklist fed back as done.

A debtor is looked at when something can happen to him: an event of the plan, an invoice's date, or the day that his
last schedule named as the next change. On some days the whole ledger is read from CSV and simulated: that is the same
state by the road that a user takes, and it shows that nobody else had anything due.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections import Counter, defaultdict

import attrs
import pytest

from dunlang.model.case import Case, Event, Invoice
from dunlang.money import Money
from dunlang.portfolio.ledger import Ledger, read_ledger
from dunlang.portfolio.worklist import simulate
from dunlang.project.session import Session
from dunlang.resources import shipped
from dunlang.schedule import Engine, Schedule, prepare
from dunlang.source import Source
from tests.portfolio.generate_ledger import Plan, Planned, generate

_DAY = dt.timedelta(days=1)
FIRST, LAST = dt.date(2026, 1, 2), dt.date(2027, 1, 29)


@attrs.define
class Life:
    """One debtor on his way through the year."""

    case: Case
    plan: list[Planned]
    wake: dt.date
    amounts: Counter[str] = attrs.field(factory=Counter)


@attrs.define
class Year:
    """What a host would have recorded in the year."""

    engine: Engine
    plan: Plan
    rows: list[dict[str, str]] = attrs.field(factory=list)
    done: Counter[tuple[str, str, int]] = attrs.field(factory=Counter)
    undone: Counter[tuple[str, str]] = attrs.field(factory=Counter)
    settled: dict[str, dt.date] = attrs.field(factory=dict)
    contacts: defaultdict[str, list[dt.date]] = attrs.field(factory=lambda: defaultdict(list))

    def ledger(self) -> Ledger:
        """The ledger as the host would export it now."""
        out = io.StringIO(newline="")
        columns = ("date", "event", "invoice", "debtor", "step", "amount", "until", "text")
        writer = csv.DictWriter(out, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(self.rows)
        ledger, rejects = read_ledger(
            Source("invoices.csv", self.plan.invoices),
            Source("debtors.csv", self.plan.debtors),
            Source("events.csv", out.getvalue()),
            steps={step.name for group in self.engine.policy.groups for step in group.steps},
        )
        assert rejects == ()
        return ledger


@pytest.fixture(scope="module")
def engine() -> Engine:
    """The shipped policy, ready to run."""
    loaded = Session().load(shipped("policies") / "debiteurenbeleid.dun")
    assert loaded.policy is not None
    assert loaded.book is not None
    return prepare(loaded.policy, loaded.book)


@pytest.mark.slow
def test_a_year_day_by_day_reconciles_and_does_nothing_twice(engine: Engine) -> None:
    """Every invoice is somewhere on every day, sums agree, no step is proposed twice, nobody is dunned after paying."""
    plan = generate()
    year = Year(engine, plan)
    lives = _lives(year.ledger(), plan)
    total = sum(len(life.case.invoices) for life in lives)
    assert total >= 2000
    invoiced = sum(invoice.amount.minor for life in lives for invoice in life.case.invoices)
    sums: dict[str, Counter[str]] = {}
    day = FIRST
    while day <= LAST:
        for life in lives:
            if life.wake <= day:
                sums[life.case.debtor.id] = _live(year, life, day)
        added = sum(sums.values(), Counter())
        assert added["invoices"] == total
        assert invoiced == added["outstanding"] + added["to_principal"] + added["discounts"], day
        if (day - FIRST).days % 28 == 0:
            _look_at_all(year, day, added)
        day += _DAY
    _nothing_twice(year)
    _nobody_dunned_after_paying(year)
    assert len(year.done) > 2500  # the year was not an empty one
    assert {"aanmaning", "overdracht", "nabellen", "melding"} <= {step for _, step, _ in year.done}


def _lives(ledger: Ledger, plan: Plan) -> list[Life]:
    by_debtor: defaultdict[str, list[Planned]] = defaultdict(list)
    owner = {invoice.id: case.debtor.id for case in ledger.cases for invoice in case.invoices}
    for planned in plan.events:
        by_debtor[planned.debtor or owner[planned.invoice]].append(planned)
    return [Life(case, by_debtor[case.debtor.id], FIRST) for case in ledger.cases]


def _live(year: Year, life: Life, day: dt.date) -> Counter[str]:
    """One debtor's day: what happens to him, what is due, that it is done, and that nothing is due then."""
    while life.plan and life.plan[0].date <= day:
        _happen(year, life, life.plan.pop(0))
    schedule = year.engine.schedule(life.case, as_of=day)
    due = [entry for entry in schedule.entries if entry.state == "due"]
    if due:
        for entry in due:
            assert entry.on == day
            year.done[entry.invoice, entry.step.name, entry.occurrence] += 1
            if entry.step.is_contact:
                year.contacts[entry.invoice].append(day)
                found = schedule.invoice(entry.invoice)
                assert found is not None
                assert found.outstanding.minor > 0
            _record(year, life, Planned(date=day, event="step done", invoice=entry.invoice), step=entry.step.name)
            if (
                entry.step.send is not None
                and int(entry.invoice[1:]) % 29 == 0
                and not year.undone[entry.invoice, entry.step.name]
            ):
                year.undone[entry.invoice, entry.step.name] += 1
                life.plan.append(
                    Planned(
                        date=day + 3 * _DAY, event="step not delivered", invoice=entry.invoice, text=entry.step.name
                    )
                )
                life.plan.sort(key=lambda planned: planned.date)
        schedule = year.engine.schedule(life.case, as_of=day)
        again = [(entry.invoice, entry.step.name) for entry in schedule.entries if entry.state == "due"]
        assert not again, (day, again)
    changes = [found.next_change for found in schedule.invoices if found.next_change is not None]
    changes += [invoice.date for invoice in life.case.invoices if invoice.date > day]
    changes += [planned.date for planned in life.plan[:1]]
    life.wake = min(changes, default=dt.date.max)
    return _sums(schedule, day)


def _happen(year: Year, life: Life, planned: Planned) -> None:
    """Record an event of the plan; a payment without an amount pays all that is owed that day."""
    if planned.event == "step not delivered":
        _record(year, life, attrs.evolve(planned, text="retour"), step=planned.text)
        return
    if planned.event == "payment" and not planned.amount:
        schedule = year.engine.schedule(life.case, as_of=planned.date)
        found = schedule.invoice(planned.invoice)
        assert found is not None
        owed = found.amounts_on(planned.date).total
        discount = found.group.terms.discount if found.group is not None else None
        if owed.minor <= 0:
            return
        if discount is None or found.discount_until is None or planned.date > found.discount_until:
            year.settled[planned.invoice] = planned.date
        planned = attrs.evolve(planned, amount=owed.plain())
    _record(year, life, planned)


def _record(year: Year, life: Life, planned: Planned, step: str = "") -> None:
    row = {key: str(value) for key, value in attrs.asdict(planned).items()} | {"step": step}
    year.rows.append(row)
    event = Event(
        date=planned.date,
        kind=planned.event,  # type: ignore[arg-type] # the plan uses the model's words
        invoice=planned.invoice,
        step=step,
        amount=Money.parse(planned.amount) if planned.amount else None,
        until=dt.date.fromisoformat(planned.until) if planned.until else None,
        text=planned.text,
    )
    life.case = attrs.evolve(life.case, events=(*life.case.events, event))


def _sums(schedule: Schedule, day: dt.date) -> Counter[str]:
    """One debtor's part of the reconciliation, added up from his schedule and his events."""
    sums: Counter[str] = Counter()
    used = 0
    for found in schedule.invoices:
        sums["invoices"] += 1
        sums["outstanding"] += found.outstanding.minor
        for part in found.allocations:
            if part.kind == "discount":
                sums["discounts"] += part.to_principal
            else:
                sums["to_principal"] += part.to_principal
                used += part.to_costs + part.to_interest + part.to_principal
    for event in schedule.case.events:
        if event.kind in ("payment", "credit note") and event.amount is not None and event.date <= day:
            sums["received"] += event.amount.minor
    assert used <= sums["received"]
    return sums


def _look_at_all(year: Year, day: dt.date, added: Counter[str]) -> None:
    """The whole ledger from CSV on this day: nothing is left to do, and the sums are those of the debtors looked at."""
    simulation = simulate(year.engine, year.ledger(), date=day)
    assert simulation.worklist == ()
    assert sum(standing.count for standing in simulation.standings) == added["invoices"]
    assert simulation.balanced
    (sums,) = simulation.reconciliation
    for name in ("outstanding", "to_principal", "discounts", "received"):
        assert getattr(sums, name) == added[name], (day, name)


def _nothing_twice(year: Year) -> None:
    for (invoice, step, occurrence), times in year.done.items():
        assert times <= 1 + year.undone[invoice, step], (invoice, step, occurrence)


def _nobody_dunned_after_paying(year: Year) -> None:
    assert len(year.settled) > 800
    for invoice, paid in year.settled.items():
        assert [day for day in year.contacts[invoice] if day >= paid] == [], invoice


def test_the_generator_makes_the_same_ledger_each_time() -> None:
    """The seed decides everything, and the shapes are those asked for."""
    plan = generate(invoices=300, debtors=100)
    assert plan == generate(invoices=300, debtors=100)
    assert plan != generate(seed=2, invoices=300, debtors=100)
    kinds = Counter(planned.event for planned in plan.events)
    assert {"payment", "credit note", "dispute opened", "dispute resolved", "promise made"} <= set(kinds)


def test_a_worklist_never_depends_on_the_order_of_rows(engine: Engine) -> None:
    """The same rows in another order give the same simulation, entry by entry."""
    plan = generate(invoices=120, debtors=40)
    header, *lines = plan.invoices.splitlines()
    turned = "\n".join([header, *reversed(lines)]) + "\n"
    debtors = Source("debtors.csv", plan.debtors)
    one, _ = read_ledger(Source("invoices.csv", plan.invoices), debtors, None)
    other, _ = read_ledger(Source("invoices.csv", turned), debtors, None)
    date = dt.date(2026, 6, 30)
    until = dt.date(2026, 9, 30)
    assert simulate(engine, one, date=date, until=until) == simulate(engine, other, date=date, until=until)


def test_the_forecast_is_what_happens_if_nothing_changes(engine: Engine) -> None:
    """Doing each day's worklist and nothing else gives exactly the entries that the forecast named."""
    plan = generate(invoices=150, debtors=60)
    debtors = Source("debtors.csv", plan.debtors)
    ledger, _ = read_ledger(Source("invoices.csv", plan.invoices), debtors, None)
    start, until = dt.date(2026, 6, 1), dt.date(2026, 8, 31)
    present = [
        attrs.evolve(case, invoices=mine)
        for case in ledger.cases
        if (mine := tuple(invoice for invoice in case.invoices if _known(invoice, start)))
    ]
    first = simulate(engine, attrs.evolve(ledger, cases=tuple(present)), date=start, until=until)
    wanted = {
        (item.invoice.id, item.step.name, item.occurrence, item.on) for item in (*first.worklist, *first.forecast)
    }
    assert wanted
    found = set()
    for case in present:
        now, day = case, start
        while day <= until:
            schedule = engine.schedule(now, as_of=day)
            due = [entry for entry in schedule.entries if entry.state == "due"]
            found |= {(entry.invoice, entry.step.name, entry.occurrence, entry.on) for entry in due}
            events = [Event(date=day, kind="step done", invoice=e.invoice, step=e.step.name) for e in due]
            now = attrs.evolve(now, events=(*now.events, *events))
            day += _DAY
    assert found == wanted


def _known(invoice: Invoice, day: dt.date) -> bool:
    return invoice.date <= day and invoice.date >= day - dt.timedelta(days=120)
