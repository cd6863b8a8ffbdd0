"""What a law file may not be, before anything is read from it."""

from __future__ import annotations

import time

import pytest

from dunlang.law.tree import MAX_CHARACTERS, MAX_DEPTH, compose
from dunlang.source import Source

BOMB = "a: &a [x, x]\n" + "".join(
    f"{new}: &{new} [{', '.join(['*' + old] * 9)}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)

REFUSED = [
    ("a bomb of aliases", BOMB, "LAW003"),
    ("an alias loop", "a: &a [*a]\n", "LAW003"),
    ("an anchor alone", "country: &here NL\n", "LAW003"),
    ("an undefined alias", "country: *here\n", "LAW003"),
    ("a merge of an alias", "a: &a {b: c}\nd:\n  <<: *a\n", "LAW003"),
    ("a python tag", "country: !!python/object/apply:os.system [ls]\n", "LAW003"),
    ("a tag of its own", "country: !code NL\n", "LAW003"),
    ("a standard tag", "country: !!str NL\n", "LAW003"),
    ("deep brackets", "[" * 100_000, "LAW002"),
    ("deep braces", "a: " + "{a: " * 5_000 + "}" * 5_000, "LAW002"),
    ("deep dashes", "- " * 50_000 + "x\n", "LAW002"),
    ("deep question marks", "? " * 50_000 + "x\n", "LAW002"),
    ("deep lines", "".join(f"{' ' * n}a:\n" for n in range(500)), "LAW002"),
    ("too many characters", "a" * (MAX_CHARACTERS + 1), "LAW002"),
    ("an open bracket", "a: [b\n", "LAW001"),
    ("two documents", "a: b\n---\nc: d\n", "LAW001"),
    ("a tab for an indent", "a:\n\tb: c\n", "LAW001"),
    ("a null byte", "a: \x00\n", "LAW001"),
    ("nothing", "", "LAW001"),
    ("only a comment", "# law\n", "LAW001"),
]


@pytest.mark.parametrize(("text", "code"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_refused(text: str, code: str) -> None:
    """Each is refused with its code, and fast."""
    started = time.perf_counter()
    root, found = compose(Source("pack.yaml", text))
    assert root is None
    assert [finding.code for finding in found] == [code]
    assert found[0].path == "pack.yaml"
    assert time.perf_counter() - started < 2


def test_fifty_megabytes_are_refused_before_they_are_parsed() -> None:
    """The length alone decides."""
    started = time.perf_counter()
    _, found = compose(Source("big.yaml", "a: b\n" * 10_000_000))
    assert [finding.code for finding in found] == ["LAW002"]
    assert time.perf_counter() - started < 1


def test_quoted_marks_are_text() -> None:
    """An ampersand, a star or an exclamation mark in quotes is no feature; brackets in text do not nest."""
    root, found = compose(Source("pack.yaml", 'a: "&x"\nb: \'*y\'\nc: "!z"\nd: "[[[ {"\n'))
    assert not found
    assert [value.value for _, value in root.value] == ["&x", "*y", "!z", "[[[ {"]


def test_the_deepest_shipped_nesting_is_far_below_the_bound() -> None:
    """Nesting up to the bound is read."""
    depth = MAX_DEPTH - 2
    root, found = compose(Source("pack.yaml", "a: " + "[" * depth + "b" + "]" * depth + "\n"))
    assert root is not None
    assert not found


def test_places_count_characters() -> None:
    """Offsets are characters and not bytes."""
    text = "é: ü\nñ: !tag x\n"
    _, found = compose(Source("pack.yaml", text))
    assert found[0].span is not None
    assert (found[0].span.line, found[0].span.column) == (2, 4)
