"""A policy bound to the law as whole numbers: what the tables hold, asked of the reference as days come up.

A move of days, a letter or a rule of money is asked for once and kept; nothing is worked out for days that no invoice
has. So no law and no calendar stands here, and a policy costs next to nothing before the first invoice.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

import attrs

from dunlang.dates import Offset
from dunlang.model.case import Debtor, Invoice
from dunlang.model.policy import Charge, StopSupply
from dunlang.money import Money, micro_percent
from dunlang.portfolio.small.amounts import Costs, Interest
from dunlang.portfolio.small.conditions import reads_exposure, written
from dunlang.portfolio.small.holds import HoldTerm
from dunlang.portfolio.tabled.moves import Beyond, Moves
from dunlang.portfolio.tabled.rules import letter_of
from dunlang.portfolio.tabled.steps import hold_rows, step_rows
from dunlang.schedule.timing import needs_due

if TYPE_CHECKING:
    from dunlang.model.policy import Group, Step
    from dunlang.schedule import Engine
    from dunlang.schedule.account import MoneyRules

__all__ = ["Letter", "MoneyTerms", "PolicyTerms", "StepTerms", "WayTerms"]

_DAY = dt.timedelta(days=1)


class Letter(NamedTuple):
    """What one letter gave: day of sending, receipt, last free day, first day of costs after it, whether it demands."""

    sent: int
    received: int | None
    deadline: int | None
    costs_from: int | None
    demand: bool


class StepTerms:
    """One step: where it counts from, how its day is found, what its doing changes."""

    __slots__ = (
        "anchor", "before", "condition", "contact", "every", "fees", "from_step", "hands_over", "index",
        "quiet", "sends", "stops_supply", "target", "times",
    )  # fmt: skip

    def __init__(self, index: int, step: Step, places: dict[str, int], moves: Moves) -> None:
        timing, anchor, repeat = step.timing, step.timing.anchor, step.repeat
        self.index = index
        self.anchor = anchor.point if anchor.kind == "step" else anchor.kind
        """A date of the invoice, or of the step at *from_step*: ``done``, ``received`` or ``deadline``."""
        self.from_step = places[anchor.step] if anchor.kind == "step" else -1
        self.target = moves.days(moves.target(timing))
        self.before = timing.direction < 0
        self.condition = written(step.condition) if step.condition is not None else None
        self.contact = step.is_contact
        self.sends = step.send is not None
        self.hands_over = step.hand_over is not None
        self.stops_supply = any(isinstance(action, StopSupply) for action in step.actions)
        self.every = moves.days(moves.plus(repeat.every)) if repeat is not None else None
        self.times = repeat.times if repeat is not None else 0
        self.fees = tuple(action.amount.minor for action in step.actions if isinstance(action, Charge))
        self.quiet = not self.before and self.condition is None
        """Whether a run before the day that is judged changes nothing: it is caught up, whenever it was missed."""


class MoneyTerms:
    """What interest and costs mean for a kind of debtor, for invoices that fall due in one stretch of days."""

    __slots__ = ("costs", "forbidden", "interest", "letters", "order", "unasked", "waits")

    def __init__(self, way: WayTerms, kind: str, rules: MoneyRules) -> None:
        charging = rules.charging
        self.interest = Interest(rules.interest) if rules.interest is not None else None
        self.costs = Costs(rules.costs, vat=rules.vat) if rules.costs is not None else None
        self.order = rules.order
        self.forbidden = charging is not None and charging.forbidden
        self.unasked = self.costs is not None and (charging is None or not (charging.forbidden or charging.letter))
        """Whether costs are due without a letter."""
        self.waits = charging.interest if charging is not None else "due"
        """What interest waits for; see :class:`dunlang.law.records.ChargeRule`."""
        if self.waits in ("notice", "claim") and way.agreed:
            self.waits = "due"  # agreed interest runs as agreed; it is the statutory that waits for a demand
        given = attrs.evolve(rules, interest_from=dt.date.min)
        self.letters = [Letters(way, index, kind, given) for index in range(len(way.steps))]


class Letters(dict[int, Letter]):
    """The letters of one step to one kind of debtor by day of sending, asked of the reference."""

    def __init__(self, way: WayTerms, index: int, kind: str, rules: MoneyRules) -> None:
        super().__init__()
        self._asks = (way.engine, way.group, index, kind, rules)
        send, charging = way.group.steps[index].send, rules.charging
        self.counts = (
            send is not None
            and charging is not None
            and (charging.interest == "notice" or way.engine.notices[send.notice].kind in charging.notices)
        )
        """Whether costs or interest can hang on such a letter at all."""

    def __missing__(self, sent: int) -> Letter:
        found = self[sent] = self.received(sent, None)
        return found

    def received(self, sent: int, on: int | None) -> Letter:
        """The letter of *sent* whose receipt was recorded *on* a day."""
        recorded = dt.date.fromordinal(on) if on is not None else None
        try:
            return Letter(sent, *letter_of(*self._asks, dt.date.fromordinal(sent), recorded))
        except (LookupError, OverflowError) as error:
            raise Beyond(str(error)) from error


class WayTerms:
    """The way of the invoices of one group."""

    __slots__ = (
        "agreed", "at", "condition", "contact_from", "delay", "discount", "discount_of", "discount_percent", "edges",
        "engine", "group", "holds", "interest_of", "loud_from", "needs_due", "per_debtor", "places", "reads_exposure",
        "rules", "stays", "steps", "term", "term_of",
    )  # fmt: skip

    def __init__(self, engine: Engine, at: int, group: Group, moves: Moves) -> None:
        terms = group.terms
        places = {step.name: index for index, step in enumerate(group.steps)}
        self.engine = engine
        self.at = at
        self.group = group
        self.condition = written(group.condition) if group.condition is not None else None
        self.steps = [StepTerms(index, step, places, moves) for index, step in enumerate(group.steps)]
        self.loud_from = next((step.index for step in self.steps if not step.quiet), len(self.steps) + 1)
        """The first step that an earlier run can settle."""
        self.places: dict[str, int] = {}
        """The step that an event means by a name; ``/`` is the hand-over."""
        self.holds: dict[str, HoldTerm] = {}
        self.needs_due = needs_due(group)
        self.contact_from = terms.contact_from.minor if terms.contact_from is not None else None
        self.per_debtor = terms.letters == "per debtor"
        self.stays = terms.level == "stays"
        self.reads_exposure = any(reads_exposure(step.condition) for step in group.steps)
        payment, discount, interest = terms.payment, terms.discount, terms.interest
        self.term_of = payment.of if payment is not None else ""
        self.term = self.discount = self.delay = None
        if payment is not None:
            self.term = moves.days(moves.last(payment.within, end_of_month=payment.end_of_month))
        self.discount_of, self.discount_percent = "", 0
        if discount is not None:
            self.discount = moves.days(moves.last(discount.within, end_of_month=False))
            self.discount_of, self.discount_percent = discount.of, micro_percent(discount.percent)
        self.interest_of, self.agreed = "", interest is not None and interest.kind != "statutory"
        if interest is not None and interest.kind != "none":
            self.interest_of = interest.start
            self.delay = moves.days(moves.plus(interest.delay)) if interest.delay is not None else None
        self.edges = _edges(engine, group)
        self.rules: dict[tuple[str, int], MoneyTerms] = {}

    def money(self, kind: str, day: int) -> MoneyTerms:
        """The rules of money by the law of *day*: the one after the due date, else the invoice's."""
        key = kind, bisect_right(self.edges, day)
        found = self.rules.get(key)
        if found is None:
            due = dt.date.fromordinal(day) - _DAY
            probe = Invoice(id="", date=due, amount=Money(1, self.engine.policy.currency), received=due, delivered=due)
            rules = self.engine.money_rules(self.group, Debtor(id="", kind=kind), probe, due)
            found = self.rules[key] = MoneyTerms(self, kind, rules)
        return found


