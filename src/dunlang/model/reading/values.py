"""Numbers with their units, dates, codes: the smallest things that a policy says, read and checked."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

from dunlang.dates import Offset, Unit, parse_date
from dunlang.diagnostics import did_you_mean
from dunlang.model.codes import COUNTRIES, LANGUAGES, country_code
from dunlang.model.pages import IMPOSSIBLE_NUMBER, TWO_CURRENCIES, UNIT_MISMATCH, UNKNOWN_CODE
from dunlang.money import CURRENCIES, AmountError, Money, parse_amount
from dunlang.syntax.tree import Node, Token

if TYPE_CHECKING:
    from dunlang.model.reading.desk import Desk

__all__ = ["amount", "country", "currency", "date", "days", "language", "percent", "period", "string", "whole"]

#: Longer periods are taken for a slip of the pen: ten years.
_MOST: dict[Unit, int] = {"days": 3660, "working days": 2610, "weeks": 522, "months": 120}

_UNITS: dict[str, Unit] = {"days": "days", "working_days": "working days", "weeks": "weeks", "months": "months"}


def string(token: Token | None) -> str:
    """The text between the quotes; empty where recovery lost it."""
    return token.text[1:-1] if token is not None else ""


def whole(desk: Desk, token: Token | None, least: int, most: int, what: str) -> int | None:
    """A whole number from *least* to *most*; *what* names it in the message."""
    if token is None or not token.text:
        return None
    text = token.text
    if not text.isdecimal():
        desk.report(
            IMPOSSIBLE_NUMBER, token, f"`{text}` is not a whole number: {what} are counted", help="write a whole number"
        )
        return None
    if len(text) > 9 or not least <= int(text) <= most:
        shown = text if len(text) <= 20 else f"{text[:20]}…"
        desk.report(IMPOSSIBLE_NUMBER, token, f"`{shown}` is out of range: {what} go from {least} to {most}")
        return None
    return int(text)


def period(desk: Desk, node: Node | None, *, least: int = 0) -> Offset | None:
    """A `duration` node: ``14 days``. *least* 1 refuses a period of nothing."""
    if node is None or len(node.children) != 2:
        return None
    number, named = node.children
    if not isinstance(number, Token) or not isinstance(named, Node) or not number.text:
        return None
    unit = _UNITS[named.rule]
    text = number.text
    if text.isdecimal() and len(text) < 6 and least <= int(text) <= _MOST[unit]:
        return Offset(int(text), unit)
    if not text.isdecimal():
        message, advice = f"`{text}` {unit} cannot be counted: a period is a whole number", "write a whole number"
    elif len(text) < 6 and int(text) < least:
        message, advice = f"`{text} {unit}` is no period at all", f"write at least `1 {unit[:-1]}`"
    else:
        message, advice = f"`{text[:20]} {unit}` is longer than ten years", "write a shorter period"
    desk.report(IMPOSSIBLE_NUMBER, node, message, help=advice)
    return None


def days(desk: Desk, node: Node | None, what: str) -> int | None:
    """A `duration` node as a count of days: days or weeks; *what* is counted so, for the message."""
    offset = period(desk, node)
    if offset is None or node is None:
        return None
    if offset.unit == "days":
        return offset.count
    if offset.unit == "weeks":
        return offset.count * 7
    desk.report(
        UNIT_MISMATCH, node, f"{what} is counted in days, not in {offset.unit}", help="write it in `days` or `weeks`"
    )
    return None


def amount(desk: Desk, node: Node | None, *, within: str | None = None, least: int = 0) -> Money | None:
    """A `money` node. *within* is the currency that it must have here; *least* 1 refuses nothing at all."""
    number = node.token("NUMBER") if node is not None else None
    unit = node.token("CURRENCY") if node is not None else None
    if node is None or number is None or unit is None or not number.text or not unit.text:
        return None
    code = unit.text
    if code not in CURRENCIES:
        _unknown_code(desk, unit, "an ISO 4217 currency", CURRENCIES)
        return None
    try:
        minor = parse_amount(number.text, code)
    except AmountError as error:
        desk.report(IMPOSSIBLE_NUMBER, node, str(error))
        return None
    if minor < least:
        desk.report(
            IMPOSSIBLE_NUMBER,
            node,
            f"`{number.text} {code}` is no amount at all here",
            help="write an amount above zero",
        )
        return None
    if within is not None and code != within:
        desk.report(
            TWO_CURRENCIES,
            unit,
            f"`{code}` stands against {within}: amounts of two currencies cannot be compared or added",
            help=f"write the amount in {within}",
        )
        return None
    return Money(minor, code)


def percent(desk: Desk, node: Node | None) -> Decimal | None:
    """A `percent` node, from 0 to 100 with at most six decimals."""
    number = node.token("NUMBER") if node is not None else None
    if node is None or number is None or not number.text:
        return None
    text = number.text
    if len(text) > 20 or len(text.partition(".")[2].rstrip("0")) > 6:
        desk.report(IMPOSSIBLE_NUMBER, node, f"`{text[:20]}%` has more than six decimals", help="round the rate")
        return None
    rate = Decimal(text)
    if rate > 100:
        desk.report(IMPOSSIBLE_NUMBER, node, f"`{text}%` is more than 100%", help="write a rate from 0% to 100%")
        return None
    return rate


def date(token: Token | None) -> dt.date | None:
    """A `DATE` token; None where it is no date, which the parser has reported."""
    if token is None or not token.text:
        return None
    try:
        return parse_date(token.text)
    except ValueError:
        return None


def country(desk: Desk, token: Token | None) -> str | None:
    """A country's code, in the spelling of the law data."""
    return country_word(desk, token, token.text) if token is not None and token.text else None


def country_word(desk: Desk, place: Token | Node, text: str) -> str | None:
    """A country's code that was written as *text* at *place*."""
    code = country_code(text)
    if code is None:
        _unknown_code(desk, place, "a country's code (ISO 3166, two capitals)", COUNTRIES, text)
    return code


def language(desk: Desk, token: Token | None) -> str | None:
    """A language's code."""
    return language_word(desk, token, token.text) if token is not None and token.text else None


def language_word(desk: Desk, place: Token | Node, text: str) -> str | None:
    """A language's code that was written as *text* at *place*."""
    if text in LANGUAGES:
        return text
    _unknown_code(desk, place, "a language's code (ISO 639-1, two small letters)", LANGUAGES, text)
    return None


def currency(desk: Desk, place: Token | Node | None, text: str | None = None) -> str | None:
    """A currency's code."""
    if place is None:
        return None
    code = text if text is not None else desk.span(place).text
    if not code:
        return None
    if code in CURRENCIES:
        return code
    _unknown_code(desk, place, "an ISO 4217 currency", CURRENCIES, code)
    return None


def _unknown_code(
    desk: Desk, place: Token | Node, what: str, known: dict[str, int] | frozenset[str], text: str | None = None
) -> None:
    text = text if text is not None else desk.span(place).text
    other_case = next((code for code in sorted(known) if code.casefold() == text.casefold()), None)
    guess = other_case or (did_you_mean(text, known) if len(text) > 2 else None)
    desk.report(UNKNOWN_CODE, place, f"`{text[:40]}` is not {what}", help=f"write `{guess}`" if guess else None)
