"""A simulated day for people: who gets what, who waits and why, who needs a person, and what will fall due."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dunlang.money import Money
from dunlang.portfolio.ageing import AGES
from dunlang.report.colour import Paint, plain
from dunlang.report.summary import counted
from dunlang.report.tables import table
from dunlang.report.width import clean

if TYPE_CHECKING:
    from dunlang.portfolio.simulation import Item, Simulation, Total
    from dunlang.schedule.result import Reason

__all__ = ["worklist_table"]


def worklist_table(found: Simulation, *, paint: Paint = plain) -> str:
    """The whole report; the forecast only where it looks ahead."""
    parts = [
        paint("bold", f"{clean(found.policy)} on {found.date}") + "\n",
        _section("worklist", _due(found.worklist, paint), len(found.worklist), paint, "nothing is due today"),
        _section("held", _waiting(found.held, paint), len(found.held), paint),
        _section("blocked", _waiting(found.blocked, paint), len(found.blocked), paint),
        _section("needs a person", _people(found, paint), len(found.needs_person), paint),
        _section("supply stopped", _supply(found, paint), len(found.supply), paint),
    ]
    if found.until > found.date:
        rows = _due(found.forecast, paint, dated=True)
        title = f"forecast until {found.until}, if nothing changes"
        parts.append(_section(title, rows, len(found.forecast), paint, "nothing will fall due"))
    parts.append(_rates(found))
    parts.append(_totals("worklist by step", found.totals, paint))
    parts.append(_totals("forecast by step", found.forecast_totals, paint))
    parts.append(_weeks(found, paint))
    parts.append(_ageing(found, paint))
    parts.append(_standings(found, paint))
    return "\n".join(part for part in parts if part)


def _section(title: str, body: str, count: int, paint: Paint, nothing: str = "") -> str:
    if not count:
        return f"{paint('bold', title)}: {nothing}\n" if nothing else ""
    return paint("bold", title) + f" ({count})\n" + body


def _due(items: Sequence[Item], paint: Paint, *, dated: bool = False) -> str:
    rows = []
    for item in items:
        amounts, letter = item.amounts, item.letter
        rows.append(
            (
                str(item.on) if dated else "",
                item.group,
                item.step.name + (f" ({item.occurrence + 1})" if item.occurrence else ""),
                _who(item),
                item.invoice.id,
                ", ".join(item.does),
                item.role,
                "" if letter is None or letter.deadline is None else str(letter.deadline),
                item.outstanding.plain(),
                "" if amounts is None or not amounts.interest.minor else amounts.interest.plain(),
                "" if amounts is None or not amounts.costs.minor else amounts.costs.plain(),
                ""
                if amounts is None or letter is None or not letter.announces_costs
                else amounts.costs_if_unpaid.plain(),
                item.outstanding.currency,
            )
        )
    headers = (
        "day",
        "group",
        "step",
        "debtor",
        "invoice",
        "what",
        "by",
        "deadline",
        "open",
        "interest",
        "costs",
        "announced",
        "",
    )
    return table(headers, rows, right=(8, 9, 10, 11), indent=2, paint=paint)


def _rates(found: Simulation) -> str:
    """From which day on the interest in some rows lacks a rate that nobody knows yet."""
    days = [
        item.amounts.unknown_from
        for item in (*found.worklist, *found.forecast)
        if item.amounts is not None and item.amounts.unknown_from is not None
    ]
    if not days:
        return ""
    count = "1 row" if len(days) == 1 else f"{len(days)} rows"
    return f"in {count} the interest is without days for which no rate is known, the first {min(days)}\n"


def _who(item: Item) -> str:
    return f"{item.debtor.id} {item.debtor.name}".strip()


def _waiting(items: Sequence[Item], paint: Paint) -> str:
    rows = [
        (item.group, item.step.name, _who(item), item.invoice.id, str(item.outstanding), _why(item.reasons))
        for item in items
    ]
    return table(("group", "step", "debtor", "invoice", "open", "why"), rows, right=(4,), indent=2, paint=paint)


def _why(reasons: Sequence[Reason]) -> str:
    return "; ".join(reason.text for reason in reasons)


def _people(found: Simulation, paint: Paint) -> str:
    rows = [
        (f"{one.debtor.id} {one.debtor.name}".strip(), one.invoice.id, str(one.outstanding), _why(one.reasons))
        for one in found.needs_person
    ]
    return table(("debtor", "invoice", "open", "why"), rows, right=(2,), indent=2, paint=paint)


def _supply(found: Simulation, paint: Paint) -> str:
    rows = [
        (
            f"{stop.debtor.id} {stop.debtor.name}".strip(),
            str(stop.start),
            "" if stop.until is None else f"may go on from {stop.until}",
            stop.reason.text,
        )
        for stop in found.supply
    ]
    return table(("debtor", "since", "", "why"), rows, indent=2, paint=paint)


def _totals(title: str, totals: Sequence[Total], paint: Paint) -> str:
    rows = [(one.group, one.step, one.channel, str(one.count), str(one.outstanding)) for one in totals]
    if not rows:
        return ""
    headers = ("group", "step", "way", "count", "open")
    return paint("bold", title) + "\n" + table(headers, rows, right=(3, 4), indent=2, paint=paint)


def _weeks(found: Simulation, paint: Paint) -> str:
    rows = [
        (str(week.first), str(week.last), str(week.steps), str(week.invoices), " + ".join(map(str, week.outstanding)))
        for week in found.weeks
    ]
    if not rows:
        return ""
    headers = ("from", "until", "steps", "invoices", "open")
    return paint("bold", "forecast by week") + "\n" + table(headers, rows, right=(2, 3, 4), indent=2, paint=paint)


def _ageing(found: Simulation, paint: Paint) -> str:
    """A row for each group and currency, a column for each age."""
    rows: dict[tuple[str, str], dict[str, Money]] = {}
    for one in found.ageing:
        rows.setdefault((one.group or "no group", one.outstanding.currency), {})[one.age] = one.outstanding
    if not rows:
        return ""
    cells = [
        (
            group,
            *(ages[age].plain() if age in ages else "" for age in AGES),
            Money(sum(money.minor for money in ages.values()), currency).plain(),
            currency,
        )
        for (group, currency), ages in rows.items()
    ]
    headers = ("group", *AGES, "together", "")
    right = range(1, len(AGES) + 2)
    title = paint("bold", "open by days after the due date")
    return title + "\n" + table(headers, cells, right=right, indent=2, paint=paint)


def _standings(found: Simulation, paint: Paint) -> str:
    rows = [(one.standing, str(one.count), str(one.outstanding)) for one in found.standings]
    text = (
        paint("bold", "all invoices")
        + "\n"
        + table(("standing", "count", "open"), rows, right=(1, 2), indent=2, paint=paint)
    )
    for sums in found.reconciliation:
        said = {
            "invoiced": sums.invoiced,
            "received": sums.received,
            "discounts": sums.discounts,
            "open": sums.outstanding,
        }
        words = ", ".join(f"{what} {Money(minor, sums.currency)}" for what, minor in said.items())
        verdict = "the sums agree" if sums.balanced else paint("error", "THE SUMS DO NOT AGREE")
        text += f"  {counted(sums.invoices, 'invoice')}: {words}; {verdict}\n"
    return text
