"""One ledger in several writings: CSV, JSON Lines, and the files of another system with a mapping."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dunlang.money import AmountError, Money
from dunlang.portfolio.ledger import Ledger, read_ledger
from dunlang.portfolio.mapping import Exact, LedgerMapping, PartMapping, amount_reader, read_day_first
from dunlang.portfolio.table import Reject
from dunlang.source import Source

DEBTORS = "debtor,kind\nD1,consumer\n"


def read(invoices: str, **more: Any) -> tuple[Ledger, tuple[Reject, ...]]:
    """Read invoices as JSON Lines with one debtor beside them."""
    return read_ledger(Source("invoices.jsonl", invoices), Source("debtors.csv", DEBTORS), None, **more)


def line(**keys: object) -> str:
    """A sound invoice as a line, with *keys* changed."""
    return json.dumps({"invoice": "F1", "debtor": "D1", "date": "2026-01-05", "amount": "180.00"} | keys)


def errors(rejects: tuple[Reject, ...]) -> list[str]:
    """The errors as they are shown."""
    return [str(reject) for reject in rejects if reject.severity == "error"]


@pytest.mark.parametrize(
    ("amount", "minor"),
    [
        ("180", 18000),
        ("180.5", 18050),
        ("0.1", 10),
        ("0.30000", 30),
        ("999999999999.99", 99999999999999),
        ('"180.50"', 18050),
    ],
)
def test_json_numbers_are_exact(amount: str, minor: int) -> None:
    """A number is read digit for digit, and a text as in CSV."""
    text = line().replace('"180.00"', amount)
    ledger, rejects = read(text)
    assert rejects == ()
    assert ledger.cases[0].invoices[0].amount == Money(minor)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (line().replace('"180.00"', "1e3"), "invoices.jsonl:1 amount: `1e3` is not an amount; write all digits"),
        (line().replace('"180.00"', "10.005"), "invoices.jsonl:1 amount: `10.005` has more decimals than EUR has"),
        (line().replace('"180.00"', "-5"), "invoices.jsonl:1 amount: `-5` is below zero; write a credit note"),
        (line().replace('"180.00"', "NaN"), "invoices.jsonl:1: not JSON: `NaN` is no number"),
        (line().replace('"180.00"', "true"), "invoices.jsonl:1 amount: `true` is not an amount"),
        (line(amount=None), "invoices.jsonl:1 amount: `amount` is empty; fill it in"),
        (line(amount=[1]), "invoices.jsonl:1 amount: a list stands where one value is meant for `amount`"),
        (line(debtor={"id": "D1"}), "invoices.jsonl:1 debtor: an object stands where one value is meant"),
        (line(invoice=True), "invoices.jsonl:1 invoice: `true` stands where a text is meant"),
        (line(invoice=1.5), "invoices.jsonl:1 invoice: the number `1.5` stands where a text is meant"),
        ('{"invoice": "F1", "invoice": "F2"}', "invoices.jsonl:1 invoice: the column `invoice` stands twice: as"),
        ('{"invoice": "F1", "Invoice": "F2"}', "invoices.jsonl:1 invoice: the column `invoice` stands twice: as"),
        ('{"invoice": "F1", }', "invoices.jsonl:1: not JSON: "),
        ('{"invoice": "F1"', "invoices.jsonl:1: not JSON: expecting ',' delimiter at character 17"),
        ('{"invoice": "F\x01"}', "invoices.jsonl:1: not JSON: invalid control character at character 15"),
        ('{"invoice": "\\ud800"}', "invoices.jsonl:1: a text holds half a character"),
        ('{"\\udfff": "x"}', "invoices.jsonl:1: a text holds half a character"),
        ('"F1"', "invoices.jsonl:1: the line is JSON, but not an object"),
        ("F1,D1,2026-01-05,10", "invoices.jsonl:1: not JSON: expecting value at character 1"),
        ('{"x": ' + "[" * 5000 + "]" * 5000 + "}", "invoices.jsonl:1: lists and objects nest deeper than 32 levels"),
        ('{"x": "' + "y" * 1_000_000 + '"}', "invoices.jsonl:1: the line has 1,000,009 characters; at most 1,000,000"),
    ],
)
def test_a_faulty_line_is_refused_and_the_next_one_read(text: str, said: str) -> None:
    """Each fault names file, line and key or character; the file goes on."""
    ledger, rejects = read(f"{text}\n{line(invoice='F2')}\n")
    assert any(found.startswith(said) for found in errors(rejects)), errors(rejects)
    assert [invoice.id for case in ledger.cases for invoice in case.invoices] == ["F2"]
    assert [(count.rows, count.accepted, count.rejected) for count in ledger.counts] == [(1, 1, 0), (2, 1, 1)]


@pytest.mark.parametrize("text", ["[\n{}\n]", '{\n  "invoice": 1\n}', ' [{"invoice": 1}]'])
def test_json_over_several_lines_is_one_fault(text: str) -> None:
    """A JSON document instead of lines is told once, not once a line."""
    ledger, rejects = read(text)
    assert [(found.row, found.reason) for found in rejects] == [(1, "this is JSON, but not one object a line")]
    assert ledger.cases == ()


def test_a_key_that_is_no_column_is_a_warning_once() -> None:
    """Nested values under other keys are passed over; each strange key is named at its first line."""
    text = "\n".join([line(lines=[{"a": 1}]), line(invoice="F2", lines=[], descripton="x")])
    ledger, rejects = read(text)
    assert [(found.severity, found.row, found.column) for found in rejects] == [
        ("warning", 1, "lines"),
        ("warning", 2, "descripton"),
    ]
    assert rejects[1].help == "did you mean `description`?"
    assert len(ledger.cases[0].invoices) == 2


def test_json_lines_are_told_from_csv_by_the_text_too() -> None:
    """Standard input has no ending: a brace at the start says what it is."""
    ledger, rejects = read_ledger(Source("<stdin>", "\ufeff\n" + line()), Source("debtors.csv", DEBTORS), None)
    assert rejects == ()
    assert ledger.cases[0].invoices[0].id == "F1"


def test_a_line_separator_in_a_text_ends_no_line() -> None:
    """Only a line feed ends a line: U+2028 may stand in a JSON text as it is."""
    text = json.dumps({"invoice": "F1", "debtor": "D1", "date": "2026-01-05", "amount": 1}) + "\r\n"
    text += '{"invoice": "F2", "debtor": "D1", "date": "x\u2028y", "amount": 1}\n'
    ledger, rejects = read(text)
    assert [found.row for found in rejects] == [2]
    assert ledger.counts[1].rows == 2


# ------------------------------------------------------------ amounts and dates as declared


@pytest.mark.parametrize(
    ("decimal", "thousands", "text", "plain"),
    [
        ("comma", "none", "1234,56", "1234.56"),
        ("comma", "none", "1234", "1234"),
        ("comma", "none", "1.234,56", None),
        ("comma", "none", "1234.56", None),
        ("comma", "point", "1.234,56", "1234.56"),
        ("comma", "point", "1234,56", "1234.56"),
        ("comma", "point", "1.234", "1234"),
        ("comma", "point", "1.234.567,8", "1234567.8"),
        ("comma", "point", "1.23,45", None),
        ("comma", "point", "12.3456", None),
        ("comma", "point", "1.2345,00", None),
        ("comma", "point", "1,234.56", None),
        ("comma", "point", "-1.234,56", "-1234.56"),
        ("comma", "space", "1 234,56", "1234.56"),
        ("comma", "space", "1\u202f234\u00a0567,8", "1234567.8"),
        ("comma", "space", "1  234,56", None),
        ("point", "comma", "1,234.56", "1234.56"),
        ("point", "comma", "1.234,56", None),
        ("point", "apostrophe", "1'234.56", "1234.56"),
        ("point", "apostrophe", "1\u2019234.56", "1234.56"),
        ("comma", "point", "", None),
        ("comma", "point", ",50", None),
        ("comma", "point", "1,", None),
        ("comma", "point", "€ 1,00", None),
        ("comma", "point", "١٢٣", None),
        ("comma", "point", "1e3", None),
    ],
)
def test_amounts_as_the_mapping_declares_them(decimal: Any, thousands: Any, text: str, plain: str | None) -> None:
    """A sign means only what was declared; groups are of three digits; all else is refused, never guessed."""
    reader = amount_reader(PartMapping(decimal=decimal, thousands=thousands))
    assert reader is not None
    if plain is None:
        with pytest.raises(AmountError, match="is not an amount as the mapping declares it"):
            reader(text)
    else:
        assert reader(text) == plain
    assert reader(Exact("1.5")) == "1.5"


def test_nothing_declared_reads_nothing_else() -> None:
    """Without a declaration the ledger's own form is the only one."""
    assert amount_reader(PartMapping()) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("31-01-2026", dt.date(2026, 1, 31)),
        ("1/2/2026", dt.date(2026, 2, 1)),
        ("05.01.2026", dt.date(2026, 1, 5)),
        ("2026-01-31", dt.date(2026, 1, 31)),
        ("01-31-2026", None),
        ("31-02-2026", None),
        ("31-01/2026", None),
        ("31-01-26", None),
        ("31-01-1826", None),
        ("", None),
        ("١-٢-2026", None),
    ],
)
def test_day_first_dates(text: str, day: dt.date | None) -> None:
    """The day stands first, the year has four digits, and the date is one of the calendar."""
    if day is None:
        with pytest.raises(ValueError, match=r"is not a da|lies outside"):
            read_day_first(text)
    else:
        assert read_day_first(text) == day


