"""What an expression of a template can be: a variable, a constant, something printed already, or something opaque.

A :data:`Value` is a list of alternatives, each with the condition under which the expression is it; the conditions
exclude each other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import attrs

from dunlang.records import frozen
from dunlang.source import Span

__all__ = ["Absent", "Base", "Const", "Count", "Loop", "Macro", "Module", "Opaque", "Piece", "Printed", "Ref", "Value"]


@frozen(kw_only=True)
class Piece:
    """One thing printed, in order: literal words, a variable, or the mark that what follows states an element.

    Exactly one of *text*, *path* and *says* is not empty. *condition* is when it is printed.
    """

    condition: int
    span: Span = attrs.field(eq=False, repr=False)
    text: str = ""
    raw: bool = False
    """Whether *text* stands in the template itself: in HTML its tags are tags."""
    path: str = ""
    """As the vocabulary has it: ``claims[].number``."""
    says: str = ""
    filters: tuple[str, ...] = ()
    """The filters that the value went through."""


@frozen
class Ref:
    """A variable. The path of a list's item names the list and the turn: ``claims[]#2.number``."""

    path: str


@frozen
class Const:
    """A literal."""

    value: Any


@frozen
class Count:
    """How many items a list has."""

    path: str


@frozen
class Printed:
    """Text put together: what it prints, with the conditions inside."""

    pieces: tuple[Piece, ...]


@frozen
class Opaque:
    """A value that is not followed; equal words are the same value."""

    words: str


@frozen
class Absent:
    """No value at all: *why* printing it fails; empty where it prints nothing (an `if` in an expression, no `else`)."""

    why: str


@frozen
class Loop:
    """The variable `loop` of one turn; None where it is not known whether the turn is the first or the last."""

    first: bool
    last: bool
    path: str


@frozen(eq=False)
class Macro:
    """Something that can be called: gives what it prints."""

    call: Callable[..., tuple[Piece, ...]] = attrs.field(repr=False)


@frozen(eq=False)
class Module:
    """The macros of another file."""

    macros: Mapping[str, Macro]


Base = Ref | Const | Count | Printed | Opaque | Absent | Loop | Macro | Module
Value = list[tuple[int, Base]]
