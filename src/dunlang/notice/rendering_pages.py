"""The codes of letters that cannot be written."""

from __future__ import annotations

from dunlang.diagnostics import Page, Severity

__all__ = ["LACKING", "NOT_DUE", "NOT_RENDERED", "NOT_SET", "NO_TEMPLATE", "PAGES"]

LACKING = Page(
    code="LTR001",
    name="letter-lacks-value",
    severity=Severity.ERROR,
    text="""A letter prints something that is not there for this debtor or invoice.

Nothing is printed in its place: a letter with a hole in it would go out. The message names the word of the template and
its line, the help says which column of the ledger, or which line of the policy, gives it. What may be lacking belongs
under an `if`: `{% if debtor.number %}Your number is {{ debtor.number }}.{% endif %}`.
""",
)

NO_TEMPLATE = Page(
    code="LTR002",
    name="notice-without-template",
    severity=Severity.ERROR,
    text="""A letter cannot be written: its notice lists what it states, but names no template.

`states` tells the checker what the letter says, and another system writes it. Name a `template` in its place and
dunlang writes it too. See `dunlang rule NTC100` for what the law wants it to state.
""",
)

NOT_RENDERED = Page(
    code="LTR003",
    name="letter-not-rendered",
    severity=Severity.ERROR,
    text="""A template fails on this case.

`dunlang check` reads templates without a case and finds what is wrong on any path; this one fails only with these
values, as where a text is compared with a number.
""",
)

NOT_DUE = Page(
    code="LTR004",
    name="letter-not-due",
    severity=Severity.ERROR,
    text="""A letter is asked for that is not sent on that day.

`dunlang render` writes what the policy sends on the date given, or what was sent before it. A step that is held,
blocked, still to come or passed over has no letter: `dunlang explain` says why.
""",
)

NOT_SET = Page(
    code="LTR005",
    name="letter-not-set",
    severity=Severity.ERROR,
    text="""A letter was rendered but cannot be written in this format.

For PDF: typst is not installed (`pip install 'dunlang[pdf]'`), or its fonts lack a character of the text; give a folder
with a font that has it (`--fonts`). For mail: an address is none, or the HTML
template has a style block and css-inline is not installed (`pip install 'dunlang[mail]'`).
""",
)

#: All of them, in the order of their codes.
PAGES = (LACKING, NO_TEMPLATE, NOT_RENDERED, NOT_DUE, NOT_SET)
