"""Facts of a case by the names that conditions use."""

from __future__ import annotations

from dunlang.model.case import Debtor, Invoice

__all__ = ["fact"]


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
