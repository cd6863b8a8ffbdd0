"""The words that the law data share with policies: closed lists, checked by the loader."""

from __future__ import annotations

__all__ = [
    "CHANNELS",
    "CLAIM_PARTS",
    "COUNTED_FROM",
    "DAY_COUNTS",
    "DEBTORS",
    "ELEMENTS",
    "NOTICE_KINDS",
    "SENDERS",
    "SIZES",
]

DEBTORS = ("consumer", "business", "government")
SIZES = ("small", "large")
CHANNELS = ("post", "registered post", "email", "sms", "call", "visit")
NOTICE_KINDS = ("announcement", "reminder", "formal", "final", "handover")
SENDERS = ("creditor", "agency", "lawyer")
CLAIM_PARTS = ("costs", "interest", "principal")

#: What a period or a term may be counted from.
COUNTED_FROM = (
    "receipt",
    "sending",
    "due",
    "invoice",
    "receipt of the invoice",
    "delivery",
    "acceptance",
    "notice",
    "end of year",
    "claim",
)

#: Days over the year: actual days over 365 or 360, over the days of each calendar year, or months of thirty days.
DAY_COUNTS = ("365", "360", "actual/actual", "30/360")

#: What a letter can state; the language's own list (a test compares the two).
ELEMENTS = (
    "invoice number",
    "invoice date",
    "due date",
    "amount due",
    "customer number",
    "order number",
    "description",
    "creditor name",
    "creditor number",
    "deadline",
    "payment details",
    "earlier reminder",
    "collection costs",
    "costs vat",
    "interest",
    "agency handover",
    "dispute route",
)
