"""What a policy means: names resolved, numbers with their units, one record for each thing the language can say.

Everything is frozen and compared by meaning: spans play no part in equality. Amounts are :class:`~dunlang.money.Money`,
rates :class:`~decimal.Decimal` percentages, periods :class:`~dunlang.dates.Offset`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

import attrs

from dunlang.dates import Offset
from dunlang.law.costs import CostScale
from dunlang.model.case import Case
from dunlang.model.condition import Condition
from dunlang.money import Money
from dunlang.records import frozen
from dunlang.source import Span

__all__ = [
    "Action",
    "Anchor",
    "Attribute",
    "Call",
    "Charge",
    "CostClause",
    "Creditor",
    "Discount",
    "DisputeTerm",
    "Expectation",
    "Group",
    "HandOver",
    "Hold",
    "Interest",
    "Notice",
    "Notify",
    "Party",
    "PaymentTerm",
    "Policy",
    "Repeat",
    "Runs",
    "Scenario",
    "Send",
    "Step",
    "StopSupply",
    "Task",
    "Terms",
    "Timing",
]

Channel = Literal["email", "post", "registered post", "sms"]
NoticeKind = Literal["announcement", "reminder", "formal", "final", "handover"]
Document = Literal["invoice", "receipt", "delivery", "due"]


def _span() -> Span:
    return attrs.field(eq=False, repr=False)  # type: ignore[no-any-return]


def _maybe() -> Span | None:
    found: Span | None = attrs.field(default=None, eq=False, repr=False)
    return found


def _spans() -> Mapping[str, Span]:
    return attrs.field(factory=dict, eq=False, repr=False)


@frozen(kw_only=True)
class Creditor:
    """Who is owed. *vat* is whether it reclaims VAT (None: not said)."""

    name: str
    span: Span = _span()
    number: str = ""
    country: str = ""
    vat_reclaimed: bool | None = None
    size: Literal["small", "large"] | None = None
    iban: str = ""
    pays_by: tuple[str, ...] = ()


@frozen(kw_only=True)
class Party:
    """A third party that a step hands over to or notifies."""

    name: str
    kind: Literal["agency", "lawyer", "bailiff", "insurer", "factor"]
    span: Span = _span()
    title: str = ""
    registers: tuple[str, ...] = ()
    country: str = ""
    notify_within: Offset | None = None


@frozen(kw_only=True)
class Notice:
    """A letter or message. *kind* is None where neither the notice nor a step that sends it makes it plain."""

    name: str
    span: Span = _span()
    name_span: Span = _span()
    title: str = ""
    kind: NoticeKind | None = None
    kind_stated: bool = False
    language: str = ""
    """As written; empty: the language of the law's country."""
    template: str = ""
    states: tuple[str, ...] = ()
    """Elements listed in `states`; empty where a template is named instead."""
    states_span: Span | None = _maybe()
    gives: Offset | None = None
    gives_from: Literal["receipt", "sending"] | None = None
    gives_span: Span | None = _maybe()
    template_span: Span | None = _maybe()


@frozen(kw_only=True)
class Attribute:
    """A field beyond the built-in ones."""

    name: str
    kind: Literal["one of", "number", "amount", "flag", "date"]
    of: Literal["debtor", "invoice"]
    span: Span = _span()
    values: tuple[str, ...] = ()


@frozen(kw_only=True)
class PaymentTerm:
    """`payment within 14 days of invoice [at end of month]`: the last day on which payment is in time."""

    within: Offset
    of: Literal["invoice", "receipt", "delivery"]
    span: Span = _span()
    end_of_month: bool = False


@frozen(kw_only=True)
class Discount:
    """`discount 2% if paid within 7 days of invoice`."""

    percent: Decimal
    within: Offset
    of: Literal["invoice", "receipt", "delivery"]
    span: Span = _span()


@frozen(kw_only=True)
class DisputeTerm:
    """`dispute within 8 days of receipt`."""

    within: Offset
    of: Literal["invoice", "receipt", "delivery"]
    span: Span = _span()


@frozen(kw_only=True)
class Interest:
    """`interest …`. *percent* is the rate, or the points above the reference rate.

    Interest runs from the day after *start* moved by *delay*: the due date unless the policy says otherwise.
    """

    kind: Literal["none", "statutory", "rate", "reference"]
    span: Span = _span()
    percent: Decimal = Decimal(0)
    per: Literal["year", "month"] = "year"
    start: Document = "due"
    delay: Offset | None = None
    compounded: bool = False


