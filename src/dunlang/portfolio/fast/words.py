"""Conditions, cost scales and interest as expressions of SQL over whole numbers."""

from __future__ import annotations

import calendar
import datetime as dt
import math
from typing import TYPE_CHECKING

from dunlang.law.rates import FOREVER
from dunlang.model.condition import And, Compare, Condition, Flag, In, Not, Or
from dunlang.money import Money, micro_percent
from dunlang.portfolio.tabled.rules import known_run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from dunlang.law.costs import CostRule, CostScale
    from dunlang.law.interest import InterestRule
    from dunlang.law.rates import RatePeriod

__all__ = [
    "choice",
    "columns",
    "condition_sql",
    "half_up_sql",
    "interest_sql",
    "largest",
    "literal",
    "net_sql",
    "null",
    "scale_sql",
    "tax_sql",
    "whole",
]

_PARTS = 10**8
_INT64 = 2**63 - 1


def literal(value: str) -> str:
    """A word as a literal."""
    return "'" + value.replace("'", "''") + "'"


def condition_sql(condition: Condition, column: Callable[[str], str], currency: Callable[[str], str]) -> str:
    """*condition* as a test that is true or false, never null: what is not known makes each test of it false.

    *column* gives the expression of a field, *currency* that of the currency of an amount.
    """
    match condition:
        case And(terms):
            inner = " AND ".join(condition_sql(term, column, currency) for term in terms)
            return f"({inner})" if terms else "true"
        case Or(terms):
            inner = " OR ".join(condition_sql(term, column, currency) for term in terms)
            return f"({inner})" if terms else "false"
        case Not(term):
            return f"(NOT {condition_sql(term, column, currency)})"
        case In(field, values):
            return f"coalesce({column(field)} IN ({', '.join(map(literal, values))}), false)"
        case Flag(field):
            return f"coalesce({column(field)}, false)"
        case Compare(field, op, Money(minor, code)):
            return f"coalesce({currency(field)} = {literal(code)} AND {column(field)} {op} {minor}, false)"
        case Compare(field, op, value):
            number = value.toordinal() if isinstance(value, dt.date) else int(value)  # type: ignore[arg-type]
            return f"coalesce({column(field)} {op} {number}, false)"


def half_up_sql(numerator: str, denominator: int) -> str:
    """A division rounded to the nearest whole number, halves up; the numerator is never below zero."""
    return whole(f"2 * ({numerator}) + {denominator}", 2 * denominator)


def whole(numerator: str, denominator: int) -> str:
    """The only division of whole numbers that the writers use; no operand is ever below zero."""
    return f"(({numerator}) // {denominator})"


def null(kind: str) -> str:
    """A null of a type, because a union takes its types from the first select."""
    return f"CAST(NULL AS {kind})"


def columns(names: Iterable[str], of: str = "") -> str:
    """A list of columns, all of one table: a dialect that knows no ``* EXCLUDE`` needs them named."""
    return ", ".join(f"{of}.{name}" if of else name for name in names)


def choice(of: str, texts: Sequence[str], default: str = "0") -> str:
    """A choice by a small number: *texts* has the expression for 0, 1, …; what is the default is left out."""
    if not texts or set(texts) == {default}:
        return default
    if len(set(texts)) == 1:
        return texts[0]
    by_text: dict[str, list[str]] = {}
    for number, text in enumerate(texts):
        if text != default:
            by_text.setdefault(text, []).append(str(number))
    arms = " ".join(f"WHEN {of} IN ({', '.join(numbers)}) THEN {text}" for text, numbers in by_text.items())
    return f"CASE {arms} ELSE {default} END"


