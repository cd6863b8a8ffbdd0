"""The statement on DuckDB: a ledger's tables in, one row for each invoice out, and the debtors left to the reference.

The connection holds ``inv``, ``deb`` and ``ev`` (see :mod:`.load`); :func:`evaluate` leaves ``result`` (one row for
each invoice of the debtors it did) and ``hard`` (the others, with the reason).
"""

# ruff: noqa: S608 - the statement is written from a policy; words of users are literals with their quotes doubled

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from dunlang.portfolio.fast.climb import Conditions, plan_rows, stage_count
from dunlang.portfolio.fast.events import event_sql, hold_rows, holds_sql, slots, step_rows
from dunlang.portfolio.fast.lines import base_sql
from dunlang.portfolio.fast.load import fill
from dunlang.portfolio.fast.moves import Moves
from dunlang.portfolio.fast.portable import portable
from dunlang.portfolio.fast.statement import prelude, statement
from dunlang.portfolio.fast.tables import Rules, letter_rows
from dunlang.portfolio.fast.words import largest

if TYPE_CHECKING:
    import datetime as dt

    from dunlang.model.policy import Policy
    from dunlang.schedule import Engine

__all__ = ["Outcome", "evaluate"]

#: More movements than this on one invoice, and the reference does its debtor.
_PASSES = 12
#: Days before the first and after the last date of the ledger for which tables are written.
_MARGIN = 420


@attrs.frozen(kw_only=True)
class Outcome:
    """What a run did: *debtors* in all, those left to the reference by reason, and the statement as text."""

    debtors: int
    left: tuple[tuple[str, int], ...]
    sql: str = attrs.field(repr=False)


def evaluate(con: Any, engine: Engine, as_of: dt.date) -> Outcome:
    """Judge every debtor of the connection's ledger on *as_of*; see the module for the tables it makes."""
    con.execute("SET preserve_insertion_order = false")  # rows carry their own order: a third less time
    try:
        return _evaluate(con, engine, as_of)
    finally:
        con.execute("SET preserve_insertion_order = true")


