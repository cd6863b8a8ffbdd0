"""Scenarios: a case written in the policy itself, and what must come out of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import attrs

from dunlang.diagnostics import Label
from dunlang.model.case import Case, Debtor, Event, EventKind, Invoice, Value
from dunlang.model.fields import BUILT_IN
from dunlang.model.pages import (
    DISORDER,
    DOUBLED_NAME,
    DOUBLED_STATEMENT,
    MISSING_STATEMENT,
    NOT_TOGETHER,
    TWO_CURRENCIES,
    UNIT_MISMATCH,
)
from dunlang.model.policy import Expectation, Scenario
from dunlang.model.reading import values
from dunlang.model.reading.conditions import field_of, typed_value, word_value
from dunlang.syntax.tree import Node, Token

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dunlang.model.fields import Field
    from dunlang.model.reading.desk import Desk

__all__ = ["read_scenario"]

#: Built-in facts that stand in a debtor's `with` list, and the attribute of the record that holds each.
_DEBTOR_FACTS = {
    "language": "language",
    "segment": "segment",
    "first order": "first_order",
    "orders": "orders",
    "average days late": "average_days_late",
    "insured": "insured",
    "credit limit": "credit_limit",
}

#: The event statements: the kind, or the kind for each node that says which it is.
_EVENTS: dict[str, EventKind | dict[str, EventKind]] = {
    "ev_payment": "payment",
    "ev_credit": "credit note",
    "ev_discount": "discount allowed",
    "ev_dispute": {"opened": "dispute opened", "resolved": "dispute resolved"},
    "ev_promise": "promise made",
    "ev_plan": {"agreed": "plan agreed", "broken": "plan broken"},
    "ev_agreement": "agreement made",
    "ev_hold": {"placed": "hold placed", "lifted": "hold lifted"},
    "ev_step": {
        "done": "step done",
        "ev_received": "step received",
        "not_delivered": "step not delivered",
        "withdrawn": "step withdrawn",
    },
    "ev_supply": {"stopped": "supply stopped", "resumed": "supply resumed"},
    "ev_sold": "invoice sold",
    "ev_insolvency": "insolvency",
    "ev_reason": "reason recorded",
    "ev_contact": "contact added",
}

#: Events that may lie before the invoice: they concern the debtor, or record something older.
_ANY_DAY = frozenset({"ev_hold", "ev_supply", "ev_insolvency", "ev_reason", "ev_contact", "ev_plan"})


def read_scenario(desk: Desk, node: Node) -> Scenario | None:
    """A scenario; None where it has no debtor or no sound invoice (which is reported)."""
    token = node.token("STRING")
    title = values.string(token)
    span = desk.between(node.children[0], token) if token is not None else desk.span(node)
    debtors = list(node.nodes("case_debtor"))
    for second in debtors[1:]:
        desk.report(
            DOUBLED_STATEMENT,
            second,
            "a scenario is about one debtor, and this is the second",
            related=(Label(desk.span(debtors[0]), "the first"),),
            help="write a second scenario",
        )
    invoices = _invoices(desk, node)
    if desk.tree.complete:
        for missing, what, example in (
            (not debtors, "debtor", "debtor consumer in NL"),
            (node.first("case_invoice") is None, "invoice", "invoice 2026-01-05 for 180.00 EUR"),
        ):
            if missing:
                desk.report(MISSING_STATEMENT, span, f"the scenario has no {what}", help=f"add `{example}`")
    events = tuple(_events(desk, node, invoices))
    expectations = tuple(_expectations(desk, node, invoices))
    debtor = _debtor(desk, debtors[0]) if debtors else None
    if debtor is None or not invoices:
        return None
    return Scenario(
        title=title,
        span=span,
        case=Case(debtor=debtor, invoices=tuple(invoices.values()), events=events),
        expectations=expectations,
    )


def _debtor(desk: Desk, node: Node) -> Debtor | None:
    token = node.token("NAME")
    if token is None or not token.text:
        return None
    kind = word_value(desk, BUILT_IN["debtor"], Node("value", [token]))
    place = node.first("in_country")
    fields: dict[str, Any] = {}
    if place is not None:
        fields["country"] = values.country(desk, place.token("NAME")) or ""
    attributes: dict[str, Value] = {}
    for field, value in _facts(desk, node, "debtor"):
        if field.attribute:
            attributes[field.name] = value
        else:
            fields[_DEBTOR_FACTS[field.name]] = value
    return None if kind is None else Debtor(id="1", kind=kind, attributes=attributes, **fields)


def _facts(desk: Desk, node: Node, of: str) -> Iterator[tuple[Field, Value]]:
    """The facts of a `with` list that are sound and said of the right thing, each once."""
    seen: dict[str, Node] = {}
    for fact in node.nodes("fact"):
        field = field_of(desk, fact.first("field"))
        if field is None:
            continue
        if not field.attribute and (of == "invoice" or field.name not in _DEBTOR_FACTS):
            desk.report(NOT_TOGETHER, fact, f"`{field.name}` is not said with `with`", help=_elsewhere(field))
            continue
        if field.of != of:
            desk.report(
                NOT_TOGETHER,
                fact,
                f"`{field.name}` belongs to the {field.of}, not to the {of}",
                help=f"say it behind the {field.of}",
            )
            continue
        if field.name in seen:
            desk.report(
                DOUBLED_STATEMENT,
                fact,
                f"`{field.name}` is said twice",
                related=(Label(desk.span(seen[field.name]), "the first time, which is used"),),
                help="delete one of the two",
            )
            continue
        seen[field.name] = fact
        value = _fact_value(desk, field, fact)
        if value is not None:
            yield field, value


def _elsewhere(field: Field) -> str:
    match field.name:
        case "debtor":
            return "write the kind behind `debtor`: `debtor consumer in NL`"
        case "country":
            return "write it as `debtor consumer in NL`"
        case "amount" | "currency":
            return "write it in the invoice: `invoice 2026-01-05 for 180.00 EUR`"
        case _ if field.state:
            return "delete it: it follows from the invoices and events"
        case _:
            return "say it behind the debtor"


def _fact_value(desk: Desk, field: Field, fact: Node) -> Value:
    given = next((child for child in fact.nodes() if child.rule != "field"), None)
    if field.kind == "flag":
        if given is None:
            return True
        desk.report(UNIT_MISMATCH, given, f"`{field.name}` is a flag and has no value", help=f"write `{field.name}`")
        return None
    if given is None:
        desk.report(UNIT_MISMATCH, fact, f"`{field.name}` has no value here", help=f"write it as `{field.name} …`")
        return None
    if field.kind == "word":
        if given.rule == "value":
            return word_value(desk, field, given)
        desk.report(UNIT_MISMATCH, given, f"`{field.name}` is a word", help="write a word, or a text in quotes")
        return None
    return typed_value(desk, field, given)


def _invoices(desk: Desk, node: Node) -> dict[str, Invoice]:
    found: dict[str, Invoice] = {}
    places: dict[str, Node] = {}
    for number, child in enumerate(node.nodes("case_invoice"), start=1):
        named = child.token("STRING")
        name = values.string(named) if named is not None else str(number)
        if name in places:
            desk.report(
                DOUBLED_NAME,
                named or child,
                f"a second invoice is named `{name}`",
                related=(Label(desk.span(places[name]), "the first one"),),
                help="rename one of the two",
            )
            continue
        places[name] = child
        date = values.date(child.token("DATE"))
        amount = values.amount(desk, child.first("money"), least=1)
        dates: dict[str, Any] = {}
        for part in child.nodes("due_on", "received_on", "delivered_on"):
            day = values.date(part.token("DATE"))
            if day is not None and date is not None and day < date and part.rule != "delivered_on":
                what = part.rule.removesuffix("_on")
                desk.report(
                    DISORDER, part, f"{what} on {day}, before the invoice of {date}", help="mend one of the dates"
                )
            dates[part.rule.removesuffix("_on")] = day
        attributes = {
            field.name: value for part in child.nodes("with_facts") for field, value in _facts(desk, part, "invoice")
        }
        if date is not None and amount is not None:
            found[name] = Invoice(id=name, date=date, amount=amount, attributes=attributes, **dates)
    return found


def _invoice_named(desk: Desk, node: Node, invoices: dict[str, Invoice]) -> str:
    """The invoice behind `for "…"`; empty where none is named or the name is unknown (which is reported)."""
    place = node.first("for_invoice")
    token = place.token("STRING") if place is not None else None
    if token is None or not token.text:
        return ""
    name = values.string(token)
    if name in invoices:
        return name
    desk.unknown(token, f"no invoice of this scenario is named `{name}`", invoices)
    return ""


def _events(desk: Desk, node: Node, invoices: dict[str, Invoice]) -> Iterator[Event]:
    for child in node.nodes(*_EVENTS):
        event = _event(desk, child, invoices)
        if event is not None:
            yield event


def _event(desk: Desk, node: Node, invoices: dict[str, Invoice]) -> Event | None:
    kinds = _EVENTS[node.rule]
    if isinstance(kinds, dict):
        way = node.first(*kinds)
        if way is None:
            return None
        kind = kinds[way.rule]
    else:
        kind = kinds
    dates = list(node.tokens("DATE"))
    day = values.date(dates[0]) if dates else None
    until = values.date(dates[1]) if len(dates) > 1 else None
    invoice = _invoice_named(desk, node, invoices)
    amount, sound = None, True
    money = (node.first("promised") or node).first("money")
    if money is not None:
        amount = values.amount(desk, money, least=1)
        sound = amount is not None
    step = ""
    if node.rule == "ev_step":
        name = node.token("NAME")
        step = name.text if name is not None else ""
        if name is not None and step not in desk.known.step_names:
            desk.unknown(name, f"no group has a step named `{step}`", desk.known.step_names)
    if day is None or not sound:
        return None
    concerned = [invoices[invoice]] if invoice else list(invoices.values())
    if concerned:
        first = min(each.date for each in concerned)
        if day < first and node.rule not in _ANY_DAY:
            desk.report(
                DISORDER, dates[0], f"{kind} on {day}, before the invoice of {first}", help="mend one of the dates"
            )
        if (
            amount is not None
            and money is not None
            and all(each.amount.currency != amount.currency for each in concerned)
        ):
            desk.report(
                TWO_CURRENCIES,
                money,
                f"{amount} stands against an invoice in {concerned[0].amount.currency}",
                help=f"write the amount in {concerned[0].amount.currency}",
            )
    if until is not None and until < day:
        desk.report(
            DISORDER, dates[1], f"promised for {until}, before it was promised on {day}", help="swap the two dates"
        )
    text = values.string(node.token("STRING")) if node.rule == "ev_reason" else ""
    return Event(date=day, kind=kind, invoice=invoice, step=step, amount=amount, until=until, text=text)


def _expectations(desk: Desk, node: Node, invoices: dict[str, Invoice]) -> Iterator[Expectation]:
    for child in node.nodes("expect"):
        body = child.first()
        if body is None:
            continue
        found = _expectation(desk, body, invoices)
        if found is not None:
            yield attrs.evolve(found, span=desk.span(child))


def _expectation(desk: Desk, node: Node, invoices: dict[str, Invoice]) -> Expectation | None:
    span = desk.span(node)
    invoice = _invoice_named(desk, node, invoices)
    kind = node.rule.removeprefix("expect_")
    day = values.date(node.token("DATE"))
    match kind:
        case "nothing_else":
            return Expectation(kind="nothing else", span=span)
        case "group":
            name = desk.refer("group", node.token("NAME"))
            return None if name is None else Expectation(kind="group", span=span, name=name, invoice=invoice)
        case "no":
            until = node.first("until")
            last = values.date(until.token("DATE")) if until is not None else None
            step = _step_name(desk, node.token("NAME"))
            if step is None or (until is not None and last is None):
                return None
            return Expectation(kind="no step", span=span, name=step, on=last, invoice=invoice)
        case "step":
            step = _step_name(desk, node.token("NAME"))
            return (
                None
                if step is None or day is None
                else Expectation(kind="step", span=span, name=step, on=day, invoice=invoice)
            )
        case "held":
            return None if day is None else Expectation(kind="held", span=span, on=day, invoice=invoice)
        case _:
            amount = values.amount(desk, node.first("money"))
            if amount is None or day is None:
                return None
            return Expectation(kind=cast("Any", kind), span=span, on=day, amount=amount, invoice=invoice)


def _step_name(desk: Desk, token: Token | None) -> str | None:
    if token is None or not token.text:
        return None
    if token.text in desk.known.step_names:
        return token.text
    desk.unknown(token, f"no group has a step named `{token.text}`", desk.known.step_names)
    return None
