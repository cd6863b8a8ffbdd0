"""Against a local Spark: a ledger's columns and places, tables that are kept and go, the store's own words."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dunlang.diagnostics import Diagnostic
from dunlang.portfolio.fast.program import Select, Table
from dunlang.project.spark.desk import Desk
from dunlang.project.spark.files import Store
from dunlang.project.spark.ledger import read_tables
from dunlang.project.spark.run import SparkRun, simulate_spark
from dunlang.project.spark.session import local_session, open_session, part_session
from dunlang.schedule import Engine
from tests.schedule.conftest import from_text

pytestmark = pytest.mark.slow

POLICY = """
policy "Plain" { law NL }
notice reminder { states invoice number, due date, amount due }
attribute branches number of invoice
group all { otherwise
    payment within 14 days of invoice
    steps { first 1 day after due send reminder by email }
}
"""


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A local session."""
    pytest.importorskip("pyspark", reason="needs dunlang[spark]")
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java")
    made = local_session("local[2]", tmp_path_factory.mktemp("warehouse"))
    yield made
    made.stop()


@pytest.fixture(scope="module")
def plain() -> Engine:
    """A policy with an attribute of invoices."""
    return from_text(POLICY)


def wrote(session: Any, folder: Path, part: str, *columns: str, parts: int = 1, rows: int = 2) -> str:
    """Parquet of a part with these columns, in so many files of *rows* rows; the path."""
    folder.mkdir(exist_ok=True)
    for at in range(parts):
        frame = session.range(at * rows, (at + 1) * rows, numPartitions=1).selectExpr("id AS row", *columns)
        frame.write.mode("append").parquet(f"{folder}/{at}")
        folder.joinpath(part).mkdir(exist_ok=True)
        (file,) = (folder / str(at)).glob("*.parquet")
        file.rename(folder / part / f"part-{at}.parquet")
    return (folder / part).as_uri()


INVOICE = (
    "'F' || id AS invoice",
    "'D1' AS debtor",
    "DATE '2026-02-02' AS date",
    "CAST(10.5 AS DECIMAL(14, 2)) AS amount",
)
DEBTOR = ("'D' || id AS debtor", "'business' AS kind")


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        (INVOICE[:3], "has no column `amount`"),
        ((*INVOICE[:3], "10.5D AS amount"), "`amount` in `invoices` is in floating point, which is not exact"),
        ((*INVOICE[:3], "'10.50' AS amount"), "`amount` in `invoices` is string"),
        ((*INVOICE[:3], "CAST(1 AS DECIMAL(30, 10)) AS amount"), "`amount` in `invoices` is decimal(30,10)"),
        ((*INVOICE[:2], "'2026-02-02' AS date", INVOICE[3]), "`date` in `invoices` is string"),
        ((*INVOICE, "'two' AS branches"), "`branches` in `invoices` is string"),
    ],
)
def test_columns_that_cannot_be_read(
    session: Any, plain: Engine, tmp_path: Path, columns: tuple[str, ...], told: str
) -> None:
    """A column that is missing, not exact or of another type is one finding that says what is right."""
    parts = {
        "invoices": wrote(session, tmp_path, "invoices", *columns),
        "debtors": wrote(session, tmp_path, "debtors", *DEBTOR),
    }
    found = read_tables(session, plain.policy, parts)
    assert isinstance(found, Diagnostic)
    assert told.replace("`invoices`", f"`{parts['invoices']}`") in found.message
    assert found.help


def test_rows_have_their_place(session: Any, plain: Engine, tmp_path: Path) -> None:
    """Rows are numbered through the files by name; an unknown column is noted; events may be missing altogether."""
    parts = {
        "invoices": wrote(session, tmp_path, "invoices", *INVOICE, parts=3),
        "debtors": wrote(session, tmp_path, "debtors", *DEBTOR),
    }
    found = read_tables(session, plain.policy, parts)
    assert not isinstance(found, Diagnostic)
    counts, notes = found
    assert counts == {"invoices": 6, "debtors": 2, "events": 0}
    assert [note.endswith("columns that are not known and not read: row") for note in notes] == [True, True]
    rows = [tuple(row) for row in session.sql("SELECT place, invoice, branches FROM invoices ORDER BY place").collect()]
    assert rows == [(at, f"F{at}", None) for at in range(6)]
    assert session.table("events").count() == 0


