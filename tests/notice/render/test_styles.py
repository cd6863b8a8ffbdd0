"""The style blocks of HTML templates in a mail: on the elements, with text that stays text and nothing fetched."""

from __future__ import annotations

import email
import email.policy
import sys
from html import escape
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dunlang.diagnostics import Diagnostic
from dunlang.notice.render import write
from dunlang.notice.writers.styles import inlined
from tests.notice.render.test_writers import EVIL, sheet

PAGE = (
    '<!DOCTYPE html><html lang="nl"><head><meta charset="utf-8"><title>x</title>'
    "<style>p {{ color: red }} .due {{ font-weight: bold }} @media print {{ p {{ color: black }} }}</style>"
    '<link rel="stylesheet" href="https://example.com/letter.css"></head>'
    '<body><p class="due">{0}</p><p>tot ziens</p></body></html>'
)


class Paragraphs(HTMLParser):
    """The text and the styles of a page's paragraphs."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.styles: list[str] = []
        self.texts: list[str] = []
        self.tags: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag == "p":
            self.styles.append((dict(attrs).get("style") or "").replace(" ", ""))
            self.texts.append("")

    def handle_data(self, data: str) -> None:
        if self.texts and self.tags[-1] == "p":
            self.texts[-1] += data


def page_of(data: bytes) -> str:
    """The HTML part of a mail."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    part = message.get_body(("html",))
    assert part is not None
    content: str = part.get_content()
    return content


def test_style_blocks_stand_on_the_elements_of_a_mail() -> None:
    """Each paragraph has its own and the common style; what cannot stand there stays, and links are left out."""
    data = write(sheet(html=PAGE.format("betaal")), "eml")
    assert isinstance(data, bytes)
    page = page_of(data)
    found = Paragraphs(page)
    assert "color:red" in found.styles[0]
    assert "font-weight:bold" in found.styles[0]
    assert "font-weight" not in found.styles[1]
    assert "@media print" in page
    assert "example.com" not in page
    assert write(sheet(html=PAGE.format("betaal")), "eml") == data


NAMES = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=30)


@given(name=NAMES)
@settings(max_examples=60, deadline=None)
def test_names_stay_text_when_styles_are_moved(name: str) -> None:
    """Whatever a debtor is called, the paragraph holds exactly that, and no tag is added."""
    found = Paragraphs(inlined(PAGE.format(escape(f"[{EVIL}{name}]"))))
    assert found.texts[0] == f"[{EVIL}{name}]"
    assert found.tags.count("p") == 2
    assert "script" not in found.tags


def test_a_page_without_style_blocks_needs_no_package(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without css-inline a mail with a style block is refused with the way out; one without is written."""
    monkeypatch.setitem(sys.modules, "css_inline", None)
    refused = write(sheet(html=PAGE.format("betaal")), "eml")
    assert isinstance(refused, Diagnostic)
    assert refused.code == "LTR005"
    assert "dunlang[mail]" in (refused.help or "")
    assert isinstance(write(sheet(html="<p>betaal</p>"), "eml"), bytes)
    assert isinstance(write(sheet(), "eml"), bytes)
    assert isinstance(write(sheet(html=PAGE.format("betaal")), "html"), bytes)
