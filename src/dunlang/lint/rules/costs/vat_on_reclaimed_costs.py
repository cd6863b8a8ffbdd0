"""A letter names VAT on the collection costs, and the creditor reclaims VAT.

## Why
VAT on collection costs may be asked from a debtor only where the creditor cannot reclaim it. A creditor who can asks
for too much, and a letter that announces too much can cost him all of the costs.

## Bad
```dun
policy "With VAT" {
    law       NL
    creditor  "Example B.V." {
        vat reclaimed
    }
}

notice formal {
    kind    formal
    states  invoice number, amount due, deadline, collection costs, costs vat  # FEE105
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

## Good
```dun
policy "Without VAT" {
    law       NL
    creditor  "Example B.V." {
        vat reclaimed
    }
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
Reads when VAT may be put on costs, as facts of the topic `costs-vat`.
"""

from __future__ import annotations

from collections.abc import Iterator

from dunlang.diagnostics import Diagnostic, Label, Severity
from dunlang.lint.legal import cases, ground
from dunlang.lint.rule import rule
from dunlang.lint.saying import saying
from dunlang.lint.view import View

__all__ = ["vat_on_reclaimed_costs"]


@rule(code="FEE105", severity=Severity.ERROR, reads=("fact",))
def vat_on_reclaimed_costs(view: View) -> Iterator[Diagnostic]:
    """Each letter that names VAT on costs against what the creditor says of its VAT."""
    creditor = view.policy.creditor
    for case in cases(view):
        for step, notice in case.group.letters():
            said = saying(case.group, step, notice, case.debtor)
            reading = said.reading("costs vat") if said is not None else None
            if reading is None or reading.verdict not in ("every", "some"):
                continue
            if creditor is None or creditor.vat_reclaimed is None:
                view.not_checked(
                    f"whether notice `{notice.name}` may name VAT on costs",
                    "the creditor does not say `vat reclaimed` or not",
                )
                continue
            if not creditor.vat_reclaimed:
                continue
            for _, facts in case.over(lambda it, on: it.law.facts("costs-vat", on, it.debtor)):
                if not facts:
                    case.missing(f"whether notice `{notice.name}` may name VAT on costs", "no provision on it")
                    continue
                basis = ground(*facts)
                yield vat_on_reclaimed_costs.at(
                    notice.states_span or notice.template_span,
                    f"`{notice.name}` names VAT on the costs, which this creditor reclaims",
                    label="`costs vat` may not be asked",
                    related=(
                        Label(creditor.span, "says `vat reclaimed`"),
                        *(Label(span, "names the VAT") for span in reading.spans[:1] if notice.template),
                    ),
                    notes=basis.notes,
                    citations=basis.citations,
                    severity=basis.severity,
                    help="take `costs vat` out of the letter",
                )
