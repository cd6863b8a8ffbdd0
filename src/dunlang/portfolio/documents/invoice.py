"""An e-invoice as one record, whatever its syntax, and what it leaves open.

The amount is what the document asks for: the amount due (BT-115), which is the total with VAT (BT-112) less what was
paid before (BT-113) plus rounding (BT-114). What was paid before has no date in EN 16931, so it cannot be a payment of
the ledger. Credit notes and invoices below zero are records of kind `credit` with an amount above zero.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

import attrs

from dunlang.dates import parse_date
from dunlang.diagnostics import Diagnostic
from dunlang.model.codes import LANGUAGES, country_code
from dunlang.money import CURRENCIES, AmountError, Money, parse_amount
from dunlang.portfolio.documents.cii import CII, cii_fields
from dunlang.portfolio.documents.debtor import Party, party
from dunlang.portfolio.documents.pages import AMOUNTS_DISAGREE, INCOMPLETE, NO_CLAIM, TERM_IN_WORDS, UNREADABLE_DOCUMENT
from dunlang.portfolio.documents.ubl import UBL, ubl_fields
from dunlang.records import frozen

if TYPE_CHECKING:
    import datetime as dt

    from dunlang.portfolio.documents.fields import Fields
    from dunlang.portfolio.documents.tree import Document

__all__ = ["EInvoice", "is_invoice", "read_invoice"]

_CREDIT_CODES = "81 83 261 262 296 308 381 396 420 458 532"
_INVOICE_CODES = """
71 80 82 84 102 130 202 203 204 211 218 219 295 326 331 380 382 383 384 385 386 387 388 389 390 393 394 395 456 457
471 472 473 500 501 527 553 575 623 633 780 817 870 875 876 877 935
"""
#: The codes of UNTDID 1001 that EN 16931 allows: what reduces a debt, what asks for money, what does neither.
_CREDITS = frozenset(_CREDIT_CODES.split())
_INVOICES = frozenset(_INVOICE_CODES.split())
_NO_CLAIMS = {"325": "a pro forma invoice", "751": "information for the books"}
#: In these the syntax of the document decides whether it is a credit note.
_EITHER = frozenset({"502", "503"})
_CORRECTIONS = frozenset({"384", "471", "472", "473"})
_DECIMAL = re.compile(r"([+-]?)([0-9]*)(?:\.([0-9]*))?")
_ID_LONGEST = 100
_SHOWN = 120


@frozen(kw_only=True)
class EInvoice:
    """One invoice or credit note. *amount* is above zero, or zero where there is nothing to pay."""

    number: str
    kind: Literal["invoice", "credit"]
    date: dt.date
    due: dt.date | None
    terms: str
    """The payment term in words, on one line."""
    amount: Money
    buyer: Party
    seller: str
    """Who sends it; empty where it does not say."""
    corrects: bool
    """Whether it says that it corrects the preceding invoices."""
    preceding: tuple[str, ...] = ()
    order: str = ""
    delivered: dt.date | None = None
    description: str = ""
    reference: str = ""


class _Unfit(ValueError):  # noqa: N818 - never leaves this module
    """A value that cannot be used: what was found and what is right."""


def is_invoice(document: Document) -> bool:
    """Whether the root is that of an e-invoice, sound or not."""
    return document.root.tag in ("Invoice", "CreditNote", "CrossIndustryInvoice", "CrossIndustryDocument")


def read_invoice(document: Document) -> tuple[EInvoice | None, tuple[Diagnostic, ...]]:
    """The record of an e-invoice, or None; findings say why not, and what a person must look at."""
    root, space, name = document.root, document.namespace, document.name
    if root.tag in ("Invoice", "CreditNote") and (not space or space.startswith(UBL)):
        return _record(ubl_fields(root), name)
    if root.tag == "CrossIndustryInvoice" and space in ("", CII):
        return _record(cii_fields(root), name)
    wanted = "have it sent as UBL 2.1 or as CII, as EN 16931 asks"
    if root.tag == "CrossIndustryDocument":
        reason = "it is ZUGFeRD 1, which is older than EN 16931"
    else:
        reason = f"its `{root.tag}` is that of `{space[:_SHOWN]}`, neither UBL 2.1 nor CII"
    return None, (UNREADABLE_DOCUMENT.at(None, f"cannot read `{name}`: {reason}", file=name, help=wanted),)


def _record(fields: Fields, name: str) -> tuple[EInvoice | None, tuple[Diagnostic, ...]]:
    about = f"invoice `{_line(fields.number)[:_ID_LONGEST]}`" if fields.number else "an invoice without a number"
    try:
        if fields.type_code in _NO_CLAIMS:
            message = f"{about} is {_NO_CLAIMS[fields.type_code]} and asks for no money: not taken"
            return None, (NO_CLAIM.at(None, message, file=name),)
        credit, amount = _amount(fields)
        issued = _day("date", fields.issued)
        found = EInvoice(
            number=_number(fields.number),
            kind="credit" if credit else "invoice",
            date=issued,
            due=None if credit else _due(fields, issued),
            terms=_line(" / ".join(fields.terms)),
            amount=amount,
            buyer=_buyer(fields),
            seller=_line(fields.seller),
            corrects=fields.type_code in _CORRECTIONS and bool(fields.preceding),
            preceding=tuple(dict.fromkeys(_line(each)[:_ID_LONGEST] for each in fields.preceding)),
            order=_line(fields.order),
            delivered=_delivered(fields.delivered),
            description=_line(fields.items[0]) if len(fields.items) == 1 else "",
            reference=_line(fields.references[0]) if fields.references else "",
        )
    except (_Unfit, AmountError) as error:
        return None, (INCOMPLETE.at(None, f"{about} is not taken: {error}", file=name, help="have it sent again"),)
    if not amount.minor:
        return None, (NO_CLAIM.at(None, f"nothing is due on {about}: not taken", file=name),)
    return found, (*_disagreement(fields, about, name), *_open_term(fields, found, name))


def _amount(fields: Fields) -> tuple[bool, Money]:
    """Whether it is a credit, and the amount without its sign."""
    code = fields.currency
    if code not in CURRENCIES:
        raise _Unfit(f"`{_line(code)[:_SHOWN]}` is no currency" if code else "it names no currency")
    others = sorted(set(fields.amount_currencies) - {code})
    if others:
        raise _Unfit(f"it is in {code}, but an amount is in {_line(', '.join(others))[:_SHOWN]}")
    if not fields.payable:
        raise _Unfit("it lacks the amount due (BT-115)")
    minor = _minor(fields.payable, code)
    kind = fields.type_code
    known = kind in _INVOICES or kind in _CREDITS or (kind in _EITHER and fields.credit_note)
    if not known:
        said = f"its type code `{_line(kind)[:_SHOWN]}` is none of" if kind else "it lacks its type code (BT-3), one of"
        raise _Unfit(f"{said} the codes of EN 16931")
    if fields.credit_note or kind in _CREDITS:
        if minor < 0:
            raise _Unfit(f"it is a credit note for {fields.payable}, below zero: whether it adds or takes away is open")
        return True, Money(minor, code)
    return minor < 0, Money(abs(minor), code)


def _minor(text: str, currency: str) -> int:
    """An amount of XML Schema's `decimal` in minor units: `+`, `.5` and `5.` are allowed, exponents are not."""
    match = _DECIMAL.fullmatch(text)
    if match is None or not (match.group(2) or match.group(3)):
        raise _Unfit(f"`{_line(text)[:_SHOWN]}` is no amount")
    sign, whole, rest = match.groups()
    written = f"{'-' if sign == '-' else ''}{whole or '0'}"
    kept = (rest or "").rstrip("0")
    return parse_amount(f"{written}.{kept}" if kept else written, currency, negative=True)


