"""The command ``dunlang``: its sub-commands by name, loaded only when one of them is called."""

from __future__ import annotations

import errno
import gc
import os
import sys
from importlib import import_module
from keyword import iskeyword

import click

from dunlang import __version__

__all__ = ["cli", "main"]

#: Command, and what it does. The module of the same name holds a :class:`click.Command` of the same name.
COMMANDS = {
    "check": "Check policies: syntax, names, types, groups, steps, and the law.",
    "fmt": "Print policies in their canonical form.",
    "compile": "Show what a policy means: every group with its terms and steps.",
    "schedule": "Show the dated steps of one invoice.",
    "simulate": "Show today's worklist for a ledger, and what will fall due.",
    "history": "Show, print again and correct what `simulate --record` gave.",
    "export": "Write a policy as SQL, to run in your own warehouse or on Spark.",
    "import": "Lay e-invoices and bank statements into a ledger.",
    "render": "Write the letters of an invoice or of a whole day: text, HTML, mail, PDF.",
    "explain": "Say why a step happens to an invoice, or why not.",
    "test": "Run the scenarios that stand in policies.",
    "letter": "Judge existing letters by the law of a country.",
    "rule": "Show the page of a code.",
    "law": "Ask the law data: costs, interest, rates, receipt, provisions.",
    "schema": "Print the JSON Schema of an output format.",
    "new": "Write a first policy to start from.",
}

#: What a command ends with that Ctrl-C stopped, as shells have it.
_STOPPED = 130


class _Commands(click.Group):
    """A group that knows its commands by name and help, and imports one only to run it."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        if cmd_name not in COMMANDS:
            return None
        module = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name
        command = getattr(import_module(f"dunlang.cli.{module}"), module)
        assert isinstance(command, click.Command)  # noqa: S101 - a test asks every name
        return command

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            pass  # click ends with 1, which says here that the run is done and found something
        # Out of the handler, so that what ran is let go of: what is alive at the end, DuckDB lists on standard error.
        click.echo("\ndunlang: stopped", err=True)
        sys.exit(_STOPPED)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError:
            from dunlang.diagnostics.suggest import did_you_mean

            close = did_you_mean(args[0], COMMANDS) if args else None
            if close is None:
                raise
            raise click.UsageError(f"no such command `{args[0]}`: did you mean `{close}`?", ctx) from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - as above
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="dunlang %(version)s")
def cli() -> None:
    """Policies for dunning: check them against themselves and the law, simulate every invoice on any date.

    \b
    Start with:
      dunlang new beleid.dun
      dunlang check beleid.dun
      dunlang schedule beleid.dun --invoice-date 2026-01-05 --amount 180.00
    """


def main() -> None:
    """Run the command line; a mistake of our own ends in one line, with a traceback only under ``DUNLANG_DEBUG=1``."""
    try:
        cli(prog_name="dunlang")
    except Exception as error:
        if os.environ.get("DUNLANG_DEBUG") == "1":
            raise
        said = " ".join(str(error).split())[:300]
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EIO):
            words = f"cannot write the output: {(error.strerror or said).lower()}"  # click's own, such as --help
        else:
            words = f"internal error ({type(error).__name__}: {said}); please report it. "
            words += "DUNLANG_DEBUG=1 shows the traceback"
        click.echo(f"dunlang: {words}", err=True)
        sys.exit(2)
    finally:
        # The process ends: to look for cycles once more, as Python does, costs a seventh of a short run.
        # Where DuckDB is there it must be: what is alive then, DuckDB lists on standard error.
        if "duckdb" not in sys.modules:
            gc.freeze()
