"""A notice warns of a hand-over that no later step makes.

## Why
A threat that is never carried out teaches debtors to ignore the next letter, and in several countries a threat of a
step that the creditor does not mean to take is an unfair practice. Where the hand-over has a threshold, the letter
must not warn of it below that amount: the finding shows such a debtor.

In a template plain words are read as well: `dan dragen wij de vordering over aan een incassobureau` warns of it whether
or not it is marked with `says`.

A dispute and the days overdue lie in the future when the letter goes out: a hand-over `if not disputed` may be
announced.

## Bad
```dun
policy "Empty threat" {
    law NL
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
        notice  14 days after due  send notice by post  # NTC002
    }
}
```

## Good
```dun
policy "Meant" {
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
from dunlang.lint.in_words import place_in_words
from dunlang.lint.paths import at_best
from dunlang.lint.rule import rule
from dunlang.lint.saying import saying
from dunlang.lint.view import View
from dunlang.model.condition import Not

__all__ = ["handover_not_made"]


@rule(code="NTC002", severity=Severity.WARNING)
def handover_not_made(view: View) -> Iterator[Diagnostic]:
    """Each notice that states `agency handover` against the hand-overs below it."""
    for group in view.groups:
        for step, notice in group.letters():
            said = saying(group, step, notice)
            if step.send is None or said is None or said.reading("agency handover").verdict == "none":
                continue
            made = [after for after in (step, *group.after(step)) if view.may_collect(after)]
            case = said.example(("agency handover",), *(Not(at_best(after.condition)) for after in made))
            if case is None and (made or notice.template):
                continue
            yield handover_not_made.at(
                step.send.span,
                f"`{notice.name}` warns of a hand-over that is not made for every debtor who gets it"
                if made
                else f"`{notice.name}` warns of a hand-over, and no step after `{step.name}` makes one",
                label="nothing is handed over" if not made else "for some debtors nothing is handed over",
                related=tuple(
                    Label(place, "said here") for place in place_in_words(group, step, notice, "agency handover")[:1]
                )
                + tuple(
                    Label(after.condition_span, f"`{after.name}` is passed over when this is false")
                    for after in made
                    if after.condition_span is not None
                ),
                help="give the letter the same condition as the hand-over, or take `agency handover` out of it"
                if made
                else "add a hand-over, or take `agency handover` out of this notice",
                witness=case or (),
            )
