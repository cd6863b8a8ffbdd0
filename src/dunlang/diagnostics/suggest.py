"""Did you mean: the closest of the known words."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import takewhile

__all__ = ["did_you_mean"]


def did_you_mean(found: str, known: Iterable[str]) -> str | None:
    """The known word closest to *found*, or None where nothing is close; the same answer for the same input."""
    import difflib

    words = sorted(known)
    folded = sorted({word.casefold() for word in words})
    sought = found.casefold()
    close = difflib.get_close_matches(sought, folded, n=8, cutoff=0.6)
    if not close:
        return None

    def likeness(word: str) -> tuple[float, int]:
        alike = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(word, sought, strict=False)))
        return difflib.SequenceMatcher(None, word, sought).ratio(), alike

    best = max(close, key=likeness)  # of two that are equally close, the one that begins alike
    return next(word for word in words if word.casefold() == best)
