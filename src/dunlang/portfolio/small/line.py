"""One invoice on its way: what is behind it, and which step can come next; see :mod:`dunlang.schedule.line`.

Days are day numbers; a step is named by its place in the group.
"""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from dunlang.portfolio.small.account import Account
from dunlang.portfolio.small.holds import HELD, Holds
from dunlang.portfolio.tabled.steps import OPEN

if TYPE_CHECKING:
    from dunlang.model.case import Debtor
    from dunlang.portfolio.small.placing import Placed
    from dunlang.portfolio.small.terms import Letter, PolicyTerms, StepTerms

__all__ = ["BLOCKED", "NEVER", "OVER", "Deed", "Line", "Next"]

_NONE: frozenset[int] = frozenset()

#: Why a step will not be done: it is over (passed, overtaken, withdrawn), or the step that it counts from is.
OVER, NEVER = "over", "never"
PLANNED, WAITS, BLOCKED = "P", "H", "B"


class Next(NamedTuple):
    """The step that could come next: on *day*, unless it is held or blocked; *why* says by what, as an answer does."""

    step: int
    occurrence: int
    planned: int | None
    day: int | None
    state: str = PLANNED
    why: str | None = ""


class Deed:
    """A step, or one repetition, that was done: by an event, or (*assumed*) in the run that is asked about."""

    __slots__ = ("assumed", "failed", "occurrence", "on", "planned", "received", "step")

    def __init__(
        self, step: int, occurrence: int, on: int, planned: int | None = None, *, assumed: bool = False
    ) -> None:
        self.step = step
        self.occurrence = occurrence
        self.on = on
        self.planned = planned
        self.assumed = assumed
        self.failed = False
        self.received: int | None = None
        """The recorded receipt of its letter."""


