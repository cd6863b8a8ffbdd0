"""A judged ledger as a simulation: the tables find the invoices with something to list, and count all others.

Those that are listed are judged once more by the reference, which says why in words and looks ahead; so what a run
shows is the same, whichever engine found it. The invoices of a debtor are taken one by one where what happens to one
changes nothing for the others.
"""

# ruff: noqa: S608 - the statement is written from a policy; words of users are literals with their quotes doubled

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dunlang.model.condition import fields
from dunlang.model.policy import StopSupply
from dunlang.portfolio.fast.load import fill
from dunlang.portfolio.fast.rest import cases_of
from dunlang.portfolio.fast.words import literal
from dunlang.portfolio.gathering import SHARED, part_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from dunlang.model.policy import Policy
    from dunlang.portfolio.gathering import Gathering

__all__ = ["gather"]

_PART = 2_000
_TOLD = 200


def gather(con: Any, gathering: Gathering, each: Callable[[int, int], None] | None = None) -> int:
    """Take what ``result`` says of the connection's ledger into *gathering*; return how many invoices are listed.

    *each* is told from time to time how many debtors of these are done, and of how many.
    """
    engine, date, until = gathering.engine, gathering.date, gathering.until
    _find(con, gathering)
    _count(con, gathering)
    debtors = [row[0] for row in con.execute("SELECT DISTINCT dn FROM shown ORDER BY dn").fetchall()]
    listed = 0
    for at in range(0, len(debtors), _PART):
        lot = debtors[at : at + _PART]
        shown = {row[0] for row in con.execute(
            "SELECT n FROM shown WHERE dn BETWEEN ? AND ?", [lot[0], lot[-1]]).fetchall()}  # fmt: skip
        for place, (_, numbers, case) in enumerate(cases_of(con, engine.policy, lot)):
            wanted = {i.id for number, i in zip(numbers, case.invoices, strict=True) if number in shown}
            part = case if len(wanted) == len(case.invoices) else part_of(case, wanted)
            gathering.take(engine.schedule(part, as_of=date, until=until))
            listed += len(wanted)
            if each is not None and place % _TOLD == 0:
                each(at + place, len(debtors))
    con.execute("DROP TABLE shown")
    return listed


def _find(con: Any, gathering: Gathering) -> None:
    """Make ``shown``: the invoices (n, dn) that may have something to list; rather one too many.

    Besides what ``result`` says: a step that was left out and that counts from another; a supply that was stopped.
    ``whole``: all invoices of a debtor, or none.
    """
    engine, today = gathering.engine, gathering.date.toordinal()
    policy = engine.policy
    counting = [
        (at, index)
        for at, group in enumerate(policy.groups)
        for index, step in enumerate(group.steps)
        if step.timing.anchor.kind == "step"
    ]
    fill(con, "counting", "g INTEGER, step INTEGER", counting)
    known = f"e.date <= {today}"
    con.execute(f"""
        CREATE OR REPLACE TEMP TABLE does AS
        SELECT r.n, s.step FROM result r JOIN ev e ON e.n = r.n JOIN stepname s ON s.g = r.g AND s.name = e.step
        WHERE r.standing = 'open' AND {known} AND e.kind = 'step done' AND r.g IN (SELECT g FROM counting);
        CREATE OR REPLACE TEMP TABLE found AS
        SELECT DISTINCT f.n, f.dn FROM (
            SELECT r.n, r.dn FROM result r
            WHERE r.standing IN ('needs a person', 'not yet') OR r.step IS NOT NULL OR r.next_state IN ('H', 'B')
                  OR r.never > 0 OR r.kept = 1 OR r.next_on <= {gathering.until.toordinal()}
            UNION ALL
            SELECT r.n, r.dn FROM result r JOIN counting c ON c.g = r.g JOIN does d ON d.n = r.n AND d.step > c.step
            WHERE NOT EXISTS (SELECT 1 FROM does o WHERE o.n = r.n AND o.step = c.step)
        ) f""")
    together = "" if _apart(gathering) else "UNION ALL SELECT f.dn FROM found f"
    supply = f"e.kind = 'supply stopped'{_stopping(policy)}"
    con.execute(f"""
        CREATE OR REPLACE TEMP TABLE whole AS
        SELECT DISTINCT w.dn FROM (
            SELECT r.dn FROM result r WHERE r.left_to IS NOT NULL
            UNION ALL SELECT e.dn FROM ev e WHERE {known} AND ({supply})
            UNION ALL SELECT f.dn FROM found f JOIN ev e ON e.dn = f.dn
            WHERE e.n IS NULL AND e.kind IN ({", ".join(map(literal, SHARED))}) {together}
        ) w;
        CREATE OR REPLACE TEMP TABLE shown AS
        SELECT r.n, r.dn FROM result r JOIN whole w ON w.dn = r.dn
        UNION SELECT f.n, f.dn FROM found f;
        DROP TABLE does; DROP TABLE found; DROP TABLE whole; DROP TABLE counting""")


def _apart(gathering: Gathering) -> bool:
    """Whether the policy lets what happens to one invoice of a debtor change nothing for the others."""
    engine = gathering.engine
    conditions = [group.condition for group in engine.policy.groups]
    conditions += [step.condition for group in engine.policy.groups for step in group.steps]
    return engine.apart and all("exposure" not in fields(found) for found in conditions if found is not None)


def _stopping(policy: Policy) -> str:
    """The events by which a step stops supply, whatever its name in another group."""
    stops = any(
        isinstance(action, StopSupply) for group in policy.groups for step in group.steps for action in step.actions
    )
    return " OR e.kind IN ('step done', 'handed over')" if stops else ""


def _count(con: Any, gathering: Gathering) -> None:
    """Count the invoices that are not listed: all are on their way, in the policy's currency."""
    others = "NOT EXISTS (SELECT 1 FROM shown s WHERE s.n = r.n)"
    for standing, count, invoiced, open_, to_costs, to_interest, discounts in con.execute(f"""
        SELECT r.standing, count(*), sum(i.amount), sum(r.outstanding), sum(r.to_costs), sum(r.to_interest),
               sum(r.discount)
        FROM result r JOIN inv i ON i.n = r.n WHERE {others} GROUP BY r.standing""").fetchall():
        gathering.count(
            standing,
            count,
            invoiced=int(invoiced),
            outstanding=int(open_),
            to_costs=int(to_costs),
            to_interest=int(to_interest),
            discounts=int(discounts),
        )
    for g, due, count, open_ in con.execute(f"""
        SELECT r.g, r.due, count(*), sum(r.outstanding) FROM result r
        WHERE {others} AND r.outstanding > 0 AND r.standing <> 'sold' GROUP BY r.g, r.due""").fetchall():
        gathering.grow_old(g, due, count, int(open_))
    received = con.execute(f"""
        SELECT sum(e.amount) FROM ev e
        WHERE e.kind IN ('payment', 'credit note') AND e.date <= {gathering.date.toordinal()}
              AND (e.n IN (SELECT r.n FROM result r WHERE {others})
                   OR e.n IS NULL AND e.dn IN (SELECT r.dn FROM result r WHERE {others}
                                               AND r.dn NOT IN (SELECT s.dn FROM shown s)))""").fetchall()[0][0]
    if received:
        gathering.receive(gathering.engine.policy.currency, int(received))
