"""The steps of a policy as the stages read them: the table ``plan``, and the conditions of steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dunlang.model.condition import And, Condition, Flag, Not, Or, fields
from dunlang.model.fields import BUILT_IN
from dunlang.portfolio.fast.lines import static_column, static_currency
from dunlang.portfolio.fast.words import condition_sql, literal
from dunlang.records import frozen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dunlang.model.policy import Policy
    from dunlang.portfolio.tabled.moves import Moves

__all__ = ["Conditions", "looks_back", "plan_rows", "stage_count"]

#: The anchors of steps as numbers; from 5 on they are dates of the letter that an earlier step sent.
_KINDS = {"due": 0, "invoice": 1, "receipt": 2, "delivery": 3, "done": 4, "received": 5, "deadline": 6}


@frozen(kw_only=True)
class Conditions:
    """The conditions of steps: *facts* are judged once per invoice, the rest is *written* for a day and a principal."""

    numbers: dict[tuple[int, int], int]
    facts: dict[int, str]
    written: dict[int, Condition]

    @property
    def any(self) -> bool:
        """Whether a step has a condition at all."""
        return bool(self.numbers)

    @classmethod
    def of(cls, policy: Policy, groups: frozenset[int]) -> Conditions:
        """The conditions of the groups in *groups*, numbered from 1."""
        numbers: dict[tuple[int, int], int] = {}
        facts: dict[int, str] = {}
        written: dict[int, Condition] = {}
        known = static_column(policy)

        def parted(condition: Condition) -> Condition:
            """The condition with each part that facts alone decide as a flag of its own."""
            if not any(name in BUILT_IN and BUILT_IN[name].state for name in fields(condition)):
                number = len(facts) + 1
                facts[number] = condition_sql(condition, known.__getitem__, static_currency)
                return Flag(f"f_{number}")
            if isinstance(condition, And | Or):
                return type(condition)(tuple(parted(term) for term in condition.terms))
            return Not(parted(condition.term)) if isinstance(condition, Not) else condition

        for at in sorted(groups):
            for index, step in enumerate(policy.groups[at].steps):
                if step.condition is not None:
                    number = numbers[at, index] = len(numbers) + 1
                    written[number] = parted(step.condition)
        return cls(numbers=numbers, facts=facts, written=written)

    def reading(self, name: str) -> tuple[int, ...]:
        """The numbers of the conditions that read the field *name*."""
        return tuple(number for number, condition in self.written.items() if name in fields(condition))

    def sql(self, policy: Policy, day: str, principal: str) -> str:
        """Whether the condition ``cond`` of a row is true on a day with a principal."""
        arms = []
        state = {
            "outstanding": principal,
            "disputed": "false",
            "days overdue": f"CASE WHEN due IS NOT NULL THEN greatest({day} - due, 0) END",
        }
        for number, condition in sorted(self.written.items()):
            test = condition_sql(condition, lambda name: state.get(name, name), lambda _: literal(policy.currency))
            arms.append(f"WHEN {number} THEN {test}")
        return f"CASE cond {' '.join(arms)} ELSE true END" if arms else "true"


def plan_rows(policy: Policy, moves: Moves, conditions: Conditions) -> Iterator[tuple[object, ...]]:
    """The table ``plan``: 64 g + step, g, step, move, direction, kind of anchor, its step, contact, below, condition.

    Then: sends, hands over, move of the repetition, how often it repeats, the step's bit among those that never come.
    """
    for at, group in enumerate(policy.groups):
        places = {step.name: index for index, step in enumerate(group.steps)}
        threshold = group.terms.contact_from
        for index, step in enumerate(group.steps):
            anchor = step.timing.anchor
            repeat = step.repeat
            yield (
                at * 64 + index,
                at,
                index,
                moves.target(step.timing),
                step.timing.direction,
                _KINDS[anchor.point if anchor.kind == "step" else anchor.kind],
                places.get(anchor.step) if anchor.kind == "step" else None,
                int(step.is_contact),
                threshold.minor if threshold is not None and step.is_contact else 0,
                conditions.numbers.get((at, index), 0),
                int(step.send is not None),
                int(step.hand_over is not None),
                moves.plus(repeat.every) if repeat is not None else None,
                repeat.times if repeat is not None else 0,
                2**index,
            )


def looks_back(policy: Policy, conditions: Conditions) -> bool:
    """Whether a step is judged by the principal of an earlier day: by a condition, or by `contact from`."""
    return conditions.any or any(
        group.terms.contact_from is not None and step.is_contact and step.timing.direction < 0
        for group in policy.groups
        for step in group.steps
    )


def stage_count(policy: Policy, groups: frozenset[int]) -> int:
    """How many steps in a row may have to be judged: those that can be skipped, and one more."""
    return 1 + max(
        (
            sum(
                step.timing.direction < 0 or step.condition is not None or step.timing.anchor.kind == "step"
                for step in policy.groups[at].steps
            )
            for at in groups
        ),
        default=0,
    )