class Line:
    """One invoice under one group, fed in the order of time."""

    __slots__ = (
        "account", "awaited", "catch_up", "closed", "date", "debtor", "deeds", "due", "ended", "floor",
        "holds", "invoice", "last", "latest", "level", "missed", "policy", "steps", "way",
    )  # fmt: skip

    def __init__(self, policy: PolicyTerms, debtor: Debtor, start: Placed, as_of: int) -> None:
        self.policy = policy
        self.debtor = debtor
        self.invoice, self.way, self.date, self.due, interest_from, discount_until, money = start
        self.holds = Holds(self.way.holds)
        self.account = Account(
            self.invoice.amount.minor, self.due, interest_from, discount_until, money, self.way, self.holds
        )
        self.steps = self.way.steps
        self.floor = self.date
        """No step runs before this day."""
        self.catch_up = as_of
        self.missed: frozenset[int] = _NONE
        """Steps whose run lies behind without an event that says they were done."""
        self.awaited: frozenset[int] = _NONE
        """Steps that a later event says were done: they are not taken before it."""
        self.ended: tuple[str, int, bool] | None = None
        """The standing that ended our dunning, since when, and whether the run asked about ended it."""
        self.deeds: tuple[Deed, ...] = ()
        self.last: dict[int, Deed] = {}
        """The latest doing of each step that was not taken back."""
        self.level = -1
        """The furthest step done."""
        self.latest = 0
        """The day of the latest doing."""
        self.closed: dict[int, str] = {}

    # ------------------------------------------------------------ what happened

    def done(self, deed: Deed) -> None:
        """Take a step that was done; the open steps before it will not come any more, unless levels are recomputed."""
        index = deed.step
        self.deeds += (deed,)
        self.last[index] = deed
        if deed.on > self.latest:
            self.latest = deed.on
        if index > self.level:
            self.level = index
        if self.awaited:
            self.awaited -= {index}
        if self.missed:
            self.missed -= {index}
        if self.closed:
            self.closed.pop(index, None)
            self._reopen(index)
        if not self.policy.recompute and len(self.last) <= index:
            for earlier in range(index):
                if earlier not in self.last and earlier not in self.closed:
                    self.closed[earlier] = OVER

    def _reopen(self, index: int) -> None:
        """Steps that could never come because the one at *index* was not done count from it after all."""
        steps = self.steps
        for later in range(0 if self.policy.recompute else self.level + 1, len(steps)):
            if steps[later].from_step == index and self.closed.get(later) == NEVER:
                del self.closed[later]
                self._reopen(later)

    def failed(self, index: int, *, withdrawn: bool) -> Deed | None:
        """Take back the latest doing of a step; one that was withdrawn does not come again."""
        deed = self.last.pop(index, None)
        if deed is None:
            return None
        deed.failed = True
        earlier = [deed for deed in self.deeds if deed.step == index and not deed.failed]
        if earlier:
            self.last[index] = earlier[-1]
        elif withdrawn:
            self.closed[index] = OVER
        self.level = max(self.last, default=-1)
        return deed

    def end(self, standing: str, day: int, *, assumed: bool = False) -> None:
        """End our dunning of this invoice."""
        if self.ended is None:
            self.ended = standing, day, assumed

    # ------------------------------------------------------------ what comes next

    def quiet(self) -> bool:
        """Whether no run before the day that is judged can change anything: what it missed is caught up."""
        if self.ended is not None:
            return True
        if not self.policy.steady:
            return False
        if not self.closed and self.level + 1 < self.way.loud_from:
            return True
        steps, level = self.steps, self.level
        if level >= 0 and steps[level].every is not None and not steps[level].quiet:
            return False
        index = level + 1
        while index in self.closed:
            index += 1
        if index >= len(steps) or index in self.awaited:
            return True
        step = steps[index]
        return step.quiet and (step.from_step < 0 or step.from_step in self.last or step.from_step not in self.closed)

    def candidate(self) -> Next | None:
        """The step that could come next, by the policy's `progress`; None when there is none left."""
        if self.ended is not None:
            return None
        return self._climb() if self.policy.climbs else self._jump()

    def _climb(self) -> Next | None:
        """The first open step, in order; a repetition of the step before it where that comes earlier."""
        following = None
        for index in range(self.level + 1, len(self.steps)):
            if index not in self.closed:
                following = self._try(index)
                if following is not None:
                    break
        if self.level < 0 or self.steps[self.level].every is None:
            return following
        repeated = self._repetition(self.level)
        if repeated is None or following is None or following.day is None:
            return repeated or following
        return repeated if repeated.day is not None and repeated.day < following.day else following

    def _jump(self) -> Next | None:
        """The furthest step whose day has come, or the next that will come."""
        tries: list[Next] = []
        for index in range(0 if self.policy.recompute else self.level + 1, len(self.steps)):
            if index in self.closed:
                continue
            found = Next(index, 0, None, self._by_the_facts(index)) if index in self.last else self._try(index)
            if found is not None:
                tries.append(found)
        days = {found.day for found in tries if found.day is not None and found.step not in self.last}
        repeated = self._repetition(self.level)
        again = repeated.day if repeated is not None else None
        if again is not None:
            days.add(again)
        for day in sorted(days):
            reached = [found for found in tries if found.day is not None and found.day <= day]
            fit = max(reached, key=attrgetter("step"), default=None)
            if repeated is not None and again == day and (fit is None or fit.step <= repeated.step):
                return repeated
            if fit is not None and fit.step not in self.last:
                return fit._replace(day=day)
        return None if days else self._waiting(tries)

    def _waiting(self, tries: list[Next]) -> Next | None:
        """What to show where no step has a day: what a hold keeps, else the furthest that is blocked."""
        held = [found for found in tries if found.state == WAITS]
        now = max(self.floor, self.catch_up)
        reached = [found for found in held if found.planned is not None and found.planned <= now]
        blocked = [found for found in tries if found.day is None]
        return next(iter((*reached[-1:], *held[:1], *blocked[-1:])), None)

    def _by_the_facts(self, index: int) -> int:
        """The day on which a step that was done falls by the facts of now: under `recompute` they set the level."""
        step = self.steps[index]
        anchor = self._anchor(step)
        planned = self.holds.shifted(step.target[anchor], anchor) if anchor is not None else HELD
        if planned == HELD:
            return self.last[index].on
        return (self.policy.before if step.before else self.policy.after)[planned]

    def _anchor(self, step: StepTerms) -> int | None:
        """The date that a step counts from, as far as it is known now."""
        if step.from_step >= 0:
            deed = self.last.get(step.from_step)
            if deed is None:
                return None
            if step.anchor == "done":
                return deed.on
            letter = self.letter(deed)
            return None if letter is None else letter.received if step.anchor == "received" else letter.deadline
        if step.anchor == "due":
            return self.due
        if step.anchor == "invoice":
            return self.date
        day = self.invoice.received if step.anchor == "receipt" else self.invoice.delivered
        return day.toordinal() if day is not None else None

    def letter(self, deed: Deed) -> Letter | None:
        """What the letter of a step gave; None where it sends none."""
        if not self.steps[deed.step].sends:
            return None
        letters = self.account.terms.letters[deed.step]
        return letters[deed.on] if deed.received is None else letters.received(deed.on, deed.received)

    def _planned(self, index: int) -> int | None:
        """The day that the policy names for a step; None while it is not known, or the clock stands still."""
        step = self.steps[index]
        anchor = self._anchor(step)
        if anchor is None:
            return None
        planned = self.holds.shifted(step.target[anchor], anchor)
        return planned if planned != HELD else None

    def _try(self, index: int) -> Next | None:
        """When a step could run; None (and closed) where it never will."""
        step = self.steps[index]
        if index in self.awaited:
            return Next(index, 0, self._planned(index), None, BLOCKED, "event-follows")
        anchor = self._anchor(step)
        if anchor is None:
            return self._undated(index, step)
        target = self.holds.shifted(step.target[anchor], anchor)
        if target == HELD:
            return Next(index, 0, None, None, WAITS, "held")
        if step.before:
            return self._ahead(index, anchor, target)
        return self.moved(index, 0, target, max(target, self._floor(index)))

    def _ahead(self, index: int, anchor: int, target: int) -> Next | None:
        """A step before its anchor: back to a run day; never before the invoice, never after the anchor has passed."""
        day, floor = self.policy.before[target], self._floor(index)
        if day < self.date:
            self.closed[index] = OVER
            return None
        if day < floor:
            day = self.policy.after[floor]
        found = self.moved(index, 0, target, day)
        if found.day is not None and found.day > anchor:
            self.closed[index] = OVER
            return None
        return found

    def _undated(self, index: int, step: StepTerms) -> Next | None:
        """A step whose anchor has no date (yet)."""
        if step.from_step < 0:
            return Next(index, 0, None, None, BLOCKED, "date-unknown")
        if step.from_step in self.last:
            return Next(index, 0, None, None, BLOCKED, "anchor-not-dated")
        if step.from_step in self.closed:
            self.closed[index] = NEVER
            return None
        return Next(index, 0, None, None, BLOCKED, "")

    def _repetition(self, index: int) -> Next | None:
        """The next repetition of the last step done."""
        deed = self.last.get(index)
        if deed is None:
            return None
        step = self.steps[index]
        occurrence = deed.occurrence + 1
        if step.every is None or occurrence > step.times or index in self.closed:
            return None
        target = self.holds.shifted(step.every[deed.on], deed.on)
        if target == HELD:
            return Next(index, occurrence, None, None, WAITS, "held")
        return self.moved(index, occurrence, target, max(target, self._floor(index)))

    def _floor(self, index: int) -> int:
        return max(self.floor, self.catch_up) if index in self.missed else self.floor

    def moved(self, index: int, occurrence: int, planned: int | None, earliest: int) -> Next:
        """From the first run day on or after *earliest*, past every hold; one step a run."""
        after = self.policy.after
        day = after[max(earliest, self.latest + 1)]
        if self.holds.all:
            while end := self.holds.end_at(day):
                if end >= OPEN:
                    return Next(index, occurrence, planned, None, WAITS, "held")
                day = after[end]
        return Next(index, occurrence, planned, day)