# ------------------------------------------------------------ the mapping at work

DUTCH = LedgerMapping(
    invoices=PartMapping(
        columns={"Factuurnr": "invoice", "Klant": "debtor", "Datum": "date", "Bedrag": "amount", "Soort": "kind"},
        values={"kind": {"F": "invoice", "C": "credit"}},
        defaults={"currency": "EUR"},
        ignored=frozenset({"Amount"}),
        decimal="comma",
        thousands="point",
        dates="day-first",
    ),
    debtors=PartMapping(
        columns={"Nr": "debtor", "Type": "kind", "Naam": "name"},
        values={"kind": {"P": "consumer", "Z": "business"}},
        defaults={"country": "NL", "kind": "business"},
    ),
)


def test_a_mapping_reads_another_systems_files() -> None:
    """Headers, words, defaults, amounts and dates, all as declared."""
    ledger, rejects = read_ledger(
        Source(
            "posten.csv",
            "factuurnr;Klant;Datum;Bedrag;Soort;amount\nF1;1;05-01-2026;1.234,56;F;9\nC1;1;06-01-2026;34,56;C;9\n",
        ),
        Source("klanten.csv", "Nr;Type;Naam\n1;P;Jan\n2;;Bedrijf\n"),
        None,
        currency="USD",
        mapping=DUTCH,
    )
    assert rejects == ()
    case = ledger.cases[0]
    assert (case.debtor.kind, case.debtor.country, case.debtor.name) == ("consumer", "NL", "Jan")
    assert case.invoices[0].amount == Money(123456, "EUR")
    assert case.invoices[0].date == dt.date(2026, 1, 5)
    assert case.events[0].amount == Money(3456, "EUR")


