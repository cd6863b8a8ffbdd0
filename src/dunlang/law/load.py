"""From law files to provisions: read strictly, checked against themselves, each finding with line and column."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import attrs

from dunlang.diagnostics import Diagnostic, did_you_mean
from dunlang.law import pages
from dunlang.law.kinds import COMMON, KINDS, RateBody, RawRow
from dunlang.law.nodes import Node
from dunlang.law.provision import Confidence, Provision, Reference
from dunlang.law.rates import FOREVER, RateRow, Series, SeriesRow
from dunlang.law.shapes import MISSING, Day, Field, ListOf, MapOf, Reading, Record, Text, mapping
from dunlang.law.tree import compose
from dunlang.money import CURRENCIES
from dunlang.records import frozen
from dunlang.source import Source, Span

__all__ = ["HEAD", "CountryData", "load_files", "unknown_references"]

_DAY = dt.timedelta(days=1)

_CALENDAR = Text(pattern=r"[A-Z]{2}(\.[A-Za-z0-9]+)?", example="a calendar such as `NL.terms`")
_CALENDARS = Record({role: Field(_CALENDAR) for role in ("public", "terms", "bank")})
_REFERENCES = MapOf(Record({"url": Field(Text(), default=""), "what": Field(Text(), required=True)}))

#: The keys at the top of a file; ``provisions`` stands beside them.
HEAD: dict[str, Field] = {
    "country": Field(Text(pattern="[A-Z]{2}", example="a country such as `NL` (`NO` in quotes)"), required=True),
    "name": Field(Text(), default=""),
    "currency": Field(Text(tuple(CURRENCIES), example="a currency such as `EUR`")),
    "languages": Field(ListOf(Text(pattern="[a-z]{2}", example="a language such as `nl`")), default=()),
    "calendars": Field(_CALENDARS),
    "verified_on": Field(Day()),
    "sources": Field(_REFERENCES),
}


@frozen(kw_only=True)
class CountryData:
    """What one layer (the shipped data, or one pack) says about one country."""

    code: str
    name: str = ""
    currency: str | None = None
    languages: tuple[str, ...] = ()
    calendars: Mapping[str, str] = attrs.field(factory=dict)
    provisions: tuple[Provision, ...] = ()


@frozen(kw_only=True)
class _File:
    """One file whose head has been read."""

    reading: Reading
    head: dict[str, Any]
    provisions: Any


def load_files(
    files: Sequence[Source], *, kept: Mapping[str, Node] | None = None, origin: str = "dunlang", layer: int = 0
) -> tuple[CountryData | None, tuple[Diagnostic, ...]]:
    """The data of one country from its files, which share their sources. A provision with a finding is left out.

    *kept* has the root nodes of files that need not be parsed, by their names.
    """
    found: list[Diagnostic] = []
    read: list[_File] = []
    for source in files:
        root = kept.get(source.name) if kept else None
        head, problems = _head(source) if root is None else _head_of(source, root)
        found += problems
        if head is not None:
            read.append(head)
    if not read:
        return None, tuple(found)
    code = read[0].head["country"]
    merged: dict[str, Any] = {}
    references: dict[str, Reference] = {}
    for file in read:
        merged |= {key: value for key, value in file.head.items() if value}
        for key, values in (file.head["sources"] or {}).items():
            references[key] = Reference(key, values["url"], values["what"])
    currency = merged.get("currency")
    provisions: list[Provision] = []
    for file in read:
        file.reading.currency = currency or "EUR"
        provisions += _provisions(file, code, references, origin, layer)
    checked = _once(provisions, read)
    for file in read:
        found += file.reading.found
    data = CountryData(
        code=code,
        name=merged.get("name", ""),
        currency=currency,
        languages=merged.get("languages", ()),
        calendars={role: name for role, name in (merged.get("calendars") or {}).items() if name},
        provisions=checked,
    )
    return data, tuple(found)


def _head(source: Source) -> tuple[_File | None, Iterable[Diagnostic]]:
    """The head of one file; its findings stay in the reading, which the caller collects."""
    root, problems = compose(source)
    return (None, problems) if root is None else _head_of(source, root)


def _head_of(source: Source, root: Node) -> tuple[_File | None, Iterable[Diagnostic]]:
    reading = Reading(source)
    known = {**HEAD, "provisions": Field(Text())}
    nodes = mapping(root, reading, known)
    if nodes is None:
        return None, reading.found
    provisions = nodes.pop("provisions", None)
    head = Record(HEAD).read_nodes(root, nodes, reading)
    if head is MISSING:
        return None, reading.found
    return _File(reading=reading, head=head, provisions=provisions), ()


def _provisions(
    file: _File, code: str, references: Mapping[str, Reference], origin: str, layer: int
) -> Iterable[Provision]:
    """The provisions of one file that have no finding."""
    node, reading = file.provisions, file.reading
    if node is None:
        return
    if node.kind != "sequence":
        reading.report(pages.VALUE, node, "a list of provisions is meant here", help="write `- id: ...` items")
        return
    for item in node.value:
        provision = _provision(item, file, code, references, origin, layer)
        if provision is not None:
            yield provision


def _provision(
    node: Any, file: _File, code: str, references: Mapping[str, Reference], origin: str, layer: int
) -> Provision | None:
    """One provision, or None with findings."""
    reading = file.reading
    nodes = mapping(node, reading)
    if nodes is None:
        return None
    kind_node = nodes.get("kind")
    if kind_node is None:
        reading.report(pages.MISSING_KEY, node, "`kind` is missing", help="add `kind:`, such as `kind: fact`")
        return None
    name = Text(tuple(KINDS)).read(kind_node, reading)
    if name is MISSING:
        return None
    kind = KINDS[name]
    before = len(reading.found)
    _unknown(node, {**COMMON, **kind.fields}, reading)
    common = Record(COMMON).read_nodes(node, nodes, reading)
    body = Record(kind.fields, kind.build).read_nodes(node, nodes, reading)
    if common is MISSING or body is MISSING or len(reading.found) > before:
        return None
    confidence = Confidence.read(common["confidence"])
    sources = _references(nodes.get("sources"), common["sources"], references, reading)
    if confidence is None or sources is None:
        return None
    if confidence.level == "house" and layer == 0:
        reading.report(pages.VALUE, nodes["confidence"], "`house` is for a pack of your own")
        return None
    if confidence.level in ("verified", "single") and not sources and not _rows_have_sources(body):
        message = f"`{common['id']}` is {confidence} but names no source"
        reading.report(pages.SOURCE, node, message, help="add `sources:`")
        return None
    if common["until"] is not None and common["start"] is not None and common["until"] < common["start"]:
        reading.report(pages.DATE, nodes["until"], f"ends on {common['until']}, before it begins on {common['start']}")
        return None
    if isinstance(body, RateBody):
        body = _series(body, nodes, references, reading)
        if body is None:
            return None
    return Provision(
        id=common["id"],
        country=code,
        kind=name,
        says=common["says"],
        article=common["article"],
        sources=sources,
        start=common["start"],
        until=common["until"],
        debtors=frozenset(common["debtors"]),
        creditor_size=common["creditor_size"],
        debtor_size=common["debtor_size"],
        confidence=confidence,
        verified_on=common["verified_on"] or file.head["verified_on"],
        note=common["note"],
        origin=origin,
        layer=layer,
        span=reading.span(node),
        body=body,
    )


def _unknown(node: Any, known: Mapping[str, Field], reading: Reading) -> None:
    """Findings for keys that a provision of this kind does not have."""
    for key, _ in node.value:
        if key.is_scalar and key.value not in known:
            near = did_you_mean(key.value, known)
            help_ = f"did you mean `{near}`?" if near else "use one of " + ", ".join(f"`{word}`" for word in known)
            reading.report(pages.UNKNOWN_KEY, key, f"`{key.value[:60]}` is not a key here", help=help_)


def _references(
    node: Any, names: Iterable[str], references: Mapping[str, Reference], reading: Reading
) -> tuple[Reference, ...] | None:
    """The sources by name; None, with a finding, where one is not listed."""
    found: list[Reference] = []
    for name, item in zip(names, node.value if node is not None else (), strict=False):
        if name not in references:
            near = did_you_mean(name, references)
            help_ = f"did you mean `{near}`?" if near else f"list `{name}` under `sources:`"
            reading.report(pages.SOURCE, item, f"`{name}` is not a listed source", help=help_)
            return None
        found.append(references[name])
    return tuple(found)


def _rows_have_sources(body: Any) -> bool:
    """Whether each row of a rate names its own sources or is sure by other means."""
    return isinstance(body, RateBody) and all(row.sources or row.confidence for row in body.rows)


def _series(
    body: RateBody, nodes: Mapping[str, Any], references: Mapping[str, Reference], reading: Reading
) -> Series | None:
    """The rows of a rate, checked: in order, without gap or overlap, each with one value."""
    rows: list[SeriesRow] = []
    items = nodes["rows"].value
    for raw, item in zip(body.rows, items, strict=True):
        row = _row(raw, item, references, reading)
        if row is None:
            return None
        rows.append(row)
    ends = [row.start for row in rows[1:]]
    for row, end, item in zip(rows, ends, items[1:], strict=False):
        stop = end if row.until is None else row.until + _DAY
        if end <= row.start:
            said = "begins on that day too" if end == row.start else f"begins later, on {row.start}"
            reading.report(
                pages.OVERLAP, item, f"begins on {end}, but the row before {said}", help="order the rows by their days"
            )
            return None
        if stop > end:
            reading.report(pages.OVERLAP, item, f"begins on {end}, but the row before holds until {stop - _DAY}")
            return None
        if stop < end:
            reading.report(
                pages.GAP,
                item,
                f"no rate from {stop} to {end - _DAY}",
                label="the row before ends too early",
                help="let the rows join, or add a row with `value: unknown`",
            )
            return None
    last = rows[-1]
    known = body.known_until if body.known_until is not None else last.until
    if known is not None and (known < last.start or (last.until is not None and known != last.until)):
        reading.report(pages.DATE, items[-1], f"the last row is from {last.start}, but `known_until` is {known}")
        return None
    ends.append(FOREVER if known is None else known + _DAY)
    return Series(rate=body.rate, rows=tuple(RateRow(row=row, end=end) for row, end in zip(rows, ends, strict=True)))


def _row(raw: RawRow, item: Any, references: Mapping[str, Reference], reading: Reading) -> SeriesRow | None:
    """One row with its sources and confidence resolved."""
    keys = {key.value: value for key, value in item.value}
    if ("value" in keys) == ("base" in keys):
        message = "a row has either `value` or `base`"
        reading.report(pages.VALUE, item, message, help="write `value: 4` or `base: reference`")
        return None
    if raw.base is None and not {"points", "factor", "round_up_to"}.isdisjoint(keys):
        reading.report(pages.VALUE, item, "`points`, `factor` and `round_up_to` go with `base`")
        return None
    if raw.until is not None and raw.until < raw.start:
        reading.report(pages.DATE, keys["until"], f"ends on {raw.until}, before it begins on {raw.start}")
        return None
    if raw.percent is not None and not -100 <= raw.percent <= 1000:
        reading.report(pages.VALUE, keys["value"], f"`{raw.percent}` is not a rate from -100 to 1000 percent")
        return None
    sources = None
    if raw.sources is not None:
        sources = _references(keys["sources"], raw.sources, references, reading)
        if sources is None:
            return None
    confidence = None if raw.confidence is None else Confidence.read(raw.confidence)
    return SeriesRow(
        start=raw.start,
        until=raw.until,
        percent=raw.percent,
        base=raw.base,
        points=raw.points,
        factor=raw.factor,
        round_up_to=raw.round_up_to,
        confidence=confidence,
        sources=sources,
        note=raw.note,
    )


def _once(provisions: Sequence[Provision], files: Sequence[_File]) -> tuple[Provision, ...]:
    """The provisions without doubles: each id once, each question answered once on each day."""
    readings = {file.reading.source.name: file.reading for file in files}
    kept: dict[str, Provision] = {}
    asked: dict[tuple[Any, ...], list[Provision]] = {}
    for provision in provisions:
        reading = readings[provision.span.source.name]
        if provision.id in kept:
            _place(reading, pages.DOUBLED_ID, provision.span, f"`{provision.id}` stands twice")
            continue
        kept[provision.id] = provision
        question = KINDS[provision.kind].question
        if question is None:
            continue
        key = (provision.kind, provision.creditor_size, provision.debtor_size, *question(provision.body))
        others = asked.setdefault(key, [])
        clash = next((p for p in others if _same_day(provision, p) and provision.debtors & p.debtors), None)
        if clash is None:
            others.append(provision)
            continue
        del kept[provision.id]
        message = f"`{provision.id}` answers what `{clash.id}` answers, for the same debtor on the same day"
        _place(reading, pages.CLASH, provision.span, message)
    return tuple(kept.values())


def _place(reading: Reading, page: Any, span: Span, message: str) -> None:
    reading.found.append(page.at(span, message))


def _same_day(one: Provision, other: Provision) -> bool:
    """Whether two provisions are both in force on some day."""
    return (one.start or dt.date.min) <= (other.until or dt.date.max) and (other.start or dt.date.min) <= (
        one.until or dt.date.max
    )


def unknown_references(data: CountryData, rates: Mapping[str, frozenset[str]]) -> tuple[Diagnostic, ...]:
    """Findings for rates that are named but not there. *rates* has the names of the rates per country."""
    found: list[Diagnostic] = []
    for provision in data.provisions:
        body = provision.body
        if isinstance(body, Series):
            names = [item.row.base for item in body.rows if item.row.base is not None]
        else:
            names = [body.rate] if provision.kind == "interest" else []
        for name in names:
            country, dot, rate = name.rpartition(".")
            known = rates.get(country if dot else data.code, frozenset())
            if rate not in known:
                near = did_you_mean(rate, known)
                help_ = f"did you mean `{near}`?" if near else "add a provision of kind `rate` for it"
                found.append(pages.REFERENCE.at(provision.span, f"there is no rate `{name}`", help=help_))
    return tuple(found)
