"""Decision diagrams over cells: sets of debtors, exactly, with `and`, `or`, `not` and a walk to one of them.

A diagram asks one axis after another, in a fixed order; equal parts are one node, so two sets are equal when their
numbers are. 0 is nobody and 1 is everybody. Every step of work is counted: beyond the limit :class:`TooMuchWork` says
so, and the caller reports "not decided" instead of taking minutes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dunlang.model.cells import needs_currency, ordinal
from dunlang.model.condition import And, Compare, Condition, Flag, In, Not, Or

if TYPE_CHECKING:
    from dunlang.model.cells import Axis, Cell

__all__ = ["EVERYBODY", "NOBODY", "Diagrams", "TooMuchWork"]

NOBODY, EVERYBODY = 0, 1

_Edges = tuple[tuple[int, int], ...]


class TooMuchWork(Exception):  # noqa: N818 - it is no error of anybody
    """The sets have become too involved to go on."""


class Diagrams:
    """All diagrams over one tuple of axes."""

    def __init__(self, axes: tuple[Axis, ...], limit: int) -> None:
        self.axes = axes
        self._level_of = {axis.field.name: level for level, axis in enumerate(axes)}
        self._levels = [len(axes), len(axes)]
        self._edges: list[_Edges] = [(), ()]
        self._numbers: dict[tuple[int, _Edges], int] = {}
        self._both: dict[tuple[int, int], int] = {}
        self._not: dict[int, int] = {NOBODY: EVERYBODY, EVERYBODY: NOBODY}
        self._left = limit

    def spend(self, steps: int) -> None:
        """Count work; :class:`TooMuchWork` when the limit is used up."""
        self._left -= steps
        if self._left < 0:
            raise TooMuchWork

    def renew(self, limit: int) -> None:
        """Allow new work after a part that may have used up its own."""
        self._left = limit

    def _node(self, level: int, parts: dict[int, int]) -> int:
        """The node that asks *level*; *parts* has the set of cells for each child."""
        if len(parts) == 1:
            return next(iter(parts))
        edges = tuple(sorted((cells, child) for child, cells in parts.items()))
        key = (level, edges)
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = len(self._levels)
            self._levels.append(level)
            self._edges.append(edges)
        return number

    def both(self, a: int, b: int) -> int:
        """Who is in both."""
        if a == NOBODY or b == NOBODY:
            return NOBODY
        if a in (EVERYBODY, b):
            return b
        if b == EVERYBODY:
            return a
        key = (a, b) if a < b else (b, a)
        found = self._both.get(key)
        if found is not None:
            return found
        level = min(self._levels[a], self._levels[b])
        parts: dict[int, int] = {}
        whole: _Edges = ((self.axes[level].all, a),)
        ours = self._edges[a] if self._levels[a] == level else whole
        theirs = self._edges[b] if self._levels[b] == level else ((self.axes[level].all, b),)
        for cells, child in ours:
            if child == NOBODY:
                self.spend(1)
                parts[NOBODY] = parts.get(NOBODY, 0) | cells
                continue
            self.spend(len(theirs))
            for more, other in theirs:
                common = cells & more
                if common:
                    result = self.both(child, other)
                    parts[result] = parts.get(result, 0) | common
        found = self._both[key] = self._node(level, parts)
        return found

    def negated(self, a: int) -> int:
        """Who is not in it."""
        found = self._not.get(a)
        if found is None:
            edges = self._edges[a]
            self.spend(len(edges))
            found = self._node(self._levels[a], {self.negated(child): cells for cells, child in edges})
            self._not[a] = found
            self._not[found] = a
        return found

    def without(self, a: int, b: int) -> int:
        """Who is in *a* and not in *b*."""
        return self.both(a, self.negated(b))

    def of(self, condition: Condition) -> int:
        """Who meets a condition."""
        match condition:
            case And(terms):
                found = EVERYBODY
                for term in terms:
                    found = self.both(found, self.of(term))
                return found
            case Or(terms):
                # nobody of those who are in none of them: De Morgan, so that one operation is enough
                found = EVERYBODY
                for term in terms:
                    found = self.both(found, self.negated(self.of(term)))
                return self.negated(found)
            case Not(term):
                return self.negated(self.of(term))
            case In(field, values):
                return self._test(field, self._axis(field).words(values))
            case Flag(field):
                return self._test(field, 1)
            case Compare(field, operator, value) as test:
                found = self._test(field, self._axis(field).compared(operator, ordinal(value)))
                if needs_currency(test):
                    found = self.both(found, self.of(In("currency", (value.currency,))))  # type: ignore[union-attr] # Money
                return found

    def has(self, field: str) -> bool:
        """Whether an axis asks for *field*."""
        return field in self._level_of

    def _axis(self, field: str) -> Axis:
        return self.axes[self._level_of[field]]

    def _test(self, field: str, cells: int) -> int:
        self.spend(1)
        level = self._level_of[field]
        rest = self.axes[level].all & ~cells
        if not cells:
            return NOBODY
        return self._node(level, {EVERYBODY: cells, NOBODY: rest}) if rest else EVERYBODY

    def project(self, a: int, field: str) -> int | None:
        """The cells of *field* that somebody in the set has; None where no axis asks for the field."""
        level = self._level_of.get(field)
        if level is None:
            return None
        seen: dict[int, int] = {NOBODY: 0}

        def walk(node: int) -> int:
            if node in seen:
                return seen[node]
            if self._levels[node] > level:
                found = self.axes[level].all
            elif self._levels[node] == level:
                found = 0
                for cells, child in self._edges[node]:
                    found |= cells if child != NOBODY else 0
            else:
                found = 0
                for _, child in self._edges[node]:
                    found |= walk(child)
            seen[node] = found
            return found

        return walk(a)

    def plainest(self, a: int) -> tuple[tuple[tuple[Axis, Cell], ...], int] | None:
        """The plainest way to somebody in the set: the axes that matter with a cell each, and how plain it is.

        None for nobody. The same set always has the same answer.
        """
        if a == NOBODY:
            return None
        costs: dict[int, tuple[int, int, int]] = {EVERYBODY: (0, 0, EVERYBODY)}

        def cost(node: int) -> int:
            if node in costs:
                return costs[node][0]
            cells = self.axes[self._levels[node]].cells
            best: tuple[int, int, int] | None = None
            for members, child in self._edges[node]:
                if child == NOBODY:
                    continue
                below = cost(child)
                for place in _bits(members):
                    candidate = (below + cells[place].cost, place, child)
                    if best is None or candidate < best:
                        best = candidate
                    if cells[place].cost == 0:
                        break
            assert best is not None  # noqa: S101 - a node that is not NOBODY leads to somebody
            costs[node] = best
            return best[0]

        total = cost(a)
        way: list[tuple[Axis, Cell]] = []
        while a != EVERYBODY:
            axis = self.axes[self._levels[a]]
            _, place, child = costs[a]
            way.append((axis, axis.cells[place]))
            a = child
        return tuple(way), total


def _bits(cells: int) -> list[int]:
    places = []
    while cells:
        lowest = cells & -cells
        places.append(lowest.bit_length() - 1)
        cells ^= lowest
    return places
