"""Letters for a host: write the one of a step or all of a day, and judge a letter that exists already."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, get_args

import attrs

from dunlang.api.cases import as_case, checked_date
from dunlang.api.errors import InputError, LetterError, PolicyError
from dunlang.diagnostics import Diagnostic, Severity
from dunlang.law.answers import NoAnswer
from dunlang.law.calculators import country
from dunlang.model.case import Case, Debtor, Event, Invoice
from dunlang.model.policy import Channel, NoticeKind
from dunlang.money import Money
from dunlang.notice.addresses import lacking_address
from dunlang.notice.judge import Judgement
from dunlang.notice.remarks import LetterFacts
from dunlang.notice.render import FORMATS, Format, Renderer, write
from dunlang.portfolio.ledger import Ledger
from dunlang.portfolio.letters import letter_of, letters_due, why_none
from dunlang.project.config import Settings
from dunlang.project.intake import LARGEST_TEXT
from dunlang.project.session import Options, Session
from dunlang.project.templates import letters_of
from dunlang.records import frozen

if TYPE_CHECKING:
    from dunlang.api.policy import Policy
    from dunlang.law import CountryLaw
    from dunlang.notice.context import Subject

__all__ = ["Judgement", "WrittenLetter", "check_letter", "render_letter", "render_letters"]

_DEBTORS = ("consumer", "business", "government")
_SENDERS = ("creditor", "agency", "lawyer")
_LANGUAGES = ("nl", "fr", "de", "es", "en")


@frozen(kw_only=True)
class WrittenLetter:
    """A letter as a file, and what is needed to send it."""

    content: bytes = attrs.field(repr=lambda content: f"<{len(content)} bytes>")
    """The file: UTF-8 for text and HTML."""
    format: Format
    title: str
    language: str
    date: dt.date
    """The day of sending, which is the letter's date."""
    debtor: Debtor = attrs.field(repr=lambda debtor: repr(debtor.id))
    invoices: tuple[str, ...]
    """Every invoice that it is about; several where the policy joins the letters of a debtor."""
    step: str
    notice: str
    channels: tuple[str, ...]
    address: tuple[str, ...]
    """The lines under the debtor's name on an envelope; none where they are not known."""
    deadline: dt.date | None
    """The last free day of its period; None where it gives none, or receipt is not known."""
    how: str
    """``due``, ``as sent`` or ``as known now``: see :class:`dunlang.portfolio.letters.FoundLetter`."""

    @property
    def text(self) -> str:
        """The file as text; ValueError for a PDF."""
        if self.format == "pdf":
            raise ValueError("a PDF is no text: use `content`")
        return self.content.decode()


def render_letter(
    policy: Policy,
    case: Case | Invoice | Ledger,
    *,
    invoice: str = "",
    step: str,
    date: dt.date,
    format: str = "text",  # noqa: A002 - the word of the command
    sender: str = "",
    to: str = "",
    fonts: str | os.PathLike[str] = "",
    debtor: Debtor | None = None,
    events: Iterable[Event] = (),
) -> WrittenLetter:
    """The letter that *step* sends about *invoice* on *date*, or that it sent before, as text, html, eml or pdf.

    *case* is a case or a ledger that has the invoice, or the invoice itself with its *debtor* and *events*. *sender*
    and *to* are the addresses of a mail; without *to* it is the debtor's, where there is one. *fonts* is a folder with
    more fonts for PDF. Raises :class:`LetterError` where no such letter is due, a template lacks a value, or the
    format's package is not installed; :class:`PolicyError` where a template has errors.
    """
    form, day = _form(format), checked_date(date, "date")
    found: Case | None
    if isinstance(case, Ledger):
        found = case.case_of(invoice)
    else:
        found = as_case(case, debtor, tuple(events))
        invoice = invoice or (found.invoices[0].id if len(found.invoices) == 1 else "")
    if found is None or all(each.id != invoice for each in found.invoices):
        raise InputError(f"there is no invoice `{invoice}`")
    if not any(each.name == step for group in policy.groups for each in group.steps):
        raise InputError(f"the policy has no step `{step}`")
    letter = letter_of(policy._engine, found, invoice, step, day)
    if isinstance(letter, tuple):
        raise LetterError((why_none(*letter, step, day),))
    made = _written(_renderer(policy), letter.subject, letter.how, form, sender, to, os.fspath(fonts))
    if isinstance(made, Diagnostic):
        raise LetterError((made,))
    return made


def render_letters(
    policy: Policy,
    ledger: Ledger | Iterable[Case],
    *,
    date: dt.date,
    format: str = "text",  # noqa: A002 - the word of the command
    sender: str = "",
    fonts: str | os.PathLike[str] = "",
) -> tuple[WrittenLetter, ...]:
    """Every letter that the policy sends on *date*, in the order of the worklist.

    All of them or none: raises :class:`LetterError` with the reasons of all that cannot be written.
    """
    form, day = _form(format), checked_date(date, "date")
    if not isinstance(ledger, Ledger):
        ledger = Ledger(cases=tuple(as_case(case, None, ()) for case in ledger), counts=())
    renderer = _renderer(policy)
    found = [
        _written(renderer, subject, "due", form, sender, "", os.fspath(fonts))
        for subject in letters_due(policy._engine, ledger, day)
    ]
    wrong = [each for each in found if isinstance(each, Diagnostic)]
    if wrong:
        raise LetterError(wrong)
    return tuple(each for each in found if isinstance(each, WrittenLetter))


def _form(name: str) -> Format:
    if name not in FORMATS:
        raise InputError(f"there is no format `{name}`: known are {', '.join(FORMATS)}")
    return name


