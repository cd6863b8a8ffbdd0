"""One question to two engines: the script of ``export sql`` run in a dialect, beside the tables on DuckDB."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import attrs
import duckdb

from dunlang.model.case import Case
from dunlang.portfolio.fast.compile import compile_program
from dunlang.portfolio.fast.load import load_cases
from dunlang.portfolio.fast.program import Program
from dunlang.portfolio.fast.results import from_result
from dunlang.portfolio.fast.run import evaluate, fill_tables, span
from dunlang.portfolio.fast.warehouse import export_sql
from dunlang.portfolio.tabled.answer import Answer, Coming
from dunlang.schedule import Engine
from tests.portfolio.dialects.engines import Box
from tests.portfolio.dialects.ledger import possible, typed_rows

__all__ = ["Found", "differences"]

_PASSES = 5
#: So far both look ahead.
_AHEAD = dt.timedelta(days=45)


@attrs.frozen(kw_only=True)
class Found:
    """What an engine says of a ledger: answers and what is left to the reference, by invoice, and the worklist."""

    answers: dict[str, Answer]
    left: dict[str, str]
    coming: dict[str, list[tuple[object, ...]]]
    worklist: Sequence[tuple[object, ...]] = ()


def differences(box: Box, engine: Engine, cases: Sequence[Case], day: dt.date) -> tuple[int, list[str]]:
    """How many invoices were judged in tables, and where *box* and DuckDB differ."""
    cases = [possible(case) for case in cases]
    wanted, program, horizon = _on_duckdb(engine, cases, day)
    found = _in_words(box, engine, cases, day, program, horizon)
    said = [
        f"{invoice}: {found.answers.get(invoice)} ({found.left.get(invoice)}), DuckDB has {answer}"
        for invoice, answer in wanted.answers.items()
        if found.answers.get(invoice) != answer
    ]
    said += [f"{invoice}: answered, not so by DuckDB" for invoice in found.answers if invoice not in wanted.answers]
    if found.left != wanted.left:
        odd = {k: (found.left.get(k), wanted.left.get(k)) for k in {*found.left, *wanted.left}}
        said.append(f"left to the reference: {[(k, *v) for k, v in sorted(odd.items()) if v[0] != v[1]][:3]}")
    said += [
        f"{invoice}: {found.coming.get(invoice)} will come, DuckDB has {wanted.coming.get(invoice)}"
        for invoice in sorted({*found.coming, *wanted.coming})
        if found.coming.get(invoice) != wanted.coming.get(invoice)
    ]
    due = sum(answer.step is not None for answer in wanted.answers.values())
    if sum(row[0] == "worklist" for row in found.worklist) != due:
        said.append(f"the worklist has not {due} rows: {found.worklist[:2]}")
    return len(wanted.answers), said


def _on_duckdb(engine: Engine, cases: Sequence[Case], day: dt.date) -> tuple[Found, Program, tuple[dt.date, dt.date]]:
    with duckdb.connect() as con:
        load_cases(con, engine.policy, cases)
        horizon = span(con, day)
        program = compile_program(engine, day, horizon, passes=_PASSES, until=day + _AHEAD)
        fill_tables(con, program)
        evaluate(con, engine, day, program)
        ids = dict(con.execute("SELECT n, id FROM inv").fetchall())
        answers = {ids[n]: answer for n, answer in from_result(con).items()}
        left = dict(con.execute("SELECT n, left_to FROM result WHERE left_to IS NOT NULL").fetchall())
        coming = _coming(con, ids)
    return Found(answers=answers, left={ids[n]: why for n, why in left.items()}, coming=coming), program, horizon


def _coming(con: Any, ids: dict[int, str]) -> dict[str, list[tuple[object, ...]]]:
    """The forecast of the invoices that tables judge, by invoice, in the order of days."""
    columns = ", ".join(f"f.{name}" for name in Coming._fields)
    found: dict[str, list[tuple[object, ...]]] = {}
    for n, *row in con.execute(
        f"SELECT f.n, {columns} FROM forecast f JOIN result r ON r.n = f.n WHERE r.left_to IS NULL ORDER BY f.n, f.day"
    ).fetchall():
        found.setdefault(ids[n], []).append(tuple(row))
    return found


def _in_words(
    box: Box, engine: Engine, cases: Sequence[Case], day: dt.date, program: Program, horizon: tuple[dt.date, dt.date]
) -> Found:
    box.load(engine.policy, typed_rows(engine.policy, cases))
    try:
        *before, last = "".join(export_sql(engine, program, day, horizon, box.dialect, until=day + _AHEAD)).split(
            ";\n"
        )[:-1]
        for statement in before:
            box.execute(statement)
        worklist = box.execute(last).fetchall()
        ids = dict(box.execute("SELECT n, id FROM inv").fetchall())
        answers = {ids[n]: answer for n, answer in from_result(box).items()}
        left = box.execute("SELECT n, left_to FROM result WHERE left_to IS NOT NULL").fetchall()
        coming = _coming(box, ids)
    finally:
        box.clear()
    return Found(answers=answers, left={ids[n]: why for n, why in left}, coming=coming, worklist=worklist)
