"""What a reader sees of an HTML template: tags, comments and hidden elements, on every path."""

from __future__ import annotations

from html.parser import HTMLParser
from itertools import pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dunlang.notice import logic as conditions_of
from dunlang.notice.bases import Piece
from dunlang.notice.logic import ALWAYS, NEVER, Logic
from dunlang.notice.visible import visible
from dunlang.source import Source

SOURCE = Source("letter.html", "-")
FLAGS = ("a", "b")


def page(*parts: str) -> list[Piece]:
    """Raw pieces that are always printed."""
    return [Piece(condition=ALWAYS, span=SOURCE.whole(), text=part, raw=True) for part in parts if part]


def seen(*parts: str) -> str:
    """The words that are seen of a page in parts."""
    return " ".join("".join(piece.text for piece in visible(page(*parts), Logic())).split())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<p>one</p><p>two</p>", "one two"),
        ("o<b>n</b>e", "one"),
        ("one<!-- two -->three", "onethree"),
        ("one<!-- <p>two</p> > -->", "one"),
        ("<style>p { color: red }</style>one", "one"),
        ("<script>if (a < b) { c() }</script>one", "one"),
        ("<p hidden>one</p>two", "two"),
        ("<p hidden>one<p>two", "two"),
        ("<div hidden>one<div>two</div>three</div>four", "four"),
        ('<div style="color: red; DISPLAY : none">one</div>two', "two"),
        ("<span style='visibility:hidden'>one</span>two", "two"),
        ('<span style="font-size: 0px; line-height: 1">one</span>two', "two"),
        ('<span style="font-size:0.9em">one</span>', "one"),
        ('<span style="opacity:0">one</span>two', "two"),
        ('<a title="one > two">three</a>', "three"),
        ("<img hidden alt='one'>two", "two"),
        ("<template>one</template>two", "two"),
        ("<title>one</title>two", "one two"),
        ("one &amp; two&nbsp;three &euro; 5", "one & two three € 5"),
        ("1 < 2", "1 < 2"),
        ("<!DOCTYPE html><html><body>one</body></html>", "one"),
        ("one<!-- two", "one"),
        ("one<!-->two<!--->three<!-- four --!>five", "onetwothreefive"),
        ("one<p two", "one"),
    ],
)
def test_a_page_as_a_reader_sees_it(text: str, expected: str) -> None:
    """Tags, comments, styles, scripts and hidden elements are not seen; entities are their signs."""
    assert seen(text) == expected


@given(st.text(alphabet="<>!-/ab pdivhen\"'=&;", max_size=60), st.lists(st.integers(0, 60), max_size=5))
@settings(max_examples=150, deadline=None)
def test_it_does_not_matter_where_a_page_is_parted(text: str, cuts: list[int]) -> None:
    """A page in parts is read as the whole page, whatever it is; only entities must stay whole."""
    text = text.replace("&", "")
    at = [0, *sorted(cut for cut in cuts if cut < len(text)), len(text)]
    parts = [text[low:high] for low, high in pairwise(at)]
    if any(part.endswith("<") for part in parts[:-1]):
        return  # whether a sign that stands alone opens a tag is told by the one behind it
    assert seen(*parts) == seen(text)


words = st.sampled_from(["one ", "two ", "three "])
elements = st.recursive(
    words | words.map(lambda word: f"<!-- {word} -->"),
    lambda inner: st.builds(
        lambda name, how, body: f"<{name}{how}>{''.join(body)}</{name}>",
        st.sampled_from(["div", "span", "b", "template"]),
        st.sampled_from(["", " hidden", ' style="display:none"', ' style="color:red"', ' title="a > b"']),
        st.lists(inner, max_size=3),
    ),
    max_leaves=8,
)


class _Reader(HTMLParser):
    """The words of a well-formed page, read by the standard library's parser."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[bool] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        own = dict(attrs)
        self.open.append(tag == "template" or "hidden" in own or "none" in (own.get("style") or ""))

    def handle_endtag(self, tag: str) -> None:
        self.open.pop()

    def handle_data(self, data: str) -> None:
        if not any(self.open):
            self.words += data.split()


@given(st.lists(elements, max_size=5).map("".join))
@settings(max_examples=150, deadline=None)
def test_a_sound_page_is_read_as_a_browser_would(text: str) -> None:
    """On well-formed pages the words seen are those that another parser finds outside hidden elements."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    assert seen(text).split() == reader.words


parts = st.sampled_from(
    [
        "one ",
        "two ",
        "<!--",
        "-->",
        "<p>",
        "</p>",
        "<p hidden>",
        "<div hidden>",
        "</div>",
        "<div>",
        "<style>",
        "</style>",
    ]
)
under = st.sampled_from(["", "a", "b", "not a", "not b"])


@given(st.lists(st.tuples(parts, under), max_size=8))
@settings(max_examples=200, deadline=None)
def test_what_is_seen_on_each_path_is_what_that_path_prints(written: list[tuple[str, str]]) -> None:
    """A comment or an element that is opened or closed on some paths hides its words on just those."""
    logic = Logic()
    flags = {name: logic.ask(conditions_of.Test("flag", name)) for name in FLAGS}
    conditions = {"": ALWAYS, **flags, **{f"not {name}": logic.negated(flag) for name, flag in flags.items()}}
    pieces = [Piece(condition=conditions[when], span=SOURCE.whole(), text=text, raw=True) for text, when in written]
    found = visible(pieces, logic)
    for values in product((False, True), repeat=len(FLAGS)):
        truth = dict(zip(FLAGS, values, strict=True))

        def holds(condition: int, truth: dict[str, bool] = truth) -> bool:
            while condition not in (NEVER, ALWAYS):
                test, high, low = logic.branches(condition)
                condition = high if truth[test.path] else low
            return condition == ALWAYS

        here = " ".join("".join(piece.text for piece in found if holds(piece.condition)).split())
        assert here == seen(*(text for text, when in written if holds(conditions[when])))
