"""Tables of the docs say what the code says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dunlang.law.vocabulary import ELEMENTS, NOTICE_KINDS
from dunlang.project.catalogue import pages
from tests.docs.tables import TABLES

LANGUAGE = Path(__file__).parents[2] / "docs" / "language.md"
GRAMMAR = Path(__file__).parents[2] / "grammar" / "dunlang.lark"


def test_generated_tables_are_fresh(request: pytest.FixtureRequest) -> None:
    """Fields, columns and events are the code's own; ``--update-golden`` writes them anew."""
    text = LANGUAGE.read_text(encoding="utf-8")
    fresh = text
    for name, table in TABLES.items():
        fresh, times = re.subn(
            rf"(<!-- table: {name} -->\n)(?:.*?)(<!-- end -->)",
            lambda match, table=table: f"{match.group(1)}\n{table()}\n{match.group(2)}",  # type: ignore[misc] # re's stub
            fresh,
            flags=re.DOTALL,
        )
        assert times == 1, name
    if request.config.getoption("--update-golden"):
        LANGUAGE.write_text(fresh, encoding="utf-8")
    assert LANGUAGE.read_text(encoding="utf-8") == fresh


def test_the_elements_are_all_listed() -> None:
    """The page lists exactly the elements that a notice can state, in the law's order."""
    text = LANGUAGE.read_text(encoding="utf-8")
    part = text[text.index("| element |") : text.index("## Groups")]
    assert tuple(re.findall(r"^\| `([a-z ]+)` \|", part, re.MULTILINE)) == ELEMENTS
    assert all(f"`{kind}`" in text for kind in NOTICE_KINDS)


def test_every_keyword_of_the_grammar_stands_on_the_page() -> None:
    """No word of the language is left out of its reference."""
    rules = re.sub(r"//.*", "", GRAMMAR.read_text(encoding="utf-8"))
    words = set(re.findall(r'"([a-z]+)"', rules))
    text = LANGUAGE.read_text(encoding="utf-8")
    code = " ".join(re.findall(r"```dun.*?```|`[^`\n]+`", text, re.DOTALL))
    lists = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "time"}
    missing = {word for word in words - lists if not re.search(rf"\b{word}\b", code)}
    assert len(words) > 100
    assert missing == set()


def test_codes_named_in_the_pages_exist() -> None:
    """A code that a page names has a page of its own."""
    known = set(pages())
    for page in LANGUAGE.parent.glob("*.md"):
        if page.name == "decisions.md":
            continue
        named = set(re.findall(r"\b([A-Z]{3}\d{3})\b", page.read_text(encoding="utf-8")))
        assert named <= known, (page.name, named - known)