@lru_cache(maxsize=4)
def _renderer(policy: Policy) -> Renderer:
    """What writes the letters of a policy, kept for the last few: its templates are read and judged once."""
    letters, findings = letters_of(policy._loaded, policy.model)
    errors = tuple(found for found in findings if found.severity is Severity.ERROR)
    if errors:
        raise PolicyError(errors)
    return Renderer(policy._engine, letters.template)


def _written(
    renderer: Renderer, subject: Subject, how: str, form: Format, sender: str, to: str, fonts: str
) -> WrittenLetter | Diagnostic:
    sheet = renderer.sheet(subject)
    if isinstance(sheet, Diagnostic):
        return sheet
    debtor = subject.case.debtor
    if not to and not lacking_address(debtor, ("email",)):
        to = debtor.email
    content = write(sheet, form, sender=sender, to=to, fonts=fonts)
    if isinstance(content, Diagnostic):
        return content
    return WrittenLetter(
        content=content,
        format=form,
        title=sheet.title,
        language=sheet.language,
        date=sheet.date,
        debtor=debtor,
        invoices=tuple(claim.invoice.id for claim in subject.claims),
        step=subject.entry.step.name,
        notice=subject.notice.name,
        channels=subject.letter.channels,
        address=sheet.address,
        deadline=subject.letter.deadline,
        how=how,
    )


# ------------------------------------------------------------ letters that exist


def check_letter(
    text: str,
    *,
    law: str,
    debtor: str,
    kind: str,
    sent: dt.date | None = None,
    received: dt.date | None = None,
    channels: Sequence[str] = ("post",),
    principal: Money | None = None,
    costs: Money | None = None,
    vat_reclaimed: bool | None = None,
    sender: str = "creditor",
    creditor: str = "",
    language: str = "",
    on: dt.date | None = None,
    html: bool = False,
    packs: Sequence[str | os.PathLike[str]] = (),
) -> Judgement:
    """Judge a letter by the law of a country, with no policy: what ``dunlang letter`` does, on a text.

    *kind* is what it is meant to be (announcement, reminder, formal, final, handover), *costs* what the creditor will
    ask. *sent* is the day of sending, else the date that the letter bears; *on* another day whose law holds. The answer
    has ``compliant`` (yes, no, undecided), ``remarks``, ``elements`` and ``periods``.
    Raises :class:`LetterError` where the language is not recognised, :class:`InputError` where an argument makes no
    sense, or no day is known.
    """
    from dunlang.notice.claims import claims
    from dunlang.notice.judge import judge
    from dunlang.notice.reading import read
    from dunlang.notice.wording_pages import LANGUAGE
    from dunlang.project.intake import NoTextError
    from dunlang.project.intake.markup import text_of_html
    from dunlang.source import Source

    law_of_country = _law(law, packs)
    _known("debtor", debtor, _DEBTORS)
    _known("kind", kind, get_args(NoticeKind))
    _known("sender", sender, _SENDERS)
    if language:
        _known("language", language, _LANGUAGES)
    for channel in channels:
        _known("channel", channel, get_args(Channel))
    days = {name: None if day is None else checked_date(day, name) for name, day in _days(sent, received, on)}
    if days["sent"] and days["received"] and days["received"] < days["sent"]:
        raise InputError(f"received on {days['received']}, before it was sent on {days['sent']}")
    if len(text) > LARGEST_TEXT:
        raise InputError(f"the letter is longer than {LARGEST_TEXT} characters")
    try:
        said = read(Source("letter", text_of_html(text) if html else text), language or None)
    except NoTextError as error:
        raise InputError(f"the letter cannot be read: {error}") from None
    if said is None:
        help_ = f"name it: {', '.join(_LANGUAGES)}"
        raise LetterError((LANGUAGE.at(None, "the language of the letter is not recognised", help=help_),))
    found = claims(said, days["sent"])
    day = days["on"] or days["sent"] or found.letter_date
    if day is None:
        raise InputError("the letter bears no date: pass `sent`, or `on` for the day whose law holds")
    facts = LetterFacts(
        kind=kind,
        debtor=debtor,
        language=said.lexicon.code,
        on=day,
        sent=days["sent"],
        received=days["received"],
        channels=tuple(channels) or ("post",),
        principal=_minor("principal", principal, law_of_country),
        costs=_minor("costs", costs, law_of_country),
        vat=vat_reclaimed,
        sender=sender,
        creditor=creditor,
    )
    return judge(said, law_of_country, facts, found)


def _days(sent: dt.date | None, received: dt.date | None, on: dt.date | None) -> tuple[tuple[str, dt.date | None], ...]:
    return (("sent", sent), ("received", received), ("on", on))


def _law(code: str, packs: Sequence[str | os.PathLike[str]]) -> CountryLaw:
    """The law of a country, with *packs* laid over it; no settings file is looked for."""
    book, found = Session(Options(packs=tuple(os.fspath(pack) for pack in packs))).book(Settings())
    errors = [each for each in found if each.severity is Severity.ERROR]
    if errors:
        raise PolicyError(errors)
    law = country(book, code)
    if isinstance(law, NoAnswer):
        raise InputError(f"{law.message}: {law.help}")
    return law


def _known(what: str, word: str, known: Sequence[str]) -> None:
    if word not in known:
        raise InputError(f"there is no {what} `{word}`: known are {', '.join(known)}")


def _minor(what: str, amount: Money | None, law: CountryLaw) -> int | None:
    """The minor units of an amount in the currency of the law."""
    if amount is None:
        return None
    if not isinstance(amount, Money) or amount.currency != law.currency:
        raise InputError(f"`{what}` is no Money in {law.currency}: {amount!r}")
    return amount.minor
