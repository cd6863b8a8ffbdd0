"""What a reader has before it: one file's tree, what is known of the whole policy, and where findings go."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import Literal

import attrs

from dunlang.diagnostics import Diagnostic, Label, Page, did_you_mean
from dunlang.model.fields import BUILT_IN, Field
from dunlang.model.pages import DOUBLED_NAME, DOUBLED_STATEMENT, UNKNOWN_NAME
from dunlang.model.policy import Notice
from dunlang.source import Span
from dunlang.syntax.tree import Node, Token, Tree

__all__ = ["KINDS", "Declared", "Desk", "Kind", "Known", "once"]

Kind = Literal["notice", "party", "terms", "steps", "group", "attribute"]

#: How a kind of name is called in a message.
KINDS: dict[Kind, str] = {
    "notice": "notice",
    "party": "third party",
    "terms": "terms block",
    "steps": "steps table",
    "group": "group",
    "attribute": "attribute",
}


@attrs.define(eq=False)
class Declared:
    """A declared name: its block, the token of the name and the file it stands in."""

    kind: Kind
    what: str
    """As a message calls it: `notice`, `agency` …"""
    node: Node
    name: Token
    desk: Desk


@attrs.define(eq=False)
class Known:
    """What is known of the whole policy while its files are read."""

    law: Callable[[str], bool]
    calendar: Callable[[str], bool] | None = None
    currency: str = "EUR"
    found: list[Diagnostic] = attrs.Factory(list)
    lost: set[str] = attrs.Factory(set)
    complete: bool = True
    """Whether all files were read without syntax errors."""
    names_complete: bool = True
    """Whether all names are in sight: False where a used file could not be read, and in a file that is only a part."""
    declared: dict[Kind, dict[str, Declared]] = attrs.Factory(lambda: {kind: {} for kind in KINDS})
    all_groups: bool = True
    """False where a group was left out for its doubled name."""
    used: set[tuple[Kind, str]] = attrs.Factory(set)
    unknown: dict[tuple[Kind | None, str], list[Span]] = attrs.Factory(dict)
    """Names that nothing has, with their places; each is reported once, with the other places beside it."""
    missing: dict[tuple[Kind | None, str], Diagnostic] = attrs.Factory(dict)
    fields: dict[str, Field] = attrs.Factory(lambda: dict(BUILT_IN))
    notices: dict[str, Notice] = attrs.Factory(dict)
    step_names: dict[str, None] = attrs.Factory(dict)


@attrs.define(eq=False, slots=False)
class Desk:
    """One file under the reader's eyes."""

    tree: Tree
    known: Known

    def span(self, place: Node | Token) -> Span:
        """The place in this file."""
        return Span(self.tree.source, place.start, place.end)

    def between(self, first: Node | Token, last: Node | Token) -> Span:
        """From the start of one place to the end of another."""
        return Span(self.tree.source, first.start, last.end)

    @cached_property
    def damaged_lines(self) -> frozenset[int]:
        """The lines on which syntax errors lie."""
        return frozenset(self.tree.source.position(offset)[0] for offset in self.tree.damage)

    def damaged(self, first: Span, *more: Span) -> bool:
        """Whether a syntax error lies on a line of these places, or between them."""
        if not self.damaged_lines:
            return False
        places = [span for span in (first, *more) if span.source is self.tree.source]
        lines = [self.tree.source.position(offset)[0] for span in places for offset in (span.start, span.end)]
        return bool(lines) and not self.damaged_lines.isdisjoint(range(min(lines), max(lines) + 1))

    def report(
        self,
        page: Page,
        place: Node | Token | Span,
        message: str,
        *,
        label: str = "",
        related: tuple[Label, ...] = (),
        notes: tuple[str, ...] = (),
        help: str | None = None,  # noqa: A002 - the field's own name
    ) -> None:
        """Leave a finding."""
        span = place if isinstance(place, Span) else self.span(place)
        self.known.found.append(page.at(span, message, label=label, related=related, notes=notes, help=help))

    def declare(self, kind: Kind, what: str, node: Node) -> Declared | None:
        """Enter the name of a block; None (and a finding) where the name is taken or recovery lost it."""
        token = node.token("NAME")
        if token is None or not token.text:
            return None
        names = self.known.declared[kind]
        first = names.get(token.text)
        if first is not None:
            self.report(
                DOUBLED_NAME,
                token,
                f"a second {KINDS[kind]} is named `{token.text}`",
                related=(Label(first.desk.span(first.name), "the first one, which is used"),),
                help="rename one of the two",
            )
            self.known.all_groups &= kind != "group"
            return None
        names[token.text] = entry = Declared(kind, what, node, token, self)
        return entry

    def refer(self, kind: Kind, token: Token | None) -> str | None:
        """Use a name: the name itself, or None (and a finding) where nothing of that kind is called so."""
        if token is None or not token.text:
            return None
        name = token.text
        if name in self.known.declared[kind]:
            self.known.used.add((kind, name))
            return name
        self.unknown(token, f"no {KINDS[kind]} is named `{name}`", self.known.declared[kind], kind)
        return None

    def unknown(self, token: Token | Node, message: str, names: Iterable[str], kind: Kind | None = None) -> None:
        """Report a name that nothing has, once, unless it may stand in a damaged or unread part."""
        known = self.known
        span = self.span(token)
        name = span.text
        if not known.names_complete or name in known.lost:
            return
        if (kind, name) in known.unknown:
            known.unknown[kind, name].append(span)
            return
        known.unknown[kind, name] = []
        related: tuple[Label, ...] = ()
        guess = did_you_mean(name, names)
        advice = f"write `{guess}`" if guess else None
        if guess and kind:
            known.used.add((kind, guess))  # probably meant: one finding is enough
        other = next((names[name] for names in known.declared.values() if name in names), None)
        if other is not None and guess is None and other.kind != kind:
            wanted = KINDS[kind] if kind else "name that fits here"
            message = f"`{name}` is {_article(other.what)}, not a {wanted}"
            related = (Label(other.desk.span(other.name), "declared here"),)
        elif not known.complete and (guess is None or (kind is None and names is not known.fields)):
            return  # its declaration may be what is damaged
        if advice is None and kind is not None and other is None:
            advice = f"declare it: `{_DECLARE[kind].format(name)}`"
        known.missing[kind, name] = UNKNOWN_NAME.at(span, message, related=related, help=advice)


_DECLARE: dict[Kind, str] = {
    "notice": "notice {} {{ … }}",
    "party": "agency {} {{ … }}",
    "terms": "terms {} {{ … }}",
    "steps": "steps {} {{ … }}",
    "group": "group {} {{ … }}",
    "attribute": "attribute {} flag of debtor",
}


def _article(what: str) -> str:
    return f"an {what}" if what[0] in "aeiou" else f"a {what}"


def once(desk: Desk, nodes: Iterable[Node], say: dict[str, str]) -> Iterator[tuple[str, Node]]:
    """The statements of a block with their subject, each subject once: a second one is reported and left out.

    *say* maps a rule to its subject; rules that share a subject exclude each other, rules not in it may repeat.
    """
    first: dict[str, Node] = {}
    for node in nodes:
        subject = say.get(node.rule)
        if subject is None:
            yield node.rule, node
        elif subject in first:
            desk.report(
                DOUBLED_STATEMENT,
                node,
                f"`{subject}` is stated twice in this block",
                related=(Label(desk.span(first[subject]), "the first time, which is used"),),
                help="delete one of the two",
            )
        else:
            first[subject] = node
            yield subject, node
