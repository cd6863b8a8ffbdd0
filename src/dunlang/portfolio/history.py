"""What was given: each run with its steps as the events that they are, and what else was recorded by hand.

A history only grows. A run that was not carried out is withdrawn by a later one: its steps then never happened.
:func:`with_history` lays what is left over a ledger. Events of a day keep one order: the ledger's, then what was given
that day, then what the ledger says about it (that it came back the same day).
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Literal

import attrs

from dunlang.diagnostics import did_you_mean
from dunlang.model.case import Event
from dunlang.money import Money
from dunlang.portfolio.table import Reject
from dunlang.records import frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from dunlang.model.case import Case, Invoice
    from dunlang.portfolio.ledger import Ledger
    from dunlang.portfolio.simulation import Item

__all__ = ["History", "Recorded", "RecordedRun", "RunKind", "given", "twice", "with_history"]

#: ``given``: the worklist of a run; ``by hand``: events that a person noted; ``withdrawal``: takes another one back.
RunKind = Literal["given", "by hand", "withdrawal"]

_GIVEN = ("step done", "handed over")
#: What can be said about a step that was done.
_AFTER = ("step received", "step not delivered", "step withdrawn")


@frozen(kw_only=True)
class Recorded:
    """One event of the history; the fields after *debtor* say what a step that was given told the debtor."""

    event: Event
    debtor: str = ""
    occurrence: int = 0
    channel: str = ""
    deadline: dt.date | None = None
    total: Money | None = None
    """All that was owed on that day."""
    announced: Money | None = None
    """The costs that the letter announced; None where it announced none."""
    row: tuple[str, ...] = ()
    """The row of the worklist as it was given, under the columns of its run; empty for what was noted by hand."""


@frozen(kw_only=True)
class RecordedRun:
    """What was recorded at once; *number* counts from 1."""

    number: int
    kind: RunKind
    day: dt.date
    policy: str = ""
    fingerprint: str = ""
    """Of the policy's text and all that it uses."""
    engine: str = ""
    """The version of dunlang, and with it of the law that it ships."""
    columns: tuple[str, ...] = ()
    """The columns of the worklist as it was given."""
    withdraws: int | None = None
    written: bool = True
    """Whether the worklist is known to have reached its reader."""
    recorded: tuple[Recorded, ...] = ()


@frozen(kw_only=True)
class History:
    """All that was recorded, in the order in which it was."""

    runs: tuple[RecordedRun, ...] = ()

    @property
    def live(self) -> tuple[RecordedRun, ...]:
        """The runs that count: neither withdrawn nor a withdrawal."""
        withdrawn = {run.withdraws for run in self.runs}
        return tuple(run for run in self.runs if run.kind != "withdrawal" and run.number not in withdrawn)

    @property
    def last_day(self) -> dt.date | None:
        """The latest day for which a worklist was given and stands."""
        return max((run.day for run in self.live if run.kind == "given"), default=None)

    @property
    def unwritten(self) -> RecordedRun | None:
        """The first run that was recorded and whose worklist may not have reached anybody."""
        return next((run for run in self.live if not run.written), None)

    def run(self, number: int) -> RecordedRun | None:
        """The run of that number."""
        return next((run for run in self.runs if run.number == number), None)

    def given_on(self, day: dt.date) -> tuple[RecordedRun, ...]:
        """The runs that stand and gave something on *day*."""
        return tuple(run for run in self.live if run.kind == "given" and run.day == day and run.recorded)

    def before(self, number: int) -> History:
        """The history as it stood when the run of that number was made."""
        return History(runs=tuple(run for run in self.runs if run.number < number))

    def events(self) -> Iterator[tuple[RecordedRun, Recorded]]:
        """Each event that counts, with its run."""
        for run in self.live:
            for one in run.recorded:
                yield run, one


def given(items: Iterable[Item], row: Callable[[Item], tuple[str, ...]]) -> tuple[Recorded, ...]:
    """The rows of a worklist as events; *row* gives each as it is written."""
    return tuple(
        Recorded(
            event=Event(
                date=item.on,
                kind="step done" if item.step.hand_over is None else "handed over",
                invoice=item.invoice.id,
                step=item.step.name,
            ),
            debtor=item.debtor.id,
            occurrence=item.occurrence,
            channel=" and ".join(item.channels),
            deadline=item.letter.deadline if item.letter is not None else None,
            total=item.amounts.total if item.amounts is not None else None,
            announced=item.amounts.costs_if_unpaid
            if item.amounts is not None and item.letter is not None and item.letter.announces_costs
            else None,
            row=row(item),
        )
        for item in items
        if item.on is not None
    )


def twice(history: History, recorded: Iterable[Recorded]) -> Recorded | None:
    """The first of *recorded* that the history holds already: the same step of the same invoice on the same day."""
    known = {_step(one.event) for _, one in history.events() if one.event.kind in _GIVEN}
    return next((one for one in recorded if _step(one.event) in known), None)


def _step(event: Event) -> tuple[str, str, dt.date]:
    return event.invoice, event.step, event.date


# ------------------------------------------------------------ laid over a ledger


