"""The program for people who keep their ledger in a warehouse: their tables in, the worklist out, as text to run there.

The statement reads three tables or views, ``invoices``, ``debtors`` and ``events`` (see :mod:`.typed`). A ledger with a
fault gives no worklist but rows of the list `fault`.
"""

# ruff: noqa: S608 - the statement is written from a policy; words of users are literals with their quotes doubled

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from dunlang.money import CURRENCIES
from dunlang.portfolio.actions import channels, does, role
from dunlang.portfolio.fast.dialects import VERIFIED, column_type, date_of, text_of, translated
from dunlang.portfolio.fast.listing import COLUMNS, announcing, carried_channel, carried_what
from dunlang.portfolio.fast.portable import portable
from dunlang.portfolio.fast.program import Select, Table, stored
from dunlang.portfolio.fast.typed import code_table, fault_selects, ledger_columns, ledger_selects
from dunlang.portfolio.fast.words import literal, null

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from dunlang.model.policy import Policy
    from dunlang.portfolio.fast.dialects import Dialect
    from dunlang.portfolio.fast.program import Program
    from dunlang.schedule import Engine

__all__ = ["WORKLIST", "export_sql", "named_table", "worklist_select"]

#: The columns of the worklist, in order. *left_to* says why a row is missing: only the reference can judge it.
WORKLIST = (*COLUMNS, "left_to")

_DAYS = ("due", "planned", "received", "deadline")
#: Rows of a table in one INSERT; Spark writes a file for each.
_BLOCK, _BLOCKS = 500, {"spark": 5_000}
_TEMPORARY = {"duckdb": "TEMPORARY", "postgres": "TEMPORARY", "bigquery": "TEMP", "snowflake": "TEMPORARY"}
_MAKES = dict.fromkeys(_TEMPORARY, "temporary tables, which end with the session") | {
    "spark": "tables in the current schema, so make an empty one for it (the ledger may be temporary views)",
    "bigquery": "temporary tables, which end with the script; the ledger is in the default dataset",
}


def named_table(engine: Engine, as_of: dt.date, until: dt.date | None = None) -> Table:
    """The table ``named``: the words of each step of each group, by the days on which its letter announces costs."""
    columns = "g integer, step integer, bit bigint, group_name varchar, step_name varchar, what varchar, "
    columns += "channel varchar, role varchar, since integer, before integer, announces integer"
    rows = tuple(
        (at, index, 2**index, group.name, step.name, ", ".join(does(step)), " and ".join(channels(step)), role(step),
         since, before, int(announces))
        for at, group in enumerate(engine.policy.groups)
        for index, step in enumerate(group.steps)
        for since, before, announces in announcing(engine, group, step, as_of, until or as_of)
    )  # fmt: skip
    parts = tuple((part.split()[0], part.split()[1]) for part in columns.split(", "))
    return Table(name="named", columns=parts, rows=rows)


