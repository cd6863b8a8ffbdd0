"""The cost clause asks more than the debtor may be charged.

## Why
Where the law has a ceiling for collection costs, a clause above it is struck out, and often all costs with it. The
clause is compared with the ceiling over every amount that can be open, to the cent: a percentage with a minimum can
keep the ceiling in the middle and break it at both ends. The finding names the smallest amount that breaks it and all
ranges.

Where the creditor does not reclaim VAT and the law lets the costs rise by it, the ceiling is taken with VAT.

## Bad
```dun
policy "Too dear" {
    law NL
}

notice formal {
    kind    formal
    states  invoice number, amount due, deadline, collection costs
    gives   14 days from receipt
}

group customers {
    when debtor is consumer and country is NL
    payment  within 14 days of invoice
    costs    15% at least 75 EUR  # FEE100
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
policy "As the law has it" {
    law NL
}

notice formal {
    kind    formal
    states  invoice number, amount due, deadline, collection costs
    gives   14 days from receipt
}

group customers {
    when debtor is consumer and country is NL
    payment  within 14 days of invoice
    costs    40 EUR
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
Reads the ceiling of collection costs for each kind of debtor.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from dunlang.diagnostics import Diagnostic, Severity
from dunlang.law import CostRule, CostScale, above
from dunlang.law.costs import first_above_with_vat
from dunlang.lint.legal import Case, cases, excess_words, ground
from dunlang.lint.rule import rule
from dunlang.lint.view import View
from dunlang.money import Money

__all__ = ["costs_above_cap"]


@rule(code="FEE100", severity=Severity.ERROR, reads=("cost",))
def costs_above_cap(view: View) -> Iterator[Diagnostic]:
    """Each declared clause against the ceiling of each kind of debtor, over all amounts and each state of the law."""
    for case in cases(view):
        clause = case.costs
        if clause is None:
            continue
        for day, cap in case.over(lambda it, on: it.law.cost_cap(it.debtor, on)):
            asked = _asked(case, day)
            if cap is None or asked is None:
                continue
            scale, currency = asked
            if currency != case.law.currency:
                case.missing("the cost clause", f"it is in {currency}, the ceiling in {case.law.currency}")
                continue
            yield from _judged(case, scale, cap, day)


def _asked(case: Case, on: dt.date) -> tuple[CostScale, str] | None:
    """What the clause asks, in which currency; an amount of the law is asked as the law that the group names has it."""
    clause, named = case.costs, case.group.law
    if clause is None or clause.scale is not None:
        return None if clause is None or clause.scale is None else (clause.scale, clause.currency)
    if named is None or not case.at_home:
        return None
    own = named.costs(case.debtor, on) if clause.kind == "statutory" else named.cost_cap(case.debtor, on)
    return None if own is None else (own.scale, named.currency)


def _judged(case: Case, scale: CostScale, cap: CostRule, day: dt.date) -> Iterator[Diagnostic]:
    clause = case.costs
    assert clause is not None  # noqa: S101 - the caller has it
    currency = case.law.currency
    gross = case.ceiling_with_vat(cap, day)
    if cap.known_up_to is not None:
        most = Money(cap.known_up_to, currency)
        case.missing(f"costs on more than {most}", "the law data end there")
    found = above(scale, gross or cap.scale)
    first = found[0].first if found else None
    if gross is not None:
        exact, settled = first_above_with_vat(scale, cap, gross, day)
        if not settled:
            case.missing("the cost clause to the last cent", "it stays too close to the ceiling with VAT")
        if exact is not None or settled:
            first = exact
    if first is None:
        return
    basis = ground(*cap.provisions)
    allowed = cap.amount(first, gross is not None, day)
    asked = Money(scale.amount(first), currency)
    most = Money(allowed.total if allowed is not None else cap.scale.amount(first), currency)
    words = excess_words(found, currency)
    if not found or found[0].first > first:  # the two roundings of costs and VAT make single amounts break it
        words = " and ".join(filter(None, (f"such as {Money(first, currency)}", words)))
    yield costs_above_cap.at(
        clause.span,
        f"the cost clause asks more than {case.who} may be charged{case.since(day)} on amounts {words}",
        label=f"{asked} on {Money(first, currency)}, at most {most} is allowed",
        notes=basis.notes,
        citations=basis.citations,
        severity=basis.severity,
        help="write `costs legal maximum`, or lower the clause below the ceiling on every amount",
        witness=(
            ("amount open", str(Money(first, currency))),
            ("costs by the clause", str(asked)),
            ("ceiling", str(most)),
            ("above it by", str(Money(asked.minor - most.minor, currency))),
        ),
    )
