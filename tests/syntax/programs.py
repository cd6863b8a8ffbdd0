"""Programs for the tests: the good examples, texts drawn from the grammar, and comments strewn into them."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import strategies as st
from hypothesis.extra.lark import from_lark

from dunlang.source import Source
from dunlang.syntax.scan import END, lexemes, scanner
from dunlang.syntax.table import bare_lark, grammar_text

if TYPE_CHECKING:
    from lark import Lark

    from dunlang.syntax.scan import Lexeme

HERE = Path(__file__).parent
EXAMPLES = tuple(sorted((HERE / "examples").glob("*.dun")))


def text_of(file: Path) -> str:
    """The text of an example."""
    return file.read_text(encoding="utf-8")


def source(text: str) -> Source:
    """A source for *text*."""
    return Source("policy.dun", text)


def lexemes_of(text: str) -> list[Lexeme]:
    """All lexemes of *text* but its end."""
    return [lexeme for lexeme in lexemes(scanner(), text, 0) if lexeme.kind != END]


@cache
def lark() -> Lark:
    """Lark's own parser of the shipped grammar."""
    return bare_lark(grammar_text())


_VALUES: dict[str, st.SearchStrategy[str]] = {
    "NAME": st.sampled_from(["klant", "b_1", "brief", "été", "standaard_lang"]),
    "STRING": st.sampled_from(['"x"', '""', '"twee woorden, en # geen commentaar"']),
    "NUMBER": st.sampled_from(["1", "14", "2.5", "10000"]),
    "DATE": st.dates(min_value=dt.date(1990, 1, 1), max_value=dt.date(2100, 1, 1)).map(str),
    "CURRENCY": st.sampled_from(["EUR", "USD"]),
    "WEEKDAY": st.sampled_from(["monday", "sunday"]),
    "OPERATOR": st.sampled_from([">=", "<=", ">", "<", "="]),
    "PHRASE": st.sampled_from(["first order", "average  days late", "credit limit", "days overdue"]),
}


@cache
def programs() -> st.SearchStrategy[str]:
    """Texts drawn from the grammar, a blank around each token; a few are ambiguous as text and do not parse."""
    explicit = {name: values.map(lambda text: f" {text} ") for name, values in _VALUES.items()}
    for terminal in lark().terminals:
        if terminal.pattern.type == "str":
            explicit[terminal.name] = st.just(f" {terminal.pattern.value} ")
        elif terminal.name in lark().ignore_tokens:
            explicit[terminal.name] = st.just(" ")
    return from_lark(lark(), start="start", explicit=explicit)


@st.composite
def strewn_programs(draw: st.DrawFn) -> str:
    """Texts drawn from the grammar with line ends, blank lines and comments strewn between the tokens."""
    trivia = st.sampled_from(
        [" ", " ", " ", "\n", "\n\n", "\n\n\n", "  # behind\n", "\n# own line\n", "\n\n# apart\n\n", "\r\n"]
    )
    text = ""
    for lexeme in lexemes_of(draw(programs())):
        text += draw(trivia) + lexeme.text
    return text + draw(trivia)


def soup() -> st.SearchStrategy[str]:
    """The language's own words and marks in any order."""
    literals = [t.pattern.value for t in lark().terminals if t.pattern.type == "str"]
    return st.lists(st.one_of(st.sampled_from(literals), *_VALUES.values()), max_size=40).map(" ".join)
