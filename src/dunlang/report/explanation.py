"""Why, and why not, as text and as JSON (``schemas/explanation.json``)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from dunlang.diagnostics import Citation
from dunlang.report.colour import Paint, plain
from dunlang.report.json import dump
from dunlang.report.width import clean

if TYPE_CHECKING:
    from dunlang.portfolio.explain import Explanation

__all__ = ["explanation_json", "explanation_text"]

#: The provision behind an id, where the law of the policy knows it.
Cite = Callable[[str], Citation | None]


def explanation_text(found: Explanation, *, cite: Cite, paint: Paint = plain) -> str:
    """The lines, reasons indented below what they explain; behind each its place in the policy and its article."""
    out = []
    for line in found.lines:
        text = clean(line.text)
        if not line.depth:
            text = paint("bold", text) if line.about in ("invoice", "step") else text
        behind = []
        if line.provision:
            citation = cite(line.provision)
            behind.append(citation.article if citation is not None and citation.article else line.provision)
        if line.span is not None:
            behind.append(str(line.span))
        said = f"  {paint('dim', '[' + clean('; '.join(behind)) + ']')}" if behind else ""
        indent = "  " * (line.depth + (line.about != "invoice"))
        out.append(indent + text + said)
    return "\n".join(out) + "\n"


def explanation_json(found: Explanation, *, cite: Cite, tool: str) -> str:
    """The same as JSON."""
    lines = []
    for line in found.lines:
        citation = cite(line.provision) if line.provision else None
        lines.append(
            {
                "about": line.about,
                "text": line.text,
                "depth": line.depth,
                "policy": None if line.span is None else str(line.span),
                "provision": line.provision or None,
                "article": None if citation is None else citation.article,
                "url": None if citation is None or not citation.url else citation.url,
            }
        )
    return dump(
        {
            "format": "dunlang-explanation",
            "version": 1,
            "tool": {"name": "dunlang", "version": tool},
            "invoice": found.invoice,
            "date": found.date.isoformat(),
            "step": found.step or None,
            "lines": lines,
        }
    )
