"""A debtor's invoices on their way to the day that is judged: the events of a day, then that day's run.

Runs before that day take no step, because what was done is known from events alone; they only settle which conditions
were false. The run of the day itself takes one step of each invoice whose day has come.
"""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING

from dunlang.portfolio.small.conditions import Seen
from dunlang.portfolio.small.line import BLOCKED, OVER, Deed, Line, Next

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dunlang.model.case import Event
    from dunlang.portfolio.small.account import Account
    from dunlang.portfolio.small.placing import Happened
    from dunlang.portfolio.small.terms import PolicyTerms, WayTerms

__all__ = ["Course", "follow"]

_FAR = 1 << 40


class Course:
    """Some invoices of one debtor that may change each other's way, in the order of their dates."""

    __slots__ = ("as_of", "charged", "last_contact", "lines", "now", "policy")

    def __init__(self, policy: PolicyTerms, lines: Sequence[Line], as_of: int) -> None:
        self.policy = policy
        self.lines = lines
        self.as_of = as_of
        self.now = lines[0].date
        self.last_contact = 0
        self.charged: frozenset[tuple[int, int, int]] = frozenset()
        """Fees of letters per debtor: group, step, day."""


def follow(course: Course, happened: Sequence[Happened]) -> list[Next | None]:
    """Let time pass to the end of the day that is judged; the step that comes next of each invoice.

    *happened* is in the order of time and ends with that day; it is about these invoices, or about the debtor.
    """
    lines: Sequence[Line] = course.lines
    about = {line.invoice.id: (line,) for line in lines} if len(lines) > 1 else {}
    for _, event in happened:
        if event is not None and event.invoice and event.kind in ("step done", "handed over"):
            for line in about.get(event.invoice, lines):
                index = _step_of(line, event)
                if index is not None:
                    line.awaited |= {index}
    if about:
        happened = sorted([*happened, *((line.date, None) for line in lines)], key=itemgetter(0))
    for day, event in happened:
        if day != course.now:
            _pass(course, day)
            _advance(course, day)
        if event is not None:
            _take_event(course, day, event, about.get(event.invoice, lines))
    _pass(course, course.as_of)
    for line in course.lines:
        if line.ended is None and line.quiet():
            line.floor = course.as_of  # whatever it missed is caught up in the run of this day
    while True:
        found = [_next(course, line) if line.ended is None else None for line in course.lines]
        ready = _on(course, found, course.as_of)
        if not ready:
            return found
        _run(course, course.as_of, ready)
        if course.policy.joins:
            _join(course)


def _pass(course: Course, day: int) -> None:
    """The runs before *day* that settle anything; what the day that is left has joined."""
    if course.policy.joins:
        _join(course)
    for line in course.lines:
        if line.ended is None and not line.quiet():
            break
    else:
        return
    while True:
        found = [None if line.quiet() else _next(course, line) for line in course.lines]
        days = [coming.day for coming in found if coming is not None and coming.day is not None]
        first = min(days, default=day)
        if first >= day:
            return
        _run(course, first, _on(course, found, first))


def _advance(course: Course, day: int) -> None:
    """Time has come to *day*: no step runs before it any more."""
    if day > course.now:
        course.now = day
    for line in course.lines:
        if day > line.floor:
            line.floor = day


def _on(course: Course, found: Sequence[Next | None], day: int) -> list[Line]:
    """The lines whose next step comes by *day*."""
    ready = []
    for place, coming in enumerate(found):
        if coming is not None and coming.day is not None and coming.day <= day:
            ready.append(course.lines[place])
    return ready


def _next(course: Course, line: Line) -> Next | None:
    """A line's next step, with what the debtor's other contacts and the threshold of contacts do to its day."""
    found = line.candidate()
    while found is not None and found.day is not None:
        step = line.steps[found.step]
        if not step.contact:
            return found
        if not step.before and _below(course, line):
            return found._replace(day=None, state=BLOCKED, why="contact-threshold")
        allowed = _after_gap(course, found.day)
        if allowed <= found.day:
            return found
        found = line.moved(found.step, found.occurrence, found.planned, allowed)
    return found


def _after_gap(course: Course, day: int) -> int:
    """The first day from *day* on that keeps the gap between contacts; those of one day are one."""
    gap, last = course.policy.gap, course.last_contact
    if gap is None or not last or last >= day:
        return day
    return max(day, gap[last])


