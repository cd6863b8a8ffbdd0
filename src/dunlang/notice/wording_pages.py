"""The pages of what is found in plain letters (WRD)."""

from __future__ import annotations

from dunlang.diagnostics import Page, Severity

__all__ = ["PAGES"]


def _page(code: str, name: str, text: str, severity: Severity = Severity.ERROR) -> Page:
    return Page(code=code, name=name, severity=severity, text=text)


LANGUAGE = _page(
    "WRD001",
    "letter-language-unread",
    """A letter is written in a language that is not read.

## Why
Letters are read in Dutch, French, German, Spanish and English. In any other language, or with too few words to tell
the language, nothing can be said of it.
""",
)
ELEMENT = _page(
    "WRD100",
    "letter-element-missing",
    """A letter does not state what the law wants it to state.

## Why
A letter that lacks a required element is no such letter: depending on the country the debtor owes no costs, or the
period does not begin. An element that may be there and cannot be read for sure leaves the letter undecided.

## Bad
> Wij verzoeken u factuur 2026-0117 te betalen.

(no amount, no period, no costs)
""",
)
PERIOD_REJECTED = _page(
    "WRD110",
    "letter-period-rejected",
    """A letter gives its period in words that courts reject.

## Why
A period of fourteen days "after the date of this letter" ends before the debtor has had fourteen days. Courts have
judged such words; the letter then brings no costs.

## Bad
> Betaal binnen 14 dagen na dagtekening.

## Good
> Betaal binnen veertien dagen vanaf de dag nadat deze brief bij u is bezorgd.
""",
)
PERIOD_DIVIDED = _page(
    "WRD111",
    "letter-period-divided",
    """A letter gives its period in words on which practice is divided.

## Why
Some courts accept these words and others do not. Approved words cost nothing.
""",
    Severity.WARNING,
)
TOO_EARLY = _page(
    "WRD112",
    "letter-period-too-early",
    """The last day that a letter gives lies before the end of the period of the law.

## Why
The period runs from (presumed) receipt. A printed day, or a period that runs from the date of the letter, must not end
before it. `before 25 September` ends on the 24th.
""",
)
REST_DAY = _page(
    "WRD113",
    "letter-period-on-rest-day",
    """The last day that a letter gives is a rest day from which the law may move on.

## Why
Whether the act on periods moves this end is arguable; naming the next working day is always safe.
""",
    Severity.WARNING,
)
PERIOD_UNKNOWN = _page(
    "WRD114",
    "letter-period-unjudged",
    """Whether the period of a letter is long enough cannot be told.

## Why
A printed day can only be judged when the day of sending is known.
""",
    Severity.WARNING,
)
CONTRADICTION = _page(
    "WRD115",
    "letter-periods-differ",
    """A letter gives several periods to pay.

## Why
The debtor must be able to read one amount, one period, one account. Periods that contradict each other can spoil the
letter.
""",
    Severity.WARNING,
)
TOO_HIGH = _page(
    "WRD120",
    "letter-costs-too-high",
    """A letter names more collection costs than the law gives on the principal.

## Why
The scale binds with consumers, and in the Netherlands a letter that announces too much brings no costs at all.
""",
)
AT_ONCE = _page(
    "WRD121",
    "letter-costs-at-once",
    """A letter asks for costs at once that may only follow after a free period.

## Why
The letter that opens the way to costs must leave the debtor a period in which to pay without them. Costs that are due
at once, or that are already in the total, leave none.

## Bad
> U bent per direct € 40 incassokosten verschuldigd.

## Good
> Betaalt u niet binnen deze termijn, dan brengen wij € 40 aan incassokosten in rekening.
""",
)
UNPRICED = _page(
    "WRD122",
    "letter-costs-without-amount",
    """A letter names costs without their amount.

## Why
The debtor must be able to read what it costs not to pay; a percentage leaves the sum to the debtor.
""",
    Severity.WARNING,
)
FORBIDDEN = _page(
    "WRD123",
    "letter-costs-forbidden",
    """A letter asks for costs where the law allows none.

## Why
In some countries the cost of collection stays with the creditor as long as no court has decided.
""",
)
COSTS_UNKNOWN = _page(
    "WRD124",
    "letter-principal-unknown",
    """The principal cannot be told from the letter, so its costs cannot be judged.

## Why
The scale is computed on the principal. Where a letter names several amounts, name it yourself.
""",
    Severity.WARNING,
)
COSTS_DIFFER = _page(
    "WRD125",
    "letter-costs-differ",
    """A letter names other costs than the creditor will ask.

## Why
What is asked later can be no more than what the letter announced.
""",
    Severity.WARNING,
)
FEE = _page(
    "WRD126",
    "letter-fee-too-high",
    """A letter asks a higher fee for itself than the law leaves.

## Why
In some countries a reminder may cost what print, paper and postage cost, and no more: courts strike down what is
higher. The finding cites the amount.
""",
)
UNGROUNDED = _page(
    "WRD127",
    "letter-costs-without-ground",
    """A letter asks for costs and does not say why they are owed.

## Why
Where no law gives costs as such, they need a clause in the contract, or damage by the delay. A fee that names neither
can be a misleading practice, and a debtor who asks is told nothing.
""",
    Severity.WARNING,
)
INTEREST_TOO_HIGH = _page(
    "WRD128",
    "letter-interest-too-high",
    """A letter asks a consumer for more interest than the law gives.

## Why
The rate for businesses is not owed by a consumer. A higher one can be agreed in some countries, which nobody can read
in a letter: then the letter is undecided.

## Bad
> Wir berechnen Verzugszinsen von neun Prozentpunkten über dem Basiszinssatz.

## Good
> Wir berechnen Verzugszinsen von fünf Prozentpunkten über dem Basiszinssatz.
""",
)
REFERENCE_RATE = _page(
    "WRD129",
    "letter-reference-rate-differs",
    """A letter names a reference rate that is another one on its day.

## Why
Reference rates change twice a year. A figure that was once right stays behind in the text of a letter.
""",
    Severity.WARNING,
)
PHRASE = _page(
    "WRD130",
    "letter-words-rejected",
    """A letter uses words that the law or a court rejects.

## Why
Threats that are not open to the creditor, or labels that say nothing, put the letter at risk. A denied sentence is
understood and not reported.
""",
)

PAGES: tuple[Page, ...] = (
    LANGUAGE, ELEMENT, PERIOD_REJECTED, PERIOD_DIVIDED, TOO_EARLY, REST_DAY, PERIOD_UNKNOWN, CONTRADICTION, TOO_HIGH,
    AT_ONCE, UNPRICED, FORBIDDEN, COSTS_UNKNOWN, COSTS_DIFFER, FEE, UNGROUNDED,
    INTEREST_TOO_HIGH, REFERENCE_RATE, PHRASE,
)  # fmt: skip
