"""What an import did: a few lines of counts, the findings one a line, and all of it as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import attrs

from dunlang.diagnostics import Diagnostic
from dunlang.report.colour import Paint, plain
from dunlang.report.full import style_of
from dunlang.report.json import dump
from dunlang.report.summary import counted
from dunlang.report.tables import table
from dunlang.report.width import clean

if TYPE_CHECKING:
    from dunlang.project.importing import Imported

__all__ = ["import_findings", "import_json", "import_text"]


def import_text(found: Imported, *, into: str, dry_run: bool, paint: Paint = plain) -> str:
    """What was read, and what came into each file of the ledger."""
    read = [
        counted(found.invoices, "invoice") if found.invoices else "",
        counted(found.credit_notes, "credit note") if found.credit_notes else "",
        counted(found.statements, "statement") if found.statements else "",
        f"{found.no_claims} without a claim" if found.no_claims else "",
        f"{found.unread} not read" if found.unread else "",
    ]
    lines = [f"{counted(found.files, 'file')}: {', '.join(filter(None, read)) or 'nothing'}"]
    taken, booked = found.taken, found.booked
    parts = {
        "invoices.csv": (
            (taken.added, "added"),
            (taken.known, "there already"),
            (taken.differing, "differ"),
            (taken.refused, "not taken"),
            (taken.dues, "due date filled in" if taken.dues == 1 else "due dates filled in"),
        ),
        "debtors.csv": (
            (taken.debtors, "added"),
            (taken.kinds, "kind filled in" if taken.kinds == 1 else "kinds filled in"),
        ),
        "events.csv": (
            (booked.booked, "payment booked" if booked.booked == 1 else "payments booked"),
            (booked.known, "there already"),
        ),
        "unmatched.csv": ((booked.unmatched, "to book by hand"),),
    }
    rows = [
        (name, ", ".join(f"{count} {what}" for count, what in counts if count))
        for name, counts in parts.items()
        if any(count for count, _ in counts)
    ]
    if rows:
        lines.append(table(("file", "rows"), rows, paint=paint).rstrip("\n"))
    passed = [f"{booked.out} that went out"] if booked.out else []
    passed += [f"{booked.pending} not booked by the bank yet"] if booked.pending else []
    if passed:
        lines.append(f"passed over in statements: {', '.join(passed)}")
    if found.reaches is not None:
        settled = ", once `unmatched.csv` is settled" if found.booked.unmatched else ""
        lines.append(f"the statements reach to {found.reaches}: `simulate --payments-until {found.reaches}`{settled}")
    if dry_run:
        lines.append("a dry run: nothing was written")
    elif not found.written:
        lines.append(f"nothing new for {clean(into)}")
    return "\n".join(lines) + "\n"


def import_findings(findings: Sequence[Diagnostic], *, paint: Paint = plain, most: int = 50) -> str:
    """A line for each of the first *most*, then how many more there are; empty text for none."""
    lines = []
    for found in findings[:most]:
        hint = f"; {clean(found.help)}" if found.help else ""
        place = f"{paint('bold', clean(found.file) + ':')} " if found.file and found.file not in found.message else ""
        lines.append(f"{place}{paint(style_of(found), str(found.severity))} {found.code}: {clean(found.message)}{hint}")
    if len(findings) > most:
        lines.append(f"and {len(findings) - most} more; --format json lists all")
    return "".join(f"{line}\n" for line in lines)


def import_json(found: Imported, *, into: str, dry_run: bool, tool: str) -> str:
    """All counts and findings, described by ``schemas/import.json``."""
    return dump(
        {
            "format": "dunlang-import",
            "version": 1,
            "tool": {"name": "dunlang", "version": tool},
            "into": into,
            "dry_run": dry_run,
            "written": list(found.written),
            "documents": {
                "files": found.files,
                "not_read": found.unread,
                "invoices": found.invoices,
                "credit_notes": found.credit_notes,
                "without_claim": found.no_claims,
                "statements": found.statements,
                "statements_reach": None if found.reaches is None else found.reaches.isoformat(),
            },
            "invoices": {
                "added": found.taken.added,
                "there_already": found.taken.known,
                "differing": found.taken.differing,
                "not_taken": found.taken.refused,
                "due_filled_in": found.taken.dues,
            },
            "debtors": {"added": found.taken.debtors, "kind_filled_in": found.taken.kinds},
            "payments": attrs.asdict(found.booked),
            "needs_person": found.needs_person,
            "findings": [
                {
                    "code": one.code,
                    "name": one.name,
                    "severity": str(one.severity),
                    "file": one.file,
                    "message": one.message,
                    "help": one.help,
                }
                for one in found.findings
            ],
        }
    )
