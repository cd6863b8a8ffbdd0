"""Money as a chain of selects: each movement of each invoice in the order of time, then what is owed on the day.

The account's state: ``p`` principal, ``cap`` interest that was added to it, ``pend`` interest not yet added, ``acc``
interest up to ``x`` (the first day not counted yet), ``ex`` the same exactly where it is rounded once, ``ip`` and
``cp`` interest and costs paid, ``cb`` the principal that costs run over, ``cr`` credited, ``dc`` discount taken. A
movement takes effect on the day after it (``eff``), as in the reference. Select ``a_K`` takes the K-th movement of the
invoices that have as many; an invoice leaves the chain with its last one. What was paid in full before anything came on
top, which is most of a ledger's history, owes nothing and is not in the chain at all.
"""

# ruff: noqa: S608 - the statement is written from a policy; words of users are literals with their quotes doubled

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from dunlang.dates import Offset
from dunlang.money import micro_percent
from dunlang.portfolio.fast.program import Select
from dunlang.portfolio.fast.words import choice, columns, half_up_sql, interest_sql, net_sql, null, tax_sql
from dunlang.portfolio.tabled.steps import OPEN

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from dunlang.model.policy import Policy
    from dunlang.portfolio.tabled.moves import Moves
    from dunlang.portfolio.tabled.rules import Rules

__all__ = ["BASE", "begins_sql", "interest_of", "money_selects", "owed_sql"]

#: The movements from the so-manieth on lie in a table of their own: picked out of all of them, few come with each block
#: of rows, and what a movement costs is a matter of blocks.
_MANY = 3
#: What a movement is.
_PAY, _CREDIT, _LOOSE, _YEAR, _PAUSE, _RESUME = 1, 2, 3, 4, 5, 6

_KEPT = ("n", "dn", "g", "rid", "due", "amount", "costs_from", "shown_from", "begins", "sold_ord", "hand_ord")
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


@attrs.frozen(kw_only=True)
class _Account:
    """What the accounts of a policy need: its own columns, and those that stay as they are whatever happens."""

    policy: Policy
    rules: Rules

    @property
    def yearly(self) -> tuple[int, ...]:
        """The rules by which interest is added to the principal each year."""
        return tuple(
            rid
            for rid, found in enumerate(self.rules.distinct)
            if found.interest is not None and found.interest.compounding == "yearly"
        )

    @property
    def discounts(self) -> bool:
        """Whether somebody may take a discount."""
        return any(group.terms.discount is not None for group in self.policy.groups)

    @property
    def pauses(self) -> bool:
        """Whether interest can stop for a while."""
        return any(hold.interest_stops for group in self.policy.groups for hold in group.holds)

    @property
    def kept(self) -> tuple[str, ...]:
        """The columns of a line that its account carries."""
        return (*_KEPT, "discount_until") if self.discounts else _KEPT

    @property
    def still(self) -> dict[str, str]:
        """The columns of an account's state that no movement changes."""
        names = [] if self.yearly else ["cap", "pend"]
        names += [] if self.rules.exact else ["ex"]
        names += [] if self.pauses else ["paused"]
        names += [] if self.discounts else ["cr", "dc"]
        return {name: _STATE[name] for name in names}

    @property
    def state(self) -> dict[str, str]:
        """The others, with what they are at first."""
        return {name: text for name, text in _STATE.items() if name not in self.still}

    @property
    def whole(self) -> str:
        """The columns that stay as they are, to be added to a select."""
        return "".join(f", {text} AS {name}" for name, text in self.still.items())


