"""Where output goes: bytes to standard output or a file, words about the run to standard error."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NoReturn

import click

if TYPE_CHECKING:
    from dunlang.diagnostics import Diagnostic
    from dunlang.report.colour import Paint

__all__ = [
    "colour_option",
    "complain",
    "emit",
    "fail",
    "form_of",
    "paint_for",
    "progress",
    "read_stdin",
    "save",
    "stages",
]

#: From this many cases on a run is long enough to show how far it is.
_LONG = 2000
_LONG_IF_SLOW = 20


def colour_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """The option ``--color``, the same for every command."""
    return click.option(
        "--color",
        type=click.Choice(["auto", "always", "never"]),
        default="auto",
        show_default=True,
        help="Colour the output; `auto` heeds NO_COLOR, FORCE_COLOR and whether this is a terminal.",
    )(command)


def paint_for(flag: str, *, error: bool = False) -> Paint:
    """The painter for standard output (or error) under the flag ``--color``."""
    from dunlang.report.colour import painter, use_colour

    stream = sys.stderr if error else sys.stdout
    return painter(use_colour(flag, os.environ, terminal=stream is not None and stream.isatty()))


def emit(text: str) -> bool:
    """Write *text* to standard output as UTF-8; whether somebody took all of it.

    A reader that has gone (``| head``) is no error; a full disk is.
    """
    if sys.stdout is None:  # closed by the caller
        return False
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode("utf-8", errors="replace"))
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        _forget_stdout()
        return False
    except OSError as error:
        _forget_stdout()
        if error.errno == errno.EPIPE:
            return False
        fail(f"cannot write the output: {(error.strerror or str(error)).lower()}")
    return True


def _forget_stdout() -> None:
    """Send what is still buffered nowhere, so that the interpreter does not stumble over it at its end."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
    except (OSError, ValueError):
        return


def save(text: str, path: str | None) -> bool:
    """Write *text* to the file *path*, whole or not at all, or to standard output where it is None or ``-``.

    Whether somebody took all of it, as :func:`emit` says.
    """
    if path is None or path == "-":
        return emit(text)
    from dunlang.project.files import write_whole
    from dunlang.project.staged import clear_away

    clear_away(path)
    fault = write_whole(path, text.encode("utf-8", errors="replace"))
    if fault is not None:
        fail(fault.message)
    return True


def form_of(said: str | None, output: str | None, known: Sequence[str]) -> str:
    """The format: what was *said*, else what the *output* ends with where that is one of *known*, else the first."""
    if said is not None:
        return said
    ending = (output or "").lower().rpartition(".")[2]
    return ending if ending in known else known[0]


def complain(findings: Sequence[Diagnostic], flag: str = "auto") -> None:
    """Show *findings* on standard error, in full."""
    from dunlang.report.full import full

    click.echo(full(findings, paint_for(flag, error=True)).rstrip("\n"), err=True)


def fail(message: str) -> NoReturn:
    """Say what keeps the command from its work, and end with 2."""
    click.echo(f"dunlang: {message}", err=True)
    sys.exit(2)


def progress(total: int, what: str, *, slow: bool = False) -> Callable[[int], None] | None:
    """A function that shows how far a long run is, on standard error; None where nobody looks or it is over soon.

    *slow*: each of the *total* takes a tenth of a second or so.
    """
    if total < (_LONG_IF_SLOW if slow else _LONG) or sys.stderr is None or not sys.stderr.isatty():
        return None
    step = max(1, total // 100)

    def show(done: int) -> None:
        if done == total:
            click.echo("\r\x1b[K", err=True, nl=False)
        elif done % step == 0:
            click.echo(f"\r{done * 100 // total}% of {total} {what}", err=True, nl=False)

    return show


def stages() -> Callable[[str], None] | None:
    """A function that shows the stage of a run on standard error, none with an empty text; None where nobody looks."""
    if sys.stderr is None or not sys.stderr.isatty():
        return None
    return lambda stage: click.echo(f"\r\x1b[K{stage}", err=True, nl=False)


def read_stdin() -> bytes:
    """All of standard input, up to a little more than the largest policy."""
    from dunlang.project.files import POLICY_LIMIT

    return b"" if sys.stdin is None else sys.stdin.buffer.read(POLICY_LIMIT + 1)