@pytest.mark.parametrize("header", ["Soort", "Iets"], ids=["with a kind", "without"])
def test_amounts_below_zero_are_credit_notes_where_declared(header: str) -> None:
    """The sign may stand before or behind; without the declaration such a row is refused, and told how to declare."""
    text = f"Factuurnr;Klant;Datum;Bedrag;{header}\n" + "".join(
        f"{number};1;05-01-2026;{amount};\n"
        for number, amount in [("F1", "1.234,56"), ("C1", "-34,56"), ("C2", "100,00-"), ("X1", "--1,00"), ("X2", "-")]
    )
    sources = Source("posten.csv", text), Source("klanten.csv", "Nr;Type;Naam\n1;P;Jan\n"), None
    turned = attrs.evolve(DUTCH, invoices=attrs.evolve(DUTCH.invoices, negative="credit"))
    ledger, rejects = read_ledger(*sources, mapping=turned)
    assert [(one.row, one.column) for one in rejects if one.severity == "error"] == [(5, "amount"), (6, "amount")]
    (case,) = ledger.cases
    assert [one.id for one in case.invoices] == ["F1"]
    assert [(one.kind, one.amount) for one in case.events] == [
        ("credit note", Money(3456)),
        ("credit note", Money(10000)),
    ]
    ledger, rejects = read_ledger(*sources, mapping=DUTCH)
    assert not ledger.cases[0].events
    (below,) = (one for one in rejects if one.row == 3)
    assert below.help.endswith("or declare `negative: credit` in a mapping")


