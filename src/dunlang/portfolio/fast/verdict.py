"""How each invoice stands and its next step: the stages put together, and what must go to the reference.

Nothing is taken out on the way. An invoice whose debtor asks for more than the tables do flows through all the same,
and ``result`` says in ``left_to`` why its row must not be used.
"""

# ruff: noqa: S608 - the statement is written from a policy; words of users are literals with their quotes doubled

from __future__ import annotations

from typing import TYPE_CHECKING

from dunlang.dates import Offset
from dunlang.portfolio.fast.events import RUNS, TOLD, number
from dunlang.portfolio.fast.program import Select
from dunlang.portfolio.fast.words import literal, null
from dunlang.portfolio.tabled.steps import OPEN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dunlang.portfolio.fast.ahead import Ahead
    from dunlang.portfolio.fast.climb import Climb
    from dunlang.portfolio.tabled.rules import Rules

__all__ = ["RESULT", "verdict_selects"]

#: The columns of ``result``. *never* has a bit for each step that will not come because another was not done;
#: *kept* is 1 where a hold with a known end keeps the next step from today's run; *carried_by* is the invoice whose
#: letter carries the step of today.
RESULT = (
    "n", "dn", "g", "standing", "reason", "left_to", "due", "outstanding", "interest", "costs", "costs_vat",
    "announced", "announced_vat", "total", "to_costs", "to_interest", "discount", "costs_from", "step", "occurrence",
    "planned", "letter_received", "letter_deadline", "next_step", "next_occurrence", "next_planned", "next_state",
    "next_on", "next_why", "never", "kept", "carried_by",
)  # fmt: skip

#: What ``following`` says of the step after today's.
_FOLLOWING = ("c", "occurrence", "planned", "state", "day", "why", "never")
_LOOSE = (*TOLD, "step done", "handed over", "invoice sold")


def verdict_selects(
    climb: Climb, rules: Rules, able: frozenset[int], horizon: tuple[int, int], passes: int, ahead: Ahead | None
) -> Iterator[Select]:
    """``started``, ``chosen``, ``following``, ``hard`` and ``result``; with *ahead* ``forecast`` before it."""
    yield Select(name="ready", sql=_ready(climb))
    yield Select(name="started", sql=climb.start("ready"), keep=True)
    yield from climb.stages("started", "chosen", judged=True)
    today = climb.as_of.toordinal()
    yield Select(name="due", sql=f"""
SELECT c.n, c.dn, c.c, c.occurrence, c.contact, pl.hands FROM chosen c JOIN plan pl ON pl.gs = c.g * 64 + c.c
WHERE c.state = 'P' AND c.day = {today}""", keep=True)  # fmt: skip
    yield Select(name="touched", sql="SELECT d.dn FROM due d WHERE d.contact = 1 GROUP BY d.dn", keep=True)
    yield Select(name="remaining", sql=_remaining(climb))
    yield Select(name="restarted", sql=climb.start("remaining"), keep=True)
    yield from climb.stages("restarted", "following", judged=False)
    unsure = []
    if ahead is not None:
        yield from ahead.selects()
        unsure = [f"SELECT r.dn, {literal(why)} AS why FROM {of}" for why, of in ahead.unsure()]
    yield Select(name="hard", sql=_hard(climb, rules, able, horizon, passes, unsure), keep=True)
    if ahead is not None:
        yield from ahead.money()
    together = _per_debtor(climb, able)
    if together:
        yield Select(name="joined", sql=_joined(today, together))
    yield Select(name="result", sql=_result(climb, able))


def _ready(climb: Climb) -> str:
    """The open lines as their steps see them.

    ``line`` has each of them: an inner join would do, but makes DuckDB 2.0 fail in itself where more joins follow.
    """
    of = {"p": "o.p", "last_contact": "c.last_contact"}
    of |= {"level": "coalesce(s.level, -1) AS level", "tangled": "coalesce(s.tangled, 0) AS tangled"}
    of |= {name: f"s.{name}" for name in climb.done}
    contact = "LEFT JOIN contact c ON c.dn = o.dn" if climb.gaps else ""
    return f"""
SELECT {", ".join(of.get(name) or f"l.{name}" for name in climb.line)}
FROM standing o LEFT JOIN line l ON l.n = o.n LEFT JOIN state s ON s.n = o.n {contact}
WHERE o.standing = 'open'"""


def _remaining(climb: Climb) -> str:
    """The lines whose step is taken today, as they stand afterwards."""
    listed = climb.after(str(climb.as_of.toordinal()), "t.dn IS NOT NULL")
    touched = "LEFT JOIN touched t ON t.dn = d.dn" if climb.gaps else ""
    return f"""
SELECT {listed} FROM due d JOIN started s ON s.n = d.n {touched} WHERE d.hands = 0"""


