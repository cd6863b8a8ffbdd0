"""The history as tables: what was done and when, holds as runs of days, movements of money in order.

Every event carries ``ord``, its place in time and, within a day, in the ledger. A debtor whose history asks for more
than the statement does is put into ``hard`` with the reason and judged by the reference.
"""

# ruff: noqa: S608 - the statement is written from a policy; words of users are literals with their quotes doubled

from __future__ import annotations

from typing import TYPE_CHECKING

from dunlang.portfolio.fast.words import literal

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from dunlang.model.policy import Policy
    from dunlang.portfolio.fast.moves import Moves

__all__ = ["OPEN", "done_sql", "event_sql", "hold_rows", "holds_sql", "slots", "step_rows", "stop_sql", "wait_sql"]

#: The end of a hold that nobody knows, as a day number.
OPEN = 4_000_000

_OPENS = {
    "dispute opened": "dispute",
    "promise made": "promise",
    "plan agreed": "plan",
    "hold placed": "placed",
    "insolvency": "insolvency",
}
_ENDS = {"dispute resolved": "dispute", "plan broken": "plan", "hold lifted": "placed"}
_ALWAYS = ("dispute", "placed", "insolvency")


def step_rows(policy: Policy) -> Iterator[tuple[int, str, int, bool, bool, bool]]:
    """The table ``stepname``: which step of a group an event's step is: g, name, step, contact, sends, hands over.

    A name of another group counts for the own step that sends the same notice. The empty name is the group's hand-over.
    """
    for at, group in enumerate(policy.groups):
        own = {step.name: index for index, step in enumerate(group.steps)}
        found = dict(own)
        for other in policy.groups:
            for step in other.steps:
                if step.name in found or step.send is None:
                    continue
                same = [
                    index
                    for index, mine in enumerate(group.steps)
                    if mine.send is not None and mine.send.notice == step.send.notice
                ]
                if same:
                    found[step.name] = same[0]
        hand = next((index for index, step in enumerate(group.steps) if step.hand_over is not None), None)
        if hand is not None:
            found[""] = hand
        for name, index in found.items():
            step = group.steps[index]
            yield at, name, index, step.is_contact, step.send is not None, step.hand_over is not None


def slots(policy: Policy) -> tuple[tuple[int, str], ...]:
    """The points of steps that some step counts from, or that repeat: ``(step, done | received | deadline)``."""
    found = {(0, "done")}
    for group in policy.groups:
        places = {step.name: index for index, step in enumerate(group.steps)}
        for index, step in enumerate(group.steps):
            anchor = step.timing.anchor
            if anchor.kind == "step" and anchor.step in places:
                found.add((places[anchor.step], anchor.point))
                found.add((places[anchor.step], "done"))
            if step.repeat is not None:
                found.add((index, "done"))
                found.add((index, "count"))
    return tuple(sorted(found))


def event_sql(as_of: dt.date) -> str:
    """The events up to the day that concern invoices on their way, one row for each of them."""
    kinds = ", ".join(map(literal, (*_OPENS, *_ENDS)))
    return f"""
SELECT e.ord, e.date, e.kind, e.step, e.amount, e.until, l.n, l.dn, l.g, false AS loose
FROM ev e JOIN line l ON l.n = e.n
WHERE e.date <= {as_of.toordinal()}
UNION ALL
SELECT e.ord, e.date, e.kind, e.step, e.amount, e.until, l.n, l.dn, l.g, true AS loose
FROM ev e JOIN line l ON l.dn = e.dn
WHERE e.n IS NULL AND e.date <= {as_of.toordinal()} AND e.kind IN ({kinds}, 'payment', 'credit note')
      AND (e.kind <> 'payment' OR l.date <= e.date)"""


def done_sql(points: tuple[tuple[int, str], ...]) -> str:
    """What was done on each invoice: furthest step, days and deadlines of the steps that others count from."""
    columns = []
    for index, point in points:
        if point == "done":
            columns.append(f"max(date) FILTER (step = {index}) AS p_{index}_done")
        elif point == "count":
            columns.append(f"count(*) FILTER (step = {index}) AS p_{index}_count")
        else:
            columns.append(f"arg_max({{'v': {point}}}, ord) FILTER (step = {index}) AS q_{index}_{point}")
    return f"""
SELECT n, max(step) AS level, max(date) AS last_done, arg_max(step, ord) AS latest,
       min(costs_from) AS costs_from, arg_min(date, costs_from::BIGINT * 10000000 + date) AS letter_sent,
       min(date) FILTER (demand) AS demand,
       count(DISTINCT step) AS step_count, count(*) AS done_count, {", ".join(columns)}
FROM done WHERE step IS NOT NULL GROUP BY n"""


