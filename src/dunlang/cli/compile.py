"""``dunlang compile``."""

from __future__ import annotations

import sys

import click

from dunlang import __version__
from dunlang.cli.output import colour_option, paint_for, save
from dunlang.cli.policies import load, usual_policy

__all__ = ["compile"]


@click.command()
@click.argument("policy", required=False, type=click.Path())
@click.option("-o", "--output", type=click.Path(), metavar="FILE", help="Write there instead of to standard output.")
@click.option(
    "--format", "form", type=click.Choice(["table", "json"]), help="Table on a terminal, else JSON, if not given."
)
@click.option(
    "--law", "packs", multiple=True, metavar="PACK", type=click.Path(), help="Lay a law pack (YAML) over the law."
)
@colour_option
def compile(policy: str | None, output: str | None, form: str | None, packs: tuple[str, ...], color: str) -> None:  # noqa: A001 - the command's name
    """Show what a policy means: every group with its terms and steps, nothing left to a default.

    The JSON is versioned and described by `dunlang schema policy`: it is what a host embeds.

    \b
    Example:
      dunlang compile beleid.dun
      dunlang compile beleid.dun --format json -o beleid.json
    """
    from dunlang.project.session import Options, Session

    session = Session(Options(packs=packs))
    _, resolved = load(session, usual_policy(session, policy))
    if form is None:
        form = "table" if output is None and sys.stdout.isatty() else "json"
    if form == "json":
        from dunlang.report.policy_json import policy_json

        text = policy_json(resolved, tool=__version__)
    else:
        from dunlang.report.policy_table import policy_table

        text = policy_table(resolved, paint_for("never" if output else color))
    save(text, output)
