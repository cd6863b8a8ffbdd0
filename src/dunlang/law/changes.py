"""What is in force on a day, what changes between two days, and what is stale or missing in the data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from dunlang.law.book import LawBook
from dunlang.law.country import CountryLaw
from dunlang.law.provision import Provision
from dunlang.law.rates import RatePeriod
from dunlang.records import frozen

__all__ = ["Change", "Stale", "changes", "in_force", "update_check"]

_DAY = dt.timedelta(days=1)

#: A provision that nobody looked at for so long is told as old.
_OLD = dt.timedelta(days=365)
#: A rate whose last known day is nearer than this is told as ending.
_SOON = dt.timedelta(days=60)


@frozen(kw_only=True)
class Change:
    """One thing that is different from the day *on*: a provision ``begins`` or ``ended`` the day before, or a rate."""

    on: dt.date
    what: str
    provision: Provision
    rate: RatePeriod | None = None
    before: RatePeriod | None = None
    rate_kind: str = ""


@frozen(kw_only=True)
class Stale:
    """One thing in the data that is missing, about to end, provisional or old on a day."""

    country: str
    what: str
    """``missing``, ``ends soon``, ``provisional`` or ``old``."""
    subject: str
    says: str


def in_force(law: CountryLaw, on: dt.date) -> tuple[tuple[Provision, RatePeriod | None], ...]:
    """The provisions that hold on a day; a rate with the period known for that day (None: not known)."""
    found: list[tuple[Provision, RatePeriod | None]] = []
    seen: set[str] = set()
    for provision in law.provisions():
        if provision.kind == "rate":
            kind = provision.body.rate
            if kind not in seen and provision.in_force(on):
                seen.add(kind)
                found.append((provision, law.rate(kind, on)))
        elif provision.in_force(on):
            found.append((provision, None))
    return tuple(found)


def changes(law: CountryLaw, start: dt.date, end: dt.date) -> tuple[Change, ...]:
    """What changes on the days from *start* to *end*, both counted; in order of the day."""
    found = [*_provision_changes(law, start, end), *_rate_changes(law, start, end)]
    return tuple(sorted(found, key=lambda change: (change.on, change.provision.id, change.what)))


def _provision_changes(law: CountryLaw, start: dt.date, end: dt.date) -> Iterator[Change]:
    for provision in law.provisions():
        if provision.kind == "rate":
            continue
        if provision.start is not None and start <= provision.start <= end:
            yield Change(on=provision.start, what="begins", provision=provision)
        if provision.until is not None and start <= provision.until + _DAY <= end:
            yield Change(on=provision.until + _DAY, what="ended", provision=provision)


def _rate_changes(law: CountryLaw, start: dt.date, end: dt.date) -> Iterator[Change]:
    for kind in law.rate_kinds():
        before: RatePeriod | None = None
        for period in law.all_rates(kind):
            moved = before is None or before.end != period.start or before.percent != period.percent
            if moved and start <= period.start <= end and period.provision is not None:
                yield Change(
                    on=period.start,
                    what="rate",
                    provision=period.provision,
                    rate=period,
                    before=before,
                    rate_kind=kind,
                )
            before = period


def update_check(book: LawBook, on: dt.date, countries: tuple[str, ...] = ()) -> tuple[Stale, ...]:
    """What the data lack, or are about to lack, on the day *on*, for the named countries or all."""
    found: list[Stale] = []
    for code in countries or book.countries():
        law = book.country(code)
        if law is not None:
            found += _rates_to_do(law, on)
            found += _calendars_to_do(book, law, on)
            found += _old(law, on)
    return tuple(found)


def _rates_to_do(law: CountryLaw, on: dt.date) -> Iterator[Stale]:
    for kind in law.rate_kinds():
        periods = law.all_rates(kind)
        ended = [p for p in law.provisions("rate") if p.body.rate == kind and p.until is not None and p.until < on]
        if ended:
            continue
        if not periods:
            says = f"no {kind} rate is known at all"
            yield Stale(country=law.code, what="missing", subject=f"rate {kind}", says=says)
            continue
        last = max(period.end for period in periods) - _DAY
        later = min((period.start for period in periods if period.start > on), default=None)
        if later is not None and law.rate(kind, on) is None and periods[0].start < on:
            says = f"no {kind} rate is known on {on}: the next is from {later}"
            yield Stale(country=law.code, what="missing", subject=f"rate {kind}", says=says)
        elif last < on:
            says = f"no {kind} rate is known after {last}"
            yield Stale(country=law.code, what="missing", subject=f"rate {kind}", says=says)
        elif last < on + _SOON:
            says = f"the {kind} rate is known until {last}"
            yield Stale(country=law.code, what="ends soon", subject=f"rate {kind}", says=says)


def _calendars_to_do(book: LawBook, law: CountryLaw, on: dt.date) -> Iterator[Stale]:
    for name in dict.fromkeys(law.calendars.values()):
        calendar = book.calendar(name)
        if calendar is None:
            yield Stale(country=law.code, what="missing", subject=f"calendar {name}", says="there is no such calendar")
        elif calendar.last < on:
            says = f"the calendar ends on {calendar.last}"
            yield Stale(country=law.code, what="missing", subject=f"calendar {name}", says=says)
        elif calendar.final_until < on:
            says = f"days after {calendar.final_until} are computed by rule"
            yield Stale(country=law.code, what="provisional", subject=f"calendar {name}", says=says)


def _old(law: CountryLaw, on: dt.date) -> Iterator[Stale]:
    for provision in law.provisions():
        checked = provision.verified_on
        if not provision.in_force(on) or (checked is not None and on <= checked + _OLD):
            continue
        if checked is None and provision.confidence.level == "house":
            continue  # a rule of one's own is no fact to verify
        when = f"last verified on {provision.verified_on}" if provision.verified_on else "never verified"
        yield Stale(country=law.code, what="old", subject=provision.id, says=when)
