"""Which invoices go their way: group, due date, rules of money, and what a person must look at."""

# ruff: noqa: S608 - the statement is written from a policy; words of users are literals with their quotes doubled

from __future__ import annotations

from typing import TYPE_CHECKING

from dunlang.portfolio.fast.program import Select
from dunlang.portfolio.fast.words import condition_sql, literal, null
from dunlang.portfolio.tabled.steps import KINDS
from dunlang.schedule.timing import needs_due

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from dunlang.model.policy import Policy
    from dunlang.portfolio.tabled.moves import Moves

__all__ = ["attribute_column", "line_selects", "static_column", "static_currency"]

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
_STARTS = {"due": "due", "invoice": "date", "receipt": "received", "delivery": "delivered"}


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


def line_selects(
    policy: Policy,
    moves: Moves,
    as_of: dt.date,
    conditions: dict[int, str],
    *,
    horizon: tuple[int, int],
    able: frozenset[int],
    bound: int,
) -> Iterator[Select]:
    """``base``: every invoice with its group (``g``, a number), due date, and what keeps it from dunning (``other``).

    ``line``: those on their way, with the number of their rules of money. *conditions* are conditions of steps over
    facts alone; each becomes a column ``f_N``. *able* are the groups in tables, *bound* the largest amount.
    """
    columns = static_column(policy)
    groups = " ".join(
        f"WHEN {condition_sql(group.condition, columns.__getitem__, static_currency)} THEN {at}"
        if group.condition is not None
        else f"WHEN true THEN {at}"
        for at, group in enumerate(policy.groups)
    )
    flags = "".join(f", {test} AS f_{number}" for number, test in sorted(conditions.items()))
    kinds = " ".join(f"WHEN {literal(kind)} THEN {number}" for number, kind in enumerate(KINDS))
    group = f"CASE {groups} END" if groups else null("INTEGER")
    yield Select(
        name="asked",
        sql=f"""
SELECT i.n, i.dn, i.date, i.amount, i.currency, i.due AS stated, i.received, i.delivered,
       CASE d.kind {kinds} END AS kn, {group} AS g{flags}
FROM inv i JOIN deb d ON d.dn = i.dn""",
    )
    yield Select(name="base", sql=_base(policy, moves, as_of, conditions, horizon), keep=True)
    yield Select(name="line", sql=_line(policy, moves, conditions, able, bound), keep=True)


def _asked(policy: Policy) -> tuple[str, ...]:
    """The days of an invoice besides its own and the due date that steps, interest or discounts ask for."""
    kinds = {step.timing.anchor.kind for group in policy.groups for step in group.steps}
    kinds |= {group.terms.interest.start for group in policy.groups if group.terms.interest is not None}
    discounts = any(group.terms.discount is not None for group in policy.groups)
    return (
        *(_STARTS[kind] for kind in ("receipt", "delivery") if kind in kinds),
        *(["discount_until"] if discounts else []),
    )


def _by_group(arms: dict[int, str], default: str) -> str:
    text = " ".join(f"WHEN {at} THEN {found}" for at, found in arms.items())
    return f"CASE a.g {text} END" if arms else default


