"""The program for people who keep their ledger in a warehouse: their tables in, the worklist out, as text to run there.

The statement reads three tables or views with the ledger's documented columns, typed: ``invoices``, ``debtors`` and
``events`` (see :func:`ledger_columns`; ``events`` has a column more, ``seq``, the order of what happened on one day).
"""

# ruff: noqa: S608 - the statement is written from a policy; words of users are literals with their quotes doubled

from __future__ import annotations

from typing import TYPE_CHECKING

from dunlang.money import CURRENCIES
from dunlang.portfolio.actions import channels, does, role
from dunlang.portfolio.fast.dialects import VERIFIED, column_type, date_of, day_number, translated
from dunlang.portfolio.fast.program import Select, Table, stored
from dunlang.portfolio.fast.words import literal

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from dunlang.model.policy import Attribute, Policy
    from dunlang.portfolio.fast.dialects import Dialect
    from dunlang.portfolio.fast.program import Program
    from dunlang.schedule import Engine

__all__ = ["WORKLIST", "export_sql", "ledger_columns", "ledger_selects", "named_table", "worklist_select"]

#: The columns of the worklist, in order. *left_to* says why the row is missing: only the reference can judge it.
WORKLIST = (
    "list", "date", "debtor", "name", "invoice", "group", "step", "occurrence", "what", "channel", "by", "planned",
    "received", "deadline", "currency", "outstanding", "interest", "costs", "costs_vat", "costs_announced", "total",
    "why", "left_to",
)  # fmt: skip

_OWN = {"one of": "varchar", "number": "bigint", "flag": "boolean", "date": "date"}
#: Rows of a table in one INSERT.
_BLOCK = 500
#: The place of an event among those of its day: credit notes first, then *seq*.
_DAY, _AFTER = 2**32, 2**31


def ledger_columns(policy: Policy) -> dict[str, tuple[tuple[str, str], ...]]:
    """The columns that the statement reads, with their types: ``invoices``, ``debtors``, ``events``.

    All must be there; what a ledger does not know is null.
    """
    money = f"decimal(18, {CURRENCIES[policy.currency]})"
    own = {
        of: tuple((a.name, _OWN.get(a.kind, money)) for a in policy.attributes if a.of == of)
        for of in ("invoice", "debtor")
    }
    return {
        "invoices": (
            ("invoice", "varchar"), ("debtor", "varchar"), ("date", "date"), ("amount", money),
            ("currency", "varchar"), ("kind", "varchar"), ("credits", "varchar"), ("due", "date"),
            ("received", "date"), ("delivered", "date"), *own["invoice"],
        ),
        "debtors": (
            ("debtor", "varchar"), ("name", "varchar"), ("kind", "varchar"), ("country", "varchar"),
            ("language", "varchar"), ("segment", "varchar"), ("first_order", "boolean"), ("orders", "bigint"),
            ("average_days_late", "bigint"), ("insured", "boolean"), ("credit_limit", money), ("currency", "varchar"),
            *own["debtor"],
        ),
        "events": (
            ("date", "date"), ("seq", "bigint"), ("event", "varchar"), ("invoice", "varchar"), ("debtor", "varchar"),
            ("step", "varchar"), ("amount", money), ("until", "date"),
        ),
    }  # fmt: skip


