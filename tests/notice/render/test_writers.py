"""Sheets as text, HTML, mail and PDF: text stays text, and the same sheet gives the same bytes."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import email.utils
import re
import sys
from html.parser import HTMLParser

import attrs
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dunlang.diagnostics import Diagnostic
from dunlang.notice.document import clean, protect, read_markdown, read_text
from dunlang.notice.render import FORMATS, Format, write
from dunlang.notice.writers.html import html
from dunlang.notice.writers.mail import mail
from dunlang.notice.writers.sheet import WORDS, Sheet
from dunlang.notice.writers.text import body, text

EVIL = "#evil[1] $x$ <script>alert(1)</script> **b** `c` \\d"


def sheet(name: str = EVIL, **changes: object) -> Sheet:
    """A letter to somebody with a name that means something in every markup."""
    document = read_markdown(
        f"Dear {protect(name)},\n\nPay **€\u00a01.234,50** now.\n\n"
        f"| a | b |\n|---|--:|\n| {protect(name)} | 1 |\n\n- x\n"
    )
    made = Sheet(
        document=document,
        language="nl",
        date=dt.date(2026, 3, 3),
        date_text="3 maart 2026",
        title=f"Aanmaning {name}",
        sender="Voorbeeld B.V.",
        sender_lines=("KvK 1", "Rekening NL00"),
        addressee=name,
        reference=(("Factuur", "2026-0001"),),
    )
    return attrs.evolve(made, **changes)  # type: ignore[arg-type] # the fields of the test


class Tags(HTMLParser):
    """The tags and the text of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def read(page: str) -> Tags:
    """A page, read."""
    found = Tags()
    found.feed(page)
    return found


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_letter_gives_the_same_bytes(form: Format) -> None:
    """Nothing of the clock, the machine or chance is in a file."""
    assert write(sheet(), form) == write(sheet(), form)


def test_markup_in_a_name_is_text_in_every_format() -> None:
    """Text, HTML and both parts of a mail show the name as it is, and no tag comes from it."""
    assert EVIL in text(sheet())
    page = read(html(sheet()))
    assert EVIL in page.text
    assert "script" not in page.tags
    message = email.message_from_bytes(mail(sheet()), policy=email.policy.default)
    assert EVIL in message["Subject"]
    plain, rich = message.get_body(("plain",)), message.get_body(("html",))
    assert plain is not None
    assert rich is not None
    assert EVIL in plain.get_content()
    assert "<script>" not in rich.get_content()


def test_lines_are_short_and_amounts_whole() -> None:
    """Text is broken at 76 characters, never inside an amount."""
    long = sheet(document=read_text("word " * 14 + "€\u00a01.234,50 and " + "more " * 30))
    assert max(map(len, body(long).splitlines())) <= 76
    assert "€\u00a01.234,50" in body(long)


def test_a_mail_is_a_draft_with_both_parts() -> None:
    """Addresses, date and language are set; no header can be slipped in through a name."""
    message = email.message_from_bytes(
        mail(sheet(name="x\r\nBcc: all@example.com"), sender="us@example.com", to="you@example.com"),
        policy=email.policy.default,
    )
    assert message["Bcc"] is None
    assert message["From"].addresses[0].addr_spec == "us@example.com"
    assert message["To"].addresses[0].addr_spec == "you@example.com"
    assert message["Date"].datetime == dt.datetime(2026, 3, 3, 12, tzinfo=dt.UTC)
    assert message["X-Unsent"] == "1"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]


@settings(max_examples=80, deadline=None)
@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=120))
@example("Stichting tot Behoud van <x@evil.example> de Zeer Lange Namen en Andere Dingen B.V.")
@example('a" <x@evil.example>, "b')
@example("=?utf-8?q?x=40evil.example?=")
@example("x@evil.example, y")
@example("a" * 100 + " <x@evil.example>")
def test_no_name_changes_the_receiver(name: str) -> None:
    """Whatever a debtor or a sender is called, the mail goes to one address, from one, and the name is shown whole."""
    data = mail(sheet(name=name, sender_lines=()), sender="us@example.com", to="you@example.com")
    for line in data.partition(b"\r\n\r\n")[0].split(b"\r\n"):
        assert len(line) <= 100 or b" " not in line.strip()
    message = email.message_from_bytes(data, policy=email.policy.default)
    assert [each.addr_spec for each in message["To"].addresses] == ["you@example.com"]
    assert [each.addr_spec for each in message["From"].addresses] == ["us@example.com"]
    assert message["To"].defects == ()
    assert message["Subject"] == clean(sheet(name=name).title)
    shown = message["To"].addresses[0].display_name
    assert re.sub(r"\s", "", shown) == re.sub(r"\s", "", clean(name))
    assert email.utils.getaddresses([str(email.message_from_bytes(data)["To"])])[0][1] == "you@example.com"


@pytest.mark.parametrize("address", ["nobody", "a b@example.com", "a@b", "@example.com", "a@example.com\nBcc: x@y.nl"])
def test_an_address_that_is_none_is_refused(address: str) -> None:
    """The finding names it."""
    found = write(sheet(), "eml", to=address)
    assert isinstance(found, Diagnostic)
    assert found.code == "LTR005"


def test_an_authors_page_is_kept() -> None:
    """A whole page passes through with its character set named; a fragment gets a page around it."""
    whole = "<html><head><title>x</title></head><body>é</body></html>"
    assert html(sheet(html=whole)) == whole.replace("<head>", '<head>\n<meta charset="utf-8">') + "\n"
    named = '<html><head><meta charset="utf-8"></head><body>é</body></html>'
    assert html(sheet(html=named)) == named + "\n"
    assert "<title>Aanmaning" in html(sheet(html="<p>é</p>"))


def test_a_pdf_is_tagged_and_dated_by_the_letter() -> None:
    """It is produced as PDF/A-2a and PDF/UA-1 with the letter's language, title and day."""
    made = write(sheet(), "pdf")
    assert isinstance(made, bytes)
    assert made.startswith(b"%PDF-1.7")
    for wanted in (b"/Marked true", b"pdfaid:part", b"pdfuaid:part", b"2026-03-03", b"nl"):
        assert wanted in made


@pytest.mark.parametrize("language", sorted(WORDS))
def test_each_language_has_the_same_words(language: str) -> None:
    """No language lacks a word that another has, and each can be set."""
    assert set(WORDS[language]) == set(WORDS["en"])
    assert isinstance(write(sheet(language=language), "pdf"), bytes)


def test_a_character_without_a_font_is_told() -> None:
    """The finding names it and the option that helps."""
    found = write(sheet(name="王小明"), "pdf")
    assert isinstance(found, Diagnostic)
    assert "`王`" in found.message
    assert "--fonts" in (found.help or "")


def test_pdf_without_typst_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra is named."""
    from dunlang.notice.writers import pdf

    pdf._compiler.cache_clear()
    monkeypatch.setitem(sys.modules, "typst", None)
    found = write(sheet(), "pdf")
    assert isinstance(found, Diagnostic)
    assert "pip install 'dunlang[pdf]'" in (found.help or "")


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet=st.characters(max_codepoint=0x24F, exclude_categories=("Cc", "Cs", "Cf")), max_size=40))
def test_any_latin_name_can_be_set(name: str) -> None:
    """Typst takes every name of the Latin scripts as text."""
    document = read_text(f"Dear {protect(name)},")
    assert isinstance(write(sheet(name="x", document=document, addressee=name), "pdf"), bytes)
