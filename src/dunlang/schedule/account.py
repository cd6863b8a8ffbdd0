"""The money of one invoice: what is open, what became due beside it, where each payment went.

All amounts are whole minor units of the invoice's currency. An account is fed in the order of time and can be asked
about any day since: interest to that day, the costs due on it, and the costs that a letter of that day announces.

Interest on a day counts that day too, as if the debtor paid then: from the day after the due date through the day of
payment. Collection costs become due on one day (:attr:`Account.costs_from`), over the principal still open the evening
before; from then on they rank in the order of allocation, not earlier.
"""

from __future__ import annotations

import datetime as dt

import attrs

from dunlang.dates import Calendar, add
from dunlang.law.book import CountryLaw
from dunlang.law.costs import CostRule
from dunlang.law.interest import Accrual, InterestRule, Movement, accrue
from dunlang.law.periods import run_period
from dunlang.law.records import ChargeRule
from dunlang.model.case import Debtor, Invoice
from dunlang.model.policy import Creditor, Group, Notice
from dunlang.money import Money, percent_of
from dunlang.records import frozen
from dunlang.schedule.holds import Holds
from dunlang.schedule.result import Allocation, Amounts, Letter, Reason
from dunlang.schedule.timing import last_day, term_start

__all__ = ["Account", "MoneyRules", "discount_until", "money_rules"]

_DAY = dt.timedelta(days=1)
_NOTHING = Accrual(segments=(), total=0, paid=0, outstanding=0)
#: Letters that ask for payment of what is late: a demand, where the law lets interest wait for one.
_DEMANDS = ("reminder", "formal", "final")
_DEFAULT_ORDER = ("costs", "interest", "principal")


@frozen(kw_only=True)
class MoneyRules:
    """What interest and costs mean for one kind of debtor of a group, for an invoice that falls due on one day."""

    interest: InterestRule | None
    interest_from: dt.date | None
    """The first day of interest by the policy, before the law asks for a letter."""
    costs: CostRule | None
    charging: ChargeRule | None
    order: tuple[str, ...]
    vat: bool
    reasons: tuple[Reason, ...] = ()


def money_rules(
    group: Group,
    law: CountryLaw | None,
    debtor: str,
    invoice: Invoice,
    due: dt.date | None,
    creditor: Creditor | None,
    calendar: Calendar,
) -> MoneyRules:
    """Resolve the interest and cost terms of *group* for an invoice, with the law of the day after the due date."""
    reasons: list[Reason] = []
    day = due + _DAY if due is not None else invoice.date
    interest, interest_from = _interest(group, law, debtor, invoice, due, day, calendar, reasons)
    costs: CostRule | None = None
    clause = group.terms.costs
    if clause is not None and clause.kind != "none":
        if clause.kind == "declared" and clause.scale is not None:
            costs = CostRule(scale=clause.scale)
        elif law is not None:
            costs = law.costs(debtor, day) if clause.kind == "statutory" else law.cost_cap(debtor, day)
        if costs is None:
            reasons.append(Reason("costs-unknown", f"no amount is known for `costs {clause.kind}` here", clause.span))
    size = creditor.size if creditor is not None else None
    charging = law.charging(debtor, day, size) if law is not None else None
    order = group.terms.payments_go_to or (law.allocation(debtor, day) if law is not None else ()) or _DEFAULT_ORDER
    return MoneyRules(
        interest=interest,
        interest_from=interest_from,
        costs=costs,
        charging=charging,
        order=tuple(order),
        vat=creditor is not None and creditor.vat_reclaimed is False,
        reasons=tuple(reasons),
    )


def _interest(
    group: Group,
    law: CountryLaw | None,
    debtor: str,
    invoice: Invoice,
    due: dt.date | None,
    day: dt.date,
    calendar: Calendar,
    reasons: list[Reason],
) -> tuple[InterestRule | None, dt.date | None]:
    terms = group.terms.interest
    if terms is None or terms.kind == "none":
        return None, None
    start = due if terms.start == "due" else term_start(terms.start, invoice)
    if start is None:
        reasons.append(Reason("interest-start-unknown", f"the date of {terms.start} is not known", terms.span))
        return None, None
    first: dt.date | None = None
    try:
        first = (add(start, terms.delay, calendar) if terms.delay is not None else start) + _DAY
    except LookupError as beyond:
        reasons.append(Reason("interest-start-unknown", str(beyond.args[0]), terms.span))
    rule: InterestRule | None = None
    if law is not None:
        if terms.kind == "statutory":
            rule = law.interest(debtor, day)
        elif terms.kind == "reference":
            rule = law.reference_plus(terms.percent, debtor, day)
        else:
            rule = law.contractual(terms.percent, terms.per, "yearly" if terms.compounded else "none", debtor, day)
    if rule is None:
        reasons.append(Reason("rate-unknown", "no rate or day count is known here for this interest", terms.span))
        return None, None
    return rule, first


