"""E-invoices laid into a ledger: new ones are added, equal ones passed over, differing ones left alone and named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from dunlang.money import AmountError, parse_amount
from dunlang.portfolio.documents.pages import (
    CORRECTS,
    CREDITS_UNKNOWN,
    DIFFERS,
    KIND_UNKNOWN,
    SELLERS,
    TERM_IN_WORDS,
    UNUSED_ANSWER,
)
from dunlang.records import frozen

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    from dunlang.diagnostics import Diagnostic
    from dunlang.portfolio.documents.debtor import Party
    from dunlang.portfolio.documents.invoice import EInvoice
    from dunlang.portfolio.documents.sheet import Sheet

__all__ = ["Answers", "Read", "Taken", "take_invoices"]

_SHOWN = 60
_LISTED = 5
_FACTS = ("name", "number", "email", "address", "postal_code", "city", "country", "language")
_COMPARED = ("kind", "debtor", "date", "amount", "currency", "due", "credits")


@frozen(kw_only=True)
class Answers:
    """What a person said: the kind of all debtors of whom nothing is known, of single ones, due dates by invoice."""

    kind: str = ""
    kinds: Mapping[str, str] = attrs.field(factory=dict)
    dues: Mapping[str, dt.date] = attrs.field(factory=dict)


@frozen(kw_only=True)
class Read:
    """An invoice as read from a file, with what it left open."""

    file: str
    invoice: EInvoice
    findings: tuple[Diagnostic, ...] = ()


@frozen(kw_only=True)
class Taken:
    """How many invoices and credit notes were new, stood there already, differ, or were not taken."""

    added: int = 0
    known: int = 0
    differing: int = 0
    refused: int = 0
    debtors: int = 0
    dues: int = 0
    """Due dates of the ledger's own invoices that were filled in."""
    kinds: int = 0
    """Kinds of the ledger's own debtors that were filled in."""


def take_invoices(
    found: Iterable[Read], invoices: Sheet, debtors: Sheet, answers: Answers, currency: str
) -> tuple[Taken, tuple[Diagnostic, ...]]:
    """Lay *found* into the sheets; *currency* counts for rows of the ledger that name none.

    Invoices are taken in the order of their dates, so that the files' names do not matter; credit notes after them.
    """
    desk = _Desk(invoices, debtors, answers, currency)
    desk.give_dates()
    for read in sorted(found, key=_order):
        desk.take(read)
    desk.give_kinds()
    desk.name_sellers()
    return Taken(**desk.counts, debtors=debtors.added), tuple(desk.findings)


def _order(read: Read) -> tuple[bool, dt.date, str, str]:
    return read.invoice.kind == "credit", read.invoice.date, read.invoice.number, read.file


