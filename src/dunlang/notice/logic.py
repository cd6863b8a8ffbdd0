"""When something is printed: reduced decision diagrams over a template's own tests.

A condition is a number: 0 never, 1 always, else a node that asks one test. Equal conditions have equal numbers, so "on
every path" is "the number is 1". Tests are asked in the order in which the template makes them. Work is counted:
beyond the limit :class:`TooInvolved` is raised, and the caller says that it was not decided.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Literal

import attrs

from dunlang.records import frozen

__all__ = ["ALWAYS", "NEVER", "Logic", "Test", "TooInvolved"]

NEVER, ALWAYS = 0, 1

#: Steps of work on the conditions of one template: well below a second.
_LIMIT = 400_000


class TooInvolved(Exception):  # noqa: N818 - it is no error of anybody
    """The conditions have become too involved to go on."""


@frozen
class Test:
    """One question that a template asks, about one variable wherever that can be.

    ``given``: the policy gives it at all (*path* holds a word of :data:`~.vocabulary.Given`); ``has``: this debtor or
    invoice has it; ``flag``: it is true; ``equal``: it is the text *value*; ``order``: it stands to *value* as
    *operator* says (a list counts its items); ``free``: anything else, *path* holding the words.
    """

    kind: Literal["given", "has", "flag", "equal", "order", "free"]
    path: str
    operator: str = ""
    value: str | int | Decimal = ""
    unsure: bool = attrs.field(default=False, eq=False)
    """Whether its answer may hang together with other tests in a way that is not followed."""

    def words(self, holds: bool) -> str:
        """The answer in words, with the author's in backticks."""
        path = self.path.split("#")[0]
        match self.kind:
            case "flag":
                return f"`{path}` is {'true' if holds else 'false'}"
            case "has" | "given":
                return f"there is {'a' if holds else 'no'} `{path}`"
            case "equal":
                return f"`{path}` is {'' if holds else 'not '}`{self.value}`"
            case "order" if "." not in path:
                return _items(path.partition("~")[0], int(self.value), holds)
            case "order":
                return f"`{path} {self.operator} {self.value}` is {'true' if holds else 'false'}"
        return f"`{path}` is {'true' if holds else 'false'}"


def _items(path: str, least: int, holds: bool) -> str:
    if least == 1:
        return f"`{path}` is {'not ' if holds else ''}empty"
    return f"`{path}` has {f'{least} items or more' if holds else f'fewer than {least} items'}"


class Logic:
    """All conditions of one template."""

    def __init__(self, limit: int = _LIMIT) -> None:
        self.tests: list[Test] = []
        self.axioms: list[int] = []
        """What holds whatever the facts are: how tests hang together."""
        self._place: dict[Test, int] = {}
        self._nodes: list[tuple[int, int, int]] = [(1 << 30, 0, 0), (1 << 30, 1, 1)]
        self._number: dict[tuple[int, int, int], int] = {}
        self._both: dict[tuple[int, int], int] = {}
        self._not: dict[int, int] = {NEVER: ALWAYS, ALWAYS: NEVER}
        self._left = limit

    def spend(self, steps: int) -> None:
        """Count work."""
        self._left -= steps
        if self._left < 0:
            raise TooInvolved

    def ask(self, test: Test) -> int:
        """The condition that *test* holds."""
        place = self._place.get(test)
        if place is None:
            place = self._place[test] = len(self.tests)
            self.tests.append(test)
        return self._node(place, ALWAYS, NEVER)

    def _node(self, place: int, high: int, low: int) -> int:
        if high == low:
            return high
        key = (place, high, low)
        number = self._number.get(key)
        if number is None:
            number = self._number[key] = len(self._nodes)
            self._nodes.append(key)
        return number

    def branches(self, a: int) -> tuple[Test, int, int]:
        """The test that *a* asks first, and what is left where it holds and where it does not."""
        place, high, low = self._nodes[a]
        return self.tests[place], high, low

    def both(self, a: int, b: int) -> int:
        """*a* and *b*."""
        if a == NEVER or b == NEVER:
            return NEVER
        if a in (ALWAYS, b):
            return b
        if b == ALWAYS:
            return a
        key = (a, b) if a < b else (b, a)
        found = self._both.get(key)
        if found is None:
            self.spend(1)
            (at, high, low), (also, more, less) = self._nodes[a], self._nodes[b]
            place = min(at, also)
            if at != place:
                high = low = a
            if also != place:
                more = less = b
            found = self._both[key] = self._node(place, self.both(high, more), self.both(low, less))
        return found

    def negated(self, a: int) -> int:
        """Not *a*."""
        found = self._not.get(a)
        if found is None:
            self.spend(1)
            place, high, low = self._nodes[a]
            found = self._not[a] = self._node(place, self.negated(high), self.negated(low))
            self._not[found] = a
        return found

    def either(self, a: int, b: int) -> int:
        """*a* or *b*."""
        return self.negated(self.both(self.negated(a), self.negated(b)))

    def any(self, conditions: Iterable[int]) -> int:
        """One of them at least."""
        found = NEVER
        for condition in conditions:
            found = self.either(found, condition)
        return found

    def without(self, a: int, b: int) -> int:
        """*a* and not *b*."""
        return self.both(a, self.negated(b))

    def whatever_unsure(self, a: int) -> tuple[int, int]:
        """*a* where it holds however the unsure tests fall, and where it may hold."""
        sure: dict[int, int] = {}
        maybe: dict[int, int] = {}

        def walk(node: int, memory: dict[int, int], *, least: bool) -> int:
            if node in (NEVER, ALWAYS):
                return node
            if node not in memory:
                place, high, low = self._nodes[node]
                more, less = walk(high, memory, least=least), walk(low, memory, least=least)
                if self.tests[place].unsure:
                    memory[node] = self.both(more, less) if least else self.either(more, less)
                else:
                    self.spend(1)
                    memory[node] = self.either(
                        self.both(self._node(place, ALWAYS, NEVER), more),
                        self.both(self._node(place, NEVER, ALWAYS), less),
                    )
            return memory[node]

        return walk(a, sure, least=True), walk(a, maybe, least=False)

    def asked(self, *conditions: int) -> Iterator[Test]:
        """The tests that *conditions* ask, each once."""
        seen: set[int] = {NEVER, ALWAYS}
        waiting = list(conditions)
        places: set[int] = set()
        while waiting:
            node = waiting.pop()
            if node not in seen:
                seen.add(node)
                place, high, low = self._nodes[node]
                places.add(place)
                waiting += (high, low)
        for place in sorted(places):
            yield self.tests[place]
