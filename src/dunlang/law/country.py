"""The law of one country: what is in force on a day, for whom.

Each question takes the kind of debtor and a day and gives one record, or None where the data have no answer. Where
several provisions answer, a user's pack goes before the shipped data, a provision for a size before a general one, a
later one before an earlier one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

import attrs

from dunlang.law.costs import CostRule
from dunlang.law.interest import InterestRule
from dunlang.law.periods import LetterDays, PeriodRule, ReceiptRule
from dunlang.law.provision import Provision
from dunlang.law.rates import FOREVER, RatePeriod, Series, clip, join, resolve
from dunlang.law.records import (
    AgencyRule,
    AllocationRule,
    ChargeRule,
    ContactRule,
    DisputeRule,
    Limitation,
    PaymentTerm,
    ReminderFee,
    RequiredElement,
    Wording,
)

if TYPE_CHECKING:
    from dunlang.dates import Calendar, Offset
    from dunlang.law.book import LawBook
    from dunlang.law.kinds import Convention

__all__ = ["CountryLaw"]


class CountryLaw:
    """The law of one country as one book of law has it; made by :meth:`~dunlang.law.book.LawBook.country`."""

    def __init__(
        self,
        book: LawBook,
        *,
        code: str,
        name: str,
        currency: str,
        languages: tuple[str, ...],
        calendars: dict[str, str],
        provisions: Iterable[Provision],
    ) -> None:
        self._book = book
        self.code = code
        self.name = name
        self.currency = currency
        self.languages = languages
        self.calendars = calendars
        """The names of its calendars: ``public``, and where it has one, ``terms`` and ``bank``."""
        self._by_id: dict[str, Provision] = {}
        self._by_kind: dict[str, list[Provision]] = {}
        for provision in provisions:
            self._add(provision)
        self._rates: dict[str, tuple[RatePeriod, ...]] = {}
        # The same few questions are asked for every day of years: what does not depend on the day is kept.
        self._concerned: dict[tuple[str, str, str | None, str | None], list[Provision]] = {}
        self._receipts: dict[str, list[Provision]] = {}
        self._bodies: dict[str, Any] = {}
        self._letter_days: dict[tuple[object, ...], LetterDays] = {}

    def _add(self, provision: Provision) -> None:
        """Take a provision in; a pack's with a known id replaces it, but a rate goes on beside the rows it has."""
        known = self._by_id.get(provision.id)
        kinds = self._by_kind.setdefault(provision.kind, [])
        if known is not None and not known.kind == provision.kind == "rate":
            self._by_kind[known.kind].remove(known)
        self._by_id[provision.id] = provision
        kinds.append(provision)

    def __repr__(self) -> str:
        return f"CountryLaw({self.code!r})"

    # --- provisions -------------------------------------------------------------------------------------------------

    def provision(self, id: str) -> Provision | None:  # noqa: A002 - the field's own name
        """The provision with this id."""
        return self._by_id.get(id)

    def provisions(self, kind: str | None = None) -> tuple[Provision, ...]:
        """All provisions, by kind, or those of one kind; a pack's after the shipped ones."""
        if kind is not None:
            return tuple(self._by_kind.get(kind, ()))
        return tuple(provision for held in self._by_kind.values() for provision in held)

    def _answers(
        self, kind: str, debtor: str, on: dt.date, creditor_size: str | None = None, debtor_size: str | None = None
    ) -> list[Provision]:
        """The provisions of a kind that hold in a case, the one that goes first first."""
        key = (kind, debtor, creditor_size, debtor_size)
        held = self._concerned.get(key)
        if held is None:
            of_kind = self._by_kind.get(kind, ())
            held = [provision for provision in of_kind if provision.concerns(debtor, creditor_size, debtor_size)]
            held.sort(key=_rank, reverse=True)
            self._concerned[key] = held
        return [provision for provision in held if provision.in_force(on)]

    def _body(self, provision: Provision) -> Any:
        """The record of a provision, which names it."""
        found = self._bodies.get(provision.id)
        if found is None:
            found = self._bodies[provision.id] = attrs.evolve(provision.body, provision=provision)
        return found

    def _record(self, kind: str, debtor: str, on: dt.date, **sizes: str | None) -> Any:
        """The record of the first answer, with its provision; None without one."""
        for provision in self._answers(kind, debtor, on, **sizes):
            return self._body(provision)
        return None

    def _records(self, kind: str, debtor: str, on: dt.date, **sizes: str | None) -> tuple[Any, ...]:
        """The records of all answers, in the order of the data."""
        held = sorted(self._answers(kind, debtor, on, **sizes), key=lambda provision: provision.layer)
        order = {provision.id: index for index, provision in enumerate(self._by_kind.get(kind, ()))}
        held.sort(key=lambda provision: order[provision.id])
        return tuple(self._body(provision) for provision in held)

    # --- calendars --------------------------------------------------------------------------------------------------

    @property
    def terms_calendar(self) -> str:
        """The name of the calendar by which receipt and the law's own periods are counted."""
        return self.calendars.get("terms") or self.calendars.get("public") or self.code

    def period_calendar(self) -> Calendar | None:
        """That calendar."""
        return self._book.calendar(self.terms_calendar)

    # --- rates ------------------------------------------------------------------------------------------------------

    def rate_kinds(self) -> tuple[str, ...]:
        """The names of the rates that the data have."""
        return tuple(dict.fromkeys(provision.body.rate for provision in self._by_kind.get("rate", ())))

    def all_rates(self, kind: str) -> tuple[RatePeriod, ...]:
        """The known periods of a rate, in order; empty for a rate that the country does not have."""
        if kind not in self._rates:
            self._rates[kind] = ()  # a series that refers back to itself finds nothing
            series = [p for p in self._by_kind.get("rate", ()) if isinstance(p.body, Series) and p.body.rate == kind]
            series.sort(key=lambda provision: provision.layer)
            self._rates[kind] = join([resolve(p.body, p, self._base_rates) for p in series])
        return self._rates[kind]

    def _base_rates(self, name: str) -> tuple[RatePeriod, ...]:
        """The periods of a rate of this country, or, as ``EU.reference``, of another one."""
        code, dot, rate = name.rpartition(".")
        law = self._book.country(code) if dot else self
        return law.all_rates(rate) if law is not None else ()

    def rate(self, kind: str, on: dt.date) -> RatePeriod | None:
        """The rate that is known for the day *on*; None where none is (nothing is carried on)."""
        return next((period for period in self.all_rates(kind) if period.start <= on < period.end), None)

    def rates(self, kind: str, start: dt.date, end: dt.date) -> tuple[RatePeriod, ...]:
        """The known periods within ``[start, end)``, clipped to it; days without a known rate are missing from it."""
        return clip(self.all_rates(kind), start, end)

    # --- interest ---------------------------------------------------------------------------------------------------

    def interest(self, debtor: str, on: dt.date) -> InterestRule | None:
        """What statutory interest is for this kind of debtor."""
        return self._interest("statutory", debtor, on)

    def interest_cap(self, debtor: str, on: dt.date) -> InterestRule | None:
        """The highest rate that a clause may set; None where the law has none."""
        return self._interest("cap", debtor, on)

    def interest_floor(self, debtor: str, on: dt.date) -> InterestRule | None:
        """The lowest rate that a clause may set; None where the law has none."""
        return self._interest("floor", debtor, on)

    def interest_of(self, kind: str, on: dt.date, debtor: str | None = None) -> InterestRule | None:
        """Interest at the named rate of the country, by its conventions for statutory interest."""
        periods = self.all_rates(kind)
        if not periods:
            return None
        held = [p for p in self._by_kind.get("interest", ()) if p.body.rate == kind and p.body.role == "statutory"]
        who = debtor or next((min(p.debtors) for p in held if p.in_force(on)), "business")
        return self._with_convention(kind, periods, "statutory", who, on, tuple(p for p in held if p.in_force(on)))

    def interest_start(self, debtor: str, on: dt.date) -> str | None:
        """From when statutory interest runs: ``due``, ``notice``, ``period``, ``sending`` or ``claim``."""
        for provision in self._of_role("interest", "statutory", debtor, on):
            return str(provision.body.runs_from)
        return None

    def contractual(
        self, percent: Decimal, per: Literal["year", "month"], compounding: str | None, debtor: str, on: dt.date
    ) -> InterestRule:
        """Interest at a declared rate by the country's day count and rounding. A monthly rate is taken twelve times.

        *compounding* None means what the country does with an agreed rate (simple, unless the data say otherwise).
        """
        yearly = percent * 12 if per == "month" else percent
        period = RatePeriod(start=dt.date.min, end=FOREVER, percent=yearly)
        rule = self._with_convention("contractual", (period,), "contract", debtor, on, ())
        return rule if compounding is None else attrs.evolve(rule, compounding=compounding)

    def reference_plus(self, points: Decimal, debtor: str, on: dt.date) -> InterestRule | None:
        """Interest at the reference rate plus points, by the conventions for an agreed rate; None without one."""
        periods = tuple(attrs.evolve(p, percent=p.percent + points) for p in self.all_rates("reference"))
        if not periods:
            return None
        return self._with_convention("reference", periods, "contract", debtor, on, ())

    def _interest(self, role: str, debtor: str, on: dt.date) -> InterestRule | None:
        for provision in self._of_role("interest", role, debtor, on):
            body = provision.body
            periods = tuple(
                attrs.evolve(period, percent=period.percent * body.factor + body.points)
                if (body.factor, body.points) != (1, 0)
                else period
                for period in self._base_rates(body.rate)
            )
            return self._with_convention(body.rate, periods, "statutory", debtor, on, (provision,))
        return None

    def _of_role(self, kind: str, role: str, debtor: str, on: dt.date) -> list[Provision]:
        return [provision for provision in self._answers(kind, debtor, on) if provision.body.role == role]

    def _convention(self, role: str, debtor: str, on: dt.date) -> tuple[Convention, Provision] | None:
        """The convention of a role; one for statutory interest stands in where the data have none for contracts."""
        for wanted in (role, "statutory"):
            for provision in self._of_role("convention", wanted, debtor, on):
                return provision.body, provision
        return None

    def _with_convention(
        self,
        kind: str,
        periods: tuple[RatePeriod, ...],
        role: str,
        debtor: str,
        on: dt.date,
        provisions: tuple[Provision, ...],
    ) -> InterestRule:
        held = self._convention(role, debtor, on)
        if held is None:
            return InterestRule(kind=kind, periods=periods, provisions=provisions)
        convention, provision = held
        return InterestRule(
            kind=kind,
            periods=periods,
            divisor=convention.divisor,
            compounding=convention.compounding if role == convention.role else "none",
            rounding=convention.rounding,
            cut=convention.cut,
            provisions=(*provisions, provision),
        )

    # --- costs ------------------------------------------------------------------------------------------------------

    def costs(self, debtor: str, on: dt.date) -> CostRule | None:
        """The collection costs that the law itself gives; None where it gives none."""
        return self._costs("statutory", debtor, on)

    def cost_cap(self, debtor: str, on: dt.date) -> CostRule | None:
        """The most that a clause may ask; None where the law has no figure."""
        return self._costs("cap", debtor, on)

    def _costs(self, role: str, debtor: str, on: dt.date) -> CostRule | None:
        for provision in self._of_role("cost", role, debtor, on):
            body = provision.body
            return CostRule(
                scale=body.scale,
                vat_periods=self.all_rates("vat") if body.vat != "none" else (),
                vat_percent_rule=body.vat,
                aggregate=body.aggregate,
                per=body.per,
                needs_clause=body.needs_clause,
                known_up_to=body.scale.pieces[-1].up_to,
                provisions=(provision,),
            )
        return None

    def charging(self, debtor: str, on: dt.date, creditor_size: str | None = None) -> ChargeRule | None:
        """From when costs may be charged, and whether interest waits."""
        found: ChargeRule | None = self._record("charging", debtor, on, creditor_size=creditor_size)
        return found

    def reminder_fee(self, debtor: str, on: dt.date, supply: str = "any") -> ReminderFee | None:
        """What a reminder may cost; with ``supply="recurring"`` under a contract of recurring supply."""
        fees: tuple[ReminderFee, ...] = tuple(
            self._body(provision)
            for provision in self._answers("reminder-fee", debtor, on)
            if provision.body.supply in ("any", supply)
        )
        special = [fee for fee in fees if fee.supply == supply]
        return (special or fees or (None,))[0]

    def allocation(self, debtor: str, on: dt.date) -> tuple[str, ...]:
        """The order in which a payment is taken: of ``costs``, ``interest``, ``principal``; empty where not known."""
        rule = self.allocation_rule(debtor, on)
        return rule.order if rule is not None else ()

    def allocation_rule(self, debtor: str, on: dt.date) -> AllocationRule | None:
        """That order with its provision."""
        found: AllocationRule | None = self._record("allocation", debtor, on)
        return found

    # --- letters and periods ----------------------------------------------------------------------------------------

    def receipt(self, channel: str, on: dt.date) -> ReceiptRule | None:
        """The presumption of receipt of what is sent by *channel* on the day *on*; None where the data are silent."""
        held = self._receipts.get(channel)
        if held is None:
            by_channel = (p for p in self._by_kind.get("receipt", ()) if channel in p.body.channels)
            held = self._receipts[channel] = sorted(by_channel, key=_rank, reverse=True)
        for provision in held:
            if provision.in_force(on):
                rule: ReceiptRule = self._body(provision)
                return rule
        return None

    def letter_days(
        self, channels: tuple[str, ...], period: Offset | None, counted_from: str, debtor: str
    ) -> LetterDays:
        """Receipt and last free day of letters that are sent by *channels* and give *period*, by day of sending."""
        key = (channels, period, counted_from, debtor)
        if key not in self._letter_days:
            self._letter_days[key] = LetterDays(self, channels, period, counted_from, debtor)
        return self._letter_days[key]

    def period_rule(self, debtor: str, on: dt.date) -> PeriodRule | None:
        """What happens with the last day of a period; None where the data are silent (it stays)."""
        found: PeriodRule | None = self._record("period", debtor, on)
        return found

    def elements(
        self, notice_kind: str, debtor: str, on: dt.date, sender: str = "creditor"
    ) -> tuple[RequiredElement, ...]:
        """What a letter of this kind must state; each element with its provision."""
        found: list[RequiredElement] = []
        for held in self._records("elements", debtor, on):
            if notice_kind in held.notices and held.sender == sender:
                found += [
                    attrs.evolve(
                        element,
                        article=element.article or held.provision.article,
                        notices=held.notices,
                        sender=held.sender,
                        may_be_error=element.may_be_error and held.provision.may_be_error,
                        provision=held.provision,
                    )
                    for element in held.elements
                ]
        return tuple(found)

    def wording(self, notice_kind: str, debtor: str, on: dt.date, language: str) -> tuple[Wording, ...]:
        """The judged phrases for letters of this kind in *language*."""
        return tuple(
            held
            for held in self._records("wording", debtor, on)
            if notice_kind in held.notices and held.language == language
        )

    # --- terms, conduct, limitation ---------------------------------------------------------------------------------

    def payment_term(
        self, debtor: str, creditor_size: str | None, debtor_size: str | None, on: dt.date
    ) -> PaymentTerm | None:
        """The limits of payment terms."""
        found: PaymentTerm | None = self._record(
            "term", debtor, on, creditor_size=creditor_size, debtor_size=debtor_size
        )
        return found

    def contact_rules(self, who: str, on: dt.date, debtor: str = "consumer") -> tuple[ContactRule, ...]:
        """When and how often *who* (creditor, agency, lawyer) may contact this kind of debtor."""
        return tuple(rule for rule in self._records("contact", debtor, on) if who in rule.who)

    def agency_rules(self, debtor: str, on: dt.date) -> AgencyRule | None:
        """What an agency needs before a debt of this kind of debtor is handed over to it."""
        found: AgencyRule | None = self._record("agency", debtor, on)
        return found

    def limitation(self, debtor: str, on: dt.date, claim: str = "any") -> Limitation | None:
        """After how long a claim lapses: that of *claim* where the law has one, else the general one."""
        held: tuple[Limitation, ...] = tuple(
            self._body(provision)
            for provision in self._answers("limitation", debtor, on)
            if provision.body.claim in ("any", claim)
        )
        special = [rule for rule in held if rule.claim == claim]
        return (special or held or (None,))[0]

    def limitations(self, debtor: str, on: dt.date) -> tuple[Limitation, ...]:
        """All of them, for each kind of claim."""
        return self._records("limitation", debtor, on)

    def disputes(self, debtor: str, on: dt.date) -> tuple[DisputeRule, ...]:
        """What a dispute stops."""
        return self._records("dispute", debtor, on)

    def facts(self, topic: str, on: dt.date, debtor: str | None = None) -> tuple[Provision, ...]:
        """The provisions of kind ``fact`` on a topic that are in force, for a kind of debtor or for any."""
        return tuple(
            provision
            for provision in self._by_kind.get("fact", ())
            if provision.body.topic == topic
            and provision.in_force(on)
            and (debtor is None or debtor in provision.debtors)
        )


def _rank(provision: Provision) -> tuple[int, int, int]:
    """Which of several answers goes first: the higher."""
    sized = (provision.creditor_size is not None) + (provision.debtor_size is not None)
    return provision.layer, sized, provision.start.toordinal() if provision.start else 0