def _below(course: Course, line: Line) -> bool:
    """Whether too little is open for a contact: of the invoice, or with letters per debtor of its group."""
    way = line.way
    if way.contact_from is None:
        return False
    if not way.per_debtor:
        return line.account.principal < way.contact_from
    open_ = sum(other.account.principal for other in course.lines if other.way is way and other.date <= course.now)
    return open_ < way.contact_from


# ---------------------------------------------------------------- a run


def _run(course: Course, day: int, lines: Sequence[Line]) -> None:
    """The run of one day: settle conditions, join letters per debtor, take the steps on the day that is judged."""
    _advance(course, day)
    together: dict[tuple[int, bool], list[tuple[Line, Next]]] = {}
    for line in lines:
        found = _ready(course, line, day)
        if found is None:
            continue
        if line.way.per_debtor and line.steps[found.step].sends:
            overdue = line.due is not None and line.due < day
            together.setdefault((line.way.at, overdue), []).append((line, found))
        else:
            _take(course, line, found, day)
    for (_, overdue), joined in together.items():
        _together(course, joined, day, overdue=overdue)


def _ready(course: Course, line: Line, day: int) -> Next | None:
    """The step that the run of *day* takes; before the day that is judged none is, and what was due is caught up."""
    found = _next(course, line)
    while found is not None and found.day == day:
        step = line.steps[found.step]
        if step.contact and _below(course, line):  # only a step before its anchor comes this far
            line.closed[found.step] = OVER
            found = _next(course, line)
            continue
        if step.condition is None or step.condition(_seen(course, line, day, disputed=line.holds.disputed)):
            if day >= course.as_of:
                return found
            line.missed |= {found.step}
            return None
        if line.holds.disputed and step.condition(_seen(course, line, day, disputed=False)):
            line.floor = course.policy.after[day + 1]
            return None
        line.closed[found.step] = OVER
        passed = found.step
        found = _next(course, line)
        if found is not None and found.step <= passed:
            line.floor = day + 1  # a later step may follow the same day, a repetition waits for the next run
            return None
    return None


def _seen(course: Course, line: Line, day: int, *, disputed: bool) -> Seen:
    return Seen(
        line.debtor,
        line.invoice,
        line.account.principal,
        sum(other.account.principal for other in course.lines if other.date <= day) if line.way.reads_exposure else 0,
        max(0, day - line.due) if line.due is not None else None,
        disputed=disputed,
    )


def _take(course: Course, line: Line, found: Next, day: int) -> None:
    """Do one step of one invoice in the run of *day*."""
    deed = Deed(found.step, found.occurrence, day, found.planned, assumed=True)
    line.done(deed)
    _effects(course, line, deed)


def _together(course: Course, joined: list[tuple[Line, Next]], day: int, *, overdue: bool) -> None:
    """One letter for all: the highest step carries the others, at the debtor's level at least where it claims."""
    lead, found = max(joined, key=lambda pair: pair[1].step)
    level = _level(course, lead.way) if overdue else -1
    if level > found.step and level not in lead.last and lead.steps[level].sends:
        for index in range(found.step, level):
            if index not in lead.last and index not in lead.closed:
                lead.closed[index] = OVER
        found = Next(level, 0, found.planned, day)
    _take(course, lead, found, day)
    for line, other in joined:
        if line is not lead:
            occurrence = other.occurrence if other.step == found.step else 0
            _take(course, line, Next(found.step, occurrence, other.planned, day), day)


def _level(course: Course, way: WayTerms) -> int:
    """The debtor's level in a group with letters per debtor; under `recompute` no level is remembered."""
    if course.policy.recompute:
        return -1
    mine = [line for line in course.lines if line.way is way]
    if way.stays:
        return max((line.level for line in mine), default=-1)
    open_ = [line for line in mine if line.ended is None and line.due is not None]
    oldest = min(open_, key=lambda line: (line.due or _FAR, line.invoice.id), default=None)
    return oldest.level if oldest is not None else -1


def _effects(course: Course, line: Line, deed: Deed) -> None:
    """What doing a step changes."""
    step, day = line.steps[deed.step], deed.on
    if step.contact and day > course.last_contact:
        course.last_contact = day
    letters = line.account.terms.letters[deed.step]
    if letters.counts:
        line.account.letter(letters[day])
    if step.fees and not (line.way.per_debtor and step.sends):
        for minor in step.fees:
            line.account.charge(day, minor)
    if step.hands_over:
        line.end("handed over", day, assumed=deed.assumed)


