"""`use`: the other files of a policy, each read once, circles refused with their chain."""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from typing import TYPE_CHECKING

from dunlang.diagnostics import Diagnostic
from dunlang.model.pages import MISPLACED_BLOCK, USE_CIRCLE
from dunlang.model.reading import values
from dunlang.model.reading.desk import Desk, Known
from dunlang.source import Span
from dunlang.syntax.tree import Node, Tree

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Read", "open_files"]

#: Gives the tree of the file that a path names in the file of the span, or a finding why it cannot be read.
Read = Callable[[str, Span], Tree | Diagnostic]


def open_files(known: Known, root: Tree, read: Read | None) -> tuple[Desk, ...]:
    """The policy's own file first, then those that it uses, directly or not, each once."""
    first = _key(root.source.name)
    desks: dict[str, Desk] = {first: Desk(root, known)}
    uses: dict[str, list[tuple[str, Span]]] = {}
    also: dict[str, str] = {}
    waiting = [first]
    while waiting:
        key = waiting.pop(0)
        desk = desks[key]
        known.complete &= desk.tree.complete
        known.lost |= desk.tree.lost
        for path, span in _paths(desk):
            wanted = _key(posixpath.join(posixpath.dirname(key), path.replace("\\", "/")))
            wanted = also.get(wanted, wanted)
            if wanted not in desks:
                tree = read(path, span) if read is not None else None
                if not isinstance(tree, Tree):
                    known.names_complete = False
                    if tree is not None:
                        known.found.append(tree)
                    continue
                real = _key(tree.source.name)
                also[wanted], wanted = real, real
                if real not in desks:
                    desks[real] = Desk(tree, known)
                    waiting.append(real)
            uses.setdefault(key, []).append((wanted, span))
    _refuse_circles(known, desks, uses, first)
    for desk in list(desks.values())[1:]:
        _refuse_misplaced(desk)
    return tuple(desks.values())


def _key(name: str) -> str:
    return posixpath.normpath(name.replace("\\", "/"))


def _paths(desk: Desk) -> Iterator[tuple[str, Span]]:
    for node in desk.tree.root.nodes("use"):
        token = node.token("STRING")
        if token is not None and token.text:
            yield values.string(token), desk.span(token)


def _refuse_circles(known: Known, desks: dict[str, Desk], uses: dict[str, list[tuple[str, Span]]], first: str) -> None:
    """Walk the uses in depth: one that leads back to a file still open closes a circle."""
    chain: list[str] = [first]
    open_uses = [iter(uses.get(first, ()))]
    done: set[str] = set()
    while open_uses:
        found = next(open_uses[-1], None)
        if found is None:
            done.add(chain.pop())
            open_uses.pop()
            continue
        key, span = found
        if key in chain:
            names = [desks[each].tree.source.name for each in [*chain[chain.index(key) :], key]]
            known.found.append(
                USE_CIRCLE.at(
                    span,
                    "files use each other in a circle: " + " uses ".join(f"`{name}`" for name in names),
                    help="delete one of these `use` lines",
                )
            )
        elif key not in done:
            chain.append(key)
            open_uses.append(iter(uses.get(key, ())))


def _refuse_misplaced(desk: Desk) -> None:
    for node in desk.tree.root.nodes("policy", "group", "scenario"):
        head = node.children[0] if node.children else node
        second = node.children[1] if len(node.children) > 1 else head
        place = desk.between(head, second) if not isinstance(second, Node) else desk.span(head)
        desk.report(
            MISPLACED_BLOCK,
            place,
            f"a used file holds no {node.rule} block",
            notes=("a used file gives notices, parties, attributes, terms and steps to the policy that uses it",),
            help="move the block into the policy's own file",
        )
