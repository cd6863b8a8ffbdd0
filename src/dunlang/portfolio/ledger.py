"""A ledger: the invoices, debtors and events of three CSV texts as cases, with every fault named.

Reading is linear and keeps going: a row with a fault is left out and noted as a :class:`~.table.Reject`, with the rows
that lean on it. Whether rejects stop the run is the caller's choice.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

import attrs

from dunlang.diagnostics import did_you_mean
from dunlang.model.case import Case, Debtor, Event, Invoice
from dunlang.portfolio.cells import Row, row_reader
from dunlang.portfolio.columns import DEBTORS, EVENT_RULES, EVENTS, INVOICES, Column
from dunlang.portfolio.table import FileCount, Reject, open_table, rows

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from dunlang.model.policy import Attribute
    from dunlang.money import Money
    from dunlang.source import Source

__all__ = ["Ledger", "read_ledger"]

_KINDS = {"one of": "word", "number": "count", "amount": "amount", "flag": "flag", "date": "date"}
_PREFIX = "debtor_"
#: Looking for a close id among many is slow: after so many misses it is no slip of the pen.
_HINTS = 20


@attrs.frozen(kw_only=True, slots=False)
class Ledger:
    """The cases of a ledger, by debtor, and how many rows of each file were taken."""

    cases: tuple[Case, ...] = attrs.field(repr=lambda cases: f"<{len(cases)} cases>")
    counts: tuple[FileCount, ...]

    @cached_property
    def _by_invoice(self) -> dict[str, Case]:
        return {invoice.id: case for case in self.cases for invoice in case.invoices}

    def case_of(self, invoice: str) -> Case | None:
        """The case to which *invoice* belongs."""
        return self._by_invoice.get(invoice)

    @cached_property
    def newest_event(self) -> dt.date | None:
        """The day of the newest event: how fresh the ledger is."""
        return max((case.events[-1].date for case in self.cases if case.events), default=None)


def read_ledger(
    invoices: Source,
    debtors: Source | None,
    events: Source | None,
    *,
    attributes: tuple[Attribute, ...] = (),
    currency: str = "EUR",
    steps: Collection[str] | None = None,
    headers: Mapping[str, Mapping[str, str]] | None = None,
) -> tuple[Ledger, tuple[Reject, ...]]:
    """Read a ledger; the rejects come sorted by file and row, errors and warnings alike.

    Without *debtors* the columns of the debtor stand in *invoices*, with the prefix ``debtor_``. *attributes* are the
    policy's own columns, *currency* counts where a row names none. *steps* are the names of the policy's steps: an
    event that names another is kept, with a warning. *headers* maps, per file, another system's headers to our columns.
    """
    reader = _Reader(attributes, currency, steps, headers or {})
    if debtors is not None:
        reader.read_debtors(debtors)
    reader.read_invoices(invoices, with_debtors=debtors is None)
    if events is not None:
        reader.read_events(events)
    order = {source.name: at for at, source in enumerate((invoices, debtors, events)) if source}
    rejects = sorted(reader.rejects, key=lambda reject: (order.get(reject.file, 9), reject.row))
    return reader.ledger(), tuple(rejects)


class _Reader:
    """What is known while the files are read: rows found so far, and which ids were refused."""

    def __init__(
        self,
        attributes: tuple[Attribute, ...],
        currency: str,
        steps: Collection[str] | None,
        headers: Mapping[str, Mapping[str, str]],
    ) -> None:
        self.currency = currency
        self.steps = steps
        self.headers = headers
        self.of_invoice = tuple(_column(found) for found in attributes if found.of == "invoice")
        self.of_debtor = tuple(_column(found) for found in attributes if found.of == "debtor")
        self.rejects: list[Reject] = []
        self.debtors: dict[str, tuple[Debtor, int]] = {}
        self.invoices: dict[str, tuple[Invoice, int]] = {}
        self.owner: dict[str, str] = {}
        self.credits: dict[str, tuple[Row, int]] = {}
        self.owned: dict[str, list[Invoice]] = defaultdict(list)
        self.happened: dict[str, list[Event]] = defaultdict(list)
        self.refused: dict[tuple[str, str], str] = {}
        self.counts: list[FileCount] = []
        self.warned: set[str] = set()
        self.misses = 0

    def ledger(self) -> Ledger:
        cases = (
            Case(
                debtor=self.debtors[id][0],
                invoices=tuple(sorted(owned, key=lambda invoice: (invoice.date, invoice.id))),
                events=tuple(self.happened.get(id, ())),
            )
            for id, owned in sorted(self.owned.items())  # noqa: A001 - the ledger's own word
        )
        return Ledger(cases=tuple(cases), counts=tuple(self.counts))

    def note(self, reject: Reject) -> None:
        self.rejects.append(reject)

    def refuse(self, file: str, row: int, column: str, value: str, reason: str, wanted: str = "") -> None:
        self.note(Reject(file=file, row=row, column=column, value=value[:60], reason=reason, help=wanted))

    def each_row(
        self, source: Source, file: str, columns: tuple[Column, ...], id_column: str, take: Callable[[int, Row], bool]
    ) -> None:
        """Hand every sound row of *source* to *take*; count the rows, and remember the ids of refused ones."""
        others: dict[str, str] = {}
        for other, own in (
            ("invoices", (*INVOICES, *self.of_invoice)),
            ("debtors", (*DEBTORS, *self.of_debtor)),
            ("events", EVENTS),
        ):
            if other != file:
                others.update((column.name, other) for column in own)
        table = open_table(source, columns, self.note, headers=self.headers.get(file, {}), elsewhere=others)
        total = accepted = 0
        if table is not None:
            read = row_reader(table, self._currency_of, self.note)
            at = next((at for at, (column, _) in enumerate(table.places) if column.name == id_column), None)
            for line, cells in rows(table, self.note):
                total += 1
                row = read(line, cells) if cells is not None else None
                if row is not None and take(line, row):
                    accepted += 1
                elif cells is not None and at is not None and cells[at]:
                    self.refused.setdefault((file, cells[at]), f"{source.name}:{line}")
        self.counts.append(FileCount(file=source.name, rows=total, accepted=accepted))

    def _currency_of(self, row: Row) -> str:
        """The row's own currency, else that of the invoice or the debtor it is about, else the policy's."""
        if code := row.get("currency") or row.get(_PREFIX + "currency"):
            return str(code)
        if invoice := self.invoices.get(str(row.get("invoice", ""))):
            return invoice[0].amount.currency
        owed = {invoice.amount.currency for invoice in self.owned.get(str(row.get("debtor", "")), ())}
        return owed.pop() if "event" in row and len(owed) == 1 else self.currency

    # ------------------------------------------------------------ debtors

    def read_debtors(self, source: Source) -> None:
        def take(line: int, row: Row) -> bool:
            id = str(row["debtor"])  # noqa: A001 - the ledger's own word
            if id in self.debtors:
                reason = f"debtor `{id}` stands already in row {self.debtors[id][1]}"
                self.refuse(source.name, line, "debtor", id, reason, "keep one row for each debtor")
                return False
            self.debtors[id] = (self._debtor(id, row), line)
            return True

        self.each_row(source, "debtors", (*DEBTORS, *self.of_debtor), "debtor", take)

    def _debtor(self, id: str, row: Row, prefix: str = "") -> Debtor:  # noqa: A002 - the ledger's own word
        names = [column.name for column in DEBTORS if column.name not in ("debtor", "currency")]
        facts = {name: row[prefix + name] for name in names if prefix + name in row}
        own = {column.name: row[prefix + column.name] for column in self.of_debtor if prefix + column.name in row}
        return Debtor(id=id, attributes=own, **cast("dict[str, Any]", facts))

    # ------------------------------------------------------------ invoices

    def read_invoices(self, source: Source, *, with_debtors: bool) -> None:
        columns = (*INVOICES, *self.of_invoice)
        if with_debtors:
            about = tuple(
                attrs.evolve(c, name=_PREFIX + c.name) for c in (*DEBTORS, *self.of_debtor) if c.name != "debtor"
            )
            columns += about

        def take(line: int, row: Row) -> bool:
            id = str(row["invoice"])  # noqa: A001 - the ledger's own word
            if id in self.invoices or id in self.credits:
                first = self.invoices[id][1] if id in self.invoices else self.credits[id][1]
                reason = f"invoice `{id}` stands already in row {first}"
                self.refuse(source.name, line, "invoice", id, reason, "keep one row for each invoice")
                return False
            debtor = str(row["debtor"])
            if with_debtors:
                if not self._same_debtor(source, line, debtor, self._debtor(debtor, row, _PREFIX)):
                    return False
            elif debtor not in self.debtors:
                self.refuse(source.name, line, "debtor", debtor, *self._unknown("debtors", debtor, self.debtors))
                return False
            if row.get("kind") == "credit":
                self.credits[id] = (row, line)
                return True
            if "credits" in row:
                self.refuse(
                    source.name,
                    line,
                    "credits",
                    str(row["credits"]),
                    "`credits` stands on a row that is no credit note",
                    "set its `kind` to `credit`",
                )
                return False
            invoice = self._invoice(id, row)
            if not invoice.amount.minor:
                self.refuse(source.name, line, "amount", "0", "the amount is zero", "leave out an invoice of nothing")
                return False
            if not self._dates_in_order(source, line, invoice):
                return False
            self.invoices[id] = (invoice, line)
            self.owner[id] = debtor
            self.owned[debtor].append(invoice)
            return True

        self.each_row(source, "invoices", columns, "invoice", take)
        self._book_credits(source)

    def _invoice(self, id: str, row: Row) -> Invoice:  # noqa: A002 - the ledger's own word
        names = ("date", "amount", "due", "received", "delivered", "order", "description")
        facts = {name: row[name] for name in names if name in row}
        own = {column.name: row[column.name] for column in self.of_invoice if column.name in row}
        return Invoice(id=id, attributes=own, **cast("dict[str, Any]", facts))

    def _dates_in_order(self, source: Source, line: int, invoice: Invoice) -> bool:
        for name, day in (("due", invoice.due), ("received", invoice.received)):
            if day is not None and day < invoice.date:
                reason = f"`{name}` {day} lies before the invoice's date {invoice.date}"
                self.refuse(source.name, line, name, str(day), reason, "set right one of the two dates")
                return False
        return True

    def _same_debtor(self, source: Source, line: int, id: str, found: Debtor) -> bool:  # noqa: A002
        known = self.debtors.setdefault(id, (found, line))
        if known[0] == found:
            return True
        for field in attrs.fields(Debtor):
            if getattr(known[0], field.name) != getattr(found, field.name):
                column = _PREFIX + field.name
                reason = f"`{column}` of debtor `{id}` differs from row {known[1]}"
                self.refuse(
                    source.name, line, column, str(getattr(found, field.name)), reason, "write the same in each row"
                )
                break
        return False

    def _book_credits(self, source: Source) -> None:
        """Credit notes among the invoices become events, once every invoice is known."""
        for id, (row, line) in self.credits.items():  # noqa: A001 - the ledger's own word
            facts = {
                "date": row["date"],
                "amount": row["amount"],
                "event": "credit note",
                "debtor": row["debtor"],
                "text": id,
            }
            if "credits" in row:
                facts["invoice"] = row["credits"]
            if not self._take_event(source, line, facts, column="credits"):
                count = self.counts[-1]
                self.counts[-1] = attrs.evolve(count, accepted=count.accepted - 1)
                self.refused.setdefault(("invoices", id), f"{source.name}:{line}")

    # ------------------------------------------------------------ events

    def read_events(self, source: Source) -> None:
        self.each_row(source, "events", EVENTS, "", lambda line, row: self._take_event(source, line, row))

    def _take_event(self, source: Source, line: int, row: Row, column: str = "invoice") -> bool:
        kind, day = str(row["event"]), cast("dt.date", row["date"])
        rule = EVENT_RULES[kind]
        for name in rule.needs:
            if name not in row:
                self.refuse(source.name, line, name, "", f"`{kind}` needs `{name}`", f"fill it in: {_meaning(name)}")
                return False
        invoice, debtor = str(row.get("invoice", "")), str(row.get("debtor", ""))
        if invoice:
            if invoice not in self.invoices:
                reason = self._unknown("invoices", invoice, self.invoices)
                if invoice in self.credits:
                    reason = f"`{invoice}` is a credit note", "name the invoice that it is about"
                self.refuse(source.name, line, column, invoice, *reason)
                return False
            if debtor and debtor != self.owner[invoice]:
                reason = f"invoice `{invoice}` belongs to debtor `{self.owner[invoice]}`", "set right one of the two"
                self.refuse(source.name, line, "debtor", debtor, *reason)
                return False
            debtor = self.owner[invoice]
        elif not debtor:
            self.refuse(
                source.name, line, "invoice", "", "neither `invoice` nor `debtor` is filled in", "fill in one of them"
            )
            return False
        elif debtor not in self.debtors:
            self.refuse(source.name, line, "debtor", debtor, *self._unknown("debtors", debtor, self.debtors))
            return False
        return self._in_time(source, line, kind, day, invoice, debtor) and self._book(
            source, line, row, kind, invoice, debtor
        )

    def _in_time(self, source: Source, line: int, kind: str, day: dt.date, invoice: str, debtor: str) -> bool:
        if invoice:
            first = self.invoices[invoice][0].date
            reason = f"`{kind}` on {day} lies before the date of invoice `{invoice}`, {first}"
        elif debtor in self.owned:
            first = min(owned.date for owned in self.owned[debtor])
            reason = f"`{kind}` on {day} lies before the first invoice of debtor `{debtor}`, {first}"
        else:
            self.refuse(
                source.name,
                line,
                "debtor",
                debtor,
                f"debtor `{debtor}` has no invoice in this ledger",
                "add the invoice or leave the event out",
            )
            return False
        if day < first:
            self.refuse(source.name, line, "date", str(day), reason, "set right one of the two dates")
            return False
        return True

    def _book(self, source: Source, line: int, row: Row, kind: str, invoice: str, debtor: str) -> bool:
        amount = row.get("amount")
        if amount is not None and not self._right_currency(source, line, row, kind, invoice, debtor):
            return False
        until = cast("dt.date | None", row.get("until"))
        day = cast("dt.date", row["date"])
        if until is not None and until < day:
            self.refuse(
                source.name,
                line,
                "until",
                str(until),
                f"`until` lies before the day of the event, {day}",
                "set right one of the two dates",
            )
            return False
        step = str(row.get("step", ""))
        if step and self.steps is not None and step not in self.steps and step not in self.warned:
            self.warned.add(step)
            close = did_you_mean(step, self.steps)
            wanted = f"did you mean `{close}`?" if close else ""
            reason = f"the policy has no step `{step}`: events that name it change nothing"
            self.note(
                Reject(
                    file=source.name,
                    row=line,
                    column="step",
                    value=step,
                    reason=reason,
                    help=wanted,
                    severity="warning",
                )
            )
        self.happened[debtor].append(
            Event(
                date=day,
                kind=cast("Any", kind),
                invoice=invoice,
                step=step,
                amount=cast("Any", amount),
                until=until,
                text=str(row.get("text", "")),
            )
        )
        return True

    def _right_currency(self, source: Source, line: int, row: Row, kind: str, invoice: str, debtor: str) -> bool:
        """An amount without a currency of its own is in the invoice's; another currency is refused."""
        amount = cast("Money", row["amount"])
        owed = [self.invoices[invoice][0]] if invoice else self.owned[debtor]
        currencies = sorted({found.amount.currency for found in owed})
        if amount.currency in currencies:
            return True
        of = f"invoice `{invoice}`" if invoice else f"debtor `{debtor}`"
        reason = f"`{kind}` in {amount.currency}, but {of} owes {' and '.join(currencies)}"
        self.refuse(
            source.name, line, "amount", str(amount), reason, "write the amount and the `currency` of the invoice"
        )
        return False

    def _unknown(self, file: str, id: str, known: Collection[str]) -> tuple[str, str]:  # noqa: A002
        what = "invoice" if file == "invoices" else "debtor"
        if place := self.refused.get((file, id)):
            return f"{what} `{id}` was rejected ({place})", "set that row right first"
        self.misses += 1
        close = did_you_mean(id, known) if self.misses <= _HINTS else None
        return f"{what} `{id}` is not in the ledger", f"did you mean `{close}`?" if close else f"add the {what}"


def _column(attribute: Attribute) -> Column:
    return Column(
        name=attribute.name,
        kind=cast("Any", _KINDS[attribute.kind]),
        meaning="an attribute that the policy declares",
        values=attribute.values,
    )


def _meaning(name: str) -> str:
    return next(column.meaning for column in EVENTS if column.name == name)
