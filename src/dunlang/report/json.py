"""Findings as JSON, versioned and described by ``schemas/findings.json``.

Lines and columns count from 1, offsets from 0, all in code points; ends are exclusive. Keys keep their order, and a
key without a value is null or an empty list, never left out.
"""

from __future__ import annotations

import datetime as dt
import json as _json
from collections.abc import Sequence

from dunlang.diagnostics import Citation, Diagnostic, Judged, Label
from dunlang.report.fingerprint import fingerprints
from dunlang.source import Span

__all__ = ["VERSION", "dump", "dump_line", "findings_json", "place"]

#: The version of the layout: it grows by one when a key changes or goes, not when one is added.
VERSION = 1


def findings_json(findings: Sequence[Diagnostic], *, tool: str, files: int, judged: Sequence[Judged] = ()) -> str:
    """The report of one check. *tool* is dunlang's version, *files* how many were checked."""
    counts = {"error": 0, "warning": 0, "note": 0}
    for found in findings:
        counts[found.severity] += 1
    prints = fingerprints(findings)
    return dump(
        {
            "format": "dunlang-findings",
            "version": VERSION,
            "tool": {"name": "dunlang", "version": tool},
            "summary": {
                "files": files,
                "errors": counts["error"],
                "warnings": counts["warning"],
                "notes": counts["note"],
            },
            "findings": [_finding(found, mark) for found, mark in zip(findings, prints, strict=True)],
            "judged": [_judged(one) for one in judged],
            "not_checked": list(dict.fromkeys(what for one in judged for what in one.not_checked)),
        }
    )


def dump(document: object) -> str:
    """JSON text as all our writers give it: two blanks deep, letters as they are, a line break at the end."""
    return _json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def dump_line(document: object) -> str:
    """JSON on one line, with its line break."""
    return _json.dumps(document, ensure_ascii=False, allow_nan=False) + "\n"


def place(span: Span | None) -> dict[str, object] | None:
    """A span as JSON, or None."""
    if span is None:
        return None
    return {"file": span.source.name, "start": _point(span, span.start), "end": _point(span, max(span.start, span.end))}


def _point(span: Span, offset: int) -> dict[str, int]:
    line, column = span.source.position(offset)
    return {"line": line, "column": column, "offset": offset}


def _finding(found: Diagnostic, fingerprint: str) -> dict[str, object]:
    return {
        "code": found.code,
        "name": found.name,
        "severity": str(found.severity),
        "message": found.message,
        "file": found.path,
        "span": place(found.span),
        "label": found.label,
        "related": [_label(label) for label in found.related],
        "citations": [_citation(citation) for citation in found.citations],
        "example": [{"what": what, "value": value} for what, value in found.witness],
        "notes": list(found.notes),
        "help": found.help,
        "edit": None if found.edit is None else {"span": place(found.edit.span), "text": found.edit.replacement},
        "fingerprint": fingerprint,
    }


def _judged(one: Judged) -> dict[str, object]:
    return {
        "file": one.file,
        "from": _day(one.first),
        "until": _day(one.last),
        "until_is": one.ends,
        "not_checked": list(one.not_checked),
    }


def _label(label: Label) -> dict[str, object]:
    return {"span": place(label.span), "text": label.text}


def _citation(citation: Citation) -> dict[str, object]:
    return {
        "provision": citation.provision,
        "article": citation.article,
        "says": citation.says,
        "in_force_from": _day(citation.in_force_from),
        "in_force_until": _day(citation.in_force_until),
        "confidence": citation.confidence,
        "url": citation.url,
        "verified_on": _day(citation.verified_on),
        "origin": citation.origin,
    }


def _day(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()
