"""A letter's text as marks: amounts, percentages, days, periods and the things that the language has words for.

:func:`read` gives the sentences of a text with the marks in each. Numbers and days are read, in figures and in words;
what a mark means in its sentence is the work of :mod:`.claims`. A slot of a template (``{{ deadline | day }}``) is read
as a number, a day or an amount whose value is not known. The time is linear in the length of the text.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

import attrs

from dunlang.notice.figures import (
    CURRENCY_WORDS,
    Mark,
    day_behind_month,
    day_in_figures,
    read_counted,
    read_number,
    read_sign,
    read_slot,
)
from dunlang.notice.lexicon import LANGUAGES, Lexicon, lexicon
from dunlang.notice.tokens import Token, tokenise
from dunlang.records import frozen
from dunlang.source import Source, Span

__all__ = ["LetterText", "Mark", "Sentence", "language_of", "plain_language", "read"]

#: How many words tell the language.
_SAMPLE = 400
#: A text of fewer words, or with fewer words of its own language, is too short to tell; and how clear it must be.
_LEAST_WORDS, _LEAST_OWN, _CLEAR = 20, 5, 4
#: One of so many words is often: four times as many of another language are not thinkable beside them.
_OFTEN = 20
_BREAKS = frozenset({",", ";", ":", "(", ")", "[", "]", "|"})
_BUT = frozenset({"maar", "mais", "aber", "sondern", "pero", "but", "doch", "echter"})


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


@frozen(eq=False)
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
            index = read_number(tokens, index, last, words, marks)
        elif kind == "day":
            day = day_in_figures(token.text)
            if day is not None:
                marks.append(Mark("date", index, index + 1, day))
            index += 1
        elif kind == "slot":
            index = read_slot(tokens, index, last, words, marks)
        elif kind == "sign":
            index = read_sign(tokens, index, last, words, marks)
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
        return read_sign(tokens, index, last, words, marks)
    if words.month_first and text in words.months:
        day = day_behind_month(tokens, index, last, words)
        if day is not None:
            marks.append(day)
            return day.last
    value, after = _spelled(tokens, index, last, words)
    if value is not None:
        done = read_counted(tokens, index, after, last, words, marks, value, article=text in words.articles)
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
