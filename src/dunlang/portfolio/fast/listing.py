"""The worklist as a table of a connection: who gets what today, who waits and why, who needs a person; and its sums."""

# ruff: noqa: S608 - the statement is written from a policy; words of users are literals with their quotes doubled

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from dunlang.money import CURRENCIES
from dunlang.portfolio.actions import channels, does, role
from dunlang.portfolio.fast.load import fill
from dunlang.portfolio.fast.words import literal
from dunlang.records import frozen

if TYPE_CHECKING:
    from dunlang.model.policy import Group, Step
    from dunlang.schedule import Engine

__all__ = ["COLUMNS", "LISTS", "Rows", "announcing", "carried_channel", "carried_what", "listing", "totals", "worklist"]

#: The columns of the worklist, in order.
COLUMNS = (
    "list", "date", "debtor", "name", "invoice", "due", "group", "step", "occurrence", "what", "channel", "by",
    "deadline", "currency", "outstanding", "interest", "costs", "costs_announced", "total", "why", "planned",
    "received", "costs_vat",
)  # fmt: skip


#: What is listed of an invoice, in numbers; *list* is a place in :data:`LISTS`.
_NUMBERS = (
    "n BIGINT, g INTEGER, list INTEGER, due INTEGER, step INTEGER, occurrence INTEGER, planned INTEGER, "
    "received INTEGER, deadline INTEGER, outstanding BIGINT, interest BIGINT, costs BIGINT, costs_vat BIGINT, "
    "announced BIGINT, total BIGINT, why VARCHAR, day INTEGER, carried_by VARCHAR"
)
#: The lists of a worklist, in order.
LISTS = ("worklist", "held", "blocked", "forecast", "needs a person")
#: The order of what is listed: no two rows are alike in all of it.
_ORDER = (
    "a.list, a.day NULLS LAST, a.g NULLS LAST, a.step NULLS LAST, a.debtor, a.dated, a.invoice, a.occurrence, a.why"
)


@frozen
class Rows:
    """The worklist as a statement: its cells by name, the tables that they are of, and the order."""

    cells: Mapping[str, str]
    tables: str
    order: str


def listing(con: Any, engine: Engine, *, ahead: bool = False) -> None:
    """Add the rows of ``result``, and with *ahead* of ``forecast``, to the table ``listed``, in no order."""
    most = max((len(group.steps) for group in engine.policy.groups), default=0)
    con.execute(f"CREATE OR REPLACE TEMP TABLE numbers ({_NUMBERS})")
    con.execute("""
        INSERT INTO numbers BY NAME
        SELECT n, g, 0 AS list, due, step, occurrence, planned, letter_received AS received,
               letter_deadline AS deadline, outstanding, interest, costs, costs_vat, announced, total, '' AS why,
               carried_by
        FROM result WHERE step IS NOT NULL""")
    con.execute("""
        INSERT INTO numbers BY NAME
        SELECT n, g, CASE next_state WHEN 'H' THEN 1 ELSE 2 END AS list, due, next_step AS step,
               next_occurrence AS occurrence, next_planned AS planned, outstanding, next_why AS why
        FROM result WHERE next_state IN ('H', 'B')""")
    con.execute("""
        INSERT INTO numbers BY NAME
        SELECT n, g, 1 AS list, due, next_step AS step, next_occurrence AS occurrence, next_planned AS planned,
               outstanding, 'held-until' AS why, next_on AS day
        FROM result WHERE kept = 1""")
    con.execute(f"""
        INSERT INTO numbers BY NAME
        SELECT r.n, r.g, 2 AS list, r.due, s.step::INTEGER AS step, 0 AS occurrence, r.outstanding,
               'anchor-not-done' AS why
        FROM (SELECT * FROM result WHERE standing = 'open' AND never > 0) r, range({most}) s(step)
        WHERE (r.never >> s.step) & 1 = 1""")
    con.execute("""
        INSERT INTO numbers BY NAME
        SELECT n, 4 AS list, outstanding, reason AS why FROM result WHERE standing = 'needs a person'""")
    if ahead:
        con.execute("""
            INSERT INTO numbers BY NAME
            SELECT f.n, f.g, 3 AS list, r.due, f.step, f.occurrence, f.planned, f.received, f.deadline, f.outstanding,
                   f.interest, f.costs, f.costs_vat, f.announced, f.total, '' AS why, f.day,
                   f.carried_by
            FROM forecast f JOIN result r USING (n)""")
    named = """
        SELECT l.*, d.id AS debtor, d.name, i.id AS invoice, i.currency, i.date AS dated
        FROM numbers l JOIN inv i USING (n) JOIN deb d ON d.dn = i.dn"""
    con.execute(f"CREATE TEMP TABLE IF NOT EXISTS listed AS {named} LIMIT 0")
    con.execute(f"INSERT INTO listed {named}")
    con.execute("DROP TABLE numbers")


