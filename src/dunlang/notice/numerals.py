"""Numbers in words: Dutch, French, German, Spanish and English, from nought to some thousands.

A language lists the words of its numbers; how they join is the same arithmetic for all: a unit is added to a ten
(before it in `vierentwintig`, after it in `vingt-quatre`), a hundred or a thousand multiplies what stands before it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from dunlang.records import frozen

__all__ = ["Numerals"]

#: No number of a letter that is written as one word is longer than this.
_LONGEST = 60


@frozen(eq=False)
class Numerals:
    """The number words of a language with their values, and the words that join them (`en`, `und`, `et`)."""

    values: Mapping[str, int]
    fillers: tuple[str, ...] = ()
    _known: dict[str, int | None] = attrs.field(init=False, factory=dict, repr=False)

    def of_word(self, word: str) -> int | None:
        """The value of one word, a compound too (`vierentwintig`, `quatre-vingt-dix`); None for no number."""
        if word in self.values:
            return self.values[word]
        if word in self._known:
            return self._known[word]
        parts = self._cut(word.replace("-", ""), {}) if len(word) <= _LONGEST else None
        value = None if not parts else self.of_parts([self.values[part] for part in parts])
        if len(self._known) < 50_000:  # as in the lexicon: names need not be kept for ever
            self._known[word] = value
        return value

    def of_parts(self, parts: Sequence[int]) -> int | None:
        """The value of number words one behind the other (`cent vingt`); None where they make no one number."""
        thousands, group, last = 0, 0, 0
        for value in parts:
            if value == 1000:
                if thousands:
                    return None
                thousands, group = (group or 1) * 1000, 0
            elif value == 100:
                if group >= 100:
                    return None
                group = (group or 1) * 100
            elif value == 20 and last == 4 and group % 100 == 4 and "quatre" in self.values:
                group += 76
            elif not group or _fits(group % 100, value):
                group += value
            else:
                return None
            last = value
        return thousands + group

    def _cut(self, word: str, seen: dict[str, tuple[str, ...] | None]) -> tuple[str, ...] | None:
        """*word* cut into number words, fillers dropped; None where it cannot be cut whole."""
        if not word:
            return ()
        if word in seen:
            return seen[word]
        seen[word] = None
        for length in range(len(word), 1, -1):
            if word[:length] in self.values:
                rest = self._cut(word[length:], seen)
                if rest is not None:
                    seen[word] = (word[:length], *rest)
                    return seen[word]
        for filler in self.fillers:
            if word.startswith(filler):
                rest = self._cut(word[len(filler) :], seen)
                if rest:
                    seen[word] = rest
                    return rest
        return None


def _fits(so_far: int, value: int) -> bool:
    """Whether *value* may be added below a hundred: a unit to a ten, a ten to a unit, a teen to sixty or eighty."""
    if not so_far:
        return value < 100
    if so_far >= 20 and so_far % 10 == 0:
        return value < 10 or (so_far in (60, 80) and value < 20)
    if so_far < 10 and value in range(20, 100, 10):
        return True
    return so_far in (10, 70, 90) and value < 10  # dix-sept, soixante-dix-sept
