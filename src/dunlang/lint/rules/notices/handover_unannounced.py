"""A claim goes to a collection agency and no letter before it says so.

## Why
A debtor who reads what will happen, and when, often pays to avoid it; one who is surprised by an agency disputes its
costs. Many laws ask for the warning. The rule wants a letter that states `agency handover` on every path to the
hand-over.

What a letter says by a template is not read here; the report then names it as not checked.

## Bad
```dun
policy "Out of the blue" {
    law NL
}

agency bureau "Bureau" {
    register "Wki 1"
}

notice notice {
    kind    formal
    states  invoice number, amount due, deadline
    gives   14 days from receipt
}

group customers {
    otherwise
    payment within 14 days of invoice
    steps {
        notice    14 days after due             send notice by post
        handover   1 day after notice deadline  hand over to bureau  # NTC003
    }
}
```

## Good
```dun
policy "Announced" {
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
        notice    14 days after due             send notice by post
        handover   1 day after notice deadline  hand over to bureau
    }
}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from dunlang.diagnostics import Diagnostic, Label, Severity
from dunlang.lint.paths import undisputed
from dunlang.lint.rule import rule
from dunlang.lint.view import View
from dunlang.model.condition import Not

__all__ = ["handover_unannounced"]


@rule(code="NTC003", severity=Severity.WARNING)
def handover_unannounced(view: View) -> Iterator[Diagnostic]:
    """Each hand-over to an agency against the letters above it."""
    for group in view.groups:
        for step in group.steps:
            party = view.collector(step)
            if party is None or party.kind != "agency" or step.hand_over is None:
                continue
            if any(map(view.unknown_letter, group.before(step))):
                continue
            letters = list(group.letters_before(step))
            said = [
                before
                for before, notice in letters
                if notice.kind == "handover" or notice.template or "agency handover" in notice.states
            ]
            for before, notice in letters:
                if before in said:
                    view.states(notice)  # leaves word of each template
            case = group.example(undisputed(step.condition), *(Not(undisputed(before.condition)) for before in said))
            if case is None and said:
                continue
            yield handover_unannounced.at(
                step.hand_over.span,
                f"`{step.name}` hands the claim to `{party.name}`, which is not announced on every path"
                if said
                else f"`{step.name}` hands the claim to `{party.name}`, and no letter before it says so",
                label="the debtor is not told before",
                related=tuple(
                    Label(notice.states_span, f"`{notice.name}` does not state `agency handover`")
                    for before, notice in letters
                    if before not in said and notice.states_span is not None
                ),
                help="let the last letter before it state `agency handover`",
                witness=case or () if said else (),
            )