def scale_sql(scale: CostScale, principal: str) -> str:
    """The costs of a principal above zero."""
    arms = []
    shrink = math.gcd(_PARTS, *(number for piece in scale.pieces for number in (piece.base, piece.rate)))
    parts = _PARTS // shrink
    for piece in scale.pieces:
        exact = f"{piece.base // shrink} + {piece.rate // shrink} * ({principal} - {piece.above})"
        if not piece.rate:
            exact = str(piece.base // shrink)
        if scale.minimum is not None:
            exact = f"greatest({exact}, {scale.minimum * parts})"
        if scale.maximum is not None:
            exact = f"least({exact}, {scale.maximum * parts})"
        test = f"WHEN {principal} <= {piece.up_to} THEN" if piece.up_to is not None else "ELSE"
        arms.append(f"{test} {half_up_sql(exact, parts)}")
    if arms[0].startswith("ELSE"):
        return arms[0].removeprefix("ELSE ")
    if not arms[-1].startswith("ELSE"):
        arms.append("ELSE 0")
    return f"CASE {' '.join(arms)} END"


def net_sql(rule: CostRule, principal: str) -> str:
    """The costs of a principal without VAT, zero where the law knows none."""
    known = f"{principal} > 0"
    if rule.known_up_to is not None:
        known += f" AND {principal} <= {rule.known_up_to}"
    return f"CASE WHEN {known} THEN {scale_sql(rule.scale, principal)} ELSE 0 END"


def tax_sql(rule: CostRule, net: str, day: str, span: tuple[int, int], *, vat: bool) -> str:
    """The VAT over *net* on a day that lies in *span*; null where its rate is not known, so that no costs are."""
    if not vat or rule.vat_percent_rule == "none":
        return "0"
    periods = [p for p in rule.vat_periods if _end(p) > span[0] and p.start.toordinal() <= span[1]]
    if len(periods) == 1 and periods[0].start.toordinal() <= span[0] and _end(periods[0]) > span[1]:
        return half_up_sql(f"{net} * {micro_percent(periods[0].percent)}", _PARTS)
    taxes = " ".join(
        f"WHEN {day} >= {period.start.toordinal()} AND {day} < {_end(period)} "
        f"THEN {half_up_sql(f'{net} * {micro_percent(period.percent)}', _PARTS)}"
        for period in periods
    )
    return f"CASE {taxes} END" if taxes else null("BIGINT")


def interest_sql(rule: InterestRule, base: str, start: str, end: str, first: int, last: int) -> tuple[str, str]:
    """The interest of one sum over the days from *start* up to *end* (day numbers), and its exact part.

    Where the rule rounds each rate, the first is the rounded sum and the second nothing. Where it rounds once, the
    first brings ``acc`` up to all that ran so far, ``ex`` and the second, which counts in :func:`_per` of a minor unit.
    Only rates that hold between the day numbers *first* and *last* are written out.
    """
    divisor, shrink = _per(rule)
    parts: list[str] = []
    if rule.cut == "rate at start":
        rates = " ".join(
            f"WHEN begins >= {period.start.toordinal()} AND begins < {_end(period)} "
            f"THEN {micro_percent(period.percent) // shrink}"
            for period in rule.periods
            if _end(period) > first and period.start.toordinal() <= last
        )
        if rates:
            parts.append(f"{base} * CASE {rates} ELSE 0 END * {_days(rule, start, end, first, last)}")
    else:
        periods = [p for p in known_run(rule) if p.start.toordinal() <= last and _end(p) > first]
        for number, period in enumerate(periods):
            since = start if not number else f"greatest({start}, {period.start.toordinal()})"
            open_ = number == len(periods) - 1 and period.end == FOREVER
            until = end if open_ else f"least({end}, {_end(period)})"
            rate = micro_percent(period.percent) // shrink
            if rate:
                parts.append(f"{base} * {rate} * {_days(rule, since, until, first, last)}")
    if not parts:
        return "0", "0"
    if rule.rounding == "segment":
        return f"({' + '.join(half_up_sql(part, divisor) for part in parts)})", "0"
    exact = f"({' + '.join(parts)})"
    return f"({half_up_sql(f'ex + {exact}', divisor)} - acc)", exact


def _days(rule: InterestRule, since: str, until: str, first: int, last: int) -> str:
    """The days between two days; for ``actual/actual`` those of common years count 366 and those of leap years 365."""
    days = f"greatest({until} - {since}, 0)"
    if rule.divisor != "actual/actual":
        return days
    leap = []
    for year in range(dt.date.fromordinal(first).year, dt.date.fromordinal(last).year + 1):
        if calendar.isleap(year):
            begins, ends = dt.date(year, 1, 1).toordinal(), dt.date(year + 1, 1, 1).toordinal()
            leap.append(f"greatest(least({until}, {ends}) - greatest({since}, {begins}), 0)")
    return f"(366 * {days} - ({' + '.join(leap)}))" if leap else f"(366 * {days})"


def largest(rule: InterestRule, days: int) -> int:
    """The largest sum whose interest over *days*, compounded eightfold at most, stays within 64 bits."""
    _, shrink = _per(rule)
    rate = max((abs(micro_percent(p.percent)) // shrink for p in rule.periods), default=1) or 1
    year = 366 if rule.divisor == "actual/actual" else 1
    return _INT64 // (16 * rate * year * max(days, 1))


def _per(rule: InterestRule) -> tuple[int, int]:
    shrink = math.gcd(_PARTS, *(micro_percent(period.percent) for period in rule.periods)) or 1
    return _PARTS // shrink * (365 * 366 if rule.divisor == "actual/actual" else int(rule.divisor)), shrink


def _end(period: RatePeriod) -> int:
    return period.end.toordinal()
