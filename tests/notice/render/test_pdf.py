"""PDFs against what PDF/A-2a (ISO 19005-2) and PDF/UA-1 (ISO 14289-1) ask that a reader can look up in the file."""

from __future__ import annotations

import io
import itertools
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pypdf
import pytest
from pypdf.generic import ArrayObject, ContentStream, DictionaryObject, NumberObject

from dunlang.notice.render import write
from dunlang.notice.writers.sheet import Sheet
from tests.notice.render.cases import DEBTORS, case, rendered
from tests.notice.render.test_writers import EVIL, sheet

NAMESPACES = {
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}

#: What may not stand anywhere in a file that lasts: things that act, that are elsewhere, or that are locked.
FORBIDDEN = {"/JavaScript", "/JS", "/AA", "/Launch", "/EmbeddedFiles", "/XFA", "/Movie", "/Sound", "/URI", "/LZWDecode"}


@cache
def files() -> tuple[tuple[Sheet, bytes], ...]:
    """A letter of each shipped template, and one with everything that a document can have."""
    found: dict[str, Sheet] = {"everything": sheet()}
    for policy, debtor in DEBTORS:
        for subject, made in rendered(policy, case(policy, debtor, invoices=2)):
            found.setdefault(subject.notice.template or "", made)
    return tuple((made, _pdf(made)) for made in found.values())


def _pdf(made: Sheet) -> bytes:
    data = write(made, "pdf")
    assert isinstance(data, bytes)
    return data


def readers() -> Iterator[tuple[Sheet, pypdf.PdfReader]]:
    """Each file, read strictly."""
    for made, data in files():
        yield made, pypdf.PdfReader(io.BytesIO(data), strict=True)


def below(thing: Any, seen: set[int] | None = None) -> Iterator[DictionaryObject]:
    """Every dictionary that can be reached, each once."""
    seen = set() if seen is None else seen
    thing = thing.get_object() if hasattr(thing, "get_object") else thing
    if id(thing) in seen:
        return
    seen.add(id(thing))
    if isinstance(thing, DictionaryObject):
        yield thing
        for value in thing.values():
            yield from below(value, seen)
    elif isinstance(thing, ArrayObject):
        for value in thing:
            yield from below(value, seen)


def test_each_file_says_what_it_is() -> None:
    """XMP names PDF/A-2a, PDF/UA-1, title and language; the catalog agrees with it, and there is an output intent."""
    for made, reader in readers():
        root = reader.trailer["/Root"]
        xmp = ElementTree.fromstring(root["/Metadata"].get_object().get_data())

        def said(name: str, xmp: ElementTree.Element = xmp) -> str:
            prefix, word = name.split(":")
            tag = f"{{{NAMESPACES[prefix]}}}{word}"
            for element in xmp.iter():
                if element.tag == tag:
                    return "".join(element.itertext()).strip()
                if tag in element.attrib:
                    return element.attrib[tag]
            return ""

        assert (said("pdfaid:part"), said("pdfaid:conformance"), said("pdfuaid:part")) == ("2", "A", "1")
        assert said("dc:title") == made.title == reader.metadata.title  # type: ignore[union-attr] # it has some
        assert said("dc:language") == root["/Lang"] == made.language
        assert root["/MarkInfo"]["/Marked"] is not None
        assert root["/MarkInfo"]["/Marked"].value is True
        assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
        assert root["/OutputIntents"][0]["/S"] == "/GTS_PDFA1"
        assert root["/OutputIntents"][0]["/DestOutputProfile"].get_object().get_data()[36:40] == b"acsp"
        assert len(reader.trailer["/ID"]) == 2
        assert not reader.is_encrypted


def test_nothing_acts_and_nothing_is_elsewhere() -> None:
    """No script, no link, no file inside; every font is embedded and its signs have a meaning."""
    for _, reader in readers():
        fonts = 0
        for found in below(reader.trailer["/Root"]):
            assert not FORBIDDEN & set(found), found
            assert found.get("/Filter") != "/LZWDecode"
            if found.get("/Type") == "/FontDescriptor":
                fonts += 1
                assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(found)
            if found.get("/Type") == "/Font" and found.get("/Subtype") == "/Type0":
                assert "/ToUnicode" in found
            assert found.get("/Type") != "/Font" or found["/Subtype"] in ("/Type0", "/CIDFontType0", "/CIDFontType2")
        assert fonts >= 1