def ledger_selects(policy: Policy, dialect: Dialect) -> tuple[Select, ...]:
    """``deb``, ``inv`` and ``ev`` of the tables ``debtors``, ``invoices`` and ``events``."""
    scale = 10 ** CURRENCIES[policy.currency]
    currency = literal(policy.currency)

    def minor(name: str) -> str:
        return f"CAST({name} * {scale} AS BIGINT)"

    def day(name: str) -> str:
        return day_number(name, dialect)

    def own(of: str) -> str:
        return "".join(f', {_of_ledger(a, of[0], dialect, scale)} AS "x_{_quoted(a.name)}"'
                       for a in policy.attributes if a.of == of)  # fmt: skip

    debtors = f"""
SELECT row_number() OVER (ORDER BY d.debtor) - 1 AS dn, d.debtor AS id, coalesce(d.name, '') AS name, d.kind,
       coalesce(d.country, '') AS country, coalesce(d.language, '') AS language, coalesce(d.segment, '') AS segment,
       coalesce(d.first_order, false) AS first_order, coalesce(d.orders, 0) AS orders,
       coalesce(d.average_days_late, 0) AS average_days_late, coalesce(d.insured, false) AS insured,
       {minor("d.credit_limit")} AS credit_limit,
       coalesce(d.currency, {currency}) AS credit_limit_currency{own("debtor")}
FROM debtors d"""
    invoices = f"""
SELECT row_number() OVER (ORDER BY i.invoice) - 1 AS n, i.invoice AS id, d.dn, {day("i.date")} AS date,
       {minor("i.amount")} AS amount, coalesce(i.currency, {currency}) AS currency, {day("i.due")} AS due,
       {day("i.received")} AS received, {day("i.delivered")} AS delivered{own("invoice")}
FROM invoices i JOIN deb d ON d.id = i.debtor WHERE coalesce(i.kind, 'invoice') <> 'credit'"""
    events = f"""
SELECT CAST({day("e.date")} AS BIGINT) * {_DAY} + {_AFTER} + e.seq AS ord, {day("e.date")} AS date, e.event AS kind,
       i.n, coalesce(i.dn, d.dn) AS dn, e.step, {minor("e.amount")} AS amount, {day("e.until")} AS until
FROM events e LEFT JOIN inv i ON i.id = e.invoice LEFT JOIN deb d ON d.id = e.debtor
UNION ALL
SELECT CAST({day("c.date")} AS BIGINT) * {_DAY} + row_number() OVER (ORDER BY c.invoice) AS ord,
       {day("c.date")} AS date, 'credit note' AS kind, i.n, d.dn, CAST(NULL AS VARCHAR) AS step,
       {minor("c.amount")} AS amount, CAST(NULL AS INTEGER) AS until
FROM invoices c JOIN deb d ON d.id = c.debtor LEFT JOIN inv i ON i.id = c.credits WHERE c.kind = 'credit'"""
    return (
        Select(name="deb", sql=debtors, keep=True),
        Select(name="inv", sql=invoices, keep=True),
        Select(name="ev", sql=events, keep=True),
    )


def _of_ledger(attribute: Attribute, alias: str, dialect: Dialect, scale: int) -> str:
    column = f'{alias}."{_quoted(attribute.name)}"'
    if attribute.kind == "date":
        return day_number(column, dialect)
    return f"CAST({column} * {scale} AS BIGINT)" if attribute.kind == "amount" else column


def _quoted(name: str) -> str:
    return name.replace('"', '""')


def named_table(engine: Engine, as_of: dt.date) -> Table:
    """The table ``named``: the words of each step of each group."""
    columns = "g integer, step integer, bit bigint, group_name varchar, step_name varchar, what varchar, "
    columns += "channel varchar, role varchar, announces integer"
    rows = tuple(
        (at, index, 2**index, group.name, step.name, ", ".join(does(step)), " and ".join(channels(step)), role(step),
         int(step.send is not None and engine.letter(group, step.send, as_of, "").announces_costs))
        for at, group in enumerate(engine.policy.groups)
        for index, step in enumerate(group.steps)
    )  # fmt: skip
    parts = tuple((part.split()[0], part.split()[1]) for part in columns.split(", "))
    return Table(name="named", columns=parts, rows=rows)


