"""The words for a mistake: what was found, what belongs there, and what to write."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

import attrs

from dunlang.diagnostics import Diagnostic, Label, did_you_mean
from dunlang.source import Source, Span
from dunlang.syntax import pages
from dunlang.syntax.blocks import Block, block_of, homes, statements, stray_length
from dunlang.syntax.expected import UNITS, expected
from dunlang.syntax.probe import accepted
from dunlang.syntax.scan import END, JUNK, UNCLOSED, WORD, Lexeme

if TYPE_CHECKING:
    from collections.abc import Callable

    from dunlang.syntax.automaton import Automaton
    from dunlang.syntax.driver import Stacks
    from dunlang.syntax.probe import Window
    from dunlang.syntax.repair import Repair

__all__ = ["explain", "explain_depth", "given_up", "too_many"]

_SHOWN = 40
#: So many lexemes must read as a statement of another block for the message to say that it belongs there.
_ENOUGH = 3


@attrs.frozen(eq=False, kw_only=True)
class _Case:
    """All that the words depend on."""

    machine: Automaton
    source: Source
    place: Lexeme
    before: Lexeme | None
    rest: tuple[Lexeme, ...]
    """The lexeme and the few behind it, to the end of the block at most."""
    repair: Repair | None
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


def shown(text: str) -> str:
    """A lexeme between backticks, shortened, control characters by their number."""
    text = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text[: _SHOWN + 1])
    return f"`{text[:_SHOWN]}…`" if len(text) > _SHOWN else f"`{text}`"


def explain(machine: Automaton, source: Source, seen: Window, repair: Repair | None, stacks: Stacks) -> Diagnostic:
    """The finding for a mistake; *stacks* are those before the lexeme that it is about."""
    at = seen.bad if repair is None else repair.at
    may = accepted(machine, seen.states[at])
    block = block_of(stacks)
    between = machine.is_block(seen.states[at][-1])
    known = statements(machine, block.state if block else 0)
    case = _Case(
        machine=machine,
        source=source,
        place=seen.lexemes[at],
        before=seen.lexemes[at - 1] if at else None,
        rest=tuple(takewhile(lambda lexeme: lexeme.text != "}" and lexeme.kind != END, seen.lexemes[at:]))[:_ENOUGH],
        repair=repair,
        accepted=tuple(may),
        block=block,
        between=between,
        follows=between or set(known) <= {machine.literal(terminal) for terminal in may},
    )
    said = _SLIPS[repair.kind](case, repair) if repair is not None and repair.kind in _SLIPS else None
    return said or _without_repair(case)


def _unit(case: _Case, repair: Repair) -> Diagnostic | None:
    """A number without its unit."""
    before = case.before
    needs = (
        set(case.accepted) >= UNITS or {"CURRENCY", "PERCENT"} <= set(case.accepted) or case.accepted == ("CURRENCY",)
    )
    if (
        before is None
        or before.kind != "NUMBER"
        or not needs
        or not UNITS | {"CURRENCY", "PERCENT"} >= {repair.supply[0].terminal}
    ):
        return None
    return pages.NO_UNIT.at(
        Span(case.source, before.start, before.end),
        f"{shown(before.text)} has no unit: expected {case.wanted}, found {case.found}",
        label="a number alone says nothing",
        help=f"write a unit behind {shown(before.text)}",
    )


def _missing(case: _Case, repair: Repair) -> Diagnostic:
    first = repair.supply[0].terminal
    if first == "RBRACE":
        return _open_block(case)
    stray = _stray(case) if _home(case) else None
    if stray is not None:
        return stray
    unit = _unit(case, repair)
    if unit is not None:
        return unit
    span, found = case.gap()
    if first == "LBRACE":
        return pages.BRACE.at(span, f"expected `{{`, {found}", help="open the block with `{`")
    if first == "COMMA" and "COMMA" in case.accepted:
        return pages.MISSING.at(span, f"a comma is missing: {found}", help="separate the parts with `,`")
    only = case.machine.literal(first)
    wanted = f"`{only}`" if repair.supply[0].sure and only else case.wanted
    return pages.MISSING.at(span, f"expected {wanted}, {found}", label="something is missing here")


def _open_block(case: _Case) -> Diagnostic:
    span, found = case.gap()
    if case.block is None:
        return pages.BRACE.at(span, f"expected `}}`, {found}")
    opening = Span(case.source, case.block.brace.start, case.block.brace.end)
    return pages.BRACE.at(
        span,
        f"{case.where} is not closed: expected `}}`, {found}",
        label="a closing brace is missing",
        related=(Label(opening, f"{case.where} opens here"),),
        help="close the block with `}`",
    )


def _doubled(case: _Case, _: Repair) -> Diagnostic:
    text = shown(case.place.text)
    if case.place.text == "}":
        return _extra_brace(case)
    return pages.DOUBLED.at(case.span(), f"{text} stands here twice", label="the second one", help=f"remove one {text}")


def _extra(case: _Case, repair: Repair) -> Diagnostic | None:
    if case.place.text == "}":
        return _extra_brace(case)
    stray = _stray(case)
    if stray is not None:
        return stray
    if repair.gain < 3 or case.between:
        return None
    span, text = case.span(), shown(case.place.text)
    return pages.UNEXPECTED.at(span, f"{text} does not belong here: expected {case.wanted}", label="not expected here")


def _extra_brace(case: _Case) -> Diagnostic:
    if case.block is None:
        return pages.EXTRA_BRACE.at(case.span(), "one `}` too many: no block is open here", help="remove the `}`")
    return pages.EXTRA_BRACE.at(
        case.span(),
        f"a `}}` too many: {case.where} goes on behind it"
        if case.between
        else f"a `}}` too many: expected {case.wanted}",
        label="closes too early",
        help="remove the `}`",
    )


def _misspelt(case: _Case, repair: Repair) -> Diagnostic:
    meant = f"`{repair.supply[0].text}`"
    home = _home(case)
    notes = (home,) if home else ()
    wanted = "a block" if case.between and case.block is None else "a statement" if case.between else case.wanted
    return pages.MISSPELT.at(
        case.span(),
        f"expected {wanted}, found {case.found}: did you mean {meant}?",
        label=f"perhaps {meant}",
        notes=notes,
        help=f"write {meant}",
    )


def _junk(case: _Case, _: Repair) -> Diagnostic:
    return _no_meaning(case)


def _no_meaning(case: _Case) -> Diagnostic:
    text = case.place.text
    if case.place.kind == UNCLOSED:
        return _unclosed(case, None)
    name = _CHARACTERS.get(text[:1])
    said = f"{shown(text)} ({name})" if name else shown(text)
    return pages.CHARACTER.at(
        case.span(), f"{said} has no meaning here", label="not part of the language", help=_CURES.get(text[:1])
    )


_CHARACTERS = {
    "\u00a0": "a no-break space",
    "\u201c": "a curly quote",
    "\u201d": "a curly quote",
    "\u200b": "a zero-width space",
}
_CURES = {
    ";": "remove it: a statement needs no mark at its end",
    ":": "remove it: the value follows the word without a mark",
    "\u00a0": "write an ordinary space",
    "\u201c": 'write straight quotes: "…"',
    "\u201d": 'write straight quotes: "…"',
    "'": 'write a text in double quotes: "…"',
    "&": "write `and`",
    "|": "write `or`",
    "!": "write `not`",
    "-": "write numbers without a sign",
    "/": "begin a comment with `#`",
}


def _unclosed(case: _Case, _: Repair | None) -> Diagnostic:
    start = case.place
    line_end = case.source.text.find("\n", start.start)
    end = line_end if line_end >= 0 else len(case.source.text)
    opening = start.kind == WORD
    stops = case.source.text[start.start : end].rstrip()
    return pages.UNCLOSED_TEXT.at(
        Span(case.source, start.start, start.start + max(len(stops), 1)),
        f"a text lacks its {'opening' if opening else 'closing'} quote: {shown(stops)}",
        label="a text stays on one line",
        help='put the text between two `"`',
    )


def _unquoted(case: _Case, repair: Repair) -> Diagnostic:
    text = repair.supply[0].text
    return pages.UNQUOTED.at(
        case.span(repair.resume),
        f"expected a text in quotes, found {shown(text.strip(chr(34)))}",
        help=f"write {shown(text)}",
    )


def _number(case: _Case, repair: Repair) -> Diagnostic:
    text = case.source.text[case.place.start : repair.resume]
    return pages.NUMBER.at(
        case.span(repair.resume),
        f"{shown(text)} is no number of this language",
        label="digits, and a point before decimals",
        help="write a point before the decimals and no grouping: 1234.56"
        if "," in text
        else "write plain digits: 1000",
    )


def _date(case: _Case, repair: Repair) -> Diagnostic:
    text = case.source.text[case.place.start : repair.resume]
    return pages.DATE.at(
        case.span(repair.resume),
        f"{shown(text)} is not a date",
        label="year, month, day",
        help="write a date as 2026-01-31",
    )


def _currency(case: _Case, repair: Repair) -> Diagnostic:
    code = repair.supply[-1].text
    text = case.source.text[case.place.start : repair.resume]
    right = f"{repair.supply[0].text} {code}" if len(repair.supply) > 1 else code
    return pages.CURRENCY.at(
        case.span(repair.resume), f"{shown(text)} is not how an amount is written", help=f"write `{right}`"
    )


def _order(case: _Case, repair: Repair) -> Diagnostic:
    word = case.place.text
    number, unit = repair.supply[0].text, repair.supply[1].text
    anchor = repair.supply[-1].text or "invoice"
    return pages.ORDER.at(
        case.span(repair.resume),
        f"the number comes before `{word}`, and what it counts from behind it",
        label=f"`{number} {unit} {word} {anchor}`",
        help=f"write `{number} {unit} {word} {anchor}` (or due, delivery, receipt, or the name of a step)",
    )


def _comparison(case: _Case, repair: Repair) -> Diagnostic:
    right = " ".join(part.text for part in repair.supply)
    text = case.source.text[case.place.start : repair.resume]
    return pages.COMPARISON.at(
        case.span(repair.resume),
        f"{shown(text)} does not compare these: words are compared with `is`, numbers with >=, >, <=, < and =",
        help=f"write `{right}`",
    )


def _stray(case: _Case) -> Diagnostic | None:
    """A statement in the wrong block, or one that no block has."""
    if not _begins(case) or case.place.text in case.statements:
        return None
    home = _home(case)
    if home is not None:
        return pages.WRONG_BLOCK.at(
            case.span(), home, label=f"not a statement of {case.where}", help="move the statement there"
        )
    known = ", ".join(case.statements)
    if case.block is None:
        return pages.UNKNOWN.at(
            case.span(), f"{case.found} starts no block", label="not known", help=f"begin with one of {known}"
        )
    wanted = "a step (a name, then when, then what to do)" if not case.statements else "a statement"
    text = (
        f"{case.found} is no statement of {case.where}" if case.statements else f"expected {wanted}, found {case.found}"
    )
    return pages.UNKNOWN.at(case.span(), text, label="not known here", help=f"write one of {known}" if known else None)


def _begins(case: _Case) -> bool:
    """Whether the word was meant to begin a statement: nothing else can be, or it is the first on its line."""
    return case.place.kind == WORD and (case.between or (case.follows and case.new_line))


def _home(case: _Case) -> str | None:
    """Where the word belongs as a statement, in words."""
    if not _begins(case):
        return None
    if case.place.text in case.statements:
        return None
    named = [
        word
        for word, state in homes().get(case.place.text, ())
        if stray_length(case.machine, case.source.text, state, case.rest) >= min(_ENOUGH, len(case.rest))
    ]
    if not named:
        return None
    listed = f"{', '.join(named[:-1])} or {named[-1]}" if len(named) > 1 else named[0]
    return f"{case.found} belongs in the {listed} block"


def _without_repair(case: _Case) -> Diagnostic:
    if case.place.kind in (JUNK, UNCLOSED):
        return _no_meaning(case)
    if case.place.text == "}" and case.block is None:
        return _extra_brace(case)
    if case.place.kind == END and case.block is not None and "RBRACE" in case.accepted:
        return _open_block(case)
    stray = _stray(case)
    if stray is not None:
        return stray
    if case.before is not None and case.before.kind == "NUMBER" and set(case.accepted) >= UNITS:
        return pages.NO_UNIT.at(
            Span(case.source, case.before.start, case.before.end),
            f"{shown(case.before.text)} has no unit: expected {case.wanted}, found {case.found}",
        )
    span, found = case.gap() if case.place.kind == END else (case.span(), f"found {case.found}")
    meant = did_you_mean(case.place.text[:_SHOWN], _keywords(case)) if case.place.kind == WORD else None
    only = case.machine.literal(case.accepted[0]) if len(case.accepted) == 1 else None
    return pages.UNEXPECTED.at(
        span,
        f"expected {case.wanted}, {found}",
        label="not expected here",
        help=f"write `{meant or only}`" if meant or only else None,
    )


def _keywords(case: _Case) -> list[str]:
    words = [case.machine.literal(terminal) for terminal in case.accepted]
    return [word for word in words if word and word.isidentifier() and word != case.place.text]


_SLIPS: dict[str, Callable[[_Case, Repair], Diagnostic | None]] = {
    "missing": _missing,
    "doubled": _doubled,
    "extra": _extra,
    "misspelt": _misspelt,
    "junk": _junk,
    "unclosed": _unclosed,
    "unquoted": _unquoted,
    "number": _number,
    "date": _date,
    "currency": _currency,
    "order": _order,
    "comparison": _comparison,
}


def explain_depth(source: Source, place: Lexeme) -> Diagnostic:
    """The finding for brackets inside brackets beyond all measure."""
    return pages.DEEP.at(
        Span(source, place.start, place.end),
        "conditions are nested too deeply here: fewer than 190 brackets and `not` inside one another can be read",
        label="one too many",
        help="name the groups apart instead of nesting brackets",
    )


def too_many(source: Source, offset: int, most: int) -> Diagnostic:
    """The finding that ends a text with more mistakes than anyone wants to read."""
    return pages.TOO_MANY.at(
        Span(source, offset, min(offset + 1, len(source.text))),
        f"more than {most} syntax errors: the rest of the text was not read",
        label="reading stopped here",
    )


def given_up(source: Source, offset: int) -> Diagnostic:
    """The finding that ends a text in which nothing could be read for a long way."""
    return pages.TOO_MANY.at(
        Span(source, offset, min(offset + 1, len(source.text))),
        "no statement was found for a long way from here: the rest of the text was not read",
        label="reading stopped here",
    )