@frozen(kw_only=True)
class CostClause:
    """`costs …`. *scale* is the declared clause; None for `none`, `statutory` and `legal maximum`."""

    kind: Literal["none", "statutory", "legal maximum", "declared"]
    span: Span = _span()
    scale: CostScale | None = None
    currency: str = "EUR"


@frozen(kw_only=True)
class Terms:
    """The terms of a group, with the defaults of the language filled in. *stated* names the statements written out."""

    payment: PaymentTerm | None = None
    discount: Discount | None = None
    dispute: DisputeTerm | None = None
    interest: Interest | None = None
    """None: no interest (the default)."""
    costs: CostClause | None = None
    """None: no costs (the default)."""
    contact_from: Money | None = None
    contact_span: Span | None = _maybe()
    payments_go_to: tuple[Literal["costs", "interest", "principal"], ...] | None = None
    """None: as the law says."""
    letters: Literal["per invoice", "per debtor"] = "per invoice"
    level: Literal["follows oldest open", "stays"] = "follows oldest open"
    stated: frozenset[str] = frozenset()
    spans: Mapping[str, Span] = _spans()
    """Where each stated term stands, by its keyword."""


@frozen(kw_only=True)
class Anchor:
    """What a step counts from: a date of the invoice, or an earlier step (done, received, its deadline)."""

    kind: Literal["invoice", "due", "delivery", "receipt", "step"]
    step: str = ""
    point: Literal["done", "received", "deadline"] = "done"
    span: Span = _span()

    def __str__(self) -> str:
        return self.kind if self.kind != "step" else self.step if self.point == "done" else f"{self.step} {self.point}"


@frozen(kw_only=True)
class Timing:
    """When: *offset* before (-1), on (0) or after (1) the anchor, then perhaps the end of that month."""

    anchor: Anchor
    direction: Literal[-1, 0, 1]
    offset: Offset
    """Zero days for `on`."""
    end_of_month: bool = False
    span: Span = _span()


@frozen(kw_only=True)
class Repeat:
    """`every 30 days, at most 3 times`: *times* counts the repetitions after the first."""

    every: Offset
    times: int


@frozen(kw_only=True)
class Send:
    """`send NOTICE by CHANNEL and CHANNEL`."""

    notice: str
    channels: tuple[Channel, ...]
    span: Span = _span()


@frozen(kw_only=True)
class Call:
    """`call "note" by "role"`."""

    note: str = ""
    role: str = ""
    span: Span = _span()


@frozen(kw_only=True)
class Task:
    """`task "text" by "role"`: work for a person; no contact with the debtor."""

    text: str
    role: str = ""
    span: Span = _span()


@frozen(kw_only=True)
class HandOver:
    """`hand over to PARTY`: the last thing that we do ourselves."""

    party: str
    span: Span = _span()


@frozen(kw_only=True)
class Notify:
    """`notify PARTY`."""

    party: str
    span: Span = _span()


@frozen(kw_only=True)
class StopSupply:
    """`stop supply`, lifted when the debtor has paid or agreed."""

    span: Span = _span()


@frozen(kw_only=True)
class Charge:
    """`charge 7.50 EUR`: a fee booked with this step."""

    amount: Money
    span: Span = _span()


Action = Send | Call | Task | HandOver | Notify | StopSupply | Charge


@frozen(kw_only=True)
class Step:
    """One line of a steps table."""

    name: str
    timing: Timing
    actions: tuple[Action, ...]
    span: Span = _span()
    name_span: Span = _span()
    repeat: Repeat | None = None
    condition: Condition | None = None
    condition_span: Span | None = _maybe()

    @property
    def send(self) -> Send | None:
        """The notice that it sends."""
        return next((action for action in self.actions if isinstance(action, Send)), None)

    @property
    def hand_over(self) -> HandOver | None:
        """The hand-over that it makes."""
        return next((action for action in self.actions if isinstance(action, HandOver)), None)

    @property
    def is_contact(self) -> bool:
        """Whether the debtor is contacted: a letter, a message or a call (not a task, a notification, a stop)."""
        return any(isinstance(action, Send | Call) for action in self.actions)