def worklist_select(policy: Policy, as_of: dt.date, dialect: Dialect, *, faults: bool, ahead: bool = False) -> Select:
    """The select ``worklist`` over ``result`` and ``named``: the columns :data:`WORKLIST`, in the order of the list.

    With *faults*, a ledger that has any (:func:`~.typed.fault_selects`) gives these and nothing else. With *ahead* the
    rows of ``forecast`` are in it.
    """
    digits = CURRENCIES[policy.currency]
    unit = f"CAST('{10**-digits:.{digits}f}' AS DECIMAL({digits + 1}, {digits}))"
    own = literal(policy.currency)
    shown = {"outstanding": f"CASE WHEN i.currency = {own} THEN a.outstanding END", "costs_announced": "a.announced"}

    def money(name: str) -> str:
        # engines divide decimals each in a way of their own; the product of two decimals is exact in all of them
        minor = shown.get(name, f"a.{name}")
        return f"CAST(CAST({minor} AS DECIMAL(18, 0)) * {unit} AS DECIMAL(18, {digits}))" if digits else minor

    amounts = ("outstanding", "interest", "costs", "costs_vat", "costs_announced", "total")
    cells = {
        "list": "a.list", "date": date_of("a.day", dialect), "debtor": "d.id", "name": "d.name", "invoice": "i.id",
        "group": "s.group_name", "step": "s.step_name", "occurrence": "a.occurrence", "what": carried_what("a", "s"),
        "channel": carried_channel("a", "s"), "by": "s.role", **{day: date_of(f"a.{day}", dialect) for day in _DAYS},
        "currency": "i.currency", **{name: money(name) for name in amounts}, "why": "a.why", "left_to": "a.left_to",
    }  # fmt: skip
    columns = {name: cells[name] for name in WORKLIST}
    order = {"o_place": "a.place", "o_day": "coalesce(a.day, 10000000)",
             "o_group": "coalesce(a.g, 1000000)", "o_step": "coalesce(a.step, 1000000)",
             "o_date": "i.date"}  # fmt: skip
    listed = ", ".join(f'{sql} AS "{name}"' for name, sql in (columns | order).items())
    empty, word, whole = ", ".join([null("BIGINT")] * 5), null("VARCHAR"), null("INTEGER")
    none, nothing = ", ".join([whole] * 2), ", ".join([whole] * 6)
    today = as_of.toordinal()
    of_today = f"w.since <= {today} AND {today} < w.before"
    coming = f"""
        UNION ALL
        SELECT f.n, f.g, 'forecast', 3, f.day, r.due, f.step, f.occurrence, f.planned, f.received, f.deadline,
               f.outstanding, f.interest, f.costs, f.costs_vat, CASE WHEN w.announces = 1 THEN f.announced END,
               f.total, '', {word}, f.carried_by
        FROM forecast f JOIN result r ON r.n = f.n
        JOIN named w ON w.g = f.g AND w.step = f.step AND w.since <= f.day AND f.day < w.before
        WHERE r.left_to IS NULL"""
    rows = f"""
    SELECT {listed}
    FROM (
        SELECT r.n, r.g, 'worklist' AS list, 0 AS place, {today} AS day, r.due, r.step, r.occurrence, r.planned,
               r.letter_received AS received, r.letter_deadline AS deadline, r.outstanding, r.interest, r.costs,
               r.costs_vat, CASE WHEN w.announces = 1 THEN r.announced END AS announced, r.total, '' AS why,
               {word} AS left_to, r.carried_by
        FROM result r JOIN named w ON w.g = r.g AND w.step = r.step AND {of_today} WHERE r.left_to IS NULL
        UNION ALL
        SELECT r.n, r.g, CASE r.next_state WHEN 'H' THEN 'held' ELSE 'blocked' END,
               CASE r.next_state WHEN 'H' THEN 1 ELSE 2 END, {whole}, r.due, r.next_step, r.next_occurrence,
               r.next_planned, {none}, r.outstanding, {empty}, r.next_why, {word}, {word}
        FROM result r WHERE r.left_to IS NULL AND r.next_state IN ('H', 'B')
        UNION ALL
        SELECT r.n, r.g, 'held', 1, r.next_on, r.due, r.next_step, r.next_occurrence, r.next_planned, {none},
               r.outstanding, {empty}, 'held-until', {word}, {word}
        FROM result r WHERE r.left_to IS NULL AND r.kept = 1
        UNION ALL
        SELECT r.n, r.g, 'blocked', 2, {whole}, r.due, w.step, 0, {whole}, {none}, r.outstanding, {empty},
               'anchor-not-done', {word}, {word}
        FROM result r JOIN named w ON w.g = r.g AND (r.never // w.bit) % 2 = 1 AND {of_today}
        WHERE r.left_to IS NULL AND r.standing = 'open' AND r.never > 0{coming if ahead else ""}
        UNION ALL
        SELECT r.n, {whole}, 'needs a person', 4, {whole}, {nothing}, r.outstanding, {empty}, r.reason, {word}, {word}
        FROM result r WHERE r.left_to IS NULL AND r.standing = 'needs a person'
        UNION ALL
        SELECT r.n, r.g, 'left to the reference', 5, {whole}, {nothing}, {null("BIGINT")}, {empty}, '',
               r.left_to, {word}
        FROM result r WHERE r.left_to IS NOT NULL
    ) a
    JOIN inv i ON i.n = a.n JOIN deb d ON d.dn = i.dn LEFT JOIN named s ON s.g = a.g AND s.step = a.step
         AND s.since <= {today} AND {today} < s.before"""
    if faults:
        date, count = null("DATE"), null(f"DECIMAL(18, {digits})" if digits else "BIGINT")
        types = dict.fromkeys(columns, word) | dict.fromkeys(("date", *_DAYS), date) | dict.fromkeys(amounts, count)
        told = (
            "CAST(f.count_ AS VARCHAR) || ' ' || f.part || ' ' || f.what || coalesce('; the first is ' || f.first_, '')"
        )
        types |= {"list": "'fault'", "occurrence": whole, "why": told} | dict(dict.fromkeys(order, "0").items())
        rows += " WHERE NOT EXISTS (SELECT f.part FROM faults f)\n    UNION ALL\n    SELECT "
        rows += ", ".join(types.values()) + " FROM faults f"
    names = ", ".join(f'w."{name}"' for name in columns)
    debtor, invoice = (_binary(f"coalesce(w.{name}, '')", dialect) for name in ("debtor", "invoice"))
    by = f"w.o_place, w.o_day, w.o_group, w.o_step, {debtor}, w.o_date, {invoice}, coalesce(w.occurrence, 0)"
    return Select(name="worklist", sql=f"SELECT {names} FROM ({rows}\n) w\nORDER BY {by}")


