"""A template gives another period in its words than its notice does.

## Why
The schedule counts with `gives`: the next step comes when that period is over. A debtor whose letter says something
longer is charged or handed over while he may still pay; one whose letter says something shorter is told of costs that
are not due yet. Print `{{ period.days }}` or `{{ deadline | day }}` and the two cannot differ.

Numbers are read, in figures and in words, and weeks are days. Whether the words are good in law is judged elsewhere.

## Letters
```jinja
{# bad.txt #}
Geachte {{ debtor.name }},

Wij hebben nog geen betaling ontvangen van factuur {{ invoice.number }}. Het gaat om {{ amount.due | money }}.
Wij verzoeken u dit bedrag te betalen binnen veertien dagen na ontvangst van deze brief.
```

```jinja
{# good.txt #}
Geachte {{ debtor.name }},

Wij hebben nog geen betaling ontvangen van factuur {{ invoice.number }}. Het gaat om {{ amount.due | money }}.
Wij verzoeken u dit bedrag te betalen binnen tien dagen na ontvangst van deze brief.
```

## Bad
```dun
policy "Ten or fourteen" {
    law NL
}

notice reminder {
    kind      reminder
    language  nl
    template  "bad.txt"
    gives     10 days from receipt  # NTC012
}

group customers {
    otherwise
    payment within 14 days of invoice
    steps {
        first  1 day after due  send reminder by post
    }
}
```

## Good
```dun
policy "Ten" {
    law NL
}

notice reminder {
    kind      reminder
    language  nl
    template  "good.txt"
    gives     10 days from receipt
}

group customers {
    otherwise
    payment within 14 days of invoice
    steps {
        first  1 day after due  send reminder by post
    }
}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from dunlang.diagnostics import Diagnostic, Label, Severity
from dunlang.lint.in_words import letters_in_words
from dunlang.lint.rule import rule
from dunlang.lint.saying import periods_said
from dunlang.lint.view import View
from dunlang.source import Span

__all__ = ["period_differs"]


@rule(code="NTC012", severity=Severity.ERROR)
def period_differs(view: View) -> Iterator[Diagnostic]:
    """The periods that a template gives in words against the period of its notice."""
    for group in view.groups:
        for step, notice in group.letters():
            for length, place in periods_said(group, step, notice):
                given = notice.gives
                if given is not None and length.is_same(given.count, given.unit):
                    continue
                yield period_differs.at(
                    notice.gives_span or notice.template_span,
                    f"the letter of `{notice.name}` gives {length}, and the notice gives {given}"
                    if given is not None
                    else f"the letter of `{notice.name}` gives {length}, and the notice gives no period",
                    label="counted in the schedule" if given is not None else "no period is counted",
                    related=(Label(place, f"{length} in the letter"),),
                    help="print `{{ period.days }}` in the letter, or give the same period in both",
                )
    yield from _a_day_short(view)


def _a_day_short(view: View) -> Iterator[Diagnostic]:
    """Letters that want payment before the last day of the period."""
    told: set[tuple[str, Span]] = set()
    for letter in letters_in_words(view):
        notice = letter.notice
        for span in letter.heard.before_deadline():
            place = letter.place(span)
            if (notice.name, place) in told or not letter.is_read(span):
                continue
            told.add((notice.name, place))
            yield period_differs.at(
                notice.gives_span or notice.template_span,
                f"the letter of `{notice.name}` wants payment before `deadline`, which is itself the last day in time",
                label=f"{notice.gives}" if notice.gives is not None else "no period is counted",
                related=(Label(place, "a day short"),),
                help="name the day as the last one: `uiterlijk op`, `au plus tard le`, `spätestens am`, "
                "`a más tardar el`, `by`",
            )
