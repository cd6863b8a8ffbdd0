"""What the library raises: four classes, each with the findings as values."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dunlang.diagnostics import Diagnostic
    from dunlang.portfolio.table import Reject

__all__ = ["DunlangError", "InputError", "LedgerError", "LetterError", "PolicyError"]


class DunlangError(Exception):
    """The base of all exceptions that dunlang raises on purpose."""


class PolicyError(DunlangError):
    """A policy cannot be used: it, or a file that it uses, cannot be read or has errors. See *diagnostics*."""

    def __init__(self, diagnostics: Sequence[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        """Everything that was found, errors and warnings, sorted by place."""
        shown = [f"{found.span or found.path}: {found.code} {found.message}" for found in self.diagnostics]
        super().__init__("\n".join(shown))


class LedgerError(DunlangError):
    """A ledger cannot be read, or rows of it cannot be taken. See *rejects* and *diagnostics*."""

    def __init__(self, rejects: Sequence[Reject] = (), diagnostics: Sequence[Diagnostic] = ()) -> None:
        self.rejects = tuple(rejects)
        """The rows that were not taken, with the reason for each."""
        self.diagnostics = tuple(diagnostics)
        """What kept the files themselves from being read."""
        shown = [f"{found.path}: {found.message}" for found in self.diagnostics]
        super().__init__("\n".join([*shown, *map(str, self.rejects)]))


class LetterError(DunlangError):
    """A letter cannot be written or read: not due, lacking a value, in no known language. See *diagnostics*."""

    def __init__(self, diagnostics: Sequence[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        """The reasons."""
        super().__init__("\n".join(f"{found.code} {found.message}" for found in self.diagnostics))


class InputError(DunlangError, ValueError):
    """An argument makes no sense: a date outside 1990 to 2100, an amount that is not above zero, a doubled id."""
