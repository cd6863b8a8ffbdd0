"""The kind of a notice that does not state it.

The rule, for the first step that sends the notice (groups and steps in the order of the file):

1. sent before the due date: an announcement;
2. not the first letter of its steps after announcements, and it states the collection costs or gives a period from
   receipt: a formal notice;
3. the first letter of its steps, counted from the invoice, its delivery or receipt or the due date, without stating
   the collection costs: a reminder;
4. otherwise the kind is not plain, and stays open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dunlang.model.policy import Group, Notice, NoticeKind, Step

__all__ = ["with_kinds"]


def with_kinds(notices: Iterable[Notice], groups: Iterable[Group]) -> tuple[Notice, ...]:
    """The notices, each with its kind where it is stated or plain."""
    by_name = {notice.name: notice for notice in notices}
    found: dict[str, NoticeKind | None] = {}
    seen: set[int] = set()
    for group in groups:
        if id(group.steps) in seen:
            continue
        seen.add(id(group.steps))
        earlier = False
        for step in group.steps:
            notice = by_name.get(step.send.notice) if step.send is not None else None
            if notice is None:
                continue
            if notice.kind is None and notice.name not in found:
                found[notice.name] = _kind(notice, step, first=not earlier)
            kind = notice.kind or found.get(notice.name)
            earlier = earlier or kind != "announcement"
    return tuple(
        attrs.evolve(notice, kind=found[notice.name]) if found.get(notice.name) else notice
        for notice in by_name.values()
    )


def _kind(notice: Notice, step: Step, *, first: bool) -> NoticeKind | None:
    timing = step.timing
    names_costs = "collection costs" in notice.states
    if timing.anchor.kind == "due" and timing.direction < 0:
        return "announcement"
    if not first:
        return "formal" if names_costs or notice.gives_from == "receipt" else None
    return "reminder" if timing.anchor.kind != "step" and timing.direction >= 0 and not names_costs else None
