"""What happens, when, why, and for how much: the reference engine.

:func:`prepare` binds a policy to the law; :meth:`Engine.schedule` answers for one debtor on one date. Files:
:mod:`.result` (the records of the answer), :mod:`.engine` (time), :mod:`.line` (one invoice on its way),
:mod:`.timing` (run days), :mod:`.holds` (waiting), :mod:`.account` (money), :mod:`.facts`, :mod:`.outcome`.
Everything loads on first use: who only wants run days does not pay for the engine.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
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

#: The module of each name that is not in :mod:`.result`.
_HOMES = {"Clock": "timing", "Engine": "engine", "prepare": "engine"}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES.get(name, 'result')}"), name)
