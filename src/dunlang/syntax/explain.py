"""The words for a mistake: what was found, what belongs there, and what to write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dunlang.diagnostics import Diagnostic, Label, did_you_mean
from dunlang.source import Source, Span
from dunlang.syntax import pages
from dunlang.syntax.driver import DEEPEST
from dunlang.syntax.expected import UNITS
from dunlang.syntax.mistake import SHOWN, Mistake, mistake_at, shown
from dunlang.syntax.scan import END, JUNK, UNCLOSED, WORD, Lexeme

if TYPE_CHECKING:
    from collections.abc import Callable

    from dunlang.syntax.automaton import Automaton
    from dunlang.syntax.driver import Stacks
    from dunlang.syntax.probe import Window
    from dunlang.syntax.repair import Repair

__all__ = ["explain", "explain_depth", "given_up", "too_many"]


def _named(repair: Repair) -> bool:
    """Whether the message can name the one thing that is missing."""
    return repair.kind == "missing" and repair.supply[0].sure


def explain(
    machine: Automaton, source: Source, seen: Window, repair: Repair | None, stacks: Stacks, stopped: Stacks
) -> Diagnostic:
    """The finding for a mistake; *stacks* are those before the repair, *stopped* those where the parse stopped."""
    if repair is not None and repair.at < seen.bad and repair.kind in ("instead", "missing") and not _named(repair):
        repair = None  # the message would ask for what is there: say instead what does not fit behind it
        stacks = stopped
    at = seen.bad if repair is None else repair.at
    case = mistake_at(machine, source, seen, at, stacks)
    said = _SLIPS[repair.kind](case, repair) if repair is not None and repair.kind in _SLIPS else None
    return said or _without_repair(case)


def _unit(case: Mistake, repair: Repair) -> Diagnostic | None:
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


def _missing(case: Mistake, repair: Repair) -> Diagnostic:
    first = repair.supply[0].terminal
    if first == "RBRACE":
        return _open_block(case)
    stray = _stray(case) if case.home else None
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
    only = case.machine.literal(first) if repair.supply[0].sure else None
    wanted = f"`{only}`" if only else case.wanted
    return pages.MISSING.at(span, f"expected {wanted}, {found}", label="something is missing here")


def _open_block(case: Mistake) -> Diagnostic:
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


def _doubled(case: Mistake, _: Repair) -> Diagnostic:
    text = shown(case.place.text)
    if case.place.text == "}":
        return _extra_brace(case)
    return pages.DOUBLED.at(case.span(), f"{text} stands here twice", label="the second one", help=f"remove one {text}")


def _extra(case: Mistake, repair: Repair) -> Diagnostic | None:
    if case.place.text == "}":
        return _extra_brace(case)
    stray = _stray(case)
    if stray is not None:
        return stray
    if repair.gain < 3 or case.between:
        return None
    span, text = case.span(), shown(case.place.text)
    return pages.UNEXPECTED.at(span, f"{text} does not belong here: expected {case.wanted}", label="not expected here")


def _extra_brace(case: Mistake) -> Diagnostic:
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


def _misspelt(case: Mistake, repair: Repair) -> Diagnostic:
    meant = f"`{repair.supply[0].text}`"
    home = case.home
    notes = (home,) if home else ()
    wanted = "a block" if case.between and case.block is None else "a statement" if case.between else case.wanted
    return pages.MISSPELT.at(
        case.span(),
        f"expected {wanted}, found {case.found}: did you mean {meant}?",
        label=f"perhaps {meant}",
        notes=notes,
        help=f"write {meant}",
    )


def _junk(case: Mistake, _: Repair) -> Diagnostic:
    return _no_meaning(case)


def _no_meaning(case: Mistake) -> Diagnostic:
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


def _unclosed(case: Mistake, _: Repair | None) -> Diagnostic:
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


def _unquoted(case: Mistake, repair: Repair) -> Diagnostic:
    text = repair.supply[0].text
    return pages.UNQUOTED.at(
        case.span(repair.resume),
        f"expected a text in quotes, found {shown(text.strip(chr(34)))}",
        help=f"write {shown(text)}",
    )


def _number(case: Mistake, repair: Repair) -> Diagnostic:
    text = case.source.text[case.place.start : repair.resume]
    return pages.NUMBER.at(
        case.span(repair.resume),
        f"{shown(text)} is no number of this language",
        label="digits, and a point before decimals",
        help="write a point before the decimals and no grouping: 1234.56"
        if "," in text
        else "write plain digits: 1000",
    )


def _date(case: Mistake, repair: Repair) -> Diagnostic:
    text = case.source.text[case.place.start : repair.resume]
    return pages.DATE.at(
        case.span(repair.resume),
        f"{shown(text)} is not a date",
        label="year, month, day",
        help="write a date as 2026-01-31",
    )


def _currency(case: Mistake, repair: Repair) -> Diagnostic:
    code = repair.supply[-1].text
    text = case.source.text[case.place.start : repair.resume]
    right = f"{repair.supply[0].text} {code}" if len(repair.supply) > 1 else code
    if len(repair.supply) == 1 and text.isalpha():
        return pages.CURRENCY.at(
            case.span(repair.resume), f"{shown(text)} is not a currency code", help=f"write `{code}`"
        )
    return pages.CURRENCY.at(
        case.span(repair.resume), f"{shown(text)} is not how an amount is written", help=f"write `{right}`"
    )


def _order(case: Mistake, repair: Repair) -> Diagnostic:
    word = case.place.text
    number, unit = repair.supply[0].text, repair.supply[1].text
    anchor = repair.supply[-1].text or "invoice"
    return pages.ORDER.at(
        case.span(repair.resume),
        f"the number comes before `{word}`, and what it counts from behind it",
        label=f"`{number} {unit} {word} {anchor}`",
        help=f"write `{number} {unit} {word} {anchor}` (or due, delivery, receipt, or the name of a step)",
    )


def _repeat(case: Mistake, repair: Repair) -> Diagnostic:
    text = case.source.text[case.place.start : repair.resume]
    return pages.REPEAT.at(
        case.span(repair.resume),
        "the repetition of a step comes before what is done",
        help=f"move {shown(' '.join(text.split()))} to before the first action of the step",
    )


def _comparison(case: Mistake, repair: Repair) -> Diagnostic:
    right = " ".join(part.text for part in repair.supply)
    text = case.source.text[case.place.start : repair.resume]
    return pages.COMPARISON.at(
        case.span(repair.resume),
        f"{shown(text)} does not compare these: words are compared with `is`, numbers with >=, >, <=, < and =",
        help=f"write `{right}`",
    )


def _members(case: Mistake, repair: Repair) -> Diagnostic:
    text = case.source.text[case.place.start : repair.resume]
    return pages.MISSING.at(
        case.span(repair.resume),
        f"the values behind `in` stand in brackets, found {shown(text)}",
        help=f"write `({text})`",
    )


def _stray(case: Mistake) -> Diagnostic | None:
    """A statement in the wrong block, or one that no block has."""
    if not case.begins or case.place.text in case.statements:
        return None
    home = case.home
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


def _without_repair(case: Mistake) -> Diagnostic:
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
    meant = did_you_mean(case.place.text[:SHOWN], _keywords(case)) if case.place.kind == WORD else None
    only = case.machine.literal(case.accepted[0]) if len(case.accepted) == 1 else None
    return pages.UNEXPECTED.at(
        span,
        f"expected {case.wanted}, {found}",
        label="not expected here",
        help=f"write `{meant or only}`" if meant or only else None,
    )


def _keywords(case: Mistake) -> list[str]:
    words = [case.machine.literal(terminal) for terminal in case.accepted]
    return [word for word in words if word and word.isidentifier() and word != case.place.text]


_SLIPS: dict[str, Callable[[Mistake, Repair], Diagnostic | None]] = {
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
    "repeat": _repeat,
    "comparison": _comparison,
    "members": _members,
}


def explain_depth(source: Source, place: Lexeme) -> Diagnostic:
    """The finding for brackets inside brackets beyond all measure."""
    return pages.DEEP.at(
        Span(source, place.start, place.end),
        f"conditions are nested too deeply here: at most {DEEPEST} brackets and `not` can stand inside one another",
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
