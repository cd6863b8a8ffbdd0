"""The first letter of a group is a final notice.

## Why
A final notice follows letters that were not heeded. A debtor who forgot one invoice and gets a final notice first is
treated as unwilling; and where a law wants a reminder or a formal notice before, nothing after it holds.

## Bad
```dun
policy "Straight to the end" {
    law NL
}

notice last {
    kind    final
    states  invoice number, amount due
}

group customers {
    otherwise
    payment within 14 days of invoice
    steps {
        last  30 days after due  send last by post  # NTC009
    }
}
```

## Good
```dun
policy "Step by step" {
    law NL
}

notice reminder {
    kind    reminder
    states  invoice number, amount due
}

notice last {
    kind    final
    states  invoice number, amount due
}

group customers {
    otherwise
    payment within 14 days of invoice
    steps {
        first   1 day after due   send reminder by email
        last   30 days after due  send last by post
    }
}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from dunlang.diagnostics import Diagnostic, Severity
from dunlang.lint.rule import rule
from dunlang.lint.view import LATE_KINDS, View

__all__ = ["final_without_reminder"]


@rule(code="NTC009", severity=Severity.WARNING)
def final_without_reminder(view: View) -> Iterator[Diagnostic]:
    """The first letter of each group that says payment is late."""
    for group in view.groups:
        first = next(((step, notice) for step, notice in group.letters() if notice.kind in LATE_KINDS), None)
        if first is None or first[1].kind != "final":
            continue
        step, notice = first
        yield final_without_reminder.at(
            step.send.span if step.send is not None else step.name_span,
            f"`{notice.name}` is a final notice, and `{step.name}` is the first letter of group `{group.name}`",
            label="no reminder or formal notice before it",
            help="send a reminder first, or give the notice another kind",
        )
