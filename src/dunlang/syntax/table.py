"""The LALR table of the grammar: analysed by Lark, kept as compact JSON beside the grammar.

``grammar/dunlang.lark`` stays the only statement of the syntax. Lark's analysis of it (strict: no conflict is settled
in silence) takes a third of a second, so ``python -m dunlang.syntax.table`` writes its result to
``grammar/dunlang.table.json`` under the checksum of the grammar's text. :func:`load` reads that file when it fits and
asks Lark otherwise; only then is Lark imported.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from dunlang.records import frozen
from dunlang.resources import checksum, shipped
from dunlang.syntax.nesting import nesting

if TYPE_CHECKING:
    from lark import Lark

__all__ = ["Rule", "State", "Table", "Terminal", "bare_lark", "build", "dump", "grammar_text", "load"]

#: The version of the JSON's shape.
SHAPE = 2

END = "$END"


@frozen
class Terminal:
    """One terminal; *pattern* is its text, or its regular expression where *literal* is false."""

    name: str
    pattern: str
    literal: bool
    priority: int
    ignored: bool = False


@frozen
class Rule:
    """One production: *length* symbols become one *name*."""

    name: str
    length: int

    @property
    def dissolves(self) -> bool:
        """Whether its children go to the parent instead of forming a node."""
        return self.name.startswith("_")


@frozen
class State:
    """What may follow: states to shift to by terminal, rules to reduce by lookahead, states to go to by rule name."""

    shifts: dict[str, int]
    reduces: dict[str, int]
    gotos: dict[str, int]


@frozen(eq=False)
class Table:
    """The whole automaton; state 0 is the start."""

    terminals: tuple[Terminal, ...]
    rules: tuple[Rule, ...]
    states: Sequence[State]
    nesting: frozenset[tuple[int, str]]
    """(state, terminal) pairs of the shifts that can repeat without end while the stack grows: brackets and `not`."""


class _Kept(Sequence[State]):
    """States from JSON, each read when it is first asked for: a policy enters few of the 900."""

    def __init__(self, raw: list[Any], symbols: list[str], sets: list[list[int]]) -> None:
        self._raw = raw
        self._symbols = symbols
        self._sets = sets
        self._read: dict[int, State] = {}

    def __len__(self) -> int:
        return len(self._raw)

    def __getitem__(self, number: Any) -> Any:
        state = self._read.get(number)
        if state is None:
            shifts, reduces, gotos = self._raw[number]
            symbols = self._symbols
            by_lookahead = {
                symbols[member]: rule
                for rule, members in zip(reduces[::2], reduces[1::2], strict=True)
                for member in self._sets[members]
            }
            state = self._read[number] = State(self._targets(shifts), by_lookahead, self._targets(gotos))
        return state

    def _targets(self, flat: list[int]) -> dict[str, int]:
        return dict(zip([self._symbols[index] for index in flat[::2]], flat[1::2], strict=True))


def grammar_text() -> str:
    """The text of the grammar that this installation ships."""
    return (shipped("grammar") / "dunlang.lark").read_text(encoding="utf-8")


def bare_lark(grammar: str) -> Lark:
    """Lark's own parser of *grammar*, every token kept: the oracle of the differential tests."""
    from lark import Lark

    try:
        import interegular  # noqa: F401 - strict mode looks for colliding terminals with it
    except ImportError:
        strict = False  # a user's machine: the shipped grammar was built strictly by the tests
    else:
        strict = True
    return Lark(
        grammar, parser="lalr", lexer="contextual", strict=strict, keep_all_tokens=True, maybe_placeholders=False
    )


