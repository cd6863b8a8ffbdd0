"""A template prints something that the policy never gives there.

## Why
Such a letter cannot be written: `last.notice.sent` in the first letter of a group, `deadline` in a notice that gives
no period, `creditor.iban` where the creditor names no account. What depends on the group may stand under an `if`, so
that one template serves several groups.

Costs and interest that are not claimed, an earlier reminder that was not sent and a hand-over that is not made have
rules of their own.

## Letters
```jinja
{# bad.txt #}
Factuur {{ invoice.number }}: {{ amount.due | money }}. Betaal op {{ creditor.iban }}.
```

```jinja
{# good.txt #}
Factuur {{ invoice.number }}: {{ amount.due | money }}.{% if creditor.iban %} Betaal op {{ creditor.iban }}.{% endif %}
```

## Bad
```dun
policy "No account" {
    law NL
}

notice reminder {
    kind      reminder
    template  "bad.txt"  # NTC010
}

group customers {
    otherwise
    payment within 14 days of invoice
    steps {
        first  1 day after due  send reminder by email
    }
}
```

## Good
```dun
policy "No account, and no need of it" {
    law NL
}

notice reminder {
    kind      reminder
    template  "good.txt"
}

group customers {
    otherwise
    payment within 14 days of invoice
    steps {
        first  1 day after due  send reminder by email
    }
}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from dunlang.diagnostics import Diagnostic, Label, Severity
from dunlang.lint.rule import rule
from dunlang.lint.saying import template_lacks
from dunlang.lint.view import View

__all__ = ["value_never_given"]

_GIVES = {
    "period": "the notice gives no period in days",
    "deadline": "the end of its period is not known when it is sent",
    "vat": "no VAT comes on these costs",
    "dispute": "the group has no term for disputes",
    "notice": "no letter goes out before",
    "creditor": "the policy has no creditor",
    "creditor number": "the creditor has no number",
    "creditor iban": "the creditor has no account",
    "creditor country": "the creditor has no country",
    "interest": "the group claims no interest",
}


@rule(code="NTC010", severity=Severity.ERROR)
def value_never_given(view: View) -> Iterator[Diagnostic]:
    """Each template as each step sends it, against what the policy gives there."""
    for group in view.groups:
        for step, notice in group.letters():
            for lack in template_lacks(group, step, notice):
                if not lack.never or step.send is None:
                    continue
                known = view.templates.vocabulary.get(lack.use.path) if view.templates is not None else None
                why = _GIVES.get(known.given if known is not None else "", "there is none")
                yield value_never_given.at(
                    notice.template_span,
                    f"`{notice.name}` prints `{lack.use.path}`, and there is never one when `{step.name}` sends it",
                    label=why,
                    related=(
                        Label(lack.use.span, "printed here"),
                        Label(step.send.span, "sent here"),
                    ),
                    help=f"put it under `{{% if {lack.use.path} %}}`, take it out, or let the policy give it",
                )