def worklist_select(policy: Policy, as_of: dt.date, dialect: Dialect) -> Select:
    """The select ``worklist`` over ``result`` and ``named``: the columns :data:`WORKLIST`, in the order of the list."""
    digits = CURRENCIES[policy.currency]
    unit = f"CAST('{10**-digits:.{digits}f}' AS DECIMAL({digits + 1}, {digits}))"

    def money(name: str) -> str:
        # engines divide decimals each in a way of their own; the product of two decimals is exact in all of them
        return f"CAST(CAST(a.{name} AS DECIMAL(18, 0)) * {unit} AS DECIMAL(18, {digits}))" if digits else f"a.{name}"

    def day(name: str) -> str:
        return date_of(name, dialect)

    none = ", ".join(f"CAST(NULL AS {kind})" for kind in ("INTEGER", "INTEGER"))
    empty = ", ".join(["CAST(NULL AS BIGINT)"] * 5)
    today = as_of.toordinal()
    sql = f"""
SELECT a.list, {day("a.day")} AS date, d.id AS debtor, d.name, i.id AS invoice, s.group_name AS "group",
       s.step_name AS step, a.occurrence, s.what, s.channel, s.role AS "by", {day("a.planned")} AS planned,
       {day("a.received")} AS received, {day("a.deadline")} AS deadline, i.currency,
       {money("outstanding")} AS outstanding, {money("interest")} AS interest, {money("costs")} AS costs,
       {money("costs_vat")} AS costs_vat, {money("announced")} AS costs_announced, {money("total")} AS total, a.why,
       a.left_to
FROM (
    SELECT r.n, r.g, 'worklist' AS list, 0 AS place, {today} AS day, r.step, r.occurrence, r.planned,
           r.letter_received AS received, r.letter_deadline AS deadline, r.outstanding, r.interest, r.costs,
           r.costs_vat, CASE WHEN w.announces = 1 THEN r.announced END AS announced, r.total,
           CAST(NULL AS VARCHAR) AS why, CAST(NULL AS VARCHAR) AS left_to
    FROM result r JOIN named w ON w.g = r.g AND w.step = r.step WHERE r.left_to IS NULL
    UNION ALL
    SELECT r.n, r.g, CASE r.next_state WHEN 'H' THEN 'held' ELSE 'blocked' END,
           CASE r.next_state WHEN 'H' THEN 1 ELSE 2 END, CAST(NULL AS INTEGER), r.next_step, r.next_occurrence,
           r.next_planned, {none}, r.outstanding, {empty}, r.next_why, CAST(NULL AS VARCHAR)
    FROM result r WHERE r.left_to IS NULL AND r.next_state IN ('H', 'B')
    UNION ALL
    SELECT r.n, r.g, 'blocked', 2, CAST(NULL AS INTEGER), w.step, 0, CAST(NULL AS INTEGER), {none}, r.outstanding,
           {empty}, 'anchor-not-done', CAST(NULL AS VARCHAR)
    FROM result r JOIN named w ON w.g = r.g AND (r.never // w.bit) % 2 = 1
    WHERE r.left_to IS NULL AND r.standing = 'open' AND r.never > 0
    UNION ALL
    SELECT r.n, r.g, 'needs a person', 3, {none}, CAST(NULL AS INTEGER), CAST(NULL AS INTEGER), {none},
           CASE WHEN p.currency = {literal(policy.currency)} THEN p.amount END, {empty}, r.reason,
           CAST(NULL AS VARCHAR)
    FROM result r JOIN inv p ON p.n = r.n WHERE r.left_to IS NULL AND r.standing = 'needs a person'
    UNION ALL
    SELECT r.n, r.g, 'left to the reference', 4, {none}, CAST(NULL AS INTEGER), CAST(NULL AS INTEGER), {none},
           CAST(NULL AS BIGINT), {empty}, CAST(NULL AS VARCHAR), r.left_to
    FROM result r WHERE r.left_to IS NOT NULL
) a
JOIN inv i ON i.n = a.n JOIN deb d ON d.dn = i.dn LEFT JOIN named s ON s.g = a.g AND s.step = a.step
ORDER BY a.place, coalesce(a.g, 1000000), coalesce(a.step, 1000000), d.id, i.date, i.id, coalesce(a.occurrence, 0)"""
    return Select(name="worklist", sql=sql)


