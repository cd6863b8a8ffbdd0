"""The yardstick: the hand-written statement of ``yardstick.sql``, run on a ledger in Parquet."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import duckdb

__all__ = ["HERE", "POLICY", "judge", "load"]

HERE = Path(__file__).parent
POLICY = HERE / "yardstick.dun"
_WHAT = (
    "ENUM ('payment', 'credit note', 'step done', 'handed over', 'dispute opened', 'dispute resolved', 'promise made', "
    "'contact added')"
)
_STEP = "ENUM ('herinnering', 'veertiendagenbrief', 'aanmaning', 'sommatie', 'overdracht')"


def load(con: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """The tables that the statement reads, from the three files of *folder*."""
    con.execute(f"""
        CREATE OR REPLACE TEMP TABLE named_debtor AS
        SELECT row_number() OVER () AS dn, debtor, kind = 'consumer' AS consumer FROM '{folder}/debtors.parquet';
        CREATE OR REPLACE TEMP TABLE named AS
        SELECT row_number() OVER () AS n, invoice, debtor, date, (amount * 100)::BIGINT AS amount
        FROM '{folder}/invoices.parquet';
        CREATE OR REPLACE TEMP TABLE debtor AS SELECT dn, consumer FROM named_debtor;
        CREATE OR REPLACE TEMP TABLE invoice AS SELECT n, dn, date, amount FROM named JOIN named_debtor USING (debtor);
        CREATE OR REPLACE TEMP TABLE event AS
        SELECT (e.date - DATE '1970-01-01') * 4294967296 + e.place AS ord, e.date, e.event::{_WHAT} AS what, n,
               e.step::{_STEP} AS step, (e.amount * 100)::BIGINT AS amount, e.until
        FROM (SELECT *, row_number() OVER () AS place FROM '{folder}/events.parquet') e JOIN named USING (invoice)
    """)


def judge(con: duckdb.DuckDBPyConnection, today: dt.date) -> None:
    """Make ``answer``: a row for each invoice, as the reference's own record of an answer has it."""
    con.execute(f"SET VARIABLE today = DATE '{today}'")
    con.execute("SET preserve_insertion_order = false")  # the rows of the answer are in no order
    try:
        con.execute((HERE / "yardstick.sql").read_text("utf-8"))
    finally:
        con.execute("SET preserve_insertion_order = true")