def _evaluate(con: Any, engine: Engine, as_of: dt.date) -> Outcome:
    policy = engine.policy
    for table in ("move", "base", "hard", "line", "event", "letter", "done", "contact", "ends", "hold", "result"):
        con.execute(f"DROP TABLE IF EXISTS {table}")
    moves = Moves(engine)
    short = portable(policy)
    every = any(not found.group and not found.partly for found in short)
    left = {found.group for found in short if not found.partly}
    able = frozenset(at for at, group in enumerate(policy.groups) if not every and group.name not in left)
    conditions = Conditions.of(policy, able)
    first, last = _span(con, as_of)
    base = base_sql(policy, moves, as_of, conditions.facts) if not every else _no_base()
    holds = list(hold_rows(policy, moves))
    plans = list(plan_rows(policy, moves, conditions))
    years = max(1, (as_of.toordinal() - first) // 365 + 1)
    rules = Rules(engine)
    points = slots(policy)
    _ask_ahead(policy, moves, years)
    fill(con, "move", "k INTEGER, d INTEGER, o INTEGER", moves.rows(first - _MARGIN, last + _MARGIN))
    fill(
        con,
        "holdterm",
        "g INTEGER, cause VARCHAR, declared BOOLEAN, cap INTEGER, after INTEGER, stops BOOLEAN, pauses BOOLEAN",
        holds,
    )
    fill(
        con,
        "plan",
        "g INTEGER, step INTEGER, move INTEGER, direction INTEGER, anchor_kind INTEGER, "
        "anchor_step INTEGER, point VARCHAR, contact BOOLEAN, below BIGINT, cond INTEGER, sends BOOLEAN, "
        "hands BOOLEAN, every INTEGER, times INTEGER",
        plans,
    )
    fill(
        con,
        "stepname",
        "g INTEGER, name VARCHAR, step INTEGER, contact BOOLEAN, sends BOOLEAN, hands BOOLEAN",
        step_rows(policy),
    )
    con.execute(f"CREATE TEMP TABLE base AS {base}")
    con.execute("CREATE TEMP TABLE hard(dn BIGINT, why VARCHAR)")
    _set_aside(con, engine, able, rules)
    _history(con, rules, as_of)
    con.execute(f"CREATE TEMP TABLE hold AS {holds_sql()}")
    _unclear_holds(con, moves)
    for name, sql in prelude(rules, moves, points, as_of, years):
        con.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {sql}")
    con.execute(f"INSERT INTO hard SELECT dn, 'many movements' FROM tick JOIN line USING (n) WHERE count > {_PASSES}")
    con.execute(f"DELETE FROM tick WHERE count > {_PASSES}")
    passes = con.execute("SELECT coalesce(max(count), 0) FROM tick").fetchall()[0][0]
    sql = statement(
        policy, rules, moves, conditions, points, as_of,
        passes=passes, count=stage_count(policy, able), first=first,
    )  # fmt: skip
    con.execute(f"CREATE TEMP TABLE result AS {sql}")
    con.execute(
        "INSERT INTO hard SELECT l.dn, 'a day that only the reference tells' "
        "FROM result r JOIN line l USING (n) WHERE lost"
    )
    con.execute(
        "INSERT INTO hard SELECT l.dn, 'more interest paid than owed' FROM result r JOIN line l USING (n) "
        "WHERE r.interest < 0 OR r.costs < 0"
    )
    con.execute("DELETE FROM result WHERE n IN (SELECT n FROM inv WHERE dn IN (SELECT dn FROM hard))")
    reasons = con.execute(
        "SELECT why, count(*) FROM (SELECT dn, min(why) AS why FROM hard GROUP BY dn) GROUP BY why ORDER BY why"
    ).fetchall()
    debtors = con.execute("SELECT count(DISTINCT dn) FROM inv").fetchall()[0][0]
    return Outcome(debtors=debtors, left=tuple(reasons), sql=sql)


def _span(con: Any, as_of: dt.date) -> tuple[int, int]:
    """The first and the last day number that the ledger speaks of."""
    first, last = con.execute(
        "SELECT least(min(date), min(received), min(delivered), min(due)), "
        "greatest(max(date), max(due), max(received), max(delivered)) FROM inv"
    ).fetchall()[0]
    early, late = con.execute("SELECT min(date), greatest(max(date), max(until)) FROM ev").fetchall()[0]
    today = as_of.toordinal()
    days = [day for day in (first, last, early, late, today) if day is not None]
    return min(days), max(days)


def _no_base() -> str:
    """No group can be told: every debtor is left to the reference."""
    return (
        "SELECT n, dn, NULL::VARCHAR AS kind, date, amount, currency, received, delivered, NULL::INTEGER AS g, due, "
        "NULL::INTEGER AS discount_until, 'all' AS other FROM inv"
    )


def _ask_ahead(policy: Policy, moves: Moves, years: int) -> None:
    """Let every move that the statement will look up be known before its table is written."""
    from dunlang.dates import Offset

    moves.on_or_after()
    moves.on_or_before()
    for year in range(1, years + 1):
        moves.plus(Offset(12 * year, "months"))
    if policy.gap_days:
        moves.plus(Offset(policy.gap_days, policy.gap_unit))


def _set_aside(con: Any, engine: Engine, able: frozenset[int], rules: Rules) -> None:
    """Leave to the reference what no table covers, and number the money rules of the other invoices."""
    listed = ", ".join(map(str, sorted(able))) or "-1"
    con.execute(
        f"INSERT INTO hard SELECT DISTINCT dn, 'group not in tables' FROM base "
        f"WHERE other = 'all' OR other IS NULL AND g NOT IN ({listed})"
    )
    together = [at for at, group in enumerate(engine.policy.groups) if group.terms.letters == "per debtor"]
    if together:
        con.execute(
            "INSERT INTO hard SELECT dn, 'several invoices, letters per debtor' FROM base WHERE other IS NULL "
            f"AND g IN ({', '.join(map(str, together))}) GROUP BY dn, g HAVING count(*) > 1"
        )
    keys = con.execute(
        "SELECT DISTINCT g, kind, coalesce(due + 1, date) FROM base WHERE other IS NULL "
        "AND dn NOT IN (SELECT dn FROM hard) ORDER BY ALL"
    ).fetchall()
    fill(
        con,
        "rule",
        "g INTEGER, kind VARCHAR, day INTEGER, rid INTEGER, interest_from INTEGER, costs_free INTEGER, "
        "waits INTEGER, why VARCHAR",
        rules.rows(keys),
    )
    con.execute("""
        CREATE TEMP TABLE line AS
        SELECT b.* EXCLUDE (other, currency), r.rid,
               CASE WHEN b.due IS NOT NULL THEN r.interest_from END AS interest_from,
               CASE WHEN b.due IS NOT NULL THEN r.costs_free END AS costs_free, r.waits, r.why
        FROM base b JOIN rule r ON r.g = b.g AND r.kind = b.kind AND r.day = coalesce(b.due + 1, b.date)
        WHERE b.other IS NULL AND b.dn NOT IN (SELECT dn FROM hard)""")
    con.execute("INSERT INTO hard SELECT DISTINCT dn, why FROM line WHERE why <> ''")
    days = 366 * 12
    bounds = [largest(found.interest, days) for found in rules.distinct if found.interest is not None]
    bound = min([*bounds, 10**11])
    con.execute(f"INSERT INTO hard SELECT DISTINCT dn, 'an amount above the tables' FROM line WHERE amount > {bound}")
    con.execute("DELETE FROM line WHERE dn IN (SELECT dn FROM hard)")


def _history(con: Any, rules: Rules, as_of: dt.date) -> None:
    """The events on the lines; what they say was done, with the letters that it gave."""
    today = as_of.toordinal()
    con.execute(f"CREATE TEMP TABLE event AS {event_sql(as_of)}")
    con.execute(
        "INSERT INTO hard SELECT DISTINCT dn, kind FROM event WHERE kind IN "
        "('step received', 'step not delivered', 'step withdrawn', 'discount allowed')"
    )
    con.execute(f"""
        INSERT INTO hard SELECT DISTINCT e.dn, e.kind || ' without an invoice' FROM ev e
        WHERE e.n IS NULL AND e.date <= {today} AND (e.kind IN ('step done', 'handed over', 'step received',
              'step not delivered', 'step withdrawn', 'discount allowed', 'invoice sold')
           OR e.kind IN ('payment', 'credit note') AND (SELECT count(*) FROM line l WHERE l.dn = e.dn) > 1)""")
    con.execute(
        """
        CREATE TEMP TABLE deed AS
        SELECT e.ord, e.date, e.kind, e.n, e.dn, e.g, l.kind AS who, l.rid, s.step,
               coalesce(s.contact, false) AS contact,
               coalesce(s.sends, false) AS sends, coalesce(s.hands, false) AS hands
        FROM event e JOIN line l USING (n)
        LEFT JOIN stepname s ON s.g = e.g AND s.name = coalesce(e.step, '') AND (e.kind = 'handed over' OR s.name <> '')
        WHERE e.kind IN ('step done', 'handed over')""".replace("TEMP TABLE", "OR REPLACE TEMP TABLE")
    )
    keys = con.execute(f"""
        SELECT DISTINCT g, who, rid, step, date FROM deed WHERE sends
        UNION SELECT DISTINCT l.g, l.kind, l.rid, p.step, {today} FROM line l JOIN plan p ON p.g = l.g AND p.sends
        ORDER BY ALL""").fetchall()
    fill(
        con,
        "letter",
        "g INTEGER, kind VARCHAR, rid INTEGER, step INTEGER, sent INTEGER, received INTEGER, "
        "deadline INTEGER, costs_from INTEGER, demand BOOLEAN",
        letter_rows(rules, keys),
    )
    con.execute("""
        CREATE TEMP TABLE done AS
        SELECT d.*, x.received, x.deadline, x.costs_from, coalesce(x.demand, false) AS demand FROM deed d
        LEFT JOIN letter x ON d.sends AND x.g = d.g AND x.kind = d.who AND x.rid = d.rid AND x.step = d.step
              AND x.sent = d.date""")
    con.execute(f"""
        CREATE TEMP TABLE contact AS SELECT dn, max(date) AS last_contact FROM (
            SELECT dn, date FROM done WHERE contact
            UNION ALL SELECT dn, date FROM ev WHERE kind = 'contact added' AND date <= {today}
        ) GROUP BY dn""")
    con.execute("""
        CREATE TEMP TABLE ends AS SELECT n, min(ord) FILTER (sold) AS sold_ord, min(ord) FILTER (NOT sold) AS hand_ord
        FROM (SELECT n, ord, true AS sold FROM event WHERE kind = 'invoice sold'
              UNION ALL SELECT n, ord, false FROM done WHERE hands OR step IS NULL AND kind = 'handed over')
        GROUP BY n""")


def _unclear_holds(con: Any, moves: Moves) -> None:
    """Holds whose effect hangs on what was known when, or that reach beyond the tables."""
    after = moves.on_or_after()
    con.execute("INSERT INTO hard SELECT DISTINCT dn, 'a hold again under a hold that ends' FROM hold WHERE unclear")
    con.execute(f"""
        INSERT INTO hard SELECT DISTINCT h.dn, 'a day beyond the tables' FROM hold h
        LEFT JOIN move m ON m.k = {after} AND m.d = h.e WHERE h.lost OR h.e < 4000000 AND m.o IS NULL""")
    con.execute("""
        INSERT INTO hard SELECT DISTINCT dn, 'pauses of interest that overlap' FROM (
            SELECT dn, s, e, max(e) OVER (PARTITION BY n ORDER BY s, e
                   ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
            FROM hold WHERE pauses
        ) WHERE s < before OR s = e""")
    con.execute("""
        INSERT INTO hard SELECT DISTINCT h.dn, 'money on the day that interest pauses'
        FROM hold h JOIN event e USING (n)
        WHERE h.pauses AND e.kind IN ('payment', 'credit note') AND (e.date = h.s OR e.date = h.e)""")
