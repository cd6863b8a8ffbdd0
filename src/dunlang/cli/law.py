"""``dunlang law``: the law data asked from the command line, each answer with its sources."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import click

from dunlang.cli.law_options import (
    DATE,
    PERIOD,
    RATE,
    amount,
    country_law,
    law_book,
    no_answer,
    provision_lines,
    rows,
    shared_options,
    this_day,
    write_answer,
)
from dunlang.cli.output import emit

if TYPE_CHECKING:
    from dunlang.dates import Offset
    from dunlang.law.country import CountryLaw

__all__ = ["law"]

_DEBTORS = ["consumer", "business", "government"]
_DAY_COUNTS = {
    "365": "365",
    "act/365": "365",
    "360": "360",
    "act/360": "360",
    "actual/actual": "actual/actual",
    "act/act": "actual/actual",
    "30/360": "30/360",
}


@click.group()
def law() -> None:
    """Ask the law data: costs, interest, rates, receipt, provisions.

    COUNTRY is a code such as NL or BE. Every answer names the provisions that it rests on; where the data end there is
    no answer, never the last known value.
    """


@law.command("costs")
@click.argument("code", metavar="COUNTRY")
@click.option("--debtor", type=click.Choice(_DEBTORS), default="consumer", show_default=True)
@click.option("--principal", "principals", multiple=True, required=True, help="The open amount; again for each claim.")
@click.option("--on", type=DATE, help="The day on which the debtor is in default (default: today).")
@click.option("--vat", is_flag=True, help="The creditor cannot reclaim the VAT on the costs.")
@shared_options
def costs_(
    code: str,
    debtor: str,
    principals: tuple[str, ...],
    on: dt.date | None,
    vat: bool,
    packs: tuple[str, ...],
    form: str,
) -> None:
    """Collection costs on a principal: what the law gives, and the most that a clause may ask.

    \b
    Example:
      dunlang law costs NL --debtor consumer --principal 735.54 --on 2026-01-10
      dunlang law costs BE --principal 650 --format json
    """
    from dunlang.law.answers import NoAnswer
    from dunlang.law.calculators import costs

    country = country_law(packs, code)
    claims = [amount(text, country, "--principal") for text in principals]
    found = costs(country, debtor, claims, on or this_day(), vat=vat)
    if isinstance(found, NoAnswer):
        no_answer(found)
    answer = found.json()
    write_answer(
        answer,
        form,
        rows(
            (name, answer[name] and f"{answer[name]} {answer['currency']}")
            for name in ("principal", "amount", "vat", "total", "maximum")
        ),
    )


@law.command("interest")
@click.argument("code", metavar="COUNTRY")
@click.option("--kind", help="A rate of the country: statutory, commercial, reference ...")
@click.option("--debtor", type=click.Choice(_DEBTORS), help="Without --kind: what is statutory for this debtor.")
@click.option("--rate", type=RATE, help="A declared (contractual) rate in percent, instead of --kind.")
@click.option(
    "--per", type=click.Choice(["year", "month"]), default="year", show_default=True, help="What --rate is for."
)
@click.option("--plus", type=RATE, default="0", help="Percentage points on top of --kind (default kind: reference).")
@click.option("--compound", type=click.Choice(["none", "yearly"]), help="Add interest to the sum on each anniversary.")
@click.option("--daycount", type=click.Choice(list(_DAY_COUNTS)), help="Another day count than the country's own.")
@click.option("--principal", required=True, help="The sum that bears interest.")
@click.option("--from", "start", type=DATE, required=True, help="The first day of interest; it counts.")
@click.option("--to", "end", type=DATE, required=True, help="The day of payment or judgment; it does not count.")
@click.option("--paid", type=(DATE, str), multiple=True, metavar="DATE AMOUNT", help="A part payment; may be repeated.")
@click.option("--costs", "costs_due", help="Costs that are due before the payments and take their share of them.")
@shared_options
def interest_(
    code: str,
    kind: str | None,
    debtor: str | None,
    rate: Decimal | None,
    per: str,
    plus: Decimal,
    compound: str | None,
    daycount: str | None,
    principal: str,
    start: dt.date,
    end: dt.date,
    paid: tuple[tuple[dt.date, str], ...],
    costs_due: str | None,
    packs: tuple[str, ...],
    form: str,
) -> None:
    """Interest over a delay, in segments, by the country's day count, compounding and rounding.

    The days run from --from, which counts, up to --to, which does not. Where the day of payment itself bears interest,
    give the day after it as --to.

    \b
    Example:
      dunlang law interest NL --kind statutory --principal 3500 --from 2025-03-15 --to 2026-04-22
      dunlang law interest NL --rate 8 --compound yearly --principal 1000 --from 2025-01-01 --to 2026-07-01
    """
    from dunlang.law.answers import InterestQuestion, NoAnswer
    from dunlang.law.calculators import interest

    if rate is not None and kind is not None:
        raise click.UsageError("give --kind or --rate, not both")
    if rate is not None and plus:
        raise click.UsageError("give --plus with --kind; add it to --rate yourself")
    if rate is None and per != "year":
        raise click.UsageError("give --per with --rate: the rates of a country are a year")
    country = country_law(packs, code)
    found = interest(
        country,
        InterestQuestion(
            principal=amount(principal, country, "--principal"),
            start=start,
            end=end,
            kind=kind,
            debtor=debtor,
            percent=rate,
            per="month" if per == "month" else "year",
            points=plus,
            compounding=compound,
            divisor=_DAY_COUNTS[daycount] if daycount else None,
            payments=tuple((day, amount(text, country, "--paid")) for day, text in paid),
            costs_due=amount(costs_due, country, "--costs") if costs_due is not None else 0,
        ),
    )
    if isinstance(found, NoAnswer):
        no_answer(found)
    answer = found.json()
    lines = [
        f"{part['from']} to {part['to']}  {part['days']:>4} days  {part['rate']:>6}%  "
        f"of {part['principal']:>12}  {part['interest']:>10}"
        for part in answer["segments"]
    ]
    names = ("interest", "interest_paid", "interest_open", "principal_open", "costs_open", "total")
    amounts = [(name.replace("_", " "), f"{answer[name]} {answer['currency']}") for name in names if name in answer]
    write_answer(answer, form, [*lines, *([""] if lines else []), *rows(amounts)])


@law.command("rate")
@click.argument("code", metavar="COUNTRY")
@click.option("--kind", required=True, help="statutory, commercial, reference, vat, or another one of the country.")
@click.option("--on", type=DATE, help="The day (default: today).")
@shared_options
def rate_(code: str, kind: str, on: dt.date | None, packs: tuple[str, ...], form: str) -> None:
    """A rate on a day.

    \b
    Example:
      dunlang law rate NL --kind commercial --on 2026-07-01
    """
    from dunlang.law.answers import NoAnswer
    from dunlang.law.calculators import rate

    found = rate(country_law(packs, code), kind, on or this_day())
    if isinstance(found, NoAnswer):
        no_answer(found)
    answer = found.json()
    write_answer(
        answer, form, rows([("rate", f"{answer['rate']}%"), ("from", answer["from"]), ("until", answer["until"])])
    )


@law.command("receipt")
@click.argument("code", metavar="COUNTRY")
@click.option(
    "--by",
    "channels",
    multiple=True,
    required=True,
    type=click.Choice(["post", "registered post", "email", "sms"]),
    help="How it was sent; again for each channel: the latest counts.",
)
@click.option("--sent", type=DATE, required=True, help="The day of sending.")
@click.option("--received", type=DATE, help="The day of receipt, where it is known.")
@click.option(
    "--period", type=PERIOD, help="The period that the letter gives (default: the one that the law asks for)."
)
@click.option("--debtor", type=click.Choice(_DEBTORS), default="consumer", show_default=True)
@shared_options
def receipt_(
    code: str,
    channels: tuple[str, ...],
    sent: dt.date,
    received: dt.date | None,
    period: Offset | None,
    debtor: str,
    packs: tuple[str, ...],
    form: str,
) -> None:
    """When a letter counts as received, its last free day, and the first day on which costs may be charged.

    \b
    Example:
      dunlang law receipt NL --by post --sent 2026-02-10 --period "14 days"
    """
    from dunlang.law.answers import NoAnswer
    from dunlang.law.calculators import receipt

    found = receipt(country_law(packs, code), channels, sent, period=period, received=received, debtor=debtor)
    if isinstance(found, NoAnswer):
        no_answer(found)
    answer = found.json()
    presumed = " (presumed)" if answer["presumed"] else ""
    write_answer(
        answer,
        form,
        rows(
            [
                ("sent", answer["sent"]),
                ("received", f"{answer['received']}{presumed}" if answer["received"] else None),
                ("day 1", answer["day_one"]),
                ("last free day", answer["last_free_day"]),
                ("costs from", answer["costs_from"]),
            ]
        ),
    )


@law.command("show")
@click.argument("code", metavar="COUNTRY")
@click.option("--on", type=DATE, help="What is in force on this day (default: today).")
@click.option("--changes", metavar="FROM..TO", help="What changes between two days, instead.")
@shared_options
def show_(code: str, on: dt.date | None, changes: str | None, packs: tuple[str, ...], form: str) -> None:
    """What is in force on a day, or what changes between two, with sources.

    \b
    Example:
      dunlang law show NL --on 2026-01-10
      dunlang law show BE --changes 2025-01-01..2026-12-31
    """
    if changes is not None and on is not None:
        raise click.UsageError("give --on or --changes, not both")
    country = country_law(packs, code)
    if changes is None:
        _show_force(country, on or this_day(), form)
        return
    first, dots, last = changes.partition("..")
    start, end = DATE.convert(first, None, None), DATE.convert(last, None, None) if dots else None
    if end is None:
        raise click.BadParameter("write two days as 2025-01-01..2026-12-31", param_hint="--changes")
    if end < start:
        raise click.BadParameter(f"the days run backwards: {start} to {end}", param_hint="--changes")
    _show_changes(country, start, end, form)


def _show_force(country: CountryLaw, on: dt.date, form: str) -> None:
    """Print what is in force."""
    from dunlang.law.answers import cited, plain
    from dunlang.law.changes import in_force

    entries: list[dict[str, Any]] = []
    for provision, period in in_force(country, on):
        shown = period.provision if period is not None and period.provision is not None else provision
        entry = {"kind": provision.kind, "for": sorted(provision.debtors), **cited([shown])[0]}
        if provision.kind == "rate":
            entry |= {"rate": provision.body.rate, "percent": plain(period.percent) if period is not None else None}
        entries.append(entry)
    if form == "json":
        answer = {"country": country.code, "name": country.name, "on": on.isoformat(), "provisions": entries}
        emit(json.dumps(answer, indent=2, ensure_ascii=False) + "\n")
        return
    lines = [f"{country.name} ({country.code}) on {on}"]
    kind = ""
    for entry in entries:
        if entry["kind"] != kind:
            kind = entry["kind"]
            lines += ["", f"{kind}:"]
        lines += provision_lines(entry)
        if "rate" in entry:
            known = f"{entry['percent']}%" if entry["percent"] is not None else "no rate known on this day"
            lines.append(f"    {entry['rate']}: {known}")
    emit("\n".join(lines) + "\n")


def _show_changes(country: CountryLaw, start: dt.date, end: dt.date, form: str) -> None:
    """Print what changes."""
    from dunlang.law.answers import cited, plain
    from dunlang.law.changes import changes

    entries: list[dict[str, Any]] = []
    for change in changes(country, start, end):
        entry: dict[str, Any] = {"on": change.on.isoformat(), "what": change.what}
        if change.rate is not None:
            entry |= {
                "rate": change.rate_kind,
                "percent": plain(change.rate.percent),
                "before": plain(change.before.percent) if change.before is not None else None,
            }
        entries.append({**entry, "provision": cited([change.provision])[0]})
    if form == "json":
        answer = {
            "country": country.code,
            "name": country.name,
            "from": start.isoformat(),
            "to": end.isoformat(),
            "changes": entries,
        }
        emit(json.dumps(answer, indent=2, ensure_ascii=False) + "\n")
        return
    lines = [f"{country.name} ({country.code}), {start} to {end}"]
    if not entries:
        lines.append("nothing changes")
    for entry in entries:
        what = entry["what"]
        if what == "rate":
            before = f", before {entry['before']}%" if entry["before"] is not None else ""
            what = f"{entry['rate']} rate {entry['percent']}%{before}"
        lines += ["", f"{entry['on']}  {what}", *provision_lines(entry["provision"])]
    emit("\n".join(lines) + "\n")


@law.command("update-check")
@click.argument("codes", metavar="[COUNTRY]...", nargs=-1)
@click.option("--on", type=DATE, help="The day (default: today).")
@click.option("--strict", is_flag=True, help="End with 1 where something is missing.")
@shared_options
def update_check_(codes: tuple[str, ...], on: dt.date | None, strict: bool, packs: tuple[str, ...], form: str) -> None:
    """List what is missing, about to end, provisional or old in the law data on a day.

    \b
    Example:
      dunlang law update-check --on 2027-01-02
      dunlang law update-check NL BE --format json
    """
    from dunlang.law.answers import NoAnswer
    from dunlang.law.calculators import country
    from dunlang.law.changes import update_check

    book, day = law_book(packs), on or this_day()
    for code in codes:
        known = country(book, code)
        if isinstance(known, NoAnswer):
            no_answer(known)
    found = update_check(book, day, tuple(code.upper() for code in codes))
    if form == "json":
        items = [
            {"country": item.country, "what": item.what, "subject": item.subject, "says": item.says} for item in found
        ]
        emit(json.dumps({"on": day.isoformat(), "found": items}, indent=2, ensure_ascii=False) + "\n")
    else:
        lines = [f"{item.country}  {item.what:<11}  {item.subject}: {item.says}" for item in found]
        emit("\n".join(lines or [f"nothing is stale or missing on {day}"]) + "\n")
    if strict and any(item.what == "missing" for item in found):
        raise SystemExit(1)
