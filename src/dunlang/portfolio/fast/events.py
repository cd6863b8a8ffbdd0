"""The history as tables: what was done and when, holds as runs of days.

Every event carries ``ord``, its place in time and, within a day, in the ledger.
"""

# ruff: noqa: S608 - the statement is written from a policy; words of users are literals with their quotes doubled

from __future__ import annotations

from typing import TYPE_CHECKING

from dunlang.portfolio.fast.program import Select
from dunlang.portfolio.fast.words import literal, whole
from dunlang.portfolio.tabled.steps import OPEN
from dunlang.schedule.holds import ENDS, OPENS

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from dunlang.model.policy import Policy
    from dunlang.portfolio.tabled.moves import Moves

__all__ = ["RUNS", "TOLD", "event_selects", "hold_selects", "number", "slots"]

#: So many runs of days on which steps wait, and on which the clock stands still, one invoice may have in tables.
RUNS = 3

#: Two day numbers as one whole number.
_DAYS = 10_000_000

#: What happened to a step or an invoice that only the reference follows up.
TOLD = ("step received", "step not delivered", "step withdrawn", "discount allowed")
#: The kinds of events in ``event`` by their numbers, which are quicker to compare than words.
_KINDS = (*OPENS, *ENDS, "invoice sold", *TOLD)


def number(kind: str) -> int:
    """The number of a kind of event in ``event``."""
    return _KINDS.index(kind)


def _numbers(kinds: Iterable[str]) -> str:
    return ", ".join(str(number(kind)) for kind in kinds)


def slots(policy: Policy) -> tuple[tuple[int, str], ...]:
    """The points of steps that some step counts from, or that repeat: ``(step, done | count)``."""
    found = {(0, "done")}
    for group in policy.groups:
        places = {step.name: index for index, step in enumerate(group.steps)}
        for index, step in enumerate(group.steps):
            anchor = step.timing.anchor
            if anchor.kind == "step" and anchor.step in places:
                found.add((places[anchor.step], "done"))
            if step.repeat is not None:
                found |= {(index, "done"), (index, "count")}
    return tuple(sorted(found))


