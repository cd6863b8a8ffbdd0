"""A claim goes to a collection agency and no letter before it says so.

## Why
A debtor who reads what will happen, and when, often pays to avoid it; one who is surprised by an agency disputes its
costs. Many laws ask for the warning. The rule wants a letter that states `agency handover` on every path to the
hand-over.

A template must say so on every path on which that hand-over can follow; `{% if agency %}` around it is such a path.

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
from dunlang.lint.saying import saying
from dunlang.lint.view import GroupView, View
from dunlang.model.condition import Condition, Not
from dunlang.model.policy import Notice, Step

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
            made = undisputed(step.condition)
            said = [before for before, notice in letters if _announces(group, before, notice, made)]
            case = group.example(made, *(Not(undisputed(before.condition)) for before in said))
            if case is None and said:
                continue
            yield handover_unannounced.at(
                step.hand_over.span,
                f"`{step.name}` hands the claim to `{party.name}`, which is not announced on every path"
                if said
                else f"`{step.name}` hands the claim to `{party.name}`, and no letter before it says so",
                label="the debtor is not told before",
                related=tuple(
                    Label(span, f"`{notice.name}` does not state `agency handover`{when}")
                    for before, notice in letters
                    if before not in said
                    for span in (notice.states_span or notice.template_span,)
                    if span is not None
                    for when in (_when(group, before, notice),)
                ),
                help="let the last letter before it state `agency handover`",
                witness=case or () if said else (),
            )


def _announces(group: GroupView, step: Step, notice: Notice, made: Condition) -> bool:
    """Whether the letter of *step* announces the hand-over to each of its readers for whom it is *made*."""
    if notice.kind == "handover":
        return True
    said = saying(group, step, notice)
    if said is None or said.reading("agency handover").verdict == "undecided":
        return True
    return (
        said.reading("agency handover").verdict != "none"
        and said.example(("agency handover",), made, stated=False) is None
    )


def _when(group: GroupView, step: Step, notice: Notice) -> str:
    said = saying(group, step, notice)
    return said.reading("agency handover").when if said is not None else ""
