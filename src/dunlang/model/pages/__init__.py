"""The pages of the findings about names, types, groups and the order of steps.

A block is a whole small policy. The tests resolve each: Bad gives the code, Good does not.
"""

from __future__ import annotations

from dunlang.diagnostics import Page
from dunlang.model.pages import flow, groups, names, types
from dunlang.model.pages.flow import BEFORE_A_STEP, COUNTS_FROM_LATER, NO_DEADLINE
from dunlang.model.pages.groups import EMPTY_CONDITION, NEVER_REACHED, NO_GROUP, NOT_DECIDED, OTHERWISE_NOT_LAST
from dunlang.model.pages.names import (
    DOUBLED_NAME,
    MISPLACED_BLOCK,
    RESERVED_NAME,
    UNKNOWN_LAW,
    UNKNOWN_NAME,
    UNUSED_NAME,
    USE_CIRCLE,
)
from dunlang.model.pages.types import (
    ATTRIBUTE_CLASH,
    DISORDER,
    DOUBLED_STATEMENT,
    IMPOSSIBLE_NUMBER,
    MISSING_STATEMENT,
    NOT_TOGETHER,
    STATE_IN_GROUP,
    TWO_CURRENCIES,
    UNIT_MISMATCH,
    UNKNOWN_CODE,
    UNKNOWN_VALUE,
)

__all__ = [
    "ATTRIBUTE_CLASH",
    "BEFORE_A_STEP",
    "COUNTS_FROM_LATER",
    "DISORDER",
    "DOUBLED_NAME",
    "DOUBLED_STATEMENT",
    "EMPTY_CONDITION",
    "IMPOSSIBLE_NUMBER",
    "MISPLACED_BLOCK",
    "MISSING_STATEMENT",
    "NEVER_REACHED",
    "NOT_DECIDED",
    "NOT_TOGETHER",
    "NO_DEADLINE",
    "NO_GROUP",
    "OTHERWISE_NOT_LAST",
    "PAGES",
    "RESERVED_NAME",
    "STATE_IN_GROUP",
    "TWO_CURRENCIES",
    "UNIT_MISMATCH",
    "UNKNOWN_CODE",
    "UNKNOWN_LAW",
    "UNKNOWN_NAME",
    "UNKNOWN_VALUE",
    "UNUSED_NAME",
    "USE_CIRCLE",
]

PAGES: tuple[Page, ...] = (*names.PAGES, *types.PAGES, *groups.PAGES, *flow.PAGES)
