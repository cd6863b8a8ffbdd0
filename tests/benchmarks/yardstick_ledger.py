"""Ledgers of any size for the yardstick's policy (``yardstick.dun``): a year of history in three Parquet files.

Every invoice is a function of its number and the seed, so DuckDB writes the files as a stream: the memory does not
grow with the ledger, and the same numbers give the same bytes whatever the threads. Two thirds of the debtors pay in
time, the others late, in parts or not at all; steps are done on working days on or after the day that the policy names,
later where a dispute or a promise came between; some steps were forgotten, so that a run has something to catch up.

``python tests/benchmarks/yardstick_ledger.py FOLDER [INVOICES] [SEED]``
"""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import duckdb

__all__ = ["AS_OF", "write_ledger"]

#: A Tuesday: the day for which the ledgers are written.
AS_OF = dt.date(2026, 6, 2)

#: Days are counted from 1970-01-01 here; a day of the weekend moves to Monday.
_MACROS = """
CREATE OR REPLACE TEMP MACRO draw(i, salt, sides) AS (hash(i, salt, getvariable('seed')) % sides)::INTEGER;
CREATE OR REPLACE TEMP MACRO day(number) AS DATE '1970-01-01' + number;
CREATE OR REPLACE TEMP MACRO working(number) AS
    number + CASE (number + 3) % 7 WHEN 5 THEN 2 WHEN 6 THEN 1 ELSE 0 END;
CREATE OR REPLACE TEMP MACRO money(cents) AS (cents * 0.01::DECIMAL(3, 2))::DECIMAL(14, 2);
CREATE OR REPLACE TEMP MACRO owner(i) AS (hash(i, 'owner', getvariable('seed')) % getvariable('debtors'))::BIGINT;
CREATE OR REPLACE TEMP MACRO consumer(debtor) AS draw(debtor, 'kind', 100) < 62;
CREATE OR REPLACE TEMP MACRO after(step, start, stop) AS
    CASE WHEN start IS NULL OR step < start THEN step WHEN stop IS NOT NULL THEN working(step + stop - start) END;
"""

