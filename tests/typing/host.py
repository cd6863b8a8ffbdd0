"""A host's program, held against the public types by mypy; never run."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import dunlang


def worklist(folder: Path, day: dt.date) -> list[tuple[str, str, dunlang.Money]]:
    """Who gets what on *day*."""
    policy: dunlang.Policy = dunlang.load(folder / "beleid.dun")
    try:
        ledger: dunlang.Ledger = policy.read_ledger(folder / "ledger")
    except dunlang.LedgerError as error:
        raise SystemExit("\n".join(str(reject) for reject in error.rejects)) from None
    found: dunlang.Simulation = policy.simulate(ledger, date=day)
    return [(item.debtor.id, item.step.name, item.outstanding) for item in found.worklist]


def owed(policy: dunlang.Policy, invoice: dunlang.Invoice, debtor: dunlang.Debtor, day: dt.date) -> dunlang.Money:
    """What is owed on one invoice."""
    schedule: dunlang.Schedule = policy.schedule(invoice, debtor=debtor, as_of=day)
    first: dunlang.InvoiceSchedule = schedule.invoices[0]
    amounts: dunlang.Amounts = first.amounts_on(day)
    reasons: list[dunlang.Reason] = [reason for entry in first.entries for reason in entry.reasons]
    return amounts.total if reasons else dunlang.Money(0, first.outstanding.currency)


def errors(text: str) -> list[str]:
    """The codes of the errors in a text."""
    return [found.code for found in dunlang.check(text) if found.severity is dunlang.Severity.ERROR]
