"""How another system's files become a ledger: its headers, its words, its way of writing amounts and dates.

Records and pure readings of cells; :mod:`dunlang.project.mapping` reads them from a file.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from typing import Literal

import attrs

from dunlang.dates import parse_date
from dunlang.money import AmountError
from dunlang.records import frozen

__all__ = [
    "OWN",
    "Dates",
    "DecimalSign",
    "Encoding",
    "Exact",
    "LedgerMapping",
    "Negative",
    "PartMapping",
    "Thousands",
    "amount_reader",
    "read_day_first",
]

DecimalSign = Literal["point", "comma"]
Thousands = Literal["none", "point", "comma", "space", "apostrophe"]
Dates = Literal["year-first", "day-first"]
Encoding = Literal["utf-8", "windows-1252"]
Negative = Literal["refused", "credit"]

_SIGNS = {"point": ".", "comma": ",", "space": " ", "apostrophe": "'"}
#: What may stand for the sign: spreadsheets write narrow and hard blanks, and the typographer's apostrophe.
_GROUPS = {"point": "[.]", "comma": "[,]", "space": "[ \u00a0\u202f\u2009]", "apostrophe": "['\u2019]"}
_DAY_FIRST = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})")


class Exact(str):
    """A cell in the ledger's own form, whatever the mapping declares for the file: a JSON number, a default."""

    __slots__ = ()


@frozen(kw_only=True)
class PartMapping:
    """What holds for one of the three files."""

    columns: Mapping[str, str] = attrs.field(factory=dict)
    """The header or key in the file, to our column; capitals make no difference."""
    values: Mapping[str, Mapping[str, str]] = attrs.field(factory=dict)
    """Our column, to what its cells say and what they mean."""
    defaults: Mapping[str, str] = attrs.field(factory=dict)
    """Our column, to what an empty or missing cell means."""
    ignored: frozenset[str] = frozenset()
    """Headers that are not read, and not warned about."""
    decimal: DecimalSign = "point"
    thousands: Thousands = "none"
    dates: Dates = "year-first"
    encoding: Encoding = "utf-8"
    """How its letters are written; a byte order mark says UTF-8 whatever stands here."""
    negative: Negative = "refused"
    """What an invoice of an amount below zero is, written with the sign before or behind."""


#: Nothing is mapped: the file is in the ledger's own form.
OWN = PartMapping()


@frozen(kw_only=True)
class LedgerMapping:
    """What holds for a ledger."""

    invoices: PartMapping = OWN
    debtors: PartMapping = OWN
    events: PartMapping = OWN
    payments_until: dt.date | None = None
    """Up to and including this day all payments are in the ledger, where somebody declared it."""

    def part(self, name: str) -> PartMapping:
        """That of ``invoices``, ``debtors`` or ``events``."""
        return {"invoices": self.invoices, "debtors": self.debtors, "events": self.events}[name]


def amount_reader(part: PartMapping) -> Callable[[str], str] | None:
    """From an amount as the file writes it to ``1234.56``; None where the file writes it so.

    Raises :class:`AmountError` for anything else: groups are of three digits, all of them or none.
    """
    if part.decimal == "point" and part.thousands == "none":
        return None
    digits = "[0-9]{1,40}"
    if part.thousands != "none":
        digits = f"[0-9]{{1,3}}(?:{_GROUPS[part.thousands]}[0-9]{{3}}){{1,12}}|{digits}"
    form = re.compile(f"(-?)({digits})(?:[{_SIGNS[part.decimal]}]([0-9]{{1,6}}))?")
    example = f"1{_SIGNS.get(part.thousands, '')}234{_SIGNS[part.decimal]}56"

    def read(text: str) -> str:
        if isinstance(text, Exact):
            return text
        match = form.fullmatch(text)
        if match is None:
            raise AmountError(f"`{text[:40]}` is not an amount as the mapping declares it (such as {example})")
        sign, whole, rest = match.groups()
        return sign + re.sub("[^0-9]", "", whole) + (f".{rest}" if rest else "")

    return read


def read_day_first(text: str) -> dt.date:
    """Read ``31-01-2026``, ``31/1/2026`` or ``31.01.2026``, and dates that begin with the year; ValueError for others.

    A year of two digits is refused: nothing says which century.
    """
    match = _DAY_FIRST.fullmatch(text)
    if match is None:
        try:
            return parse_date(text)
        except ValueError:
            raise ValueError(f"`{text[:40]}` is not a date such as 31-01-2026, day first") from None
    try:
        day = dt.date(int(match[4]), int(match[3]), int(match[1]))
    except ValueError:
        raise ValueError(f"`{text}` is not a day of the calendar, read day first") from None
    return parse_date(day.isoformat())
