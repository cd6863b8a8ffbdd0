"""``dunlang letter``: existing letters judged by the law of a country, with no policy at all."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from dunlang import __version__
from dunlang.cli.law_options import DATE, amount, law_book, no_answer, this_day
from dunlang.cli.output import colour_option, emit, fail, paint_for, progress

if TYPE_CHECKING:
    import datetime as dt

    from dunlang.law.country import CountryLaw
    from dunlang.notice.remarks import LetterFacts
    from dunlang.report.letters import JudgedLetter

__all__ = ["letter"]

_KINDS = ["announcement", "reminder", "formal", "final", "handover"]
_CHANNELS = ["post", "registered post", "email", "sms"]


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path())
@click.option("--law", "country", required=True, metavar="COUNTRY", help="The country whose law holds: NL, BE, ...")
@click.option("--debtor", type=click.Choice(["consumer", "business", "government"]), required=True)
@click.option("--as", "kind", type=click.Choice(_KINDS), required=True, help="What it is meant to be.")
@click.option("--sender", type=click.Choice(["creditor", "agency", "lawyer"]), default="creditor", show_default=True)
@click.option("--sent", type=DATE, help="The day of sending; without it, the date that the letter bears.")
@click.option("--received", type=DATE, help="The day on which the debtor received it, where it is known.")
@click.option("--by", "channels", type=click.Choice(_CHANNELS), multiple=True, help="How it was sent.")
@click.option("--principal", metavar="AMOUNT", help="The principal; without it, the one that the letter names.")
@click.option("--costs", metavar="AMOUNT", help="The costs that the creditor will ask; 0 for none.")
@click.option("--vat", type=click.Choice(["reclaimed", "not-reclaimed"]), help="The VAT on the costs.")
@click.option("--creditor", default="", metavar="NAME", help="The name of the creditor, to be looked for.")
@click.option("--language", type=click.Choice(["nl", "fr", "de", "es", "en"]), help="Without it, it is recognised.")
@click.option("--on", type=DATE, help="The day whose law holds; without it, the day of sending.")
@click.option("--pack", "packs", multiple=True, type=click.Path(), help="Lay a law pack (YAML) over the law.")
@click.option("--strict", is_flag=True, help="Fail on undecided letters too.")
@click.option(
    "--format", "form", type=click.Choice(["full", "table", "csv", "json", "sarif"]), default="full", show_default=True
)
@colour_option
def letter(
    files: tuple[str, ...],
    country: str,
    debtor: str,
    kind: str,
    sender: str,
    sent: dt.date | None,
    received: dt.date | None,
    channels: tuple[str, ...],
    principal: str | None,
    costs: str | None,
    vat: str | None,
    creditor: str,
    language: str | None,
    on: dt.date | None,
    packs: tuple[str, ...],
    strict: bool,
    form: str,
    color: str,
) -> None:
    """Judge existing letters: what they state, what is missing, their period, their costs.

    FILES are letters (.txt, .md, .html, .docx; .pdf with `dunlang[letters]`) or folders of them. Ends with 0 when none
    is found wrong, 1 when one is (under --strict also when one stays undecided), 2 when one cannot be read.

    \b
    Example:
      dunlang letter brief.txt --law NL --debtor consumer --as formal --sent 2024-09-11 --by post
      dunlang letter archive/ --law BE --debtor consumer --as reminder --format table
    """
    from dunlang.law.answers import NoAnswer
    from dunlang.law.calculators import country as law_of
    from dunlang.notice.remarks import LetterFacts
    from dunlang.project.documents import letters_among

    law = law_of(law_book(packs), country)
    if isinstance(law, NoAnswer):
        no_answer(law)
    if sent is not None and received is not None and received < sent:
        fail(f"received on {received}, before it was sent on {sent}")
    names = letters_among(files)
    if not names:
        fail("there is no letter in " + ", ".join(f"`{name}`" for name in files))
    facts = LetterFacts(
        kind=kind,
        debtor=debtor,
        language=language or "",
        on=on or sent or this_day(),
        sent=sent,
        received=received,
        channels=channels or ("post",),
        principal=None if principal is None else amount(principal, law, "--principal"),
        costs=None if costs is None else _costs(costs, law),
        vat=None if vat is None else vat == "reclaimed",
        sender=sender,
        creditor=creditor,
    )
    judged = _judge_all(names, law, facts, dated=on is not None or sent is not None)
    emit(_written(judged, form, color, law))
    if len(judged) > 1:
        click.echo(f"dunlang: {_summary(judged)}", err=True)
    sys.exit(_exit_code(judged, strict=strict))


def _summary(judged: list[JudgedLetter]) -> str:
    """How many letters there are of each verdict."""
    words = {"yes": "compliant", "no": "not compliant", "undecided": "undecided", "unread": "not read"}
    verdicts = [one.compliant for one in judged]
    counts = ", ".join(f"{verdicts.count(word)} {said}" for word, said in words.items() if word in verdicts)
    return f"{len(judged)} letters: {counts}"


def _costs(text: str, law: CountryLaw) -> int:
    return 0 if text.strip("0.") == "" and text else amount(text, law, "--costs")


def _judge_all(names: list[str], law: CountryLaw, facts: LetterFacts, *, dated: bool) -> list[JudgedLetter]:
    """Judge each letter in turn; how far a long run is shows on a terminal."""
    show = progress(len(names), "letters", slow=True)
    judged: list[JudgedLetter] = []
    for number, name in enumerate(names, 1):
        judged.append(_judge_one(name, law, facts, dated=dated))
        if show is not None:
            show(number)
    return judged


def _judge_one(name: str, law: CountryLaw, facts: LetterFacts, *, dated: bool) -> JudgedLetter:
    import attrs

    from dunlang.diagnostics import Diagnostic
    from dunlang.notice.claims import claims
    from dunlang.notice.judge import judge
    from dunlang.notice.reading import read
    from dunlang.notice.wording_pages import LANGUAGE
    from dunlang.project.documents import read_letter
    from dunlang.report.letters import JudgedLetter

    source = read_letter(name)
    if isinstance(source, Diagnostic):
        return JudgedLetter(file=name, currency=law.currency, fault=source)
    text = read(source, facts.language or None)
    if text is None:
        fault = LANGUAGE.at(
            None,
            f"the language of `{name}` is not recognised",
            file=name,
            help="name it with `--language`: nl, fr, de, es or en",
        )
        return JudgedLetter(file=name, currency=law.currency, fault=fault)
    facts = attrs.evolve(facts, language=text.lexicon.code)
    found = claims(text, facts.sent)
    if not dated and found.letter_date is not None:
        facts = attrs.evolve(facts, on=found.letter_date)
    return JudgedLetter(file=name, currency=law.currency, judgement=judge(text, law, facts, found))


def _written(judged: list[JudgedLetter], form: str, color: str, law: CountryLaw) -> str:
    from dunlang.report.letters import letters_full, letters_json, letters_table

    if form == "json":
        return letters_json(judged, tool=__version__, country=law.code)
    if form == "csv":
        from dunlang.report.letters_csv import letters_csv

        return letters_csv(judged)
    if form == "sarif":
        from dunlang.project.catalogue import pages
        from dunlang.report.sarif import sarif

        return sarif([found for one in judged for found in one.findings()], pages=pages(), tool=__version__)
    return letters_table(judged, paint_for(color)) if form == "table" else letters_full(judged, paint_for(color))


def _exit_code(judged: list[JudgedLetter], *, strict: bool) -> int:
    verdicts = {one.compliant for one in judged}
    if "unread" in verdicts:
        return 2
    return 1 if "no" in verdicts or (strict and "undecided" in verdicts) else 0
