"""The debtors that the tables leave: taken back out of them as cases, judged by the reference, put into the result."""

# ruff: noqa: S608 - the statement is written from a policy; words of users are literals with their quotes doubled

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from dunlang.model.case import Case, Debtor, Event, Invoice
from dunlang.money import Money
from dunlang.portfolio.fast.load import FOREIGN, fill
from dunlang.portfolio.gathering import kept_by
from dunlang.portfolio.tabled.answer import coming_steps, from_schedule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dunlang.model.policy import Policy
    from dunlang.schedule import Engine
    from dunlang.schedule.result import InvoiceSchedule

__all__ = ["cases_of", "complete"]

_PART = 2_000
_TOLD = 200


def complete(
    con: Any,
    engine: Engine,
    as_of: dt.date,
    each: Callable[[int, int], None] | None = None,
    *,
    until: dt.date | None = None,
) -> int:
    """Let the reference judge the debtors that ``result`` leaves to it, and put its rows there; return how many.

    With *until* it looks ahead for them too, into ``forecast``. *each* is told from time to time how many are done, and
    of how many.
    """
    places = {group.name: at for at, group in enumerate(engine.policy.groups)}
    con.execute(
        "CREATE OR REPLACE TEMP TABLE beyond AS SELECT DISTINCT dn FROM result WHERE left_to IS NOT NULL;"
        "DELETE FROM result WHERE left_to IS NOT NULL"
    )
    debtors = [row[0] for row in con.execute("SELECT dn FROM beyond ORDER BY dn").fetchall()]
    if until is not None:
        con.execute("DELETE FROM forecast WHERE dn IN (SELECT dn FROM beyond)")
    for at in range(0, len(debtors), _PART):
        rows: list[tuple[object, ...]] = []
        coming: list[tuple[object, ...]] = []
        for place, (dn, numbers, case) in enumerate(cases_of(con, engine.policy, debtors[at : at + _PART])):
            schedule = engine.schedule(case, as_of=as_of)
            ahead = engine.schedule(case, as_of=as_of, until=until) if until is not None else None
            for number, invoice in zip(numbers, case.invoices, strict=True):
                found = schedule.invoice(invoice.id)
                assert found is not None  # noqa: S101 - a schedule has all invoices of its case
                g = places[found.group.name] if found.group is not None else None
                rows.append((number, dn, g, *_row(found, as_of)))
                foreseen = ahead.invoice(invoice.id) if ahead is not None else None
                if foreseen is not None and until is not None:
                    by = {(e.step.name, e.occurrence): e.carried_by for e in foreseen.entries if e.state == "planned"}
                    for step in coming_steps(foreseen, as_of, until):
                        name = engine.policy.groups[g].steps[step.step].name if g is not None else ""
                        coming.append((number, dn, g, *step, by.get((name, step.occurrence)) or None))
            if each is not None and place % _TOLD == 0:
                each(at + place, len(debtors))
        _add(con, "result", rows)
        if coming:
            _add(con, "forecast", coming)
    con.execute("DROP TABLE beyond")
    return len(debtors)


def _add(con: Any, table: str, rows: list[tuple[object, ...]]) -> None:
    """Add rows to a table, in the order of its columns."""
    described = con.execute(f"DESCRIBE {table}").fetchall()
    fill(con, "added", ", ".join(f"{row[0]} {row[1]}" for row in described), rows)
    con.execute(f"INSERT INTO {table} SELECT * FROM added")
    con.execute("DROP TABLE added")


def _row(found: InvoiceSchedule, as_of: dt.date) -> tuple[object, ...]:
    """One invoice as a row of ``result``, from the standing on."""
    answer = from_schedule(found, as_of)
    standing, *amounts = answer[:-1]
    reason = found.reasons[-1].code if standing in ("needs a person", "not yet") else None
    due = found.due.toordinal() if found.due is not None else None
    carried_by = next((entry.carried_by for entry in found.entries if entry.state == "due"), "")
    kept = int(bool(kept_by(found, as_of)))
    return standing, reason, None, due, *amounts, sum(2**place for place in answer.never), kept, carried_by or None


def cases_of(con: Any, policy: Policy, debtors: list[int]) -> Iterator[tuple[int, list[int], Case]]:
    """The cases of some debtors, each with its number and the numbers of its invoices in order."""
    of_invoice = [a for a in policy.attributes if a.of == "invoice"]
    of_debtor = [a for a in policy.attributes if a.of == "debtor"]
    fill(con, "wanted", "dn BIGINT", [(number,) for number in debtors])
    own = "".join(f', "x_{a.name}"' for a in of_invoice)
    invoices: dict[int, list[tuple[Any, ...]]] = {}
    for row in con.execute(
        f"SELECT dn, n, id, date, amount, currency, due, received, delivered{own} "
        "FROM inv JOIN wanted USING (dn) ORDER BY dn, date, id"
    ).fetchall():
        invoices.setdefault(row[0], []).append(row[1:])
    names = {row[0]: row[1] for found in invoices.values() for row in found}
    currencies = {row[0]: row[4] for found in invoices.values() for row in found}
    events: dict[int, list[Event]] = {}
    for dn, day, kind, n, step, amount, until in con.execute(
        "SELECT dn, date, kind, n, step, amount, until FROM ev JOIN wanted USING (dn) ORDER BY dn, ord"
    ).fetchall():
        kind, _, code = kind.partition(FOREIGN)
        code = code or currencies.get(n) or policy.currency
        events.setdefault(dn, []).append(
            Event(
                date=dt.date.fromordinal(day),
                kind=kind,
                invoice=names.get(n, ""),
                step=step or "",
                amount=Money(amount, code) if amount is not None else None,
                until=_date(until),
            )
        )
    extra = "".join(f', "x_{a.name}"' for a in of_debtor)
    for (
        dn,
        id_,
        name,
        kind,
        country,
        language,
        segment,
        first,
        orders,
        late,
        insured,
        limit,
        code,
        *own_,
    ) in con.execute(
        "SELECT dn, id, name, kind, country, language, segment, first_order, orders, average_days_late, insured, "
        f"credit_limit, credit_limit_currency{extra} FROM deb JOIN wanted USING (dn) ORDER BY dn"
    ).fetchall():
        debtor = Debtor(
            id=id_, name=name or "", kind=kind, country=country or "", language=language or "", segment=segment or "",
            first_order=bool(first), orders=orders or 0, average_days_late=late or 0, insured=bool(insured),
            credit_limit=Money(limit, code) if limit is not None else None,
            attributes={a.name: _value(a.kind, v) for a, v in zip(of_debtor, own_, strict=True) if v is not None},
        )  # fmt: skip
        rows = invoices.get(dn, [])
        yield (
            dn,
            [row[0] for row in rows],
            Case(
                debtor=debtor,
                invoices=tuple(
                    Invoice(
                        id=row[1], date=dt.date.fromordinal(row[2]), amount=Money(row[3], row[4]), due=_date(row[5]),
                        received=_date(row[6]), delivered=_date(row[7]),
                        attributes={
                            a.name: _value(a.kind, v) for a, v in zip(of_invoice, row[8:], strict=True) if v is not None
                        },
                    )
                    for row in rows
                ),
                events=tuple(events.get(dn, ())),
            ),
        )  # fmt: skip


def _value(kind: str, value: Any) -> Any:
    return dt.date.fromordinal(value) if kind == "date" else value


def _date(day: int | None) -> dt.date | None:
    return dt.date.fromordinal(day) if day is not None else None
