"""Trying things out: moves on a stack of states alone, without values, and the window of lexemes around a mistake."""

from __future__ import annotations

from collections import deque
from itertools import islice
from typing import TYPE_CHECKING

from dunlang.records import frozen
from dunlang.syntax.automaton import ACCEPT, Automaton
from dunlang.syntax.scan import END, WORD, Lexeme, lexemes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dunlang.syntax.automaton import Reduction

__all__ = ["AHEAD", "BACK", "Window", "accepted", "enter", "reach", "take", "window"]

#: How many lexemes before the mistake are looked at for its cause, and how many after it must prove a repair.
BACK = 5
AHEAD = 9


def enter(automaton: Automaton, states: list[int], terminal: str) -> bool:
    """Move *states* over one terminal; False where it does not fit (the states are then spoilt)."""
    while (action := automaton.action(states[-1], terminal)) is not None:
        if action[3] is None:
            if action[0] != ACCEPT:
                states.append(action[0])
                _settle(automaton, states)
            return True
        _reduce(states, action[3])
    return False


def take(automaton: Automaton, text: str, states: list[int], lexeme: Lexeme) -> int | None:
    """Move *states* over one lexeme; where what it covers ends, or None where it does not fit."""
    while True:
        row = automaton.rows[states[-1]]
        action = row.get(lexeme.text) or row.get(lexeme.group)
        end = lexeme.end
        if action is None:
            found = automaton.word(states[-1], text, lexeme.start) if lexeme.kind == WORD else None
            if found is None:
                return None
            action, covered = found
            end = covered.end()
        if action[3] is None:
            if action[0] != ACCEPT:
                states.append(action[0])
                _settle(automaton, states)
            return end
        _reduce(states, action[3])


def _settle(automaton: Automaton, states: list[int]) -> None:
    while (reduction := automaton.defaults[states[-1]]) is not None:
        _reduce(states, reduction)


def _reduce(states: list[int], reduction: Reduction) -> None:
    del states[-reduction[0] :]
    states.append(reduction[2][states[-1]][0])


def reach(automaton: Automaton, text: str, states: list[int], following: Iterable[Lexeme]) -> int:
    """How many of the *following* lexemes fit one after the other; many more where the end of the text does."""
    count = 0
    covered = 0
    for lexeme in following:
        if lexeme.start >= covered or lexeme.kind == END:
            end = take(automaton, text, states, lexeme)
            if end is None:
                return count
            covered = end
        count += 1
        if lexeme.kind == END:
            return count + AHEAD
    return count


def accepted(automaton: Automaton, states: Sequence[int]) -> list[str]:
    """The terminals that may really stand next, in the grammar's order."""
    fitting = {t for t in automaton.accepting(states[-1]) if enter(automaton, list(states), t)}
    return [t for t in [*(terminal.name for terminal in automaton.table.terminals), END] if t in fitting]


@frozen(eq=False)
class Window:
    """The lexemes around a mistake; ``states[i]`` is the stack before ``lexemes[i]``, up to the bad one."""

    text: str
    lexemes: tuple[Lexeme, ...]
    states: tuple[tuple[int, ...], ...]

    @property
    def bad(self) -> int:
        """The index of the lexeme that does not fit."""
        return len(self.states) - 1


def window(automaton: Automaton, text: str, start: int, states: Sequence[int], bad: int) -> Window:
    """Walk from *start* with *states* to the lexeme at offset *bad* that did not fit, and look beyond it."""
    now = list(states)
    past: deque[tuple[tuple[int, ...], Lexeme]] = deque(maxlen=BACK)
    stream = lexemes(automaton.scanner, text, start)
    covered = start
    found: Lexeme | None = None
    for lexeme in stream:
        if lexeme.start >= bad or lexeme.kind == END:
            found = lexeme
            break
        if lexeme.start >= covered:
            past.append((tuple(now), lexeme))
            covered = take(automaton, text, now, lexeme) or covered
    if found is None:
        raise AssertionError("a text ends with its end")
    return Window(
        text=text,
        lexemes=(*(lexeme for _, lexeme in past), found, *islice(stream, 3 * AHEAD)),
        states=(*(before for before, _ in past), tuple(now)),
    )
