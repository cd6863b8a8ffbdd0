"""Reading a ledger: what is taken, what is refused, and in which words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dunlang.model.policy import Attribute
from dunlang.money import Money
from dunlang.portfolio.columns import DEBTORS, EVENT_RULES, EVENTS, INVOICES
from dunlang.portfolio.ledger import Ledger, read_ledger
from dunlang.portfolio.mapping import LedgerMapping, PartMapping
from dunlang.portfolio.table import Reject
from dunlang.source import Source

DEBTOR_ROWS = "debtor,kind,country,name\nD1,consumer,NL,Jan\nD2,business,NL,Bedrijf\n"
INVOICE_ROWS = "invoice,debtor,date,amount,currency\nF1,D1,2026-01-05,180.00,\nF2,D2,2026-01-06,2500,USD\n"
_NOWHERE = Source("policy.dun", "").whole()


def read(
    invoices: str = INVOICE_ROWS,
    debtors: str | None = DEBTOR_ROWS,
    events: str | None = None,
    **more: object,
) -> tuple[Ledger, tuple[Reject, ...]]:
    """Read three texts under their usual names."""
    return read_ledger(
        Source("invoices.csv", invoices),
        None if debtors is None else Source("debtors.csv", debtors),
        None if events is None else Source("events.csv", events),
        **more,  # type: ignore[arg-type] # passed on as they are
    )


def errors(rejects: tuple[Reject, ...]) -> list[str]:
    """The errors as they are shown."""
    return [str(reject) for reject in rejects if reject.severity == "error"]


def test_a_sound_ledger_becomes_cases_by_debtor() -> None:
    """Every row of three sound files is taken, sorted by debtor."""
    events = "date,event,invoice,amount,text\n2026-02-01,payment,F1,80.00,\n2026-01-20,reason recorded,F1,,vakantie\n"
    ledger, rejects = read(events=events)
    assert rejects == ()
    assert [case.debtor.id for case in ledger.cases] == ["D1", "D2"]
    assert ledger.cases[1].invoices[0].amount == Money(250000, "USD")
    assert [event.kind for event in ledger.cases[0].events] == ["reason recorded", "payment"]
    assert ledger.cases[0].events[1].amount == Money(8000, "EUR")
    assert [(count.file, count.rows, count.rejected) for count in ledger.counts] == [
        ("debtors.csv", 2, 0),
        ("invoices.csv", 2, 0),
        ("events.csv", 2, 0),
    ]
    assert ledger.case_of("F2") is ledger.cases[1]
    assert ledger.case_of("F9") is None


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ('F3,D1,2026-01-05,"1.234,56",EUR', "invoices.csv:2 amount: `1.234,56` is not an amount (write a point"),
        ("F3,D1,2026-01-05,1e3,EUR", "invoices.csv:2 amount: `1e3` is not an amount; write all digits"),
        ("F3,D1,2026-01-05,١٢٣,EUR", "invoices.csv:2 amount: `١٢٣` is not an amount"),
        ("F3,D1,2026-01-05,NaN,EUR", "invoices.csv:2 amount: `NaN` is not an amount"),
        ("F3,D1,2026-01-05,-10.00,EUR", "invoices.csv:2 amount: `-10.00` is below zero; write a credit note"),
        ("F3,D1,2026-01-05,0.00,EUR", "invoices.csv:2 amount: the amount is zero"),
        ("F3,D1,2026-01-05,10.005,EUR", "invoices.csv:2 amount: `10.005` has more decimals than EUR has (2)"),
        ("F3,D1,2026-01-05,10.5,JPY", "invoices.csv:2 amount: `10.5` has more decimals than JPY has (0)"),
        ("F3,D1,2026-01-05,1000000000000.01,EUR", "invoices.csv:2 amount: `1000000000000.01` is more than"),
        ("F3,D1,2026-01-05,10,eur", "invoices.csv:2 currency: `eur` is not a currency of ISO 4217; write `EUR`"),
        ("F3,D1,05-01-2026,10,EUR", "invoices.csv:2 date: `05-01-2026` is not a date of the form 2026-01-31"),
        ("F3,D1,5/1/26,10,EUR", "invoices.csv:2 date: `5/1/26` is not a date of the form 2026-01-31"),
        ("F3,D1,2026-02-30,10,EUR", "invoices.csv:2 date: `2026-02-30` is not a day of the calendar"),
        ("F3,D1,1989-12-31,10,EUR", "invoices.csv:2 date: `1989-12-31` lies outside 1990-01-01 to 2100-12-31"),
        ("F3,D1,2101-01-01,10,EUR", "invoices.csv:2 date: `2101-01-01` lies outside"),
        ("F3,D1,,10,EUR", "invoices.csv:2 date: `date` is empty; fill it in"),
        ("F3,D9,2026-01-05,10,EUR", "invoices.csv:2 debtor: debtor `D9` is not in the ledger; add the debtor"),
        ("F3,D1,2026-01-05,10", "invoices.csv:2: the row has 4 cells, the header 5"),
        (
            "F3,D1,2026-01-05,1.234,56,EUR",
            "invoices.csv:2: the row has 6 cells, the header 5; put a cell that holds `,`",
        ),
        ('F3,D1,2026-01-05,"10"0,EUR', "invoices.csv:2: the line cannot be read: a double quote is out of place"),
        ("F\x00,D1,2026-01-05,10,EUR", "invoices.csv:2"),
        ("F\x1b[31m,D1,2026-01-05,10,EUR", "invoices.csv:2 invoice: `F\\x1b[31m` is no id"),
    ],
)
def test_a_faulty_invoice_row_is_refused_with_its_place_and_the_right_form(row: str, said: str) -> None:
    """Each fault names file, line, column, what was found and what is right; the other rows are read."""
    ledger, rejects = read(f"invoice,debtor,date,amount,currency\n{row}\nF4,D2,2026-01-05,10.00,EUR\n")
    assert any(text.startswith(said) for text in errors(rejects)), errors(rejects)
    assert [invoice.id for case in ledger.cases for invoice in case.invoices] == ["F4"]
    assert ledger.counts[1].rejected == 1


def test_an_id_with_a_slip_of_the_pen_names_the_close_one() -> None:
    """An unknown debtor is named with the debtor that was probably meant."""
    _, rejects = read("invoice,debtor,date,amount\nF1,K1O01,2026-01-05,10\n", "debtor,kind\nK1001,consumer\n")
    assert errors(rejects) == ["invoices.csv:2 debtor: debtor `K1O01` is not in the ledger; did you mean `K1001`?"]


def test_all_faults_of_a_row_are_told_at_once() -> None:
    """A row with three faults gives three rejects and is counted once."""
    ledger, rejects = read("invoice,debtor,date,amount,currency\nF3,D1,2026-13-01,x,EURO\n")
    assert [reject.column for reject in rejects] == ["date", "currency"]
    ledger, rejects = read("invoice,debtor,date,amount,due\nF3,D1,2026-13-01,x,soon\n")
    assert [reject.column for reject in rejects] == ["date", "due", "amount"]
    assert ledger.counts[1].rejected == 1


def test_a_doubled_invoice_is_refused_and_the_first_row_kept() -> None:
    """The second row of an invoice is refused and names the line of the first."""
    ledger, rejects = read(INVOICE_ROWS + "F1,D1,2026-01-07,99.00,\n")
    assert errors(rejects) == [
        "invoices.csv:4 invoice: invoice `F1` stands already in row 2; keep one row for each invoice"
    ]
    assert ledger.cases[0].invoices[0].amount == Money(18000)


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("invoice,debtor,date\n", "the column `amount` is missing"),
        ("invoice,debtor,date,amount,amount\n", "the column `amount` stands twice"),
        ("invoice,debtor,date,amout\n", "rename `amout` to it"),
        ("", "there is no header line"),
        (",,,\n", "there is no header line"),
    ],
)
def test_a_header_that_cannot_be_used_stops_the_file(header: str, said: str) -> None:
    """Missing and doubled columns are errors at line 1, and no row is taken."""
    ledger, rejects = read(header + "F1,D1,2026-01-05,10,20\n" if header.strip(",\n") else header)
    assert any(said in text and text.startswith("invoices.csv:1") for text in errors(rejects))
    assert ledger.cases == ()


def test_an_unknown_column_is_a_warning_with_the_close_name() -> None:
    """Unknown columns are not read, and each says what it may have meant."""
    _, rejects = read("invoice,debtor,date,amount,descripton,country\nF1,D1,2026-01-05,10,x,NL\n")
    assert [(reject.severity, reject.help) for reject in rejects] == [
        ("warning", "did you mean `description`?"),
        ("warning", "move it there: `country` belongs in debtors"),
    ]


@pytest.mark.parametrize("mark", [",", ";"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_delimiter_byte_order_mark_and_line_ends_make_no_difference(mark: str, bom: str, end: str) -> None:
    """A ledger as a spreadsheet saves it reads the same."""
    text = bom + INVOICE_ROWS.replace(",", mark).replace("\n", end)
    assert read(text)[0].cases == read()[0].cases


def test_a_quoted_cell_may_hold_the_delimiter_and_a_line_break() -> None:
    """Text keeps its commas, line breaks and Unicode; the next row still knows its line."""
    ledger, rejects = read(
        'invoice,debtor,date,amount,description\nF1,D1,2026-01-05,10,"één, twee\ndrie ""vier"""\nF2,D1,x,10,\n'
    )
    assert ledger.cases[0].invoices[0].description == 'één, twee\ndrie "vier"'
    assert [reject.row for reject in rejects] == [4]


