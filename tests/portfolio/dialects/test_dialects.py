"""The program in other words: every dialect reads back, and those that are here answer as DuckDB does."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

import pytest

from dunlang.portfolio.fast.compile import compile_program
from dunlang.portfolio.fast.dialects import DIALECTS, VERIFIED, Dialect, text_of
from dunlang.portfolio.fast.typed import ledger_columns
from dunlang.portfolio.fast.warehouse import WORKLIST, export_sql
from dunlang.schedule import Engine
from tests.portfolio.dialects.ask import differences
from tests.portfolio.dialects.engines import Box, open_box
from tests.portfolio.dialects.ledger import Rows
from tests.portfolio.differential.fuzz import drawn
from tests.schedule.conftest import from_text

DAY = dt.date(2026, 4, 1)
HORIZON = (dt.date(2026, 1, 1), dt.date(2026, 6, 30))

POLICY = """
policy "Both
ends" {{ law NL }}
notice reminder {{ states invoice number, due date, amount due }}
attribute order one of ({values}) of debtor
attribute since date of debtor
attribute branches number of invoice
group all {{ otherwise
    payment within 14 days of invoice
    steps {{ first 1 day after due send reminder by email }}
}}
"""


def script(engine: Engine, dialect: Dialect) -> str:
    """The whole text of an export."""
    program = compile_program(engine, DAY, HORIZON, passes=2)
    return "".join(export_sql(engine, program, DAY, HORIZON, dialect))


@pytest.fixture(scope="module")
def plain() -> Engine:
    """A policy with attributes of every kind that tables know, one named like a word of SQL."""
    return from_text(POLICY.replace("Both\nends", "Both").format(values="new, old"))


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_script_reads_back_in_its_dialect(plain: Engine, dialect: Dialect) -> None:
    """The dialect's own grammar takes every statement; none leans on what engines do each in their own way.

    No order of nulls is asked for, no word that an engine keeps stands bare, no division gives a fraction.
    """
    sqlglot = pytest.importorskip("sqlglot")
    exp = sqlglot.exp
    text = script(plain, dialect)
    assert text == script(plain, dialect)
    assert ("UNVERIFIED" in text) == (dialect not in VERIFIED)
    # rows of tables are all alike: one statement of them is enough
    inserts = [one for one in text.split(";\n") if one.startswith("INSERT INTO")]
    read = [one for one in text.split(";\n") if one.strip() and one not in inserts] + inserts[-1:]
    assert len(read) > 30
    for statement in read:
        tree = sqlglot.parse_one(statement, read=dialect)
        assert not isinstance(tree, exp.Command) or "ANALYZE" in statement
        if dialect == "duckdb":
            continue
        assert "NULLS FIRST" not in statement
        assert "NULLS LAST" not in statement
        bare = {node.name.lower() for node in tree.find_all(exp.Identifier) if not node.args.get("quoted")}
        assert not bare & {"group", "by", "order", "select", "from", "to", "within", "hash", "new", "rows", "start"}
        assert "no" not in bare or dialect != "bigquery"
        if dialect in ("spark", "bigquery"):
            assert not list(tree.find_all(exp.Div))


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("word", ["it's", "a\\b", "'; DROP TABLE x; --", "two\nlines", "\\'"])
def test_words_stay_words(dialect: Dialect, word: str) -> None:
    """A quote or a backslash in a policy's word is that sign in every dialect."""
    sqlglot = pytest.importorskip("sqlglot")
    found = sqlglot.parse_one(f"SELECT {text_of(word, dialect)} AS w", read=dialect)
    assert found.find(sqlglot.exp.Literal).this == word


def test_greatest_and_least_never_see_null() -> None:
    """The answers are the same where `greatest` of null is null, as in some engines."""
    engine, cases, day = drawn(14, 30)
    with open_box("duckdb") as box:
        number, said = differences(_Strict(box), engine, cases, day)
    assert number > 0
    assert said == []


class _Strict:
    """DuckDB with a `greatest` and `least` that give null for null."""

    dialect: Dialect = "duckdb"

    def __init__(self, box: Box) -> None:
        self.box = box
        for name in ("greatest", "least"):
            listed = ("a, b", "a, b, c", "a, b, c, d")
            unknown = {words: f"{words.replace(', ', ' IS NULL OR ')} IS NULL" for words in listed}
            forms = ", ".join(f"({w}) AS CASE WHEN {unknown[w]} THEN NULL ELSE {name}({w}) END" for w in listed)
            box.execute(f"CREATE OR REPLACE TEMP MACRO strict_{name}{forms}")

    def load(self, policy: Any, rows: Rows) -> None:
        self.box.load(policy, rows)

    def execute(self, sql: str) -> Any:
        return self.box.execute(re.sub(r"\b(greatest|least)\(", r"strict_\1(", sql))

    def clear(self) -> None:
        self.box.clear()


@pytest.fixture(scope="module")
def postgres() -> Iterator[Box]:
    """A server of our own."""
    with open_box("postgres") as box:
        yield box


@pytest.mark.parametrize("seed", [17])
def test_postgres_answers_as_duckdb(postgres: Box, seed: int) -> None:
    """Drawn policies and ledgers, on a Postgres server that the test starts."""
    engine, cases, day = drawn(seed, 25)
    number, said = differences(postgres, engine, cases, day)
    assert number > 0
    assert said == []


