"""What a language calls the things that a dunning letter speaks of: the tables that the reader works with.

A lexicon holds no law: it says that `binnen` opens a period and `dagtekening` is the date of the letter; which
periods are good stands in the law data. Words are folded (lower case, no accents); ``*`` ends a word that goes on.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module

import attrs

from dunlang.dates import Unit
from dunlang.notice.numerals import Numerals
from dunlang.notice.tokens import tokenise

__all__ = ["LANGUAGES", "Lexicon", "lexicon"]

#: The languages that are read.
LANGUAGES = ("nl", "fr", "de", "es", "en")

_Phrases = tuple[tuple[tuple[str, ...], str], ...]


@attrs.define(kw_only=True, eq=False)
class Lexicon:
    """The words of one language."""

    code: str
    months: Mapping[str, int]
    units: Mapping[str, Unit]
    numerals: Numerals
    articles: frozenset[str]
    """Words for one that are articles as well: a number only before a unit of time."""
    durations: Mapping[str, tuple[int, Unit]]
    """Words that are a period by themselves: `quinzaine`, `veertiendaagse`."""
    concepts: Mapping[str, str]
    """What each concept is called: phrases with commas between them."""
    short: frozenset[str]
    """Words after which a full stop ends no sentence: `art`, `nr`."""
    marks: frozenset[str]
    """Frequent words by which the language is known."""
    own: frozenset[str]
    """Frequent words that none of the other languages has."""
    bare_start: bool = False
    """Whether the day that a period runs from may follow without a word such as `after`: `15 jours de la réception`."""
    month_first: bool = False
    """Whether a month may go before its day: `May 1`."""
    point: bool = False
    """Whether decimals stand behind a point."""
    _index: dict[str, _Phrases] = attrs.field(init=False, repr=False)
    _stems: dict[str, _Phrases] = attrs.field(init=False, repr=False)
    _seen: dict[str, _Phrases] = attrs.field(init=False, factory=dict, repr=False)

    def __attrs_post_init__(self) -> None:
        exact: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        stems: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for concept, listed in self.concepts.items():
            for phrase in listed.split(","):
                words = tuple(part for word in phrase.split() for part in _parts(word))
                if not words:
                    continue
                held, key = (stems, words[0][:-1]) if words[0].endswith("*") else (exact, words[0])
                held.setdefault(key, []).append((words[1:], concept))
        self._index = {word: _longest_first(found) for word, found in exact.items()}
        self._stems = {stem: _longest_first(found) for stem, found in stems.items()}

    def phrases(self, word: str) -> _Phrases:
        """The phrases that begin with *word*, the longest first: the words that must follow, and the concept."""
        held = self._seen.get(word)
        if held is None:
            found = list(self._index.get(word, ()))
            for length in range(2, len(word) + 1):
                found += self._stems.get(word[:length], ())
            held = _longest_first(found)
            if len(self._seen) < 50_000:  # letters repeat their words; names and numbers need not be kept for ever
                self._seen[word] = held
        return held


def _parts(word: str) -> tuple[str, ...]:
    """A word of a phrase as the tokens of a text have it: ``t/m`` is three."""
    return (word,) if word.endswith(("*", "'")) else tuple(token.text for token in tokenise(word))


def _longest_first(found: list[tuple[tuple[str, ...], str]]) -> _Phrases:
    return tuple(sorted(found, key=lambda phrase: -len(phrase[0])))


@cache
def lexicon(code: str) -> Lexicon | None:
    """The lexicon of a language by its code, None for one that is not read."""
    if code not in LANGUAGES:
        return None
    found = import_module(f"dunlang.notice.languages.{code}").LEXICON
    assert isinstance(found, Lexicon)  # noqa: S101 - a test asks for every language
    return found
