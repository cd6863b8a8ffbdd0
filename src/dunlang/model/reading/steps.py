"""Steps tables: each step's time, actions and condition, and whether what it counts from can be known."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from dunlang.dates import Offset
from dunlang.diagnostics import Label
from dunlang.model.pages import (
    BEFORE_A_STEP,
    COUNTS_FROM_LATER,
    DOUBLED_NAME,
    DOUBLED_STATEMENT,
    NO_DEADLINE,
    RESERVED_NAME,
)
from dunlang.model.policy import (
    Action,
    Anchor,
    Call,
    Channel,
    Charge,
    HandOver,
    Notify,
    Repeat,
    Send,
    Step,
    StopSupply,
    Task,
    Timing,
)
from dunlang.model.reading import values
from dunlang.model.reading.conditions import read_condition
from dunlang.syntax.tree import Node, Token

if TYPE_CHECKING:
    from dunlang.model.reading.desk import Desk

__all__ = ["RESERVED", "read_steps"]

#: Words that a timing may hold where a step's name could stand.
RESERVED = frozenset({"invoice", "due", "delivery", "receipt", "received", "deadline", "if"})

_CHANNELS: dict[str, Channel] = {
    "by_email": "email",
    "by_post": "post",
    "by_registered_post": "registered post",
    "by_sms": "sms",
}
_ANCHORS: dict[str, Any] = {
    "at_invoice": "invoice",
    "at_due": "due",
    "at_delivery": "delivery",
    "at_receipt": "receipt",
}
_POINTS: dict[str, Any] = {"at_step": "done", "at_received": "received", "at_deadline": "deadline"}
_NOW = Offset(0)
_MOST_TIMES = 1000


def read_steps(desk: Desk, nodes: Iterable[Node]) -> tuple[Step, ...]:
    """The steps of a table in order. Steps with an error in their time or without a sound action are left out."""
    steps: list[Step] = []
    rows: dict[str, Node] = {}
    names = desk.known.step_names
    listed = [node for node in nodes if node.rule == "step"]
    for node in listed:
        name = node.children[0]
        if isinstance(name, Token) and name.text:
            _check_name(desk, name, rows)
            rows.setdefault(name.text, node)
            names[name.text] = None
    by_name: dict[str, Step] = {}
    for node in listed:
        step = _step(desk, node)
        if step is None:
            continue
        anchor = step.timing.anchor
        if anchor.kind != "step" or _check_anchor(desk, step, by_name, rows):
            steps.append(step)
            by_name.setdefault(step.name, step)
    return tuple(steps)


def _check_name(desk: Desk, name: Token, rows: dict[str, Node]) -> None:
    if name.text in RESERVED:
        desk.report(
            RESERVED_NAME,
            name,
            f"`{name.text}` cannot name a step: it is a word of the times that steps count from",
            help="choose another name",
        )
    elif name.text in rows:
        desk.report(
            DOUBLED_NAME,
            name,
            f"a second step is named `{name.text}`",
            related=(Label(desk.span(rows[name.text].children[0]), "the first one"),),
            help="rename one of the two",
        )


def _step(desk: Desk, node: Node) -> Step | None:
    name = node.children[0]
    if not isinstance(name, Token):
        return None
    timing: Timing | None = None
    repeat: Repeat | None = None
    actions: list[Action] = []
    condition = None
    condition_span = None
    for child in node.children:
        if isinstance(child, Token):
            continue
        rule = child.rule
        reader = _ACTIONS.get(rule)
        if reader is not None:
            action = reader(desk, child)
            if action is not None:
                actions.append(action)
        elif rule == "if_":
            condition = read_condition(desk, child)
            condition_span = desk.span(child)
        elif rule == "repeat":
            repeat = _repeat(desk, child)
        else:
            timing = _timing(desk, child)
    if len(actions) > 1:
        _check_actions(desk, node)
    if timing is None or not actions:
        return None
    return Step(
        name=name.text,
        timing=timing,
        actions=tuple(actions),
        span=desk.span(node),
        name_span=desk.span(name),
        repeat=repeat,
        condition=condition,
        condition_span=condition_span,
    )


def _timing(desk: Desk, node: Node) -> Timing | None:
    place, end_of_month = node, False
    if node.rule == "month_end":
        inner = node.first("before", "after", "on")
        if inner is None:
            return None
        node, end_of_month = inner, True
    offset: Offset | None = _NOW
    anchor = None
    for child in node.children:
        if isinstance(child, Node):
            if child.rule == "duration":
                offset = values.period(desk, child)
            else:
                anchor = _anchor(desk, child)
    if offset is None or anchor is None:
        return None
    return Timing(
        anchor=anchor,
        direction=0 if node.rule == "on" else 1 if node.rule == "after" else -1,
        offset=offset,
        end_of_month=end_of_month,
        span=desk.span(place),
    )


def _anchor(desk: Desk, node: Node) -> Anchor | None:
    kind = _ANCHORS.get(node.rule)
    if kind is not None:
        return Anchor(kind=kind, span=desk.span(node))
    name = node.token("NAME")
    if name is None or not name.text or node.rule not in _POINTS:
        return None
    return Anchor(kind="step", step=name.text, point=_POINTS[node.rule], span=desk.span(node))


def _check_anchor(desk: Desk, step: Step, earlier: dict[str, Step], rows: dict[str, Node]) -> bool:
    """Whether the step that *step* counts from comes before it and gives what is counted from."""
    anchor = step.timing.anchor
    token = Token("NAME", anchor.step, anchor.span.start, anchor.span.start + len(anchor.step))
    if anchor.step not in rows:
        desk.unknown(token, f"no step of this table is named `{anchor.step}`", rows)
        return False
    target = earlier.get(anchor.step)
    if target is None:
        at = rows[anchor.step]
        if at.start < step.span.start:
            return False  # left out for an error of its own, which is reported
        itself = anchor.step == step.name
        desk.report(
            COUNTS_FROM_LATER,
            anchor.span,
            f"`{step.name}` counts from itself"
            if itself
            else f"`{step.name}` counts from `{anchor.step}`, a later step",
            related=() if itself else (Label(desk.span(at.children[0]), "comes only here"),),
            help="count from an earlier step, or from `invoice` or `due`"
            if itself
            else f"move `{anchor.step}` above it",
        )
        return False
    return _check_point(desk, step, target)


def _check_point(desk: Desk, step: Step, target: Step) -> bool:
    anchor = step.timing.anchor
    if step.timing.direction < 0 and anchor.point != "deadline":
        desk.report(
            BEFORE_A_STEP,
            step.timing.span,
            f"nobody knows beforehand when `{anchor.step}` is {anchor.point}, so nothing can come before it",
            help=f"count after `{anchor.step}`, or before `due`",
        )
        return False
    if anchor.point == "done":
        return True
    send = target.send
    what = "receipt" if anchor.point == "received" else "deadline"
    if send is None:
        desk.report(
            NO_DEADLINE,
            anchor.span,
            f"`{anchor.step}` sends nothing, so it has no {what}",
            related=(Label(target.span, "this step"),),
            help=f"count from the step itself: `after {anchor.step}`",
        )
        return False
    notice = desk.known.notices.get(send.notice)
    if anchor.point == "deadline" and notice is not None and notice.gives is None and desk.known.complete:
        desk.report(
            NO_DEADLINE,
            anchor.span,
            f"`{anchor.step}` has no deadline: its notice `{notice.name}` gives no period",
            related=(Label(notice.name_span, "the notice"),),
            help=f"add to the notice `{notice.name}`: `gives 14 days from receipt`",
        )
        return False
    return True


def _repeat(desk: Desk, node: Node) -> Repeat | None:
    every = values.period(desk, node.first("duration"), least=1)
    times = values.whole(desk, node.token("NUMBER"), 1, _MOST_TIMES, "repetitions")
    return None if every is None or times is None else Repeat(every=every, times=times)


#: What a step does at most once: a second one would leave open which of the two a later step counts from.
_ONCE = {
    "send": "sends one notice",
    "call": "makes one call",
    "hand_over": "hands over once",
    "stop_supply": "stops supply once",
    "charge": "charges once",
}


def _check_actions(desk: Desk, node: Node) -> None:
    first: dict[str, Node] = {}
    for child in node.nodes(*_ONCE):
        if child.rule in first:
            desk.report(
                DOUBLED_STATEMENT,
                child,
                f"a step {_ONCE[child.rule]}, and this is the second",
                related=(Label(desk.span(first[child.rule]), "the first"),),
                help="write a second step",
            )
        else:
            first[child.rule] = child


def _send(desk: Desk, node: Node) -> Action | None:
    notice = desk.refer("notice", node.token("NAME"))
    channels: list[Channel] = []
    for child in node.nodes("channel"):
        inner = child.first()
        if inner is None:
            continue
        channel = _CHANNELS[inner.rule]
        if channel in channels:
            desk.report(DOUBLED_STATEMENT, child, f"`{channel}` is named twice", help="delete one of the two")
        else:
            channels.append(channel)
    if not channels:
        return None
    if notice is None:
        name = node.token("NAME")
        notice = name.text if name is not None else ""
    return Send(notice=notice, channels=tuple(channels), span=desk.span(node))


def _role(node: Node) -> str:
    by = node.first("by_role")
    return values.string(by.token("STRING")) if by is not None else ""


def _call(desk: Desk, node: Node) -> Action:
    return Call(note=values.string(node.token("STRING")), role=_role(node), span=desk.span(node))


def _task(desk: Desk, node: Node) -> Action:
    return Task(text=values.string(node.token("STRING")), role=_role(node), span=desk.span(node))


def _party(desk: Desk, node: Node) -> str:
    token = node.token("NAME")
    return desk.refer("party", token) or (token.text if token is not None else "")


def _hand_over(desk: Desk, node: Node) -> Action:
    return HandOver(party=_party(desk, node), span=desk.span(node))


def _notify(desk: Desk, node: Node) -> Action:
    return Notify(party=_party(desk, node), span=desk.span(node))


def _stop_supply(desk: Desk, node: Node) -> Action:
    return StopSupply(span=desk.span(node))


def _charge(desk: Desk, node: Node) -> Action | None:
    amount = values.amount(desk, node.first("money"), within=desk.known.currency, least=1)
    return None if amount is None else Charge(amount=amount, span=desk.span(node))


_ACTIONS: dict[str, Callable[[Desk, Node], Action | None]] = {
    "send": _send,
    "call": _call,
    "task": _task,
    "hand_over": _hand_over,
    "notify": _notify,
    "stop_supply": _stop_supply,
    "charge": _charge,
}
