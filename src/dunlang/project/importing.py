"""Documents into a ledger folder: found, read one by one, laid into its files, which change together or not."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from dunlang.diagnostics import Diagnostic, Severity
from dunlang.portfolio.columns import EVENTS
from dunlang.portfolio.documents.booking import UNMATCHED, Booked, book_statements
from dunlang.portfolio.documents.camt import Statement, is_statement, read_statements
from dunlang.portfolio.documents.invoice import is_invoice, read_invoice
from dunlang.portfolio.documents.pages import NO_CLAIM, NO_LEDGER, UNREADABLE_DOCUMENT
from dunlang.portfolio.documents.sheet import Sheet, open_sheet
from dunlang.portfolio.documents.taking import Answers, Read, Taken, take_invoices
from dunlang.portfolio.documents.tree import DOCUMENT_LIMIT, read_tree
from dunlang.project.files import LEDGER_LIMIT, decode, files_among, shown
from dunlang.project.pages import UNREADABLE
from dunlang.project.together import Replacement, replace_together
from dunlang.records import frozen

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Sequence

__all__ = ["Imported", "documents_among", "import_documents"]

_INVOICES = (
    *("invoice", "debtor", "date", "amount", "currency", "kind", "credits", "due"),
    *("delivered", "order", "description", "reference"),
)
_DEBTORS = (
    *("debtor", "kind", "country", "name", "number", "email"),
    *("address", "postal_code", "city", "language"),
)
#: The files in the order in which they are replaced, with the columns of a new one and those that an old one must have.
#: Each start of the list leaves a ledger that reads: debtors before their invoices, invoices before their payments.
_PARTS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "debtors": (_DEBTORS, ("debtor", "kind")),
    "invoices": (_INVOICES, ("invoice", "debtor", "date", "amount")),
    "events": (tuple(column.name for column in EVENTS), ("date", "event")),
    "unmatched": (UNMATCHED, ("reference",)),
}


_OTHER_FORMATS = (".parquet", ".jsonl", ".ndjson")


@frozen(kw_only=True)
class Imported:
    """What an import found and did."""

    files: int
    unread: int
    """Files of which nothing could be read."""
    invoices: int
    credit_notes: int
    no_claims: int
    statements: int
    taken: Taken
    booked: Booked
    findings: tuple[Diagnostic, ...]
    reaches: dt.date | None
    """Up to this day the statements of all accounts reach, by their closing balances; None where one has none."""
    written: tuple[str, ...]
    """The files that changed, or would change in a dry run."""

    @property
    def needs_person(self) -> bool:
        """Whether something is left that only a person can decide."""
        return any(found.severity is not Severity.NOTE for found in self.findings)


def documents_among(paths: Iterable[str]) -> list[str]:
    """The files that *paths* name, and of each folder the XML files in and below it; see :func:`.files_among`."""
    return files_among(paths, (".xml",))


def import_documents(
    names: Sequence[str],
    into: str,
    answers: Answers,
    *,
    currency: str,
    dry_run: bool = False,
    each: Callable[[int], None] | None = None,
) -> Imported | Diagnostic:
    """Read the documents *names* and lay them into the ledger folder *into*; a finding where nothing is written.

    *currency* counts for rows of the ledger that name none. *each* is told how many documents are read.
    """
    opened = _open_ledger(into)
    if isinstance(opened, Diagnostic):
        return opened
    sheets, before = opened
    found, statements, findings, unread = _read_all(names, each)
    taken, about_invoices = take_invoices(found, sheets["invoices"], sheets["debtors"], answers, currency)
    booked, about_payments = book_statements(
        statements, sheets["invoices"], sheets["debtors"], sheets["events"], sheets["unmatched"], currency
    )
    changes = [
        Replacement(path=Path(into) / f"{part}.csv", data=sheet.text().encode(), before=before[part])
        for part, sheet in sheets.items()
        if sheet.changed and unread < len(names)
    ]
    if changes and "invoices" not in [change.path.stem for change in changes] and before["invoices"] is None:
        data = sheets["invoices"].text().encode()
        changes.insert(1, Replacement(path=Path(into) / "invoices.csv", data=data, before=None))
    if changes and not dry_run and (fault := replace_together(changes)) is not None:
        return fault
    credit_notes = sum(read.invoice.kind == "credit" for read in found)
    return Imported(
        files=len(names),
        unread=unread,
        invoices=len(found) - credit_notes,
        credit_notes=credit_notes,
        no_claims=sum(finding.code == NO_CLAIM.code for finding in findings),
        statements=len(statements),
        taken=taken,
        booked=booked,
        reaches=_reach(statements),
        findings=(*findings, *about_invoices, *about_payments),
        written=tuple(shown(change.path) for change in changes),
    )


def _reach(statements: Iterable[Statement]) -> dt.date | None:
    """The earliest of the accounts' latest closing days."""
    latest: dict[str, dt.date | None] = {}
    for one in statements:
        days = [day for day in (latest.get(one.account), one.closed) if day is not None]
        latest[one.account] = max(days, default=None)
    days = [day for day in latest.values() if day is not None]
    return min(days) if days and len(days) == len(latest) else None