def _join(course: Course) -> None:
    """Claims that went in one letter of the day: one fee, and one sum of costs where the law adds them up."""
    day = course.now
    joined: dict[int, list[Account]] = {}
    for line in course.lines:
        way = line.way
        if not way.per_debtor:
            continue
        if line.account.hangs_on(day):
            joined.setdefault(way.at, []).append(line.account)
        for index, deed in sorted(line.last.items()):
            step = way.steps[index]
            if deed.on == day and step.sends and step.fees and (way.at, index, day) not in course.charged:
                course.charged |= {(way.at, index, day)}
                for minor in step.fees:
                    line.account.charge(day, minor)
    for accounts in joined.values():
        if len(accounts) > 1:
            accounts[0].join(accounts)


# ---------------------------------------------------------------- events


def _take_event(course: Course, day: int, event: Event, lines: Sequence[Line]) -> None:
    """Take one event, before the run of its day."""
    match event.kind:
        case "payment" if event.amount is not None:
            if event.invoice:
                for line in lines:
                    line.account.pay(day, event.amount.minor)
                    _settled(line, day)
            else:
                _payment(event.amount.minor, day, lines)
        case "credit note" if event.amount is not None:
            for line in lines[:1]:
                line.account.credit(day, event.amount.minor)
                _settled(line, day)
        case "step done" | "handed over":
            for line in lines:
                _step_done(course, line, event, day)
        case "discount allowed":
            for line in lines[:1]:
                line.account.allow_discount(day)
                _settled(line, day)
        case "step received":
            for line in lines:
                _received(line, event, day)
        case "step not delivered" | "step withdrawn":
            for line in lines:
                _failed(line, event, day)
        case "contact added":
            course.last_contact = max(course.last_contact, day)
        case "invoice sold":
            for line in lines:
                line.end("sold", day)
        case kind:
            until = event.until.toordinal() if event.until is not None else None
            for line in lines:
                line.holds.apply(kind, day, until)


def _payment(minor: int, day: int, lines: Sequence[Line]) -> None:
    """Allocate a payment that names no invoice to those that are due, the oldest first."""
    left = minor
    open_ = [line for line in lines if line.account.principal > 0 and line.date <= day]
    open_.sort(key=lambda line: ((line.due or _FAR) > day, line.due or _FAR, line.invoice.id))
    for line in open_:
        if left <= 0:
            break
        share = left
        if line is not open_[-1]:
            interest, costs, _ = line.account.owed(day)
            share = min(left, line.account.principal + interest + costs)
        left += line.account.pay(day, share) - share
        _settled(line, day)


def _settled(line: Line, day: int) -> None:
    """An invoice whose principal is paid leaves dunning."""
    if line.account.principal <= 0:
        line.end("paid", day)


def _step_of(line: Line, event: Event) -> int | None:
    """The step that an event speaks of: by its name, or the notice that a step of that name sends."""
    if event.kind == "handed over" and not event.step:
        return line.way.places.get("/")
    return line.way.places.get(event.step)


def _step_done(course: Course, line: Line, event: Event, day: int) -> None:
    index = _step_of(line, event)
    if index is None:
        if event.kind == "handed over":
            line.end("handed over", day)
        return
    before = line.last.get(index)
    deed = Deed(index, before.occurrence + 1 if before is not None else 0, day)
    line.done(deed)
    _effects(course, line, deed)


def _failed(line: Line, event: Event, day: int) -> None:
    """A letter came back or was withdrawn: what hung on it falls."""
    index = _step_of(line, event)
    deed = line.failed(index, withdrawn=event.kind == "step withdrawn") if index is not None else None
    if index is None or deed is None:
        return
    line.account.letter_failed(deed.on)
    for minor in line.steps[index].fees:
        line.account.uncharge(deed.on, minor)
    _reallocate(line, day)


def _received(line: Line, event: Event, day: int) -> None:
    """A recorded receipt takes the place of the presumption."""
    index = _step_of(line, event)
    deed = line.last.get(index) if index is not None else None
    if deed is None or not line.steps[deed.step].sends:
        return
    line.account.letter_failed(deed.on)
    deed.received = day
    line.account.letter(line.account.terms.letters[deed.step].received(deed.on, day))
    _reallocate(line, day)


def _reallocate(line: Line, day: int) -> None:
    """Costs came to be due later, or not at all: what payments gave to them goes to the rest."""
    if line.account.shares:
        line.account.reallocate()
        _settled(line, day)
