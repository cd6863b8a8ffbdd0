"""One question, two engines: every column of the tables' answer beside the reference's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import attrs
import duckdb

from dunlang.model.case import Case
from dunlang.portfolio.fast.answer import Answer, from_result, from_schedule
from dunlang.portfolio.fast.load import load_cases
from dunlang.portfolio.fast.run import Outcome, evaluate
from dunlang.schedule import Engine

__all__ = ["Compared", "compare"]


@attrs.frozen
class Compared:
    """How many invoices both engines judged, and the differences in words."""

    invoices: int
    differences: tuple[str, ...]
    outcome: Outcome


def compare(engine: Engine, cases: Sequence[Case], as_of: dt.date) -> Compared:
    """Judge *cases* twice; invoices that a person must look at have no answer from the tables."""
    with duckdb.connect() as con:
        load_cases(con, engine.policy, cases)
        outcome = evaluate(con, engine, as_of)
        fast = from_result(con)
        hard = {row[0] for row in con.execute("SELECT dn FROM result WHERE left_to IS NOT NULL").fetchall()}
    found: list[str] = []
    number = judged = 0
    for place, case in enumerate(cases):
        schedule = engine.schedule(case, as_of=as_of)
        for invoice in case.invoices:
            reference = schedule.invoice(invoice.id)
            assert reference is not None
            if place in hard or reference.standing in ("needs a person", "not yet"):
                assert number not in fast
            else:
                judged += 1
                found += _differences(invoice.id, from_schedule(reference, as_of), fast.get(number))
            number += 1
    return Compared(judged, tuple(found), outcome)


def _differences(invoice: str, wanted: Answer, found: Answer | None) -> list[str]:
    if found is None:
        return [f"{invoice}: no answer, the reference has {wanted}"]
    return [
        f"{invoice}: {field.name} is {getattr(found, field.name)}, the reference has {getattr(wanted, field.name)}"
        for field in attrs.fields(Answer)
        if getattr(found, field.name) != getattr(wanted, field.name)
    ]
