"""On which days the steps of a group run, for every day on which it can begin, with nothing in the way.

A :class:`Timetable` takes each step to be done on the day on which it runs: no payment, no hold, one invoice, every
condition true, each letter received when the law presumes it. What remains is what the policy itself decides: anchors,
run days, the calendar, deadlines, one step per run, the gap between contacts. So the first day that breaks a rule here
is a day on which the policy breaks it alone. Repetitions (``every …``) are not followed.

Dates of an invoice that the policy does not tie together are different *roots*: with ``payment within 14 days of
delivery`` a step after the invoice and a step after the due date never meet in one timetable.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Literal

import attrs

from dunlang.dates import Offset, add
from dunlang.model.policy import Group, PaymentTerm, Policy, Step
from dunlang.records import frozen
from dunlang.schedule.timing import Clock, last_days

__all__ = ["Ends", "Letter", "Memory", "Root", "Timetable", "root_of", "roots", "timetable"]

Root = Literal["invoice", "receipt", "delivery", "due"]
Day = dt.date | None

_DAY = dt.timedelta(days=1)


@frozen
class Letter:
    """What a letter sent on a day gives: its presumed receipt and its last free day, None where nothing tells them."""

    received: Day
    deadline: Day


_NO_LETTER = Letter(None, None)

#: For a step that sends a letter: what the letter's dates depend on but for the day of sending, and those dates.
Ends = Callable[[Step], tuple[object, Callable[[dt.date], Letter]]]

#: The first day from which nothing holds a step back, and one that never comes.
_ANY, _NEVER = dt.date.min, dt.date.max


@attrs.define(eq=False)
class Memory:
    """Days that do not depend on the group: worked out once for all groups of a policy under one clock."""

    clock: Clock
    runs: dict[object, dict[Day, Day]] = attrs.field(factory=dict)
    """For each offset with its direction: the run day for each anchor."""
    dues: dict[object, dict[Day, Day]] = attrs.field(factory=dict)
    """For each payment term: the due date for each day that it counts from."""
    letters: dict[object, dict[Day, Letter]] = attrs.field(factory=dict)
    """For all that a letter's dates depend on: the letter for each day on which it is sent."""
    free: dict[dt.date, dt.date] = attrs.field(factory=dict)
    """For each contact the first day on which the gap is kept."""


def root_of(kind: str, payment: PaymentTerm | None) -> Root:
    """The date that the date *kind* of an invoice follows from: the due date follows from what the term counts from."""
    if kind == "due":
        return payment.of if payment is not None else "due"
    return kind  # type: ignore[return-value] # the other kinds of dates are roots themselves


def roots(group: Group) -> dict[str, Root]:
    """The root of each step by name; a step on an anchor that is not there (a finding of its own) has none."""
    found: dict[str, Root] = {}
    for step in group.steps:
        anchor = step.timing.anchor
        if anchor.kind != "step":
            found[step.name] = root_of(anchor.kind, group.terms.payment)
        elif anchor.step in found:
            found[step.name] = found[anchor.step]
    return found


