"""Run the rules over a policy: once each, in order, findings sorted as they will be printed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from dunlang.diagnostics import Diagnostic, sort_key
from dunlang.law import LawBook
from dunlang.lint.registry import chosen
from dunlang.lint.view import NotChecked, View
from dunlang.model.policy import Policy
from dunlang.records import frozen

if TYPE_CHECKING:
    from dunlang.notice.letters import Letters

__all__ = ["Report", "run"]


@frozen(kw_only=True)
class Report:
    """What the rules found. Silence about a thing means that it was checked and is fine, but for *not_checked*."""

    diagnostics: tuple[Diagnostic, ...]
    not_checked: tuple[NotChecked, ...]
    checked_from: dt.date | None
    checked_until: dt.date | None
    """The last invoice date that was judged: the end of the validity, or of the calendars that are final.

    Both are None where no date of the validity could be judged.
    """
    checked_until_is: str = ""
    """What that last date is, in words: ``the end of the validity``."""


def run(
    policy: Policy,
    book: LawBook | None,
    *,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    strict: bool = False,
    letters: Letters | None = None,
) -> Report:
    """Judge *policy*. Without *book* only what needs no law is judged, with weekends as the only rest days; without
    *letters* what templates say is not judged."""
    rules = chosen(select=select, ignore=ignore, strict=strict)
    if not rules:
        return Report(diagnostics=(), not_checked=(), checked_from=None, checked_until=None)
    view = View(policy, book, strict=strict, letters=letters)
    found: dict[object, Diagnostic] = {}
    for rule in rules:
        for finding in rule(view):
            # Groups that share their steps or terms share their findings: one place, one message, said once.
            place = finding.span and (id(finding.span.source), finding.span.start, finding.span.end)
            found.setdefault((finding.code, place, finding.message), finding)
    return Report(
        diagnostics=tuple(sorted(found.values(), key=sort_key)),
        not_checked=view.not_judged,
        checked_from=view.first,
        checked_until=view.last,
        checked_until_is=view.last_in_words,
    )