def build(grammar: str) -> Table:
    """Analyse *grammar* with Lark; states are numbered by a walk in alphabetical order, so the result is stable."""
    lark = bare_lark(grammar)
    raw: Any = lark.parser.parser._parse_table
    number = {rule: index for index, rule in enumerate(lark.rules)}
    order = {raw.start_states["start"]: 0}
    queue = deque(order)
    states = []
    while queue:
        shifts: dict[str, int] = {}
        reduces: dict[str, int] = {}
        gotos: dict[str, int] = {}
        names = {terminal.name for terminal in lark.terminals}
        for symbol, (_, argument) in sorted(raw.states[queue.popleft()].items()):
            if not isinstance(argument, int):
                reduces[symbol] = number[argument]
                continue
            if argument not in order:
                order[argument] = len(order)
                queue.append(argument)
            (shifts if symbol in names else gotos)[symbol] = order[argument]
        states.append(State(shifts, reduces, gotos))
    return Table(
        terminals=tuple(
            Terminal(
                name=terminal.name,
                pattern=terminal.pattern.value,
                literal=terminal.pattern.type == "str",
                priority=terminal.priority,
                ignored=terminal.name in lark.ignore_tokens,
            )
            for terminal in lark.terminals
        ),
        rules=tuple(Rule(rule.origin.name, len(rule.expansion)) for rule in lark.rules),
        states=states,
        nesting=nesting(states),
    )


def dump(table: Table, grammar: str) -> str:
    """The table as JSON, names and lookahead sets written once."""
    symbols: dict[str, int] = {}
    sets: dict[tuple[int, ...], int] = {}

    def symbol(name: str) -> int:
        return symbols.setdefault(name, len(symbols))

    def pairs(targets: dict[str, int]) -> list[int]:
        return [part for name, target in targets.items() for part in (symbol(name), target)]

    rules = [[symbol(rule.name), rule.length] for rule in table.rules]
    states = []
    for state in table.states:
        by_rule: dict[int, list[int]] = {}
        for name, rule in state.reduces.items():
            by_rule.setdefault(rule, []).append(symbol(name))
        reduces = [part for rule, names in by_rule.items() for part in (rule, sets.setdefault(tuple(names), len(sets)))]
        states.append([pairs(state.shifts), reduces, pairs(state.gotos)])
    terminals = [[t.name, t.pattern, int(t.literal), t.priority, int(t.ignored)] for t in table.terminals]
    parts = {
        "shape": SHAPE,
        "grammar": checksum(grammar),
        "terminals": terminals,
        "symbols": list(symbols),
        "sets": list(sets),
        "rules": rules,
        "states": states,
        "nesting": sorted([state, symbol(terminal)] for state, terminal in table.nesting),
    }
    body = ",\n".join(f"{json.dumps(key)}:{json.dumps(part, separators=(',', ':'))}" for key, part in parts.items())
    return f"{{\n{body}\n}}\n"


def read(text: str, grammar: str) -> Table | None:
    """The table in JSON *text*, or None when it was made from another grammar or by another version."""
    try:
        parts = json.loads(text)
    except ValueError:
        return None
    if not isinstance(parts, dict) or parts.get("shape") != SHAPE or parts.get("grammar") != checksum(grammar):
        return None
    symbols = parts["symbols"]
    return Table(
        terminals=tuple(Terminal(n, p, bool(lit), prio, bool(ign)) for n, p, lit, prio, ign in parts["terminals"]),
        rules=tuple(Rule(symbols[name], length) for name, length in parts["rules"]),
        states=_Kept(parts["states"], symbols, parts["sets"]),
        nesting=frozenset((state, symbols[terminal]) for state, terminal in parts["nesting"]),
    )


@cache
def load() -> Table:
    """The table of the shipped grammar: from the JSON beside it when it fits, else built by Lark on the spot."""
    grammar = grammar_text()
    file = shipped("grammar") / "dunlang.table.json"
    kept = read(file.read_text(encoding="utf-8"), grammar) if file.is_file() else None
    return kept if kept is not None else build(grammar)


if __name__ == "__main__":
    grammar = grammar_text()
    (shipped("grammar") / "dunlang.table.json").write_text(dump(build(grammar), grammar), encoding="utf-8")
