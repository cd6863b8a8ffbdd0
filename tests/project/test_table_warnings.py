"""A ledger read in columns says of its rows what the row reader says: the same rejects, in the same order."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from dunlang.portfolio.table import Reject
from dunlang.project.ledger import LedgerFiles, find_ledger, read_files
from dunlang.project.tables import FastRun, simulate_tables
from dunlang.schedule import Engine
from tests.cli.conftest import Run
from tests.cli.conftest import run as run
from tests.schedule.conftest import HEAD, from_text

DAY = dt.date(2026, 3, 3)
POLICY = "attribute code one of (a, b) of invoice\nattribute own flag of debtor\n" + HEAD.format(
    policy="",
    terms="",
    steps="a 3 days after due send reminder by email b 20 days after a call",
    holds="hold on dispute until resolved, clock stops hold on plan while kept, clock stops",
)
Rows = list[dict[str, str]]
Ledger = dict[str, Rows]


@pytest.fixture(scope="module")
def engine() -> Engine:
    """A policy of two steps, with attributes whose names the statement has uses of its own for."""
    return from_text(POLICY)


def sound() -> Ledger:
    """Sixty invoices of twenty debtors with events of every kind of columns; no row is odd."""
    invoices = [
        {
            "invoice": f"F{at}", "debtor": f"D{at % 20}", "date": f"2026-01-{at % 28 + 1:02}",
            "amount": f"{at + 10}.50", "currency": "", "kind": "", "credits": "",
            "description": "Boeken", "code": "ab"[at % 2],
        }
        for at in range(60)
    ]  # fmt: skip
    debtors = [
        {
            "debtor": f"D{at}", "kind": "consumer", "country": "NL", "name": f"Klant {at}", "own": "",
            "email": f"klant.{at}@example.com" if at % 3 else "", "address": "Dorpsstraat 1", "city": "Ons Dorp",
        }
        for at in range(20)
    ]  # fmt: skip
    nothing = {"step": "", "amount": "", "currency": "", "until": "", "text": "", "reference": ""}
    events = [
        nothing | {"date": "2026-02-10", "event": "step done", "invoice": f"F{at}", "debtor": "", "step": "a"}
        for at in range(0, 60, 4)
    ]
    events += [
        nothing
        | {"date": "2026-02-12", "event": "payment", "invoice": "", "debtor": f"D{at}", "amount": "5.00"}
        | {"reference": f"bank {at}", "text": "thanks"}
        for at in range(0, 20, 2)
    ]
    events += [
        nothing
        | {"date": "2026-02-13", "event": "promise made", "invoice": f"F{at}", "debtor": "", "until": "2026-03-20"}
        for at in range(1, 60, 9)
    ]  # fmt: skip
    return {"invoices": invoices, "debtors": debtors, "events": events}


def an_unknown_step(ledger: Ledger) -> None:
    """Events name steps that the policy has not, some of them often."""
    for at, step in ((3, "aa"), (5, "weg"), (7, "aa"), (9, "weg")):
        ledger["events"][at]["step"] = step


def the_same_event(ledger: Ledger) -> None:
    """Events stand twice and three times, by invoice and by debtor."""
    for at in (4, 0, 4, 17, 27):
        ledger["events"].append(dict(ledger["events"][at]))
    ledger["events"].append(ledger["events"][2] | {"debtor": ledger["invoices"][8]["debtor"]})  # his own invoice


def nearly_the_same(ledger: Ledger) -> None:
    """What tells events apart: text, reference, until, currency, step; no warning."""
    for at, cells in (
        (16, {"reference": "other"}),
        (17, {"text": "other"}),
        (18, {"reference": ""}),
        (27, {"until": "2026-03-21"}),
        (2, {"step": "b"}),
    ):
        ledger["events"].append(ledger["events"][at] | cells)


def blanks_and_currency(ledger: Ledger) -> None:
    """Blanks around a text and the policy's own currency tell nothing apart."""
    ledger["events"].append(ledger["events"][16] | {"text": "  thanks\u00a0", "currency": "EUR"})
    ledger["events"].append(ledger["events"][1] | {"text": "  ", "currency": "EUR"})


