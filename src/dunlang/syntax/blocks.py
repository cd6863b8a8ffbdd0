"""The blocks of the grammar: which statements belong where, and which block a parse stands in."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from dunlang.records import frozen
from dunlang.syntax.automaton import automaton
from dunlang.syntax.probe import take
from dunlang.syntax.scan import END
from dunlang.syntax.tree import Token

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dunlang.syntax.automaton import Automaton
    from dunlang.syntax.driver import Stacks
    from dunlang.syntax.scan import Lexeme

__all__ = ["Block", "block_of", "homes", "statements", "stray_length"]


@frozen(eq=False)
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
def homes() -> dict[str, tuple[tuple[str, int], ...]]:
    """For each keyword that starts a statement, the blocks that it belongs in, each with the state behind its brace.

    The top level is not among them.
    """
    machine = automaton()
    blocks: dict[str, int] = {}
    queue = [0]
    seen = {0}
    while queue:
        for word, inner in _openings(machine, queue.pop(0)):
            blocks.setdefault(word, inner)
            if inner not in seen:
                seen.add(inner)
                queue.append(inner)
    found: dict[str, list[tuple[str, int]]] = {}
    for word, state in blocks.items():
        for keyword in statements(machine, state):
            found.setdefault(keyword, []).append((word, state))
    return {keyword: tuple(places) for keyword, places in found.items()}


def stray_length(machine: Automaton, text: str, state: int, following: Sequence[Lexeme]) -> int:
    """How many of the *following* lexemes read as statements of the block whose brace is behind *state*."""
    states = [state]
    depth = 0
    for count, lexeme in enumerate(following):
        depth += {"{": 1, "}": -1}.get(lexeme.text, 0)
        if depth < 0 or lexeme.kind == END or take(machine, text, states, lexeme) is None:
            return count
    return len(following)


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
