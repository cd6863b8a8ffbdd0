"""A notice states costs or interest that the group does not claim.

## Why
A letter that announces collection costs or interest needs terms that give them: otherwise there is no amount to
print, and the debtor is told of a claim that does not exist.

A fee that a step charges counts as costs.

## Bad
```dun
policy "Just to scare" {
    law NL
}

notice reminder {
    kind    reminder
    states  invoice number, amount due, interest
}

group customers {
    otherwise
    payment within 14 days of invoice
    steps {
        first  1 day after due  send reminder by email  # NTC007
    }
}
```

## Good
```dun
policy "In earnest" {
    law NL
}

notice reminder {
    kind    reminder
    states  invoice number, amount due, interest
}

group customers {
    otherwise
    payment   within 14 days of invoice
    interest  statutory
    steps {
        first  1 day after due  send reminder by email
    }
}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from dunlang.diagnostics import Diagnostic, Label, Severity
from dunlang.lint.in_words import place_in_words
from dunlang.lint.rule import rule
from dunlang.lint.saying import Listed, claims_costs, claims_interest, saying
from dunlang.lint.view import View

__all__ = ["unclaimed_amount_stated"]


@rule(code="NTC007", severity=Severity.ERROR)
def unclaimed_amount_stated(view: View) -> Iterator[Diagnostic]:
    """Stated costs and interest against the terms of each group that gets the notice."""
    for group in view.groups:
        costs, interest = claims_costs(group), claims_interest(group)
        claimed = {"collection costs": costs, "costs vat": costs, "interest": interest}
        for step, notice in group.letters():
            if step.send is None:
                continue
            said = saying(group, step, notice)
            unclaimed = [
                element
                for element, is_claimed in claimed.items()
                if not is_claimed and said is not None and said.reading(element).verdict in ("every", "some")
            ]
            if not unclaimed:
                continue
            marked = isinstance(said, Listed) or (said is not None and said.is_marked(*unclaimed))
            listed = " and ".join(f"`{element}`" for element in unclaimed)
            term = "interest" if unclaimed == ["interest"] else "costs"
            yield unclaimed_amount_stated.at(
                step.send.span,
                f"`{notice.name}` states {listed}, which group `{group.name}` does not claim",
                label=f"the group has no {term}",
                related=tuple(
                    Label(span, "stated here")
                    for element in unclaimed
                    for span in (
                        *(said.reading(element).spans if said is not None else ()),
                        *place_in_words(group, step, notice, element),
                    )
                )[:1],
                severity=None if marked else Severity.WARNING,
                help=f"add `{term} statutory` to the group, or send a notice without {listed}",
            )
