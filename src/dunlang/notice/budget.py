"""What writing one letter may cost: turns of loops, parts that are joined, characters.

A template that is refused nowhere can still ask for more than anybody prints: loops in loops over many invoices, macros
that call two others each, a text that is doubled forty times. It is stopped where it goes on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import attrs

__all__ = ["Budget", "Counted", "TooMuch"]

#: A letter on a thousand invoices takes some ten thousand of each.
_STEPS, _CHARACTERS = 1_000_000, 10_000_000


class TooMuch(Exception):  # noqa: N818 - what it says is told as a finding
    """A template goes on beyond all measure."""


@attrs.define
class Budget:
    """What is left for one letter."""

    steps: int = _STEPS
    characters: int = _CHARACTERS

    def spend(self, steps: int, characters: int = 0) -> None:
        """Take that much; :class:`TooMuch` where it is not there."""
        self.steps -= steps
        self.characters -= characters
        if self.steps < 0 or self.characters < 0:
            raise TooMuch("it repeats or prints far more than a letter holds")

    def joined(self, parts: Iterable[str]) -> str:
        """The parts as one text."""
        found: list[str] = []
        for part in parts:
            self.spend(1, len(part))
            found.append(part)
        return "".join(found)


class Counted(tuple[Any, ...]):
    """A list of the vocabulary whose turns are counted."""

    budget: Budget

    def __new__(cls, items: Iterable[Any], budget: Budget) -> Counted:
        """The *items*, each of which takes a step of *budget* whenever a loop comes to it."""
        made = super().__new__(cls, tuple(items))
        made.budget = budget
        return made

    def __iter__(self) -> Iterator[Any]:
        """One after the other."""
        for item in super().__iter__():
            self.budget.spend(1)
            yield item