def test_all_that_is_printed_is_tagged() -> None:
    """Every sign on a page stands in a marked sequence that is an artifact, or that one place of the structure owns."""
    for _, reader in readers():
        owned: Counter[tuple[int, int]] = Counter()
        numbers = {page.indirect_reference.idnum: at for at, page in enumerate(reader.pages)}  # type: ignore[union-attr] # read from a file
        for page, mark in marks(reader.trailer["/Root"]["/StructTreeRoot"], None):
            owned[numbers[page], mark] += 1
        assert set(owned.values()) == {1}
        for at, page in enumerate(reader.pages):
            assert page["/Tabs"] == "/S"
            stack: list[tuple[int, int] | str] = []
            shown: set[tuple[int, int]] = set()
            for operands, operator in ContentStream(page.get_contents(), reader).operations:
                match operator:
                    case b"BDC" | b"BMC":
                        inside = operands[1] if len(operands) > 1 else {}
                        stack.append((at, int(inside["/MCID"])) if "/MCID" in inside else str(operands[0]))
                    case b"EMC":
                        stack.pop()
                    case b"Tj" | b"TJ" | b"S" | b"f" | b"B":
                        known = [one for one in stack if one == "/Artifact" or one in owned]
                        assert known, (operator, stack)
                        shown |= {one for one in known if isinstance(one, tuple)}
            assert stack == []
            assert shown == {one for one in owned if one[0] == at}


def marks(element: Any, page: int | None) -> Iterator[tuple[int, int]]:
    """The marked sequences that a place of the structure owns, as (number of the page's object, mark)."""
    element = element.get_object()
    if isinstance(element, NumberObject):
        assert page is not None
        yield page, int(element)
    elif isinstance(element, ArrayObject):
        for each in element:
            yield from marks(each, page)
    elif isinstance(element, DictionaryObject):
        page = element.raw_get("/Pg").idnum if "/Pg" in element else page
        if element.get("/Type") == "/MCR":
            assert page is not None
            yield page, int(element["/MCID"])
        elif "/K" in element:
            yield from marks(element["/K"], page)


def shape(element: Any) -> Iterator[str]:
    """The kinds of the structure, in the order of reading."""
    element = element.get_object()
    if isinstance(element, ArrayObject):
        for each in element:
            yield from shape(each)
    elif isinstance(element, DictionaryObject) and element.get("/Type") != "/MCR":
        if "/S" in element:
            yield str(element["/S"])
        if "/K" in element:
            yield from shape(element["/K"])


def test_a_reader_hears_headings_lists_and_tables() -> None:
    """One first heading, no level left out; lists and tables are such, with their header cells."""
    for made, reader in readers():
        kinds = list(shape(reader.trailer["/Root"]["/StructTreeRoot"]))
        levels = [int(kind[2:]) for kind in kinds if re.fullmatch(r"/H\d", kind)]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
        document = [type(block).__name__ for block in made.document.blocks]
        assert kinds.count("/L") == document.count("Items")
        assert kinds.count("/Table") == document.count("Table") + 1  # the reference above the letter
        assert kinds.count("/TH") >= kinds.count("/Table")
        assert kinds.count("/P") >= document.count("Paragraph")


def test_a_hostile_name_is_text_on_the_page() -> None:
    """What typst would take for code, references and mathematics is printed as it stands."""
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(_pdf(sheet()))).pages)
    assert re.sub(r"\s", "", EVIL) in re.sub(r"\s", "", text)


@pytest.mark.skipif(shutil.which("qpdf") is None, reason="qpdf is not installed")
def test_another_program_finds_no_fault(tmp_path: Path) -> None:
    """Structure and streams are sound to a program that is not ours."""
    for number, (_, data) in enumerate(files()[:5]):
        path = tmp_path / f"{number}.pdf"
        path.write_bytes(data)
        assert subprocess.run(["qpdf", "--check", str(path)], capture_output=True, check=False).returncode == 0
