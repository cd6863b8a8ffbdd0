"""The calculators: costs, interest, a rate, receipt. Each takes plain values and gives an answer, or says why not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import attrs

from dunlang.dates import Offset
from dunlang.law.answers import (
    CostsAnswer,
    InterestAnswer,
    InterestQuestion,
    NoAnswer,
    RateAnswer,
    ReceiptAnswer,
)
from dunlang.law.book import LawBook
from dunlang.law.costs import CostAmount, CostRule
from dunlang.law.country import CountryLaw
from dunlang.law.interest import InterestRule, Movement, accrue
from dunlang.law.periods import run_period
from dunlang.law.rates import RatePeriod
from dunlang.law.records import ChargeRule
from dunlang.money import MAX_MINOR, Money

__all__ = ["costs", "country", "interest", "rate", "receipt"]

_DAY = dt.timedelta(days=1)


def country(book: LawBook, code: str) -> CountryLaw | NoAnswer:
    """The law of a country by its code, in either case."""
    law = book.country(code.upper())
    if law is not None:
        return law
    return NoAnswer(f"there are no law data for `{code}`", "use one of " + ", ".join(book.countries()))


# --- costs ------------------------------------------------------------------------------------------------------------


def costs(
    law: CountryLaw, debtor: str, principals: Sequence[int], on: dt.date, *, vat: bool = False
) -> CostsAnswer | NoAnswer:
    """The collection costs on *principals* (minor units) that are open on the day *on*.

    Several principals are added up before the scale where the law says so, else each has its own costs. *vat* is for a
    creditor who cannot reclaim the VAT on the costs.
    """
    if sum(principals) > MAX_MINOR:
        return NoAnswer("the principals together are more than the largest amount that is read")
    statutory, cap = law.costs(debtor, on), law.cost_cap(debtor, on)
    charging = law.charging(debtor, on)
    forbidden = charging is not None and charging.forbidden
    rule = statutory or cap
    if rule is None and not forbidden:
        return _no_costs(law, debtor, on)
    notes: list[str] = []
    given: CostAmount | None = None
    if statutory is not None:
        given = _sum(statutory, principals, vat, on)
        if given is None:
            return _no_amount(law, statutory, principals, on)
        if vat and statutory.vat_percent_rule == "none":
            notes.append(f"the data for {law.code} add no VAT to these costs")
    maximum = None
    if cap is not None:
        most = _sum(cap, principals, vat, on)
        if most is None:
            return _no_amount(law, cap, principals, on)
        maximum = most.total
    needs_clause = statutory is None and cap is not None and cap.needs_clause
    if needs_clause:
        notes.append("a clause in the contract is needed: the law gives no costs of its own")
    if forbidden:
        maximum = 0
        notes.append("no collection costs may be charged out of court")
    elif charging is not None and charging.letter:
        gave = f" that gave {charging.minimum} from {charging.counted_from}, free of costs," if charging.minimum else ""
        notes.append(f"only after a letter{gave} has run out" if gave else "only after a letter")
    used = [*(statutory.provisions if statutory else ()), *(cap.provisions if cap else ())]
    return CostsAnswer(
        law=law,
        debtor=debtor,
        on=on,
        principals=tuple(principals),
        added_up=rule is not None and rule.aggregate and len(principals) > 1,
        given=given,
        maximum=maximum,
        needs_clause=needs_clause,
        notes=tuple(notes),
        provisions=tuple(used) + ((charging.provision,) if charging is not None else ()),
    )


def _sum(rule: CostRule, principals: Sequence[int], vat: bool, on: dt.date) -> CostAmount | None:
    """The costs on several principals: on their sum, or one by one."""
    claims = [sum(principals)] if rule.aggregate else list(principals)
    amounts = [rule.amount(claim, vat, on) for claim in claims]
    if any(amount is None for amount in amounts):
        return None
    known = [amount for amount in amounts if amount is not None]
    return CostAmount(
        amount=sum(amount.amount for amount in known),
        vat=sum(amount.vat for amount in known),
        total=sum(amount.total for amount in known),
    )


def _no_amount(law: CountryLaw, rule: CostRule, principals: Sequence[int], on: dt.date) -> NoAnswer:
    """Why a scale gives no amount: it is not known so far up, or the VAT is not known."""
    top = rule.known_up_to
    if top is not None and max([sum(principals)] if rule.aggregate else principals) > top:
        return NoAnswer(f"the data for {law.code} have these costs up to a principal of {Money(top, law.currency)}")
    return NoAnswer(f"no VAT rate is known for {law.code} on {on}")


def _no_costs(law: CountryLaw, debtor: str, on: dt.date) -> NoAnswer:
    """Why there is no figure: not yet in force, or none at all."""
    starts = [p.start for p in law.provisions("cost") if debtor in p.debtors and p.start is not None]
    if starts and on < min(starts):
        return NoAnswer(
            f"no provision of {law.code} on collection costs from a {debtor} was in force on {on}",
            f"ask for {min(starts)} or later",
        )
    return NoAnswer(f"the data for {law.code} have no figure for collection costs from a {debtor}")


# --- rates and interest -----------------------------------------------------------------------------------------------


def rate(law: CountryLaw, kind: str, on: dt.date) -> RateAnswer | NoAnswer:
    """The rate of that kind that is known for the day *on*."""
    wrong = _no_kind(law, kind)
    if wrong is not None:
        return wrong
    period = law.rate(kind, on)
    if period is None:
        return _unknown(law, kind, law.all_rates(kind), on)
    return RateAnswer(law=law, kind=kind, on=on, period=period)


def _no_kind(law: CountryLaw, kind: str, *, without: tuple[str, ...] = ()) -> NoAnswer | None:
    kinds = [known for known in law.rate_kinds() if known not in without]
    if kind in kinds:
        return None
    return NoAnswer(f"the data for {law.code} have no rate `{kind}`", "use one of " + ", ".join(kinds) if kinds else "")


def _unknown(law: CountryLaw, kind: str, periods: Sequence[RatePeriod], on: dt.date) -> NoAnswer:
    """The message for a day without a known rate: before the first, after the last, or between."""
    if not periods:
        return NoAnswer(f"no {kind} rate is known for {law.code}")
    if on < periods[0].start:
        return NoAnswer(
            f"no {kind} rate is known for {law.code} on {on}", f"the first known rate is from {periods[0].start}"
        )
    last = max(period.end for period in periods) - _DAY
    if on > last:
        return NoAnswer(
            f"no {kind} rate is known for {law.code} on {on}",
            f"the data end on {last}; nothing is carried on: lay a pack with the newer rate over them (`--law`)",
        )
    return NoAnswer(f"no {kind} rate is known for {law.code} on {on}", "the data have a gap there")


def interest(law: CountryLaw, ask: InterestQuestion) -> InterestAnswer | NoAnswer:
    """Compute *ask*; no answer where a day of it has no known rate."""
    if ask.end < ask.start:
        return NoAnswer(f"the days run backwards: from {ask.start} to {ask.end}", "let --from lie before --to")
    rule = _rule(law, ask)
    if isinstance(rule, NoAnswer):
        return rule
    if ask.divisor is not None:
        rule = attrs.evolve(rule, divisor=ask.divisor)
    if ask.compounding is not None:
        rule = attrs.evolve(rule, compounding=ask.compounding)
    order = law.allocation(ask.debtor or "business", ask.start) or ("costs", "interest", "principal")
    left = {"costs": ask.costs_due, "principal": ask.principal}
    movements: list[Movement] = []
    for day, paid in sorted(ask.payments):
        if not ask.start <= day <= ask.end:
            return NoAnswer(f"a payment on {day} lies outside {ask.start} to {ask.end}")
        so_far = accrue(rule, ask.principal, ask.start, day, movements)
        open_, rest = {**left, "interest": so_far.outstanding}, paid
        taken: dict[str, int] = {}
        for part in order:
            taken[part] = min(rest, open_[part])
            rest -= taken[part]
        if rest:
            return NoAnswer(f"the payment on {day} is {Money(rest, law.currency)} more than what is open then")
        left["costs"] -= taken.get("costs", 0)
        left["principal"] -= taken.get("principal", 0)
        movements.append(Movement(day, taken.get("principal", 0), taken.get("interest", 0)))
    accrual = accrue(rule, ask.principal, ask.start, ask.end, movements)
    if accrual.unknown_from is not None:
        asked = ask.end if rule.cut == "rate at end" else accrual.unknown_from
        return _unknown(law, rule.kind, rule.periods, asked)
    return InterestAnswer(
        law=law,
        question=ask,
        rule=rule,
        accrual=accrual,
        principal_left=left["principal"],
        costs_left=left["costs"],
    )


def _rule(law: CountryLaw, ask: InterestQuestion) -> InterestRule | NoAnswer:
    """The rule that a question means."""
    debtor = ask.debtor or "business"
    if ask.percent is not None:
        return law.contractual(ask.percent, ask.per, ask.compounding, debtor, ask.start)
    if ask.kind is None and ask.debtor is not None:
        rule = law.interest(ask.debtor, ask.start)
        if rule is None:
            return NoAnswer(f"the data for {law.code} do not say what interest a {ask.debtor} owes", "name a --kind")
    elif ask.points:
        kind = ask.kind or "reference"
        wrong = _no_kind(law, kind, without=("vat",))
        if wrong is not None:
            return wrong
        rule = law.interest_of(kind, ask.start, ask.debtor)
    else:
        kind = ask.kind or "statutory"
        wrong = _no_kind(law, kind, without=("vat",))
        if wrong is not None:
            return wrong
        rule = law.interest_of(kind, ask.start, ask.debtor)
    if rule is None:
        return NoAnswer(f"no {ask.kind or 'statutory'} rate is known for {law.code}")
    if ask.points:
        moved = tuple(attrs.evolve(period, percent=period.percent + ask.points) for period in rule.periods)
        rule = attrs.evolve(rule, periods=moved)
    return rule


# --- receipt ----------------------------------------------------------------------------------------------------------


def receipt(
    law: CountryLaw,
    channels: Sequence[str],
    sent: dt.date,
    *,
    period: Offset | None = None,
    received: dt.date | None = None,
    debtor: str = "consumer",
) -> ReceiptAnswer | NoAnswer:
    """When a letter sent on the day *sent* counts as received, its last free day, and the first day for costs.

    Without *period*, the period that the law asks for before costs; no answer where it asks for none.
    """
    if received is not None and received < sent:
        return NoAnswer(f"received on {received}, before it was sent on {sent}")
    charging = law.charging(debtor, sent)
    length = period or (charging.minimum if charging is not None else None)
    if length is None:
        return NoAnswer(
            f"the data for {law.code} ask for no period before costs from a {debtor}",
            "name the one that the letter gives: `--period`",
        )
    run = run_period(
        law,
        sent=sent,
        channels=tuple(channels),
        period=length,
        counted_from="receipt",
        received=received,
        debtor=debtor,
    )
    why = _no_costs_after(charging, debtor)
    return ReceiptAnswer(
        law=law,
        channels=tuple(channels),
        sent=sent,
        length=length,
        debtor=debtor,
        period=run,
        opens_costs=not why,
        notes=(why,) if why else (),
    )


def _no_costs_after(charging: ChargeRule | None, debtor: str) -> str:
    """Why the end of a letter's period is not the day from which costs may be charged; empty where it is."""
    if charging is None:
        return f"the data do not say when costs may be charged to a {debtor}"
    if charging.forbidden:
        return "no collection costs may be charged out of court"
    return "" if charging.letter else f"a {debtor} owes the costs without a letter"
