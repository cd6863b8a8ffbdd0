"""Files in, worklist out: the same rows as the reference gives, whatever the format of the ledger."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import duckdb
import pytest

from dunlang.diagnostics import Diagnostic
from dunlang.portfolio.fast.ingest import ingest
from dunlang.portfolio.fast.listing import COLUMNS
from dunlang.portfolio.fast.load import load_cases
from dunlang.portfolio.fast.rest import cases_of
from dunlang.portfolio.ledger import Ledger, read_ledger
from dunlang.portfolio.simulation import Item
from dunlang.portfolio.worklist import simulate
from dunlang.project.table_files import connect, read_raw
from dunlang.project.table_output import FORMULA
from dunlang.project.tables import FastRun, simulate_tables
from dunlang.report.worklist_csv import COLUMNS as OF_REFERENCE
from dunlang.report.worklist_csv import safe_cell
from dunlang.resources import shipped
from dunlang.schedule import Engine
from dunlang.source import Source
from tests.portfolio.differential.test_differential import shipped_engine
from tests.portfolio.generate_ledger import generate

DAY = dt.date(2026, 6, 2)


@pytest.fixture(scope="module")
def engine() -> Engine:
    """The largest shipped policy."""
    return shipped_engine("debiteurenbeleid")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A generated ledger of half a year as three CSV files."""
    made = tmp_path_factory.mktemp("ledger")
    plan = generate(seed=11, invoices=400, debtors=220)
    (made / "invoices.csv").write_text(plan.invoices, encoding="utf-8")
    (made / "debtors.csv").write_text(plan.debtors, encoding="utf-8")
    amounts = {row["invoice"]: row["amount"] for row in csv.DictReader(plan.invoices.splitlines())}
    with (made / "events.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("date", "event", "invoice", "debtor", "step", "amount", "until", "text"))
        for event in plan.events:
            amount = event.amount or (amounts[event.invoice] if event.event == "payment" else "")
            writer.writerow((event.date, event.event, event.invoice, event.debtor, "", amount, event.until, event.text))
    return made


def ledger_of(folder: Path, engine: Engine) -> Ledger:
    """The ledger as the careful reader reads it."""
    sources = [Source(name, (folder / f"{name}.csv").read_text("utf-8")) for name in ("invoices", "debtors", "events")]
    ledger, rejects = read_ledger(*sources, currency=engine.policy.currency)
    assert not [reject for reject in rejects if reject.severity == "error"]
    return ledger


def run(engine: Engine, folder: Path, out: Path) -> tuple[FastRun, list[dict[str, str]]]:
    """A run on tables, and its worklist's rows."""
    found = simulate_tables(engine, [str(folder)], str(out), DAY, escape=safe_cell)
    assert isinstance(found, FastRun), found
    return found, list(csv.DictReader(out.read_text("utf-8").splitlines()))


def plain(item: Item) -> tuple[str, ...]:
    """The amounts of one row as the worklist writes them."""
    amounts = item.amounts
    assert amounts is not None
    told = item.letter is not None and item.letter.announces_costs
    shown = amounts.costs_if_unpaid.plain() if told else ""
    return item.outstanding.plain(), amounts.interest.plain(), amounts.costs.plain(), shown, amounts.total.plain()


def test_the_worklist_is_that_of_the_reference(engine: Engine, folder: Path, tmp_path: Path) -> None:
    """The same steps for the same invoices in the same order, with the same days and amounts."""
    ledger = ledger_of(folder, engine)
    wanted = simulate(engine, ledger, date=DAY, reference=True)
    found, rows = run(engine, folder, tmp_path / "worklist.csv")
    assert found.read_by_row == ""
    assert [
        (item.invoice.id, item.step.name, str(item.occurrence), str(item.on), str(item.planned), *plain(item))
        for item in wanted.worklist
        if item.amounts is not None
    ] == [
        tuple(
            row[name]
            for name in (
                "invoice",
                "step",
                "occurrence",
                "date",
                "planned",
                "outstanding",
                "interest",
                "costs",
                "costs_announced",
                "total",
            )
        )
        for row in rows
        if row["list"] == "worklist"
    ]
    for name, items in (("held", wanted.held), ("blocked", wanted.blocked)):
        assert sorted((item.invoice.id, item.step.name, item.outstanding.plain()) for item in items) == sorted(
            (row["invoice"], row["step"], row["outstanding"]) for row in rows if row["list"] == name
        )
    people = sorted(row["invoice"] for row in rows if row["list"] == "needs a person")
    assert people == sorted(person.invoice.id for person in wanted.needs_person)


def test_parquet_gives_the_bytes_of_csv(engine: Engine, folder: Path, tmp_path: Path) -> None:
    """A ledger as Parquet, with real dates and decimals, gives the same file as its CSV; twice the same bytes."""
    other = tmp_path / "parquet"
    other.mkdir()
    for part in ("invoices", "debtors", "events"):
        typed = "date::DATE AS date, amount::DECIMAL(14,2) AS amount, " if part != "debtors" else ""
        rest = "* EXCLUDE (date, amount)" if typed else "*"
        duckdb.sql(
            f"COPY (SELECT {typed}{rest} FROM read_csv('{folder}/{part}.csv', all_varchar=true)) "
            f"TO '{other}/{part}.parquet' (FORMAT parquet)"
        )
    run(engine, folder, tmp_path / "a.csv")
    found, _ = run(engine, other, tmp_path / "b.csv")
    run(engine, other, tmp_path / "c.csv")
    assert found.read_by_row == ""
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes() == (tmp_path / "c.csv").read_bytes()
    written = simulate_tables(engine, [str(other)], str(tmp_path / "d.parquet"), DAY)
    assert isinstance(written, FastRun)
    count = duckdb.sql(f"SELECT count(*) FROM '{tmp_path}/d.parquet'").fetchall()[0][0]
    assert count == len((tmp_path / "a.csv").read_text("utf-8").splitlines()) - 1


def test_amounts_in_floating_point_are_refused(engine: Engine, folder: Path, tmp_path: Path) -> None:
    """A Parquet column of doubles is not exact: nothing is read from it."""
    path = tmp_path / "invoices.parquet"
    duckdb.sql(
        f"COPY (SELECT * REPLACE (amount::DOUBLE AS amount) FROM read_csv('{folder}/invoices.csv', all_varchar=true)) "
        f"TO '{path}' (FORMAT parquet)"
    )
    found = simulate_tables(engine, [str(path), str(folder / "debtors.csv")], None, DAY)
    assert isinstance(found, Diagnostic)
    assert "floating point" in found.message


@pytest.mark.parametrize(
    ("part", "old", "new", "told"),
    [
        ("invoices", "F00007,", "F00008,", "stands already in row"),
        ("invoices", "2026-0", "2026-13-0", "is not a date"),
        ("debtors", ",consumer,", ",person,", "is not one of the 3 words"),
        ("events", "payment,F", "payment,X", "is not in the ledger"),
        ("events", ",promise made,", ",promised,", "is not one of the"),
    ],
)
def test_faults_are_named_row_by_row(
    engine: Engine, folder: Path, tmp_path: Path, part: str, old: str, new: str, told: str
) -> None:
    """One bad cell and the ledger is read with care: the fault is named, the other rows are judged all the same."""
    for name in ("invoices", "debtors", "events"):
        text = (folder / f"{name}.csv").read_text("utf-8")
        (tmp_path / f"{name}.csv").write_text(text.replace(old, new, 1) if name == part else text, encoding="utf-8")
    found, rows = run(engine, tmp_path, tmp_path / "out.csv")
    assert found.read_by_row.startswith(part)
    assert any(told in reject.reason for reject in found.rejects)
    assert found.invoices >= 390
    assert rows


def test_cases_survive_the_tables(engine: Engine, folder: Path) -> None:
    """What is taken out of the tables for the reference is what went in, but for texts that it does not read."""
    cases = ledger_of(folder, engine).cases
    with duckdb.connect() as con:
        load_cases(con, engine.policy, cases)
        again = [case for *_, case in cases_of(con, engine.policy, list(range(len(cases))))]
    assert [case.invoices for case in again] == [
        tuple(_bare(invoice) for invoice in sorted(case.invoices, key=lambda i: (i.date, i.id))) for case in cases
    ]
    assert [[(e.date, e.kind, e.invoice, e.amount, e.until) for e in case.events] for case in again] == [
        [(e.date, e.kind, e.invoice, e.amount, e.until) for e in case.events] for case in cases
    ]


def _bare(invoice: object) -> object:
    import attrs

    return attrs.evolve(invoice, order="", description="")  # type: ignore[type-var]


def test_cells_that_a_spreadsheet_would_run_are_escaped(engine: Engine, folder: Path, tmp_path: Path) -> None:
    """A debtor's name that starts as a formula gets an apostrophe."""
    for name in ("invoices", "debtors", "events"):
        text = (folder / f"{name}.csv").read_text("utf-8")
        (tmp_path / f"{name}.csv").write_text(text.replace('"Klant ', '"=Klant '), encoding="utf-8")
    _, rows = run(engine, tmp_path, tmp_path / "out.csv")
    assert {row["name"][:2] for row in rows} == {"'="}


@pytest.mark.parametrize(
    "text", ["=1", "a;=1", "\t+1", " -1+2", "-1", "a-1", "@x", "x\n=1", "\ufeff=1", "\uff1d1", '"=1']
)
def test_cells_are_escaped_as_the_reference_does(text: str) -> None:
    """The test for a formula in the engine finds each cell that the function would change."""
    found = duckdb.execute("SELECT regexp_matches(?, ?)", [text, FORMULA]).fetchall()[0][0]
    assert found or safe_cell(text) == text


def test_columns_are_those_of_the_reference_and_more() -> None:
    """A worklist from tables has the columns of the reference's, in its order, and others behind them."""
    assert COLUMNS[: len(OF_REFERENCE)] == OF_REFERENCE


def test_shipped_ledger(engine: Engine, tmp_path: Path) -> None:
    """The ledger that ships goes through, whole."""
    found, rows = run(engine, Path(shipped("policies")) / "ledger", tmp_path / "out.csv")
    assert found.rejects == ()
    assert rows


def test_another_code_of_a_country_is_that_country(tmp_path: Path) -> None:
    """`GB` is the United Kingdom in tables as in the row reader."""
    from tests.schedule.conftest import engine as made

    (tmp_path / "invoices.csv").write_text("invoice,debtor,date,amount\nF1,D1,2026-05-01,100.00\n")
    (tmp_path / "debtors.csv").write_text("debtor,kind,country\nD1,business,GB\n")
    policy = made("a 3 days after due call if country is UK b 3 days after due send reminder by email")
    with connect() as con:
        assert read_raw(con, policy.policy, {part: tmp_path / f"{part}.csv" for part in ("invoices", "debtors")}) == ()
        assert ingest(con, policy.policy) == ()
        assert con.execute("SELECT country FROM deb").fetchall() == [("UK",)]


@pytest.mark.parametrize(
    ("credit", "told"),
    [
        ("C1,D1,2026-05-04,40.00,USD,credit,", "`credit note` in USD, but debtor `D1` owes EUR"),
        ("C1,D1,2026-05-04,40.00,USD,credit,F1", "`credit note` in USD, but invoice `F1` owes EUR"),
        ("C1,D1,2026-05-04,40.00,EUR,credit,F1", ""),
    ],
)
def test_a_credit_note_in_another_currency_is_refused(tmp_path: Path, credit: str, told: str) -> None:
    """Dollars are never taken off euros: the row is named as the row reader names it, the invoice is judged."""
    from tests.schedule.conftest import engine as made

    (tmp_path / "invoices.csv").write_text(
        f"invoice,debtor,date,amount,currency,kind,credits\nF1,D1,2026-05-01,100.00,,,\n{credit}\n"
    )
    (tmp_path / "debtors.csv").write_text("debtor,kind\nD1,business\n")
    found, rows = run(made("a 3 days after due call"), tmp_path, tmp_path / "out.csv")
    assert [reject.reason for reject in found.rejects] == ([told] if told else [])
    assert [row["outstanding"] for row in rows] == ["100.00" if told else "60.00"]


@pytest.mark.parametrize("older", ["2026-05-01", "2026-04-01"])
def test_one_letter_for_several_invoices_is_listed_as_one(tmp_path: Path, older: str) -> None:
    """Beside the letter about one invoice stands what it carries, in tables (one step) and left to the reference."""
    from tests.schedule.conftest import engine as made

    policy = made(
        "a 3 days after due send reminder by email b 30 days after due send formal by post",
        terms="letters per debtor, highest step carries",
    )
    (tmp_path / "invoices.csv").write_text(
        f"invoice,debtor,date,amount\nF1,D1,{older},100.00\nF2,D1,2026-05-01,50.00\nF3,D2,2026-05-01,70.00\n"
    )
    (tmp_path / "debtors.csv").write_text("debtor,kind,country\nD1,business,NL\nD2,business,NL\n")
    (tmp_path / "events.csv").write_text(
        "date,event,invoice,step\n" + ("2026-04-20,step done,F1,a\n" if older < "2026-05" else "")
    )
    found, rows = run(policy, tmp_path, tmp_path / "out.csv")
    assert bool(found.outcome.left) == (older < "2026-05")
    wanted = simulate(policy, ledger_of(tmp_path, policy), date=DAY, reference=True)
    assert [(row["invoice"], row["step"], row["what"], row["channel"]) for row in rows] == [
        (item.invoice.id, item.step.name, ", ".join(item.does), " and ".join(item.channels)) for item in wanted.worklist
    ]
    assert ("F2", "with the letter about F1", "carried") in [(r["invoice"], r["what"], r["channel"]) for r in rows]
    assert [(channel, count) for _, _, _, channel, count, _ in found.totals if channel == "carried"] == [("carried", 1)]