def _per_debtor(climb: Climb, able: frozenset[int]) -> list[int]:
    """The groups in which one letter goes out for all invoices of a debtor."""
    return [at for at in sorted(able) if climb.policy.groups[at].terms.letters == "per debtor"]


def _joined(today: int, together: list[int]) -> str:
    """The lines whose letter of today is carried by that about an older invoice; all of a debtor take one step."""
    return f"""
SELECT q.n, q.carried_by FROM (
    SELECT l.n, i.id, first_value(i.id) OVER (
               PARTITION BY l.dn, l.g, CASE WHEN l.due < {today} THEN 1 ELSE 0 END ORDER BY l.date, i.id) AS carried_by
    FROM due d JOIN line l ON l.n = d.n JOIN plan pl ON pl.gs = l.g * 64 + d.c JOIN inv i ON i.n = d.n
    WHERE pl.sends = 1 AND l.g IN ({", ".join(map(str, together))})
) q WHERE q.carried_by <> q.id"""


def _result(climb: Climb, able: frozenset[int]) -> str:
    """One row for each invoice: how it stands, what it owes, the step of today and the one after it."""
    policy, moves, today = climb.policy, climb.moves, climb.as_of.toordinal()
    day, join = "x.day", ""
    if policy.gap_days:
        key, after = moves.plus(Offset(policy.gap_days, policy.gap_unit)), moves.on_or_after()
        past = " ".join(f"WHEN s.w{i}_s <= ga.o AND ga.o < s.w{i}_e THEN s.w{i}_e" for i in range(1, RUNS + 1))
        day = f"CASE WHEN x.contact = 1 AND x.day < gt.o AND w.dn IS NOT NULL THEN CASE {past} ELSE ga.o END "
        day += "ELSE x.day END"
        join = f"""
    LEFT JOIN touched w ON w.dn = x.dn LEFT JOIN waiting s ON s.n = x.n
    {moves.at(key, f"CASE WHEN w.dn IS NOT NULL THEN {today} END", "gt")} {moves.at(after, "gt.o", "ga")}"""

    def coming(taken: str, other: str) -> str:
        return f"CASE v.coming WHEN 2 THEN {taken} WHEN 1 THEN {other} END"

    steps = {
        **{name: f"CASE WHEN v.taken = 1 THEN v.{of} END"
           for name, of in (("step", "c"), ("occurrence", "occurrence"), ("planned", "planned"))},
        **{f"letter_{name}": f"y.{name}" for name in ("received", "deadline", "costs_from")},
        "next_step": coming("v.f_c", "v.c"),
        "next_occurrence": coming("v.f_occurrence", "v.occurrence"),
        "next_planned": coming("v.f_planned", "v.planned"),
        "next_state": coming("v.f_state", f"CASE WHEN v.later >= {OPEN} THEN 'H' ELSE v.state END"),
        "next_on": coming("v.f_day", f"CASE WHEN v.later < {OPEN} THEN v.later END"),
        "next_why": coming("v.f_why", f"CASE WHEN v.later >= {OPEN} THEN 'held' ELSE v.why END"),
        "never": "CASE WHEN v.f_n IS NULL THEN v.never WHEN v.occurrence > 0 THEN v.f_never "
        "ELSE v.never + v.f_never END",
    }  # fmt: skip
    follows = ", ".join(f"f.{name} AS f_{name}" for name in ("n", *_FOLLOWING))
    climbed = ",\n           ".join(f"{text} AS {name}" for name, text in steps.items())
    shown = {name: f"c.{name}" for name in RESULT if name in steps} | {
        "reason": null("VARCHAR"),
        "left_to": "h.why",
        "kept": "CASE WHEN k.n IS NOT NULL AND c.step IS NULL AND c.next_state = 'P' "
        f"AND (k.stops = 1 OR c.next_planned <= {today}) THEN 1 ELSE 0 END",
        "carried_by": "j.carried_by" if _per_debtor(climb, able) else null("VARCHAR"),
        "outstanding": "o.p",
        "costs_from": f"CASE WHEN o.has_costs = 1 THEN CASE WHEN c.letter_costs_from < coalesce(o.costs_from, {OPEN}) "
        "THEN c.letter_costs_from ELSE o.costs_from END END",
    }
    listed = ",\n       ".join(f"{shown[name]} AS {name}" if name in shown else f"o.{name}" for name in RESULT)
    aside = {
        "standing": "CASE WHEN b.other = 'future' THEN 'not yet' WHEN b.other IS NOT NULL THEN 'needs a person' END",
        "reason": "b.other",
        "left_to": "h.why",
        "outstanding": "b.amount",
        "never": "CAST(0 AS BIGINT)",
        "kept": "0",
    } | {name: f"b.{name}" for name in ("n", "dn", "g", "due")}
    words = ("reason", "next_state", "next_why", "carried_by")
    joins = f"""LEFT JOIN (
    SELECT h.n, max(h.stops) AS stops FROM hold h WHERE h.s <= {today} AND h.e > {today} AND h.e < {OPEN} GROUP BY h.n
) k ON k.n = o.n"""
    joins += "\nLEFT JOIN joined j ON j.n = o.n" if _per_debtor(climb, able) else ""
    wide = RESULT[RESULT.index("outstanding") : RESULT.index("costs_from")]
    nothing = dict.fromkeys((*wide, "never"), "CAST(0 AS BIGINT)")
    nothing |= {name: f"o.{name}" for name in ("n", "dn", "g", "standing", "due")}
    nothing |= {"left_to": "h.why", "kept": "0", "costs_from": "CASE WHEN o.has_costs = 1 THEN o.costs_from END"}
    ended = nothing | {name: f"o.{name}" for name in wide} | {"outstanding": "o.p"}
    rest, settled, closed = (
        ", ".join(
            f"{of.get(name) or null('VARCHAR' if name in words else 'BIGINT' if name in wide else 'INTEGER')} AS {name}"
            for name in RESULT
        )
        for of in (aside, nothing, ended)
    )
    numbers = ", ".join(map(str, sorted(able))) or "-1"
    return f"""
SELECT {listed}
FROM standing o LEFT JOIN (
    SELECT v.n, {climbed}
    FROM (
        SELECT x.*, {day} AS later, {follows}, CASE WHEN x.taken = 0 THEN CASE WHEN x.state <> 'N' THEN 1 ELSE 0 END
                                                  WHEN f.state <> 'N' THEN 2 ELSE 0 END AS coming
        FROM (
            SELECT h.*, CASE WHEN h.state = 'P' AND h.day = {today} THEN 1 ELSE 0 END AS taken FROM chosen h
        ) x LEFT JOIN following f ON f.n = x.n {join}
    ) v
    LEFT JOIN sending z ON v.taken = 1 AND z.ls = v.lc * 64 + v.c
    LEFT JOIN letter y ON y.lid = z.lid AND y.sent = {today}
) c ON c.n = o.n
LEFT JOIN hard h ON h.dn = o.dn {joins}
WHERE o.standing = 'open'
UNION ALL
SELECT {closed}
FROM standing o LEFT JOIN hard h ON h.dn = o.dn WHERE o.standing <> 'open'
UNION ALL
SELECT {settled}
FROM settled o LEFT JOIN hard h ON h.dn = o.dn
UNION ALL
SELECT {rest}
FROM base b LEFT JOIN hard h ON h.dn = b.dn
WHERE b.other IS NOT NULL OR b.g NOT IN ({numbers}) OR b.kn IS NULL"""


