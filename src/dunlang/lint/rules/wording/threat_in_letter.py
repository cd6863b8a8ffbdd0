"""A template holds words that do not belong in a letter.

## Why
A threat that is not open to the creditor (the police, prison, telling the employer) puts the debtor under pressure that
the law does not allow, and puts the claim at risk. Words that a sentence denies are not reported.

## Letters
```jinja
{# bad.txt #}
Geachte {{ debtor.name }},

Factuur {{ invoice.number }} van {{ amount.due | money }} is nog niet betaald. Betaalt u niet, dan doen wij aangifte.
```

```jinja
{# good.txt #}
Geachte {{ debtor.name }},

Factuur {{ invoice.number }} van {{ amount.due | money }} is nog niet betaald. Wilt u dit bedrag overmaken?
```

## Bad
```dun
policy "Threats" {
    law NL
}

notice reminder {
    kind      reminder
    language  nl
    template  "bad.txt"  # WRD210
}

group customers {
    when debtor is consumer and country is NL
    payment within 14 days of invoice
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
policy "No threats" {
    law NL
}

notice reminder {
    kind      reminder
    language  nl
    template  "good.txt"
}

group customers {
    when debtor is consumer and country is NL
    payment within 14 days of invoice
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
Reads the judged wording of each country and language.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from dunlang.diagnostics import Diagnostic, Severity
from dunlang.lint.legal import Case, cases
from dunlang.lint.rule import rule
from dunlang.lint.view import View
from dunlang.lint.wording import spoken_letter

__all__ = ["threat_in_letter"]


@rule(code="WRD210", severity=Severity.ERROR, reads=("wording",))
def threat_in_letter(view: View) -> Iterator[Diagnostic]:
    """The judged words in every template that a debtor can read."""
    told: set[tuple[str, str]] = set()
    for case in cases(view) if view.has_templates else ():
        for _, found in case.over(_judged):
            for name, finding in found:
                if (name, finding.message) not in told:
                    told.add((name, finding.message))
                    yield finding


def _judged(case: Case, on: dt.date) -> tuple[tuple[str, Diagnostic], ...]:
    """The findings by the law of the day *on*."""
    from dunlang.notice.phrases import judge_phrases

    found: list[tuple[str, Diagnostic]] = []
    for step, notice in case.own_letters():
        letter = spoken_letter(case, step, notice)
        if letter is None:
            continue
        for remark in judge_phrases(case.law, letter.facts(case, step, on), letter.claims):
            if remark.span is None or not letter.is_read(remark.span):
                continue
            found.append((notice.name, letter.finding(threat_in_letter, remark)))
    return tuple(found)
