"""From a tree to a policy: everything read in the order in which it depends on each other."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import attrs

from dunlang.diagnostics import Diagnostic, Label, sort_key
from dunlang.model.fields import attribute_field
from dunlang.model.groups import check_groups
from dunlang.model.pages import DOUBLED_STATEMENT, MISSING_STATEMENT, NOT_TOGETHER, UNUSED_NAME
from dunlang.model.policy import Attribute, Group, Notice, Party, Policy, Scenario, Step, Terms
from dunlang.model.reading.blocks import PARTIES, read_attribute, read_notice, read_party, read_policy
from dunlang.model.reading.desk import KINDS, Declared, Desk, Kind, Known
from dunlang.model.reading.files import Read, open_files
from dunlang.model.reading.groups import read_group
from dunlang.model.reading.kinds import with_kinds
from dunlang.model.reading.scenarios import read_scenario
from dunlang.model.reading.steps import read_steps
from dunlang.model.reading.terms import read_terms
from dunlang.model.reading.values import currency
from dunlang.source import Span
from dunlang.syntax.parser import LONG, collector_off
from dunlang.syntax.tree import Tree

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["resolve"]

_KIND_OF_RULE: dict[str, Kind] = {
    "notice": "notice",
    "party": "party",
    "terms": "terms",
    "steps": "steps",
    "group": "group",
    "attribute": "attribute",
}


def resolve(
    tree: Tree,
    *,
    read: Read | None = None,
    known_law: Callable[[str], bool],
    known_calendar: Callable[[str], bool] | None = None,
) -> tuple[Policy | None, tuple[Diagnostic, ...]]:
    """The policy that a tree means, and every finding about names, types and groups, in order.

    *read* gives the tree of the file that a `use` names, or why it cannot be read; its syntax findings are the
    caller's. *known_law* and *known_calendar* say whether there are data for a country and a calendar of that name.
    The policy is None where the file has neither a policy block nor a group. With errors it holds what is sound.
    """
    known = Known(law=known_law, calendar=known_calendar)
    desks = open_files(known, tree, read)
    with collector_off(sum(len(desk.tree.source.text) for desk in desks) > LONG):
        policy = _resolve(known, desks)
    found = known.found if known.complete else list(_beside_damage(known.found, desks))
    return policy, tuple(sorted(found, key=sort_key))


def _beside_damage(found: list[Diagnostic], desks: tuple[Desk, ...]) -> Iterator[Diagnostic]:
    """The findings without those that may come of a syntax error: on its line, or doubled across it."""
    by_source = {desk.tree.source: desk for desk in desks}
    for each in found:
        desk = by_source.get(each.span.source) if each.span is not None else None
        across = each.related if each.code in (DOUBLED_STATEMENT.code, NOT_TOGETHER.code) else ()
        if desk is None or each.span is None or not desk.damaged(each.span, *(label.span for label in across)):
            yield each


def _resolve(known: Known, desks: tuple[Desk, ...]) -> Policy | None:
    main = desks[0]
    if not any(main.tree.root.nodes("policy", "group", "scenario")):
        known.names_complete = False
        if not main.tree.root.children and main.tree.complete:
            main.report(MISSING_STATEMENT, _start(main), "there is no policy here", help=_FIRST_LINE)
    _read_currency(main)
    _declare(desks)
    attributes = _attributes(known)
    parties = tuple(read_party(entry.desk, entry) for entry in known.declared["party"].values())
    notices = tuple(read_notice(entry.desk, entry) for entry in known.declared["notice"].values())
    known.notices = {notice.name: notice for notice in notices}
    fields = _policy_block(main)
    terms = {name: _shared_terms(entry) for name, entry in known.declared["terms"].items()}
    tables = {name: read_steps(entry.desk, entry.node.nodes("step")) for name, entry in known.declared["steps"].items()}
    groups = _groups(known, fields, tables, terms)
    scenarios = tuple(_scenarios(main))
    known.found.extend(_unknown(known))
    if known.complete and known.names_complete:
        _report_unused(known, main, notices)
    policy = None
    if fields is not None or groups:
        policy = _assemble(known, fields or {"law": "", "span": None}, parties, notices, attributes, groups, scenarios)
        known.found.extend(check_groups(policy, complete=known.complete and known.all_groups))
    return policy


_FIRST_LINE = 'write `policy "…" { law NL }` and at least one group'


def _start(desk: Desk) -> Span:
    first = next(iter(desk.tree.root.children), None)
    start = first.start if first is not None else 0
    end = first.start + 1 if first is not None else min(1, len(desk.tree.source.text))
    return Span(desk.tree.source, start, end)


def _read_currency(main: Desk) -> None:
    """The policy's currency before all else: amounts are checked against it. The block itself reports a wrong one."""
    for policy in main.tree.root.nodes("policy"):
        statement = policy.first("currency")
        token = statement.token("CURRENCY") if statement is not None else None
        if token is not None:
            quiet = Desk(main.tree, Known(law=main.known.law))
            main.known.currency = currency(quiet, token) or main.known.currency
        return


