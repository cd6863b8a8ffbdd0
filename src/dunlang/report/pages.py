"""The page of a code as text, and the list of all codes."""

from __future__ import annotations

from collections.abc import Sequence

from dunlang.diagnostics import Page
from dunlang.report.colour import Paint, plain
from dunlang.report.json import dump
from dunlang.report.tables import table

__all__ = ["page_text", "pages_json", "pages_table"]


def page_text(page: Page, paint: Paint = plain) -> str:
    """The page as it is written, under its code, name and severity."""
    lines = [paint("bold", line) if line.startswith("#") else line for line in page.text.strip().splitlines()]
    head = paint(page.severity.value, page.code) + paint("bold", f" {page.name}") + f" ({page.severity})"
    return "\n".join([head, "", *lines]) + "\n"


def pages_table(pages: Sequence[Page], paint: Paint = plain) -> str:
    """A line for each page: code, name, severity, summary."""
    rows = [(page.code, page.name, str(page.severity), page.summary) for page in pages]
    return table(("code", "name", "severity", "what is wrong"), rows, paint=paint)


def pages_json(pages: Sequence[Page]) -> str:
    """The pages as JSON, described by ``schemas/rules.json``."""
    return dump(
        {
            "format": "dunlang-rules",
            "version": 1,
            "rules": [
                {
                    "code": page.code,
                    "name": page.name,
                    "severity": str(page.severity),
                    "summary": page.summary,
                    "text": page.text.strip(),
                }
                for page in pages
            ],
        }
    )