def hold_rows(policy: Policy, moves: Moves) -> Iterator[tuple[int, str, bool, int | None, int | None, bool, bool]]:
    """The table ``holdterm``: g, cause, declared, key of the cap, key of the days after a promise, stops, pauses."""
    for at, group in enumerate(policy.groups):
        for cause in ("dispute", "promise", "plan", "placed", "insolvency"):
            held = group.hold(cause)
            if held is None and cause not in _ALWAYS:
                continue
            cap = moves.plus(held.at_most) if held is not None and held.at_most is not None else None
            after = moves.plus(held.after) if held is not None and held.after is not None else None
            stops = held is not None and held.clock_stops
            yield at, cause, held is not None, cap, after, stops, held is not None and held.interest_stops


def holds_sql() -> str:
    """The holds of each invoice: first day, first day after it (:data:`OPEN`: not known), what stops meanwhile."""
    opens = " ".join(f"WHEN {literal(kind)} THEN {literal(cause)}" for kind, cause in (_OPENS | _ENDS).items())
    kinds = ", ".join(map(literal, _OPENS))
    all_ = ", ".join(map(literal, _OPENS | _ENDS))
    return f"""
WITH moved AS (
    SELECT h.*, t.cap IS NOT NULL AS capped, t.stops, t.pauses, c.o AS cap,
           CASE WHEN h.cause <> 'promise' OR h.until IS NULL THEN NULL
                WHEN t.after IS NULL THEN greatest(h.until + 1, h.date)
                ELSE greatest(a.o + 1, h.date) END AS promised,
           h.cause = 'promise' AND h.until IS NOT NULL AND t.after IS NOT NULL AND a.o IS NULL
               OR t.cap IS NOT NULL AND c.o IS NULL AS lost
    FROM (
        SELECT n, dn, g, ord, date, until, CASE kind {opens} END AS cause, kind IN ({kinds}) AS opens
        FROM event WHERE kind IN ({all_})
    ) h
    JOIN holdterm t ON t.g = h.g AND t.cause = h.cause
    LEFT JOIN move c ON c.k = t.cap AND c.d = h.date
    LEFT JOIN move a ON a.k = t.after AND a.d = h.until
), ordered AS (
    SELECT *, lag(opens) OVER past AS opened,
           min(CASE WHEN NOT opens THEN date END) OVER (
               PARTITION BY n, cause ORDER BY ord ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) AS closed
    FROM moved WINDOW past AS (PARTITION BY n, cause ORDER BY ord)
)
SELECT n, dn, g, ord, cause, date AS s,
       least(CASE WHEN cause = 'promise' THEN coalesce(promised, {OPEN}) ELSE coalesce(closed, {OPEN}) END,
             coalesce(cap, {OPEN})) AS e,
       stops, pauses, lost, capped OR cause = 'promise' AS foreseen,
       capped AND cause <> 'promise' AND coalesce(opened, false) AS unclear
FROM ordered
WHERE opens AND (cause = 'promise' OR NOT coalesce(opened, false) OR capped)"""


def wait_sql(after: int) -> str:
    """The days on which steps wait, as runs that do not touch: ``waits``, a list of first day and next run day.

    *foreseen*: one of the holds had an end that was known beforehand.
    """
    return f"""
SELECT n, list({{'s': s, 'e': e}} ORDER BY s) AS waits, n IN (SELECT n FROM hold WHERE foreseen) AS foreseen FROM (
    SELECT n, min(s) AS s, max(e) AS e FROM (
        SELECT *, sum(starts) OVER (PARTITION BY n ORDER BY s, e ROWS UNBOUNDED PRECEDING) AS run FROM (
            SELECT *, CASE WHEN s <= max(e) OVER (PARTITION BY n ORDER BY s, e
                           ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) THEN 0 ELSE 1 END AS starts
            FROM (SELECT h.n, h.s, CASE WHEN h.e >= {OPEN} THEN {OPEN} ELSE m.o END AS e
                  FROM hold h LEFT JOIN move m ON m.k = {after} AND m.d = h.e WHERE h.s < h.e)
        )
    ) GROUP BY n, run
) GROUP BY n"""


def stop_sql() -> str:
    """The days on which the clock stands still: ``stops``, a list with what stood still before each run."""
    return """
SELECT n, list({'s': s, 'e': e, 'before': before} ORDER BY s) AS stops FROM (
    SELECT *, coalesce(sum(e - s) OVER (PARTITION BY n ORDER BY s
                       ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)::INTEGER AS before FROM (
        SELECT n, min(s) AS s, max(e) AS e FROM (
            SELECT *, sum(starts) OVER (PARTITION BY n ORDER BY s, e ROWS UNBOUNDED PRECEDING) AS run FROM (
                SELECT *, CASE WHEN s <= max(e) OVER (PARTITION BY n ORDER BY s, e
                               ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) THEN 0 ELSE 1 END AS starts
                FROM hold WHERE stops AND s < e
            )
        ) GROUP BY n, run
    )
) GROUP BY n"""
