"""One debtor on his way through time: the events of a day, then that day's run."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

from dunlang.dates import Offset, add
from dunlang.model.case import Case, Event, Invoice
from dunlang.model.condition import holds
from dunlang.model.policy import Charge, Group, HandOver, Step, StopSupply
from dunlang.money import Money
from dunlang.schedule.account import Account, discount_until
from dunlang.schedule.binding import Binding
from dunlang.schedule.facts import state
from dunlang.schedule.holds import Holds
from dunlang.schedule.line import Candidate, Done, Line
from dunlang.schedule.outcome import needs_a_person, outcome
from dunlang.schedule.result import InvoiceSchedule, Letter, Reason, Schedule, SupplyStop
from dunlang.schedule.timing import due_date, needs_due
from dunlang.schedule.wording import shown, why_on

__all__ = ["Run"]

_DAY = dt.timedelta(days=1)


class Run:
    """One debtor on his way through time."""

    def __init__(self, binding: Binding, case: Case, as_of: dt.date, until: dt.date, assume: bool) -> None:
        self.binding = binding
        self.policy = binding.policy
        self.case = case
        self.as_of = as_of
        self.until = until
        self.assume = assume
        self.now = min((invoice.date for invoice in case.invoices), default=as_of)
        self.lines: dict[str, Line] = {}
        self.others: dict[str, InvoiceSchedule] = {}
        self.last_contact: dt.date | None = None
        self.supply: list[tuple[dt.date, dt.date | None, Reason, str]] = []
        self.unallocated: list[Event] = []
        self._charged: set[tuple[str, int, dt.date]] = set()
        for invoice in sorted(case.invoices, key=lambda invoice: (invoice.date, invoice.id)):
            self._add(invoice)

    def _add(self, invoice: Invoice) -> None:
        """Put an invoice on its way, or aside where a person must look at it."""
        policy, binding, debtor = self.policy, self.binding, self.case.debtor
        group = binding.group_of(debtor, invoice)
        why: Reason | None = None
        due, discount = invoice.due, None
        try:
            if group is not None:
                due = due_date(group.terms, invoice, binding.clock.calendar)
                discount = discount_until(group, invoice, binding.clock.calendar)
        except LookupError as beyond:
            why = Reason("calendar-ends", str(beyond.args[0]))
        if invoice.date > self.as_of and not self.assume:
            self.others[invoice.id] = needs_a_person(
                invoice, group, due, Reason("future", f"the invoice is dated {invoice.date}"), standing="not yet"
            )
            return
        if (policy.valid_from and invoice.date < policy.valid_from) or (
            policy.valid_until and invoice.date > policy.valid_until
        ):
            span = f"{policy.valid_from or '…'} to {policy.valid_until or '…'}"
            why = Reason("not-valid", f"the policy is valid for invoices of {span}, this one is of {invoice.date}")
        elif invoice.amount.currency != policy.currency:
            why = Reason("currency", f"the invoice is in {invoice.amount.currency}, the policy in {policy.currency}")
        elif group is None:
            why = Reason("no-group", "no group of the policy takes this debtor")
        elif why is None and due is None and needs_due(group):
            why = Reason("no-due-date", "neither the ledger nor the policy fixes a due date", group.name_span)
        if why is not None or group is None:
            assert why is not None  # noqa: S101 - a missing group always has its reason
            self.others[invoice.id] = needs_a_person(invoice, group, due, why)
            return
        hold = Holds(group, binding.clock.calendar)
        account = Account(invoice, group, debtor, due, binding.money_rules(group, debtor, invoice, due), hold)
        account.discount_until = discount
        line = Line(
            invoice=invoice,
            debtor=debtor,
            group=group,
            law=binding.law(group),
            due=due,
            account=account,
            holds=hold,
            clock=binding.clock,
            progress=policy.progress,
            catch_up=self.as_of,
        )
        self.lines[invoice.id] = line
        for event in self.case.events:
            if event.kind in ("step done", "handed over") and event.date <= self.as_of and event.invoice == invoice.id:
                index = self._step_index(line, event)
                if index is not None:
                    line.awaited.add(index)

    # ------------------------------------------------------------ time

    def result(self) -> Schedule:
        """Let time pass, then say how each invoice stands."""
        events = [event for event in self.case.events if event.date <= self.as_of]
        ticks = sorted({event.date for event in events} | {line.invoice.date for line in self.lines.values()})
        at = tick = 0
        waiting: dict[str, Candidate | None] = {}
        touched = set(self.lines)
        while True:
            for id_, line in self.lines.items():
                if id_ in touched or not _stands(waiting[id_]):
                    waiting[id_] = self._next(line)
            touched = set(self.lines)
            days = [found.day for found in waiting.values() if found is not None and found.day is not None]
            day = min(days, default=None)
            if tick < len(ticks) and (day is None or ticks[tick] <= day):
                self._advance(ticks[tick])
                first = at
                while at < len(events) and events[at].date <= ticks[tick]:
                    self._event(events[at])
                    at += 1
                self._join(ticks[tick])
                about = {event.invoice for event in events[first:at]}
                if self.binding.apart and "" not in about:
                    touched = about
                tick += 1
                continue
            if day is None or day > self.until:
                break
            self._advance(day)
            self._run(
                day, [self.lines[id_] for id_, found in waiting.items() if found is not None and found.day == day]
            )
            self._join(day)
        schedules = {
            id_: outcome(line, waiting[id_], self.as_of, self.until) for id_, line in self.lines.items()
        } | self.others
        return Schedule(
            case=self.case,
            as_of=self.as_of,
            until=self.until,
            invoices=tuple(schedules[invoice.id] for invoice in self.case.invoices),
            unallocated=tuple(self.unallocated),
            supply=tuple(SupplyStop(start=start, until=end, reason=why) for start, end, why, _ in self.supply),
        )

    def _advance(self, day: dt.date) -> None:
        """Time has come to *day*: no step runs before it any more."""
        self.now = day
        for line in self.lines.values():
            line.floor = max(line.floor, day)

    def _next(self, line: Line) -> Candidate | None:
        """The line's next step, with what the debtor's other contacts and the contact threshold do to its day."""
        try:
            found = line.candidate()
            while found is not None and found.day is not None:
                step = line.group.steps[found.index]
                if not step.is_contact:
                    return found
                below = self._below_threshold(line)
                if below is not None and step.timing.direction >= 0:
                    return _waits(found, "blocked", below)
                allowed = self._after_gap(found.day)
                if allowed <= found.day:
                    return found
                moved = line.moved(found.index, found.occurrence, found.planned, allowed)
                gap = f"at least {self.policy.gap_days} {self.policy.gap_unit} between contacts"
                text = f"the last contact was on {self.last_contact}: {gap}"
                found = _because(moved, Reason("gap", text))
        except LookupError as beyond:
            return Candidate(
                index=line.level + 1 if line.level + 1 < len(line.group.steps) else line.level,
                occurrence=0,
                planned=None,
                day=None,
                state="blocked",
                why=(Reason("calendar-ends", str(beyond.args[0])),),
            )
        return found

    def _after_gap(self, day: dt.date) -> dt.date:
        """The first day on or after *day* that keeps the gap; contacts on one day are one contact."""
        last = self.last_contact
        if last is None or not self.policy.gap_days or last >= day:
            return day
        gap = Offset(self.policy.gap_days, self.policy.gap_unit)
        return max(day, add(last, gap, self.binding.clock.calendar))

    def _below_threshold(self, line: Line) -> Reason | None:
        """Why nobody is contacted about this line: what is open lies below `contact from`."""
        threshold = line.group.terms.contact_from
        open_ = self._in_reach(line) if threshold is not None else 0
        if threshold is None or open_ >= threshold.minor:
            return None
        text = f"{Money(open_, threshold.currency)} is open, below `contact from {threshold}`"
        return Reason("contact-threshold", text, line.group.terms.contact_span)

    def _in_reach(self, line: Line) -> int:
        """What a contact would be about: the invoice, or with letters per debtor all that is open in its group."""
        if line.group.terms.letters == "per debtor":
            mine = (
                other for other in self.lines.values() if other.group is line.group and other.invoice.date <= self.now
            )
            return sum(other.account.principal for other in mine)
        return line.account.principal

    # ------------------------------------------------------------ a run

    def _run(self, day: dt.date, lines: Iterable[Line]) -> None:
        """The run of one day: settle conditions, join letters per debtor, take the steps."""
        taken: list[tuple[Line, Candidate]] = []
        for line in lines:
            found = self._next(line)
            while found is not None and found.day == day:
                step = line.group.steps[found.index]
                below = self._below_threshold(line) if step.is_contact else None
                if below is not None:  # only a step before its anchor comes this far: it does not outlive the anchor
                    line.close(found.index, "passed over", below.code, below.text)
                    found = self._next(line)
                    continue
                if step.condition is None or holds(step.condition, self._state(line, day)):
                    if self.assume or day >= self.as_of:
                        taken.append((line, found))
                    else:
                        line.missed.add(found.index)
                    break
                if line.holds.disputed and holds(step.condition, self._state(line, day, disputed=False)):
                    line.floor = line.clock.run_on_or_after(day + _DAY)
                    break
                known = ", ".join(shown(step.condition, self._state(line, day)))
                line.close(found.index, "passed over", "condition-false", f"its condition is false on {day}: {known}")
                passed = found.index
                found = self._next(line)
                if found is not None and found.index <= passed:
                    line.floor = day + _DAY  # a later step may follow the same day, a repetition waits for the next run
                    break
        joined: dict[tuple[str, bool], list[tuple[Line, Candidate]]] = {}
        for line, found in taken:
            step = line.group.steps[found.index]
            if _one_letter(line, step):
                # a letter that claims must not claim what is not due yet: too much asked may cost all of the costs
                overdue = line.due is not None and line.due < day
                joined.setdefault((line.group.name, overdue), []).append((line, found))
            else:
                self._take(line, found, day)
        for (_, overdue), together in joined.items():
            self._together(together, day, overdue=overdue)

    def _together(self, together: list[tuple[Line, Candidate]], day: dt.date, *, overdue: bool) -> None:
        """One letter for all: the highest step carries the others, at the debtor's level at least where it claims."""
        lead, found = max(together, key=lambda pair: pair[1].index)
        level = self._level(lead.group) if overdue else -1
        if level > found.index and lead.last(level) is None and lead.group.steps[level].send is not None:
            text = f"letters per debtor: the level is `{lead.group.steps[level].name}`"
            for index in range(found.index, level):
                if lead.last(index) is None and index not in lead.closed:
                    lead.close(index, "superseded", "debtor-level", text)
            found = Candidate(
                index=level, occurrence=0, planned=found.planned, day=day, why=(Reason("debtor-level", text),)
            )
        self._take(lead, found, day)
        record = lead.last(found.index)
        step = lead.group.steps[found.index]
        text = f"it goes with `{step.name}` for invoice {lead.invoice.id}: letters per debtor"
        for line, other in together:
            if line is lead:
                continue
            letter = record.letter if record is not None else None
            line.done(
                Done(
                    index=found.index,
                    occurrence=other.occurrence if other.index == found.index else 0,
                    on=day,
                    planned=other.planned,
                    assumed=True,
                    letter=letter,
                    carried_by=lead.invoice.id,
                    reasons=(Reason("carried", text, step.span),),
                )
            )
            self._effects(line, step, day, letter, assumed=True)

    def _join(self, day: dt.date) -> None:
        """Join the claims that went in one letter of *day*: one fee, and one sum of costs where the law adds them up.

        What is one falls on the first invoice, whichever event or step came first.
        """
        joined: dict[str, list[Account]] = {}
        for line in self.lines.values():
            if line.group.terms.letters == "per debtor":
                if line.account.hangs_on(day):
                    joined.setdefault(line.group.name, []).append(line.account)
                for index, step in enumerate(line.group.steps):
                    record = line.last(index)
                    if record is not None and record.on == day and _one_letter(line, step):
                        self._fee(line, index, step, day)
        for accounts in joined.values():
            if len(accounts) > 1:
                accounts[0].join(accounts)

    def _fee(self, line: Line, index: int, step: Step, day: dt.date) -> None:
        """Book the fee of a letter per debtor once."""
        if (line.group.name, index, day) not in self._charged:
            self._charged.add((line.group.name, index, day))
            for action in step.actions:
                if isinstance(action, Charge):
                    line.account.charge(day, action.amount.minor)

    def _level(self, group: Group) -> int:
        """The debtor's level in a group with letters per debtor; under `recompute` no level is remembered."""
        if self.policy.progress == "recompute":
            return -1
        mine = [line for line in self.lines.values() if line.group is group]
        if group.terms.level == "stays":
            return max((line.level for line in mine), default=-1)
        open_ = [line for line in mine if line.ended is None and line.due is not None]
        oldest = min(open_, key=lambda line: (line.due or dt.date.max, line.invoice.id), default=None)
        return oldest.level if oldest is not None else -1

    def _take(self, line: Line, found: Candidate, day: dt.date) -> None:
        """Do one step of one invoice on *day*, by assumption."""
        step = line.group.steps[found.index]
        send = step.send
        letter = self.binding.letter(line.group, send, day, line.debtor.kind) if send is not None else None
        line.done(
            Done(
                index=found.index,
                occurrence=found.occurrence,
                on=day,
                planned=found.planned,
                assumed=True,
                letter=letter,
                reasons=(*why_on(self.binding.clock, line, step, found, day), *found.why),
            )
        )
        self._effects(line, step, day, letter, assumed=True)

    def _effects(self, line: Line, step: Step, day: dt.date, letter: Letter | None, *, assumed: bool) -> None:
        """What doing a step changes, whether an event or an assumption says that it was done."""
        if step.is_contact and (self.last_contact is None or day > self.last_contact):
            self.last_contact = day
        if letter is not None:
            line.account.letter(self.binding.notices[letter.notice], letter, line.law)
        for action in step.actions:
            match action:
                case Charge(amount=amount) if not _one_letter(line, step):
                    line.account.charge(day, amount.minor)
                case StopSupply():
                    self._stop(
                        day, Reason("supply-stopped", f"`{step.name}` stops supply", action.span), line.invoice.id
                    )
                case HandOver(party=party):
                    why = Reason("handed-over", f"handed over to `{party}` on {day}", action.span)
                    line.end("handed over", day, why, assumed=assumed)

    def _state(self, line: Line, day: dt.date, disputed: bool | None = None) -> Callable[[str], object]:
        """What conditions see of an invoice on *day*."""
        exposure = sum(other.account.principal for other in self.lines.values() if other.invoice.date <= day)
        return state(line, day, exposure, disputed)

    # ------------------------------------------------------------ events

    def _event(self, event: Event) -> None:
        """Take one event, before the run of its day."""
        lines = [self.lines[event.invoice]] if event.invoice in self.lines else []
        if not event.invoice and not event.is_foreign_money(self.policy.currency):
            lines = list(self.lines.values())
        match event.kind:
            case "payment" if event.amount is not None:
                self._payment(event, lines)
            case "credit note" if event.amount is not None:
                for line in lines[:1]:
                    line.account.credit(event.date, event.amount.minor)
                    self._settled(line, event.date)
            case "discount allowed":
                for line in lines[:1]:
                    line.account.allow_discount(event.date)
                    self._settled(line, event.date)
            case "step done" | "handed over":
                for line in lines:
                    self._step_done(line, event)
            case "step received":
                for line in lines:
                    self._received(line, event)
            case "step not delivered" | "step withdrawn":
                for line in lines:
                    self._failed(line, event)
            case "contact added":
                if self.last_contact is None or event.date > self.last_contact:
                    self.last_contact = event.date
            case "invoice sold":
                for line in lines:
                    line.end(
                        "sold", event.date, Reason("sold", f"the invoice was sold on {event.date}: not ours to dun")
                    )
            case "supply stopped":
                self._stop(event.date, Reason("supply-stopped", f"supply was stopped on {event.date}"), event.invoice)
            case "supply resumed":
                self._lift(event.date)
            case _:
                for line in lines:
                    line.holds.apply(event)
        if event.kind in ("agreement made", "plan agreed"):
            self._lift(event.date)

    def _payment(self, event: Event, lines: list[Line]) -> None:
        """Allocate a payment: to its invoice, or to those that are due, the oldest first."""
        assert event.amount is not None  # noqa: S101 - the caller looked
        left = event.amount.minor
        if not event.invoice:
            open_ = [line for line in lines if line.account.principal > 0 and line.invoice.date <= event.date]
            if not open_:
                self.unallocated.append(event)
            lines = sorted(
                open_,
                key=lambda line: ((line.due or dt.date.max) > event.date, line.due or dt.date.max, line.invoice.id),
            )
        for position, line in enumerate(lines):
            if left <= 0:
                break
            last = position == len(lines) - 1
            share = left if last else min(left, line.account.amounts_on(event.date).total.minor)
            left = line.account.pay(event.date, share) + (left - share)
            self._settled(line, event.date)

    def _settled(self, line: Line, day: dt.date) -> None:
        """An invoice whose principal is paid leaves dunning; supply comes back when nothing keeps it stopped."""
        if line.account.principal <= 0:
            line.end("paid", day, Reason("paid", f"the principal was settled on {day}"))
            stopped_by = {invoice for _, end, _, invoice in self.supply if end is None}
            if all(id_ in self.lines and self.lines[id_].account.principal <= 0 for id_ in stopped_by):
                self._lift(day)

    def _step_index(self, line: Line, event: Event) -> int | None:
        """The step an event speaks of: by its name, else (another group's step) by the notice that it sends."""
        if event.kind == "handed over" and not event.step:
            steps = line.group.steps
            return next((index for index, step in enumerate(steps) if step.hand_over is not None), None)
        index = line.index_of(event.step)
        if index is not None:
            return index
        for group in self.policy.groups:
            step = group.step(event.step)
            if step is not None and step.send is not None:
                for index, own in enumerate(line.group.steps):
                    if own.send is not None and own.send.notice == step.send.notice:
                        return index
        return None

    def _step_done(self, line: Line, event: Event) -> None:
        index = self._step_index(line, event)
        if index is None:
            if event.kind == "handed over":
                line.end("handed over", event.date, Reason("handed-over", f"handed over on {event.date}"))
            return
        step = line.group.steps[index]
        before = line.last(index)
        occurrence = before.occurrence + 1 if before is not None else 0
        letter = None
        if step.send is not None:
            letter = self.binding.letter(line.group, step.send, event.date, line.debtor.kind)
        planned = line.planned_in_time(index) if not occurrence else None
        why = Reason("event", f"recorded as done on {event.date}")
        line.done(
            Done(
                index=index,
                occurrence=occurrence,
                on=event.date,
                planned=planned,
                assumed=False,
                letter=letter,
                reasons=(why,),
            )
        )
        self._effects(line, step, event.date, letter, assumed=False)

    def _failed(self, line: Line, event: Event) -> None:
        index = self._step_index(line, event)
        if index is None:
            return
        record = line.failed(index, "withdrawn" if event.kind == "step withdrawn" else "not delivered", event.date)
        if record is not None:
            line.account.letter_failed(record.on)
            for action in line.group.steps[index].actions:
                if isinstance(action, Charge):
                    line.account.uncharge(record.on, action.amount.minor)
            self._reallocate(line, event.date)

    def _received(self, line: Line, event: Event) -> None:
        """A recorded receipt takes the place of the presumption."""
        index = self._step_index(line, event)
        record = line.last(index) if index is not None else None
        if record is None or index is None:
            return
        send = line.group.steps[index].send
        if send is not None:
            line.account.letter_failed(record.on)
            record.letter = self.binding.letter(line.group, send, record.on, line.debtor.kind, event.date)
            line.account.letter(self.binding.notices[send.notice], record.letter, line.law)
            self._reallocate(line, event.date)

    def _reallocate(self, line: Line, day: dt.date) -> None:
        """Costs came to be due later, or not at all: what payments gave to them goes to the rest."""
        if line.account.allocations:
            line.account.reallocate()
            self._settled(line, day)

    # ------------------------------------------------------------ supply

    def _stop(self, day: dt.date, why: Reason, invoice: str) -> None:
        self.supply.append((day, None, why, invoice))

    def _lift(self, day: dt.date) -> None:
        self.supply = [(start, end or day, why, invoice) for start, end, why, invoice in self.supply]


def _one_letter(line: Line, step: Step) -> bool:
    """Whether a step sends one letter for all invoices of the debtor."""
    return line.group.terms.letters == "per debtor" and step.send is not None


def _stands(found: Candidate | None) -> bool:
    """Whether what was found stays right until its day, for an invoice that nothing happens to."""
    return found is None or found.day is not None


def _waits(found: Candidate, state: str, why: Reason) -> Candidate:
    return Candidate(
        index=found.index,
        occurrence=found.occurrence,
        planned=found.planned,
        day=None,
        state="blocked" if state == "blocked" else "held",
        why=(*found.why, why),
    )


def _because(found: Candidate, why: Reason) -> Candidate:
    return Candidate(
        index=found.index,
        occurrence=found.occurrence,
        planned=found.planned,
        day=found.day,
        state=found.state,
        why=(*found.why, why),
    )