def export_sql(
    engine: Engine, program: Program, as_of: dt.date, horizon: tuple[dt.date, dt.date], dialect: Dialect
) -> Iterator[str]:
    """The text, in parts: what it is, the tables with their rows, and the statement.

    *program* must be compiled for *as_of* and *horizon*.
    """
    policy = engine.policy
    yield _head(policy, as_of, horizon, dialect)
    for table in (*program.tables, named_table(engine, as_of)):
        yield from _table(table, dialect)
    selects = (
        *ledger_selects(policy, dialect), *program.selects, worklist_select(policy, as_of, dialect),
    )  # fmt: skip
    *kept, last = stored(selects)
    for select in kept:
        yield from _kept(select.name, translated(select.sql, dialect), dialect)
    yield translated(last.sql, dialect).strip() + ";\n"


def _kept(name: str, sql: str, dialect: Dialect) -> Iterator[str]:
    """A select that is read more than once, stored under its name."""
    if dialect == "spark":
        yield f"CREATE OR REPLACE TEMPORARY VIEW {name} AS\n{sql.strip()};\n"
        yield f"CACHE LAZY TABLE {name};\n"
        return
    yield f"CREATE TEMPORARY TABLE {name} AS\n{sql.strip()};\n"
    if dialect == "postgres":
        yield f"ANALYZE {name};\n"  # without its size, Postgres plans nested loops over everything


def _head(policy: Policy, as_of: dt.date, horizon: tuple[dt.date, dt.date], dialect: Dialect) -> str:
    lines = [
        f"{policy.title}: the worklist of {as_of}, for {dialect}.",
        f"The tables hold the days from {horizon[0]} to {horizon[1]}; a debtor with others is left to the reference.",
        "",
        "Reads these tables or views; what you do not know is null, `seq` orders the events of one day:",
    ]
    for name, columns in ledger_columns(policy).items():
        listed = ", ".join(f"{column} {column_type(kind, dialect)}" for column, kind in columns)
        lines.append(f"  {name}({listed})")
    lines += ["", "Rows of the list `left to the reference` are judged by `dunlang simulate --engine reference`."]
    if dialect not in VERIFIED:
        lines += ["", f"UNVERIFIED: this text was never run on {dialect}; compare its answers before you rely on them."]
    return "".join(f"-- {line}".rstrip() + "\n" for line in lines) + "\n"


def _table(table: Table, dialect: Dialect) -> Iterator[str]:
    rows = [f"({', '.join(map(_value, row))})" for row in table.rows]
    if dialect == "spark":
        names = ", ".join(name for name, _ in table.columns)
        cast = ", ".join(f"CAST({name} AS {column_type(kind, dialect)}) AS {name}" for name, kind in table.columns)
        values = ",\n".join(rows) if rows else f"({', '.join('NULL' for _ in table.columns)})"
        where = "" if rows else " WHERE false"
        yield f"CREATE OR REPLACE TEMPORARY VIEW {table.name} AS\nSELECT {cast} FROM VALUES\n"
        yield f"{values}\nAS t({names}){where};\n"
        yield f"CACHE LAZY TABLE {table.name};\n"
        return
    columns = ", ".join(f"{name} {column_type(kind, dialect)}" for name, kind in table.columns)
    yield f"CREATE TEMPORARY TABLE {table.name} ({columns});\n"
    for at in range(0, len(rows), _BLOCK):
        listed = ",\n".join(rows[at : at + _BLOCK])
        yield f"INSERT INTO {table.name} VALUES\n{listed};\n"
    if dialect == "postgres":
        yield f"ANALYZE {table.name};\n"


def _value(value: object) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return literal(value) if isinstance(value, str) else str(value)