def _binary(text: str, dialect: Dialect) -> str:
    """A text as what is sorted by its bytes, as all other engines do by themselves."""
    return f'{text} COLLATE "C"' if dialect == "postgres" else text


def export_sql(
    engine: Engine,
    program: Program,
    as_of: dt.date,
    horizon: tuple[dt.date, dt.date],
    dialect: Dialect,
    *,
    until: dt.date | None = None,
) -> Iterator[str]:
    """The text, in parts: what it is, the tables with their rows, and the statement.

    *program* must be compiled for *as_of*, *horizon* and *until*, the last day of the forecast. Needs sqlglot for all
    dialects but ``duckdb``.
    """
    policy = engine.policy
    yield _head(policy, as_of, horizon, dialect, until)
    for table in (*program.tables, named_table(engine, as_of, until), code_table()):
        yield from _table(table, dialect)
    *selects, result = program.selects
    last = worklist_select(policy, as_of, dialect, faults=True, ahead=until is not None)
    every = (*ledger_selects(policy, dialect), *fault_selects(), *selects, attrs.evolve(result, keep=True), last)
    *kept, _ = stored(every)
    for select in kept:
        yield from _kept(select.name, translated(select.sql, dialect), dialect)
    yield translated(last.sql, dialect).strip() + ";\n"


def _kept(name: str, sql: str, dialect: Dialect) -> Iterator[str]:
    """A select that is read more than once, stored under its name."""
    if dialect == "spark":
        # views would be planned anew at each mention, and each is mentioned by many
        yield f"DROP TABLE IF EXISTS {name};\nCREATE TABLE {name} USING parquet AS\n{sql.strip()};\n"
        return
    yield f"CREATE {_TEMPORARY[dialect]} TABLE {name} AS\n{sql.strip()};\n"
    if dialect == "postgres":
        yield f"ANALYZE {name};\n"  # without its size, Postgres plans nested loops over everything


def _head(
    policy: Policy, as_of: dt.date, horizon: tuple[dt.date, dt.date], dialect: Dialect, until: dt.date | None
) -> str:
    ahead = f" and what comes until {until} if nothing changes" if until is not None else ""
    lines = [
        f"{_line(policy.title)}: the worklist of {as_of}{ahead}, for {dialect}.",
        f"The tables hold the days from {horizon[0]} to {horizon[1]}; a debtor with others is left to the reference.",
        "",
        "Reads these tables or views; what you do not know is null, `seq` orders the events of one day:",
    ]
    for name, columns in ledger_columns(policy).items():
        lines.append(f"  {name} (")
        lines += [f"    {_line(column)} {column_type(kind, dialect)}" for column, kind in columns]
        lines.append("  )")
    lines += ["", f"Makes {_MAKES[dialect]}; the last statement is the worklist."]
    lines += [
        "Rows of the list `fault` say what is wrong with the ledger: there are no others then.",
        "Rows of the list `left to the reference` are judged by `dunlang simulate --engine reference`.",
    ]
    short = portable(policy)
    if short:
        lines += ["", "Left to the reference whatever the history:"]
    for found in short:
        where = f"group {_line(found.group)}: " if found.group else ""
        partly = " (debtors with several invoices)" if found.partly else ""
        lines.append(f"  {where}{_line(found.what)}{partly}: {_line(found.why)}")
    if dialect not in VERIFIED:
        lines += ["", f"UNVERIFIED: this text was never run on {dialect}; compare its answers before you rely on them."]
    return "".join(f"-- {line}".rstrip() + "\n" for line in lines) + "\n"


def _line(text: str) -> str:
    """A text that stays in one line of a comment, whatever it holds."""
    return " ".join(text.split())


def _table(table: Table, dialect: Dialect) -> Iterator[str]:
    rows = [f"({', '.join(_value(value, dialect) for value in row)})" for row in table.rows]
    columns = ", ".join(f"{name} {column_type(kind, dialect)}" for name, kind in table.columns)
    if dialect == "spark":
        yield f"DROP TABLE IF EXISTS {table.name};\nCREATE TABLE {table.name} ({columns}) USING parquet;\n"
    else:
        yield f"CREATE {_TEMPORARY[dialect]} TABLE {table.name} ({columns});\n"
    block = _BLOCKS.get(dialect, _BLOCK)
    for at in range(0, len(rows), block):
        listed = ",\n".join(rows[at : at + block])
        yield f"INSERT INTO {table.name} VALUES\n{listed};\n"
    if dialect == "postgres":
        yield f"ANALYZE {table.name};\n"


def _value(value: object, dialect: Dialect) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return text_of(value, dialect) if isinstance(value, str) else str(value)
