"""The debtors that the program leaves: brought to the driver a page at a time, judged by the reference, put back."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from dunlang.portfolio.fast.ahead import FORECAST
from dunlang.portfolio.fast.load import DEBTORS, EVENTS, INVOICES, fill, own_columns
from dunlang.portfolio.fast.rest import complete
from dunlang.portfolio.fast.run import Outcome
from dunlang.portfolio.fast.verdict import RESULT

if TYPE_CHECKING:
    import datetime as dt

    from dunlang.model.policy import Policy
    from dunlang.project.spark.desk import Desk
    from dunlang.schedule import Engine

__all__ = ["complete_on_spark"]

#: So many debtors are on the driver at once.
_PAGE = 20_000
#: Types of ``result`` in DuckDB, by Spark's names.
_TYPES = {"int": "INTEGER", "bigint": "BIGINT", "string": "VARCHAR"}


def complete_on_spark(desk: Desk, engine: Engine, date: dt.date, sql: str, until: dt.date | None = None) -> Outcome:
    """Put the rows of the debtors that ``result`` leaves to the reference into it; how many of all, and why.

    With *until*, into ``forecast`` too.
    """
    reasons = desk.execute(
        "SELECT l.why, count(*) AS debtors FROM (SELECT r.dn, min(r.left_to) AS why FROM result r "
        "WHERE r.left_to IS NOT NULL GROUP BY r.dn) l GROUP BY l.why ORDER BY l.why"
    ).fetchall()
    debtors = desk.execute("SELECT count(DISTINCT i.dn) AS debtors FROM inv i").fetchall()[0][0]
    if reasons:
        _complete(desk, engine, date, sum(count for _, count in reasons), until)
    return Outcome(debtors=debtors, left=tuple((why, count) for why, count in reasons), sql=sql)


def _complete(desk: Desk, engine: Engine, date: dt.date, count: int, until: dt.date | None) -> None:
    import duckdb

    session, columns = desk.session, _columns(engine.policy)
    desk.keep("left", session.sql("SELECT DISTINCT dn FROM result WHERE left_to IS NOT NULL"))
    for name in columns:
        desk.keep(f"left_{name}", session.sql(f"SELECT t.* FROM {name} t JOIN left l ON l.dn = t.dn"))  # noqa: S608
    result = session.table("result").select(*RESULT)
    forecast = session.table("forecast").select(*FORECAST) if until is not None else None
    numbers = sorted(row[0] for row in session.table("left").collect())
    added: list[Any] = []
    coming: list[Any] = []
    for at in range(0, len(numbers), _PAGE):
        desk.each(f"{at} of {count} debtors judged by the reference")
        page = numbers[at : at + _PAGE]
        inside = f"dn BETWEEN {page[0]} AND {page[-1]}"
        with duckdb.connect() as con:
            for name, listed in columns.items():
                fill(con, name, listed, _rows(session.table(f"left_{name}").where(inside), _names(listed)))
            fill(con, "result", _types(result), _rows(result.where("left_to IS NOT NULL").where(inside), RESULT))
            if forecast is not None:
                fill(con, "forecast", _types(forecast), [])
            complete(con, engine, date, until=until)
            rows = con.execute(f"SELECT {', '.join(RESULT)} FROM result").fetchall()  # noqa: S608
            added.append(session.createDataFrame(rows, result.schema))
            if forecast is not None:
                rows = con.execute(f"SELECT {', '.join(FORECAST)} FROM forecast").fetchall()  # noqa: S608
                coming.append(session.createDataFrame(rows, forecast.schema))
    if forecast is not None:
        sure = forecast.join(session.table("left"), "dn", "left_anti").select(*FORECAST)
        _together(sure, coming).createOrReplaceTempView("forecast")
    _together(result.where("left_to IS NULL"), added).createOrReplaceTempView("result")


def _together(one: Any, others: list[Any]) -> Any:
    return functools.reduce(lambda frame, other: frame.unionAll(other), others, one)


def _types(frame: Any) -> str:
    return ", ".join(f"{name} {_TYPES[kind]}" for name, kind in frame.dtypes)


def _columns(policy: Policy) -> dict[str, str]:
    own = policy.attributes
    return {
        "inv": INVOICES + own_columns(own, "invoice"), "deb": DEBTORS + own_columns(own, "debtor"), "ev": EVENTS,
    }  # fmt: skip


def _names(columns: str) -> list[str]:
    return [part.strip().rsplit(" ", 1)[0].strip('"') for part in columns.split(",")]


def _rows(frame: Any, names: Any) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in frame.select(*(f"`{name}`" for name in names)).collect()]
