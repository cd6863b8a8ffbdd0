"""Findings about groups: debtors that none takes, groups that take none, each with a concrete example debtor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dunlang.diagnostics import Diagnostic, Label, Severity
from dunlang.model.cells import UNUSUAL
from dunlang.model.condition import And, Condition, Or, words
from dunlang.model.diagram import NOBODY, TooMuchWork
from dunlang.model.pages import EMPTY_CONDITION, NEVER_REACHED, NO_GROUP, NOT_DECIDED, OTHERWISE_NOT_LAST
from dunlang.model.region import Example, Regions, example, in_words, regions, sentence

if TYPE_CHECKING:
    from dunlang.model.policy import Group, Policy

__all__ = ["check_groups"]


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
    shown = in_words(way, policy.currency)
    text = sentence(shown)
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
    shown = f"; `{sentence(witness)}` goes to `{takers[0].name}`" if witness and takers else ""
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
