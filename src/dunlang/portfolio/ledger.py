"""A ledger: the invoices, debtors and events of three texts, CSV or JSON Lines, as cases, with every fault named.

Reading is linear and keeps going: a row with a fault is left out and noted as a :class:`~.table.Reject`, with the rows
that lean on it. Whether rejects stop the run is the caller's choice.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

import attrs

from dunlang.model.case import Case, Debtor, Invoice
from dunlang.portfolio.booking import read_events, take_event
from dunlang.portfolio.columns import DEBTORS, INVOICES
from dunlang.portfolio.mapping import LedgerMapping
from dunlang.portfolio.register import Register
from dunlang.records import frozen

if TYPE_CHECKING:
    from collections.abc import Collection

    from dunlang.model.policy import Attribute
    from dunlang.portfolio.cells import Row
    from dunlang.portfolio.table import FileCount, Reject
    from dunlang.source import Source

__all__ = ["DEBTOR_PREFIX", "Ledger", "read_ledger"]

#: Before the names of the debtor's columns where they stand among the invoices.
DEBTOR_PREFIX = "debtor_"

#: The columns that are facts of a record as they stand.
_OF_DEBTOR = tuple(column.name for column in DEBTORS if column.name not in ("debtor", "currency"))
_OF_INVOICE = ("date", "amount", "due", "received", "delivered", "order", "description")


@frozen(kw_only=True, slots=False)
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


def read_ledger(
    invoices: Source,
    debtors: Source | None,
    events: Source | None,
    *,
    attributes: tuple[Attribute, ...] = (),
    currency: str = "EUR",
    steps: Collection[str] | None = None,
    mapping: LedgerMapping | None = None,
) -> tuple[Ledger, tuple[Reject, ...]]:
    """Read a ledger; the rejects come sorted by file and row, errors and warnings alike.

    Without *debtors* the columns of the debtor stand in *invoices*, with the prefix ``debtor_``. *attributes* are the
    policy's own columns, *currency* counts where a row names none. *steps* are the names of the policy's steps: an
    event that names another is kept, with a warning. *mapping* says how the files differ from the ledger's own form.
    """
    register = Register(attributes, currency, steps, mapping or LedgerMapping())
    if debtors is not None:
        _read_debtors(register, debtors)
    _read_invoices(register, invoices, with_debtors=debtors is None)
    if events is not None:
        read_events(register, events)
    order = {source.name: at for at, source in enumerate((invoices, debtors, events)) if source}
    rejects = sorted(register.rejects, key=lambda reject: (order.get(reject.file, 9), reject.row))
    return _ledger(register), tuple(rejects)


def _ledger(register: Register) -> Ledger:
    cases = (
        Case(
            debtor=register.debtors[id][0],
            invoices=tuple(sorted(owned, key=lambda invoice: (invoice.date, invoice.id))),
            events=tuple(register.happened.get(id, ())),
        )
        for id, owned in sorted(register.owned.items())  # noqa: A001 - the ledger's own word
    )
    return Ledger(cases=tuple(cases), counts=tuple(register.counts))


def _read_debtors(register: Register, source: Source) -> None:
    def take(line: int, row: Row) -> bool:
        id = str(row["debtor"])  # noqa: A001 - the ledger's own word
        if id in register.debtors:
            reason = f"debtor `{id}` stands already in row {register.debtors[id][1]}"
            register.refuse(source.name, line, "debtor", id, reason, "keep one row for each debtor")
            return False
        register.debtors[id] = (_debtor(register, id, row), line)
        return True

    register.each_row(source, "debtors", (*DEBTORS, *register.of_debtor), "debtor", take)


def _debtor(register: Register, id: str, row: Row, prefix: str = "") -> Debtor:  # noqa: A002 - the ledger's own word
    facts = {name: row[prefix + name] for name in _OF_DEBTOR if prefix + name in row}
    own = {column.name: row[prefix + column.name] for column in register.of_debtor if prefix + column.name in row}
    return Debtor(id=id, attributes=own, **cast("dict[str, Any]", facts))


def _read_invoices(register: Register, source: Source, *, with_debtors: bool) -> None:
    columns = (*INVOICES, *register.of_invoice)
    if with_debtors:
        about = tuple(
            attrs.evolve(c, name=DEBTOR_PREFIX + c.name)
            for c in (*DEBTORS, *register.of_debtor)
            if c.name not in ("debtor", "currency")
        )
        columns += about

    def take(line: int, row: Row) -> bool:
        id = str(row["invoice"])  # noqa: A001 - the ledger's own word
        if id in register.invoices or id in register.credits:
            first = register.invoices[id][1] if id in register.invoices else register.credits[id][1]
            reason = f"invoice `{id}` stands already in row {first}"
            register.refuse(source.name, line, "invoice", id, reason, "keep one row for each invoice")
            return False
        debtor = str(row["debtor"])
        if with_debtors:
            if not _same_debtor(register, source, line, debtor, _debtor(register, debtor, row, DEBTOR_PREFIX)):
                return False
        elif debtor not in register.debtors:
            register.refuse(source.name, line, "debtor", debtor, *register.unknown("debtors", debtor, register.debtors))
            return False
        if row.get("kind") == "credit":
            register.credits[id] = (row, line)
            return True
        if "credits" in row:
            register.refuse(
                source.name,
                line,
                "credits",
                str(row["credits"]),
                "`credits` stands on a row that is no credit note",
                "set its `kind` to `credit`",
            )
            return False
        invoice = _invoice(register, id, row)
        if not invoice.amount.minor:
            register.refuse(source.name, line, "amount", "0", "the amount is zero", "leave out an invoice of nothing")
            return False
        if not _dates_in_order(register, source, line, invoice):
            return False
        register.invoices[id] = (invoice, line)
        register.owner[id] = debtor
        register.owned[debtor].append(invoice)
        return True

    register.each_row(source, "invoices", columns, "invoice", take)
    _book_credits(register, source)


def _invoice(register: Register, id: str, row: Row) -> Invoice:  # noqa: A002 - the ledger's own word
    facts = {name: row[name] for name in _OF_INVOICE if name in row}
    own = {column.name: row[column.name] for column in register.of_invoice if column.name in row}
    return Invoice(id=id, attributes=own, **cast("dict[str, Any]", facts))


def _dates_in_order(register: Register, source: Source, line: int, invoice: Invoice) -> bool:
    for name, day in (("due", invoice.due), ("received", invoice.received)):
        if day is not None and day < invoice.date:
            reason = f"`{name}` {day} lies before the invoice's date {invoice.date}"
            register.refuse(source.name, line, name, str(day), reason, "set right one of the two dates")
            return False
    return True


def _same_debtor(register: Register, source: Source, line: int, id: str, found: Debtor) -> bool:  # noqa: A002
    known = register.debtors.setdefault(id, (found, line))
    if known[0] == found:
        return True
    for field in attrs.fields(Debtor):
        if getattr(known[0], field.name) != getattr(found, field.name):
            column = DEBTOR_PREFIX + field.name
            reason = f"`{column}` of debtor `{id}` differs from row {known[1]}"
            register.refuse(
                source.name, line, column, str(getattr(found, field.name)), reason, "write the same in each row"
            )
            break
    return False


def _book_credits(register: Register, source: Source) -> None:
    """Credit notes among the invoices become events, once every invoice is known."""
    for id, (row, line) in register.credits.items():  # noqa: A001 - the ledger's own word
        facts = {
            "date": row["date"],
            "amount": row["amount"],
            "event": "credit note",
            "debtor": row["debtor"],
            "text": id,
        }
        if "credits" in row:
            facts["invoice"] = row["credits"]
        if not take_event(register, source, line, facts, column="credits"):
            count = register.counts[-1]
            register.counts[-1] = attrs.evolve(count, accepted=count.accepted - 1)
            register.refused.setdefault(("invoices", id), f"{source.name}:{line}")