def _together(climb: Climb, rules: Rules, together: list[int]) -> Iterator[str]:
    """The debtors whose invoices share a letter so that the step or the costs of one depend on another.

    That is so where several take a step that sends today and not all the same, or one below the debtor's level; where
    costs that the law adds up hang on letters of one day; and where the threshold of contacts counts all invoices.
    """
    policy, today = climb.policy, climb.as_of.toordinal()
    why = "'several invoices, letters per debtor' AS why"
    numbers = ", ".join(map(str, together))
    reach = [at for at in together if policy.groups[at].terms.contact_from is not None]
    if reach:
        yield f"""SELECT r.dn, {why} FROM line r WHERE r.g IN ({", ".join(map(str, reach))})
    GROUP BY r.dn, r.g HAVING count(*) > 1"""
    added = ", ".join(
        str(rid) for rid, found in enumerate(rules.distinct) if found.costs is not None and found.costs.aggregate
    )
    adds = f"r.rid IN ({added})" if added else "false"
    yield f"""SELECT r.dn, {why} FROM (
        SELECT c.dn, c.g, c.c, o.most, CASE WHEN x.costs_from IS NOT NULL AND {adds} THEN 1 ELSE 0 END AS adds
        FROM chosen c JOIN line r ON r.n = c.n JOIN plan pl ON pl.gs = c.g * 64 + c.c
        JOIN (
            SELECT l.dn, l.g, max(coalesce(s.level, -1)) AS most FROM line l LEFT JOIN state s ON s.n = l.n
            WHERE l.g IN ({numbers}) GROUP BY l.dn, l.g
        ) o ON o.dn = c.dn AND o.g = c.g
        LEFT JOIN sending z ON z.ls = c.lc * 64 + c.c LEFT JOIN letter x ON x.lid = z.lid AND x.sent = {today}
        WHERE c.g IN ({numbers}) AND c.state = 'P' AND c.day = {today} AND pl.sends = 1
    ) r GROUP BY r.dn, r.g HAVING count(*) > 1 AND (min(r.c) < max(r.c) OR max(r.adds) = 1) OR max(r.most) > min(r.c)"""
    if added:
        yield f"""SELECT r.dn, {why} FROM deed d JOIN line r ON r.n = d.n
    WHERE r.g IN ({numbers}) AND {adds} AND d.costs_from IS NOT NULL
    GROUP BY r.dn, r.g, d.date HAVING count(DISTINCT r.n) > 1"""


