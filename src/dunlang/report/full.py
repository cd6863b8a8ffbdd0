"""Findings for people: one terse line, the source underlined, the law, an example, one thing to do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dunlang.diagnostics import Diagnostic, Severity
from dunlang.report.citation import citation_lines
from dunlang.report.colour import Paint, Style, plain
from dunlang.report.snippet import Mark, snippet
from dunlang.report.width import clean

__all__ = ["full", "style_of"]

_STYLES: dict[Severity, Style] = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}


def style_of(found: Diagnostic) -> Style:
    """The style of a finding's severity."""
    return _STYLES[found.severity]


def full(findings: Sequence[Diagnostic], paint: Paint = plain) -> str:
    """All findings, each in a paragraph of its own; empty text for none."""
    return "".join("\n".join(_one(found, paint)) + "\n\n" for found in findings)


def _one(found: Diagnostic, paint: Paint) -> Iterable[str]:
    style = style_of(found)
    yield paint(style, f"{found.severity}[{found.code} {found.name}]") + paint("bold", f": {clean(found.message)}")
    gutter = 1
    if found.span is not None:
        marks = [
            Mark(found.span, found.label, primary=True),
            *(Mark(label.span, label.text) for label in found.related),
        ]
        lines, gutter = snippet(marks, paint, style=style)
        yield from lines
    else:
        yield " " * gutter + paint("bar", "-->") + f" {clean(found.file)}"
        for label in found.related:
            yield " " * gutter + paint("bar", ":::") + f" {clean(str(label.span))} {clean(label.text)}".rstrip()
    for citation in found.citations:
        yield from _item("law", citation_lines(citation), gutter, paint)
    if found.witness:
        yield from _item(
            "example", [", ".join(f"{what} {value}".strip() for what, value in found.witness)], gutter, paint
        )
    for note in found.notes:
        yield from _item("note", note.splitlines(), gutter, paint)
    if found.help:
        yield from _item("help", found.help.splitlines(), gutter, paint)


def _item(word: str, lines: Sequence[str], gutter: int, paint: Paint) -> Iterable[str]:
    """``= word: text``, further lines of it below its own text."""
    for index, line in enumerate(lines):
        if not index:
            yield " " * gutter + paint("bar", " = ") + paint("bold", f"{word}:") + f" {clean(line)}"
        else:
            yield " " * (gutter + 5 + len(word)) + clean(line)
