"""Where a run on Spark lays its tables: in the memory of the workers, each a view by its name, taken away when spent.

A kept table cuts what Spark knows of its making, so no statement is planned or run again at a later mention. Tables of
invoices are parted and sorted by the invoice's number once: joins and counts by it then move nothing between workers.
Small tables are sent to every worker by the joins that read them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from dunlang.portfolio.fast.dialects import column_type, translated
from dunlang.portfolio.fast.program import stored
from dunlang.records import frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from dunlang.portfolio.fast.program import Select, Table
    from dunlang.project.spark.files import Store

__all__ = ["Answer", "Desk"]

#: Tables of at most so many bytes are sent to every worker: those of invoices, which joins need not move, and others.
_SMALL, _SMALL_OTHER = 2 * 2**20, 64 * 2**20


@frozen
class Answer:
    """The rows that a statement gives."""

    frame: Any

    def fetchall(self) -> list[tuple[Any, ...]]:
        """All of them, on the driver."""
        return [tuple(row) for row in self.frame.collect()]


@frozen(kw_only=True)
class Desk:
    """The tables of one run; *each* is told what is being made.

    With *lasting* tables are stored under the session's checkpoints, so that a worker may be lost on the way; else a
    lost worker ends the run. *parts* are those of a table of invoices.
    """

    session: Any
    store: Store
    each: Callable[[str], None]
    lasting: bool = False
    parts: int = 1
    _kept: dict[str, tuple[Any, ...]] = attrs.field(factory=dict, init=False, repr=False)

    def execute(self, sql: str) -> Answer:
        """Run a statement in DuckDB's words."""
        return Answer(self.session.sql(translated(sql, "spark")))

    def lay(self, table: Table) -> None:
        """Keep a lookup table; joins send it to every worker."""
        from pyspark.sql import functions as f

        columns = ", ".join(f"{name} {column_type(kind, 'spark')}" for name, kind in table.columns)
        self.keep(table.name, self.session.createDataFrame(list(table.rows), columns).coalesce(1))
        f.broadcast(self.session.table(table.name)).createOrReplaceTempView(table.name)

    def run(
        self,
        selects: Sequence[Select],
        stay: Collection[str],
        *,
        views: Collection[str] = (),
        loose: Collection[str] = (),
    ) -> None:
        """Keep each kept select and the last; those that are read no more go, unless they *stay*.

        Those among *views* are not worth keeping: Spark makes them anew at each mention. Those among *loose* are not
        parted by invoice, because what reads them is not.
        """
        steps = stored(selects)
        for number, select in enumerate(steps, 1):
            self.each(f"{number} of {len(steps)}: {select.name}")
            frame = self.session.sql(translated(select.sql, "spark"))
            if select.name in views:
                frame.createOrReplaceTempView(select.name)
                continue
            if "n" in frame.columns and select.name not in loose:
                frame = frame.repartition(self.parts, "n").sortWithinPartitions("n")
            self.keep(select.name, frame)
            for spent in select.spent:
                if spent not in stay:
                    self.drop(spent)

    def keep(self, name: str, frame: Any) -> None:
        """Make *frame* now, and hold it under *name*."""
        from pyspark import StorageLevel
        from pyspark.sql import functions as f

        if self.lasting:
            before = set(self._stored())
            kept = frame.checkpoint()
            self._kept[name] = tuple(path for path in self._stored() if path not in before)
        else:
            context = self.session.sparkContext
            old = set(context._jsc.getPersistentRDDs())
            # as bytes: millions of rows as objects keep the collector of garbage busy
            kept = frame.localCheckpoint(storageLevel=StorageLevel.MEMORY_AND_DISK)
            made = {number: rdd for number, rdd in context._jsc.getPersistentRDDs().items() if number not in old}
            size = sum(i.memSize() + i.diskSize() for i in context._jsc.sc().getRDDStorageInfo() if i.id() in made)
            if made and size <= (_SMALL if "n" in frame.columns else _SMALL_OTHER):
                kept = f.broadcast(kept)
            self._kept[name] = tuple(made.values())
        kept.createOrReplaceTempView(name)

    def drop(self, name: str) -> None:
        """Take a table away."""
        self.session.catalog.dropTempView(name)
        for kept in self._kept.pop(name, ()):
            if self.lasting:
                self.store.remove(kept)
            else:
                kept.unpersist()

    def clear(self) -> None:
        """Take all tables away."""
        for name in list(self._kept):
            self.drop(name)

    def _stored(self) -> list[str]:
        """The stored tables."""
        folder = self.session.sparkContext.getCheckpointDir()
        return [f"{folder}/{name}" for name in self.store.listed(folder)]