@frozen(kw_only=True)
class Hold:
    """`hold on CAUSE …`: why steps wait, until when, and what the clock does meanwhile."""

    cause: Literal["dispute", "promise", "plan", "placed", "insolvency"]
    span: Span = _span()
    until: Literal["resolved", "lifted", "after promised date", "kept", ""] = ""
    """Empty: the natural end of the cause."""
    after: Offset | None = None
    """For `until 2 days after promised date`."""
    at_most: Offset | None = None
    clock_stops: bool = False
    clock_stated: bool = False
    interest_stops: bool = False


@frozen(kw_only=True)
class Group:
    """One group of debtors and what is done with it. *condition* is None for `otherwise`."""

    name: str
    span: Span = _span()
    name_span: Span = _span()
    title: str = ""
    condition: Condition | None = None
    """None for `otherwise`. A condition with an error takes nobody: ``Or(())``."""
    condition_span: Span | None = _maybe()
    law: str = ""
    """The country code, or the path of a pack in quotes as written; the policy's where the group names none."""
    law_span: Span | None = _maybe()
    """Where the group itself names its law."""
    terms: Terms = Terms()
    steps: tuple[Step, ...] = ()
    holds: tuple[Hold, ...] = ()

    def step(self, name: str) -> Step | None:
        """The step called *name*."""
        return next((step for step in self.steps if step.name == name), None)

    def hold(self, cause: str) -> Hold | None:
        """The hold declared for *cause*."""
        return next((hold for hold in self.holds if hold.cause == cause), None)


@frozen(kw_only=True)
class Runs:
    """On which days the policy runs: every day, on weekdays (0 is Monday), or on days of the month."""

    kind: Literal["daily", "weekly", "monthly"] = "daily"
    days: tuple[int, ...] = ()

    def on(self, day: dt.date) -> bool:
        """Whether the policy runs on *day* (a day of the month beyond its end falls on its last day)."""
        if self.kind == "daily":
            return True
        if self.kind == "weekly":
            return day.weekday() in self.days
        return day.day in self.days or ((day + dt.timedelta(days=1)).day == 1 and any(d > day.day for d in self.days))


@frozen(kw_only=True)
class Expectation:
    """One `expect` line. *kind* says which of the other fields count."""

    kind: Literal["group", "step", "no step", "costs", "interest", "outstanding", "held", "nothing else"]
    span: Span = _span()
    name: str = ""
    on: dt.date | None = None
    """The date; for `no step` the last day on which it must not have happened (None: ever)."""
    amount: Money | None = None
    invoice: str = ""


@frozen(kw_only=True)
class Scenario:
    """A dated example with what must come out."""

    title: str
    span: Span = _span()
    case: Case
    expectations: tuple[Expectation, ...] = ()


@frozen(kw_only=True)
class Policy:
    """A whole policy, all its files read and resolved."""

    title: str
    span: Span | None = _maybe()
    law: str
    currency: str = "EUR"
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None
    calendar: str = ""
    """A calendar's name; empty: the public one of the law's country."""
    closed: tuple[dt.date, ...] = ()
    runs: Runs = Runs()
    progress: Literal["climb", "jump", "recompute"] = "climb"
    gap_days: int = 0
    gap_unit: Literal["days", "working days"] = "days"
    creditor: Creditor | None = None
    parties: tuple[Party, ...] = ()
    notices: tuple[Notice, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    groups: tuple[Group, ...] = ()
    scenarios: tuple[Scenario, ...] = ()
    stated: frozenset[str] = frozenset()
    """Which statements of the policy block are written out (``runs``, ``progress``, ``gap`` …)."""
    spans: Mapping[str, Span] = _spans()
    """Where each of them stands, by its keyword."""
    packs: tuple[tuple[str, Span], ...] = attrs.field(default=(), eq=False)
    """The files that `law "…"` names, in the policy and its groups, with their places."""

    def group(self, name: str) -> Group | None:
        """The group called *name*."""
        return next((group for group in self.groups if group.name == name), None)

    def notice(self, name: str) -> Notice | None:
        """The notice called *name*."""
        return next((notice for notice in self.notices if notice.name == name), None)

    def party(self, name: str) -> Party | None:
        """The third party called *name*."""
        return next((party for party in self.parties if party.name == name), None)
