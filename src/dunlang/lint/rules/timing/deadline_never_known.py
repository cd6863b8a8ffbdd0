"""A step waits for the receipt or the deadline of a letter, and the law presumes no receipt by its channel.

## Why
`1 day after notice deadline` needs the day on which the letter was received. By post most laws presume one; by e-mail
or text message many presume none. Unless somebody records each receipt, the step never gets a date, and under `climb`
all later steps wait behind it. The debtor is forgotten, and nothing says so.

## Bad
```dun
policy "Into the air" {
    law NL
}

agency bureau "Bureau" {
    register "Wki 1"
}

notice notice {
    kind    formal
    states  invoice number, amount due, deadline, agency handover
    gives   14 days from receipt
}

group customers {
    otherwise
    payment within 14 days of invoice
    steps {
        notice    14 days after due             send notice by email
        handover   1 day after notice deadline  hand over to bureau  # TIM002
    }
}
```

## Good
```dun
policy "Into the letter box" {
    law NL
}

agency bureau "Bureau" {
    register "Wki 1"
}

notice notice {
    kind    formal
    states  invoice number, amount due, deadline, agency handover
    gives   14 days from receipt
}

group customers {
    otherwise
    payment within 14 days of invoice
    steps {
        notice    14 days after due             send notice by post and email
        handover   1 day after notice deadline  hand over to bureau
    }
}
```

## Law
Reads the presumption of receipt for each channel.
"""

from __future__ import annotations

from collections.abc import Iterator

from dunlang.diagnostics import Diagnostic, Label, Severity
from dunlang.lint.rule import rule
from dunlang.lint.view import View

__all__ = ["deadline_never_known"]


@rule(code="TIM002", severity=Severity.WARNING, reads=("receipt",))
def deadline_never_known(view: View) -> Iterator[Diagnostic]:
    """Steps on a receipt or deadline that has no date on any day on which its letter is sent."""
    for group in view.groups:
        if group.law is None:
            continue
        for table in group.timetables:
            for step in table.steps:
                anchor = step.timing.anchor
                letter = group.group.step(anchor.step) if anchor.kind == "step" else None
                if letter is None or letter.send is None or anchor.point == "done":
                    continue
                dates = table.deadline(letter) if anchor.point == "deadline" else table.received(letter)
                notice = view.notice(letter)
                known = notice is not None and (anchor.point == "received" or notice.gives is not None)
                if not known or any(dates) or not any(table.on(letter)):
                    continue
                yield deadline_never_known.at(
                    anchor.span,
                    f"`{step.name}` waits for the {anchor.point} of `{letter.name}`, which has no date of its own",
                    label=f"the law of {group.law.code} presumes no receipt by {' or '.join(letter.send.channels)}",
                    related=(Label(letter.send.span, "sent here"),),
                    help="send it by post as well, count from its sending, or record each receipt",
                )
