"""What a policy uses that the statement does not do: those groups are judged by the reference engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from dunlang.model.condition import fields
from dunlang.model.policy import Charge
from dunlang.records import frozen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dunlang.model.condition import Condition
    from dunlang.model.policy import Group, Policy
    from dunlang.source import Span

__all__ = ["Shortfall", "portable"]


@frozen(kw_only=True)
class Shortfall:
    """One thing of a policy that the fast engine leaves to the reference.

    *group* is empty for what concerns all groups. With *partly*, only debtors with several invoices in the group are
    left to the reference.
    """

    group: str
    what: str
    why: str
    span: Span | None = attrs.field(default=None, repr=False)
    partly: bool = False


def portable(policy: Policy) -> tuple[Shortfall, ...]:
    """What of *policy* the fast engine does not do, in the order of the policy; nothing: it does all of it.

    How the law counts interest is seen only when a run asks for it: see :func:`~.tables.supported`.
    """
    found: list[Shortfall] = []
    if policy.progress != "climb":
        where = policy.spans.get("progress")
        found.append(
            Shortfall(
                group="", what=f"progress {policy.progress}", why="only `progress climb` is in tables", span=where
            )
        )
    amounts = {attribute.name for attribute in policy.attributes if attribute.kind == "amount"}
    for group in policy.groups:
        for name in _fields(group.condition):
            if name in amounts:
                why = "amounts of attributes are not in tables, and groups are taken in order"
                found.append(Shortfall(group="", what=f"`{name}` in a group's condition", why=why, span=group.span))
    for group in policy.groups:
        found += _group(group, amounts)
    return tuple(found)


def _group(group: Group, amounts: set[str]) -> Iterator[Shortfall]:
    def short(what: str, why: str, span: Span | None, *, partly: bool = False) -> Shortfall:
        return Shortfall(group=group.name, what=what, why=why, span=span, partly=partly)

    terms = group.terms
    if terms.letters == "per debtor":
        yield short("letters per debtor", "one invoice's step then depends on others", group.span, partly=True)
    capped = [hold for hold in group.holds if hold.at_most is not None and hold.cause in ("dispute", "plan", "placed")]
    repeated = False
    for step in group.steps:
        for action in step.actions:
            if isinstance(action, Charge):
                yield short(f"the fee of `{step.name}`", "fees of steps are not in tables", action.span)
        if step.repeat is not None and step.is_contact and terms.contact_from is not None:
            why = "whether the next step overtakes it depends on the day on which little enough was open"
            yield short(f"the repetition of the contact `{step.name}` under `contact from`", why, step.span)
        if step.timing.direction < 0:
            for hold in capped:
                yield short(
                    f"`{step.name}` before its date with a hold that has an end and may be lifted earlier",
                    "whether it still fits depends on what was known on each day",
                    hold.span,
                )
        if step.condition is None:
            repeated = repeated or step.repeat is not None
            continue
        if step.repeat is not None or repeated:
            yield short(f"the condition of `{step.name}` with a repetition", "both may wait for one run", step.span)
        read = set(_fields(step.condition))
        for name in sorted(read & ({"exposure"} | amounts)):
            yield short(f"`{name}` in the condition of `{step.name}`", "it is not in tables", step.condition_span)
        if "disputed" in read:
            for hold in capped:
                if hold.cause == "dispute":
                    yield short(
                        f"`disputed` in `{step.name}` with a hold that ends", "disputed and not held", hold.span
                    )


def _fields(condition: Condition | None) -> Iterator[str]:
    if condition is not None:
        yield from fields(condition)
