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
    "PERIOD_STARTS",
    "SENDERS",
    "SENSES",
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

#: From what the words of a letter let a period run; ``none``: they do not say. Day 1 of a period from an event is the
#: day after it, whether or not the words say so (``day after``); ``day of`` takes the day itself as day 1.
PERIOD_STARTS = (
    "receipt",
    "day after receipt",
    "day of receipt",
    "sending",
    "day after sending",
    "day of sending",
    "third working day after sending",
    "letter date",
    "day after letter date",
    "day of letter date",
    "today",
    "day after today",
    "day of today",
    "none",
)

#: What a letter may say of costs in ways that the law judges.
#: The last three are looked for word by word: names of a fee for a letter, and what makes costs owed.
SENSES = (
    "costs as percentage",
    "costs without amount",
    "costs without ground",
    "ground of costs",
    "reminder fee",
    "title for costs",
)

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
