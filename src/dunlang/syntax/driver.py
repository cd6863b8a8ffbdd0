"""The fast walk: text in, tree out, as long as nothing is wrong.

The stacks are three lists: states, the index of each symbol's first value, and the values themselves. A rule that
dissolves leaves its values where they are, so lists of any length cost no copying. Where something is wrong the walk
stops and says where; :mod:`.recover` takes over with the same stacks.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import attrs

from dunlang.syntax.automaton import ACCEPT, Automaton
from dunlang.syntax.scan import COMMENT, WORD
from dunlang.syntax.tree import Node, Token

if TYPE_CHECKING:
    from dunlang.syntax.automaton import Action, Reduction

__all__ = ["DEEPEST", "Stacks", "phrase", "walk"]

_COMMENT = re.compile(r"#[^\r\n]*")

#: How many brackets and ``not`` may be open at once: what reads the tree goes one level down for each.
DEEPEST = 100


@attrs.define(eq=False)
class Stacks:
    """The state of a parse: ``states[i + 1]`` is entered with symbol *i*, whose values start at ``bases[i]``."""

    states: list[int] = attrs.field(factory=lambda: [0])
    bases: list[int] = attrs.field(factory=list)
    values: list[Node | Token] = attrs.field(factory=list)
    comments: list[tuple[int, int]] = attrs.field(factory=list)
    """Where comments start and end."""

    def copy(self) -> Stacks:
        """The same stacks apart: nodes are never changed once made, so they are shared."""
        return Stacks(list(self.states), list(self.bases), list(self.values), list(self.comments))

    def feed(self, automaton: Automaton, token: Token) -> bool:
        """Take *token* as the terminal that its type names; False where it may not stand."""
        while (action := automaton.action(self.states[-1], token.type)) is not None:
            if action[3] is None:
                if action[0] != ACCEPT:
                    self._shift(automaton, action, token)
                return True
            self.reduce(action[3])
        return False

    def _shift(self, automaton: Automaton, action: Action, token: Token) -> None:
        target, _, wraps, _ = action
        base = len(self.values)
        self.bases.append(base)
        self.values.append(token)
        self.states.append(target)
        if wraps:
            self._wrap(base, wraps)
        while (reduction := automaton.defaults[self.states[-1]]) is not None:
            self.reduce(reduction)

    def reduce(self, reduction: Reduction) -> None:
        """Make one node (or, for a rule that dissolves, one symbol) of the last few symbols."""
        length, rule, gotos = reduction
        states, bases, values = self.states, self.bases, self.values
        del states[-length:]
        base = bases[-length]
        del bases[-length:]
        if rule is not None:
            values[base:] = [Node(rule, values[base:])]
        target, wraps = gotos[states[-1]]
        states.append(target)
        bases.append(base)
        if wraps:
            self._wrap(base, wraps)

    def _wrap(self, base: int, wraps: tuple[str, ...]) -> None:
        for rule in wraps:
            self.values[base:] = [Node(rule, self.values[base:])]


def phrase(text: str) -> str:
    """A token of several words as it is said: one blank between the words, no comment."""
    return " ".join(_COMMENT.sub(" ", text).split())


def walk(automaton: Automaton, text: str, start: int, stacks: Stacks, stop: int | None = None) -> int | None:
    """Walk *text* from *start*; None when all was taken, else the offset of the lexeme that does not fit.

    The stacks are left as they are when that lexeme is met (reductions that it allowed are made). With *stop* the walk
    ends before the lexeme that starts there.
    """
    states, bases, values, comments = stacks.states, stacks.bases, stacks.values, stacks.comments
    rows, defaults, kinds = automaton.rows, automaton.defaults, automaton.scanner.kinds
    word_group = kinds.index(WORD) + 1
    comment_group = kinds.index(COMMENT) + 1
    matches = automaton.scanner.expression.finditer(text, start, len(text) if stop is None else stop)
    state = states[-1]
    beyond = 0
    for match in matches:
        group = match.lastindex
        if group is None:
            if stop is not None:
                return stop
            word = ""
        elif group == comment_group:
            comments.append(match.span(group))
            continue
        else:
            word = match[group]
        while True:
            row = rows[state]
            action = row.get(word) or row.get(group)
            if action is None:
                if group != word_group:
                    return match.end() if group is None else match.start(group)
                found = automaton.word(state, text, match.start(group))
                if found is None:
                    return match.start(group)
                action, covered = found
                beyond = covered.end()
            target, kind, wraps, reduction = action
            if reduction is None:
                break
            length, rule, gotos = reduction
            del states[-length:]
            base = bases[-length]
            del bases[-length:]
            if rule is not None:
                values[base:] = [Node(rule, values[base:])]
            state, wraps = gotos[states[-1]]
            states.append(state)
            bases.append(base)
            if wraps:
                for rule in wraps:
                    values[base:] = [Node(rule, values[base:])]
        if target == ACCEPT or group is None:
            return None
        begin, end = match.span(group)
        if beyond > end:
            word, end = phrase(text[begin:beyond]), beyond
            for skipped in matches:
                if skipped.lastindex == comment_group:
                    comments.append(skipped.span(comment_group))
                if skipped.end() >= end:
                    break
        base = len(values)
        state = target
        states.append(state)
        bases.append(base)
        if wraps is None:
            values.append(Token(kind, word, begin, end))
        elif wraps:
            value: Node | Token = Token(kind, word, begin, end)
            for rule in wraps:
                value = Node(rule, [value])
            values.append(value)
        else:
            if automaton.depth(states) > DEEPEST:
                del states[-1], bases[-1]
                return begin
            values.append(Token(kind, word, begin, end))
        reduction = defaults[state]
        while reduction is not None:
            length, rule, gotos = reduction
            del states[-length:]
            base = bases[-length]
            del bases[-length:]
            if rule is not None:
                values[base:] = [Node(rule, values[base:])]
            state, wraps = gotos[states[-1]]
            states.append(state)
            bases.append(base)
            if wraps:
                for rule in wraps:
                    values[base:] = [Node(rule, values[base:])]
            reduction = defaults[state]
    raise AssertionError("the scanner matched no end of the text")
