"""One list of findings that every writer is tried on: each shape that a finding can have."""

from __future__ import annotations

import datetime as dt

from dunlang.diagnostics import Citation, Diagnostic, Edit, Judged, Label, Page, Severity
from dunlang.source import Source, Span

POLICY = Source(
    "policies/beleid.dun",
    'policy "Standaard" { law NL }\n'
    "\n"
    "group klanten {\n"
    "\tcosts\t40 EUR   # 你好 💶 naïve\n"
    "    steps {\n"
    "        eerste  15 days after invoice\n"
    "                send brief by post\n"
    "    }\n"
    "}\n",
)
SHARED = Source("policies/shared/brieven.dun", 'notice brief "Brief 100%: een, twee" { states deadline }\n')
LONG = Source("policies/long.dun", "group g { " + "when country is NL or " * 200 + "country is BE }")
WIDE = Source("policies/breed.dun", 'notice 通知 "你好 💶" { states deadlin }\n')
SLY = Source("policies/sly.dun", 'policy "a\u202eb\x1b[31m" { law XX }\n')


def at(source: Source, text: str, *, nth: int = 0) -> Span:
    """The span of the nth occurrence of *text*."""
    start = -1
    for _ in range(nth + 1):
        start = source.text.index(text, start + 1)
    return Span(source, start, start + len(text))


LAW = Citation(
    provision="nl.bik.mandatory_consumer",
    article="art. 6:96(5) BW",
    says="A consumer pays no more than the decree's scale.",
    in_force_from=dt.date(2012, 7, 1),
    confidence="verified by 3",
    url="https://wetten.overheid.nl/BWBR0005289",
    verified_on=dt.date(2026, 11, 21),
)
HOUSE = Citation(
    provision="our.costs",
    article="our terms, art. 9",
    in_force_from=dt.date(2025, 1, 1),
    in_force_until=dt.date(2025, 12, 31),
    confidence="house",
    origin="our-rules.yaml",
)

FINDINGS = (
    Diagnostic(
        code="FEE001",
        name="fee-above-cap",
        severity=Severity.ERROR,
        message="`40 EUR` is above the cap of 15%, so 100% wrong: look",
        span=at(POLICY, "40 EUR"),
        label="the law allows 37.50 EUR of 250.00 EUR",
        related=(Label(at(POLICY, "klanten"), "for this group"), Label(at(SHARED, "brief"), "announced here")),
        notes=("from 0.01 EUR to 266.66 EUR it is too much",),
        citations=(LAW, HOUSE),
        help="write `costs legal maximum`",
        edit=Edit(span=at(POLICY, "40 EUR"), replacement="legal maximum"),
        witness=(("debtor", "consumer"), ("amount", "250.00 EUR")),
    ),
    Diagnostic(
        code="TIM001",
        name="action-before-deadline",
        severity=Severity.WARNING,
        message="`eerste` spans lines",
        span=Span(POLICY, at(POLICY, "eerste").start, at(POLICY, "by post").end),
        label="from here to there",
        related=(Label(at(POLICY, "steps {"), ""), Label(at(POLICY, "policy"), "judged by this law")),
    ),
    Diagnostic(
        code="SYN006",
        name="missing-brace",
        severity=Severity.ERROR,
        message="expected `}`, found the end of the text",
        span=Span(POLICY, len(POLICY.text), len(POLICY.text)),
        help="close the block",
    ),
    Diagnostic(
        code="GRP004",
        name="long-line",
        severity=Severity.NOTE,
        message="a finding in a line of thousands of letters",
        span=at(LONG, "country is NL", nth=150),
        label="here",
        related=(Label(at(LONG, "group"), "this group"), Label(at(LONG, "country is BE"), "and here")),
    ),
    Diagnostic(
        code="NTC009",
        name="wide-letters",
        severity=Severity.WARNING,
        message="`deadlin` is no element",
        span=at(WIDE, "deadlin"),
        label="did you mean `deadline`?",
        related=(Label(at(WIDE, "通知"), "in this notice"),),
    ),
    Diagnostic(
        code="NAM007",
        name="unknown-law",
        severity=Severity.ERROR,
        message="no law `XX`, says \x1b[2Jsomebody",
        span=at(SLY, "XX"),
    ),
    Diagnostic(
        code="FIL001",
        name="file-not-read",
        severity=Severity.ERROR,
        message="cannot read `weg.dun`: no such file or directory",
        span=None,
        file="weg.dun",
        help="name a file that exists",
    ),
)

PAGES = {
    "FEE001": Page(
        code="FEE001",
        name="fee-above-cap",
        severity=Severity.ERROR,
        text="Costs are above the cap.\n\n## Why\nThe law caps them.\n",
    ),
    "TIM001": Page(
        code="TIM001", name="action-before-deadline", severity=Severity.WARNING, text="A step comes too early.\n"
    ),
}

#: What two policies were judged for: one open question is theirs together.
JUDGED = (
    Judged(
        file="beleid.dun",
        first=dt.date(2026, 1, 1),
        last=dt.date(2030, 12, 31),
        ends="the last day for which calendar NL is final",
        not_checked=("the law of XX: no data", "hours of contact: a policy has no hours"),
    ),
    Judged(
        file="map met spatie/één.dun",
        first=dt.date(2026, 1, 1),
        last=dt.date(2026, 6, 30),
        ends="the end of the validity",
        not_checked=("hours of contact: a policy has no hours",),
    ),
)
