"""A dispute stops holding the steps before it is resolved, and the law wants it to.

## Why
Where the law says that a dispute stops contact, the hand-over or a supply stop, it does so until the dispute is
settled. A hold that ends by itself lets the steps go on against a debtor whose complaint nobody has answered.

## Bad
```dun
policy "Impatient" {
    law ES
}

notice reminder {
    kind      reminder
    language  es
    states    invoice number, due date, amount due
}

group customers {
    when debtor is consumer and country is ES
    payment within 14 days of invoice
    steps {
        first  5 days after due  send reminder by email
    }
    hold on dispute for at most 30 days  # ESC102
}

group others {
    otherwise
    payment within 30 days of invoice
}
```

## Good
```dun
policy "Patient" {
    law ES
}

notice reminder {
    kind      reminder
    language  es
    states    invoice number, due date, amount due
}

group customers {
    when debtor is consumer and country is ES
    payment within 14 days of invoice
    steps {
        first  5 days after due  send reminder by email
    }
    hold on dispute until resolved, clock stops
}

group others {
    otherwise
    payment within 30 days of invoice
}
```

## Law
Reads what a dispute stops.
"""

from __future__ import annotations

from collections.abc import Iterator

from dunlang.diagnostics import Diagnostic, Severity
from dunlang.law import DisputeRule
from dunlang.lint.legal import Case, cases, ground
from dunlang.lint.rule import rule
from dunlang.lint.view import View
from dunlang.model.policy import StopSupply

__all__ = ["dispute_hold_runs_out"]


@rule(code="ESC102", severity=Severity.ERROR, reads=("dispute",))
def dispute_hold_runs_out(view: View) -> Iterator[Diagnostic]:
    """Each hold on a dispute with an end of its own against what the law stops, as far as the group does it."""
    for case in cases(view):
        hold = case.group.group.hold("dispute")
        if hold is None or hold.at_most is None:
            continue
        for _, disputes in case.over(lambda it, on: it.law.disputes(it.debtor, on)):
            stopping = [(each, _stopped(case, each)) for each in disputes if "creditor" in each.binds]
            stopping = [(each, what) for each, what in stopping if what]
            if not stopping:
                continue
            basis = ground(*(each.provision for each, _ in stopping))
            what = ", ".join(dict.fromkeys(name for _, names in stopping for name in names))
            yield dispute_hold_runs_out.at(
                hold.span,
                f"after {hold.at_most} the steps go on although the dispute is open, which by law stops {what} "
                f"against {case.who}",
                label="ends before the dispute",
                notes=basis.notes,
                citations=basis.citations,
                severity=basis.severity,
                help="write `hold on dispute until resolved, clock stops`",
            )


def _stopped(case: Case, each: DisputeRule) -> list[str]:
    """What the dispute stops by law and a step of the group does."""
    steps = case.group.steps
    does = {
        "contact": any(step.is_contact for step in steps),
        "handover": any(step.hand_over is not None for step in steps),
        "supply stop": any(isinstance(action, StopSupply) for step in steps for action in step.actions),
    }
    return [name for name in each.stops if does.get(name)]
