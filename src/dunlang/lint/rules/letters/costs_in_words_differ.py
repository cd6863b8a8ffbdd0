"""A template names costs in figures, and the schedule charges something else.

## Why
A letter that says "40 euro" to everybody is right only where everybody owes 40 euro. Where the costs follow a scale, or
VAT comes on top, most debtors read another sum than they are charged: they pay too little, or complain with reason, and
a court may give nothing at all. A percentage is compared as the clause that it is, with its minimum and maximum.

All amounts of the readers are compared, exactly and on each state of the law: words under `{% if %}` only with those
who read them. With VAT on top the letter may name the costs with it or without it. A letter that carries several
invoices, each with its own costs, must say that its sum is for each. Print
`{{ costs.if_unpaid | money }}`, or `costs.due` for what is owed already, and the two cannot differ.

## Letters
```jinja
{# bad.txt #}
Geachte {{ debtor.name }},

Factuur {{ invoice.number }} is nog niet betaald. U bent ons nu {{ amount.due | money }} schuldig, met inbegrip van
40 euro incassokosten.
```

```jinja
{# good.txt #}
Geachte {{ debtor.name }},

Factuur {{ invoice.number }} is nog niet betaald. U bent ons nu {{ amount.due | money }} schuldig, met inbegrip van
{{ costs.due | money }} incassokosten.
```

## Bad
```dun
policy "Forty for all" {
    law NL
}

notice formal {
    kind      formal
    language  nl
    template  "bad.txt"  # NTC111
}

group customers {
    when debtor is business
    payment  within 14 days of invoice
    costs    statutory
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
policy "As charged" {
    law NL
}

notice formal {
    kind      formal
    language  nl
    template  "good.txt"
}

group customers {
    when debtor is business
    payment  within 14 days of invoice
    costs    statutory
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
Reads the costs that the law gives and its ceilings, with their VAT.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from dunlang.diagnostics import Diagnostic, Label, Severity
from dunlang.lint.charged import Charged, NamedCosts, charged, difference, named_costs, with_two
from dunlang.lint.in_words import InWords, letters_of
from dunlang.lint.legal import Case, cases
from dunlang.lint.rule import rule
from dunlang.lint.view import View
from dunlang.money import Money
from dunlang.source import Span

__all__ = ["costs_in_words_differ"]


@rule(code="NTC111", severity=Severity.ERROR, reads=("cost", "charging"))
def costs_in_words_differ(view: View) -> Iterator[Diagnostic]:
    """The costs in the words of each letter against what its group charges."""
    told: set[tuple[str, Span]] = set()
    for case in cases(view) if view.has_templates else ():
        if case.at_home:
            continue
        for day, will in case.over(_charged):
            if will is None:
                continue
            for letter in letters_of(case.group, case.debtor):
                yield from _differing(case, letter, will, case.since(day), told)


def _charged(case: Case, on: dt.date) -> Charged | None:
    """What is charged; nothing to compare with where the law allows no costs (a finding of its own)."""
    charging = case.law.charging(case.debtor, on, case.creditor_size)
    return None if charging is not None and charging.forbidden else charged(case, on)


def _differing(
    case: Case, letter: InWords, will: Charged, since: str, told: set[tuple[str, Span]]
) -> Iterator[Diagnostic]:
    notice = letter.notice
    for named in named_costs(letter):
        place = letter.place(named.span)
        if named.scale is None:
            case.view.not_checked(
                f"the costs that the letter of `{notice.name}` names in words", "they are no one amount or percentage"
            )
            continue
        if (notice.name, place) in told:
            continue
        found = difference(letter, named, will)
        if found is None:
            twice = with_two(letter, named, will)
            if twice is not None:
                told.add((notice.name, place))
                yield _of_two(case, letter, named, Money(twice, will.currency), place)
            continue
        told.add((notice.name, place))
        owed, ours = Money(found.principal, will.currency), Money(found.named, will.currency)
        asked = Money(found.charged, will.currency)
        clause = letter.group.terms.spans.get("costs")
        yield costs_in_words_differ.at(
            notice.template_span or notice.name_span,
            f"the letter of `{notice.name}` names costs of {ours} on {owed} open, and {case.who} is charged "
            f"{asked}{since}",
            label="its words and the schedule differ",
            related=(
                Label(place, f"{ours} on {owed}"),
                *(() if clause is None else (Label(clause, f"{asked} on {owed}"),)),
            ),
            help="print `{{ costs.if_unpaid | money }}`, or `costs.due` for costs that are owed already",
            citations=tuple(provision.citation() for provision in (will.rule.provisions if will.rule else ())),
            witness=(
                *found.reader,
                ("amount open", str(owed)),
                ("costs in the letter", str(ours)),
                ("costs by the schedule", str(asked)),
            ),
        )


def _of_two(case: Case, letter: InWords, named: NamedCosts, asked: Money, place: Span) -> Diagnostic:
    """A fixed sum in a letter that may carry several invoices, each with costs of its own."""
    notice = letter.notice
    ours = Money(named.fixed or 0, asked.currency)
    return costs_in_words_differ.at(
        notice.template_span or notice.name_span,
        f"the letter of `{notice.name}` names costs of {ours}, and {case.who} with two invoices in it is charged "
        f"{asked}",
        label="right for a letter with one invoice",
        related=(Label(place, "the same for one invoice and for several"),),
        help="print `{{ costs.if_unpaid | money }}`, or say that it is for each invoice",
        severity=Severity.WARNING,
        witness=(("invoices", "two"), ("costs in the letter", str(ours)), ("costs by the schedule", str(asked))),
    )
