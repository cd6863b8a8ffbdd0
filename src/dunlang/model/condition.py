"""Conditions: typed trees over facts and state, and how one is judged.

A condition is a tree of frozen records. :func:`holds` judges it for a lookup of field values; a fact that is not known
(None) makes every test of it false, and `not` of a test of it true: the same answer that the group solver uses.
"""

from __future__ import annotations

import datetime as dt
import operator
from collections.abc import Callable, Iterator

from dunlang.money import Money
from dunlang.records import frozen

__all__ = ["And", "Compare", "Condition", "Flag", "In", "Not", "Or", "fields", "holds", "words"]


@frozen
class And:
    """All of them."""

    terms: tuple[Condition, ...]


@frozen
class Or:
    """One of them at least."""

    terms: tuple[Condition, ...]


@frozen
class Not:
    """The opposite."""

    term: Condition


@frozen
class In:
    """`field is a`, `field in (a, b)`: equality of words."""

    field: str
    values: tuple[str, ...]


@frozen
class Compare:
    """`field >= value`: numbers, days (as a count), amounts of one currency, dates."""

    field: str
    operator: str
    value: int | Money | dt.date


@frozen
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
            for term in terms:  # noqa: SIM110 - a generator would double the depth of the stack
                if not holds(term, value_of):
                    return False
            return True
        case Or(terms):
            for term in terms:  # noqa: SIM110 - as above
                if holds(term, value_of):
                    return True
            return False
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
    waiting = [condition]
    while waiting:
        match waiting.pop():
            case And(terms) | Or(terms):
                waiting.extend(reversed(terms))
            case Not(term):
                waiting.append(term)
            case In(field=field) | Compare(field=field) | Flag(field=field):
                yield field


def words(condition: Condition) -> str:
    """The condition in the language's own words, brackets only where they are needed."""
    match condition:
        case And(terms):
            parts = []
            for term in terms:  # a comprehension would double the depth of the stack
                parts.append(f"({words(term)})" if isinstance(term, Or) else words(term))  # noqa: PERF401 - as said
            return " and ".join(parts)
        case Or(terms):
            parts = []
            for term in terms:
                parts.append(words(term))
            return " or ".join(parts)
        case Not(In(field, values)):
            return f"{field} is not {_word(values[0])}" if len(values) == 1 else f"{field} not in ({_list(values)})"
        case Not(term):
            return f"not ({words(term)})" if isinstance(term, And | Or) else f"not {words(term)}"
        case In(field, values):
            return f"{field} is {_word(values[0])}" if len(values) == 1 else f"{field} in ({_list(values)})"
        case Compare(field, op, value):
            return f"{field} {op} {value}{_unit(field, value)}"
        case Flag(field):
            return field


def _list(values: tuple[str, ...]) -> str:
    return ", ".join(map(_word, values))


def _word(value: str) -> str:
    return value if value.isidentifier() else f'"{value}"'


def _unit(field: str, value: object) -> str:
    if field not in ("average days late", "days overdue"):
        return ""
    return " day" if value == 1 else " days"
