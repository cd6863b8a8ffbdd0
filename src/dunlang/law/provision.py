"""The record of one provision: what it says, where it stands, when it holds, for whom, and how sure we are."""

from __future__ import annotations

import datetime as dt
from typing import Any

import attrs

from dunlang.diagnostics import Citation
from dunlang.records import frozen
from dunlang.source import Span

__all__ = ["Confidence", "Provision", "Reference"]


@frozen
class Confidence:
    """How sure the data is: a level and, for ``verified``, by how many independent sources."""

    level: str
    """``verified``, ``single``, ``derived``, ``memory`` or, in a user's own pack, ``house``."""
    count: int = 0

    @classmethod
    def read(cls, text: str) -> Confidence | None:
        """Read ``verified``, ``verified:3``, ``single`` ...; None for anything else. ``verified:1`` is single."""
        level, colon, count = text.partition(":")
        if level == "verified":
            if colon and not (count.isdecimal() and count.isascii() and 0 < int(count) < 100):
                return None
            number = int(count) if colon else 2
            return cls("verified", number) if number > 1 else cls("single", 1)
        if colon or level not in ("single", "derived", "memory", "house"):
            return None
        return cls(level, 1 if level == "single" else 0)

    @property
    def may_be_error(self) -> bool:
        """Whether a finding may rest on it as an error: two sources at least, or the user's own rule."""
        return (self.level == "verified" and self.count > 1) or self.level == "house"

    def __str__(self) -> str:
        return f"verified:{self.count}" if self.level == "verified" and self.count > 2 else self.level


@frozen
class Reference:
    """Where a provision was read."""

    key: str
    url: str
    what: str


@frozen(kw_only=True, eq=False)
class Provision:
    """One provision of the law of one country.

    ``start`` and ``until`` are the first and the last day in force; None is open. ``body`` is the record of its kind
    (see :mod:`dunlang.law.records`), None for a provision that only says something.
    """

    id: str
    country: str
    kind: str
    says: str
    article: str
    sources: tuple[Reference, ...] = ()
    start: dt.date | None = None
    until: dt.date | None = None
    debtors: frozenset[str]
    creditor_size: str | None = None
    debtor_size: str | None = None
    confidence: Confidence
    verified_on: dt.date | None = None
    note: str = ""
    origin: str = "dunlang"
    layer: int = 0
    """0 for the shipped data, 1 and up for the user's packs: the higher one is asked first."""
    span: Span = attrs.field(repr=False)
    body: Any = attrs.field(default=None, repr=False)

    @property
    def may_be_error(self) -> bool:
        """Whether a finding that rests on it may be an error; below that it warns."""
        return self.confidence.may_be_error

    def in_force(self, on: dt.date) -> bool:
        """Whether it holds on the day *on*."""
        return (self.start is None or self.start <= on) and (self.until is None or on <= self.until)

    def concerns(self, debtor: str, creditor_size: str | None = None, debtor_size: str | None = None) -> bool:
        """Whether it binds with this kind of debtor; a size that is not told (None) fits no size of the law."""
        return (
            debtor in self.debtors
            and self.creditor_size in (None, creditor_size)
            and self.debtor_size in (None, debtor_size)
        )

    def citation(self) -> Citation:
        """What a finding prints of it."""
        return Citation(
            provision=self.id,
            article=self.article,
            says=self.says,
            in_force_from=self.start,
            in_force_until=self.until,
            confidence=str(self.confidence),
            url=self.sources[0].url if self.sources else "",
            verified_on=self.verified_on,
            origin=self.origin,
        )
