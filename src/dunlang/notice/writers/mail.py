"""A letter as a mail (`.eml`): text and HTML side by side, opened by mail programs as a draft that is ready to send.

The same letter gives the same bytes: the parts are parted by a line made from their text, the date is the letter's, and
no message number is made up (the program that sends it makes one).
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import re
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import TYPE_CHECKING

import attrs

from dunlang.notice.addresses import mail_address
from dunlang.notice.document import clean
from dunlang.notice.writers.html import html
from dunlang.notice.writers.styles import inlined
from dunlang.notice.writers.text import body

if TYPE_CHECKING:
    from dunlang.notice.writers.sheet import Sheet

__all__ = ["mail"]


def mail(sheet: Sheet, *, sender: str = "", to: str = "") -> bytes:
    """The message; *sender* and *to* are mail addresses, empty where the program that sends it knows them.

    ValueError where an address is none, StylesError where the styles of the page cannot stand on its elements.
    """
    plain, page = body(sheet), inlined(html(attrs.evolve(sheet, by_post=False)))
    addresses = _addressed("From", sheet.sender, sender) if sender else b""
    addresses += _addressed("To", sheet.addressee, to) if to else b""
    message = EmailMessage(policy=SMTP)
    message["Date"] = format_datetime(dt.datetime.combine(sheet.date, dt.time(12), dt.UTC))
    message["X-Unsent"] = "1"
    message.set_content(plain, subtype="plain", charset="utf-8", cte="quoted-printable")
    message.add_alternative(page, subtype="html", charset="utf-8", cte="quoted-printable")
    message["Content-Language"] = sheet.language
    digest = hashlib.sha256(f"{plain}\0{page}".encode()).hexdigest()[:32]
    message.set_boundary(f"=_dunlang_{digest}")
    return _subject(clean(sheet.title)) + addresses + message.as_bytes()


#: A name that needs no other form between quotes; nothing in it means anything in a header.
_PLAIN = re.compile(r"[A-Za-z0-9 .,'&()+/-]{1,50}")
#: How many bytes of UTF-8 one encoded word takes (RFC 2047: the word has at most 75 signs).
_WORD = 42
#: The longest line of a header, by RFC 5322's advice.
_LINE = 78


def _addressed(field: str, name: str, address: str) -> bytes:
    """A line of the header with a name and an address, ready folded; ValueError where the address is none.

    The standard library folds a long name anew and loses the quotes around it: what stands between `<` and `>` in a
    debtor's name would become the receiver. So names that are not plain are encoded, whatever their length.
    """
    halves = mail_address(address)
    if halves is None:
        raise ValueError(f"`{clean(address)[:80]}` is not a mail address")
    where = f"<{halves[0]}@{halves[1]}>"
    shown = clean(name)
    if not shown:
        return _line(field, [where])
    words = [f'"{shown}"'] if _PLAIN.fullmatch(shown) else _encoded(shown)
    return _line(field, [*words, where])


def _subject(text: str) -> bytes:
    """The subject; what looks like an encoded word, is long, or is not ASCII is encoded: so it stays what it is."""
    plain = text.isascii() and "=?" not in text and len(text) <= _LINE - len("Subject: ")
    return _line("Subject", [text] if plain else _encoded(text))


def _line(field: str, words: list[str]) -> bytes:
    """A field of the header: on one line where it fits, else a line for each word."""
    whole = f"{field}: {' '.join(words)}"
    return (whole if len(whole) <= _LINE else f"{field}: " + "\r\n ".join(words)).encode("ascii") + b"\r\n"


def _encoded(name: str) -> list[str]:
    """The encoded words of a name, none of which cuts a sign in two."""
    parts = [b""]
    for sign in name:
        added = sign.encode()
        if len(parts[-1]) + len(added) > _WORD:
            parts.append(b"")
        parts[-1] += added
    return [f"=?utf-8?b?{base64.b64encode(part).decode()}?=" for part in parts]
