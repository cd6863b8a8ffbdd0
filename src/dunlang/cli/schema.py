"""``dunlang schema``."""

from __future__ import annotations

import click

from dunlang.cli.output import emit, fail

__all__ = ["schema"]


@click.command()
@click.argument("name", required=False)
def schema(name: str | None) -> None:
    """Print the JSON Schema of an output format, or of a ledger's mapping; without NAME, list them.

    \b
    Example:
      dunlang schema worklist
      dunlang schema policy > policy.schema.json
    """
    from dunlang.diagnostics import did_you_mean
    from dunlang.project.schemas import schema_names, schema_text

    known = schema_names()
    if name is None:
        emit("".join(f"{each}\n" for each in known))
        return
    if name not in known:
        close = did_you_mean(name, known)
        fail(
            f"there is no schema `{name}`: "
            + (f"did you mean `{close}`?" if close else f"known are {', '.join(known)}")
        )
    emit(schema_text(name))
