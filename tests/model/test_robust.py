"""Damaged and senseless text: always an answer, never an exception, and few findings on top of the syntax errors."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dunlang.model import resolve
from dunlang.source import Source
from dunlang.syntax import parse

POLICIES = sorted((Path(__file__).parents[2] / "policies").glob("*.dun"))

_LISTED = """
policy notice group steps terms attribute scenario use agency insurer law NL EUR 5 14 2026-01-05 0 999999999999
1.5 % { } ( ) , >= < = days months working after before due invoice on at end of month x y deadline received
send by post call hand over to when otherwise if is in not and or debtor country amount outstanding disputed
consumer states gives from receipt kind template "s" payment within interest costs brackets above most least
hold dispute until resolved clock stops expect with for opened every times promise made
"""
WORDS = st.sampled_from(_LISTED.split())


def answered(text: str) -> None:
    """Resolve without an exception; each finding has a place, a message of the right form, and a page's code."""
    tree, _ = parse(Source("x.dun", text))
    policy, found = resolve(tree, known_law=lambda code: code == "NL")
    assert policy is None or policy.groups is not None
    for each in found:
        assert each.span is not None
        assert 0 <= each.span.start <= each.span.end <= len(text)
        assert each.message == each.message.strip()
        assert not each.message.endswith(".")
        assert each.message[0] == "`" or not each.message[0].isupper()


@settings(max_examples=200, deadline=None)
@given(st.lists(WORDS, max_size=60).map(" ".join))
def test_word_soup(text: str) -> None:
    """Any words of the language in any order are answered."""
    answered(text)


@pytest.mark.parametrize("path", POLICIES, ids=lambda path: path.name)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_cut_policies(path: Path, data: st.DataObject) -> None:
    """A shipped policy with a piece cut out or a word put in is answered."""
    text = path.read_text(encoding="utf-8")
    start = data.draw(st.integers(0, len(text)))
    end = min(len(text), start + data.draw(st.integers(0, 40)))
    answered(text[:start] + data.draw(st.just("") | WORDS) + text[end:])


@pytest.mark.parametrize("name", ["ten-lines.dun", "debiteurenbeleid.dun"])
def test_one_mistake_is_one_finding(name: str) -> None:
    """One word deleted, doubled or replaced gives one finding, syntax and meaning together, in 98 of 100 cases."""
    path = next(path for path in POLICIES if path.name == name)
    text = path.read_text(encoding="utf-8")

    def findings(text: str) -> int:
        tree, errors = parse(Source("x.dun", text))
        return len(errors) + len(resolve(tree, known_law=lambda code: code in ("NL", "BE", "ES"))[1])

    assert findings(text) == 0
    leaves = list(parse(Source("x.dun", text))[0].root.leaves())
    counts: list[int] = []
    for leaf in leaves[:: max(1, len(leaves) // 50)]:
        for put in ("", f"{leaf.text} {leaf.text}", "§", "zork"):
            count = findings(text[: leaf.start] + put + text[leaf.end :])
            if count:  # without one, the damage was harmless
                counts.append(count)
    assert len(counts) > 150
    assert sum(count == 1 for count in counts) >= len(counts) * 98 // 100
