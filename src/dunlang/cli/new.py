"""``dunlang new``."""

from __future__ import annotations

from pathlib import Path

import click

from dunlang.cli.output import fail, save

__all__ = ["new"]


@click.command()
@click.argument("file", type=click.Path())
def new(file: str) -> None:
    """Write a first policy to FILE: ten lines that check clean, to be made your own. An existing file is left alone.

    \b
    Example:
      dunlang new beleid.dun
    """
    from dunlang.resources import shipped

    if file != "-" and (Path(file).exists() or Path(file).is_symlink()):
        fail(f"`{file}` exists already: name another file")
    text = (shipped("policies") / "ten-lines.dun").read_text(encoding="utf-8")
    save(text, file)
    if file != "-":
        click.echo(f"wrote {file}: now run `dunlang check {file}`", err=True)
