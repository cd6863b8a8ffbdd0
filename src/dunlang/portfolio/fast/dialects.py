"""The program's SQL in the words of other engines, by sqlglot; what it would get wrong is written here.

The program speaks a small part of SQL as DuckDB reads it (see :mod:`.program`). Three things differ between engines in
silence and are therefore set by hand: whole division, where nulls sort, and day numbers as dates.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from sqlglot import exp

__all__ = ["DIALECTS", "VERIFIED", "Dialect", "column_type", "date_of", "day_number", "text_of", "translated"]

Dialect = Literal["duckdb", "spark", "postgres", "bigquery", "snowflake"]

#: The dialects that can be written.
DIALECTS: tuple[Dialect, ...] = get_args(Dialect)
#: Those whose answers are compared with the reference, invoice by invoice; the others are written with the same care,
#: but were never run.
VERIFIED: frozenset[Dialect] = frozenset({"duckdb", "spark", "postgres"})

#: Day numbers count from 1 January of year 1, engines from 1970.
_EPOCH = 719_163
#: Engines that sort nulls after everything else; the others before.
_NULLS_LARGE = ("postgres", "snowflake")
#: Engines whose patterns know no classes of Unicode; a program asks only for signs that do not print.
_NO_CLASSES = ("postgres", "snowflake")


def translated(sql: str, dialect: Dialect) -> str:
    """*sql*, a select of a program, in *dialect*.

    Raises:
        sqlglot.errors.UnsupportedError: the dialect has no such thing; a program holds none.
    """
    if dialect == "duckdb":
        return sql
    import sqlglot
    from sqlglot import exp

    tree = sqlglot.parse_one(sql, read="duckdb").transform(lambda node: _own(node, dialect))
    for ordered in tree.find_all(exp.Ordered):
        # a program orders by what is never null, so each engine may keep its own way
        ordered.set("nulls_first", dialect not in _NULLS_LARGE)
    return tree.sql(dialect=dialect, pretty=True, unsupported_level=sqlglot.ErrorLevel.RAISE)


def _own(node: exp.Expression, dialect: Dialect) -> exp.Expression:
    """Whole division, exact over 64 bits: sqlglot's own goes through NUMERIC (Postgres) or a rounded quotient."""
    from sqlglot import exp

    if isinstance(node, exp.RegexpLike) and dialect in _NO_CLASSES:
        sign = exp.Literal.string("[[:cntrl:]]")
        if dialect == "postgres":
            return exp.RegexpLike(this=node.this, expression=sign)
        place = exp.Anonymous(this="REGEXP_INSTR", expressions=[node.this, sign])  # its REGEXP_LIKE wants all of it
        return exp.GT(this=place, expression=exp.Literal.number(0))
    if not isinstance(node, exp.IntDiv):
        return node
    left, right = node.this, node.expression
    if dialect == "postgres":
        return exp.Paren(this=exp.Div(this=left, expression=right, typed=True, safe=False))
    if dialect == "snowflake":
        rest = exp.Paren(
            this=exp.Sub(this=exp.Paren(this=left), expression=exp.Mod(this=left.copy(), expression=right))
        )
        whole = exp.Div(this=rest, expression=right.copy(), typed=False, safe=False)
        return exp.Cast(this=whole, to=exp.DataType.build("BIGINT"))
    return node


def column_type(kind: str, dialect: Dialect) -> str:
    """A column's type (``integer``, ``bigint``, ``varchar``, ``boolean``, ``date`` or ``decimal``) in *dialect*."""
    if dialect == "duckdb":
        return kind.upper()
    from sqlglot import exp

    return exp.DataType.build(kind.upper(), dialect="duckdb").sql(dialect=dialect)


def text_of(value: str, dialect: Dialect) -> str:
    """A text as a literal; engines differ in what a backslash or two quotes mean."""
    if dialect in ("duckdb", "postgres"):
        return "'" + value.replace("'", "''") + "'"
    from sqlglot import exp

    return exp.Literal.string(value).sql(dialect=dialect)


def day_number(date: str, dialect: Dialect) -> str:
    """The day number of a column of dates: 1 January of year 1 is 1 (:meth:`datetime.date.toordinal`)."""
    match dialect:
        case "duckdb" | "postgres":
            return f"({date} - DATE '1970-01-01') + {_EPOCH}"
        case "spark" | "bigquery":
            return f"unix_date({date}) + {_EPOCH}"
        case "snowflake":
            return f"datediff(day, DATE '1970-01-01', {date}) + {_EPOCH}"


def date_of(number: str, dialect: Dialect) -> str:
    """The date of a day number; null for null."""
    days = f"CAST({number} - {_EPOCH} AS INTEGER)"
    match dialect:
        case "duckdb" | "postgres":
            return f"(DATE '1970-01-01' + {days})"
        case "spark":
            return f"date_from_unix_date(CAST({number} - {_EPOCH} AS INT))"
        case "bigquery":
            return f"date_from_unix_date({number} - {_EPOCH})"
        case "snowflake":
            return f"dateadd(day, {days}, DATE '1970-01-01')"
