"""A run in tables as text: its totals, and what it left to the reference engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dunlang.portfolio.fast.portable import portable
from dunlang.report.tables import table

if TYPE_CHECKING:
    import datetime as dt

    from dunlang.model.policy import Policy
    from dunlang.portfolio.fast.portable import Shortfall
    from dunlang.project.tables import FastRun

__all__ = ["left_text", "portable_text", "totals_text"]


_IF_NOTHING_CHANGES = "\nforecast: if nobody pays, complains or promises, and today's worklist is done\n"


def totals_text(policy: Policy, date: dt.date, found: FastRun) -> str:
    """Who gets what, who waits, who needs a person: counts and what is open, by group, step and channel."""
    head = f"{policy.title}, {date}: {found.invoices} invoices of {found.outcome.debtors} debtors\n"
    rows = [
        (listed, group, step, channel, str(count), f"{open_} {policy.currency}" if open_ is not None else "")
        for listed, group, step, channel, count, open_ in found.totals
    ]
    if not rows:
        return head + "nothing is due, nothing waits\n"
    listed = table(("list", "group", "step", "channel", "invoices", "open"), rows, right=(4, 5))
    ahead = any(row[0] == "forecast" for row in rows)
    return head + "\n" + listed + (_IF_NOTHING_CHANGES if ahead else "")


def left_text(policy: Policy, found: FastRun) -> str:
    """What was not done in tables: debtors by reason, and a ledger that was read row by row."""
    lines = []
    if found.read_by_row:
        lines.append(f"note: the ledger was read row by row: {found.read_by_row}")
    left = found.outcome.left
    if left:
        count = sum(number for _, number in left)
        reasons = ", ".join(f"{why} ({number})" for why, number in left)
        lines.append(f"note: the reference engine judged {count} of {found.outcome.debtors} debtors: {reasons}")
        lines += [f"note: not in tables: {_said(short)}" for short in portable(policy) if not short.partly]
    return "".join(f"{line}\n" for line in lines)


def portable_text(policy: Policy) -> str:
    """For ``check --portable``: each thing that tables do not do, with its place."""
    short = portable(policy)
    if not short:
        return f"{policy.title}: all of it can be judged in tables\n"
    return "".join(f"{_place(found)}{_said(found)}\n" for found in short)


def _said(short: Shortfall) -> str:
    where = f"group `{short.group}`: " if short.group else ""
    partly = " (debtors with several invoices)" if short.partly else ""
    return f"{where}{short.what}{partly}: {short.why}"


def _place(short: Shortfall) -> str:
    return f"{short.span.source.name}:{short.span.line}:{short.span.column}: " if short.span is not None else ""
