"""The costs that a letter names: whether they may be named so, and whether they are as much as the law gives."""

from __future__ import annotations

from collections.abc import Mapping

from dunlang.law import ChargeRule, CountryLaw, Provision, ReminderFee
from dunlang.law.answers import CostsAnswer
from dunlang.law.calculators import costs as calculate
from dunlang.money import Money
from dunlang.notice import wording_pages as pages
from dunlang.notice.claims import CostClaim, LetterClaims
from dunlang.notice.elements import Element
from dunlang.notice.phrases import is_named, on_costs, stands
from dunlang.notice.remarks import Effect, LetterFacts, Remark
from dunlang.notice.tokens import fold
from dunlang.source import Span

__all__ = ["judge_costs", "principal_of"]


def judge_costs(
    law: CountryLaw,
    facts: LetterFacts,
    charging: ChargeRule | None,
    found: LetterClaims,
    *,
    opens: bool,
    elements: Mapping[str, Element],
) -> list[Remark]:
    """What is wrong with the costs; nothing for a letter that names none."""
    if not found.costs or charging is None:
        return []
    if charging.forbidden:
        titled = stands(law, facts, found, "title for costs")
        return [_forbidden(cost, charging, titled=titled) for cost in found.costs]
    fee = law.reminder_fee(facts.debtor, facts.on) if charging.minimum is None else None
    remarks = [remark for cost in found.costs for remark in _fee(law, facts, fee, cost)]
    second = elements["earlier reminder"].state == "found"
    if charging.letter:
        early = opens or facts.kind in ("announcement", "reminder")
        remarks += [
            _at_once(law, facts, charging, cost, second=second)
            for cost in found.costs
            if cost.when == "now" and early and not any(remark.span == _place(cost) for remark in remarks)
        ]
    included = _included(facts, found) if opens else None
    if included is not None:
        remarks.append(included_remark(included, charging))
    if opens or not charging.letter:
        remarks += _unpriced(law, facts, found)
    remarks += _ungrounded(law, facts, found)
    return remarks + _amounts(law, facts, found)


def _effect(provision: Provision) -> Effect:
    return "no" if provision.may_be_error else "undecided"


def _place(cost: CostClaim) -> Span:
    return cost.amount_span or cost.span


def _forbidden(cost: CostClaim, charging: ChargeRule, *, titled: bool) -> Remark:
    """Costs where the law allows none out of court; a letter that names a title may ask those of the title."""
    return Remark(
        page=pages.FORBIDDEN,
        effect="undecided" if titled else _effect(charging.provision),
        message=f"`{cost.name}`: no collection costs may be asked "
        + ("beyond those of the title" if titled else "out of court"),
        span=_place(cost),
        label="may not be asked" if not titled else "is it in the title?",
        notes=(charging.defect,) if charging.defect else (),
        help="leave the costs out",
        provisions=(charging.provision,),
    )


def _fee(law: CountryLaw, facts: LetterFacts, fee: ReminderFee | None, cost: CostClaim) -> list[Remark]:
    """A fee for the letter that is more than the law, or the practice of its courts, leaves."""
    if fee is None or fee.maximum is None or fee.provision is None or cost.amount is None:
        return []
    if facts.sender != "creditor" or not is_named(law, facts, "reminder fee", cost.name):
        return []
    most = max(fee.maximum, fee.tolerated or 0)
    if cost.amount <= fee.maximum or (cost.amount <= most and cost.when == "now"):
        return []
    own, limit = Money(cost.amount, law.currency), Money(most, law.currency)
    surely = cost.amount > most
    return [
        Remark(
            page=pages.FEE,
            effect=_effect(fee.provision) if surely else "undecided",
            message=f"`{cost.name}` of {own}: "
            + (f"a letter may cost {limit} at most" if surely else f"only {Money(fee.maximum, law.currency)} is safe"),
            span=_place(cost),
            label="too high" if surely else "above what is safe",
            help=f"ask {Money(fee.maximum, law.currency)} at most",
            provisions=(fee.provision,),
        )
    ]


def _ungrounded(law: CountryLaw, facts: LetterFacts, found: LetterClaims) -> list[Remark]:
    """Costs with no word on why they are owed, where the law wants a ground."""
    phrase, provision = on_costs(law, facts, "costs without ground")
    if phrase is None or provision is None or stands(law, facts, found, "ground of costs"):
        return []
    cost = found.costs[0]
    return [
        Remark(
            page=pages.UNGROUNDED,
            effect=_effect(provision) if phrase.verdict == "rejected" else "undecided",
            message=f"`{cost.name}`: the letter does not say on what ground it is owed",
            span=_place(cost),
            label=phrase.says,
            help="name the clause or the provision that gives it, or leave it out",
            provisions=(provision,),
        )
    ]


