"""The words that a template may use: one table for the checker, the renderer and the editor.

Each variable says what it holds, which element of a letter it states when it is printed, on what it depends that the
policy gives it at all (:attr:`Variable.given`), and whether it may be lacking for one debtor or invoice where the
policy gives it: then it must stand under an `if`. Fields that a policy declares come under ``debtor`` and ``invoice``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from dunlang.diagnostics import did_you_mean
from dunlang.model.fields import BUILT_IN
from dunlang.model.policy import Attribute
from dunlang.records import frozen

__all__ = ["FILTERS", "TABLE", "TESTS", "Given", "Kind", "Variable", "Vocabulary", "vocabulary"]

Kind = Literal["text", "amount", "date", "number", "percent", "flag", "list", "record"]

#: On what it depends that there is such a value: nothing; the notice gives a period (and its end is known); the group
#: claims costs, with VAT named, or interest; it has a payment term; it has a term for disputes; a letter that says that
#: payment is late, or any letter, was sent before; a hand-over to an agency can follow; the policy names the creditor,
#: its number, its account, its country.
Given = Literal[
    "always",
    "period",
    "deadline",
    "costs",
    "vat",
    "interest",
    "due",
    "dispute",
    "reminder",
    "notice",
    "agency",
    "creditor",
    "creditor number",
    "creditor iban",
    "creditor country",
]


@frozen(kw_only=True)
class Variable:
    """One word of the vocabulary, written with points: ``invoice.number``; an item of a list is ``claims[]``."""

    path: str
    kind: Kind
    says: str
    """What it holds, in a few words."""
    element: str = ""
    """The element of a letter that it states when it is printed; empty for none."""
    given: Given = "always"
    may_lack: bool = False
    """Whether one debtor or invoice may have none: it must stand under an `if`."""
    may_be_zero: bool = False
    """For amounts and numbers: `if` is false for zero."""
    may_be_empty: bool = False
    """For lists."""
    field: str = ""
    """The field of the policy's conditions that it is."""
    values: tuple[str, ...] = ()
    """The closed list of a word."""


def _table(*variables: Variable) -> dict[str, Variable]:
    return {variable.path: variable for variable in variables}


def _said(path: str, kind: Kind, says: str, element: str = "", given: Given = "always") -> Variable:
    return Variable(path=path, kind=kind, says=says, element=element, given=given)


def _perhaps(path: str, kind: Kind, says: str, element: str = "", given: Given = "always") -> Variable:
    return Variable(path=path, kind=kind, says=says, element=element, given=given, may_lack=True)


def _amount(path: str, says: str, element: str, given: Given) -> Variable:
    return Variable(path=path, kind="amount", says=says, element=element, given=given, may_be_zero=True)


