"""The codes of a history kept in a folder: what keeps dunlang from reading it or adding to it."""

from __future__ import annotations

from dunlang.diagnostics import Page, Severity

__all__ = ["BUSY", "NOT_A_HISTORY", "NOT_RECORDED", "OUT_OF_ORDER", "PAGES"]

NOT_A_HISTORY = Page(
    code="HIS001",
    name="no-history",
    severity=Severity.ERROR,
    text="""A file is no history that dunlang can read.

`history.sqlite` is not a file of dunlang, was written by a newer version, is damaged, or is a link. Nothing was read
from it and nothing written. Name another folder, install the version that wrote it, or put back a copy.
""",
)

BUSY = Page(
    code="HIS002",
    name="history-in-use",
    severity=Severity.ERROR,
    text="""Another run writes to this history.

Two runs at once would give the same step twice, so the second is refused and records nothing. Wait until the other has
ended. A run that was killed keeps nobody waiting: its lock ends with it.
""",
)

OUT_OF_ORDER = Page(
    code="HIS003",
    name="history-out-of-order",
    severity=Severity.ERROR,
    text="""What is to be recorded does not fit what was recorded before.

A worklist is recorded for the day of the last one or a later day. A worklist that was recorded and may not have reached
anybody is printed (`dunlang history FOLDER --run N`) or withdrawn before the next one. Only a run that stands can be
withdrawn.
""",
)

NOT_RECORDED = Page(
    code="HIS004",
    name="not-recorded",
    severity=Severity.ERROR,
    text="""Nothing could be recorded.

The folder cannot be written, the disk is full or failing. The history is as it was before, and no worklist was given.
""",
)

#: All of them, in the order of their codes.
PAGES = (NOT_A_HISTORY, BUSY, OUT_OF_ORDER, NOT_RECORDED)
