"""``simulate --record`` and ``--history``: the history laid over a ledger, and a worklist recorded before it is given.

The order is: the output stands on the disk beside its place, the run is recorded, the output is put in its place, and
the run is marked as written. Whatever ends the process, no worklist is out whose steps are not recorded; and where a
recorded one may not be out, the next run says so and waits until it was printed again or withdrawn.
"""

from __future__ import annotations

import functools
import os
import sys
import time
from typing import TYPE_CHECKING, Any, NoReturn

import click

from dunlang import __version__
from dunlang.cli.output import complain, fail, paint_for, progress, save

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from dunlang.diagnostics import Diagnostic
    from dunlang.model.policy import Policy
    from dunlang.notice.context import Subject
    from dunlang.portfolio.history import History, RecordedRun
    from dunlang.portfolio.ledger import Ledger
    from dunlang.portfolio.simulation import Simulation
    from dunlang.project.config import Settings
    from dunlang.project.history import Store
    from dunlang.project.session import Loaded
    from dunlang.schedule import Engine

__all__ = [
    "Past",
    "history_folder",
    "history_option",
    "known_history",
    "lay_over",
    "letters_of_run",
    "refuse",
    "run_of",
    "the_past",
    "usual_history",
]


#: What ``--history`` is after ``--no-history``.
NONE = ""


