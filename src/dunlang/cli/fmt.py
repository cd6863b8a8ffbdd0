"""``dunlang fmt``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from dunlang.cli.output import colour_option, complain, emit, fail, paint_for, read_stdin

__all__ = ["fmt"]


@click.command()
@click.argument("paths", nargs=-1, type=click.Path())
@click.option(
    "--check", "only_check", is_flag=True, help="Write nothing; end with 1 if a file is not in its canonical form."
)
@click.option("--diff", is_flag=True, help="Write nothing; show what would change.")
@colour_option
def fmt(paths: tuple[str, ...], only_check: bool, diff: bool, color: str) -> None:
    """Print policies in their canonical form: one statement a line, steps as a table.

    PATHS are policies, folders (every .dun file below) or - (standard input to standard output); without any, the
    folder you are in. A file with syntax errors is left alone. Files are written whole or not at all.

    \b
    Example:
      dunlang fmt policies/
      dunlang fmt --check --diff policies/
    """
    from dunlang.diagnostics import Diagnostic
    from dunlang.project.files import decode, policies_below, read_source, write_whole
    from dunlang.project.session import STDIN
    from dunlang.syntax.format import format_source

    names: list[str] = []
    for path in paths or (".",):
        names += policies_below(path) if path != "-" and Path(path).is_dir() else [path]
    if not names:
        fail("no `.dun` file here or below: name the files to format")
    changed = unread = broken = 0
    for name in dict.fromkeys(names):
        source = decode(read_stdin(), STDIN) if name == "-" else read_source(name)
        if isinstance(source, Diagnostic):
            complain([source], color)
            unread += 1
            continue
        text, findings = format_source(source)
        if text is None:
            complain(findings, color)
            broken += 1
            continue
        different = text != source.text
        changed += different
        if diff:
            emit(_diff(source.text, text, source.name, color) if different else "")
        elif name == "-" and not only_check:
            emit(text)
        elif different and only_check:
            click.echo(f"would change {source.name}", err=True)
        elif different:
            fault = write_whole(name, text.encode())
            if fault is not None:
                complain([fault], color)
                unread += 1
            else:
                click.echo(f"changed {source.name}", err=True)
    _end(changed, broken, unread, only_check=only_check or diff, quiet=names == ["-"])


def _end(changed: int, broken: int, unread: int, *, only_check: bool, quiet: bool) -> None:
    if not (changed or broken or unread or quiet):
        click.echo("all in canonical form", err=True)
    if unread:
        sys.exit(2)
    sys.exit(1 if broken or (changed and only_check) else 0)


def _diff(before: str, after: str, name: str, color: str) -> str:
    import difflib

    from dunlang.report.colour import Style
    from dunlang.report.width import clean

    paint = paint_for(color)
    styles: dict[str, Style] = {"+": "good", "-": "error", "@": "bar"}
    lines = difflib.unified_diff(
        before.splitlines(), after.splitlines(), f"{name} (now)", f"{name} (formatted)", lineterm=""
    )
    return "".join(paint(styles.get(line[:1], "dim"), clean(line)) + "\n" for line in lines)
