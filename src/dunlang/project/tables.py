"""Ledgers of millions of rows: CSV and Parquet files read, and worklists written, by DuckDB.

A ledger is judged part by part (:mod:`.table_parts`); a small one is a single part. DuckDB is imported only when it is
used. Outputs are written whole or not at all.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import attrs

from dunlang.diagnostics import Diagnostic
from dunlang.project.files import shown
from dunlang.project.ledger import find_ledger, read_files
from dunlang.project.ledger_files import by_rows_only, parts_of
from dunlang.project.pages import NOT_WRITTEN, TOO_LARGE
from dunlang.project.table_files import beside, connect, damaged, read_raw, reason_of
from dunlang.project.table_output import write_worklist
from dunlang.project.table_parts import SIZE, divide, drop_part, lay_part
from dunlang.project.table_warnings import Warnings
from dunlang.records import frozen

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from dunlang.model.case import Case
    from dunlang.model.policy import Policy
    from dunlang.portfolio.fast.faults import Fault
    from dunlang.portfolio.fast.programs import Programs
    from dunlang.portfolio.fast.run import Outcome
    from dunlang.portfolio.gathering import Gathering
    from dunlang.portfolio.table import FileCount, Reject
    from dunlang.project.mapping import MappingFile
    from dunlang.project.staged import Staged
    from dunlang.project.table_parts import Division
    from dunlang.schedule import Engine

#: What DuckDB may take of memory, beside some 100 MB for the rest; beyond it works on disk.
_MEMORY = "1200MB"
#: Above so many invoices a ledger with faults is not read row by row: that takes some three gigabytes a million.
_BY_ROW = 5_000_000

__all__ = ["FastRun", "simulate_tables"]


@frozen(kw_only=True)
class FastRun:
    """What a run on tables did; its worklist is in the file that was asked for."""

    outcome: Outcome
    invoices: int
    totals: tuple[tuple[str, str, str, str, int, object], ...]
    rejects: tuple[Reject, ...]
    counts: tuple[FileCount, ...] = ()
    """The rows of each file, where it was read row by row."""
    read_by_row: str = ""
    """Why the ledger was read row by row; empty: it was not."""
    stale: str = ""
    """Why its payments are too old."""
    judged: bool = True
    """False: nothing was judged or written, for its payments are too old or its rows are faulty."""


@frozen(kw_only=True)
class _Asked:
    """What a run is to do."""

    engine: Engine
    date: dt.date
    until: dt.date | None
    gathering: Gathering | None
    paths: Sequence[str]
    files: dict[str, Path]
    mapping: MappingFile | None
    stdin: Callable[[], bytes] | None
    strict: bool
    stale: Callable[[dt.date | None], str]
    each: Callable[[str], None]
    size: int


def simulate_tables(
    engine: Engine,
    paths: Sequence[str],
    out: str | None,
    date: dt.date,
    *,
    mapping: MappingFile | None = None,
    stdin: Callable[[], bytes] | None = None,
    strict: bool = False,
    stale: Callable[[dt.date | None], str] | None = None,
    escape: Callable[[str], str] | None = None,
    each: Callable[[str], None] | None = None,
    until: dt.date | None = None,
    gathering: Gathering | None = None,
    size: int = SIZE,
) -> FastRun | Diagnostic:
    """Read the ledger in *paths*, judge it on *date*, write the worklist to *out* (``.csv`` or ``.parquet``).

    With *until* it has what comes up to then as well. With a *gathering* nothing is listed: what the run shows goes
    there, and the gathering has its own date to look ahead to.

    A ledger with faults is read row by row, as ``simulate`` does without tables, so each fault is named; with *strict*,
    or where nothing is left, nothing is judged then. So is one in JSON Lines, from *stdin* or with a *mapping*. *stale*
    says of the newest payment why nothing may be judged (empty: it may); *escape* writes a cell of CSV that a
    spreadsheet could run; *each* is told of every stage, and at the end an empty text. Some *size* invoices are judged
    at once: the result does not depend on it.
    """
    import duckdb

    from dunlang.project.staged import clear_away, reserve

    found = parts_of(paths, mapping)
    if isinstance(found, Diagnostic):
        return found
    staged: Staged | None = None
    if out is not None:
        clear_away(out)
        place = reserve(out)
        if isinstance(place, Diagnostic):
            return place
        staged = place
    tell = each or (lambda _: None)
    asked = _Asked(
        engine=engine, date=date, until=until, gathering=gathering, paths=paths, files=found, mapping=mapping,
        stdin=stdin, strict=strict,
        stale=stale or (lambda _: ""), each=tell, size=size,
    )  # fmt: skip
    try:
        with beside(out) as folder, connect(_MEMORY, folder) as con:
            run = _run(con, folder, asked)
            if isinstance(run, FastRun) and run.judged and out is not None and staged is not None:
                from dunlang.portfolio.fast.listing import worklist

                tell("writing the worklist")
                fault = write_worklist(con, worklist(con, engine, date, until), out, staged, escape)
                return run if fault is None else fault
            return run
    except (duckdb.IOException, duckdb.OutOfMemoryException) as error:
        return NOT_WRITTEN.at(
            None,
            f"the ledger cannot be judged: {reason_of(error)}",
            file=shown(out) if out is not None else shown(paths[0]),
            help="make room: what does not fit into memory waits beside the output",
        )
    finally:
        if staged is not None:
            staged.drop()  # nothing, where it was placed
        tell("")


def _run(con: Any, folder: Path | None, asked: _Asked) -> FastRun | Diagnostic:
    """Read and judge the ledger into ``listed``, in columns or, where that cannot be, row by row."""
    import duckdb

    from dunlang.portfolio.fast.ingest import unfit

    asked.each("reading the ledger")
    why = by_rows_only(asked.paths, asked.mapping)
    if why:
        return _row_by_row(con, asked, why)
    read = read_raw(con, asked.engine.policy, asked.files)
    if isinstance(read, Diagnostic):
        return read
    try:
        found = (
            read if isinstance(read, str) else unfit(con, asked.engine.policy) or _in_columns(con, folder, asked, read)
        )
    except duckdb.Error:
        fault = damaged(con, asked.files)
        if fault is None:
            raise
        return fault
    return _row_by_row(con, asked, found) if isinstance(found, str) else found


def _in_columns(
    con: Any, folder: Path | None, asked: _Asked, headers: tuple[Reject, ...]
) -> FastRun | str | Diagnostic:
    """Judge the rows of ``raw_invoices``, ``raw_debtors`` and ``raw_events`` in parts; or why they cannot be taken."""
    from dunlang.portfolio.fast.faults import first_of
    from dunlang.portfolio.fast.ingest import newest_payment
    from dunlang.portfolio.fast.oddities import unprinted_texts
    from dunlang.portfolio.fast.programs import Programs

    policy = asked.engine.policy
    old = asked.stale(newest_payment(con, asked.date))
    warnings = Warnings(con, policy, asked.files, headers)
    unprinted = unprinted_texts(con)
    division = divide(con, policy, folder, asked.size, asked.each)
    faults: list[Fault] = [*unprinted, *division.faults]
    judged: list[tuple[Outcome, int]] = []
    programs = Programs(asked.engine, asked.date, asked.until)
    parts = range(division.parts)
    first = asked.gathering is not None and division.parts > 1  # what is gathered stays: no part before all are sound
    if first:
        for part in parts:
            asked.each(f"reading part {part + 1} of {division.parts}")
            lay_part(con, division, part)
            faults += _taken(con, policy, division, warnings)
        parts = range(0) if faults else parts
    for part in parts:
        whole = "judging the ledger" if division.parts == 1 else f"judging part {part + 1} of {division.parts}"
        asked.each(whole)
        lay_part(con, division, part)
        faults += _taken(con, policy, division, None if first else warnings)
        if not faults and not old:
            judged.append(_judge(con, asked, programs))
        drop_part(division, part)
    if faults:
        con.execute("DROP TABLE IF EXISTS listed")
        if division.invoices > _BY_ROW:
            message = f"{first_of(faults)}; a ledger of {division.invoices} invoices is too large to name each fault"
            return TOO_LARGE.at(
                None,
                message,
                file=shown(asked.paths[0]),
                help="set right these rows: without faults no size is too large",
            )
        return first_of(faults)
    if old:
        return _nothing(warnings.rejects(), stale=old)
    return _done(con, asked, judged, warnings.rejects())


def _taken(con: Any, policy: Policy, division: Division, warnings: Warnings | None) -> tuple[Fault, ...]:
    """Make ``inv``, ``deb`` and ``ev`` of a part, and let *warnings* look at it; what keeps it from that."""
    from dunlang.portfolio.fast.ingest import forget, ingest

    faults = ingest(con, policy, unique=division.parts > 1)
    if not faults and warnings is not None:
        warnings.add(con)
    forget(con, "raw_events")
    return faults


def _row_by_row(con: Any, asked: _Asked, why: str) -> FastRun | Diagnostic:
    """Read the ledger as the reference does, and judge what is sound in it."""
    from dunlang.portfolio.fast.load import load_cases
    from dunlang.portfolio.fast.programs import Programs
    from dunlang.project.ledger_age import newest_payment

    asked.each("reading the ledger row by row")
    files = find_ledger(asked.paths, mapping=asked.mapping, stdin=asked.stdin)
    if isinstance(files, Diagnostic):
        return files
    ledger, rejects = read_files(files, asked.engine.policy, asked.mapping)
    if any(reject.severity == "error" for reject in rejects) and (asked.strict or not ledger.cases):
        return _nothing(rejects, ledger.counts, why)
    old = asked.stale(newest_payment(ledger.cases, asked.date))
    if old:
        return _nothing(rejects, ledger.counts, why, old)
    judged: list[tuple[Outcome, int]] = []
    programs = Programs(asked.engine, asked.date, asked.until)
    for cases in _some(ledger.cases, asked.size):
        asked.each("judging the ledger")
        load_cases(con, asked.engine.policy, cases)
        judged.append(_judge(con, asked, programs))
    return _done(con, asked, judged, rejects, ledger.counts, why)


def _some(cases: Sequence[Case], size: int) -> Iterator[Sequence[Case]]:
    """The cases in turn, in lots of *size* invoices or a case more; one lot at least."""
    first = held = 0
    for at, case in enumerate(cases):
        held += len(case.invoices)
        if held >= size:
            yield cases[first : at + 1]
            first, held = at + 1, 0
    if held or not cases:
        yield cases[first:]


def _judge(con: Any, asked: _Asked, programs: Programs) -> tuple[Outcome, int]:
    """Judge ``inv``, ``deb`` and ``ev`` and add to ``listed`` what is to be listed; how many invoices."""
    from dunlang.portfolio.fast.gather import gather
    from dunlang.portfolio.fast.listing import listing
    from dunlang.portfolio.fast.rest import complete
    from dunlang.portfolio.fast.run import evaluate

    def left(done: int, many: int) -> None:
        asked.each(f"{done} of {many} debtors judged by the reference")

    outcome = evaluate(con, asked.engine, asked.date, programs.lay(con), until=asked.until)
    if asked.gathering is not None:
        gather(con, asked.gathering, left)
    else:
        complete(con, asked.engine, asked.date, left, until=asked.until)
        listing(con, asked.engine, ahead=asked.until is not None)
    return outcome, con.execute("SELECT count(*) FROM inv").fetchall()[0][0]


def _done(
    con: Any, asked: _Asked, judged: list[tuple[Outcome, int]], rejects: tuple[Reject, ...] = (),
    counts: tuple[FileCount, ...] = (), why: str = "",
) -> FastRun:  # fmt: skip
    """What was judged in parts, as one run."""
    from dunlang.portfolio.fast.listing import totals

    listed = tuple(totals(con, asked.engine)) if asked.gathering is None else ()
    reasons = Counter[str]()
    for outcome, _ in judged:
        reasons.update(dict(outcome.left))
    debtors = sum(outcome.debtors for outcome, _ in judged)
    return FastRun(
        outcome=attrs.evolve(judged[-1][0], debtors=debtors, left=tuple(sorted(reasons.items()))),
        invoices=sum(count for _, count in judged), totals=listed, rejects=rejects, counts=counts, read_by_row=why,
    )  # fmt: skip


def _nothing(
    rejects: tuple[Reject, ...] = (), counts: tuple[FileCount, ...] = (), why: str = "", stale: str = ""
) -> FastRun:
    """A run that judged nothing."""
    from dunlang.portfolio.fast.run import Outcome

    return FastRun(
        outcome=Outcome(debtors=0, left=(), sql=""), invoices=0, totals=(), rejects=rejects, counts=counts,
        read_by_row=why, stale=stale, judged=False,
    )  # fmt: skip
