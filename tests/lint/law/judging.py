"""Policies judged by the rules of law alone, and what one change does to a lawful one."""

from __future__ import annotations

from dunlang.diagnostics import Diagnostic, Severity
from tests.lint.policies import judged

__all__ = ["change", "dropped", "of_law", "told"]


def of_law(text: str) -> list[Diagnostic]:
    """The findings of the rules of law on a policy's text."""
    return [each for each in judged(text).diagnostics if each.code[3:] >= "100"]


def told(text: str, *, notes: bool = False) -> list[tuple[str, str]]:
    """The findings of law as (code, severity); *notes* with those that are only notes."""
    found = of_law(text)
    return [(each.code, str(each.severity)) for each in found if notes or each.severity != Severity.NOTE]


def change(lawful: str, *pairs: tuple[str, str]) -> str:
    """A lawful policy with each first text of *pairs*, which must stand in it once, made the second."""
    for old, new in pairs:
        assert lawful.count(old) == 1, old
        lawful = lawful.replace(old, new)
    return lawful


def dropped(text: str) -> set[str]:
    """What the report on a policy says was not checked."""
    return {each.what for each in judged(text).not_checked}
