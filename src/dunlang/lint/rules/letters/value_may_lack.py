"""A template prints something that not every debtor or invoice has.

## Why
For a debtor without it the letter cannot be written, and the case needs a person. Under an `if` the letter goes out
to everybody, with other words where it lacks. The renderer never prints an empty value in its place.

## Letters
```jinja
{# bad.txt #}
Klant {{ debtor.number }}, factuur {{ invoice.number }}: {{ amount.due | money }}.
```

```jinja
{# good.txt #}
{% if debtor.number %}Klant {{ debtor.number }}, {% endif %}factuur {{ invoice.number }}: {{ amount.due | money }}.
```

## Bad
```dun
policy "Customers without a number" {
    law NL
}

notice reminder {
    kind      reminder
    template  "bad.txt"  # NTC011
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
policy "With or without a number" {
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

__all__ = ["value_may_lack"]


@rule(code="NTC011", severity=Severity.WARNING)
def value_may_lack(view: View) -> Iterator[Diagnostic]:
    """Each template as each step sends it, against what ledgers may lack."""
    for group in view.groups:
        for step, notice in group.letters():
            for lack in template_lacks(group, step, notice):
                if lack.never:
                    continue
                when = f": {' and '.join(lack.when)}" if lack.when else ""
                what = (
                    f"`{lack.use.path}`, which may lack"
                    if lack.use.path
                    else f"something that may lack ({lack.use.why})"
                )
                yield value_may_lack.at(
                    notice.template_span,
                    f"`{notice.name}` prints {what}{when}",
                    label="cannot be written for everybody",
                    related=(Label(lack.use.span, "printed here"),),
                    help=f"put it under `{{% if {lack.use.path} %}}`" if lack.use.path else "set it on every path",
                )
