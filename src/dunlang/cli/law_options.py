"""What the commands of ``dunlang law`` share: kinds of options, the book of law, how answers are printed."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from dunlang.cli.output import complain, emit, fail

if TYPE_CHECKING:
    from dunlang.dates import Offset
    from dunlang.law.answers import NoAnswer
    from dunlang.law.book import LawBook
    from dunlang.law.country import CountryLaw

__all__ = [
    "DATE",
    "PERIOD",
    "RATE",
    "amount",
    "country_law",
    "law_book",
    "no_answer",
    "provision_lines",
    "rows",
    "shared_options",
    "this_day",
    "write_answer",
]


class _Date(click.ParamType[dt.date]):
    """A date as 2026-01-31."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        from dunlang.dates import parse_date

        if isinstance(value, dt.date):
            return value
        try:
            return parse_date(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)


class _Rate(click.ParamType[Decimal]):
    """A percentage with at most six decimals."""

    name = "percent"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Decimal:
        from dunlang.money import micro_percent

        try:
            rate = Decimal(str(value))
            if not rate.is_finite() or not 0 <= rate <= 1000:
                self.fail(f"`{value}` is not a rate from 0 to 1000 percent", param, ctx)
            micro_percent(rate)
        except InvalidOperation:
            self.fail(f"`{value}` is not a number (write 8 or 10.15)", param, ctx)
        except ValueError as error:
            self.fail(str(error), param, ctx)
        return rate


class _Period(click.ParamType["Offset"]):
    """A period such as ``14 days``."""

    name = "period"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Offset:
        from dunlang.dates import Offset

        if isinstance(value, Offset):
            return value
        count, _, unit = str(value).strip().partition(" ")
        units = {"day": "days", "week": "weeks", "month": "months", "working day": "working days"}
        unit = units.get(unit.removesuffix("s"), "")
        if not (count.isascii() and count.isdecimal() and len(count) < 5 and unit) or int(count) == 0:
            self.fail(
                f'`{value}` is not a period (write "14 days", "10 working days", "2 weeks" or "1 month")', param, ctx
            )
        return Offset(int(count), unit)  # type: ignore[arg-type] # one of the four units


DATE, RATE, PERIOD = _Date(), _Rate(), _Period()


def amount(text: str, law: CountryLaw, option: str) -> int:
    """An amount of an option in minor units of the country's currency; more than zero."""
    from dunlang.money import AmountError, parse_amount

    try:
        minor = parse_amount(text, law.currency)
    except AmountError as error:
        said = str(error)
        hint = " (write digits alone: 1234.56)" if said.endswith("is not an amount") else ""
        raise click.BadParameter(f"{said}{hint}", param_hint=option) from None
    if minor == 0:
        raise click.BadParameter(f"`{text}` is nothing: name an amount above zero", param_hint=option)
    return minor


def law_book(packs: tuple[str, ...]) -> LawBook:
    """The law with the packs of ``--law``, else those of the settings; ends with 2 where one has findings."""
    from dunlang.project.session import Options, Session

    session = Session(Options(packs=packs))
    settings, about = session.settings(Path.cwd())
    book, found = session.book(settings)
    findings = [*about, *found]
    if findings:
        complain(findings)
    if any(finding.severity == "error" for finding in findings):
        raise SystemExit(2)
    return book


def country_law(packs: tuple[str, ...], code: str) -> CountryLaw:
    """The law of the country that was named; ends with 2 where there is none."""
    from dunlang.law.answers import NoAnswer
    from dunlang.law.calculators import country

    found = country(law_book(packs), code)
    if isinstance(found, NoAnswer):
        no_answer(found)
    return found


def no_answer(found: NoAnswer) -> NoReturn:
    """Say why there is no answer, and end with 2."""
    fail(f"{found.message}\n  {found.help}" if found.help else found.message)


def this_day() -> dt.date:
    from dunlang.project.clock import today

    return today()


def shared_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that each of these commands has."""
    form = click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
    packs = click.option(
        "--law", "packs", multiple=True, metavar="PACK", type=click.Path(), help="Lay a law pack (YAML) over the law."
    )
    return form(packs(command))


def write_answer(answer: dict[str, Any], form: str, lines: Iterable[str]) -> None:
    """The answer as JSON, or its lines with the provisions after them."""
    if form == "json":
        emit(json.dumps(answer, indent=2, ensure_ascii=False) + "\n")
        return
    text = [*lines, *(f"note: {note}" for note in answer.get("notes", ()))]
    for provision in answer.get("provisions", ()):
        text += ["", *provision_lines(provision)]
    emit("\n".join(text) + "\n")


def provision_lines(provision: dict[str, Any]) -> list[str]:
    """A provision of an answer in words."""
    force = " ".join(f"{word} {provision[word]}" for word in ("from", "until") if provision[word])
    origin = "" if provision["origin"] == "dunlang" else f", from {provision['origin']}"
    lines = [
        f"  {provision['article']} ({provision['id']})",
        f"    {provision['says']}",
        f"    {', '.join(part for part in (force, provision['confidence']) if part)}{origin}",
    ]
    lines += [f"    {source}" for source in provision["sources"][:2]]
    return lines


def rows(pairs: Iterable[tuple[str, Any]]) -> list[str]:
    """Names and values as lines with one margin; what has no value is left out."""
    kept = [(name, value) for name, value in pairs if value is not None]
    width = max((len(name) for name, _ in kept), default=0)
    return [f"{name:<{width}}  {value}" for name, value in kept]
