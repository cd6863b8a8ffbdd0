"""Amounts, dates and numbers as a reader writes them: by the language of the letter and the country of the debtor.

The words and signs are those of CLDR, through Babel. Amounts are whole minor units already: nothing is rounded here,
and an amount shows all the digits that its currency has by ISO 4217 (CLDR shows fewer for some). Babel does not know
how many digits a language wants before it groups thousands; :data:`_GROUP_FROM_FIVE` does: in Spanish it is
``1234,50 €`` but ``12.345,50 €``.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from dunlang.money import CURRENCIES, Money

if TYPE_CHECKING:
    from babel import Locale

__all__ = ["TERRITORIES", "Formats", "formats"]

#: Locales that write four digits without a separator, as CLDR's `minimumGroupingDigits` has it.
_GROUP_FROM_FIVE = frozenset({"bg", "es", "et", "hu", "it", "it_CH", "lv", "pl", "pt_PT", "sl"})

#: Where the bare language would be written the way of another continent.
_HOME = {"en": "GB", "pt": "PT"}

TERRITORIES = {"UK": "GB", "EL": "GR"}


@cache
def formats(language: str, country: str = "") -> Formats:
    """The formats of *language* (ISO 639-1) as they are used in *country* (ISO 3166; empty or foreign: at home)."""
    from babel import Locale, UnknownLocaleError

    territory = TERRITORIES.get(country, country)
    for name in (f"{language}_{territory}", f"{language}_{_HOME.get(language, '')}", language, "en_GB"):
        try:
            return Formats(Locale.parse(name))
        except (UnknownLocaleError, ValueError):
            continue
    raise AssertionError("Babel has no English")


class Formats:
    """How one locale writes amounts, dates, numbers and percentages."""

    def __init__(self, locale: Locale) -> None:
        self.locale = locale
        self.name = str(locale)
        self._group_from = 5 if {self.name, locale.language} & _GROUP_FROM_FIVE and not _own_way(self.name) else 4
        pattern = locale.currency_formats["standard"].pattern
        self._patterns: dict[int, str] = {}
        self._pattern = pattern

    def money(self, amount: Money) -> str:
        """``€ 1.234,50``: the sign of the currency where the locale has one, no-break spaces inside."""
        from babel.numbers import format_currency

        digits = CURRENCIES.get(amount.currency, 2)
        return format_currency(
            amount.decimal,
            amount.currency,
            format=self._with_digits(digits),
            locale=self.locale,
            currency_digits=False,
            decimal_quantization=False,
            group_separator=abs(amount.minor) >= 10 ** (self._group_from - 1 + digits),
        )

    def day(self, day: dt.date) -> str:
        """``24 september 2026``; the first of a month in French is ``1er``."""
        from babel.dates import format_date

        text = format_date(day, format="long", locale=self.locale)
        if self.locale.language == "fr" and day.day == 1:
            text = re.sub(r"^1(?=\s)", "1er", text)
        return text

    def number(self, number: int | Decimal) -> str:
        """A whole or a decimal number with all its digits."""
        from babel.numbers import format_decimal

        grouped = abs(number) >= 10 ** (self._group_from - 1)
        return format_decimal(number, locale=self.locale, decimal_quantization=False, group_separator=grouped)

    def percent(self, rate: Decimal) -> str:
        """A percentage (``10.15`` is 10.15 %), with the sign as the locale sets it and no zeros at its end."""
        from babel.numbers import format_percent

        whole = rate.normalize()
        whole = whole.quantize(Decimal(1)) if whole == whole.to_integral_value() else whole
        return format_percent(whole.scaleb(-2), locale=self.locale, decimal_quantization=False, group_separator=False)

    def _with_digits(self, digits: int) -> str:
        """The locale's pattern for amounts, with as many decimals as the currency has."""
        if digits not in self._patterns:
            decimals = "." + "0" * digits if digits else ""
            self._patterns[digits] = re.sub(r"(?<=0)\.0+", decimals, self._pattern)
        return self._patterns[digits]


def _own_way(name: str) -> bool:
    """Spanish outside Spain follows its own countries' habit."""
    return name.startswith("es_") and name != "es_ES"
