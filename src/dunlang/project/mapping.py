"""The mapping of another system's files: a small YAML file, read strictly, each finding with line and column."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, get_args

import attrs

from dunlang.diagnostics import Diagnostic, did_you_mean
from dunlang.law import pages as law_pages
from dunlang.law.shapes import MISSING, Day, Field, ListOf, MapOf, Reading, Record, Shape, Text, mapping
from dunlang.law.tree import compose
from dunlang.portfolio.columns import DEBTORS, EVENTS, INVOICES, Column, File
from dunlang.portfolio.ledger import DEBTOR_PREFIX
from dunlang.portfolio.mapping import (
    OWN,
    Dates,
    DecimalSign,
    Encoding,
    LedgerMapping,
    Negative,
    PartMapping,
    Thousands,
)
from dunlang.project.files import read_source
from dunlang.project.pages import BAD_MAPPING
from dunlang.records import frozen
from dunlang.source import Source

__all__ = ["MappingFile", "load_mapping", "mapping_schema", "read_mapping"]

_FORMS = {
    "decimal": Field(Text(get_args(DecimalSign))),
    "thousands": Field(Text(get_args(Thousands))),
    "dates": Field(Text(get_args(Dates))),
    "encoding": Field(Text(get_args(Encoding))),
}


@frozen(kw_only=True)
class MappingFile:
    """A mapping, and the names of the files that it speaks of."""

    mapping: LedgerMapping = attrs.field(factory=LedgerMapping)
    files: Mapping[str, str] = attrs.field(factory=dict)
    """``invoices``, ``debtors`` or ``events``, to a name such as ``open-items*.csv``."""

    def part_of(self, file: Path) -> str | None:
        """The part that a file is by its name."""
        return next((part for part, pattern in self.files.items() if fnmatch.fnmatchcase(file.name, pattern)), None)


def load_mapping(path: Path | str, attributes: Iterable[tuple[str, str]]) -> MappingFile | tuple[Diagnostic, ...]:
    """The mapping in the file *path*; *attributes* are the policy's own columns, each as (``debtor``, name)."""
    source = read_source(path)
    return (source,) if isinstance(source, Diagnostic) else read_mapping(source, attributes)


def read_mapping(source: Source, attributes: Iterable[tuple[str, str]] = ()) -> MappingFile | tuple[Diagnostic, ...]:
    """The mapping in a text; its findings, all of them, where it has any."""
    root, problems = compose(source)
    if root is None:
        return tuple(map(_as_ours, problems))
    reading = Reading(source)
    own = tuple(attributes)
    shape = _shape({of: tuple(name for owner, name in own if owner == of) for of in ("invoice", "debtor")})
    found = shape.read(root, reading)
    if found is MISSING or reading.found:
        return tuple(map(_as_ours, reading.found))
    nodes = {key.value: value for key, value in root.value}
    parts: dict[str, PartMapping] = {}
    files: dict[str, str] = {}
    judged: list[Any] = []
    for part in get_args(File):
        values = found[part] or {}
        merged = {form: values.get(form) or found[form] for form in _FORMS}
        clash = _clash(part, merged)
        at: Any = nodes.get(part) if values.get("decimal") or values.get("thousands") else nodes.get("thousands")
        if clash and at not in judged:
            judged.append(at)
            reading.report(law_pages.VALUE, at, clash, help="let `decimal` and `thousands` be two signs")
        parts[part] = _part(values, merged)
        if values.get("file"):
            files[part] = values["file"]
    if reading.found:
        return tuple(map(_as_ours, reading.found))
    return MappingFile(mapping=LedgerMapping(**parts, payments_until=found["payments-until"]), files=files)


def mapping_schema() -> dict[str, Any]:
    """The shape of a mapping as JSON Schema; attributes of a policy are columns too."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:dunlang:schema:mapping:1",
        "title": "A mapping of another system's ledger files to those of dunlang",
        **_shape({"invoice": (), "debtor": ()}).schema(),
    }


def _part(values: Mapping[str, Any], forms: Mapping[str, Any]) -> PartMapping:
    words = {name: value for name, value in forms.items() if value is not None}
    if values.get("negative"):
        words["negative"] = values["negative"]
    if not values and not words:
        return OWN
    return PartMapping(
        columns=values.get("columns") or {},
        values=values.get("values") or {},
        defaults=values.get("defaults") or {},
        ignored=frozenset(values.get("ignore") or ()),
        **words,
    )


def _clash(part: str, forms: Mapping[str, Any]) -> str:
    """What is wrong with the signs of a part's amounts; empty where they can be told apart."""
    decimal = forms["decimal"] or "point"
    if decimal != forms["thousands"]:
        return ""
    implied = "" if forms["decimal"] else ", where no `decimal` is declared"
    return f"in {part} a {decimal} stands before the decimals and between the thousands{implied}"


