"""``dunlang test``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dunlang import __version__
from dunlang.cli.output import colour_option, emit, fail, paint_for
from dunlang.cli.policies import engine_of, load, usual_policy

if TYPE_CHECKING:
    from dunlang.project.session import Session
    from dunlang.scenario import ScenarioResult

__all__ = ["test"]


@click.command()
@click.argument("policies", nargs=-1, type=click.Path())
@click.option("-v", "--verbose", is_flag=True, help="Also list the scenarios that pass.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@colour_option
def test(policies: tuple[str, ...], verbose: bool, form: str, color: str) -> None:
    """Run the scenarios that stand in policies: each dated example must come out as it says.

    POLICIES are files or folders (every .dun file below that has a policy block). Ends with 1 when one fails.

    \b
    Example:
      dunlang test policies/
      dunlang test beleid.dun -v
    """
    from dunlang.project.session import Session
    from dunlang.report.scenarios import scenarios_json, scenarios_text
    from dunlang.scenario import run

    session = Session()
    results: list[ScenarioResult] = []
    for name in _names(session, policies):
        loaded, resolved = load(session, name)
        engine = engine_of(loaded, resolved)
        results += [run(engine, scenario) for scenario in resolved.scenarios]
    if form == "json":
        emit(scenarios_json(results, tool=__version__))
    else:
        emit(scenarios_text(results, verbose=verbose, paint=paint_for(color)))
    sys.exit(int(not all(result.passed for result in results)))


def _names(session: Session, paths: tuple[str, ...]) -> list[str]:
    """The policies at *paths*; in folders only files with a policy block, because parts have no scenarios to run."""
    from dunlang.project.files import policies_below

    if not paths:
        return [usual_policy(session, None)]
    names: list[str] = []
    for path in paths:
        if path != "-" and Path(path).is_dir():
            below = [name for name in policies_below(path) if session.has_policy(name)]
            if not below:
                fail(f"no policy in `{path}` or below")
            names += below
        else:
            names.append(path)
    return list(dict.fromkeys(names))
