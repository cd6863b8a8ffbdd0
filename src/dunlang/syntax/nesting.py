"""Where a stack of the automaton can grow without end: found once, when the table of the grammar is built."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dunlang.syntax.table import State

__all__ = ["nesting"]

#: What opens a part of a condition within a condition.
_OPENERS = ("LPAR", "NOT")


def nesting(states: Sequence[State]) -> frozenset[tuple[int, str]]:
    """The shifts that open something on a cycle of the automaton: only along those can a stack grow without end.

    `and` and `or` lie on such a cycle too, but only a bracket leads round it.
    """
    edges = [{*state.shifts.values(), *state.gotos.values()} for state in states]
    component = _components(edges)
    return frozenset(
        (number, terminal)
        for number, state in enumerate(states)
        for terminal, target in state.shifts.items()
        if component[number] == component[target] and terminal in _OPENERS
    )


def _components(edges: list[set[int]]) -> list[int]:
    """The strongly connected component of each vertex (Kosaraju, without recursion)."""
    order: list[int] = []
    seen = [False] * len(edges)
    for root in range(len(edges)):
        if seen[root]:
            continue
        seen[root] = True
        stack = [(root, iter(sorted(edges[root])))]
        while stack:
            vertex, rest = stack[-1]
            for target in rest:
                if not seen[target]:
                    seen[target] = True
                    stack.append((target, iter(sorted(edges[target]))))
                    break
            else:
                order.append(vertex)
                stack.pop()
    back: list[list[int]] = [[] for _ in edges]
    for vertex, targets in enumerate(edges):
        for target in targets:
            back[target].append(vertex)
    component = [-1] * len(edges)
    for number, root in enumerate(reversed(order)):
        todo = [root]
        while todo:
            vertex = todo.pop()
            if component[vertex] < 0:
                component[vertex] = number
                todo.extend(back[vertex])
    return component
