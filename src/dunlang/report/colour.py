"""Colour in the terminal: when, and which.

The rules, strongest first: the flag, a ``NO_COLOR`` that is not empty, ``FORCE_COLOR`` or ``CLICOLOR_FORCE``,
``TERM=dumb`` or ``CLICOLOR=0``, and last whether the stream is a terminal (no-color.org, force-color.org).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

__all__ = ["Paint", "Style", "ansi", "painter", "plain", "use_colour"]

Style = Literal["error", "warning", "note", "bar", "bold", "related", "good", "dim"]

#: A function that gives a text its style.
Paint = Callable[[Style, str], str]

_CODES: dict[Style, str] = {
    "error": "1;31",
    "warning": "1;33",
    "note": "1;36",
    "bar": "34",
    "bold": "1",
    "related": "34",
    "good": "32",
    "dim": "2",
}


def use_colour(flag: str, environment: Mapping[str, str], *, terminal: bool) -> bool:
    """Whether to colour; *flag* is ``always``, ``never`` or ``auto``, *terminal* whether the stream is one."""
    if flag in ("always", "never"):
        return flag == "always"
    if environment.get("NO_COLOR"):
        return False
    if environment.get("FORCE_COLOR") or environment.get("CLICOLOR_FORCE", "0") not in ("", "0"):
        return True
    if environment.get("TERM") == "dumb" or environment.get("CLICOLOR") == "0":
        return False
    return terminal


def plain(style: Style, text: str) -> str:  # noqa: ARG001 - has the shape of a painter
    """No colour: the text as it is."""
    return text


def ansi(style: Style, text: str) -> str:
    """ANSI colours; nothing around an empty text."""
    return f"\x1b[{_CODES[style]}m{text}\x1b[0m" if text else text


def painter(colour: bool) -> Paint:
    """The painter for a stream that shows colours, or not."""
    return ansi if colour else plain
