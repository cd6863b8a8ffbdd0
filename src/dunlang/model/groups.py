"""Groups solved exactly: whom each one takes when the first match wins, and whom none takes.

:func:`regions` gives the sets; :func:`check_groups` the findings, each with a concrete example debtor in the language's
own words. A fact that is not known makes every test of it false, as :func:`~dunlang.model.condition.holds` has it.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import attrs

from dunlang.diagnostics import Diagnostic, Label, Severity
from dunlang.model.cells import OF_THE_INVOICE, UNUSUAL, Axis, Cell, axes_of
from dunlang.model.condition import And, Condition, In, Or, words
from dunlang.model.diagram import EVERYBODY, NOBODY, Diagrams, TooMuchWork
from dunlang.model.fields import BUILT_IN, Field, attribute_field
from dunlang.model.pages import EMPTY_CONDITION, NEVER_REACHED, NO_GROUP, NOT_DECIDED, OTHERWISE_NOT_LAST
from dunlang.money import Money

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dunlang.model.policy import Attribute, Group, Policy

__all__ = ["Regions", "check_groups", "example", "kinds_admitted", "regions"]

#: Steps of work before a question is left undecided: about half a second.
_LIMIT = 500_000
#: Diagrams are walked in depth: more fields than this in all conditions together are left undecided.
_MOST_AXES = 200

Example = tuple[tuple[str, str], ...]


@attrs.frozen(eq=False)
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
        return None if found is None else _shown(found[0], self.policy.currency)

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
    return None if found is None else dict(_shown(found[0], currency))


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


def check_groups(policy: Policy, *, complete: bool) -> list[Diagnostic]:
    """Findings about the groups; without *complete* (a group may be lost) nothing is said about debtors that none
    takes."""
    found: list[Diagnostic] = []
    solved = regions(policy)
    sound = complete
    otherwise: Group | None = None
    undecided: Group | None = None
    for place, group in enumerate(policy.groups):
        if group.condition == Or(()):
            sound = False
        elif otherwise is None:
            taken, met = solved.takes[place], solved.meets[place]
            if met == NOBODY and group.condition is not None:
                found.append(_empty(policy, group, group.condition))
            elif taken == NOBODY and met is not None:
                found.append(_never_reached(solved, place, met))
            elif taken is None:
                undecided = undecided or group
        if group.condition is None and otherwise is None:
            otherwise = group
            behind = policy.groups[place + 1 :]
            if behind:
                found.append(_not_last(group, behind))
    if undecided is not None:
        found.append(
            NOT_DECIDED.at(
                undecided.name_span,
                f"from the group `{undecided.name}` on it was too much work to decide whom the groups take",
                help="use fewer or simpler conditions",
            )
        )
    elif sound and otherwise is None:
        found.extend(_gap(solved))
    return found


def _gap(solved: Regions) -> list[Diagnostic]:
    policy = solved.policy
    span = policy.span or (policy.groups[-1].name_span if policy.groups else None)
    if solved.rest is None or solved.diagrams is None or solved.rest == NOBODY:
        return []
    found = solved.diagrams.plainest(solved.rest)
    if found is None:
        return []
    way, cost = found
    advice = "add a last group: `group rest { otherwise … }`"
    if not policy.groups:
        return [NO_GROUP.at(span, "the policy has no group, so it takes no debtor", help=advice)]
    shown = _shown(way, policy.currency)
    text = _sentence(shown)
    if cost < UNUSUAL:
        return [NO_GROUP.at(span, f"no group takes a debtor such as `{text}`", help=advice, witness=shown)]
    what = "a fact that the ledger may lack" if any(cell.kind == "unknown" for _, cell in way) else "another currency"
    return [
        NO_GROUP.at(
            span,
            f"no group takes a debtor such as `{text}`: {what}",
            help=advice,
            witness=shown,
            severity=Severity.WARNING,
        )
    ]


def _empty(policy: Policy, group: Group, condition: Condition) -> Diagnostic:
    notes: tuple[str, ...] = ()
    if isinstance(condition, And):
        core = _conflict(policy, condition.terms)
        if core and len(core) < 6:
            notes = (" and ".join(f"`{words(term)}`" for term in core) + " exclude each other",)
    return EMPTY_CONDITION.at(
        group.condition_span or group.name_span,
        f"the condition of the group `{group.name}` is empty: no debtor meets it",
        notes=notes,
        help="mend the condition, or delete the group",
    )


def _conflict(policy: Policy, terms: tuple[Condition, ...]) -> tuple[Condition, ...]:
    """As few of *terms* as cannot hold together: each that can be left out is."""
    if len(terms) > 50:
        return ()
    try:
        kept = list(terms)
        for term in terms:
            fewer = [each for each in kept if each is not term]
            if fewer and example(*fewer, attributes=policy.attributes, currency=policy.currency) is None:
                kept = fewer
    except TooMuchWork:
        return ()
    return tuple(kept) if len(kept) > 1 else ()


def _never_reached(solved: Regions, place: int, met: int) -> Diagnostic:
    groups = solved.policy.groups
    group = groups[place]
    takers: list[Group] = []
    witness: Example = ()
    for earlier, taken in zip(groups[:place], solved.takes, strict=False):
        if taken is None or solved.diagrams is None:
            continue
        try:
            common = solved.diagrams.both(met, taken)
            if common == NOBODY:
                continue
            if not takers:
                witness = solved.show(common) or ()
        except TooMuchWork:
            break
        takers.append(earlier)
    named = [f"`{taker.name}`" for taker in takers[:3]]
    if len(takers) > 3:
        named.append(f"{len(takers) - 3} more")
    listed = named[0] if len(named) == 1 else f"{', '.join(named[:-1])} and {named[-1]}" if named else "earlier groups"
    verb = "takes" if len(takers) == 1 else "take"
    shown = f"; `{_sentence(witness)}` goes to `{takers[0].name}`" if witness and takers else ""
    return NEVER_REACHED.at(
        group.name_span,
        f"the group `{group.name}` is never reached: {listed} {verb} all of its debtors{shown}",
        related=tuple(Label(taker.name_span, "takes them first") for taker in takers[:5]),
        help=f"move `{group.name}` above {named[0] if named else 'them'}, or delete it",
        witness=witness,
    )


def _not_last(group: Group, behind: tuple[Group, ...]) -> Diagnostic:
    return OTHERWISE_NOT_LAST.at(
        group.condition_span or group.name_span,
        f"`{group.name}` takes everybody who is left, so no debtor comes to the groups behind it",
        related=tuple(Label(each.name_span, "never reached") for each in behind[:5]),
        help=f"move `{group.name}` to the end",
    )


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


def _shown(way: Sequence[tuple[Axis, Cell]], currency: str) -> Example:
    """A way through the axes as (field, value) pairs, in the order of the fields' table."""
    order = {name: place for place, name in enumerate(BUILT_IN)}
    pairs = sorted(way, key=lambda pair: order.get(pair[0].field.name, len(order)))
    own = next((str(cell.value) for axis, cell in pairs if axis.field.name == "currency"), currency)
    says_currency = any(axis.field.name in OF_THE_INVOICE for axis, _ in pairs)
    shown = []
    for axis, cell in pairs:
        if axis.field.name == "currency" and (says_currency or (own == currency and len(pairs) > 1)):
            continue
        shown.append(
            (axis.field.name, _value(axis.field, cell, own if axis.field.name in OF_THE_INVOICE else currency))
        )
    return tuple(shown)


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


def _sentence(pairs: Example) -> str:
    """Pairs as the language writes them: `debtor business, country BE, not insured`."""
    parts = []
    for name, value in pairs:
        if value == "yes":
            parts.append(name)
        else:
            parts.append(f"not {name}" if value == "no" else f"{name} {value}")
    return ", ".join(parts)
