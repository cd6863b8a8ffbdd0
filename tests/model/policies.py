"""A policy's text resolved, for the tests of this room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dunlang.diagnostics import Diagnostic, Severity
from dunlang.model import Policy, resolve
from dunlang.source import Source, Span
from dunlang.syntax import Tree, parse

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["LAWS", "found_in", "policy_of", "resolved"]

LAWS = ("NL", "BE", "ES", "DE", "FR", "UK", "EU")
_UNREAD = ("TST001", "unread")


def resolved(
    text: str, files: Mapping[str, str] | None = None, *, name: str = "this.dun", syntax_errors: bool = False
) -> tuple[Policy | None, tuple[Diagnostic, ...]]:
    """The policy and the findings of *text*; *files* are those that it may use, by path."""
    known = {name: text, **(files or {})}
    reads: list[str] = []

    def read(path: str, span: Span) -> Tree | Diagnostic:
        reads.append(path)
        if path not in known:
            return Diagnostic(
                code=_UNREAD[0], name=_UNREAD[1], severity=Severity.ERROR, message=f"no file `{path}`", span=span
            )
        return parse(Source(path, known[path]))[0]

    tree, errors = parse(Source(name, text))
    assert syntax_errors or not errors, errors
    policy, found = resolve(
        tree,
        read=read,
        known_law=lambda code: code in LAWS,
        known_calendar=lambda calendar: calendar.split(".")[0] in LAWS,
    )
    assert len(reads) == len(set(reads)), "a file was read twice"
    return policy, found


def policy_of(text: str, files: Mapping[str, str] | None = None) -> Policy:
    """The policy of a text without findings."""
    policy, found = resolved(text, files)
    assert not found, found
    assert policy is not None
    return policy


def found_in(text: str, files: Mapping[str, str] | None = None) -> list[tuple[str, str]]:
    """The findings of a text as (code, underlined text)."""
    return [(found.code, found.span.text if found.span is not None else "") for found in resolved(text, files)[1]]
