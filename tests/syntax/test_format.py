"""The canonical form: stable, faithful, and as a credit manager would lay it out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings

from dunlang.syntax import format_source, parse
from dunlang.syntax.rows import WIDTH
from tests.syntax.programs import EXAMPLES, programs, source, strewn_programs, text_of

quick = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def formatted(text: str) -> str:
    """The canonical form of a text without errors."""
    result, found = format_source(source(text))
    assert result is not None, found
    return result


def comments(text: str) -> list[str]:
    """The comments of a text, in order."""
    return [comment.text for comment in parse(source(text))[0].comments]


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_examples(file: Path, golden: object) -> None:
    """The canonical form of each example is the one kept beside the tests, and formatting it changes nothing."""
    text = text_of(file)
    golden(file.name, formatted(text))  # type: ignore[operator]
    assert formatted(formatted(text)) == formatted(text)


@quick
@given(programs())
def test_formatting_says_the_same_and_settles(text: str) -> None:
    """parse∘format = parse and format∘format = format, on programs drawn from the grammar."""
    tree, found = parse(source(text))
    assume(not found)
    once = formatted(text)
    again, found = parse(source(once))
    assert not found
    assert again.root.same(tree.root)
    assert formatted(once) == once


@quick
@given(strewn_programs())
def test_no_comment_is_lost_wherever_it_stands(text: str) -> None:
    """Comments keep their order and their words; blank lines never come in pairs, nor at the ends of blocks."""
    tree, found = parse(source(text))
    assume(not found)
    once = formatted(text)
    assert comments(once) == [comment.text for comment in tree.comments]
    assert formatted(once) == once
    assert "\n\n\n" not in once
    assert not re.search(r"\{(  #.*)?\n\n|\n\n *\}", once)
    assert not once.startswith("\n")
    assert all(line == line.rstrip() for line in once.splitlines())


def test_errors_give_no_text() -> None:
    """A text with syntax errors is never rewritten."""
    result, found = format_source(source("policy {"))
    assert result is None
    assert found


def test_comments_stay_with_what_they_are_about() -> None:
    """Own lines before what they precede, ends of lines behind their line, the midst of a statement above it."""
    text = """\
# head


# about the policy
policy "x" { # opens
 law NL # behind
 # before
 currency # midst
   EUR

 # last in the block
} # closes
# end
"""
    assert (
        formatted(text)
        == """\
# head

# about the policy
policy "x" {  # opens
    law       NL  # behind
    # before
    # midst
    currency  EUR

    # last in the block
}  # closes
# end
"""
    )


def test_steps_are_a_table() -> None:
    """Names, numbers to the right, when, actions and `if` in columns; a long row does not widen them without end."""
    text = """\
steps s { eerste 5 days after invoice send brief by post and email
 tweede 15 days after eerste deadline call "bel" if disputed
 derde on due hand over to bureau if not disputed }
"""
    assert (
        formatted(text)
        == """\
steps s {
    eerste   5 days after invoice          send brief by post and email
    tweede  15 days after eerste deadline  call "bel"           if disputed
    derde      on due                      hand over to bureau  if not disputed
}
"""
    )


def test_brackets_are_a_table() -> None:
    """Amounts and percentages stand below one another."""
    text = "terms t { costs brackets {\n to 250 EUR 15% to 10000 EUR 5.5%\n above 1% } at least 40 EUR }"
    assert (
        formatted(text)
        == """\
terms t {
    costs brackets {
        to   250 EUR   15%
        to 10000 EUR  5.5%
        above           1%
    } at least 40 EUR
}
"""
    )


def test_short_blocks_stay_on_their_line() -> None:
    """One statement on one line stays there; two never share a line."""
    text = """\
policy "x" { law NL }
notice a { kind final }
notice b { kind final gives 14 days from receipt }
terms t {
}
"""
    assert (
        formatted(text)
        == """\
policy "x" { law NL }
notice a { kind final }

notice b {
    kind   final
    gives  14 days from receipt
}

terms t {}
"""
    )


def test_long_statements_wrap_below_their_first_word() -> None:
    """Lists wrap behind commas and conditions before `and` and `or`, aligned."""
    elements = ", ".join(f"element nummer{number}" for number in range(12))
    condition = " and ".join(f"segment is soort_{number}" for number in range(9))
    lines = formatted(f"notice n {{ kind final states {elements} }} group g {{ when {condition} }}").splitlines()
    assert all(len(line) <= WIDTH for line in lines)
    assert {len(line) - len(line.lstrip()) for line in lines if "element" in line and "states" not in line} == {12}
    assert {len(line) - len(line.lstrip()) for line in lines if line.lstrip().startswith("and")} == {9}


def test_line_ends_become_those_of_the_house() -> None:
    """Texts from other systems come out with plain line ends and the same comments."""
    text = 'policy "x" { # one\r\n  law NL\r\n\r\n\r\n  currency EUR # two\r\n}\r\n'
    assert formatted(text) == 'policy "x" {  # one\n    law NL\n\n    currency EUR  # two\n}\n'


def test_damage_by_the_formatter_is_never_returned(monkeypatch: pytest.MonkeyPatch) -> None:
    """Were a row lost, an exception says so instead of a text."""
    from dunlang.syntax import format as format_module

    print_rows = format_module.print_rows
    monkeypatch.setattr(format_module, "print_rows", lambda rows: print_rows(rows[:-2]))
    with pytest.raises(RuntimeError, match="nothing was written"):
        format_source(source('policy "x" {\n law NL\n currency EUR\n}'))
