"""The letter before a claim in court leaves less time to reply than the law wants before a claim.

## Why
Some countries have rules for the letter before a claim against a person: it must leave a time to reply, and a court
may order costs against a creditor who claims sooner. A formal letter that is followed by a hand-over to a lawyer or a
bailiff is taken to be that letter.

Every sending date of the validity is tried. A period that counts from receipt is taken to begin on the day of
sending, the earliest that it can.

## Bad
```dun
policy "Hasty" {
    law       UK
    currency  GBP
}

lawyer solicitors "Solicitors" {
    country UK
}

notice claim {
    kind    formal
    states  amount due, description, payment details, deadline
    gives   14 days from sending  # NTC150
}

group people {
    when debtor is consumer and country is UK
    payment within 14 days of invoice
    steps {
        claim     20 days after due            send claim by post
        handover   1 day after claim deadline  hand over to solicitors
    }
}

group others {
    otherwise
    payment within 30 days of invoice
}
```

## Good
```dun
policy "Patient" {
    law       UK
    currency  GBP
}

lawyer solicitors "Solicitors" {
    country UK
}

notice claim {
    kind    formal
    states  amount due, description, payment details, deadline
    gives   30 days from sending
}

group people {
    when debtor is consumer and country is UK
    payment within 14 days of invoice
    steps {
        claim     20 days after due            send claim by post
        handover   1 day after claim deadline  hand over to solicitors
    }
}

group others {
    otherwise
    payment within 30 days of invoice
}
```

## Law
Reads how long a debtor may take to reply before a claim, as facts of the topic `court` with the value `reply_days`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from dunlang.dates import Offset, add
from dunlang.diagnostics import Diagnostic, Label, Severity
from dunlang.lint.legal import Case, cases, ground
from dunlang.lint.rule import rule
from dunlang.lint.view import View
from dunlang.model.policy import Notice, Step

__all__ = ["claim_before_reply"]

#: Who claims in court.
_CLAIMANTS = ("lawyer", "bailiff")


@rule(code="NTC150", severity=Severity.WARNING, reads=("fact",))
def claim_before_reply(view: View) -> Iterator[Diagnostic]:
    """The last formal letter before a hand-over to somebody who claims in court, for each kind of debtor."""
    for case in cases(view):
        last = _last_formal(case)
        if last is None:
            continue
        step, notice = last
        for _, facts in case.over(lambda it, on: it.law.facts("court", on, it.debtor)):
            for fact in facts:
                days = fact.body.values.get("reply_days")
                if not isinstance(days, Decimal):
                    continue
                least = Offset(int(days))
                early = _early(case, step, notice, least)
                if early is None:
                    continue
                root, start, sent = early
                basis = ground(fact, severity=Severity.WARNING)
                dates = ((f"{root} date", start), (f"{step.name} sent", sent))
                yield claim_before_reply.at(
                    notice.gives_span or notice.name_span,
                    f"`{notice.name}` leaves {case.who} {notice.gives} to reply, a claim may follow after {least} only",
                    label="too early for a claim",
                    related=() if step.send is None else (Label(step.send.span, "sent here, and then handed over"),),
                    citations=basis.citations,
                    help=f"write `gives {least} from sending` or more",
                    witness=tuple((what, str(day)) for what, day in dates if day is not None),
                )


def _last_formal(case: Case) -> tuple[Step, Notice] | None:
    """The last letter of kind formal with a period before the first hand-over to a claimant; None without one."""
    found: tuple[Step, Notice] | None = None
    for step in case.group.steps:
        party, notice = case.view.collector(step), case.view.notice(step)
        if party is not None and party.kind in _CLAIMANTS:
            return found
        if notice is not None and notice.kind == "formal" and notice.gives is not None:
            found = step, notice
    return None


def _early(case: Case, step: Step, notice: Notice, least: Offset) -> tuple[str, dt.date | None, dt.date] | None:
    """The first sending whose period, begun that day, ends before *least* from it."""
    calendar = case.law.period_calendar()
    if calendar is None or notice.gives is None:
        return None
    for root, start, sent in case.sendings(step):
        try:
            if add(sent, notice.gives, calendar) < add(sent, least, calendar):
                return root, start, sent
        except LookupError:
            return None
    return None