def _base(policy: Policy, moves: Moves, as_of: dt.date, conditions: dict[int, str], horizon: tuple[int, int]) -> str:
    term_keys, term_days, discount_keys, discount_days = {}, {}, {}, {}
    for at, group in enumerate(policy.groups):
        term, discount = group.terms.payment, group.terms.discount
        if term is not None:
            term_keys[at] = str(moves.last(term.within, end_of_month=term.end_of_month))
            term_days[at] = f"a.{_STARTS[term.of]}"
        if discount is not None:
            discount_keys[at] = str(moves.last(discount.within, end_of_month=False))
            discount_days[at] = f"a.{_STARTS[discount.of]}"
    needs = ", ".join(str(at) for at, group in enumerate(policy.groups) if needs_due(group))
    valid = []
    if policy.valid_from is not None:
        valid.append(f"WHEN b.date < {policy.valid_from.toordinal()} THEN 'not-valid'")
    if policy.valid_until is not None:
        valid.append(f"WHEN b.date > {policy.valid_until.toordinal()} THEN 'not-valid'")
    joins = ""
    due, taken_until = "a.stated", ""
    beyond = []  # a term that the calendar does not reach
    if term_keys:
        joins += f"\nLEFT JOIN move t ON t.k = {_by_group(term_keys, '')} AND t.d = {_by_group(term_days, '')}"
        due = "coalesce(a.stated, t.o)"
        beyond.append(f"({_by_group(term_days, '')}) IS NOT NULL AND a.stated IS NULL AND t.o IS NULL")
    if discount_keys:
        joins += f"\nLEFT JOIN move u ON u.k = {_by_group(discount_keys, '')} AND u.d = {_by_group(discount_days, '')}"
        taken_until = ", u.o AS discount_until"
        beyond.append(f"({_by_group(discount_days, '')}) IS NOT NULL AND u.o IS NULL")
    flags = "".join(f", a.f_{number}" for number in sorted(conditions))
    kept = "".join(f", b.{name}" for name in (*_asked(policy), *(f"f_{number}" for number in sorted(conditions))))
    first, last = horizon
    days = [f"{day} < {first} OR {day} > {last}" for day in ("a.date", "a.stated", "a.received", "a.delivered")]
    outside = " OR ".join([*days, *beyond])
    return f"""
SELECT b.n, b.dn, b.kn, b.g, b.date, b.amount, b.due, b.outside{kept}, CASE
    WHEN b.date > {as_of.toordinal()} THEN 'future' {" ".join(valid)}
    WHEN b.currency <> {literal(policy.currency)} THEN 'currency'
    WHEN b.g IS NULL THEN 'no-group'
    {f"WHEN b.due IS NULL AND b.g IN ({needs}) THEN 'no-due-date'" if needs else ""} END AS other
FROM (
    SELECT a.n, a.dn, a.kn, a.g, a.date, a.amount, a.currency, a.received, a.delivered, {due} AS due,
           coalesce({outside}, false) AS outside{taken_until}{flags}
    FROM asked a{joins}
) b"""


def _line(policy: Policy, moves: Moves, conditions: dict[int, str], able: frozenset[int], bound: int) -> str:
    keys, days, plain = {}, {}, {}
    for at, group in enumerate(policy.groups):
        terms = group.terms.interest
        if at not in able or terms is None or terms.kind == "none":
            continue
        start = f"a.{_STARTS[terms.start]}"
        plain[at] = f"{start} + 1"
        if terms.delay is not None:
            keys[at], days[at] = str(moves.plus(terms.delay)), start
            plain[at] = "v.o + 1"
    join = ""
    if keys:
        join = f"LEFT JOIN move v ON v.k = {_by_group(keys, '')} AND v.d = {_by_group(days, '')}"
    kept = (*_asked(policy), *(f"f_{number}" for number in sorted(conditions)))
    of_base, of_line = ("".join(f", {of}.{name}" for name in kept) for of in "al")
    listed = ", ".join(map(str, sorted(able))) or "-1"
    lost = f"({_by_group(days, '')}) IS NOT NULL AND v.o IS NULL" if keys else "false"
    return f"""
SELECT l.n, l.dn, l.g, l.rid, l.lc, l.waits, l.date, l.due, least(l.amount, {bound}) AS amount{of_line}, l.costs_free,
       l.interest_from,
       CASE WHEN l.why <> '' THEN l.why WHEN l.amount > {bound} THEN 'an amount above the tables'
            WHEN l.lost THEN 'a day beyond the tables'
            WHEN l.interest_from < l.known THEN 'the rate of interest is not known throughout' END AS why
FROM (
    SELECT a.n, a.dn, a.g, r.rid, r.lc, r.waits, r.known, a.date, a.due, a.amount{of_base}, r.why, {lost} AS lost,
           CASE WHEN r.free = 1 THEN a.due + 1 END AS costs_free, {_by_group(plain, null("INTEGER"))} AS interest_from
    FROM base a
    JOIN rule r ON r.gk = a.g * 4 + a.kn AND r.since <= coalesce(a.due + 1, a.date)
         AND coalesce(a.due + 1, a.date) < r.until
    {join}
    WHERE a.other IS NULL AND a.g IN ({listed})
) l"""
