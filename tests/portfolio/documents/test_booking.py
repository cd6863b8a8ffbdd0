"""Payments on invoices: what is booked, what is listed, nothing twice, and every cent accounted for."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dunlang.diagnostics import Diagnostic
from dunlang.portfolio.documents.booking import UNMATCHED, Booked, book_statements
from dunlang.portfolio.documents.camt import read_statements
from dunlang.portfolio.documents.sheet import Sheet, open_sheet
from dunlang.portfolio.documents.tree import read_tree
from dunlang.portfolio.ledger import read_ledger
from dunlang.source import Source
from tests.portfolio.documents.test_references import ogm, rf
from tests.portfolio.documents.writing import Entry, Payment, camt

INVOICES = """invoice,debtor,date,amount,currency,kind,credits,reference
2026-00017,D1,2026-01-05,121.00,,,,
2026-00018,D1,2026-01-06,50.00,EUR,,,
2026-00019,D2,2026-01-07,50.00,EUR,,,OGM
4711,D2,2026-01-07,80.00,EUR,,,
12,D3,2026-01-07,33.00,EUR,,,
USD-00001,D3,2026-01-07,70.00,USD,,,
2026-00099,D3,2026-03-07,10.00,EUR,,,
2026-00020,D4,2026-01-08,90.00,EUR,,,
C-2026-1,D4,2026-01-09,20.00,EUR,credit,2026-00020,
""".replace("OGM", ogm(909337554))
DEBTORS = """debtor,kind,name
D1,business,Bakkerij Vroeg B.V.
D2,business,Café Zuid
D3,consumer,J. de Vries
D4,consumer,Familie Jansen
"""
EVENTS = "date,event,invoice,amount\n2026-01-20,payment,2026-00018,50.00\n"


class Desk:
    """A ledger into which statements are booked."""

    def __init__(self, invoices: str = INVOICES, debtors: str = DEBTORS, events: str = EVENTS) -> None:
        self.texts = {"invoices": invoices, "debtors": debtors, "events": events, "unmatched": ""}
        self.findings: tuple[Diagnostic, ...] = ()

    def sheet(self, part: str) -> Sheet:
        columns = UNMATCHED if part == "unmatched" else ("date", "event", "invoice", "debtor", "amount")
        found = open_sheet(Source(f"{part}.csv", self.texts[part]), f"{part}.csv", columns, ())
        assert isinstance(found, Sheet)
        return found

    def book(self, *entries: Entry, name: str = "afschrift.xml") -> Booked:
        document = read_tree(camt(entries), name)
        assert not isinstance(document, Diagnostic)
        statements, faults = read_statements(document)
        assert not faults
        sheets = {part: self.sheet(part) for part in self.texts}
        found, self.findings = book_statements(
            statements, sheets["invoices"], sheets["debtors"], sheets["events"], sheets["unmatched"], "EUR"
        )
        self.texts |= {part: sheet.text() for part, sheet in sheets.items() if sheet.changed}
        return found

    def rows(self, part: str) -> list[dict[str, str]]:
        return [row for _, row in self.sheet(part).each()]

    def paid(self) -> list[tuple[str, str]]:
        return [(row["invoice"], row["amount"]) for row in self.rows("events") if "reference" in row]


def pay(minor: int, *text: str, payer: str = "", **more: object) -> Entry:
    """An entry of one payment."""
    known = {field.name for field in attrs.fields(Entry)}
    outer = {name: value for name, value in more.items() if name in known}
    inner = {name: value for name, value in more.items() if name not in known}
    return Entry(minor=minor, payments=(Payment(text=text, payer=payer, **inner),), **outer)


@pytest.mark.parametrize(
    ("entry", "booked"),
    [
        (pay(12100, "Factuur 2026-00017"), [("2026-00017", "121.00")]),
        (pay(2100, "deel factuur 2026-00017"), [("2026-00017", "21.00")]),
        (pay(15000, "2026-00017 met rente en kosten"), [("2026-00017", "150.00")]),
        (pay(12100, "Factuur 2026-", "00017"), [("2026-00017", "121.00")]),
        (pay(12100, "Factuur 2026-00", "017"), [("2026-00017", "121.00")]),
        (pay(12100, reference=rf("202600017")), [("2026-00017", "121.00")]),
        (pay(12100, f"kenmerk {rf('202600017')}"), [("2026-00017", "121.00")]),
        (pay(5000, reference=ogm(909337554)), [("2026-00019", "50.00")]),
        (pay(5000, f"mededeling {ogm(909337554)} merci"), [("2026-00019", "50.00")]),
        (pay(5000, ogm(202600019)), [("2026-00019", "50.00")]),
        (pay(12100, documents=(("2026-00017", None),)), [("2026-00017", "121.00")]),
        (pay(12100, end_to_end="2026-00017"), [("2026-00017", "121.00")]),
        (pay(17100, "2026-00017 en 2026-00019"), [("2026-00017", "121.00"), ("2026-00019", "50.00")]),
        (pay(12100, "2026-00017 en 2026-00018"), [("2026-00017", "121.00")]),
        (
            pay(3000, documents=(("2026-00017", 1000), ("2026-00019", 2000))),
            [("2026-00017", "10.00"), ("2026-00019", "20.00")],
        ),
        (pay(5000, "2026-00017 / 2026-00019", payer="CAFE ZUID"), []),
        (pay(5000, "2026-00017 / 2026-00019", payer="Café Zuid Utrecht"), [("2026-00019", "50.00")]),
        (pay(8000, "4711"), [("4711", "80.00")]),
        (pay(1000, "4711", payer="Café Zuid"), [("4711", "10.00")]),
        (pay(12000, "4711 met kosten", payer="Café Zuid"), [("4711", "120.00")]),
        (
            pay(17100, "bedankt", documents=(("2026-00017", 5000), ("2026-00019", 12100))),
            [("2026-00017", "121.00"), ("2026-00019", "50.00")],
        ),
        (pay(3300, "nr 12"), [("12", "33.00")]),
        (pay(7000, "2026-00020"), [("2026-00020", "70.00")]),
        (pay(7000, "USD-00001", currency="USD"), [("USD-00001", "70.00")]),
    ],
)
def test_a_payment_goes_to_what_it_names(entry: Entry, booked: list[tuple[str, str]]) -> None:
    """References, numbers, documents and sums decide; amount and name decide only among what is named."""
    desk = Desk()
    found = desk.book(entry)
    assert desk.paid() == booked
    assert (found.booked, found.unmatched) == ((1, 0) if booked else (0, 1))


@pytest.mark.parametrize(
    ("entry", "reason", "perhaps"),
    [
        (pay(12100), "says nothing about what it is for", "2026-00017"),
        (pay(12100, "dank voor het brood"), "names no invoice of the ledger", "2026-00017"),
        (pay(5000, "iets", payer="J. de Vries"), "names no invoice", "2026-00019"),
        (pay(777, "iets", payer="Café Zuid"), "names no invoice", ""),
        (pay(5000, "2026-00018"), "names invoice `2026-00018`, which is paid already", "2026-00018"),
        (pay(100, "4711"), "may be chance: nothing else agrees", "4711"),
        (pay(100, reference="4711"), "may be chance: nothing else agrees", "4711"),
        (pay(9999, "huur", end_to_end="2026-00017", payer="Vreemd B.V."), "may be chance", "2026-00017"),
        (pay(5000, "nr 4711", payer="Café Zuid"), "may be chance", "4711 2026-00019"),
        (pay(15000, "2026-00017", payer="Vreemd B.V."), "and the payer has another name", "2026-00017"),
        (pay(13000, "4711", payer="Café Zuid"), "and the rest may be for another one", "4711 2026-00019"),
        (pay(15000, "2026-00017 + 2026-00031"), "it names `2026 00031`, which is not in the ledger", "2026-00017"),
        (pay(15000, "2026-00017, 202600031"), "it names `202600031`, which is not in the ledger", "2026-00017"),
        (pay(5000, documents=(("2026-00018", 5000),)), "which is paid already", "2026-00018"),
        (pay(100, "2026-00017, 2026-00019"), "on which 171.00 EUR is open", "2026-00017 2026-00019"),
        (pay(7000, "USD-00001"), "is in EUR, invoice `USD-00001` in USD", "USD-00001"),
        (pay(1000, "2026-00099"), "before invoice `2026-00099` of 2026-03-07", "2026-00099"),
        (Entry(minor=300, payments=(Payment(minor=1, text=("2026-00017",)), Payment(minor=1))), "a batch whose 2", ""),
        (
            Entry(minor=11900, payments=(Payment(minor=12100, text=("2026-00017",)),)),
            "the bank may have kept charges",
            "2026-00017",
        ),
        (pay(12100, "2026-00017", direction="DBIT"), "a refund or a direct debit that came back", "2026-00017"),
        (pay(12100, "2026-00017", direction="DBIT", reversal=True), "takes a payment back", "2026-00017"),
        (pay(12100, "X", direction="DBIT", returned=True), "takes a payment back", ""),
        (pay(12100, "2026-00017", reversal=True), "gives back money that went out earlier", "2026-00017"),
    ],
)
def test_what_is_not_sure_is_listed(entry: Entry, reason: str, perhaps: str) -> None:
    """Nothing is booked; the list has the reason and, where there is one, the invoice it may be for."""
    desk = Desk()
    found = desk.book(entry)
    assert (found.booked, found.unmatched) == (0, 1)
    assert not desk.paid()
    (row,) = desk.rows("unmatched")
    assert reason in row["reason"]
    assert row.get("perhaps", "") == perhaps
    assert row["amount"].startswith("-") == (entry.direction == "DBIT")
    assert [one.code for one in desk.findings] == ["DOC010"]
    assert reason in desk.findings[0].message


def test_money_that_went_out_for_something_else_is_counted_only() -> None:
    """Rent and wages are no business of the ledger."""
    desk = Desk()
    found = desk.book(pay(99900, "huur februari", direction="DBIT"))
    assert (found.out, found.unmatched) == (1, 0)
    assert not desk.texts["unmatched"]


def test_a_second_payment_of_an_invoice_needs_a_person() -> None:
    """What is open goes down with each payment of the run, and with those in the ledger."""
    desk = Desk()
    found = desk.book(pay(12100, "2026-00017", bank_reference="1"), pay(12100, "2026-00017", bank_reference="2"))
    assert (found.booked, found.unmatched) == (1, 1)
    assert "paid already" in desk.rows("unmatched")[0]["reason"]


def test_a_statement_read_again_books_nothing() -> None:
    """The same statement, or another with the same entry, changes no byte and is counted as there already."""
    desk = Desk()
    entries = (pay(12100, "2026-00017"), pay(777, "?"), pay(5000, "2026-00019", bank_reference="B"))
    assert desk.book(*entries).booked == 2
    before = dict(desk.texts)
    again = desk.book(*entries)
    assert (again.booked, again.known, again.unmatched) == (0, 2, 1)
    assert desk.texts == before
    month = desk.book(pay(4, "2026-00017"), *entries, name="maand.xml")
    assert (month.booked, month.known) == (0, 2)


def test_equal_payments_of_one_day_both_count() -> None:
    """Two debtors may pay the same with the same words: a bank without references lists both, and both are booked."""
    desk = Desk()
    part = pay(1000, "2026-00017")
    assert desk.book(part, part).booked == 2
    assert desk.paid() == [("2026-00017", "10.00")] * 2
    assert desk.book(part, part).known == 2


def test_a_reference_that_the_bank_uses_again_is_no_repetition() -> None:
    """Another day and another amount under a known mark is listed, not passed over."""
    desk = Desk()
    desk.book(pay(1000, "2026-00017", bank_reference="R"))
    found = desk.book(pay(2000, "2026-00017", bank_reference="R", day=dt.date(2026, 2, 9)))
    assert (found.booked, found.known, found.unmatched) == (0, 0, 1)
    mark = desk.rows("unmatched")[0]["reference"]
    assert mark == "NL91ABNA0417164300/R@2026-02-09"
    assert "stands for another payment, of 2026-02-02" in desk.rows("unmatched")[0]["reason"]


@pytest.mark.parametrize(
    ("again", "day"),
    [(1000, dt.date(2026, 3, 2)), (999, dt.date(2026, 2, 2)), (1000, dt.date(2026, 1, 12))],
    ids=["each month the same amount", "less on the same day", "an earlier one"],
)
@pytest.mark.parametrize("text", ["2026-00017", "?"], ids=["booked", "listed"])
def test_a_mark_used_again_hides_no_payment(text: str, again: int, day: dt.date) -> None:
    """Under a reference that a bank gives each day anew, every payment is booked or listed, in one run or in two."""
    first, second = pay(1000, text, bank_reference="1"), pay(again, text, bank_reference="1", day=day)
    sure = again == 1000  # part of a payment, on its own day, may have been booked by hand
    for runs in ([[first, second]], [[first], [second, first]], *([[[first], [second]]] if sure else [])):
        desk = Desk()
        for entries in runs:
            desk.book(*entries)
        said = [row["amount"].replace(".", "") for row in (*desk.rows("events")[1:], *desk.rows("unmatched"))]
        assert sorted(map(int, said)) == sorted([1000, again])


def test_part_of_a_payment_that_was_booked_without_a_mark_is_not_booked_again() -> None:
    """The ledger's own export may hold the payment already: it is asked about, and known once it bears the mark."""
    events = "date,event,invoice,amount,reference\n2026-02-02,payment,2026-00017,21.00,\n"
    desk = Desk(events=events)
    entry = pay(2100, "2026-00017", bank_reference="R1")
    assert desk.book(entry, pay(2200, "2026-00017", bank_reference="R2")).booked == 1
    (row,) = desk.rows("unmatched")
    assert "stands on `2026-00017` already, in an event without `reference`" in row["reason"]
    desk.texts["events"] = desk.texts["events"].replace("21.00,", f"21.00,{row['reference']}")
    assert desk.book(entry) == Booked(known=1)
    assert not desk.rows("unmatched")


