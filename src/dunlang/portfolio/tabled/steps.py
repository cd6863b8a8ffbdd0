"""Steps and holds of a policy as rows, and the numbers that stand for words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dunlang.schedule.holds import ALWAYS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dunlang.model.policy import Policy
    from dunlang.portfolio.tabled.moves import Moves

__all__ = ["KINDS", "OPEN", "hold_rows", "step_rows"]

#: The kinds of debtors in the order of their numbers.
KINDS = ("consumer", "business", "government")
#: The end of a hold that nobody knows, as a day number.
OPEN = 4_000_000


def step_rows(policy: Policy) -> Iterator[tuple[int, str, int, int, int, int]]:
    """The table ``stepname``: which step of a group an event's step is: g, name, step, contact, sends, hands over.

    A name of another group counts for the own step that sends the same notice. The name ``/`` is the hand-over.
    """
    for at, group in enumerate(policy.groups):
        own = {step.name: index for index, step in enumerate(group.steps)}
        found = dict(own)
        for other in policy.groups:
            for step in other.steps:
                if step.name in found or step.send is None:
                    continue
                same = [
                    index
                    for index, mine in enumerate(group.steps)
                    if mine.send is not None and mine.send.notice == step.send.notice
                ]
                if same:
                    found[step.name] = same[0]
        hand = next((index for index, step in enumerate(group.steps) if step.hand_over is not None), None)
        if hand is not None:
            found["/"] = hand
        for name, index in found.items():
            step = group.steps[index]
            yield at, name, index, int(step.is_contact), int(step.send is not None), int(step.hand_over is not None)


def hold_rows(policy: Policy, moves: Moves) -> Iterator[tuple[int, str, int | None, int | None, int, int]]:
    """The table ``holdterm``: g, cause, key of the cap, key of the days after a promise, stops, pauses."""
    for at, group in enumerate(policy.groups):
        for cause in ("dispute", "promise", "plan", "placed", "insolvency"):
            held = group.hold(cause)
            if held is None and cause not in ALWAYS:
                continue
            cap = moves.plus(held.at_most) if held is not None and held.at_most is not None else None
            after = moves.plus(held.after) if held is not None and held.after is not None else None
            stops = held is not None and held.clock_stops
            yield at, cause, cap, after, int(stops), int(held is not None and held.interest_stops)
