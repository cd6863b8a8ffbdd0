"""A notice states a deadline and gives no period.

## Why
The deadline in a letter is the day on which the period that it gives ends. Without `gives …` there is no such day to
print, and nothing in the schedule can wait for it.

## Bad
```dun
policy "Until when" {
    law NL
}

notice reminder {
    kind    reminder
    states  invoice number, amount due, deadline  # NTC004
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
policy "Until then" {
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

from dunlang.diagnostics import Diagnostic, Severity
from dunlang.lint.rule import rule
from dunlang.lint.view import View

__all__ = ["deadline_without_period"]


@rule(code="NTC004", severity=Severity.ERROR)
def deadline_without_period(view: View) -> Iterator[Diagnostic]:
    """Notices whose deadline has no date."""
    for notice in view.policy.notices:
        if notice.gives is None and "deadline" in notice.states:
            yield deadline_without_period.at(
                notice.states_span,
                f"`{notice.name}` states a deadline and gives no period",
                label="no date to print",
                help="add `gives 14 days from receipt`, or leave `deadline` out",
            )
