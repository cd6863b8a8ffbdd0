"""Go on after a mistake, so that one run reports them all and the rest of the text stays usable.

The fast walk stops at the first lexeme that does not fit. From the last good place the states are walked again to see
the few lexemes before it; the best small repair is looked for and carried out on the stacks. Where none helps, the
damaged statement is dropped and lexemes are skipped up to one that starts a statement or ends a block. Every stretch
of the text is walked three times at most, however many mistakes there are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from dunlang.syntax.driver import DEEPEST, Stacks, walk
from dunlang.syntax.explain import explain, explain_depth, given_up, too_many
from dunlang.syntax.probe import enter, reach, take, window
from dunlang.syntax.repair import find_repair
from dunlang.syntax.scan import END, WORD, Lexeme, lexemes
from dunlang.syntax.tree import Node, Token

if TYPE_CHECKING:
    from dunlang.diagnostics import Diagnostic
    from dunlang.source import Source
    from dunlang.syntax.automaton import Automaton
    from dunlang.syntax.probe import Window
    from dunlang.syntax.repair import Repair

__all__ = ["MOST", "Recovered", "recover"]

#: After this many findings the rest of the text is left unread: it is hardly a policy.
MOST = 200
#: Lexemes that must parse before skipping ends, in the same block and after closing blocks.
_PROOF = 3
_PROOF_CLOSING = 4
#: Braces are skipped in pairs over at most this many lexemes; a pair that is further apart is taken for a mistake.
_LONGEST_BLOCK = 2_000
#: Skipping ends for good after this many lexemes.
_LONGEST_SKIP = 100_000


@attrs.define(eq=False)
class Recovered:
    """What came of a text with mistakes."""

    stacks: Stacks
    found: list[Diagnostic] = attrs.field(factory=list)
    lost: set[str] = attrs.field(factory=set)
    guessed: list[Token] = attrs.field(factory=list)
    """Tokens put in that the author may have meant otherwise: their statements are to be dropped."""


def recover(machine: Automaton, source: Source, start: int, stopped: int, stacks: Stacks) -> Recovered:
    """Parse *source* to its end; the walk from *start* with *stacks* stopped at offset *stopped*."""
    text = source.text
    result = Recovered(stacks)
    kept, kept_at = Stacks(), start
    bad: int | None = stopped
    while bad is not None:
        if len(result.found) >= MOST:
            result.found.append(too_many(source, bad, MOST))
            break
        seen = window(machine, text, kept_at, kept.states, bad)
        deep = machine.depth(result.stacks.states) >= DEEPEST and _fits(machine, seen)
        repair = None if deep else find_repair(machine, seen)
        at = seen.bad if repair is None else repair.at
        place = seen.lexemes[at]
        if deep:
            result.found.append(explain_depth(source, place))
        else:
            stopped_stacks, result.stacks = result.stacks, kept
            walk(machine, text, kept_at, kept, stop=place.start)
            result.found.append(explain(machine, source, seen, repair, result.stacks, stopped_stacks))
        resume = _mend(machine, result, seen, repair) if repair is not None else _skip(machine, source, result, place)
        if resume is None:
            break
        kept, kept_at = result.stacks.copy(), resume
        bad = walk(machine, text, resume, result.stacks)
    return result


def _fits(machine: Automaton, seen: Window) -> bool:
    return take(machine, seen.text, list(seen.states[-1]), seen.lexemes[seen.bad]) is not None


def _mend(machine: Automaton, result: Recovered, seen: Window, repair: Repair) -> int:
    """Carry *repair* out on the stacks; where to read on."""
    start = seen.lexemes[repair.at].start
    end = max(repair.resume, start)
    for part in repair.supply:
        token = Token(part.terminal, part.text, start, end)
        result.stacks.feed(machine, token)
        if not part.sure:
            result.guessed.append(token)
    dropped = [lexeme for lexeme in seen.lexemes[repair.at :] if lexeme.start < repair.resume]
    result.lost.update(lexeme.text for lexeme in dropped if lexeme.kind == WORD)
    return repair.resume


def _skip(machine: Automaton, source: Source, result: Recovered, place: Lexeme) -> int | None:
    """Drop the damaged statement and skip to where the parse can go on; None where nothing more is read."""
    _drop_statement(machine, result)
    levels = _levels(machine, result.stacks.states)
    for whole_blocks in (True, False):
        words: set[str] = set()
        depth = 0
        for count, lexeme in enumerate(lexemes(machine.scanner, source.text, place.start)):
            if count > (_LONGEST_BLOCK if whole_blocks else _LONGEST_SKIP):
                break
            if lexeme.kind == END:
                if depth and whole_blocks:
                    break
                result.lost |= words
                _close(machine, result.stacks, len(levels) - 1, len(source.text))
                return None
            if depth == 0 and (lexeme.start > place.start or lexeme.text == "}"):
                closing = _sync(machine, source.text, levels, lexeme)
                if closing is not None:
                    result.lost |= words
                    _close(machine, result.stacks, closing, lexeme.start)
                    return lexeme.start
            if whole_blocks and lexeme.text in ("{", "}"):
                depth = depth + 1 if lexeme.text == "{" else max(depth - 1, 0)
            if lexeme.kind == WORD:
                words.add(lexeme.text)
    result.lost |= words
    result.found.append(given_up(source, place.start))
    _close(machine, result.stacks, len(levels) - 1, len(source.text))
    return None


def _drop_statement(machine: Automaton, result: Recovered) -> None:
    """Take the unfinished statement off the stacks; its words are lost."""
    stacks = result.stacks
    keep = max(index for index, state in enumerate(stacks.states) if machine.is_block(state))
    if keep < len(stacks.bases):
        base = stacks.bases[keep]
        for value in stacks.values[base:]:
            result.lost |= words_of(value)
        del stacks.values[base:], stacks.bases[keep:], stacks.states[keep + 1 :]


def words_of(value: Node | Token) -> set[str]:
    """The words below a value."""
    leaves = [value] if isinstance(value, Token) else value.leaves()
    return {leaf.text for leaf in leaves if leaf.text[:1].isalpha()}


def _levels(machine: Automaton, states: list[int]) -> list[list[int]]:
    """The stack now and after closing one open block after the other."""
    levels = [list(states)]
    while True:
        closed = list(levels[-1])
        if not enter(machine, closed, "RBRACE"):
            return levels
        levels.append(closed)


def _sync(machine: Automaton, text: str, levels: list[list[int]], lexeme: Lexeme) -> int | None:
    """How many blocks to close for the parse to go on at *lexeme*; None where it cannot."""
    if lexeme.kind != WORD and lexeme.text != "}":
        return None
    for closing, states in enumerate(levels):
        if take(machine, text, list(states), lexeme) is None:
            continue
        proof = _PROOF_CLOSING if closing else _PROOF
        following = []
        for follower in lexemes(machine.scanner, text, lexeme.start):
            following.append(follower)
            if len(following) == proof:
                break
        if reach(machine, text, list(states), following) >= min(proof, len(following)):
            return closing
    return None


def _close(machine: Automaton, stacks: Stacks, count: int, offset: int) -> None:
    for _ in range(count):
        stacks.feed(machine, Token("RBRACE", "}", offset, offset))
