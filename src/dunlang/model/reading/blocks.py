"""The blocks that stand alone: the policy and its creditor, third parties, attributes, notices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from dunlang.dates import WEEKDAYS
from dunlang.diagnostics import Label, did_you_mean
from dunlang.law.vocabulary import ELEMENTS
from dunlang.model.codes import COUNTRIES, country_code
from dunlang.model.fields import BUILT_IN
from dunlang.model.pages import (
    ATTRIBUTE_CLASH,
    DISORDER,
    DOUBLED_STATEMENT,
    MISSING_STATEMENT,
    NOT_TOGETHER,
    UNIT_MISMATCH,
    UNKNOWN_CODE,
    UNKNOWN_LAW,
    UNKNOWN_VALUE,
)
from dunlang.model.policy import Attribute, Creditor, Notice, Party, Runs
from dunlang.model.reading import values
from dunlang.model.reading.desk import once
from dunlang.syntax.tree import Node, Token

if TYPE_CHECKING:
    import datetime as dt

    from dunlang.model.reading.desk import Declared, Desk
    from dunlang.source import Span

__all__ = ["PARTIES", "read_attribute", "read_laws", "read_notice", "read_party", "read_policy"]

PARTIES = ("agency", "lawyer", "bailiff", "insurer", "factor")

_POLICY = {rule: rule for rule in ("currency", "valid", "calendar", "closed", "runs", "progress", "gap", "creditor")}
_CREDITOR = {rule: rule for rule in ("number", "country", "vat", "size", "iban", "pays")}
_NOTICE = {"kind": "kind", "language": "language", "template": "template", "states": "states", "gives": "gives"}
_ATTRIBUTE_KINDS = {
    "one_of": "one of",
    "a_number": "number",
    "an_amount": "amount",
    "a_flag": "flag",
    "a_date": "date",
}


def read_laws(desk: Desk, nodes: list[Node]) -> tuple[str, tuple[tuple[str, Span], ...], Span | None]:
    """`law` statements of one block: the country's code (or the quoted path where only a pack is named), the packs
    with their places, and the place of the code."""
    code, place = "", None
    packs: list[tuple[str, Span]] = []
    for node in nodes:
        name, pack = node.token("NAME"), node.token("STRING")
        if pack is not None:
            packs.append((values.string(pack), desk.span(pack)))
        elif name is not None and name.text:
            if code and place is not None:
                desk.report(
                    DOUBLED_STATEMENT,
                    node,
                    "`law` names a second country in this block",
                    related=(Label(place, "the first, which is used"),),
                    help="delete one of the two",
                )
                continue
            code, place = _law(desk, name), desk.span(node)
    if not code and packs:
        code, place = f'"{packs[0][0]}"', packs[0][1]
    return code, tuple(packs), place


def _law(desk: Desk, name: Token) -> str:
    code = country_code(name.text) or name.text
    if desk.known.law(code):
        return code
    if code not in COUNTRIES:
        guess = next((text for text in (name.text.upper(),) if desk.known.law(text)), None)
        desk.report(
            UNKNOWN_CODE,
            name,
            f"`{name.text[:40]}` is no country whose law could be named",
            help=f"write `{guess}`" if guess else "write a country's code such as `NL`",
        )
        return ""
    desk.report(
        UNKNOWN_LAW,
        name,
        f"there are no law data for `{code}`: nothing is checked against its law",
        help='add a pack of your own: `law "our-rules.yaml"`',
    )
    return code


def read_policy(desk: Desk, node: Node) -> dict[str, Any]:
    """The fields of :class:`Policy` that the policy block states."""
    token = node.token("STRING")
    title_span = desk.between(node.children[0], token) if token is not None else desk.span(node)
    fields: dict[str, Any] = {"title": values.string(token), "span": title_span}
    stated: set[str] = set()
    spans: dict[str, Span] = {}
    laws = list(node.nodes("law"))
    code, packs, place = read_laws(desk, laws)
    fields["law"], fields["packs"] = code, packs
    if place is not None:
        stated.add("law")
        spans["law"] = place
    elif not laws and desk.tree.complete:
        desk.report(
            MISSING_STATEMENT,
            title_span,
            "the policy names no law",
            help="add `law NL` (or the country whose law applies)",
        )
    for subject, child in once(desk, (child for child in node.nodes() if child.rule != "law"), _POLICY):
        stated.add(subject)
        spans[subject] = desk.span(child)
        fields.update(_policy_statement(desk, subject, child))
    fields["stated"], fields["spans"] = frozenset(stated), spans
    return fields


def _policy_statement(desk: Desk, subject: str, node: Node) -> dict[str, Any]:
    match subject:
        case "currency":
            code = values.currency(desk, node.token("CURRENCY"))
            return {"currency": code} if code else {}
        case "valid":
            return _valid(desk, node)
        case "calendar":
            return _calendar(desk, node)
        case "closed":
            days = [values.date(token) for token in node.tokens("DATE")]
            return {"closed": tuple(sorted({day for day in days if day is not None}))}
        case "runs":
            runs = _runs(desk, node)
            return {"runs": runs} if runs is not None else {}
        case "progress":
            way = node.first("climb", "jump", "recompute")
            return {"progress": way.rule} if way is not None else {}
        case "gap":
            return _gap(desk, node)
        case _:
            return {"creditor": _creditor(desk, node)}


def _valid(desk: Desk, node: Node) -> dict[str, dt.date | None]:
    start = values.date(node.token("DATE"))
    until = node.first("until")
    end = values.date(until.token("DATE")) if until is not None else None
    if start is not None and end is not None and end < start and until is not None:
        desk.report(
            DISORDER, until, f"the policy ends on {end}, before it begins on {start}", help="swap the two dates"
        )
        return {}
    return {"valid_from": start, "valid_until": end}


def _calendar(desk: Desk, node: Node) -> dict[str, str]:
    token = node.token("NAME") or node.token("STRING")
    if token is None or not token.text:
        return {}
    name = values.string(token) if token.type == "STRING" else token.text
    name = country_code(name) or name
    if desk.known.calendar is not None and not desk.known.calendar(name):
        desk.report(
            UNKNOWN_CODE,
            token,
            f"there is no calendar `{name[:40]}`",
            help='write a country\'s code, or a name such as "NL.bank"',
        )
        return {}
    return {"calendar": name}


def _runs(desk: Desk, node: Node) -> Runs | None:
    way = node.first("daily", "weekly", "monthly")
    if way is None:
        return None
    if way.rule == "daily":
        return Runs()
    days: list[int] = []
    for token in way.tokens("WEEKDAY") if way.rule == "weekly" else way.tokens("NUMBER"):
        if token.type == "WEEKDAY":
            day = WEEKDAYS.index(token.text) if token.text in WEEKDAYS else None
        else:
            day = values.whole(desk, token, 1, 31, "days of the month")
        if day in days:
            desk.report(DOUBLED_STATEMENT, token, f"`{token.text}` is named twice", help="delete one of the two")
        elif day is not None:
            days.append(day)
    if not days:
        return None
    return Runs(kind="weekly" if way.rule == "weekly" else "monthly", days=tuple(sorted(days)))


def _gap(desk: Desk, node: Node) -> dict[str, Any]:
    place = node.first("duration")
    offset = values.period(desk, place, least=1)
    if offset is None or place is None:
        return {}
    match offset.unit:
        case "days" | "working days":
            return {"gap_days": offset.count, "gap_unit": offset.unit}
        case "weeks":
            return {"gap_days": offset.count * 7, "gap_unit": "days"}
        case _:
            desk.report(
                UNIT_MISMATCH,
                place,
                "the gap between contacts is counted in days, not in months",
                help="write it in `days`",
            )
            return {}


def _creditor(desk: Desk, node: Node) -> Creditor:
    fields: dict[str, Any] = {"name": values.string(node.token("STRING")), "span": desk.span(node)}
    for subject, child in once(desk, node.nodes(), _CREDITOR):
        match subject:
            case "number" | "iban":
                fields[subject] = values.string(child.token("STRING"))
            case "country":
                fields["country"] = values.country(desk, child.token("NAME")) or ""
            case "vat":
                fields["vat_reclaimed"] = child.first("reclaimed") is not None
            case "size":
                fields["size"] = "small" if child.first("small") is not None else "large"
            case _:
                fields["pays_by"] = tuple(dict.fromkeys(token.text for token in child.tokens("NAME") if token.text))
    return Creditor(**fields)


def read_party(desk: Desk, declared: Declared) -> Party:
    """A third party."""
    node = declared.node
    registers: list[str] = []
    fields: dict[str, Any] = {}
    for subject, child in once(desk, node.nodes(), {"country": "country", "notify_within": "notify"}):
        match subject:
            case "register":
                registers.append(values.string(child.token("STRING")))
            case "country":
                fields["country"] = values.country(desk, child.token("NAME")) or ""
            case "notify":
                fields["notify_within"] = values.period(desk, child.first("duration"))
                if declared.what != "insurer" and desk.tree.complete:
                    desk.report(
                        NOT_TOGETHER,
                        child,
                        f"`notify within` is for an insurer, and `{declared.name.text}` is of kind {declared.what}",
                        help="delete it",
                    )
            case _:
                pass
    return Party(
        name=declared.name.text,
        kind=cast("Any", declared.what),
        span=desk.between(node.children[0], declared.name),
        title=values.string(node.token("STRING")),
        registers=tuple(registers),
        **fields,
    )


def read_attribute(desk: Desk, declared: Declared) -> Attribute | None:
    """A declared field; None where it clashes with a built-in one or its list is damaged."""
    node = declared.node
    name = declared.name.text
    if name in BUILT_IN:
        desk.known.used.add(("attribute", name))  # whoever writes it is told of the clash alone
        desk.report(
            ATTRIBUTE_CLASH,
            declared.name,
            f"`{name}` is a built-in field already",
            notes=(f"it holds {BUILT_IN[name].says}",),
            help="use the built-in field, or choose another name",
        )
        return None
    form = node.first(*_ATTRIBUTE_KINDS)
    of = node.first("of_debtor", "of_invoice")
    if form is None or of is None:
        return None
    listed: list[str] = []
    for token in form.tokens("NAME"):
        if token.text in listed:
            desk.report(DOUBLED_STATEMENT, token, f"`{token.text}` is listed twice", help="delete one of the two")
        elif token.text:
            listed.append(token.text)
    return Attribute(
        name=name,
        kind=cast("Any", _ATTRIBUTE_KINDS[form.rule]),
        of="debtor" if of.rule == "of_debtor" else "invoice",
        span=desk.span(node),
        values=tuple(listed),
    )


def read_notice(desk: Desk, declared: Declared) -> Notice:
    """A notice as written; its kind is filled in later, when the steps are known."""
    node = declared.node
    fields: dict[str, Any] = {"states_span": None, "gives_span": None, "template_span": None}
    for subject, child in once(desk, node.nodes(), _NOTICE):
        match subject:
            case "kind":
                kind = child.first()
                if kind is not None:
                    fields["kind"], fields["kind_stated"] = kind.rule, True
            case "language":
                fields["language"] = values.language(desk, child.token("NAME")) or ""
            case "template":
                fields["template"] = values.string(child.token("STRING"))
                fields["template_span"] = desk.span(child)
            case "states":
                fields["states"] = _elements(desk, child)
                fields["states_span"] = desk.span(child)
            case _:
                gives = values.period(desk, child.first("duration"), least=1)
                if gives is not None:
                    fields["gives"] = gives
                    fields["gives_from"] = "receipt" if child.first("from_receipt") is not None else "sending"
                    fields["gives_span"] = desk.span(child)
    if fields["states_span"] is not None and fields["template_span"] is not None:
        desk.report(
            NOT_TOGETHER,
            fields["template_span"],
            "a notice has a template or a list of what it states, not both",
            related=(Label(fields["states_span"], "the list"),),
            help="delete the `states` list: the template is read itself",
        )
    return Notice(
        name=declared.name.text,
        span=desk.span(node),
        name_span=desk.span(declared.name),
        title=values.string(node.token("STRING")),
        **fields,
    )


def _elements(desk: Desk, node: Node) -> tuple[str, ...]:
    found: list[str] = []
    for element in node.nodes("element"):
        name = " ".join(token.text for token in element.tokens("NAME"))
        if name in ELEMENTS:
            if name in found:
                desk.report(DOUBLED_STATEMENT, element, f"`{name}` is listed twice", help="delete one of the two")
            else:
                found.append(name)
            continue
        parts = _split(name)
        guess = did_you_mean(name, ELEMENTS)
        if parts:
            advice = f"put a comma between: `{', '.join(parts)}`"
        else:
            advice = f"write `{guess}`" if guess else f"write one of {', '.join(ELEMENTS)}"
        desk.report(UNKNOWN_VALUE, element, f"`{name[:60]}` is no element of a notice", help=advice)
    return tuple(found)


def _split(name: str) -> list[str] | None:
    """The elements that *name* holds without commas between them, or None."""
    if not name:
        return []
    for element in ELEMENTS:
        if name == element or name.startswith(f"{element} "):
            rest = _split(name[len(element) :].strip())
            if rest is not None:
                return [element, *rest]
    return None