@frozen(kw_only=True, eq=False)
class Timetable:
    """The days of the steps that follow from one root; each column is aligned with *days*.

    A cell is None where a step is passed over, superseded, or waits for a date that nothing tells.
    """

    root: Root
    days: tuple[dt.date, ...] = attrs.field(repr=False)
    steps: tuple[Step, ...]
    due: tuple[Day, ...] = attrs.field(repr=False)
    _own: dict[str, tuple[Day, ...]] = attrs.field(repr=False)
    _on: dict[str, tuple[Day, ...]] = attrs.field(repr=False)
    _received: dict[str, tuple[Day, ...]] = attrs.field(repr=False)
    _deadline: dict[str, tuple[Day, ...]] = attrs.field(repr=False)
    _longest: dict[str, dt.timedelta | None] = attrs.field(init=False, repr=False, factory=dict)

    def own(self, step: Step) -> tuple[Day, ...]:
        """The run day that the step's own line gives, whatever stands before it in the table."""
        return self._own[step.name]

    def on(self, step: Step) -> tuple[Day, ...]:
        """The day on which the step runs: after the steps before it, and the gap kept."""
        return self._on[step.name]

    def deadline(self, step: Step) -> tuple[Day, ...]:
        """The last free day that the step's letter gives."""
        return self._deadline[step.name]

    def received(self, step: Step) -> tuple[Day, ...]:
        """The presumed receipt of the step's letter."""
        return self._received[step.name]

    def longest(self, step: Step) -> dt.timedelta | None:
        """The longest time from the due date to the step; None where no date has both."""
        if step.name not in self._longest:
            rows = zip(self.on(step), self.due, strict=True)
            times = (on - due for on, due in rows if on is not None and due is not None)
            self._longest[step.name] = max(times, default=None)
        return self._longest[step.name]

    def first(self, breaks: Callable[..., bool], *columns: Sequence[Day]) -> tuple[dt.date, ...] | None:
        """The first row without a None for which *breaks* is true: the root's day, then the cells."""
        rows = list(zip(*columns, strict=True))
        # Many days share a run: each different row is judged once.
        broken = {row for row in set(rows) if None not in row and breaks(*row)}
        if not broken:
            return None
        return next((day, *row) for day, row in zip(self.days, rows, strict=True) if row in broken)

    def mostly(self, holds: Callable[..., bool], *columns: Sequence[Day]) -> bool:
        """Whether *holds* is true for more than half of the rows without a None."""
        counted = Counter(row for row in zip(*columns, strict=True) if None not in row)
        return 2 * sum(times for row, times in counted.items() if holds(*row)) > counted.total()

    def always(self, holds: Callable[..., bool], *columns: Sequence[Day]) -> bool:
        """Whether *holds* is true for each row without a None, and there is one."""
        rows = [row for row in set(zip(*columns, strict=True)) if None not in row]
        return bool(rows) and all(holds(*row) for row in rows)


def timetable(
    policy: Policy, group: Group, root: Root, days: tuple[dt.date, ...], memory: Memory, ends: Ends
) -> Timetable:
    """The timetable of the steps of *group* that follow from *root*, for each of *days* as the root's date.

    *ends* gives the letters of its steps; those whose dates depend on the same are worked out once for all groups.
    """
    known = roots(group)
    steps = tuple(step for step in group.steps if known.get(step.name) == root)
    runner = _Runner(policy, group.terms.payment, root, steps, memory, ends)
    due = runner.due(days)
    columns = runner.climb(days, due) if policy.progress == "climb" else runner.jump(days, due)

    def named(name: str) -> dict[str, tuple[Day, ...]]:
        return {step.name: tuple(column) for step, column in zip(steps, columns[name], strict=True)}

    return Timetable(
        root=root,
        days=days,
        steps=steps,
        due=tuple(due),
        own=named("own"),
        on=named("on"),
        received=named("received"),
        deadline=named("deadline"),
    )


#: For each kind of date a column for each step, for each column a cell for each day.
_Columns = dict[str, list[list[Day]]]


