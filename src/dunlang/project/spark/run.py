"""A run on Spark, from the ledger's files to the worklist's.

The program's selects run one after the other, each kept until its last reader, so no statement is planned twice: in
memory where this machine does it all; beside the output on a cluster, where what a lost worker computed must not be
lost. Only debtors that are left to the reference come to the driver, a page at a time.
"""

# ruff: noqa: S608 - the statements are written from a policy; words of users are literals with their quotes doubled

from __future__ import annotations

import contextlib
import datetime as dt
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from dunlang.diagnostics import Diagnostic
from dunlang.portfolio.fast.compile import compile_program
from dunlang.portfolio.fast.dialects import translated
from dunlang.portfolio.fast.listing import LISTS
from dunlang.portfolio.fast.run import movements, span
from dunlang.portfolio.fast.typed import code_table, fault_selects, ledger_selects, reject_select
from dunlang.portfolio.fast.warehouse import named_table, worklist_select
from dunlang.portfolio.table import Reject
from dunlang.project.pages import NOT_WRITTEN, UNREADABLE
from dunlang.project.spark.desk import Desk
from dunlang.project.spark.files import Store, find_parts, give
from dunlang.project.spark.ledger import read_tables
from dunlang.project.spark.rest import complete_on_spark
from dunlang.project.spark.session import open_session, part_session, session_fault
from dunlang.project.tables import FastRun
from dunlang.records import frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from dunlang.portfolio.fast.run import Outcome
    from dunlang.schedule import Engine

__all__ = ["SparkRun", "simulate_spark"]

#: What stays until the worklist is written.
_LEDGER = ("l_debtors", "l_invoices", "l_events", "deb", "inv", "ev", "faults")
#: What is only other columns of these.
_VIEWS = ("deb", "inv", "ev")
#: What is of debtors and joined with invoices: small enough to be sent to every worker, once it is kept.
_KEPT = ("contact",)
#: So many faulty rows are told.
_REJECTS = 10_000
_VERBS = {"have": "has", "are": "is"}


@frozen(kw_only=True)
class SparkRun:
    """What a run on Spark did, as a run in tables says it, and notes on what was not read."""

    run: FastRun | None = None
    notes: tuple[str, ...] = ()
    fault: Diagnostic | None = None
    """Why the ledger was not judged: then there is no run, and *rejects* are the rows that are wrong."""
    rejects: tuple[Reject, ...] = ()


def simulate_spark(
    engine: Engine,
    paths: Sequence[str],
    out: str | None,
    date: dt.date,
    *,
    until: dt.date | None = None,
    master: str = "",
    stale: Callable[[dt.date | None], str] | None = None,
    each: Callable[[str], None] | None = None,
) -> SparkRun | Diagnostic:
    """Read the ledger in *paths*, judge it on *date*, write the worklist to *out*; with *until* also what comes.

    *out* is a folder of part files, or one file where it ends with ``.parquet``. *master* is a cluster's address;
    empty: that of the session which runs already, of Spark's own settings, else this machine. A ledger with any fault
    is not judged. *stale* says why the newest payment is too old, *each* is told of every stage.

    Raises:
        ImportError: pyspark or sqlglot is not installed.
    """
    import sqlglot as _needed  # noqa: F401 - said before a session is started

    tell = each or (lambda _: None)
    try:
        tell("starting Spark")
        with open_session(master) as session:
            return _simulate(session, engine, paths, out, date, until, stale, tell)
    except Exception as error:
        said = session_fault(error)
        if said is None:
            raise
        return UNREADABLE.at(None, f"the run on Spark failed: {said}", file=", ".join(paths))
    finally:
        tell("")


def _simulate(
    session: Any,
    engine: Engine,
    paths: Sequence[str],
    out: str | None,
    date: dt.date,
    until: dt.date | None,
    stale: Callable[[dt.date | None], str] | None,
    each: Callable[[str], None],
) -> SparkRun | Diagnostic:
    store, policy = Store(session), engine.policy
    found = find_parts(store, paths)
    if isinstance(found, Diagnostic):
        return found
    if any(a.kind == "amount" for a in policy.attributes):
        message = "the policy has attributes that are amounts, which Spark does not read"
        return UNREADABLE.at(None, message, file=paths[0], help="run with `--engine reference`")
    if out is None and not store.here:
        message = "a cluster stores its tables beside the output, and there is none"
        return NOT_WRITTEN.at(None, message, file="", help="name one with `-o`")
    with _folder(store, out) as folder, contextlib.ExitStack() as ends:
        each("reading the ledger")
        read = read_tables(session, policy, {part: store.full(path) for part, path in found.items()})
        if isinstance(read, Diagnostic):
            return read
        if not store.here:
            session.sparkContext.setCheckpointDir(f"{folder}/tables")
        parts = part_session(session, sum(read[0].values()))
        desk = Desk(session=session, store=store, each=each, lasting=not store.here, parts=parts)
        ends.callback(desk.clear)
        desk.lay(code_table())
        made = (*ledger_selects(policy, "spark", placed=True), *fault_selects(placed=True))
        desk.run(made, _LEDGER, views=_VIEWS, loose=_LEDGER)
        faults = sorted(desk.execute("SELECT f.part, f.what, f.count_, f.first_ FROM faults f").fetchall(), key=str)
        fault = _fault(faults, ", ".join(found.values()))
        if fault is not None:
            return SparkRun(fault=fault, rejects=_rejects(desk, found, faults))
        why = stale(_newest(desk, date)) if stale is not None else ""
        if why:
            return UNREADABLE.at(None, why, file=found.get("events", found["invoices"]))
        outcome = _judge(desk, engine, date, until)
        each("writing the worklist")
        written = f"{folder}/worklist"
        single = bool(out and out.endswith(".parquet"))
        listed = worklist_select(policy, date, "spark", faults=False, ahead=until is not None)
        worklist = session.sql(translated(listed.sql, "spark"))
        desk.keep("worklist", worklist.drop("left_to"))
        count = desk.execute("SELECT count(*) AS n FROM inv i").fetchall()[0][0]
        run = FastRun(outcome=outcome, invoices=count, totals=_totals(desk, engine), rejects=())
        if out is not None:
            kept = session.table("worklist")
            (kept.coalesce(1) if single else kept).write.parquet(written)
            failed = give(store, written, out, single=single)
            if failed is not None:
                return failed
    return SparkRun(run=run, notes=tuple(read[1]))