def _hard(
    climb: Climb, rules: Rules, able: frozenset[int], horizon: tuple[int, int], passes: int, unsure: list[str]
) -> str:
    """The debtors that only the reference can judge, each with a reason; *unsure* are more of them."""
    policy, moves, today = climb.policy, climb.moves, climb.as_of.toordinal()
    first, last = horizon
    found = list(unsure)

    def add(why: str, of: str) -> None:
        found.append(f"SELECT r.dn, {why if why.startswith('CASE') else literal(why)} AS why FROM {of}")

    listed = ", ".join(map(str, sorted(able))) or "-1"
    add("group not in tables", f"base r WHERE r.other IS NULL AND r.g NOT IN ({listed})")
    add("a date beyond the tables", "base r WHERE r.outside")
    add("a date beyond the tables", f"ev r WHERE r.date < {first} OR r.date > {last} OR r.until > {last}")
    add("an unknown kind of debtor", "base r WHERE r.kn IS NULL")
    together = _per_debtor(climb, able)
    if together:
        found.extend(_together(climb, rules, together))
    found.append("SELECT l.dn, l.why FROM line l WHERE l.why IS NOT NULL")
    told = " ".join(f"WHEN {number(kind)} THEN {literal(kind)}" for kind in TOLD)
    add(f"CASE r.what {told} END", f"event r WHERE r.what IN ({', '.join(str(number(kind)) for kind in TOLD)})")
    loose = " ".join(f"WHEN {literal(kind)} THEN {literal(f'{kind} without an invoice')}" for kind in _LOOSE)
    add(f"CASE r.kind {loose} END",
        f"ev r WHERE r.n IS NULL AND r.date <= {today} AND r.kind IN ({', '.join(map(literal, _LOOSE))})")  # fmt: skip
    found.append(f"""SELECT r.dn, CASE r.kind WHEN 'payment' THEN 'payment without an invoice'
                ELSE 'credit note without an invoice' END AS why
    FROM (
        SELECT e.dn, e.kind FROM ev e WHERE e.n IS NULL AND e.date <= {today} AND e.kind IN ('payment', 'credit note')
        GROUP BY e.dn, e.kind
    ) r JOIN base b ON b.dn = r.dn WHERE b.other IS NULL OR b.other = 'currency'
    GROUP BY r.dn, r.kind HAVING count(*) > 1""")
    add("a hold again under a hold that ends", "hold r WHERE r.unclear = 1")
    add("a day beyond the tables", f"""hold r {moves.at(moves.on_or_after(), "r.e", "m")}
    WHERE r.lost = 1 OR r.e < {OPEN} AND m.o IS NULL""")  # fmt: skip
    for runs, table in (("w_runs", "waiting"), ("t_runs", "standstill")):
        add("many holds", f"{table} t JOIN line r ON r.n = t.n WHERE t.{runs} > {RUNS}")
    if any(hold.interest_stops for group in policy.groups for hold in group.holds):
        add(
            "pauses of interest that overlap",
            """(
        SELECT h.dn, h.s, h.e, max(h.e) OVER (PARTITION BY h.n ORDER BY h.s, h.e
               ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
        FROM hold h WHERE h.pauses = 1
    ) r WHERE r.s < r.before OR r.s = r.e""",
        )
        add(
            "money on the day that interest pauses",
            """hold r JOIN payment y ON y.n = r.n
    WHERE r.pauses = 1 AND (y.date = r.s OR y.date = r.e)""",
        )
    add("many movements", f"tick t JOIN line r ON r.n = t.n WHERE t.ticks > {passes}")
    for steps in ("chosen", "following"):
        add("a day that only the reference tells", f"{steps} r WHERE r.state = 'L'")
    add("more interest paid than owed", "standing r WHERE r.interest < 0 OR r.costs < 0")
    union = "\n    UNION ALL ".join(found)
    return f"SELECT u.dn, min(u.why) AS why FROM (\n    {union}\n) u GROUP BY u.dn"
