"""A ledger as tables of a connection: ``inv``, ``deb`` and ``ev``, days as numbers, amounts in minor units."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dunlang.money import Money

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from dunlang.model.case import Case
    from dunlang.model.policy import Attribute, Policy

__all__ = ["FOREIGN", "fill", "load_cases"]

_CHUNK = 100_000
_TYPES = {"one of": "VARCHAR", "number": "BIGINT", "amount": "BIGINT", "flag": "BOOLEAN", "date": "INTEGER"}

INVOICES = (
    "n BIGINT, id VARCHAR, dn BIGINT, date INTEGER, amount BIGINT, currency VARCHAR, due INTEGER, received INTEGER, "
    "delivered INTEGER"
)
DEBTORS = (
    "dn BIGINT, id VARCHAR, name VARCHAR, kind VARCHAR, country VARCHAR, language VARCHAR, segment VARCHAR, "
    "first_order BOOLEAN, orders BIGINT, average_days_late BIGINT, insured BOOLEAN, credit_limit BIGINT, "
    "credit_limit_currency VARCHAR"
)
EVENTS = "ord BIGINT, date INTEGER, kind VARCHAR, n BIGINT, dn BIGINT, step VARCHAR, amount BIGINT, until INTEGER"
#: Money of another currency that names no invoice moves nothing: its kind is none that a statement knows.
FOREIGN = " in "
#: The place of an event in time: its day, then its place in the ledger.
PLACE = 2**32


def own_columns(attributes: Iterable[Attribute], of: str) -> str:
    """The columns of a policy's own attributes, as a table declares them."""
    return "".join(f', "x_{a.name}" {_TYPES[a.kind]}' for a in attributes if a.of == of)


def fill(con: Any, table: str, columns: str, rows: Iterable[Sequence[object]]) -> None:
    """Make *table* of *rows*, column by column: DuckDB takes lists many times faster than rows."""
    con.execute(f"CREATE OR REPLACE TEMP TABLE {table}({columns})")
    types = [part.strip().rsplit(" ", 1)[1] for part in columns.split(",")]
    waiting: list[Sequence[object]] = []
    for row in rows:
        waiting.append(row)
        if len(waiting) == _CHUNK:
            _insert(con, table, types, waiting)
            waiting = []
    if waiting:
        _insert(con, table, types, waiting)


def _insert(con: Any, table: str, types: list[str], rows: list[Sequence[object]]) -> None:
    marks = ", ".join(f"unnest(?::{kind}[])" for kind in types)
    con.execute(f"INSERT INTO {table} SELECT {marks}", [list(column) for column in zip(*rows, strict=True)])


def load_cases(con: Any, policy: Policy, cases: Sequence[Case]) -> None:
    """The cases of a ledger that was read already. Invoices and debtors are numbered in the order given."""
    invoices: list[tuple[object, ...]] = []
    debtors: list[tuple[object, ...]] = []
    events: list[tuple[object, ...]] = []
    of_invoice = [a.name for a in policy.attributes if a.of == "invoice"]
    of_debtor = [a.name for a in policy.attributes if a.of == "debtor"]
    for dn, case in enumerate(cases):
        who = case.debtor
        limit = who.credit_limit
        debtors.append(
            (
                dn, who.id, who.name, who.kind, who.country, who.language, who.segment, who.first_order, who.orders,
                who.average_days_late, who.insured, limit and limit.minor, limit and limit.currency,
                *(_plain(who.attributes.get(name)) for name in of_debtor),
            )
        )  # fmt: skip
        numbers: dict[str, int] = {}
        for found in case.invoices:
            numbers[found.id] = len(invoices)
            invoices.append(
                (
                    len(invoices), found.id, dn, found.date.toordinal(), found.amount.minor, found.amount.currency,
                    _day(found.due), _day(found.received), _day(found.delivered),
                    *(_plain(found.attributes.get(name)) for name in of_invoice),
                )
            )  # fmt: skip
        for event in case.events:
            day = event.date.toordinal()
            if event.invoice and event.invoice not in numbers:
                continue
            kind: str = event.kind
            if event.amount is not None and not event.invoice and event.is_foreign_money(policy.currency):
                kind = f"{kind}{FOREIGN}{event.amount.currency}"
            events.append(
                (
                    day * PLACE + len(events), day, kind, numbers.get(event.invoice), dn, event.step,
                    event.amount.minor if event.amount is not None else None, _day(event.until),
                )
            )  # fmt: skip
    fill(con, "inv", INVOICES + own_columns(policy.attributes, "invoice"), invoices)
    fill(con, "deb", DEBTORS + own_columns(policy.attributes, "debtor"), debtors)
    fill(con, "ev", EVENTS, events)


def _day(day: dt.date | None) -> int | None:
    return day.toordinal() if day is not None else None


def _plain(value: object) -> object:
    if isinstance(value, Money):
        return value.minor
    return value.toordinal() if hasattr(value, "toordinal") else value
