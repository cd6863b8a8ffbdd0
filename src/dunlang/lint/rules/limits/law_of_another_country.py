"""A group of one country is judged under the law of another.

## Why
Between businesses the seller's law can be chosen, but the choice must be agreed, and a court of the debtor's country
may apply rules of its own. Consumers are judged under the law of their own country as well; that needs no note.

## Bad
```dun
policy "Across the border" {
    law NL
}

group germans {  # LAW100
    when debtor is business and country is DE
    payment within 30 days of invoice
}

group others {
    otherwise
    payment within 30 days of invoice
}
```

## Good
```dun
policy "Across the border" {
    law NL
}

group germans {
    when debtor is business and country is DE
    law      DE
    payment  within 30 days of invoice
}

group others {
    otherwise
    payment within 30 days of invoice
}
```

## Law
Reads which countries have law data.
"""

from __future__ import annotations

from collections.abc import Iterator

from dunlang.diagnostics import Diagnostic, Severity
from dunlang.lint.rule import rule
from dunlang.lint.view import View

__all__ = ["law_of_another_country"]


@rule(code="LAW100", severity=Severity.NOTE, reads=("countries",))
def law_of_another_country(view: View) -> Iterator[Diagnostic]:
    """Each group without consumers whose condition fixes countries, against the law that it names."""
    for group in view.groups:
        law, book = group.law, view.book
        if law is None or book is None or not group.countries or not group.kinds or "consumer" in group.kinds:
            continue
        found = {country: book.country(country) for country in sorted(group.countries)}
        others = [country for country, theirs in found.items() if theirs is not law and country != law.code]
        if not others:
            continue
        yield law_of_another_country.at(
            group.group.law_span or group.group.name_span,
            f"group `{group.name}` has debtors in {', '.join(others)} and is judged under the law of {law.code}",
            label="the choice of law must be agreed",
            help=f"write `law {others[0]}` in the group, or see that the law of {law.code} is agreed",
        )
