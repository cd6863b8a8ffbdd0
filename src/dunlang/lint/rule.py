"""What a rule is: a code, a name, a page, and one function over a view.

The name is the function's own (``discount_after_due`` is ``discount-after-due``: it reads after "allow"), the page is
the docstring of its module. Consistency rules have codes below 100 in their family, rules of law from 100 on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Literal

import attrs

from dunlang.diagnostics import Citation, Diagnostic, Edit, Label, Page, Severity
from dunlang.records import frozen

if TYPE_CHECKING:
    from dunlang.lint.view import View
    from dunlang.source import Span

__all__ = ["Rule", "rule"]

Check = Callable[["View"], Iterator[Diagnostic]]

#: When a rule runs: always, under ``--strict``, or only where it is selected by name.
Runs = Literal["always", "strict", "asked"]


@frozen(kw_only=True)
class Rule:
    """One rule. Calling it judges a view; :meth:`at` makes a finding of it."""

    page: Page
    check: Check = attrs.field(repr=False)
    runs: Runs = "always"
    reads: tuple[str, ...] = ()
    """The kinds of law data that it reads; empty for a rule that needs no law."""

    @property
    def code(self) -> str:
        """Three letters by subject and three digits."""
        return self.page.code

    @property
    def name(self) -> str:
        """The name that reads after "allow"."""
        return self.page.name

    def __call__(self, view: View) -> Iterator[Diagnostic]:
        return self.check(view)

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
    ) -> Diagnostic:
        """A finding of this rule at *span*."""
        return self.page.at(
            span,
            message,
            label=label,
            related=related,
            notes=notes,
            citations=citations,
            help=help,
            severity=severity,
            edit=edit,
            witness=witness,
        )


def rule(
    *, code: str, severity: Severity, runs: Runs = "always", reads: tuple[str, ...] = ()
) -> Callable[[Check], Rule]:
    """Make a rule of a function; name and page come from the function and its module."""

    def register(check: Check) -> Rule:
        # Under -OO there are no docstrings: the rule still judges, only its page is empty.
        text = check.__globals__["__doc__"] or ""
        name = check.__name__.replace("_", "-")
        return Rule(page=Page(code=code, name=name, severity=severity, text=text), check=check, runs=runs, reads=reads)

    return register
