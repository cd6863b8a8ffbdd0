"""Which invoices go their way: group, due date, and what a person must look at."""

# ruff: noqa: S608 - the statement is written from a policy; words of users are literals with their quotes doubled

from __future__ import annotations

from typing import TYPE_CHECKING

from dunlang.portfolio.fast.words import condition_sql, literal
from dunlang.schedule.run import _needs_due

if TYPE_CHECKING:
    import datetime as dt

    from dunlang.model.policy import Policy
    from dunlang.portfolio.fast.moves import Moves

__all__ = ["FACTS", "attribute_column", "base_sql", "static_column", "static_currency"]

#: The columns of the built-in facts: ``d`` are debtors, ``i`` invoices.
FACTS = {
    "debtor": "nullif(d.kind, '')",
    "country": "nullif(d.country, '')",
    "language": "nullif(d.language, '')",
    "segment": "nullif(d.segment, '')",
    "first order": "d.first_order",
    "orders": "d.orders",
    "average days late": "d.average_days_late",
    "insured": "d.insured",
    "credit limit": "d.credit_limit",
    "currency": "i.currency",
    "amount": "i.amount",
}


def attribute_column(of: str, name: str) -> str:
    """The column that holds a declared attribute."""
    quoted = name.replace('"', '""')
    return f'{of}."x_{quoted}"'


def static_column(policy: Policy) -> dict[str, str]:
    """The expression of each fact that does not change with time."""
    own = {a.name: attribute_column("i" if a.of == "invoice" else "d", a.name) for a in policy.attributes}
    return FACTS | own


def static_currency(field: str) -> str:
    """The currency of an amount among the facts."""
    return "d.credit_limit_currency" if field == "credit limit" else "i.currency"


def base_sql(policy: Policy, moves: Moves, as_of: dt.date, conditions: dict[int, str]) -> str:
    """Each invoice with its group (``g``, a number), its due date, and what keeps it from dunning (``other``).

    *conditions* are conditions of steps over facts alone; each becomes a column ``f_N`` that is true or false.
    """
    columns = static_column(policy)
    groups = [
        f"WHEN {condition_sql(group.condition, columns.__getitem__, static_currency)} THEN {at}"
        if group.condition is not None
        else f"WHEN true THEN {at}"
        for at, group in enumerate(policy.groups)
    ]
    joins, dues, needs = [], [], []
    starts = {"invoice": "i.date", "receipt": "i.received", "delivery": "i.delivered"}
    for at, group in enumerate(policy.groups):
        term = group.terms.payment
        if term is not None:
            key = moves.last(term.within, end_of_month=term.end_of_month)
            joins.append(f"LEFT JOIN move t{at} ON i.g = {at} AND t{at}.k = {key} AND t{at}.d = {starts[term.of]}")
            dues.append(f"WHEN {at} THEN t{at}.o")
        if _needs_due(group):
            needs.append(str(at))
    due = f"coalesce(i.due, CASE i.g {' '.join(dues)} END)" if dues else "i.due"
    joins_d, discounts = [], []
    for at, group in enumerate(policy.groups):
        terms = group.terms.discount
        if terms is not None:
            key = moves.last(terms.within, end_of_month=False)
            joins_d.append(f"LEFT JOIN move u{at} ON i.g = {at} AND u{at}.k = {key} AND u{at}.d = {starts[terms.of]}")
            discounts.append(f"WHEN {at} THEN u{at}.o")
    discount = f"CASE i.g {' '.join(discounts)} END" if discounts else "CAST(NULL AS INTEGER)"
    valid = ["false"]
    if policy.valid_from is not None:
        valid.append(f"date < {policy.valid_from.toordinal()}")
    if policy.valid_until is not None:
        valid.append(f"date > {policy.valid_until.toordinal()}")
    flags = "".join(f", {test} AS f_{number}" for number, test in sorted(conditions.items()))
    needed = f"g IN ({', '.join(needs)})" if needs else "false"
    return f"""
SELECT *, CASE
    WHEN date > {as_of.toordinal()} THEN 'future'
    WHEN {" OR ".join(valid)} THEN 'not-valid'
    WHEN currency <> {literal(policy.currency)} THEN 'currency'
    WHEN g IS NULL THEN 'no-group'
    WHEN due IS NULL AND {needed} THEN 'no-due-date'
    END AS other
FROM (
    SELECT i.n, i.dn, i.kind, i.date, i.amount, i.currency, i.received, i.delivered, i.g, {due} AS due,
           {discount} AS discount_until{"".join(f", i.f_{number}" for number in sorted(conditions))}
    FROM (
        SELECT i.*, d.kind, CASE {" ".join(groups)} END AS g{flags}
        FROM inv i JOIN deb d ON d.dn = i.dn
    ) i
    {" ".join(joins)} {" ".join(joins_d)}
) b"""
