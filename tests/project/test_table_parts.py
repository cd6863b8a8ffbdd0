"""A ledger that is judged in parts gives what it gives in one, whatever is in it."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable
from pathlib import Path

import attrs
import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dunlang.diagnostics import Diagnostic
from dunlang.project.table_files import connect, read_raw
from dunlang.project.table_parts import divide, lay_part
from dunlang.project.tables import FastRun, simulate_tables
from dunlang.schedule import Engine
from tests.portfolio.differential.test_differential import shipped_engine
from tests.portfolio.generate_ledger import generate
from tests.schedule.conftest import engine as made

DAY = dt.date(2026, 6, 2)
Rows = list[dict[str, str]]
Ledger = dict[str, Rows]


@pytest.fixture(scope="module")
def engine() -> Engine:
    """The largest shipped policy."""
    return shipped_engine("debiteurenbeleid")


@pytest.fixture(scope="module")
def small() -> Engine:
    """A policy of two steps and a hold, quick to judge many parts."""
    return made(
        "a 3 days after due send reminder by email b 20 days after a call",
        holds="hold on dispute until resolved, clock stops hold on plan while kept, clock stops",
    )


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    """A generated ledger of half a year, some events with a debtor only, some credit notes among the invoices."""
    plan = generate(seed=5, invoices=240, debtors=130)
    invoices = list(csv.DictReader(io.StringIO(plan.invoices)))
    amounts = {row["invoice"]: row["amount"] for row in invoices}
    events = [
        {
            "date": str(event.date), "event": event.event, "invoice": event.invoice, "debtor": event.debtor,
            "amount": event.amount or (amounts[event.invoice] if event.event == "payment" else ""),
            "until": str(event.until or ""),
        }
        for event in plan.events
    ]  # fmt: skip
    for row in invoices:
        row.setdefault("kind", "")
        row.setdefault("credits", "")
    for at, about in enumerate(invoices[:20]):
        row = about | {"invoice": f"C{at:05}", "kind": "credit", "credits": about["invoice"], "amount": "1.00"}
        invoices.append({name: cell if name not in ("due", "received") else "" for name, cell in row.items()})
    return {"invoices": invoices, "debtors": list(csv.DictReader(io.StringIO(plan.debtors))), "events": events}


def write(folder: Path, ledger: Ledger, form: str) -> Path:
    """The ledger as files of one format."""
    folder.mkdir(exist_ok=True)
    for part, rows in ledger.items():
        file = folder / f"{part}.csv"
        with file.open("w", encoding="utf-8", newline="") as opened:
            writer = csv.DictWriter(opened, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        if form == "parquet":
            duckdb.sql(f"COPY (FROM read_csv('{file}', all_varchar=true)) TO '{folder}/{part}.parquet'")
            file.unlink()
    return folder


def judged(engine: Engine, folder: Path, size: int) -> tuple[FastRun, bytes]:
    """A run in parts of some *size* invoices, without its statement, and the bytes of its worklist."""
    out = folder / "worklist.csv"
    found = simulate_tables(engine, [str(folder)], str(out), DAY, size=size)
    assert isinstance(found, FastRun), found
    assert not list(folder.glob(".dunlang-*")), "what was divided is taken away"
    written = out.read_bytes()
    out.unlink()
    return attrs.evolve(found, outcome=attrs.evolve(found.outcome, sql="")), written


@pytest.mark.parametrize(("form", "size"), [("csv", 130), ("parquet", 21)])
def test_parts_change_nothing(engine: Engine, ledger: Ledger, tmp_path: Path, form: str, size: int) -> None:
    """Two parts, or so many that invoices are looked up in shares: the same bytes and sums."""
    folder = write(tmp_path / "ledger", ledger, form)
    whole = judged(engine, folder, 10**6)
    assert whole[0].read_by_row == ""
    assert judged(engine, folder, size) == whole


@pytest.mark.parametrize("columns", [("invoice",), ("invoice", "debtor"), ("debtor",)])
def test_events_find_their_debtor(small: Engine, ledger: Ledger, tmp_path: Path, columns: tuple[str, ...]) -> None:
    """Events with an invoice only, with both, or with a debtor only are judged alike in parts."""
    owner = {row["invoice"]: row["debtor"] for row in ledger["invoices"]}
    promises = [
        {"date": row["date"], "event": row["event"], "until": row["until"]}
        | {"invoice": row["invoice"], "debtor": owner[row["invoice"]]}
        for row in ledger["events"]
        if row["invoice"] and row["event"] in ("promise made", "dispute opened", "dispute resolved")
    ]
    kept = [{name: row[name] for name in ("date", "event", "until", *columns)} for row in promises]
    folder = write(tmp_path / "ledger", ledger | {"events": kept}, "parquet")
    whole = judged(small, folder, 10**6)
    assert whole[0].read_by_row == ""
    assert judged(small, folder, 60) == whole


def repeat_number(ledger: Ledger) -> None:
    """Two debtors have an invoice of the same number."""
    first = ledger["invoices"][0]
    ledger["invoices"].append(
        next(row for row in ledger["invoices"] if row["debtor"] != first["debtor"]) | {"invoice": first["invoice"]}
    )


def repeat_debtor(ledger: Ledger) -> None:
    """A debtor stands twice."""
    ledger["debtors"].append(ledger["debtors"][3] | {"name": "Zweimal"})


def lose_debtors(ledger: Ledger) -> None:
    """Some invoices are of debtors that are not there."""
    for row in ledger["invoices"][::40]:
        row["debtor"] = "X" + row["debtor"]


def lose_invoices(ledger: Ledger) -> None:
    """Some events are of invoices that are not there, or of somebody else's."""
    for row in [row for row in ledger["events"] if row["invoice"]][::30]:
        row["invoice"] = "X" + row["invoice"]
    [row for row in ledger["events"] if row["invoice"]][1]["debtor"] = ledger["debtors"][0]["debtor"]


