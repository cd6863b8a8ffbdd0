"""The table made ready to walk: what to do in a state on a lexeme, with chains of one-child rules taken in one step.

Rows are made when a state is first entered, so that a small policy pays for few of the 900 states. A row's keys are
the texts of literals (``"within"``, ``"{"``) and, for all other terminals, the number of the scanner's group. A state
with one possible reduction takes it without looking ahead; a shift into a state whose reduction has a single child
goes on to where that leads, and notes the nodes to wrap.
"""

from __future__ import annotations

import re
from functools import cache

import attrs

from dunlang.records import frozen
from dunlang.syntax.scan import WORD, WORD_TERMINALS, Scanner, scanner
from dunlang.syntax.table import END, Rule, Table, load

__all__ = ["ACCEPT", "Action", "Automaton", "Reduction", "automaton"]

#: The key of a row for the end of the text: the group that a match at the end does not have.
END_KEY = None

#: The target of the action that ends the parse.
ACCEPT = -1


class _Gotos(dict[int, tuple[int, tuple[str, ...]]]):
    """Where to go with a finished rule, by the state below it: the target and the nodes to wrap on the way."""

    __slots__ = ("automaton", "rule")

    def __init__(self, automaton: Automaton, rule: str) -> None:
        self.automaton = automaton
        self.rule = rule

    def __missing__(self, below: int) -> tuple[int, tuple[str, ...]]:
        goto = self[below] = self.automaton.settle(below, self.automaton.table.states[below].gotos[self.rule])
        return goto


#: How many symbols become one, the node's rule (None where it dissolves), and where to go.
Reduction = tuple[int, str | None, _Gotos]

#: Target state, token type, nodes to wrap (None for none), or the reduction to make before looking again.
Action = tuple[int, str, tuple[str, ...] | None, Reduction | None]

Row = dict[str | int | None, Action]


class _Rows(dict[int, Row]):
    __slots__ = ("automaton",)

    def __init__(self, automaton: Automaton) -> None:
        self.automaton = automaton

    def __missing__(self, state: int) -> Row:
        row = self[state] = self.automaton.row(state)
        return row


class _Defaults(dict[int, Reduction | None]):
    __slots__ = ("automaton",)

    def __init__(self, automaton: Automaton) -> None:
        self.automaton = automaton

    def __missing__(self, state: int) -> Reduction | None:
        reduction = self[state] = self.automaton.default(state)
        return reduction


