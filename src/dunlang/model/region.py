"""Groups solved exactly: whom each one takes when the first match wins, and whom none takes.

:func:`regions` gives the sets, with examples in the language's own words. A fact that is not known makes every test of
it false, as :func:`~dunlang.model.condition.holds` has it.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from dunlang.model.cells import OF_THE_INVOICE, Axis, Cell, axes_of
from dunlang.model.condition import And, Condition, In
from dunlang.model.diagram import EVERYBODY, NOBODY, Diagrams, TooMuchWork
from dunlang.model.fields import BUILT_IN, Field, attribute_field
from dunlang.money import Money
from dunlang.records import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dunlang.model.policy import Attribute, Group, Policy

__all__ = ["Example", "Regions", "example", "in_words", "kinds_admitted", "regions", "sentence"]

#: Steps of work before a question is left undecided: about half a second.
_LIMIT = 500_000
#: Diagrams are walked in depth: more fields than this in all conditions together are left undecided.
_MOST_AXES = 200

Example = tuple[tuple[str, str], ...]


@frozen(eq=False)
class Regions:
    """Whom the groups of a policy take. A region is None where it was too much work to decide."""

    policy: Policy
    diagrams: Diagrams | None
    meets: tuple[int | None, ...]
    """Who meets each group's condition."""
    takes: tuple[int | None, ...]
    """Whom each group takes after the earlier ones took theirs."""
    rest: int | None
    """Whom no group takes."""

    def admitted(self, group: str, field: str) -> frozenset[str] | None:
        """The words of *field* that a debtor of *group* can have, after the earlier groups took theirs.

        None where any word is possible (an open field), or where it was not decided. Flags give `true` and `false`.
        """
        known = _fields(self.policy.attributes)[field]
        everything = _everything(known)
        region = self._taken(group)
        if self.diagrams is None or region is None:
            return everything
        cells = self.diagrams.project(region, field)
        if region == NOBODY:
            return frozenset()
        if cells is None:
            return everything
        axis = next(axis for axis in self.diagrams.axes if axis.field.name == field)
        chosen = [cell for place, cell in enumerate(axis.cells) if cells >> place & 1]
        if any(cell.kind == "other" for cell in chosen) or axis.cuts:
            return None
        return frozenset(_word(cell.value) for cell in chosen if cell.value is not None)

    def ranges(self, group: str, field: str) -> tuple[tuple[int | None, int | None], ...]:
        """The values of a number, days, amount (minor units) or date (ordinals) field that a debtor of *group* can
        have: ranges with both ends included, None where one is open. Neighbours are joined. Amounts are those of
        invoices in the policy's currency."""
        known = _fields(self.policy.attributes)[field]
        region = self._taken(group)
        if (
            known.kind == "amount"
            and region is not None
            and self.diagrams is not None
            and self.diagrams.has("currency")
        ):
            try:
                region = self.diagrams.both(region, self.diagrams.of(In("currency", (self.policy.currency,))))
            except TooMuchWork:
                region = None
        if region == NOBODY:
            return ()
        cells = self.diagrams.project(region, field) if self.diagrams is not None and region is not None else None
        if self.diagrams is None or cells is None:
            return ((known.least, known.most),)
        axis = next(axis for axis in self.diagrams.axes if axis.field.name == field)
        found: list[tuple[int | None, int | None]] = []
        for place, cell in enumerate(axis.cells):
            if not cells >> place & 1 or cell.range is None:
                continue
            start, end = cell.range
            if found and start is not None and found[-1][1] == start - 1:
                found[-1] = (found[-1][0], end)
            else:
                found.append((start, end))
        return tuple(found)

    def example(self, group: str, *conditions: Condition) -> Example | None:
        """A debtor whom *group* takes and who meets all *conditions*; None where there is none.

        An undecided question has no example either. Pairs name only the fields that matter.
        """
        if conditions:
            return regions(self.policy, conditions)._meeting(group, conditions)
        return self._meeting(group, ())

    def _meeting(self, group: str, conditions: tuple[Condition, ...]) -> Example | None:
        region = self._taken(group)
        if self.diagrams is None or region is None:
            return None
        try:
            for condition in conditions:
                region = self.diagrams.both(region, self.diagrams.of(condition))
            return self.show(region)
        except TooMuchWork:
            return None

    def show(self, region: int) -> Example | None:
        """The plainest debtor of a region, in the language's own words; None for nobody."""
        found = self.diagrams.plainest(region) if self.diagrams is not None else None
        return None if found is None else in_words(found[0], self.policy.currency)

    def _taken(self, group: str) -> int | None:
        return next(
            (taken for each, taken in zip(self.policy.groups, self.takes, strict=True) if each.name == group), None
        )