def _open_ledger(into: str) -> tuple[dict[str, Sheet], dict[str, bytes | None]] | Diagnostic:
    """The files of the ledger as sheets, with their bytes; None for those that do not exist."""
    folder = Path(into)
    if folder.exists() and not folder.is_dir():
        message = f"cannot import into `{shown(into)}`: it is no folder"
        return NO_LEDGER.at(None, message, file=shown(into), help="name the ledger's folder")
    sheets: dict[str, Sheet] = {}
    before: dict[str, bytes | None] = {}
    for part, (columns, required) in _PARTS.items():
        path = folder / f"{part}.csv"
        name = shown(path)
        others = (path.with_suffix(end) for end in _OTHER_FORMATS)
        other = next((each for each in others if each.exists()), None)
        if other is not None:
            message = f"cannot add to `{shown(other)}`: rows are added to CSV only"
            return NO_LEDGER.at(None, message, file=shown(other), help="import into a folder of its own")
        try:
            before[part] = path.read_bytes() if path.exists() else None
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            return UNREADABLE.at(None, f"cannot read `{name}`: {reason}", file=name)
        data = before[part]
        source = None if data is None else decode(data, name, limit=LEDGER_LIMIT)
        if isinstance(source, Diagnostic):
            return source
        sheet = open_sheet(source, name, columns, required)
        if isinstance(sheet, Diagnostic):
            return sheet
        sheets[part] = sheet
    if "debtor_kind" in sheets["invoices"].columns and before["debtors"] is None:
        name = sheets["invoices"].name
        message = f"cannot add to `{name}`: it holds its debtors in columns of its own"
        return NO_LEDGER.at(None, message, file=name, help="put the debtors into a file `debtors.csv`")
    return sheets, before


def _read_all(
    names: Sequence[str], each: Callable[[int], None] | None
) -> tuple[list[Read], list[Statement], list[Diagnostic], int]:
    """The invoices and statements of all documents, what they leave open, and how many files gave nothing."""
    reads: list[Read] = []
    statements: list[Statement] = []
    findings: list[Diagnostic] = []
    unread = 0
    for number, name in enumerate(names, 1):
        found, faults = _read_one(name)
        findings += faults
        if isinstance(found, Read):
            reads.append(found)
        elif found:
            statements += found
        elif not any(fault.code == NO_CLAIM.code for fault in faults):
            unread += 1
        if each is not None:
            each(number)
    return reads, statements, findings, unread


def _read_one(name: str) -> tuple[Read | tuple[Statement, ...] | None, tuple[Diagnostic, ...]]:
    try:
        with open(name, "rb") as file:  # noqa: PTH123 - a path may be a text with a zero byte, which open() names
            data = file.read(DOCUMENT_LIMIT + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        return None, (UNREADABLE.at(None, f"cannot read `{name}`: {reason.lower()}", file=name),)
    document = read_tree(data, name)
    if isinstance(document, Diagnostic):
        return None, (document,)
    if is_invoice(document):
        invoice, findings = read_invoice(document)
        if invoice is None:
            return None, findings
        return Read(file=name, invoice=invoice, findings=findings), ()
    if is_statement(document):
        return read_statements(document)
    message = f"cannot read `{name}`: its root is `{document.root.tag[:60]}`, neither an invoice nor a statement"
    return None, (UNREADABLE_DOCUMENT.at(None, message, file=name, help="name e-invoices or statements in XML"),)