def _edges(engine: Engine, group: Group) -> list[int]:
    """The days from which some provision holds, or does not hold any more: the rules of money change on no other."""
    law = engine.law(group)
    days = set()
    for provision in law.provisions() if law is not None else ():
        days |= {provision.start, provision.until and provision.until + _DAY}
    return sorted(day.toordinal() for day in days if day is not None)


class PolicyTerms:
    """A policy with its ways, by the order of its groups."""

    __slots__ = (
        "after", "apart", "before", "climbs", "currency", "gap", "joins", "recompute", "steady", "stops_supply",
        "valid_from", "valid_until", "ways",
    )  # fmt: skip

    def __init__(self, engine: Engine) -> None:
        policy = engine.policy
        moves = Moves(engine)
        self.currency = policy.currency
        self.climbs = policy.progress == "climb"
        self.recompute = policy.progress == "recompute"
        self.valid_from = policy.valid_from.toordinal() if policy.valid_from is not None else 0
        self.valid_until = policy.valid_until.toordinal() if policy.valid_until is not None else dt.date.max.toordinal()
        self.after = moves.days(moves.on_or_after())
        self.before = moves.days(moves.on_or_before())
        self.gap = None
        if policy.gap_days:
            self.gap = moves.days(moves.plus(Offset(policy.gap_days, policy.gap_unit)))
        self.ways = [WayTerms(engine, at, group, moves) for at, group in enumerate(policy.groups)]
        ahead = any(step.before and step.contact for way in self.ways for step in way.steps)
        self.steady = self.climbs and not (ahead and self.gap is not None)
        """Whether the next step is the same whenever one asks: a gap can take a step past its anchor."""
        self.apart = engine.apart and not any(way.reads_exposure for way in self.ways)
        """Whether what happens to one invoice of a debtor changes nothing for the others."""
        self.joins = any(way.per_debtor for way in self.ways)
        for at, name, index, *_ in step_rows(policy):
            self.ways[at].places[name] = index
        self.stops_supply = frozenset(
            name for way in self.ways for name, index in way.places.items() if way.steps[index].stops_supply
        )
        """The words for a step, in events, whose doing stops supply in some group."""
        for at, cause, cap, after, clock_stops, interest_stops in hold_rows(policy, moves):
            self.ways[at].holds[cause] = HoldTerm(
                moves.days(cap) if cap is not None else None,
                moves.days(after) if after is not None else None,
                clock_stops,
                interest_stops,
            )
