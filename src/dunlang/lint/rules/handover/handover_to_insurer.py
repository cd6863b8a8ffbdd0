"""A claim is handed over to an insurer or a factor.

## Why
An insurer is told of an overdue invoice and pays when it stays unpaid; it does not collect for us from this step on.
A factor bought the invoice: it was never ours to chase, and the event `invoice sold` says so. Only an agency, a
lawyer or a bailiff takes over the claim.

## Bad
```dun
policy "Wrong door" {
    law NL
}

insurer cover "Policy 1" {
    notify within 60 days of due
}

group customers {
    otherwise
    payment within 14 days of invoice
    steps {
        handover  30 days after due  hand over to cover  # ESC001
    }
}
```

## Good
```dun
policy "Right door" {
    law NL
}

insurer cover "Policy 1" {
    notify within 60 days of due
}

group customers {
    otherwise
    payment within 14 days of invoice
    steps {
        claim  30 days after due  notify cover
    }
}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from dunlang.diagnostics import Diagnostic, Label, Severity
from dunlang.lint.rule import rule
from dunlang.lint.view import COLLECTORS, View

__all__ = ["handover_to_insurer"]


@rule(code="ESC001", severity=Severity.ERROR)
def handover_to_insurer(view: View) -> Iterator[Diagnostic]:
    """The kind of each party that a step hands over to."""
    for group in view.groups:
        for step in group.steps:
            party = view.policy.party(step.hand_over.party) if step.hand_over is not None else None
            if party is None or step.hand_over is None or party.kind in COLLECTORS:
                continue
            article = "an" if party.kind == "insurer" else "a"
            yield handover_to_insurer.at(
                step.hand_over.span,
                f"`{step.name}` hands the claim over to `{party.name}`, which is {article} {party.kind}",
                label="collects nothing for us",
                related=(Label(party.span, f"declared as {article} {party.kind}"),),
                help=f"write `notify {party.name}`"
                if party.kind == "insurer"
                else "leave the step out: a sold invoice is reported by the event `invoice sold`",
            )
