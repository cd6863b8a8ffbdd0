"""E-invoices: every file of the test suite, both syntaxes alike, and what is asked instead of guessed."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dunlang.diagnostics import Diagnostic
from dunlang.money import Money
from dunlang.portfolio.documents.invoice import EInvoice, read_invoice
from dunlang.portfolio.documents.tree import read_tree
from tests.portfolio.documents.writing import Sale, cii, ubl

DATA = Path(__file__).parent / "data" / "xrechnung"
FILES = sorted(DATA.glob("*.xml"))


def read(data: bytes) -> tuple[EInvoice | None, tuple[Diagnostic, ...]]:
    """The record of a document and what it leaves open."""
    document = read_tree(data, "factuur.xml")
    assert not isinstance(document, Diagnostic), document
    return read_invoice(document)


def taken(data: bytes) -> EInvoice:
    """The record of a document that must be sound."""
    found, findings = read(data)
    assert found is not None, findings
    return found


def test_the_suite_is_there() -> None:
    """Both syntaxes are among the shipped files."""
    assert len(FILES) == 26
    assert len(PAIRS) == 5
    assert {"ubl" in file.name for file in FILES} == {True, False}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_file_of_the_suite_reads(file: Path) -> None:
    """The number, the date and the amount due are those that stand in the text of the file."""
    found = taken(file.read_bytes())
    text = file.read_text("utf-8")
    assert f">{found.number}<" in text
    assert any(f">{day}<" in text for day in (found.date.isoformat(), f"{found.date:%Y%m%d}"))
    due = re.search(r"<(?:cbc:PayableAmount|ram:DuePayableAmount)[^>]*>([0-9.]+)<", text)
    assert due is not None
    assert Money.parse(due.group(1), "EUR") == found.amount
    assert found.buyer.id


PAIRS = [
    (file, other)
    for file in FILES
    if "_ubl" in file.name and (other := file.with_name(file.name.replace("_ubl", "_uncefact"))).exists()
]


@pytest.mark.parametrize(("file", "other"), PAIRS, ids=[file.stem for file, _ in PAIRS])
def test_both_syntaxes_of_an_invoice_say_the_same(file: Path, other: Path) -> None:
    """Where the suite has an invoice in both syntaxes, the records are equal."""
    assert taken(file.read_bytes()) == taken(other.read_bytes())


def test_terms_in_words_are_asked_about() -> None:
    """Exactly the files without a date leave `due` empty, and each says its words."""
    without = 0
    for file in FILES:
        found, findings = read(file.read_bytes())
        assert found is not None
        dated = "DueDate" in file.read_text("utf-8")
        assert (found.due is not None) == dated
        assert (["DOC003"] if not dated else []) == [one.code for one in findings]
        if not dated:
            without += 1
            assert f"`{found.terms[:60]}" in findings[0].message
            assert f"--due {found.number}=DATE" in (findings[0].help or "")
    assert without == 12


WORDS = st.text("abcXYZ éß&<>'\" ", min_size=1, max_size=12).map(lambda text: " ".join(text.split())).filter(bool)
NUMBERS = st.from_regex(r"[A-Z0-9][A-Z0-9/.-]{0,14}[A-Z0-9]", fullmatch=True)
DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2099, 1, 1))


@st.composite
def sales(draw: st.DrawFn) -> Sale:
    """Any invoice that has all that it needs."""
    issued = draw(DAYS)
    return Sale(
        number=draw(NUMBERS),
        issued=issued,
        due=draw(st.none() | st.integers(0, 90).map(lambda days: issued + dt.timedelta(days))),
        amount=Money(draw(st.integers(1, 10**11)), draw(st.sampled_from(["EUR", "GBP", "JPY", "TND"]))),
        prepaid=draw(st.sampled_from([0, 0, 1, 99_999])),
        code=draw(st.sampled_from(["380", "384", "386", "389", "393", "877"])),
        buyer_id=draw(st.just("") | NUMBERS),
        scheme=draw(st.sampled_from(["", "0088", "0204"])),
        buyer=draw(WORDS),
        vat=draw(st.sampled_from(["", "DE123456789"])),
        register=draw(st.sampled_from(["", "HRB 77"])),
        endpoint=draw(st.sampled_from([("EM", "a@b.example"), ("0088", "4000001123452"), ("0204", "04011000-1-31")])),
        email=draw(st.sampled_from(["", "c@d.example"])),
        lines=tuple(draw(st.lists(WORDS, max_size=3))),
        postal_code=draw(st.sampled_from(["", "10115"])),
        city=draw(WORDS),
        country=draw(st.sampled_from(["DE", "NL", "GB", "GR"])),
        terms=draw(st.just("") | WORDS),
        order=draw(st.just("") | NUMBERS),
        delivered=draw(st.none() | DAYS),
        item=draw(WORDS),
        reference=draw(st.just("") | NUMBERS),
        preceding=tuple(draw(st.lists(NUMBERS, max_size=2, unique=True))),
    )


@settings(max_examples=60, deadline=None)
@given(sales())
def test_what_is_written_is_read_in_both_syntaxes(sale: Sale) -> None:
    """UBL and CII of any invoice give one record, and it says what was written."""
    found = taken(ubl(sale))
    assert found == taken(cii(sale))
    assert found.number == sale.number
    assert (found.date, found.due, found.delivered) == (sale.issued, sale.due, sale.delivered)
    assert found.amount == sale.amount
    assert found.buyer.name == sale.buyer
    assert found.buyer.address == "\n".join(sale.lines)
    assert (found.order, found.reference, found.preceding) == (sale.order, sale.reference, sale.preceding)
    assert found.buyer.email == (sale.email or (sale.endpoint[1] if sale.endpoint[0] == "EM" else ""))


@pytest.mark.parametrize(
    ("changes", "identity"),
    [
        ({}, "K-100"),
        ({"scheme": "0088"}, "0088:K-100"),
        ({"buyer_id": ""}, "NL001234567B01"),
        ({"buyer_id": "", "vat": " nl 0012 34567 b01 "}, "NL001234567B01"),
        ({"buyer_id": "", "vat": "", "register": "KvK 123"}, "KvK 123"),
        ({"buyer_id": "", "vat": "", "endpoint": ("0088", "4000001123452")}, "0088:4000001123452"),
        ({"buyer_id": "", "vat": ""}, "Bakkerij Vroeg B.V., 1234 AB"),
        ({"buyer_id": "", "vat": "", "postal_code": ""}, "Bakkerij Vroeg B.V."),
        ({"buyer_id": "=cmd"}, "_=cmd"),
    ],
)
def test_who_owes_is_told_by_the_first_sign_there_is(changes: dict[str, object], identity: str) -> None:
    """Identifier, VAT number, register, electronic number, name and postal code, in this order."""
    sale = attrs.evolve(Sale(), **changes)
    assert taken(ubl(sale)).buyer.id == taken(cii(sale)).buyer.id == identity


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({}, "business"),
        ({"vat": "", "register": "HRB 1"}, "business"),
        ({"vat": ""}, ""),
        ({"vat": "", "endpoint": ("0204", "04011000-1-31")}, "government"),
        ({"endpoint": ("0204", "04011000-1-31")}, "government"),
        ({"vat": "", "endpoint": ("0088", "4000001123452")}, ""),
    ],
)
def test_what_a_debtor_is_must_be_in_the_document(changes: dict[str, object], kind: str) -> None:
    """A VAT number or a register makes a business, a route number a government; nothing else makes anything."""
    sale = attrs.evolve(Sale(), **changes)
    assert taken(ubl(sale)).buyer.kind == taken(cii(sale)).buyer.kind == kind


def test_a_credit_note_is_above_zero_and_says_what_it_credits() -> None:
    """Both ways of writing a credit note, and an invoice below zero, are credits."""
    credit = Sale(number="C1", code="381", preceding=("2026-00017",), due=None)
    for found in (
        taken(ubl(credit, credit_note=True)),
        taken(cii(credit)),
        taken(ubl(attrs.evolve(credit, code="384", negative=True))),
        taken(cii(attrs.evolve(credit, code="380", negative=True))),
    ):
        assert (found.kind, found.amount, found.preceding) == ("credit", Money(12100), ("2026-00017",))


def test_the_amount_is_what_is_due() -> None:
    """What was paid before is not owed; a total that does not add up is said, and the amount due counts."""
    found, findings = read(ubl(Sale(prepaid=2000)))
    assert found is not None
    assert found.amount == Money(12100)
    assert not findings
    odd = ubl(Sale(prepaid=2000)).replace(b">20.00</cbc:PrepaidAmount>", b">30.00</cbc:PrepaidAmount>")
    found, findings = read(odd)
    assert found is not None
    assert found.amount == Money(12100)
    assert [one.code for one in findings] == ["DOC009"]
    assert "121.00 EUR" in findings[0].message
    assert "111.00 EUR" in findings[0].message


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (b"<cbc:ID>2026-00017</cbc:ID>", b"", "lacks its number"),
        (b"<cbc:ID>2026-00017</cbc:ID>", b"<cbc:ID>=1+1</cbc:ID>", "run as a formula"),
        (b"<cbc:IssueDate>2026-01-05", b"<cbc:IssueDate>05-01-2026", "is not a date"),
        (b"<cbc:IssueDate>2026-01-05", b"<cbc:IssueDate>2026-02-30", "not a day of the calendar"),
        (b"<cbc:DueDate>2026-02-04", b"<cbc:DueDate>4 februari", "is not a date"),
        (b"DocumentCurrencyCode>EUR", b"DocumentCurrencyCode>EURO", "`EURO` is no currency"),
        (b'PayableAmount currencyID="EUR">121.00', b'PayableAmount currencyID="USD">121.00', "an amount is in USD"),
        (b">121.00</cbc:PayableAmount>", b">121,00</cbc:PayableAmount>", "`121,00` is no amount"),
        (b">121.00</cbc:PayableAmount>", b">1.21e2</cbc:PayableAmount>", "`1.21e2` is no amount"),
        (b">121.00</cbc:PayableAmount>", b">NaN</cbc:PayableAmount>", "`NaN` is no amount"),
        (b">121.00</cbc:PayableAmount>", b">121.005</cbc:PayableAmount>", "more decimals than EUR has"),
        (b">121.00</cbc:PayableAmount>", b"></cbc:PayableAmount>", "lacks the amount due"),
        (b">380<", b">999<", "`999` is none of the codes"),
        (b">380<", b"><", "lacks its type code"),
        (b"AccountingCustomerParty", b"AccountingPayerParty", "names no buyer"),
    ],
)
def test_an_unsound_invoice_is_not_taken(old: bytes, new: bytes, reason: str) -> None:
    """Each fault is said in words, with the value, and nothing is taken."""
    data = ubl(Sale())
    assert old in data
    found, findings = read(data.replace(old, new))
    assert found is None
    assert [one.code for one in findings] == ["DOC002"]
    assert reason in findings[0].message


@pytest.mark.parametrize(
    ("written", "minor"), [("121", 12100), ("+121.0", 12100), (".50", 50), ("121.", 12100), ("0121.000000", 12100)]
)
def test_amounts_as_xml_writes_them(written: str, minor: int) -> None:
    """Every way in which XML Schema writes a decimal is read exactly."""
    data = ubl(Sale()).replace(b">121.00</cbc:PayableAmount>", f">{written}</cbc:PayableAmount>".encode())
    assert taken(data).amount == Money(minor)


def test_several_due_dates_and_one_before_the_invoice_are_asked_about() -> None:
    """Neither is taken: `due` stays empty, and the finding lists the dates."""
    twice = ubl(Sale()).replace(b"</cbc:DueDate>", b"</cbc:DueDate><cbc:DueDate>2026-03-04</cbc:DueDate>")
    found, findings = read(twice)
    assert found is not None
    assert found.due is None
    assert "2 due dates (2026-02-04, 2026-03-04)" in findings[0].message
    found, findings = read(ubl(Sale(due=dt.date(2025, 12, 1))))
    assert found is not None
    assert found.due is None
    assert "before its own date" in findings[0].message


@pytest.mark.parametrize(("code", "amount"), [("325", Money(100)), ("751", Money(100)), ("380", Money(0))])
def test_what_asks_for_no_money_is_no_invoice_of_the_ledger(code: str, amount: Money) -> None:
    """Pro forma invoices, information and invoices of nothing are passed over with a note."""
    found, findings = read(ubl(Sale(code=code, amount=amount)))
    assert found is None or not amount.minor
    assert [one.code for one in findings] == ["DOC006"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b'<Invoice xmlns="http://www.ebinterface.at/schema/6p0/"/>', "neither UBL 2.1 nor CII"),
        (b'<CrossIndustryDocument xmlns="urn:ferd:CrossIndustryDocument:invoice:1p0"/>', "ZUGFeRD 1"),
    ],
)
def test_other_invoices_are_named(data: bytes, said: str) -> None:
    """An invoice of another standard is refused by its name."""
    found, findings = read(data)
    assert found is None
    assert said in findings[0].message


@pytest.mark.parametrize("place", ["number", "code", "payable"])
def test_messages_are_short_whatever_a_document_says(place: str) -> None:
    """Millions of letters in one element do not come back on the terminal."""
    long = "A" * 100_000
    data = {
        "number": ubl(Sale(number=long)),
        "code": ubl(Sale(code=long)),
        "payable": ubl(Sale()).replace(b"121.00</cbc:PayableAmount>", long.encode() + b"</cbc:PayableAmount>"),
    }[place]
    found, (finding,) = read(data)
    assert found is None
    assert len(finding.message) < 500