def _judge(desk: Desk, engine: Engine, date: dt.date, until: dt.date | None) -> Outcome:
    """Compile for the days and movements of the ledger, run, and let the reference do the rest."""
    first, last = span(desk, date)
    passes = movements(desk, engine.policy, (date - first).days)
    program = compile_program(engine, date, (first, last), passes=passes, until=until)
    for table in (*program.tables, named_table(engine, date, until)):
        desk.each(f"writing the table {table.name}")
        desk.lay(table)
    selects = [attrs.evolve(select, keep=select.keep or select.name in _KEPT) for select in program.selects]
    desk.run(selects, _LEDGER, loose=("result",))
    return complete_on_spark(desk, engine, date, program.statement(), until)


def _rejects(desk: Desk, files: dict[str, str], found: Sequence[tuple[Any, ...]]) -> tuple[Reject, ...]:
    """The rows with the faults *found*, in the order of the files; the header counts as row 1, as in every ledger."""
    rows = desk.execute(reject_select({(part, what) for part, what, *_ in found}, _REJECTS)).fetchall()
    return tuple(
        Reject(
            file=files.get(part, part), row=place + 2, column=field or "", value=(told or "")[:60], reason=_of_one(what)
        )
        for part, place, told, what, field in rows
    )  # fmt: skip


def _of_one(what: str) -> str:
    """What rows do, said of one row: ``have no kind`` is ``has no kind``."""
    verb, _, rest = what.partition(" ")
    return f"{_VERBS.get(verb, verb + 's')} {rest}".replace(" their ", " its ")


def _fault(found: Sequence[tuple[Any, ...]], files: str) -> Diagnostic | None:
    if not found:
        return None
    said = "; ".join(
        f"{count} {part} {what}" + (f", the first is `{first}`" if first is not None else "")
        for part, what, count, first in found
    )
    return UNREADABLE.at(
        None,
        f"the ledger cannot be taken: {said}",
        file=files,
        help="set them right, or run with `--engine duckdb`, which judges the sound rows",
    )


def _newest(desk: Desk, date: dt.date) -> dt.date | None:
    """The day of the newest payment up to *date*."""
    day = desk.execute(
        f"SELECT max(e.date) AS day FROM ev e WHERE e.kind = 'payment' AND e.date <= {date.toordinal()}"
    ).fetchall()[0][0]
    return dt.date.fromordinal(day) if day is not None else None


def _totals(desk: Desk, engine: Engine) -> tuple[tuple[str, str, str, str, int, Any], ...]:
    """Counts and open principal by list, group, step and channel, in the order of the worklist."""
    rows = desk.execute(
        """SELECT w.list, coalesce(w."group", '') AS g, coalesce(w.step, '') AS s, coalesce(w.channel, '') AS c,
        count(*) AS n, sum(w.outstanding) AS minor FROM worklist w
        GROUP BY w.list, coalesce(w."group", ''), coalesce(w.step, ''), coalesce(w.channel, '')"""
    ).fetchall()
    groups = {group.name: at for at, group in enumerate(engine.policy.groups)}
    steps = {(g.name, step.name): at for g in engine.policy.groups for at, step in enumerate(g.steps)}
    return tuple(
        sorted(
            rows,
            key=lambda r: (
                LISTS.index(r[0]), groups.get(r[1], 10**6), steps.get((r[1], r[2]), 10**6), r[3] == "carried",
            ),
        )
    )  # fmt: skip


@contextlib.contextmanager
def _folder(store: Store, out: str | None) -> Iterator[str]:
    """A folder for the tables of a run, beside the output so that the worklist can be moved into its place."""
    if out is None:
        with tempfile.TemporaryDirectory() as made:
            yield Path(made).as_uri()
        return
    above, _, name = store.full(out.rstrip("/")).rpartition("/")
    made = f"{above}/.{name}.{os.getpid()}.part"
    try:
        yield made
    finally:
        store.remove(made)
