"""Conditions: each test typed against the field that it reads, its value with the field's own unit."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from dunlang.diagnostics import did_you_mean
from dunlang.model import condition as say
from dunlang.model.condition import Compare, Condition, Flag, In
from dunlang.model.pages import STATE_IN_GROUP, UNIT_MISMATCH, UNKNOWN_VALUE
from dunlang.model.reading import values
from dunlang.syntax.tree import Node, Token

if TYPE_CHECKING:
    import datetime as dt

    from dunlang.model.fields import Field, FieldKind
    from dunlang.model.reading.desk import Desk
    from dunlang.money import Money

__all__ = ["field_of", "read_condition", "typed_value", "word_value"]

#: How a kind of field is called, and how a test of it is written.
_KINDS: dict[FieldKind, tuple[str, str]] = {
    "word": ("a word", "{} is …"),
    "number": ("a number", "{} >= 3"),
    "days": ("a count of days", "{} >= 14 days"),
    "amount": ("an amount", "{} >= 25 {currency}"),
    "flag": ("a flag", "{}` or `not {}"),
    "date": ("a date", "{} >= 2026-01-31"),
}

_FOUND = {
    "money": "an amount",
    "duration": "a period",
    "percent": "a percentage",
    "bare_number": "a number without a unit",
    "date": "a date",
    "value": "a word",
}

_VALUE_RULE: dict[FieldKind, str] = {"amount": "money", "days": "duration", "number": "bare_number", "date": "date"}


def read_condition(desk: Desk, node: Node, *, facts_only: bool = False) -> Condition | None:
    """The condition under a `when` or `if_` node; None where any part of it has an error (all are reported).

    *facts_only*: the condition of a group, which may not ask for state.
    """
    root = next(node.nodes(), None)
    return None if root is None else _read(desk, root, facts_only)


def _read(desk: Desk, node: Node, facts_only: bool) -> Condition | None:
    turned = False
    while node.rule == "not_":
        inner = next(node.nodes(), None)
        if inner is None:
            return None
        turned, node = not turned, inner
    if node.rule in ("and_", "or_"):
        found = _chain(desk, node, facts_only)
    else:
        test = _TESTS.get(node.rule)
        found = test(desk, node, facts_only) if test is not None else None
    return say.Not(found) if turned and found is not None else found


def _chain(desk: Desk, node: Node, facts_only: bool) -> Condition | None:
    """`a and b and c` is one record with three terms, however it was nested; written without deep recursion."""
    rule = node.rule
    operands: list[Node] = []
    waiting = [node]
    while waiting:
        part = waiting.pop()
        if part.rule == rule:
            waiting.extend(reversed(list(part.nodes())))
        else:
            operands.append(part)
    terms: list[Condition] = []
    for operand in operands:
        term = _read(desk, operand, facts_only)
        if term is not None:
            terms.append(term)
    if len(terms) < len(operands):
        return None
    return say.And(tuple(terms)) if rule == "and_" else say.Or(tuple(terms))


def field_of(desk: Desk, node: Node | None) -> Field | None:
    """The field that a `field` node names."""
    if node is None or not node.children:
        return None
    token = node.children[0]
    if not isinstance(token, Token) or not token.text:
        return None
    name = token.text if token.type == "NAME" else " ".join(token.text.split())
    field = desk.known.fields.get(name)
    if field is None:
        desk.unknown(token, f"no field is named `{name}`", desk.known.fields)
        return None
    if field.attribute:
        desk.known.used.add(("attribute", name))
    return field


def _field(desk: Desk, node: Node, facts_only: bool) -> Field | None:
    place = node.first("field")
    field = field_of(desk, place)
    if field is not None and place is not None and field.state and facts_only:
        advice = "ask it with `if` on a step"
        if field.name in ("outstanding", "exposure"):
            advice += ", or ask for `amount` here"
        desk.report(
            STATE_IN_GROUP,
            place,
            f"`{field.name}` changes from day to day: a group is chosen by facts",
            help=advice,
        )
        return None
    return field


def word_value(desk: Desk, field: Field, node: Node) -> str | None:
    """A `value` node as a word of *field*: in its closed list, or any word."""
    token = node.children[0] if node.children else None
    if not isinstance(token, Token) or not token.text:
        return None
    text = values.string(token) if token.type == "STRING" else token.text
    if field.codes == "country":
        return values.country_word(desk, node, text)
    if field.codes == "language":
        return values.language_word(desk, node, text)
    if field.codes == "currency":
        return values.currency(desk, node, text)
    if field.values and text not in field.values:
        listed = ", ".join(f"`{value}`" for value in field.values)
        guess = did_you_mean(text, field.values)
        desk.report(
            UNKNOWN_VALUE,
            node,
            f"`{text[:40]}` is no value of `{field.name}`, which is one of {listed}",
            help=f"write `{guess}`" if guess else None,
        )
        return None
    return text


def _words(desk: Desk, node: Node, facts_only: bool) -> Condition | None:
    field = _field(desk, node, facts_only)
    if field is None:
        return None
    if field.kind != "word":
        place = next(node.nodes("value"))
        _mismatch(desk, field, place)
        return None
    found: list[str] = []
    sound = True
    for value in node.nodes("value"):
        word = word_value(desk, field, value)
        if word is None:
            sound = False
        elif word not in found:
            found.append(word)
    return In(field.name, tuple(found)) if sound and found else None


def _not_words(desk: Desk, node: Node, facts_only: bool) -> Condition | None:
    found = _words(desk, node, facts_only)
    return None if found is None else say.Not(found)


def _flag(desk: Desk, node: Node, facts_only: bool) -> Condition | None:
    field = _field(desk, node, facts_only)
    if field is None:
        return None
    if field.kind != "flag":
        kind, form = _KINDS[field.kind]
        form = form.format(field.name, field.name, currency=desk.known.currency)
        desk.report(
            UNIT_MISMATCH,
            node,
            f"`{field.name}` is {kind}, not a flag: alone it is no condition",
            help=f"write `{form}`",
        )
        return None
    return Flag(field.name)


def _compare(desk: Desk, node: Node, facts_only: bool) -> Condition | None:
    field = _field(desk, node, facts_only)
    sign = node.token("OPERATOR")
    place = next((child for child in node.nodes() if child.rule != "field"), None)
    if field is None or sign is None or place is None:
        return None
    value = typed_value(desk, field, place)
    return None if value is None else Compare(field.name, sign.text, value)


def typed_value(desk: Desk, field: Field, node: Node) -> int | Money | dt.date | None:
    """The value of a number, days, amount or date field, with the unit that the field has."""
    if _VALUE_RULE.get(field.kind) != node.rule:
        _mismatch(desk, field, node)
        return None
    if field.kind == "amount":
        return values.amount(desk, node, within=desk.known.currency)
    if field.kind == "days":
        return values.days(desk, node, f"`{field.name}`")
    if field.kind == "number":
        return values.whole(desk, node.token("NUMBER"), 0, 999_999_999, f"values of `{field.name}`")
    return values.date(node.token("DATE"))


def _mismatch(desk: Desk, field: Field, node: Node) -> None:
    kind, form = _KINDS[field.kind]
    written = desk.span(node).text
    advice = f"write `{form.format(field.name, field.name, currency=desk.known.currency)}`"
    if node.rule == "bare_number" and field.kind == "amount":
        advice = f"write `{written} {desk.known.currency}`"
    elif node.rule == "bare_number" and field.kind == "days":
        advice = f"write `{written} days`"
    desk.report(
        UNIT_MISMATCH, node, f"`{field.name}` is {kind}, but `{written[:40]}` is {_FOUND[node.rule]}", help=advice
    )


_TESTS: dict[str, Callable[[Desk, Node, bool], Condition | None]] = {
    "is_": _words,
    "is_in": _words,
    "is_not": _not_words,
    "is_not_in": _not_words,
    "compare": _compare,
    "flag": _flag,
}
