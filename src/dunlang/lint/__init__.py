"""Is the policy consistent with itself, and is it lawful: the rules, what they may see, and the engine that runs them.

:func:`run` judges a resolved policy and gives a :class:`Report`: findings in the order of the text, what could not be
judged and why, and the last day that was judged. A rule is one function over a :class:`View` in one file of
:mod:`dunlang.lint.rules`; its module docstring is its page. :mod:`.registry` lists them all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dunlang.lint.engine import Report, run
    from dunlang.lint.rule import Rule, rule
    from dunlang.lint.view import NotChecked, View

__all__ = ["NotChecked", "Report", "Rule", "View", "rule", "run"]

_HOMES = {"NotChecked": "view", "Report": "engine", "Rule": "rule", "View": "view", "rule": "rule", "run": "engine"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
