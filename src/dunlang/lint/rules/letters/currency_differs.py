"""A template has a sign or word of another currency than the policy, or one too many.

## Why
A debtor pays what he reads. A pound sign before an amount in euro, or the word "euro" behind one in pounds, is another
debt. An amount of the vocabulary brings its own sign: with another one before it the letter reads `€ € 40,00`.

## Letters
```jinja
{# bad.txt #}
Dear {{ debtor.name }},

Invoice {{ invoice.number }} is overdue. Please pay £ {{ amount.due | money }} to our account.
```

```jinja
{# good.txt #}
Dear {{ debtor.name }},

Invoice {{ invoice.number }} is overdue. Please pay {{ amount.due | money }} to our account.
```

## Bad
```dun
policy "Pounds and euros" {
    law NL
}

notice reminder {
    kind      reminder
    language  en
    template  "bad.txt"  # NTC015
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
policy "Euros" {
    law NL
}

notice reminder {
    kind      reminder
    language  en
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
from dunlang.source import Span

__all__ = ["currency_differs"]


@rule(code="NTC015", severity=Severity.ERROR)
def currency_differs(view: View) -> Iterator[Diagnostic]:
    """Each sign and word of a currency beside an amount in the words of a letter."""
    told: set[tuple[str, Span]] = set()
    for letter in letters_in_words(view):
        notice, own = letter.notice, view.policy.currency
        for sign in letter.heard.currencies():
            place = letter.place(sign.span)
            is_double = sign.code == own and sign.is_before_money
            if (sign.code == own and not is_double) or (notice.name, place) in told or not letter.is_read(sign.span):
                continue
            told.add((notice.name, place))
            yield currency_differs.at(
                notice.template_span or notice.name_span,
                f"the letter of `{notice.name}` has `{sign.span.text}` beside an amount"
                + (" that brings its own sign" if is_double else f", and the policy is in {own}"),
                label="printed twice" if is_double else "another currency",
                related=(Label(place, "here"),),
                help="leave the sign out: `money` prints it",
                severity=Severity.WARNING if is_double else None,
            )
