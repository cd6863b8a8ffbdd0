"""Programs that are kept between the parts of a ledger: most parts speak of the same years."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from dunlang.portfolio.fast.compile import compile_program
from dunlang.portfolio.fast.run import fill_tables, movements, span
from dunlang.records import frozen

if TYPE_CHECKING:
    import datetime as dt

    from dunlang.portfolio.fast.program import Program
    from dunlang.schedule import Engine

__all__ = ["Programs"]


@frozen
class Programs:
    """The programs of one policy for one day, *as_of*, that look ahead to *until*."""

    engine: Engine
    as_of: dt.date
    until: dt.date | None = None
    _kept: dict[tuple[dt.date, dt.date, int], Program] = attrs.field(factory=dict, init=False, eq=False, repr=False)

    def lay(self, con: Any) -> Program:
        """The program for the days and movements of ``inv`` and ``ev``; its tables are in the connection then.

        Whole years are tabled, so that parts share them.
        """
        first, last = span(con, self.as_of)
        first, last = first.replace(month=1, day=1), last.replace(month=12, day=31)
        passes = movements(con, self.engine.policy, (self.as_of - first).days)
        wanted = (first, last, passes)
        if wanted not in self._kept:
            self._kept[wanted] = compile_program(
                self.engine, self.as_of, (first, last), passes=passes, until=self.until
            )
        program = self._kept[wanted]
        fill_tables(con, program)
        return program