def event_selects(policy: Policy, points: tuple[tuple[int, str], ...], as_of: dt.date) -> Iterator[Select]:
    """``event``, ``deed``, ``state``, ``contact`` and ``sale``: what happened up to the day, and what it means.

    ``deed`` has a row for each step and hand-over, ``event`` one for each invoice on its way that another event
    concerns, movements of money apart; ``state`` has one for each invoice on which something was done.
    """
    day = as_of.toordinal()
    kinds = " ".join(f"WHEN {literal(kind)} THEN {number(kind)}" for kind in _KINDS)
    yield Select(
        name="event",
        sql=f"""
SELECT e.ord, e.date, e.what, e.until, l.n, l.dn, l.g
FROM (
    SELECT v.ord, v.date, CASE v.kind {kinds} END AS what, v.until, v.n FROM ev v
    WHERE v.date <= {day} AND v.kind NOT IN ('payment', 'step done') AND v.n IS NOT NULL
) e JOIN line l ON l.n = e.n
WHERE e.what IS NOT NULL
UNION ALL
SELECT e.ord, e.date, e.what, e.until, l.n, l.dn, l.g
FROM (
    SELECT v.ord, v.date, CASE v.kind {kinds} END AS what, v.until, v.dn FROM ev v
    WHERE v.date <= {day} AND v.n IS NULL
) e JOIN line l ON l.dn = e.dn
WHERE e.what IN ({_numbers((*OPENS, *ENDS))})""",
        keep=True,
    )
    yield Select(
        name="deed",
        sql=f"""
SELECT e.ord, e.date, e.n, e.dn, s.step, coalesce(s.contact, 0) AS contact,
       CASE WHEN s.hands = 1 OR s.step IS NULL AND e.handed = 1 THEN 1 ELSE 0 END AS hands,
       x.costs_from, coalesce(x.demand, 0) AS demand
FROM (
    SELECT v.ord, v.date, l.n, l.dn, l.g, l.lc, CASE WHEN v.kind = 'handed over' THEN 1 ELSE 0 END AS handed,
           CASE WHEN coalesce(v.step, '') <> '' THEN v.step WHEN v.kind = 'handed over' THEN '/' END AS step
    FROM ev v JOIN line l ON l.n = v.n
    WHERE v.date <= {day} AND v.kind IN ('step done', 'handed over')
) e
LEFT JOIN stepname s ON s.g = e.g AND s.name = e.step
LEFT JOIN sending y ON s.sends = 1 AND y.ls = e.lc * 64 + s.step
LEFT JOIN letter x ON x.lid = y.lid AND x.sent = e.date""",
        keep=bool(policy.gap_days) or any(group.terms.letters == "per debtor" for group in policy.groups),
    )
    most = max((len(group.steps) for group in policy.groups), default=0)
    steps = range(max(most, 1))
    dates = "".join(f", max(CASE WHEN d.step = {index} THEN d.date END) AS d_{index}" for index in steps)
    distinct = " + ".join(f"CASE WHEN s.d_{index} IS NOT NULL THEN 1 ELSE 0 END" for index in steps) or "0"
    counts = "".join(
        f", sum(CASE WHEN d.step = {index} THEN 1 ELSE 0 END) AS p_{index}_count"
        for index, point in points
        if point == "count"
    )
    names = "".join(
        f", s.d_{index} AS p_{index}_done" if point == "done" else f", s.p_{index}_count" for index, point in points
    )
    yield Select(
        name="state",
        sql=f"""
SELECT s.n, s.level, s.last_done, CASE WHEN s.latest <> s.level OR s.deeds > {distinct} THEN 1 ELSE 0 END AS tangled,
       s.costs_from, s.free - {_DAYS} * s.costs_from AS letter_sent, s.demand, s.hand_ord{names}
FROM (
    SELECT r.*, {whole("r.free", _DAYS)} AS costs_from FROM (
        SELECT d.n, max(d.step) AS level, max(CASE WHEN d.step IS NOT NULL THEN d.date END) AS last_done,
               max(d.ord * 64 + d.step) - 64 * max(CASE WHEN d.step IS NOT NULL THEN d.ord END) AS latest,
               count(d.step) AS deeds, min(CASE WHEN d.hands = 1 THEN d.ord END) AS hand_ord,
               min(CAST(d.costs_from AS BIGINT) * {_DAYS} + d.date) AS free,
               min(CASE WHEN d.demand = 1 THEN d.date END) AS demand{dates}{counts}
        FROM deed d GROUP BY d.n
    ) r
) s""",
        keep=True,
    )
    yield Select(
        name="contact",
        sql=f"""
SELECT c.dn, max(c.date) AS last_contact FROM (
    SELECT d.dn, d.date FROM deed d WHERE d.contact = 1
    UNION ALL SELECT e.dn, e.date FROM ev e WHERE e.kind = 'contact added' AND e.date <= {day}
) c GROUP BY c.dn""",
    )
    yield Select(
        name="sale",
        sql=f"SELECT e.n, min(e.ord) AS sold_ord FROM event e WHERE e.what = {number('invoice sold')} GROUP BY e.n",
    )


