"""Groups: condition, law, terms, steps and holds of one kind of debtor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dunlang.diagnostics import Label
from dunlang.model.condition import Or
from dunlang.model.pages import DOUBLED_STATEMENT, MISSING_STATEMENT, NOT_TOGETHER
from dunlang.model.policy import Group, Hold
from dunlang.model.reading import values
from dunlang.model.reading.blocks import read_laws
from dunlang.model.reading.conditions import read_condition
from dunlang.model.reading.desk import once
from dunlang.model.reading.steps import read_steps
from dunlang.model.reading.terms import TERM_SUBJECTS, read_terms
from dunlang.syntax.tree import Node

if TYPE_CHECKING:
    from dunlang.model.policy import Step, Terms
    from dunlang.model.reading.desk import Declared, Desk
    from dunlang.source import Span

__all__ = ["read_group"]

_SUBJECTS = {
    "when": "when` or `otherwise",
    "otherwise": "when` or `otherwise",
    "use_terms": "terms",
    "use_steps": "steps",
    "own_steps": "steps",
}

_CAUSES = {
    "on_dispute": "dispute",
    "on_promise": "promise",
    "on_plan": "plan",
    "on_placed": "placed",
    "on_insolvency": "insolvency",
}
#: The ends that a hold may name, with the causes that can end so.
_ENDS = {
    "until_resolved": ("resolved", ("dispute",)),
    "until_lifted": ("lifted", ("placed", "insolvency")),
    "until_promised": ("after promised date", ("promise",)),
    "while_kept": ("kept", ("plan", "promise")),
}


def read_group(
    desk: Desk, declared: Declared, law: str, tables: dict[str, tuple[Step, ...]], terms: dict[str, Terms]
) -> tuple[Group, tuple[tuple[str, Span], ...]]:
    """A group, and the packs of law that it names. *law* is the policy's; *tables* and *terms* are the shared ones."""
    node = declared.node
    name = declared.name
    own_terms = [child for child in node.nodes() if child.rule in TERM_SUBJECTS]
    code, packs, law_span = read_laws(desk, list(node.nodes("law")))
    fields: dict[str, Any] = {"law": code or law, "law_span": law_span, "condition_span": None}
    decided = False
    given: Terms | None = None
    for subject, child in once(desk, node.nodes(*_SUBJECTS), _SUBJECTS):
        if subject == "terms":
            shared = desk.refer("terms", child.token("NAME"))
            given = terms.get(shared) if shared else None
        elif subject == "steps":
            fields["steps"] = _steps(desk, child, tables)
        else:
            decided = True
            fields["condition_span"] = desk.span(child)
            if child.rule == "when":
                condition = read_condition(desk, child, facts_only=True)
                # beside a syntax error it may lack a part, and would take too many
                sound = condition is not None and not desk.damaged(desk.span(child))
                fields["condition"] = condition if sound else Or(())
    if not decided:
        fields["condition"] = Or(())
        if desk.tree.complete:
            desk.report(
                MISSING_STATEMENT,
                name,
                f"the group `{name.text}` does not say which debtors it is for",
                help="add `when debtor is business` (or another condition), or `otherwise`",
            )
    holds = _holds(desk, node)
    return (
        Group(
            name=name.text,
            span=desk.span(node),
            name_span=desk.span(name),
            title=values.string(node.token("STRING")),
            terms=read_terms(desk, own_terms, given),
            holds=holds,
            **fields,
        ),
        packs,
    )


def _steps(desk: Desk, node: Node, tables: dict[str, tuple[Step, ...]]) -> tuple[Step, ...]:
    if node.rule == "own_steps":
        return read_steps(desk, node.nodes("step"))
    shared = desk.refer("steps", node.token("NAME"))
    return tables.get(shared, ()) if shared else ()


def _holds(desk: Desk, node: Node) -> tuple[Hold, ...]:
    found: dict[str, Hold] = {}
    for child in node.nodes("hold"):
        hold = _hold(desk, child)
        if hold is None:
            continue
        if hold.cause in found:
            desk.report(
                DOUBLED_STATEMENT,
                child,
                f"`hold on {hold.cause}` is stated twice in this group",
                related=(Label(found[hold.cause].span, "the first time, which is used"),),
                help="delete one of the two",
            )
        else:
            found[hold.cause] = hold
    return tuple(found.values())


_HOLD_PARTS = {
    "until_resolved": "until",
    "until_lifted": "until",
    "until_promised": "until",
    "while_kept": "until",
    "for_at_most": "for at most",
    "clock_stops": "clock",
    "clock_runs": "clock",
    "interest_stops": "interest stops",
}


def _hold(desk: Desk, node: Node) -> Hold | None:
    cause_node = node.first(*_CAUSES)
    if cause_node is None:
        return None
    cause = _CAUSES[cause_node.rule]
    fields: dict[str, Any] = {}
    for subject, child in once(desk, node.nodes(*_HOLD_PARTS), _HOLD_PARTS):
        match subject:
            case "until":
                end, causes = _ENDS[child.rule]
                if cause not in causes:
                    desk.report(
                        NOT_TOGETHER,
                        child,
                        f"a hold on `{cause}` cannot end `{desk.span(child).text}`",
                        help=_HOLD_HELP[cause],
                    )
                    continue
                fields["until"] = end
                if end == "after promised date":
                    fields["after"] = values.period(desk, child.first("duration"))
            case "for at most":
                fields["at_most"] = values.period(desk, child.first("duration"), least=1)
            case "clock":
                fields["clock_stops"], fields["clock_stated"] = child.rule == "clock_stops", True
            case _:
                fields["interest_stops"] = True
    return Hold(cause=cause, span=desk.span(node), **fields)  # type: ignore[arg-type] # a key of _CAUSES


_HOLD_HELP = {
    "dispute": "write `until resolved`, or `for at most 30 days`",
    "promise": "write `until 2 days after promised date`, or `while kept`",
    "plan": "write `while kept`",
    "placed": "write `until lifted`, or `for at most 30 days`",
    "insolvency": "write `until lifted`",
}
