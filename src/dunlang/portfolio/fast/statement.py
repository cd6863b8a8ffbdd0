"""The statement: all invoices with their histories in, how each stands and its next step out."""

# ruff: noqa: S608 - the statement is written from a policy; words of users are literals with their quotes doubled

from __future__ import annotations

from typing import TYPE_CHECKING

from dunlang.portfolio.fast.climb import chosen_sql, looks_back, stages, start_sql
from dunlang.portfolio.fast.events import OPEN, done_sql, stop_sql, wait_sql
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
    """One row for each line: how it stands, what it owes, the step of today and the one after it."""
    day = "x.day"
    join = ""
    if policy.gap_days:
        from dunlang.dates import Offset

        key, after = moves.plus(Offset(policy.gap_days, policy.gap_unit)), moves.on_or_after()
        allowed = f"(SELECT o FROM move WHERE k = {key} AND d = {today})"
        past = "coalesce(list_filter(x.waits, lambda h: h.s <= ga.o AND ga.o < h.e)[1].e, ga.o)"
        day = f"CASE WHEN x.contact AND x.day < {allowed} AND w.dn IS NOT NULL THEN {past} ELSE x.day END"
        join = f"LEFT JOIN touched w ON w.dn = x.dn LEFT JOIN move ga ON ga.k = {after} AND ga.d = {allowed}"

    def coming(taken: str, other: str) -> str:
        return f"CASE WHEN c.taken THEN CASE WHEN f.state <> 'N' THEN {taken} END WHEN c.state <> 'N' THEN {other} END"

    return f"""
SELECT o.n, o.standing, o.p AS outstanding, o.interest, o.costs, o.costs_vat, o.announced, o.announced_vat, o.total,
       CASE WHEN o.has_costs THEN least(o.costs_from, c.letter_costs) END AS costs_from,
       CASE WHEN c.taken THEN c.c END AS step, CASE WHEN c.taken THEN c.occurrence END AS occurrence,
       CASE WHEN c.taken THEN c.planned END AS planned, c.letter_received, c.letter_deadline,
       {coming("f.c", "c.c")} AS next_step, {coming("f.occurrence", "c.occurrence")} AS next_occurrence,
       {coming("f.planned", "c.planned")} AS next_planned,
       {coming("f.state", f"CASE WHEN c.later >= {OPEN} THEN 'H' ELSE c.state END")} AS next_state,
       {coming("f.day", f"CASE WHEN c.later < {OPEN} THEN c.later END")} AS next_on,
       {coming("f.why", f"CASE WHEN c.later >= {OPEN} THEN 'held' ELSE c.why END")} AS next_why,
       CASE WHEN f.n IS NULL THEN coalesce(c.never, []) ELSE list_distinct(c.never || f.never) END AS never,
       coalesce(c.state = 'L' OR f.state = 'L', c.state = 'L', false) AS lost
FROM standing o LEFT JOIN (
    SELECT x.n, x.c, x.occurrence, x.planned, x.state, x.why, x.never, x.taken, {day} AS later,
           y.received AS letter_received, y.deadline AS letter_deadline, y.costs_from AS letter_costs
    FROM (SELECT *, state = 'P' AND coalesce(day = {today}, false) AS taken FROM chosen) x {join}
    LEFT JOIN letter y ON x.taken AND y.g = x.g AND y.kind = x.kind AND y.rid = x.rid AND y.step = x.c
         AND y.sent = {today}
) c USING (n)
LEFT JOIN (SELECT n, c, occurrence, planned, state, day, why, never FROM following) f USING (n)"""
