"""A letter's text as marks: amounts, percentages, days, periods and the things that the language has words for.

:func:`read` gives the sentences of a text with the marks in each. Numbers and days are read, in figures and in words;
what a mark means in its sentence is the work of :mod:`.claims`. A slot of a template (``{{ deadline | day }}``) is read
as a number, a day or an amount whose value is not known. The time is linear in the length of the text.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Sequence
from decimal import Decimal

import attrs

from dunlang.dates import FIRST_DATE, LAST_DATE, Unit
from dunlang.notice.lexicon import LANGUAGES, Lexicon, lexicon
from dunlang.notice.tokens import Token, tokenise
from dunlang.source import Source, Span

__all__ = ["CURRENCY_WORDS", "LetterText", "Mark", "Sentence", "language_of", "plain_language", "read"]

#: How many words tell the language.
_SAMPLE = 400
#: A text of fewer words, or with fewer words of its own language, is too short to tell; and how clear it must be.
_LEAST_WORDS, _LEAST_OWN, _CLEAR = 20, 5, 4
#: One of so many words is often: four times as many of another language are not thinkable beside them.
_OFTEN = 20
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
_BREAKS = frozenset({",", ";", ":", "(", ")", "[", "]", "|"})
_BUT = frozenset({"maar", "mais", "aber", "sondern", "pero", "but", "doch", "echter"})
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


@attrs.define
class Sentence:
    """The tokens ``first`` to before ``last`` and the marks on them, in order."""

    number: int
    first: int
    last: int
    marks: list[Mark]
    breaks: list[int]
    """The tokens at which a clause ends."""

    def has(self, *concepts: str) -> bool:
        """Whether one of the concepts stands in it."""
        return any(mark.concept in concepts for mark in self.marks)

    def clause(self, token: int) -> int:
        """The number of the clause that a token stands in."""
        return bisect_right(self.breaks, token)


@attrs.frozen(eq=False)
class LetterText:
    """A text that was read."""

    source: Source
    lexicon: Lexicon
    tokens: list[Token] = attrs.field(repr=False)
    sentences: list[Sentence] = attrs.field(repr=False)

    def span(self, first: int, last: int) -> Span:
        """The place of the tokens ``first`` to before ``last``."""
        return Span(self.source, self.tokens[first].start, self.tokens[max(first, last - 1)].end)

    def at(self, mark: Mark) -> Span:
        """The place of a mark."""
        return self.span(mark.first, mark.last)

    def whole(self, sentence: Sentence) -> Span:
        """The place of a sentence."""
        return self.span(sentence.first, sentence.last)


def language_of(tokens: Sequence[Token], among: Sequence[str] = LANGUAGES) -> str | None:
    """The language whose frequent words stand most often near the start; None where too few do."""
    words = [token.text for token in tokens[:_SAMPLE] if token.kind == "word"]
    counts = {code: sum(map(held.marks.__contains__, words)) for code in among if (held := lexicon(code)) is not None}
    best = max(counts, key=lambda code: (counts[code], -LANGUAGES.index(code)), default=None)
    return best if best is not None and counts[best] * 25 >= len(words) and counts[best] else None


def plain_language(tokens: Sequence[Token], language: str = "") -> str | None:
    """The language that a text is plainly written in; None for a short text, one in two languages, or another one.

    *language* is the one that is expected: where its own words are frequent the others are not tried.
    """
    words = [token.text for token in tokens if token.kind == "word"]
    if len(words) < _LEAST_WORDS:
        return None
    expected = lexicon(language) if language else None
    if expected is not None and _OFTEN * sum(map(expected.own.__contains__, words)) >= len(words):
        return language
    counts = {code: sum(map(held.own.__contains__, words)) for code in LANGUAGES if (held := lexicon(code)) is not None}
    best, second, *_ = sorted(LANGUAGES, key=lambda code: -counts[code])
    return best if counts[best] >= max(_LEAST_OWN, _CLEAR * counts[second]) else None


def read(source: Source, language: str | None = None, among: Sequence[str] = LANGUAGES) -> LetterText | None:
    """Read *source* in *language*, or in the one of *among* that it is written in; None where that is not known."""
    tokens = tokenise(source.text)
    held = lexicon(language or language_of(tokens, among) or "")
    if held is None:
        return None
    return LetterText(source, held, tokens, _sentences(source.text, tokens, held))


# --- sentences --------------------------------------------------------------------------------------------------------


#: A sentence is cut after so many words and signs: what is asked of it grows with their square, and nobody writes it.
_LONGEST = 600


def _sentences(text: str, tokens: list[Token], words: Lexicon) -> list[Sentence]:
    """The sentences, with the marks in each."""
    found: list[Sentence] = []
    first = 0
    narrow = max(30, 55 * min(100, max((len(line) for line in text.splitlines()), default=0)) // 100)
    line_start = 0
    for index, token in enumerate(tokens):
        ends = token.kind == "para" or (token.kind == "line" and _heads(text, tokens, index, line_start, narrow))
        if token.kind in ("line", "para"):
            line_start = token.end
        elif token.kind == "mark" and token.text in ".!?":
            ends = _closes(text, tokens, index, words)
        if ends:
            if index > first:
                found.append(_sentence(len(found), tokens, first, index, words))
            first = index + 1
        elif index - first >= _LONGEST:
            found.append(_sentence(len(found), tokens, first, index, words))
            first = index
    if first < len(tokens):
        found.append(_sentence(len(found), tokens, first, len(tokens), words))
    return [sentence for sentence in found if sentence.first < sentence.last]


def _heads(text: str, tokens: list[Token], index: int, line_start: int, narrow: int) -> bool:
    """Whether a line ends a sentence: it is a short one and the next begins as a new one does."""
    token = tokens[index]
    following = text[token.end : token.end + 40].lstrip(" \t\u00a0")[:1]
    if following in "-*•|":
        return True
    if token.start - line_start >= narrow:
        return False
    before = text[line_start : token.start].rstrip()
    if before.endswith((",", "-")) and ":" not in before:
        return before.endswith(",") and following.isupper() and token.start - line_start < 30
    return following.isupper() or following.isdigit() or following in "€£[{"


def _closes(text: str, tokens: list[Token], index: int, words: Lexicon) -> bool:
    """Whether a full stop or another end mark ends the sentence."""
    token = tokens[index]
    if token.text != ".":
        return True
    before = tokens[index - 1] if index else None
    if before is not None and before.end == token.start:
        if before.kind == "word" and (len(before.text) == 1 or before.text in words.short):
            return False
        after = tokens[index + 1] if index + 1 < len(tokens) else None
        if before.kind == "number" and after is not None and after.text in words.months:
            return False
    rest = text[token.end : token.end + 8]
    if rest and not rest[0].isspace():
        return rest[0] in "\"'”»)" and rest[1:2].isspace()
    following = rest.lstrip()[:1]
    return not following.islower()


def _sentence(number: int, tokens: list[Token], first: int, last: int, words: Lexicon) -> Sentence:
    marks: list[Mark] = []
    breaks: list[int] = []
    index = first
    while index < last:
        token = tokens[index]
        kind = token.kind
        if kind == "word" or kind == "short":
            if token.text in _BUT:
                breaks.append(index)
            index = _word(tokens, index, last, words, marks)
        elif kind == "number":
            index = _number(tokens, index, last, words, marks)
        elif kind == "day":
            day = _figures(token.text)
            if day is not None:
                marks.append(Mark("date", index, index + 1, day))
            index += 1
        elif kind == "slot":
            index = _slot(tokens, index, last, words, marks)
        elif kind == "sign":
            index = _sign(tokens, index, last, words, marks)
        else:
            if token.text in _BREAKS and not _decimal_dash(tokens, index, last):
                breaks.append(index)
            index += 1
    return Sentence(number, first, last, marks, breaks)


def _decimal_dash(tokens: list[Token], index: int, last: int) -> bool:
    """Whether a comma belongs to an amount without cents: ``40,-`` or ``40,=``."""
    return tokens[index].text == "," and index + 1 < last and tokens[index + 1].text in ("-", "=")


# --- words ------------------------------------------------------------------------------------------------------------


def _word(tokens: list[Token], index: int, last: int, words: Lexicon, marks: list[Mark]) -> int:
    """Read what begins at a word; gives the token to go on with."""
    text = tokens[index].text
    if text in words.durations:
        count, unit = words.durations[text]
        marks.append(Mark("period", index, index + 1, (count, unit)))
        return index + 1
    if text in CURRENCY_WORDS:
        return _sign(tokens, index, last, words, marks)
    value, after = _spelled(tokens, index, last, words)
    if value is not None:
        done = _counted(tokens, index, after, last, words, marks, value, article=text in words.articles)
        if done:
            return done
    length, end = -1, index + 1
    for rest, concept in words.phrases(text):
        if len(rest) < length:
            break
        if not rest or _follows(tokens, index + 1, last, rest):
            length = len(rest)
            end = index + 1 + length + _lines(tokens, index + 1, last, length)
            marks.append(Mark(concept, index, end))
    return end


def _follows(tokens: list[Token], index: int, last: int, rest: tuple[str, ...]) -> bool:
    """Whether the words of a phrase stand at *index*, ends of lines passed over."""
    for wanted in rest:
        while index < last and tokens[index].kind == "line":
            index += 1
        if index >= last:
            return False
        said = tokens[index].text
        if not (said.startswith(wanted[:-1]) if wanted.endswith("*") else said == wanted):
            return False
        index += 1
    return True


def _lines(tokens: list[Token], index: int, last: int, count: int) -> int:
    """How many ends of lines stand among the next *count* tokens."""
    found = 0
    while count and index < last:
        if tokens[index].kind == "line":
            found += 1
        else:
            count -= 1
        index += 1
    return found


def _spelled(tokens: list[Token], index: int, last: int, words: Lexicon) -> tuple[int | None, int]:
    """A number in words at *index* (one word or several), and the token after it."""
    numerals = words.numerals
    value = numerals.of_word(tokens[index].text)
    if value is None:
        return None, index
    parts, after = [value], index + 1
    while after < last:
        at = after
        if tokens[at].text in numerals.fillers and at + 1 < last:
            at += 1
        following = numerals.of_word(tokens[at].text) if tokens[at].kind == "word" else None
        if following is None or numerals.of_parts([*parts, following]) is None or tokens[at].text in words.articles:
            break
        parts.append(following)
        after = at + 1
    return numerals.of_parts(parts), after


# --- numbers ----------------------------------------------------------------------------------------------------------


def _number(tokens: list[Token], index: int, last: int, words: Lexicon, marks: list[Mark]) -> int:
    """Read what begins at a number in figures."""
    text = tokens[index].text
    if text.isdigit() and len(text) <= 9:
        done = _counted(tokens, index, index + 1, last, words, marks, int(text))
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


def _counted(
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


def _sign(tokens: list[Token], index: int, last: int, words: Lexicon, marks: list[Mark]) -> int:
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


def _figures(text: str) -> dt.date | None:
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


# --- slots ------------------------------------------------------------------------------------------------------------

_DAYS = re.compile(r"\|\s*day\b|^deadline\b|\.(date|due|sent|from|dispute_until)\b")
_MONEY = re.compile(r"\|\s*money\b|^(amount|costs)\.")


def _slot(tokens: list[Token], index: int, last: int, words: Lexicon, marks: list[Mark]) -> int:
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
