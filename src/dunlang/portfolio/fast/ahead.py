"""The forecast: the steps that come up to a later day if nothing changes, and what will be owed on each of them.

A *round* takes the next step of each line whose day has come by then, as if it had been done on its day, and looks for
the one after it. ``coming`` has a row for each step taken so, ``forecast`` also the amounts. Letters that would be sent
on the way may let costs and interest begin; no money moves, so the account is that of today, with interest up to the
day and at most one anniversary between.
"""

# ruff: noqa: S608 - the statement is written from a policy; words of users are literals with their quotes doubled

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from dunlang.dates import Offset
from dunlang.portfolio.fast.money import BASE, begins_sql, interest_of, owed_sql
from dunlang.portfolio.fast.program import Select
from dunlang.portfolio.fast.words import columns, null, whole
from dunlang.portfolio.tabled.answer import Coming

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from dunlang.portfolio.fast.climb import Climb
    from dunlang.portfolio.tabled.rules import Rules

__all__ = ["FORECAST", "LONGEST", "Ahead"]

#: The columns of ``forecast``; where letters join invoices only the reference looks ahead, and says what carries them.
FORECAST = ("n", "dn", "g", *Coming._fields, "carried_by")
#: So many days ahead at most: between two anniversaries of the same debt lie more.
LONGEST = 364
#: Two day numbers as one whole number.
_DAYS = 10_000_000
_NEVER = 2**62