def test_what_a_person_booked_some_days_later_is_known() -> None:
    """A payment booked by hand with its mark, on the day of booking, is not asked about again."""
    desk = Desk()
    entry = pay(777, "?", bank_reference="R1")
    desk.book(entry)
    mark = desk.rows("unmatched")[0]["reference"]
    desk.texts["events"] = f"date,event,invoice,amount,reference\n2026-02-09,payment,2026-00017,7.77,{mark}\n"
    assert desk.book(entry) == Booked(known=1)


def test_a_short_number_and_an_amount_that_others_have_too_are_chance() -> None:
    """`betaling 17 januari` of a subscription's amount is not invoice 17, unless the payer has its debtor's name."""
    rows = "".join(f"{number},D{number % 4},2026-01-05,60.00,,,,\n" for number in range(16, 20))
    desk = Desk(invoices="invoice,debtor,date,amount,currency,kind,credits,reference\n" + rows)
    desk.book(pay(6000, "betaling 17 januari", payer="Iemand"))
    assert "only the amount agrees, which others have too" in desk.rows("unmatched")[0]["reason"]
    desk.book(pay(6000, "betaling 17 januari", payer="Bakkerij Vroeg"))
    assert desk.paid() == [("17", "60.00")]
    desk.book(pay(1000, "17 januari, 18 uur", payer="Iemand"))
    assert desk.paid() == [("17", "60.00")]
    twins = Desk(invoices="invoice,debtor,date,amount\n17,D1,2026-01-05,60.00\n18,D1,2026-01-05,60.00\n")
    twins.book(pay(6000, "factuur 17", payer="Bakkerij Vroeg"))
    assert twins.paid() == [("17", "60.00")]


