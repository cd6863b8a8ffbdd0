"""The policy never runs.

## Why
A step runs on a day that is a run day and a working day. Where `runs` names only days on which nobody works, such as
Sundays, no such day exists and no step is ever taken.

## Bad
```dun
policy "Sunday service" {  # TIM003
    law   NL
    runs  weekly on sunday
}

notice reminder {
    kind    reminder
    states  invoice number, amount due
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
policy "Monday service" {
    law   NL
    runs  weekly on monday
}

notice reminder {
    kind    reminder
    states  invoice number, amount due
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

__all__ = ["no_run_day"]


@rule(code="TIM003", severity=Severity.ERROR)
def no_run_day(view: View) -> Iterator[Diagnostic]:
    """The run days of the whole validity."""
    if view.days and not view.has_run_days:
        yield no_run_day.at(
            view.policy.span,
            f"no day from {view.first} until {view.last} is both a run day and a working day",
            label="no step ever runs",
            help="let it run on a day on which you work, such as `runs weekly on tuesday`",
        )
