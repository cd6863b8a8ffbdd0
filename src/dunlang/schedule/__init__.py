"""What happens, when, why, and for how much: the reference engine.

:func:`prepare` binds a policy to the law; :meth:`Engine.schedule` answers for one debtor on one date. Files:
:mod:`.result` (the records of the answer), :mod:`.engine` (time), :mod:`.line` (one invoice on its way),
:mod:`.timing` (run days), :mod:`.holds` (waiting), :mod:`.account` (money), :mod:`.facts`, :mod:`.outcome`.
"""

from dunlang.schedule.engine import Engine, prepare
from dunlang.schedule.result import (
    Allocation,
    Amounts,
    Entry,
    HoldPeriod,
    InvoiceSchedule,
    Letter,
    Reason,
    Schedule,
    SupplyStop,
)
from dunlang.schedule.timing import Clock

__all__ = [
    "Allocation",
    "Amounts",
    "Clock",
    "Engine",
    "Entry",
    "HoldPeriod",
    "InvoiceSchedule",
    "Letter",
    "Reason",
    "Schedule",
    "SupplyStop",
    "prepare",
]
