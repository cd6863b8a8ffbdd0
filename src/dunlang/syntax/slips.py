"""What people really write: slips that span several lexemes, each with what was meant.

Each function looks at one place of a :class:`~dunlang.syntax.probe.Window` and yields what could be meant there; the
automaton then tells which of them parses.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dunlang.money import CURRENCIES
from dunlang.records import frozen
from dunlang.syntax.scan import UNCLOSED, WORD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dunlang.syntax.probe import Window
    from dunlang.syntax.scan import Lexeme

__all__ = ["Slip", "currency_of", "slips"]


@frozen(kw_only=True)
class Slip:
    """What stands up to offset *resume* is meant as the terminals of *supply*."""

    kind: str
    supply: tuple[tuple[str, str], ...]
    resume: int
    cost: int
    """How far-fetched it is, on the scale of :mod:`dunlang.syntax.repair`."""
    sure: bool = True


_NUMBER_RUN = re.compile(r"[0-9](?:[0-9.,'’]*[0-9])?(?:[eE][+-]?[0-9]+)?")
_PLAIN_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_DATE_RUN = re.compile(r"[0-9]{1,4}([-/.])[0-9]{1,2}\1[0-9]{1,4}|[0-9]{8}|[0-9]{4}-[0-9]{2}\b")
_PLAIN_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SYMBOLS = {"€": "EUR", "$": "USD", "£": "GBP", "euro": "EUR", "euros": "EUR", "eu": "EUR"}
_LONGEST_TEXT = 12


def currency_of(word: str) -> str | None:
    """The currency that a sign or a word such as `euro` or `eur` stands for."""
    if word.casefold() in _SYMBOLS:
        return _SYMBOLS[word.casefold()]
    return word.upper() if word.upper() in CURRENCIES and len(word) == 3 else None


def slips(window: Window, at: int, may: tuple[str, ...]) -> Iterator[Slip]:
    """The slips that may begin at lexeme *at*, where the terminals *may* are accepted."""
    if "NUMBER" in may:
        yield from _bad_number(window, at)
        yield from _money_turned(window, at)
        yield from _number_last(window, at)
    if may == ("LPAR",):
        yield from _members(window, at)
    if "DATE" in may:
        yield from _bad_date(window, at)
    if "CURRENCY" in may:
        yield from _bad_currency(window, at)
    if "STRING" in may:
        yield from _unclosed(window, at)
        yield from _unquoted(window, at)
    if "RBRACE" in may and "NAME" in may:
        yield from _repeat_last(window, at)
    if "IS" in may or "OPERATOR" in may:
        yield from _comparison(window, at)


def _bad_number(window: Window, at: int) -> Iterator[Slip]:
    """`1.234,56`, `7,50`, `1e3`: one number in the author's eyes, several lexemes in the scanner's."""
    first = window.lexemes[at]
    match = _NUMBER_RUN.match(window.text, first.start)
    if match is not None and match.end() > first.end and not _PLAIN_NUMBER.fullmatch(match.group()):
        yield Slip(kind="number", supply=(("NUMBER", match.group()),), resume=match.end(), cost=50, sure=False)


def _bad_date(window: Window, at: int) -> Iterator[Slip]:
    first = window.lexemes[at]
    match = _DATE_RUN.match(window.text, first.start)
    if match is not None and not _PLAIN_DATE.fullmatch(match.group()):
        yield Slip(kind="date", supply=(("DATE", match.group()),), resume=match.end(), cost=30, sure=False)


def _bad_currency(window: Window, at: int) -> Iterator[Slip]:
    lexeme = window.lexemes[at]
    meant = currency_of(lexeme.text)
    if meant is not None and meant != lexeme.text:
        yield Slip(kind="currency", supply=(("CURRENCY", meant),), resume=lexeme.end, cost=30)


def _money_turned(window: Window, at: int) -> Iterator[Slip]:
    """`€ 25` and `EUR 25`: the currency before the number."""
    sign, number = _pair(window, at)
    meant = currency_of(sign.text)
    if meant is None or number is None:
        return
    match = _NUMBER_RUN.match(window.text, number.start)
    if match is not None:
        supply = (("NUMBER", number.text), ("CURRENCY", meant))
        yield Slip(kind="currency", supply=supply, resume=match.end(), cost=40, sure=match.end() == number.end)


def _number_last(window: Window, at: int) -> Iterator[Slip]:
    """`after 30 days`, `after invoice 30 days`: the number belongs before `after`."""
    rest = window.lexemes[at : at + 6]
    word = rest[0].text
    if word not in ("after", "before"):
        return
    for length in (3, 4):
        if len(rest) <= length:
            return
        parts = rest[1:length]
        number = next((part for part in parts[-2:-1] if part.kind == "NUMBER"), None)
        unit = _UNITS.get(parts[-1].text)
        if number is not None and unit is not None:
            anchor = ("NAME", "") if length == 3 else ("NAME", parts[0].text)
            supply = (("NUMBER", number.text), (unit, parts[-1].text), (word.upper(), word), anchor)
            yield Slip(kind="order", supply=supply, resume=parts[-1].end, cost=50, sure=False)


_UNITS = {"days": "DAYS", "day": "DAY", "weeks": "WEEKS", "week": "WEEK", "months": "MONTHS", "month": "MONTH"}


def _repeat_last(window: Window, at: int) -> Iterator[Slip]:
    """`call every 3 days, at most 2 times`: the repetition belongs before what is done."""
    match = _REPEAT.match(window.text, window.lexemes[at].start)
    if match is not None:
        yield Slip(kind="repeat", supply=(), resume=match.end(), cost=0)


_REPEAT = re.compile(
    r"every\s+[0-9]+\s+(?:working\s+days?|days?|weeks?|months?)\s*,?\s*at\s+most\s+[0-9]+(?:\s+times?)?\b"
)


def _comparison(window: Window, at: int) -> Iterator[Slip]:
    """`==`, `!=`, `<>`, and `=` between words."""
    first, second = _pair(window, at)
    signs = window.text[first.start : second.end] if second is not None and second.start == first.end else first.text
    end = second.end if second is not None and signs != first.text else first.end
    if signs == "==":
        yield Slip(kind="comparison", supply=(("IS", "is"),), resume=end, cost=0)
        yield Slip(kind="comparison", supply=(("OPERATOR", "="),), resume=end, cost=0)
    elif signs in ("!=", "<>"):
        yield Slip(kind="comparison", supply=(("IS", "is"), ("NOT", "not")), resume=end, cost=40)
    if first.text == "=":
        yield Slip(kind="comparison", supply=(("IS", "is"),), resume=first.end, cost=50)


def _members(window: Window, at: int) -> Iterator[Slip]:
    """`in NL, BE`: the values without their brackets."""
    supply: list[tuple[str, str]] = [("LPAR", "(")]
    for lexeme, comma in zip(window.lexemes[at::2], [*window.lexemes[at + 1 :: 2], None], strict=False):
        if lexeme.kind not in (WORD, "STRING"):
            return
        supply.append(("STRING" if lexeme.kind == "STRING" else "NAME", lexeme.text))
        if comma is None or comma.text != ",":
            yield Slip(kind="members", supply=(*supply, ("RPAR", ")")), resume=lexeme.end, cost=40)
            return
        supply.append(("COMMA", ","))


def _unclosed(window: Window, at: int) -> Iterator[Slip]:
    """A text whose closing quote is missing: it ends with the line, or before a brace or comma on it."""
    first = window.lexemes[at]
    if first.kind != UNCLOSED:
        return
    line = first.text.rstrip()
    ends = [len(line), *(m.start() for m in re.finditer(r"\s*[{},]|\s+(?:if|by)\b", line[:400]) if m.start() > 1)]
    for rank, end in enumerate(reversed(ends)):
        text = line[:end] + '"'
        yield Slip(kind="unclosed", supply=(("STRING", text),), resume=first.start + end, cost=30 + rank)


def _unquoted(window: Window, at: int) -> Iterator[Slip]:
    """Words where a text in quotes belongs; perhaps with one of the two quotes."""
    first = window.lexemes[at]
    if first.kind != WORD:
        return
    line_end = window.text.find("\n", first.start)
    limit = line_end if line_end >= 0 else len(window.text)
    for count, lexeme in enumerate(window.lexemes[at : at + _LONGEST_TEXT], 1):
        if lexeme.start >= limit:
            return
        if lexeme.kind == UNCLOSED:
            text = window.text[first.start : lexeme.start + 1]
            yield Slip(kind="unclosed", supply=(("STRING", f'"{text}'),), resume=lexeme.start + 1, cost=40)
            return
        if lexeme.text in "{}":
            return
        text = window.text[first.start : lexeme.end]
        yield Slip(kind="unquoted", supply=(("STRING", f'"{text}"'),), resume=lexeme.end, cost=110 + 12 * count)


def _pair(window: Window, at: int) -> tuple[Lexeme, Lexeme | None]:
    following = window.lexemes[at + 1] if at + 1 < len(window.lexemes) else None
    return window.lexemes[at], following