def _day(what: str, text: str) -> dt.date:
    """A day as XML Schema writes it; a time zone after it is passed over."""
    if not text:
        raise _Unfit(f"it lacks its {what}")
    try:
        return parse_date(text[:10] if re.fullmatch(r".{10}(Z|[+-]\d\d:\d\d|T.*)", text) else text)
    except ValueError as error:
        raise _Unfit(f"{what}: {error}") from None


def _delivered(text: str) -> dt.date | None:
    """The day of delivery; one that cannot be read says nothing."""
    try:
        return _day("day of delivery", text)
    except _Unfit:
        return None


def _dues(fields: Fields) -> list[dt.date]:
    return sorted({_day("due date", each) for each in fields.dues})


def _due(fields: Fields, issued: dt.date) -> dt.date | None:
    """The due date where there is one and only one, not before the invoice's own date."""
    days = _dues(fields)
    return days[0] if len(days) == 1 and days[0] >= issued else None


def _buyer(fields: Fields) -> Party:
    if fields.buyer is None:
        raise _Unfit("it names no buyer")
    found = party(fields.buyer)
    if found is None:
        raise _Unfit("its buyer has neither a name nor a number")
    language = fields.language.lower()
    return attrs.evolve(
        found,
        country=country_code(fields.buyer.country.upper()) or "",
        language=language if language in LANGUAGES else "",
    )


