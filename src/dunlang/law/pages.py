"""The pages of the findings about law files: what is wrong, why, a bad and a good file.

A block is a whole law file, as a user's pack is. The tests load each block: Bad gives the code, Good gives nothing.
"""

from __future__ import annotations

from dunlang.diagnostics import Page, Severity

__all__ = [
    "CLASH",
    "DATE",
    "DOUBLED_ID",
    "DOUBLED_KEY",
    "FEATURE",
    "GAP",
    "MISSING_KEY",
    "OVERLAP",
    "PAGES",
    "REFERENCE",
    "SOURCE",
    "TOO_LARGE",
    "UNKNOWN_KEY",
    "UNQUOTED",
    "UNREADABLE",
    "VALUE",
]

_HEAD = """\
country: NL
verified_on: 2026-11-21
sources:
  act: {url: "https://example.org/act", what: "the act"}
"""

_FEE = """\
provisions:
  - id: our.costs
    kind: cost
    says: "Our own collection costs are fifteen percent, at most 500 euro."
    article: "our terms, art. 9"
    sources: [act]
    confidence: house
    for: [business]
    role: statutory
    pieces: [{percent: 15}]
    maximum: 500.00
"""

_RATE = """\
provisions:
  - id: our.rate
    kind: rate
    says: "A rate of our own."
    article: "our terms, art. 10"
    sources: [act]
    confidence: house
    rate: house
    rows:
      - {from: 2025-01-01, until: 2025-12-31, value: 6}
      - {from: 2026-01-01, until: 2026-12-31, value: 4}
"""


def _page(code: str, name: str, text: str, bad: str, good: str = _HEAD + _FEE) -> Page:
    body = f"{text.strip()}\n\n## Bad\n```yaml\n{bad}```\n\n## Good\n```yaml\n{good}```\n"
    return Page(code=code, name=name, severity=Severity.ERROR, text=body)


UNREADABLE = _page(
    "LAW001",
    "law-file-unreadable",
    """
A law file is not YAML, or is empty.

## Why
Nothing of it can be used, so nothing that rests on it can be checked.
""",
    'country: NL\nprovisions: [{id: "our.costs"\n',
)

TOO_LARGE = _page(
    "LAW002",
    "law-file-too-large",
    """
A law file is larger or nested deeper than any law needs.

## Why
A file that unfolds into millions of values would stop the check, so it is refused before it is read.
""",
    "country: " + "[" * 20 + "]" * 20 + "\n",
)

FEATURE = _page(
    "LAW003",
    "law-file-feature",
    """
A law file uses an anchor, an alias or a tag.

## Why
Law data are read by people: each value stands where it holds. Anchors, aliases and tags are what makes a YAML file
dangerous to open, so they are refused.
""",
    _HEAD + _FEE.replace("maximum: 500.00", "maximum: &top 500.00"),
)

UNKNOWN_KEY = _page(
    "LAW004",
    "law-unknown-key",
    """
A law file has a key that the format does not know.

## Why
A mistyped key would drop a limit in silence.
""",
    _HEAD + _FEE.replace("maximum:", "maximun:"),
)

DOUBLED_KEY = _page(
    "LAW005",
    "law-doubled-key",
    """
A key stands twice in one mapping.

## Why
YAML readers take the last one in silence; nobody knows which was meant.
""",
    _HEAD + _FEE + "    maximum: 400.00\n",
)

MISSING_KEY = _page(
    "LAW006",
    "law-missing-key",
    """
A provision lacks something that it needs.

## Why
Without its article, its confidence or its value a provision cannot be cited, weighed or applied.
""",
    _HEAD + _FEE.replace('    article: "our terms, art. 9"\n', ""),
)

VALUE = _page(
    "LAW007",
    "law-wrong-value",
    """
A value is not of the kind that its key takes.

## Why
Amounts have at most the decimals of their currency, rates at most six, words come from closed lists: a value outside
them would be read as something else than was meant.
""",
    _HEAD + _FEE.replace("maximum: 500.00", "maximum: 500.005"),
)

UNQUOTED = _page(
    "LAW008",
    "law-unquoted-boolean",
    """
A word stands without quotes that YAML reads as true or false.

## Why
`NO` is Norway to you and `false` to YAML. Text is quoted, and a yes or no is written `true` or `false`.
""",
    _HEAD.replace("NL", "NO") + _FEE,
)

DATE = _page(
    "LAW009",
    "law-impossible-date",
    """
A date is not a day of the calendar, or a period ends before it begins.

## Why
A provision with a date that never comes is never in force.
""",
    _HEAD + _FEE.replace("    for:", "    from: 2026-02-30\n    for:"),
)

GAP = _page(
    "LAW010",
    "law-gap",
    """
The rows of a rate leave days without a rate.

## Why
No rate is ever carried over a gap: interest over those days could not be computed. A period whose rate is not known is
written as a row with `value: unknown`.
""",
    _HEAD + _RATE.replace("2025-12-31", "2025-11-30"),
    _HEAD + _RATE,
)

OVERLAP = _page(
    "LAW011",
    "law-overlap",
    """
Two rows of a rate cover the same day, or the rows are out of order.

## Why
Two rates on one day give two amounts.
""",
    _HEAD + _RATE.replace("2025-12-31", "2026-01-31"),
    _HEAD + _RATE,
)

SOURCE = _page(
    "LAW012",
    "law-unknown-source",
    """
A provision names a source that the file does not list, or claims to be verified without naming any.

## Why
Each finding prints where the law was read; a dead name cannot be checked by anybody.
""",
    _HEAD + _FEE.replace("sources: [act]", "sources: [akt]"),
)

DOUBLED_ID = _page(
    "LAW013",
    "law-doubled-id",
    """
Two provisions have the same id.

## Why
Findings, suppressions and other provisions name a provision by its id.
""",
    _HEAD + _FEE + _FEE.removeprefix("provisions:\n").replace("for: [business]", "for: [government]"),
)

REFERENCE = _page(
    "LAW014",
    "law-unknown-reference",
    """
A provision refers to a rate or a calendar that is not there.

## Why
It could not be applied on any day.
""",
    _HEAD
    + """\
provisions:
  - id: our.interest
    kind: interest
    says: "Interest at our own rate."
    article: "our terms, art. 10"
    sources: [act]
    confidence: house
    for: [business]
    role: statutory
    rate: houze
""",
    _HEAD
    + _RATE
    + """\
  - id: our.interest
    kind: interest
    says: "Interest at our own rate."
    article: "our terms, art. 10"
    sources: [act]
    confidence: house
    for: [business]
    role: statutory
    rate: house
""",
)

CLASH = _page(
    "LAW015",
    "law-two-answers",
    """
Two provisions of one file answer the same question for the same debtor on the same day.

## Why
Which of them holds would depend on their order in the file.
""",
    _HEAD + _FEE + _FEE.removeprefix("provisions:\n").replace("our.costs", "our.other"),
)

#: All pages of this room, by code.
PAGES: tuple[Page, ...] = (
    UNREADABLE,
    TOO_LARGE,
    FEATURE,
    UNKNOWN_KEY,
    DOUBLED_KEY,
    MISSING_KEY,
    VALUE,
    UNQUOTED,
    DATE,
    GAP,
    OVERLAP,
    SOURCE,
    DOUBLED_ID,
    REFERENCE,
    CLASH,
)
