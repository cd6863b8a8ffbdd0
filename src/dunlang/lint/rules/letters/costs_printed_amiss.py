"""A template prints costs that are due as costs to come, or costs to come as due.

## Why
`costs.if_unpaid` is what will be charged if the letter is not heeded, and `costs.due` what is owed already. Where
the law asks for a letter first, nothing is due when that letter goes out: `costs.due` prints zero, and a letter that
names no costs opens the way to none. Where costs are due from the day after the due date, a letter that announces
them asks them twice: once in `amount.due` and once to come.

## Letters
```jinja
{# bad.txt #}
Factuur {{ invoice.number }}, {{ amount.due | money }}: betaal binnen veertien dagen vanaf de dag nadat deze brief bij
u is bezorgd. Betaalt u niet, dan volgen {{ costs.due | money }} incassokosten.
```

```jinja
{# good.txt #}
Factuur {{ invoice.number }}, {{ amount.due | money }}: betaal binnen veertien dagen vanaf de dag nadat deze brief bij
u is bezorgd. Betaalt u niet, dan volgen {{ costs.if_unpaid | money }} incassokosten.
```

## Bad
```dun
policy "Nothing to fear" {
    law NL
}

notice formal {
    kind      formal
    template  "bad.txt"  # NTC110
    gives     14 days from receipt
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
policy "What will follow" {
    law NL
}

notice formal {
    kind      formal
    template  "good.txt"
    gives     14 days from receipt
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
Reads whether costs need a letter first, and which.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from dunlang.diagnostics import Diagnostic, Label, Severity
from dunlang.law import ChargeRule
from dunlang.lint.free_letter import costs_may_be_due
from dunlang.lint.legal import Case, cases, ground
from dunlang.lint.rule import rule
from dunlang.lint.saying import template_of
from dunlang.lint.view import LATE_KINDS, View
from dunlang.model.policy import Notice, Step
from dunlang.source import Span

__all__ = ["costs_printed_amiss"]

_DUE, _TO_COME = "costs.due", "costs.if_unpaid"


@rule(code="NTC110", severity=Severity.WARNING, reads=("charging",))
def costs_printed_amiss(view: View) -> Iterator[Diagnostic]:
    """Each template that prints costs against the day on which they become due."""
    for case in cases(view):
        if case.costs is None:
            continue
        for _, charging in case.over(_charging):
            for step, notice in case.own_letters():
                yield from _finding(case, charging, step, notice)


def _charging(case: Case, on: dt.date) -> ChargeRule | None:
    return case.law.charging(case.debtor, on, case.creditor_size)


def _finding(case: Case, charging: ChargeRule | None, step: Step, notice: Notice) -> Iterator[Diagnostic]:
    if charging is not None and charging.forbidden:
        return
    needs_letter = charging is not None and charging.letter
    wrong = _DUE if needs_letter else _TO_COME
    if needs_letter and charging is not None and costs_may_be_due(case, charging, step):
        return
    if not needs_letter and notice.kind not in LATE_KINDS:
        return
    place = _printed(case, step, notice, wrong)
    if place is None:
        return
    basis = ground(charging.provision if charging is not None else None, severity=Severity.WARNING)
    yield costs_printed_amiss.at(
        notice.template_span,
        f"`{notice.name}` prints `{wrong}`, and for {case.who} no costs are due yet"
        if needs_letter
        else f"`{notice.name}` prints `{wrong}`, and for {case.who} the costs are due without a letter",
        label="prints zero" if needs_letter else "announces what is owed already",
        related=(Label(place, "printed here"),),
        citations=basis.citations,
        severity=basis.severity,
        help=f"print `{_TO_COME if needs_letter else _DUE}`",
    )


def _printed(case: Case, step: Step, notice: Notice, path: str) -> Span | None:
    """Where the template prints *path* to these debtors; None where it does not, or no template was read."""
    said = template_of(case.group, step, notice, case.debtor) if notice.template else None
    if said is None:
        return None
    pieces = (piece for piece in said.analysis.pieces if piece.path == path)
    return next((piece.span for piece in pieces if said.holds_where(piece.condition, _DUE, is_zero=path == _DUE)), None)
