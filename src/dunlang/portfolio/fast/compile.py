"""From a policy to a program: once for each policy, law, day and horizon; no ledger is needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dunlang.dates import Offset
from dunlang.portfolio.fast.ahead import Ahead
from dunlang.portfolio.fast.climb import Climb
from dunlang.portfolio.fast.events import event_selects, hold_selects, slots
from dunlang.portfolio.fast.lines import line_selects
from dunlang.portfolio.fast.money import money_selects
from dunlang.portfolio.fast.plan import Conditions, looks_back, plan_rows, stage_count
from dunlang.portfolio.fast.portable import portable
from dunlang.portfolio.fast.program import Program, Table
from dunlang.portfolio.fast.verdict import verdict_selects
from dunlang.portfolio.fast.words import largest
from dunlang.portfolio.tabled.moves import Moves
from dunlang.portfolio.tabled.rules import Rules
from dunlang.portfolio.tabled.steps import hold_rows, step_rows

if TYPE_CHECKING:
    import datetime as dt

    from dunlang.schedule import Engine

__all__ = ["PASSES", "compile_program"]

#: More movements than this on one invoice, and the reference does its debtor.
PASSES = 12
#: Days around the horizon for which moves are tabled.
_MARGIN = 420
#: No amount above this is in tables, whatever the rates (minor units).
_MOST = 10**11


def compile_program(
    engine: Engine,
    as_of: dt.date,
    horizon: tuple[dt.date, dt.date],
    *,
    passes: int = PASSES,
    until: dt.date | None = None,
) -> Program:
    """The tables and selects that judge ledgers on *as_of*; with *until* they look ahead to that day.

    *horizon* are the first and the last day that a ledger may speak of; a debtor with a day outside is left to the
    reference, and so is one with an invoice that has more than *passes* movements of money. *until* is at most
    :data:`~.ahead.LONGEST` days ahead.
    """
    policy = engine.policy
    first, last = min(horizon[0], as_of).toordinal(), max(horizon[1], until or as_of).toordinal()
    today = as_of.toordinal()
    short = portable(policy)
    every = any(not found.group and not found.partly for found in short)
    left = {found.group for found in short if not found.partly}
    able = frozenset(at for at, group in enumerate(policy.groups) if not every and group.name not in left)
    moves = Moves(engine)
    rules = Rules(engine, able, first)
    conditions = Conditions.of(policy, able)
    points = slots(policy)
    remember = looks_back(policy, conditions)
    climb = Climb(
        policy=policy,
        moves=moves,
        conditions=conditions,
        points=points,
        as_of=as_of,
        count=stage_count(policy, able),
        remember=remember,
    )
    days = last - first + _MARGIN
    bounds = [largest(found.interest, days) for found in rules.distinct if found.interest is not None]
    span = (first, last)
    ahead = None
    if until is not None and until > as_of:
        ahead = Ahead(climb=climb, rules=rules, able=able, first=first, until=until)
    selects = (
        *line_selects(policy, moves, as_of, conditions.facts, horizon=span, able=able, bound=min([*bounds, _MOST])),
        *event_selects(policy, points, as_of),
        *hold_selects(moves),
        *money_selects(policy, rules, moves, as_of, span, passes, remember=remember, ahead=ahead is not None),
        *verdict_selects(climb, rules, able, span, passes, ahead),
    )
    plan = tuple(plan_rows(policy, moves, conditions))
    holds = tuple(hold_rows(policy, moves))
    if policy.gap_days:
        moves.plus(Offset(policy.gap_days, policy.gap_unit))
    tables = (
        _table("move", "k integer, d integer, o integer", moves.rows(first - _MARGIN, last + _MARGIN)),
        _table(
            "rule",
            "gk integer, since integer, until integer, rid integer, lc integer, free integer, waits integer, "
            "known integer, why varchar",
            rules.rows(),
        ),
        _table("sending", "ls integer, lid integer", rules.sending()),
        _table(
            "letter",
            "lid integer, sent integer, received integer, deadline integer, costs_from integer, demand integer",
            rules.letters(first, today if ahead is None else max(today, ahead.until.toordinal())),
        ),
        _table("holdterm", "g integer, cause varchar, cap integer, after integer, stops integer, pauses integer",
               holds),
        _table("stepname", "g integer, name varchar, step integer, contact integer, sends integer, hands integer",
               step_rows(policy)),
        _table(
            "plan",
            "gs integer, g integer, step integer, move integer, direction integer, anchor_kind integer, "
            "anchor_step integer, contact integer, below bigint, cond integer, sends integer, hands integer, "
            "every integer, times integer, bit bigint",
            plan,
        ),
    )  # fmt: skip
    return Program(tables=tables, selects=selects)


def _table(name: str, columns: str, rows: object) -> Table:
    parts = tuple((part.split()[0], part.split()[1]) for part in columns.split(", "))
    return Table(name=name, columns=parts, rows=tuple(rows))  # type: ignore[arg-type] # rows of such columns
