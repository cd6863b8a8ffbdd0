"""A template asks for costs at once that may only follow after a free period.

## Why
The letter that opens the way to costs must leave the debtor a period in which to pay without them. A policy can count
that period rightly and charge nothing before its end, while the letter says that the costs are owed now: courts judge
the letter. So it is with costs that stand inside the total that the letter asks for.

Costs that the schedule itself says are due (`costs.due`), and letters after one that opened the way, are not reported.

## Letters
```jinja
{# bad.txt #}
Geachte {{ debtor.name }},

Wij hebben nog geen betaling ontvangen van factuur {{ invoice.number }}. Het gaat om {{ amount.due | money }}.
Wij verzoeken u dit bedrag te betalen binnen {{ period.days }} dagen vanaf de dag nadat deze brief bij u is bezorgd.
U bent per direct {{ costs.if_unpaid | money }} incassokosten verschuldigd.
```

```jinja
{# good.txt #}
Geachte {{ debtor.name }},

Wij hebben nog geen betaling ontvangen van factuur {{ invoice.number }}. Het gaat om {{ amount.due | money }}.
Wij verzoeken u dit bedrag te betalen binnen {{ period.days }} dagen vanaf de dag nadat deze brief bij u is bezorgd.
Betaalt u niet, dan brengen wij {{ costs.if_unpaid | money }} aan incassokosten in rekening{% if costs.vat %}, waarvan
{{ costs.vat | money }} btw{% endif %}.
```

## Bad
```dun
policy "Costs at once" {
    law NL
}

notice formal {
    kind      formal
    language  nl
    template  "bad.txt"  # WRD220
    gives     14 days from receipt
}

group customers {
    when debtor is consumer and country is NL
    payment  within 14 days of invoice
    costs    statutory
    letters  per debtor, highest step carries
    steps {
        formal  14 days after due  send formal by post
    }
}

group others {
    otherwise
    payment within 30 days of invoice
}
```

## Good
```dun
policy "Costs after the period" {
    law NL
}

notice formal {
    kind      formal
    language  nl
    template  "good.txt"
    gives     14 days from receipt
}

group customers {
    when debtor is consumer and country is NL
    payment  within 14 days of invoice
    costs    statutory
    letters  per debtor, highest step carries
    steps {
        formal  14 days after due  send formal by post
    }
}

group others {
    otherwise
    payment within 30 days of invoice
}
```

## Law
Reads whether costs need a letter first, and what a reminder may cost.
"""

from __future__ import annotations

from collections.abc import Iterator

from dunlang.diagnostics import Diagnostic, Severity
from dunlang.lint.costs_in_words import costs_in_words
from dunlang.lint.rule import rule
from dunlang.lint.view import View

__all__ = ["costs_at_once_in_letter"]


@rule(code="WRD220", severity=Severity.ERROR, reads=("charging", "wording", "reminder-fee"))
def costs_at_once_in_letter(view: View) -> Iterator[Diagnostic]:
    """Costs that a letter asks for at once, where the law wants a free period first."""
    from dunlang.notice.wording_pages import AT_ONCE

    yield from costs_in_words(view, costs_at_once_in_letter, (AT_ONCE,))
