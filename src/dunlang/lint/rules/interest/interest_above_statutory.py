"""A consumer clause asks more interest than the law itself gives.

## Why
A default rate in consumer terms that is excessive is struck out whole, and the statutory interest can be lost with
it. The statutory rate is always safe. A rate above it is told as a note; one above the rate at which courts intervene
warns.

## Bad
```dun
policy "Greedy" {
    law NL
}

group customers {
    when debtor is consumer and country is NL
    payment   within 14 days of invoice
    interest  1.5% per month  # INT102
}

group others {
    otherwise
    payment within 30 days of invoice
}
```

## Good
```dun
policy "Safe" {
    law NL
}

group customers {
    when debtor is consumer and country is NL
    payment   within 14 days of invoice
    interest  statutory
}

group others {
    otherwise
    payment within 30 days of invoice
}
```

## Law
Reads the statutory rate, and above which rate a clause is in doubt, as facts of the topic `interest-clause`.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from dunlang.diagnostics import Diagnostic, Severity
from dunlang.lint.legal import cases, ground, yearly
from dunlang.lint.rates import differing, rates_of
from dunlang.lint.rule import rule
from dunlang.lint.view import View
from dunlang.money import as_percent

__all__ = ["interest_above_statutory"]


@rule(code="INT102", severity=Severity.WARNING, reads=("interest", "rate", "fact"))
def interest_above_statutory(view: View) -> Iterator[Diagnostic]:
    """Each declared clause for consumers against the statutory rate, where the law has no ceiling."""
    for case in cases(view):
        clause = case.interest
        if clause is None or clause.kind == "statutory" or case.debtor != "consumer":
            continue
        law = case.law
        for day, statutory in case.over(lambda it, on: it.law.interest(it.debtor, on)):
            ours, facts = rates_of(case, day), law.facts("interest-clause", day, case.debtor)
            if law.interest_cap(case.debtor, day) is not None:
                continue
            if statutory is None or ours is None or not facts:
                case.missing("the rate of the interest clause", "no provision on such clauses")
                continue
            above = differing(
                case,
                ours.periods,
                statutory.periods,
                lambda mine, most: mine > most,
                next(iter(statutory.provisions), None),
            )
            if above is None:
                continue
            monthly = [fact.body.values.get("doubtful_above_per_month") for fact in facts]
            limits = [yearly(each, "month", law, case.debtor, day) for each in monthly if isinstance(each, Decimal)]
            doubtful = [limit for limit in limits if above.ours.percent > limit]
            basis = ground(
                *facts, severity=Severity.WARNING if doubtful else Severity.NOTE, also=statutory.provisions[:1]
            )
            more = (
                f"above {as_percent(min(doubtful))} a year courts strike it out"
                if doubtful
                else "the statutory rate is safe"
            )
            yield interest_above_statutory.at(
                clause.span,
                f"interest of {as_percent(above.ours.percent)} a year for {case.who} is above the statutory rate of "
                f"{as_percent(above.theirs.percent)}: {more}",
                label=f"higher on {above.day}",
                citations=basis.citations,
                severity=basis.severity,
                help="write `interest statutory`",
                witness=(("from", str(above.day)), ("statutory", f"{as_percent(above.theirs.percent)} a year")),
            )
