"""Letters written: a case and a template in, a sheet out, and the sheet as text, HTML, mail or PDF.

Rendering is a pure function of the policy, the case and the date. A template that prints what is not there gives a
finding with the template's line, never a letter with a hole in it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal, cast, get_args

from jinja2 import FunctionLoader

from dunlang.diagnostics import Diagnostic
from dunlang.notice.addresses import POST, postal_lines
from dunlang.notice.budget import Budget, Counted
from dunlang.notice.context import context, why_lacking
from dunlang.notice.document import Document, clean, protect, read_html, read_markdown, read_text
from dunlang.notice.formats import Formats, formats
from dunlang.notice.rendering_pages import LACKING, NO_TEMPLATE, NOT_RENDERED, NOT_SET
from dunlang.notice.template import Environment, Template, environment, line_span
from dunlang.notice.values import Amount, LackingError
from dunlang.notice.writers.sheet import Sheet, label

if TYPE_CHECKING:
    import jinja2

    from dunlang.model.policy import Creditor, Notice
    from dunlang.notice.context import Subject
    from dunlang.schedule.engine import Engine
    from dunlang.source import Span

__all__ = ["FORMATS", "SUFFIX", "Format", "Renderer", "write"]

Format = Literal["text", "html", "eml", "pdf"]

FORMATS: tuple[Format, ...] = get_args(Format)

#: The suffix of a file in each format.
SUFFIX = {"text": "txt", "html": "html", "eml": "eml", "pdf": "pdf"}


#: How many invoices are named above a letter; its text lists them all.
_NAMED = 3


class Renderer:
    """Writes the letters of one policy; keeps each compiled template. *template_of* gives a notice's template."""

    def __init__(self, engine: Engine, template_of: Callable[[Notice], Template | None]) -> None:
        self._engine = engine
        self._template_of = template_of
        self._compiled: dict[tuple[str, str, str], jinja2.Template] = {}

    def sheet(self, subject: Subject) -> Sheet | Diagnostic:
        """The letter of *subject*, or why it cannot be written."""
        notice = subject.notice
        template = self._template_of(notice)
        if template is None:
            return NO_TEMPLATE.at(
                notice.name_span,
                f"notice `{notice.name}` has no template",
                help='add `template "…"` to the notice, in place of `states`',
            )
        language = self.language(subject)
        way = formats(language, subject.case.debtor.country)
        values = context(self._engine, subject, clean if template.is_html else protect)
        compiled, budget = self._template(template, way), Budget()
        cast("Environment", compiled.environment).budget = budget
        lists = {name: Counted(each, budget) for name, each in values.items() if isinstance(each, tuple)}
        try:
            text = compiled.render(**{**values, **lists})
        except Exception as error:  # noqa: BLE001 - whatever a template does to itself is its author's mistake
            return _failed(error, template, subject)
        return self._sheet(subject, language, way, template, text)

    def language(self, subject: Subject) -> str:
        """The language of the letter: that of the notice, else the first of the law's country."""
        group = subject.carrier.group
        law = self._engine.law(group) if group is not None else None
        return subject.notice.language or (law.languages[0] if law is not None and law.languages else "en")

    def _template(self, template: Template, way: Formats) -> jinja2.Template:
        key = (template.name, template.language, way.name)
        if key not in self._compiled:

            def money(amount: Amount) -> str:
                return way.money(amount.money) if isinstance(amount, Amount) else str(amount)

            def day(date: dt.date) -> str:
                return way.day(date) if isinstance(date, dt.date) else str(date)

            def shown(value: Any) -> Any:
                """What is printed without a filter, in the reader's way."""
                match value:
                    case Amount():
                        return way.money(value.money)
                    case dt.date():
                        return way.day(value)
                    case Decimal():
                        return way.percent(value)
                    case int() if not isinstance(value, bool):
                        return way.number(value)
                return value

            made = environment(template, money=money, day=day)
            made.finalize = shown
            # With a file name for each text, a failure tells in which of them it happened.
            made.loader = FunctionLoader(lambda name: (template.sources[name].text, name, lambda: True))
            self._compiled[key] = made.get_template(template.name)
        return self._compiled[key]

    def _sheet(self, subject: Subject, language: str, way: Formats, template: Template, text: str) -> Sheet:
        document = _document(template, text)
        debtor, creditor = subject.case.debtor, self._engine.policy.creditor
        numbers = _numbers(subject)
        reference = [(label(language, "invoice"), numbers)]
        if debtor.number:
            reference.append((label(language, "customer"), clean(debtor.number)))
        notice = subject.notice
        return Sheet(
            document=document,
            language=language,
            date=subject.date,
            date_text=way.day(subject.date),
            title=_capital(document.subject) or f"{clean(notice.title or notice.name)}: {numbers}",
            sender=clean(creditor.name) if creditor is not None else "",
            sender_lines=_sender_lines(creditor, language),
            addressee=clean(debtor.name),
            address=postal_lines(debtor, creditor.country if creditor is not None else ""),
            registered="registered post" in subject.letter.channels,
            by_post=any(channel in POST for channel in subject.letter.channels),
            reference=tuple(reference),
            html=text if template.is_html else "",
        )


