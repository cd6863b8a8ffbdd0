"""The page of a code: one text for ``dunlang rule CODE``, the docs, SARIF and the tests.

A page is written once, as Markdown in a docstring or a table beside the pass that reports the code. Its first line is
the summary; a block under ``## Bad`` must give the code and a block under ``## Good`` must not: the tests run both.
"""

from __future__ import annotations

import re

import attrs

from dunlang.diagnostics.finding import Citation, Diagnostic, Edit, Label, Severity
from dunlang.records import frozen
from dunlang.source import Span

__all__ = ["Page"]

_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)


@frozen(kw_only=True)
class Page:
    """A code with its name, severity and text; calling :meth:`at` makes a finding of it."""

    code: str
    name: str
    severity: Severity
    text: str = attrs.field(repr=False)

    @property
    def summary(self) -> str:
        """The first line of the text."""
        return self.text.strip().partition("\n")[0]

    def blocks(self, heading: str) -> tuple[str, ...]:
        """The code blocks under ``## heading``."""
        part = re.search(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", self.text, re.MULTILINE | re.DOTALL)
        return tuple(block.group(2) for block in _BLOCK.finditer(part.group(1))) if part else ()

    def at(
        self,
        span: Span | None,
        message: str,
        *,
        label: str = "",
        related: tuple[Label, ...] = (),
        notes: tuple[str, ...] = (),
        citations: tuple[Citation, ...] = (),
        help: str | None = None,  # noqa: A002 - the field's own name
        severity: Severity | None = None,
        edit: Edit | None = None,
        witness: tuple[tuple[str, str], ...] = (),
        file: str = "",
    ) -> Diagnostic:
        """A finding of this code at *span*."""
        return Diagnostic(
            code=self.code,
            name=self.name,
            severity=severity or self.severity,
            message=message,
            span=span,
            label=label,
            related=related,
            notes=notes,
            citations=citations,
            help=help,
            edit=edit,
            witness=witness,
            file=file,
        )
