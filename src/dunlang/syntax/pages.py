"""The pages of the syntax codes: each with an example that gives the code and one that does not."""

from __future__ import annotations

from dunlang.diagnostics import Page, Severity

__all__ = ["PAGES"]


def _page(code: str, name: str, text: str, bad: str, good: str) -> Page:
    body = f"{text}\n\n## Bad\n\n```dun\n{bad}\n```\n\n## Good\n\n```dun\n{good}\n```\n"
    return Page(code=code, name=name, severity=Severity.ERROR, text=body)


UNEXPECTED = _page(
    "SYN001",
    "unexpected-word",
    "A word or mark stands where another one belongs.\n\n"
    "The message says what was found and what may stand there. The damaged statement is left out of the other checks; "
    "the rest of the text is read as usual.",
    "notice brief { gives 14 days from 7 }",
    "notice brief { gives 14 days from receipt }",
)
NO_UNIT = _page(
    "SYN002",
    "missing-unit",
    "A number has no unit.\n\n"
    "Every number carries its unit: `14 days`, `10 working days`, `2 weeks`, `1 month`, `25 EUR`, `2%`. Nothing is "
    "assumed, for days and working days differ by a third.",
    "terms gewoon { payment within 14 of invoice }",
    "terms gewoon { payment within 14 days of invoice }",
)
MISSPELT = _page(
    "SYN003",
    "misspelt-keyword",
    "A keyword is misspelt.\n\nThe word is not known at this place, but a word that is known there looks much like it.",
    "terms gewoon { payment within 14 dayz of invoice }",
    "terms gewoon { payment within 14 days of invoice }",
)
DOUBLED = _page(
    "SYN004",
    "doubled-word",
    "A word or mark stands twice in a row.",
    "notice brief { states invoice number,, due date }",
    "notice brief { states invoice number, due date }",
)
MISSING = _page(
    "SYN005",
    "missing-word",
    "A word, a value or a comma is missing.",
    'policy "Standaard" { law NL  currency }',
    'policy "Standaard" { law NL  currency EUR }',
)
BRACE = _page(
    "SYN006",
    "missing-brace",
    "A block lacks a brace.\n\nWhere the closing brace is missing, the finding also shows where the block opens.",
    "notice brief {\n    kind reminder\n\nterms gewoon { contact from 5 EUR }",
    "notice brief {\n    kind reminder\n}\n\nterms gewoon { contact from 5 EUR }",
)
EXTRA_BRACE = _page(
    "SYN007",
    "extra-brace",
    "There is a closing brace too many.",
    "notice brief {\n    kind reminder\n}\n}",
    "notice brief {\n    kind reminder\n}",
)
WRONG_BLOCK = _page(
    "SYN008",
    "wrong-block",
    "A statement stands in a block where it does not belong.",
    "notice brief {\n    kind reminder\n    runs weekly on tuesday\n}",
    'policy "Standaard" {\n    law  NL\n    runs weekly on tuesday\n}',
)
ORDER = _page(
    "SYN009",
    "number-behind-after",
    "The number of a step stands behind `after` or `before`.\n\n"
    "A step says how long, in which direction and from what: `30 days after invoice`. The clock that a step counts "
    "from is never implied.",
    "steps gewoon {\n    bellen  after 30 days  call\n}",
    "steps gewoon {\n    bellen  30 days after invoice  call\n}",
)
UNCLOSED_TEXT = _page(
    "SYN010",
    "unclosed-text",
    "A text lacks one of its two quotes.\n\nTexts stand in straight double quotes and stay on one line.",
    'policy "Standaard { law NL }',
    'policy "Standaard" { law NL }',
)
NUMBER = _page(
    "SYN011",
    "malformed-number",
    "A number is not written as this language writes numbers.\n\n"
    "Digits, and a point before decimals: `1234.56`. A decimal comma, grouping and exponents are refused, because "
    "`1.234` would be one amount to some readers and another to others.",
    "terms gewoon { contact from 1.234,56 EUR }",
    "terms gewoon { contact from 1234.56 EUR }",
)
DATE = _page(
    "SYN012",
    "malformed-date",
    "A date is not written as a day of the calendar.\n\n"
    "Dates are written as year, month and day: `2026-01-31`. They must exist and lie between 1990 and 2100.",
    'policy "Standaard" { law NL  valid from 31-01-2026 }',
    'policy "Standaard" { law NL  valid from 2026-01-31 }',
)
UNKNOWN = _page(
    "SYN013",
    "unknown-statement",
    "A word starts no statement of this block.",
    "notice brief {\n    kind reminder\n    xyzzy 12\n}",
    "notice brief {\n    kind reminder\n}",
)
CHARACTER = _page(
    "SYN014",
    "stray-character",
    "A character is no part of the language.\n\nStatements need no mark at their end and values no mark before them. "
    "Texts and comments hold what can be seen: no control characters, and none that turn the direction of reading.",
    "notice brief { kind reminder; }",
    "notice brief { kind reminder }",
)
UNREADABLE = _page(
    "SYN015",
    "not-a-text",
    "The file is not a policy that can be read: it is too large, or not a text.",
    "notice brief \x00{ kind reminder }",
    "notice brief { kind reminder }",
)
_NESTED = "group diep {{ when {0}debtor is consumer{1} }}"
DEEP = _page(
    "SYN016",
    "nested-too-deeply",
    "Conditions are nested in one another beyond all measure.",
    _NESTED.format("(" * 300, ")" * 300),
    _NESTED.format("((", "))"),
)
TOO_MANY = _page(
    "SYN017",
    "too-many-errors",
    "There are so many syntax errors that the rest of the text was not read.",
    "notice brief {\n" + "    kind ;\n" * 201 + "}",
    "notice brief {\n    kind ;\n}",
)
UNQUOTED = _page(
    "SYN018",
    "text-without-quotes",
    "A text stands without quotes.\n\nTitles, notes and file names are texts; only names of things need none.",
    "policy Standaard { law NL }",
    'policy "Standaard" { law NL }',
)
COMPARISON = _page(
    "SYN019",
    "wrong-comparison",
    "A comparison is written in another language's way.\n\n"
    "Words are compared with `is`, `is not` and `in (…)`; numbers with `>=`, `>`, `<=`, `<` and `=`.",
    "group gewoon { when debtor == consumer }",
    "group gewoon { when debtor is consumer }",
)
CURRENCY = _page(
    "SYN020",
    "amount-not-in-order",
    "An amount is not a number followed by a currency code.",
    "terms gewoon { contact from € 5 }",
    "terms gewoon { contact from 5 EUR }",
)
REPEAT = _page(
    "SYN021",
    "repetition-behind-action",
    "The repetition of a step stands behind what the step does.\n\n"
    "A step says when, how often, then what: `30 days after due  every 10 days, at most 2 times  call`.",
    "steps gewoon {\n    bellen  30 days after due  call every 10 days, at most 2 times\n}",
    "steps gewoon {\n    bellen  30 days after due every 10 days, at most 2 times  call\n}",
)

PAGES: tuple[Page, ...] = (
    UNEXPECTED,
    NO_UNIT,
    MISSPELT,
    DOUBLED,
    MISSING,
    BRACE,
    EXTRA_BRACE,
    WRONG_BLOCK,
    ORDER,
    UNCLOSED_TEXT,
    NUMBER,
    DATE,
    UNKNOWN,
    CHARACTER,
    UNREADABLE,
    DEEP,
    TOO_MANY,
    UNQUOTED,
    COMPARISON,
    CURRENCY,
    REPEAT,
)
