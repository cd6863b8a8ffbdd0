"""A step comes after the claim has lapsed.

## Why
A claim lapses after some years. Where a written demand interrupts that time, each letter begins it anew; where it
does not, letters do not help. A step after that demands what can no longer be enforced.

The time is counted for every invoice date of the validity; shorter times for special claims are told as a warning,
because the policy does not say what the claims are. Repetitions of a step are not followed.

## Bad
```dun
policy "Too late" {
    law NL
}

agency bureau "Bureau" {
    register "Wki 1"
}

group customers {
    when debtor is business
    payment within 14 days of invoice
    steps {
        handover  2000 days after due  hand over to bureau  # TIM100
    }
}

group others {
    otherwise
    payment within 30 days of invoice
}
```

## Good
```dun
policy "In time" {
    law NL
}

agency bureau "Bureau" {
    register "Wki 1"
}

group customers {
    when debtor is business
    payment within 14 days of invoice
    steps {
        handover  60 days after due  hand over to bureau
    }
}

group others {
    otherwise
    payment within 30 days of invoice
}
```

## Law
Reads after how long claims lapse, and whether a letter interrupts that.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from dunlang.dates import add
from dunlang.diagnostics import Diagnostic, Severity
from dunlang.law import Limitation
from dunlang.lint.legal import Case, cases, ground
from dunlang.lint.rule import rule
from dunlang.lint.timetable import Timetable
from dunlang.lint.view import LATE_KINDS, View
from dunlang.model.policy import Step

__all__ = ["claim_time_barred"]


@rule(code="TIM100", severity=Severity.ERROR, reads=("limitation",))
def claim_time_barred(view: View) -> Iterator[Diagnostic]:
    """Each step that chases against the time after which the claim lapses."""
    for case in cases(view):
        if not any(_chases(view, step) for step in case.group.steps):
            continue
        for _, limits in case.over(lambda it, on: it.law.limitations(it.debtor, on)):
            if not limits:
                case.missing("whether claims lapse before the last step", "no provision on it")
            for limit in limits:
                for table in case.timetables:
                    late = _late(case, table, limit)
                    if late is not None:
                        yield _finding(case, table, limit, *late)
                        break


def _chases(view: View, step: Step) -> bool:
    return step.is_contact or view.collector(step) is not None


def _late(case: Case, table: Timetable, limit: Limitation) -> tuple[Step, dt.date, dt.date, dt.date] | None:
    """The first step after the end, in the order of dates: the step, the root's day, its day, the last day."""
    view = case.view
    steps = [step for step in table.steps if _chases(view, step)]
    columns = [table.on(step) for step in steps]
    first = table.days[0]
    whole = add(first, limit.period, view.clock.calendar) - first
    if all((longest := table.longest(step)) is None or longest + longest < whole for step in steps):
        return None  # nothing comes near the end: half the period is a safe bound
    for row, start in enumerate(table.days):
        since = table.due[row]
        if since is None:
            return None
        if limit.counted_from == "end of year":
            since = dt.date(since.year + 1, 1, 1) - dt.timedelta(days=1)
        for step, column in zip(steps, columns, strict=True):
            on = column[row]
            if on is None:
                continue
            end = add(since, limit.period, view.clock.calendar)
            if on > end:
                return step, start, on, end
            notice = view.notice(step)
            if limit.interrupted_by_letter and notice is not None and notice.kind in LATE_KINDS:
                since = max(since, on)
    return None


def _finding(
    case: Case, table: Timetable, limit: Limitation, step: Step, start: dt.date, on: dt.date, end: dt.date
) -> Diagnostic:
    special = limit.claim != "any"
    basis = ground(limit.provision, severity=Severity.WARNING if special else Severity.ERROR)
    what = f"a claim of the kind {limit.claim}" if special else "the claim"
    return claim_time_barred.at(
        step.timing.span,
        f"`{step.name}` comes after {what} against {case.who} has lapsed",
        label=f"runs on {on}, the last day is {end}",
        notes=basis.notes,
        citations=basis.citations,
        severity=basis.severity,
        help="move the step forward, or send a written demand in time"
        if limit.interrupted_by_letter
        else "move the step forward",
        witness=((f"{table.root} date", str(start)), (step.name, str(on)), ("lapsed after", str(end))),
    )
