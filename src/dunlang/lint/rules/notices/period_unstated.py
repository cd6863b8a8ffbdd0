"""A notice gives a period and does not state the deadline.

## Why
A period that the letter does not mention does not bind the debtor: he cannot know until when he may pay. The steps
that wait for its end would wait for a day that only we know.

What a letter says by a template is not read here.

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
from dunlang.lint.view import View

__all__ = ["period_unstated"]


@rule(code="NTC005", severity=Severity.WARNING)
def period_unstated(view: View) -> Iterator[Diagnostic]:
    """Notices whose period the debtor is not told."""
    for notice in view.policy.notices:
        if notice.gives is not None and not notice.template and notice.states and "deadline" not in notice.states:
            yield period_unstated.at(
                notice.gives_span,
                f"`{notice.name}` gives {notice.gives} and does not state the deadline",
                label="the debtor is not told",
                related=(Label(notice.states_span, "`deadline` is not among these"),)
                if notice.states_span is not None
                else (),
                help="add `deadline` to what it states",
            )
