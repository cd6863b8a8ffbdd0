"""Debtors are contacted on a day on which they may not be, or more often than they may be.

## Why
Laws and codes of conduct keep Sundays and holidays free of calls and messages, and some count how often a debtor may
be contacted. Run days follow the policy's calendar; where that is not the debtor's, a contact can fall on a holiday
there.

A rule that binds agencies alone is told as a note: for a creditor's own contacts it is good conduct. Hours are not
judged, because a policy has none.

## Bad
```dun
policy "Another calendar" {
    law       NL
    calendar  BE
    valid     from 2026-01-01 until 2026-12-31
}

group customers {
    when debtor is consumer and country is NL
    payment within 14 days of invoice
    steps {
        phone  7 days after due  call  # CON100
    }
}

group others {
    otherwise
    payment within 30 days of invoice
}
```

## Good
```dun
policy "The debtor's calendar" {
    law       NL
    calendar  NL
    valid     from 2026-01-01 until 2026-12-31
}

group customers {
    when debtor is consumer and country is NL
    payment within 14 days of invoice
    steps {
        phone  7 days after due  call
    }
}

group others {
    otherwise
    payment within 30 days of invoice
}
```

## Law
Reads on which days and how often a debtor may be contacted, and the public holidays of the country.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from dunlang.dates import WEEKDAYS, Calendar, add
from dunlang.diagnostics import Diagnostic, Severity
from dunlang.law import ContactRule
from dunlang.lint.legal import Case, Ground, cases, ground
from dunlang.lint.rule import rule
from dunlang.lint.timetable import Timetable
from dunlang.lint.view import View
from dunlang.model.policy import Call, Send, Step

__all__ = ["contact_against_rules"]


@rule(code="CON100", severity=Severity.ERROR, reads=("contact",))
def contact_against_rules(view: View) -> Iterator[Diagnostic]:
    """Each contact on every date against the rules for creditors, and, as notes, against those for agencies."""
    for case in cases(view):
        if not any(step.is_contact for step in case.own_steps):
            continue
        calendar = (
            view.book.calendar(case.law.calendars.get("public", case.law.code)) if view.book is not None else None
        )
        for _, rules in case.over(_rules):
            if not rules:
                case.missing("days, hours and number of contacts", "no provision on them")
            elif any(each.not_before or each.not_after for each in rules):
                view.not_checked("hours of contact", "a policy has no hours")
            for each in rules:
                severity = Severity.ERROR if "creditor" in each.who else Severity.NOTE
                basis = ground(each.provision, severity=severity)
                if calendar is not None:
                    yield from _on_free_days(case, each, basis, calendar)
                yield from _too_often(case, each, basis)


def _rules(case: Case, on: dt.date) -> tuple[ContactRule, ...]:
    """The rules for creditors; where there are none, those for agencies."""
    own = case.law.contact_rules("creditor", on, case.debtor)
    return own or case.law.contact_rules("agency", on, case.debtor)


def _concerns(each: ContactRule, step: Step) -> bool:
    """Whether *step* contacts the debtor by a channel of the rule."""
    used: set[str] = set()
    for action in step.actions:
        if isinstance(action, Send):
            used.update(action.channels)
        elif isinstance(action, Call):
            used.add("call")
    return bool(used.intersection(each.channels)) if each.channels else bool(used)


def _on_free_days(case: Case, each: ContactRule, basis: Ground, calendar: Calendar) -> Iterator[Diagnostic]:
    """The first free day on which each contact can fall."""
    weekdays = {WEEKDAYS.index(name) for name in each.not_on if name in WEEKDAYS}
    holidays = calendar.holidays if "holiday" in each.not_on else frozenset()
    if not weekdays and not holidays:
        return
    for table in case.timetables:
        for step in table.steps:
            if step not in case.own_steps or not _concerns(each, step):
                continue
            found = table.first(
                lambda on: (on in holidays or on.weekday() in weekdays) and each.provision.in_force(on), table.on(step)
            )
            if found is None:
                continue
            start, on = found
            yield contact_against_rules.at(
                step.timing.span,
                f"`{step.name}` can fall on a day on which {case.who} is not to be contacted",
                label=f"{on} is {calendar.why_rest(on)} in {case.law.code}",
                notes=_notes(each, basis),
                citations=basis.citations,
                severity=basis.severity,
                help=f"write `calendar {case.law.code}`, or list the rest days of {case.law.code} under `closed`",
                witness=((f"{table.root} date", str(start)), (step.name, str(on))),
            )


def _too_often(case: Case, each: ContactRule, basis: Ground) -> Iterator[Diagnostic]:
    """The first row of dates on which more contacts than allowed lie in one stretch."""
    if each.at_most is None or each.within is None:
        return
    for table in case.timetables:
        steps = [step for step in table.steps if step in case.own_steps and _concerns(each, step)]
        crowded = _crowded(case, table, steps, each)
        if crowded is None:
            continue
        start, step, first, last = crowded
        yield contact_against_rules.at(
            step.timing.span,
            f"`{step.name}` is one contact too many with {case.who}: at most {each.at_most} in {each.within}",
            label=f"runs on {last}, the stretch began on {first}",
            notes=_notes(each, basis),
            citations=basis.citations,
            severity=basis.severity,
            help="spread the contacts, or write a `gap` between them",
            witness=((f"{table.root} date", str(start)), ("first contact", str(first)), (step.name, str(last))),
        )


def _crowded(
    case: Case, table: Timetable, steps: list[Step], each: ContactRule
) -> tuple[dt.date, Step, dt.date, dt.date] | None:
    """The first date with too many contacts: the root's day, the step too many, first and last day of the stretch."""
    most, within = each.at_most, each.within
    if most is None or within is None or len(steps) <= most:
        return None
    columns = [table.on(step) for step in steps]
    for row, start in enumerate(table.days):
        dated = sorted((column[row], at) for at, column in enumerate(columns) if column[row] is not None)
        for place in range(most, len(dated)):
            (first, _), (last, at) = dated[place - most], dated[place]
            if first is not None and last is not None and last < add(first, within, case.view.clock.calendar):
                return start, steps[at], first, last
    return None


def _notes(each: ContactRule, basis: Ground) -> tuple[str, ...]:
    return basis.notes if "creditor" in each.who else (*basis.notes, f"the rule binds {' and '.join(each.who)}")
