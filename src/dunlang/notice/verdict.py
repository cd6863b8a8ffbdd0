"""Whether a letter states something: the answer that rules get, whatever kind of letter it is."""

from __future__ import annotations

from typing import Literal

from dunlang.model.region import Example
from dunlang.records import frozen
from dunlang.source import Span

__all__ = ["Reading", "Verdict"]

Verdict = Literal["every", "some", "none", "undecided"]


@frozen(kw_only=True)
class Reading:
    """Whether something is stated: on ``every`` path, on ``some``, on ``none``; ``undecided`` where it hangs on tests
    that are not followed, or on words that were not read."""

    verdict: Verdict
    skipped: tuple[str, ...] = ()
    """For ``some``: what is so where it is left out, each in words; empty where that has no name."""
    spans: tuple[Span, ...] = ()
    """Where it is stated."""
    example: Example = ()
    """For ``some``: a debtor to whom it is not stated, by the fields of the policy."""

    @property
    def when(self) -> str:
        """When it is left out, as the end of a sentence: `` when `debtor.vip` is true``."""
        return f" when {' and '.join(self.skipped)}" if self.skipped else ""
