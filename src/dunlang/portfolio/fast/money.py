"""Money as a chain of selects: each movement of each invoice in the order of time, then what is owed on the day.

The account's state: ``p`` principal, ``cap`` interest that was added to it, ``pend`` interest not yet added, ``acc``
interest up to ``x`` (the first day not counted yet), ``ip`` and ``cp`` interest and costs paid, ``cb`` the principal
that costs run over, ``cr`` credited. A movement takes effect on the day after it (``eff``), as in the reference.
"""

# ruff: noqa: S608 - the statement is written from a policy; words of users are literals with their quotes doubled

from __future__ import annotations

from typing import TYPE_CHECKING

from dunlang.money import micro_percent
from dunlang.portfolio.fast.events import OPEN
from dunlang.portfolio.fast.words import cost_sql, half_up_sql, interest_sql

if TYPE_CHECKING:
    import datetime as dt

    from dunlang.model.policy import Policy
    from dunlang.portfolio.fast.moves import Moves
    from dunlang.portfolio.fast.tables import Rules

__all__ = ["account_sql", "open_account_sql", "tick_sql"]


def open_account_sql() -> str:
    """Each line with its rules, its letters and the first day of interest."""
    return """
SELECT *, CASE WHEN interest_from IS NULL THEN NULL WHEN waits = 0 THEN interest_from
            WHEN waits = 1 THEN greatest(interest_from, costs_from)
            WHEN waits = 2 THEN greatest(interest_from, letter_sent + 1)
            WHEN waits = 4 THEN greatest(interest_from, demand + 1) END AS first,
       CASE WHEN waits IN (0, 4) THEN 0 ELSE costs_from END AS shown_from
FROM (
    SELECT l.n, l.dn, l.g, l.kind, l.rid, l.amount, l.date, l.due, l.discount_until, l.waits,
           CASE WHEN l.waits IN (1, 2) AND d.costs_from IS NULL OR l.waits = 4 AND d.demand IS NULL THEN NULL
                ELSE l.interest_from END AS interest_from,
           coalesce(l.costs_free, d.costs_from) AS costs_from, d.letter_sent, d.demand
    FROM line l LEFT JOIN state d USING (n)
)"""


def tick_sql(rules: Rules, moves: Moves, as_of: dt.date, years: int) -> str:
    """What moves the account of each invoice: payments, credit notes, anniversaries, pauses of interest; as lists."""
    day = as_of.toordinal()
    yearly = [
        rid for rid, found in enumerate(rules.distinct) if found.interest and found.interest.compounding == "yearly"
    ]
    from dunlang.dates import Offset

    anniversaries = [
        f"""
        SELECT a.n, m.o AS eff, 0 AS class, 0 AS ord, 'year' AS what, m.o AS date, 0 AS amount
        FROM opened a JOIN move m ON m.k = {moves.plus(Offset(12 * year, "months"))} AND m.d = a.first
        WHERE a.rid IN ({", ".join(map(str, yearly))}) AND a.first <= {day - 365 * year} AND m.o <= {day}"""
        for year in range(1, years + 1)
        if yearly
    ]
    pauses = f"""
        SELECT h.n, greatest(h.s, a.first) AS eff, 2 AS class, h.ord, 'pause' AS what, h.s AS date, 0 AS amount
        FROM hold h JOIN opened a USING (n) WHERE h.pauses AND h.s <= {day} AND h.e > a.first
        UNION ALL
        SELECT h.n, h.e AS eff, 2 AS class, h.ord, 'resume' AS what, h.e AS date, 0 AS amount
        FROM hold h JOIN opened a USING (n) WHERE h.pauses AND h.e <= {day} AND h.e > a.first AND h.e < {OPEN}"""
    return f"""
SELECT n, list({{'eff': eff, 'what': what, 'date': date, 'amount': amount, 'ord': ord}}
               ORDER BY eff, class, ord) AS ticks, count(*) AS count
FROM (
    SELECT n, date + 1 AS eff, 1 AS class, ord,
           CASE WHEN kind = 'credit note' THEN 'credit' WHEN loose THEN 'loose' ELSE 'pay' END AS what, date, amount
    FROM event WHERE kind IN ('payment', 'credit note')
    UNION ALL {" UNION ALL ".join([*anniversaries, pauses])}
) GROUP BY n"""