def history_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options ``--history`` and ``--no-history``, the same for every command that only looks."""

    @functools.wraps(command)
    def wrapped(*args: Any, history: str | None, no_history: bool, **more: Any) -> Any:
        if no_history and history is not None:
            fail("leave out --history or --no-history")
        return command(*args, history=NONE if no_history else history, **more)

    wrapped = click.option("--no-history", is_flag=True, help="Count nothing that was recorded.")(wrapped)
    return click.option(
        "--history", type=click.Path(), metavar="FOLDER", help="Count what `simulate --record` recorded there."
    )(wrapped)


def history_folder(given: str | None, settings: Settings) -> str | None:
    """The folder whose history counts: what `--history` names, else that of the settings, once it has one."""
    from dunlang.project.history import FILE

    if given is not None:
        return given or None
    usual = usual_history(settings)
    return usual if usual is not None and os.path.lexists(f"{usual}/{FILE}") else None


def usual_history(settings: Settings) -> str | None:
    """The folder that the settings name for the history."""
    from dunlang.project.files import from_here, shown

    return shown(from_here(settings.path(settings.history))) if settings.history else None


#: More letters than this that cannot be had are counted, not shown.
_SHOWN = 20


#: How long a run that was just recorded gets to put its worklist in its place, in seconds.
_A_MOMENT = 1


class Past:
    """The history that a run of `simulate` counts, and adds to where it records."""

    def __init__(self, folder: str, history: History, store: Store | None) -> None:
        self._folder = folder
        self._history = history
        self._store = store

    def over(self, ledger: Ledger, policy: Policy, color: str) -> Ledger:
        """*ledger* with what was recorded."""
        return lay_over(ledger, self._history, self._folder, policy, color)

    def give(self, found: Simulation, loaded: Loaded, text: str, output: str | None) -> None:
        """Write *text*, and record the worklist of *found* before, where this run records."""
        if self._store is None:
            save(text, output)
            return
        with self._store as store:
            _give(store, self._folder, found, loaded, text, output)


def the_past(
    record: str | None, history: str | None, settings: Settings, date: dt.date, *, way: str, output: str | None
) -> Past | None:
    """What `--record`, `--history` and the settings name; what stands against the run of *date* ends the command.

    *record* is empty where no folder was named with it: it is that of the settings.
    """
    from dunlang.diagnostics import Diagnostic
    from dunlang.project.history import open_store

    if record is not None and history is not None:
        fail(f"--record counts what it recorded before: leave out {'--history' if history else '--no-history'}")
    if record == "":
        record = usual_history(settings)
        if record is None:
            fail("name the folder after --record, or as `history` in the settings")
    option = "--record" if record is not None else "--history" if history else "the `history` of the settings"
    history = history_folder(history, settings) if record is None else None
    if record is None and history is None:
        return None
    if way in ("duckdb", "spark"):
        fail(f"{option} judges with the reference engine: leave out --engine {way}{_or_none(option)}")
    if (output or "").endswith(".parquet"):
        fail(f"{option} writes no Parquet: name an output in CSV or JSON{_or_none(option)}")
    if record is None:
        return Past(history or "", known_history(history or ""), None)
    store = open_store(record)
    if not isinstance(store, Diagnostic) and store.history.unwritten is not None:
        store.close()  # its worklist may be on its way out at this moment
        time.sleep(_A_MOMENT)
        store = open_store(record)
    if isinstance(store, Diagnostic):
        refuse(store)
    click.get_current_context().call_on_close(store.close)
    fault = _stands_against(store.history, record, date)
    if fault is not None:
        refuse(fault)
    return Past(record, store.history, store)


def _or_none(option: str) -> str:
    """The way out for one who asked for no history."""
    return "" if option.startswith("-") else ", or add --no-history"


def _stands_against(history: History, folder: str, date: dt.date) -> Diagnostic | None:
    from dunlang.project.history_pages import OUT_OF_ORDER

    lost = history.unwritten
    if lost is not None:
        return OUT_OF_ORDER.at(
            None,
            f"run {lost.number} of {lost.day} was recorded, but its worklist may not have been written",
            file=folder,
            help=f"print it with `{_again(folder, lost.number)}`, or take it back with "
            f"`{_command(folder)} withdraw {lost.number}`; then run again",
        )
    last = history.last_day
    if last is not None and date < last:
        number = max(run.number for run in history.live if run.kind == "given" and run.day == last)
        return OUT_OF_ORDER.at(
            None,
            f"{date} lies before {last}, the day of run {number}: a worklist is recorded in the order of days",
            file=folder,
            help=f"look at an earlier day with --history; if run {number} is a mistake, take it back with "
            f"`{_command(folder)} withdraw {number}`",
        )
    return None


def _again(folder: str, number: int) -> str:
    """The command that prints a run once more."""
    return f"{_command(folder)} --run {number}"


def _command(folder: str) -> str:
    """The command that shows the history in *folder*."""
    from shlex import quote

    return f"dunlang history {quote(folder)}"


def refuse(finding: Diagnostic) -> NoReturn:
    """Show why not, and end with 2."""
    complain((finding,))
    sys.exit(2)


def known_history(folder: str, *, rows: bool = False) -> History:
    """The history in *folder*; where there is none, the command ends. *rows*: with its worklists as they were given."""
    from dunlang.diagnostics import Diagnostic
    from dunlang.project.history import read_history

    found = read_history(folder, rows=rows)
    if isinstance(found, Diagnostic):
        refuse(found)
    return found


def lay_over(ledger: Ledger, history: History, folder: str, policy: Policy, color: str) -> Ledger:
    """*ledger* with what was recorded; what of it fits nothing is told."""
    from dunlang.portfolio.history import with_history
    from dunlang.project.history import FILE
    from dunlang.report.rejects import rejects_text

    laid, rejects = with_history(
        ledger,
        history,
        f"{folder.rstrip('/')}/{FILE}",
        steps={step.name for group in policy.groups for step in group.steps},
    )
    if rejects:
        click.echo(rejects_text(rejects, paint=paint_for(color, error=True)), err=True, nl=False)
    return laid


def run_of(history: History, folder: str, number: int) -> RecordedRun:
    """The run of that number, where it gave a worklist and stands; else the command ends."""
    found = history.run(number)
    if found is None:
        fail(f"there is no run {number} in `{folder}`: the last is run {len(history.runs)}")
    if found.kind != "given" or found not in history.live:
        fail(f"run {number} has no letters: " + ("it is withdrawn" if found.kind == "given" else f"it is {found.kind}"))
    return found


def letters_of_run(
    engine: Engine, loaded: Loaded, ledger: Ledger, run: RecordedRun, step: str, color: str
) -> tuple[Subject, ...]:
    """The letters of *run*, of one step where it is named; the command ends where any cannot be had any more."""
    from dunlang.portfolio.given_letters import letters_given
    from dunlang.project.fingerprint import fingerprint

    if run.fingerprint != fingerprint(loaded):
        click.echo(
            f"the policy has changed since run {run.number}: dates and amounts are held against what was recorded, "
            "but the words may be other ones",
            err=True,
        )

    found, faults = letters_given(engine, ledger, run, progress(len({one.debtor for one in run.recorded}), "debtors"))
    if faults:
        complain(faults[:_SHOWN], color)
        more = f", {len(faults) - _SHOWN} more" if len(faults) > _SHOWN else ""
        click.echo(f"dunlang: nothing was written: the ledger is not that of run {run.number}{more}", err=True)
        sys.exit(1)
    return tuple(one for one in found if not step or one.entry.step.name == step)


def _give(store: Store, folder: str, found: Simulation, loaded: Loaded, text: str, output: str | None) -> None:
    """Record the worklist of *found*, then write *text*; the command ends where either cannot be done."""
    from dunlang.diagnostics import Diagnostic
    from dunlang.portfolio.history import RecordedRun, given, twice
    from dunlang.project.fingerprint import fingerprint
    from dunlang.project.history_pages import OUT_OF_ORDER
    from dunlang.project.staged import clear_away, stage
    from dunlang.report.summary import counted
    from dunlang.report.worklist_csv import COLUMNS, worklist_cells

    recorded = given(found.worklist, worklist_cells)
    doubled = twice(store.history, recorded)
    if doubled is not None:
        event = doubled.event
        message = f"`{event.step}` of invoice `{event.invoice}` was given on {event.date} already: nothing was recorded"
        refuse(OUT_OF_ORDER.at(None, message, file=folder, help=f"see `{_command(folder)}`"))
    for earlier in store.history.given_on(found.date):
        held = counted(len(earlier.recorded), "step")
        click.echo(
            f"given earlier on {found.date}: {held}; print them again with `{_again(folder, earlier.number)}`", err=True
        )
    if not recorded and any(run.kind == "given" and run.day == found.date for run in store.history.live):
        click.echo("nothing more is due: nothing was recorded", err=True)
        save(text, output)
        return
    staged = None
    if output is not None and output != "-":
        clear_away(output)
        beside = stage(output, text.encode("utf-8", errors="replace"))
        if isinstance(beside, Diagnostic):
            fail(f"{beside.message}; nothing was recorded")
        staged = beside
    run = store.append(
        RecordedRun(
            number=0,
            kind="given",
            day=found.date,
            policy=found.policy,
            fingerprint=fingerprint(loaded),
            engine=__version__,
            columns=COLUMNS,
            written=not recorded,
            recorded=recorded,
        )
    )
    if isinstance(run, Diagnostic):
        if staged is not None:
            staged.drop()
        refuse(run)
    begins = f"; the history in `{folder}` begins here" if run.number == 1 else ""
    click.echo(f"recorded as run {run.number}: {counted(len(recorded), 'step')}{begins}", err=True)
    if staged is None:
        try:
            out = save(text, None)
        except SystemExit:
            click.echo(f"print it again with `{_again(folder, run.number)}`", err=True)
            raise
    else:
        fault = staged.place()
        if fault is not None:
            fail(f"{fault.message}; print it again with `{_again(folder, run.number)}`")
        out = True
    if not recorded:
        return
    if not out:
        click.echo(f"nobody read it to its end: print it again with `{_again(folder, run.number)}`", err=True)
        return
    fault = store.mark_written(run.number)
    if fault is not None:
        refuse(fault)
