"""Take out of a tree the statements that hold a guess: what the author meant there is not known."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from dunlang.syntax.automaton import automaton
from dunlang.syntax.tree import Node, Token

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

__all__ = ["prune"]


def prune(root: Node, guessed: AbstractSet[int]) -> tuple[Node, set[str]]:
    """*root* without the smallest statements around the tokens whose id is in *guessed*, and the words in those.

    A statement is what may be left out of a list without harm to the rest: a whole step, not one of its actions.
    """
    droppable = _droppable()
    lost: set[str] = set()

    def kept(node: Node) -> tuple[Node, bool]:
        """The node without damaged statements, and whether it is damaged itself."""
        children: list[Node | Token] = []
        damaged = changed = False
        for child in node.children:
            if isinstance(child, Token):
                damaged = damaged or id(child) in guessed
                children.append(child)
                continue
            new, hurt = kept(child)
            if hurt and child.rule in droppable:
                lost.update(t.text for t in child.leaves() if t.text[:1].isalpha() and id(t) not in guessed)
                changed = True
                continue
            damaged = damaged or hurt
            changed = changed or new is not child
            children.append(new)
        return (Node(node.rule, children) if changed else node), damaged

    pruned, _ = kept(root)
    return pruned, lost


@cache
def _droppable() -> frozenset[str]:
    """The rules of which a block holds any number, one after the other without a mark between."""
    table = automaton().table
    rules: set[str] = set()
    for state in table.states:
        if "RBRACE" in state.shifts or any(table.rules[rule].name == "start" for rule in state.reduces.values()):
            rules.update(name for name in state.gotos if not name.startswith("_"))
    return frozenset(rules)
