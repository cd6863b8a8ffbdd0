"""The canonical text of a policy."""

from __future__ import annotations

from dunlang.api.errors import PolicyError
from dunlang.source import Source

__all__ = ["format"]


def format(text: str, *, name: str = "<text>") -> str:  # noqa: A001 - the verb of the command
    """*text* in its canonical form, as ``dunlang fmt`` writes it; :class:`PolicyError` for syntax errors."""
    from dunlang.syntax.format import format_source

    formatted, findings = format_source(Source(name, text))
    if formatted is None:
        raise PolicyError(findings)
    return formatted
