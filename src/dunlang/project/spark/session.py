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

__all__ = ["local_session", "open_session", "session_fault"]

#: What the statements rely on: an overflow is an error, and days do not depend on where a machine stands.
_NEEDS = {"spark.sql.ansi.enabled": "true", "spark.sql.session.timeZone": "UTC"}
#: Memory of a run on this machine, where nothing else says how much.
_MEMORY = "3g"
_SHOWN = 300


@contextlib.contextmanager
def open_session(master: str = "") -> Iterator[Any]:
    """The session to run in: that which is active, unless *master* names a cluster; else one that ends with the run.

    Without *master*, Spark's own settings say where it runs (``MASTER`` in the environment, ``spark.master``), else
    this machine does it, with all its cores.
    """
    from pyspark.sql import SparkSession

    running = SparkSession.getActiveSession()
    if running is not None and not master:
        before = {name: running.conf.get(name, None) for name in _NEEDS}
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
        builder = builder.config("spark.driver.memory", os.environ.get("SPARK_DRIVER_MEMORY", _MEMORY))
        builder = builder.config("spark.driver.bindAddress", "127.0.0.1").config("spark.driver.host", "127.0.0.1")
        builder = builder.config("spark.sql.shuffle.partitions", "16")
    if folder is not None:
        builder = builder.config("spark.sql.warehouse.dir", str(folder))
    with _quiet():
        session = builder.getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    logging.getLogger("SQLQueryContextLogger").setLevel(logging.CRITICAL + 1)  # a fault is told once, and by us
    return session


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
