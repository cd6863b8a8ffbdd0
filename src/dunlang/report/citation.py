"""A provision of law in words: article, when it is in force, how sure the data is, where to read it."""

from __future__ import annotations

from dunlang.diagnostics import Citation

__all__ = ["citation_lines", "sureness"]

_SURE = {
    "verified": "verified",
    "single": "one source only",
    "derived": "derived, not read in the text",
    "memory": "not verified",
    "house": "a rule of your own",
}


def sureness(citation: Citation) -> str:
    """How sure the data is, and since when: ``verified by 3 sources on 2026-11-21``."""
    sure = _SURE.get(citation.confidence, citation.confidence)
    word, _, count = citation.confidence.replace(" by ", ":").partition(":")
    if word == "verified" and count:
        sure = f"verified by {count} sources"
    return sure + (f" on {citation.verified_on}" if citation.verified_on else "")


def citation_lines(citation: Citation) -> list[str]:
    """One to three lines: what it is, what it says, and its address."""
    parts = [citation.article or citation.provision]
    if citation.in_force_from and citation.in_force_until:
        parts.append(f"in force from {citation.in_force_from} until {citation.in_force_until}")
    elif citation.in_force_from:
        parts.append(f"in force from {citation.in_force_from}")
    elif citation.in_force_until:
        parts.append(f"in force until {citation.in_force_until}")
    if citation.confidence:
        parts.append(sureness(citation))
    if citation.origin and citation.origin != "dunlang":
        parts.append(f"from {citation.origin}")
    lines = [", ".join(parts)]
    if citation.says:
        lines.append(citation.says)
    if citation.url:
        lines.append(citation.url)
    return lines
