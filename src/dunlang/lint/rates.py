"""Rates of interest compared over time: the clause of a group against a rate of the law, on each day that matters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from decimal import Decimal

from dunlang.law import InterestRule, Provision, RatePeriod
from dunlang.lint.legal import Case
from dunlang.records import frozen

__all__ = ["Differing", "differing", "rates_of"]


@frozen
class Differing:
    """The first day on which two rates stand as asked, and both rates on it."""

    day: dt.date
    ours: RatePeriod
    theirs: RatePeriod


def rates_of(case: Case, on: dt.date) -> InterestRule | None:
    """The rates of the interest clause of *case* by the law that the group names; None without a clause or a rate."""
    clause, law = case.interest, case.group.law
    if clause is None or law is None:
        return None
    match clause.kind:
        case "statutory":
            return law.interest(case.debtor, on)
        case "reference":
            return law.reference_plus(clause.percent, case.debtor, on)
    return law.contractual(clause.percent, clause.per, None, case.debtor, on)


def differing(
    case: Case,
    ours: Sequence[RatePeriod],
    theirs: Sequence[RatePeriod],
    breaks: Callable[[Decimal, Decimal], bool],
    rule: Provision | None = None,
) -> Differing | None:
    """The first day of the validity on which *breaks* is true of the two rates; one whose rates are verified, if any.

    Only days on which *rule* is in force count. Days on which a rate is not known are told as not checked.
    """
    first, last = case.view.first, case.view.last
    if first is None or last is None:
        return None
    starts = [each.start for each in (*ours, *theirs)] + ([rule.start] if rule is not None and rule.start else [])
    days = sorted({first, *(start for start in starts if first < start <= last)})
    found: list[Differing] = []
    for day in days:
        mine = next((each for each in ours if each.start <= day < each.end), None)
        law = next((each for each in theirs if each.start <= day < each.end), None)
        if rule is not None and not rule.in_force(day):
            continue
        if mine is not None and law is not None and breaks(mine.percent, law.percent):
            found.append(Differing(day, mine, law))
    for rates in (ours, theirs):
        end = max((each.end for each in rates), default=first)
        if end <= last:
            case.missing(f"interest from {end}", "no rate is known from that day on")
    sure = (each for each in found if each.theirs.provision is None or each.theirs.provision.may_be_error)
    return next(sure, found[0] if found else None)
