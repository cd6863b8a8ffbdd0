"""Amounts and rates: integer minor units, exact decimals, rounding that has a name.

No float ever holds an amount here. An amount is :class:`Money`, a whole number of minor units (cents) of one ISO 4217
currency. A rate is a :class:`~decimal.Decimal` percentage; :func:`percent_of` and :func:`half_up` do the arithmetic
in integers.
"""

from __future__ import annotations

import re
from decimal import Decimal

from dunlang.records import frozen

__all__ = [
    "CURRENCIES",
    "MAX_MINOR",
    "AmountError",
    "Money",
    "as_percent",
    "half_up",
    "micro_percent",
    "parse_amount",
    "percent_of",
]

_CODES = {
    2: """
        AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD
        CAD CDF CHF CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD
        GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD
        MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP
        PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS
        TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG
    """,
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF",
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF",
}
#: ISO 4217 active codes with their number of minor-unit digits.
CURRENCIES: dict[str, int] = {code: digits for digits, codes in _CODES.items() for code in codes.split()}

#: The largest amount that is read, in minor units: fast engines multiply it in 64-bit integers.
MAX_MINOR = 10**14

_AMOUNT = re.compile(r"(-?)([0-9]{1,40})(?:\.([0-9]{1,6}))?")


class AmountError(ValueError):
    """An amount as text that cannot be read exactly; the message says what was found and what is right."""


@frozen(order=False)
class Money:
    """A whole number of minor units of one currency: ``Money(4000, "EUR")`` is 40.00 EUR."""

    minor: int
    currency: str = "EUR"

    @classmethod
    def parse(cls, text: str, currency: str = "EUR") -> Money:
        """Read ``40`` or ``40.00``; raise :class:`AmountError` for anything that is not exact in the currency."""
        return cls(parse_amount(text, currency), currency)

    @property
    def decimal(self) -> Decimal:
        """The amount in major units, with the currency's digits."""
        return Decimal(self.minor).scaleb(-CURRENCIES.get(self.currency, 2))

    def plain(self) -> str:
        """The amount without its currency, with all minor digits: ``40.00``."""
        digits = CURRENCIES.get(self.currency, 2)
        if not digits:
            return str(self.minor)
        sign = "-" if self.minor < 0 else ""
        whole, rest = divmod(abs(self.minor), 10**digits)
        return f"{sign}{whole}.{rest:0{digits}d}"

    def __str__(self) -> str:
        return f"{self.plain()} {self.currency}"


def parse_amount(text: str, currency: str = "EUR", *, negative: bool = False) -> int:
    """Read a decimal amount as minor units of *currency*.

    Accepted: digits, optionally a point and decimals that fit the currency. Refused with an :class:`AmountError` that
    says what to write instead: a decimal comma, grouping, exponents, ``NaN``, more decimals than the currency has,
    amounts above :data:`MAX_MINOR`, and, unless *negative*, amounts below zero.
    """
    if currency not in CURRENCIES:
        raise AmountError(f"`{currency}` is not an ISO 4217 currency")
    digits = CURRENCIES[currency]
    match = _AMOUNT.fullmatch(text)
    if match is None:
        hint = " (write a point before the decimals and no grouping: 1234.56)" if "," in text else ""
        raise AmountError(f"`{text[:40]}` is not an amount{hint}")
    sign, whole, rest = match.group(1), match.group(2), match.group(3) or ""
    if len(rest.rstrip("0")) > digits:
        raise AmountError(f"`{text}` has more decimals than {currency} has ({digits})")
    minor: int = int(whole) * 10**digits + int(rest[:digits].ljust(digits, "0") or "0")
    if minor > MAX_MINOR:
        raise AmountError(f"`{text}` is more than the largest amount that is read ({MAX_MINOR // 10**digits})")
    if sign and not negative and minor:
        raise AmountError(f"`{text}` is below zero")
    return -minor if sign else minor


def half_up(numerator: int, denominator: int) -> int:
    """Divide and round to the nearest whole number, halves away from zero (commercial rounding)."""
    if numerator < 0:
        return -((-2 * numerator + denominator) // (2 * denominator))
    return (2 * numerator + denominator) // (2 * denominator)


def micro_percent(rate: Decimal) -> int:
    """A percentage as a whole number of millionths of a percent, exact; ValueError beyond six decimals."""
    scaled = rate.scaleb(6)
    if scaled != scaled.to_integral_value():
        raise ValueError(f"rate {rate} has more than six decimals")
    return int(scaled)


def as_percent(rate: Decimal) -> str:
    """A percentage as people write it: ``10.5%``."""
    text = f"{rate:f}"
    return f"{text.rstrip('0').rstrip('.') if '.' in text else text}%"


def percent_of(minor: int, rate: Decimal) -> int:
    """*rate* percent of *minor*, half up to a whole minor unit."""
    return half_up(minor * micro_percent(rate), 10**8)