def a_credit_note_twice(ledger: Ledger) -> None:
    """A credit note stands among the invoices and, with its number, among the events; also in the row of its number."""
    credit = ledger["invoices"][5] | {"invoice": "C1", "kind": "credit", "credits": "F5", "amount": "1.00", "code": ""}
    ledger["invoices"].insert(40, credit)
    event = ledger["events"][0] | {
        "event": "credit note", "invoice": "F5", "step": "", "amount": "1.00", "text": "C1", "date": credit["date"],
    }  # fmt: skip
    ledger["events"] += [event, event | {"text": "C2"}, event]
    ledger["events"] += [ledger["events"][0] | {"date": f"2026-02-{at:02}"} for at in range(11, 16)]
    ledger["events"].insert(40, event)


def bad_addresses(ledger: Ledger) -> None:
    """Addresses that are none, and strange ones that are some."""
    strange = (
        "nobody", "a@b", " ok@example.com ", "jürgen@exämple.de", "a b@example.com", "a@exa..mple.com",
        "x" * 65 + "@e.nl", "x" * 64 + "@e.nl", "a@" + "b" * 250 + ".nl", "a,b@example.com", "a@b.c.d",
        "o'neil@example.com", "x@.nl", "  ",
    )  # fmt: skip
    for row, address in zip(ledger["debtors"], strange, strict=False):
        row["email"] = address


def more_columns(ledger: Ledger) -> None:
    """Columns that the ledger has not: misspelt, of another file, of nobody, with names that the statement uses."""
    for at, row in enumerate(ledger["invoices"]):
        row |= {"recieved": "", "until": "x" if at > 2 else "", "parts": "1", "dn": "2", "line": "7"}
    for row in ledger["debtors"]:
        row |= {"e-mail": "a", "x y": "b", 'quo"te': "", "code": "q"}
    for row in ledger["events"]:
        row |= {"n": "1", "said": "2", "Kenmerk": "3"}


def a_control_character(ledger: Ledger) -> None:
    """Texts hold signs that do not print: those rows are not taken."""
    ledger["invoices"][3]["description"] = "Boe\x07ken"
    ledger["debtors"][4]["city"] = "Ons\u200bDorp"
    ledger["debtors"][5]["city"] = "Ons\tDorp"
    ledger["events"][16]["text"] = "tha\x1bnks"


def a_currency_of_nothing(ledger: Ledger) -> None:
    """An event without an amount has a currency that is none."""
    ledger["events"][1]["currency"] = "XYZ"


def a_reason_of_blanks(ledger: Ledger) -> None:
    """A reason is recorded, and it is blank."""
    ledger["events"][1] |= {"event": "reason recorded", "text": "  ", "step": ""}


def a_reason(ledger: Ledger) -> None:
    """A reason is recorded: no warning."""
    ledger["events"][1] |= {"event": "reason recorded", "text": "out of work", "step": ""}


def another_currency(ledger: Ledger) -> None:
    """A credit note is in another currency than its invoice."""
    ledger["invoices"].append(
        ledger["invoices"][5] | {"invoice": "C1", "kind": "credit", "credits": "F5", "currency": "USD", "code": ""}
    )


def all_of_them(ledger: Ledger) -> None:
    """All warnings at once."""
    for spoil in (an_unknown_step, the_same_event, a_credit_note_twice, bad_addresses, more_columns):
        spoil(ledger)


WARNED = (
    an_unknown_step, the_same_event, blanks_and_currency, a_credit_note_twice, bad_addresses, more_columns, all_of_them,
)  # fmt: skip
SILENT = (nearly_the_same, a_reason)
REFUSED = (a_control_character, a_currency_of_nothing, a_reason_of_blanks, another_currency)


