"""Hostile and broken XML: one clear finding, soon."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dunlang.diagnostics import Diagnostic
from dunlang.portfolio.documents.camt import is_statement, read_statements
from dunlang.portfolio.documents.invoice import is_invoice, read_invoice
from dunlang.portfolio.documents.tree import DOCUMENT_LIMIT, Document, read_tree, text_at
from tests.portfolio.documents.writing import Entry, Sale, camt, cii, ubl

LAUGHS = (
    b'<!DOCTYPE x [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10 if n else b"&a;" * 10) for n in range(12))
    + b"]><Invoice>&a11;</Invoice>"
)
SOUND = ubl(Sale())


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "it is empty"),
        (b"  \n", "it is empty"),
        (b"%PDF-1.7 ...", "it is a PDF"),
        (b"PK\x03\x04...", "it is a ZIP archive"),
        (LAUGHS, "declares a document type"),
        (b"<?xml version='1.0'?>" + b" " * 5000 + LAUGHS, "declares a document type"),
        (LAUGHS.decode().encode("utf-16"), "declares a document type"),
        (b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><Invoice/>', "declares a document type"),
        (b"<a>" * 100_000, "more than 100 levels deep"),
        (b"x" * (DOCUMENT_LIMIT + 1), "larger than 64 MB"),
        (SOUND[:-40], "it ends early, in line"),
        (SOUND.replace(b"</cac:Party>", b"</cac:Partij>"), "its XML is broken in line"),
        (SOUND.replace(b"Vroeg", "Vroég".encode("latin-1")), "byte 0xe9 at offset"),
        (SOUND.replace(b'encoding="UTF-8"', b'encoding="klingon"'), "not known: klingon"),
        (b"\xff\xfe<\x00", "ends early"),
        (b"\x00\x01\x02", "broken in line 1"),
        (b"<Invoice>&nbsp;</Invoice>", "undefined entity"),
        (b"invoice,debtor\n1,2\n", "broken in line 1"),
    ],
    ids=range(18),
)
def test_what_is_no_sound_xml_is_refused_in_words(data: bytes, reason: str) -> None:
    """Each kind of damage and attack has its own sentence, within seconds."""
    began = time.monotonic()
    found = read_tree(data, "factuur.xml")
    assert isinstance(found, Diagnostic)
    assert found.code == "DOC001"
    assert reason in found.message
    assert found.help
    assert time.monotonic() - began < 30


def test_a_document_of_too_many_elements_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The parser stops at the limit: small elements cannot fill the memory."""
    monkeypatch.setattr("dunlang.portfolio.documents.tree._MOST_ELEMENTS", 1000)
    found = read_tree(b"<a>" + b"<b/>" * 1001 + b"</a>", "factuur.xml")
    assert isinstance(found, Diagnostic)
    assert "more than 1000 elements" in found.message
    assert isinstance(read_tree(b"<a>" + b"<b/>" * 999 + b"</a>", "factuur.xml"), Document)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "iso-8859-1", "windows-1252"])
def test_encodings_that_a_document_declares_are_read(encoding: str) -> None:
    """A document in another encoding reads the same."""
    declared = encoding.removesuffix("-sig")
    text = SOUND.decode().replace("UTF-8", declared).replace("Vroeg", "Vroég")
    found = read_tree(text.encode(encoding), "factuur.xml")
    assert isinstance(found, Document)
    assert text_at(found.root, "AccountingCustomerParty/Party/PartyLegalEntity/RegistrationName").startswith(
        "Bakkerij Vroég"
    )


def test_a_document_in_the_envelope_of_peppol_is_read() -> None:
    """The invoice inside counts, under its own namespace."""
    body = ubl(Sale()).partition(b"?>")[2]
    space = b"http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader"
    header = b"<StandardBusinessDocumentHeader><HeaderVersion>1.0</HeaderVersion></StandardBusinessDocumentHeader>"
    data = b'<StandardBusinessDocument xmlns="' + space + b'">' + header + body + b"</StandardBusinessDocument>"
    found = read_tree(data, "factuur.xml")
    assert isinstance(found, Document)
    assert is_invoice(found)
    plain = read_tree(ubl(Sale()), "factuur.xml")
    assert isinstance(plain, Document)
    assert read_invoice(found) == read_invoice(plain)


def test_embedded_files_are_dropped() -> None:
    """The content of an attachment is not kept in memory."""
    data = b"<Invoice><A><EmbeddedDocumentBinaryObject>QUJD</EmbeddedDocumentBinaryObject><B>x</B></A></Invoice>"
    found = read_tree(data, "factuur.xml")
    assert isinstance(found, Document)
    assert text_at(found.root, "A/EmbeddedDocumentBinaryObject") == ""
    assert text_at(found.root, "A/B") == "x"


STATEMENT = camt((Entry(minor=100),))


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from([SOUND, cii(Sale()), STATEMENT]),
    st.integers(0, 10_000),
    st.integers(0, 60),
    st.binary(max_size=8) | st.sampled_from([b"<a/>", b"\x00", b"&#0;", b"</", b"]]>", b"-", b"9" * 60]),
)
def test_any_damage_gives_a_record_or_findings(data: bytes, at: int, size: int, put: bytes) -> None:
    """Whatever bytes are cut out or put in, readers answer with values and never fail."""
    at %= len(data)
    found = read_tree(data[:at] + put + data[at + size :], "x.xml")
    if isinstance(found, Diagnostic):
        assert found.help
        return
    if is_invoice(found):
        invoice, findings = read_invoice(found)
        assert invoice is not None or findings
    elif is_statement(found):
        statements, findings = read_statements(found)
        assert statements or findings
