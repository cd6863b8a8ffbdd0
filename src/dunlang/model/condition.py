"""Conditions: typed trees over facts and state, and how one is judged.

A condition is a tree of frozen records. :func:`holds` judges it for a lookup of field values; a fact that is not known
(None) makes every test of it false, and `not` of a test of it true: the same answer that the group solver uses.
"""

from __future__ import annotations

import datetime as dt
import operator
from collections.abc import Callable, Iterator

import attrs

from dunlang.money import Money

__all__ = ["And", "Compare", "Condition", "Flag", "In", "Not", "Or", "fields", "holds"]


@attrs.frozen
class And:
    """All of them."""

    terms: tuple[Condition, ...]


@attrs.frozen
class Or:
    """One of them at least."""

    terms: tuple[Condition, ...]


@attrs.frozen
class Not:
    """The opposite."""

    term: Condition


@attrs.frozen
class In:
    """`field is a`, `field in (a, b)`: equality of words."""

    field: str
    values: tuple[str, ...]


@attrs.frozen
class Compare:
    """`field >= value`: numbers, days (as a count), amounts of one currency, dates."""

    field: str
    operator: str
    value: int | Money | dt.date


@attrs.frozen
class Flag:
    """A field that is true or false."""

    field: str


Condition = And | Or | Not | In | Compare | Flag

_OPERATORS: dict[str, Callable[[object, object], bool]] = {
    ">=": operator.ge,  # type: ignore[dict-item] # the model's types make both sides comparable
    ">": operator.gt,  # type: ignore[dict-item]
    "<=": operator.le,  # type: ignore[dict-item]
    "<": operator.lt,  # type: ignore[dict-item]
    "=": operator.eq,
}


def holds(condition: Condition, value_of: Callable[[str], object]) -> bool:
    """Whether *condition* is true; *value_of* gives a field's value by its name, None where it is not known."""
    match condition:
        case And(terms):
            return all(holds(term, value_of) for term in terms)
        case Or(terms):
            return any(holds(term, value_of) for term in terms)
        case Not(term):
            return not holds(term, value_of)
        case In(field, values):
            return value_of(field) in values
        case Flag(field):
            return value_of(field) is True
        case Compare(field, op, wanted):
            found = value_of(field)
            if found is None:
                return False
            if isinstance(wanted, Money):
                if not isinstance(found, Money) or found.currency != wanted.currency:
                    return False
                return _OPERATORS[op](found.minor, wanted.minor)
            return _OPERATORS[op](found, wanted)


def fields(condition: Condition) -> Iterator[str]:
    """The names of the fields that it reads, in order, repeated as written."""
    match condition:
        case And(terms) | Or(terms):
            for term in terms:
                yield from fields(term)
        case Not(term):
            yield from fields(term)
        case In(field=field) | Compare(field=field) | Flag(field=field):
            yield field
