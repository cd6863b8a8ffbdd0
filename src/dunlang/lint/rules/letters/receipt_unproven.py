"""The letter that opens the way to costs goes only by a channel by which the law presumes no receipt.

## Why
The period before costs runs from receipt, and the creditor proves it. By post most laws presume a day; by e-mail or
text message many presume none. Unless each receipt is recorded, no deadline is ever known and no costs are ever due.

## Bad
```dun
policy "By e-mail" {
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
        formal  14 days after due  send formal by email  # NTC103
    }
}

group others {
    otherwise
    payment within 30 days of invoice
}
```

## Good
```dun
policy "By post as well" {
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
        formal  14 days after due  send formal by post and email
    }
}

group others {
    otherwise
    payment within 30 days of invoice
}
```

## Law
Reads the presumption of receipt for each channel, and after which letter costs may be charged.
"""

from __future__ import annotations

from collections.abc import Iterator

from dunlang.diagnostics import Diagnostic, Severity
from dunlang.lint.free_letter import charge_rule, claims, listed, proves_receipt
from dunlang.lint.legal import cases, ground
from dunlang.lint.rule import rule
from dunlang.lint.view import View

__all__ = ["receipt_unproven"]


@rule(code="NTC103", severity=Severity.WARNING, reads=("receipt", "charging"))
def receipt_unproven(view: View) -> Iterator[Diagnostic]:
    """The letters that give a period, by their channels; one whose receipt is presumed is enough."""
    for case in cases(view):
        for day, charging in case.over(charge_rule):
            if charging is None or charging.counted_from != "receipt" or not claims(case, charging):
                continue
            letters = [step for step, notice in listed(case, charging) if notice.gives is not None]
            if any(proves_receipt(case.law, step, day) for step in letters):
                continue
            for step in letters:
                if step.send is None:
                    continue
                rules = [case.law.receipt(channel, day) for channel in step.send.channels]
                if not all(rules):
                    case.missing(f"the receipt of `{step.name}`", "no provision on its channel")
                    continue
                provisions = tuple(found.provision for found in rules if found is not None)
                basis = ground(*provisions, severity=Severity.WARNING, also=(charging.provision,))
                yield receipt_unproven.at(
                    step.send.span,
                    f"nothing is presumed of the receipt of `{step.name}`: without a record of each receipt {case.who} "
                    "owes no costs",
                    label=f"only by {' and '.join(step.send.channels)}",
                    citations=basis.citations,
                    help="send it by post as well, or record each receipt",
                )