def _at_once(law: CountryLaw, facts: LetterFacts, charging: ChargeRule, cost: CostClaim, *, second: bool) -> Remark:
    """Costs asked at once in a letter that must leave a free period."""
    fee = law.reminder_fee(facts.debtor, facts.on)
    most = max(fee.maximum or 0, fee.tolerated or 0) if fee is not None and fee.maximum is not None else 0
    listed = bool(law.elements(facts.kind, facts.debtor, facts.on, facts.sender))
    allowed = second and cost.amount is not None and 0 < cost.amount <= most
    excused = second and not listed and facts.kind != "reminder"
    notes = []
    if fee is not None and fee.provision is not None:
        notes.append(fee.provision.says)
    effect: Effect = "undecided" if allowed or excused else _effect(charging.provision)
    return Remark(
        page=pages.AT_ONCE,
        effect=effect,
        message=f"`{cost.name}` is asked at once, in a letter that must leave a free period"
        if effect == "no" or not second
        else f"`{cost.name}` is asked at once: whether the earlier reminder allows it cannot be read here",
        span=cost.amount_span or cost.span,
        label="asked at once",
        notes=tuple(notes),
        help="say that the costs follow only if the debtor does not pay in the period",
        provisions=(charging.provision, *((fee.provision,) if fee is not None else ())),
    )


def _included(facts: LetterFacts, found: LetterClaims) -> CostClaim | None:
    """The costs that are already in the total that the letter asks for without a condition."""
    asked = {a.minor for a in found.amounts if not a.later and a.what in ("total", "plain", "principal") and a.minor}
    principal = facts.principal
    for cost in found.costs:
        if cost.amount and cost.when != "now":
            sums = (
                {principal + cost.amount}
                if principal is not None
                else {a + cost.amount for a in asked if a + cost.amount in asked}
            )
            if sums & asked:
                return cost
    return None


def included_remark(cost: CostClaim, charging: ChargeRule) -> Remark:
    """The finding for costs inside the total."""
    return Remark(
        page=pages.AT_ONCE,
        effect=_effect(charging.provision),
        message=f"`{cost.name}` is already in the total that the letter asks for",
        span=cost.amount_span or cost.span,
        label="inside the total",
        help="ask for the principal, and name the costs apart",
        provisions=(charging.provision,),
    )


def _unpriced(law: CountryLaw, facts: LetterFacts, found: LetterClaims) -> list[Remark]:
    """Costs named as a percentage, or with no amount at all, where no sentence names one."""
    if any(cost.amount is not None or cost.slot for cost in found.costs):
        return []
    cost = next((c for c in found.costs if c.percent is not None), found.costs[0])
    sense = "costs as percentage" if cost.percent is not None else "costs without amount"
    phrase, provision = on_costs(law, facts, sense)
    if phrase is None or provision is None or phrase.verdict == "accepted":
        return []
    return [
        Remark(
            page=pages.UNPRICED,
            effect="no" if phrase.verdict == "rejected" and provision.may_be_error else "undecided",
            message=f"`{cost.name}` is named "
            + ("as a percentage only" if cost.percent is not None else "without an amount"),
            span=cost.amount_span or cost.span,
            label=phrase.says,
            help="name the amount",
            provisions=(provision,),
        )
    ]


def principal_of(facts: LetterFacts, found: LetterClaims) -> int | None:
    """The principal that is told, or the one that the letter names and no other."""
    if facts.principal is not None:
        return facts.principal
    for kinds in (("principal",), ("plain",)):
        named = {amount.minor for amount in found.of(*kinds) if amount.minor}
        if len(named) == 1:
            return named.pop()
        if named:
            return None
    return None


