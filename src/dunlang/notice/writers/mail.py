"""A letter as a mail (`.eml`): text and HTML side by side, opened by mail programs as a draft that is ready to send.

The same letter gives the same bytes: the parts are parted by a line made from their text, the date is the letter's, and
no message number is made up (the program that sends it makes one).
"""

from __future__ import annotations

import datetime as dt
import hashlib
from email.headerregistry import Address
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
    message = EmailMessage(policy=SMTP)
    message["Subject"] = clean(sheet.title)
    if sender:
        message["From"] = _address(sheet.sender, sender)
    if to:
        message["To"] = _address(sheet.addressee, to)
    message["Date"] = format_datetime(dt.datetime.combine(sheet.date, dt.time(12), dt.UTC))
    message["X-Unsent"] = "1"
    message.set_content(plain, subtype="plain", charset="utf-8", cte="quoted-printable")
    message.add_alternative(page, subtype="html", charset="utf-8", cte="quoted-printable")
    message["Content-Language"] = sheet.language
    digest = hashlib.sha256(f"{plain}\0{page}".encode()).hexdigest()[:32]
    message.set_boundary(f"=_dunlang_{digest}")
    return message.as_bytes()


def _address(name: str, address: str) -> Address:
    """An address with the name before it; ValueError where it is not one."""
    halves = mail_address(address)
    if halves is None:
        raise ValueError(f"`{clean(address)[:80]}` is not a mail address")
    return Address(display_name=clean(name), username=halves[0], domain=halves[1])
