"""The parser agrees with bare Lark, keeps places and comments, and takes keywords softly."""

from __future__ import annotations

import gc
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from lark import Tree as LarkTree
from lark.exceptions import UnexpectedInput

from dunlang.syntax import Node, Token, Tree, parse
from tests.syntax.programs import EXAMPLES, lark, programs, source, strewn_programs, text_of

quick = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def as_lark(place: Any) -> Any:
    """A Lark tree as plain tuples, places included."""
    if isinstance(place, LarkTree):
        return (str(place.data), [as_lark(child) for child in place.children])
    text = " ".join(place.split()) if place.type == "PHRASE" else str(place)
    return (place.type, text, place.start_pos, place.end_pos)


def as_ours(place: Node | Token) -> Any:
    """Our tree as the same tuples."""
    if isinstance(place, Node):
        return (place.rule, [as_ours(child) for child in place.children])
    return (place.type, place.text, place.start, place.end)


def good(text: str) -> Tree:
    """The tree of a text without errors."""
    tree, found = parse(source(text))
    assert not found, found[0].message
    return tree


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_examples_parse_as_bare_lark_parses_them(file: Path) -> None:
    """Same rules, same tokens, same places."""
    text = text_of(file)
    assert as_ours(good(text).root) == as_lark(lark().parse(text))


@quick
@given(programs())
def test_generated_programs_parse_as_bare_lark_parses_them(text: str) -> None:
    """What Lark takes we take, as the same tree; what it refuses we refuse."""
    tree, found = parse(source(text))
    try:
        expected = lark().parse(text)
    except UnexpectedInput:
        assert found
    else:
        assert not found
        assert as_ours(tree.root) == as_lark(expected)


@quick
@given(strewn_programs())
def test_comments_are_kept_in_order(text: str) -> None:
    """Every comment stands beside the tree, with its place, and nowhere else."""
    tree, found = parse(source(text))
    assume(not found)
    assert [text[c.start : c.end] for c in tree.comments] == [c.text for c in tree.comments]
    assert len(tree.comments) == sum(text.count(mark) for mark in ("# behind", "# own line", "# apart"))
    assert all(c.own_line == (not text[: c.start].rpartition("\n")[2].strip()) for c in tree.comments)


def test_keywords_are_names_where_no_keyword_may_stand() -> None:
    """`agency` is a value and `payment` the name of a step."""
    tree = good("group agency { when segment is agency  steps { payment on due call } }")
    names = [leaf.text for leaf in tree.root.leaves() if leaf.type == "NAME"]
    assert names == ["agency", "segment", "agency", "payment"]


def test_phrases_may_be_spread_over_blanks() -> None:
    """A field of several words is one token, whatever blanks and comments stand between them."""
    text = "group g { when average   days\n late > 10 days and first # not two names\n # at all\norder or x }"
    tree = good(text)
    phrases = [leaf for leaf in tree.root.leaves() if leaf.type == "PHRASE"]
    assert [leaf.text for leaf in phrases] == ["average days late", "first order"]
    assert text[phrases[0].start : phrases[0].end] == "average   days\n late"
    assert [comment.text for comment in tree.comments] == ["# not two names", "# at all"]
    assert text[phrases[1].end :] == " or x }"


@pytest.mark.parametrize("mark", ["\ufeff", "", "\r\n", "\t \f"])
def test_what_means_nothing_at_the_start(mark: str) -> None:
    """A byte order mark and blanks before the first word change no place."""
    tree = good(f'{mark}policy "x" {{ law NL }}')
    assert tree.root.start == len(mark)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_of_all_systems_end_a_comment(end: str) -> None:
    """No comment swallows the lines behind it."""
    tree = good(f'# one{end}policy "x" {{ # two{end} law NL }}')
    assert [comment.text for comment in tree.comments] == ["# one", "# two"]
    assert tree.root.first("policy") is not None


def test_empty_text_is_an_empty_tree() -> None:
    """Nothing is wrong with nothing, as far as syntax goes."""
    for text in ("", " \n", "# only a comment"):
        assert good(text).root.children == []


def test_long_lists_are_flat() -> None:
    """Thousands of members and of `and` make a wide node, not a deep one."""
    tree = good(f"group g {{ when {' and '.join(['x'] * 5000)} }}")
    assert len([leaf for leaf in tree.root.leaves() if leaf.type == "AND"]) == 4999


def test_collector_is_as_it_was() -> None:
    """A big parse turns the cyclic collector off only for itself."""
    text = "\n".join(f"terms t{number} {{ contact from 5 EUR }}" for number in range(2000))
    assert gc.isenabled()
    good(text)
    assert gc.isenabled()
    gc.disable()
    try:
        good(text)
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_parsing_imports_no_lark() -> None:
    """The shipped table makes Lark's import needless, and importing the room parses nothing."""
    code = (
        "import sys, dunlang.syntax\n"
        "assert 'dunlang.syntax.parser' not in sys.modules and 'lark' not in sys.modules\n"
        "from dunlang.source import Source\n"
        "dunlang.syntax.parse(Source('x', 'use \"a\"'))\n"
        "dunlang.syntax.parse(Source('x', 'use a b c'))\n"
        "assert 'lark' not in sys.modules\n"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
