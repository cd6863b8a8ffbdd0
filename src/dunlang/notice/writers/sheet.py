"""What stands on a letter beside its text: who writes to whom, on which day, about what; and the words for that."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from dunlang.notice.document import Document
from dunlang.records import frozen

__all__ = ["WORDS", "Sheet", "label"]


@frozen(kw_only=True)
class Sheet:
    """A letter ready to be written in any format. All texts are as the reader sees them; empty ones are left out."""

    document: Document
    language: str
    date: dt.date
    date_text: str
    title: str
    """The subject: the template's own, else the title of the notice with the invoice."""
    sender: str
    sender_lines: tuple[str, ...] = ()
    """The sender's number and account."""
    addressee: str
    address: tuple[str, ...] = ()
    """The lines under the name on an envelope; none where they are not known."""
    registered: bool = False
    """Whether it goes by registered post, which an envelope says."""
    by_post: bool = False
    """Whether it goes by post, on paper."""
    reference: tuple[tuple[str, str], ...] = ()
    """What the letter is about, as (word, value): the invoice, the customer number."""
    html: str = ""
    """The author's own HTML, where the template is HTML."""


#: The words around a letter's text, by language.
WORDS: Mapping[str, Mapping[str, str]] = {
    "nl": {
        "date": "Datum",
        "invoice": "Factuur",
        "customer": "Klantnummer",
        "page": "Bladzijde",
        "subject": "Onderwerp",
        "account": "Rekening",
        "registered": "Aangetekend",
    },
    "fr": {
        "date": "Date",
        "invoice": "Facture",
        "customer": "Numéro de client",
        "page": "Page",
        "subject": "Objet",
        "account": "Compte",
        "registered": "Lettre recommandée",
    },
    "de": {
        "date": "Datum",
        "invoice": "Rechnung",
        "customer": "Kundennummer",
        "page": "Seite",
        "subject": "Betreff",
        "account": "Konto",
        "registered": "Einschreiben",
    },
    "es": {
        "date": "Fecha",
        "invoice": "Factura",
        "customer": "Número de cliente",
        "page": "Página",
        "subject": "Asunto",
        "account": "Cuenta",
        "registered": "Correo certificado",
    },
    "en": {
        "date": "Date",
        "invoice": "Invoice",
        "customer": "Customer number",
        "page": "Page",
        "subject": "Subject",
        "account": "Account",
        "registered": "Registered post",
    },
}


def label(language: str, word: str) -> str:
    """The word of the letter's language; English where there is none."""
    return WORDS.get(language, WORDS["en"])[word]