def hold_selects(moves: Moves) -> Iterator[Select]:
    """``hold``: first day, first day after it (:data:`OPEN`: not known), what stops meanwhile.

    ``waiting`` and ``standstill``: the days on which steps wait, and on which the clock stands still, as runs that do
    not touch, side by side: ``w1_s``, ``w1_e`` (the next run day), …; ``t1_s``, ``t1_e``, ``t1_b`` (days before), ….
    ``foreseen``: an end was known beforehand, or one of several holds ended in between.
    """
    causes = " ".join(f"WHEN {number(kind)} THEN {literal(cause)}" for kind, cause in (OPENS | ENDS).items())
    yield Select(
        name="held",
        sql=f"""
SELECT h.n, h.dn, h.ord, h.cause, h.date, h.until, h.opens, CASE WHEN t.cap IS NOT NULL THEN 1 ELSE 0 END AS capped,
       t.stops, t.pauses, c.o AS cap,
       CASE WHEN h.cause <> 'promise' OR h.until IS NULL THEN NULL
            WHEN t.after IS NULL THEN greatest(h.until + 1, h.date)
            WHEN a.o IS NOT NULL THEN greatest(a.o + 1, h.date) END AS promised,
       CASE WHEN h.cause = 'promise' AND h.until IS NOT NULL AND t.after IS NOT NULL AND a.o IS NULL
            OR t.cap IS NOT NULL AND c.o IS NULL THEN 1 ELSE 0 END AS lost
FROM (
    SELECT e.n, e.dn, e.g, e.ord, e.date, e.until, CASE e.what {causes} END AS cause,
           CASE WHEN e.what IN ({_numbers(OPENS)}) THEN 1 ELSE 0 END AS opens
    FROM event e WHERE e.what IN ({_numbers(OPENS | ENDS)})
) h
JOIN holdterm t ON t.g = h.g AND t.cause = h.cause
LEFT JOIN move c ON c.k = t.cap AND c.d = h.date
LEFT JOIN move a ON a.k = t.after AND a.d = h.until""",
    )
    yield Select(
        name="hold",
        sql=f"""
SELECT o.n, o.dn, o.ord, o.cause, o.date AS s,
       least(CASE WHEN o.cause = 'promise' THEN coalesce(o.promised, {OPEN}) ELSE coalesce(o.closed, {OPEN}) END,
             coalesce(o.cap, {OPEN})) AS e,
       o.stops, o.pauses, o.lost, CASE WHEN o.capped = 1 OR o.cause = 'promise' THEN 1 ELSE 0 END AS foreseen,
       CASE WHEN o.capped = 1 AND o.cause <> 'promise' AND coalesce(o.opened, 0) = 1 THEN 1 ELSE 0 END AS unclear
FROM (
    SELECT h.*, lag(h.opens) OVER (PARTITION BY h.n, h.cause ORDER BY h.ord) AS opened,
           min(CASE WHEN h.opens = 0 THEN h.date END) OVER (PARTITION BY h.n, h.cause ORDER BY h.ord
               ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) AS closed
    FROM held h
) o
WHERE o.opens = 1 AND (o.cause = 'promise' OR coalesce(o.opened, 0) = 0 OR o.capped = 1)""",
        keep=True,
    )
    after = moves.on_or_after()
    waits = f"""
        SELECT h.n, h.s, CASE WHEN h.e >= {OPEN} THEN {OPEN} ELSE m.o END AS e, h.foreseen
        FROM hold h LEFT JOIN move m ON m.k = {after} AND m.d = h.e WHERE h.s < h.e"""
    yield Select(name="waiting", sql=_side_by_side("w", waits, "foreseen"), keep=True)
    stops = "SELECT h.n, h.s, h.e, 0 AS foreseen FROM hold h WHERE h.stops = 1 AND h.s < h.e"
    yield Select(name="standstill", sql=_side_by_side("t", stops, ""), keep=True)


def _side_by_side(letter: str, spans: str, flag: str) -> str:
    """Spans (n, s, e, foreseen) of days, half-open, as runs that do not touch, :data:`RUNS` of them in one row."""
    columns = "".join(
        f", max(CASE WHEN r.no = {no} THEN r.s END) AS {letter}{no}_s, "
        f"max(CASE WHEN r.no = {no} THEN r.e END) AS {letter}{no}_e"
        + (f", max(CASE WHEN r.no = {no} THEN r.b END) AS {letter}{no}_b" if letter == "t" else "")
        for no in range(1, RUNS + 1)
    )
    before = ""
    if letter == "t":
        before = """,
           CAST(coalesce(sum(m.e - m.s) OVER (PARTITION BY m.n ORDER BY m.s
                ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS INTEGER) AS b"""
    shown = f", max(r.foreseen) AS {flag}" if flag else ""
    return f"""
SELECT r.n, max(r.no) AS {letter}_runs{columns}{shown} FROM (
    SELECT m.n, m.s, m.e, m.foreseen, row_number() OVER (PARTITION BY m.n ORDER BY m.s) AS no{before}
    FROM (
        SELECT c.n, c.run, min(c.s) AS s, max(c.e) AS e,
               CASE WHEN count(*) > 1 THEN 1 ELSE max(c.foreseen) END AS foreseen
        FROM (
            SELECT b.n, b.s, b.e, b.foreseen, sum(b.starts) OVER (PARTITION BY b.n ORDER BY b.s, b.e
                   ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS run
            FROM (
                SELECT a.n, a.s, a.e, a.foreseen, CASE WHEN a.s <= max(a.e) OVER (PARTITION BY a.n ORDER BY a.s, a.e
                       ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) THEN 0 ELSE 1 END AS starts
                FROM ({spans}) a
            ) b
        ) c GROUP BY c.n, c.run
    ) m
) r GROUP BY r.n"""