def money_selects(
    policy: Policy,
    rules: Rules,
    moves: Moves,
    as_of: dt.date,
    horizon: tuple[int, int],
    passes: int,
    *,
    remember: bool,
    ahead: bool,
) -> Iterator[Select]:
    """``opened``, ``tick``, the passes, ``balance``, ``standing`` and ``settled``: what is owed at the end of the day.

    ``settled`` has the lines that were paid in full in time, ``standing`` all others; ``account`` is what the latter's
    money comes to, kept with *ahead*. ``balance`` is only there with *remember*: the principal ``p`` of a
    moved account from ``since`` on, up to ``until``. *horizon* are the first and the last day number for which rates
    are written.
    """
    last = as_of.toordinal() + 1
    account = _Account(policy=policy, rules=rules)
    yield Select(name="payment", sql=_payment(as_of))
    yield Select(name="opened", sql=_opened(account), keep=True)
    yield Select(name="tick", sql=_tick(account, moves, as_of, horizon), keep=True)
    if passes >= _MANY:
        yield Select(
            name="later",
            sql=f"""
SELECT t.n, t.k, t.ticks, t.eff, t.ord, t.what, t.amount, t.until FROM tick t WHERE t.k >= {_MANY}""",
            keep=True,
        )
    names = (*account.kept, *account.state)
    start = ", ".join(f"{text} AS {name}" for name, text in account.state.items())
    yield Select(name="a_0", sql=f"SELECT {columns(account.kept, 'o')}, {start} FROM opened o WHERE o.settled = 0")
    for number in range(1, passes + 1):
        yield Select(name=f"a_{number}", sql=_pass(account, number, horizon[0], last, remember=remember), keep=True)
    if remember:
        parts = [
            f"SELECT a.n, a.day AS since, a.next_day AS until, a.p FROM a_{number} a "
            "WHERE a.day < a.next_day AND a.p > 0"
            for number in range(1, passes + 1)
        ]
        none = f"SELECT t.n, t.eff AS since, t.eff AS until, {null('BIGINT')} AS p FROM tick t WHERE false"
        yield Select(name="balance", sql="\nUNION ALL ".join(parts) or none, keep=True)
    accounts = f"""
    SELECT {columns(names, "a")} FROM a_0 a LEFT JOIN tick t ON t.n = a.n AND t.k = 1
    WHERE t.n IS NULL OR t.ticks > {passes}"""
    ended = "".join(
        f"\n    UNION ALL SELECT {columns(names, 'a')} FROM a_{number} a WHERE a.ticks = {number}"
        for number in range(1, passes + 1)
    )
    yield Select(name="account", sql=f"\nSELECT s.*{account.whole} FROM ({accounts + ended}\n) s", keep=ahead)
    yield Select(name="standing", sql=_standing(rules, horizon[0], last), keep=True)
    yield Select(name="settled", sql=_settled(rules))


def _payment(as_of: dt.date) -> str:
    """What was paid and credited up to the day; money without an invoice moves each of its debtor's accounts."""
    known = f"e.date <= {as_of.toordinal()} AND e.kind IN ('payment', 'credit note')"
    return f"""
SELECT e.n, e.ord, e.date, coalesce(e.amount, 0) AS amount,
       CASE WHEN e.kind = 'credit note' THEN {_CREDIT} ELSE {_PAY} END AS what
FROM ev e WHERE e.n IS NOT NULL AND {known}
UNION ALL
SELECT l.n, e.ord, e.date, coalesce(e.amount, 0) AS amount,
       CASE WHEN e.kind = 'credit note' THEN {_CREDIT} ELSE {_LOOSE} END AS what
FROM ev e JOIN line l ON l.dn = e.dn WHERE e.n IS NULL AND {known} AND (e.kind <> 'payment' OR l.date <= e.date)"""


