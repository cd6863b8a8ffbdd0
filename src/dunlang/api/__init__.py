"""What a host application uses; ``import dunlang`` gives these names on first use.

:func:`load` and :func:`loads` make a :class:`Policy`, :func:`check` gives findings, :func:`format` the canonical text.
The records are those of the rooms below, documented where they stand. Only :class:`DunlangError` and its four
subclasses are ever raised on purpose.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dunlang.api.errors import DunlangError, InputError, LedgerError, LetterError, PolicyError
from dunlang.api.policy import Policy, check, load, loads
from dunlang.api.text import format  # noqa: A004 - the verb of the command
from dunlang.diagnostics import Diagnostic, Severity
from dunlang.model.case import Case, Debtor, Event, Invoice
from dunlang.money import Money
from dunlang.portfolio.ledger import Ledger
from dunlang.portfolio.simulation import Simulation
from dunlang.schedule.result import Amounts, Entry, InvoiceSchedule, Reason, Schedule

if TYPE_CHECKING:
    from dunlang.api.letters import Judgement, WrittenLetter, check_letter, render_letter, render_letters

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
    "Judgement",
    "Ledger",
    "LedgerError",
    "LetterError",
    "Money",
    "Policy",
    "PolicyError",
    "Reason",
    "Schedule",
    "Severity",
    "Simulation",
    "WrittenLetter",
    "check",
    "check_letter",
    "format",
    "load",
    "loads",
    "render_letter",
    "render_letters",
]

#: Templates and wording are slow to load: who only asks for dates does without.
_LETTERS = ("Judgement", "WrittenLetter", "check_letter", "render_letter", "render_letters")


def __getattr__(name: str) -> Any:
    if name not in _LETTERS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from dunlang.api import letters

    return getattr(letters, name)
