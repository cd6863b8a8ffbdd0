"""Conditions of steps as paths through a group: what must hold for one step when another is taken.

A fact stays what it is, and so do, between two steps, the amounts that are open. A dispute holds the steps and ends
some day, so a step that waits for its end is not passed over: :func:`undisputed`. Where only the future can tell (a
dispute, the days overdue), :func:`at_best` lets a test fall out in the condition's favour.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import attrs

from dunlang.model.condition import And, Compare, Condition, Flag, In, Not, Or
from dunlang.model.policy import Attribute, Policy, Step

__all__ = ["ALWAYS", "NEVER", "UNKNOWN", "at_best", "comparisons", "undisputed", "with_unknown_conditions"]

#: A condition that is true, and one that is false, whatever the facts.
ALWAYS = And(())
NEVER = Or(())

#: How the flag is called that stands for a condition which could not be read: it is taken to be true where that finds
#: nothing, because its error is a finding already.
UNKNOWN = "condition of "

_FUTURE = frozenset({"disputed", "days overdue"})


def comparisons(condition: Condition | None, field: str) -> Iterator[Compare]:
    """The comparisons of *field* that a condition makes, without those under a `not`."""
    match condition:
        case And(terms) | Or(terms):
            for term in terms:
                yield from comparisons(term, field)
        case Compare(field=found) if found == field:
            yield condition


def undisputed(condition: Condition | None) -> Condition:
    """*condition* for a debtor who disputes nothing."""

    def settle(field: str, wanted: bool) -> Condition | None:
        if field.startswith(UNKNOWN):
            return ALWAYS if wanted else NEVER
        return NEVER if field == "disputed" else None

    return _replaced(condition, settle, wanted=True)


def at_best(condition: Condition | None) -> Condition:
    """*condition* with each test that only the future can tell fallen out in its favour."""

    def settle(field: str, wanted: bool) -> Condition | None:
        if field in _FUTURE or field.startswith(UNKNOWN):
            return ALWAYS if wanted else NEVER
        return None

    return _replaced(condition, settle, wanted=True)


def _replaced(
    condition: Condition | None, settle: Callable[[str, bool], Condition | None], *, wanted: bool
) -> Condition:
    """*condition* with the tests that *settle* knows replaced; *wanted* is false under an odd number of `not`."""
    match condition:
        case None:
            return ALWAYS
        case And(terms):
            return And(tuple(_replaced(term, settle, wanted=wanted) for term in terms))
        case Or(terms):
            return Or(tuple(_replaced(term, settle, wanted=wanted) for term in terms))
        case Not(term):
            return Not(_replaced(term, settle, wanted=not wanted))
        case In(field=field) | Compare(field=field) | Flag(field=field):
            settled = settle(field, wanted)
            return condition if settled is None else settled


def with_unknown_conditions(policy: Policy) -> Policy:
    """*policy* with each step's condition that has an error (a finding of its own) as one that may be true or false."""
    unknown: list[Attribute] = []

    def told(step: Step) -> Step:
        if step.condition is not None or step.condition_span is None:
            return step
        name = UNKNOWN + step.name
        unknown.append(Attribute(name=name, kind="flag", of="invoice", span=step.condition_span))
        return attrs.evolve(step, condition=Flag(name))

    groups = tuple(attrs.evolve(group, steps=tuple(told(step) for step in group.steps)) for group in policy.groups)
    if not unknown:
        return policy
    return attrs.evolve(policy, groups=groups, attributes=(*policy.attributes, *unknown))