def test_faulty_rows_are_named(session: Any, plain: Engine, tmp_path: Path) -> None:
    """A ledger with faults is not judged: each row is told with its file, place, column and reason, in order."""
    paths = [
        wrote(session, tmp_path, "invoices", *INVOICE[:3], "CAST(10 - id * 5 AS DECIMAL(14, 2)) AS amount",
              "CASE WHEN id = 3 THEN 'credit' END AS kind", "CASE WHEN id = 3 THEN 'F9' END AS credits", rows=4),
        wrote(session, tmp_path / "d", "debtors", "'D1' AS debtor", "'business' AS kind"),
        wrote(session, tmp_path / "e", "events", "DATE '2026-02-09' - CAST(9 * id AS INT) AS date",
              "'payment' AS event", "'F0' AS invoice", "CAST(1 AS DECIMAL(14, 2)) AS amount"),
    ]  # fmt: skip
    found = simulate_spark(plain, paths, str(tmp_path / "out.parquet"), dt.date(2026, 4, 1))
    assert isinstance(found, SparkRun)
    assert found.run is None
    assert found.fault is not None
    assert "2 debtors repeat a debtor, the first is `D1`" in found.fault.message
    assert not (tmp_path / "out.parquet").exists()
    told = [(one.file.rsplit("/", 1)[-1], one.row, one.column, one.value, one.reason) for one in found.rejects]
    amount = "has no amount above zero that is exact in its currency, or a currency that is not a code"
    assert told == [
        ("debtors", 2, "debtor", "D1", "repeats a debtor"),
        ("debtors", 3, "debtor", "D1", "repeats a debtor"),
        ("events", 3, "", "F0", "lies before the invoice"),
        ("invoices", 4, "amount", "F2", amount),
        ("invoices", 5, "amount", "F3", amount),
        ("invoices", 5, "", "F3", "names an invoice or debtor that is not known, or of somebody else"),
    ]


SELECTS = (
    Select(name="first", sql="SELECT w.n, w.n // 2 AS half FROM source w", keep=True),
    Select(name="halves", sql="SELECT f.half, count(*) AS times FROM first f GROUP BY f.half"),
    Select(name="second", sql="SELECT f.n, h.times FROM first f JOIN halves h ON h.half = f.half", keep=True),
    Select(name="both", sql="SELECT s.n, s.times FROM second s UNION ALL SELECT k.n, 0 FROM first k WHERE k.n = 3"),
)


@pytest.mark.parametrize("lasting", [False, True])
def test_tables_are_kept_and_go(session: Any, tmp_path: Path, *, lasting: bool) -> None:
    """A kept table is parted by invoice and read as it is; what nobody reads any more goes, and at last everything."""
    context, store, told = session.sparkContext, Store(session), []
    if lasting:
        context.setCheckpointDir(tmp_path.as_uri())
    desk = Desk(session=session, store=store, each=told.append, lasting=lasting, parts=2)
    desk.lay(
        Table(name="source", columns=(("n", "bigint"), ("word", "varchar")), rows=tuple((n, None) for n in range(9)))
    )
    desk.run(SELECTS, stay=("first",))
    assert told == ["1 of 3: first", "2 of 3: second", "3 of 3: both"]
    assert [row[1] for row in sorted(desk.execute("SELECT b.n, b.times FROM both b").fetchall())].count(0) == 1
    assert "Exchange" not in plan(session, "SELECT n, count(*) FROM first GROUP BY n")
    assert not session.catalog.tableExists("second")
    kept = stored(tmp_path) if lasting else len(context._jsc.getPersistentRDDs())
    assert kept == 3
    desk.clear()
    assert not session.catalog.tableExists("first")
    assert (stored(tmp_path) if lasting else len(context._jsc.getPersistentRDDs())) == 0


def stored(folder: Path) -> int:
    """The tables that are stored under a folder of checkpoints."""
    return len(list(folder.glob("*/rdd-*")))


def plan(session: Any, sql: str) -> str:
    """How Spark would run a statement."""
    return str(session.sql(sql)._jdf.queryExecution().executedPlan().toString())


def test_parts_follow_the_ledger(session: Any) -> None:
    """A small ledger is as many parts as there are workers, a large one whole rounds; the setting comes back."""
    before = session.conf.get("spark.sql.shuffle.partitions")
    with open_session() as running:
        assert running is session
        assert [part_session(running, rows) for rows in (0, 10, 4_000_000, 4_000_001)] == [2, 2, 2, 4]
    assert session.conf.get("spark.sql.shuffle.partitions") == before


def test_the_store_of_a_disk(session: Any, tmp_path: Path) -> None:
    """Hadoop's words for a disk do what a run asks of them; the sum beside a file goes with it."""
    store = Store(session)
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "one").write_text("1")
    (tmp_path / "a" / ".one.crc").write_text("sum")
    assert store.full(str(tmp_path)) == tmp_path.as_uri()
    assert store.is_folder(str(tmp_path / "a"))
    assert not store.is_folder(str(tmp_path / "a" / "one"))
    assert "one" in store.listed(str(tmp_path / "a"))
    store.bare(str(tmp_path / "a" / "one"))
    assert not (tmp_path / "a" / ".one.crc").exists()
    assert store.move(str(tmp_path / "a"), str(tmp_path / "b"))
    assert not store.exists(str(tmp_path / "a"))
    store.remove(str(tmp_path / "b"))
    assert not (tmp_path / "b").exists()
