"""E-invoices in a ledger: added once, compared, asked about; the ledger reads what was written."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dunlang.diagnostics import Diagnostic
from dunlang.money import Money
from dunlang.portfolio.documents.sheet import Sheet, open_sheet
from dunlang.portfolio.documents.taking import Answers, Read, Taken, take_invoices
from dunlang.portfolio.ledger import Ledger, read_ledger
from dunlang.source import Source
from tests.portfolio.documents.test_invoice import read, sales
from tests.portfolio.documents.writing import Sale, cii, ubl


class Desk:
    """A ledger into which invoices are laid."""

    def __init__(self) -> None:
        self.texts = {"invoices": "", "debtors": ""}
        self.codes: list[str] = []
        self.messages: list[str] = []

    def take(self, *sold: Sale, **answers: object) -> Taken:
        reads = []
        for number, sale in enumerate(sold):
            found, findings = read(ubl(sale, credit_note=sale.code == "381") if number % 2 else cii(sale))
            assert found is not None
            reads.append(Read(file=f"f{number}.xml", invoice=found, findings=findings))
        sheets: dict[str, Sheet] = {}
        for part, columns in (
            ("invoices", ("invoice", "debtor", "date", "amount", "currency")),
            ("debtors", ("debtor", "kind")),
        ):
            sheet = open_sheet(Source(f"{part}.csv", self.texts[part]), f"{part}.csv", columns, ())
            assert not isinstance(sheet, Diagnostic)
            sheets[part] = sheet
        taken, findings = take_invoices(reads, sheets["invoices"], sheets["debtors"], Answers(**answers), "EUR")
        self.texts |= {part: sheet.text() for part, sheet in sheets.items() if sheet.changed}
        self.codes = [one.code for one in findings]
        self.messages = [one.message for one in findings]
        return taken

    def ledger(self) -> Ledger:
        found, rejects = read_ledger(
            Source("invoices.csv", self.texts["invoices"]), Source("debtors.csv", self.texts["debtors"]), None
        )
        assert not rejects
        return found

    def rows(self, part: str) -> dict[str, dict[str, str]]:
        sheet = open_sheet(Source(part, self.texts[part]), part, (), ())
        assert isinstance(sheet, Sheet)
        return {row[part.removesuffix("s")]: row for _, row in sheet.each()}


CREDIT = Sale(number="C-1", code="381", issued=dt.date(2026, 1, 20), preceding=("2026-00017",), amount=Money(2100))


def test_invoices_of_another_seller_are_asked_about() -> None:
    """A folder may hold received invoices too: they are named when they come in, and not asked about again."""
    desk = Desk()
    sold = [Sale(number=f"2026-0001{at}", seller=name) for at, name in enumerate(["Wij B.V.", "WIJ b.v.", "Zij N.V."])]
    desk.take(*sold[:2])
    assert not desk.codes
    desk.take(*sold)
    assert not desk.codes
    other = Desk()
    other.take(*sold)
    assert other.codes == ["DOC013"]
    assert other.messages == ["the new invoices come from 2 sellers: `Wij B.V.` (2), `Zij N.V.` (1)"]
    other.take(*sold)
    assert not other.codes


def test_an_invoice_becomes_a_case() -> None:
    """All that the document says stands in the case that `simulate` judges."""
    desk = Desk()
    sale = Sale(order="PO 7", delivered=dt.date(2026, 1, 3), reference="RF18539007547034", email="ap@vroeg.example")
    assert desk.take(sale) == Taken(added=1, debtors=1)
    assert not desk.codes
    (case,) = desk.ledger().cases
    (invoice,) = case.invoices
    assert (invoice.id, invoice.date, invoice.due) == ("2026-00017", dt.date(2026, 1, 5), dt.date(2026, 2, 4))
    assert (invoice.amount, invoice.order, invoice.delivered) == (Money(12100), "PO 7", dt.date(2026, 1, 3))
    debtor = case.debtor
    assert (debtor.id, debtor.kind, debtor.number, debtor.country) == ("K-100", "business", "K-100", "NL")
    assert (debtor.email, debtor.address, debtor.city) == ("ap@vroeg.example", "Dorpsstraat 1", "Ons Dorp")


def test_a_credit_note_is_booked_on_its_invoice() -> None:
    """It becomes an event on the invoice that it names, whatever the order of the files."""
    desk = Desk()
    assert desk.take(CREDIT, Sale()) == Taken(added=2, debtors=1)
    (case,) = desk.ledger().cases
    assert [(event.kind, event.invoice, event.amount) for event in case.events] == [
        ("credit note", "2026-00017", Money(2100))
    ]


@pytest.mark.parametrize(
    ("credit", "reason"),
    [
        (attrs.evolve(CREDIT, preceding=("X",)), "which is no invoice of the ledger"),
        (attrs.evolve(CREDIT, preceding=("2026-00017", "X")), "credits 2 invoices"),
        (attrs.evolve(CREDIT, buyer_id="K-200"), "is for debtor `K-200`"),
        (attrs.evolve(CREDIT, amount=Money(1, "USD")), "is in USD"),
        (attrs.evolve(CREDIT, issued=dt.date(2026, 1, 1)), "before invoice `2026-00017`"),
        (attrs.evolve(CREDIT, preceding=(), buyer_id="K-200"), "has none in the ledger"),
        (attrs.evolve(CREDIT, preceding=(), issued=dt.date(2026, 1, 1)), "before the debtor's first invoice"),
    ],
)
def test_a_credit_note_that_fits_no_invoice_is_not_taken(credit: Sale, reason: str) -> None:
    """It is named with the reason, and the ledger stays readable."""
    desk = Desk()
    assert desk.take(Sale(), credit) == Taken(added=1, refused=1, debtors=1)
    assert desk.codes == ["DOC007"]
    assert reason in desk.messages[0]
    assert not desk.ledger().cases[0].events


def test_a_credit_note_without_a_reference_leaves_the_choice_to_the_ledger() -> None:
    """`credits` stays empty: the oldest open invoice of the debtor, as the ledger's column says."""
    desk = Desk()
    assert desk.take(Sale(), attrs.evolve(CREDIT, preceding=())).added == 2
    assert "credits" not in desk.rows("invoices")["C-1"]
    assert len(desk.ledger().cases[0].events) == 1


