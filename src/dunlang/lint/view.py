"""All that a rule may see: the policy, the law, and what follows from both, worked out once.

A :class:`View` belongs to one run of the rules; a :class:`GroupView` is one group in it. Rules only ask; the one thing
that they may leave behind is what they could not judge (:meth:`View.not_checked`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from dunlang.dates import Calendar, Offset, add
from dunlang.law import CountryLaw, LawBook
from dunlang.lint.paths import with_unknown_conditions
from dunlang.lint.timetable import Letter, Memory, Root, Timetable, root_of, roots, timetable
from dunlang.lint.validity import WEEKENDS, last_day_in_words, validity
from dunlang.model.condition import Compare, Condition, In, Not
from dunlang.model.diagram import TooMuchWork
from dunlang.model.policy import Group, Notice, Party, Policy, Step
from dunlang.model.region import Regions, example, regions
from dunlang.records import frozen
from dunlang.schedule.binding import Binding
from dunlang.schedule.timing import Clock, last_days

if TYPE_CHECKING:
    from dunlang.notice.letters import Letters

__all__ = ["GroupView", "NotChecked", "View"]

#: More groups than this before one are not excluded when a condition in it is solved: the work grows with their square.
_MOST_GROUPS = 60

#: What a chase is: letters that say that payment is late, in order of weight.
LATE_KINDS = ("reminder", "formal", "final")

#: Letters that stand on the deadline of the one before.
FORMAL_KINDS = ("formal", "final")

#: Who collects for us or in our stead; an insurer is told and a factor owns the claim.
COLLECTORS = ("agency", "lawyer", "bailiff")


@frozen
class NotChecked:
    """Something that could not be judged, and why."""

    what: str
    why: str


class View:
    """The policy as rules see it."""

    def __init__(
        self, policy: Policy, book: LawBook | None, *, strict: bool = False, letters: Letters | None = None
    ) -> None:
        self.policy = with_unknown_conditions(policy)
        self.book = book
        self.templates = letters
        """The templates of the notices; None where nobody read them."""
        self.strict = strict
        self.known_timetables: dict[object, Timetable] = {}
        self.known_law: dict[object, Any] = {}
        """What :mod:`.legal` and :mod:`.free_letter` worked out for this policy."""
        self._not_checked: dict[NotChecked, None] = {}
        self._ends: dict[object, tuple[dt.date | None, ...]] = {}

    # ------------------------------------------------------------ what was not judged

    def not_checked(self, what: str, why: str) -> None:
        """Say that *what* could not be judged, and *why*: lower case, no full stop. Said twice, it shows once."""
        self._not_checked.setdefault(NotChecked(what, why))

    @property
    def not_judged(self) -> tuple[NotChecked, ...]:
        """All that was said, in the order of the rules."""
        return tuple(self._not_checked)

    # ------------------------------------------------------------ calendar and validity

    @cached_property
    def calendar(self) -> Calendar:
        """The calendar of the run days; without one in the book, weekends alone, and that is said."""
        name = self.policy.calendar or self.policy.law
        found = self.book.calendar(name) if self.book is not None else None
        if found is None:
            why = f"there is no calendar `{name}` here" if name else "the policy names no law or calendar that is known"
            self.not_checked("rest days other than weekends", why)
            return WEEKENDS
        return found

    @cached_property
    def clock(self) -> Clock:
        """The run days of the policy."""
        return Clock(self.policy, self.calendar)

    @cached_property
    def memory(self) -> Memory:
        """The days that all groups share."""
        return Memory(self.clock)

    @cached_property
    def _horizon(self) -> tuple[dt.date, dt.date] | None:
        law = self.book.country(self.policy.law) if self.book is not None else None
        found = validity(self.policy, self.calendar, law)
        if found is None:
            final = self.calendar.final_until
            self.not_checked("every date in the validity", f"calendar {self.calendar.name} is final only until {final}")
        elif self.policy.valid_from is not None and self.policy.valid_from < found[0]:
            before = found[0] - dt.timedelta(days=1)
            self.not_checked(
                f"invoices of {self.policy.valid_from} to {before}",
                f"calendar {self.calendar.name} begins on {self.calendar.first}",
            )
        return found

    @property
    def first(self) -> dt.date | None:
        """The first invoice date that is judged: where the validity begins, or, where open, the year in which the
        law data were last verified."""
        return self._horizon[0] if self._horizon else None

    @property
    def last(self) -> dt.date | None:
        """The last invoice date that is judged: where the validity ends, at most the end of the final calendars."""
        return self._horizon[1] if self._horizon else None

    @property
    def last_in_words(self) -> str:
        """What that last date is; empty where none is judged."""
        return last_day_in_words(self.policy, self.calendar, self.last) if self.last is not None else ""

    @cached_property
    def days(self) -> tuple[dt.date, ...]:
        """Every invoice date that is judged."""
        if self._horizon is None:
            return ()
        first, last = self._horizon
        return tuple(dt.date.fromordinal(at) for at in range(first.toordinal(), last.toordinal() + 1))

    @cached_property
    def has_run_days(self) -> bool:
        """Whether any day of the validity is a run day and a working day."""
        return any(self.clock.is_run_day(day) for day in self.days)

    @property
    def gap(self) -> Offset:
        """The time that must lie between two contacts; zero days for none."""
        return Offset(self.policy.gap_days, self.policy.gap_unit)

    def keeps_gap(self, contact: dt.date, day: dt.date) -> bool:
        """Whether a contact on *day* keeps the gap to one on *contact*; beyond the calendar it does."""
        try:
            return day >= add(contact, self.gap, self.clock.calendar)
        except LookupError:
            return True

    def after(
        self, days: Sequence[dt.date | None], within: Offset, *, end_of_month: bool = False
    ) -> tuple[dt.date | None, ...]:
        """The last day of a term of *within* from each of *days*; None for None and beyond the calendar."""
        # Several rules ask for the same term from every day of the validity.
        key = (within, end_of_month) if days is self.days else None
        found = self._ends.get(key)
        if found is None:
            found = tuple(last_days(within, days, self.clock.calendar, end_of_month_=end_of_month))
            if key is not None:
                self._ends[key] = found
        return found

    # ------------------------------------------------------------ parts of the policy

    @cached_property
    def has_templates(self) -> bool:
        """Whether any notice names a template: what reads letters need not be loaded where none does."""
        return any(notice.template for notice in self.policy.notices)

    @cached_property
    def groups(self) -> tuple[GroupView, ...]:
        """The groups, in order."""
        return tuple(GroupView(self, group) for group in self.policy.groups)

    @cached_property
    def regions(self) -> Regions:
        """Whom each group takes."""
        return regions(self.policy)

    def notice(self, step: Step) -> Notice | None:
        """The notice that *step* sends, None where it sends none or an unknown one."""
        return self.policy.notice(step.send.notice) if step.send is not None else None

    def unknown_letter(self, step: Step) -> bool:
        """Whether *step* sends a notice that is not there (a finding of its own): what it says is not known."""
        return step.send is not None and self.notice(step) is None

    def may_collect(self, step: Step) -> bool:
        """Whether *step* hands over to a collector, or to a party that is not there (a finding of its own)."""
        if step.hand_over is None:
            return False
        return self.policy.party(step.hand_over.party) is None or self.collector(step) is not None

    def collector(self, step: Step) -> Party | None:
        """The agency, lawyer or bailiff that *step* hands over to."""
        party = self.policy.party(step.hand_over.party) if step.hand_over is not None else None
        return party if party is not None and party.kind in COLLECTORS else None

    @cached_property
    def _bound(self) -> Binding | None:
        return Binding(self.policy, self.book, self.calendar) if self.book is not None else None

    def law(self, group: Group) -> CountryLaw | None:
        """The law that *group* names, None where the book does not have it."""
        return self._bound.law(group) if self._bound is not None else None

    def letters(self, group: Group, step: Step, debtor: str) -> tuple[object, Callable[[dt.date], Letter]]:
        """What the letter of *step* gives a *debtor* of that kind, for the day on which it is sent: as the engine has
        it; and all that this depends on but for that day.
        """
        notice, send, bound = self.notice(step), step.send, self._bound
        if send is None or notice is None:
            return None, lambda _: Letter(None, None)
        key = (group.law or self.policy.law, debtor, send.channels, notice.gives, notice.gives_from)
        if bound is not None:
            return key, lambda sent: Letter(*bound.letter_days(group, send, sent, debtor))
        gives = notice.gives
        if gives is None or notice.gives_from != "sending":
            return None, lambda _: Letter(None, None)
        return key, lambda sent: Letter(None, add(sent, gives, self.clock.calendar))


class GroupView:
    """One group as rules see it."""

    def __init__(self, view: View, group: Group) -> None:
        self.view = view
        self.group = group
        self.name = group.name
        self.steps = group.steps
        self.terms = group.terms

    @cached_property
    def law(self) -> CountryLaw | None:
        """The law that the group names."""
        return self.view.law(self.group)

    # ------------------------------------------------------------ whom it admits

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of debtor that it admits (consumer, business, government), after the groups before it."""
        return tuple(sorted(self.view.regions.admitted(self.name, "debtor") or ()))

    @cached_property
    def countries(self) -> frozenset[str] | None:
        """The countries that it admits; None: any."""
        return self.view.regions.admitted(self.name, "country")

    @cached_property
    def languages(self) -> frozenset[str] | None:
        """The languages that its debtors read, as its condition says; None: any."""
        return self.view.regions.admitted(self.name, "language")

    @cached_property
    def spoken(self) -> frozenset[str] | None:
        """The languages of the countries that it admits; None where they are open or one is not in the book."""
        book = self.view.book
        if book is None or not self.countries:
            return None
        laws = [book.country(code) for code in sorted(self.countries)]
        if not all(law is not None and law.languages for law in laws):
            return None
        return frozenset(language for law in laws if law is not None for language in law.languages)

    def example(self, *conditions: Condition, contacted: bool = False) -> tuple[tuple[str, str], ...] | None:
        """A debtor of the group for whom all *conditions* hold, as (field, value) pairs; None: none, or not decided.

        *contacted*: with an outstanding amount from which debtors are contacted.
        """
        found = self._example(*conditions, contacted=contacted)
        return None if not isinstance(found, dict) else tuple(found.items())

    def possible(self, *conditions: Condition, contacted: bool = False) -> bool | None:
        """Whether there is such a debtor (see :meth:`example`); None where it was too much work to decide."""
        found = self._example(*conditions, contacted=contacted)
        return None if found is False else found is not None

    def _example(self, *conditions: Condition, contacted: bool) -> dict[str, str] | Literal[False] | None:
        """The example; None for none, False for undecided."""
        policy, threshold = self.view.policy, self.terms.contact_from
        asked = [*self.members, *conditions]
        if contacted and threshold is not None:
            asked.append(Compare("outstanding", ">=", threshold))
        try:
            return example(*asked, attributes=policy.attributes, currency=policy.currency)
        except TooMuchWork:
            self.view.not_checked(f"some conditions of group `{self.name}`", "too much work to decide")
            return False

    @cached_property
    def members(self) -> tuple[Condition, ...]:
        """Who is in the group: its condition, none of the groups before it, and the policy's currency (an invoice in
        another one needs a person).

        With very many groups those before it are left out: the answer is then for a wider set of debtors.
        """
        groups = self.view.policy.groups
        place = next(at for at, group in enumerate(groups) if group is self.group)
        before = groups[:place] if place < _MOST_GROUPS else ()
        own = () if self.group.condition is None else (self.group.condition,)
        return (
            In("currency", (self.view.policy.currency,)),
            *own,
            *(Not(group.condition) for group in before if group.condition is not None),
        )

    # ------------------------------------------------------------ its steps in time

    @cached_property
    def roots(self) -> dict[str, Root]:
        """The date of the invoice from which each step follows, by the step's name."""
        return roots(self.group)

    @cached_property
    def timetables(self) -> tuple[Timetable, ...]:
        """The steps in time, one timetable for each root that has steps; empty where no day can be judged.

        Periods are those of the kind of debtor that the law protects most: a consumer, where the group admits one.
        """
        return self.timetables_for("consumer" if "consumer" in self.kinds or not self.kinds else self.kinds[0])

    def timetables_for(self, kind: str) -> tuple[Timetable, ...]:
        """The same for letters to debtors of one *kind*."""
        view = self.view
        if not view.days or not view.has_run_days:
            return ()
        used = tuple(dict.fromkeys(self.roots[step.name] for step in self.steps if step.name in self.roots))
        for other in used[1:]:
            view.not_checked(
                f"steps of group `{self.name}` that follow the date of {used[0]} against those that follow {other}",
                "the policy does not tie the two dates together",
            )
        return tuple(self._timetable(root, kind) for root in used)

    def _timetable(self, root: Root, kind: str) -> Timetable:
        """One of them; groups with the same steps and terms share it."""
        view = self.view
        key = (self.steps, self.terms.payment, self.group.law, kind, root)
        found = view.known_timetables.get(key)
        if found is None:
            found = view.known_timetables[key] = timetable(
                view.policy,
                self.group,
                root,
                view.days,
                view.memory,
                lambda step: view.letters(self.group, step, kind),
            )
        return found

    def before(self, step: Step) -> tuple[Step, ...]:
        """The steps that stand before *step*, in order."""
        return self.steps[: self._place[step.name]]

    def after(self, step: Step) -> tuple[Step, ...]:
        """The steps that stand after *step*, in order."""
        return self.steps[self._place[step.name] + 1 :]

    @cached_property
    def _place(self) -> dict[str, int]:
        return {step.name: at for at, step in enumerate(self.steps)}

    def letters(self) -> Iterator[tuple[Step, Notice]]:
        """The steps that send a notice, with it, in order."""
        for step in self.steps:
            notice = self.view.notice(step)
            if notice is not None:
                yield step, notice

    def letters_before(self, step: Step) -> Iterator[tuple[Step, Notice]]:
        """The steps above *step* that send a notice, with it, in order."""
        for before, notice in self.letters():
            if before is step:
                return
            yield before, notice

    # ------------------------------------------------------------ its terms in time

    def compare(
        self,
        within: Offset | None,
        of: Literal["invoice", "receipt", "delivery", "due"],
        *,
        end_of_month: bool = False,
    ) -> Iterator[tuple[dt.date, dt.date, dt.date]]:
        """Each day of the payment term's root, the end of *within* counted from *of*, and the due date.

        Dates of the invoice that the policy does not tie together are taken to fall on one day: a finding that rests
        on it says so. Empty without a payment term.
        """
        payment = self.terms.payment
        if payment is None:
            return
        days = self.view.days
        dues = self.view.after(days, payment.within, end_of_month=payment.end_of_month)
        ends = starts = dues if of == "due" else days
        if within is not None:
            ends = self.view.after(starts, within, end_of_month=end_of_month)
        for day, end, due in zip(days, ends, dues, strict=True):
            if end is None or due is None:
                return
            yield day, end, due

    @property
    def root(self) -> Root:
        """The date from which the due date follows."""
        return root_of("due", self.terms.payment)
