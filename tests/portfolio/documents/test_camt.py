"""Bank statements: every version alike, batches taken apart, marks that stay the same."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dunlang.diagnostics import Diagnostic
from dunlang.money import Money
from dunlang.portfolio.documents.camt import Transaction, read_statements
from dunlang.portfolio.documents.tree import read_tree
from tests.portfolio.documents.writing import Entry, Payment, camt


def read(data: bytes, name: str = "afschrift.xml") -> tuple[Transaction, ...]:
    """The transactions of the only statement."""
    document = read_tree(data, name)
    assert not isinstance(document, Diagnostic)
    statements, findings = read_statements(document)
    assert not findings
    return tuple(each for statement in statements for each in statement.transactions)


PAID = Entry(
    minor=12345,
    bank_reference="B-1",
    payments=(
        Payment(
            text=("Factuur 2026-", "00017"),
            reference="RF18539007547034",
            documents=(("2026-00017", 12345),),
            payer="J. de Vries",
            end_to_end="E2E-1",
        ),
    ),
)


@pytest.mark.parametrize("version", [2, 4, 6, 8, 10, 13])
def test_all_versions_say_the_same(version: int) -> None:
    """Deeper elements of later versions are found as well."""
    (found,) = read(camt((PAID,), version=version))
    assert found.amount == Money(12345)
    assert found.payer == "J. de Vries"
    assert found.references == ("RF18539007547034",)
    assert found.documents == (("2026-00017", 12345),)
    assert found.texts == ("Factuur 2026-", "00017")
    assert found.end_to_end == "E2E-1"
    assert found.mark == "NL91ABNA0417164300/B-1"


def test_a_batch_is_taken_apart_where_it_adds_up() -> None:
    """Each payment of a batch is a transaction with a mark of its own."""
    batch = Entry(minor=300, bank_reference="B", payments=(Payment(minor=100, text=("a",)), Payment(minor=200)))
    for version in (2, 8):
        assert [(one.amount.minor, one.mark[-3:], one.fault) for one in read(camt((batch,), version=version))] == [
            (100, "B/1", ""),
            (200, "B/2", ""),
        ]
    own = attrs.evolve(
        batch, payments=(Payment(minor=100, bank_reference="X1"), Payment(minor=200, bank_reference="X2"))
    )
    assert [one.mark.partition("/")[2] for one in read(camt((own,)))] == ["X1", "X2"]


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        (Entry(minor=300, payments=(Payment(minor=100), Payment(minor=100))), "add up to 2.00 EUR"),
        (Entry(minor=300, payments=(Payment(minor=100), Payment())), "not all of which have an amount"),
        (Entry(minor=300, batch=7, payments=(Payment(text=("2026-00017",)),)), "a batch of 7 payments without"),
        (
            Entry(minor=300, payments=(Payment(minor=450),)),
            "of 4.50 EUR, the entry of 3.00 EUR: the bank may have kept",
        ),
    ],
)
def test_a_batch_that_cannot_be_taken_apart_stays_whole(entry: Entry, fault: str) -> None:
    """It is one transaction of the whole amount, and says why nobody may book it unseen."""
    (found,) = read(camt((entry,)))
    assert found.amount.minor == 300
    assert fault in found.fault


def test_only_booked_entries_count() -> None:
    """Pending and informational entries are counted and passed over, in old and new versions."""
    for version in (2, 8):
        data = camt((PAID, attrs.evolve(PAID, status="PDNG"), attrs.evolve(PAID, status="INFO")), version=version)
        document = read_tree(data, "a.xml")
        assert not isinstance(document, Diagnostic)
        ((statement,), _) = read_statements(document)
        assert (len(statement.transactions), statement.pending) == (1, 2)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (b'<Amt Ccy="EUR">123.45</Amt><Cdt', b"<Cdt", "no amount"),
        (b'Ccy="EUR"', b'Ccy="XXX"', "`XXX` is no currency"),
        (b">123.45<", b">-123.45<", "below zero"),
        (b">CRDT<", b">CREDIT<", "neither CRDT nor DBIT"),
        (b"<Dt>2026-02-02</Dt>", b"", "no day of booking"),
        (b"<Dt>2026-02-02</Dt>", b"<Dt>2026-02-31</Dt>", "not a day"),
    ],
)
def test_an_entry_that_cannot_be_read_is_said(old: bytes, new: bytes, reason: str) -> None:
    """The other entries count; the finding has the number of the entry and the statement."""
    data = camt((attrs.evolve(PAID, payments=()), Entry(minor=100)))
    assert old in data
    document = read_tree(data.replace(old, new, 1), "a.xml")
    assert not isinstance(document, Diagnostic)
    ((statement,), (finding,)) = read_statements(document)
    assert len(statement.transactions) == 1
    assert reason in finding.message
    assert "entry 1 of the statement `S1`" in finding.message


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"<BkToCstmrAcctRpt/>", "camt.052"),
        (b"<BkToCstmrDbtCdtNtfctn/>", "camt.054"),
        (b"<CstmrCdtTrfInitn/>", "`CstmrCdtTrfInitn`"),
        (b"", "`nothing`"),
    ],
)
def test_other_messages_are_named(body: bytes, said: str) -> None:
    """What is no statement of booked entries is refused by its name."""
    document = read_tree(b"<Document>" + body + b"</Document>", "a.xml")
    assert not isinstance(document, Diagnostic)
    found, findings = read_statements(document)
    assert not found
    assert said in findings[0].message


ENTRIES = st.builds(
    Entry,
    minor=st.integers(1, 3),
    bank_reference=st.sampled_from(["", "", "NONREF", "R1", "R2", "x" * 200]),
    direction=st.sampled_from(["CRDT", "DBIT"]),
    payments=st.tuples(st.builds(Payment, text=st.sampled_from([(), ("a",), ("b",)]))) | st.just(()),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(ENTRIES, max_size=8))
def test_marks_tell_entries_apart_and_stay(entries: list[Entry]) -> None:
    """No two entries share mark, day and amount; reading again, or in another file, gives the same marks."""
    first = read(camt(tuple(entries)))
    marks = [one.mark for one in first]
    assert len({(one.mark, one.date, one.amount, one.direction) for one in first}) == len(entries)
    assert all(mark and len(mark) <= 100 and mark.isprintable() for mark in (one.split("~")[0] for one in marks))
    assert marks == [one.mark for one in read(camt(tuple(entries), version=2), "other.xml")]


def test_a_bank_without_references_is_read_by_what_entries_say() -> None:
    """A daily and a monthly statement that share an entry give it one mark."""
    plain = attrs.evolve(PAID, bank_reference="")
    (daily,) = read(camt((plain,)))
    monthly = read(camt((Entry(minor=5), plain)))
    assert daily.mark == monthly[1].mark
    assert monthly[0].mark != daily.mark
