"""A compiled policy as JSON, described by ``schemas/policy.json``: what a host embeds.

Amounts are texts with all digits of their currency, rates are texts in percent, dates are ISO. Conditions are trees
with their wording beside them.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from dunlang.dates import Offset
from dunlang.law.costs import CostScale
from dunlang.model.condition import And, Compare, Condition, Flag, In, Not, Or, words
from dunlang.model.policy import (
    Action,
    Call,
    Charge,
    Group,
    HandOver,
    Hold,
    Notice,
    Notify,
    Party,
    Policy,
    Repeat,
    Send,
    Step,
    StopSupply,
    Task,
    Terms,
    Timing,
)
from dunlang.money import CURRENCIES, Money
from dunlang.report.json import dump
from dunlang.report.words import action_words, hold_words, percent_words, runs_words, when_words

__all__ = ["VERSION", "money", "policy_json"]

#: The version of the layout.
VERSION = 1

Json = dict[str, Any]


def policy_json(policy: Policy, *, tool: str) -> str:
    """The whole policy: header, parties, notices, fields and every group with its own terms and steps."""
    creditor = policy.creditor
    return dump(
        {
            "format": "dunlang-policy",
            "version": VERSION,
            "tool": {"name": "dunlang", "version": tool},
            "title": policy.title,
            "law": policy.law,
            "currency": policy.currency,
            "valid": {"from": _day(policy.valid_from), "until": _day(policy.valid_until)},
            "calendar": policy.calendar or policy.law,
            "closed": [day.isoformat() for day in policy.closed],
            "runs": {"kind": policy.runs.kind, "days": list(policy.runs.days), "text": runs_words(policy.runs)},
            "progress": policy.progress,
            "gap": {"count": policy.gap_days, "unit": policy.gap_unit} if policy.gap_days else None,
            "creditor": None
            if creditor is None
            else {
                "name": creditor.name,
                "number": creditor.number,
                "country": creditor.country,
                "vat_reclaimed": creditor.vat_reclaimed,
                "size": creditor.size,
                "iban": creditor.iban,
                "pays_by": list(creditor.pays_by),
            },
            "parties": [_party(party) for party in policy.parties],
            "notices": [_notice(notice) for notice in policy.notices],
            "attributes": [
                {"name": field.name, "kind": field.kind, "of": field.of, "values": list(field.values)}
                for field in policy.attributes
            ],
            "groups": [_group(group, policy) for group in policy.groups],
        }
    )


def money(amount: Money | None) -> Json | None:
    """An amount as JSON: ``{"amount": "40.00", "currency": "EUR"}``."""
    return None if amount is None else {"amount": amount.plain(), "currency": amount.currency}


def _day(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()


def _period(offset: Offset | None) -> Json | None:
    return None if offset is None else {"count": offset.count, "unit": offset.unit}


def _party(party: Party) -> Json:
    return {
        "name": party.name,
        "kind": party.kind,
        "title": party.title,
        "registers": list(party.registers),
        "country": party.country,
        "notify_within": _period(party.notify_within),
    }


def _notice(notice: Notice) -> Json:
    return {
        "name": notice.name,
        "title": notice.title,
        "kind": notice.kind,
        "language": notice.language,
        "template": notice.template,
        "states": list(notice.states),
        "gives": _period(notice.gives),
        "gives_from": notice.gives_from,
    }


def _group(group: Group, policy: Policy) -> Json:
    return {
        "name": group.name,
        "title": group.title,
        "when": None if group.condition is None else _condition(group.condition),
        "when_text": "otherwise" if group.condition is None else words(group.condition),
        "law": group.law or policy.law,
        "terms": _terms(group.terms),
        "steps": [_step(step) for step in group.steps],
        "holds": [_hold(hold) for hold in group.holds],
    }


def _terms(terms: Terms) -> Json:
    payment, discount, dispute, interest, costs = (
        terms.payment,
        terms.discount,
        terms.dispute,
        terms.interest,
        terms.costs,
    )
    return {
        "payment": payment
        and {"within": _period(payment.within), "of": payment.of, "end_of_month": payment.end_of_month},
        "discount": discount
        and {"percent": _rate(discount.percent), "within": _period(discount.within), "of": discount.of},
        "dispute": dispute and {"within": _period(dispute.within), "of": dispute.of},
        "interest": interest
        and {
            "kind": interest.kind,
            "percent": _rate(interest.percent) if interest.kind in ("rate", "reference") else None,
            "per": interest.per,
            "from": interest.start,
            "after": _period(interest.delay),
            "compounded": interest.compounded,
        },
        "costs": costs and {"kind": costs.kind, "scale": costs.scale and _scale(costs.scale, costs.currency)},
        "contact_from": money(terms.contact_from),
        "payments_go_to": terms.payments_go_to and list(terms.payments_go_to),
        "letters": terms.letters,
        "level": terms.level,
    }


def _rate(rate: Decimal) -> str:
    return percent_words(rate).rstrip("%")


def _scale(scale: CostScale, currency: str) -> Json:
    def amount(minor: int | None) -> str | None:
        return None if minor is None else Money(minor, currency).plain()

    digits = CURRENCIES.get(currency, 2)
    return {
        "currency": currency,
        "pieces": [
            {
                "above": amount(piece.above),
                "up_to": amount(piece.up_to),
                "base": f"{Decimal(piece.base).scaleb(-8 - digits).normalize():f}",
                "percent": _rate(Decimal(piece.rate).scaleb(-6)),
            }
            for piece in scale.pieces
        ],
        "minimum": amount(scale.minimum),
        "maximum": amount(scale.maximum),
    }


def _step(step: Step) -> Json:
    return {
        "name": step.name,
        "when": _timing(step.timing),
        "when_text": when_words(step),
        "repeat": _repeat(step.repeat),
        "actions": [_action(action) for action in step.actions],
        "if": None if step.condition is None else _condition(step.condition),
        "if_text": None if step.condition is None else words(step.condition),
        "contact": step.is_contact,
    }


def _timing(timing: Timing) -> Json:
    anchor = timing.anchor
    return {
        "direction": {-1: "before", 0: "on", 1: "after"}[timing.direction],
        "offset": _period(timing.offset),
        "anchor": anchor.kind,
        "step": anchor.step or None,
        "point": anchor.point if anchor.kind == "step" else None,
        "end_of_month": timing.end_of_month,
    }


def _repeat(repeat: Repeat | None) -> Json | None:
    return None if repeat is None else {"every": _period(repeat.every), "times": repeat.times}


def _action(action: Action) -> Json:
    match action:
        case Send(notice=notice, channels=channels):
            own: Json = {"kind": "send", "notice": notice, "channels": list(channels)}
        case Call(note=note, role=role):
            own = {"kind": "call", "note": note, "role": role}
        case Task(text=text, role=role):
            own = {"kind": "task", "task": text, "role": role}
        case HandOver(party=party):
            own = {"kind": "hand over", "party": party}
        case Notify(party=party):
            own = {"kind": "notify", "party": party}
        case StopSupply():
            own = {"kind": "stop supply"}
        case Charge(amount=amount):
            own = {"kind": "charge", "fee": money(amount)}
    return own | {"text": action_words(action)}


def _hold(hold: Hold) -> Json:
    return {
        "cause": hold.cause,
        "until": hold.until or None,
        "after": _period(hold.after),
        "at_most": _period(hold.at_most),
        "clock_stops": hold.clock_stops,
        "interest_stops": hold.interest_stops,
        "text": hold_words(hold),
    }


def _condition(condition: Condition) -> Json:
    match condition:
        case And(terms):
            return {"and": [_condition(term) for term in terms]}
        case Or(terms):
            return {"or": [_condition(term) for term in terms]}
        case Not(term):
            return {"not": _condition(term)}
        case In(field, values):
            return {"field": field, "in": list(values)}
        case Flag(field):
            return {"field": field, "flag": True}
        case Compare(field, operator, value):
            shown = (
                money(value) if isinstance(value, Money) else value.isoformat() if isinstance(value, dt.date) else value
            )
            return {"field": field, "operator": operator, "value": shown}
