"""The record of one finding."""

from __future__ import annotations

import datetime as dt
import enum

from dunlang.records import frozen
from dunlang.source import Span

__all__ = ["Citation", "Diagnostic", "Edit", "Label", "Severity", "sort_key"]


class Severity(enum.StrEnum):
    """How bad: an error fails the check, a warning only under ``--strict``, a note never."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@frozen(kw_only=True)
class Citation:
    """The provision of law behind a finding: what a lawyer needs to check it."""

    provision: str
    """The id in the law data, such as ``nl.bik.mandatory_consumer``."""
    article: str
    """Instrument and article, such as ``art. 6:96(5) BW``."""
    says: str = ""
    """What it says, in one plain sentence."""
    in_force_from: dt.date | None = None
    in_force_until: dt.date | None = None
    confidence: str = ""
    """``verified``, ``single``, ``derived`` or ``memory``."""
    url: str = ""
    verified_on: dt.date | None = None
    origin: str = "dunlang"
    """The pack that it comes from: the shipped data or a file of the user."""


@frozen
class Label:
    """A place and what there is to say about it."""

    span: Span
    text: str = ""


@frozen(kw_only=True)
class Edit:
    """A replacement that mends the finding without changing what is lawful."""

    span: Span
    replacement: str


@frozen(kw_only=True)
class Diagnostic:
    """One thing worth telling the author of a policy.

    The message is one line, lower case, without a full stop, with the author's words in backticks. The primary span
    is None only for what concerns a file as a whole and has no text to show.
    """

    code: str
    name: str
    severity: Severity
    message: str
    span: Span | None
    label: str = ""
    """What is wrong at the span, a few words."""
    related: tuple[Label, ...] = ()
    notes: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()
    help: str | None = None
    """One action the author can take; starts with a verb."""
    edit: Edit | None = None
    witness: tuple[tuple[str, str], ...] = ()
    """A concrete example, as (what, value) pairs: the debtor, the date, the amount that shows it."""
    file: str = ""
    """The file, where there is no span."""

    @property
    def path(self) -> str:
        """The name of the source that it is about."""
        return self.span.source.name if self.span is not None else self.file


def sort_key(found: Diagnostic) -> tuple[str, int, str, str]:
    """Order of anything printed: file, offset, code, message."""
    return found.path, found.span.start if found.span is not None else -1, found.code, found.message