def write(folder: Path, ledger: Ledger, form: str) -> None:
    """The ledger as files of one format; in Parquet what is empty is null, and days and amounts have types."""
    for part, rows in ledger.items():
        file = folder / f"{part}.csv"
        with file.open("w", encoding="utf-8", newline="") as opened:
            writer = csv.DictWriter(
                opened, list(rows[0]), lineterminator="\n", delimiter=";" if form == "semicolons" else ","
            )
            writer.writeheader()
            writer.writerows(rows)
        if form == "parquet":
            typed = {"date": "DATE", "until": "DATE", "amount": "DECIMAL(12, 2)"}
            held = [name for name in rows[0] if name in typed and (part, name) != ("invoices", "until")]
            cells = ", ".join(f"{name}::{typed[name]} AS {name}" for name in held)
            replaced = f"REPLACE ({cells})" if cells else ""
            duckdb.sql(
                f"COPY (SELECT * {replaced} FROM read_csv('{file}', all_varchar=true, delim=',')) "
                f"TO '{folder}/{part}.parquet'"
            )
            file.unlink()


def read_by_rows(engine: Engine, folder: Path) -> tuple[Reject, ...]:
    """What the row reader says."""
    files = find_ledger([folder])
    assert isinstance(files, LedgerFiles)
    return read_files(files, engine.policy)[1]


@pytest.mark.parametrize(("form", "size"), [("semicolons", 10**6), ("parquet", 25)])
@pytest.mark.parametrize("spoil", [*WARNED, *SILENT, *REFUSED], ids=lambda spoil: spoil.__name__)
def test_columns_say_what_rows_say(
    engine: Engine, tmp_path: Path, spoil: Callable[[Ledger], None], form: str, size: int
) -> None:
    """Each warning and each fault is told alike by both readers, in any form and any parts."""
    ledger = sound()
    spoil(ledger)
    write(tmp_path, ledger, form)
    wanted = read_by_rows(engine, tmp_path)
    found = simulate_tables(engine, [str(tmp_path)], str(tmp_path / "list.csv"), DAY, size=size)
    assert isinstance(found, FastRun), found
    assert found.rejects == wanted
    assert {reject.severity for reject in wanted} == ({"warning"} if spoil in WARNED else set(wanted and ["error"]))
    assert bool(wanted) == (spoil not in SILENT)
    assert bool(found.read_by_row) == (spoil in REFUSED), found.read_by_row


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_json_is_the_same(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str) -> None:
    """The report with its rejects, and what is said on standard error, do not depend on the engine."""
    ledger = sound()
    all_of_them(ledger)
    monkeypatch.chdir(tmp_path)
    Path("policy.dun").write_text(POLICY, encoding="utf-8")
    Path("ledger").mkdir()
    write(Path("ledger"), ledger, form)
    shown = []
    for engine in ("reference", "duckdb"):
        words = ("--ledger", "ledger", "--date", str(DAY), "--engine", engine, "--format", "json")
        done = run("simulate", "policy.dun", *words)
        assert done.exit_code == 0, done.stderr
        shown.append((done.stdout, done.stderr))
    assert shown[0] == shown[1]
    assert len(json.loads(shown[0][0])["rejected"]) > 20


def test_rows_are_counted_in_lines(engine: Engine, tmp_path: Path) -> None:
    """Blank lines and cells of several lines come before what is odd: it is still named by its line."""
    ledger = sound()
    all_of_them(ledger)
    ledger["debtors"][0]["address"] = "Dorpsstraat 1\nachter"
    ledger["invoices"][1]["description"] = "een\r\ntwee"
    ledger["events"][6]["text"] = "drie\n\nvier"
    write(tmp_path, ledger, "csv")
    file = tmp_path / "events.csv"
    lines = file.read_bytes().split(b"\n")
    file.write_bytes(b"\n".join([*lines[:3], b"", *lines[3:]]))
    wanted = read_by_rows(engine, tmp_path)
    found = simulate_tables(engine, [str(tmp_path)], None, DAY)
    assert isinstance(found, FastRun)
    assert found.read_by_row == ""
    assert found.rejects == wanted


