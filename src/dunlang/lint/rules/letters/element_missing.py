"""A letter does not state what the law wants it to state.

## Why
A letter that lacks a required element is no such letter: depending on the country the debtor owes no costs, the
period does not begin, or the creditor risks a penalty. Where a letter only opens the way to costs, one complete
letter is enough.

A template must print it on every path: the finding says when it is left out, and shows the line that prints it.

## Bad
```dun
policy "Incomplete" {
    law NL
}

notice formal {
    kind    formal
    states  invoice number, amount due, deadline  # NTC100
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
policy "Complete" {
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
Reads the required elements of each kind of letter, and which letter opens the way to costs.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from dunlang.diagnostics import Diagnostic, Label, Severity
from dunlang.law import ChargeRule, RequiredElement
from dunlang.lint.free_letter import charge_rule, claims, lacking, stating, wanted
from dunlang.lint.legal import Case, cases, ground
from dunlang.lint.rule import rule
from dunlang.lint.view import View
from dunlang.model.policy import Notice

__all__ = ["element_missing"]


@rule(code="NTC100", severity=Severity.ERROR, reads=("elements", "charging"))
def element_missing(view: View) -> Iterator[Diagnostic]:
    """Each letter that the law speaks of, against its list."""
    for case in cases(view):
        for _, found in case.over(_lacks):
            for notice, charging, elements in found:
                yield _finding(case, notice, charging, elements)


_Lack = tuple[Notice, ChargeRule | None, tuple[RequiredElement, ...]]


def _lacks(case: Case, on: dt.date) -> tuple[_Lack, ...]:
    """The letters that lack something by the law of the day *on*."""
    charging = charge_rule(case, on)
    if charging is None:
        letters = tuple(notice for _, notice in case.own_letters())
    elif claims(case, charging):
        letters = tuple(notice for _, notice in wanted(case, charging, on))
    else:
        letters = ()
    found = {notice.name: (notice, charging, lacking(case, charging, notice, on)) for notice in letters}
    return tuple(lack for lack in found.values() if lack[-1])


def _finding(
    case: Case, notice: Notice, charging: ChargeRule | None, elements: tuple[RequiredElement, ...]
) -> Diagnostic:
    provisions = list({id(element.provision): element.provision for element in elements}.values())
    graver = any(element.may_be_error for element in elements)
    basis = ground(*provisions, severity=Severity.ERROR if graver else Severity.WARNING)
    readings = [stating(case, notice, *element.any_of) for element in elements]
    names = [
        " or ".join(f"`{name}`" for name in element.any_of) + reading.when
        for element, reading in zip(elements, readings, strict=True)
    ]
    notes = tuple(
        f"{' or '.join(f'`{name}`' for name in element.any_of)}: {element.says} ({element.article})"
        for element in elements
    )
    defect = (f"what it costs: {charging.defect}",) if charging is not None and charging.defect else ()
    clause = case.costs
    return element_missing.at(
        notice.states_span or notice.template_span or notice.name_span,
        f"`{notice.name}` does not state {', '.join(names)}, which the law wants for {case.who}",
        label="incomplete",
        related=(
            *(
                Label(span, f"`{element.any_of[0]}` is stated here, and not{reading.when}")
                for element, reading in zip(elements, readings, strict=True)
                for span in reading.spans[:1]
            ),
            *(() if clause is None else (Label(clause.span, "these costs rest on the letter"),)),
        ),
        notes=(*notes, *basis.notes, *defect),
        citations=basis.citations,
        severity=basis.severity,
        help=f"add {', '.join(f'`{element.any_of[0]}`' for element in elements)} to `states`"
        if not notice.template
        else f"state {', '.join(f'`{element.any_of[0]}`' for element in elements)} on every path of the template",
        witness=next((reading.example for reading in readings if reading.example), ()),
    )
