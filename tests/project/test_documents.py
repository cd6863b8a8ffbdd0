"""Letters as files that are broken, locked, scanned, swelling or endless: one clear message each, in bounded time."""

from __future__ import annotations

import io
import struct
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from dunlang.diagnostics import Diagnostic
from dunlang.project.documents import read_letter
from dunlang.project.intake.markup import text_of_html

SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'

#: The longest that one file may take on a slow machine, in seconds; most take a tenth.
SECONDS = 20


def docx(xml: str | bytes) -> bytes:
    """A Word document with this text of its own."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", xml)
    return made.getvalue()


def lying() -> bytes:
    """A document that unpacks to sixty times what it declares."""
    data = bytearray(docx(" " * 60_000_000))
    entry = data.find(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = data[22:26] = struct.pack("<I", 1_000_000)
    return bytes(data)


def pdf(*objects: bytes) -> bytes:
    """A PDF of these objects, the first its root."""
    out, places = b"%PDF-1.7\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
    return out + end % (len(objects) + 1, table, len(objects) + 1, len(out))


def paged(content: bytes, pages: int = 1, filters: bytes = b"/FlateDecode") -> bytes:
    """A PDF whose pages all show this packed content."""
    kids = b" ".join(b"%d 0 R" % (5 + number) for number in range(pages))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 3 0 R/Resources<</Font<</F 4 0 R>>>>>>"
    return pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (pages, kids),
        b"<</Length %d/Filter%s>>stream\n%s\nendstream" % (len(content), filters, content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        *[page] * pages,
    )


def packed(megabytes: int) -> bytes:
    """So many megabytes of zeros, packed."""
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(bytes(1_000_000)) for _ in range(megabytes)) + packer.flush()


ENTITIES = "".join(f'<!ENTITY e{number + 1} "{f"&e{number};" * 10}">' for number in range(9))
SWELLING = (
    f'<!DOCTYPE x [<!ENTITY e0 "lollollol">{ENTITIES}]><w:document {SPACE}><w:p><w:t>&e9;</w:t></w:p></w:document>'
)
OUTSIDE = (
    f'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><w:document {SPACE}><w:p><w:t>&e;</w:t></w:p></w:document>'
)
UTF_16 = '<?xml version="1.0" encoding="UTF-16"?>'
FORM = (
    b"<</Type/Catalog/Pages 2 0 R>>",
    b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
    b"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>>>",
    b"<</Length 5>>stream\n/X Do\nendstream",
    b"<</Type/XObject/Subtype/Form/Resources<</XObject<</X 5 0 R>>>>/Length 11>>stream\n/X Do /X Do\nendstream",
)

BAD: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "no archive": ("a.docx", lambda: b"this is no archive", "broken"),
    "cut archive": ("a.docx", lambda: docx("<a/>")[:-30], "broken"),
    "old word": ("a.docx", lambda: b"\xd0\xcf\x11\xe0" + bytes(600), "encrypted or an old .doc"),
    "no words": ("a.docx", lambda: docx(f"<w:document {SPACE}><w:p/></w:document>"), "holds no text"),
    "entities": ("a.docx", lambda: docx(SWELLING), "document type"),
    "entities after a comment": ("a.docx", lambda: docx(f"<!--{'x' * 5000}-->{SWELLING}"), "document type"),
    "entities in UTF-16": ("a.docx", lambda: docx((UTF_16 + SWELLING).encode("utf-16")), "broken"),
    "a file from outside": ("a.docx", lambda: docx(OUTSIDE), "document type"),
    "a file from outside in UTF-16": ("a.docx", lambda: docx((UTF_16 + OUTSIDE).encode("utf-16")), "broken"),
    "swelling archive": ("a.docx", lambda: docx(" " * 60_000_000), "would unpack to 60 MB"),
    "swelling archive that lies": ("a.docx", lying, "broken"),
    "three million elements": ("a.docx", lambda: docx(f"<a {SPACE}>{'<w:t/>' * 3_000_000}</a>"), "elements"),
    "deep elements": ("a.docx", lambda: docx(f"<a {SPACE}>{'<w:p>' * 200_000}{'</w:p>' * 200_000}</a>"), "no text"),
    "endless text": ("a.docx", lambda: docx(f"<a {SPACE}><w:p><w:t>{'a ' * 200_000}</w:t></w:p></a>"), "longer than"),
    "junk": ("a.pdf", lambda: b"%PDF-1.7\n" + bytes(range(256)) * 500, "broken"),
    "cut PDF": ("a.pdf", lambda: paged(packed(1))[:300], "broken"),
    "scanned": ("a.pdf", lambda: paged(zlib.compress(b"q Q")), "holds no text"),
    "500 pages": ("a.pdf", lambda: paged(zlib.compress(b"BT ET"), pages=500), "it has 500 pages"),
    "swelling PDF": ("a.pdf", lambda: paged(packed(100)), "broken"),
    "twice packed": (
        "a.pdf",
        lambda: paged(zlib.compress(packed(100)), filters=b"[/FlateDecode/FlateDecode]"),
        "broken",
    ),
    "endless signs": ("a.pdf", lambda: paged(zlib.compress(b"BT /F 9 Tf (x) Tj ET " * 400_000)), "broken"),
    "pages in a ring": ("a.pdf", lambda: pdf(FORM[0], b"<</Type/Pages/Count 1/Kids[2 0 R]>>"), "broken"),
    "a form in itself": ("a.pdf", lambda: pdf(*FORM), "holds no text"),
    "another encoding": ("a.txt", lambda: "Geachte heer café".encode("cp1252"), "byte 0xe9 at offset 16 is not UTF-8"),
    "UTF-16": ("a.txt", lambda: "Geachte heer".encode("utf-16"), "UTF-16"),
    "zeros": ("a.txt", lambda: bytes(1000), "not text"),
    "nothing": ("a.txt", lambda: b"", "holds no text"),
    "endless": ("a.txt", lambda: b"a " * 200_000, "longer than"),
    "larger than is read": ("a.txt", lambda: bytes(20_000_001), "larger than 20 MB"),
}


@pytest.mark.parametrize("bad", BAD)
def test_a_bad_file_says_what_it_is(tmp_path: Path, bad: str) -> None:
    """The message names the file and what is wrong with it, soon."""
    name, make, said = BAD[bad]
    path = tmp_path / name
    path.write_bytes(make())
    began = time.monotonic()
    found = read_letter(str(path))
    assert isinstance(found, Diagnostic), found
    assert said in found.message
    assert name in f"{found.path} {found.message}"
    assert time.monotonic() - began < SECONDS


def test_a_missing_file_and_a_folder_are_told(tmp_path: Path) -> None:
    """With the system's reason."""
    for path, said in ((tmp_path / "none.txt", "no such file"), (tmp_path, "directory")):
        found = read_letter(str(path))
        assert isinstance(found, Diagnostic)
        assert said in found.message


