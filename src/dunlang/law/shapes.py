"""Shapes of values in law files: each reads a node strictly and describes itself as JSON Schema.

A shape's ``read`` gives the value, or reports what is wrong, with line and column, and gives :data:`MISSING`. Scalars
are read from the text as it was written, never through YAML's own idea of numbers, dates or booleans.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final

import attrs

from dunlang.dates import Offset, Unit
from dunlang.diagnostics import Diagnostic, Page, did_you_mean
from dunlang.law import pages
from dunlang.law.nodes import Node
from dunlang.money import AmountError, parse_amount
from dunlang.records import frozen
from dunlang.source import Source, Span

__all__ = [
    "MISSING",
    "Amount",
    "Day",
    "Field",
    "Flag",
    "ListOf",
    "MapOf",
    "Number",
    "Period",
    "Reading",
    "Record",
    "Shape",
    "Text",
    "Values",
    "Whole",
]

MISSING: Final = object()

_NUMBER = re.compile(r"-?(0|[1-9]\d{0,14})(\.\d{1,6})?")
_PERIOD = re.compile(r"(0|[1-9]\d{0,4}) (days?|working days?|weeks?|months?|years?)")
_FIRST_DAY = dt.date(1800, 1, 1)
_LAST_DAY = dt.date(2100, 12, 31)


@attrs.define
class Reading:
    """One file while it is read: its text, its currency, and the findings so far."""

    source: Source
    currency: str = "EUR"
    found: list[Diagnostic] = attrs.field(factory=list)

    def span(self, node: Node) -> Span:
        """The place of *node*; of a block, its first line."""
        start, end = node.start, node.end
        if not node.is_scalar:
            newline = self.source.text.find("\n", start)
            end = min(end, newline if newline >= 0 else end)
        return Span(self.source, start, max(end, start))

    def report(self, page: Page, node: Node, message: str, *, label: str = "", help: str | None = None) -> Any:  # noqa: A002 - the field's own name
        """Note a finding at *node*; gives :data:`MISSING`."""
        self.found.append(page.at(self.span(node), message, label=label, help=help))
        return MISSING

    def scalar(self, node: Node, wanted: str, example: str) -> str | None:
        """The text of a scalar node; None, with a finding, for a list, a mapping or an empty value."""
        if not node.is_scalar:
            kind = "a list" if node.kind == "sequence" else "a mapping"
            self.report(pages.VALUE, node, f"{kind} stands where {wanted} is meant", help=f"write {example}")
            return None
        if node.kind == "null":
            self.report(pages.VALUE, node, f"an empty value stands where {wanted} is meant", help=f"write {example}")
            return None
        return str(node.value)


@frozen
class Shape:
    """What a value may be."""

    def read(self, node: Node, reading: Reading) -> Any:
        """The value of *node*, or :data:`MISSING` with a finding."""
        raise NotImplementedError

    def schema(self) -> dict[str, Any]:
        """The shape as JSON Schema."""
        raise NotImplementedError


@frozen
class Text(Shape):
    """A text, perhaps of a pattern or from a closed list; a word that YAML takes for a boolean must be quoted."""

    choices: tuple[str, ...] = ()
    pattern: str = ""
    example: str = "a text in quotes"

    def read(self, node: Node, reading: Reading) -> Any:
        text = reading.scalar(node, "a text", self.example)
        if text is None:
            return MISSING
        if node.kind == "boolean":
            return reading.report(
                pages.UNQUOTED, node, f"`{text}` without quotes is a boolean to YAML", help=f'write "{text}" in quotes'
            )
        if node.kind == "other":
            return reading.report(pages.VALUE, node, f"`{text}` is not a text", help=f'write "{text}" in quotes')
        if self.choices and text not in self.choices:
            near = did_you_mean(text, self.choices)
            listed = ", ".join(f"`{choice}`" for choice in self.choices)
            return reading.report(
                pages.VALUE,
                node,
                f"`{text[:60]}` is none of {listed}",
                help=f"did you mean `{near}`?" if near else None,
            )
        if self.pattern and not re.fullmatch(self.pattern, text):
            return reading.report(pages.VALUE, node, f"`{text[:60]}` is not {self.example}")
        if not text.strip():
            return reading.report(pages.VALUE, node, "an empty text says nothing", help=f"write {self.example}")
        return text

    def schema(self) -> dict[str, Any]:
        if self.choices:
            return {"enum": list(self.choices)}
        return {"type": "string", "minLength": 1} | ({"pattern": f"^({self.pattern})$"} if self.pattern else {})


@frozen
class Number(Shape):
    """An exact decimal, with at most six decimals."""

    words: tuple[str, ...] = ()
    """Words that may stand instead, such as ``unknown``: read as None."""

    def read(self, node: Node, reading: Reading) -> Any:
        text = reading.scalar(node, "a number", "a number such as 8 or 10.15")
        if text is None:
            return MISSING
        if text in self.words:
            return None
        if node.kind == "quoted" or not _NUMBER.fullmatch(text):
            return reading.report(
                pages.VALUE, node, f"`{text[:60]}` is not a number", help="write a point and at most six decimals"
            )
        return Decimal(text)

    def schema(self) -> dict[str, Any]:
        return {"anyOf": [{"type": "number"}, {"enum": list(self.words)}]} if self.words else {"type": "number"}


@frozen
class Whole(Shape):
    """A whole number, zero or more."""

    def read(self, node: Node, reading: Reading) -> Any:
        text = reading.scalar(node, "a whole number", "a whole number such as 3")
        if text is None:
            return MISSING
        if node.kind == "quoted" or not re.fullmatch(r"0|[1-9]\d{0,8}", text):
            return reading.report(pages.VALUE, node, f"`{text[:60]}` is not a whole number")
        return int(text)

    def schema(self) -> dict[str, Any]:
        return {"type": "integer", "minimum": 0}


@frozen
class Amount(Shape):
    """An amount in the country's currency, read as minor units."""

    def read(self, node: Node, reading: Reading) -> Any:
        text = reading.scalar(node, "an amount", "an amount such as 40.00")
        if text is None:
            return MISSING
        if node.kind == "quoted":
            return reading.report(pages.VALUE, node, f"`{text[:60]}` is not an amount", help="write it without quotes")
        try:
            return parse_amount(text, reading.currency)
        except AmountError as error:
            return reading.report(pages.VALUE, node, str(error))

    def schema(self) -> dict[str, Any]:
        return {"type": "number", "minimum": 0}


