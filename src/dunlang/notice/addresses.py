"""Where a letter goes: the lines of an envelope, and what the ledger lacks to send it.

Lines are as the post of the debtor's country reads them, and end with the country, in the words of the country that it
is sent from, where that is another one (UPU S42: the last line, in capitals, in a language of the country of dispatch).
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import TYPE_CHECKING

from dunlang.notice.document import clean
from dunlang.notice.formats import TERRITORIES

if TYPE_CHECKING:
    from dunlang.model.case import Debtor

__all__ = ["POST", "lacking_address", "mail_address", "postal_lines"]

#: The channels that need an envelope.
POST = ("post", "registered post")

#: Where the code stands on a line of its own under the town, and where it follows the town (UPU addressing systems).
_CODE_BELOW = frozenset({"GB", "IE", "MT", "IM", "JE", "GG"})
_CODE_AFTER = frozenset({"US", "CA", "AU", "NZ"})


def postal_lines(debtor: Debtor, sent_from: str = "") -> tuple[str, ...]:
    """The lines under the name; none where neither street nor town is known.

    *sent_from* is the country of the sender (ISO 3166); empty: no country is written.
    """
    if not (debtor.address.strip() or debtor.city.strip()):
        return ()
    country, home = (TERRITORIES.get(code, code) for code in (debtor.country, sent_from))
    lines = [*debtor.address.splitlines(), *_town(debtor, country)]
    if country and home and country != home:
        lines.append(_name(country, home).upper())
    return tuple(line for line in map(clean, lines) if line)


def _town(debtor: Debtor, country: str) -> tuple[str, ...]:
    code, city = debtor.postal_code.strip(), debtor.city.strip()
    if country in _CODE_BELOW:
        return (city, code)
    if country in _CODE_AFTER:
        return (f"{city} {code}".strip(),)
    return (f"{code}  {city}".strip() if country == "NL" else f"{code} {city}".strip(),)


def _name(country: str, home: str) -> str:
    """The name of *country* in the first language of *home*."""
    from babel import Locale
    from babel.core import get_global

    likely: str = get_global("likely_subtags").get(f"und_{home}", "en")
    return Locale.parse(likely.partition("_")[0]).territories.get(country) or country


#: The two halves of a mail address as every mail program takes them (RFC 5322, `dot-atom`; RFC 1035 for the domain).
_USER = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*", re.IGNORECASE)
_DOMAIN = re.compile(r"([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9][a-z0-9-]{0,61}[a-z0-9]", re.IGNORECASE)

#: Letters that the older and the newer IDNA turn into different domains: whose mail box it is cannot be told.
_TWO_WAYS = frozenset("ßς\u200c\u200d")


def mail_address(address: str) -> tuple[str, str] | None:
    """The two halves of a mail address, the domain in ASCII (IDNA); None where it is none that a header can hold."""
    user, _, domain = address.rpartition("@")
    if _TWO_WAYS.intersection(domain):
        return None
    try:
        domain = domain.encode("idna").decode()
    except UnicodeError:
        return None
    if not (_USER.fullmatch(user) and len(user) <= 64 and _DOMAIN.fullmatch(domain) and len(domain) <= 253):
        return None
    return user, domain


def lacking_address(debtor: Debtor, channels: Collection[str]) -> str:
    """What the ledger lacks to send a letter by *channels*, in a few words; empty where it has all."""
    lacking = []
    if "email" in channels and mail_address(debtor.email) is None:
        lacking.append("no usable e-mail address" if debtor.email else "no e-mail address")
    if any(channel in POST for channel in channels) and not (debtor.address.strip() and debtor.city.strip()):
        lacking.append("no postal address")
    return " and ".join(lacking)
