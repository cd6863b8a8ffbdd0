"""A template names a rate of interest, and another one will be charged.

## Why
Statutory rates change, some of them twice a year; a rate that was typed into a template is right until the next change
and wrong from then on, in every letter that goes out. A letter that speaks of the statutory interest where the terms
have a rate of their own, or the other way round, claims what is not claimed.

The rate in the letter is compared with the group's on each day of the validity whose rate is known; later days are told
as not checked, as are points above a reference rate where the clause is no such clause. Print
`{{ interest.rate }}` and the two cannot differ.

## Letters
```jinja
{# bad.txt #}
Geachte {{ debtor.name }},

Factuur {{ invoice.number }} van {{ amount.due | money }} is nog niet betaald. U bent daarover 9% wettelijke rente
verschuldigd.
```

```jinja
{# good.txt #}
Geachte {{ debtor.name }},

Factuur {{ invoice.number }} van {{ amount.due | money }} is nog niet betaald. U bent daarover {{ interest.rate }}
wettelijke rente verschuldigd.
```

## Bad
```dun
policy "Last year's rate" {
    law NL
}

notice reminder {
    kind      reminder
    language  nl
    template  "bad.txt"  # NTC112
}

group customers {
    when debtor is consumer and country is NL
    payment   within 14 days of invoice
    interest  statutory
    steps {
        reminder  7 days after due  send reminder by email
    }
}

group others {
    otherwise
    payment within 30 days of invoice
}
```

## Good
```dun
policy "The rate of the day" {
    law NL
}

notice reminder {
    kind      reminder
    language  nl
    template  "good.txt"
}

group customers {
    when debtor is consumer and country is NL
    payment   within 14 days of invoice
    interest  statutory
    steps {
        reminder  7 days after due  send reminder by email
    }
}

group others {
    otherwise
    payment within 30 days of invoice
}
```

## Law
Reads the statutory rates and their periods.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from dunlang.diagnostics import Diagnostic, Label, Severity
from dunlang.law import FOREVER, RatePeriod
from dunlang.lint.in_words import InWords, letters_of
from dunlang.lint.legal import Case, cases, yearly
from dunlang.lint.rates import differing, rates_of
from dunlang.lint.rule import rule
from dunlang.lint.view import View
from dunlang.money import as_percent
from dunlang.source import Span

if TYPE_CHECKING:
    from dunlang.notice.mentions import InterestClaim

__all__ = ["interest_in_words_differs"]


@rule(code="NTC112", severity=Severity.ERROR, reads=("interest", "rate"))
def interest_in_words_differs(view: View) -> Iterator[Diagnostic]:
    """The interest in the words of each letter against the clause of its group."""
    told: set[tuple[str, Span]] = set()
    for case in cases(view) if view.has_templates else ():
        if case.at_home or case.interest is None:
            continue
        for letter in letters_of(case.group, case.debtor):
            for claim in _claims(letter):
                place = letter.place(claim.span)
                found = None if (letter.notice.name, place) in told else _difference(case, claim, letter)
                if found is None:
                    continue
                told.add((letter.notice.name, place))
                said, charged, witness = found
                notice, clause = letter.notice, case.interest
                yield interest_in_words_differs.at(
                    notice.template_span or notice.name_span,
                    f"the letter of `{notice.name}` names {said}, and {case.who} is charged {charged}",
                    label="its words and the schedule differ",
                    related=(Label(place, said), Label(clause.span, charged)),
                    help="print `{{ interest.rate }}` in the letter",
                    witness=witness,
                )


def _claims(letter: InWords) -> Iterator[InterestClaim]:
    from dunlang.notice.mentions import interest_claims

    return (claim for claim in interest_claims(letter.heard.claims.text) if letter.is_read(claim.span))


_Difference = tuple[str, str, tuple[tuple[str, str], ...]]


def _difference(case: Case, claim: InterestClaim, letter: InWords) -> _Difference | None:
    """What the letter names, what is charged, and since when; None where they agree or cannot be compared."""
    clause = case.interest
    assert clause is not None  # noqa: S101 - the caller looked
    if claim.percent is None:
        if claim.statutory and clause.kind == "rate":
            return "the statutory interest", f"{as_percent(clause.percent)} a {clause.per}", ()
        return ("an agreed interest", "the statutory interest", ()) if _is_agreed(case, claim) else None
    if claim.over:
        if clause.kind == "reference" and claim.percent != clause.percent:
            return (
                f"{as_percent(claim.percent)} above a reference rate",
                f"{as_percent(clause.percent)} above it",
                (),
            )
        if clause.kind != "reference":
            case.missing(
                f"the interest that the letter of `{letter.notice.name}` names", "it is above a reference rate"
            )
        return None
    for day, ours in case.over(rates_of):
        if ours is None:
            continue
        rate = _yearly(case, claim, day)
        said = (RatePeriod(start=dt.date.min, end=FOREVER, percent=rate),)
        found = differing(case, ours.periods, said, lambda mine, theirs: mine != theirs)
        if found is not None:
            charged = f"{as_percent(found.ours.percent)} a year"
            shown = f"{as_percent(claim.percent)} a {'month' if claim.monthly else 'year'}"
            return f"interest of {shown}", charged, (("from", str(found.day)), ("rate charged", charged))
    return None


def _is_agreed(case: Case, claim: InterestClaim) -> bool:
    clause = case.interest
    return claim.agreed and not claim.statutory and clause is not None and clause.kind == "statutory"


def _yearly(case: Case, claim: InterestClaim, on: dt.date) -> Decimal:
    """The rate that the letter names as one a year."""
    assert claim.percent is not None  # noqa: S101 - the caller looked
    law = case.group.law or case.law
    return yearly(claim.percent, "month", law, case.debtor, on) if claim.monthly else claim.percent