def account_sql(
    policy: Policy, rules: Rules, as_of: dt.date, passes: int, first: int, *, remember: bool
) -> tuple[list[tuple[str, str]], str]:
    """The chain as named selects, and the name of the last: what is owed on each invoice at the end of the day.

    *first* is the first day number of the ledger. With *remember* the principal after each movement is kept
    (``d_1``, ``p_1``, …), for conditions that were judged on an earlier day.
    """
    state = "p, cap, pend, acc, x, paused, ip, cp, cb, cr, paid_ord"
    kept = "n, rid, g, amount, costs_from, shown_from, discount_until, ticks"
    start = (
        "SELECT o.n, o.rid, o.g, o.amount, o.costs_from, o.shown_from, o.discount_until, t.ticks, o.amount AS p, "
        "0::BIGINT AS cap, 0::BIGINT AS pend, 0::BIGINT AS acc, o.first AS x, false AS paused, 0::BIGINT AS ip, "
        "0::BIGINT AS cp, o.amount AS cb, 0::BIGINT AS cr, NULL::BIGINT AS paid_ord "
        "FROM opened o LEFT JOIN tick t USING (n)"
    )
    chain = [("a_0", f"MATERIALIZED ({start})")]
    last = as_of.toordinal() + 1
    previous, memory = "a_0", ""
    for number in range(1, passes + 1):
        where = " WHERE ticks IS NOT NULL" if number == 1 else ""
        chain.append((f"a_{number}", f"({_pass(policy, rules, previous, number, kept, memory, first, last, where)})"))
        if remember:
            memory += f", d_{number}, p_{number}"
            chain[-1] = (
                f"a_{number}",
                chain[-1][1].replace("/*memory*/", f", t.date AS d_{number}, p AS p_{number}"),
            )
        previous = f"a_{number}"
    if passes:
        blank = "".join(f", NULL AS d_{k}, NULL AS p_{k}" for k in range(1, passes + 1)) if remember else ""
        moved = f"SELECT {kept}, {state}{memory} FROM {previous}"
        chain.append(("a_all", f"({moved} UNION ALL SELECT {kept}, {state}{blank} FROM a_0 WHERE ticks IS NULL)"))
        previous = "a_all"
    chain.append(("owed", f"({_owed(rules, previous, memory, first, last)})"))
    return chain, "owed"


def _by_rule(write: list[str], default: str = "0") -> str:
    """A choice by the number of the rule; *write* has the expression of each."""
    if not write:
        return default
    if len(set(write)) == 1:
        return write[0]
    arms = " ".join(f"WHEN {rid} THEN {text}" for rid, text in enumerate(write) if text != default)
    return f"CASE rid {arms} ELSE {default} END"


def _interest(rules: Rules, end: str, first: int, last: int) -> str:
    texts = [
        interest_sql(found.interest, "base", "x", end, first, last) if found.interest is not None else "0"
        for found in rules.distinct
    ]
    return f"CASE WHEN x IS NULL OR {end} <= x OR base = 0 THEN 0 ELSE {_by_rule(texts)} END"


def _costs(rules: Rules, principal: str, day: str) -> tuple[str, str]:
    texts = [
        cost_sql(found.costs, principal, day, vat=found.vat) if found.costs is not None else ("0", "0")
        for found in rules.distinct
    ]
    return _by_rule([text[0] for text in texts]), _by_rule([text[1] for text in texts])


_BASE = "greatest(cap + CASE WHEN paused THEN 0 ELSE p END, 0) AS base"


def _shares(rules: Rules) -> tuple[str, str, str]:
    """How a payment is split, by the order of each rule."""
    parts: dict[str, list[str]] = {"costs": [], "interest": [], "principal": []}
    open_ = {"costs": "o_costs", "interest": "o_interest", "principal": "p"}
    for found in rules.distinct:
        before: list[str] = []
        for part in found.order:
            rest = " - ".join(["money", *before])
            parts[part].append(f"greatest(least({rest}, {open_[part]}), 0)")
            before.append(open_[part])
    return (
        _by_rule(parts["costs"]),
        _by_rule(parts["interest"]),
        _by_rule(parts["principal"]),
    )