def test_what_a_person_booked_leaves_the_list() -> None:
    """An event that bears the mark takes the row off the list at the next import, even of part of the amount."""
    desk = Desk()
    desk.book(pay(777, "?", bank_reference="R1"), pay(888, "?", bank_reference="R2"))
    mark = desk.rows("unmatched")[0]["reference"]
    desk.texts["events"] = f"date,event,invoice,amount,reference\n2026-02-02,payment,2026-00017,7.00,{mark}\n"
    found = desk.book()
    assert found == Booked()
    assert [row["amount"] for row in desk.rows("unmatched")] == ["8.88"]


def test_what_a_person_settled_is_not_asked_again() -> None:
    """A row with `settled` stays as it is, and its payment is counted as known, also where it went out."""
    desk = Desk()
    entries = (pay(777, "rente"), pay(12100, "2026-00017", direction="DBIT"))
    assert desk.book(*entries).unmatched == 2
    desk.texts["unmatched"] = desk.texts["unmatched"].replace("afschrift.xml,", "afschrift.xml,ja")
    before = dict(desk.texts)
    found = desk.book(*entries)
    assert (found.known, found.unmatched, desk.findings) == (2, 0, ())
    assert desk.texts == before


def test_an_invoice_that_comes_later_is_paid_by_the_same_statement() -> None:
    """Read again after the invoice is there, the payment is booked and leaves the list."""
    desk = Desk()
    entry = pay(1500, "2026-00055")
    assert desk.book(entry).unmatched == 1
    desk.texts["invoices"] += "2026-00055,D1,2026-01-05,15.00,EUR,,,\n"
    assert desk.book(entry).booked == 1
    assert not desk.rows("unmatched")
    assert desk.paid() == [("2026-00055", "15.00")]