def worklist(con: Any, engine: Engine, as_of: dt.date, until: dt.date | None = None) -> Rows:
    """All that was listed, in a stable order: list, day, group, step, debtor, invoice; the forecast goes to *until*.

    See :data:`COLUMNS`. Amounts are decimals in the policy's currency, on the day; costs are announced by letters that
    may announce them. A row of the list `blocked` has the code of its reason.
    """
    policy = engine.policy
    fill(
        con,
        "named",
        "g INTEGER, step INTEGER, group_name VARCHAR, step_name VARCHAR, what VARCHAR, channel VARCHAR, role VARCHAR, "
        "since INTEGER, before INTEGER, announces BOOLEAN",
        [
            (at, index, group.name, step.name, ", ".join(does(step)), " and ".join(channels(step)), role(step), *run)
            for at, group in enumerate(policy.groups)
            for index, step in enumerate(group.steps)
            for run in announcing(engine, group, step, as_of, until or as_of)
        ],
    )  # fmt: skip
    digits = CURRENCIES[policy.currency]
    own = f"CASE WHEN a.currency = {literal(policy.currency)} THEN a.outstanding END"
    shown = {"outstanding": own, "announced": "CASE WHEN s.announces THEN a.announced END"}
    cells = {
        "list": f"CASE a.list {' '.join(f'WHEN {at} THEN {literal(name)}' for at, name in enumerate(LISTS))} END",
        "date": f"CASE WHEN a.list = 0 THEN DATE '{as_of}' ELSE {_date('a.day')} END",
        "group": "s.group_name",
        "step": "s.step_name",
        "what": carried_what("a", "s"),
        "channel": carried_channel("a", "s"),
        "by": "s.role",
    }
    cells |= {name: f"a.{name}" for name in ("debtor", "name", "invoice", "occurrence", "currency", "why")}
    cells |= {name: _date(f"a.{name}") for name in ("due", "planned", "received", "deadline")}
    for name in ("outstanding", "interest", "costs", "costs_vat", "announced", "total"):
        shown_as = "costs_announced" if name == "announced" else name
        cells[shown_as] = _decimal(shown.get(name, f"a.{name}"), digits)
    # a letter announces by the law of its day: that of the run, but for what comes
    on = f"CASE WHEN a.list = {LISTS.index('forecast')} THEN a.day ELSE {as_of.toordinal()} END"
    return Rows(
        {name: cells[name] for name in COLUMNS},
        f"listed a LEFT JOIN named s ON s.g = a.g AND s.step = a.step AND {on} >= s.since AND {on} < s.before",
        _ORDER,
    )


def carried_what(row: str, step: str) -> str:
    """What is to be done about the *row* of a list: its *step*, unless the letter about another invoice carries it."""
    return f"coalesce('with the letter about ' || {row}.carried_by, {step}.what)"


def carried_channel(row: str, step: str) -> str:
    """By which way."""
    return f"CASE WHEN {row}.carried_by IS NOT NULL THEN 'carried' ELSE {step}.channel END"


def announcing(
    engine: Engine, group: Group, step: Step, first: dt.date, last: dt.date
) -> Iterator[tuple[int, int, bool]]:
    """Whether a step's letter announces costs, in runs of days on which it was alike: ``[since, before)``."""
    runs: list[tuple[int, int, bool]] = []
    for number in range(first.toordinal(), last.toordinal() + 1):
        day = dt.date.fromordinal(number)
        announces = step.send is not None and engine.letter(group, step.send, day, "").announces_costs
        if runs and runs[-1][2] == announces:
            runs[-1] = (runs[-1][0], number + 1, announces)
        else:
            runs.append((number, number + 1, announces))
    yield from runs


def totals(con: Any, engine: Engine) -> list[tuple[str, str, str, str, int, Decimal | None]]:
    """Counts and open principal by list, group, step and channel, in the order of the worklist."""
    policy = engine.policy
    found = []
    for place, g, step, carried, count, minor in con.execute(f"""
        SELECT list, g, step, carried_by IS NOT NULL AS carried, count(*),
               sum(CASE WHEN currency = {literal(policy.currency)} THEN outstanding END)
        FROM listed GROUP BY list, g, step, carried
        ORDER BY list, g NULLS LAST, step NULLS LAST, carried""").fetchall():
        group = policy.groups[g] if g is not None else None
        own = group.steps[step] if group is not None and step is not None else None
        found.append(
            (
                LISTS[place], group.name if group else "", own.name if own else "",
                "carried" if carried else " and ".join(channels(own)) if own else "", count,
                Decimal(int(minor)).scaleb(-CURRENCIES[policy.currency]) if minor is not None else None,
            )
        )  # fmt: skip
    return found


def _decimal(minor: str, digits: int) -> str:
    """Minor units as an exact decimal: DuckDB divides decimals as doubles, so they are multiplied."""
    if not digits:
        return f"({minor})::DECIMAL(18, 0)"
    unit = f"0.{1:0{digits}d}::DECIMAL({digits + 1}, {digits})"
    return f"(({minor})::DECIMAL(18, 0) * {unit})::DECIMAL(18, {digits})"


def _date(number: str) -> str:
    return f"(DATE '0001-01-01' + ({number} - 1)::INTEGER)"
