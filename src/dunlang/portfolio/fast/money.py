"""Money as a chain of selects: each movement of each invoice in the order of time, then what is owed on the day.

The account's state: ``p`` principal, ``cap`` interest that was added to it, ``pend`` interest not yet added, ``acc``
interest up to ``x`` (the first day not counted yet), ``ex`` the same exactly where it is rounded once, ``ip`` and
``cp`` interest and costs paid, ``cb`` the principal that costs run over, ``cr`` credited, ``dc`` discount taken. A
movement takes effect on the day after it (``eff``), as in the reference. Select ``a_K`` takes the K-th movement of the
invoices that have as many; an invoice leaves the chain with its last one.
"""

# ruff: noqa: S608 - the statement is written from a policy; words of users are literals with their quotes doubled

from __future__ import annotations

from typing import TYPE_CHECKING

from dunlang.dates import Offset
from dunlang.money import micro_percent
from dunlang.portfolio.fast.events import OPEN
from dunlang.portfolio.fast.program import Select
from dunlang.portfolio.fast.words import choice, columns, half_up_sql, interest_sql, net_sql, null, tax_sql

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from dunlang.model.policy import Policy
    from dunlang.portfolio.fast.moves import Moves
    from dunlang.portfolio.fast.tables import Rules

__all__ = ["money_selects"]

#: What a movement is.
_PAY, _CREDIT, _LOOSE, _YEAR, _PAUSE, _RESUME = 1, 2, 3, 4, 5, 6

_KEPT = ("n", "rid", "g", "amount", "costs_from", "shown_from", "discount_until", "begins", "ticks")
_STATE = {
    "p": "o.amount",
    "cap": "CAST(0 AS BIGINT)",
    "pend": "CAST(0 AS BIGINT)",
    "acc": "CAST(0 AS BIGINT)",
    "ex": "CAST(0 AS BIGINT)",
    "x": "o.begins",
    "paused": "0",
    "ip": "CAST(0 AS BIGINT)",
    "cp": "CAST(0 AS BIGINT)",
    "cb": "o.amount",
    "cr": "CAST(0 AS BIGINT)",
    "dc": "CAST(0 AS BIGINT)",
    "paid_ord": null("BIGINT"),
}


def money_selects(
    policy: Policy,
    rules: Rules,
    moves: Moves,
    as_of: dt.date,
    horizon: tuple[int, int],
    passes: int,
    carried: tuple[str, ...],
    *,
    remember: bool,
) -> Iterator[Select]:
    """``opened``, ``tick``, ``moved``, the passes, ``balance`` and ``owed``: what is owed at the end of the day.

    ``balance`` is only there with *remember*: the principal ``p`` of a moved account from ``since`` on, up to
    ``until``. *horizon* are the first and the last day number for which rates are written. *carried* are columns of
    lines and of ``state`` that ``owed`` has besides.
    """
    last = as_of.toordinal() + 1
    yield Select(name="opened", sql=_opened(carried), keep=True)
    yield Select(name="tick", sql=_tick(rules, moves, as_of, horizon), keep=True)
    yield Select(name="moved", sql="SELECT t.n, max(t.k) AS ticks FROM tick t GROUP BY t.n", keep=True)
    names = (*_KEPT, *_STATE)
    start = ", ".join(f"{text} AS {name}" for name, text in _STATE.items())
    yield Select(
        name="a_0",
        sql=f"SELECT {columns(_KEPT[:-1], 'o')}, m.ticks, {start} FROM opened o JOIN moved m ON m.n = o.n",
    )
    for number in range(1, passes + 1):
        yield Select(name=f"a_{number}", sql=_pass(policy, rules, number, horizon[0], last), keep=True)
    if remember:
        parts = [
            f"SELECT a.n, a.day AS since, a.next_day AS until, a.p FROM a_{number} a "
            "WHERE a.pays = 1 AND a.day < a.next_day AND a.p > 0"
            for number in range(1, passes + 1)
        ]
        none = f"SELECT t.n, t.date AS since, t.next_date AS until, {null('BIGINT')} AS p FROM tick t WHERE false"
        yield Select(name="balance", sql="\nUNION ALL ".join(parts) or none, keep=True)
    more = tuple(name for name in carried if name not in names)
    still = f"""
    SELECT {columns(_KEPT[:-1], "o")}, 0 AS ticks, {start}, {columns(more, "o")}
    FROM opened o LEFT JOIN moved m ON m.n = o.n WHERE m.n IS NULL OR m.ticks > {passes}"""
    ended = "\n        UNION ALL ".join(
        f"SELECT {columns(names, 'a')} FROM a_{number} a WHERE a.ticks = {number}" for number in range(1, passes + 1)
    )
    if passes:
        still += f"""
    UNION ALL
    SELECT {columns(names, "e")}, {columns(more, "o")} FROM (
        {ended}
    ) e JOIN opened o ON o.n = e.n"""
    yield Select(name="owed", sql=_owed(rules, still, carried, horizon[0], last))


