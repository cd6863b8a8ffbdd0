"""Snippets: the underline stands below its span, whatever the line holds."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from dunlang.report.colour import plain
from dunlang.report.snippet import COLUMNS, Mark, snippet
from dunlang.report.width import clean, width
from dunlang.source import Source, Span

TEXTS = st.text(alphabet=st.sampled_from("ab \t\n\r你💶e\u0301\u200b\x1b#{}"), max_size=400)


@st.composite
def marked(draw: st.DrawFn) -> list[Mark]:
    """Some marks on one text."""
    text = draw(TEXTS)
    source = Source("a.dun", text)
    marks = []
    for index in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, len(text)))
        marks.append(Mark(Span(source, start, end), draw(st.sampled_from(["", "label", "标签"])), primary=not index))
    return marks


@settings(max_examples=150, deadline=None)
@given(marked())
def test_never_fails_and_never_too_wide(marks: list[Mark]) -> None:
    """Any spans on any text give lines without control characters, none much wider than the limit."""
    lines, _ = snippet(marks, plain)
    for line in lines:
        assert not [char for char in line if ord(char) < 32 or char == "\x7f"]
        assert width(line) <= COLUMNS + 40


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="ab \t你💶e\u0301", max_size=60), st.data())
def test_underline_stands_below_its_span(text: str, data: st.DataObject) -> None:
    """On one line, the carets begin below the first letter of the span and end below its last."""
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    lines, gutter = snippet([Mark(Span(Source("a.dun", text), start, end), primary=True)], plain)
    shown, carets = lines[2][gutter + 3 :], lines[3][gutter + 3 :]
    assert shown == clean(text).rstrip() or not text.strip()
    assert len(carets) - len(carets.lstrip()) == width(clean(text[:start]))
    assert carets.count("^") == max(1, width(clean(text[start:end])))


def test_a_line_of_ten_megabytes_is_cut() -> None:
    """Only what stands around the span is shown of a huge line."""
    text = "x" * 5_000_000 + " here " + "y" * 5_000_000
    lines, _ = snippet([Mark(Span(Source("a.dun", text), 5_000_001, 5_000_005), "look", primary=True)], plain)
    assert max(map(len, lines)) < 200
    assert "here" in lines[2]
    assert lines[2].index("here") == lines[3].index("^^^^")


def test_last_line_of_a_span_over_lines() -> None:
    """A span over lines is marked on its first and its last line; the label stands at the last."""
    source = Source("a.dun", "one {\n  two\n  three\n  four }\nfive")
    lines, _ = snippet([Mark(Span(source, 0, source.text.index("}") + 1), "all of it", primary=True)], plain)
    assert lines == [
        " --> a.dun:1:1",
        "  |",
        "1 | one {",
        "  | ^^^^^",
        "...",
        "4 |   four }",
        "  |   ^^^^^^ all of it",
        "  |",
    ]