def _number(text: str) -> str:
    number = _line(text)
    if not number:
        raise _Unfit("it lacks its number (BT-1)")
    if len(number) > _ID_LONGEST or not number.isprintable():
        raise _Unfit(f"its number has more than {_ID_LONGEST} characters or signs that cannot be printed")
    if number[0] in "=+@-":
        raise _Unfit(f"its number starts with `{number[0]}`, which spreadsheets run as a formula")
    return number


def _line(text: str) -> str:
    """Words on one line, without signs that cannot be printed."""
    words = " ".join(text.split())
    return words if words.isprintable() else "".join(sign for sign in words if sign.isprintable())


def _disagreement(fields: Fields, about: str, name: str) -> tuple[Diagnostic, ...]:
    """A finding where the amount due is not the total less what was paid, as far as these are given."""
    if not fields.total:
        return ()
    try:
        parts = [
            _minor(text or "0", fields.currency)
            for text in (fields.total, fields.prepaid, fields.rounding, fields.payable)
        ]
    except (_Unfit, AmountError) as error:
        return (AMOUNTS_DISAGREE.at(None, f"{about}: {error}; the amount due is taken", file=name),)
    total, prepaid, rounding, payable = parts
    if total - prepaid + rounding == payable:
        return ()
    worked = Money(total - prepaid + rounding, fields.currency)
    message = f"{about} asks for {Money(payable, fields.currency)}, but its total less what was paid is {worked}"
    return (AMOUNTS_DISAGREE.at(None, message, file=name, help="ask the sender which of the two holds"),)


def _open_term(fields: Fields, found: EInvoice, name: str) -> tuple[Diagnostic, ...]:
    if found.due is not None or found.kind == "credit":
        return ()
    days = _dues(fields)
    about = f"invoice `{found.number}`"
    if len(days) > 1:
        listed = ", ".join(map(str, days[:6]))
        message = f"{about} has {len(days)} due dates ({listed}): `due` is left empty"
    elif days:
        message = f"{about} of {found.date} is due on {days[0]}, before its own date: `due` is left empty"
    elif found.terms:
        words = found.terms if len(found.terms) <= _SHOWN else found.terms[: _SHOWN - 1] + "…"
        message = f"payment term of {about} only in words: `{words}`"
    else:
        message = f"{about} has no payment term: `due` is left empty"
    wanted = f"give `--due {found.number}=DATE`, or leave it to the policy's payment term"
    return (TERM_IN_WORDS.at(None, message, file=name, help=wanted),)
