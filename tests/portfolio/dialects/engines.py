"""Engines to run a script on: DuckDB, a Postgres server of its own, a local Spark; started here and ended here."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

import pytest

from dunlang.model.policy import Policy
from dunlang.portfolio.fast.dialects import Dialect, column_type
from dunlang.portfolio.fast.typed import ledger_columns
from tests.portfolio.dialects.ledger import Rows

__all__ = ["Box", "open_box"]


class Box(Protocol):
    """An engine: a ledger in, statements run, rows out."""

    dialect: Dialect

    def load(self, policy: Policy, rows: Rows) -> None:
        """Make the tables ``invoices``, ``debtors`` and ``events`` of *rows*."""

    def execute(self, sql: str) -> Any:
        """Run one statement; what it gives has ``fetchall``."""

    def clear(self) -> None:
        """Take away all tables."""


@contextlib.contextmanager
def open_box(dialect: Dialect) -> Iterator[Box]:
    """The engine of a dialect; a test that asks for one that is not here is skipped with the reason."""
    if dialect == "duckdb":
        import duckdb

        with duckdb.connect() as con:
            yield _Connection(con, "duckdb", "?")
    elif dialect == "postgres":
        psycopg = pytest.importorskip("psycopg", reason="needs psycopg (`pip install psycopg[binary]`)")
        with (
            _server() as folder,
            psycopg.connect(f"host={folder} user=dunlang dbname=postgres", autocommit=True) as con,
        ):
            yield _Connection(con, "postgres", "%s")
    else:
        pytest.importorskip("pyspark", reason="needs dunlang[spark]")
        if shutil.which("java") is None:
            pytest.skip("Spark needs Java")
        with tempfile.TemporaryDirectory() as folder:
            box = _Spark(Path(folder))
            try:
                yield box
            finally:
                box.session.stop()


class _Connection:
    def __init__(self, con: Any, dialect: Dialect, mark: str) -> None:
        self.con, self.dialect, self.mark = con, dialect, mark

    def load(self, policy: Policy, rows: Rows) -> None:
        for name, columns in ledger_columns(policy).items():
            listed = ", ".join(f'"{column}" {column_type(kind, self.dialect)}' for column, kind in columns)
            self.con.execute(f"CREATE TEMPORARY TABLE {name} ({listed})")
            if rows[name]:
                marks = ", ".join([self.mark] * len(columns))
                asked = self.con.cursor() if self.dialect == "postgres" else self.con
                asked.executemany(f"INSERT INTO {name} VALUES ({marks})", rows[name])

    def execute(self, sql: str) -> Any:
        return self.con.execute(sql)

    def clear(self) -> None:
        if self.dialect == "postgres":
            self.con.execute("DISCARD TEMP")
            return
        for (name,) in self.con.execute("SELECT table_name FROM duckdb_tables()").fetchall():
            self.con.execute(f"DROP TABLE {name}")


@contextlib.contextmanager
def _server() -> Iterator[str]:
    """A Postgres server on a socket in a folder of its own; the folder."""
    found = [
        shutil.which("postgres"),
        *sorted(map(str, Path("/usr/lib/postgresql").glob("*/bin/postgres")), reverse=True),
    ]
    program = next((Path(path) for path in found if path), None)
    if program is None:
        pytest.skip("needs the programs of a Postgres server (Debian: `apt-get install postgresql`)")
    who: dict[str, Any] = {}
    folder = Path(tempfile.mkdtemp(prefix="dunlang-pg-"))
    try:
        if os.geteuid() == 0:  # the server refuses to run as root
            names = {entry.pw_name: entry for entry in pwd.getpwall()}
            user = names.get("postgres") or names["nobody"]
            os.chown(folder, user.pw_uid, user.pw_gid)
            who = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
        data = folder / "data"
        subprocess.run(
            [program.with_name("initdb"), "-D", data, "-U", "dunlang", "-A", "trust", "-E", "UTF8", "--no-sync"],
            check=True, stdout=subprocess.DEVNULL, cwd=folder, **who,
        )  # fmt: skip
        options = ["-k", str(folder), "-c", "listen_addresses=", "-c", "fsync=off", "-c", "jit=off"]
        with (folder / "log").open("w") as log:
            server = subprocess.Popen([program, "-D", data, *options], stdout=log, stderr=log, cwd=folder, **who)
        try:
            _wait(server, folder)
            yield str(folder)
        finally:
            server.terminate()
            server.wait(timeout=60)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _wait(server: subprocess.Popen[bytes], folder: Path) -> None:
    import psycopg

    for _ in range(300):
        if server.poll() is not None:
            raise RuntimeError((folder / "log").read_text())
        with contextlib.suppress(psycopg.OperationalError):
            psycopg.connect(f"host={folder} user=dunlang dbname=postgres").close()
            return
        time.sleep(0.1)
    raise RuntimeError("the server does not answer")


class _Spark:
    dialect: Dialect = "spark"

    def __init__(self, folder: Path) -> None:
        from dunlang.project.spark.session import local_session

        self.session = local_session("local[1]", folder)

    def load(self, policy: Policy, rows: Rows) -> None:
        for name, columns in ledger_columns(policy).items():
            schema = ", ".join(f"`{column}` {column_type(kind, 'spark')}" for column, kind in columns)
            self.session.createDataFrame(rows[name], schema).createOrReplaceTempView(name)

    def execute(self, sql: str) -> Any:
        return _Answer(self.session.sql(sql))

    def clear(self) -> None:
        for table in self.session.catalog.listTables():
            if not table.isTemporary:
                self.session.sql(f"DROP TABLE {table.name}")


class _Answer:
    def __init__(self, frame: Any) -> None:
        self.frame = frame

    def fetchall(self) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in self.frame.collect()]