def test_a_quote_that_never_closes_names_its_lines() -> None:
    """What an open quote swallows is reported, not lost."""
    ledger, rejects = read('invoice,debtor,date,amount,order\nF1,D1,2026-01-05,10,"x\nF2,D1,2026-01-05,10,y\n')
    assert errors(rejects)[0].startswith("invoices.csv:2: lines 2 to 3 cannot be read: a double quote is out of place")
    assert ledger.cases == ()


def test_credit_rows_become_events_of_the_invoice_they_credit() -> None:
    """A row of kind `credit` is a credit note, wherever it stands in the file."""
    rows = "invoice,debtor,date,amount,kind,credits\nC1,D1,2026-01-20,30.00,credit,F1\nF1,D1,2026-01-05,180.00,,\n"
    ledger, rejects = read(rows)
    assert rejects == ()
    event = ledger.cases[0].events[0]
    assert (event.kind, event.invoice, event.amount, event.text) == ("credit note", "F1", Money(3000), "C1")
    assert ledger.counts[1].accepted == 2


def test_a_credit_row_for_an_unknown_invoice_is_refused() -> None:
    """A credit note must credit something."""
    ledger, rejects = read("invoice,debtor,date,amount,kind,credits\nC1,D1,2026-01-20,30.00,credit,F7\n")
    assert errors(rejects) == ["invoices.csv:2 credits: invoice `F7` is not in the ledger; add the invoice"]
    assert ledger.counts[1].rejected == 1


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("2026-02-01,payment,F9,,10,,", "events.csv:2 invoice: invoice `F9` is not in the ledger; add the invoice"),
        ("2026-02-01,payment,,D9,10,,", "events.csv:2 debtor: debtor `D9` is not in the ledger"),
        ("2026-02-01,payment,,,10,,", "events.csv:2 invoice: neither `invoice` nor `debtor` is filled in"),
        ("2026-02-01,payment,F1,D2,10,,", "events.csv:2 debtor: invoice `F1` belongs to debtor `D1`"),
        (
            "2026-01-04,payment,F1,,10,,",
            "events.csv:2 date: `payment` on 2026-01-04 lies before the date of invoice `F1`",
        ),
        ("2026-01-04,payment,,D1,10,,", "events.csv:2 date: `payment` on 2026-01-04 lies before the first invoice"),
        ("2026-02-01,payment,F1,,,,", "events.csv:2 amount: `payment` needs `amount`; fill it in"),
        ("2026-02-01,paymnt,F1,,10,,", "events.csv:2 event: `paymnt` is not one of the 22 words"),
        ("2026-02-01,promise made,F1,,,,", "events.csv:2 until: `promise made` needs `until`"),
        ("2026-02-01,promise made,F1,,,2026-01-31,", "events.csv:2 until: `until` lies before the day of the event"),
        ("2026-02-01,step done,F1,,,,", "events.csv:2 step: `step done` needs `step`"),
        ("2026-02-01,payment,F1,,-10,,", "events.csv:2 amount: `-10` is below zero"),
        ("2026-02-01,payment,F1,,10,,USD", "events.csv:2 amount: `payment` in USD, but invoice `F1` owes EUR"),
    ],
)
def test_a_faulty_event_is_refused(row: str, said: str) -> None:
    """Events that fit no invoice, no time or no form are refused, each with its reason."""
    ledger, rejects = read(events=f"date,event,invoice,debtor,amount,until,currency\n{row}\n")
    assert any(text.startswith(said) for text in errors(rejects)), errors(rejects)
    assert ledger.counts[2].rejected == 1
    assert all(not case.events for case in ledger.cases)


