"""Did you mean: the closest of the known words."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["did_you_mean"]


def did_you_mean(found: str, known: Iterable[str]) -> str | None:
    """The known word closest to *found*, or None where nothing is close; the same answer for the same input."""
    import difflib

    words = sorted(known)
    folded = sorted({word.casefold() for word in words})
    close = difflib.get_close_matches(found.casefold(), folded, n=1, cutoff=0.6)
    if not close:
        return None
    return next(word for word in words if word.casefold() == close[0])
