"""The letters of a recorded run: those that its worklist announced, with its amounts and deadlines, or why not.

They are worked out again from the ledger and the history as it stood before that run. A ledger that has changed since
may give other letters: these are told, never written in the place of what was recorded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dunlang.notice.context import Subject, subject_of
from dunlang.notice.rendering_pages import NOT_DUE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dunlang.diagnostics import Diagnostic
    from dunlang.model.case import Case
    from dunlang.portfolio.history import Recorded, RecordedRun
    from dunlang.portfolio.ledger import Ledger
    from dunlang.schedule import Engine
    from dunlang.schedule.result import Entry, InvoiceSchedule

__all__ = ["letters_given"]

_HELP = "write the letters of a run with the ledger and the policy that it was made with"


def letters_given(
    engine: Engine, ledger: Ledger, run: RecordedRun, each: Callable[[int], None] | None = None
) -> tuple[tuple[Subject, ...], tuple[Diagnostic, ...]]:
    """The letters of *run* in the order of its worklist, and each recorded step that cannot be had any more.

    *ledger* is the one with the history before the run. *each* is told after each debtor how many are done.
    """
    wanted: dict[str, dict[tuple[str, str], Recorded]] = {}
    for one in run.recorded:
        wanted.setdefault(one.debtor, {})[one.event.invoice, one.event.step] = one
    cases = {case.debtor.id: case for case in ledger.cases}
    found: dict[tuple[str, str], Subject] = {}
    faults: list[Diagnostic] = []
    for number, (debtor, recorded) in enumerate(wanted.items(), 1):
        case = cases.get(debtor)
        if case is None:
            faults.append(_gone(run, next(iter(recorded.values())), f"debtor `{debtor}` is not in the ledger any more"))
        else:
            _of_debtor(engine, case, run, recorded, found, faults)
        if each is not None:
            each(number)
    order = {(one.event.invoice, one.event.step): at for at, one in enumerate(run.recorded)}
    return tuple(found[key] for key in sorted(found, key=lambda key: order[key])), tuple(faults)


def _of_debtor(
    engine: Engine,
    case: Case,
    run: RecordedRun,
    recorded: Mapping[tuple[str, str], Recorded],
    found: dict[tuple[str, str], Subject],
    faults: list[Diagnostic],
) -> None:
    schedule = engine.schedule(case, as_of=run.day)
    due: dict[tuple[str, str], tuple[InvoiceSchedule, Entry]] = {
        (invoice.invoice.id, entry.step.name): (invoice, entry)
        for invoice in schedule.invoices
        for entry in invoice.entries
        if entry.state == "due"
    }
    for key, one in recorded.items():
        if key not in due:
            faults.append(_gone(run, one, f"it is not due on {run.day} any more"))
            continue
        invoice, entry = due[key]
        why = _differs(invoice, entry, one)
        subject = subject_of(engine, schedule, invoice, entry)
        if subject is not None and not why:
            other = [c.invoice.id for c in subject.claims if (c.invoice.id, entry.step.name) not in recorded]
            if other:
                why = f"it would carry invoice `{other[0]}` as well"
        if why:
            faults.append(_gone(run, one, why))
        elif subject is not None:
            found[key] = subject


def _differs(invoice: InvoiceSchedule, entry: Entry, one: Recorded) -> str:
    """What is not as it was recorded; empty where all is."""
    amounts = invoice.amounts_on(one.event.date)
    deadline = entry.letter.deadline if entry.letter is not None else None
    if one.total is not None and amounts.total != one.total:
        return f"{amounts.total} would be owed, {one.total} was"
    if deadline != one.deadline:
        return f"its deadline would be {deadline or 'none'}, it was {one.deadline or 'none'}"
    if one.announced is not None and amounts.costs_if_unpaid != one.announced:
        return f"it would announce costs of {amounts.costs_if_unpaid}, it announced {one.announced}"
    return ""


def _gone(run: RecordedRun, one: Recorded, why: str) -> Diagnostic:
    message = f"`{one.event.step}` of invoice `{one.event.invoice}` was given in run {run.number}, but {why}"
    return NOT_DUE.at(None, message, help=_HELP)
