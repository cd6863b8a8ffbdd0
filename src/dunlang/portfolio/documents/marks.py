"""The marks of payments: which of them the ledger knows, and which a bank gave to more than one payment.

A mark stands in the column `reference` of `events.csv` and of `unmatched.csv`. Where a person booked part of a payment,
or booked it some days later, it is known. Where a bank used a mark again, it is another payment with its own mark.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from dunlang.dates import parse_date
from dunlang.money import AmountError, Money
from dunlang.portfolio.documents.matching import Miss

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dunlang.portfolio.documents.camt import Transaction
    from dunlang.portfolio.documents.sheet import Sheet

__all__ = ["amount_of", "known_marks", "signed", "sorted_out"]

#: So many days after the bank a person may book a payment by hand.
_LATE = 14


def sorted_out(
    transactions: Sequence[Transaction], known: Mapping[str, tuple[str, Money]], unmatched: Sheet
) -> tuple[list[Transaction], dict[str, tuple[Transaction, Miss]], int]:
    """The transactions that are new, those whose mark stands for something else, and how many are known.

    *known* is what :func:`known_marks` gives; rows of *unmatched* that wait keep their marks.
    """
    listed = {row["reference"]: (row.get("date", ""), row.get("amount", "")) for row in _waiting(unmatched)}
    new: list[Transaction] = []
    missed: dict[str, tuple[Transaction, Miss]] = {}
    seen: dict[str, tuple[str, str]] = {}
    again = 0
    rest: list[Transaction] = []
    for paid in sorted(transactions, key=lambda each: (each.date, each.file)):
        sign = -1 if paid.direction == "out" else 1
        exact = (paid.date.isoformat(), Money(sign * paid.amount.minor, paid.amount.currency))
        mark = next((mark for mark in _marks_for(paid) if known.get(mark) == exact), "")
        if not mark or seen.setdefault(mark, _said(paid)) != _said(paid):
            rest.append(paid)
        else:
            again += 1
    for paid in rest:
        own = _said(paid)
        for mark in _marks_for(paid):
            by_hand = mark in known and mark not in seen
            if seen.get(mark) == own or (by_hand and _same(paid, known[mark])):
                again += 1
                break
            if by_hand or mark in seen or listed.get(mark, own) != own:
                continue
            apart = attrs.evolve(paid, mark=mark)
            if mark != paid.mark and paid.mark in known and paid.mark not in seen:
                # perhaps this very payment, which a person booked in another way
                reason = f"its mark `{paid.mark}` stands for another payment, of {known[paid.mark][0]}"
                missed[mark] = (apart, Miss(reason=reason))
            else:
                new.append(apart)
            seen[mark] = own
            break
    return new, missed, again


def known_marks(events: Sheet, unmatched: Sheet, currency: str) -> dict[str, tuple[str, Money]]:
    """The marks that stand in the ledger or were settled, each with its day and amount; *currency* as in the ledger."""
    return _settled(unmatched, currency) | _booked(events, currency)


def _booked(events: Sheet, currency: str) -> dict[str, tuple[str, Money]]:
    """The marks in the ledger with the day and the sum of their events."""
    found: dict[str, tuple[str, Money]] = {}
    for _, row in events.each():
        if mark := row.get("reference"):
            amount = amount_of(row, currency) or Money(0, row.get("currency") or currency)
            day, before = found.get(mark, (row.get("date", ""), Money(0, amount.currency)))
            found[mark] = (day, Money(before.minor + amount.minor, amount.currency))
    return found


def _settled(unmatched: Sheet, currency: str) -> dict[str, tuple[str, Money]]:
    """The marks of the list that a person settled without an event, with their days and amounts."""
    found: dict[str, tuple[str, Money]] = {}
    for _, row in unmatched.each():
        if "settled" in row and (mark := row.get("reference")):
            text = row.get("amount", "")
            amount = amount_of(row | {"amount": text.lstrip("-")}, currency) or Money(
                0, row.get("currency") or currency
            )
            amount = Money(-amount.minor if text.startswith("-") else amount.minor, amount.currency)
            found[mark] = (row.get("date", ""), amount)
    return found


def _waiting(unmatched: Sheet) -> Iterator[dict[str, str]]:
    """The rows of the list that nobody has settled."""
    return (row for _, row in unmatched.each() if "reference" in row and "settled" not in row)


def _marks_for(paid: Transaction) -> tuple[str, str, str]:
    """The marks that a payment may have: its own, and others where a bank gave that to more payments."""
    return paid.mark, f"{paid.mark}@{paid.date}", f"{paid.mark}@{paid.date}@{signed(paid)}"


def _same(paid: Transaction, known: tuple[str, Money]) -> bool:
    """A person may book part of a payment, or all of it some days later; else a bank used a reference again."""
    day, amount = known
    if day == paid.date.isoformat():
        return amount.currency != paid.amount.currency or amount.minor <= paid.amount.minor
    try:
        late = (parse_date(day) - paid.date).days
    except ValueError:
        return amount == paid.amount
    return amount == paid.amount and 0 <= late <= _LATE


def _said(paid: Transaction) -> tuple[str, str]:
    """The day and the signed amount, as `unmatched.csv` has them."""
    return paid.date.isoformat(), signed(paid)


def signed(paid: Transaction) -> str:
    """The amount, below zero where money went out."""
    return ("-" if paid.direction == "out" else "") + paid.amount.plain()


def amount_of(row: Mapping[str, str], currency: str) -> Money | None:
    """The amount of a row of the ledger, in *currency* where it names none; None where it cannot be read."""
    try:
        return Money.parse(row.get("amount", ""), row.get("currency") or currency)
    except AmountError:
        return None