class Account:
    """The money of one invoice; see the module."""

    def __init__(
        self, invoice: Invoice, group: Group, debtor: Debtor, due: dt.date | None, rules: MoneyRules, holds: Holds
    ) -> None:
        self.invoice = invoice
        self.group = group
        self.debtor = debtor
        self.due = due
        self.rules = rules
        self.holds = holds
        self.principal = invoice.amount.minor
        self.discount_until: dt.date | None = None
        self.allocations: list[Allocation] = []
        self.costs_from: dt.date | None = None
        self.costs_reason: Reason | None = None
        self._letter_sent: dt.date | None = None
        self._free: list[tuple[dt.date, dt.date, Reason]] = []
        self._short: Reason | None = None
        self._demands: list[dt.date] = []
        self._fees: list[tuple[dt.date, int]] = []
        self._paid_costs = 0
        self._paid_interest = 0
        self._joint: list[Account] = [self]
        rule = rules.charging
        if rules.costs is not None and due is not None:
            if rule is not None and rule.forbidden:
                self.costs_reason = Reason("costs-forbidden", "the law allows no costs here", None, rule.provision.id)
            elif rule is None or not rule.letter:
                self.costs_from = due + _DAY
                where = rule.provision.id if rule is not None else ""
                self.costs_reason = Reason(
                    "costs-from-default", f"due without a letter from {due + _DAY} on", None, where
                )

    # ------------------------------------------------------------ what happens

    def letter(self, notice: Notice, letter: Letter, law: CountryLaw | None) -> None:
        """Take a letter that was given: it may be the one after which costs, or interest, become due."""
        rule = self.rules.charging
        if rule is None:
            return
        if notice.kind in _DEMANDS:
            self._demands.append(letter.sent)
        if not rule.letter or rule.forbidden or notice.kind not in rule.notices or letter.deadline is None:
            return
        wanted = self._wanted(rule, letter, law)
        if wanted is None or letter.deadline < wanted:
            lacks = f"the law wants {wanted}" if wanted is not None else "no receipt is known or presumed"
            text = f"`{notice.name}` of {letter.sent} brings no costs: it leaves until {letter.deadline}, {lacks}"
            self._short = Reason("letter-too-short", text, notice.gives_span, rule.provision.id)
        else:
            text = f"`{notice.name}` of {letter.sent} was free of costs until {letter.deadline}"
            why = Reason("costs-after-letter", text, notice.gives_span, rule.provision.id)
            self._free.append((letter.deadline, letter.sent, why))
        self._settle()

    def _wanted(self, rule: ChargeRule, letter: Letter, law: CountryLaw | None) -> dt.date | None:
        """The last free day that the law wants of a letter; the letter's own where the law names no period."""
        if law is None or rule.minimum is None:
            return letter.deadline
        return run_period(
            law,
            sent=letter.sent,
            channels=letter.channels,
            period=rule.minimum,
            counted_from="sending" if rule.counted_from == "sending" else "receipt",
            received=letter.received,
            debtor=self.debtor.kind,
        ).last_free_day

    def _settle(self) -> None:
        """Let costs hang on the letter that runs out first of those that the law accepts."""
        best = min(self._free, key=lambda free: free[:2], default=None)
        self._letter_sent = best[1] if best is not None else None
        self.costs_from = best[0] + _DAY if best is not None else None
        if self.rules.costs is not None:
            self.costs_reason = best[2] if best is not None else self._short

    def hangs_on(self, sent: dt.date) -> bool:
        """Whether costs or interest wait for the letter of that day."""
        return self._letter_sent == sent

    def letter_failed(self, sent: dt.date) -> None:
        """Take back a letter that was not delivered or was withdrawn: what hung on it falls."""
        self._demands = [day for day in self._demands if day != sent]
        if any(free[1] == sent for free in self._free):
            self._free = [free for free in self._free if free[1] != sent]
            self._joint = [self]
            self._settle()

    def charge(self, day: dt.date, minor: int) -> None:
        """Book a fee of *minor* on *day*."""
        self._fees.append((day, minor))

    def uncharge(self, day: dt.date, minor: int) -> None:
        """Take back a fee of *minor* that was booked on *day*."""
        if (day, minor) in self._fees:
            self._fees.remove((day, minor))

    def reallocate(self) -> None:
        """Allocate all that came in once more: what is not owed after all takes no share of a payment."""
        records, self.allocations = self.allocations, []
        self.principal = self.invoice.amount.minor
        self._paid_costs = self._paid_interest = 0
        for record in records:
            match record.kind:
                case "payment":
                    self.pay(record.date, record.amount)
                case "credit note":
                    self.credit(record.date, record.amount)
                case "discount":  # nothing is granted twice, so the one that a payment brings comes once
                    self._grant(record.date, record.amount)

    def join(self, others: list[Account]) -> None:
        """Join claims that went to the debtor in one letter: where the law adds them up, the costs are one.

        They are charged on the first of them that has principal open when they become due.
        """
        if self.rules.costs is not None and self.rules.costs.aggregate:
            for account in others:
                account._joint = others

    def pay(self, day: dt.date, minor: int) -> int:
        """Allocate a payment in the order of law or policy; return what is left over."""
        left = minor
        to = {"costs": 0, "interest": 0, "principal": 0}
        for part in self.rules.order:
            open_ = self._open(part, day)
            to[part] = min(left, max(0, open_))
            left -= to[part]
        self._paid_costs += to["costs"]
        self._paid_interest += to["interest"]
        self.principal -= to["principal"]
        self._record(day, "payment", minor, to, left)
        self._discount(day)
        return left

    def credit(self, day: dt.date, minor: int) -> int:
        """Take a credit note off the principal; return what is left over."""
        taken = min(minor, self.principal)
        self.principal -= taken
        self._record(day, "credit note", minor, {"principal": taken}, minor - taken)
        self._discount(day)
        return minor - taken

    def allow_discount(self, day: dt.date) -> None:
        """Grant the early-payment discount by way of exception."""
        terms = self.group.terms.discount
        if terms is not None:
            self._grant(day, percent_of(self._net(), terms.percent))

    def _discount(self, day: dt.date) -> None:
        """Grant the discount when the whole net amount is in by its last day; one day late and it is gone."""
        terms = self.group.terms.discount
        if terms is None or self.discount_until is None or day > self.discount_until or self.principal <= 0:
            return
        discount = percent_of(self._net(), terms.percent)
        if self.principal <= discount:
            self._grant(day, discount)

    def _net(self) -> int:
        return self.invoice.amount.minor - sum(a.to_principal for a in self.allocations if a.kind == "credit note")

    def _grant(self, day: dt.date, minor: int) -> None:
        if any(a.kind == "discount" for a in self.allocations):
            return
        taken = min(minor, self.principal)
        self.principal -= taken
        self._record(day, "discount", taken, {"principal": taken}, 0)

    def _record(self, day: dt.date, kind: str, amount: int, to: dict[str, int], left: int) -> None:
        self.allocations.append(
            Allocation(
                date=day,
                kind=kind,  # type: ignore[arg-type] # the three callers
                amount=amount,
                to_costs=to.get("costs", 0),
                to_interest=to.get("interest", 0),
                to_principal=to.get("principal", 0),
                unallocated=left,
            )
        )

    def _open(self, part: str, day: dt.date) -> int:
        if part == "principal":
            return self.principal
        if part == "costs":
            return self._costs_due(day)[0] - self._paid_costs
        return self._accrued(day).total - self._paid_interest

    # ------------------------------------------------------------ what is owed on a day

    def principal_on(self, day: dt.date) -> int:
        """The unpaid principal at the end of *day*."""
        return self.invoice.amount.minor - sum(a.to_principal for a in self.allocations if a.date <= day)

    @property
    def interest_from(self) -> dt.date | None:
        """The first day of interest, once the law lets it begin; None while it does not."""
        return self._interest_from(None)

    def _interest_from(self, day: dt.date | None) -> dt.date | None:
        first = self.rules.interest_from
        rule = self.rules.charging
        if first is None or rule is None or rule.interest == "due":
            return first
        if rule.interest in ("notice", "claim"):
            terms = self.group.terms.interest
            if terms is not None and terms.kind != "statutory":
                return first  # agreed interest runs as agreed; it is the statutory that waits for a demand
            demand = min(self._demands, default=None)
            return max(first, demand + _DAY) if rule.interest == "notice" and demand is not None else None
        if self._letter_sent is None or self.costs_from is None or (day is not None and day < self.costs_from):
            return None
        return max(first, self._letter_sent + _DAY if rule.interest == "sending" else self.costs_from)

    def _accrued(self, day: dt.date) -> Accrual:
        """The interest through *day*, payments of *day* not yet taken into account."""
        first = self._interest_from(day)
        if self.rules.interest is None or first is None or day < first:
            return _NOTHING
        return accrue(self.rules.interest, self.invoice.amount.minor, first, day + _DAY, self._movements(first, day))

    def _movements(self, first: dt.date, day: dt.date) -> list[Movement]:
        """Payments as they lower the sum that bears interest (from the next day on), and times without interest."""
        moves = [
            Movement(a.date + _DAY, a.to_principal, a.to_interest)
            for a in self.allocations
            if a.date < day and (a.to_principal or a.to_interest)
        ]
        pauses = [h for h in self.holds.all if h.interest_stops and h.start <= day and (h.end is None or h.end > first)]
        for hold in pauses:
            start = max(hold.start, first)
            moves = [
                m if m.on <= start or (hold.end and m.on > hold.end) else attrs.evolve(m, to_principal=0) for m in moves
            ]
            moves.append(Movement(start, self.principal_on(start - _DAY)))
            if hold.end is not None:
                moves.append(Movement(hold.end, -self.principal_on(hold.end - _DAY)))
        return sorted(moves, key=lambda move: move.on)

    def _costs_due(self, day: dt.date) -> tuple[int, int]:
        """Costs due by *day*, paid or not, with the VAT inside: (total, VAT)."""
        total = sum(minor for booked, minor in self._fees if booked <= day)
        rule = self.rules.costs
        if rule is None or self.costs_from is None or day < self.costs_from:
            return total, 0
        base = self._base(self.costs_from - _DAY)
        if base <= 0:
            return total, 0
        amount = rule.amount(base, self.rules.vat, self.costs_from)
        return (total + amount.total, amount.vat) if amount is not None else (total, 0)

    def _base(self, day: dt.date) -> int:
        """The principal that costs run over at the end of *day*: of all joined claims, on the first that is open."""
        open_ = [(account, account.principal_on(day)) for account in self._joint]
        bearer = next((account for account, principal in open_ if principal > 0), None)
        return sum(principal for _, principal in open_) if bearer is self else 0

    def announced(self, day: dt.date) -> tuple[int, int]:
        """What a letter of *day* announces: costs if the principal then open stays unpaid, with the VAT inside."""
        rule = self.rules.costs
        base = self._base(day)
        if rule is None or base <= 0:
            return 0, 0
        if self.rules.charging is not None and self.rules.charging.forbidden:
            return 0, 0
        amount = rule.amount(base, self.rules.vat, day)
        return (amount.total, amount.vat) if amount is not None else (0, 0)

    def amounts_on(self, day: dt.date) -> Amounts:
        """What is owed at the end of *day*."""
        currency = self.invoice.amount.currency
        principal = self.principal_on(day)
        known = [a for a in self.allocations if a.date <= day]
        accrued = self._accrued(day)
        due, vat = self._costs_due(day)
        interest = accrued.total - sum(a.to_interest for a in known)
        costs = due - sum(a.to_costs for a in known)
        announced, announced_vat = self.announced(day)
        reasons = [*self.rules.reasons]
        if self.costs_reason is not None:
            reasons.append(self.costs_reason)
        rule = self.rules.costs
        if (
            rule is not None
            and self.costs_from is not None
            and rule.amount(principal, self.rules.vat, self.costs_from) is None
        ):
            reasons.append(Reason("costs-unknown", "the law gives no amount of costs for this principal"))
        if accrued.unknown_from is not None:
            reasons.append(Reason("rate-unknown", f"no rate is known from {accrued.unknown_from} on"))
        return Amounts(
            on=day,
            principal=Money(principal, currency),
            interest=Money(interest, currency),
            costs=Money(costs, currency),
            costs_vat=Money(min(vat, costs), currency),
            costs_if_unpaid=Money(announced, currency),
            vat_if_unpaid=Money(announced_vat, currency),
            total=Money(principal + interest + costs, currency),
            segments=accrued.segments,
            unknown_from=accrued.unknown_from,
            reasons=tuple(reasons),
        )


def discount_until(group: Group, invoice: Invoice, calendar: Calendar) -> dt.date | None:
    """The last day on which the early-payment discount may be taken."""
    terms = group.terms.discount
    start = term_start(terms.of, invoice) if terms is not None else None
    return last_day(terms.within, start, calendar) if terms is not None and start is not None else None