def _opened(account: _Account) -> str:
    """Each line with its rules, its letters and the first day of interest; ``begins`` is the first day that counts.

    ``settled``: one movement was as large as the invoice, and none came so late that interest had begun or costs were
    due; so all of it went to the principal, and what came besides changed nothing. That a discount was taken or that
    it was sold or handed over before hangs on the order of movements.
    """
    kept = columns((name for name in account.kept if name not in ("shown_from", "begins")), "o")
    discount = ", l.discount_until" if account.discounts else ""
    plain = " AND o.discount_until IS NULL" if account.discounts else ""
    return f"""
SELECT {columns(account.kept, "o")},
       CASE WHEN o.amount > 0 AND o.most >= o.amount AND (o.begins IS NULL OR o.latest < o.begins)
                 AND (o.costs_from IS NULL OR o.latest < o.costs_from) AND o.sold_ord IS NULL
                 AND o.hand_ord IS NULL{plain}
            THEN 1 ELSE 0 END AS settled
FROM (
    SELECT {kept}, o.most, o.latest,
           CASE WHEN o.waits IN (0, 4) THEN 0 ELSE o.costs_from END AS shown_from,
           {begins_sql("o")} AS begins
    FROM (
        SELECT l.n, l.dn, l.g, l.rid, l.due, l.amount{discount}, l.waits, s.letter_sent, s.demand,
               e.sold_ord, s.hand_ord, m.most, m.latest,
               coalesce(l.costs_free, s.costs_from) AS costs_from,
               CASE WHEN l.waits IN (1, 2) AND s.costs_from IS NULL OR l.waits = 4 AND s.demand IS NULL THEN NULL
                    ELSE l.interest_from END AS ready_from
        FROM line l LEFT JOIN state s ON s.n = l.n LEFT JOIN sale e ON e.n = l.n
        LEFT JOIN (
            SELECT y.n, max(y.amount) AS most, max(y.date) AS latest FROM payment y GROUP BY y.n
        ) m ON m.n = l.n
    ) o
) o"""


def begins_sql(of: str) -> str:
    """The first day of interest, from the day on which it could begin and the letters that it may wait for."""
    return f"""CASE WHEN {of}.ready_from IS NULL THEN NULL WHEN {of}.waits = 0 THEN {of}.ready_from
                WHEN {of}.waits = 1 THEN greatest({of}.ready_from, {of}.costs_from)
                WHEN {of}.waits = 2 THEN greatest({of}.ready_from, {of}.letter_sent + 1)
                WHEN {of}.waits = 4 THEN greatest({of}.ready_from, {of}.demand + 1) END"""


