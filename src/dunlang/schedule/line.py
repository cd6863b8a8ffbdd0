"""One invoice on its way through the steps of its group: what is behind it, and which step can come next.

A :class:`Line` is fed events and runs in the order of time. It answers one question: on which day could its next step
run, if nothing happens (:meth:`Line.candidate`). Why a step waits or will never come is kept as a reason.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

import attrs

from dunlang.dates import add
from dunlang.law.book import CountryLaw
from dunlang.model.case import Debtor, Invoice
from dunlang.model.policy import Group, Step
from dunlang.records import frozen
from dunlang.schedule.account import Account
from dunlang.schedule.holds import Held, Holds
from dunlang.schedule.result import Letter, Reason
from dunlang.schedule.timing import Clock

__all__ = ["Candidate", "Done", "Line"]

_DAY = dt.timedelta(days=1)


@frozen(kw_only=True)
class Candidate:
    """The step that could come next: on *day*, unless *why* says what it waits for (then *day* is None)."""

    index: int
    occurrence: int
    planned: dt.date | None
    day: dt.date | None
    state: Literal["planned", "held", "blocked"] = "planned"
    why: tuple[Reason, ...] = ()


@attrs.define(kw_only=True)
class Done:
    """A step (or one repetition) that was done, by an event or by assumption."""

    index: int
    occurrence: int
    on: dt.date
    planned: dt.date | None
    assumed: bool
    letter: Letter | None = None
    carried_by: str = ""
    failed: Literal["", "not delivered", "withdrawn"] = ""
    failed_on: dt.date | None = None
    reasons: tuple[Reason, ...] = ()


@frozen
class _Closed:
    """A step that will not be done, and why."""

    state: Literal["passed over", "superseded", "blocked"]
    reason: Reason


class Line:
    """One invoice under one group."""

    def __init__(
        self,
        *,
        invoice: Invoice,
        debtor: Debtor,
        group: Group,
        law: CountryLaw | None,
        due: dt.date | None,
        account: Account,
        holds: Holds,
        clock: Clock,
        progress: str,
        catch_up: dt.date,
    ) -> None:
        self.invoice = invoice
        self.debtor = debtor
        self.group = group
        self.law = law
        self.due = due
        self.account = account
        self.holds = holds
        self.clock = clock
        self.progress = progress
        self.floor = invoice.date
        """No step runs before this day."""
        self.missed: set[int] = set()
        """Steps whose run lies behind without an event that says they were done: they are caught up."""
        self._catch_up = catch_up
        self.ended: tuple[str, dt.date, Reason] | None = None
        """The standing that ended our dunning (paid, handed over, sold), since when, and why."""
        self.assumed_end = False
        """Whether it ended by assumption: no event says so."""
        self.history: list[Done] = []
        self.closed: dict[int, _Closed] = {}
        self.awaited: set[int] = set()
        """Steps that a later event says were done: they are not assumed done before it."""
        self._index = {step.name: index for index, step in enumerate(group.steps)}
        self._last: dict[int, Done] = {}
        self._latest: dt.date | None = None

    # ------------------------------------------------------------ what happened

    def index_of(self, name: str) -> int | None:
        """The place of the step called *name* in the group."""
        return self._index.get(name)

    def last(self, index: int) -> Done | None:
        """The latest time that a step was done and not undone."""
        return self._last.get(index)

    @property
    def level(self) -> int:
        """The furthest step done, -1 before the first."""
        return max(self._last, default=-1)

    def done(self, record: Done) -> None:
        """Take a step that was done; under `climb` and `jump` the open steps before it will not come any more."""
        self.history.append(record)
        self._latest = max(self._latest or record.on, record.on)
        self._last[record.index] = record
        self.closed.pop(record.index, None)
        self.awaited.discard(record.index)
        self.missed.discard(record.index)
        self._reopen(record.index)
        if self.progress != "recompute":
            step = self.group.steps[record.index]
            for index in range(record.index):
                if index not in self._last and index not in self.closed:
                    self.close(index, "superseded", "later-step-done", f"`{step.name}` was done on {record.on}")

    def _reopen(self, index: int) -> None:
        """The steps that could never come because the one at *index* was not done count from it after all."""
        if not self.closed:
            return
        name = self.group.steps[index].name
        for later in range(0 if self.progress == "recompute" else self.level + 1, len(self.group.steps)):
            closed = self.closed.get(later)
            if closed is not None and closed.state == "blocked" and self.group.steps[later].timing.anchor.step == name:
                del self.closed[later]
                self._reopen(later)

    def failed(self, index: int, how: Literal["not delivered", "withdrawn"], on: dt.date) -> Done | None:
        """Take back the latest doing of a step: it counts as not done; one that was withdrawn does not come again."""
        record = self._last.pop(index, None)
        if record is None:
            return None
        record.failed = how
        record.failed_on = on
        earlier = [d for d in self.history if d.index == index and not d.failed]
        if earlier:
            self._last[index] = earlier[-1]
        elif how == "withdrawn":
            name = self.group.steps[index].name
            self.close(index, "superseded", "withdrawn", f"`{name}` was withdrawn on {on}")
        return record

    def close(self, index: int, state: Literal["passed over", "superseded", "blocked"], code: str, text: str) -> None:
        """Settle that a step will not be done."""
        self.closed[index] = _Closed(state, Reason(code, text, self.group.steps[index].span))

    def end(self, standing: str, on: dt.date, reason: Reason, *, assumed: bool = False) -> None:
        """End our dunning of this invoice."""
        if self.ended is None:
            self.ended = (standing, on, reason)
            self.assumed_end = assumed

    # ------------------------------------------------------------ what comes next

    def anchor_date(self, step: Step) -> dt.date | None:
        """The date that a step counts from, as far as it is known now."""
        anchor = step.timing.anchor
        match anchor.kind:
            case "due":
                return self.due
            case "invoice":
                return self.invoice.date
            case "receipt":
                return self.invoice.received
            case "delivery":
                return self.invoice.delivered
        record = self._last.get(self._index[anchor.step])
        if record is None:
            return None
        if anchor.point == "done":
            return record.on
        if record.letter is None:
            return None
        return record.letter.received if anchor.point == "received" else record.letter.deadline

    def planned(self, index: int) -> dt.date | None:
        """The day that the policy names for a step, moved by holds that stop the clock; None while it is unknown."""
        step = self.group.steps[index]
        anchor = self.anchor_date(step)
        if anchor is None:
            return None
        return self.holds.shifted(self.clock.target(step.timing, anchor), anchor)

    def planned_in_time(self, index: int) -> dt.date | None:
        """The same of a step that was done: None where the calendar does not reach the day that was planned."""
        try:
            return self.planned(index)
        except LookupError:
            return None

    def candidate(self) -> Candidate | None:
        """The step that could come next, by the policy's `progress`; None when there is none left."""
        if self.ended is not None:
            return None
        if self.progress == "climb":
            return self._climb()
        return self._jump()

    def _climb(self) -> Candidate | None:
        """The first open step, in order; a repetition of the step before it where that comes earlier."""
        start = self.level + 1
        following: Candidate | None = None
        for index in range(start, len(self.group.steps)):
            if index in self.closed:
                continue
            following = self._try(index)
            if following is not None:
                break
        repeated = self._repetition(start - 1)
        if repeated is not None and (following is None or following.day is None or _before(repeated, following)):
            return repeated
        return following

    def _jump(self) -> Candidate | None:
        """The furthest step whose day has come, or the next that will come."""
        tries: list[Candidate] = []
        first = 0 if self.progress == "recompute" else self.level + 1
        for index in range(first, len(self.group.steps)):
            if index in self.closed:
                continue
            if index in self._last:
                found = Candidate(index=index, occurrence=0, planned=None, day=self._by_the_facts(index))
            else:
                tried = self._try(index)
                if tried is None:
                    continue
                found = tried
            tries.append(found)
        open_ = [c for c in tries if c.day is not None and c.index not in self._last]
        repeated = self._repetition(self.level)
        if repeated is not None and repeated.day is not None:
            open_.append(repeated)
        if not open_:
            return self._waiting(tries)
        for day in sorted({c.day for c in open_ if c.day is not None}):
            reached = [c for c in tries if c.day is not None and c.day <= day]
            fit = max(reached, key=lambda c: c.index) if reached else None
            if repeated is not None and repeated.day == day and (fit is None or fit.index <= repeated.index):
                return repeated
            if fit is not None and fit.index not in self._last:
                return attrs.evolve(fit, day=day)
        return None

    def _waiting(self, tries: list[Candidate]) -> Candidate | None:
        """What to show where no step has a day: what a hold keeps, else the furthest that is blocked."""
        held = [found for found in tries if found.state == "held"]
        now = max(self.floor, self._catch_up)
        reached = [found for found in held if found.planned is not None and found.planned <= now]
        blocked = [found for found in tries if found.day is None]
        return next((found for found in (*reached[-1:], *held[:1], *blocked[-1:])), None)

    def _by_the_facts(self, index: int) -> dt.date:
        """The day on which a step that was done falls by the facts of now: under `recompute` they set the level."""
        planned = self.planned(index)
        if planned is None:
            return self._last[index].on
        return self.clock.moved(self.group.steps[index].timing, planned)

    def _try(self, index: int) -> Candidate | None:
        """When the step at *index* could run; None (and closed) where it never will."""
        step = self.group.steps[index]
        anchor = self.anchor_date(step)
        if index in self.awaited:
            return Candidate(
                index=index,
                occurrence=0,
                planned=self.planned(index),
                day=None,
                state="blocked",
                why=(Reason("event-follows", "a later event says when it was done", step.span),),
            )
        if anchor is None:
            return self._unanchored(index, step)
        target = self.holds.shifted(self.clock.target(step.timing, anchor), anchor)
        if target is None:
            return self._held(index, 0, target, self.holds.at(anchor) or self.holds.all[-1])
        if step.timing.direction < 0:
            return self._ahead(index, step, anchor, target)
        return self.moved(index, 0, target, max(target, self._floor(index)))

    def _ahead(self, index: int, step: Step, anchor: dt.date, target: dt.date) -> Candidate | None:
        """A step before its anchor: back to a run day; never before the invoice, never after the anchor has passed."""
        day = self.clock.run_on_or_before(target)
        if day < self.invoice.date:
            self.close(
                index, "passed over", "before-invoice", f"its day {day} lies before the invoice of {self.invoice.date}"
            )
            return None
        if day < self._floor(index):
            day = self.clock.run_on_or_after(self._floor(index))
        found = self.moved(index, 0, target, day)
        if found.day is not None and found.day > anchor:
            self.close(index, "passed over", "anchor-passed", f"{step.timing.anchor} ({anchor}) has passed")
            return None
        return found

    def _unanchored(self, index: int, step: Step) -> Candidate | None:
        """A step whose anchor has no date (yet)."""
        anchor = step.timing.anchor
        if anchor.kind != "step":
            text = f"the date of {anchor.kind} is not known"
            return Candidate(
                index=index,
                occurrence=0,
                planned=None,
                day=None,
                state="blocked",
                why=(Reason("date-unknown", text, anchor.span),),
            )
        before = self._index[anchor.step]
        record = self._last.get(before)
        if record is not None:
            text = (
                f"the {anchor.point} of `{anchor.step}` is not known: no receipt is recorded, and the law presumes none"
            )
            if record.letter is not None and anchor.point == "deadline" and record.letter.received is not None:
                text = f"`{anchor.step}` gives no period"
            return Candidate(
                index=index,
                occurrence=0,
                planned=None,
                day=None,
                state="blocked",
                why=(Reason("anchor-not-dated", text, anchor.span), *(record.letter.reasons if record.letter else ())),
            )
        closed = self.closed.get(before)
        if closed is not None:
            text = f"it counts from `{anchor.step}`, which was not done: {closed.reason.text}"
            self.close(index, "blocked", "anchor-not-done", text)
            return None
        return Candidate(
            index=index,
            occurrence=0,
            planned=None,
            day=None,
            state="blocked",
            why=(Reason("anchor-not-done", f"it counts from `{anchor.step}`, which is not done", anchor.span),),
        )

    def _repetition(self, index: int) -> Candidate | None:
        """The next repetition of the last step done."""
        if index < 0:
            return None
        record = self._last.get(index)
        repeat = self.group.steps[index].repeat
        if record is None or repeat is None or index in self.closed:
            return None
        occurrence = record.occurrence + 1
        if occurrence > repeat.times:
            return None
        target = self.holds.shifted(add(record.on, repeat.every, self.clock.calendar), record.on)
        if target is None:
            return self._held(index, occurrence, None, self.holds.all[-1])
        return self.moved(index, occurrence, target, max(target, self._floor(index)))

    def _floor(self, index: int) -> dt.date:
        return max(self.floor, self._catch_up) if index in self.missed else self.floor

    def moved(self, index: int, occurrence: int, planned: dt.date | None, earliest: dt.date) -> Candidate:
        """From the first run day on or after *earliest*, past every hold."""
        if self._latest is not None and earliest <= self._latest:
            earliest = self._latest + _DAY  # one step per run: what was done today leaves the next step to a later run
        day = self.clock.run_on_or_after(earliest)
        while (held := self.holds.at(day)) is not None:
            if held.end is None:
                return self._held(index, occurrence, planned, held)
            day = self.clock.run_on_or_after(held.end)
        return Candidate(index=index, occurrence=occurrence, planned=planned, day=day)

    def _held(self, index: int, occurrence: int, planned: dt.date | None, held: Held) -> Candidate:
        return Candidate(
            index=index, occurrence=occurrence, planned=planned, day=None, state="held", why=(held.reason,)
        )


def _before(one: Candidate, other: Candidate) -> bool:
    return one.day is not None and (other.day is None or one.day < other.day)
