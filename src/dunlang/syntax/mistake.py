"""One mistake: the place, what stands around it, and what may stand there, in words."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from dunlang.records import frozen
from dunlang.source import Source, Span
from dunlang.syntax.blocks import Block, block_of, homes, statements, stray_length
from dunlang.syntax.expected import expected
from dunlang.syntax.probe import accepted
from dunlang.syntax.scan import END, WORD, Lexeme

if TYPE_CHECKING:
    from dunlang.syntax.automaton import Automaton
    from dunlang.syntax.driver import Stacks
    from dunlang.syntax.probe import Window

__all__ = ["SHOWN", "Mistake", "mistake_at", "shown"]

#: The longest text that a message shows.
SHOWN = 40
#: So many lexemes must read as a statement of another block for the message to say that it belongs there.
_ENOUGH = 3


def shown(text: str) -> str:
    """A lexeme between backticks, shortened, control characters by their number."""
    text = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text[: SHOWN + 1])
    return f"`{text[:SHOWN]}…`" if len(text) > SHOWN else f"`{text}`"


@frozen(eq=False, kw_only=True)
class Mistake:
    """All that the words for it depend on."""

    machine: Automaton
    source: Source
    place: Lexeme
    before: Lexeme | None
    rest: tuple[Lexeme, ...]
    """The lexeme and the few behind it, to the end of the block at most."""
    accepted: tuple[str, ...]
    block: Block | None
    between: bool
    """Whether the place is between two statements."""
    follows: bool
    """Whether a new statement could begin here, on a new line."""

    @property
    def found(self) -> str:
        """The lexeme as a message shows it."""
        return "the end of the file" if self.place.kind == END else shown(self.place.text)

    @property
    def wanted(self) -> str:
        """What may stand there, in words."""
        return expected(self.machine, self.accepted, self.statements)

    @property
    def statements(self) -> list[str]:
        """The statements of the block around."""
        return statements(self.machine, self.block.state if self.block else 0)

    @property
    def where(self) -> str:
        """The block around, in words."""
        return f"the {self.block.word} block" if self.block else "the top level"

    def span(self, end: int | None = None) -> Span:
        """The place, up to *end* where that is given."""
        return Span(self.source, self.place.start, max(end or 0, self.place.end))

    @property
    def new_line(self) -> bool:
        """Whether the lexeme is the first on its line."""
        return self.before is None or "\n" in self.source.text[self.before.end : self.place.start]

    def gap(self) -> tuple[Span, str]:
        """The place where something is missing: what was found, or what stands before a line's end, with words."""
        if self.before is not None and (self.place.kind == END or (self.new_line and not self.between)):
            return Span(self.source, self.before.start, self.before.end), f"after {shown(self.before.text)}"
        return self.span(), f"found {self.found}"

    @property
    def begins(self) -> bool:
        """Whether the word was meant to begin a statement: nothing else can be, or it is the first on its line."""
        return self.place.kind == WORD and (self.between or (self.follows and self.new_line))

    @property
    def home(self) -> str | None:
        """Where the word belongs as a statement, in words; None unless it reads as a statement of that block."""
        if not self.begins or self.place.text in self.statements:
            return None
        named = [
            word
            for word, state in homes().get(self.place.text, ())
            if stray_length(self.machine, self.source.text, state, self.rest) >= min(_ENOUGH, len(self.rest))
        ]
        if not named:
            return None
        listed = f"{', '.join(named[:-1])} or {named[-1]}" if len(named) > 1 else named[0]
        return f"{self.found} belongs in the {listed} block"


def mistake_at(machine: Automaton, source: Source, seen: Window, at: int, stacks: Stacks) -> Mistake:
    """The mistake at lexeme *at* of the window; *stacks* are those before it."""
    may = accepted(machine, seen.states[at])
    block = block_of(stacks)
    between = machine.is_block(seen.states[at][-1])
    known = statements(machine, block.state if block else 0)
    return Mistake(
        machine=machine,
        source=source,
        place=seen.lexemes[at],
        before=seen.lexemes[at - 1] if at else None,
        rest=tuple(takewhile(lambda lexeme: lexeme.text != "}" and lexeme.kind != END, seen.lexemes[at:]))[:_ENOUGH],
        accepted=tuple(may),
        block=block,
        between=between,
        follows=between or set(known) <= {machine.literal(terminal) for terminal in may},
    )
