"""The fields that conditions read: the built-in ones as data, and those that a policy declares.

A *fact* is fixed for an invoice; *state* changes daily and may only be asked in a step's `if`. The same table types
conditions, cuts the cells of the group solver, reads the facts of scenarios and ledgers, and is printed in the docs.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from dunlang.dates import FIRST_DATE, LAST_DATE
from dunlang.model.case import Debtor, Invoice, Value
from dunlang.model.policy import Attribute
from dunlang.records import frozen

__all__ = ["BUILT_IN", "Field", "FieldKind", "attribute_field", "fact_lookup"]

FieldKind = Literal["word", "number", "days", "amount", "flag", "date"]


@frozen(kw_only=True)
class Field:
    """One field: what kind of value it has, and which values are possible at all."""

    name: str
    kind: FieldKind
    of: Literal["debtor", "invoice"]
    says: str = ""
    """What it holds, in a few words, for the docs."""
    state: bool = False
    """Changes from day to day: not for the condition of a group."""
    values: tuple[str, ...] = ()
    """The closed list of a word field; empty where any word goes."""
    codes: Literal["country", "language", "currency"] | None = None
    """A word field whose words are codes of that list."""
    known: bool = False
    """Always known: a ledger that lacks it is refused."""
    least: int | None = None
    """The smallest value of a number, days (as a count) or amount (in minor units); None: no bound."""
    most: int | None = None
    attribute: bool = False


def _table(*fields: Field) -> dict[str, Field]:
    return {field.name: field for field in fields}


#: The built-in fields by name, in the order of the docs.
BUILT_IN: dict[str, Field] = _table(
    Field(
        name="debtor",
        kind="word",
        of="debtor",
        values=("consumer", "business", "government"),
        known=True,
        says="who owes: `consumer`, `business` or `government`",
    ),
    Field(name="country", kind="word", of="debtor", codes="country", says="where the debtor lives or is seated"),
    Field(name="language", kind="word", of="debtor", codes="language", says="the language that the debtor reads"),
    Field(name="segment", kind="word", of="debtor", says="your own word for a sort of customer"),
    Field(name="first order", kind="flag", of="debtor", known=True, says="whether this is the debtor's first order"),
    Field(name="orders", kind="number", of="debtor", known=True, least=0, says="how many orders there were before"),
    Field(
        name="average days late",
        kind="days",
        of="debtor",
        known=True,
        says="how late the debtor has paid on average; below zero for early",
    ),
    Field(name="insured", kind="flag", of="debtor", known=True, says="whether a credit insurer covers the debtor"),
    Field(name="credit limit", kind="amount", of="debtor", least=0, says="the credit that the debtor was granted"),
    Field(name="currency", kind="word", of="invoice", codes="currency", known=True, says="the invoice's currency"),
    Field(name="amount", kind="amount", of="invoice", known=True, least=1, says="the amount of the invoice"),
    Field(
        name="outstanding",
        kind="amount",
        of="invoice",
        state=True,
        known=True,
        least=0,
        says="what is open of the invoice",
    ),
    Field(
        name="exposure",
        kind="amount",
        of="debtor",
        state=True,
        known=True,
        least=0,
        says="what is open of all invoices of the debtor",
    ),
    Field(
        name="days overdue",
        kind="days",
        of="invoice",
        state=True,
        known=True,
        says="whole days since the due date; below zero before it",
    ),
    Field(name="disputed", kind="flag", of="invoice", state=True, known=True, says="whether a dispute is open"),
)

_ATTRIBUTE_KIND: dict[str, FieldKind] = {
    "one of": "word",
    "number": "number",
    "amount": "amount",
    "flag": "flag",
    "date": "date",
}


def attribute_field(attribute: Attribute) -> Field:
    """The field that a declared attribute is. Numbers and amounts of attributes are zero or more."""
    dated = attribute.kind == "date"
    return Field(
        name=attribute.name,
        kind=_ATTRIBUTE_KIND[attribute.kind],
        of=attribute.of,
        values=attribute.values,
        least=FIRST_DATE.toordinal() if dated else 0,
        most=LAST_DATE.toordinal() if dated else None,
        attribute=True,
    )


def fact_lookup(debtor: Debtor, invoice: Invoice) -> Callable[[str], Value]:
    """The facts of an invoice by field name, as :func:`~dunlang.model.condition.holds` wants them.

    None where a fact is not known; asking for a state field is a mistake of the caller (KeyError).
    """
    facts: dict[str, Value] = {
        "debtor": debtor.kind,
        "country": debtor.country or None,
        "language": debtor.language or None,
        "segment": debtor.segment or None,
        "first order": debtor.first_order,
        "orders": debtor.orders,
        "average days late": debtor.average_days_late,
        "insured": debtor.insured,
        "credit limit": debtor.credit_limit,
        "currency": invoice.amount.currency,
        "amount": invoice.amount,
    }

    def value_of(name: str) -> Value:
        if name in facts:
            return facts[name]
        if name in BUILT_IN:
            raise KeyError(name)
        return invoice.attributes[name] if name in invoice.attributes else debtor.attributes.get(name)

    return value_of
