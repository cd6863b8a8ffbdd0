"""The interest is that of the law, and the law data have no rate for it.

## Why
`interest statutory` and `interest reference + …` take their rate from the law that the group names. Where it has none
for a kind of debtor, no interest is ever computed for him, and nothing else says so.

## Bad
```dun
policy "No such rate" {
    law EU
}

group customers {
    when debtor is consumer
    payment   within 30 days of invoice
    interest  statutory  # INT104
}

group others {
    otherwise
    payment within 30 days of invoice
}
```

## Good
```dun
policy "A rate of its own" {
    law NL
}

group customers {
    when debtor is business
    payment   within 30 days of invoice
    interest  statutory
}

group others {
    otherwise
    payment within 30 days of invoice
}
```

## Law
Reads the statutory rates and the reference rate.
"""

from __future__ import annotations

from collections.abc import Iterator

from dunlang.diagnostics import Diagnostic, Severity
from dunlang.lint.legal import cases
from dunlang.lint.rates import rates_of
from dunlang.lint.rule import rule
from dunlang.lint.view import View

__all__ = ["interest_rate_unknown"]


@rule(code="INT104", severity=Severity.WARNING, reads=("interest", "rate"))
def interest_rate_unknown(view: View) -> Iterator[Diagnostic]:
    """Each clause that takes its rate from the law, for each kind of debtor; what lies after the rates is told."""
    for case in cases(view):
        clause = case.interest
        if clause is None or clause.kind not in ("statutory", "reference") or case.at_home:
            continue
        what = "rate of statutory interest" if clause.kind == "statutory" else "reference rate"
        for day, found in case.over(rates_of):
            held = found.provisions if found is not None else ()
            if found is not None and found.periods:
                end = found.periods[-1].end
                if view.last is not None and end <= view.last:
                    case.missing(f"interest from {end}", "no rate is known from that day on")
                continue
            yield interest_rate_unknown.at(
                clause.span,
                f"no {what} is known here for {case.who} under the law of {case.law.code}",
                label="never computed",
                citations=tuple(provision.citation() for provision in held if provision.kind == "interest"),
                help="declare a rate, or write `interest none` for these debtors",
                witness=(("from", str(day)),),
            )
