"""A history shown: its runs, the worklist of one of them as it was given, its events as a ledger reads them, JSON."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from dunlang.report.colour import Paint, plain
from dunlang.report.json import dump
from dunlang.report.policy_json import money
from dunlang.report.summary import counted
from dunlang.report.tables import table
from dunlang.report.worklist_csv import safe_cell

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dunlang.model.case import Event
    from dunlang.portfolio.history import History, Recorded, RecordedRun

__all__ = ["VERSION", "events_csv", "history_json", "history_table", "run_csv", "run_table"]

#: The version of the JSON layout.
VERSION = 1

_EVENT_COLUMNS = ("date", "event", "invoice", "debtor", "step", "amount", "currency", "until", "text")
_SHOWN = (
    "debtor",
    "name",
    "invoice",
    "group",
    "step",
    "what",
    "by",
    "deadline",
    "currency",
    "costs_announced",
    "total",
)


def history_table(history: History, *, paint: Paint = plain) -> str:
    """A line for each run, the oldest first."""
    if not history.runs:
        return "nothing is recorded\n"
    by = {run.withdraws: run.number for run in history.runs if run.withdraws is not None}
    rows = [
        (
            str(run.number),
            str(run.day),
            run.kind,
            "" if run.kind == "withdrawal" else counted(len(run.recorded), _word(run)),
            _state(run, by.get(run.number)),
            run.policy,
            run.engine,
            run.fingerprint[:12],
        )
        for run in history.runs
    ]
    return table(
        ("run", "date", "kind", "holds", "state", "policy", "dunlang", "fingerprint"), rows, right=(0,), paint=paint
    )


def _word(run: RecordedRun) -> str:
    return "step" if run.kind == "given" else "event"


def _state(run: RecordedRun, withdrawn_by: int | None) -> str:
    if run.withdraws is not None:
        return f"of run {run.withdraws}"
    if withdrawn_by is not None:
        return f"withdrawn by run {withdrawn_by}"
    return "" if run.written else "not known to be printed"


def run_table(run: RecordedRun, *, paint: Paint = plain) -> str:
    """What one run gave, or what was noted by hand."""
    title = paint("bold", f"run {run.number}, {run.kind}, {run.day}") + "\n"
    if run.kind == "given":
        at = {name: place for place, name in enumerate(run.columns)}
        rows = [[one.row[at[name]] if name in at else "" for name in _SHOWN] for one in run.recorded]
        return title + table([name.replace("_", " ") for name in _SHOWN], rows, right=(8, 9), paint=paint)
    cells = [_event(one) for one in run.recorded]
    return title + table(_EVENT_COLUMNS, cells, right=(5,), paint=paint)


def run_csv(run: RecordedRun) -> str:
    """The worklist of a run, with the columns and the bytes it was given in; what was noted by hand as events."""
    if run.kind != "given":
        return _events(run.recorded)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(run.columns)
    writer.writerows(map(safe_cell, one.row) for one in run.recorded)
    return out.getvalue()


def events_csv(history: History, invoice: str = "") -> str:
    """Every event that counts, or those of one invoice, as the `events.csv` of a ledger.

    Cells stand as they are, for a program to read; the debtor is left to the invoice where there is one.
    """
    known = (one for _, one in history.events() if not invoice or one.event.invoice == invoice)
    return _events(known)


def _events(recorded: Iterable[Recorded]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_EVENT_COLUMNS)
    writer.writerows(map(_event, recorded))
    return out.getvalue()


def _event(one: Recorded) -> tuple[str, ...]:
    event = one.event
    return (
        event.date.isoformat(),
        event.kind,
        event.invoice,
        "" if event.invoice else one.debtor,
        event.step,
        "" if event.amount is None else event.amount.plain(),
        "" if event.amount is None else event.amount.currency,
        "" if event.until is None else event.until.isoformat(),
        event.text,
    )


def history_json(history: History, *, tool: str, only: RecordedRun | None = None) -> str:
    """All runs, or *only* one, described by ``schemas/history.json``."""
    live = {run.number for run in history.live}
    return dump(
        {
            "format": "dunlang-history",
            "version": VERSION,
            "tool": {"name": "dunlang", "version": tool},
            "runs": [
                {
                    "run": run.number,
                    "kind": run.kind,
                    "date": run.day.isoformat(),
                    "counts": run.number in live,
                    "withdraws": run.withdraws,
                    "written": run.written,
                    "policy": run.policy or None,
                    "fingerprint": run.fingerprint or None,
                    "dunlang": run.engine or None,
                    "events": [_event_json(one, run.columns) for one in run.recorded],
                }
                for run in ((only,) if only is not None else history.runs)
            ],
        }
    )


def _event_json(one: Recorded, columns: tuple[str, ...]) -> dict[str, Any]:
    event: Event = one.event
    return {
        "date": event.date.isoformat(),
        "event": event.kind,
        "debtor": one.debtor or None,
        "invoice": event.invoice or None,
        "step": event.step or None,
        "occurrence": one.occurrence,
        "channel": one.channel or None,
        "deadline": None if one.deadline is None else one.deadline.isoformat(),
        "total": None if one.total is None else money(one.total),
        "costs_announced": None if one.announced is None else money(one.announced),
        "amount": None if event.amount is None else money(event.amount),
        "until": None if event.until is None else event.until.isoformat(),
        "text": event.text or None,
        "given": dict(zip(columns, one.row, strict=True)) if one.row else None,
    }
