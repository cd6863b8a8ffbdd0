"""What a notice says when a step sends it: one question for notices that list what they state and for templates.

:func:`saying` gives the answers for one step, and for one kind of debtor where that is asked. For a template it says
which parts of the vocabulary the policy gives there: costs where the group claims some, an earlier reminder where one
was sent, an agency where a hand-over can follow.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

from dunlang.lint.paths import ALWAYS, NEVER, at_best, undisputed
from dunlang.lint.view import GroupView, View
from dunlang.model.condition import And, Compare, Condition, In, Or
from dunlang.model.policy import Charge, Notice, Step
from dunlang.model.region import Example
from dunlang.notice.verdict import Reading
from dunlang.records import frozen

if TYPE_CHECKING:
    from dunlang.notice.paths import Analysis
    from dunlang.notice.said import Lack, Said
    from dunlang.notice.spoken import Heard
    from dunlang.source import Span

__all__ = [
    "Length",
    "Listed",
    "claims_costs",
    "claims_interest",
    "heard",
    "periods_said",
    "saying",
    "template_lacks",
    "template_of",
]


@frozen(eq=False)
class Listed:
    """A notice that lists what it states, as one step sends it."""

    group: GroupView
    step: Step
    notice: Notice

    def reading(self, *elements: str) -> Reading:
        """Whether one of *elements* is stated: on every path or on none."""
        listed = any(element in self.notice.states for element in elements)
        spans = (self.notice.states_span,) if listed and self.notice.states_span is not None else ()
        return Reading(verdict="every" if listed else "none", spans=spans)

    def example(self, elements: tuple[str, ...], *conditions: Condition, stated: bool = True) -> Example | None:
        """A debtor who gets it, meets *conditions*, and to whom one of *elements* is *stated* or none is."""
        if any(element in self.notice.states for element in elements) != stated:
            return None
        return self.group.example(undisputed(self.step.condition), *conditions, contacted=True)


def saying(group: GroupView, step: Step, notice: Notice, debtor: str = "") -> Listed | Said | None:
    """What *notice* says when *step* sends it, to debtors of the kind *debtor* (empty: any).

    None where a template could not be read or judged: that is a finding, or is told as not checked.
    """
    if not notice.template:
        return Listed(group, step, notice)
    return template_of(group, step, notice, debtor)


def template_of(group: GroupView, step: Step, notice: Notice, debtor: str = "") -> Said | None:
    """The same for a notice with a template."""
    view = group.view
    if view.templates is None:
        view.not_checked(f"what notice `{notice.name}` states", "its template was not read")
        return None
    key = ("saying", group.name, step.name, notice.name, debtor)
    if key not in view.known_law:
        analysis = view.templates.analysis(notice)
        found = None
        if analysis is not None:
            from dunlang.notice.said import Said, Setting

            setting = Setting(
                members=_members(group, step, debtor),
                given=_given(group, step, notice, debtor),
                constants=_constants(notice),
                sure=frozenset({"costs.vat"}) if _vat(group, debtor) == "always" else frozenset(),
                attributes=view.policy.attributes,
                currency=view.policy.currency,
                language=analysis.template.language,
            )
            found = Said(analysis, setting, _stated_in_words(view, notice, analysis))
        view.known_law[key] = found
    known: Said | None = view.known_law[key]
    return known


#: What is told by a rule of its own where it is stated and not given (NTC001, NTC002, NTC007).
_TOLD = {"reminder": "earlier reminder", "agency": "agency handover"}


def template_lacks(group: GroupView, step: Step, notice: Notice) -> tuple[Lack, ...]:
    """The variables that the template of *notice* prints and that may not be there, each once; without those that
    other rules tell: costs and interest that are not claimed, reminders not sent, hand-overs not made."""
    said = template_of(group, step, notice) if notice.template else None
    if said is None:
        return ()
    creditor = group.view.policy.creditor
    unclaimed = {"costs": not claims_costs(group), "interest": not claims_interest(group)}
    unclaimed["vat"] = unclaimed["costs"] or (creditor is not None and creditor.vat_reclaimed is True)
    found: dict[str, Lack] = {}
    for lack in said.lacks():
        known = said.analysis.vocabulary.get(lack.use.path)
        told = known is not None and bool(known.element)
        if known is not None and told and (unclaimed.get(known.given) or _TOLD.get(known.given) == known.element):
            continue
        found.setdefault(lack.use.path or lack.use.why, lack)
    return tuple(found.values())


@frozen
class Length:
    """A period that a letter gives in words."""

    count: int
    unit: str

    def __str__(self) -> str:
        return f"{self.count} {self.unit[:-1] if self.count == 1 else self.unit}"

    def is_same(self, count: int, unit: str) -> bool:
        """Whether it is as long as *count* of *unit*; weeks are days."""
        return _in_days(self.count, self.unit) == _in_days(count, unit)


def _in_days(count: int, unit: str) -> tuple[int, str]:
    return (count * 7, "days") if unit == "weeks" else (count, unit)


def periods_said(group: GroupView, step: Step, notice: Notice) -> tuple[tuple[Length, Span], ...]:
    """The periods for payment that the template of *notice* gives to readers of *step* in words, and where."""
    said = template_of(group, step, notice) if notice.template else None
    words = heard(group.view, notice, said.analysis) if said is not None else None
    if said is None or words is None:
        return ()
    return tuple(
        (Length(period.length.count, period.length.unit), words.words.place(period.span))
        for period in words.periods()
        if period.length is not None and said.holds(words.words.condition(period.span))
    )


def heard(view: View, notice: Notice, analysis: Analysis) -> Heard | None:
    """The plain words of the template of *notice*, read once; None where their language is not read."""
    key = ("heard", notice.name)
    if key not in view.known_law:
        from dunlang.notice.spoken import hear

        view.known_law[key] = hear(analysis)
    found: Heard | None = view.known_law[key]
    return found


def _stated_in_words(view: View, notice: Notice, analysis: Analysis) -> Mapping[str, int] | None:
    """When plain words state an element; None where they are not read."""
    key = ("stated in words", notice.name)
    if key not in view.known_law:
        words, creditor = heard(view, notice, analysis), view.policy.creditor
        view.known_law[key] = None if words is None else words.stated(creditor.name if creditor is not None else "")
    found: Mapping[str, int] | None = view.known_law[key]
    return found


def claims_costs(group: GroupView) -> bool:
    """Whether the group asks costs, by a clause or by a charge of a step."""
    costs = group.terms.costs
    charged = any(isinstance(action, Charge) for step in group.steps for action in step.actions)
    return charged or (costs is not None and costs.kind != "none")


def claims_interest(group: GroupView) -> bool:
    """Whether the group asks interest."""
    interest = group.terms.interest
    return interest is not None and interest.kind != "none"


def _members(group: GroupView, step: Step, debtor: str) -> tuple[Condition, ...]:
    """Who gets the letter of *step*."""
    threshold = group.terms.contact_from
    return (
        *group.members,
        *((In("debtor", (debtor,)),) if debtor else ()),
        undisputed(step.condition),
        *(() if threshold is None else (Compare("outstanding", ">=", threshold),)),
    )


def _given(group: GroupView, step: Step, notice: Notice, debtor: str) -> dict[str, Condition]:
    """When the policy gives each part of the vocabulary."""
    view, terms = group.view, group.terms
    creditor = view.policy.creditor
    before = list(group.letters_before(step))
    unknown = any(map(view.unknown_letter, group.before(step)))
    late = [one for one, other in before if other.kind != "announcement"]
    handing = [one for one in (step, *group.after(step)) if view.may_collect(one)]
    sent = [one for one, _ in before]
    return {
        "period": _yes(notice.gives is not None and notice.gives.unit in ("days", "weeks")),
        "deadline": _yes(notice.gives is not None and _has_deadline(group, step, debtor)),
        "costs": _yes(claims_costs(group)),
        "vat": _yes(_vat(group, debtor) != "never"),
        "interest": _yes(claims_interest(group)),
        "dispute": _yes(terms.dispute is not None),
        "reminder": ALWAYS if unknown else Or(tuple(undisputed(one.condition) for one in late)),
        "notice": ALWAYS if unknown else Or(tuple(undisputed(one.condition) for one in sent)),
        "agency": Or(tuple(at_best(one.condition) for one in handing)),
        "creditor": _yes(creditor is not None),
        "creditor number": _yes(creditor is not None and bool(creditor.number)),
        "creditor iban": _yes(creditor is not None and bool(creditor.iban)),
        "creditor country": _yes(creditor is not None and bool(creditor.country)),
        "due": And(()),  # an invoice without a payment term needs its own due date: a finding of its own
    }


def _vat(group: GroupView, debtor: str) -> Literal["always", "never", "perhaps"]:
    """Whether the costs of these debtors come with VAT."""
    view, clause, law = group.view, group.terms.costs, group.law
    creditor = view.policy.creditor
    if clause is None or clause.kind in ("none", "declared") or (creditor is not None and creditor.vat_reclaimed):
        return "never"
    if creditor is None or creditor.vat_reclaimed is None or law is None or view.first is None:
        return "perhaps"
    found: set[bool] = set()
    for kind in (debtor,) if debtor else group.kinds:
        rule = law.costs(kind, view.first) if clause.kind == "statutory" else law.cost_cap(kind, view.first)
        found.add(rule is not None and rule.vat_percent_rule != "none")
    return "perhaps" if len(found) > 1 else "always" if True in found else "never"


def _yes(holds: bool) -> Condition:
    return ALWAYS if holds else NEVER


def _has_deadline(group: GroupView, step: Step, debtor: str) -> bool:
    """Whether the last day of the letter's period is known on the day of sending."""
    view = group.view
    days = view.days[:1]
    if not days:
        return True
    kinds = (debtor,) if debtor else (group.kinds or ("consumer",))
    return all(view.letters(group.group, step, kind)[1](days[0]).deadline is not None for kind in kinds)


def _constants(notice: Notice) -> dict[str, int]:
    gives = notice.gives
    if gives is None or gives.unit not in ("days", "weeks"):
        return {}
    return {"period.days": gives.count * (7 if gives.unit == "weeks" else 1)}