NASTY = [
    "<!--",
    "<![",
    "<![CDATA[",
    "<?",
    "<",
    "</a",
    "<a ",
    '<a x="',
    "<a x=",
    '<a "',
    "&#",
    "<script>",
    "</script ",
    "<p>",
]


@pytest.mark.parametrize("end", ["", ">", "-->"])
@pytest.mark.parametrize("nasty", NASTY)
def test_hostile_html_is_read_in_time(nasty: str, end: str) -> None:
    """What opens and never closes is looked at once; no declaration stops the reader."""
    began = time.monotonic()
    text_of_html(nasty * (100_000 // len(nasty)) + end)
    assert time.monotonic() - began < SECONDS


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("a<!-- b -->c", "ac\n"),
        ("a<!-->b", "ab\n"),
        ("a<!-- b --!>c", "ac\n"),
        ("a<!-- b", "a\n"),
        ("<!DOCTYPE html><p>a</p>", "a\n"),
        ("<p>a<p hidden>b<p>c", "a\n\nc\n"),
        ("<div style='display:none'>x<div>y</div>z</div><p>a", "a\n"),
        ("<div style='DISPLAY : NONE; color: red'><script>'</div>'</script>x</div>a", "a\n"),
        ("<span style='visibility:hidden'>x</span>a<br hidden><input style='display:none'>b", "a\nb\n"),
        ("<pre hidden>x</pre>a   b", "a b\n"),
        ("<p style='display:block'>a</p>", "a\n"),
        ("a<![if !supportLists]>b<![endif]>c", "abc\n"),
        ("a<?xml x?>b", "ab\n"),
        ("a<style>p { content: '<!--' }</style>b<SCRIPT>1 </SCRIPT >c", "abc\n"),
        ("3 < 4 <b>and</b> 5 < 6", "3 < 4 and 5 < 6\n"),
    ],
)
def test_comments_and_declarations_are_passed_over(markup: str, text: str) -> None:
    """As a browser does."""
    assert text_of_html(markup) == text
