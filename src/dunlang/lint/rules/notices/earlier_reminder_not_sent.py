"""A notice refers to an earlier reminder that was not sent.

## Why
"On 3 March we sent you a reminder" must be true. Where no step above the notice sends a reminder, or only under a
condition that may be false, the letter claims what did not happen, and the date in it cannot be filled in.

Any letter but an announcement counts as a reminder; a call does not. In a template plain words are read as well:
`Ondanks onze herinnering van …` refers to a reminder whether or not it is marked with `says`.

## Bad
```dun
policy "As we wrote before" {
    law NL
}

notice notice {
    kind    formal
    states  invoice number, amount due, deadline, earlier reminder
    gives   14 days from receipt
}

group customers {
    otherwise
    payment within 14 days of invoice
    steps {
        notice  14 days after due  send notice by post  # NTC001
    }
}
```

## Good
```dun
policy "As we wrote before" {
    law NL
}

notice reminder {
    kind    reminder
    states  invoice number, amount due
}

notice notice {
    kind    formal
    states  invoice number, amount due, deadline, earlier reminder
    gives   14 days from receipt
}

group customers {
    otherwise
    payment within 14 days of invoice
    steps {
        reminder   1 day after due   send reminder by email
        notice    14 days after due  send notice by post
    }
}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from dunlang.diagnostics import Diagnostic, Label, Severity
from dunlang.lint.in_words import place_in_words
from dunlang.lint.paths import undisputed
from dunlang.lint.rule import rule
from dunlang.lint.saying import saying
from dunlang.lint.view import View
from dunlang.model.condition import Not

__all__ = ["earlier_reminder_not_sent"]

_ELEMENT = "earlier reminder"


@rule(code="NTC001", severity=Severity.ERROR)
def earlier_reminder_not_sent(view: View) -> Iterator[Diagnostic]:
    """Each notice that states `earlier reminder` against the letters above it."""
    for group in view.groups:
        for step, notice in group.letters():
            said = saying(group, step, notice)
            if step.send is None or said is None or said.reading(_ELEMENT).verdict == "none":
                continue
            sent = [before for before, other in group.letters_before(step) if other.kind != "announcement"]
            if any(before.condition is None for before in sent) or any(map(view.unknown_letter, group.before(step))):
                continue
            case = said.example((_ELEMENT,), *(Not(undisputed(before.condition)) for before in sent))
            if case is None and (sent or notice.template):
                continue
            yield earlier_reminder_not_sent.at(
                step.send.span,
                f"`{notice.name}` refers to an earlier reminder, which is not always sent before `{step.name}`"
                if sent
                else f"`{notice.name}` refers to an earlier reminder, and no step before `{step.name}` sends one",
                label="no reminder before this",
                related=(
                    *(Label(place, "said here") for place in place_in_words(group, step, notice, _ELEMENT)[:1]),
                    *(Label(before.name_span, "sent only under its condition") for before in sent),
                ),
                help="send a reminder before it, or leave `earlier reminder` out of this notice",
                witness=case or (),
            )
