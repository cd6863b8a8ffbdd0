"""What a step asks somebody to do, in words and as channels: for worklists and explanations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dunlang.model.policy import Call, Charge, HandOver, Notify, Send, StopSupply, Task

if TYPE_CHECKING:
    from dunlang.model.policy import Action, Step

__all__ = ["channels", "does", "role"]


def does(step: Step) -> tuple[str, ...]:
    """Each action of *step* as the policy words it: ``send aanmaning by post and email``."""
    return tuple(_said(action) for action in step.actions)


def channels(step: Step) -> tuple[str, ...]:
    """By which ways *step* works: the channels of its letter, else ``call``, ``task``, ``hand over`` …"""
    found: list[str] = []
    for action in step.actions:
        match action:
            case Send(channels=ways):
                found += ways
            case Call():
                found.append("call")
            case Task():
                found.append("task")
            case HandOver():
                found.append("hand over")
            case Notify():
                found.append("notify")
            case StopSupply():
                found.append("stop supply")
            case Charge():
                pass
    return tuple(dict.fromkeys(found))


def role(step: Step) -> str:
    """Who is to do it, where the policy says so."""
    return next((a.role for a in step.actions if isinstance(a, Call | Task) and a.role), "")


def _said(action: Action) -> str:
    match action:
        case Send(notice=notice, channels=ways):
            return f"send {notice} by {' and '.join(ways)}"
        case Call(note=note):
            return f"call: {note}" if note else "call"
        case Task(text=text):
            return f"task: {text}"
        case HandOver(party=party):
            return f"hand over to {party}"
        case Notify(party=party):
            return f"notify {party}"
        case StopSupply():
            return "stop supply"
        case Charge(amount=amount):
            return f"charge {amount}"
