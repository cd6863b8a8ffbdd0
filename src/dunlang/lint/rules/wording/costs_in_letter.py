"""A template names costs as the law does not allow: with no ground, as a percentage, above its limit, or at all.

## Why
What a letter says in its own words goes out, whatever the policy charges. Some laws allow no costs out of court, some a
few cents for a letter, some only what a clause gives; and where an amount must be named, a percentage leaves the debtor
to work it out.

Costs that the schedule itself says are due (`costs.due`) are judged in the policy and not here.

## Letters
```jinja
{# bad.txt #}
Bonjour {{ debtor.name }},

La facture {{ invoice.number }} de {{ amount.due | money }} reste impayée. Des frais de relance de 15,00 € ont été
ajoutés.
```

```jinja
{# good.txt #}
Bonjour {{ debtor.name }},

La facture {{ invoice.number }} de {{ amount.due | money }} reste impayée. Merci de la régler. Ce rappel est
sans frais.
```

## Bad
```dun
policy "Costs without a title" {
    law FR
}

notice reminder {
    kind      reminder
    language  fr
    template  "bad.txt"  # WRD221
}

group customers {
    when debtor is consumer
    payment within 14 days of invoice
    steps {
        reminder  7 days after due  send reminder by post
    }
}

group others {
    otherwise
    payment   within 30 days of invoice
    interest  statutory
    costs     statutory
}
```

## Good
```dun
policy "A free reminder" {
    law FR
}

notice reminder {
    kind      reminder
    language  fr
    template  "good.txt"
}

group customers {
    when debtor is consumer
    payment within 14 days of invoice
    steps {
        reminder  7 days after due  send reminder by post
    }
}

group others {
    otherwise
    payment   within 30 days of invoice
    interest  statutory
    costs     statutory
}
```

## Law
Reads whether costs may be asked at all, what a reminder may cost, and the judged wording of each country and language.
"""

from __future__ import annotations

from collections.abc import Iterator

from dunlang.diagnostics import Diagnostic, Severity
from dunlang.lint.costs_in_words import costs_in_words
from dunlang.lint.rule import rule
from dunlang.lint.view import View

__all__ = ["costs_in_letter"]


@rule(code="WRD221", severity=Severity.ERROR, reads=("charging", "wording", "reminder-fee"))
def costs_in_letter(view: View) -> Iterator[Diagnostic]:
    """Costs in the words of a letter that the law does not allow so."""
    from dunlang.notice.wording_pages import FEE, FORBIDDEN, UNGROUNDED, UNPRICED

    yield from costs_in_words(
        view,
        costs_in_letter,
        (
            FEE,
            FORBIDDEN,
            UNGROUNDED,
            UNPRICED,
        ),
    )