@pytest.mark.parametrize("size", [10**6, 25])
def test_many_warnings_are_bounded(engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    """Of each kind so many are listed, and then how many more there are."""
    ledger = sound()
    ledger["events"] = ledger["events"] * 2
    for at, row in enumerate(ledger["debtors"]):
        row["email"] = f"nobody {at}"
    for at, row in enumerate(ledger["events"]):
        row = ledger["events"][at] = dict(row)
        row["step"] = f"s{at % 15}" if row["event"] == "step done" else ""
    write(tmp_path, ledger, "parquet")
    wanted = read_by_rows(engine, tmp_path)
    monkeypatch.setattr("dunlang.portfolio.fast.oddities.MOST", 6)
    monkeypatch.setattr("dunlang.project.table_warnings.MOST", 6)
    found = simulate_tables(engine, [str(tmp_path)], str(tmp_path / "list.csv"), DAY, size=size)
    assert isinstance(found, FastRun)
    for column in ("email", "step", "event"):
        whole = [reject for reject in wanted if reject.column == column]
        kept = [reject for reject in found.rejects if reject.column == column]
        assert len(whole) > 12
        assert kept[:6] == whole[:6]
        assert len(kept) == 7
        assert kept[6].row == whole[6].row
        assert kept[6].reason == f"{len(whole) - 6} more warnings like those before, from this row on, are not listed"


@pytest.mark.parametrize(
    ("part", "old", "new", "why"),
    [
        ("invoices", b"invoice,", b"\xef\xbb\xbfinvoice,", ""),
        ("events", b"\n", b"\r\n", ""),
        ("events", b",", b"\t", ""),
        ("events", b"thanks", b'"tha\rnks"', ""),
        ("debtors", b"e-mail", b" ", ""),
        ("debtors", b"debtor,", b"Debtor,", "debtors: the header needs care"),
        ("events", b"Kenmerk", b"said", "events: the header needs care"),
        ("events", b"Kenmerk", b'"Ken\nmerk"', "events: the header needs care"),
    ],
)
def test_files_of_many_kinds(engine: Engine, tmp_path: Path, part: str, old: bytes, new: bytes, why: str) -> None:
    """Marks before the text, line ends, tabs and odd headers: the same rejects, or the row reader at once."""
    ledger = sound()
    all_of_them(ledger)
    write(tmp_path, ledger, "csv")
    file = tmp_path / f"{part}.csv"
    file.write_bytes(file.read_bytes().replace(old, new))
    found = simulate_tables(engine, [str(tmp_path)], None, DAY)
    assert isinstance(found, FastRun)
    assert found.read_by_row == why
    assert found.rejects == read_by_rows(engine, tmp_path)


@pytest.mark.parametrize(
    ("cell", "why"), [("true", ""), ("12.5::DECIMAL(6, 2)", "debtors: the column `city` is no text")]
)
def test_a_text_in_parquet_is_a_text(engine: Engine, tmp_path: Path, cell: str, why: str) -> None:
    """Both readers take a flag as its word where a text is meant, and refuse a decimal."""
    write(tmp_path, sound(), "parquet")
    debtors, other = tmp_path / "debtors.parquet", tmp_path / "other"
    duckdb.sql(f"COPY (SELECT * REPLACE ({cell} AS city) FROM '{debtors}') TO '{other}' (FORMAT parquet)")
    other.replace(debtors)
    found = simulate_tables(engine, [str(tmp_path)], None, DAY)
    assert isinstance(found, FastRun)
    assert found.read_by_row == why
    assert ("city" in {reject.column for reject in found.rejects}) == bool(why)
    assert found.rejects == read_by_rows(engine, tmp_path)
