"""The smallest change that lets the parse go on: which word is missing, too much, or misspelt.

Every single change at the mistake and at a few lexemes before it is tried on the automaton (states only); the one that
is cheapest for how far the text then parses wins. A change is never shown as certain: it only decides what the finding
says and where the parse goes on.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

import attrs

from dunlang.diagnostics import did_you_mean
from dunlang.records import frozen
from dunlang.syntax.blocks import homes, stray_length
from dunlang.syntax.probe import AHEAD, Window, accepted, enter, reach
from dunlang.syntax.scan import END, JUNK, MARK, UNCLOSED, WORD, Lexeme, lexemes
from dunlang.syntax.slips import Slip, slips

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dunlang.syntax.automaton import Automaton

__all__ = ["Repair", "Supplied", "find_repair"]

#: A repair must bring the parse at least this many lexemes beyond the mistake (or to the end of the text).
_LEAST = 2
#: What one more lexeme parsed is worth, against the costs below.
_WORTH = 30
#: What it costs to look for the cause one lexeme before the mistake.
_STEP_BACK = 45

_VALUES = frozenset({"NAME", "STRING", "NUMBER", "DATE", "CURRENCY", "WEEKDAY", "PHRASE", "OPERATOR"})
#: Words that only link: where one of them fits and is missing, nothing else can have been meant.
_LINKS = frozenset({"by", "of", "to", "from", "on", "at", "within", "per"})


@frozen
class Supplied:
    """A token to put in; *sure* when the author can have meant no other, so that its statement is kept."""

    terminal: str
    text: str
    sure: bool = True


@frozen(kw_only=True, eq=False)
class Repair:
    """Before lexeme *at* put in *supply* and leave out what stands up to offset *resume*."""

    kind: str
    at: int
    supply: tuple[Supplied, ...] = ()
    resume: int
    cost: int
    """How far-fetched it is; 100 is a missing mark."""
    accepted: tuple[str, ...] = ()
    """What may stand at *at*."""
    gain: int = 0


def find_repair(automaton: Automaton, window: Window) -> Repair | None:
    """The best repair of the mistake in *window*, or None where nothing small helps."""
    found: list[tuple[int, int, Repair]] = []
    for at in range(window.bad, -1, -1):
        for repair in _candidates(automaton, window, at):
            gain = _gain(automaton, window, repair)
            if gain >= _LEAST:
                score = repair.cost + _STEP_BACK * (window.bad - at) - _WORTH * gain
                found.append((score, len(found), attrs.evolve(repair, gain=gain)))
    if not found:
        return None
    score, _, best = min(found, key=lambda entry: entry[:2])
    rivals = [r for s, _, r in found if r.at == best.at and r.kind == best.kind and s <= score + 1]
    if len({tuple(s.terminal for s in rival.supply) for rival in rivals}) > 1:
        best = attrs.evolve(best, supply=tuple(attrs.evolve(part, sure=False) for part in best.supply))
    return best


def _gain(automaton: Automaton, window: Window, repair: Repair) -> int:
    """How many lexemes from the bad one on are settled by *repair*, at most :data:`AHEAD`."""
    states = list(window.states[repair.at])
    for part in repair.supply:
        if not enter(automaton, states, part.terminal):
            return -1
    following = [
        lexeme for lexeme in window.lexemes[repair.at :] if lexeme.start >= repair.resume or lexeme.kind == END
    ]
    dropped = sum(1 for lexeme in window.lexemes[window.bad :] if lexeme.start < repair.resume and lexeme.kind != END)
    if following and following[0].start != repair.resume and _cuts(window, repair.resume):
        following = list(islice(lexemes(automaton.scanner, window.text, repair.resume), 2 * AHEAD))
        dropped = 0
    count = reach(automaton, window.text, states, following[: window.bad - repair.at + AHEAD + 1])
    before = sum(1 for lexeme in following[:count] if lexeme.start < window.lexemes[window.bad].start)
    return min(count - before + dropped, AHEAD)


def _cuts(window: Window, offset: int) -> bool:
    return any(lexeme.start < offset < lexeme.end for lexeme in window.lexemes)


def _candidates(automaton: Automaton, window: Window, at: int) -> Iterator[Repair]:
    lexeme = window.lexemes[at]
    may = tuple(accepted(automaton, window.states[at]))
    for slip in slips(window, at, may):
        yield _of_slip(slip, at, may)
    insertions = list(_insertions(automaton, window, at, may))
    yield from insertions
    if lexeme.kind == END:
        return
    yield _deletion(window, at, may)
    if at == window.bad and lexeme.kind == WORD and automaton.is_block(window.states[at][-1]):
        yield from _strays(automaton, window, at, may)
    yield from _replacements(automaton, window, at, may)


def _of_slip(slip: Slip, at: int, may: tuple[str, ...]) -> Repair:
    supply = tuple(Supplied(terminal, text, slip.sure) for terminal, text in slip.supply)
    return Repair(kind=slip.kind, at=at, supply=supply, resume=slip.resume, cost=slip.cost, accepted=may)


def _insertions(automaton: Automaton, window: Window, at: int, may: tuple[str, ...]) -> Iterator[Repair]:
    start = window.lexemes[at].start
    for terminal in may:
        if terminal == END:
            continue
        text = automaton.literal(terminal)
        cost = 100 if text is not None and not text.isidentifier() else 110 if text is not None else 120
        linking = text is not None and (text in _LINKS or not text.isidentifier() or len(may) == 1)
        first = Supplied(terminal, text or "", sure=linking)
        if terminal == "RBRACE" and _starts_line(window, at):
            cost = 30
        early = 30 if at < window.bad and first.sure and text and text.isidentifier() else 0
        yield Repair(kind="missing", at=at, supply=(first,), resume=start, cost=cost + early, accepted=may)
        if at != window.bad:
            continue
        states = list(window.states[at])
        enter(automaton, states, terminal)
        then = accepted(automaton, states)
        if len(then) > 8:
            continue
        for second in then:
            text = automaton.literal(second)
            pair = (first, Supplied(second, text or "", sure=second not in _VALUES))
            yield Repair(kind="missing", at=at, supply=pair, resume=start, cost=cost + 110, accepted=may)


def _strays(automaton: Automaton, window: Window, at: int, may: tuple[str, ...]) -> Iterator[Repair]:
    """A whole statement that belongs in another block, or that no block has: the rest of its line."""
    following = window.lexemes[at:]
    longest = 0
    for _, state in homes().get(following[0].text, ()):
        longest = max(longest, stray_length(automaton, window.text, state, following))
    first = 80 if "RBRACE" in may else 190
    for count in range(2, longest + 1):
        cost = first + 5 * count
        yield Repair(kind="stray", at=at, resume=following[count - 1].end, cost=cost, accepted=may)
    newline = window.text.find("\n", following[0].start)
    line = [lexeme for lexeme in following if lexeme.kind != END and (lexeme.start < newline or newline < 0)]
    if longest < 2 and not any(lexeme.text in ("{", "}") for lexeme in line):
        yield Repair(kind="stray", at=at, resume=line[-1].end, cost=first + 90 + 5 * len(line), accepted=may)


def _starts_line(window: Window, at: int) -> bool:
    """Whether the lexeme stands at the very beginning of a line, where blocks of the top level begin."""
    start = window.lexemes[at].start
    return start > 0 and window.text[start - 1] == "\n"


def _deletion(window: Window, at: int, may: tuple[str, ...]) -> Repair:
    lexeme = window.lexemes[at]
    before = window.lexemes[at - 1] if at else None
    if lexeme.kind in (JUNK, UNCLOSED):
        kind, cost = "junk", 40
    elif before is not None and before.kind == lexeme.kind and before.text == lexeme.text:
        kind, cost = "doubled", 50
    elif lexeme.text == "}":
        kind, cost = "extra", 110
    else:
        kind, cost = "extra", 140
    return Repair(kind=kind, at=at, resume=lexeme.end, cost=cost, accepted=may)


def _replacements(automaton: Automaton, window: Window, at: int, may: tuple[str, ...]) -> Iterator[Repair]:
    lexeme = window.lexemes[at]
    close = _close(automaton, lexeme, may)
    linked = (
        len(may) == 1 and lexeme.kind == WORD and len(lexeme.text) <= _SHORT and automaton.literal(may[0]) in _LINKS
    )
    for terminal in may:
        if terminal == END:
            continue
        text = automaton.literal(terminal)
        if text is None:
            part, cost = Supplied(terminal, lexeme.text, sure=False), 150
        elif terminal in close:
            part, cost = Supplied(terminal, text), close[terminal]
        elif linked:
            part, cost = Supplied(terminal, text), 80
        elif lexeme.kind in (JUNK, MARK) and lexeme.text != "}":
            part, cost = Supplied(terminal, text, sure=not text.isidentifier()), 145
        else:
            part, cost = Supplied(terminal, text, sure=False), 160
        kind = "misspelt" if terminal in close else "instead"
        yield Repair(kind=kind, at=at, supply=(part,), resume=lexeme.end, cost=cost, accepted=may)


_SHORT = 8
_WORDY = re.compile(r"\w+")


def _close(automaton: Automaton, lexeme: Lexeme, may: tuple[str, ...]) -> dict[str, int]:
    """The keywords among *may* that the word may be a misspelling of, each with its cost.

    Of two that differ by their `s` alone (`day` and `days`, `payment` and `payments`) the longer one goes first, but
    what follows may show that the shorter one is meant.
    """
    if lexeme.kind != WORD or len(lexeme.text) > 40:
        return {}
    words = {text: terminal for terminal in may if (text := automaton.literal(terminal)) and _WORDY.fullmatch(text)}
    near = did_you_mean(lexeme.text, [text for text in words if f"{text}s" not in words])
    if near is None or lexeme.text in (near, near.removesuffix("s")):
        return {}
    shorter = words.get(near.removesuffix("s"), words[near])
    return {shorter: 62, words[near]: 60}
