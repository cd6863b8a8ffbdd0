"""Judged letters as CSV, a row for each, for a spreadsheet: UTF-8, comma, a header line."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from dunlang.money import Money
from dunlang.report.letters import JudgedLetter
from dunlang.report.worklist_csv import safe_cell

__all__ = ["COLUMNS", "letters_csv"]

COLUMNS = (
    "file",
    "compliant",
    "kind",
    "debtor",
    "language",
    "law_of",
    "missing",
    "period",
    "words",
    "last_day",
    "lawful_last_day",
    "costs",
    "currency",
    "findings",
    "why",
    "line",
)


def letters_csv(letters: Sequence[JudgedLetter]) -> str:
    """A row for each letter: the verdict, what is missing, its first period and costs, and the reason that decides."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for letter in letters:
        row = _row(letter)
        writer.writerow([safe_cell(row.get(column, "")) for column in COLUMNS])
    return out.getvalue()


def _row(letter: JudgedLetter) -> dict[str, str]:
    findings = letter.findings()
    reason = letter.judgement.reason if letter.judgement is not None else None
    first = reason.diagnostic(letter.file) if reason is not None else letter.fault
    row = {
        "file": letter.file,
        "compliant": letter.compliant,
        "findings": " ".join(dict.fromkeys(found.code for found in findings)),
        "why": first.message if first is not None else "",
        "line": str(first.span.line) if first is not None and first.span is not None else "",
    }
    found = letter.judgement
    if found is None:
        return row
    facts = found.facts
    row |= {"kind": facts.kind, "debtor": facts.debtor, "language": facts.language, "law_of": facts.on.isoformat()}
    row["missing"] = ", ".join(name for name in found.required if found.elements[name].state != "found")
    if found.periods:
        period = found.periods[0]
        row |= {"period": period.verdict, "words": " ".join(period.claim.span.text.split())}
        if period.ending is not None:
            row["last_day"] = str(period.ending.last_day or "")
            row["lawful_last_day"] = str(period.ending.lawful_last_day or "")
    amounts = [cost.amount for cost in found.claims.costs if cost.amount]
    row["costs"] = " ".join(Money(amount, letter.currency).plain() for amount in amounts)
    row["currency"] = letter.currency if amounts else ""
    return row
