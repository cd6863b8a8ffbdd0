"""What keeps a ledger from tables: counted part by part of the ledger, said once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from dunlang.records import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Fault", "first_of"]


@frozen(kw_only=True)
class Fault:
    """Rows of one file that break one rule; that file is looked at no further."""

    place: int
    """Where the rule stands among all: of several that are broken the first is said."""
    file: str
    what: str
    """What the rows do, as ``repeat a debtor``."""
    count: int
    row: int | None = None
    """The first of them, where it is known; the header is row 1."""

    def __str__(self) -> str:
        where = f", the first in row {self.row}" if self.row is not None else ""
        return f"{self.file}: {self.count} rows {self.what}{where}"


def first_of(faults: Iterable[Fault]) -> str:
    """The first rule that is broken in any part of a ledger, with the rows of all parts; empty without faults.

    Each part's rules were tried in their order up to the first file with a fault, so what comes first overall was
    counted in every part.
    """
    listed = list(faults)
    if not listed:
        return ""
    place = min(fault.place for fault in listed)
    same = [fault for fault in listed if fault.place == place]
    rows = [fault.row for fault in same if fault.row is not None]
    whole = attrs.evolve(same[0], count=sum(fault.count for fault in same), row=min(rows, default=None))
    return str(whole)
