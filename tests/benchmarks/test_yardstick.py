"""The hand-written yardstick gives the reference's answers, so what is measured against it is the same work."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from pathlib import Path

import duckdb
import pytest
from yardstick import POLICY, judge, load
from yardstick_ledger import AS_OF, write_ledger

from dunlang.model.case import Case, Debtor, Event, Invoice
from dunlang.money import Money
from dunlang.portfolio.tabled.answer import Answer, from_schedule
from dunlang.project.session import Session
from dunlang.schedule import Engine, prepare

_DAYS = ("costs_from", "planned", "received", "deadline", "next_planned", "next_on")


def engine() -> Engine:
    """The yardstick's policy, ready to run."""
    loaded = Session().load(POLICY)
    assert loaded.policy is not None
    assert loaded.book is not None
    return prepare(loaded.policy, loaded.book)


def cases(con: duckdb.DuckDBPyConnection) -> list[Case]:
    """The loaded ledger as cases, in the order of the debtors; an invoice's id is its number in the tables."""
    bills: defaultdict[int, list[Invoice]] = defaultdict(list)
    owner: dict[int, int] = {}
    for n, dn, date, amount in con.execute("SELECT * FROM invoice ORDER BY n").fetchall():
        bills[dn].append(Invoice(id=str(n), date=date, amount=Money(amount)))
        owner[n] = dn
    happened: defaultdict[int, list[Event]] = defaultdict(list)
    for date, what, n, step, amount, until in con.execute(
        "SELECT date, what::VARCHAR, n, step::VARCHAR, amount, until FROM event ORDER BY ord"
    ).fetchall():
        money = Money(amount) if amount is not None else None
        event = Event(date=date, kind=what, invoice=str(n), step=step or "", amount=money, until=until)
        happened[owner[n]].append(event)
    kinds = dict(con.execute("SELECT dn, consumer FROM debtor").fetchall())
    return [
        Case(
            debtor=Debtor(id=str(dn), kind="consumer" if kinds[dn] else "business", country="NL", language="nl"),
            invoices=tuple(owned),
            events=tuple(happened[dn]),
        )
        for dn, owned in sorted(bills.items())
    ]


#: What the yardstick does not work out: where payments went.
_UNTOLD = ("to_costs", "to_interest", "discount")


def answers(con: duckdb.DuckDBPyConnection) -> dict[str, tuple[str, Answer]]:
    """The group and the answer of the yardstick for each invoice."""
    found = con.execute("SELECT * FROM answer")
    names = [column[0] for column in found.description or ()]
    answered = {}
    for values in found.fetchall():
        row = dict(zip(names, values, strict=True))
        number, group = str(row.pop("n")), row.pop("grp")
        for name in _DAYS:
            row[name] = row[name] and row[name].toordinal()
        again = dict.fromkeys(_UNTOLD, 0) | {"occurrence": 0 if row["step"] is not None else None}
        again["next_occurrence"] = 0 if row["next_step"] is not None else None
        answered[number] = (group, Answer(**row, **again))
    return answered


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A year of history; with this seed one claim falls below the minimum for the hand-over before its run."""
    folder = tmp_path_factory.mktemp("yardstick")
    write_ledger(folder, 2000, seed=11)
    return folder


@pytest.mark.parametrize("day", [AS_OF, AS_OF - dt.timedelta(days=45), AS_OF - dt.timedelta(days=152)])
def test_the_yardstick_is_equal_to_the_reference(ledger: Path, day: dt.date) -> None:
    """Every column of every invoice, on the ledger's day, on a Saturday before it and on New Year's Day."""
    made = engine()
    with duckdb.connect() as con:
        load(con, ledger)
        judge(con, day)
        found, held = answers(con), cases(con)
    wanted = {}
    for case in held:
        schedule = made.schedule(case, as_of=day)
        for one in schedule.invoices:
            if one.standing != "not yet":
                assert one.group is not None
                wanted[one.invoice.id] = (one.group.name, from_schedule(one, day))
    assert len(wanted) > 1000
    assert found.keys() == wanted.keys()
    differences = [
        f"{number}: {name} is {getattr(found[number][1], name)}, the reference has {getattr(answer, name)}"
        for number, (group, answer) in wanted.items()
        for name in Answer._fields
        if name not in _UNTOLD
        and (getattr(found[number][1], name) != getattr(answer, name) or found[number][0] != group)
    ]
    assert differences == []
    assert len({answer.standing for _, answer in wanted.values()}) == 3
    assert {answer.next_state for _, answer in wanted.values()} == {None, "P", "H", "B"}


def test_the_ledger_is_the_same_for_the_same_seed(tmp_path: Path) -> None:
    """The same seed gives the same bytes, another one another ledger."""
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        (tmp_path / name).mkdir()
        write_ledger(tmp_path / name, 300, seed=seed)
    for part in ("invoices", "debtors", "events"):
        one, same, other = ((tmp_path / name / f"{part}.parquet").read_bytes() for name in "abc")
        assert one == same
        assert one != other
