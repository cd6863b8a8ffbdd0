"""Where a run on Spark lays its tables: as Parquet in one folder, each a view by its name, taken away when spent.

Stored tables keep statements short: Spark would plan, and run, a view anew at each mention.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dunlang.portfolio.fast.dialects import column_type, translated
from dunlang.portfolio.fast.program import stored
from dunlang.records import frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from dunlang.portfolio.fast.program import Select, Table
    from dunlang.project.spark.files import Store

__all__ = ["Answer", "Desk"]


@frozen
class Answer:
    """The rows that a statement gives."""

    frame: Any

    def fetchall(self) -> list[tuple[Any, ...]]:
        """All of them, on the driver."""
        return [tuple(row) for row in self.frame.collect()]


@frozen(kw_only=True)
class Desk:
    """A folder of tables of one run; *each* is told what is being made."""

    session: Any
    store: Store
    folder: str
    each: Callable[[str], None]

    def execute(self, sql: str) -> Answer:
        """Run a statement in DuckDB's words."""
        return Answer(self.session.sql(translated(sql, "spark")))

    def lay(self, table: Table) -> None:
        """Store a lookup table; joins send it to every worker."""
        from pyspark.sql import functions as f

        columns = ", ".join(f"{name} {column_type(kind, 'spark')}" for name, kind in table.columns)
        self.keep(table.name, self.session.createDataFrame(list(table.rows), columns).coalesce(1))
        f.broadcast(self.session.table(table.name)).createOrReplaceTempView(table.name)

    def run(self, selects: Sequence[Select], stay: Collection[str]) -> None:
        """Store each kept select and the last; those that are read no more go, unless they *stay*."""
        steps = stored(selects)
        for number, select in enumerate(steps, 1):
            self.each(f"{number} of {len(steps)}: {select.name}")
            self.keep(select.name, self.session.sql(translated(select.sql, "spark")))
            for spent in select.spent:
                if spent not in stay:
                    self.drop(spent)

    def keep(self, name: str, frame: Any, *, mode: str = "error") -> None:
        """Store *frame* under *name*; with the *mode* ``append`` behind what is there."""
        frame.write.mode(mode).parquet(self.path(name))
        self.session.read.schema(frame.schema).parquet(self.path(name)).createOrReplaceTempView(name)

    def drop(self, name: str) -> None:
        """Take a stored table away."""
        self.session.catalog.dropTempView(name)
        self.store.remove(self.path(name))

    def path(self, name: str) -> str:
        """Where a table is stored."""
        return f"{self.folder}/{name}"
