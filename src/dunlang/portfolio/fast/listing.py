"""The worklist as a table of a connection: who gets what today, who waits and why, who needs a person; and its sums."""

# ruff: noqa: S608 - the statement is written from a policy; words of users are literals with their quotes doubled

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dunlang.money import CURRENCIES
from dunlang.portfolio.actions import channels, does, role
from dunlang.portfolio.fast.load import fill
from dunlang.portfolio.fast.words import literal

if TYPE_CHECKING:
    import datetime as dt

    from dunlang.schedule import Engine

__all__ = ["COLUMNS", "listing", "ordered", "totals"]

#: The columns of the worklist, in order.
COLUMNS = (
    "list", "date", "debtor", "name", "invoice", "group", "step", "occurrence", "what", "channel", "by", "planned",
    "received", "deadline", "currency", "outstanding", "interest", "costs", "costs_vat", "costs_announced", "total",
    "why",
)  # fmt: skip


def listing(con: Any, engine: Engine, as_of: dt.date) -> None:
    """Add the rows of ``result`` to ``listed``, with what orders them; see :data:`COLUMNS`.

    Amounts are decimals in the policy's currency, on the day; costs are announced by letters that may announce them.
    A row of the list `blocked` has the code of its reason.
    """
    policy = engine.policy
    fill(
        con,
        "named",
        "g INTEGER, step INTEGER, group_name VARCHAR, step_name VARCHAR, what VARCHAR, channel VARCHAR, role VARCHAR, "
        "announces BOOLEAN",
        [
            (at, index, group.name, step.name, ", ".join(does(step)), " and ".join(channels(step)), role(step),
             step.send is not None and engine.letter(group, step.send, as_of, "").announces_costs)
            for at, group in enumerate(policy.groups)
            for index, step in enumerate(group.steps)
        ],
    )  # fmt: skip
    digits = CURRENCIES[policy.currency]
    money = ", ".join(
        f"{_decimal(f'a.{name}' if name != 'announced' else 'CASE WHEN s.announces THEN a.announced END', digits)} "
        f"AS {shown}"
        for name, shown in (
            ("outstanding", "outstanding"), ("interest", "interest"), ("costs", "costs"), ("costs_vat", "costs_vat"),
            ("announced", "costs_announced"), ("total", "total"),
        )
    )  # fmt: skip
    today = as_of.toordinal()
    con.execute(f"""
        CREATE OR REPLACE TEMP TABLE part AS
        SELECT a.list, {_date("a.day")} AS date, d.id AS debtor, d.name, i.id AS invoice, s.group_name AS "group",
               s.step_name AS step, a.occurrence, s.what, s.channel, s.role AS "by", {_date("a.planned")} AS planned,
               {_date("a.received")} AS received, {_date("a.deadline")} AS deadline, i.currency, {money}, a.why,
               a.rank AS o_rank, a.g AS o_group, a.step AS o_step, i.date AS o_date
        FROM (
            SELECT n, g, 'worklist' AS list, 0 AS rank, {today} AS day, step, occurrence, planned,
                   letter_received AS received,
                   letter_deadline AS deadline, outstanding, interest, costs, costs_vat, announced, total, '' AS why
            FROM result WHERE step IS NOT NULL
            UNION ALL BY NAME
            SELECT n, g, CASE next_state WHEN 'H' THEN 'held' ELSE 'blocked' END AS list,
                   CASE next_state WHEN 'H' THEN 1 ELSE 2 END AS rank, next_step AS step, next_occurrence AS occurrence,
                   next_planned AS planned, outstanding, next_why AS why
            FROM result WHERE next_state IN ('H', 'B')
            UNION ALL BY NAME
            SELECT r.n, r.g, 'blocked' AS list, 2 AS rank, s.step, 0 AS occurrence, r.outstanding,
                   'anchor-not-done' AS why
            FROM result r JOIN named s ON s.g = r.g AND (r.never >> s.step) & 1 = 1
            WHERE r.standing = 'open' AND r.never > 0
            UNION ALL BY NAME
            SELECT r.n, r.g, 'needs a person' AS list, 3 AS rank,
                   CASE WHEN i.currency = {literal(policy.currency)} THEN i.amount END AS outstanding, r.reason AS why
            FROM result r JOIN inv i USING (n) WHERE r.standing = 'needs a person'
        ) a
        JOIN inv i USING (n) JOIN deb d ON d.dn = i.dn
        LEFT JOIN named s ON s.g = a.g AND s.step = a.step""")
    con.execute("CREATE TEMP TABLE IF NOT EXISTS listed AS SELECT * FROM part LIMIT 0")
    con.execute("INSERT INTO listed SELECT * FROM part")
    con.execute("DROP TABLE part")


def ordered(con: Any) -> None:
    """Make ``worklist`` of all that was listed, in a stable order: list, group, step, debtor, invoice."""
    con.execute("""
        CREATE OR REPLACE TEMP TABLE worklist AS SELECT * EXCLUDE (o_rank, o_group, o_step, o_date) FROM listed
        ORDER BY o_rank, o_group NULLS LAST, o_step NULLS LAST, debtor, o_date, invoice, occurrence""")
    con.execute("DROP TABLE listed")


def totals(con: Any) -> list[tuple[str, str, str, str, int, object]]:
    """Counts and open principal by list, group, step and channel, in the order of the worklist."""
    found: list[tuple[str, str, str, str, int, object]] = con.execute("""
        SELECT list, coalesce("group", ''), coalesce(step, ''), coalesce(channel, ''), count(*), sum(outstanding)
        FROM (SELECT *, row_number() OVER () AS place FROM worklist)
        GROUP BY ALL ORDER BY min(place)""").fetchall()
    return found


def _decimal(minor: str, digits: int) -> str:
    """Minor units as an exact decimal: DuckDB divides decimals as doubles, so the point is moved by hand."""
    if not digits:
        return f"({minor})::DECIMAL(18, 0)"
    return (
        f"((({minor}) // {10**digits})::VARCHAR || '.' || lpad((({minor}) % {10**digits})::VARCHAR, {digits}, '0'))"
        f"::DECIMAL(18, {digits})"
    )


def _date(number: str) -> str:
    return f"(DATE '0001-01-01' + ({number} - 1)::INTEGER)"
