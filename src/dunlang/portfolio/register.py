"""What is known while a ledger's files are read: the rows found so far, the faults, and which ids were refused."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, cast

from dunlang.diagnostics import did_you_mean
from dunlang.portfolio.cells import row_reader
from dunlang.portfolio.columns import DEBTORS, EVENTS, INVOICES, Column
from dunlang.portfolio.csv_rows import open_csv, rows_of_csv
from dunlang.portfolio.table import FileCount, Header, Reject

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Collection, Iterator

    from dunlang.model.case import Debtor, Event, Invoice
    from dunlang.model.policy import Attribute
    from dunlang.portfolio.cells import Row
    from dunlang.portfolio.mapping import LedgerMapping
    from dunlang.portfolio.table import Table
    from dunlang.source import Source

__all__ = ["Register"]

_KINDS = {"one of": "word", "number": "count", "amount": "amount", "flag": "flag", "date": "date"}
#: Looking for a close id among many is slow: after so many misses it is no slip of the pen.
_HINTS = 20
#: So much of a text is looked at to tell JSON from a header line, which starts with neither sign.
_START = 200
_JSON = ("{", "[")


class Register:
    """The state of one reading."""

    def __init__(
        self,
        attributes: tuple[Attribute, ...],
        currency: str,
        steps: Collection[str] | None,
        mapping: LedgerMapping,
    ) -> None:
        self.currency = currency
        self.steps = steps
        self.mapping = mapping
        self.of_invoice = tuple(_column(found) for found in attributes if found.of == "invoice")
        self.of_debtor = tuple(_column(found) for found in attributes if found.of == "debtor")
        self.rejects: list[Reject] = []
        self.debtors: dict[str, tuple[Debtor, int]] = {}
        self.invoices: dict[str, tuple[Invoice, int]] = {}
        self.owner: dict[str, str] = {}
        self.credits: dict[str, tuple[Row, int]] = {}
        self.owned: dict[str, list[Invoice]] = defaultdict(list)
        self.happened: dict[str, list[Event]] = defaultdict(list)
        self.seen: dict[tuple[object, ...], tuple[str, int]] = {}
        self.refused: dict[tuple[str, str], str] = {}
        self.counts: list[FileCount] = []
        self.warned: set[str] = set()
        self._debts: dict[str, tuple[dt.date, frozenset[str]]] = {}
        self._misses = 0

    def note(self, reject: Reject) -> None:
        self.rejects.append(reject)

    def refuse(self, file: str, row: int, column: str, value: str, reason: str, wanted: str = "") -> None:
        self.note(Reject(file=file, row=row, column=column, value=value[:60], reason=reason, help=wanted))

    def header(self, source: Source, file: str, columns: tuple[Column, ...]) -> Header:
        """How the names in *source* are to be read: *file* is the part of the ledger that it is."""
        others: dict[str, str] = {}
        for other, own in (
            ("invoices", (*INVOICES, *self.of_invoice)),
            ("debtors", (*DEBTORS, *self.of_debtor)),
            ("events", EVENTS),
        ):
            if other != file:
                others.update((column.name, other) for column in own)
        return Header(source=source, columns=columns, part=self.mapping.part(file), elsewhere=others)

    def each_row(
        self, source: Source, file: str, columns: tuple[Column, ...], id_column: str, take: Callable[[int, Row], bool]
    ) -> None:
        """Hand every sound row of *source* to *take*; count the rows, and remember the ids of refused ones."""
        header = self.header(source, file, columns)
        table, rows = self._open(header)
        total = accepted = 0
        if table is not None:
            read = row_reader(table, self._currency_of, self.note)
            at = next((at for at, (column, _) in enumerate(table.places) if column.name == id_column), None)
            for line, cells in rows:
                total += 1
                row = read(line, cells) if cells is not None else None
                if row is not None and take(line, row):
                    accepted += 1
                elif cells is not None and at is not None and cells[at]:
                    self.refused.setdefault((file, cells[at]), f"{source.name}:{line}")
        self.counts.append(FileCount(file=source.name, rows=total, accepted=accepted))

    def _open(self, header: Header) -> tuple[Table | None, Iterator[tuple[int, list[str] | None]]]:
        """The table of a file and its rows, in whichever format it is."""
        name = header.source.name.lower()
        if name.endswith((".jsonl", ".ndjson")) or header.source.text[:_START].lstrip("\ufeff \t\r\n")[:1] in _JSON:
            from dunlang.portfolio.json_lines import open_json_lines, rows_of_json_lines  # most ledgers are CSV

            table = open_json_lines(header, self.note)
            return table, iter(()) if table is None else rows_of_json_lines(table, self.note)
        table = open_csv(header, self.note)
        return table, iter(()) if table is None else rows_of_csv(table, self.note)

    def _currency_of(self, row: Row) -> str:
        """The row's own currency, else that of the invoice or the debtor it is about, else the policy's."""
        if code := row.get("currency"):
            return str(code)
        if invoice := self.invoices.get(str(row.get("invoice", ""))):
            return invoice[0].amount.currency
        debtor = str(row.get("debtor", ""))
        if "event" not in row or debtor not in self.owned:
            return self.currency
        _, currencies = self.debt(debtor)
        return next(iter(currencies)) if len(currencies) == 1 else self.currency

    def debt(self, debtor: str) -> tuple[dt.date, frozenset[str]]:
        """The date of the debtor's first invoice and the currencies he owes in, once all invoices are read."""
        found = self._debts.get(debtor)
        if found is None:
            owned = self.owned[debtor]
            currencies = frozenset(invoice.amount.currency for invoice in owned)
            found = self._debts[debtor] = min(invoice.date for invoice in owned), currencies
        return found

    def unknown(self, file: str, id: str, known: Collection[str]) -> tuple[str, str]:  # noqa: A002
        what = "invoice" if file == "invoices" else "debtor"
        if place := self.refused.get((file, id)):
            return f"{what} `{id}` was rejected ({place})", "set that row right first"
        self._misses += 1
        close = did_you_mean(id, known) if self._misses <= _HINTS else None
        return f"{what} `{id}` is not in the ledger", f"did you mean `{close}`?" if close else f"add the {what}"


def _column(attribute: Attribute) -> Column:
    return Column(
        name=attribute.name,
        kind=cast("Any", _KINDS[attribute.kind]),
        meaning="an attribute that the policy declares",
        values=attribute.values,
    )
