"""A notice gives a period and does not state the deadline.

## Why
A period that the letter does not mention does not bind the debtor: he cannot know until when he may pay. The steps
that wait for its end would wait for a day that only we know.

A template must print `deadline` or `period.days` on every path, or say the period in words.

## Bad
```dun
policy "Our secret" {
    law NL
}

notice reminder {
    kind    reminder
    states  invoice number, amount due
    gives   7 days from sending  # NTC005
}

group customers {
    otherwise
    payment within 14 days of invoice
    steps {
        first  1 day after due  send reminder by email
    }
}
```

## Good
```dun
policy "No secret" {
    law NL
}

notice reminder {
    kind    reminder
    states  invoice number, amount due, deadline
    gives   7 days from sending
}

group customers {
    otherwise
    payment within 14 days of invoice
    steps {
        first  1 day after due  send reminder by email
    }
}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from dunlang.diagnostics import Diagnostic, Label, Severity
from dunlang.lint.rule import rule
from dunlang.lint.saying import saying
from dunlang.lint.view import View
from dunlang.model.policy import Notice
from dunlang.source import Span

__all__ = ["period_unstated"]


@rule(code="NTC005", severity=Severity.WARNING)
def period_unstated(view: View) -> Iterator[Diagnostic]:
    """Notices whose period the debtor is not told."""
    for notice in view.policy.notices:
        if notice.gives is not None and not notice.template and notice.states and "deadline" not in notice.states:
            yield _finding(notice, notice.states_span, "")
    for group in view.groups:
        for step, notice in group.letters():
            said = saying(group, step, notice) if notice.template and notice.gives is not None else None
            reading = said.reading("deadline") if said is not None else None
            if reading is None or reading.verdict == "every":
                continue
            if reading.verdict == "undecided":
                view.not_checked(f"whether `{notice.name}` states its period", "it may be in plain words")
                continue
            yield _finding(notice, next(iter(reading.spans), notice.template_span), reading.when)


def _finding(notice: Notice, stated: Span | None, when: str) -> Diagnostic:
    word = "`deadline` is not among these" if notice.states_span is not None else "the template"
    return period_unstated.at(
        notice.gives_span,
        f"`{notice.name}` gives {notice.gives} and does not state the deadline{when}",
        label="the debtor is not told",
        related=(Label(stated, word),) if stated is not None else (),
        help="add `deadline` to what it states"
        if not notice.template
        else "print `{{ deadline | day }}` on every path",
    )