def with_history(
    ledger: Ledger, history: History, name: str, *, steps: Collection[str] | None = None
) -> tuple[Ledger, tuple[Reject, ...]]:
    """*ledger* with the events of *history*; the rejects name the run in the file *name*.

    *steps* are the names of the policy's steps: the first event that names another one is told.

    A step that the ledger reports itself, for the same day, counts once. Invoices and debtors that the ledger no longer
    has are passed over; an event by hand about one that was never given anything either is told.
    """
    owner = {invoice.id: (case.debtor.id, invoice) for case in ledger.cases for invoice in case.invoices}
    debtors = {case.debtor.id: case for case in ledger.cases}
    past = [one for run in history.runs if run.kind == "given" for one in run.recorded]
    ever = {one.event.invoice for one in past}, {one.debtor for one in past}
    found: defaultdict[str, list[Recorded]] = defaultdict(list)
    rejects: list[Reject] = []
    strange: set[str] = set()
    for run, one in history.events():
        invoice, step = one.event.invoice, one.event.step
        if step and steps is not None and step not in {*steps, *strange}:
            strange.add(step)
            rejects.append(_renamed(name, run, step, steps))
        if invoice and invoice not in owner:
            if run.kind != "given" and invoice not in ever[0]:
                rejects.append(_reject(name, run, "invoice", invoice, f"invoice `{invoice}` is not in the ledger"))
            continue
        debtor = owner[invoice][0] if invoice else one.debtor
        case = debtors.get(debtor)
        if case is None:
            if debtor not in ever[1]:
                rejects.append(_reject(name, run, "debtor", debtor, f"debtor `{debtor}` is not in the ledger"))
            continue
        fault = _fault(one.event, [owner[invoice][1]] if invoice else case.invoices)
        if fault:
            rejects.append(_reject(name, run, *fault))
            continue
        found[debtor].append(one)
    cases = tuple(
        attrs.evolve(case, events=_merged(case, found[case.debtor.id])) if case.debtor.id in found else case
        for case in ledger.cases
    )
    return attrs.evolve(ledger, cases=cases), tuple(rejects)


def _renamed(name: str, run: RecordedRun, step: str, steps: Collection[str]) -> Reject:
    close = did_you_mean(step, steps)
    reason = f"the policy has no step `{step}` any more: what was given under that name no longer counts"
    wanted = "keep the names of steps" + (f"; is it `{close}` now?" if close else "")
    return Reject(file=name, row=run.number, column="step", value=step, reason=reason, help=wanted, severity="warning")


def _reject(name: str, run: RecordedRun, column: str, value: str, reason: str) -> Reject:
    wanted = f"set the ledger right, or withdraw run {run.number}"
    return Reject(file=name, row=run.number, column=column, value=value, reason=reason, help=wanted, severity="warning")


def _fault(event: Event, invoices: Iterable[Invoice]) -> tuple[str, str, str] | None:
    """Why an event cannot be about these invoices: column, value, reason."""
    known = tuple(invoices)
    first = min(invoice.date for invoice in known)
    if event.date < first:
        about = f"invoice `{event.invoice}`" if event.invoice else "the debtor's first invoice"
        return "date", str(event.date), f"`{event.kind}` on {event.date} lies before the date of {about}, {first}"
    currencies = sorted({invoice.amount.currency for invoice in known})
    if event.amount is not None and event.amount.currency not in currencies:
        owed = " and ".join(currencies)
        return "amount", str(event.amount), f"`{event.kind}` in {event.amount.currency}, but {owed} is owed"
    return None


def _merged(case: Case, recorded: Iterable[Recorded]) -> tuple[Event, ...]:
    """The events of a case by day: the ledger's, then the history's, then what the ledger says about these."""
    reported = {_step(event) for event in case.events if event.kind in _GIVEN}
    said = {(event.kind, *_step(event)) for event in case.events if event.kind in _AFTER}
    own = [
        one.event
        for one in recorded
        if not (one.event.kind in _GIVEN and _known(one.event, reported))
        and (one.event.kind, *_step(one.event)) not in said
    ]
    today = {_step(event) for event in own if event.kind in _GIVEN}
    ranked: list[tuple[dt.date, int, int, Event]] = []
    standing: Counter[tuple[str, str]] = Counter()
    days = sorted({event.date for event in (*case.events, *own)})
    of_ledger, of_history = _by_day(case.events), _by_day(own)
    for day in days:
        for rank, events in ((0, of_ledger[day]), (1, of_history[day])):
            for at, event in enumerate(events):
                step = (event.invoice, event.step)
                # It is about an earlier time of the step where there was one, else about what was given this day.
                later = event.kind in _AFTER and not rank and _step(event) in today and standing[step] <= 0
                ranked.append((day, 2 if later else rank, at, event))
                if event.kind in _GIVEN:
                    standing[step] += 1
                elif event.kind in _AFTER[1:]:
                    standing[step] -= 1
    return tuple(event for *_, event in sorted(ranked, key=lambda one: one[:3]))


def _known(event: Event, reported: set[tuple[str, str, dt.date]]) -> bool:
    """Whether the ledger reports the same step; a hand-over without a step's name is the one of that day."""
    return _step(event) in reported or (event.kind == "handed over" and (event.invoice, "", event.date) in reported)


def _by_day(events: Iterable[Event]) -> defaultdict[dt.date, list[Event]]:
    days: defaultdict[dt.date, list[Event]] = defaultdict(list)
    for event in events:
        days[event.date].append(event)
    return days