class _Runner:
    """Runs the steps that follow from one root; remembers what depends on a single date."""

    def __init__(
        self,
        policy: Policy,
        payment: PaymentTerm | None,
        root: Root,
        steps: tuple[Step, ...],
        memory: Memory,
        ends: Ends,
    ) -> None:
        self.root = root
        self.steps = steps
        self.clock = memory.clock
        self.payment = payment
        self.gap = Offset(policy.gap_days, policy.gap_unit)
        index = {step.name: at for at, step in enumerate(steps)}
        self.anchored = [index.get(step.timing.anchor.step, -1) for step in steps]
        self.contacts = [step.is_contact for step in steps]
        self.ahead = [step.timing.direction < 0 for step in steps]
        self.sends = [ends(step) if step.send is not None else None for step in steps]
        self.memory = memory
        self.runs = [memory.runs.setdefault(_when(step), {None: None}) for step in steps]
        self.letters = [
            memory.letters.setdefault(sends[0], {None: _NO_LETTER}) if sends is not None else {} for sends in self.sends
        ]

    def due(self, days: Sequence[dt.date]) -> list[Day]:
        """The due date for each day of the root, None where it follows from something else."""
        payment = self.payment
        if payment is None or payment.of != self.root:
            return [day if self.root == "due" else None for day in days]
        known = self.memory.dues.setdefault((payment.within, payment.end_of_month), {})
        new = [day for day in days if day not in known]
        ends = last_days(payment.within, new, self.clock.calendar, end_of_month_=payment.end_of_month)
        known.update(zip(new, ends, strict=True))
        return [known[day] for day in days]

    # ------------------------------------------------------------ one step after the other

    def climb(self, days: Sequence[dt.date], due: Sequence[Day]) -> _Columns:
        """All days at once, step by step: each waits for the one above it.

        A step whose day nothing tells keeps all later ones waiting; one that is passed over, or that counts from
        one that was, does not.
        """
        columns = self._empty(len(days))
        ready = [_ANY] * len(days)
        quiet = [_ANY] * len(days)
        waits = [False] * len(days)
        for at in range(len(self.steps)):
            anchors = self._anchors(at, days, due, columns)
            own = columns["own"][at] = self._own_column(at, days, anchors)
            on = columns["on"][at]
            is_contact, ahead = self.contacts[at], self.ahead[at]
            base = columns["on"][self.anchored[at]] if self.steps[at].timing.anchor.kind == "step" else None
            for row, day in enumerate(own):
                if waits[row]:
                    continue
                found = day
                if found is not None:
                    earliest = max(ready[row], quiet[row]) if is_contact else ready[row]
                    if found < earliest:
                        found = self._moved(found, earliest)
                    if ahead and found is not None and found > anchors[row]:  # type: ignore[operator] # a day has an anchor
                        found = None
                if found is None:
                    waits[row] = not ahead and (base is None or base[row] is not None)
                    continue
                on[row] = found
                ready[row] = found + _DAY
            if is_contact and self.gap.count:
                free = {day: self._free(day) for day in set(on) if day is not None}
                quiet = [until if day is None else free[day] for day, until in zip(on, quiet, strict=True)]
            if self.sends[at]:
                self._post(at, on, columns)
        return columns

    def _own_column(self, at: int, days: Sequence[dt.date], anchors: Sequence[Day]) -> list[Day]:
        runs = self.runs[at]
        new = [day for day in set(anchors) - runs.keys() if day is not None]
        if new:
            runs.update(zip(new, self.clock.run_dates(self.steps[at].timing, new), strict=True))
        own = [runs[anchor] for anchor in anchors]
        if self.ahead[at] and self.root == "invoice":
            return [None if found is None or found < day else found for found, day in zip(own, days, strict=True)]
        return own

    def _own(self, at: int, day: dt.date, anchor: Day) -> Day:
        """One cell of :meth:`_own_column`."""
        runs = self.runs[at]
        if anchor not in runs:
            assert anchor is not None  # noqa: S101 - every row of runs knows None
            (runs[anchor],) = self.clock.run_dates(self.steps[at].timing, (anchor,))
        found = runs[anchor]
        passed = self.ahead[at] and self.root == "invoice" and found is not None and found < day
        return None if passed else found

    def _anchors(self, at: int, days: Sequence[dt.date], due: Sequence[Day], columns: _Columns) -> Sequence[Day]:
        anchor = self.steps[at].timing.anchor
        if anchor.kind != "step":
            return due if anchor.kind == "due" else days
        return columns["on" if anchor.point == "done" else anchor.point][self.anchored[at]]

    def _post(self, at: int, on: Sequence[Day], columns: _Columns) -> None:
        """The letters of a step sent on the days *on*."""
        letters = self.letters[at]
        for sent in set(on) - letters.keys():
            self._letter(at, sent)
        columns["received"][at] = [letters[sent].received for sent in on]
        columns["deadline"][at] = [letters[sent].deadline for sent in on]

    # ------------------------------------------------------------ the furthest step first

    def jump(self, days: Sequence[dt.date], due: Sequence[Day]) -> _Columns:
        """Day by day: a run takes the furthest step whose day has come and skips those above it."""
        columns = self._empty(len(days))
        own = columns["own"]
        for at, step in enumerate(self.steps):
            if step.timing.anchor.kind != "step":  # what counts from another step is known only on the way
                own[at] = self._own_column(at, days, self._anchors(at, days, due, columns))
        for row in range(len(days)):
            self._jump_row(row, days[row], due[row], columns)
        return columns

    def _jump_row(self, row: int, day: dt.date, due: Day, columns: _Columns) -> None:
        start = 0
        ready = quiet = _ANY
        while start < len(self.steps):
            best: int | None = None
            earliest: Day = None
            for at in range(start, len(self.steps)):
                anchor = self._anchor(at, row, day, due, columns)
                if self.anchored[at] >= 0:
                    columns["own"][at][row] = self._own(at, day, anchor)
                own = columns["own"][at][row]
                found = None if own is None else self._moved(own, max(ready, quiet) if self.contacts[at] else ready)
                if found is None or (self.ahead[at] and anchor is not None and found > anchor):
                    continue
                if earliest is None or found <= earliest:
                    best, earliest = at, found
            if best is None or earliest is None:
                return
            columns["on"][best][row] = earliest
            ready = earliest + _DAY
            quiet = self._free(earliest) if self.contacts[best] else quiet
            if self.sends[best]:
                letter = self._letter(best, earliest)
                columns["received"][best][row], columns["deadline"][best][row] = letter.received, letter.deadline
            start = best + 1

    def _anchor(self, at: int, row: int, day: dt.date, due: Day, columns: _Columns) -> Day:
        anchor = self.steps[at].timing.anchor
        if anchor.kind != "step":
            return due if anchor.kind == "due" else day
        return columns["on" if anchor.point == "done" else anchor.point][self.anchored[at]][row]

    # ------------------------------------------------------------ single days

    def _empty(self, days: int) -> _Columns:
        return {name: [[None] * days for _ in self.steps] for name in ("own", "on", "received", "deadline")}

    def _moved(self, own: dt.date, earliest: dt.date) -> Day:
        """*own*, or the first run day from *earliest* on where that is later."""
        if own >= earliest:
            return own
        return None if earliest == _NEVER else _covered(lambda: self.clock.run_on_or_after(earliest))

    def _free(self, contact: dt.date) -> dt.date:
        """The first day on which the gap after *contact* is kept."""
        free = self.memory.free
        if contact not in free:
            gap = self.gap
            free[contact] = _covered(lambda: add(contact, gap, self.clock.calendar)) or _NEVER if gap.count else _ANY
        return free[contact]

    def _letter(self, at: int, sent: Day) -> Letter:
        """The letter of a step that sends one."""
        letters, sends = self.letters[at], self.sends[at]
        if sent not in letters:
            assert sends is not None  # noqa: S101 - the caller looked
            assert sent is not None  # noqa: S101 - every step knows what no letter gives
            letters[sent] = sends[1](sent)
        return letters[sent]


def _when(step: Step) -> object:
    """What the run day depends on but for the anchor."""
    timing = step.timing
    return timing.direction, timing.offset, timing.end_of_month


def _covered(day: Callable[[], dt.date]) -> Day:
    """The day, or None where the calendar does not reach it."""
    try:
        return day()
    except (LookupError, OverflowError):
        return None