#: Each stage sees the columns of the one before it; ``today`` is the day of the ledger.
_STAGES = (
    # who owes how much since when, and how he pays: in time, late, in parts or not
    """SELECT i, getvariable('today') AS today, consumer(owner(i)) AS private,
              getvariable('today') - CASE WHEN draw(i, 'old', 100) < 3 THEN 366 + draw(i, 'age', 120)
                                          ELSE 1 + draw(i, 'age', 365) END AS dated,
              CASE WHEN draw(i, 'way', 100) < 58 THEN 'in time' WHEN draw(i, 'way', 100) < 75 THEN 'late'
                   WHEN draw(i, 'way', 100) < 83 THEN 'parts' ELSE 'not' END AS way
       FROM range(getvariable('invoices')) AS made(i)""",
    """SELECT *, dated + CASE WHEN private THEN 14 ELSE 30 END AS due,
              CASE WHEN private THEN 700 + (draw(i, 'a', 1000)::BIGINT * draw(i, 'b', 1000) * draw(i, 'c', 100)) // 300
                   ELSE 4000 + (draw(i, 'a', 1000)::BIGINT * draw(i, 'b', 1000) * draw(i, 'c', 1000)) // 200
              END AS cents
       FROM stage""",
    # what is paid when; some who pay late pay the interest and the costs as well
    """SELECT *,
              CASE way WHEN 'in time' THEN dated + 1 + draw(i, 'paid', due - dated)
                       WHEN 'late' THEN due + 1 + (draw(i, 'paid', 10) * draw(i, 'then', 10)) // 2
                       WHEN 'parts' THEN dated + 8 + draw(i, 'paid', 60) END AS paid,
              CASE way WHEN 'parts' THEN 2 + draw(i, 'parts', 3) WHEN 'not' THEN 0 ELSE 1 END AS parts,
              14 + draw(i, 'between', 20) AS between_parts,
              CASE WHEN way = 'late' AND draw(i, 'more', 10) < 6
                   THEN cents + cents * 3 // 1000 + CASE WHEN private THEN 0
                        ELSE greatest(4000, least(cents * 15 // 100, 50000)) * 121 // 100 END
                   WHEN way = 'parts' THEN cents // (2 + draw(i, 'parts', 3) + draw(i, 'short', 2))
                   ELSE cents END AS part
       FROM stage""",
    # disputes and promises
    """SELECT *,
              CASE WHEN draw(i, 'dispute', 1000) < 40 THEN dated + 5 + draw(i, 'opened', 50) END AS opened,
              CASE WHEN draw(i, 'dispute', 1000) < 40 AND draw(i, 'solved', 4) > 0
                   THEN dated + 9 + draw(i, 'opened', 50) + draw(i, 'lasts', 35) END AS resolved,
              CASE WHEN draw(i, 'dispute', 1000) < 6 AND draw(i, 'solved', 4) > 0
                   THEN dated + 20 + draw(i, 'opened', 50) + draw(i, 'lasts', 35) END AS opened_again,
              CASE WHEN draw(i, 'dispute', 1000) < 4 AND draw(i, 'solved', 4) > 0
                   THEN dated + 32 + draw(i, 'opened', 50) + draw(i, 'lasts', 35) END AS resolved_again,
              CASE WHEN way <> 'in time' AND draw(i, 'promise', 100) < 6 THEN due + 6 + draw(i, 'made', 40) END AS made,
              due + 11 + draw(i, 'made', 40) + draw(i, 'until', 14) AS until
       FROM stage""",
    # the steps, day after day, each at the earliest on its day by the policy
    "SELECT *, working(due + 3 + draw(i, 'slow', 3) // 2) AS s0 FROM stage",
    """SELECT *, working(CASE WHEN private THEN s0 + 10 ELSE greatest(s0 + 1, due + 20) END + draw(i, 'slow1', 2)) AS s1
       FROM stage""",
    "SELECT *, working(s1 + CASE WHEN private THEN 24 ELSE 12 END + draw(i, 'slow2', 3)) AS s2 FROM stage",
    "SELECT *, working(s2 + 9 + draw(i, 'slow3', 3)) AS s3 FROM stage",
    # a step waits for the end of a dispute, or never comes, and for the day after a promise
    *(
        "SELECT * REPLACE ("
        + ", ".join(f"after({step}, {start}, {stop}) AS {step}" for step in ("s0", "s1", "s2", "s3"))
        + ") FROM stage"
        for start, stop in (("opened", "resolved"), ("opened_again", "resolved_again"), ("made", "until + 3"))
    ),
    # how far it came: some step was forgotten, and none after it was done
    """SELECT *,
              CASE way WHEN 'late' THEN paid WHEN 'in time' THEN 0
                       WHEN 'parts' THEN paid + (parts - 1) * between_parts ELSE 1000000 END AS stops
       FROM stage""",
    """SELECT *, CASE WHEN s0 >= stops OR draw(i, 'forgot0', 100) < 4 THEN 0
                      WHEN s1 >= stops OR draw(i, 'forgot1', 100) < 5 THEN 1
                      WHEN s2 >= stops OR draw(i, 'forgot2', 100) < 5 THEN 2
                      WHEN s3 >= stops OR draw(i, 'forgot3', 100) < 20 OR cents < 2500 THEN 3 ELSE 4 END AS reached
       FROM stage""",
)

