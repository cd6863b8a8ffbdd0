"""The page on letters says what the code says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dunlang.notice.vocabulary import FILTERS, TABLE, Variable

PAGE = Path(__file__).parents[2] / "docs" / "letters.md"

_GIVEN = {
    "always": "",
    "period": "the notice gives a period in days or weeks",
    "deadline": "the end of the period is known when the letter goes out",
    "costs": "the group claims costs",
    "vat": "these costs come with VAT",
    "interest": "the group claims interest",
    "due": "there is a payment term, or the invoice has a due date",
    "dispute": "the group has a term for disputes",
    "reminder": "a letter that says that payment is late was sent before",
    "notice": "a letter was sent before",
    "agency": "a hand-over to an agency, lawyer or bailiff can follow",
    "creditor": "the policy has a creditor",
    "creditor number": "the creditor has a number",
    "creditor iban": "the creditor has an account",
    "creditor country": "the creditor has a country",
}


def row(variable: Variable) -> str:
    """One line of the table."""
    lacks = "may lack" if variable.may_lack else "may be empty" if variable.may_be_empty else ""
    given = "; ".join(filter(None, (_GIVEN[variable.given], lacks)))
    element = f"`{variable.element}`" if variable.element else ""
    return f"| `{variable.path}` | {variable.says} | {variable.kind} | {element} | {given} |\n"


def test_the_table_of_the_vocabulary_is_fresh(request: pytest.FixtureRequest) -> None:
    """Every word with what it holds, states and needs; ``--update-golden`` writes it anew."""
    rows = "".join(
        row(variable) for variable in TABLE.values() if variable.kind != "record" or variable.given != "always"
    )
    table = f"| word | what it holds | kind | states | given where |\n| --- | --- | --- | --- | --- |\n{rows}"
    text = PAGE.read_text(encoding="utf-8")
    fresh, times = re.subn(
        r"(<!-- table: vocabulary -->\n)(?:.*?)(<!-- end -->)",
        lambda match: f"{match.group(1)}\n{table}\n{match.group(2)}",
        text,
        flags=re.DOTALL,
    )
    assert times == 1
    if request.config.getoption("--update-golden"):
        PAGE.write_text(fresh, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == fresh


def test_every_filter_is_named() -> None:
    """The page names the filters; the short forms of Jinja2 need no word."""
    text = PAGE.read_text(encoding="utf-8")
    assert not [name for name in FILTERS if len(name) > 1 and f"`{name}`" not in text]
