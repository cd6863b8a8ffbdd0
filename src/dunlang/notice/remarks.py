"""What is known of a letter besides its text, and what is found about it."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from dunlang.diagnostics import Diagnostic, Page, Severity
from dunlang.law import Provision
from dunlang.records import frozen
from dunlang.source import Span

__all__ = ["Effect", "LetterFacts", "Remark"]

Effect = Literal["no", "undecided", "none"]

_SEVERITY = {"no": Severity.ERROR, "undecided": Severity.WARNING, "none": Severity.NOTE}


@frozen(kw_only=True)
class LetterFacts:
    """What its sender knows of a letter; amounts in minor units, None for what is not told."""

    kind: str
    """``announcement``, ``reminder``, ``formal``, ``final`` or ``handover``."""
    debtor: str
    language: str
    on: dt.date
    """The day whose law holds: the day of sending, or another where that is not known."""
    sent: dt.date | None = None
    received: dt.date | None = None
    channels: tuple[str, ...] = ("post",)
    principal: int | None = None
    costs: int | None = None
    """The costs that the creditor will ask; 0: none."""
    vat: bool | None = None
    """Whether the creditor can reclaim the VAT on the costs."""
    sender: str = "creditor"
    creditor: str = ""
    opens: bool = True
    """Whether it is the letter that opens the way to costs, where the law knows such a letter."""


@frozen(kw_only=True)
class Remark:
    """One thing to say of a letter. *effect*: it makes the letter wrong (``no``), undecided, or nothing (a note)."""

    page: Page
    effect: Effect
    message: str
    span: Span | None = None
    label: str = ""
    help: str = ""
    notes: tuple[str, ...] = ()
    provisions: tuple[Provision, ...] = ()

    def diagnostic(self, file: str) -> Diagnostic:
        """The remark as a finding in the letter *file*."""
        seen = {id(provision): provision for provision in self.provisions if provision is not None}
        unsure = self.effect == "undecided" and seen and not any(each.may_be_error for each in seen.values())
        return self.page.at(
            self.span,
            self.message,
            label=self.label,
            notes=(*self.notes, "undecided: what it rests on is not confirmed by two sources")
            if unsure
            else self.notes,
            citations=tuple(provision.citation() for provision in seen.values()),
            help=self.help or None,
            severity=_SEVERITY[self.effect],
            file=file,
        )
