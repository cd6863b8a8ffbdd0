"""Each invoice gets its own letter, though the law adds up what one letter can hold.

## Why
Where claims that fit in one letter count as one, the costs run over their sum. With letters per invoice a consumer
with several open invoices is asked the minimum for each of them, which is more than he owes.

`letters per debtor, highest step carries` puts them in one letter and adds them up.

## Bad
```dun
policy "Apart" {
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
    costs    statutory  # FEE108
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
policy "Together" {
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
Reads whether the principals of several claims are added up, as facts of the topic `aggregation`.
"""

from __future__ import annotations

from collections.abc import Iterator

from dunlang.diagnostics import Diagnostic, Label, Severity
from dunlang.law import CostScale
from dunlang.lint.free_letter import listed
from dunlang.lint.legal import Case, cases, ground
from dunlang.lint.rule import rule
from dunlang.lint.view import View
from dunlang.money import Money

__all__ = ["letters_not_joined"]


@rule(code="FEE108", severity=Severity.WARNING, reads=("cost", "fact", "charging"))
def letters_not_joined(view: View) -> Iterator[Diagnostic]:
    """Each group that claims costs by letters per invoice, where the law adds claims up and that changes the costs."""
    for case in cases(view):
        clause, terms = case.costs, case.group.terms
        if clause is None or terms.letters != "per invoice":
            continue
        for day, facts in case.over(lambda it, on: it.law.facts("aggregation", on, it.debtor)):
            charging = case.law.charging(case.debtor, day, case.creditor_size)
            sends = bool(charging is not None and listed(case, charging))
            own = case.law.cost_cap(case.debtor, day) or case.law.costs(case.debtor, day)
            scale = clause.scale if clause.scale is not None else own.scale if own is not None else None
            amount = scale and _stacking(scale)
            if not facts or not sends or not scale or not amount:
                continue
            basis = ground(*facts, severity=Severity.WARNING)
            stated = terms.spans.get("letters")
            yield letters_not_joined.at(
                clause.span,
                f"{case.who} with several open invoices is asked these costs for each, and owes them once on the sum",
                label="asked for each letter",
                related=() if stated is None else (Label(stated, "each invoice has its own letter"),),
                citations=basis.citations,
                help="write `letters per debtor, highest step carries`",
                witness=_witness(case, scale, amount),
            )


def _stacking(scale: CostScale) -> int | None:
    """A principal on which the costs of two are less than twice the costs of one; None where there is none."""
    tried = (scale.minimum, *scale.breakpoints(), scale.amount(1), 1)
    return next(
        (each for each in tried if each and scale.amount(each) + scale.amount(each) > scale.amount(each + each)), None
    )


def _witness(case: Case, scale: CostScale, amount: int) -> tuple[tuple[str, str], ...]:
    currency, one, both = case.law.currency, scale.amount(amount), scale.amount(amount + amount)
    return (
        ("two invoices", f"{Money(amount, currency)} each"),
        ("costs by two letters", str(Money(one + one, currency))),
        ("costs by one letter", str(Money(both, currency))),
    )
