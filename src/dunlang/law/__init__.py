"""What is in force on a day: rates, costs, letters, periods, terms, conduct, per country, with sources.

Flow: YAML under ``data/<country>/`` (see ``data/README.md``) is read strictly (:mod:`.tree`, :mod:`.shapes`,
:mod:`.kinds`, :mod:`.load`) into :class:`.Provision` records; a :class:`.LawBook` gives the :class:`.CountryLaw` of a
country, which answers for a kind of debtor and a day. :mod:`.interest`, :mod:`.costs` and :mod:`.periods` are the
arithmetic, :mod:`.calendars` the rest days, :mod:`.calculators` the answers for people. Nothing is extrapolated: where
the data end, the answer is None. Names are loaded when they are asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dunlang.law.book import LawBook, load_book
    from dunlang.law.costs import CostAmount, CostRule, CostScale, Excess, above
    from dunlang.law.country import CountryLaw
    from dunlang.law.interest import Accrual, InterestRule, Movement, Segment, accrue
    from dunlang.law.periods import Period, PeriodRule, ReceiptRule, run_period
    from dunlang.law.provision import Confidence, Provision, Reference
    from dunlang.law.rates import FOREVER, RatePeriod
    from dunlang.law.records import (
        AgencyRule,
        AllocationRule,
        ChargeRule,
        ContactRule,
        DisputeRule,
        Limitation,
        PaymentTerm,
        Phrase,
        ReminderFee,
        RequiredElement,
        Wording,
    )

_HOMES = {
    "LawBook": "book",
    "load_book": "book",
    "CostAmount": "costs",
    "CostRule": "costs",
    "CostScale": "costs",
    "Excess": "costs",
    "above": "costs",
    "CountryLaw": "country",
    "Accrual": "interest",
    "InterestRule": "interest",
    "Movement": "interest",
    "Segment": "interest",
    "accrue": "interest",
    "Period": "periods",
    "PeriodRule": "periods",
    "ReceiptRule": "periods",
    "run_period": "periods",
    "Confidence": "provision",
    "Provision": "provision",
    "Reference": "provision",
    "FOREVER": "rates",
    "RatePeriod": "rates",
    "AgencyRule": "records",
    "AllocationRule": "records",
    "ChargeRule": "records",
    "ContactRule": "records",
    "DisputeRule": "records",
    "Limitation": "records",
    "PaymentTerm": "records",
    "Phrase": "records",
    "ReminderFee": "records",
    "RequiredElement": "records",
    "Wording": "records",
}

__all__ = [
    "FOREVER",
    "Accrual",
    "AgencyRule",
    "AllocationRule",
    "ChargeRule",
    "Confidence",
    "ContactRule",
    "CostAmount",
    "CostRule",
    "CostScale",
    "CountryLaw",
    "DisputeRule",
    "Excess",
    "InterestRule",
    "LawBook",
    "Limitation",
    "Movement",
    "PaymentTerm",
    "Period",
    "PeriodRule",
    "Phrase",
    "Provision",
    "RatePeriod",
    "ReceiptRule",
    "Reference",
    "ReminderFee",
    "RequiredElement",
    "Segment",
    "Wording",
    "above",
    "accrue",
    "load_book",
    "run_period",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