def test_events_of_a_refused_invoice_are_refused_with_that_reason() -> None:
    """One fault does not look like two: the event names the row that was refused."""
    _, rejects = read(
        "invoice,debtor,date,amount\nF1,D1,2026-01-05,x\n",
        events="date,event,invoice,amount\n2026-02-01,payment,F1,5\n",
    )
    assert errors(rejects)[1] == (
        "events.csv:2 invoice: invoice `F1` was rejected (invoices.csv:2); set that row right first"
    )


def test_an_event_without_a_currency_is_in_the_invoices_currency() -> None:
    """A payment of 10 on an invoice in dollars is 10 dollars."""
    ledger, rejects = read(events="date,event,invoice,amount\n2026-02-01,payment,F2,10\n")
    assert rejects == ()
    assert ledger.cases[1].events[0].amount == Money(1000, "USD")


def test_an_unknown_step_is_a_warning_and_the_event_kept() -> None:
    """History may know steps that the policy has dropped; each is warned about once."""
    ledger, rejects = read(
        events="date,event,invoice,step\n2026-02-01,step done,F1,aanmanng\n2026-02-02,step done,F1,aanmanng\n",
        steps={"aanmaning"},
    )
    assert [(reject.severity, reject.help) for reject in rejects] == [("warning", "did you mean `aanmaning`?")]
    assert len(ledger.cases[0].events) == 2