class _Desk:
    """The state of one taking."""

    def __init__(self, invoices: Sheet, debtors: Sheet, answers: Answers, currency: str) -> None:
        self.invoices, self.debtors, self.answers, self.currency = invoices, debtors, answers, currency
        self.rows: dict[str, tuple[int, dict[str, str]]] = {}
        self.first: dict[str, str] = {}
        for at, row in invoices.each():
            if number := row.get("invoice"):
                self.rows.setdefault(number, (at, row))
            if (debtor := row.get("debtor")) and row.get("kind") != "credit" and (day := row.get("date")):
                self.first[debtor] = min(self.first.get(debtor, day), day)
        self.known = {row["debtor"]: (at, row) for at, row in debtors.each() if "debtor" in row}
        self.own: dict[str, tuple[int, dict[str, str], str]] = {}
        self.files: dict[str, str] = {}
        self.sellers: dict[str, list[Read]] = {}
        self.met: set[str] = set()
        self.findings: list[Diagnostic] = []
        self.counts = {"added": 0, "known": 0, "differing": 0, "refused": 0, "dues": 0, "kinds": 0}

    def take(self, read: Read) -> None:
        invoice = read.invoice
        row = self._row(invoice)
        there = self.rows.get(invoice.number)
        if there is not None:
            differing = self._differing(there[1], row)
            self.counts["differing" if differing else "known"] += 1
            if differing:
                self._differs(read, there[1], row, differing)
            else:
                self.met.add(there[1].get("debtor", ""))
            return
        if invoice.kind == "credit" and (reason := self._no_credit(invoice, row)):
            self.counts["refused"] += 1
            wanted = "import the invoice that it credits too, or write a row of kind `credit` by hand"
            message = f"credit note `{invoice.number}` {reason}: not taken"
            self.findings.append(CREDITS_UNKNOWN.at(None, message, file=read.file, help=wanted))
            return
        self.counts["added"] += 1
        self.rows[invoice.number] = (self.invoices.add(row), {name: text for name, text in row.items() if text})
        self.files[invoice.number] = read.file
        if invoice.seller:
            self.sellers.setdefault(invoice.seller.casefold(), []).append(read)
        if invoice.kind == "invoice":
            self.first[invoice.buyer.id] = min(self.first.get(invoice.buyer.id, row["date"]), row["date"])
        self._debtor(read)
        answered = invoice.number in self.answers.dues
        self.findings += [each for each in read.findings if not (answered and each.code == TERM_IN_WORDS.code)]
        self._corrected(read)

    def _row(self, invoice: EInvoice) -> dict[str, str]:
        credited = invoice.preceding[0] if invoice.kind == "credit" and len(invoice.preceding) == 1 else ""
        due = invoice.due or self.answers.dues.get(invoice.number)
        return {
            "invoice": invoice.number,
            "debtor": invoice.buyer.id,
            "date": invoice.date.isoformat(),
            "amount": invoice.amount.plain(),
            "currency": invoice.amount.currency,
            "kind": "credit" if invoice.kind == "credit" else "",
            "credits": credited,
            "due": due.isoformat() if due is not None and invoice.kind == "invoice" else "",
            "delivered": "" if invoice.delivered is None else invoice.delivered.isoformat(),
            "order": _cell(invoice.order),
            "description": _cell(invoice.description),
            "reference": _cell(invoice.reference),
        }

    def _differing(self, there: Mapping[str, str], row: Mapping[str, str]) -> list[str]:
        """The columns in which the ledger and a document say different things; who says nothing does not differ."""
        found = []
        for name in _COMPARED:
            old, new = there.get(name, ""), row[name]
            if name == "kind":
                old, new = old or "invoice", new or "invoice"
            elif name == "currency":
                old = old or self.currency
            elif name == "amount":
                code = there.get("currency") or self.currency
                try:
                    old = "" if code != row["currency"] else str(parse_amount(old, code))
                    new = str(parse_amount(new, row["currency"])) if old else ""
                except AmountError:
                    pass
            if old and new and old != new:
                found.append(name)
        return found

    def _differs(self, read: Read, there: Mapping[str, str], row: Mapping[str, str], names: list[str]) -> None:
        other = self.files.get(row["invoice"], self.invoices.name)
        said = ", ".join(f"{name} `{there.get(name, '')}` there and `{row[name]}` here" for name in names)
        message = f"`{row['invoice']}` stands in `{other}` already, but differs: {said}"
        wanted = "look which of them is right; the first one stays"
        self.findings.append(DIFFERS.at(None, message, file=read.file, help=wanted))

    def _no_credit(self, invoice: EInvoice, row: Mapping[str, str]) -> str:
        """Why a credit note cannot be booked without guessing; empty where it can."""
        if len(invoice.preceding) > 1:
            return f"credits {len(invoice.preceding)} invoices ({', '.join(invoice.preceding[:5])})"
        if not invoice.preceding:
            first = self.first.get(invoice.buyer.id)
            if first is None:
                return f"names no invoice, and debtor `{invoice.buyer.id}` has none in the ledger"
            return f"is of {row['date']}, before the debtor's first invoice of {first}" if row["date"] < first else ""
        there = self.rows.get(invoice.preceding[0])
        if there is None or there[1].get("kind") == "credit":
            return f"credits `{invoice.preceding[0]}`, which is no invoice of the ledger"
        credited = there[1]
        if credited.get("debtor") != invoice.buyer.id:
            return (
                f"is for debtor `{invoice.buyer.id}`, invoice `{invoice.preceding[0]}` for `{credited.get('debtor')}`"
            )
        if (code := credited.get("currency") or self.currency) != row["currency"]:
            return f"is in {row['currency']}, invoice `{invoice.preceding[0]}` in {code}"
        if row["date"] < credited.get("date", ""):
            return f"is of {row['date']}, before invoice `{invoice.preceding[0]}` of {credited['date']}"
        return ""

    def _corrected(self, read: Read) -> None:
        invoice = read.invoice
        if not invoice.corrects or invoice.kind == "credit":
            return
        for number in invoice.preceding:
            if number in self.rows and number != invoice.number:
                message = f"invoice `{invoice.number}` corrects `{number}`, and both stand in the ledger"
                wanted = f"where it replaces it, add an event `credit note` for what is open on `{number}`"
                self.findings.append(CORRECTS.at(None, message, file=read.file, help=wanted))

    def _debtor(self, read: Read) -> None:
        """Add the buyer, or fill what a later invoice says of a debtor that this import added."""
        buyer = read.invoice.buyer
        self.met.add(buyer.id)
        facts = {name: getattr(buyer, name) for name in _FACTS}
        if buyer.id in self.known:
            self._compare(read, self.known[buyer.id][1], facts | {"kind": buyer.kind}, self.debtors.name)
            return
        if buyer.id not in self.own:
            row = {"debtor": buyer.id, "kind": buyer.kind, **facts}
            self.own[buyer.id] = (self.debtors.add(row), row, read.file)
            return
        at, row, file = self.own[buyer.id]
        self._compare(read, {name: row[name] for name in ("name", "kind")}, facts | {"kind": buyer.kind}, file)
        if _plain(row["name"]) == _plain(buyer.name):
            self._newer(at, row, buyer)

    def _newer(self, at: int, row: dict[str, str], buyer: Party) -> None:
        """What a later invoice says holds: the address as a whole, the rest one by one."""
        place = ("address", "postal_code", "city", "country")
        fresh = {name: getattr(buyer, name) for name in _FACTS if name not in place and getattr(buyer, name)}
        fresh |= {"kind": buyer.kind} if buyer.kind and not row["kind"] else {}
        if buyer.postal_code or buyer.city:
            fresh |= {name: getattr(buyer, name) for name in place}
        row |= fresh
        self.debtors.fill(at, row)

    def _compare(self, read: Read, there: Mapping[str, str], here: Mapping[str, str], place: str) -> None:
        names = [
            name
            for name in ("kind", *_FACTS)
            if there.get(name) and here[name] and _plain(there[name]) != _plain(here[name])
        ]
        if names:
            said = ", ".join(f"{name} `{_plain(there[name])}` there and `{_plain(here[name])}` here" for name in names)
            message = f"debtor `{read.invoice.buyer.id}` stands in `{place}` already, but differs: {said}"
            wanted = f"change `{self.debtors.name}` where the document is right"
            self.findings.append(DIFFERS.at(None, message, file=read.file, help=wanted))

    def give_dates(self) -> None:
        """Due dates that a person gave, for invoices that stand in the ledger without one."""
        for number, day in self.answers.dues.items():
            at, row = self.rows.get(number, (-1, {}))
            if at >= 0 and self._takes(row, day):
                self.invoices.set(at, {"due": day.isoformat()})
                self.counts["dues"] += 1
                row["due"] = day.isoformat()

    def _takes(self, row: Mapping[str, str], day: dt.date) -> bool:
        open_ = not row.get("due") and row.get("kind") != "credit"
        return open_ and row.get("date", "") <= day.isoformat()

    def give_kinds(self) -> None:
        """Kinds that a person gave; a finding for each debtor of this import that still has none."""
        rows = {debtor: (at, row) for debtor, (at, row, _) in self.own.items()} | self.known
        for debtor in sorted({*self.met, *self.answers.kinds} & rows.keys()):
            at, row = rows[debtor]
            if row.get("kind"):
                continue
            if kind := self.answers.kinds.get(debtor, self.answers.kind):
                row["kind"] = kind
                if debtor in self.own:
                    self.debtors.fill(at, {"kind": kind})
                else:
                    self.debtors.set(at, {"kind": kind})
                    self.counts["kinds"] += 1
                continue
            message = f"nothing says whether debtor `{debtor}` is a consumer, a business or a government"
            wanted = f"give `--kind business` for all such debtors, or `--kind {_quoted(f'{debtor}=consumer')}`"
            self.findings.append(KIND_UNKNOWN.at(None, message, file=self.debtors.name, help=wanted))
        self._unused({debtor: row for debtor, (_, row) in rows.items()})

    def name_sellers(self) -> None:
        """A finding where the new invoices come from several sellers: some may be invoices that were received."""
        if len(self.sellers) < 2:
            return
        by_count = sorted(self.sellers.values(), key=lambda reads: (-len(reads), reads[0].invoice.seller))
        said = ", ".join(f"`{reads[0].invoice.seller[:_SHOWN]}` ({len(reads)})" for reads in by_count[:_LISTED])
        more = ", …" if len(by_count) > _LISTED else ""
        wanted = "take out those that you received and did not send: they are no claims of yours"
        message = f"the new invoices come from {len(by_count)} sellers: {said}{more}"
        self.findings.append(SELLERS.at(None, message, file=by_count[-1][0].file, help=wanted))

    def _unused(self, debtors: Mapping[str, Mapping[str, str]]) -> None:
        """A finding for each answer that the ledger does not bear out."""
        for number, day in sorted(self.answers.dues.items()):
            row = self.rows.get(number, (0, {}))[1]
            if row.get("due") != day.isoformat():
                reason = f"there is no invoice `{number}`"
                if row.get("due"):
                    reason = f"invoice `{number}` is due on {row['due']} already"
                elif row:
                    reason = f"`{number}` is a credit note, or of a later date"
                message = f"--due {number}={day} is not used: {reason}"
                self.findings.append(UNUSED_ANSWER.at(None, message, file=self.invoices.name))
        for debtor, kind in sorted(self.answers.kinds.items()):
            known = debtors.get(debtor, {})
            if known.get("kind") != kind:
                there = f"debtor `{debtor}` is `{known.get('kind', '')}` already"
                reason = there if known else f"there is no debtor `{debtor}`"
                message = f"--kind {debtor}={kind} is not used: {reason}"
                self.findings.append(UNUSED_ANSWER.at(None, message, file=self.debtors.name))


def _quoted(text: str) -> str:
    """*text* as a shell takes it for one word."""
    plain = all(sign.isalnum() or sign in "=._-/:" for sign in text)
    return text if plain and text.isascii() else "'" + text.replace("'", "'\\''") + "'"


def _plain(text: str) -> str:
    return " ".join(text.split())


def _cell(text: str) -> str:
    """A text that a spreadsheet does not run as a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "@", "-") else text
