"""The statement: all invoices with their histories in, how each stands and its next step out."""

# ruff: noqa: S608 - the statement is written from a policy; words of users are literals with their quotes doubled

from __future__ import annotations

from typing import TYPE_CHECKING

from dunlang.portfolio.fast.climb import chosen_sql, looks_back, stages, start_sql
from dunlang.portfolio.fast.events import done_sql, stop_sql, wait_sql
from dunlang.portfolio.fast.money import account_sql, open_account_sql, tick_sql

if TYPE_CHECKING:
    import datetime as dt

    from dunlang.model.policy import Policy
    from dunlang.portfolio.fast.climb import Conditions
    from dunlang.portfolio.fast.moves import Moves
    from dunlang.portfolio.fast.tables import Rules

__all__ = ["prelude", "statement"]


def prelude(
    rules: Rules, moves: Moves, points: tuple[tuple[int, str], ...], as_of: dt.date, years: int
) -> list[tuple[str, str]]:
    """The history of each invoice as one row: what was done, when steps wait, what moves its account."""
    return [
        ("state", done_sql(points)),
        ("opened", open_account_sql()),
        ("tick", tick_sql(rules, moves, as_of, years)),
        ("wait", wait_sql(moves.on_or_after())),
        ("stop", stop_sql()),
    ]


def statement(
    policy: Policy,
    rules: Rules,
    moves: Moves,
    conditions: Conditions,
    points: tuple[tuple[int, str], ...],
    as_of: dt.date,
    *,
    passes: int,
    count: int,
    first: int,
) -> str:
    """The statement over the tables of :func:`prelude`; one row for each invoice on its way."""
    today = as_of.toordinal()
    back = looks_back(policy, conditions)
    chain, owed = account_sql(policy, rules, as_of, passes, first, remember=back)
    kept = "".join(
        f", p_{i}_done" if w == "done" else f", p_{i}_count" if w == "count" else f", q_{i}_{w}" for i, w in points
    )
    then = "".join(f", o.d_{k}, o.p_{k}" for k in range(1, passes + 1)) if back else ""
    flags = "".join(f", l.f_{number}" for number in sorted(conditions.facts))
    lines = f"""
SELECT l.n, l.dn, l.g, l.kind, l.rid, l.date, l.due, l.received, l.delivered, l.amount, o.p,
       coalesce(d.level, -1) AS level,
       d.last_done, d.latest, d.done_count, d.step_count, c.last_contact, w.waits,
       coalesce(w.foreseen, false) AS foreseen, t.stops{flags}{then}{kept}
FROM line l JOIN standing o USING (n) LEFT JOIN state d USING (n)
LEFT JOIN contact c ON c.dn = l.dn LEFT JOIN wait w USING (n) LEFT JOIN stop t USING (n)
WHERE o.standing = 'open'"""
    passing = passes if back else 0
    ctes = [
        *chain,
        ("standing", f"MATERIALIZED ({_standing(owed)})"),
        ("ready", f"({lines})"),
        ("started", f"({start_sql(policy, moves, 'ready', points, str(today))})"),
        *stages(policy, moves, conditions, "started", "judged", count, points, as_of, judged=True, passes=passing),
        ("chosen", f"MATERIALIZED ({chosen_sql('judged')})"),
        ("due", f"MATERIALIZED ({_due(today)})"),
        ("touched", "(SELECT DISTINCT dn FROM due WHERE contact)"),
        ("restarted", f"({start_sql(policy, moves, 'remaining', points, str(today))})"),
        *stages(policy, moves, conditions, "restarted", "later", count, points, as_of, judged=False, passes=passing),
        ("following", f"MATERIALIZED ({chosen_sql('later')})"),
    ]
    at = next(index for index, (name, _) in enumerate(ctes) if name == "restarted")
    ctes.insert(at, ("remaining", f"({_remaining(points, today)})"))
    text = ",\n".join(f"{name} AS {body}" for name, body in ctes)
    return f"WITH {text}\n{_result(policy, moves, today)}"


def _standing(owed: str) -> str:
    """How each line stands: what ended it first."""
    return f"""
SELECT o.*, CASE WHEN ended IS NULL THEN 'open' WHEN ended = paid_ord THEN 'paid' WHEN ended = sold_ord THEN 'sold'
                 ELSE 'handed over' END AS standing
FROM (
    SELECT o.*, s.sold_ord, least(o.paid_ord, s.sold_ord, s.hand_ord) AS ended
    FROM {owed} o LEFT JOIN ends s USING (n)
) o"""


