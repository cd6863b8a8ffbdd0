"""Rows and sums of the page, as texts in the order in which they are shown."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import attrs

from dunlang.money import Money
from dunlang.portfolio.ageing import AGES
from dunlang.records import frozen
from dunlang.report.advice import what_to_do

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dunlang.model.policy import Policy, Step
    from dunlang.portfolio.ageing import AgeTotal
    from dunlang.portfolio.simulation import Item, Person, Simulation
    from dunlang.schedule.result import Amounts

__all__ = [
    "KINDS",
    "AgeRow",
    "Figure",
    "GroupTotals",
    "Line",
    "age_rows",
    "amount",
    "by_channel",
    "by_group",
    "day_words",
    "due_row",
    "figures",
    "kind_of",
    "line_of",
    "months_day",
    "person_row",
    "sums",
    "waiting_row",
]

#: The kinds of steps, as the drawings tell them apart.
KINDS = ("letter", "formal notice", "call", "task", "hand-over", "carried")

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def kind_of(step: Step, policy: Policy) -> str:
    """What a step is, by the weightiest thing that it does; one of :data:`KINDS`, but never ``carried``."""
    if step.hand_over is not None:
        return "hand-over"
    if step.send is not None:
        notice = policy.notice(step.send.notice)
        return "formal notice" if notice is not None and notice.kind in ("formal", "final") else "letter"
    return "call" if step.is_contact else "task"


def amount(money: Money, *, currency: bool = True) -> str:
    """``12 345.00 EUR``: thousands apart by a narrow blank at which no line breaks."""
    whole, point, rest = money.plain().partition(".")
    sign, digits = ("\u2212", whole[1:]) if whole.startswith("-") else ("", whole)
    grouped = f"{int(digits):,}".replace(",", "\u202f")
    return sign + grouped + point + rest + (f"\u00a0{money.currency}" if currency else "")


def day_words(day: dt.date) -> str:
    """``Tuesday 3 March 2026``."""
    return f"{_WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}"


def months_day(day: dt.date) -> str:
    """``3 Mar``."""
    return f"{day.day} {_MONTHS[day.month - 1][:3]}"


def sums(money: Iterable[Money]) -> tuple[Money, ...]:
    """The sum in each currency, by its code."""
    found: Counter[str] = Counter()
    for one in money:
        found[one.currency] += one.minor
    return tuple(Money(minor, currency) for currency, minor in sorted(found.items()))


# ---------------------------------------------------------------- the head of the page


@frozen(kw_only=True)
class Figure:
    """One of the numbers at the head of the page."""

    title: str
    amounts: tuple[Money, ...]
    count: int
    of: str
    more: str = ""


def figures(found: Simulation, currency: str) -> tuple[Figure, ...]:
    """What is open, how much of it is late (as a share in the policy's *currency*), and what today asks for."""
    late = [one for one in found.ageing if one.age not in ("not due", "due date unknown")]
    open_ = sums(one.outstanding for one in found.ageing)
    share = _share(late, found.ageing, currency)
    waiting = {item.invoice.id: item.outstanding for item in (*found.held, *found.blocked)}
    return (
        _figure("Open", found.ageing, open_),
        attrs.evolve(_figure("Overdue", late, sums(one.outstanding for one in late)), more=share),
        Figure(
            title="To do today",
            amounts=line_of(found.worklist).outstanding,
            count=len(found.worklist),
            of="step" if len(found.worklist) == 1 else "steps",
        ),
        Figure(
            title="Waiting",
            amounts=sums(waiting.values()),
            count=len(waiting),
            of="invoice" if len(waiting) == 1 else "invoices",
            more=f"{len(found.held)} held, {len(found.blocked)} blocked",
        ),
        Figure(
            title="Needs a person",
            amounts=sums(one.outstanding for one in found.needs_person),
            count=len(found.needs_person),
            of="invoice" if len(found.needs_person) == 1 else "invoices",
        ),
    )


def _figure(title: str, totals: Sequence[AgeTotal], amounts: tuple[Money, ...]) -> Figure:
    count = sum(one.count for one in totals)
    return Figure(title=title, amounts=amounts, count=count, of="invoice" if count == 1 else "invoices")


def _share(part: Sequence[AgeTotal], whole: Sequence[AgeTotal], currency: str) -> str:
    """The share of the amounts in one currency in per cent; empty where nothing is open in it."""
    some, all_ = (
        sum(one.outstanding.minor for one in totals if one.outstanding.currency == currency) for totals in (part, whole)
    )
    several = f" in {currency}" if len({one.outstanding.currency for one in whole}) > 1 else ""
    return f"{(200 * some + all_) // (2 * all_)}% of what is open{several}" if all_ else ""


# ---------------------------------------------------------------- sums


@frozen(kw_only=True)
class Line:
    """How many steps, and what is open behind them; an invoice counts once, however many of the steps are its own."""

    step: str = ""
    channel: str = ""
    count: int
    outstanding: tuple[Money, ...]


@frozen(kw_only=True)
class GroupTotals:
    """A group's line, and one for each of its steps and channels."""

    group: str
    title: str
    lines: tuple[Line, ...]
    total: Line


def line_of(items: Sequence[Item], *, step: str = "", channel: str = "") -> Line:
    """The line of some entries of a list."""
    open_ = {item.invoice.id: item.outstanding for item in items}
    return Line(step=step, channel=channel, count=len(items), outstanding=sums(open_.values()))


def by_group(items: Sequence[Item], policy: Policy) -> tuple[GroupTotals, ...]:
    """The entries by group, step and channel, in the order of the policy."""
    rank = {
        (group.name, step.name): (at, place)
        for at, group in enumerate(policy.groups)
        for place, step in enumerate(group.steps)
    }
    groups: defaultdict[str, defaultdict[tuple[str, str], list[Item]]] = defaultdict(lambda: defaultdict(list))
    last = (len(policy.groups), 0)
    for item in sorted(items, key=lambda item: (rank.get((item.group, item.step.name), last), item.channels)):
        groups[item.group][item.step.name, " and ".join(item.channels)].append(item)
    return tuple(
        GroupTotals(
            group=name,
            title=group.title if (group := policy.group(name)) is not None else "",
            lines=tuple(line_of(own, step=step, channel=channel) for (step, channel), own in found.items()),
            total=line_of([item for own in found.values() for item in own]),
        )
        for name, found in groups.items()
    )


def by_channel(items: Sequence[Item]) -> tuple[Line, ...]:
    """The entries by channel, the most frequent first."""
    channels: defaultdict[str, list[Item]] = defaultdict(list)
    for item in items:
        channels[" and ".join(item.channels)].append(item)
    lines = (line_of(own, channel=channel) for channel, own in channels.items())
    return tuple(sorted(lines, key=lambda line: (-line.count, line.channel)))


@frozen(kw_only=True)
class AgeRow:
    """A group in a currency: the amount of each age that occurs, and their sum."""

    group: str
    currency: str
    cells: tuple[Money | None, ...]
    count: int
    total: Money


def age_rows(ageing: Sequence[AgeTotal]) -> tuple[tuple[str, ...], tuple[AgeRow, ...], tuple[AgeRow, ...]]:
    """The ages that occur; a row for each group; a row for each currency, that has its sum."""
    ages = tuple(age for age in AGES if any(one.age == age for one in ageing))
    rows = tuple(
        _age_row(group or "no group", [one for one in ageing if (one.group, one.outstanding.currency) == (group, code)])
        for group, code in dict.fromkeys((one.group, one.outstanding.currency) for one in ageing)
    )
    together = tuple(
        _age_row("all groups", [one for one in ageing if one.outstanding.currency == currency])
        for currency in dict.fromkeys(one.outstanding.currency for one in ageing)
    )
    shown = tuple(AGES.index(age) for age in ages)

    def narrow(row: AgeRow) -> AgeRow:
        return attrs.evolve(row, cells=tuple(row.cells[at] for at in shown))

    return ages, tuple(map(narrow, rows)), tuple(map(narrow, together))


def _age_row(name: str, totals: Sequence[AgeTotal]) -> AgeRow:
    currency = totals[0].outstanding.currency
    by_age: Counter[str] = Counter()
    for one in totals:
        by_age[one.age] += one.outstanding.minor
    return AgeRow(
        group=name,
        currency=currency,
        cells=tuple(Money(by_age[age], currency) if age in by_age else None for age in AGES),
        count=sum(one.count for one in totals),
        total=Money(by_age.total(), currency),
    )


# ---------------------------------------------------------------- rows


def due_row(item: Item, policy: Policy) -> dict[str, str]:
    """One step that is due."""
    amounts, letter = item.amounts, item.letter
    said = ", ".join(item.does)
    return {
        "kind": "carried" if item.carried_by else kind_of(item.step, policy),
        "group": item.group,
        "step": item.step.name + (f" ({item.occurrence + 1})" if item.occurrence else ""),
        "debtor": item.debtor.id,
        "name": item.debtor.name,
        "invoice": item.invoice.id,
        "what": said + (f" ({item.role})" if item.role else ""),
        "deadline": str(letter.deadline) if letter is not None and letter.deadline is not None else "",
        "open": amount(item.outstanding),
        "interest": _interest(amounts),
        "costs": amount(amounts.costs, currency=False) if amounts is not None and amounts.costs.minor else "",
        "announced": amount(amounts.costs_if_unpaid, currency=False)
        if amounts is not None and letter is not None and letter.announces_costs
        else "",
    }


def _interest(amounts: Amounts | None) -> str:
    """The interest, with the day before which it ends where no rate is known from then on."""
    if amounts is None or (not amounts.interest.minor and amounts.unknown_from is None):
        return ""
    without = f" (no rate known from {amounts.unknown_from})" if amounts.unknown_from is not None else ""
    return amount(amounts.interest, currency=False) + without


def waiting_row(item: Item) -> dict[str, str]:
    """One step that is held or blocked."""
    return {
        "group": item.group,
        "step": item.step.name,
        "debtor": item.debtor.id,
        "name": item.debtor.name,
        "invoice": item.invoice.id,
        "open": amount(item.outstanding),
        "why": "; ".join(reason.text for reason in item.reasons),
        "todo": what_to_do(item.reasons),
    }


def person_row(one: Person) -> dict[str, str]:
    """One invoice that needs a person."""
    return {
        "debtor": one.debtor.id,
        "name": one.debtor.name,
        "invoice": one.invoice.id,
        "date": str(one.invoice.date),
        "open": amount(one.outstanding),
        "why": "; ".join(reason.text for reason in one.reasons),
        "todo": what_to_do(one.reasons),
    }
