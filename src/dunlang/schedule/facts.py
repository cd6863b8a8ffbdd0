"""Facts of a case, and its state on a day, by the names that conditions use."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from dunlang.model.case import Debtor, Invoice
from dunlang.money import Money
from dunlang.schedule.line import Line

__all__ = ["fact", "state"]


def state(line: Line, day: dt.date, exposure: int, disputed: bool | None = None) -> Callable[[str], object]:
    """Look-up of facts and state of one invoice on *day*.

    *exposure* is what all invoices of the debtor have open, in minor units; *disputed* replaces the dispute's state.
    """

    def value_of(field: str) -> object:
        currency = line.invoice.amount.currency
        match field:
            case "outstanding":
                return Money(line.account.principal, currency)
            case "exposure":
                return Money(exposure, currency)
            case "days overdue":
                return max(0, (day - line.due).days) if line.due is not None else None
            case "disputed":
                return line.holds.disputed if disputed is None else disputed
        return fact(field, line.debtor, line.invoice)

    return value_of


def fact(field: str, debtor: Debtor, invoice: Invoice) -> object:
    """The value of a built-in fact or a declared attribute; None where the ledger does not know it."""
    match field:
        case "debtor":
            return debtor.kind or None
        case "country":
            return debtor.country or None
        case "language":
            return debtor.language or None
        case "segment":
            return debtor.segment or None
        case "first order":
            return debtor.first_order
        case "orders":
            return debtor.orders
        case "average days late":
            return debtor.average_days_late
        case "insured":
            return debtor.insured
        case "credit limit":
            return debtor.credit_limit
        case "currency":
            return invoice.amount.currency
        case "amount":
            return invoice.amount
    if field in invoice.attributes:
        return invoice.attributes[field]
    return debtor.attributes.get(field)