@pytest.mark.parametrize("kind", ["C", "F"])
def test_a_credit_note_below_zero_may_say_so_too(kind: str) -> None:
    """The sign and the word together are one credit note; the same in JSON, where amounts are numbers."""
    turned = attrs.evolve(DUTCH, invoices=attrs.evolve(DUTCH.invoices, negative="credit"))
    lines = (
        '{"factuurnr": "F1", "Klant": "1", "Datum": "05-01-2026", "Bedrag": 10.00}\n'
        f'{{"factuurnr": "C1", "Klant": "1", "Datum": "05-01-2026", "Bedrag": -9.50, "Soort": "{kind}"}}\n'
    )
    ledger, rejects = read_ledger(
        Source("posten.jsonl", lines), Source("klanten.csv", "Nr;Type;Naam\n1;P;Jan\n"), None, mapping=turned
    )
    assert rejects == ()
    assert [one.amount for one in ledger.cases[0].events] == [Money(950)]


def test_a_fault_under_a_mapping_names_both_columns() -> None:
    """The column is named as the ledger calls it and as the file does."""
    _, rejects = read_ledger(
        Source("posten.csv", "Factuurnr;Klant;Datum;Bedrag\nF1;1;2026/01/05;1234.56\nF2;1;05-01-2026;1;2\n"),
        Source("klanten.csv", "Nr;Type\n1;Q\n"),
        None,
        mapping=DUTCH,
    )
    assert errors(rejects)[:3] == [
        "posten.csv:2 date: `2026/01/05` is not a date such as 31-01-2026, day first (column `Datum` of the file)",
        (
            "posten.csv:2 amount: `1234.56` is not an amount as the mapping declares it (such as 1.234,56) "
            "(column `Bedrag` of the file); set right the cell, or `decimal` and `thousands` in the mapping"
        ),
        "posten.csv:3: the row has 5 cells, the header 4; put a cell that holds `;` in double quotes",
    ]
    assert errors(rejects)[3].startswith("klanten.csv:2 kind: `Q` is not one of the 3 words that this column knows (c")


@pytest.mark.parametrize(("amount", "said"), [("12,005", "has more decimals"), ("-5,00", "is below zero")])
def test_a_fault_shows_the_amount_as_it_is_written(amount: str, said: str) -> None:
    """With a decimal comma `12.005` would be another amount than the file has."""
    _, rejects = read_ledger(
        Source("posten.csv", f"Factuurnr;Klant;Datum;Bedrag\nF1;1;05-01-2026;{amount}\n"),
        Source("klanten.csv", "Nr;Type\n1;Z\n"),
        None,
        mapping=DUTCH,
    )
    assert f"amount: `{amount}` {said}" in errors(rejects)[0]


def test_a_header_that_the_file_lacks_is_a_warning() -> None:
    """A slip in the mapping is told with the header that was probably meant."""
    mapping = LedgerMapping(invoices=PartMapping(columns={"Omschrijvng": "description"}))
    _, rejects = read_ledger(
        Source("invoices.csv", "invoice,debtor,date,amount,Omschrijving\nF1,D1,2026-01-05,10,x\n"),
        Source("debtors.csv", DEBTORS),
        None,
        mapping=mapping,
    )
    assert [(found.severity, found.column, found.help) for found in rejects] == [
        ("warning", "omschrijving", "declare an `attribute` of that name in the policy to use it"),
        ("warning", "description", "set right the mapping, or take it out there"),
    ]


def test_tabs_may_part_the_cells() -> None:
    """A file of cells between tabs is read as one with commas."""
    found, rejects = read_ledger(
        Source("invoices.csv", "invoice\tdebtor\tdate\tamount\nF1\tD1\t2026-01-05\t10\n"),
        Source("debtors.csv", DEBTORS),
        None,
    )
    assert rejects == ()
    assert found.cases[0].invoices[0].amount == Money(1000)


# ------------------------------------------------------------ the same ledger, however written

