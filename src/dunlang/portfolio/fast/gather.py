"""A judged ledger as a simulation: the tables find the debtors with something to list, and count all others.

Those that are listed are judged once more by the reference, which says why in words and looks ahead; so what a run
shows is the same, whichever engine found it.
"""

# ruff: noqa: S608 - the statement is written from a policy; words of users are literals with their quotes doubled

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from dunlang.model.policy import StopSupply
from dunlang.portfolio.ageing import age_of
from dunlang.portfolio.fast.rest import cases_of
from dunlang.portfolio.fast.words import literal
from dunlang.schedule.holds import OPENS

if TYPE_CHECKING:
    from collections.abc import Callable

    from dunlang.model.policy import Policy
    from dunlang.portfolio.gathering import Gathering

__all__ = ["gather"]

_PART = 2_000
_TOLD = 200


def gather(con: Any, gathering: Gathering, each: Callable[[int, int], None] | None = None) -> int:
    """Take what ``result`` says of the connection's ledger into *gathering*; return how many debtors are listed.

    *each* is told from time to time how many of those are done, and of how many.
    """
    policy, today = gathering.engine.policy, gathering.date.toordinal()
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE told AS SELECT DISTINCT t.dn FROM ({_listed(policy, today, gathering.until)}) t"
    )
    _count(con, gathering)
    debtors = [row[0] for row in con.execute("SELECT dn FROM told ORDER BY dn").fetchall()]
    for at in range(0, len(debtors), _PART):
        for place, (_, _, case) in enumerate(cases_of(con, policy, debtors[at : at + _PART])):
            gathering.take(gathering.engine.schedule(case, as_of=gathering.date, until=gathering.until))
            if each is not None and place % _TOLD == 0:
                each(at + place, len(debtors))
    con.execute("DROP TABLE told")
    return len(debtors)


def _listed(policy: Policy, today: int, until: dt.date) -> str:
    """The debtors that may have something to list; rather one too many, for the reference sorts it out.

    Besides what ``result`` says: a hold on something open, whose end may be known, and a supply that was stopped.
    """
    stops = any(
        isinstance(action, StopSupply) for group in policy.groups for step in group.steps for action in step.actions
    )
    supply = ("supply stopped", *(("step done", "handed over") if stops else ()))
    return f"""
    SELECT r.dn FROM result r
    WHERE r.left_to IS NOT NULL OR r.standing IN ('needs a person', 'not yet') OR r.step IS NOT NULL
          OR r.next_state IN ('H', 'B') OR r.never > 0 OR r.next_on <= {until.toordinal()}
    UNION ALL
    SELECT r.dn FROM result r JOIN ev e ON e.dn = r.dn
    WHERE r.standing = 'open' AND e.date <= {today} AND e.kind IN ({", ".join(map(literal, OPENS))})
    UNION ALL
    SELECT e.dn FROM ev e WHERE e.date <= {today} AND e.kind IN ({", ".join(map(literal, supply))})"""


def _count(con: Any, gathering: Gathering) -> None:
    """Count the invoices of the debtors that are not listed: all are on their way, in the policy's currency."""
    policy = gathering.engine.policy
    currency = policy.currency
    for standing, count, invoiced, open_, to_costs, to_interest, discounts in con.execute("""
        SELECT r.standing, count(*), sum(i.amount), sum(r.outstanding), sum(r.to_costs), sum(r.to_interest),
               sum(r.discount)
        FROM result r JOIN inv i ON i.n = r.n LEFT JOIN told t ON t.dn = r.dn
        WHERE t.dn IS NULL GROUP BY r.standing""").fetchall():
        gathering.stand(currency, standing, count, int(open_))
        gathering.settle(
            currency,
            invoices=count,
            invoiced=int(invoiced),
            outstanding=int(open_),
            to_costs=int(to_costs),
            to_interest=int(to_interest),
            to_principal=int(invoiced - open_ - discounts),
            discounts=int(discounts),
        )
    for g, due, count, open_ in con.execute("""
        SELECT r.g, r.due, count(*), sum(r.outstanding) FROM result r LEFT JOIN told t ON t.dn = r.dn
        WHERE t.dn IS NULL AND r.outstanding > 0 AND r.standing <> 'sold' GROUP BY r.g, r.due""").fetchall():
        day = dt.date.fromordinal(due) if due is not None else None
        gathering.age(currency, policy.groups[g].name, age_of(day, gathering.date), count, int(open_))
    received = con.execute(
        """
        SELECT sum(e.amount) FROM ev e JOIN (SELECT DISTINCT r.dn FROM result r) d ON d.dn = e.dn
        LEFT JOIN told t ON t.dn = e.dn
        WHERE t.dn IS NULL AND e.kind IN ('payment', 'credit note') AND e.date <= ?""",
        [gathering.date.toordinal()],
    ).fetchall()[0][0]
    if received:
        gathering.receive(currency, int(received))
