"""Every rule, and the page of every code: the tables behind ``--select``, ``dunlang rule`` and the docs.

The order is the reading order of the families and, in each, of its ``RULES``.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from dunlang.diagnostics import Page
from dunlang.lint.rule import Rule
from dunlang.lint.rules import FAMILIES

__all__ = ["RULES", "chosen", "matching", "pages"]

RULES: tuple[Rule, ...] = tuple(rule for family in FAMILIES for rule in family)


def matching(selector: str) -> tuple[Rule, ...]:
    """The rules that *selector* means: a code, the start of one (``TRM``), or a name. Empty: it means none."""
    return tuple(rule for rule in RULES if rule.name == selector or (selector and rule.code.startswith(selector)))


def chosen(*, select: Iterable[str] = (), ignore: Iterable[str] = (), strict: bool = False) -> tuple[Rule, ...]:
    """The rules to run: those selected, or without *select* all that run by default, less those ignored.

    A rule that runs only when asked for must be selected by its full code or its name; one for strict checks runs
    under *strict* or when so selected.
    """
    named = frozenset(select)
    wanted = _codes(named)
    unwanted = _codes(ignore)

    def is_wanted(rule: Rule) -> bool:
        if rule.code in unwanted:
            return False
        if rule.code in named or rule.name in named:
            return True
        runs = rule.runs == "always" or (rule.runs == "strict" and strict)
        return runs and (not named or rule.code in wanted)

    return tuple(filter(is_wanted, RULES))


def _codes(selectors: Iterable[str]) -> frozenset[str]:
    return frozenset(rule.code for selector in selectors for rule in matching(selector))


@cache
def pages() -> tuple[Page, ...]:
    """The page of every code that any room reports, by code."""
    from dunlang.law.pages import PAGES as LAW
    from dunlang.lint.suppress import PAGES as SUPPRESSIONS
    from dunlang.model.pages import PAGES as MODEL
    from dunlang.notice.pages import PAGES as TEMPLATES
    from dunlang.syntax.pages import PAGES as SYNTAX

    found = (*SYNTAX, *MODEL, *LAW, *SUPPRESSIONS, *TEMPLATES, *(rule.page for rule in RULES))
    return tuple(sorted(found, key=lambda page: page.code))
