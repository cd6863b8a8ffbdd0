"""The tables and the reference give the same answer: each date, each cent, each state."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st

from dunlang.model.case import Case, Debtor, Event, Invoice
from dunlang.money import Money
from dunlang.portfolio.fast.compile import compile_program
from dunlang.portfolio.fast.load import load_cases
from dunlang.portfolio.fast.portable import portable
from dunlang.portfolio.fast.run import evaluate, fill_tables
from dunlang.portfolio.fast.verdict import RESULT
from dunlang.project.session import Session
from dunlang.resources import shipped
from dunlang.schedule import Engine, prepare
from tests.portfolio.differential.compare import compare
from tests.portfolio.differential.draw import draw_cases, draw_engine
from tests.schedule.conftest import day, engine

START = dt.date(2026, 1, 5)


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10**9), st.integers(20, 200))
def test_drawn_policies_and_ledgers(seed: int, days: int) -> None:
    """Whatever the policy, the ledger and the day: what the tables answer is what the reference answers."""
    chance = random.Random(seed)
    made = draw_engine(chance)
    found = compare(made, draw_cases(chance, made, 50), START + dt.timedelta(days=days))
    note(found.outcome.sql)
    assert found.differences == ()


@pytest.mark.parametrize("seed", [606, 660, 1071])
def test_differences_that_were_found(seed: int) -> None:
    """Seeds at which the tables once differed: steps done again, a hold after a step was too late already."""
    chance = random.Random(seed)
    made = draw_engine(chance)
    cases = draw_cases(chance, made, 50)
    assert compare(made, cases, START + dt.timedelta(days=chance.randrange(20, 200))).differences == ()


@pytest.mark.parametrize("name", ["debiteurenbeleid", "belgie", "espana", "veertiendagen", "keyaccounts"])
def test_shipped_policies(name: str) -> None:
    """The shipped policies, on drawn ledgers with histories over half a year, on four days."""
    made = shipped_engine(name)
    chance = random.Random(name)
    cases = draw_cases(chance, made, 150)
    judged = 0
    for days in (45, 80, 120, 190):
        found = compare(made, cases, START + dt.timedelta(days=days))
        assert found.differences == ()
        judged += found.invoices
    assert judged > 100


def test_one_program_for_every_ledger() -> None:
    """A program for years of any ledger, compiled before one is seen, gives the rows of one made for the ledger."""
    made = shipped_engine("debiteurenbeleid")
    cases = draw_cases(random.Random(4), made, 60)
    as_of = START + dt.timedelta(days=100)
    program = compile_program(made, as_of, (dt.date(2024, 1, 1), dt.date(2028, 12, 31)))
    found = []
    for ready in (None, program):
        with duckdb.connect() as con:
            load_cases(con, made.policy, cases)
            if ready is not None:
                fill_tables(con, ready)
            evaluate(con, made, as_of, ready)
            found.append(con.execute(f"SELECT {', '.join(RESULT)} FROM result ORDER BY n").fetchall())
    assert found[0] == found[1]
    with duckdb.connect() as con:
        load_cases(con, made.policy, cases)
        fill_tables(con, program)
        whole = con.execute(program.statement()).fetchall()
    assert sorted(whole, key=lambda row: row[0]) == found[1]


def test_a_day_outside_the_horizon_is_left_to_the_reference() -> None:
    """A debtor with a date that no table has is not judged, and the reason says so."""
    made = engine("a 3 days after due call")
    case = Case(debtor=Debtor(id="1", kind="business"), invoices=(Invoice(id="1", date=START, amount=Money(1000)),))
    as_of = START + dt.timedelta(days=60)
    program = compile_program(made, as_of, (START + dt.timedelta(days=1), as_of))
    with duckdb.connect() as con:
        load_cases(con, made.policy, [case])
        fill_tables(con, program)
        assert evaluate(con, made, as_of, program).left == (("a date beyond the tables", 1),)


@pytest.mark.parametrize("word", ["EXCLUDE", "list_", "arg_max", "UNNEST", "::", "DISTINCT ON", "QUALIFY", "FILTER"])
def test_the_statement_is_portable(word: str) -> None:
    """Nothing in the statement is DuckDB's own: other dialects are one translation away."""
    made = shipped_engine("debiteurenbeleid")
    assert word not in compile_program(made, START, (START, START), passes=2).statement()


def test_most_of_a_plain_ledger_is_done_by_the_tables() -> None:
    """Debtors with one invoice and a plain history are not left to the reference."""
    made = engine(
        "a 3 days after due send reminder by email b 10 days after a send formal by post",
        terms="interest statutory costs statutory",
        holds="hold on dispute until resolved, clock stops",
    )
    cases = [
        Case(
            debtor=Debtor(id=str(n), kind="consumer", country="NL"),
            invoices=(Invoice(id=str(n), date=START + dt.timedelta(days=n % 60), amount=Money(1000 + n)),),
            events=(Event(date=START + dt.timedelta(days=n % 60 + 20), kind="step done", invoice=str(n), step="a"),),
        )
        for n in range(100)
    ]
    found = compare(made, cases, day("04-15"))
    assert found.differences == ()
    assert found.outcome.left == ()


