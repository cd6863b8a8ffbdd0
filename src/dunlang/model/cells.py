"""Cells: a field's values, put together where no condition can tell them apart.

A test compares one field with constants, so each field falls into finitely many cells: the words that conditions name
and one cell for all others, or the ranges between the constants. A set of cells is an integer with one bit for each.
What holds for one value of a cell holds for all of it: the search over cells is exact, not a sample.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from typing import TYPE_CHECKING, Literal

from dunlang.model.condition import And, Compare, Condition, Flag, In, Not, Or
from dunlang.money import CURRENCIES, Money
from dunlang.records import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dunlang.model.fields import Field

__all__ = ["OF_THE_INVOICE", "Axis", "Cell", "axes_of", "needs_currency", "ordinal"]

#: Shown for a country, language or currency that no condition names: the first that is free.
_OTHERS = {
    "country": ("DE", "FR", "PL", "IT", "SE", "IE", "US", "NL", "BE", "ES", "JP", "CH", "CA", "AU"),
    "language": ("en", "de", "fr", "pl", "it", "sv", "es", "nl", "pt", "ja"),
    "currency": ("USD", "GBP", "CHF", "PLN", "EUR", "JPY", "SEK"),
}

#: How far from plain a cell is: the example shown is the plainest that there is.
PLAIN, OTHER, UNUSUAL = 0, 1, 1000


@frozen
class Cell:
    """One cell: a value that stands for it (None: not known) and how plain it is."""

    value: str | bool | int | None
    cost: int = PLAIN
    kind: Literal["value", "other", "unknown"] = "value"
    range: tuple[int | None, int | None] | None = None
    """For ordered fields: the first and last value, None where it is open."""


@frozen(eq=False)
class Axis:
    """A field with its cells. Bit *i* of a set is cell *i*."""

    field: Field
    cells: tuple[Cell, ...]
    places: Mapping[str, int]
    """For words: the cell of each."""
    cuts: tuple[int, ...]
    """For ordered fields: where a range begins, but for the first."""

    @property
    def all(self) -> int:
        """The set of all cells."""
        return (1 << len(self.cells)) - 1

    def words(self, values: Iterable[str]) -> int:
        """The cells of words; words that the field cannot have are in none."""
        found = 0
        for value in values:
            place = self.places.get(value)
            if place is not None:
                found |= 1 << place
        return found

    def compared(self, operator: str, value: int) -> int:
        """The cells whose values stand so to *value*; a value that is not known is in none."""
        match operator:
            case ">=":
                return self._from(value)
            case ">":
                return self._from(value + 1)
            case "<":
                return self._known & ~self._from(value)
            case "<=":
                return self._known & ~self._from(value + 1)
            case _:
                return self._from(value) & ~self._from(value + 1)

    @property
    def _known(self) -> int:
        return (1 << (len(self.cuts) + 1)) - 1

    def _from(self, value: int) -> int:
        if self.field.least is not None and value <= self.field.least:
            return self._known
        if self.field.most is not None and value > self.field.most:
            return 0
        return self._known & ~((1 << bisect_right(self.cuts, value)) - 1)


#: Amounts that are in the invoice's own currency: a test of one asks for that currency as well.
OF_THE_INVOICE = frozenset({"amount", "outstanding", "exposure"})


def needs_currency(test: Compare) -> bool:
    """Whether an amount is compared that is in the invoice's currency."""
    return isinstance(test.value, Money) and test.field in OF_THE_INVOICE


def ordinal(value: int | Money | dt.date) -> int:
    """A compared value as the whole number that its axis counts in."""
    if isinstance(value, Money):
        return value.minor
    return value.toordinal() if isinstance(value, dt.date) else value


def axes_of(conditions: Iterable[Condition], fields: Mapping[str, Field], currency: str) -> tuple[Axis, ...]:
    """The axes that *conditions* need, those with the fewest cells first."""
    words: dict[str, set[str]] = {}
    cuts: dict[str, set[int]] = {}
    flags: set[str] = set()
    named: set[str] = set()
    waiting = list(conditions)
    while waiting:
        match waiting.pop():
            case And(terms) | Or(terms):
                waiting.extend(terms)
            case Not(term):
                waiting.append(term)
            case In(field, values):
                words.setdefault(field, set()).update(values)
                named.add(field)
            case Flag(field):
                flags.add(field)
            case Compare(field, operator, value) as test:
                at = ordinal(value)
                found = cuts.setdefault(field, set())
                if operator in (">=", "<", "="):
                    found.add(at)
                if operator in (">", "<=", "="):
                    found.add(at + 1)
                if isinstance(value, Money) and needs_currency(test):
                    words.setdefault("currency", {currency}).add(value.currency)
    axes = [_word_axis(fields[name], found, name in named, currency) for name, found in words.items()]
    axes += [_ordered_axis(fields[name], found) for name, found in cuts.items()]
    axes += [Axis(fields[name], (Cell(True), Cell(False)), {}, ()) for name in flags]
    return tuple(sorted(axes, key=lambda axis: (len(axis.cells), axis.field.name)))


def _word_axis(field: Field, named: set[str], spoken_of: bool, currency: str) -> Axis:
    if field.values:
        listed = list(field.values)
        cells = [Cell(value) for value in listed]
        if not field.known:
            cells.append(Cell(None, UNUSUAL, "unknown"))
    else:
        if field.name == "currency":
            named = named | {currency}
        listed = sorted(named, key=lambda value: (value != currency, value))
        cells = [Cell(value) for value in listed]
        # a policy that never asks for the currency is for its own: another one is the odd case
        odd = field.name == "currency" and not spoken_of
        cells.append(Cell(_other(field, named), UNUSUAL if odd else OTHER, "other"))
    return Axis(field, tuple(cells), {value: place for place, value in enumerate(listed)}, ())


def _other(field: Field, named: set[str]) -> str:
    for code in _OTHERS.get(field.codes or "", ()):
        if code not in named:
            return code
    if field.codes == "currency":
        return next((code for code in sorted(CURRENCIES) if code not in named), "other")
    word, count = "other", 1
    while word in named:
        count += 1
        word = f"other{count}"
    return word


def _ordered_axis(field: Field, found: set[int]) -> Axis:
    least, most = field.least, field.most
    cuts = sorted(cut for cut in found if (least is None or cut > least) and (most is None or cut <= most))
    cells: list[Cell] = []
    start = least
    for cut in cuts:
        cells.append(Cell(cut - 1 if not cells else start, range=(start, cut - 1)))
        start = cut
    cells.append(Cell(0 if start is None else start, range=(start, most)))
    if not field.known:
        cells.append(Cell(None, UNUSUAL, "unknown"))
    return Axis(field, tuple(cells), {}, tuple(cuts))
