"""Who owes: the id under which a buyer stands in the ledger, what he is, and how letters reach him.

The id is the first of these that the document has: the buyer's identifier (BT-46, mostly the seller's own customer
number), his VAT number (BT-48), his entry in a register (BT-47), a number in his electronic address (BT-49, no e-mail),
his name and postal code.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dunlang.records import frozen

if TYPE_CHECKING:
    from dunlang.portfolio.documents.fields import Buyer, Identifier

__all__ = ["Party", "party"]

#: ISO 6523 code of the German route number (Leitweg-ID), which only public buyers have.
_PUBLIC = "0204"
_EMAIL = "EM"
_LONGEST = 100
_ADDRESS = re.compile(r"[^\s@=+-][^\s@]*@[^\s@]+")


@frozen(kw_only=True)
class Party:
    """A debtor as documents describe him; *kind* is empty where they do not say what he is."""

    id: str
    kind: str = ""
    name: str = ""
    number: str = ""
    email: str = ""
    address: str = ""
    postal_code: str = ""
    city: str = ""
    country: str = ""
    language: str = ""


def party(buyer: Buyer) -> Party | None:
    """The debtor that *buyer* is; None where nothing tells him from others."""
    name = _words(buyer.name)
    id = _identity(buyer, name)  # noqa: A001 - the ledger's own word
    if not id:
        return None
    return Party(
        id=id,
        kind=_kind(buyer),
        name=_text(name),
        number=next((_text(_words(one.id)) for one in buyer.identifiers if not one.scheme), ""),
        email=_email(buyer),
        address="\n".join(filter(None, (_text(_words(line)) for line in buyer.lines))),
        postal_code=_text(_words(buyer.postal_code)),
        city=_text(_words(buyer.city)),
    )


def _identity(buyer: Buyer, name: str) -> str:
    numbers = [one for one in buyer.endpoints if one.scheme != _EMAIL and "@" not in one.id]
    vat = "".join(buyer.vat.split()).upper()
    place = _words(buyer.postal_code)
    for found in (
        *map(_named, buyer.identifiers[:1]),
        vat,
        *map(_named, buyer.registrations[:1]),
        *map(_named, numbers[:1]),
        f"{name}, {place}" if name and place else name,
    ):
        id = _words(found)[:_LONGEST].strip()  # noqa: A001 - the ledger's own word
        if id:
            return f"_{id}"[:_LONGEST] if id[0] in "=+@-" else id
    return ""


def _named(one: Identifier) -> str:
    return f"{one.scheme}:{one.id}" if one.scheme else one.id


def _kind(buyer: Buyer) -> str:
    if any(one.scheme == _PUBLIC for one in (*buyer.identifiers, *buyer.endpoints, *buyer.registrations)):
        return "government"
    return "business" if buyer.vat or buyer.registrations else ""


def _email(buyer: Buyer) -> str:
    """The contact's own address, else the electronic address for invoices."""
    for found in (buyer.email, *(one.id for one in buyer.endpoints if one.scheme == _EMAIL)):
        if len(found) <= 254 and found.isprintable() and _ADDRESS.fullmatch(found):
            return found
    return ""


def _words(text: str) -> str:
    """Words on one line, without signs that cannot be printed."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _text(words: str) -> str:
    """Words that a spreadsheet does not run as a formula."""
    return f"'{words}" if words[:1] in ("=", "+", "@", "-") else words
