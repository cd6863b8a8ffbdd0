"""What the provisions of each kind say, as records: one class per kind of rule that does no arithmetic.

A record comes from one provision (``provision``); periods are :class:`~dunlang.dates.Offset`, amounts minor units of
the country's currency. The kinds that compute have files of their own: :mod:`.rates`, :mod:`.interest`,
:mod:`.costs`, :mod:`.periods`.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import attrs

from dunlang.dates import Offset
from dunlang.law.provision import Provision
from dunlang.records import frozen

__all__ = [
    "AgencyRule",
    "AllocationRule",
    "ChargeRule",
    "ContactRule",
    "DisputeRule",
    "ElementList",
    "Fact",
    "Limitation",
    "PaymentTerm",
    "Phrase",
    "ReminderFee",
    "RequiredElement",
    "Wording",
]


@frozen(kw_only=True)
class ChargeRule:
    """From when costs may be charged to a debtor, and whether interest waits as well.

    Without a letter (``letter`` is false) costs may be charged from the day after the due date. With one, a letter of
    one of *notices*, sent after default, must have given *minimum* counted from *counted_from*, free of charge, and
    that period must have run out unpaid.
    """

    letter: bool
    notices: tuple[str, ...] = ()
    minimum: Offset | None = None
    counted_from: str = "due"
    interest: str = "due"
    """``due``: interest runs from the day after the due date whatever the letter does; ``period``: from the end of the
    letter's period; ``sending``: from the day after sending the letter, once its period ran out; ``notice``: from the
    day after a formal notice; ``claim``: only from a claim in court."""
    needs_clause: bool = False
    """Whether the costs need a clause in the contract."""
    forbidden: bool = False
    """Whether no costs at all may be charged out of court."""
    defect: str = ""
    """What a letter that falls short costs the creditor, in a few words."""
    provision: Provision = attrs.field(default=None, repr=False)


@frozen(kw_only=True)
class RequiredElement:
    """One thing that a letter must state.

    *any_of* holds the elements of the closed list one of which satisfies it; empty where no element of the language
    says it (it is then told as not checked, by *says*). *when* limits it: ``costs``, ``vat``, ``interest`` claimed.
    """

    any_of: tuple[str, ...] = ()
    says: str = ""
    when: str | None = None
    article: str = ""
    notices: tuple[str, ...] = ()
    sender: str = "creditor"
    may_be_error: bool = True
    provision: Provision = attrs.field(default=None, repr=False)


@frozen(kw_only=True)
class ElementList:
    """The elements that one provision asks of a letter."""

    notices: tuple[str, ...]
    sender: str = "creditor"
    elements: tuple[RequiredElement, ...]
    provision: Provision = attrs.field(default=None, repr=False)


@frozen(kw_only=True)
class Phrase:
    """Words in a letter that courts or authorities have judged."""

    text: str
    verdict: str
    """``accepted``, ``rejected`` or ``divided``."""
    says: str = ""
    start: str | None = None
    """What a period runs from (a word of ``PERIOD_STARTS``): then every period that runs so is judged, however it is
    written, and *text* is only an example."""
    at_least: Offset | None = None
    at_most: Offset | None = None
    """The lengths of the periods that it judges; None: any."""
    sense: str | None = None
    """What is said of costs (a word of ``SENSES``), however it is written; *text* is an example."""


@frozen(kw_only=True)
class Wording:
    """The judged phrases of one kind of letter in one language."""

    notices: tuple[str, ...]
    language: str
    phrases: tuple[Phrase, ...]
    provision: Provision = attrs.field(default=None, repr=False)


@frozen(kw_only=True)
class PaymentTerm:
    """How long the debtor may be given, and what holds without an agreement."""

    default: Offset | None = None
    maximum: Offset | None = None
    counted_from: str = "receipt of the invoice"
    above: str = "express"
    """A term above *maximum*: ``void`` or ``express`` (only if expressly agreed and not grossly unfair)."""
    end_of_month: Offset | None = None
    """An alternative maximum counted to or from the end of a month (France)."""
    provision: Provision = attrs.field(default=None, repr=False)


@frozen(kw_only=True)
class ReminderFee:
    """What a reminder may cost."""

    free: int = 0
    """How many reminders must be free, per *per*."""
    per: str = "due date"
    maximum: int | None = None
    """The most that a further reminder may cost; None: no figure in the law."""
    tolerated: int | None = None
    """Above *maximum* up to here practice is divided: warn, not fail."""
    plus_postage: bool = False
    supply: str = "any"
    """``any``, or ``recurring``: only for a contract of recurring supply."""
    provision: Provision = attrs.field(default=None, repr=False)


@frozen(kw_only=True)
class AllocationRule:
    """The order in which a payment is taken."""

    order: tuple[str, ...]
    provision: Provision = attrs.field(default=None, repr=False)


@frozen(kw_only=True)
class ContactRule:
    """When and how often a debtor may be contacted."""

    who: tuple[str, ...]
    channels: tuple[str, ...] = ()
    not_before: str | None = None
    """The first hour at which contact is allowed, ``07:00``."""
    not_after: str | None = None
    not_on: tuple[str, ...] = ()
    """Days without contact: names of weekdays, ``holiday``."""
    at_most: int | None = None
    within: Offset | None = None
    language_level: str | None = None
    provision: Provision = attrs.field(default=None, repr=False)


@frozen(kw_only=True)
class AgencyRule:
    """What a collection agency must have before debts are handed over to it."""

    registration: bool
    register: str = ""
    """The register, as people name it: ``Wki-register``."""
    exempt: tuple[str, ...] = ()
    announce: bool = False
    """Whether the debtor must be told before the hand-over."""
    fee_to_debtor: int | None = None
    """The most that the agency may charge on top of the creditor's costs, in minor units."""
    provision: Provision = attrs.field(default=None, repr=False)


@frozen(kw_only=True)
class Limitation:
    """After how long a claim can no longer be enforced."""

    period: Offset
    claim: str = "any"
    counted_from: str = "due"
    interrupted_by_letter: bool = False
    provision: Provision = attrs.field(default=None, repr=False)


@frozen(kw_only=True)
class DisputeRule:
    """What a dispute stops."""

    stops: tuple[str, ...]
    interest_stops_after: Offset | None = None
    binds: tuple[str, ...] = ("creditor", "agency")
    provision: Provision = attrs.field(default=None, repr=False)


@frozen(kw_only=True)
class Fact:
    """A provision without a kind of its own: what it says, and named values that a rule may ask for."""

    topic: str
    values: dict[str, Decimal | str | bool | tuple[str, ...] | Any] = attrs.field(factory=dict)
    provision: Provision = attrs.field(default=None, repr=False)