def _due(today: int) -> str:
    return f"""
SELECT s.*, pl.hands, x.received AS letter_received, x.deadline AS letter_deadline, x.costs_from AS letter_costs
FROM chosen s LEFT JOIN plan pl ON pl.g = s.g AND pl.step = s.c
LEFT JOIN letter x ON pl.sends AND x.g = s.g AND x.kind = s.kind AND x.rid = s.rid AND x.step = s.c AND x.sent = {today}
WHERE s.state = 'P' AND s.day = {today}"""


def _remaining(points: tuple[tuple[int, str], ...], today: int) -> str:
    """The lines whose step is taken today, as they stand afterwards."""
    columns = []
    for index, point in points:
        if point == "done":
            columns.append(f"CASE WHEN c = {index} THEN {today} ELSE p_{index}_done END AS p_{index}_done")
        elif point == "count":
            columns.append(f"CASE WHEN c = {index} THEN occurrence + 1 ELSE p_{index}_count END AS p_{index}_count")
        else:
            columns.append(
                f"CASE WHEN c = {index} THEN {{'v': letter_{point}}} ELSE q_{index}_{point} END AS q_{index}_{point}"
            )
    names = ", ".join(
        f"p_{i}_done" if w == "done" else f"p_{i}_count" if w == "count" else f"q_{i}_{w}" for i, w in points
    )
    return f"""
SELECT s.* EXCLUDE (state, why, day, planned, c, contact, occurrence, never, floor, next_floor, allowed, gapped, again,
                    again_at, again_planned, level, last_done, last_contact, blurred, ahead, gap_day, takes, hands,
                    letter_received, letter_deadline, letter_costs, latest, done_count, step_count, {names}),
       greatest(c, level) AS level, {today} AS last_done, c AS latest, 0 AS done_count, 0 AS step_count,
       CASE WHEN dn IN (SELECT dn FROM touched) THEN {today} ELSE last_contact END AS last_contact,
       {", ".join(columns)}
FROM due s WHERE NOT hands"""


def _result(policy: Policy, moves: Moves, today: int) -> str:
    gap = "x.day"
    join = ""
    if policy.gap_days:
        from dunlang.dates import Offset

        key, after = moves.plus(Offset(policy.gap_days, policy.gap_unit)), moves.on_or_after()
        allowed = f"(SELECT o FROM move WHERE k = {key} AND d = {today})"
        gap = f"""CASE WHEN x.contact AND x.day IS NOT NULL AND x.day < {allowed} AND w.dn IS NOT NULL THEN
            coalesce(list_filter(x.waits, lambda h: h.s <= ga.o AND ga.o < h.e)[1].e, ga.o) ELSE x.day END"""
        join = f"LEFT JOIN touched w ON w.dn = x.dn LEFT JOIN move ga ON ga.k = {after} AND ga.d = {allowed}"
    return f"""
SELECT o.n, o.standing, o.p AS outstanding, o.interest, o.costs, o.costs_vat, o.announced, o.announced_vat, o.total,
       CASE WHEN o.has_costs THEN least(o.costs_from, d.letter_costs) END AS costs_from,
       d.c AS step, d.occurrence, d.planned, d.letter_received, d.letter_deadline,
       f.c AS next_step, f.occurrence AS next_occurrence, f.planned AS next_planned, f.state AS next_state,
       f.day AS next_on, f.why AS next_why, list_distinct(coalesce(c.never, []) || coalesce(g.never, [])) AS never,
       coalesce(c.state = 'L', false) OR coalesce(g.state = 'L', false) AS lost
FROM standing o LEFT JOIN chosen c USING (n) LEFT JOIN due d USING (n) LEFT JOIN following g USING (n)
LEFT JOIN (
    SELECT n, c, occurrence, planned, state, why, day FROM following WHERE state <> 'N'
    UNION ALL
    SELECT x.n, x.c, x.occurrence, x.planned, CASE WHEN gap >= 4000000 THEN 'H' ELSE x.state END, x.why, gap
    FROM (SELECT x.*, {gap} AS gap FROM chosen x {join}) x
    WHERE NOT (x.state = 'P' AND x.day = {today}) AND x.state <> 'N'
) f USING (n)"""
