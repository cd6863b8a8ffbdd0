"""The terms of a group do not name what the law wants terms and invoices to name.

## Why
In some countries the terms and each invoice to a business must name the penalty rate and the lump sum for recovery
costs; leaving them out is fined. A group without an interest or a cost clause has no words for either.

## Bad
```dun
policy "Silent" {
    law FR
}

group customers {
    when debtor is business
    payment   within 30 days of invoice  # TRM150
    interest  statutory
}

group others {
    otherwise
    payment within 30 days of invoice
}
```

## Good
```dun
policy "Named" {
    law FR
}

group customers {
    when debtor is business
    payment   within 30 days of invoice
    interest  statutory
    costs     statutory
}

group others {
    otherwise
    payment within 30 days of invoice
}
```

## Law
Reads which clauses terms and invoices must name, as facts of the topic `invoice` with the value `named`.
"""

from __future__ import annotations

from collections.abc import Iterator

from dunlang.diagnostics import Diagnostic, Severity
from dunlang.lint.legal import Case, cases, ground
from dunlang.lint.rule import rule
from dunlang.lint.view import View

__all__ = ["terms_unnamed"]

#: What a law may want named, by the clause that has it: in words, and how to write it.
_CLAUSES = {
    "interest": ("the rate of late-payment interest", "interest statutory"),
    "costs": ("the sum for recovery costs", "costs statutory"),
}


@rule(code="TRM150", severity=Severity.WARNING, reads=("fact",))
def terms_unnamed(view: View) -> Iterator[Diagnostic]:
    """Each group with a payment term against the clauses that the law wants named."""
    for case in cases(view):
        payment = case.group.terms.payment
        if payment is None:
            continue
        for _, facts in case.over(lambda it, on: it.law.facts("invoice", on, it.debtor)):
            for fact in facts:
                named = fact.body.values.get("named") or ()
                lacking = [clause for clause in _CLAUSES if clause in named and not _stated(case, clause)]
                if not lacking:
                    continue
                basis = ground(fact, severity=Severity.WARNING)
                yield terms_unnamed.at(
                    payment.span,
                    f"the terms for {case.who} do not name {' or '.join(_CLAUSES[clause][0] for clause in lacking)}",
                    label="terms and invoices must name it",
                    citations=basis.citations,
                    help=f"add {' and '.join(f'`{_CLAUSES[clause][1]}`' for clause in lacking)}",
                )


def _stated(case: Case, clause: str) -> bool:
    """Whether the group has the clause."""
    return (case.interest if clause == "interest" else case.costs) is not None