@frozen
class Day(Shape):
    """A date, as 2026-01-31."""

    def read(self, node: Node, reading: Reading) -> Any:
        text = reading.scalar(node, "a date", "a date as 2026-01-31")
        if text is None:
            return MISSING
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            return reading.report(pages.DATE, node, f"`{text[:60]}` is not a date", help="write it as 2026-01-31")
        try:
            day = dt.date.fromisoformat(text)
        except ValueError:
            return reading.report(pages.DATE, node, f"`{text}` is not a day of the calendar", help="write a real day")
        if not _FIRST_DAY <= day <= _LAST_DAY:
            return reading.report(pages.DATE, node, f"`{text}` lies outside {_FIRST_DAY} to {_LAST_DAY}")
        return day

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "date"}


@frozen
class Flag(Shape):
    """``true`` or ``false``, written so."""

    def read(self, node: Node, reading: Reading) -> Any:
        text = reading.scalar(node, "true or false", "`true` or `false`")
        if text is None:
            return MISSING
        if node.kind == "quoted" or text not in ("true", "false"):
            page = pages.UNQUOTED if node.kind == "boolean" else pages.VALUE
            return reading.report(page, node, f"`{text[:60]}` is not `true` or `false`", help="write `true` or `false`")
        return text == "true"

    def schema(self) -> dict[str, Any]:
        return {"type": "boolean"}


@frozen
class Period(Shape):
    """A counted period, as ``14 days``, ``10 working days``, ``1 month`` or ``5 years``."""

    def read(self, node: Node, reading: Reading) -> Any:
        text = reading.scalar(node, "a period", "a period such as 14 days")
        if text is None:
            return MISSING
        match = _PERIOD.fullmatch(text)
        if match is None:
            return reading.report(
                pages.VALUE, node, f"`{text[:60]}` is not a period", help="write it as `14 days` or `5 years`"
            )
        count, unit = int(match[1]), match[2].removesuffix("s") + "s"
        if unit == "years":
            return Offset(count * 12, "months")
        units: dict[str, Unit] = {"days": "days", "working days": "working days", "weeks": "weeks", "months": "months"}
        return Offset(count, units[unit])

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": f"^({_PERIOD.pattern})$"}


@frozen
class ListOf(Shape):
    """A list of values of one shape, with at least one; read as a tuple."""

    item: Shape
    unique: bool = True

    def read(self, node: Node, reading: Reading) -> Any:
        if node.kind != "sequence":
            return reading.report(pages.VALUE, node, "a list is meant here", help="write it in square brackets: [a, b]")
        if not node.value:
            return reading.report(pages.VALUE, node, "an empty list says nothing", help="leave the key out")
        values = tuple(self.item.read(item, reading) for item in node.value)
        if any(value is MISSING for value in values):
            return MISSING
        if self.unique and not isinstance(self.item, Record):
            for index, value in enumerate(values):
                if value in values[:index]:
                    return reading.report(pages.VALUE, node.value[index], f"`{node.value[index].value}` stands twice")
        return values

    def schema(self) -> dict[str, Any]:
        unique = {"uniqueItems": True} if self.unique and not isinstance(self.item, Record) else {}
        return {"type": "array", "items": self.item.schema(), "minItems": 1} | unique