def regions(policy: Policy, also: Iterable[Condition] = ()) -> Regions:
    """Solve the groups of *policy*. *also*: further conditions that will be asked about."""
    conditions = [group.condition for group in policy.groups if group.condition is not None]
    fields = _fields(policy.attributes)
    axes = axes_of([*conditions, *also], fields, policy.currency)
    if len(axes) > _MOST_AXES:
        return Regions(policy, None, (None,) * len(policy.groups), (None,) * len(policy.groups), None)
    diagrams = Diagrams(axes, _LIMIT)
    meets: list[int | None] = []
    takes: list[int | None] = []
    rest: int | None = EVERYBODY
    for group in policy.groups:
        met: int | None = None
        taken: int | None = None
        try:
            met = EVERYBODY if group.condition is None else diagrams.of(group.condition)
            if rest is not None:
                taken = diagrams.both(rest, met)
                rest = diagrams.without(rest, met)
        except TooMuchWork:
            rest = None
        meets.append(met)
        takes.append(taken)
    diagrams.renew(_LIMIT)
    return Regions(policy, diagrams, tuple(meets), tuple(takes), rest)


def example(
    *conditions: Condition, attributes: Sequence[Attribute] = (), currency: str = "EUR"
) -> dict[str, str] | None:
    """A debtor who meets all *conditions*, by field in the language's own words; None where there is none.

    State fields may be asked as well; they are taken to be independent of each other and of the facts.
    :class:`TooMuchWork` where it cannot be decided in reasonable time.
    """
    fields = _fields(attributes)
    diagrams = Diagrams(axes_of(conditions, fields, currency), _LIMIT)
    found = diagrams.plainest(diagrams.of(And(conditions)))
    return None if found is None else dict(in_words(found[0], currency))


def kinds_admitted(group: Group) -> frozenset[str]:
    """The kinds of debtor that the group's own condition admits, whatever the groups before it take."""
    kinds = BUILT_IN["debtor"].values
    if group.condition is None:
        return frozenset(kinds)
    fields = _OwnFields(group.condition)
    try:
        diagrams = Diagrams(axes_of([group.condition], fields, "EUR"), _LIMIT)
        cells = diagrams.project(diagrams.of(group.condition), "debtor")
        if cells is None:
            return frozenset(kinds) if diagrams.of(group.condition) != NOBODY else frozenset()
    except TooMuchWork:
        return frozenset(kinds)
    return frozenset(kind for place, kind in enumerate(kinds) if cells >> place & 1)


def _fields(attributes: Iterable[Attribute]) -> dict[str, Field]:
    return {**BUILT_IN, **{attribute.name: attribute_field(attribute) for attribute in attributes}}


class _OwnFields(dict[str, Field]):
    """The built-in fields, and an open field for whatever else a condition reads: enough for its kinds of debtor."""

    def __init__(self, condition: Condition) -> None:
        from dunlang.model.condition import fields

        super().__init__(BUILT_IN)
        for name in fields(condition):
            self.setdefault(name, Field(name=name, kind="word", of="debtor"))


def _everything(field: Field) -> frozenset[str] | None:
    if field.kind == "flag":
        return frozenset(("true", "false"))
    return frozenset(field.values) if field.values else None


def _word(value: str | bool | int) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def in_words(way: Sequence[tuple[Axis, Cell]], currency: str) -> Example:
    """A way through the axes as (field, value) pairs, in the order of the fields' table."""
    order = {name: place for place, name in enumerate(BUILT_IN)}
    pairs = sorted(way, key=lambda pair: order.get(pair[0].field.name, len(order)))
    own = next((str(cell.value) for axis, cell in pairs if axis.field.name == "currency"), currency)
    says_currency = any(axis.field.name in OF_THE_INVOICE for axis, _ in pairs)
    said: list[tuple[str, str]] = []
    for axis, cell in pairs:
        if axis.field.name == "currency" and (says_currency or (own == currency and len(pairs) > 1)):
            continue
        said.append((axis.field.name, _value(axis.field, cell, own if axis.field.name in OF_THE_INVOICE else currency)))
    return tuple(said)


def _value(field: Field, cell: Cell, currency: str) -> str:
    value = cell.value
    if value is None:
        return "not known"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return value if value.isidentifier() else f'"{value}"'
    match field.kind:
        case "amount":
            return str(Money(value, currency))
        case "days":
            return f"{value} day" if value == 1 else f"{value} days"
        case "date":
            return dt.date.fromordinal(value).isoformat()
        case _:
            return str(value)


def sentence(pairs: Example) -> str:
    """Pairs as the language writes them: `debtor business, country BE, not insured`."""
    parts = []
    for name, value in pairs:
        if value == "yes":
            parts.append(name)
        else:
            parts.append(f"not {name}" if value == "no" else f"{name} {value}")
    return ", ".join(parts)
