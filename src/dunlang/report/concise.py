"""Findings one a line, ``file:line:column: severity CODE name: message``: for editors, ``grep`` and long lists."""

from __future__ import annotations

from collections.abc import Sequence

from dunlang.diagnostics import Diagnostic
from dunlang.report.colour import Paint, plain
from dunlang.report.full import style_of
from dunlang.report.width import clean

__all__ = ["concise"]


def concise(findings: Sequence[Diagnostic], paint: Paint = plain) -> str:
    """All findings, a line each; empty text for none."""
    return "".join(_line(found, paint) + "\n" for found in findings)


def _line(found: Diagnostic, paint: Paint) -> str:
    place = clean(str(found.span) if found.span is not None else found.file)
    severity = paint(style_of(found), str(found.severity))
    return f"{paint('bold', place + ':')} {severity} {found.code} {found.name}: {clean(found.message)}"
