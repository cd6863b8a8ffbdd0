"""One question, three engines: every column of the answers of tables and of plain Python beside the reference's."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence

import attrs
import duckdb

from dunlang.model.case import Case
from dunlang.portfolio.fast.load import load_cases
from dunlang.portfolio.fast.results import from_result
from dunlang.portfolio.fast.run import Outcome, evaluate
from dunlang.portfolio.gathering import kept_by
from dunlang.portfolio.small import Judge
from dunlang.portfolio.tabled.answer import Answer, from_schedule
from dunlang.schedule import Engine

__all__ = ["Compared", "compare"]


@attrs.frozen
class Compared:
    """How many invoices the tables judged, and plain Python, and the differences to the reference in words."""

    invoices: int
    differences: tuple[str, ...]
    outcome: Outcome
    small: int
    small_left: Counter[str]
    """The debtors that plain Python leaves to the reference, by reason."""


def compare(engine: Engine, cases: Sequence[Case], as_of: dt.date) -> Compared:
    """Judge *cases* three times; invoices that a person must look at have an answer from the reference alone."""
    with duckdb.connect() as con:
        load_cases(con, engine.policy, cases)
        outcome = evaluate(con, engine, as_of)
        fast = from_result(con)
        kept = {row[0] for row in con.execute("SELECT n FROM result WHERE kept = 1").fetchall()}
        hard = {row[0] for row in con.execute("SELECT dn FROM result WHERE left_to IS NOT NULL").fetchall()}
    judge = Judge(engine, as_of)
    small_left: Counter[str] = Counter()
    found: list[str] = []
    number = judged = small = 0
    for place, case in enumerate(cases):
        schedule = engine.schedule(case, as_of=as_of)
        plain = judge.answers(case)
        if isinstance(plain, str):
            small_left[plain] += 1
        for at, invoice in enumerate(case.invoices):
            reference = schedule.invoice(invoice.id)
            assert reference is not None
            wanted = None
            if reference.standing not in ("needs a person", "not yet"):
                wanted = from_schedule(reference, as_of)
            if place in hard:
                assert number not in fast
            else:
                judged += wanted is not None
                found += _differences(f"{invoice.id} in tables", wanted, fast.get(number))
                if (number in kept) != bool(wanted is not None and kept_by(reference, as_of)):
                    found.append(f"{invoice.id} in tables: that a hold keeps it from the run is {number in kept}")
            if not isinstance(plain, str):
                small += wanted is not None
                found += _differences(f"{invoice.id} in plain Python", wanted, plain[at])
            number += 1
    return Compared(judged, tuple(found), outcome, small, small_left)


def _differences(where: str, wanted: Answer | None, found: Answer | None) -> list[str]:
    if found is None or wanted is None:
        return [] if found is wanted else [f"{where}: the answer is {found}, the reference has {wanted}"]
    return [
        f"{where}: {name} is {mine}, the reference has {right}"
        for name, mine, right in zip(Answer._fields, found, wanted, strict=True)
        if mine != right
    ]
