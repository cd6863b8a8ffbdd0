"""A ledger on a day: today's worklist, what is held or blocked and why, what needs a person, and the forecast.

Every invoice is counted in exactly one standing, and the sums are held against the ledger (see :mod:`.simulation`).
All lists are in a stable order: by the policy's groups, then its steps, then debtor and invoice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dunlang.portfolio.gathering import Gathering

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from dunlang.portfolio.ledger import Ledger
    from dunlang.portfolio.simulation import Simulation
    from dunlang.schedule import Engine

__all__ = ["simulate"]


def simulate(
    engine: Engine,
    ledger: Ledger,
    *,
    date: dt.date,
    until: dt.date | None = None,
    reference: bool = False,
    each: Callable[[int], None] | None = None,
) -> Simulation:
    """Run the policy of *engine* over *ledger* as known on *date*, looking ahead to *until*.

    Whole numbers find who has something to list, and the reference tells of these; with *reference* it judges all,
    to the same result. *each* is told after each case how many are done.
    """
    gathering = Gathering(engine, date, max(until or date, date))
    if not reference:
        from dunlang.portfolio.small.gather import gather

        gather(gathering, ledger.cases, each)
        return gathering.simulation()
    for number, case in enumerate(ledger.cases, 1):
        gathering.take(engine.schedule(case, as_of=date, until=gathering.until))
        if each is not None:
            each(number)
    return gathering.simulation()
