"""What the commands that run a policy share: finding it, loading it, and ending in plain words where that fails."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from dunlang.cli.output import complain, fail

if TYPE_CHECKING:
    from dunlang.diagnostics import Diagnostic
    from dunlang.model.policy import Policy
    from dunlang.project.session import Loaded, Session
    from dunlang.schedule import Engine

__all__ = ["DAY", "Day", "engine_of", "ledger_paths", "load", "stop", "usual_policy"]


class Day(click.ParamType[dt.date]):
    """A date as the language writes it."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        if isinstance(value, dt.date):
            return value
        from dunlang.dates import parse_date

        try:
            return parse_date(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


#: The type of every option that takes a date.
DAY = Day()


def usual_policy(session: Session, named: str | None) -> str:
    """The policy: the one that is *named*, else that of the settings, else the only ``.dun`` file here."""
    from dunlang.project.files import from_here, shown

    if named is not None:
        return named
    settings, findings = session.settings(Path())
    if findings:
        stop(findings)
    if settings.policy:
        return shown(from_here(settings.path(settings.policy)))
    here = sorted(path.name for path in Path().glob("*.dun"))
    if not here:
        fail("name a policy: there is no `.dun` file here")
    if len(here) > 1:
        fail(f"name a policy: there are {len(here)} here ({', '.join(here[:5])})")
    return here[0]


def load(session: Session, path: str) -> tuple[Loaded, Policy]:
    """The policy at *path* (or ``-``), ready to run; its errors on standard error end the command."""
    if path == "-":
        from dunlang.cli.output import read_stdin
        from dunlang.diagnostics import Diagnostic
        from dunlang.project.files import decode
        from dunlang.project.session import STDIN

        source = decode(read_stdin(), STDIN)
        if isinstance(source, Diagnostic):
            stop((source,))
        loaded = session.loads(source, folder=Path())
    else:
        loaded = session.load(path)
    if loaded.errors or loaded.policy is None:
        stop(loaded.errors or loaded.findings)
    return loaded, loaded.policy


def stop(findings: tuple[Diagnostic, ...]) -> NoReturn:
    """Show what keeps the command from its work, and end: 2 for what cannot be read, else 1."""
    complain(findings)
    sys.exit(2 if any(found.code.startswith(("FIL", "CFG")) for found in findings) else 1)


def engine_of(loaded: Loaded, policy: Policy) -> Engine:
    """The engine of a loaded policy."""
    from dunlang.schedule import prepare

    assert loaded.book is not None  # noqa: S101 - a policy is resolved with its book
    try:
        return prepare(policy, loaded.book)
    except LookupError as error:
        fail(f"{loaded.name}: {error.args[0]}")


def ledger_paths(loaded: Loaded, given: tuple[str, ...], policy_path: str) -> tuple[str, ...]:
    """The ledger: what is *given*, else that of the settings, else the folder ``ledger`` beside the policy."""
    from dunlang.project.files import from_here, shown

    if given:
        return given
    if loaded.settings.ledger:
        return (shown(from_here(loaded.settings.path(loaded.settings.ledger))),)
    beside = Path(policy_path).parent / "ledger"
    if not beside.is_dir():
        fail(f"name a ledger with --ledger: there is no folder `{shown(beside)}`")
    return (shown(beside),)
