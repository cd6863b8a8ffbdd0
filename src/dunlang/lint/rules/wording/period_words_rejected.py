"""A template gives the free period in words that courts reject.

## Why
The letter that opens the way to costs must leave the debtor the whole period of the law. Courts have judged by which
words it does: fourteen days "after the date of this letter" end too early, and a letter that says so brings no costs.
The policy may count rightly and the letter still say it wrongly.

The words are read and not matched: numbers in figures and in words, weeks and days, from what the period runs. Words on
which practice is divided give a warning.

## Letters
```jinja
{# bad.txt #}
Geachte {{ debtor.name }},

Wij hebben nog geen betaling ontvangen van factuur {{ invoice.number }}. Het gaat om {{ amount.due | money }}.
Wij verzoeken u dit bedrag te betalen binnen {{ period.days }} dagen na dagtekening van deze brief. Betaalt u niet,
dan brengen wij {{ costs.if_unpaid | money }} aan incassokosten in rekening{% if costs.vat %}, waarvan
{{ costs.vat | money }} btw{% endif %}.
```

```jinja
{# good.txt #}
Geachte {{ debtor.name }},

Wij hebben nog geen betaling ontvangen van factuur {{ invoice.number }}. Het gaat om {{ amount.due | money }}.
Wij verzoeken u dit bedrag te betalen binnen {{ period.days }} dagen vanaf de dag nadat deze brief bij u is bezorgd.
Betaalt u niet, dan brengen wij {{ costs.if_unpaid | money }} aan incassokosten in rekening{% if costs.vat %}, waarvan
{{ costs.vat | money }} btw{% endif %}.
```

## Bad
```dun
policy "From the date of the letter" {
    law       NL
    creditor  "Voorbeeld BV" {
        vat reclaimed
    }
}

notice formal {
    kind      formal
    language  nl
    template  "bad.txt"  # WRD200
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
policy "From receipt" {
    law       NL
    creditor  "Voorbeeld BV" {
        vat reclaimed
    }
}

notice formal {
    kind      formal
    language  nl
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
Reads the judged wording of each country and language, and the period that must run before costs.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from dunlang.diagnostics import Diagnostic, Severity
from dunlang.lint.free_letter import charge_rule, claims, listed
from dunlang.lint.legal import Case, cases
from dunlang.lint.rule import rule
from dunlang.lint.view import View
from dunlang.lint.wording import spoken_letter

__all__ = ["period_words_rejected"]


@rule(code="WRD200", severity=Severity.ERROR, reads=("wording", "charging"))
def period_words_rejected(view: View) -> Iterator[Diagnostic]:
    """The periods of the letters that open the way to costs, by the words of their templates."""
    told: set[tuple[str, str]] = set()
    for case in cases(view) if view.has_templates else ():
        for _, found in case.over(_judged):
            for name, finding in found:
                if (name, finding.message) not in told:
                    told.add((name, finding.message))
                    yield finding


def _judged(case: Case, on: dt.date) -> tuple[tuple[str, Diagnostic], ...]:
    """The findings by the law of the day *on*."""
    from dunlang.notice.judge import judge_period
    from dunlang.notice.wording_pages import PERIOD_UNKNOWN

    charging = charge_rule(case, on)
    if charging is None or not claims(case, charging):
        return ()
    found: list[tuple[str, Diagnostic]] = []
    for step, notice in listed(case, charging):
        letter = spoken_letter(case, step, notice)
        if letter is None:
            continue
        facts = letter.facts(case, step, on)
        # A printed `deadline` is the schedule's own day: its period is judged, not its words.
        periods = [period for period in letter.periods() if period.length is not None or period.last_day is not None]
        judged = [remark for period in periods for remark in judge_period(case.law, facts, charging, period)[1]]
        # The day of sending is the schedule's: that it is not known from the words is no finding.
        remarks = [remark for remark in judged if remark.page is not PERIOD_UNKNOWN]
        if periods and not remarks:
            return ()  # one sound letter is enough
        found += [(notice.name, letter.finding(period_words_rejected, remark)) for remark in remarks]
    return tuple(found)
