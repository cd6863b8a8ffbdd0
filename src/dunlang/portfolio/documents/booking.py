"""Bank statements booked into a ledger: each payment once, on the invoices that it names; the rest is listed.

The mark of each payment stands in the column `reference` of `events.csv`, so that a statement read again, or another
that holds the same entry, books nothing twice. What is not booked stands in `unmatched.csv` until an event bears its
mark.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import attrs

from dunlang.dates import parse_date
from dunlang.money import Money
from dunlang.portfolio.documents.marks import amount_of, known_marks, signed, sorted_out
from dunlang.portfolio.documents.matching import Claim, Claims, Match, Miss, match, suggestion
from dunlang.portfolio.documents.pages import NOT_MATCHED
from dunlang.records import frozen

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from dunlang.diagnostics import Diagnostic
    from dunlang.portfolio.documents.camt import Statement, Transaction
    from dunlang.portfolio.documents.sheet import Sheet

__all__ = ["UNMATCHED", "Booked", "book_statements"]

#: The columns of `unmatched.csv`.
UNMATCHED = (
    "reference",
    "date",
    "amount",
    "currency",
    "payer",
    "account",
    "text",
    "reason",
    "perhaps",
    "file",
    "settled",
)
_LONGEST_TEXT = 500


@frozen(kw_only=True)
class Booked:
    """What became of the transactions: every one is counted once."""

    booked: int = 0
    """Payments that became events."""
    events: int = 0
    known: int = 0
    """Payments that stood in the ledger already."""
    unmatched: int = 0
    out: int = 0
    """Money that went out and names no invoice."""
    pending: int = 0
    """Entries that the bank has not booked yet."""


def book_statements(
    statements: Iterable[Statement], invoices: Sheet, debtors: Sheet, events: Sheet, unmatched: Sheet, currency: str
) -> tuple[Booked, tuple[Diagnostic, ...]]:
    """Add the payments of *statements* to *events*, list the others in *unmatched*; *currency* as for invoices.

    What a payment leaves open may decide another one: all are looked at until nothing more can be booked, so that the
    same statements read again find nothing new.
    """
    found = list(statements)
    claims = _claims(invoices, debtors, events, currency)
    known = known_marks(events, unmatched, currency)
    by_hand = _unmarked(events, claims)
    waiting, missed, again = sorted_out([each for one in found for each in one.transactions], known, unmatched)
    count = {"booked": 0, "events": 0}
    outcomes: list[tuple[Transaction, Miss | None]] = []
    while True:
        outcomes = []
        before = count["booked"]
        for paid in waiting:
            outcome = _outcome(paid, claims, by_hand)
            if not isinstance(outcome, Match):
                outcomes.append((paid, outcome))
                continue
            for invoice, minor in outcome.shares:
                claims.take(invoice, minor)
                share = Money(minor, paid.amount.currency)
                events.add(_event(paid, invoice, claims.by_id[invoice].debtor, share))
                count["events"] += 1
            known[paid.mark] = (paid.date.isoformat(), paid.amount)
            count["booked"] += 1
        waiting = [paid for paid, _ in outcomes]
        if count["booked"] == before:
            break
    missed |= {paid.mark: (paid, miss) for paid, miss in outcomes if miss is not None}
    listed = _list(unmatched, missed, claims, set(known))
    booked = Booked(
        **count,
        known=again,
        unmatched=len(missed),
        out=sum(miss is None for _, miss in outcomes),
        pending=sum(statement.pending for statement in found),
    )
    return booked, tuple(map(_finding, listed))


def _outcome(paid: Transaction, claims: Claims, by_hand: Collection[tuple[str, str, int]]) -> Match | Miss | None:
    """Where a transaction goes; None for money that went out and has nothing to do with the ledger."""
    found = match(attrs.evolve(paid, direction="in"), claims)
    named = tuple(one for one, _ in found.shares) if isinstance(found, Match) else found.perhaps
    if paid.fault:
        return Miss(reason=paid.fault, perhaps=named) if paid.direction == "in" else None
    if paid.direction == "out":
        if not named and not (paid.returned and claims.by_id):
            return None
        what = "takes a payment back" if paid.returned else "went out, a refund or a direct debit that came back"
        return Miss(reason=f"{what}: look which payment of the ledger no longer holds", perhaps=named)
    if paid.returned:
        return Miss(reason="gives back money that went out earlier: no payment of a debtor", perhaps=named)
    if isinstance(found, Match):
        twins = (one for one, minor in found.shares if (one, paid.date.isoformat(), minor) in by_hand)
        if twin := next(twins, ""):
            reason = f"a payment of that day and amount stands on `{twin}` already, in an event without `reference`"
            return Miss(reason=reason, perhaps=(twin,))
    return found


def _event(paid: Transaction, invoice: str, debtor: str, share: Money) -> dict[str, str]:
    return {
        "date": paid.date.isoformat(),
        "event": "payment",
        "invoice": invoice,
        "debtor": debtor,
        "amount": share.plain(),
        "currency": share.currency,
        "reference": paid.mark,
    }


def _claims(invoices: Sheet, debtors: Sheet, events: Sheet, currency: str) -> Claims:
    """The invoices of the ledger, less what its events and credit notes already paid."""
    rows = [row for _, row in invoices.each() if row.get("invoice")]
    claims = Claims(
        (claim for row in rows if row.get("kind") != "credit" and (claim := _claim(row, currency))),
        {row["debtor"]: row.get("name", "") for _, row in debtors.each() if "debtor" in row},
    )
    credits_ = [(row.get("credits", ""), row) for row in rows if row.get("kind") == "credit"]
    paid = [(row.get("invoice", ""), row) for _, row in events.each() if row.get("event") in ("payment", "credit note")]
    for id, row in (*credits_, *paid):  # noqa: A001 - the ledger's own word
        if id in claims.by_id:
            amount = amount_of(row, claims.by_id[id].amount.currency)
            claims.take(id, 0 if amount is None else amount.minor)
    return claims


def _unmarked(events: Sheet, claims: Claims) -> set[tuple[str, str, int]]:
    """Invoice, day and minor units of the payments that somebody booked without a mark."""
    found: set[tuple[str, str, int]] = set()
    for _, row in events.each():
        if (
            row.get("event") == "payment"
            and "reference" not in row
            and (claim := claims.by_id.get(row.get("invoice", "")))
        ):
            amount = amount_of(row, claim.amount.currency)
            if amount is not None:
                found.add((claim.id, row.get("date", ""), amount.minor))
    return found


def _claim(row: Mapping[str, str], currency: str) -> Claim | None:
    """An invoice of the ledger; None for a row that `simulate` would refuse."""
    amount = amount_of(row, row.get("currency") or currency)
    try:
        day = parse_date(row.get("date", ""))
    except ValueError:
        return None
    if amount is None:
        return None
    return Claim(
        id=row["invoice"],
        debtor=row.get("debtor", ""),
        date=day,
        amount=amount,
        reference=row.get("reference", ""),
    )


def _list(
    unmatched: Sheet, missed: Mapping[str, tuple[Transaction, Miss]], claims: Claims, booked: set[str]
) -> list[dict[str, str]]:
    """Bring *unmatched* up to date; what this run could not match."""
    by_open: dict[tuple[str, int], list[str]] = defaultdict(list)
    for id, minor in claims.open.items():  # noqa: A001 - the ledger's own word
        if minor > 0:
            by_open[claims.by_id[id].amount.currency, minor].append(id)
    rows = {mark: _row(paid, miss, claims, by_open) for mark, (paid, miss) in missed.items()}
    old = [row for _, row in unmatched.each()]
    kept = [
        rows.get(row.get("reference", ""), row)
        for row in old
        if "settled" in row or row.get("reference", "") not in booked
    ]
    there = {row.get("reference", "") for row in old}
    fresh = [row for mark, row in rows.items() if mark not in there]
    if old or fresh:
        unmatched.keep([*kept, *fresh])
    return list(rows.values())


def _row(paid: Transaction, miss: Miss, claims: Claims, by_open: Mapping[tuple[str, int], list[str]]) -> dict[str, str]:
    named = miss.perhaps or (suggestion(paid, claims, by_open) if paid.direction == "in" and not paid.returned else ())
    numbers = (number for number, _ in paid.documents)
    said = " ".join(" ".join((*paid.references, *numbers, *paid.texts, paid.end_to_end)).split())
    row = {
        "reference": paid.mark,
        "date": paid.date.isoformat(),
        "amount": signed(paid),
        "currency": paid.amount.currency,
        "payer": _cell(paid.payer),
        "account": _cell(paid.account),
        "text": _cell(said[:_LONGEST_TEXT]),
        "reason": miss.reason,
        "perhaps": " ".join(named),
        "file": paid.file,
    }
    return {name: text for name, text in row.items() if text}


def _finding(row: Mapping[str, str]) -> Diagnostic:
    about = f"{row['amount']} {row['currency']} of {row['date']}"
    payer = f" from `{row['payer']}`" if "payer" in row else ""
    perhaps = f"perhaps `{row['perhaps']}`: " if "perhaps" in row else ""
    wanted = f"{perhaps}book it in `events.csv` with its `reference` from `unmatched.csv`, or fill in `settled` there"
    if row["amount"].startswith("-"):
        wanted = f"{perhaps}correct the payment in `events.csv`, then fill in `settled` in `unmatched.csv`"
    return NOT_MATCHED.at(None, f"{about}{payer}: {row['reason']}", file=row["file"], help=wanted)


def _cell(text: str) -> str:
    """One line that a spreadsheet does not run as a formula."""
    words = "".join(sign if sign.isprintable() else " " for sign in text)
    return f"'{words}" if words[:1] in ("=", "+", "@", "-") else words
