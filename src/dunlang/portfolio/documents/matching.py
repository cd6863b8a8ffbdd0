"""Which invoices a payment is for: decided by what the payment names, and only where the amounts agree.

A structured reference or a document number decides, then an invoice number in the words of the payer. One invoice takes
the whole payment; more than is open on it only from the debtor himself, and where no other invoice of his can be meant.
Several take it only where what is open on them adds up to it exactly, or where one of them alone has this amount open
and the payer's name. Nothing is booked on an amount or a name alone: these make a suggestion.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from dunlang.money import Money
from dunlang.portfolio.documents.references import (
    is_rare,
    is_telling,
    joined,
    lookalikes,
    ogm_number,
    outline,
    phrases,
    rf_number,
    runs,
    structured,
)
from dunlang.records import frozen

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    from dunlang.portfolio.documents.camt import Transaction

__all__ = ["Claim", "Claims", "Match", "Miss", "match", "suggestion"]

_LISTED = 5
#: A reference that more invoices share tells nothing.
_MOST_NAMED = 100
#: Of more invoices with the same amount nobody is suggested.
_MOST_ALIKE = 500
#: The most runs of a number that is looked for run by run; longer ones are found as one word only.
_LONGEST = 8
#: Words of names that many have and that say nothing.
_SHORT_WORD = 3


@frozen(kw_only=True)
class Claim:
    """An invoice that payments may be for."""

    id: str
    debtor: str
    date: dt.date
    amount: Money
    reference: str = ""


@frozen(kw_only=True)
class Match:
    """The minor units that go to each invoice; they add up to the payment."""

    shares: tuple[tuple[str, int], ...]


@frozen(kw_only=True)
class Miss:
    """Why a payment is booked on nothing, and the invoices that it names."""

    reason: str
    perhaps: tuple[str, ...] = ()


class Claims:
    """The invoices of a ledger by everything that a payment may call them, and what is open on each."""

    def __init__(self, claims: Iterable[Claim], names: Mapping[str, str]) -> None:
        self.by_id = {claim.id: claim for claim in claims}
        self.open = {claim.id: claim.amount.minor for claim in self.by_id.values()}
        self.alike = Counter((claim.amount.currency, claim.amount.minor) for claim in self.by_id.values())
        """How many invoices have an amount open."""
        self.of_debtor: dict[str, list[str]] = defaultdict(list)
        for claim in self.by_id.values():
            self.of_debtor[claim.debtor].append(claim.id)
        self.names = {debtor: _name(name) for debtor, name in names.items()}
        self.by_runs: dict[tuple[str, ...], list[str]] = defaultdict(list)
        self.by_word: dict[str, list[str]] = defaultdict(list)
        self.by_reference: dict[str, list[str]] = defaultdict(list)
        self.longest = 1
        for claim in self.by_id.values():
            number = runs(claim.id)
            self._call(number, claim.id)
            word = joined(runs(claim.reference))
            if is_telling(word):
                self.by_reference[word].append(claim.id)
                self._call(runs(claim.reference), claim.id)

    def _call(self, number: tuple[str, ...], id: str) -> None:  # noqa: A002 - the ledger's own word
        if not number:
            return
        for known in (self.by_runs[number], self.by_word[joined(number)]):
            if id not in known[-1:]:
                known.append(id)
        self.longest = max(self.longest, min(len(number), _LONGEST))

    def take(self, id: str, minor: int) -> None:  # noqa: A002 - the ledger's own word
        """Count *minor* units as paid or credited on an invoice."""
        currency = self.by_id[id].amount.currency
        self.alike[currency, self.open[id]] -= 1
        self.open[id] -= minor
        self.alike[currency, self.open[id]] += 1

    def others(self, id: str, day: dt.date, least: int, most: int) -> list[str]:  # noqa: A002 - the ledger's own word
        """Some other invoices of the same debtor and currency on which *least* to *most* is open on *day*."""
        claim = self.by_id[id]
        mine = (
            one
            for one in self.of_debtor[claim.debtor]
            if least <= self.open[one] <= most
            and one != id
            and self.by_id[one].amount.currency == claim.amount.currency
            and self.by_id[one].date <= day
        )
        return list(islice(mine, _LISTED))

    def agrees(self, id: str, payer: str) -> bool:  # noqa: A002 - the ledger's own word
        """Whether the payer's name is that of the invoice's debtor: the words of one are all in the other."""
        known, said = self.names.get(self.by_id[id].debtor, frozenset()), _name(payer)
        return bool(known and said) and (known <= said or said <= known)


@lru_cache(maxsize=1024)
def _name(text: str) -> frozenset[str]:
    """The words of a name that say something."""
    return frozenset(word for word in runs(text) if len(word) >= _SHORT_WORD)


def match(paid: Transaction, claims: Claims) -> Match | Miss:
    """The invoices that *paid* is for."""
    if shares := _as_written(paid, claims):
        return Match(shares=shares)
    sure, weak = _named(paid, claims)
    if not sure and not weak:
        said = any((paid.texts, paid.references, paid.documents, paid.end_to_end))
        return Miss(reason="names no invoice of the ledger" if said else "says nothing about what it is for")
    if len(sure or weak) > _MOST_NAMED:
        return Miss(reason=f"names {len(sure or weak)} invoices by one reference")
    fitting, reason = _fitting(paid, claims, sure or weak)
    if not fitting:
        return Miss(reason=reason, perhaps=tuple(sure or weak)[:_LISTED])
    if len(fitting) == 1:
        return _one(paid, claims, fitting[0], sure=bool(sure))
    return _several(paid, claims, fitting, sure=bool(sure))


def _as_written(paid: Transaction, claims: Claims) -> tuple[tuple[str, int], ...]:
    """The shares that the payer wrote down for each document, where all are known and they add up."""
    shares: dict[str, int] = defaultdict(int)
    for number, minor in paid.documents:
        found = claims.by_word.get(joined(runs(number)), [])
        if minor is None or not minor or len(found) != 1 or _unfit(paid, claims, found[0]):
            return ()
        shares[found[0]] += minor
    if any(minor > claims.open[one] for one, minor in shares.items()):
        return ()
    return tuple(shares.items()) if sum(shares.values()) == paid.amount.minor else ()


def _named(paid: Transaction, claims: Claims) -> tuple[list[str], list[str]]:
    """The invoices that the payment names: surely, and by a number so short that it may stand there by chance."""
    sure: dict[str, None] = {}
    weak: dict[str, None] = {}
    pieces = _pieces(paid)
    written = (found for piece in (*pieces, paid.end_to_end) for found in structured(piece))
    for reference in (*paid.references, *written):
        hits, checked = _by_reference(reference, claims)
        (sure if checked else weak).update(dict.fromkeys(hits))
    for number, _ in paid.documents:
        sure |= dict.fromkeys(claims.by_word.get(joined(runs(number)), ()))
    if sure:
        return list(sure), []
    for piece in pieces:
        words = _words_of(piece, claims)
        for word in words:
            (sure if is_rare(word) else weak).update(dict.fromkeys(claims.by_word.get(word, ())))
        if words:
            break
    if not sure and not weak:
        # The payer's own mark of his payment is often our invoice's number, and sometimes only alike.
        for word in _words_of(paid.end_to_end, claims):
            weak |= dict.fromkeys(claims.by_word.get(word, ()))
    return list(sure), list(weak)


def _words_of(text: str, claims: Claims) -> list[str]:
    """The numbers of invoices that stand in *text*."""
    return [word for _, _, word in phrases(runs(text), claims.by_runs, claims.by_word, claims.longest)]


def _pieces(paid: Transaction) -> list[str]:
    """The words of the payer, with a blank between what was sent in pieces, and without."""
    return [" ".join(paid.texts), *(["".join(paid.texts)] if len(paid.texts) > 1 else [])]


def _by_reference(reference: str, claims: Claims) -> tuple[Sequence[str], bool]:
    """The invoices that a structured reference names, and whether it can do so by no chance."""
    word = joined(runs(reference))
    number = rf_number(reference) or ogm_number(reference)
    if found := claims.by_reference.get(word):
        return found, True
    if number and (found := claims.by_word.get(number)):
        return found, True
    return claims.by_word.get(word, ()), is_telling(word)


def _unfit(paid: Transaction, claims: Claims, id: str) -> str:  # noqa: A002 - the ledger's own word
    """Why a payment cannot be for an invoice at all; empty where it can."""
    claim = claims.by_id[id]
    if claim.amount.currency != paid.amount.currency:
        return f"is in {paid.amount.currency}, invoice `{id}` in {claim.amount.currency}"
    if claim.date > paid.date:
        return f"is of {paid.date}, before invoice `{id}` of {claim.date}"
    return ""


def _fitting(paid: Transaction, claims: Claims, named: Iterable[str]) -> tuple[list[str], str]:
    fitting: list[str] = []
    reason = ""
    for id in named:  # noqa: A001 - the ledger's own word
        if fault := _unfit(paid, claims, id):
            reason = reason or fault
        else:
            fitting.append(id)
    return fitting, reason


def _one(paid: Transaction, claims: Claims, named: str, *, sure: bool) -> Match | Miss:
    minor, owed = paid.amount.minor, claims.open[named]
    if owed <= 0:
        return Miss(reason=f"names invoice `{named}`, which is paid already", perhaps=(named,))
    if minor == owed and (sure or claims.alike[paid.amount.currency, minor] == 1):
        return Match(shares=((named, minor),))
    ours = claims.agrees(named, paid.payer)
    if not sure and not ours:
        agrees = "only the amount agrees, which others have too" if minor == owed else "nothing else agrees"
        return Miss(reason=f"names `{named}`, which may be chance: {agrees}", perhaps=(named,))
    if not sure and minor != owed and (same := claims.others(named, paid.date, minor, minor)):
        reason = f"names `{named}`, which may be chance: another invoice has this amount"
        return Miss(reason=reason, perhaps=(named, *same)[:_LISTED])
    if minor > owed:
        others = claims.others(named, paid.date, 1, minor - owed)
        if more := _why_more(paid, claims, named, others, ours=ours):
            reason = f"is more than the {Money(owed, paid.amount.currency)} open on `{named}`, {more}"
            return Miss(reason=reason, perhaps=(named, *others)[:_LISTED])
    return Match(shares=((named, minor),))


def _why_more(paid: Transaction, claims: Claims, named: str, others: Sequence[str], *, ours: bool) -> str:
    """Why a payment of more than is open is not for this invoice, its interest and its costs alone; empty if it is.

    *others* are the debtor's invoices that the rest could pay.
    """
    if paid.payer and not ours:
        return "and the payer has another name"
    if others:
        return "and the rest may be for another one"
    form = outline(named)
    strange = next((word for piece in _pieces(paid) for word in lookalikes(piece, form, claims.by_word)), "")
    return f"and it names `{strange}`, which is not in the ledger" if strange else ""


def _several(paid: Transaction, claims: Claims, named: list[str], *, sure: bool) -> Match | Miss:
    minor = paid.amount.minor
    live = [one for one in named if claims.open[one] > 0]
    if not live:
        return Miss(reason=f"names {len(named)} invoices, all paid already", perhaps=tuple(named)[:_LISTED])
    total = sum(claims.open[one] for one in live)
    if total == minor:
        return Match(shares=tuple((one, claims.open[one]) for one in live))
    alone = [one for one in live if claims.open[one] == minor and claims.agrees(one, paid.payer)]
    if len(alone) == 1:
        return Match(shares=((alone[0], minor),))
    if len(live) == 1 and minor <= total:
        return _one(paid, claims, live[0], sure=sure)
    owed = Money(total, paid.amount.currency)
    reason = f"names {len(named)} invoices, on which {owed} is open: it does not add up"
    return Miss(reason=reason, perhaps=tuple(live)[:_LISTED])


def suggestion(paid: Transaction, claims: Claims, by_open: Mapping[tuple[str, int], Sequence[str]]) -> tuple[str, ...]:
    """Invoices on which exactly this amount is open (*by_open*), those of the payer's name before all others.

    Of invoices with the amount alone there is a suggestion only where there is one.
    """
    there = by_open.get((paid.amount.currency, paid.amount.minor), ())
    if len(there) > _MOST_ALIKE:
        return ()
    alike = [one for one in there if claims.by_id[one].date <= paid.date]
    agreeing = [one for one in alike if claims.agrees(one, paid.payer)]
    return tuple(agreeing[:_LISTED]) if agreeing else tuple(alike) if len(alike) == 1 else ()