def _pass(
    policy: Policy,
    rules: Rules,
    source: str,
    number: int,
    kept: str,
    memory: str,
    first: int,
    last: int,
    where: str,
) -> str:
    """One movement: interest up to it, how it is split, and the account after it."""
    costs, _ = _costs(rules, "cb", "costs_from")
    to_costs, to_interest, to_principal = _shares(rules)
    discounts = " ".join(
        f"WHEN {at} THEN {half_up_sql(f'net * {micro_percent(group.terms.discount.percent)}', 10**8)}"
        for at, group in enumerate(policy.groups)
        if group.terms.discount is not None
    )
    granted = "false"
    if discounts:
        granted = (
            "coalesce(what IN ('pay', 'credit') AND t.date <= discount_until "
            f"AND p > t_p AND p - t_p <= CASE g {discounts} END, false)"
        )
    return f"""
SELECT {kept}{memory}/*memory*/, p, cap - CASE WHEN moves THEN t_i - from_pend ELSE 0 END
           + CASE WHEN what = 'year' THEN pend ELSE 0 END AS cap,
       CASE WHEN what = 'year' THEN 0 ELSE pend - CASE WHEN moves THEN from_pend ELSE 0 END END AS pend,
       acc, x, paused, ip, cp, CASE WHEN t.date < costs_from AND what IN ('pay', 'credit') THEN p ELSE cb END AS cb, cr,
       CASE WHEN paid_ord IS NULL AND what IN ('pay', 'credit') AND p <= 0 THEN t.ord ELSE paid_ord END AS paid_ord
FROM (
    SELECT {kept}{memory}, t, what, moves, t_i, least(t_i, pend_now) AS from_pend, paid_ord, cap,
           pend_now AS pend, p - t_p - CASE WHEN granted THEN p - t_p ELSE 0 END AS p,
           CASE WHEN cuts THEN upto ELSE acc END AS acc,
           CASE WHEN cuts AND x IS NOT NULL THEN greatest(x, t.eff) ELSE x END AS x,
           CASE what WHEN 'pause' THEN true WHEN 'resume' THEN false ELSE paused END AS paused,
           ip + t_i AS ip, cp + t_c AS cp, cb, cr + CASE WHEN what = 'credit' THEN t_p ELSE 0 END AS cr
    FROM (
        SELECT *, pend + CASE WHEN cuts THEN upto - acc ELSE 0 END AS pend_now FROM (
            SELECT *, what IN ('year', 'pause', 'resume') OR moves AS cuts FROM (
                SELECT *, t_i > 0 OR t_p > 0 OR granted AS moves FROM (
                    SELECT *, {granted} AS granted FROM (
                        SELECT *, amount - cr - CASE WHEN what = 'credit' THEN t_p ELSE 0 END AS net FROM (
                            SELECT *, CASE WHEN what = 'pay' THEN {to_costs} ELSE 0 END AS t_c,
                                   CASE WHEN what = 'pay' THEN {to_interest} ELSE 0 END AS t_i,
                                   CASE what WHEN 'pay' THEN {to_principal}
                                             WHEN 'credit' THEN least(money, p) ELSE 0 END AS t_p
                            FROM (
                                SELECT *, greatest(CASE WHEN what = 'pay' AND t.date >= costs_from THEN {costs}
                                                        ELSE 0 END - cp, 0) AS o_costs,
                                       CASE WHEN what = 'pay' AND t.date >= shown_from
                                            THEN greatest(upto - ip, 0) ELSE 0 END AS o_interest
                                FROM (
                                    SELECT *, acc + {_interest(rules, "t.eff", first, last)} AS upto,
                                           coalesce(t.amount, 0) AS money,
                                           CASE WHEN t IS NULL THEN '' WHEN t.what <> 'loose' THEN t.what
                                                WHEN p > 0 THEN 'pay' ELSE '' END AS what
                                    FROM (SELECT *, ticks[{number}] AS t, {_BASE} FROM {source}{where})
                                )
                            )
                        )
                    )
                )
            )
        )
    )
)"""


def _owed(rules: Rules, source: str, memory: str, first: int, last: int) -> str:
    today = last - 1
    costs, vat = _costs(rules, "cb", "costs_from")
    announced, announced_vat = _costs(rules, "p", str(today))
    forbidden = ", ".join(
        str(rid) for rid, found in enumerate(rules.distinct) if found.charging is not None and found.charging.forbidden
    )
    may = f"rid NOT IN ({forbidden})" if forbidden else "true"
    has_costs = ", ".join(str(rid) for rid, found in enumerate(rules.distinct) if found.costs is not None) or "-1"
    return f"""
SELECT n{memory}, p, paid_ord, interest, costs, least(vat, costs) AS costs_vat, announced, announced_vat,
       p + interest + costs AS total, costs_from, rid IN ({has_costs}) AS has_costs
FROM (
    SELECT n{memory}, p, paid_ord, rid, costs_from,
           CASE WHEN {today} >= shown_from THEN acc + {_interest(rules, str(last), first, last)} ELSE 0 END - ip
               AS interest,
           CASE WHEN {today} >= costs_from THEN {costs} ELSE 0 END - cp AS costs,
           CASE WHEN {today} >= costs_from THEN {vat} ELSE 0 END AS vat,
           CASE WHEN {may} AND p > 0 THEN {announced} ELSE 0 END AS announced,
           CASE WHEN {may} AND p > 0 THEN {announced_vat} ELSE 0 END AS announced_vat
    FROM (SELECT *, {_BASE} FROM {source})
)"""
