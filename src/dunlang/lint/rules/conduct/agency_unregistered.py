"""A claim goes to an agency that names no register.

## Why
Who collects debts of natural persons for others must be registered in many countries. A creditor who hands claims to
an agency without registration helps to break the law, and what it collects can be claimed back. Lawyers and bailiffs
are often exempt. Each register is named in the agency's block; whether the entry is real nobody can see from a
policy.

## Bad
```dun
policy "Unknown" {
    law NL
}

agency bureau "Bureau" {
    country NL
}

group customers {
    when debtor is consumer and country is NL
    payment within 14 days of invoice
    steps {
        handover  30 days after due  hand over to bureau  # ESC100
    }
}

group others {
    otherwise
    payment within 30 days of invoice
}
```

## Good
```dun
policy "Known" {
    law NL
}

agency bureau "Bureau" {
    register  "Wki 000001"
    country   NL
}

group customers {
    when debtor is consumer and country is NL
    payment within 14 days of invoice
    steps {
        handover  30 days after due  hand over to bureau
    }
}

group others {
    otherwise
    payment within 30 days of invoice
}
```

## Law
Reads whether agencies must be registered, and who is exempt.
"""

from __future__ import annotations

from collections.abc import Iterator

from dunlang.diagnostics import Diagnostic, Label, Severity
from dunlang.lint.legal import cases, ground
from dunlang.lint.rule import rule
from dunlang.lint.view import View

__all__ = ["agency_unregistered"]


@rule(code="ESC100", severity=Severity.ERROR, reads=("agency",))
def agency_unregistered(view: View) -> Iterator[Diagnostic]:
    """Each hand-over to a collector that names no register, for each kind of debtor that the law protects."""
    for case in cases(view):
        for step in case.group.steps:
            party = view.collector(step)
            if party is None or step.hand_over is None:
                continue
            for _, agencies in case.over(lambda it, on: it.law.agency_rules(it.debtor, on)):
                if agencies is None:
                    case.missing("whether collectors must be registered", "no provision on it")
                    continue
                if not agencies.registration or party.kind in agencies.exempt or party.registers:
                    continue
                basis = ground(agencies.provision)
                where = f" in the {agencies.register}" if agencies.register else ""
                yield agency_unregistered.at(
                    step.hand_over.span,
                    f"`{party.name}` collects from {case.who} and must be registered{where}",
                    label="no register is named",
                    related=(Label(party.span, "the register belongs here"),),
                    notes=basis.notes,
                    citations=basis.citations,
                    severity=basis.severity,
                    help='write `register "…"` with its entry in the block of the agency',
                )
