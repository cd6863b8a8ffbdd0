"""How the commands read a ledger: the options that say how it is written and how recent it must be, and what is not
taken of it.
"""

from __future__ import annotations

import datetime as dt
import functools
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dunlang.cli.output import fail
from dunlang.cli.policies import DAY, stop

if TYPE_CHECKING:
    from dunlang.dates import Offset
    from dunlang.model.policy import Policy
    from dunlang.portfolio.ledger import Ledger
    from dunlang.portfolio.table import Reject
    from dunlang.project.mapping import MappingFile
    from dunlang.project.session import Loaded
    from dunlang.schedule import Engine

__all__ = ["Books", "age_options", "mapping_option", "save_rejects", "stdin"]


def mapping_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """The option ``--mapping``, the same for every command."""
    return click.option(
        "--mapping", type=click.Path(), metavar="FILE", help="How another system's files are to be read (YAML)."
    )(command)


def age_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options ``--max-age`` and ``--payments-until``, given to the command as ``age``, a pair."""

    @functools.wraps(command)
    def wrapped(*args: Any, max_age: str | None, payments_until: dt.date | None, **more: Any) -> Any:
        return command(*args, age=(max_age, payments_until), **more)

    wrapped = click.option(
        "--payments-until", type=DAY, metavar="DATE", help="Up to this day no payment is missing in the ledger."
    )(wrapped)
    return click.option(
        "--max-age",
        metavar="PERIOD",
        help="Refuse a ledger whose newest payment is older: `3d`, `2 working days`, `1 week`.",
    )(wrapped)


class Books:
    """A ledger as a command was told to read it."""

    def __init__(
        self,
        paths: tuple[str, ...],
        mapping: MappingFile | None,
        max_age: Offset | None,
        payments_until: dt.date | None,
    ) -> None:
        self.paths = paths
        self.mapping = mapping
        self.max_age = max_age
        self.payments_until = payments_until

    @classmethod
    def of(
        cls,
        loaded: Loaded,
        policy: Policy,
        paths: tuple[str, ...],
        mapping: str | None,
        age: tuple[str | None, dt.date | None] = (None, None),
    ) -> Books:
        """The ledger at *paths*; a *mapping* or age that cannot be used ends the command. Settings fill what is None.

        *age* is what :func:`age_options` gives.
        """
        from dunlang.project.files import from_here
        from dunlang.project.session import STDIN

        settings = loaded.settings
        file: Path | None = Path(mapping) if mapping is not None else None
        if file is None and settings.ledger_mapping:
            file = from_here(settings.path(settings.ledger_mapping))
        found: MappingFile | None = None
        if file is not None:
            from dunlang.project.mapping import load_mapping

            read = load_mapping(file, ((field.of, field.name) for field in policy.attributes))
            if isinstance(read, tuple):
                stop(read)
            found = read
        declared = age[1] or (found.mapping.payments_until if found is not None else None)
        if loaded.name == STDIN and "-" in paths:
            fail("the policy and the ledger cannot both come from standard input")
        return cls(paths, found, _age(age[0], settings.max_age), declared)

    def read(self, policy: Policy) -> tuple[Ledger, tuple[Reject, ...]]:
        """The ledger; what keeps it from being read at all ends the command."""
        from dunlang.diagnostics import Diagnostic
        from dunlang.project.ledger import find_ledger, read_files

        files = find_ledger(self.paths, mapping=self.mapping, stdin=stdin)
        if isinstance(files, Diagnostic):
            stop((files,))
        return read_files(files, policy, self.mapping)

    def stale(self, engine: Engine, date: dt.date, read: Ledger) -> str:
        """Why its payments are too old for a run on *date*; empty where they are not."""
        if self.max_age is None:
            return ""
        from dunlang.project.ledger_age import newest_payment

        return self.stale_since(engine, date, newest_payment(read.cases, date))

    def stale_since(self, engine: Engine, date: dt.date, newest: dt.date | None) -> str:
        """The same, where the day of the newest payment is known already."""
        if self.max_age is None:
            return ""
        from dunlang.project.ledger_age import stale

        try:
            return stale(newest, self.payments_until, date, self.max_age, engine.clock.calendar)
        except LookupError as error:
            return f"at most {self.max_age}: {error.args[0]}"

    def must_outlast(self, output: str | None, policy: str) -> None:
        """End the command where *output* would replace a file of the ledger, or the policy."""
        if output is None or output == "-" or not Path(output).exists():
            return
        from dunlang.diagnostics import Diagnostic
        from dunlang.project.ledger_files import parts_of

        parts = parts_of(self.paths, self.mapping)
        files = {} if isinstance(parts, Diagnostic) else parts  # what is amiss is said where it is read
        for what, file in (("the policy", Path(policy)), *((f"the {part}", file) for part, file in files.items())):
            if file.exists() and file.samefile(output):
                fail(f"`-o {output}` would replace {what}: name another file")

    def must_be_fresh(self, engine: Engine, date: dt.date, read: Ledger) -> None:
        """End the command where its payments are too old."""
        fault = self.stale(engine, date, read)
        if fault:
            fail(fault)


def save_rejects(rejects: Sequence[Reject], output: str | None) -> str:
    """Write what was not taken beside the file *output*; its path, empty where nothing is written.

    ``worklist.csv`` gets ``worklist.rejects.csv``. Without rejects, such a file of an earlier run is taken away: it
    would speak of another ledger.
    """
    if output is None or output == "-" or (Path(output).exists() and not Path(output).is_file()):
        return ""
    beside = Path(output).with_suffix(".rejects.csv")
    if not rejects and not os.path.lexists(beside):
        return ""
    from dunlang.project.files import shown, write_whole
    from dunlang.report.rejects import CSV_COLUMNS, rejects_csv

    if rejects:
        fault = write_whole(beside, rejects_csv(rejects).encode("utf-8", errors="replace"))
        if fault is not None:
            fail(fault.message)
        return shown(beside)
    try:
        with beside.open("rb") as file:
            ours = file.readline(200).rstrip() == ",".join(CSV_COLUMNS).encode()
        if ours:
            beside.unlink()
    except FileNotFoundError:
        return ""
    except OSError as error:
        fail(f"cannot take away `{shown(beside)}`: {(error.strerror or str(error)).lower()}")
    return ""


def _age(given: str | None, setting: str) -> Offset | None:
    if given is None and not setting:
        return None
    from dunlang.project.ledger_age import parse_age

    try:
        return parse_age(setting if given is None else given)
    except ValueError as error:
        fail(f"--max-age: {error}")


def stdin() -> bytes:
    """The bytes of standard input, no more than a ledger may have."""
    from dunlang.project.files import LEDGER_LIMIT

    return b"" if sys.stdin is None else sys.stdin.buffer.read(LEDGER_LIMIT + 1)
