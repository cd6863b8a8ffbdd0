"""The money of one invoice in minor units; what :mod:`dunlang.schedule.account` says in words.

An account is fed in the order of time. A payment takes effect on interest from the next day on.
"""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from dunlang.money import half_up
from dunlang.portfolio.small.amounts import Movement, accrued

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dunlang.portfolio.small.holds import Holds
    from dunlang.portfolio.small.terms import Letter, MoneyTerms, WayTerms

__all__ = ["Account"]

_WHOLE = 10**8


class Share(NamedTuple):
    """Where a payment, a credit note or a discount went."""

    day: int
    kind: str
    amount: int
    to_costs: int
    to_interest: int
    to_principal: int


class Account:
    """The money of one invoice. *interest_from* is the first day of interest before the law asks for a letter."""

    __slots__ = (
        "_credited", "_demands", "_fees", "_free", "_interest_from", "_joint", "_letter_sent", "amount", "costs_from",
        "discount", "discount_until", "holds", "paid_costs", "paid_interest", "principal", "shares", "terms", "way",
    )  # fmt: skip

    def __init__(
        self,
        amount: int,
        due: int | None,
        interest_from: int | None,
        discount_until: int | None,
        terms: MoneyTerms,
        way: WayTerms,
        holds: Holds,
    ) -> None:
        self.amount = amount
        self.principal = amount
        self.discount_until = discount_until
        self.terms = terms
        self.way = way
        self.holds = holds
        self.shares: tuple[Share, ...] = ()
        self.paid_costs = 0
        self.paid_interest = 0
        self.discount: int | None = None
        """What was granted as a discount; None before."""
        self.costs_from = due + 1 if terms.unasked and due is not None else None
        self._credited = 0
        self._interest_from = interest_from
        self._letter_sent: int | None = None
        self._free: tuple[tuple[int, int], ...] = ()
        """Of each letter that the law accepts: the first day of costs after it, the day of sending."""
        self._demands: tuple[int, ...] = ()
        self._fees: tuple[tuple[int, int], ...] = ()
        self._joint: Sequence[Account] = ()
        """The claims that share one sum of costs, this one among them."""

    # ------------------------------------------------------------ letters and fees

    def letter(self, letter: Letter) -> None:
        """Take a letter that was given."""
        if letter.demand:
            self._demands += (letter.sent,)
        if letter.costs_from is not None:
            self._free += ((letter.costs_from, letter.sent),)
            self._settle()

    def letter_failed(self, sent: int) -> None:
        """Take back the letters of a day: what hung on them falls."""
        self._demands = tuple(day for day in self._demands if day != sent)
        if any(free[1] == sent for free in self._free):
            self._free = tuple(free for free in self._free if free[1] != sent)
            self._joint = ()
            self._settle()

    def _settle(self) -> None:
        """Costs hang on the letter that runs out first."""
        self.costs_from, self._letter_sent = min(self._free, default=(None, None))

    def hangs_on(self, sent: int) -> bool:
        """Whether costs or interest wait for the letter of that day."""
        return self._letter_sent == sent

    def charge(self, day: int, minor: int) -> None:
        """Book a fee."""
        self._fees += ((day, minor),)

    def uncharge(self, day: int, minor: int) -> None:
        """Take back a fee that was booked on *day*."""
        if (day, minor) in self._fees:
            at = self._fees.index((day, minor))
            self._fees = self._fees[:at] + self._fees[at + 1 :]

    def join(self, others: Sequence[Account]) -> None:
        """One sum of costs for the claims that went in one letter, where the law adds them up."""
        if self.terms.costs is not None and self.terms.costs.aggregate:
            for account in others:
                account._joint = others

    # ------------------------------------------------------------ money that comes in

    def pay(self, day: int, minor: int) -> int:
        """Allocate a payment in the order of law or policy; return what is left over."""
        left = minor
        costs = interest = principal = 0
        for part in self.terms.order:
            if left <= 0:
                break
            if part == "principal":
                principal = min(left, max(0, self.principal))
                left -= principal
            elif part == "costs":
                if self._fees or self.costs_from is not None:
                    costs = min(left, max(0, self._costs_due(day)[0] - self.paid_costs))
                    left -= costs
            elif self._interest_from is not None and day >= self._interest_from:
                interest = min(left, max(0, self._accrued(day) - self.paid_interest))
                left -= interest
        self.paid_costs += costs
        self.paid_interest += interest
        self.principal -= principal
        self.shares += (Share(day, "payment", minor, costs, interest, principal),)
        if self.discount_until is not None:
            self._try_discount(day)
        return left

    def credit(self, day: int, minor: int) -> None:
        """Take a credit note off the principal."""
        taken = min(minor, self.principal)
        self.principal -= taken
        self._credited += taken
        self.shares += (Share(day, "credit note", minor, 0, 0, taken),)
        if self.discount_until is not None:
            self._try_discount(day)

    def allow_discount(self, day: int) -> None:
        """Grant the discount by way of exception."""
        if self.way.discount is not None:
            self._grant(day, self._worth())

    def _try_discount(self, day: int) -> None:
        """Grant the discount when all the rest is in by its last day."""
        if self.discount_until is not None and day <= self.discount_until and self.principal > 0:
            discount = self._worth()
            if self.principal <= discount:
                self._grant(day, discount)

    def _worth(self) -> int:
        """The discount over what was not credited."""
        return half_up((self.amount - self._credited) * self.way.discount_percent, _WHOLE)

    def _grant(self, day: int, minor: int) -> None:
        if self.discount is None:
            self.discount = min(minor, self.principal)
            self.principal -= self.discount
            self.shares += (Share(day, "discount", self.discount, 0, 0, self.discount),)

    def reallocate(self) -> None:
        """Allocate all that came in once more: what is not owed after all takes no share of a payment."""
        shares, self.shares = self.shares, ()
        self.principal, self.discount = self.amount, None
        self.paid_costs = self.paid_interest = self._credited = 0
        for share in shares:
            if share.kind == "payment":
                self.pay(share.day, share.amount)
            elif share.kind == "credit note":
                self.credit(share.day, share.amount)
            else:
                self._grant(share.day, share.amount)

    # ------------------------------------------------------------ what is owed

    def owed(self, day: int) -> tuple[int, int, int]:
        """The interest, the costs and the VAT in them that are owed at the end of *day*, all that came in taken off."""
        due, vat = self._costs_due(day) if self._fees or self.costs_from is not None else (0, 0)
        costs = due - self.paid_costs
        return self._accrued(day) - self.paid_interest, costs, min(vat, costs)

    def announced(self, day: int) -> tuple[int, int]:
        """The costs, and their VAT, that a letter of *day* announces if the principal then open stays unpaid."""
        terms = self.terms
        if terms.costs is None or terms.forbidden:
            return 0, 0
        return terms.costs.amount(self._base(day) if self._joint else self.principal, day)

    def principal_on(self, day: int) -> int:
        """The unpaid principal at the end of *day*."""
        principal = self.amount
        for share in self.shares:
            if share.day <= day:
                principal -= share.to_principal
        return principal

    def _costs_due(self, day: int) -> tuple[int, int]:
        """Fees and costs due by *day*, paid or not, and the VAT in them."""
        fees = sum(minor for booked, minor in self._fees if booked <= day) if self._fees else 0
        costs = self.terms.costs
        if costs is None or self.costs_from is None or day < self.costs_from:
            return fees, 0
        amount, vat = costs.amount(self._base(self.costs_from - 1), self.costs_from)
        return fees + amount, vat

    def _base(self, day: int) -> int:
        """The principal that costs run over at the end of *day*: of all joined claims, on the first that is open."""
        if not self._joint:
            return self.principal_on(day)
        open_ = [(account, account.principal_on(day)) for account in self._joint]
        bearer = next((account for account, principal in open_ if principal > 0), None)
        return sum(principal for _, principal in open_) if bearer is self else 0

    def _accrued(self, day: int) -> int:
        """The interest through *day*, payments of *day* not yet taken into account."""
        rule, first = self.terms.interest, self._begins(day)
        if rule is None or first is None or day < first:
            return 0
        shares = self.shares
        if not self.principal and shares and shares[-1].day < first:
            return 0  # all was paid before interest began
        return accrued(rule, self.amount, first, day + 1, self._movements(first, day))

    def _begins(self, day: int) -> int | None:
        """The first day of interest as known on *day*; None while the law does not let it begin."""
        first, waits = self._interest_from, self.terms.waits
        if first is None or waits == "due":
            return first
        if waits == "notice":
            return max(first, min(self._demands) + 1) if self._demands else None
        if waits == "claim" or self._letter_sent is None or self.costs_from is None or day < self.costs_from:
            return None
        return max(first, self._letter_sent + 1 if waits == "sending" else self.costs_from)

    def _movements(self, first: int, day: int) -> list[Movement]:
        """Payments as they lower the sum that bears interest, and times without interest, in order."""
        moves = [
            Movement(share.day + 1, share.to_principal, share.to_interest)
            for share in self.shares
            if share.day < day and (share.to_principal or share.to_interest)
        ]
        for hold in self.holds.all:
            if not hold.term.interest_stops or hold.start > day or hold.end <= first:
                continue
            start, end = max(hold.start, first), hold.end
            moves = [
                move if move.on <= start or move.on > end else Movement(move.on, 0, move.to_interest) for move in moves
            ]
            moves.append(Movement(start, self.principal_on(start - 1), 0))
            moves.append(Movement(end, -self.principal_on(end - 1), 0))
        moves.sort(key=itemgetter(0))
        return moves