def _as_ours(found: Diagnostic) -> Diagnostic:
    """A finding of the reader of YAML, under the code of mappings."""
    help_ = found.help
    if found.code == law_pages.UNREADABLE.code and found.span is None:
        help_ = "start with `invoices:`"
    return attrs.evolve(found, code=BAD_MAPPING.code, name=BAD_MAPPING.name, help=help_)


# ------------------------------------------------------------ shapes


def _shape(own: Mapping[str, tuple[str, ...]]) -> Record:
    debtor = (*DEBTORS, *map(_attribute, own["debtor"]))
    beside = tuple(
        attrs.evolve(column, name=DEBTOR_PREFIX + column.name)
        for column in debtor
        if column.name not in ("debtor", "currency")
    )
    columns = {"invoices": (*INVOICES, *map(_attribute, own["invoice"]), *beside), "debtors": debtor, "events": EVENTS}
    parts = {part: Field(_part_shape(part, columns[part])) for part in get_args(File)}
    return Record({**_FORMS, "payments-until": Field(Day()), **parts})


def _attribute(name: str) -> Column:
    return Column(name=name, kind="text", meaning="an attribute that the policy declares")


def _part_shape(part: str, columns: tuple[Column, ...]) -> Record:
    known = {column.name: column for column in columns}
    return Record(
        {
            "file": Field(
                Text(pattern=r"[^/\\]+", example="a file's name such as `open-items*.csv`, without a folder")
            ),
            "columns": Field(_Renamed(part, known)),
            "values": Field(_ByColumn({name: MapOf(_word(column)) for name, column in known.items()})),
            "defaults": Field(_ByColumn({name: _word(column) for name, column in known.items()})),
            "ignore": Field(ListOf(Text())),
            **({"negative": Field(Text(get_args(Negative)))} if part == "invoices" else {}),
            **_FORMS,
        }
    )


def _word(column: Column) -> Text:
    return Text(column.values)


@frozen
class _Renamed(Shape):
    """The file's headers, each to another of our columns."""

    part: str
    known: Mapping[str, Column] = attrs.field(eq=False)

    def read(self, node: Any, reading: Reading) -> Any:
        nodes = mapping(node, reading)
        if nodes is None:
            return MISSING
        headers: dict[str, str] = {}
        found: dict[str, str] = {}
        for header, value in nodes.items():
            name = Text(example="a column such as `amount`").read(value, reading)
            if name is MISSING:
                continue
            if name not in self.known:
                near = did_you_mean(name, self.known)
                listed = ", ".join(f"`{column}`" for column in self.known if not column.startswith(DEBTOR_PREFIX))
                help_ = f"did you mean `{near}`?" if near else f"use one of {listed}"
                reading.report(law_pages.VALUE, value, f"`{name[:60]}` is no column of {self.part}", help=help_)
            elif name in found:
                message = f"`{found[name][:60]}` and `{header[:60]}` are both `{name}`"
                reading.report(law_pages.VALUE, value, message, help="keep one of them")
            elif header.strip().casefold() in headers:
                message = f"`{header[:60]}` stands twice: capitals make no difference"
                reading.report(law_pages.VALUE, value, message, help="keep one of them")
            else:
                found[name] = headers[header.strip().casefold()] = header
        return {header: name for name, header in found.items()}

    def schema(self) -> dict[str, Any]:
        names = {"type": "string", "minLength": 1, "examples": list(self.known)}
        return {"type": "object", "additionalProperties": names}


@frozen
class _ByColumn(Shape):
    """Something for each of some columns."""

    shapes: Mapping[str, Shape] = attrs.field(eq=False)

    def read(self, node: Any, reading: Reading) -> Any:
        nodes = mapping(node, reading, {name: Field(shape) for name, shape in self.shapes.items()})
        if nodes is None:
            return MISSING
        values = {name: self.shapes[name].read(value, reading) for name, value in nodes.items()}
        return MISSING if any(value is MISSING for value in values.values()) else values

    def schema(self) -> dict[str, Any]:
        first = next(iter(self.shapes.values()))
        other = MapOf(Text()) if isinstance(first, MapOf) else Text()
        named = {name: shape.schema() for name, shape in self.shapes.items() if shape != other}
        return {"type": "object", "properties": named, "additionalProperties": other.schema()}