def test_the_same_invoice_in_both_syntaxes_counts_once() -> None:
    """A second copy, in the same import or a later one, changes nothing and asks nothing again."""
    desk = Desk()
    open_ = Sale(due=None, terms="30 dagen netto")
    assert desk.take(open_, open_) == Taken(added=1, known=1, debtors=1)
    assert desk.codes == ["DOC003"]
    before = dict(desk.texts)
    assert desk.take(open_) == Taken(known=1)
    assert not desk.codes
    assert desk.texts == before


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"amount": Money(12101)}, "amount"),
        ({"amount": Money(12100, "USD")}, "currency"),
        ({"issued": dt.date(2026, 1, 6)}, "date"),
        ({"due": dt.date(2026, 2, 5)}, "due"),
        ({"buyer_id": "K-200"}, "debtor"),
    ],
)
def test_an_invoice_that_differs_is_left_alone_and_named(changes: dict[str, object], column: str) -> None:
    """The first one stays, byte by byte; the finding has both values."""
    desk = Desk()
    desk.take(Sale())
    before = dict(desk.texts)
    assert desk.take(attrs.evolve(Sale(), **changes)) == Taken(differing=1)
    assert desk.codes == ["DOC005"]
    assert f"{column} `" in desk.messages[0]
    assert desk.texts == before


