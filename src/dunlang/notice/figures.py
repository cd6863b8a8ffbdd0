"""Numbers as marks: amounts, percentages, points, days and counted units of time, and the slots that stand for them.

Each function reads what begins at one token, in figures or with a value that was read from words, adds its mark, and
gives the token to go on with.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

import attrs

from dunlang.dates import FIRST_DATE, LAST_DATE, Unit
from dunlang.notice.lexicon import Lexicon
from dunlang.notice.tokens import Token

__all__ = [
    "CURRENCY_WORDS",
    "Mark",
    "day_behind_month",
    "day_in_figures",
    "read_counted",
    "read_number",
    "read_sign",
    "read_slot",
]

#: Signs and words for currencies, by their codes.
CURRENCY_WORDS = {
    **dict.fromkeys(("€", "eur", "euro", "euros"), "EUR"),
    **dict.fromkeys(("£", "gbp", "pounds", "pound", "pond"), "GBP"),
    **dict.fromkeys(("$", "usd", "dollar", "dollars"), "USD"),
    **dict.fromkeys(("chf", "franken"), "CHF"),
}
_PERCENT = frozenset({"%", "procent", "percent", "prozent"})
_HUNDRED = frozenset({"cent", "ciento"})
_POINTS = frozenset(
    {"punt", "punten", "procentpunt", "procentpunten", "punkte", "punkten", "prozentpunkte", "prozentpunkten", "points",
     "puntos"}
)  # fmt: skip
_ORDINAL = frozenset({".", "er", "ste", "de", "e", "th", "st", "nd", "rd"})
#: Words between a number and what is counted, and behind it.
_FULL = frozenset({"volle", "hele", "gehele", "vrije", "full", "clear", "calendar", "complete"})
_WORKING = frozenset({"ouvrable", "ouvrables", "ouvres", "habiles", "laborables"})
_CALENDAR = frozenset({"calendrier", "calendaires", "naturales", "francs"})
_BETWEEN = frozenset({"de", "du", "of", "den", "dem", "le", "d'", "the"})


@attrs.define
class Mark:
    """Something read: a concept of the lexicon, or ``amount``, ``percent``, ``points``, ``date``, ``period``, ``id``.

    *first* and *last* are token numbers, *last* the one after. *value* is minor units, a Decimal, a date, or (count,
    unit); None where a slot stands for it or no year is told. *detail*: the currency, the slot, (day, month) without a
    year.
    """

    concept: str
    first: int
    last: int
    value: object = None
    detail: object = None


# --- numbers ----------------------------------------------------------------------------------------------------------


def read_number(tokens: list[Token], index: int, last: int, words: Lexicon, marks: list[Mark]) -> int:
    """Read what begins at a number in figures."""
    text = tokens[index].text
    if text.isdigit() and len(text) <= 9:
        done = read_counted(tokens, index, index + 1, last, words, marks, int(text))
        if done:
            return done
    after = _cents(tokens, index, last)
    if after < last:
        said = tokens[after].text
        hundred = after + 1 < last and tokens[after + 1].text in _HUNDRED
        if said in _PERCENT or (said in ("pour", "por", "per") and hundred):
            end = after + (1 if said in _PERCENT else 2)
            marks.append(Mark("percent", index, end, _decimal(text, words)))
            return end
        if said in CURRENCY_WORDS:
            return _amount(tokens, index, after + 1, text, said, words, marks, last)
        if said in _POINTS or (said == "percentage" and after + 1 < last and tokens[after + 1].text in _POINTS):
            end = after + (1 if said in _POINTS else 2)
            marks.append(Mark("points", index, end, _decimal(text, words)))
            return end
        if said in ("uur", "uhr", "h"):
            return after
    if re.search(r"[.,]\d\d$", text) and (text[-3] == "." if words.point else text[-3] == ","):
        return _amount(tokens, index, after, text, "", words, marks, last)
    return after


def read_counted(
    tokens: list[Token],
    first: int,
    index: int,
    last: int,
    words: Lexicon,
    marks: list[Mark],
    value: int,
    *,
    article: bool = False,
) -> int:
    """A whole number with what is counted: a period, a day of a month, euros. Gives the token after it, 0 for none."""
    at = _repeated(tokens, index, last, words, value)
    while at < last and tokens[at].kind == "line":
        at += 1
    if at >= last:
        return 0
    said = tokens[at].text
    unit = words.units.get(said)
    if unit is None and said in _FULL:
        while at + 1 < last and tokens[at + 1].kind == "line":
            at += 1
        if at + 1 < last and tokens[at + 1].text in words.units:
            at += 1
            said = tokens[at].text
            unit = words.units[said]
    if unit is not None and value < 1000:
        after = at + 1
        if after < last and tokens[after].text in _WORKING:
            unit, after = "working days", after + 1
        elif after < last and tokens[after].text in _CALENDAR:
            after += 1
        marks.append(Mark("period", first, after, (value, unit)))
        return after
    if said in ("working", "business") and at + 1 < last and tokens[at + 1].text in ("days", "day"):
        marks.append(Mark("period", first, at + 2, (value, "working days")))
        return at + 2
    if article:
        return 0
    if said in _PERCENT or (said in ("pour", "por", "per") and at + 1 < last and tokens[at + 1].text in _HUNDRED):
        end = at + (1 if said in _PERCENT else 2)
        marks.append(Mark("percent", first, end, Decimal(value)))
        return end
    if said in _POINTS or (said == "percentage" and at + 1 < last and tokens[at + 1].text in _POINTS):
        end = at + (1 if said in _POINTS else 2)
        marks.append(Mark("points", first, end, Decimal(value)))
        return end
    day = _of_month(tokens, first, at, last, words, value)
    if day is not None:
        marks.append(day)
        return day.last
    if said in CURRENCY_WORDS:
        return _amount(tokens, first, at + 1, str(value), said, words, marks, last)
    return 0


def _repeated(tokens: list[Token], index: int, last: int, words: Lexicon, value: int) -> int:
    """Pass over the same number once more in brackets: ``veertien (14) dagen``."""
    if index + 2 < last and tokens[index].text == "(" and tokens[index + 2].text == ")":
        said = tokens[index + 1].text
        again = int(said) if said.isdigit() and len(said) < 9 else words.numerals.of_word(said)
        if again == value:
            return index + 3
    return index


def _cents(tokens: list[Token], index: int, last: int) -> int:
    """The token after a number with its ``,-``."""
    after = index + 1
    if after + 1 < last and tokens[after].text == "," and tokens[after + 1].text in ("-", "="):
        after += 2
        while after < last and tokens[after].text in ("-", "="):
            after += 1
    return after


def _amount(
    tokens: list[Token], first: int, after: int, text: str, sign: str, words: Lexicon, marks: list[Mark], last: int
) -> int:
    """Mark an amount; gives the token after it, cents in words with it (`veertig euro en vijftig cent`)."""
    number = _decimal(text, words)
    minor = None if number is None else int((number * 100).to_integral_value())
    at = after + 1 if after < last and tokens[after].text in ("en", "et", "und", "and", "y") else after
    if minor is not None and at + 1 < last and tokens[at + 1].text in ("cent", "cents", "centimes", "centimos"):
        said = tokens[at].text
        cents = int(said) if said.isdigit() and len(said) <= 2 else words.numerals.of_word(said)
        if cents is not None and cents < 100:
            minor, after = minor + cents, at + 2
    marks.append(Mark("amount", first, after, minor, CURRENCY_WORDS.get(sign, "")))
    return after


def read_sign(tokens: list[Token], index: int, last: int, words: Lexicon, marks: list[Mark]) -> int:
    """Read an amount whose currency goes before it."""
    at = index + 1
    if at < last and tokens[at].kind == "number":
        after = _cents(tokens, at, last)
        if after < last and tokens[after].text in CURRENCY_WORDS:
            after += 1
        return _amount(tokens, index, after, tokens[at].text, tokens[index].text, words, marks, last)
    if at < last and tokens[at].kind == "slot":
        marks.append(Mark("amount", index, at + 1, None, tokens[at].text.strip("{} ")))
        return at + 1
    return at


def _decimal(text: str, words: Lexicon) -> Decimal | None:
    """A number in figures; None where it cannot be read."""
    plain = text.replace("\u00a0", "").replace(" ", "").replace("'", "")
    comma, point = plain.rfind(","), plain.rfind(".")
    if comma >= 0 and point >= 0:
        decimal = "," if comma > point else "."
        plain = plain.replace("." if decimal == "," else ",", "").replace(decimal, ".")
    elif comma >= 0 or point >= 0:
        sign = "," if comma >= 0 else "."
        behind = len(plain) - plain.rfind(sign) - 1
        if plain.count(sign) > 1 or (behind == 3 and (sign == ",") == words.point):
            plain = plain.replace(sign, "")
        else:
            plain = plain.replace(sign, ".")
    return Decimal(plain) if re.fullmatch(r"\d+(\.\d+)?", plain) else None


# --- days -------------------------------------------------------------------------------------------------------------


def day_in_figures(text: str) -> dt.date | None:
    """A day in figures, the day before the month; None for no day of the calendar."""
    parts = [int(part) for part in re.split(r"[-./]", text)]
    if text[4:5] == "-" and len(text) == 10:
        return _day(*parts)
    day, month, year = parts
    return _day(year + 2000 if year < 100 else year, month, day)


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        found = dt.date(year, month, day)
    except ValueError:
        return None
    return found if FIRST_DATE <= found <= LAST_DATE else None


def _of_month(tokens: list[Token], first: int, at: int, last: int, words: Lexicon, value: int) -> Mark | None:
    """A day with the name of its month at *at*: ``24 september 2014``, ``24. September``, ``24 de mayo de 2014``."""
    if not 1 <= value <= 31:
        return None
    if at + 1 < last and (tokens[at].text in _BETWEEN or tokens[at].text in _ORDINAL):
        at += 1
        if at + 1 < last and tokens[at].text == "of":
            at += 1
    month = words.months.get(tokens[at].text) if at < last else None
    if month is None:
        return None
    after = at + 1
    if after < last and tokens[after].text in (".", ","):
        after += 1
    if after + 1 < last and tokens[after].text in ("de", "del"):
        after += 1
    if after < last and tokens[after].kind == "number" and re.fullmatch(r"(19|20)\d\d", tokens[after].text):
        return Mark("date", first, after + 1, _day(int(tokens[after].text), month, value))
    return Mark("date", first, at + 1, None, (value, month))


def day_behind_month(tokens: list[Token], index: int, last: int, words: Lexicon) -> Mark | None:
    """A day whose month goes before it: ``May 1, 2026``, ``May 1st``."""
    at = index + 1
    if at >= last or not re.fullmatch(r"[12]?\d|3[01]", tokens[at].text) or tokens[at].text == "0":
        return None
    day, month = int(tokens[at].text), words.months[tokens[index].text]
    at += 1
    if at < last and tokens[at].text in _ORDINAL and tokens[at].text != ".":
        at += 1
    year = at + (at < last and tokens[at].text == ",")
    if year < last and tokens[year].kind == "number" and re.fullmatch(r"(19|20)\d\d", tokens[year].text):
        return Mark("date", index, year + 1, _day(int(tokens[year].text), month, day))
    return Mark("date", index, at, None, (day, month))


# --- slots ------------------------------------------------------------------------------------------------------------

_DAYS = re.compile(r"\|\s*day\b|^deadline\b|\.(date|due|sent|from|dispute_until)\b")
_MONEY = re.compile(r"\|\s*money\b|^(amount|costs)\.")


def read_slot(tokens: list[Token], index: int, last: int, words: Lexicon, marks: list[Mark]) -> int:
    """Read a slot of a template as what it stands for."""
    said = tokens[index].text.strip("{} ")
    name = said.partition("|")[0].strip()
    unit: Unit | None = words.units.get(tokens[index + 1].text) if index + 1 < last else None
    if unit is not None:
        after = index + 2
        if after < last and tokens[after].text in ("calendrier", "calendaires", "naturales"):
            after += 1
        marks.append(Mark("period", index, after, (None, unit), name))
        return after
    if _MONEY.search(said):
        marks.append(Mark("amount", index, index + 1, None, name))
    elif _DAYS.search(said):
        marks.append(Mark("date", index, index + 1, None, name))
    else:
        marks.append(Mark("slot", index, index + 1, None, name))
    return index + 1
