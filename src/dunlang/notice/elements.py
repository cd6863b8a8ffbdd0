"""Which of the elements that a law may ask for stand in a letter, and where.

An element is *found* at places, *unsure* (something that may be it, or nothing that a reader could know), or missing.
The list is the language's own (``invoice number``, ``amount due``, ``deadline``, ...); see ``law/vocabulary.py``.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import attrs

from dunlang.notice.claims import LetterClaims, denied
from dunlang.notice.mentions import is_earlier
from dunlang.notice.reading import LetterText, Mark, Sentence
from dunlang.notice.tokens import fold
from dunlang.records import frozen
from dunlang.source import Span

__all__ = ["Element", "account_numbers", "elements", "trade_numbers"]

_ID = re.compile(r"[A-Za-z]{0,6}[-/.]?\d[\w/.-]{0,28}|\{\{[^{}\n]*\}\}")
_IBAN = re.compile(r"\b([A-Z]{2}\d{2}(?:[ \u00a0\u202f]?[A-Z0-9]{4}){2,7}(?:[ \u00a0\u202f]?[A-Z0-9]{1,3})?)\b")
_BELGIAN = re.compile(r"\b(?:BE ?)?([01]\d{3})[ .]?(\d{3})[ .]?(\d{3})\b")
_FORM = re.compile(
    r"\b(?:B\.?V\.?|N\.?V\.?|V\.?O\.?F\.?|S\.?A\.?|S\.?R\.?L\.?|S\.?A\.?S\.?|SARL|EURL|SPRL|BVBA|VZW|ASBL|CV|CVBA|GmbH|AG|"
    r"KG|OHG|UG|e\.V\.|S\.?L\.?|S\.?L\.?U\.?|Ltd|Limited|PLC|LLP|Inc|Stichting|Vereniging|Co[oö]peratie|Gemeente)\b\.?"
)
_NEAR = 60


@frozen(kw_only=True)
class Element:
    """One element: the places where it was found; *unsure* says why nobody can tell, empty where one can."""

    name: str
    places: tuple[Span, ...] = ()
    unsure: str = ""

    @property
    def state(self) -> str:
        """``found``, ``unsure`` or ``missing``."""
        return "found" if self.places else "unsure" if self.unsure else "missing"


def elements(found: LetterClaims, creditor: str = "") -> dict[str, Element]:
    """Every element by its name; *creditor* is the name to look for."""
    text = found.text
    return {name: attrs.evolve(find(text, found, creditor), name=name) for name, find in _FINDERS.items()}


Finder = Callable[[LetterText, LetterClaims, str], Element]


def _at(*places: Span | None, unsure: str = "") -> Element:
    kept = tuple(place for place in places if place is not None)
    return Element(name="", places=kept[:5], unsure="" if kept else unsure)


# --- numbers and names ------------------------------------------------------------------------------------------------


def _labelled(*concepts: str, slots: tuple[str, ...] = ()) -> Finder:
    """An identifier close behind a word that names it, or a slot that stands for it."""

    def find(text: LetterText, _: LetterClaims, __: str) -> Element:
        for sentence in text.sentences:
            for mark in sentence.marks:
                if mark.concept == "slot" and mark.detail in slots:
                    return _at(text.at(mark))
                if mark.concept in concepts:
                    place = _identifier(text, sentence, mark)
                    if place is not None:
                        return _at(place)
        return _at()

    return find


def _identifier(text: LetterText, sentence: Sentence, label: Mark) -> Span | None:
    """The first identifier behind *label* in its sentence that is no day, amount or period."""
    start = text.tokens[label.last - 1].end
    end = min(start + _NEAR, text.tokens[sentence.last - 1].end)
    taken = [
        (text.tokens[m.first].start, text.tokens[m.last - 1].end)
        for m in sentence.marks
        if m.concept in ("date", "amount", "period", "percent")
    ]
    for hit in _ID.finditer(text.source.text, start, end):
        inside = any(low <= hit.start() < high for low, high in taken)
        if (not inside and sum(sign.isdigit() for sign in hit.group()) >= 2) or hit.group().startswith("{{"):
            return Span(text.source, hit.start(), hit.end())
    return None


def _creditor_name(text: LetterText, _: LetterClaims, name: str) -> Element:
    if name:
        at = fold(text.source.text).find(fold(name))
        return _at(Span(text.source, at, at + len(name)) if at >= 0 else None)
    for sentence in text.sentences:
        for mark in sentence.marks:
            if mark.concept == "slot" and mark.detail == "creditor.name":
                return _at(text.at(mark))
    hit = _FORM.search(text.source.text)
    if hit is not None:
        line = text.source.text.rfind("\n", 0, hit.start()) + 1
        return _at(Span(text.source, max(line, hit.start() - _NEAR), hit.end()))
    return _at(unsure="no name with a legal form is seen; the name of the creditor can be told")


def _creditor_number(text: LetterText, found: LetterClaims, name: str) -> Element:
    known = trade_numbers(text)
    return _at(*known) if known else _labelled("creditor number", slots=("creditor.number",))(text, found, name)


def trade_numbers(text: LetterText) -> tuple[Span, ...]:
    """Where a number of the trade register stands: one with its check digits, or one behind a word that names it."""
    found = [
        Span(text.source, hit.start(), hit.end())
        for hit in _BELGIAN.finditer(text.source.text)
        if 97 - (int("".join(hit.groups())) // 100) % 97 == int("".join(hit.groups())) % 100
    ]
    if found:
        return tuple(found)
    return tuple(
        place
        for sentence in text.sentences
        for mark in sentence.marks
        if mark.concept == "creditor number"
        for place in (_identifier(text, sentence, mark),)
        if place is not None and not place.text.startswith("{{")
    )


def _payment_details(text: LetterText, found: LetterClaims, name: str) -> Element:
    known = account_numbers(text)
    return _at(*known) if known else _labelled("account", slots=("creditor.iban",))(text, found, name)


def account_numbers(text: LetterText) -> tuple[Span, ...]:
    """Where a bank account with sound check digits stands."""
    return tuple(
        Span(text.source, hit.start(), hit.end())
        for hit in _IBAN.finditer(text.source.text)
        if _is_iban("".join(hit.group().split()))
    )


def _is_iban(number: str) -> bool:
    """Whether the check digits are right (ISO 7064)."""
    turned = number[4:] + number[:4]
    return len(number) >= 15 and int("".join(str(int(sign, 36)) for sign in turned)) % 97 == 1


# --- days and amounts -------------------------------------------------------------------------------------------------


def _day_beside(*concepts: str, slots: tuple[str, ...]) -> Finder:
    """A day in a sentence that has one of the words, the nearest to it."""

    def find(text: LetterText, _: LetterClaims, __: str) -> Element:
        for sentence in text.sentences:
            days = [m for m in sentence.marks if m.concept == "date"]
            named = [m for m in sentence.marks if m.concept in concepts]
            for day in days:
                if day.detail in slots:
                    return _at(text.at(day))
            near = [(abs(word.first - day.first), number) for number, day in enumerate(days) for word in named]
            if near and min(near)[0] <= 14:
                return _at(text.at(days[min(near)[1]]))
        return _at()

    return find


def _amount_due(_: LetterText, found: LetterClaims, __: str) -> Element:
    named = found.of("principal", "total") or found.of("plain")
    return _at(*(amount.span for amount in named[:3]))


def _deadline(_: LetterText, found: LetterClaims, __: str) -> Element:
    return _at(*(period.span for period in found.periods if period.role == "payment"))


def _collection_costs(_: LetterText, found: LetterClaims, __: str) -> Element:
    priced = [cost for cost in found.costs if cost.amount is not None or cost.slot]
    if priced:
        return _at(*(cost.amount_span or cost.span for cost in priced))
    if found.costs:
        return _at(unsure="costs are named without an amount")
    return _at()


def _costs_vat(text: LetterText, _: LetterClaims, __: str) -> Element:
    for sentence in text.sentences:
        vat = [m for m in sentence.marks if m.concept == "vat"]
        if vat and sentence.has("cost", "reclaim"):
            return _at(text.at(vat[0]))
    return _at()


# --- statements -------------------------------------------------------------------------------------------------------


def _stated(*concepts: str) -> Finder:
    """A word that is not denied."""

    def find(text: LetterText, _: LetterClaims, __: str) -> Element:
        places = [
            text.at(mark)
            for sentence in text.sentences
            for mark in sentence.marks
            if mark.concept in concepts and not denied(mark, sentence)
        ]
        return _at(*places)

    return find


def _earlier_reminder(text: LetterText, _: LetterClaims, __: str) -> Element:
    for sentence in text.sentences:
        reminders = [m for m in sentence.marks if m.concept == "reminder"]
        if reminders and is_earlier(sentence) and not all(denied(mark, sentence) for mark in reminders):
            return _at(text.at(reminders[0]))
    return _at()


def _agency_handover(text: LetterText, _: LetterClaims, __: str) -> Element:
    return _at(
        *(
            text.at(mark)
            for sentence in text.sentences
            if not sentence.has("assistance")
            for mark in sentence.marks
            if mark.concept == "agency" and not denied(mark, sentence)
        )
    )


def _description(text: LetterText, _: LetterClaims, __: str) -> Element:
    for sentence in text.sentences:
        for mark in sentence.marks:
            if mark.concept == "slot" and mark.detail == "invoice.description":
                return _at(text.at(mark))
            if mark.concept == "description" and sentence.has("invoice", "principal", "amount", "due"):
                return _at(text.at(mark))
    return _at(unsure="no words for the product or the service are seen")


_FINDERS: dict[str, Finder] = {
    "invoice number": _labelled("invoice", slots=("invoice.number",)),
    "invoice date": _day_beside("invoice", "invoice date", slots=("invoice.date",)),
    "due date": _day_beside("due", slots=("invoice.due",)),
    "amount due": _amount_due,
    "customer number": _labelled("customer", slots=("debtor.number",)),
    "order number": _labelled("order", slots=("invoice.order",)),
    "description": _description,
    "creditor name": _creditor_name,
    "creditor number": _creditor_number,
    "deadline": _deadline,
    "payment details": _payment_details,
    "earlier reminder": _earlier_reminder,
    "collection costs": _collection_costs,
    "costs vat": _costs_vat,
    "interest": _stated("interest"),
    "agency handover": _agency_handover,
    "dispute route": _stated("dispute"),
}
