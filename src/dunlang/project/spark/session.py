"""A session of Spark: the one that runs already, or one of our own, quiet and ended with the run."""

from __future__ import annotations

import contextlib
import logging
import os
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["local_session", "open_session", "part_session", "session_fault"]

#: What the statements rely on: an overflow is an error, and days do not depend on where a machine stands. What Spark
#: derives of columns takes it long for such statements, and fails (4.0 to 4.3) for unions of what is kept.
_NEEDS = {
    "spark.sql.ansi.enabled": "true",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.constraintPropagation.enabled": "false",
}
#: Memory of a run on this machine in MB, where nothing else says how much: a quarter of what it has, within these.
_MEMORY = (2_048, 8_192)
#: Spark writes hundreds of classes for one run, each used for a second: compiling them well takes longer than they run.
_JAVA = "-XX:TieredStopAtLevel=1 -XX:+UseParallelGC -XX:MetaspaceSize=384m"
#: The setting for parts of a table, and how many rows of a ledger one part has at most.
_PARTS, _PART = "spark.sql.shuffle.partitions", 2_000_000
_SHOWN = 300


def part_session(session: Any, rows: int) -> int:
    """Have the session judge a ledger of so many rows in whole rounds of its workers; the number of parts.

    What Spark's own settings say of ``spark.sql.shuffle.partitions`` goes before.
    """
    if not session.sparkContext.getConf().contains(_PARTS):
        workers = session.sparkContext.defaultParallelism
        session.conf.set(_PARTS, str(max(1, -(-rows // (_PART * workers))) * workers))
    return int(session.conf.get(_PARTS))


@contextlib.contextmanager
def open_session(master: str = "") -> Iterator[Any]:
    """The session to run in: that which is active, unless *master* names a cluster; else one that ends with the run.

    Without *master*, Spark's own settings say where it runs (``MASTER`` in the environment, ``spark.master``), else
    this machine does it, with all its cores.
    """
    from pyspark.sql import SparkSession

    running = SparkSession.getActiveSession()
    if running is not None and not master:
        before = {name: running.conf.get(name, None) for name in (*_NEEDS, _PARTS)}
        for need, set_to in _NEEDS.items():
            running.conf.set(need, set_to)
        try:
            yield running
        finally:
            for name, value in before.items():
                running.conf.unset(name) if value is None else running.conf.set(name, value)
        return
    session = local_session(master or os.environ.get("SPARK_MASTER", ""))
    try:
        yield session
    finally:
        session.stop()


def local_session(master: str = "", folder: Path | None = None) -> Any:
    """A new session; its tables, where it makes any, are in *folder*. Its own words go nowhere unless it fails."""
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.appName("dunlang").config("spark.ui.enabled", "false")
    builder = builder.config("spark.ui.showConsoleProgress", "false")
    for need, set_to in _NEEDS.items():
        builder = builder.config(need, set_to)
    settings = any(os.environ.get(name) for name in ("SPARK_CONF_DIR", "SPARK_HOME", "PYSPARK_SUBMIT_ARGS", "MASTER"))
    if master or not settings:
        builder = builder.master(master or "local[*]")
    if not settings and (not master or master.startswith("local")):
        builder = builder.config("spark.driver.memory", os.environ.get("SPARK_DRIVER_MEMORY", _memory()))
        builder = builder.config("spark.driver.bindAddress", "127.0.0.1").config("spark.driver.host", "127.0.0.1")
        # what is parted once stays so, and parts of this machine travel through its memory
        builder = builder.config("spark.sql.adaptive.enabled", "false")
        builder = builder.config("spark.shuffle.compress", "false").config("spark.shuffle.spill.compress", "false")
        builder = builder.config("spark.driver.extraJavaOptions", _JAVA)
    if folder is not None:
        builder = builder.config("spark.sql.warehouse.dir", str(folder))
    with _quiet():
        session = builder.getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    logging.getLogger("SQLQueryContextLogger").setLevel(logging.CRITICAL + 1)  # a fault is told once, and by us
    return session


def _memory() -> str:
    """How much memory Spark takes on this machine."""
    least, most = _MEMORY
    try:
        here = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2**20
    except (AttributeError, OSError, ValueError):
        here = 0
    return f"{min(max(here // 4, least), most)}m"


def session_fault(error: Exception) -> str | None:
    """What Spark says of a failure, in one line; None for what is no failure of Spark's."""
    from pyspark.errors import PySparkException

    if not isinstance(error, PySparkException) and not type(error).__module__.startswith("py4j."):
        return None
    said = str(error)
    if "JAVA_GATEWAY_EXITED" in said:
        return "Java did not start: Spark needs Java 17 or later, with `java` on the path or JAVA_HOME"
    said = str(getattr(error, "java_exception", said))
    line = next((line for line in said.splitlines() if line.strip()), type(error).__name__)
    return line.strip()[:_SHOWN].rstrip(".")


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """While Java starts it inherits a standard error that leads nowhere, and keeps it."""
    try:
        number = sys.__stderr__.fileno() if sys.__stderr__ is not None else 2
        kept = os.dup(number)
    except (OSError, ValueError):
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, number)
        yield
    finally:
        os.dup2(kept, number)
        os.close(kept)
        os.close(nowhere)