def test_texts_of_strangers_cannot_run_in_a_spreadsheet() -> None:
    """What payers write is no formula in the list."""
    desk = Desk()
    desk.book(pay(1, "=HYPERLINK(1)", payer="@SUM(A1)"))
    (row,) = desk.rows("unmatched")
    assert (row["text"], row["payer"]) == ("'=HYPERLINK(1)", "'@SUM(A1)")


def test_what_one_payment_leaves_open_decides_another() -> None:
    """An earlier payment of two invoices is clear once a later one has paid the first of them."""
    desk = Desk()
    found = desk.book(pay(5000, "2026-00017, 2026-00019"), pay(12100, "2026-00017", day=dt.date(2026, 2, 3)))
    assert (found.booked, found.unmatched) == (2, 0)
    assert sorted(desk.paid()) == [("2026-00017", "121.00"), ("2026-00019", "50.00")]


def test_a_reference_that_many_share_tells_nothing() -> None:
    """A customer's own reference on a hundred invoices decides none of them, and costs no time."""
    rows = "".join(f"X-{number:05},D1,2026-01-05,9.00,EUR,,,KLANT77\n" for number in range(500))
    desk = Desk(invoices="invoice,debtor,date,amount,currency,kind,credits,reference\n" + rows)
    assert desk.book(pay(900, reference="KLANT77"), pay(900, "?")).unmatched == 2
    first, second = desk.rows("unmatched")
    assert first["reason"] == "names 500 invoices by one reference"
    assert "perhaps" not in second