def _opened(carried: tuple[str, ...]) -> str:
    """Each line with its rules, its letters and the first day of interest; ``begins`` is the first day that counts."""
    own = {"n", "g", "amount"}
    filled = {"level": "coalesce(s.level, -1) AS level", "tangled": "coalesce(s.tangled, 0) AS tangled"}
    more = [name for name in carried if name not in own]
    listed = ", ".join(
        filled.get(name) or f"{'s' if name == 'last_done' or name.startswith('p_') else 'l'}.{name}" for name in more
    )
    return f"""
SELECT o.n, o.g, o.rid, o.amount, o.discount_until, o.costs_from, {columns(more, "o")},
       CASE WHEN o.waits IN (0, 4) THEN 0 ELSE o.costs_from END AS shown_from,
       CASE WHEN o.ready_from IS NULL THEN NULL WHEN o.waits = 0 THEN o.ready_from
            WHEN o.waits = 1 THEN greatest(o.ready_from, o.costs_from)
            WHEN o.waits = 2 THEN greatest(o.ready_from, o.letter_sent + 1)
            WHEN o.waits = 4 THEN greatest(o.ready_from, o.demand + 1) END AS begins
FROM (
    SELECT l.n, l.g, l.rid, l.amount, l.discount_until, l.waits, {listed}, s.letter_sent, s.demand,
           coalesce(l.costs_free, s.costs_from) AS costs_from,
           CASE WHEN l.waits IN (1, 2) AND s.costs_from IS NULL OR l.waits = 4 AND s.demand IS NULL THEN NULL
                ELSE l.interest_from END AS ready_from
    FROM line l LEFT JOIN state s ON s.n = l.n
) o"""


