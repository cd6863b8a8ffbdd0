"""What a policy means: names resolved, types checked, groups solved.

:func:`resolve` turns a syntax tree (and the files that it uses) into a :class:`Policy`; findings are values.
:func:`regions` says exactly whom each group takes. The records are in :mod:`.policy`, :mod:`.case` and
:mod:`.condition`, the fields that conditions ask for in :mod:`.fields`. Everything loads on first use.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dunlang.model.case import Case, Debtor, Event, Invoice
    from dunlang.model.condition import Condition, holds, words
    from dunlang.model.fields import BUILT_IN, Field, attribute_field, fact_lookup
    from dunlang.model.policy import Group, Notice, Policy, Scenario, Step, Terms
    from dunlang.model.reading.policy_file import resolve
    from dunlang.model.region import Regions, example, kinds_admitted, regions

_HOMES = {
    "BUILT_IN": "fields",
    "Case": "case",
    "Condition": "condition",
    "Debtor": "case",
    "Event": "case",
    "Field": "fields",
    "Group": "policy",
    "Invoice": "case",
    "Notice": "policy",
    "Policy": "policy",
    "Regions": "region",
    "Scenario": "policy",
    "Step": "policy",
    "Terms": "policy",
    "attribute_field": "fields",
    "example": "region",
    "fact_lookup": "fields",
    "holds": "condition",
    "kinds_admitted": "region",
    "regions": "region",
    "resolve": "reading.policy_file",
    "words": "condition",
}

__all__ = [
    "BUILT_IN",
    "Case",
    "Condition",
    "Debtor",
    "Event",
    "Field",
    "Group",
    "Invoice",
    "Notice",
    "Policy",
    "Regions",
    "Scenario",
    "Step",
    "Terms",
    "attribute_field",
    "example",
    "fact_lookup",
    "holds",
    "kinds_admitted",
    "regions",
    "resolve",
    "words",
]


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(importlib.import_module(f"{__name__}.{home}"), name)
    globals()[name] = value
    return value