@frozen(eq=False)
class Automaton:
    """The rows of a table, made on demand; see the module's text."""

    table: Table
    scanner: Scanner
    rows: _Rows = attrs.field(init=False, default=attrs.Factory(lambda self: _Rows(self), takes_self=True))
    defaults: _Defaults = attrs.field(init=False, default=attrs.Factory(lambda self: _Defaults(self), takes_self=True))
    opened: frozenset[int] = attrs.field(init=False)
    """The states that the shifts of ``table.nesting`` enter."""
    _gotos: dict[str, _Gotos] = attrs.field(init=False, factory=dict)
    _actions: dict[tuple[int, str], Action | None] = attrs.field(init=False, factory=dict)
    _literals: dict[str, str] = attrs.field(init=False)
    _groups: dict[str, int] = attrs.field(init=False)

    @opened.default
    def _find_opened(self) -> frozenset[int]:
        return frozenset(self.table.states[state].shifts[terminal] for state, terminal in self.table.nesting)

    @_literals.default
    def _find_literals(self) -> dict[str, str]:
        return {terminal.name: terminal.pattern for terminal in self.table.terminals if terminal.literal}

    @_groups.default
    def _find_groups(self) -> dict[str, int]:
        return {kind: index for index, kind in enumerate(self.scanner.kinds, 1)}

    def gotos(self, rule: str) -> _Gotos:
        """The shared gotos of a rule."""
        if rule not in self._gotos:
            self._gotos[rule] = _Gotos(self, rule)
        return self._gotos[rule]

    def reduction(self, rule: Rule) -> Reduction:
        """A rule as the driver wants it."""
        return rule.length, None if rule.dissolves else rule.name, self.gotos(rule.name)

    def default(self, state: int) -> Reduction | None:
        """The reduction of a state that can do nothing else, whatever follows."""
        raw = self.table.states[state]
        rules = set(raw.reduces.values())
        if raw.shifts or len(rules) != 1:
            return None
        rule = self.table.rules[rules.pop()]
        return None if rule.name == "start" else self.reduction(rule)

    def settle(self, below: int, target: int) -> tuple[int, tuple[str, ...]]:
        """Follow the one-child reductions from *target*, entered from *below*."""
        wraps: list[str] = []
        while True:
            reduction = self.defaults[target]
            if reduction is None or reduction[0] != 1:
                return target, tuple(wraps)
            if reduction[1] is not None:
                wraps.append(reduction[1])
            target = self.table.states[below].gotos[reduction[2].rule]

    def key(self, terminal: str) -> str | int | None:
        """The key of a terminal in a row."""
        if terminal == END:
            return END_KEY
        if terminal in self._literals:
            return self._literals[terminal]
        return self._groups[WORD if terminal in WORD_TERMINALS else terminal]

    def action(self, state: int, terminal: str) -> Action | None:
        """What to do in *state* on *terminal*; None where it may not stand."""
        key = (state, terminal)
        if key not in self._actions:
            self._actions[key] = self._action(state, terminal)
        return self._actions[key]

    def _action(self, state: int, terminal: str) -> Action | None:
        raw = self.table.states[state]
        if terminal in raw.shifts:
            target, wraps = self.settle(state, raw.shifts[terminal])
            nests = (state, terminal) in self.table.nesting
            return target, terminal, wraps or (() if nests else None), None
        if terminal in raw.reduces:
            rule = self.table.rules[raw.reduces[terminal]]
            if rule.name == "start":
                return ACCEPT, "", None, None
            return 0, "", None, self.reduction(rule)
        return None

    def row(self, state: int) -> Row:
        """The row of a state; several word terminals leave the word's key out, for :meth:`word` to decide."""
        raw = self.table.states[state]
        row: Row = {}
        accepted = [*raw.shifts, *raw.reduces]
        words = [name for name in accepted if name in WORD_TERMINALS]
        for terminal in accepted:
            if terminal in WORD_TERMINALS and len(words) > 1:
                continue
            if terminal in WORD_TERMINALS and terminal != "NAME":
                continue
            action = self.action(state, terminal)
            if action is not None:
                row[self.key(terminal)] = action
        return row

    def literal(self, terminal: str) -> str | None:
        """The text of a literal terminal; None for all others."""
        return self._literals.get(terminal)

    def accepting(self, state: int) -> list[str]:
        """The terminals with an action in *state*; after reductions some of them may still not fit."""
        raw = self.table.states[state]
        return [*raw.shifts, *raw.reduces]

    def depth(self, states: list[int]) -> int:
        """How many brackets and `not` are open in a stack of states."""
        opened = self.opened
        return sum(state in opened for state in states)

    def is_block(self, state: int) -> bool:
        """Whether *state* stands between two statements: a block may end here, or the text."""
        raw = self.table.states[state]
        return "RBRACE" in raw.shifts or any(self.table.rules[rule].name == "start" for rule in raw.reduces.values())

    def word(self, state: int, text: str, start: int) -> tuple[Action, re.Match[str]] | None:
        """The action for the word at *start* of *text* where it is no keyword, and what the word covers."""
        for terminal in WORD_TERMINALS:
            action = self.action(state, terminal)
            if action is not None:
                match = self.scanner.words[terminal].match(text, start)
                if match is not None and (terminal != "WEEKDAY" or match.end() == _word_end(text, start)):
                    return action, match
        return None


_WORD_END = re.compile(r"\w*")


def _word_end(text: str, start: int) -> int:
    match = _WORD_END.match(text, start)
    return match.end() if match else start


@cache
def automaton() -> Automaton:
    """The automaton of the shipped grammar."""
    return Automaton(load(), scanner())
