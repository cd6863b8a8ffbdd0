"""The columns of a ledger's three files, and what each kind of event needs: one table for reader, errors and docs."""

from __future__ import annotations

from typing import Literal, get_args

from dunlang.model.case import EventKind
from dunlang.records import frozen

__all__ = ["DEBTORS", "EVENTS", "EVENT_RULES", "INVOICES", "Column", "EventRule", "File"]

File = Literal["invoices", "debtors", "events"]

#: How a cell is read: ``id`` and ``text`` are words as they stand, ``word`` is one of a closed list.
Kind = Literal[
    "id", "text", "word", "date", "amount", "currency", "country", "language", "count", "days", "flag", "email"
]


@frozen(kw_only=True)
class Column:
    """One column: its name in the header, how its cells are read, and what they mean."""

    name: str
    kind: Kind
    required: bool = False
    """Whether the column must be there and its cell filled."""
    meaning: str
    values: tuple[str, ...] = ()
    """For ``word``: the closed list."""


INVOICES: tuple[Column, ...] = (
    Column(name="invoice", kind="id", required=True, meaning="the invoice's number; each number once"),
    Column(name="debtor", kind="id", required=True, meaning="who owes it"),
    Column(name="date", kind="date", required=True, meaning="the invoice's date"),
    Column(name="amount", kind="amount", required=True, meaning="the amount, VAT included, above zero"),
    Column(name="currency", kind="currency", meaning="ISO 4217; empty: the policy's currency"),
    Column(
        name="kind",
        kind="word",
        values=("invoice", "credit"),
        meaning="`invoice` (also when empty) or `credit`: a credit note, its amount above zero",
    ),
    Column(name="credits", kind="id", meaning="on a credit note: the invoice it credits; empty: the oldest open one"),
    Column(name="due", kind="date", meaning="the agreed due date; empty: the policy's payment term"),
    Column(name="received", kind="date", meaning="when the debtor received the invoice"),
    Column(name="delivered", kind="date", meaning="when the goods or services were delivered"),
    Column(name="order", kind="text", meaning="the order number"),
    Column(name="description", kind="text", meaning="what was sold"),
    Column(name="reference", kind="text", meaning="the reference that payments should bear; `import` matches by it"),
)

DEBTORS: tuple[Column, ...] = (
    Column(name="debtor", kind="id", required=True, meaning="the debtor's id; each id once"),
    Column(
        name="kind",
        kind="word",
        required=True,
        values=("consumer", "business", "government"),
        meaning="who the debtor is",
    ),
    Column(name="country", kind="country", meaning="where the debtor lives or is established, ISO 3166"),
    Column(name="name", kind="text", meaning="the name, as letters write it"),
    Column(name="number", kind="text", meaning="the customer number"),
    Column(name="email", kind="email", meaning="the e-mail address for letters; what is none is left out"),
    Column(name="address", kind="text", meaning="street and number, as on an envelope; may have several lines"),
    Column(name="postal_code", kind="text", meaning="the postal code"),
    Column(name="city", kind="text", meaning="the town"),
    Column(name="language", kind="language", meaning="the language the debtor reads, ISO 639-1"),
    Column(name="segment", kind="text", meaning="the seller's own class of customers, such as `keyaccount`"),
    Column(name="size", kind="word", values=("small", "large"), meaning="a business's size"),
    Column(name="first_order", kind="flag", meaning="whether this is a first order"),
    Column(name="orders", kind="count", meaning="the number of orders so far"),
    Column(name="average_days_late", kind="days", meaning="how late the debtor pays on average; below zero: early"),
    Column(name="insured", kind="flag", meaning="whether a credit insurer covers the debtor"),
    Column(name="credit_limit", kind="amount", meaning="the credit limit"),
    Column(name="currency", kind="currency", meaning="the currency of the credit limit; empty: the policy's"),
)

EVENTS: tuple[Column, ...] = (
    Column(name="date", kind="date", required=True, meaning="the day; events of a day apply before that day's run"),
    Column(name="event", kind="word", required=True, values=get_args(EventKind), meaning="what happened"),
    Column(name="invoice", kind="id", meaning="the invoice; empty: it concerns the debtor as a whole"),
    Column(name="debtor", kind="id", meaning="the debtor; may be empty where an invoice is given"),
    Column(name="step", kind="id", meaning="the step of the policy"),
    Column(name="amount", kind="amount", meaning="the amount paid, credited or promised"),
    Column(name="currency", kind="currency", meaning="ISO 4217; empty: the invoice's, else the policy's"),
    Column(name="until", kind="date", meaning="the promised date"),
    Column(name="text", kind="text", meaning="a reason in words, a channel, a note"),
    Column(name="reference", kind="text", meaning="the bank's own mark of a payment: `import` books it once"),
)


@frozen(kw_only=True)
class EventRule:
    """What an event of one kind must have filled in, and what it means."""

    needs: tuple[str, ...] = ()
    meaning: str


EVENT_RULES: dict[str, EventRule] = {
    "payment": EventRule(needs=("amount",), meaning="money came in"),
    "credit note": EventRule(needs=("amount",), meaning="part or all of the debt was credited"),
    "discount allowed": EventRule(needs=("invoice",), meaning="the discount is granted although payment was late"),
    "step done": EventRule(
        needs=("step", "invoice"), meaning="a step was carried out: letter sent, call made, task done"
    ),
    "step received": EventRule(needs=("step", "invoice"), meaning="a letter is known to have arrived that day"),
    "step not delivered": EventRule(needs=("step", "invoice"), meaning="a letter came back: it does not count as done"),
    "step withdrawn": EventRule(needs=("step", "invoice"), meaning="a letter was withdrawn: it does not count as done"),
    "dispute opened": EventRule(meaning="the debtor disputes the invoice"),
    "dispute resolved": EventRule(meaning="the dispute is settled"),
    "promise made": EventRule(needs=("until",), meaning="the debtor promises to pay by the date in `until`"),
    "plan agreed": EventRule(meaning="a payment plan was agreed"),
    "plan broken": EventRule(meaning="the plan was not kept"),
    "agreement made": EventRule(meaning="another agreement: a supply stop is lifted"),
    "hold placed": EventRule(meaning="somebody put the case on hold by hand"),
    "hold lifted": EventRule(meaning="that hold ends"),
    "supply stopped": EventRule(meaning="supply to the debtor was stopped"),
    "supply resumed": EventRule(meaning="supply goes on"),
    "handed over": EventRule(needs=("invoice",), meaning="the invoice went to an agency, a lawyer or a bailiff"),
    "invoice sold": EventRule(needs=("invoice",), meaning="the invoice was sold to a factor: we no longer dun it"),
    "insolvency": EventRule(meaning="the debtor is insolvent"),
    "reason recorded": EventRule(needs=("text",), meaning="the reason that the debtor gives for not paying"),
    "contact added": EventRule(meaning="a contact outside the policy, which counts for the gap"),
}