def test_a_kind_that_nobody_says_is_asked_for_until_it_is_there() -> None:
    """`--kind` fills it in for all or for one; what stands there is never replaced."""
    desk = Desk()
    private = Sale(vat="")
    other = Sale(vat="", number="2", buyer_id="K-200", buyer="Piet")
    desk.take(private, other)
    assert desk.codes == ["DOC004", "DOC004"]
    desk.take(private, other, kinds={"K-200": "government"})
    assert desk.codes == ["DOC004"]
    assert desk.take(private, other, kind="consumer") == Taken(known=2, kinds=1)
    assert not desk.codes
    assert {one: row["kind"] for one, row in desk.rows("debtors").items()} == {
        "K-100": "consumer",
        "K-200": "government",
    }
    desk.take(private, kinds={"K-100": "business", "K-9": "business"})
    assert desk.codes == ["DOC012", "DOC012"]
    assert "is `consumer` already" in desk.messages[0]
    assert desk.rows("debtors")["K-100"]["kind"] == "consumer"


def test_a_due_date_that_a_person_gives_is_written() -> None:
    """At once or later; one that the ledger does not bear out is said."""
    desk = Desk()
    open_ = Sale(due=None, terms="30 dagen netto")
    day = dt.date(2026, 2, 4)
    desk.take(open_, attrs.evolve(open_, number="2"), dues={"2": day})
    assert desk.codes == ["DOC003"]
    assert desk.take(dues={"2026-00017": day}) == Taken(dues=1)
    assert not desk.codes
    assert {row["due"] for row in desk.rows("invoices").values()} == {"2026-02-04"}
    desk.take(dues={"2": dt.date(2026, 3, 1), "3": day})
    assert [message.rpartition(": ")[2] for message in desk.messages] == [
        "invoice `2` is due on 2026-02-04 already",
        "there is no invoice `3`",
    ]


def test_a_corrected_invoice_asks_what_becomes_of_the_first() -> None:
    """Both stand in the ledger, and a person is told."""
    desk = Desk()
    desk.take(Sale(), Sale(number="2026-00018", code="384", preceding=("2026-00017",)))
    assert desk.codes == ["DOC008"]


def test_a_debtor_who_moved_has_the_newest_address() -> None:
    """In one import the address of the newest invoice counts; another name is said; the ledger's own row stays."""
    desk = Desk()
    new = Sale(number="2", issued=dt.date(2026, 2, 1), due=None, terms="", lines=("Nieuwe Weg 2",), city="Elders")
    desk.take(new, Sale(), dues={"2": dt.date(2026, 3, 1)})
    row = desk.rows("debtors")["K-100"]
    assert (row["address"], row["city"]) == ("Nieuwe Weg 2", "Elders")
    assert not desk.codes
    before = desk.texts["debtors"]
    desk.take(attrs.evolve(Sale(), number="3", buyer="Iemand Anders"))
    assert desk.codes == ["DOC005"]
    assert "name `Bakkerij Vroeg B.V.` there and `Iemand Anders` here" in desk.messages[0]
    assert desk.texts["debtors"] == before


def test_names_cannot_run_in_a_spreadsheet() -> None:
    """What a document says is no formula in a file of the ledger."""
    desk = Desk()
    desk.take(Sale(buyer="=1+1", lines=("@x",), item="+1", order="-1"))
    case = desk.ledger().cases[0]
    assert case.debtor.name == "'=1+1"
    assert case.debtor.address == "'@x"
    assert case.invoices[0].description == "'+1"
    assert case.invoices[0].order == "'-1"


@settings(max_examples=40, deadline=None)
@given(st.lists(sales(), max_size=5))
def test_whatever_is_taken_the_ledger_reads(sold: list[Sale]) -> None:
    """With the kinds known no row is rejected, amounts are exact, all is counted, and again changes nothing."""
    desk = Desk()
    found = desk.take(*sold, kind="business")
    assert found.added + found.known + found.differing + found.refused == len(sold)
    if not found.added:
        return
    cases = desk.ledger().cases
    invoices = {invoice.id: invoice for case in cases for invoice in case.invoices}
    assert len(invoices) == found.added
    assert {(one.number, one.amount) for one in sold} >= {(one.id, one.amount) for one in invoices.values()}
    before = dict(desk.texts)
    assert desk.take(*sold, kind="business").added == 0
    assert desk.texts == before