def _declare(desks: tuple[Desk, ...]) -> None:
    for desk in desks:
        for node in desk.tree.root.nodes(*_KIND_OF_RULE):
            kind = _KIND_OF_RULE[node.rule]
            if kind == "group" and desk is not desks[0]:
                continue
            what = KINDS[kind]
            if kind == "party":
                form = node.first(*PARTIES)
                what = form.rule if form is not None else PARTIES[0]
            desk.declare(kind, what, node)


def _attributes(known: Known) -> tuple[Attribute, ...]:
    found: list[Attribute] = []
    for entry in known.declared["attribute"].values():
        attribute = read_attribute(entry.desk, entry)
        if attribute is not None:
            found.append(attribute)
            known.fields[attribute.name] = attribute_field(attribute)
    return tuple(found)


def _policy_block(main: Desk) -> dict[str, Any] | None:
    blocks = list(main.tree.root.nodes("policy"))
    if not blocks:
        if main.tree.complete and any(main.tree.root.nodes("group", "scenario")):
            main.report(MISSING_STATEMENT, _start(main), "there is no policy block in this file", help=_FIRST_LINE)
        return None
    for second in blocks[1:]:
        main.report(
            DOUBLED_STATEMENT,
            main.span(second.children[0]),
            "a file holds one policy, and this is the second",
            related=(Label(main.span(blocks[0].children[0]), "the first"),),
            help="move it into a file of its own",
        )
    return read_policy(main, blocks[0])


def _shared_terms(entry: Declared) -> Terms:
    return read_terms(entry.desk, entry.node.nodes())


def _groups(
    known: Known, fields: dict[str, Any] | None, tables: dict[str, tuple[Step, ...]], terms: dict[str, Terms]
) -> tuple[Group, ...]:
    law = fields["law"] if fields is not None else ""
    packs = list(fields.get("packs", ())) if fields is not None else []
    groups: list[Group] = []
    for entry in known.declared["group"].values():
        group, more = read_group(entry.desk, entry, law, tables, terms)
        groups.append(group)
        packs.extend(more)
    if fields is not None:
        fields["packs"] = tuple(packs)
    return tuple(groups)


def _scenarios(main: Desk) -> Iterator[Scenario]:
    for node in main.tree.root.nodes("scenario"):
        scenario = read_scenario(main, node)
        if scenario is not None:
            yield scenario


def _assemble(
    known: Known,
    fields: dict[str, Any],
    parties: tuple[Party, ...],
    notices: tuple[Notice, ...],
    attributes: tuple[Attribute, ...],
    groups: tuple[Group, ...],
    scenarios: tuple[Scenario, ...],
) -> Policy:
    given: dict[str, Any] = {"title": "", **fields, "currency": known.currency}
    return Policy(
        parties=parties,
        notices=with_kinds(notices, groups),
        attributes=attributes,
        groups=groups,
        scenarios=scenarios,
        **given,
    )


def _unknown(known: Known) -> Iterator[Diagnostic]:
    """Each name that nothing has, once, with the other places where it is used."""
    for key, finding in known.missing.items():
        also = tuple(Label(span, "and here") for span in known.unknown[key][:5])
        yield attrs.evolve(finding, related=finding.related + also)


_UNUSED: dict[Kind, str] = {
    "notice": "no step sends it",
    "party": "no step hands over to it or notifies it",
    "terms": "no group names them",
    "steps": "no group names them",
    "attribute": "no condition, scenario or template asks for it",
}


def _report_unused(known: Known, main: Desk, notices: tuple[Notice, ...]) -> None:
    """Names of the policy's own file that nothing uses; a used file may serve other policies as well."""
    misspelt = {kind for kind, _ in known.missing}  # one of these may be what an unknown name was to be
    templates = any(notice.template for notice in notices)
    for kind, why in _UNUSED.items():
        for name, entry in known.declared[kind].items():
            if entry.desk is not main or (kind, name) in known.used or kind in misspelt:
                continue
            if entry.what == "factor" or (kind == "attribute" and templates):
                continue  # a factor is there for sold invoices; a template may ask for any attribute
            main.report(UNUSED_NAME, entry.name, f"the {entry.what} `{name}` is never used: {why}", help="delete it")
