"""A step stands below a hand-over that is always made.

## Why
A hand-over to an agency, a lawyer or a bailiff is the last thing that we do ourselves: from then on the debtor hears
from them. A step below it is never reached, unless the hand-over has a condition that may be false.

## Bad
```dun
policy "Too late" {
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
        notice    14 days after due              send notice by post
        handover   1 day after notice deadline   hand over to bureau
        call       7 days after notice deadline  call  # FLO011
    }
}
```

## Good
```dun
policy "Before it is too late" {
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
        notice    14 days after due              send notice by post
        call       1 day after notice deadline   call
        handover   7 days after notice deadline  hand over to bureau
    }
}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from dunlang.diagnostics import Diagnostic, Label, Severity
from dunlang.lint.rule import rule
from dunlang.lint.view import View

__all__ = ["step_after_handover"]


@rule(code="FLO011", severity=Severity.WARNING)
def step_after_handover(view: View) -> Iterator[Diagnostic]:
    """The first step below a hand-over without a condition."""
    for group in view.groups:
        for step in group.steps:
            if step.hand_over is None or step.condition is not None:
                continue
            below = group.after(step)
            if below:
                yield step_after_handover.at(
                    below[0].name_span,
                    f"`{below[0].name}` is never reached: `{step.name}` hands the claim over before it",
                    label="never reached",
                    related=(Label(step.hand_over.span, "nothing of ours comes after this"),),
                    help="move the hand-over to the end, or give it a condition",
                )
            break
