"""What the schedule will charge as collection costs, beside what a letter says in words."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby

import attrs

from dunlang.law import CostRule, CostScale, Excess, above
from dunlang.lint.in_words import InWords
from dunlang.lint.legal import Case, grossed
from dunlang.model.condition import Compare
from dunlang.model.policy import Charge
from dunlang.model.region import Example
from dunlang.money import Money
from dunlang.records import frozen
from dunlang.source import Span

__all__ = ["Charged", "Difference", "NamedCosts", "charged", "difference", "named_costs", "with_two"]


@frozen(kw_only=True)
class Charged:
    """What costs may come to: *scales* without VAT and with it, as far as both are possible, and single *fees*."""

    scales: tuple[CostScale, ...]
    fees: tuple[int, ...]
    currency: str
    rule: CostRule | None = attrs.field(default=None, eq=False)
    on: dt.date = attrs.field(default=dt.date.min, eq=False)
    """A day on which it is so."""

    def amount(self, principal: int, scale: CostScale) -> int:
        """What *scale*, one of ours, charges: costs and their VAT are rounded one after the other."""
        with_vat = self.rule is not None and len(self.scales) > 1 and scale is self.scales[0]
        found = self.rule.amount(principal, True, self.on) if with_vat and self.rule is not None else None
        return found.total if found is not None else scale.amount(principal)


@frozen(kw_only=True)
class NamedCosts:
    """Costs that a letter names in words; *scale* is None where the words are no single amount or percentage."""

    span: Span
    scale: CostScale | None
    fixed: int | None = None
    is_each: bool = False
    """Whether they are said to be for each invoice."""


@frozen(kw_only=True)
class Difference:
    """An amount on which a letter and the schedule differ, in minor units, and a reader who gets it."""

    reader: Example
    principal: int
    named: int
    charged: int


def charged(case: Case, on: dt.date) -> Charged | None:
    """What the group of *case* will charge by the law of the day *on*; None where the law has no figure."""
    clause, law, view = case.costs, case.group.law, case.view
    fees = tuple(
        dict.fromkeys(
            action.amount.minor for step in case.group.steps for action in step.actions if isinstance(action, Charge)
        )
    )
    if clause is None:
        return Charged(scales=(), fees=fees, currency=view.policy.currency) if fees else None
    if clause.scale is not None:
        return Charged(scales=(clause.scale,), fees=fees, currency=clause.currency)
    if law is None:
        return None
    rule = law.costs(case.debtor, on) if clause.kind == "statutory" else law.cost_cap(case.debtor, on)
    if rule is None:
        return None
    creditor = view.policy.creditor
    reclaims = creditor.vat_reclaimed if creditor is not None else None
    gross = grossed(rule, on) if rule.vat_percent_rule != "none" and reclaims is not True else None
    # Where VAT comes on top, the letter may name the costs with it or without it.
    scales = (rule.scale,) if gross is None else (gross, rule.scale)
    return Charged(scales=scales, fees=fees, currency=law.currency, rule=rule, on=on)


def named_costs(letter: InWords) -> Iterator[NamedCosts]:
    """The costs that a letter names in figures, sentence by sentence."""
    text = letter.heard.claims.text
    starts = [text.tokens[sentence.first].start for sentence in text.sentences]
    each = {number for number, sentence in enumerate(text.sentences, 1) if sentence.has("each invoice")}
    own = [cost for cost in letter.heard.claims.costs if not cost.slot]
    for number, costs in groupby(own, key=lambda cost: bisect_right(starts, cost.span.start)):
        told = [cost for cost in costs if letter.is_read(cost.amount_span or cost.span)]
        percents = {cost.percent for cost in told if cost.percent is not None}
        if percents:
            rate = next(iter(percents))
            bounds: dict[str, int] = {cost.bound: cost.amount for cost in told if cost.amount is not None}
            span = told[0].amount_span or told[0].span
            several = len(percents) > 1 or "" in bounds
            yield NamedCosts(span=span, scale=None if several else _percent(rate, bounds))
            continue
        for cost in told:
            if cost.amount is not None and cost.amount_span is not None:
                is_fixed = not cost.bound
                yield NamedCosts(
                    span=cost.amount_span,
                    scale=CostScale.fixed(cost.amount) if is_fixed else None,
                    fixed=cost.amount if is_fixed else None,
                    is_each=number in each,
                )


def _percent(rate: Decimal, bounds: dict[str, int]) -> CostScale:
    return CostScale.percent(rate, bounds.get("at least"), bounds.get("at most"))


def difference(letter: InWords, named: NamedCosts, will: Charged) -> Difference | None:
    """An amount on which the words of *letter* are not what is charged, for a reader who gets them; None for none."""
    if named.scale is None or (named.fixed is not None and named.fixed in will.fees):
        return None
    first: Difference | None = None
    for scale in (*will.scales, *(() if will.scales else map(CostScale.fixed, will.fees))):
        found = _reached(letter, named, scale, will)
        if found is None:
            return None
        first = first or found
    return first


def with_two(letter: InWords, named: NamedCosts, will: Charged) -> int | None:
    """What is charged where a letter with a fixed sum carries two invoices, if that is another sum.

    Costs of single invoices are charged for each; those that the law adds up, and fees of a letter, are not.
    """
    from dunlang.notice.logic import Test

    if named.fixed is None or named.is_each or named.fixed in will.fees or not will.scales:
        return None
    if letter.group.terms.letters != "per debtor" or (will.rule is not None and will.rule.aggregate):
        return None
    logic = letter.said.analysis.logic
    several = logic.both(letter.heard.words.condition(named.span), logic.ask(Test("order", "claims", ">=", 2)))
    return 2 * named.fixed if letter.said.holds(several) else None


def _reached(letter: InWords, named: NamedCosts, scale: CostScale, will: Charged) -> Difference | None:
    """The first range of amounts on which two scales differ and that a reader can owe."""
    assert named.scale is not None  # noqa: S101 - the caller looked
    currency = will.currency
    ranges: list[Excess] = sorted((*above(named.scale, scale), *above(scale, named.scale)), key=lambda one: one.first)
    for each in ranges:
        low, high = Money(max(each.first, 1), currency), Money(each.last, currency)
        reader = letter.reader(named.span, Compare("outstanding", ">=", low), Compare("outstanding", "<=", high))
        if reader is None:
            continue
        owed = next((value for field, value in reader if field == "outstanding"), "")
        principal = Money.parse(owed.split()[0], currency).minor if owed else low.minor
        if named.scale.amount(principal) == will.amount(principal, scale):
            principal = low.minor  # rounding may spare one in between, and not the ends
        ours, theirs = named.scale.amount(principal), will.amount(principal, scale)
        others = tuple(pair for pair in reader if pair[0] != "outstanding")
        return Difference(reader=others, principal=principal, named=ours, charged=theirs)
    return None
