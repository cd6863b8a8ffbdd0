"""A template prints a fixed day as the last one for payment, or as that of an earlier reminder.

## Why
Letters go out on many days, and each has its own last day. A date that stands in the words of a template is right for
the letters of one day at most: those sent before give too long a period, those sent after it too short a one or none at
all. The schedule goes on with the period of `gives`. Print `{{ deadline | day }}` and each letter has its own.

A policy whose letters all end on that very day, because it is made for one run, is right. The same holds for `our
reminder of 3 March`: print `{{ last.reminder.sent | day }}`.

## Letters
```jinja
{# bad.txt #}
Geachte {{ debtor.name }},

Factuur {{ invoice.number }} van {{ amount.due | money }} is nog niet betaald. Wij verzoeken u uiterlijk op
24 september 2026 te betalen.
```

```jinja
{# good.txt #}
Geachte {{ debtor.name }},

Factuur {{ invoice.number }} van {{ amount.due | money }} is nog niet betaald. Wij verzoeken u uiterlijk op
{{ deadline | day }} te betalen.
```

## Bad
```dun
policy "One day for all" {
    law NL
}

notice reminder {
    kind      reminder
    language  nl
    template  "bad.txt"  # NTC014
    gives     10 days from sending
}

group customers {
    otherwise
    payment within 14 days of invoice
    steps {
        first  7 days after due  send reminder by email
    }
}
```

## Good
```dun
policy "Each his day" {
    law NL
}

notice reminder {
    kind      reminder
    language  nl
    template  "good.txt"
    gives     10 days from sending
}

group customers {
    otherwise
    payment within 14 days of invoice
    steps {
        first  7 days after due  send reminder by email
    }
}
```
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from dunlang.diagnostics import Diagnostic, Label, Severity
from dunlang.lint.in_words import InWords, letters_in_words
from dunlang.lint.rule import rule
from dunlang.lint.view import View
from dunlang.model.policy import Step
from dunlang.source import Span

__all__ = ["day_printed"]


@rule(code="NTC014", severity=Severity.ERROR)
def day_printed(view: View) -> Iterator[Diagnostic]:
    """Each last day in the words of a letter against those that the schedule gives."""
    told: set[tuple[str, Span]] = set()
    dated: set[str] = set()
    for letter in letters_in_words(view):
        notice = letter.notice
        if notice.name not in dated:
            found = tuple(_of_reminders(letter))
            dated |= {notice.name} if found else set()
            yield from found
        for period in letter.heard.periods():
            place = letter.place(period.span)
            if not period.is_day or (notice.name, place) in told or not letter.is_read(period.span):
                continue
            sendings = _sendings(letter, letter.step)
            other = next((pair for pair in sendings if period.last_day is None or pair[1] != period.last_day), None)
            if sendings and other is None:
                continue
            told.add((notice.name, place))
            sent, deadline = other or (None, None)
            said = " ".join(period.span.text.split())
            yield day_printed.at(
                notice.template_span or notice.name_span,
                f"the letter of `{notice.name}` prints `{said}`, on whatever day it is sent",
                label=f"sent on {sent} it ends on {deadline}" if sent and deadline else "no day of its own",
                related=(Label(place, "the same for all"),),
                help="print `{{ deadline | day }}`"
                if notice.gives is not None
                else "add `gives` to the notice, and print `{{ deadline | day }}`",
                witness=tuple(
                    (name, str(day)) for name, day in (("sent", sent), ("last day by the schedule", deadline)) if day
                ),
            )


def _of_reminders(letter: InWords) -> Iterator[Diagnostic]:
    """The days of reminders in the words of a letter against those on which its group sends one."""
    notice = letter.notice
    sent = {day for step, _ in letter.group.letters_before(letter.step) for day, _ in _sendings(letter, step)}
    for span, said in letter.heard.reminder_days():
        if not letter.is_read(span) or sent == {said}:
            continue
        yield day_printed.at(
            notice.template_span or notice.name_span,
            f"the letter of `{notice.name}` prints `{span.text}` as the day of an earlier reminder, to every debtor",
            label="right for the reminders of one day at most",
            related=(Label(letter.place(span), "the same for all"),),
            help="print `{{ last.reminder.sent | day }}`",
            witness=tuple(("reminder sent", str(day)) for day in sorted(sent - {said})[:1]),
        )


def _sendings(letter: InWords, step: Step) -> list[tuple[dt.date, dt.date | None]]:
    """Each day on which *step* sends its letter, with the last free day that it gives by the schedule."""
    found: dict[dt.date, dt.date | None] = {}
    for table in letter.group.timetables:
        if step in table.steps:
            for sent, deadline in zip(table.on(step), table.deadline(step), strict=True):
                if sent is not None:
                    found.setdefault(sent, deadline)
    return sorted(found.items(), key=lambda pair: pair[0])
