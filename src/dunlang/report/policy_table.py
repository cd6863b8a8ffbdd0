"""A compiled policy for people: what every group gets, with its terms and a table of steps."""

from __future__ import annotations

from dunlang.model.condition import words
from dunlang.model.policy import Group, Policy
from dunlang.report.colour import Paint, plain
from dunlang.report.tables import table
from dunlang.report.width import clean
from dunlang.report.words import action_words, hold_words, runs_words, source_words, when_words

__all__ = ["policy_table", "terms_words"]


def policy_table(policy: Policy, paint: Paint = plain) -> str:
    """The policy's header, then a paragraph for each group in the order of the policy."""
    parts = [f"law {policy.law}", policy.currency]
    if policy.valid_from:
        parts.append(f"valid from {policy.valid_from}" + (f" until {policy.valid_until}" if policy.valid_until else ""))
    parts.append(f"runs {runs_words(policy.runs)}")
    parts.append(f"progress {policy.progress}")
    if policy.gap_days:
        parts.append(f"at least {policy.gap_days} {policy.gap_unit} between contacts")
    head = paint("bold", clean(policy.title)) + "\n" + clean(", ".join(parts)) + "\n"
    return head + "".join("\n" + _group(group, policy, paint) for group in policy.groups)


def _group(group: Group, policy: Policy, paint: Paint) -> str:
    title = f' "{group.title}"' if group.title else ""
    condition = "otherwise" if group.condition is None else "when " + words(group.condition)
    law = f" (law {group.law})" if group.law and group.law != policy.law else ""
    lines = [paint("bold", f"group {group.name}") + clean(title), f"  {clean(condition + law)}"]
    lines += [f"  {clean(term)}" for term in terms_words(group)]
    lines += [f"  {hold_words(hold)}" for hold in group.holds]
    rows = [
        (
            step.name,
            when_words(step),
            ", ".join(map(action_words, step.actions)),
            "" if step.condition is None else f"if {words(step.condition)}",
        )
        for step in group.steps
    ]
    steps = table(("step", "when", "what", ""), rows, indent=2, paint=paint) if rows else "  no steps\n"
    return "\n".join(lines) + "\n" + steps


def terms_words(group: Group) -> list[str]:
    """The terms of a group in the words of the policy, one by one."""
    terms = group.terms
    found = [
        source_words(term.span)
        for term in (terms.payment, terms.discount, terms.dispute, terms.interest, terms.costs)
        if term is not None
    ]
    if terms.contact_from is not None:
        found.append(f"contact from {terms.contact_from}")
    if terms.payments_go_to is not None:
        found.append("payments go to " + ", ".join(terms.payments_go_to))
    if terms.letters == "per debtor":
        found.append("letters per debtor, highest step carries")
        found.append(f"level {terms.level}")
    return [term for term in found if term]