def _amounts(law: CountryLaw, facts: LetterFacts, found: LetterClaims) -> list[Remark]:
    """The amounts named, against the tariff on the principal."""
    named = [cost for cost in found.costs if cost.amount]
    if not named:
        return []
    principal = principal_of(facts, found)
    if principal is None:
        return [
            Remark(
                page=pages.COSTS_UNKNOWN,
                effect="undecided",
                message="the principal cannot be told from the letter, so its costs cannot be judged",
                span=named[0].amount_span,
                help="name it with `--principal`",
            )
        ]
    without = calculate(law, facts.debtor, [principal], facts.on)
    with_vat = calculate(law, facts.debtor, [principal], facts.on, vat=True)
    if not isinstance(without, CostsAnswer) or not isinstance(with_vat, CostsAnswer):
        return []
    low, high = _most(without), _most(with_vat)
    if low is None or high is None:
        return []
    asked = named[-1].amount or 0
    stated = asked + _vat_on(found, named[-1], high, low)
    reclaimed = False if facts.vat is None and _tells_vat(found) else facts.vat
    limit = high if reclaimed is False else low
    own = Money(stated, law.currency)
    remarks: list[Remark] = []
    if facts.costs is not None and facts.costs not in (asked, stated):
        remarks.append(
            Remark(
                page=pages.COSTS_DIFFER,
                effect="undecided",
                message=f"the letter names costs of {own}, the creditor will ask {Money(facts.costs, law.currency)}",
                span=named[-1].amount_span,
                help="name the amount that will be asked",
                provisions=without.provisions,
            )
        )
    if stated <= limit:
        return remarks + _too_much_in_all(law, facts, without, _together(found, named[-1]), limit)
    binding = facts.debtor == "consumer"
    unsure = not binding or (reclaimed is None and stated <= high)
    firm = all(provision.may_be_error for provision in without.provisions[:1])
    defects = [p for p in law.facts("letter", facts.on, facts.debtor) if p.id.endswith("amount-too-high")]
    remarks.append(
        Remark(
            page=pages.TOO_HIGH,
            effect="undecided" if unsure or not firm else "no",
            message=f"costs of {own} on {Money(principal, law.currency)}: the law gives {Money(limit, law.currency)}"
            + (f" ({Money(high, law.currency)} with VAT)" if unsure and binding else ""),
            span=named[-1].amount_span,
            label="too high" if not unsure else "above the scale",
            notes=tuple(defect.says for defect in defects),
            help=f"name {Money(limit, law.currency)}"
            if not (unsure and binding)
            else "say whether the creditor can reclaim VAT (`--vat`)",
            provisions=(*without.provisions[:1], *defects),
        )
    )
    return remarks


def _tells_vat(found: LetterClaims) -> bool:
    """Whether the letter says that the VAT cannot be reclaimed."""
    return any(sentence.has("vat") and sentence.has("reclaim") for sentence in found.text.sentences)


def _vat_on(found: LetterClaims, cost: CostClaim, high: int, low: int) -> int:
    """The VAT that the letter lays on a cost beside it, in the same sentence; 0 for none."""
    if cost.amount is None or not low:
        return 0
    expected = cost.amount * (high - low) // low
    here = next(place for place in map(found.text.whole, found.text.sentences) if cost.span.start < place.end)
    named = (vat.minor or 0 for vat in found.of("vat") if here.start <= vat.span.start < here.end)
    return next((vat for vat in named if expected <= vat <= expected + 1), 0)


def _together(found: LetterClaims, main: CostClaim) -> tuple[CostClaim, ...]:
    """*main* and the costs by other names that come with it: none that is the same sum again, or the sum of all."""
    named = {fold(main.name): main}
    for cost in found.costs:
        name = fold(cost.name)
        same = any(name in other or other in name or cost.amount == held.amount for other, held in named.items())
        if cost.amount and cost.when == main.when and not cost.bound and not same:
            named[name] = cost
    others = [cost for cost in named.values() if cost is not main]
    whole = sum(cost.amount or 0 for cost in others)
    return (main,) if main.bound or whole == main.amount else tuple(named.values())


def _too_much_in_all(
    law: CountryLaw, facts: LetterFacts, answer: CostsAnswer, together: tuple[CostClaim, ...], limit: int
) -> list[Remark]:
    """Costs of which each is within the limit and all are not; where a fee beside them is tolerated nobody can tell."""
    total = sum(cost.amount or 0 for cost in together)
    if facts.debtor != "consumer" or len(together) == 1 or total <= limit:
        return []
    least = min(together, key=lambda cost: cost.amount or 0)
    fee = law.reminder_fee(facts.debtor, facts.on)
    tolerated = fee is not None and (least.amount or 0) <= (fee.tolerated or 0)
    basis = (*law.facts("all-in", facts.on, facts.debtor)[:1], *answer.provisions[:1])
    return [
        Remark(
            page=pages.TOO_HIGH,
            effect="undecided" if tolerated or not all(p.may_be_error for p in basis) else "no",
            message=f"costs of {Money(total, law.currency)} in all, with `{least.name}`: "
            f"the law gives {Money(limit, law.currency)} for everything",
            span=_place(least),
            label="on top of the costs",
            help="leave it out",
            provisions=basis,
        )
    ]


def _most(answer: CostsAnswer) -> int | None:
    """The most that may be asked."""
    if answer.maximum is not None:
        return answer.maximum
    return answer.given.total if answer.given is not None else None