_TEXT = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["C", "Z"]), max_size=8)
_DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2026, 12, 31))
_ROW = st.fixed_dictionaries(
    {
        "debtor": st.sampled_from(["D1", "D2", "D9"]),
        "date": _DAYS,
        "amount": st.integers(0, 10**9),
        "currency": st.sampled_from(["", "EUR", "USD"]),
        "due": st.none() | _DAYS,
        "order": _TEXT,
        "kind": st.sampled_from(["", "invoice", "credit"]),
    }
)
_NAMES = ("invoice", "debtor", "date", "amount", "currency", "due", "order", "kind")
_DEBTORS = "debtor,kind,country\nD1,consumer,NL\nD2,business,NL\n"


def _csv(rows: list[list[str]], head: tuple[str, ...], mark: str) -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=mark, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerows([head, *rows])
    return out.getvalue()


def _plain(minor: int) -> str:
    return f"{minor // 100}.{minor % 100:02}"


def _dutch(minor: int) -> str:
    return f"{minor // 100:,}".replace(",", ".") + f",{minor % 100:02}"


def _said(rejects: tuple[Reject, ...]) -> list[tuple[int, str]]:
    """The rows and columns that were refused, whatever the words: the header takes a line of CSV."""
    return [(found.row, found.column) for found in rejects]


@settings(max_examples=60, deadline=None)
@given(st.lists(_ROW, max_size=6))
def test_csv_json_lines_and_mapped_csv_give_the_same_cases(rows: list[dict[str, Any]]) -> None:
    """However the rows are written, the same invoices, debtors and amounts come out, and the same rows are refused."""
    ids = [f"F{number}" for number in range(len(rows))]
    own = [
        [
            number,
            r["debtor"],
            str(r["date"]),
            _plain(r["amount"]),
            r["currency"],
            str(r["due"] or ""),
            r["order"],
            r["kind"],
        ]
        for number, r in zip(ids, rows, strict=True)
    ]
    dutch = [
        [
            number,
            f"k{r['debtor']}",
            f"{r['date']:%d-%m-%Y}",
            _dutch(r["amount"]),
            r["currency"],
            "" if r["due"] is None else f"{r['due'].day}/{r['due'].month}/{r['due'].year}",
            r["order"],
            {"credit": "C", "invoice": "F"}.get(r["kind"], ""),
        ]
        for number, r in zip(ids, rows, strict=True)
    ]
    lines = []
    for cells in own:
        keys = {name: cell for name, cell in zip(_NAMES, cells, strict=True) if cell and name != "amount"}
        lines.append(json.dumps(keys)[:-1] + f', "amount": {cells[3]}}}')
    mapping = LedgerMapping(
        invoices=PartMapping(
            columns=dict(zip([f"Kop {name}" for name in _NAMES], _NAMES, strict=True)),
            values={
                "debtor": {"kD1": "D1", "kD2": "D2", "kD9": "D9"},
                "kind": {"C": "credit", "F": "invoice"},
            },
            decimal="comma",
            thousands="point",
            dates="day-first",
        )
    )
    debtors = Source("debtors.csv", _DEBTORS)
    first, said = read_ledger(Source("invoices.csv", _csv(own, _NAMES, ",")), debtors, None)
    second, said_lines = read_ledger(Source("invoices.jsonl", "\n".join(lines)), debtors, None)
    heads = tuple(f"Kop {name}" for name in _NAMES)
    third, said_mapped = read_ledger(Source("invoices.csv", _csv(dutch, heads, ";")), debtors, None, mapping=mapping)
    assert first.cases == second.cases == third.cases
    assert _said(said) == _said(said_mapped) == [(row + 1, column) for row, column in _said(said_lines)]
    assert [count.accepted for count in first.counts] == [count.accepted for count in second.counts]


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.sampled_from('{}[]":,\\ue1ndvocier\n 0.-'), max_size=120))
def test_no_text_makes_the_json_reader_fail(text: str) -> None:
    """Any text gives a ledger and rejects, and every line is counted."""
    ledger, _ = read(line() + "\n" + text)
    for count in ledger.counts:
        assert 0 <= count.accepted <= count.rows
    assert ledger.cases[0].invoices[0].id == "F1"