def _tick(rules: Rules, moves: Moves, as_of: dt.date, horizon: tuple[int, int]) -> str:
    """What moves the account of each invoice: payments, credit notes, anniversaries, pauses of interest; numbered."""
    day = as_of.toordinal()
    yearly = [
        rid for rid, found in enumerate(rules.distinct) if found.interest and found.interest.compounding == "yearly"
    ]
    years = ""
    if yearly:
        keys = "\n        UNION ALL ".join(
            f"SELECT {year} AS y, {moves.plus(Offset(12 * year, 'months'))} AS k"
            for year in range(1, max(1, (day - horizon[0]) // 365) + 1)
        )
        years = f"""
    UNION ALL
    SELECT o.n, m.o AS eff, 0 AS class, CAST(0 AS BIGINT) AS ord, {_YEAR} AS what, m.o AS date,
           CAST(0 AS BIGINT) AS amount, 0 AS next_date
    FROM opened o JOIN ({keys}) y ON o.begins + 365 * y.y <= {day}
    JOIN move m ON m.k = y.k AND m.d = o.begins
    WHERE o.rid IN ({", ".join(map(str, yearly))}) AND o.begins <= {day - 365} AND m.o <= {day}"""
    return f"""
SELECT u.n, row_number() OVER (PARTITION BY u.n ORDER BY u.eff, u.class, u.ord) AS k, u.eff, u.ord, u.what, u.date,
       u.amount, u.next_date
FROM (
    SELECT e.n, e.date + 1 AS eff, 1 AS class, e.ord,
           CASE WHEN e.kind = 'credit note' THEN {_CREDIT} WHEN e.loose = 1 THEN {_LOOSE} ELSE {_PAY} END AS what,
           e.date, coalesce(e.amount, 0) AS amount,
           coalesce(lead(e.date) OVER (PARTITION BY e.n ORDER BY e.ord), {OPEN}) AS next_date
    FROM event e WHERE e.kind IN ('payment', 'credit note'){years}
    UNION ALL
    SELECT h.n, greatest(h.s, o.begins) AS eff, 2 AS class, h.ord, {_PAUSE} AS what, h.s AS date,
           CAST(0 AS BIGINT) AS amount, 0 AS next_date
    FROM hold h JOIN opened o ON o.n = h.n WHERE h.pauses = 1 AND h.s <= {day} AND h.e > o.begins
    UNION ALL
    SELECT h.n, h.e AS eff, 2 AS class, h.ord, {_RESUME} AS what, h.e AS date, CAST(0 AS BIGINT) AS amount,
           0 AS next_date
    FROM hold h JOIN opened o ON o.n = h.n WHERE h.pauses = 1 AND h.e <= {day} AND h.e > o.begins AND h.e < {OPEN}
) u"""


def _interest(rules: Rules, end: str, first: int, last: int) -> tuple[str, str]:
    """The interest from ``x`` up to *end*, and its exact part; see :func:`.interest_sql`."""
    texts = [
        interest_sql(found.interest, "base", "x", end, first, last) if found.interest is not None else ("0", "0")
        for found in rules.distinct
    ]
    none = f"CASE WHEN x IS NULL OR {end} <= x OR base = 0 THEN 0 ELSE"
    exact = choice("rid", [text[1] for text in texts])
    return f"{none} {choice('rid', [text[0] for text in texts])} END", f"{none} {exact} END" if exact != "0" else "0"


def _net(rules: Rules, principal: str) -> str:
    """The costs over a principal by the scale of each rule, without VAT."""
    return choice("rid", [net_sql(found.costs, principal) if found.costs else "0" for found in rules.distinct])


def _tax(rules: Rules, net: str, day: str, span: tuple[int, int]) -> str:
    """The VAT over *net*, null where it is not known."""
    return choice(
        "rid",
        [tax_sql(found.costs, net, day, span, vat=found.vat) if found.costs else "0" for found in rules.distinct],
    )


_BASE = "greatest(cap + CASE WHEN paused = 1 THEN 0 ELSE p END, 0) AS base"


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
    return choice("rid", parts["costs"]), choice("rid", parts["interest"]), choice("rid", parts["principal"])


def _pass(policy: Policy, rules: Rules, number: int, first: int, last: int) -> str:
    """One movement: interest up to it, how it is split, and the account after it."""
    tax = _tax(rules, "net", "costs_from", (first, last))
    interest, exact = _interest(rules, "eff", first, last)
    to_costs, to_interest, to_principal = _shares(rules)
    discounts = " ".join(
        f"WHEN {at} THEN {half_up_sql(f'price * {micro_percent(group.terms.discount.percent)}', 10**8)}"
        for at, group in enumerate(policy.groups)
        if group.terms.discount is not None
    )
    granted = "0"
    if discounts:
        granted = (
            f"CASE WHEN what IN ({_PAY}, {_CREDIT}) AND day <= discount_until AND p > t_p "
            f"AND p - t_p <= CASE g {discounts} END THEN 1 ELSE 0 END"
        )
    kept = columns(_KEPT)
    from_before = columns((*_KEPT, *_STATE), "s")
    return f"""
SELECT {kept}, day, next_day, pays, p, cap - CASE WHEN moves = 1 THEN t_i - from_pend ELSE 0 END
           + CASE WHEN what = {_YEAR} THEN pend ELSE 0 END AS cap,
       CASE WHEN what = {_YEAR} THEN 0 ELSE pend - CASE WHEN moves = 1 THEN from_pend ELSE 0 END END AS pend,
       acc, ex, x, paused, ip, cp, cr, dc,
       CASE WHEN day < costs_from AND what IN ({_PAY}, {_CREDIT}) THEN p ELSE cb END AS cb,
       CASE WHEN paid_ord IS NULL AND what IN ({_PAY}, {_CREDIT}) AND p <= 0 THEN ord ELSE paid_ord END AS paid_ord
FROM (
    SELECT {kept}, day, next_day, pays, ord, what, moves, t_i, least(t_i, pend_now) AS from_pend, paid_ord, cap,
           pend_now AS pend, p - t_p - CASE WHEN granted = 1 THEN p - t_p ELSE 0 END AS p,
           CASE WHEN cuts = 1 THEN upto ELSE acc END AS acc, CASE WHEN cuts = 1 THEN ex_upto ELSE ex END AS ex,
           CASE WHEN cuts = 1 AND x IS NOT NULL THEN greatest(x, eff) ELSE x END AS x,
           CASE what WHEN {_PAUSE} THEN 1 WHEN {_RESUME} THEN 0 ELSE paused END AS paused,
           ip + t_i AS ip, cp + t_c AS cp, cb, cr + CASE WHEN what = {_CREDIT} THEN t_p ELSE 0 END AS cr,
           dc + CASE WHEN granted = 1 THEN p - t_p ELSE 0 END AS dc
    FROM (
        SELECT q5.*, pend + CASE WHEN cuts = 1 THEN upto - acc ELSE 0 END AS pend_now FROM (
            SELECT q4.*, CASE WHEN what IN ({_YEAR}, {_PAUSE}, {_RESUME}) OR moves = 1 THEN 1 ELSE 0 END AS cuts FROM (
                SELECT q3.*, CASE WHEN t_i > 0 OR t_p > 0 OR granted = 1 THEN 1 ELSE 0 END AS moves FROM (
                    SELECT q2.*, {granted} AS granted FROM (
                        SELECT q1.*, amount - cr - CASE WHEN what = {_CREDIT} THEN t_p ELSE 0 END AS price FROM (
                            SELECT q0.*, CASE WHEN what = {_PAY} THEN {to_costs} ELSE 0 END AS t_c,
                                   CASE WHEN what = {_PAY} THEN {to_interest} ELSE 0 END AS t_i,
                                   CASE what WHEN {_PAY} THEN {to_principal}
                                             WHEN {_CREDIT} THEN least(money, p) ELSE 0 END AS t_p
                            FROM (
                                SELECT b1.*, greatest(CASE WHEN what = {_PAY} AND day >= costs_from
                                                           THEN coalesce(net + {tax}, 0) ELSE 0 END - cp, 0) AS o_costs,
                                       CASE WHEN what = {_PAY} AND day >= shown_from
                                            THEN greatest(upto - ip, 0) ELSE 0 END AS o_interest
                                FROM (
                                    SELECT b0.*, acc + {interest} AS upto, ex + {exact} AS ex_upto,
                                           CASE WHEN pays = 1 AND day >= costs_from THEN {_net(rules, "cb")} ELSE 0 END
                                               AS net,
                                           CASE WHEN kind <> {_LOOSE} THEN kind WHEN p > 0 THEN {_PAY} ELSE 0 END
                                               AS what
                                    FROM (
                                        SELECT {from_before}, t.eff, t.ord, t.what AS kind, t.date AS day,
                                               t.next_date AS next_day, t.amount AS money,
                                               CASE WHEN t.what <= {_LOOSE} THEN 1 ELSE 0 END AS pays, {_BASE}
                                        FROM a_{number - 1} s JOIN tick t ON t.n = s.n AND t.k = {number}
                                        WHERE s.ticks >= {number}
                                    ) b0
                                ) b1
                            ) q0
                        ) q1
                    ) q2
                ) q3
            ) q4
        ) q5
    ) q6
) q7"""


def _owed(rules: Rules, source: str, carried: tuple[str, ...], first: int, last: int) -> str:
    kept = columns(carried)
    today = last - 1
    vat = _tax(rules, "net", "costs_from", (first, last))
    announced_vat = _tax(rules, "net_announced", str(today), (today, today))
    forbidden = ", ".join(
        str(rid) for rid, found in enumerate(rules.distinct) if found.charging is not None and found.charging.forbidden
    )
    may = f"rid NOT IN ({forbidden}) AND p > 0" if forbidden else "p > 0"
    interest = _interest(rules, str(last), first, last)[0]
    has_costs = ", ".join(str(rid) for rid, found in enumerate(rules.distinct) if found.costs is not None) or "-1"
    return f"""
SELECT {kept}, p, paid_ord, interest, costs, least(vat, costs) AS costs_vat, announced, announced_vat,
       p + interest + costs AS total, to_costs, to_interest, discount,
       CASE WHEN rid IN ({has_costs}) THEN costs_from END AS costs_from,
       CASE WHEN rid IN ({has_costs}) THEN 1 ELSE 0 END AS has_costs
FROM (
    SELECT {kept}, p, paid_ord, rid, costs_from, interest, cp AS to_costs, ip AS to_interest, dc AS discount,
           coalesce(net + tax, 0) - cp AS costs,
           coalesce(tax, 0) AS vat, coalesce(net_announced + tax_announced, 0) AS announced,
           coalesce(tax_announced, 0) AS announced_vat
    FROM (
        SELECT s2.*, {vat} AS tax, {announced_vat} AS tax_announced FROM (
            SELECT s1.*,
                   CASE WHEN {today} >= shown_from THEN acc + {interest} ELSE 0 END - ip AS interest,
                   CASE WHEN {today} >= costs_from THEN {_net(rules, "cb")} ELSE 0 END AS net,
                   CASE WHEN {may} THEN {_net(rules, "p")} ELSE 0 END AS net_announced
            FROM (SELECT s0.*, {_BASE} FROM ({source}
            ) s0) s1
        ) s2
    ) s3
) s4"""