def _document(template: Template, text: str) -> Document:
    if template.is_html:
        return read_html(text)
    return read_markdown(text) if template.name.endswith(".md") else read_text(text)


def _numbers(subject: Subject) -> str:
    """The invoices of the letter: the one that carries it first, and no more than fit on a line."""
    first = subject.carrier.invoice.id
    others = [claim.invoice.id for claim in subject.claims if claim is not subject.carrier]
    more = f" + {len(others) - _NAMED + 1}" if len(others) >= _NAMED else ""
    return ", ".join(clean(id_) for id_ in (first, *others[: _NAMED - 1])) + more


def _capital(subject: str) -> str:
    """A subject as a title: after `Onderwerp:` its first word may be in small letters."""
    first = subject.split(" ", 1)[0]
    return subject[:1].upper() + subject[1:] if first.islower() else subject


def _sender_lines(creditor: Creditor | None, language: str) -> tuple[str, ...]:
    if creditor is None:
        return ()
    lines = [clean(creditor.number)] if creditor.number else []
    if creditor.iban:
        plain = re.sub(r"\s", "", clean(creditor.iban))
        lines.append(f"{label(language, 'account')} {' '.join(plain[at : at + 4] for at in range(0, len(plain), 4))}")
    return tuple(lines)


def write(sheet: Sheet, form: Format, *, sender: str = "", to: str = "", fonts: str = "") -> bytes | Diagnostic:
    """The file of a letter. *sender* and *to* are the addresses of a mail, *fonts* a folder of fonts for PDF."""
    match form:
        case "text":
            from dunlang.notice.writers.text import text

            return text(sheet).encode()
        case "html":
            from dunlang.notice.writers.html import html

            return html(sheet).encode()
        case "eml":
            from dunlang.notice.writers.mail import mail
            from dunlang.notice.writers.styles import StylesError

            try:
                return mail(sheet, sender=sender, to=to)
            except ValueError as error:
                return NOT_SET.at(None, str(error), help="write an address such as `name@example.com`")
            except StylesError as error:
                return NOT_SET.at(None, f"no mail of `{sheet.title}`: {error}", help=error.help)
        case "pdf":
            from dunlang.notice.writers.pdf import PdfError, pdf

            try:
                return pdf(sheet, fonts=fonts)
            except PdfError as error:
                return NOT_SET.at(None, f"no PDF of `{sheet.title}`: {error}", help=error.help)


# ------------------------------------------------------------ what a template did wrong


def _failed(error: Exception, template: Template, subject: Subject) -> Diagnostic:
    invoice, debtor = subject.carrier.invoice.id, subject.case.debtor.id
    if isinstance(error, LackingError):
        return LACKING.at(
            _place(error, template, error.path),
            f"invoice `{invoice}` of debtor `{debtor}` has no `{error.path}`",
            label="printed here",
            help=why_lacking(error.path),
        )
    return NOT_RENDERED.at(
        _place(error, template),
        f"the template fails for invoice `{invoice}`: {_said(error)}",
        help="mend this line of the template",
    )


def _said(error: Exception) -> str:
    words = " ".join(str(error).split())[:200].rstrip(".").replace("'", "`")
    return words[:1].lower() + words[1:] if words else type(error).__name__


def _place(error: Exception, template: Template, words: str = "") -> Span:
    """The line of the template (or of a file that it includes) on which it failed."""
    found: Span | None = None
    trace = error.__traceback__
    while trace is not None:
        source = template.sources.get(trace.tb_frame.f_code.co_filename)
        if source is not None:
            found = line_span(source, trace.tb_lineno, words)
        trace = trace.tb_next
    return found or template.source.whole()