def _tick(account: _Account, moves: Moves, as_of: dt.date, horizon: tuple[int, int]) -> str:
    """What moves the accounts: payments, credit notes, anniversaries, pauses of interest; numbered for each invoice.

    ``until`` is the day on which the next one happened.
    """
    day = as_of.toordinal()
    nothing = "CAST(0 AS BIGINT)"
    parts = [
        """
    SELECT y.n, y.date + 1 AS eff, 1 AS class, y.ord, y.what, y.amount
    FROM payment y JOIN opened o ON o.n = y.n WHERE o.settled = 0"""
    ]
    if account.yearly:
        keys = "\n        UNION ALL ".join(
            f"SELECT {year} AS y, {moves.plus(Offset(12 * year, 'months'))} AS k"
            for year in range(1, max(1, (day - horizon[0]) // 365) + 1)
        )
        rids = ", ".join(map(str, account.yearly))
        parts.append(f"""
    SELECT o.n, m.o AS eff, 0 AS class, {nothing} AS ord, {_YEAR} AS what, {nothing} AS amount
    FROM opened o JOIN ({keys}) y ON o.begins + 365 * y.y <= {day}
    JOIN move m ON m.k = y.k AND m.d = o.begins
    WHERE o.settled = 0 AND o.rid IN ({rids}) AND o.begins <= {day - 365} AND m.o <= {day}""")
    if account.pauses:
        parts.append(f"""
    SELECT h.n, greatest(h.s, o.begins) AS eff, 2 AS class, h.ord, {_PAUSE} AS what, {nothing} AS amount
    FROM hold h JOIN opened o ON o.n = h.n
    WHERE o.settled = 0 AND h.pauses = 1 AND h.s <= {day} AND h.e > o.begins""")
        parts.append(f"""
    SELECT h.n, h.e AS eff, 2 AS class, h.ord, {_RESUME} AS what, {nothing} AS amount
    FROM hold h JOIN opened o ON o.n = h.n
    WHERE o.settled = 0 AND h.pauses = 1 AND h.e <= {day} AND h.e > o.begins AND h.e < {OPEN}""")
    union = "\n    UNION ALL".join(parts)
    order = "PARTITION BY u.n ORDER BY u.eff, u.class, u.ord"
    return f"""
SELECT u.n, row_number() OVER ({order}) AS k, count(*) OVER (PARTITION BY u.n) AS ticks, u.eff, u.ord, u.what, u.amount,
       coalesce(lead(u.eff) OVER ({order}) - 1, {OPEN}) AS until
FROM ({union}
) u"""


def interest_of(rules: Rules, end: str, first: int, last: int) -> tuple[str, str]:
    """The interest from ``x`` up to *end*, and its exact part; see :func:`.interest_sql`."""
    texts = [
        interest_sql(found.interest, "base", "x", end, first, last) if found.interest is not None else ("0", "0")
        for found in rules.distinct
    ]
    none = f"CASE WHEN x IS NULL OR {end} <= x OR base = 0 THEN 0 ELSE"
    exact = choice("rid", [text[1] for text in texts])
    return f"{none} {choice('rid', [text[0] for text in texts])} END", f"{none} {exact} END" if exact != "0" else "0"


def net_of(rules: Rules, principal: str) -> str:
    """The costs over a principal by the scale of each rule, without VAT."""
    return choice("rid", [net_sql(found.costs, principal) if found.costs else "0" for found in rules.distinct])


def tax_of(rules: Rules, net: str, day: str, span: tuple[int, int]) -> str:
    """The VAT over *net*, null where it is not known."""
    return choice(
        "rid",
        [tax_sql(found.costs, net, day, span, vat=found.vat) if found.costs else "0" for found in rules.distinct],
    )


BASE = "greatest(cap + CASE WHEN paused = 1 THEN 0 ELSE p END, 0) AS base"


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


def _pass(account: _Account, number: int, first: int, last: int, *, remember: bool) -> str:
    """One movement: interest up to it, how it is split, and the account after it."""
    policy, rules = account.policy, account.rules
    tax = tax_of(rules, "net", "costs_from", (first, last))
    interest, exact = interest_of(rules, "eff", first, last)
    net = net_of(rules, "cb")
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
    kept = columns(account.kept)
    from_before = columns((*account.kept, *_STATE), "s")
    before = f"(SELECT s.*{account.whole} FROM a_{number - 1} s)" if account.whole else f"a_{number - 1}"
    longer = f"WHERE s.ticks >= {number}" if number > 1 else ""
    ticks = "tick" if number < _MANY else "later"
    days = ", day, next_day" if remember else ""
    after = dict.fromkeys(account.state, "") | {
        "cap": "cap - CASE WHEN moves = 1 THEN t_i - from_pend ELSE 0 END "
        f"+ CASE WHEN what = {_YEAR} THEN pend ELSE 0 END",
        "pend": f"CASE WHEN what = {_YEAR} THEN 0 ELSE pend - CASE WHEN moves = 1 THEN from_pend ELSE 0 END END",
        "cb": f"CASE WHEN day < costs_from AND what IN ({_PAY}, {_CREDIT}) THEN p ELSE cb END",
        "paid_ord": f"CASE WHEN paid_ord IS NULL AND what IN ({_PAY}, {_CREDIT}) AND p <= 0 THEN ord ELSE paid_ord END",
    }
    state = ",\n       ".join(f"{after[name]} AS {name}" if after[name] else name for name in account.state)
    return f"""
SELECT {kept}, ticks{days}, {state}
FROM (
    SELECT {kept}, ticks, day, next_day, ord, what, moves, t_i, least(t_i, pend_now) AS from_pend, paid_ord, cap,
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
                                           CASE WHEN pays = 1 AND day >= costs_from THEN {net} ELSE 0 END AS net,
                                           CASE WHEN kind <> {_LOOSE} THEN kind WHEN p > 0 THEN {_PAY} ELSE 0 END
                                               AS what
                                    FROM (
                                        SELECT {from_before}, t.ticks, t.eff, t.ord, t.what AS kind, t.eff - 1 AS day,
                                               t.until AS next_day, t.amount AS money,
                                               CASE WHEN t.what <= {_LOOSE} THEN 1 ELSE 0 END AS pays, {BASE}
                                        FROM {before} s JOIN {ticks} t ON t.n = s.n AND t.k = {number}
                                        {longer}
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


def owed_sql(
    rules: Rules, kept: str, source: str, day: str, after: str, span: tuple[int, int], of: tuple[int, int]
) -> str:
    """What is owed at the end of *day* on the accounts of *source*, beside the columns *kept*.

    *after* is the day after it; *span* are the days for which rates are written, *of* those of announced costs.
    """
    forbidden = ", ".join(
        str(rid) for rid, found in enumerate(rules.distinct) if found.charging is not None and found.charging.forbidden
    )
    may = f"rid NOT IN ({forbidden}) AND p > 0" if forbidden else "p > 0"
    return f"""
    SELECT {kept}, interest, coalesce(net + tax, 0) - cp AS costs, coalesce(tax, 0) AS vat,
           CAST(coalesce(net_announced + tax_announced, 0) AS BIGINT) AS announced,
           CAST(coalesce(tax_announced, 0) AS BIGINT) AS announced_vat
    FROM (
        SELECT w2.*, {tax_of(rules, "net", "costs_from", span)} AS tax,
               {tax_of(rules, "net_announced", day, of)} AS tax_announced
        FROM (
            SELECT w1.*,
                   CASE WHEN {day} >= shown_from THEN acc + {interest_of(rules, after, *span)[0]} ELSE 0 END - ip
                       AS interest,
                   CASE WHEN {day} >= costs_from THEN {net_of(rules, "cb")} ELSE 0 END AS net,
                   CASE WHEN {may} THEN {net_of(rules, "p")} ELSE 0 END AS net_announced
            FROM (SELECT w0.*, {BASE} FROM {source} w0) w1
        ) w2
    ) w3"""


def _standing(rules: Rules, first: int, last: int) -> str:
    """How each account stands and what is owed on it."""
    never = 2**62
    ends = ", ".join(f"coalesce({name}_ord, {never}) AS {name}" for name in ("paid", "sold", "hand"))
    kept = f"n, dn, g, due, p, rid, costs_from, {ends}, cp AS to_costs, ip AS to_interest, dc AS discount"
    today = last - 1
    owed = owed_sql(rules, kept, "account", str(today), str(last), (first, last), (today, today))
    return f"""
SELECT n, dn, g, due, p, interest, costs, least(vat, costs) AS costs_vat, announced, announced_vat,
       p + interest + costs AS total, to_costs, to_interest, discount, {_costs_from(rules)},
       CASE WHEN paid < sold AND paid < hand THEN 'paid' WHEN sold < hand THEN 'sold'
            WHEN hand < {never} THEN 'handed over' ELSE 'open' END AS standing
FROM ({owed}
) o"""


def _settled(rules: Rules) -> str:
    """The same of the settled lines, on which nothing is owed."""
    return f"""
SELECT o.n, o.dn, o.g, o.due, {_costs_from(rules)}, 'paid' AS standing
FROM opened o WHERE o.settled = 1"""


def _costs_from(rules: Rules) -> str:
    """The first day of costs, and whether the law knows costs at all."""
    numbers = ", ".join(str(rid) for rid, found in enumerate(rules.distinct) if found.costs is not None) or "-1"
    return (
        f"CASE WHEN rid IN ({numbers}) THEN costs_from END AS costs_from, "
        f"CASE WHEN rid IN ({numbers}) THEN 1 ELSE 0 END AS has_costs"
    )
