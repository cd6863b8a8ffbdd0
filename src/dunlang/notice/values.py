"""What a template's context is made of: records, amounts, and the lack of a value.

Nothing here can be called, changed or calculated with, so a template can only print and compare. What a ledger or a
policy does not give is :class:`Lacking`, never None: an `if` finds it false, and printing it fails with its name.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NoReturn

from jinja2 import Undefined, UndefinedError

from dunlang.money import CURRENCIES, Money

__all__ = ["Amount", "Lacking", "LackingError", "Record"]


class Record:
    """Named values: ``debtor.name``. Everything that it lacks must be there as :class:`Lacking`."""

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[str, Any]) -> None:
        object.__setattr__(self, "_values", dict(values))

    def __getattr__(self, name: str) -> Any:
        try:
            return object.__getattribute__(self, "_values")[name]
        except KeyError:
            raise AttributeError(name) from None

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(name)


class Amount:
    """An amount that is printed by the filter `money` and compares with numbers in its major unit; false for zero."""

    __slots__ = ("money",)

    def __init__(self, money: Money) -> None:
        self.money = money

    def __bool__(self) -> bool:
        return self.money.minor != 0

    def __str__(self) -> str:
        return str(self.money)

    def __hash__(self) -> int:
        return hash(self.money)

    def _minor(self, other: object) -> Decimal | None:
        if isinstance(other, Amount):
            return Decimal(other.money.minor) if other.money.currency == self.money.currency else None
        if isinstance(other, int | float | Decimal) and not isinstance(other, bool):
            # A template's literal: what is written is what counts, not its nearest binary fraction.
            return Decimal(str(other)).scaleb(CURRENCIES.get(self.money.currency, 0))
        return None

    def __eq__(self, other: object) -> bool:
        minor = self._minor(other)
        return minor is not None and minor == self.money.minor

    def __lt__(self, other: object) -> bool:
        return not isinstance(other, Lacking) and self.money.minor < self._comparable(other)

    def __le__(self, other: object) -> bool:
        return not isinstance(other, Lacking) and self.money.minor <= self._comparable(other)

    def __gt__(self, other: object) -> bool:
        return not isinstance(other, Lacking) and self.money.minor > self._comparable(other)

    def __ge__(self, other: object) -> bool:
        return not isinstance(other, Lacking) and self.money.minor >= self._comparable(other)

    def _comparable(self, other: object) -> Decimal:
        minor = self._minor(other)
        if minor is None:
            raise UndefinedError("an amount compares with a number or an amount of its currency")
        return minor


class LackingError(UndefinedError):
    """A value was printed that is not there; *path* names it."""

    def __init__(self, message: str | None, path: str) -> None:
        super().__init__(message)
        self.path = path


class Lacking(Undefined):
    """A value that is not there: false, not equal to anything, smaller and larger than nothing; cannot be printed."""

    __slots__ = ("_path",)

    def __init__(self, path: str) -> None:
        super().__init__(hint=f"there is no `{path}` here", name=path)
        self._path = path

    def _failure(self) -> LackingError:
        return LackingError(f"there is no `{self._path}` here", self._path)

    def __str__(self) -> str:
        raise self._failure()

    def __iter__(self) -> NoReturn:
        raise self._failure()

    def __len__(self) -> int:
        raise self._failure()

    def __bool__(self) -> bool:
        return False

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return Lacking(f"{self._path}.{name}")

    def __eq__(self, other: object) -> bool:
        return False

    def __ne__(self, other: object) -> bool:
        return True

    def __hash__(self) -> int:
        return hash(self._path)

    def __lt__(self, other: object) -> bool:  # type: ignore[override]  # jinja2 lets a comparison fail
        return False

    __le__ = __gt__ = __ge__ = __lt__  # type: ignore[assignment]  # as above