def test_the_same_event_twice_is_a_warning_and_both_count() -> None:
    """Two equal payments may be two payments, or a file read twice: the reader says so and keeps both."""
    row = "2026-02-01,payment,F1,50,{}\n"
    header = "date,event,invoice,amount,text\n"
    ledger, rejects = read(events=header + row.format("") * 2)
    assert [(reject.severity, reject.row, reject.reason) for reject in rejects] == [
        ("warning", 3, "the same event stands already in row 2: both count")
    ]
    assert len(ledger.cases[0].events) == 2
    assert read(events=header + row.format("a") + row.format("b"))[1] == ()


def test_declared_attributes_are_columns() -> None:
    """Attributes of debtor and invoice are read by their kind."""
    attributes = (
        Attribute(name="klasse", kind="one of", of="debtor", span=_NOWHERE, values=("a", "b")),
        Attribute(name="vip", kind="flag", of="debtor", span=_NOWHERE),
        Attribute(name="project", kind="number", of="invoice", span=_NOWHERE),
    )
    ledger, rejects = read(
        "invoice,debtor,date,amount,project\nF1,D1,2026-01-05,10,7\nF2,D2,2026-01-05,10,zeven\n",
        "debtor,kind,klasse,vip\nD1,consumer,a,yes\nD2,consumer,c,\n",
        attributes=attributes,
    )
    assert ledger.cases[0].debtor.attributes == {"klasse": "a", "vip": True}
    assert ledger.cases[0].invoices[0].attributes == {"project": 7}
    assert [reject.column for reject in rejects] == ["project", "klasse"]


