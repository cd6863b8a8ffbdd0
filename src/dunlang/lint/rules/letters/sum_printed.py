"""A template prints a fixed sum as the amount that is owed.

## Why
Each invoice has its own amount, and payments change what is open. A sum that stands in the words of a template can be
right for one invoice at most; all other debtors read what they do not owe. It is often left over from the letter that
the template was made from.

A sum that others are compared with (`more than € 500`) is no amount owed, and words that only debtors with that very
amount read are right.

## Letters
```jinja
{# bad.txt #}
Geachte {{ debtor.name }},

Factuur {{ invoice.number }} is nog niet betaald. Het openstaande bedrag is € 125,00.
```

```jinja
{# good.txt #}
Geachte {{ debtor.name }},

Factuur {{ invoice.number }} is nog niet betaald. Het openstaande bedrag is {{ amount.due | money }}.
```

## Bad
```dun
policy "The same for all" {
    law NL
}

notice reminder {
    kind      reminder
    language  nl
    template  "bad.txt"  # NTC013
}

group customers {
    otherwise
    payment within 14 days of invoice
    steps {
        first  7 days after due  send reminder by email
    }
}
```

## Good
```dun
policy "Each his own" {
    law NL
}

notice reminder {
    kind      reminder
    language  nl
    template  "good.txt"
}

group customers {
    otherwise
    payment within 14 days of invoice
    steps {
        first  7 days after due  send reminder by email
    }
}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from dunlang.diagnostics import Diagnostic, Label, Severity
from dunlang.lint.in_words import letters_in_words
from dunlang.lint.rule import rule
from dunlang.lint.view import View
from dunlang.model.condition import Compare, Or
from dunlang.money import Money
from dunlang.source import Span

__all__ = ["sum_printed"]


@rule(code="NTC013", severity=Severity.WARNING)
def sum_printed(view: View) -> Iterator[Diagnostic]:
    """Each fixed sum that a letter names as its principal or total, where a reader can owe another one."""
    told: set[tuple[str, Span]] = set()
    for letter in letters_in_words(view):
        notice = letter.notice
        for amount in letter.heard.claims.of("principal", "total"):
            place = letter.place(amount.span)
            if not amount.minor or amount.is_limit or (notice.name, place) in told:
                continue
            own = Money(amount.minor, view.policy.currency)
            others = letter.reader(
                amount.span, Or((Compare("outstanding", "<", own), Compare("outstanding", ">", own)))
            )
            if others is None:
                continue
            told.add((notice.name, place))
            yield sum_printed.at(
                notice.template_span or notice.name_span,
                f"the letter of `{notice.name}` prints `{amount.span.text}` as what is owed, to every debtor",
                label="right for one invoice at most",
                related=(Label(place, "the same for all"),),
                help="print `{{ amount.due | money }}`",
                witness=others,
            )