@pytest.mark.parametrize("extra", [-1, 0, 1])
def test_half_cents_of_interest_and_costs(extra: int) -> None:
    """Amounts at and beside half a cent round as in the reference, over one and several rates."""
    made = engine("a 3 days after due send reminder by email", terms="interest 7.3% per year costs 15%")
    cases = [
        Case(
            debtor=Debtor(id=str(n), kind="business", country="NL"),
            invoices=(Invoice(id=str(n), date=START, amount=Money(max(1, 2500 * (2 * n + 1) + extra))),),
        )
        for n in range(60)
    ]
    for days in (19, 20, 34, 35, 400, 800):
        assert compare(made, cases, START + dt.timedelta(days=days)).differences == ()


_PAID = [
    [("payment", 14, 100_00)],
    [("payment", 15, 100_00)],
    [("payment", 17, 100_00)],
    [("credit note", 13, 100_00)],
    [("payment", 3, 40_00), ("payment", 3, 60_00)],
    [("payment", 3, 40_00), ("payment", 9, 100_00)],
    [("payment", 3, 98_00), ("payment", 9, 100_00)],
    [("payment", 9, 100_00), ("payment", 60, 5_00)],
    [("payment", 9, 250_00), ("credit note", 12, 20_00)],
    [("handed over", 8, None), ("payment", 9, 100_00)],
    [("payment", 9, 100_00), ("handed over", 9, None)],
    [("invoice sold", 8, None), ("payment", 9, 100_00)],
    [("payment", 9, 100_00), ("invoice sold", 10, None)],
    [("dispute opened", 1, None), ("payment", 9, 100_00)],
    [("payment", 9, 99_99)],
]


@pytest.mark.parametrize("discount", ["", "discount 2% if paid within 7 days of invoice"])
@pytest.mark.parametrize(
    "terms", ["interest statutory costs statutory", "interest 6% per year from 5 days after due costs 40 EUR"]
)
def test_paid_in_full_in_time_and_not(discount: str, terms: str) -> None:
    """What came in around the due date, in one sum or two, before or after a sale: each stands as in the reference."""
    made = engine(
        "a 3 days after due send formal by post b 5 days after a hand over to bureau",
        terms=f"{terms} {discount}",
        holds="hold on dispute until resolved, clock stops, interest stops",
    )
    cases = [
        Case(
            debtor=Debtor(id=f"{kind}{number}{named}", kind=kind, country="NL"),
            invoices=(Invoice(id="1", date=START, amount=Money(100_00)),),
            events=tuple(
                Event(
                    date=START + dt.timedelta(days=days), kind=what, amount=Money(minor) if minor is not None else None,
                    invoice="1" if named or what in ("invoice sold", "handed over") else "",
                )
                for what, days, minor in history
            ),
        )
        for kind in ("consumer", "business")
        for number, history in enumerate(_PAID)
        for named in (True, False)
    ]  # fmt: skip
    for days in (8, 16, 90, 500):
        found = compare(made, cases, START + dt.timedelta(days=days))
        assert found.differences == ()
        assert found.outcome.left == ()


def test_part_payments_over_several_years() -> None:
    """Compound interest over anniversaries, with payments before, on and after them."""
    made = engine("a 3 days after due send formal by post", terms="interest statutory costs statutory")
    chance = random.Random(7)
    cases = []
    for n in range(80):
        date = dt.date(2021, 1, 4) + dt.timedelta(days=chance.randrange(300))
        events = tuple(
            Event(
                date=date + dt.timedelta(days=chance.choice((14, 379, 380, 381, 745, chance.randrange(1500)))),
                kind="payment",
                invoice=str(n),
                amount=Money(chance.randint(1, 90_000)),
            )
            for _ in range(chance.randrange(4))
        )
        invoice = Invoice(id=str(n), date=date, amount=Money(chance.randint(50_000, 900_000)))
        cases.append(
            Case(debtor=Debtor(id=str(n), kind=chance.choice(("consumer", "business")), country="NL"),
                 invoices=(invoice,), events=events)
        )  # fmt: skip
    found = compare(made, cases, dt.date(2025, 11, 3))
    assert found.differences == ()
    assert found.invoices > 70


@pytest.mark.parametrize(
    ("policy", "steps", "terms", "what"),
    [
        ("progress jump", "a 1 day after due call", "", "progress jump"),
        ("", "a 1 day after due call, charge 5 EUR", "", "the fee of `a`"),
        ("", "a 1 day after due call if exposure > 5 EUR", "", "`exposure` in the condition of `a`"),
        ("", "a 1 day after due call", "letters per debtor, highest step carries", "letters per debtor"),
        ("", "a 1 day after due every 7 days, at most 2 times call", "contact from 5 EUR", "the repetition"),
    ],
)
def test_what_is_not_in_tables_is_said(policy: str, steps: str, terms: str, what: str) -> None:
    """Each thing that the tables do not do is named, with its place, and its debtors go to the reference."""
    made = engine(steps, policy=policy, terms=terms)
    short = portable(made.policy)
    assert [found for found in short if what in found.what and found.span is not None]
    chance = random.Random(3)
    cases = draw_cases(chance, made, 20)
    found = compare(made, cases, day("04-01"))
    assert found.differences == ()
    if not all(one.partly for one in short):
        assert found.invoices == 0


def test_nothing_is_missing_from_a_plain_policy() -> None:
    """A policy of plain steps has no shortfall."""
    assert portable(engine("a 1 day after due call").policy) == ()


def shipped_engine(name: str) -> Engine:
    """A shipped policy, ready to run."""
    loaded = Session().load(Path(shipped("policies")) / f"{name}.dun")
    assert loaded.policy is not None
    assert loaded.book is not None
    return prepare(loaded.policy, loaded.book)