#: What may have happened to an invoice: day, event, whether it did, step, cents, until.
_EVENTS: tuple[tuple[str, str, str, str, str, str], ...] = (
    *(
        (f"paid + {part} * between_parts", "payment", f"parts > {part}", "NULL", "part", "NULL")
        for part in range(4)
    ),
    ("dated + 3 + draw(i, 'credited', 50)", "credit note", "draw(i, 'credit', 100) < 2", "NULL",
     "CASE WHEN draw(i, 'whole', 8) = 0 THEN cents ELSE cents * (5 + draw(i, 'share', 26)) // 100 END", "NULL"),
    ("s0", "step done", "reached > 0", "'herinnering'", "NULL", "NULL"),
    ("working(s0 + 7)", "step done", "reached > 0 AND draw(i, 'twice', 300) = 0", "'herinnering'", "NULL", "NULL"),
    ("s1", "step done", "reached > 1", "CASE WHEN private THEN 'veertiendagenbrief' ELSE 'aanmaning' END", "NULL",
     "NULL"),
    ("s2", "step done", "reached > 2", "'sommatie'", "NULL", "NULL"),
    ("s3", "step done", "reached > 3 AND draw(i, 'how', 5) > 0", "'overdracht'", "NULL", "NULL"),
    ("s3", "handed over", "reached > 3 AND draw(i, 'how', 5) = 0", "NULL", "NULL", "NULL"),
    ("opened", "dispute opened", "opened IS NOT NULL", "NULL", "NULL", "NULL"),
    ("resolved", "dispute resolved", "resolved IS NOT NULL", "NULL", "NULL", "NULL"),
    ("opened_again", "dispute opened", "opened_again IS NOT NULL", "NULL", "NULL", "NULL"),
    ("resolved_again", "dispute resolved", "resolved_again IS NOT NULL", "NULL", "NULL", "NULL"),
    ("made", "promise made", "made IS NOT NULL", "NULL", "NULL", "day(until)"),
    ("due + 8", "contact added", "way <> 'in time' AND draw(i, 'asked', 40) = 0", "NULL", "NULL", "NULL"),
)  # fmt: skip


def write_ledger(folder: Path, invoices: int, *, seed: int = 1, as_of: dt.date = AS_OF, memory: str = "2GB") -> None:
    """Write ``invoices.parquet``, ``debtors.parquet`` and ``events.parquet`` (events up to *as_of*) into *folder*."""
    debtors = max(1, invoices // 3)
    today = (as_of - dt.date(1970, 1, 1)).days
    with duckdb.connect() as con:
        con.execute(f"SET memory_limit = '{memory}'; {_MACROS}")
        con.execute(
            f"SET VARIABLE seed = {seed}; SET VARIABLE invoices = {invoices}; SET VARIABLE debtors = {debtors}; "
            f"SET VARIABLE today = {today}"
        )
        _copy(con, folder / "debtors.parquet", _debtors())
        _copy(
            con,
            folder / "invoices.parquet",
            f"SELECT {_name('F', 'i')} AS invoice, {_name('D', 'owner(i)')} AS debtor, day(dated) AS date, "
            f"money(cents) AS amount FROM ({_stages(2)})",
        )
        _copy(con, folder / "events.parquet", _events())


def _name(letter: str, number: str) -> str:
    return f"'{letter}' || lpad(({number})::VARCHAR, 9, '0')"


def _debtors() -> str:
    return (
        f"SELECT {_name('D', 'd')} AS debtor, CASE WHEN consumer(d) THEN 'consumer' ELSE 'business' END AS kind, "
        f"'NL' AS country, 'nl' AS language, 'Debiteur ' || d AS name FROM range(getvariable('debtors')) AS made(d)"
    )


def _stages(count: int) -> str:
    """The first *count* stages, one inside the other."""
    sql = _STAGES[0]
    for stage in _STAGES[1:count]:
        sql = stage.replace("FROM stage", f"FROM ({sql})")
    return sql


def _events() -> str:
    rows = ", ".join(
        f"CASE WHEN {did} AND {on} <= today THEN {{'day': {on}, 'event': '{kind}', 'step': {step}::VARCHAR, "
        f"'cents': ({cents})::BIGINT, 'until': {until}::DATE}} END"
        for on, kind, did, step, cents, until in _EVENTS
    )
    return (
        f"SELECT day(e.day) AS date, e.event AS event, {_name('F', 'i')} AS invoice, e.step AS step, "
        "money(e.cents) AS amount, e.until AS until "
        f"FROM (SELECT i, unnest(list_filter([{rows}], lambda e: e IS NOT NULL)) AS e FROM ({_stages(len(_STAGES))}))"
    )


def _copy(con: duckdb.DuckDBPyConnection, file: Path, sql: str) -> None:
    con.execute(f"COPY ({sql}) TO '{file}' (FORMAT parquet, COMPRESSION zstd)")


if __name__ == "__main__":
    words = sys.argv[1:]
    target = Path(words[0])
    target.mkdir(parents=True, exist_ok=True)
    write_ledger(target, int(words[1]) if len(words) > 1 else 100_000, seed=int(words[2]) if len(words) > 2 else 1)