#: Every built-in variable by its path, in the order of the docs.
TABLE: Mapping[str, Variable] = _table(
    _said("debtor", "record", "who owes"),
    _said("debtor.name", "text", "the debtor's name"),
    _perhaps("debtor.number", "text", "the debtor's number with us", "customer number"),
    _perhaps("debtor.email", "text", "the debtor's e-mail address"),
    _perhaps("debtor.address", "text", "street and number, perhaps in several lines"),
    _perhaps("debtor.postal_code", "text", "the postal code"),
    _perhaps("debtor.city", "text", "the town"),
    Variable(
        path="debtor.kind",
        kind="text",
        says="`consumer`, `business` or `government`",
        field="debtor",
        values=BUILT_IN["debtor"].values,
    ),
    Variable(path="debtor.country", kind="text", says="the country's code", may_lack=True, field="country"),
    Variable(path="debtor.language", kind="text", says="the language's code", may_lack=True, field="language"),
    Variable(path="debtor.segment", kind="text", says="your own word", may_lack=True, field="segment"),
    Variable(path="debtor.first_order", kind="flag", says="whether this is a first order", field="first order"),
    Variable(path="debtor.insured", kind="flag", says="whether a credit insurer covers the debtor", field="insured"),
    _said("creditor", "record", "who is owed", given="creditor"),
    _said("creditor.name", "text", "the creditor's name", "creditor name", "creditor"),
    _said("creditor.number", "text", "its number in the trade register", "creditor number", "creditor number"),
    _said("creditor.iban", "text", "the account to pay to", "payment details", "creditor iban"),
    _said("creditor.country", "text", "the country's code", given="creditor country"),
    _said("invoice", "record", "the invoice; with several, the oldest"),
    _said("invoice.number", "text", "its number", "invoice number"),
    _said("invoice.date", "date", "its date", "invoice date"),
    _said("invoice.due", "date", "the last day on which payment is in time", "due date", "due"),
    _perhaps("invoice.order", "text", "the order's number", "order number"),
    _perhaps("invoice.description", "text", "what was supplied", "description"),
    _perhaps("invoice.dispute_until", "date", "the last day for a dispute", "dispute route", "dispute"),
    _said("amount", "record", "what is owed on the day of the letter"),
    _said("amount.due", "amount", "all of it", "amount due"),
    Variable(path="amount.principal", kind="amount", says="the open principal", field="outstanding"),
    _amount("amount.interest", "the interest that has become due", "interest", "interest"),
    _said("costs", "record", "collection costs", given="costs"),
    _said("costs.if_unpaid", "amount", "what is charged if the letter is not heeded", "collection costs", "costs"),
    _perhaps("costs.vat", "amount", "the VAT in it, where VAT is named", "costs vat", "vat"),
    _amount("costs.due", "the costs that have become due", "collection costs", "costs"),
    _said("interest", "record", "the interest that is claimed", given="interest"),
    _said("interest.rate", "percent", "its rate a year on the day of the letter", "interest", "interest"),
    _said("interest.from", "date", "the first day with interest", "", "interest"),
    _said("deadline", "date", "the last free day of the letter's period", "deadline", "deadline"),
    _said("period", "record", "the period that the letter gives", given="period"),
    _said("period.days", "number", "its length in days", "deadline", "period"),
    _said("last", "record", "what was sent before"),
    _said("last.reminder", "record", "the last letter that said that payment is late", given="reminder"),
    _said("last.reminder.sent", "date", "the day of sending", "earlier reminder", "reminder"),
    _said("last.reminder.name", "text", "its title", "earlier reminder", "reminder"),
    _said("last.notice", "record", "the last letter of any kind", given="notice"),
    _said("last.notice.sent", "date", "the day of sending", "", "notice"),
    _said("last.notice.name", "text", "its title", "", "notice"),
    _said("agency", "record", "the agency that the claim may be handed over to", given="agency"),
    _said("agency.name", "text", "its name", "agency handover", "agency"),
    _said("letter", "record", "this letter"),
    _said("letter.date", "date", "the day of sending"),
    _said("claims", "list", "the invoices that the letter is about, the oldest first; one at least"),
    _said("claims[]", "record", "one of them"),
    _said("claims[].number", "text", "its number", "invoice number"),
    _said("claims[].date", "date", "its date", "invoice date"),
    _said("claims[].due", "date", "its last day of payment in time", "due date", "due"),
    _said("claims[].amount", "amount", "its open principal"),
    Variable(path="payments", kind="list", says="the payments received for them, the oldest first", may_be_empty=True),
    _said("payments[]", "record", "one of them"),
    _said("payments[].date", "date", "its day"),
    _said("payments[].amount", "amount", "its amount"),
)

#: The filters of a template, each with the kinds that it takes (empty: any that can be printed) and whether what it
#: prints still says the value.
FILTERS: Mapping[str, tuple[tuple[Kind, ...], bool]] = {
    "money": (("amount",), True),
    "day": (("date",), True),
    "default": ((), True),
    "d": ((), True),
    "upper": ((), True),
    "lower": ((), True),
    "title": ((), True),
    "capitalize": ((), True),
    "trim": ((), True),
    "escape": ((), True),
    "e": ((), True),
    "indent": ((), True),
    "length": ((), False),
    "count": ((), False),
}

#: The tests that may follow `is`.
TESTS = ("defined", "undefined")

_ATTRIBUTE: dict[str, Kind] = {
    "one of": "text",
    "number": "number",
    "amount": "amount",
    "flag": "flag",
    "date": "date",
}


@frozen(eq=False)
class Vocabulary:
    """The variables of one policy."""

    variables: Mapping[str, Variable]

    def get(self, path: str) -> Variable | None:
        """The variable at *path* (``invoice.number``, ``claims[].number``), None where there is none."""
        return self.variables.get(path)

    def __iter__(self) -> Iterator[Variable]:
        return iter(self.variables.values())

    def meant(self, path: str) -> str | None:
        """The variable that *path* may be a slip for."""
        plain = [one.path for one in self if one.kind != "record"]
        return did_you_mean(path, plain)

    def below(self, path: str) -> tuple[str, ...]:
        """The names that may follow *path*."""
        tails = (one.path.removeprefix(f"{path}.") for one in self if one.path.startswith(f"{path}."))
        return tuple(tail for tail in tails if "." not in tail)


def vocabulary(attributes: Iterable[Attribute] = ()) -> Vocabulary:
    """The vocabulary of a policy with these *attributes*; a built-in word goes before an attribute of its name."""
    found = dict(TABLE)
    for attribute in attributes:
        path = f"{attribute.of}.{attribute.name}"
        found.setdefault(
            path,
            Variable(
                path=path,
                kind=_ATTRIBUTE[attribute.kind],
                says="a field of the policy",
                may_lack=True,
                may_be_zero=attribute.kind in ("number", "amount"),
                field=attribute.name,
                values=attribute.values,
            ),
        )
    return Vocabulary(found)