TEXTS = st.lists(
    st.sampled_from(["2026-00017", "2026 00018", "2026-00019", "4711", "12", "dank", "factuur", "2026", "00017"]),
    max_size=4,
).map(" ".join)
PAYMENTS = st.builds(
    pay,
    st.sampled_from([12100, 5000, 8000, 3300, 17100, 22100, 1, 99]),
    TEXTS,
    payer=st.sampled_from(["", "J. de Vries", "Café Zuid", "Jansen"]),
    bank_reference=st.sampled_from(["", "A", "B", "C"]),
    direction=st.sampled_from(["CRDT", "CRDT", "CRDT", "DBIT"]),
    day=st.sampled_from([dt.date(2026, 2, 2), dt.date(2026, 2, 3)]),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(PAYMENTS, max_size=6))
def test_every_transaction_is_accounted_for(entries: list[Entry]) -> None:
    """Booked, listed or passed over: each once; events add up to what was booked, and the ledger reads them."""
    desk = Desk()
    found = desk.book(*entries)
    assert found.booked + found.known + found.unmatched + found.out == len(entries)
    marks: dict[str, int] = {}
    for row in desk.rows("events"):
        if "reference" in row:
            marks[row["reference"]] = marks.get(row["reference"], 0) + int(row["amount"].replace(".", ""))
    assert len(marks) == found.booked
    listed = sum(int(row["amount"].lstrip("-").replace(".", "")) for row in desk.rows("unmatched"))
    missing = sum(entry.minor for entry in entries) - sum(marks.values()) - listed
    assert missing > 0 if found.out else missing == 0
    assert len(desk.rows("unmatched")) == found.unmatched
    sources = {part: Source(f"{part}.csv", desk.texts[part]) for part in ("invoices", "debtors", "events")}
    _, rejects = read_ledger(sources["invoices"], sources["debtors"], sources["events"])
    assert not [reject for reject in rejects if reject.severity == "error"]
    before = dict(desk.texts)
    again = desk.book(*entries)
    assert (again.booked, again.unmatched) == (0, found.unmatched)
    assert desk.texts == before
