"""Findings as SARIF 2.1.0, for code scanning.

Regions count code points. A file's address is relative to ``SRCROOT``, the folder where dunlang was started. The
partial fingerprint (``dunlang/v1``) depends on code, file and words, not on the line. For which dates the policies were
judged, and what was not checked, are notifications of the run, each with the files that it is about.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import quote

from dunlang.diagnostics import Diagnostic, Judged, Label, Page, Severity, by_words
from dunlang.report.citation import citation_lines
from dunlang.report.fingerprint import fingerprints
from dunlang.report.json import dump
from dunlang.source import Span

__all__ = ["sarif"]

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}


def sarif(
    findings: Sequence[Diagnostic],
    *,
    pages: Mapping[str, Page],
    tool: str,
    judged: Sequence[Judged] = (),
    successful: bool = True,
) -> str:
    """One run with all *findings*; *pages* by code give the rules their text, *tool* is dunlang's version.

    *successful* is whether all input could be read.
    """
    codes = sorted({found.code for found in findings})
    prints = fingerprints(findings)
    run: dict[str, object] = {
        "tool": {
            "driver": {
                "name": "dunlang",
                "version": tool,
                "rules": [_rule(code, findings, pages.get(code)) for code in codes],
            }
        },
        "invocations": [
            {
                "executionSuccessful": successful,
                "toolExecutionNotifications": [
                    {
                        "level": "note",
                        "message": {"text": line},
                        "locations": [{"physicalLocation": _file(name)} for name in about],
                    }
                    for line, about in by_words(judged).items()
                ],
            }
        ],
        "columnKind": "unicodeCodePoints",
        "results": [
            _result(found, codes.index(found.code), mark) for found, mark in zip(findings, prints, strict=True)
        ],
    }
    return dump({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(code: str, findings: Sequence[Diagnostic], page: Page | None) -> dict[str, object]:
    if page is None:
        first = next(found for found in findings if found.code == code)
        return {"id": code, "name": _pascal(first.name), "shortDescription": {"text": first.name.replace("-", " ")}}
    return {
        "id": code,
        "name": _pascal(page.name),
        "shortDescription": {"text": page.summary},
        "fullDescription": {"text": page.summary},
        "help": {"text": page.text.strip(), "markdown": page.text.strip()},
        "defaultConfiguration": {"level": _LEVELS[page.severity]},
        "properties": {"tags": [page.name]},
    }


def _pascal(name: str) -> str:
    return "".join(word[:1].upper() + word[1:] for word in name.split("-"))


def _result(found: Diagnostic, rule: int, fingerprint: str) -> dict[str, object]:
    result: dict[str, object] = {
        "ruleId": found.code,
        "ruleIndex": rule,
        "level": _LEVELS[found.severity],
        "message": {"text": _said(found)},
        "locations": [_place(found.span) if found.span is not None else {"physicalLocation": _file(found.file)}],
        "partialFingerprints": {"dunlang/v1": fingerprint},
    }
    if found.related:
        result["relatedLocations"] = [_related(label, number) for number, label in enumerate(found.related, 1)]
    if found.edit is not None:
        change = {
            **_file(found.edit.span.source.name),
            "replacements": [
                {"deletedRegion": _region(found.edit.span), "insertedContent": {"text": found.edit.replacement}}
            ],
        }
        result["fixes"] = [{"description": {"text": found.help or "replace the text"}, "artifactChanges": [change]}]
    return result


def _said(found: Diagnostic) -> str:
    """The message with all that other formats show in lines of their own."""
    lines = [found.message]
    if found.label:
        lines.append(found.label)
    lines += ["law: " + ": ".join(citation_lines(citation)) for citation in found.citations]
    if found.witness:
        lines.append("example: " + ", ".join(f"{what} {value}".strip() for what, value in found.witness))
    lines += [f"note: {note}" for note in found.notes]
    if found.help:
        lines.append(f"help: {found.help}")
    return "\n".join(lines)


def _file(name: str) -> dict[str, object]:
    if name.startswith("/"):
        return {"artifactLocation": {"uri": "file://" + quote(name)}}
    return {"artifactLocation": {"uri": quote(name) or "unknown", "uriBaseId": "SRCROOT"}}


def _place(span: Span) -> dict[str, object]:
    region = _region(span)
    if span.text and span.end - span.start <= 2000:
        region["snippet"] = {"text": span.text}
    return {"physicalLocation": {**_file(span.source.name), "region": region}}


def _related(label: Label, number: int) -> dict[str, object]:
    location: dict[str, object] = {"id": number, **_place(label.span)}
    if label.text:
        location["message"] = {"text": label.text}
    return location


def _region(span: Span) -> dict[str, object]:
    line, column = span.source.position(span.start)
    last, end = span.source.position(max(span.start, span.end))
    return {
        "startLine": line,
        "startColumn": column,
        "endLine": last,
        "endColumn": end,
        "charOffset": span.start,
        "charLength": max(0, span.end - span.start),
    }
