"""The words of a template, read as those of a letter: for the rules that judge wording.

:func:`spoken_letter` gives the claims of a template's text with its places; a period whose length is a slot has the
length that the notice gives.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import attrs

from dunlang.diagnostics import Diagnostic, Label, Severity
from dunlang.lint.legal import Case, ground
from dunlang.lint.rule import Rule
from dunlang.lint.saying import heard, template_of
from dunlang.model.policy import Notice, Step
from dunlang.records import frozen

if TYPE_CHECKING:
    from dunlang.notice.claims import LetterClaims
    from dunlang.notice.periods import PeriodClaim
    from dunlang.notice.remarks import LetterFacts, Remark
    from dunlang.notice.said import Said
    from dunlang.notice.spoken import Words
    from dunlang.source import Span

__all__ = ["SpokenLetter", "spoken_letter"]


@frozen(eq=False)
class SpokenLetter:
    """The template of a notice as one step sends it to one kind of debtor, read."""

    notice: Notice
    said: Said
    words: Words
    claims: LetterClaims

    def periods(self) -> tuple[PeriodClaim, ...]:
        """The periods for payment that these debtors can read."""
        return tuple(
            self._filled(period)
            for period in self.claims.periods
            if period.role == "payment" and self.is_read(period.span)
        )

    def is_read(self, span: Span) -> bool:
        """Whether the words of *span* are printed for any of these debtors."""
        return self.said.holds(self.words.condition(span))

    def place(self, remark: Remark) -> Span | None:
        """Where the words of a remark stand in the template."""
        return None if remark.span is None else self.words.place(remark.span)

    def finding(self, rule: Rule, remark: Remark) -> Diagnostic:
        """A remark on these words as a finding of *rule*; only what is surely wrong, on sure law, is an error."""
        notice = self.notice
        basis = ground(*remark.provisions, severity=Severity.ERROR if remark.effect == "no" else Severity.WARNING)
        place = self.place(remark)
        return rule.at(
            notice.template_span or notice.name_span,
            f"in the letter of `{notice.name}`, {remark.message}",
            label=remark.label,
            related=() if place is None else (Label(place, "in these words"),),
            notes=basis.notes,
            citations=basis.citations,
            severity=basis.severity,
            help=remark.help,
        )

    def _filled(self, period: PeriodClaim) -> PeriodClaim:
        gives = self.notice.gives
        if period.length is not None or period.is_day or gives is None or period.slot != "period.days":
            return period
        return attrs.evolve(period, length=gives)

    def facts(self, case: Case, step: Step, on: dt.date) -> LetterFacts:
        """What the policy knows of the letter."""
        from dunlang.notice.remarks import LetterFacts

        return LetterFacts(
            kind=self.notice.kind or "reminder",
            debtor=case.debtor,
            language=self.claims.text.lexicon.code,
            on=on,
            channels=step.send.channels if step.send is not None else ("post",),
        )


def spoken_letter(case: Case, step: Step, notice: Notice) -> SpokenLetter | None:
    """The words of *notice*; None where it has no template, or one that could not be read, or in another language."""
    said = template_of(case.group, step, notice, case.debtor) if notice.template else None
    if said is None:
        return None
    found = heard(case.view, notice, said.analysis)
    return None if found is None else SpokenLetter(notice, said, found.words, found.claims)