def test_without_a_debtors_file_the_invoices_carry_the_debtor() -> None:
    """One file may be the whole ledger; rows that contradict each other are refused."""
    header = "invoice,debtor,date,amount,debtor_kind,debtor_country,debtor_first_order\n"
    ledger, rejects = read(
        header
        + "F1,D1,2026-01-05,10,consumer,NL,yes\nF2,D1,2026-01-06,10,consumer,NL,yes\n"
        + "F3,D1,2026-01-06,10,business,NL,yes\n",
        None,
    )
    assert (ledger.cases[0].debtor.kind, ledger.cases[0].debtor.first_order) == ("consumer", True)
    assert errors(rejects) == [
        "invoices.csv:4 debtor_kind: `debtor_kind` of debtor `D1` differs from row 2; write the same in each row"
    ]


def test_headers_of_another_system_can_be_mapped() -> None:
    """A mapping renames another system's headers."""
    ledger, rejects = read(
        "Factuurnr;debtor;Datum;amount\nF1;D1;2026-01-05;10\n",
        mapping=LedgerMapping(invoices=PartMapping(columns={"factuurnr": "invoice", "Datum": "date"})),
    )
    assert rejects == ()
    assert ledger.cases[0].invoices[0].id == "F1"


def test_every_event_kind_is_described_and_every_need_is_a_column() -> None:
    """The table of events covers the model's kinds and names real columns."""
    words = next(column.values for column in EVENTS if column.name == "event")
    assert set(words) == set(EVENT_RULES)
    assert {need for rule in EVENT_RULES.values() for need in rule.needs} <= {column.name for column in EVENTS}
    for columns in (INVOICES, DEBTORS, EVENTS):
        assert len({column.name for column in columns}) == len(columns)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=300))
def test_no_text_makes_the_reader_fail(text: str) -> None:
    """Any text at all gives a ledger and rejects, never an exception, and every row is counted."""
    for invoices in (text, "invoice,debtor,date,amount\n" + text):
        ledger, _ = read(invoices, events="date,event\n" + text)
        for count in ledger.counts:
            assert 0 <= count.accepted <= count.rows


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.sampled_from(["F1", "F2", "F3", "C1", "", "x", "-5", "10", "2026-01-05", "D1", "D2", "credit"]), max_size=30
    )
)
def test_accepted_rows_are_all_in_the_cases(cells: list[str]) -> None:
    """What is counted as accepted is found again: as an invoice, or as the event of a credit note."""
    rows = [",".join((cells[i : i + 6] + [""] * 6)[:6]) for i in range(0, len(cells), 6)]
    ledger, _ = read("invoice,debtor,date,amount,kind,credits\n" + "\n".join(rows))
    found = sum(len(case.invoices) + len(case.events) for case in ledger.cases)
    assert ledger.counts[1].accepted == found


@pytest.mark.parametrize(
    ("cell", "taken"),
    [
        ("jan@example.nl", "jan@example.nl"),
        ("jan.de+facturen@mail.example.co.uk", "jan.de+facturen@mail.example.co.uk"),
        ("jörg@bücher.example", "jörg@bücher.example"),
        ("", ""),
        ("geen", ""),
        ("a@b.nl; c@d.nl", ""),
        ("Jan <jan@example.nl>", ""),
        ("jan@example", ""),
        ("jan@@example.nl", ""),
        ("jan@example..nl", ""),
        (f"{'a' * 65}@example.nl", ""),
        (f"jan@{'example.' * 40}nl", ""),
    ],
)
def test_what_is_no_email_address_is_left_out_and_the_debtor_kept(cell: str, taken: str) -> None:
    """A wrong address is a warning: the debtor still owes."""
    ledger, rejects = read(debtors=f"debtor,kind,email\nD1,consumer,{cell}\nD2,business,\n")
    assert ledger.cases[0].debtor.email == taken
    assert [(found.severity, found.column) for found in rejects] == [("warning", "email")] * (cell != taken)


def test_a_debtors_address_may_have_several_lines() -> None:
    """Where a letter goes to is read as it stands."""
    ledger, rejects = read(
        debtors='debtor,kind,address,postal_code,city\nD1,consumer,"Huis 2\nDorpsstraat 1",1234 AB,Utrecht\n'
        "D2,business,,,\n"
    )
    assert rejects == ()
    found = ledger.cases[0].debtor
    assert (found.address, found.postal_code, found.city) == ("Huis 2\nDorpsstraat 1", "1234 AB", "Utrecht")
