"""A policy as a host uses it: load once, then ask for schedules, worklists, explanations, findings and JSON."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from dunlang import __version__
from dunlang.api.cases import as_case, checked_date
from dunlang.api.errors import InputError, LedgerError, PolicyError
from dunlang.diagnostics import Citation, Diagnostic
from dunlang.model.case import Case, Debtor, Event, Invoice
from dunlang.model.policy import Group
from dunlang.model.policy import Policy as Model
from dunlang.portfolio.explain import Explanation
from dunlang.portfolio.explain import explain as explain_invoice
from dunlang.portfolio.ledger import Ledger
from dunlang.portfolio.simulation import Simulation
from dunlang.portfolio.worklist import simulate as simulate_ledger
from dunlang.project.ledger import find_ledger, read_files
from dunlang.project.mapping import MappingFile, load_mapping
from dunlang.project.session import Loaded, Options, Session
from dunlang.scenario import ScenarioResult
from dunlang.scenario import run as run_scenario
from dunlang.schedule import Engine, Schedule, prepare
from dunlang.source import Source

__all__ = ["Policy", "check", "load", "loads"]

_AHEAD = dt.timedelta(days=366)

#: A path, or a policy's text: a text with a brace or a line break is a policy, any other names a file.
PathOrText = str | os.PathLike[str]


class Policy:
    """A policy that resolved without errors, bound to the law. Made by :func:`load` and :func:`loads`.

    It never changes and keeps nothing of what it is asked; every date is passed in.
    """

    def __init__(self, session: Session, loaded: Loaded, model: Model) -> None:
        self._session = session
        self._loaded = loaded
        self.model = model
        """The resolved policy: documented frozen records, see :mod:`dunlang.model.policy`."""

    def __repr__(self) -> str:
        return f"<dunlang.Policy {self.title!r}: {len(self.groups)} groups, law {self.model.law}>"

    @property
    def title(self) -> str:
        """The title in the policy block."""
        return self.model.title

    @property
    def groups(self) -> tuple[Group, ...]:
        """The groups in the order in which they take debtors."""
        return self.model.groups

    @cached_property
    def _engine(self) -> Engine:
        assert self._loaded.book is not None  # noqa: S101 - a policy is resolved with its book
        try:
            return prepare(self.model, self._loaded.book)
        except LookupError as error:
            raise InputError(str(error.args[0])) from None

    # ------------------------------------------------------------ findings

    def check(
        self, *, select: Sequence[str] = (), ignore: Sequence[str] = (), strict: bool = False
    ) -> tuple[Diagnostic, ...]:
        """Everything that ``dunlang check`` says about it, sorted by place; *select* and *ignore* as there."""
        session = Session(Options(select=tuple(select), ignore=tuple(ignore), strict=strict))
        return session.check_loaded(self._loaded).findings

    def test(self) -> tuple[ScenarioResult, ...]:
        """Run the scenarios that stand in the policy."""
        return tuple(run_scenario(self._engine, scenario) for scenario in self.model.scenarios)

    # ------------------------------------------------------------ dates and amounts

    def schedule(
        self,
        case: Case | Invoice,
        *,
        as_of: dt.date,
        until: dt.date | None = None,
        debtor: Debtor | None = None,
        events: Iterable[Event] = (),
        assume: bool = False,
    ) -> Schedule:
        """The schedule of a debtor as known on *as_of*, looking ahead to *until* (a year, where it is None).

        *case* is a whole case, or one invoice with its *debtor* and *events*. What is not known is not done: only
        events say that a step happened, unless *assume* is true, which takes every step to be done on its day.
        Raises :class:`InputError` for input that makes no sense.
        """
        case = as_case(case, debtor, tuple(events))
        as_of = checked_date(as_of, "as_of")
        until = as_of + _AHEAD if until is None else checked_date(until, "until")
        return self._engine.schedule(case, as_of=as_of, until=max(as_of, until), assume=assume)

    def simulate(self, ledger: Ledger | Iterable[Case], *, date: dt.date, until: dt.date | None = None) -> Simulation:
        """The worklist of *date* for a whole ledger, and the forecast until *until*; a dry run."""
        if not isinstance(ledger, Ledger):
            ledger = Ledger(cases=tuple(as_case(case, None, ()) for case in ledger), counts=())
        date = checked_date(date, "date")
        return simulate_ledger(
            self._engine, ledger, date=date, until=None if until is None else checked_date(until, "until")
        )

    def explain(self, case: Case | Ledger, invoice: str, *, date: dt.date, step: str = "") -> Explanation:
        """Why a step happens to *invoice*, and why not; :class:`InputError` where *case* does not have it."""
        found = case.case_of(invoice) if isinstance(case, Ledger) else as_case(case, None, ())
        date = checked_date(date, "date")
        try:
            if found is None:
                raise LookupError(f"the ledger has no invoice `{invoice}`")
            return explain_invoice(self._engine, found, invoice, date=date, step=step, until=date + _AHEAD)
        except LookupError as error:
            raise InputError(str(error.args[0])) from None

    # ------------------------------------------------------------ in and out

    def read_ledger(
        self,
        *paths: str | os.PathLike[str],
        strict: bool = True,
        mapping: str | os.PathLike[str] | None = None,
        history: str | os.PathLike[str] | None = None,
    ) -> Ledger:
        """Read a folder with ``invoices.csv``, ``debtors.csv`` and ``events.csv``, or these files.

        They may be JSON Lines or Parquet as well. *mapping* is the file that says how another system's files are to be
        read. *history* is a folder of ``dunlang simulate --record``: what was given counts as done. Raises
        :class:`LedgerError` for files that cannot be read and, if *strict*, for any row that cannot be taken, and for
        what was recorded and fits nothing, such as a step that was renamed; otherwise these are left out.
        """
        known: MappingFile | None = None
        if mapping is not None:
            found = load_mapping(Path(mapping), ((field.of, field.name) for field in self.model.attributes))
            if isinstance(found, tuple):
                raise LedgerError(diagnostics=found)
            known = found
        files = find_ledger([Path(path) for path in paths], mapping=known)
        if isinstance(files, Diagnostic):
            raise LedgerError(diagnostics=(files,))
        ledger, rejects = read_files(files, self.model, known)
        errors = [reject for reject in rejects if reject.severity == "error"]
        if errors and (strict or not ledger.cases):
            raise LedgerError(errors)
        return ledger if history is None else _with_history(ledger, Path(history), self.model, strict)

    def compile(self) -> dict[str, Any]:
        """The compiled policy as plain data, as ``dunlang compile --format json`` writes it."""
        document: dict[str, Any] = json.loads(self.to_json())
        return document

    def to_json(self, result: Schedule | Simulation | Explanation | None = None) -> str:
        """A result of this policy as versioned JSON (``dunlang schema`` has the schemas), or the compiled policy."""
        from dunlang.report import explanation, policy_json, schedule_json, worklist_json

        match result:
            case Schedule():
                return schedule_json.schedule_json(result, policy=self.title, tool=__version__)
            case Simulation():
                return worklist_json.worklist_json(result, tool=__version__)
            case Explanation():
                return explanation.explanation_json(result, cite=self._cite, tool=__version__)
            case _:
                return policy_json.policy_json(self.model, tool=__version__)

    def to_html(self, day: Simulation) -> str:
        """A simulated day as the page of ``dunlang simulate --format html``: self-contained, without a script."""
        from dunlang.project.fingerprint import fingerprint
        from dunlang.report.html.page import Background, worklist_html

        background = Background(
            policy=self.model, book=self._loaded.book, fingerprint=fingerprint(self._loaded), tool=__version__
        )
        return worklist_html(day, background)

    def _cite(self, provision: str) -> Citation | None:
        return self._loaded.cite(provision)


def _with_history(ledger: Ledger, folder: Path, model: Model, strict: bool) -> Ledger:
    from dunlang.portfolio.history import with_history
    from dunlang.project.history import FILE, read_history

    history = read_history(folder)
    if isinstance(history, Diagnostic):
        raise LedgerError(diagnostics=(history,))
    steps = {step.name for group in model.groups for step in group.steps}
    laid, rejects = with_history(ledger, history, os.fspath(folder / FILE), steps=steps)
    if rejects and strict:
        raise LedgerError(rejects)
    return laid


def load(path: str | os.PathLike[str], *, law: Sequence[str | os.PathLike[str]] = ()) -> Policy:
    """Load the policy in a file. *law* are paths of law packs laid over the shipped law data.

    Raises :class:`PolicyError`, with every finding, where it cannot be read or has errors. Warnings do not raise: ask
    :meth:`Policy.check`.
    """
    session = Session(Options(packs=tuple(os.fspath(pack) for pack in law)))
    return _policy(session, session.load(Path(path)))


def loads(text: str, *, name: str = "<text>", law: Sequence[str | os.PathLike[str]] = ()) -> Policy:
    """Load the policy in a text, shown as *name*; it can use no other file. Raises as :func:`load` does."""
    session = Session(Options(packs=tuple(os.fspath(pack) for pack in law)))
    return _policy(session, session.loads(Source(name, text)))


def _policy(session: Session, loaded: Loaded) -> Policy:
    if loaded.policy is None or loaded.errors:
        raise PolicyError(loaded.findings)
    return Policy(session, loaded, loaded.policy)


def check(
    policy: Policy | PathOrText,
    *,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    strict: bool = False,
    law: Sequence[str | os.PathLike[str]] = (),
) -> tuple[Diagnostic, ...]:
    """Everything that ``dunlang check`` says about a policy, a path or a text, sorted by place. Never raises for it.

    A text is taken for a policy if it has a brace or a line break, else for a path (a file, or a folder of them).
    """
    if isinstance(policy, Policy):
        return policy.check(select=select, ignore=ignore, strict=strict)
    packs = tuple(os.fspath(pack) for pack in law)
    session = Session(Options(select=tuple(select), ignore=tuple(ignore), strict=strict, packs=packs))
    if isinstance(policy, str) and ("{" in policy or "\n" in policy):
        return session.check_loaded(session.loads(Source("<text>", policy))).findings
    return session.check([os.fspath(policy)]).findings
