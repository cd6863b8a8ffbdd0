"""What is wrong with the costs that a template names in its own words, by the law of a day.

Costs that a letter prints from the schedule (``costs.due``) are the schedule's own: whether those are due is the work
of ``costs-printed-amiss``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

import attrs

from dunlang.diagnostics import Diagnostic, Page
from dunlang.law import ChargeRule
from dunlang.lint.free_letter import costs_may_be_due, listed
from dunlang.lint.legal import Case, cases
from dunlang.lint.rule import Rule
from dunlang.lint.view import View
from dunlang.lint.wording import SpokenLetter, spoken_letter
from dunlang.model.policy import Notice, Step

if TYPE_CHECKING:
    from dunlang.notice.remarks import Remark

__all__ = ["costs_in_words"]

_OWED = "costs.due"


def costs_in_words(view: View, rule: Rule, pages: Collection[Page]) -> Iterator[Diagnostic]:
    """A finding of *rule* for each remark on one of *pages*, once for each letter."""
    told: set[tuple[str, str]] = set()
    for case in cases(view) if view.has_templates else ():
        for _, found in case.over(_judged):
            for letter, remark in found:
                key = (letter.notice.name, remark.message)
                if remark.page in pages and key not in told:
                    told.add(key)
                    yield letter.finding(rule, remark)


def _judged(case: Case, on: dt.date) -> tuple[tuple[SpokenLetter, Remark], ...]:
    """The remarks on the costs of every letter by the law of the day *on*."""
    charging = case.law.charging(case.debtor, on, case.creditor_size)
    if charging is None:
        return ()
    return tuple(
        (letter, remark)
        for step, notice in case.own_letters()
        if (letter := spoken_letter(case, step, notice)) is not None
        for remark in _remarks(case, charging, step, notice, letter, on)
    )


def _remarks(
    case: Case, charging: ChargeRule, step: Step, notice: Notice, letter: SpokenLetter, on: dt.date
) -> list[Remark]:
    from dunlang.notice.costs import judge_costs
    from dunlang.notice.elements import elements
    from dunlang.notice.wording_pages import AT_ONCE

    read = attrs.evolve(
        letter.claims,
        costs=tuple(cost for cost in letter.claims.costs if cost.slot != _OWED and letter.is_read(cost.span)),
        amounts=tuple(amount for amount in letter.claims.amounts if letter.is_read(amount.span)),
    )
    owed = costs_may_be_due(case, charging, step)
    opens = charging.letter and not owed and (step, notice) in listed(case, charging)
    facts = letter.facts(case, step, on)
    found = judge_costs(case.law, facts, charging, read, opens=opens, elements=elements(read))
    return [remark for remark in found if not (owed and remark.page is AT_ONCE)]
