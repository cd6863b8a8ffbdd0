"""The codes of templates: what keeps a letter from being read, whatever policy sends it."""

from __future__ import annotations

from dunlang.diagnostics import Page, Severity

__all__ = ["FILTER", "PAGES", "REFUSED", "SYNTAX", "TOO_LARGE", "UNDECIDED", "UNKNOWN_ELEMENT", "UNKNOWN_WORD"]

SYNTAX = Page(
    code="TPL001",
    name="template-syntax",
    severity=Severity.ERROR,
    text="""A template cannot be parsed.

Letters are Jinja2 templates: `{{ … }}` prints, `{% … %}` decides, `{# … #}` is a remark. The message has the parser's
own words and the line; nothing else is said about the template until it parses.
""",
)

REFUSED = Page(
    code="TPL002",
    name="template-refused",
    severity=Severity.ERROR,
    text="""A template uses something that a letter may not use.

A letter prints and decides; it does not calculate. So that every path through it can be judged, and so that nobody's
template can harm the machine that renders it, these are refused: arithmetic, calls of anything but the template's own
macros, macros that call themselves, loops over anything but the lists of the vocabulary, templates included or
extended by a computed name, and values changed inside a loop. Amounts are worked out by the policy.
""",
)

UNKNOWN_WORD = Page(
    code="TPL003",
    name="unknown-variable",
    severity=Severity.ERROR,
    text="""A template asks for something that the vocabulary of letters does not have.

The whole vocabulary is in the page on letters. Fields that the policy declares stand under `debtor` and `invoice`. A
macro sees its arguments and the vocabulary, nothing that the template has set.
""",
)

UNKNOWN_ELEMENT = Page(
    code="TPL004",
    name="unknown-element",
    severity=Severity.ERROR,
    text="""`says` names an element that does not exist, or has no text.

`{% says "agency handover" %} … {% endsays %}` marks the words that state an element. The elements are those of
`states` in a notice. With nothing between the tags the built-in text of the notice's language is printed, where there
is one.
""",
)

TOO_LARGE = Page(
    code="TPL005",
    name="template-too-large",
    severity=Severity.ERROR,
    text="""A template is larger, or nested deeper, than any letter needs.

A file may have 200 000 characters, and a letter may be made of forty files. What it prints is counted with all its
macros and included files, so one that doubles itself over and over is refused as well.
""",
)

FILTER = Page(
    code="TPL006",
    name="wrong-filter",
    severity=Severity.ERROR,
    text="""A filter or a test is not one that letters have, or does not fit the value.

`money` prints an amount and `day` a date, both in the letter's language. Besides these there are `default`, `upper`,
`lower`, `title`, `capitalize`, `trim`, `indent`, `escape`, `length` and `count`; the only tests are `defined` and
`undefined`.
""",
)

UNDECIDED = Page(
    code="TPL007",
    name="template-not-decided",
    severity=Severity.WARNING,
    text="""A template's conditions are too involved to be judged.

Nothing is said about what the letter prints on each path. Split the letter in two, one for each group of debtors.
""",
)

PAGES = (SYNTAX, REFUSED, UNKNOWN_WORD, UNKNOWN_ELEMENT, TOO_LARGE, FILTER, UNDECIDED)