def break_cells(ledger: Ledger) -> None:
    """Cells of every file cannot be read."""
    for row in ledger["invoices"][5::50]:
        row["amount"] = "1,50"
    for row in ledger["debtors"][4::60]:
        row["country"] = "XX"
    ledger["events"][7]["event"] = "payed"


def empty_cells(ledger: Ledger) -> None:
    """Ids are missing in every file."""
    ledger["invoices"][2]["invoice"] = ledger["invoices"][9]["invoice"] = ledger["invoices"][4]["debtor"] = ""
    for row in ledger["events"][::50]:
        row["invoice"] = row["debtor"] = ""


@pytest.mark.parametrize("form", ["csv", "parquet"])
@pytest.mark.parametrize("spoil", [repeat_number, repeat_debtor, lose_debtors, lose_invoices, break_cells, empty_cells])
def test_faults_are_the_same_in_parts(
    small: Engine, ledger: Ledger, tmp_path: Path, spoil: Callable[[Ledger], None], form: str
) -> None:
    """What a ledger with faults says, counts, rejects and judges does not depend on the parts."""
    spoilt = {part: [dict(row) for row in rows] for part, rows in ledger.items()}
    spoil(spoilt)
    folder = write(tmp_path / "ledger", spoilt, form)
    whole = judged(small, folder, 10**6)
    assert whole[0].read_by_row
    assert [reject for reject in whole[0].rejects if reject.severity == "error"]
    assert judged(small, folder, 60) == whole


def test_a_very_large_ledger_is_not_read_row_by_row(
    small: Engine, ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where naming each fault would take too much memory, the first kind of fault is said, and nothing is written."""
    spoilt = {part: [dict(row) for row in rows] for part, rows in ledger.items()}
    repeat_debtor(spoilt)
    folder = write(tmp_path / "ledger", spoilt, "parquet")
    monkeypatch.setattr("dunlang.project.tables._BY_ROW", 100)
    found = simulate_tables(small, [str(folder)], str(tmp_path / "worklist.csv"), DAY, size=90)
    assert isinstance(found, Diagnostic)
    assert found.message.startswith("debtors: 1 rows repeat a debtor; a ledger of ")
    assert [file.name for file in tmp_path.iterdir()] == ["ledger"]


@settings(max_examples=25, deadline=None)
@given(
    owners=st.lists(st.integers(0, 6), min_size=1, max_size=40),
    happened=st.lists(st.tuples(st.integers(0, 45), st.booleans(), st.booleans()), max_size=40),
    size=st.integers(1, 12),
)
def test_each_row_is_in_one_part_with_its_debtor(
    engine: Engine,
    tmp_path_factory: pytest.TempPathFactory,
    owners: list[int],
    happened: list[tuple[int, bool, bool]],
    size: int,
) -> None:
    """Every row comes back once, and what belongs to one debtor stands in one part, whatever an event names."""
    folder = tmp_path_factory.mktemp("drawn")
    day = "2026-01-05"
    invoices = [
        {"invoice": f"F{at}", "debtor": f"D{owner}", "date": day, "amount": "1.00"} for at, owner in enumerate(owners)
    ]
    events = [
        {
            "event": str(at),
            "invoice": f"F{number}" if by_invoice else "",
            "debtor": f"D{owners[number % len(owners)]}" if by_debtor and number < len(owners) else "",
            "date": day,
        }
        for at, (number, by_invoice, by_debtor) in enumerate(happened)
    ]
    nothing = {"event": "", "invoice": "", "debtor": "", "date": ""}
    debtors = [{"debtor": f"D{owner}", "kind": "consumer"} for owner in range(7)]
    ledger = {
        "invoices": invoices,
        "debtors": debtors,
        "events": events or [nothing],
    }
    files = {part: write(folder, ledger, "csv") / f"{part}.csv" for part in ledger}
    waits = folder / "waits"
    waits.mkdir()
    seen: dict[str, list[tuple[str, ...]]] = {part: [] for part in ledger}
    with connect("", waits) as con:
        assert read_raw(con, engine.policy, files) == ()
        division = divide(con, engine.policy, waits, size, lambda _: None)
        for part in range(division.parts):
            lay_part(con, division, part)
            rows = {name: con.execute(f"SELECT * FROM raw_{name} ORDER BY line").fetchall() for name in ledger}
            ours = {row[1] for row in rows["debtors"]}
            numbers = {row[1] for row in rows["invoices"]}
            assert {row[2] for row in rows["invoices"]} <= ours
            for _, _, number, debtor, _ in rows["events"]:
                assert not debtor or debtor in ours
                assert debtor or not number or number in numbers or int(number[1:]) >= len(owners)
            for name in ledger:
                seen[name] += rows[name]
    for name, found in seen.items():
        wanted = [(line, *(cell or None for cell in row.values())) for line, row in enumerate(ledger[name], 2)]
        assert sorted((line, *(cell or None for cell in cells)) for line, *cells in found) == wanted