@frozen
class Field:
    """One key of a mapping."""

    shape: Shape
    required: bool = False
    default: Any = None
    attr: str = ""
    """The attribute of the record, where it is not the key."""


def mapping(node: Node, reading: Reading, known: Mapping[str, Field] | None = None) -> dict[str, Node] | None:
    """The value nodes of a mapping by key, with findings for doubled and (where *known* is given) unknown keys."""
    if node.kind != "mapping":
        reading.report(pages.VALUE, node, "a mapping is meant here", help="write `key: value` lines")
        return None
    nodes: dict[str, Node] = {}
    for key, value in node.value:
        name = key.value if key.is_scalar else ""
        if not name:
            reading.report(pages.VALUE, key, "a key is one word")
        elif name in nodes:
            reading.report(pages.DOUBLED_KEY, key, f"`{name}` stands twice", help="keep one of them")
        elif known is not None and name not in known:
            near = did_you_mean(name, known)
            help_ = f"did you mean `{near}`?" if near else "use one of " + ", ".join(f"`{word}`" for word in known)
            reading.report(pages.UNKNOWN_KEY, key, f"`{name[:60]}` is not a key here", help=help_)
        else:
            nodes[name] = value
    return nodes


@frozen
class Record(Shape):
    """A mapping with named keys; *build* makes a record of the values, given as keyword arguments."""

    fields: Mapping[str, Field] = attrs.field(eq=False)
    build: Callable[..., Any] = attrs.field(default=dict, eq=False)

    def read(self, node: Node, reading: Reading) -> Any:
        nodes = mapping(node, reading, self.fields)
        return MISSING if nodes is None else self.read_nodes(node, nodes, reading)

    def read_nodes(self, node: Node, nodes: Mapping[str, Node], reading: Reading) -> Any:
        """The record from the value nodes of *node*; keys that are not its own are left alone."""
        values: dict[str, Any] = {}
        complete = True
        for name, field in self.fields.items():
            attr = field.attr or name
            if name in nodes:
                value = field.shape.read(nodes[name], reading)
                complete = complete and value is not MISSING
                values[attr] = value
            elif field.required:
                reading.report(pages.MISSING_KEY, node, f"`{name}` is missing", label="here", help=f"add `{name}:`")
                complete = False
            else:
                values[attr] = field.default
        return self.build(**values) if complete else MISSING

    def schema(self) -> dict[str, Any]:
        return {
            "type": "object",
            "additionalProperties": False,
            "properties": {name: field.shape.schema() for name, field in self.fields.items()},
            "required": sorted(name for name, field in self.fields.items() if field.required),
        }


@frozen
class MapOf(Shape):
    """A mapping from names to values of one shape; read as a dict."""

    item: Shape

    def read(self, node: Node, reading: Reading) -> Any:
        nodes = mapping(node, reading)
        if nodes is None:
            return MISSING
        values = {name: self.item.read(value, reading) for name, value in nodes.items()}
        return MISSING if any(value is MISSING for value in values.values()) else values

    def schema(self) -> dict[str, Any]:
        return {"type": "object", "additionalProperties": self.item.schema()}


@frozen
class Values(Shape):
    """A mapping from names to numbers, texts, flags or lists of texts, for what only a rule or a reader asks for."""

    def read(self, node: Node, reading: Reading) -> Any:
        nodes = mapping(node, reading)
        if nodes is None:
            return MISSING
        values = {name: self._value(value, reading) for name, value in nodes.items()}
        return MISSING if any(value is MISSING for value in values.values()) else values

    def _value(self, node: Node, reading: Reading) -> Any:
        if node.kind == "sequence":
            return ListOf(Text()).read(node, reading)
        if node.is_scalar and node.kind != "quoted":
            if _NUMBER.fullmatch(node.value):
                return Decimal(node.value)
            if node.value in ("true", "false"):
                return node.value == "true"
        return Text().read(node, reading)

    def schema(self) -> dict[str, Any]:
        single = [{"type": "number"}, {"type": "string"}, {"type": "boolean"}]
        return {
            "type": "object",
            "additionalProperties": {"anyOf": [*single, {"type": "array", "items": {"type": "string"}}]},
        }
