"""What makes a finding the same one next week: its code, its file and its words, never its line.

So a baseline or a code-scanning service recognises a finding after lines were added above it. Of several findings
that are alike the first keeps number 1, the next gets 2.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence

from dunlang.diagnostics import Diagnostic

__all__ = ["fingerprints"]


def fingerprints(findings: Sequence[Diagnostic]) -> list[str]:
    """One fingerprint for each finding, in their order: 32 hexadecimal digits, a colon and a number."""
    seen: Counter[str] = Counter()
    out = []
    for found in findings:
        key = hashlib.sha256("\0".join((found.code, found.path, _words(found))).encode()).hexdigest()[:32]
        seen[key] += 1
        out.append(f"{key}:{seen[key]}")
    return out


def _words(found: Diagnostic) -> str:
    if found.span is None:
        return found.message
    source = found.span.source
    line = found.span.line
    # A little of the line beside the span tells two equal amounts apart; a line of megabytes is not hashed whole.
    start = source.line_starts[line - 1]
    text = source.line(line)[: max(200, found.span.start - start + 200)][-400:]
    return " ".join(text.split()) + "\0" + " ".join(found.span.text[:200].split())