@attrs.frozen(kw_only=True)
class Ahead:
    """The writer of the forecast from *climb*'s day up to *until*; *first* is the first day of the horizon."""

    climb: Climb
    rules: Rules
    able: frozenset[int]
    first: int
    until: dt.date

    @property
    def rounds(self) -> int:
        """How many steps of one line can come: no more than days, nor than its group has, with their repetitions."""
        most = max(
            (
                sum(1 + (step.repeat.times if step.repeat is not None else 0) for step in group.steps)
                for at, group in enumerate(self.climb.policy.groups)
                if at in self.able
            ),
            default=0,
        )
        return min((self.until - self.climb.as_of).days, most)

    def selects(self) -> Iterator[Select]:
        """``onward_0``, ``ahead_0``, ``taken_0``, ``onward_1``, … and ``coming``; ``due`` and ``chosen`` stand."""
        climb, last = self.climb, self.until.toordinal()
        for number in range(self.rounds):
            lines = _first(climb, last) if not number else _next(climb, number - 1)
            yield Select(name=f"lines_{number}", sql=lines)
            more = ("first_step", "floor")
            yield Select(name=f"onward_{number}", sql=climb.start(f"lines_{number}", more), keep=True)
            yield from climb.stages(f"onward_{number}", f"ahead_{number}", judged=False, until=last)
            yield Select(name=f"taken_{number}", sql=f"""
SELECT a.n, a.dn, a.g, a.lc, a.c, a.occurrence, a.planned, a.day, a.contact, pl.hands
FROM ahead_{number} a JOIN plan pl ON pl.gs = a.g * 64 + a.c
WHERE a.state = 'P' AND a.day <= {last}""", keep=True)  # fmt: skip
        names = "n, dn, g, lc, c, occurrence, planned, day"
        union = [f"SELECT {columns(names.split(', '), 't')} FROM taken_{number} t" for number in range(self.rounds)]
        none = f"SELECT {names} FROM (SELECT c.*, 0 AS hands FROM chosen c) t WHERE false"
        yield Select(name="coming", sql="\nUNION ALL ".join(union) or none, keep=True)

    def unsure(self) -> Iterator[tuple[str, str]]:
        """What only the reference can foresee: why, and of which rows ``r``."""
        climb = self.climb
        policy, last = climb.policy, self.until.toordinal()
        listed = f"""(
        SELECT d.dn, d.n, d.c, s.g FROM due d JOIN started s ON s.n = d.n
        UNION ALL SELECT c.dn, c.n, c.c, c.g FROM chosen c WHERE c.state = 'P' AND c.day <= {last}
             AND c.day > {climb.as_of.toordinal()}
    )"""
        several = "several invoices that move one another in the forecast"
        if policy.gap_days:
            yield several, f"(SELECT v.dn FROM {listed} v GROUP BY v.dn HAVING count(*) > 1) r"
        together = [at for at in sorted(self.able) if policy.groups[at].terms.letters == "per debtor"]
        if together:
            numbers = ", ".join(map(str, together))
            yield (
                several,
                f"""(
        SELECT s.dn FROM started s WHERE s.g IN ({numbers}) GROUP BY s.dn, s.g HAVING count(*) > 1
    ) r""",
            )
        for number in range(self.rounds):
            yield "a day that only the reference tells", f"ahead_{number} r WHERE r.state = 'L'"
        if any(hold.interest_stops for group in policy.groups for hold in group.holds):
            yield (
                "interest that pauses in the forecast",
                f"""hold r JOIN coming k ON k.n = r.n
    WHERE r.pauses = 1 AND r.e > {climb.as_of.toordinal()}""",
            )

    def money(self) -> Iterator[Select]:
        """``letters``, ``birthday`` and ``forecast``."""
        rules, today, last = self.rules, self.climb.as_of.toordinal(), self.until.toordinal()
        yield Select(name="letters", sql=f"""
SELECT s.n, min(CAST(x.costs_from AS BIGINT) * {_DAYS} + s.day) AS free,
       min(CASE WHEN x.demand = 1 THEN s.day END) AS demand
FROM (
    SELECT k.n, k.g, k.lc, k.c, k.day FROM coming k
    UNION ALL SELECT d.n, c.g, c.lc, d.c, {today} AS day FROM due d JOIN chosen c ON c.n = d.n
) s
JOIN sending y ON y.ls = s.lc * 64 + s.c JOIN letter x ON x.lid = y.lid AND x.sent = s.day GROUP BY s.n""")  # fmt: skip
        yearly = [
            rid for rid, found in enumerate(rules.distinct) if found.interest and found.interest.compounding == "yearly"
        ]
        born, birthday = null("INTEGER"), ""
        if yearly:
            keys = "\n    UNION ALL ".join(
                f"SELECT {year} AS y, {self.climb.moves.plus(Offset(12 * year, 'months'))} AS k"
                for year in range(1, (last - self.first) // 365 + 1)
            )
            listed = ", ".join(map(str, yearly))
            if keys:
                yield Select(name="birthday", sql=f"""
SELECT o.n, min(m.o) AS day FROM opened o JOIN (
    {keys}
) y ON o.begins + 365 * y.y <= {last} JOIN move m ON m.k = y.k AND m.d = o.begins
WHERE o.rid IN ({listed}) AND m.o > {today} AND m.o <= {last} GROUP BY o.n""")  # fmt: skip
                born, birthday = "b.day", "LEFT JOIN birthday b ON b.n = k.n"
        yield Select(name="forecast", sql=self._forecast(born, birthday), keep=True)

    def _forecast(self, born: str, birthday: str) -> str:
        rules, last = self.rules, self.until.toordinal()
        span = (self.first, last + 1)
        kept = "n, dn, g, c, occurrence, planned, day, received, deadline, rid"
        state = "p, ip, cp, cb, costs_from, shown_from, begins"
        to_birth, exact = interest_of(rules, "born", *span)
        accounts = f"""(
                SELECT {kept}, {state}, 0 AS paused, pend, upto AS acc, ex_upto AS ex,
                       CASE WHEN born IS NOT NULL THEN greatest(x, born) ELSE x END AS x,
                       CASE WHEN born IS NOT NULL THEN cap + pend + upto - acc ELSE cap END AS cap
                FROM (
                    SELECT q1.*, CASE WHEN born IS NULL THEN acc ELSE acc + {to_birth} END AS upto,
                           CASE WHEN born IS NULL THEN ex ELSE ex + {exact} END AS ex_upto
                    FROM (
                        SELECT {kept}, {state}, cap, pend, acc, ex, coalesce(x, begins) AS x, paused,
                               CASE WHEN born <= day THEN born END AS born, {BASE}
                        FROM ({self._accounts(born, birthday)}
                        ) q0
                    ) q1
                ) q2
            )"""
        return f"""
SELECT n, dn, g, c AS step, occurrence, planned, day, received, deadline, p AS outstanding, interest, costs,
       least(vat, costs) AS costs_vat, announced, announced_vat, p + interest + costs AS total,
       {null("VARCHAR")} AS carried_by
FROM ({owed_sql(rules, f"{kept}, p", accounts, "day", "(day + 1)", span, span)}
) q4"""

    def _accounts(self, born: str, birthday: str) -> str:
        """Each coming step with the account of today, and with the letters up to then as if they had been sent."""
        today = self.climb.as_of.toordinal()
        return f"""
SELECT k.*, a.rid, a.p, a.cap, a.pend, a.acc, a.ex, a.x, a.ip, a.cp, a.paused,
       CASE WHEN a.costs_from <= {today} THEN a.cb ELSE a.p END AS cb, {born} AS born
FROM (
    SELECT k2.*, CASE WHEN k2.waits IN (0, 4) THEN 0 ELSE k2.costs_from END AS shown_from,
           {begins_sql("k2")} AS begins
    FROM (
        SELECT k1.*, CASE WHEN k1.waits IN (1, 2) AND k1.letter_costs IS NULL OR k1.waits = 4 AND k1.demand IS NULL
                          THEN NULL ELSE k1.interest_from END AS ready_from,
               coalesce(k1.costs_free, k1.letter_costs) AS costs_from
        FROM (
            SELECT k0.*, CASE WHEN k0.free < {_NEVER} THEN {whole("k0.free", _DAYS)} END AS letter_costs,
                   CASE WHEN k0.free < {_NEVER} THEN k0.free - {_DAYS} * {whole("k0.free", _DAYS)} END AS letter_sent
            FROM (
                SELECT c.n, c.dn, c.g, c.c, c.occurrence, c.planned, c.day, y.received, y.deadline, l.waits,
                       l.interest_from, l.costs_free, least(coalesce(s.demand, e.demand), coalesce(e.demand, s.demand))
                           AS demand,
                       least(coalesce(CAST(s.costs_from AS BIGINT) * {_DAYS} + s.letter_sent, {_NEVER}),
                             coalesce(e.free, {_NEVER})) AS free
                FROM coming c JOIN line l ON l.n = c.n
                LEFT JOIN state s ON s.n = c.n LEFT JOIN letters e ON e.n = c.n
                LEFT JOIN sending z ON z.ls = c.lc * 64 + c.c
                LEFT JOIN letter y ON y.lid = z.lid AND y.sent = c.day
            ) k0
        ) k1
    ) k2
) k JOIN account a ON a.n = k.n {birthday}"""


def _first(climb: Climb, last: int) -> str:
    """The lines whose step of today was done, and those whose next step comes by the last day, from that step on."""
    today = climb.as_of.toordinal()
    return f"""
SELECT {columns(climb.line, "r")}, r.level + 1 AS first_step, {today + 1} AS floor FROM remaining r
UNION ALL
SELECT {columns(climb.line, "s")}, CASE WHEN c.occurrence > 0 THEN s.level + 1 ELSE c.c END AS first_step,
       {today + 1} AS floor
FROM chosen c JOIN started s ON s.n = c.n WHERE c.state = 'P' AND c.day > {today} AND c.day <= {last}"""


def _next(climb: Climb, number: int) -> str:
    """The lines whose step was taken in a round, as they stand afterwards; what was handed over is out."""
    return f"""
SELECT {climb.after("d.day", "d.contact = 1")}, greatest(d.c, s.level) + 1 AS first_step, d.day + 1 AS floor
FROM taken_{number} d JOIN onward_{number} s ON s.n = d.n WHERE d.hands = 0"""
