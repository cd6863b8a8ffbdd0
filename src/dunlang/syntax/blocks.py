"""The blocks of the grammar: which statements belong where, and which block a parse stands in."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import attrs

from dunlang.syntax.automaton import automaton
from dunlang.syntax.tree import Node, Token

if TYPE_CHECKING:
    from dunlang.syntax.automaton import Automaton
    from dunlang.syntax.driver import Stacks

__all__ = ["Block", "block_of", "homes", "statements"]


@attrs.frozen(eq=False)
class Block:
    """An open block: the word it is called by, its brace, and the state behind the brace."""

    word: str
    brace: Token
    state: int


def block_of(stacks: Stacks) -> Block | None:
    """The innermost open block; None at the top level."""
    values, bases = stacks.values, stacks.bases
    for symbol in range(len(bases) - 1, 0, -1):
        value = values[bases[symbol]]
        single = symbol + 1 == len(bases) or bases[symbol + 1] == bases[symbol] + 1
        if single and isinstance(value, Token) and value.type == "LBRACE":
            return Block(_opening_word(stacks, symbol), value, stacks.states[symbol + 1])
    return None


def _opening_word(stacks: Stacks, brace: int) -> str:
    """The keyword before the name and title of a block: `group`, `brackets`."""
    for symbol in range(brace - 1, -1, -1):
        value = stacks.values[stacks.bases[symbol]]
        first = value if isinstance(value, Token) else next(value.leaves())
        if first.type not in ("NAME", "STRING"):
            return first.text
    return ""


def statements(machine: Automaton, state: int) -> list[str]:
    """The keywords that start a statement in *state* (between two statements), in the grammar's order."""
    fitting = machine.table.states[state].shifts
    words = [t.pattern for t in machine.table.terminals if t.literal and t.name in fitting]
    return [word for word in words if word.isidentifier()]


@cache
def homes() -> dict[str, tuple[str, ...]]:
    """For each keyword that starts a statement, the blocks that it belongs in (`""` is the top level)."""
    machine = automaton()
    blocks = {"": 0}
    queue = [("", 0)]
    seen = {0}
    while queue:
        _, start = queue.pop(0)
        for word, inner in _openings(machine, start):
            blocks.setdefault(word, inner)
            if inner not in seen:
                seen.add(inner)
                queue.append((word, inner))
    found: dict[str, list[str]] = {}
    for word, state in blocks.items():
        for keyword in statements(machine, state):
            found.setdefault(keyword, []).append(word)
    return {keyword: tuple(words) for keyword, words in found.items()}


def _openings(machine: Automaton, start: int) -> list[tuple[str, int]]:
    """Each block that a statement of the block at *start* can open: its keyword and the state behind its brace."""
    result = []
    todo = [(start, "", 0)]
    while todo:
        state, word, depth = todo.pop(0)
        for terminal in machine.table.states[state].shifts:
            action = machine.action(state, terminal)
            if action is None:
                continue
            if terminal == "LBRACE":
                result.append((word, action[0]))
            elif depth < 4 and (terminal in ("NAME", "STRING") or depth < 2):
                todo.append((action[0], machine.literal(terminal) or word, depth + 1))
    return result


def first_token(value: Node | Token) -> Token:
    """The first token of a value."""
    return value if isinstance(value, Token) else next(value.leaves())
