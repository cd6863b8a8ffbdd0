"""Conditions as functions of what is seen of an invoice on a day, made once for a policy.

The same answers as :func:`dunlang.model.condition.holds`: what is not known makes each test of it false.
"""

from __future__ import annotations

import operator
from functools import partial
from typing import TYPE_CHECKING, Any

from dunlang.model.condition import And, Compare, Flag, In, Not, fields
from dunlang.model.fields import BUILT_IN
from dunlang.money import Money
from dunlang.schedule.facts import fact

if TYPE_CHECKING:
    from collections.abc import Callable

    from dunlang.model.case import Debtor, Invoice
    from dunlang.model.condition import Condition

__all__ = ["Seen", "Test", "reads_exposure", "written"]


class Seen:
    """What conditions see of an invoice: its facts and, for the conditions of steps, its state on a day.

    *outstanding* and *exposure* are minor units in the invoice's currency; *overdue* is None without a due date.
    """

    __slots__ = ("debtor", "disputed", "exposure", "invoice", "outstanding", "overdue")

    def __init__(
        self,
        debtor: Debtor,
        invoice: Invoice,
        outstanding: int = 0,
        exposure: int = 0,
        overdue: int | None = None,
        *,
        disputed: bool = False,
    ) -> None:
        self.debtor = debtor
        self.invoice = invoice
        self.outstanding = outstanding
        self.exposure = exposure
        self.overdue = overdue
        self.disputed = disputed


if TYPE_CHECKING:
    Test = Callable[[Seen], bool]
    Value = Callable[[Seen], Any]

_OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    ">=": operator.ge,
    ">": operator.gt,
    "<=": operator.le,
    "<": operator.lt,
    "=": operator.eq,
}
_STATE: dict[str, Value] = {
    "outstanding": operator.attrgetter("outstanding"),
    "exposure": operator.attrgetter("exposure"),
    "days overdue": operator.attrgetter("overdue"),
    "disputed": operator.attrgetter("disputed"),
}


def reads_exposure(condition: Condition | None) -> bool:
    """Whether a condition asks what the debtor owes on all invoices."""
    return condition is not None and "exposure" in fields(condition)


def written(condition: Condition) -> Test:
    """*condition* as a function."""
    match condition:
        case Flag(field):
            flag = _value(field)
            return lambda seen: flag(seen) is True
        case In(field, values):
            word, words = _value(field), frozenset(values)
            return lambda seen: word(seen) in words
        case Compare(field, op, wanted):
            return _compare(field, _OPERATORS[op], wanted)
        case Not(term):
            inner = written(term)
            return lambda seen: not inner(seen)
    tests = tuple(written(term) for term in condition.terms)
    if isinstance(condition, And):
        return lambda seen: all(test(seen) for test in tests)
    return lambda seen: any(test(seen) for test in tests)


def _compare(field: str, compare: Callable[[Any, Any], bool], wanted: object) -> Test:
    value = _value(field)
    if not isinstance(wanted, Money):

        def number(seen: Seen) -> bool:
            found = value(seen)
            return found is not None and compare(found, wanted)

        return number
    minor, currency = wanted.minor, wanted.currency
    if field in _STATE:
        return lambda seen: seen.invoice.amount.currency == currency and compare(value(seen), minor)

    def amount(seen: Seen) -> bool:
        found = value(seen)
        return isinstance(found, Money) and found.currency == currency and compare(found.minor, minor)

    return amount


def _value(field: str) -> Value:
    if field in BUILT_IN and BUILT_IN[field].state:
        return _STATE[field]
    return partial(_fact, field)


def _fact(field: str, seen: Seen) -> object:
    return fact(field, seen.debtor, seen.invoice)
