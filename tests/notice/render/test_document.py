"""Rendered text read as a document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dunlang.notice.document import (
    Block,
    Heading,
    Items,
    Paragraph,
    Table,
    clean,
    plain,
    protect,
    read_html,
    read_markdown,
    read_text,
    words,
)


def said(block: Block) -> object:
    """A block without its styles."""
    match block:
        case Paragraph(lines=lines):
            return [words(line) for line in lines]
        case Heading(line=line, level=level):
            return level, words(line)
        case Items(items=items):
            return tuple(words(item) for item in items)
        case Table(header=header, rows=rows):
            return [[words(cell) for cell in row] for row in (header, *rows)]


def texts(nested: object) -> Iterator[str]:
    """Every text in nested lists."""
    if isinstance(nested, str):
        yield nested
    elif isinstance(nested, Iterable):
        for part in nested:
            yield from texts(part)


@pytest.mark.parametrize("word", ["Onderwerp:", "Betreft:", "Objet :", "Asunto:", "Betreff:", "Subject:"])
def test_the_first_line_may_be_the_subject(word: str) -> None:
    """In each language the subject is taken off the text."""
    found = read_text(f"\n{word} invoice 1\n\nHello\n")
    assert found.subject == "invoice 1"
    assert [said(block) for block in found.blocks] == [["Hello"]]


def test_a_paragraph_flows_and_breaks_where_its_author_says() -> None:
    """Lines are joined, a backslash keeps the break, an empty line parts."""
    found = read_text("one\n  two \\\nthree\n\nfour")
    assert [said(block) for block in found.blocks] == [["one two", "three"], ["four"]]


def test_a_loop_makes_one_list() -> None:
    """The empty lines that a loop leaves between its items do not part them, and an item may go on."""
    found = read_text("Open:\n\n- one\n\n- two\n  more\n\n\n- three\nend")
    assert [said(block) for block in found.blocks] == [["Open:"], ("one", "two more", "three"), ["end"]]


def test_markdown_has_headings_styles_lists_and_tables() -> None:
    """Each construct becomes its block; a table knows which columns stand to the right."""
    found = read_markdown("# Kop\n\n**a** *b* \\*c\\*\n\n| x | y |\n|---|--:|\n| 1 |\n\n1. een\n2. twee\n\n### Diep")
    assert found.subject == "Kop"
    assert [said(block) for block in found.blocks] == [
        ["a b *c*"],
        [["x", "y"], ["1", ""]],
        ("een", "twee"),
        (1, "Diep"),
    ]
    paragraph, table = found.blocks[0], found.blocks[1]
    assert isinstance(paragraph, Paragraph)
    first = paragraph.lines[0][0]
    assert (first.text, first.strong, first.emphasis) == ("a", True, False)
    assert isinstance(table, Table)
    assert table.right == (False, True)


def test_hidden_elements_are_not_read() -> None:
    """What an element's own attributes hide is no text, up to its end."""
    page = "<div style='display: none'>a<div>b</div>c</div><p>one</p><p hidden>d<p>two<br hidden><b hidden>e</b></p>"
    paragraphs = [block for block in read_html(page).blocks if isinstance(block, Paragraph)]
    assert [words(line) for block in paragraphs for line in block.lines if words(line)] == ["one", "two"]


def test_html_is_read_for_its_text() -> None:
    """Paragraphs, lists and tables are found; style, script and layout tables leave nothing but text."""
    found = read_html(
        "<html><head><title>T &amp; u</title><style>p{}</style></head><body><p>Hi <b>you</b><br>there</p>"
        "<ul><li>a<ul><li>b</li></ul></li><li><p>c</p></li></ul>"
        "<table><tr><th>A</th><th>B</th></tr><tr><td></td><td>2</td></tr><tr><td>3</td><td>4</td></tr></table>"
        "<table><tr><td><p>lay</p>out</td></tr></table>1 &lt; 2<script>x()</script></body></html>"
    )
    assert found.subject == "T & u"
    assert [said(block) for block in found.blocks] == [
        ["Hi you", "there"],
        ("a", "b", "c"),
        [["A", "B"], ["", "2"], ["3", "4"]],
        ["lay"],
        ["out"],
        ["1 < 2"],
    ]


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60), st.sampled_from(["{}", "Dear {},", "- {}", "**{}**", "| a | b |\n|---|---|\n| {} | x |"]))
def test_what_a_ledger_says_is_text(value: str, frame: str) -> None:
    """Whatever a name holds, it comes out as it went in and changes nothing around it."""
    text = clean(value) or "x"
    harmless, found = read_markdown(frame.format("x")), read_markdown(frame.format(protect(text)))
    assert [type(block) for block in found.blocks] == [type(block) for block in harmless.blocks]
    shown = "\n".join(texts(said(block) for block in found.blocks))
    assert " ".join(text.split()) in " ".join(shown.split())  # a run of blanks prints as one in some blocks


@settings(max_examples=100, deadline=None)
@given(st.text())
def test_protection_is_undone_and_leaves_one_line(value: str) -> None:
    """`plain` gives back what `protect` hid; control characters and line breaks are gone."""
    assert plain(protect(value)) == clean(value)
    assert "\n" not in protect(value)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="<>/abtdulip \"'=&;!-", max_size=80))
def test_no_html_breaks_the_reader(text: str) -> None:
    """Broken markup gives some document, never an error."""
    read_html(text)
    read_markdown(text)
