"""dunlang: a policy language for dunning.

Write the policy as the page that a credit manager would write, check it against itself and the law, and simulate every
invoice on any date. Importing this package costs next to nothing: each public name loads what it needs on first use.

    >>> import dunlang
    >>> policy = dunlang.loads('policy "Standaard" { law NL } group klanten { otherwise }')
    >>> policy.groups[0].name
    'klanten'
"""

from __future__ import annotations

TYPE_CHECKING = False  # what type checkers take for `typing.TYPE_CHECKING`, whose module is most of this import

if TYPE_CHECKING:
    from typing import Any

    from dunlang.api import (
        Amounts,
        Case,
        Debtor,
        Diagnostic,
        DunlangError,
        Entry,
        Event,
        InputError,
        Invoice,
        InvoiceSchedule,
        Judgement,
        Ledger,
        LedgerError,
        LetterError,
        Money,
        Policy,
        PolicyError,
        Reason,
        Schedule,
        Severity,
        Simulation,
        WrittenLetter,
        check,
        check_letter,
        format,  # noqa: A004 - the verb of the command
        load,
        loads,
        render_letter,
        render_letters,
    )

__version__ = "0.1.0"

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
    "__version__",
    "check",
    "check_letter",
    "format",
    "load",
    "loads",
    "render_letter",
    "render_letters",
]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from dunlang import api

    return getattr(api, name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
