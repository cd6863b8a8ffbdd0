"""A group does not say whether letters go out per invoice or per debtor.

## Why
A debtor with three invoices in three steps gets three letters, or one letter of the highest step that carries the
others. The default is one per invoice.

Only under `--strict`, which wants every choice of the language written out.

## Bad
```dun
policy "Unsaid" {
    law NL
}

notice reminder {
    kind    reminder
    states  invoice number, amount due
}

group customers {  # STY013
    otherwise
    payment within 14 days of invoice
    steps {
        first  1 day after due  send reminder by email
    }
}
```

## Good
```dun
policy "Said" {
    law NL
}

notice reminder {
    kind    reminder
    states  invoice number, amount due
}

group customers {
    otherwise
    payment  within 14 days of invoice
    letters  per invoice
    steps {
        first  1 day after due  send reminder by email
    }
}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from dunlang.diagnostics import Diagnostic, Severity
from dunlang.lint.rule import rule
from dunlang.lint.view import View

__all__ = ["unsaid_letters"]


@rule(code="STY013", severity=Severity.WARNING, runs="strict")
def unsaid_letters(view: View) -> Iterator[Diagnostic]:
    """Groups that send letters and leave it open."""
    for group in view.groups:
        if "letters" not in group.terms.stated and any(group.letters()):
            yield unsaid_letters.at(
                group.group.name_span,
                f"group `{group.name}` does not say whether letters go out per invoice or per debtor",
                label="per invoice is meant",
                help="add `letters per invoice`, or `letters per debtor, highest step carries`",
            )
