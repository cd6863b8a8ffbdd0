"""The tables of ``history.sqlite``, layout 1: append-only, amounts in minor units, days as ``2026-01-05``.

A file is taken for a history only if its tables were made by exactly these statements. A change is a new layout: it
gets the next number, and the older one is still read.
"""

from __future__ import annotations

__all__ = ["APPLICATION", "SCHEMA", "VERSION"]

#: Stands in the header of the file: `dunl`.
APPLICATION = 0x64756E6C
VERSION = 1

_KINDS = "'given', 'by hand', 'withdrawal'"

_TABLES = (
    f"""CREATE TABLE run (
    number      INTEGER PRIMARY KEY CHECK (number > 0),
    kind        TEXT NOT NULL CHECK (kind IN ({_KINDS})),
    day         TEXT NOT NULL,
    policy      TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    engine      TEXT NOT NULL,
    columns     TEXT NOT NULL,
    withdraws   INTEGER UNIQUE REFERENCES run (number) CHECK ((withdraws IS NOT NULL) = (kind = 'withdrawal'))
)""",
    """CREATE TABLE entry (
    run        INTEGER NOT NULL REFERENCES run (number),
    place      INTEGER NOT NULL,
    event      TEXT NOT NULL,
    day        TEXT NOT NULL,
    debtor     TEXT NOT NULL,
    invoice    TEXT NOT NULL,
    step       TEXT NOT NULL,
    occurrence INTEGER NOT NULL,
    channel    TEXT NOT NULL,
    deadline   TEXT,
    currency   TEXT NOT NULL,
    amount     INTEGER,
    total      INTEGER,
    announced  INTEGER,
    until      TEXT,
    text       TEXT NOT NULL,
    row        TEXT NOT NULL,
    PRIMARY KEY (run, place)
)""",
    """CREATE TABLE written (
    run INTEGER PRIMARY KEY REFERENCES run (number)
)""",
)

#: What was recorded stays: a correction is one more run.
_GUARDS = tuple(
    f"CREATE TRIGGER {table}_keeps_{verb.lower()} BEFORE {verb} ON {table} "
    "BEGIN SELECT RAISE(ABORT, 'a history only grows'); END"
    for table in ("run", "entry", "written")
    for verb in ("UPDATE", "DELETE")
)

SCHEMA = (*_TABLES, *_GUARDS)