FAULTS: list[tuple[str, dict[str, object], str]] = [
    ("debtors", {"debtor": " D2"}, "1 debtors have no debtor, or an id with blanks around it"),
    ("debtors", {"debtor": "D\x07"}, "signs that do not print"),
    ("debtors", {"kind": "person"}, "1 debtors have no kind, or one that is not known; the first is D2"),
    ("debtors", {"country": "XX"}, "have a country, language or currency that is not a code"),
    ("debtors", {"language": "xx"}, "have a country, language or currency that is not a code"),
    ("debtors", {"orders": -1}, "have a count that is below zero"),
    ("debtors", {"credit_limit": -5}, "a credit limit that cannot be exact"),
    ("debtors", {"debtor": "D1"}, "2 debtors repeat a debtor; the first is D1"),
    ("debtors", {"order": "odd"}, "have an attribute that is not in the policy's list"),
    ("invoices", {"invoice": None}, "1 invoices have no number"),
    ("invoices", {"debtor": "D9"}, "1 invoices have a debtor that is not known; the first is F2"),
    ("invoices", {"date": None}, "have no date"),
    ("invoices", {"due": dt.date(2200, 1, 1)}, "not from 1990 to 2100"),
    ("invoices", {"amount": 0}, "have no amount above zero"),
    ("invoices", {"currency": "EURO"}, "a currency that is not a code"),
    ("invoices", {"currency": "JPY", "amount": "10.50"}, "exact in its currency"),
    ("invoices", {"due": dt.date(2026, 1, 1)}, "are due or received before their date"),
    ("invoices", {"kind": "quote"}, "are neither invoices nor credit notes"),
    ("invoices", {"credits": "F1"}, "are neither invoices nor credit notes"),
    ("invoices", {"invoice": "F1"}, "2 invoices repeat a number; the first is F1"),
    ("invoices", {"branches": -2}, "have an attribute"),
    ("invoices", {"kind": "credit", "credits": "F9"}, "name an invoice or debtor that is not known"),
    ("invoices", {"kind": "credit", "credits": "F1", "date": dt.date(2026, 1, 2)}, "lie before the invoice"),
    ("events", {"event": "paid"}, "are of a kind that is not known"),
    ("events", {"amount": None}, "lack what their kind needs"),
    ("events", {"event": "promise made"}, "lack what their kind needs"),
    ("events", {"until": dt.date(2026, 1, 1)}, "after their `until`"),
    ("events", {"invoice": "F9"}, "1 events name an invoice or debtor that is not known"),
    ("events", {"debtor": "D2"}, "or of somebody else"),
    ("events", {"invoice": None}, "name an invoice or debtor that is not known"),
    ("events", {"date": dt.date(2026, 1, 6)}, "lie before the invoice"),
    ("events", {"currency": "USD"}, "or in another currency"),
    ("events", {"seq": None}, "have no `seq` from 0 on"),
    ("events", {"seq": 1}, "2 events have the same `seq`"),
]


@pytest.mark.parametrize(("part", "change", "told"), FAULTS)
def test_a_ledger_with_a_fault_is_not_judged(plain: Engine, part: str, change: dict[str, object], told: str) -> None:
    """One changed cell: the script gives that fault and nothing else."""
    rows = sound(plain)
    columns = [name for name, _ in ledger_columns(plain.policy)[part]]
    rows[part][-1] = tuple(change.get(name, cell) for name, cell in zip(columns, rows[part][-1], strict=True))
    found = answer(plain, rows)
    assert {row["list"] for row in found} == {"fault"}
    assert told in " / ".join(str(row["why"]) for row in found)


def test_a_sound_ledger_has_no_fault(plain: Engine) -> None:
    """The rows that the faults are made of are judged as they stand: two reminders, one paid."""
    found = answer(plain, sound(plain))
    assert [(row["list"], row["invoice"], row["step"], str(row["outstanding"])) for row in found] == [
        ("worklist", "F2", "first", "20.00")
    ]


def sound(engine: Engine) -> Rows:
    """Two debtors with an invoice each, two payments on the first."""
    given: dict[str, list[dict[str, object]]] = {
        "debtors": [{"debtor": "D1", "kind": "consumer", "country": "GB"}, {"debtor": "D2", "kind": "business"}],
        "invoices": [
            {"invoice": "F1", "debtor": "D1", "date": dt.date(2026, 2, 2), "amount": "10.00"},
            {"invoice": "F2", "debtor": "D2", "date": dt.date(2026, 2, 2), "amount": "20.00"},
        ],
        "events": [
            {"date": dt.date(2026, 2, 9), "seq": seq, "event": "payment", "invoice": "F1", "amount": "5.00"}
            for seq in (1, 2)
        ],
    }
    return {
        part: [tuple(row.get(name) for name, _ in columns) for row in given[part]]
        for part, columns in ledger_columns(engine.policy).items()
    }


def answer(engine: Engine, rows: Rows) -> list[dict[str, object]]:
    """The worklist of a ledger, by the script for DuckDB."""
    with open_box("duckdb") as box:
        box.load(engine.policy, rows)
        *before, last = script(engine, "duckdb").split(";\n")[:-1]
        for statement in before:
            box.execute(statement)
        return [dict(zip(WORKLIST, row, strict=True)) for row in box.execute(last).fetchall()]
