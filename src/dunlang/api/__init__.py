"""What a host application uses; ``import dunlang`` gives these names on first use.

:func:`load` and :func:`loads` make a :class:`Policy`, :func:`check` gives findings, :func:`format` the canonical text.
The records are those of the rooms below, documented where they stand. Only :class:`DunlangError` and its three
subclasses are ever raised on purpose.
"""

from __future__ import annotations

from dunlang.api.errors import DunlangError, InputError, LedgerError, PolicyError
from dunlang.api.policy import Policy, check, load, loads
from dunlang.api.text import format  # noqa: A004 - the verb of the command
from dunlang.diagnostics import Diagnostic, Severity
from dunlang.model.case import Case, Debtor, Event, Invoice
from dunlang.money import Money
from dunlang.portfolio.ledger import Ledger
from dunlang.portfolio.worklist import Simulation
from dunlang.schedule.result import Amounts, Entry, InvoiceSchedule, Reason, Schedule

__all__ = [
    "Amounts",
    "Case",
    "Debtor",
    "Diagnostic",
    "DunlangError",
    "Entry",
    "Event",
    "InputError",
    "Invoice",
    "InvoiceSchedule",
    "Ledger",
    "LedgerError",
    "Money",
    "Policy",
    "PolicyError",
    "Reason",
    "Schedule",
    "Severity",
    "Simulation",
    "check",
    "format",
    "load",
    "loads",
]
