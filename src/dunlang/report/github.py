"""Findings as GitHub workflow commands: annotations beside the lines of a pull request.

Messages escape ``%``, carriage return and line feed; properties also ``:`` and ``,``. GitHub takes columns only where
a span lies on one line.
"""

from __future__ import annotations

from collections.abc import Sequence

from dunlang.diagnostics import Diagnostic, Severity
from dunlang.report.citation import citation_lines
from dunlang.report.width import clean

__all__ = ["github"]

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def github(findings: Sequence[Diagnostic]) -> str:
    """One command a line for each finding; empty text for none."""
    return "".join(_command(found) + "\n" for found in findings)


def _command(found: Diagnostic) -> str:
    properties: dict[str, object] = {"title": f"{found.code} {found.name}", "file": found.path}
    if found.span is not None:
        line, column = found.span.source.position(found.span.start)
        last, end = found.span.source.position(max(found.span.start, found.span.end))
        properties["line"] = line
        if last == line:
            properties["col"] = column
            properties["endLine"] = last
            properties["endColumn"] = end
        else:
            properties["endLine"] = last
    listed = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items() if value != "")
    return f"::{_LEVELS[found.severity]} {listed}::{_message(_said(found))}"


def _said(found: Diagnostic) -> str:
    lines = [found.message]
    lines += ["law: " + citation_lines(citation)[0] for citation in found.citations]
    if found.witness:
        lines.append("example: " + ", ".join(f"{what} {value}".strip() for what, value in found.witness))
    if found.help:
        lines.append("help: " + found.help)
    return "\n".join(lines)


def _message(text: str) -> str:
    escaped = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return clean(escaped)


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
