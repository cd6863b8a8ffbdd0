"""``dunlang render --out``: every letter of a day in a folder, whole or not at all, with an index."""

from __future__ import annotations

import contextlib
import signal
import sys
from typing import TYPE_CHECKING, Any, NoReturn

import click

from dunlang import __version__
from dunlang.cli.output import complain, progress
from dunlang.records import frozen

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from dunlang.diagnostics import Diagnostic
    from dunlang.notice.context import Subject
    from dunlang.notice.forms import Piece
    from dunlang.notice.render import Format, Renderer
    from dunlang.report.letters_index import IndexedLetter

__all__ = ["Day", "write_day"]

#: More letters than this that cannot be written are counted, not shown.
_SHOWN = 20
#: How many debtors without an address are named.
_NAMED = 10

_INDEX = ("index.csv", "index.json")


@frozen(kw_only=True)
class Day:
    """What all letters of a run share; *sender* is the address of a mail's sender, *fonts* a folder."""

    policy: str
    date: dt.date
    sender: str = ""
    fonts: str = ""


def write_day(
    renderer: Renderer, subjects: Iterable[Subject], forms: Mapping[str, Format], out: str, *, day: Day, color: str
) -> None:
    """Write all letters and the index; or show why not, and end the command."""
    from dunlang.notice.forms import pieces
    from dunlang.notice.render import SUFFIX
    from dunlang.project.folder import file_names, write_folder

    letters = [pieces(subject, forms) for subject in subjects]
    known = [piece for files in letters for piece in files]
    names = file_names(((_name(piece.subject), SUFFIX[piece.form]) for piece in known), taken=_INDEX)
    faults: dict[tuple[object, str], Diagnostic] = {}
    written: list[IndexedLetter] = []
    with _swept():
        fault = write_folder(out, _files(renderer, list(zip(names, known, strict=True)), day, written, faults))
    if fault is not None:
        complain((fault,), color)
        sys.exit(2)
    if faults:
        complain(tuple(faults.values())[:_SHOWN], color)
        more = f", {len(faults) - _SHOWN} more reasons" if len(faults) > _SHOWN else ""
        failed = len(known) - len(written)
        click.echo(f"dunlang: nothing was written: {failed} of {_count(len(known), 'file')} failed{more}", err=True)
        sys.exit(1)
    in_files = "" if len(known) == len(letters) else f" in {len(known)} files"
    click.echo(f"{_count(len(letters), 'letter')}{in_files}, index.csv and index.json in {out}", err=True)
    _tell_lacking(written)


def _files(
    renderer: Renderer,
    wanted: Sequence[tuple[str, Piece]],
    day: Day,
    written: list[IndexedLetter],
    faults: dict[tuple[object, str], Diagnostic],
) -> Iterator[tuple[str, bytes] | None]:
    """Each file as it is made, the index last; at the end None if one of them cannot be made.

    What was made goes to *written*, why not to *faults*, each reason once.
    """
    from dunlang.diagnostics import Diagnostic
    from dunlang.report.letters_index import index_csv, index_json

    show = progress(len(wanted), "letters", slow=any(piece.form == "pdf" for _, piece in wanted))
    for number, (name, piece) in enumerate(wanted, 1):
        found = _file(renderer, name, piece, day)
        if isinstance(found, Diagnostic):
            faults.setdefault((found.code, found.message), found)
        else:
            written.append(found[0])
            if not faults:
                yield name, found[1]
        if show is not None:
            show(number)
    if faults:
        yield None
        return
    yield _INDEX[0], index_csv(written).encode()
    yield _INDEX[1], index_json(written, policy=day.policy, date=day.date, tool=__version__).encode()


def _file(renderer: Renderer, name: str, piece: Piece, day: Day) -> tuple[IndexedLetter, bytes] | Diagnostic:
    """One file and its entry in the index."""
    from dunlang.diagnostics import Diagnostic
    from dunlang.notice.addresses import lacking_address
    from dunlang.notice.render import write
    from dunlang.report.letters_index import IndexedLetter

    sheet = renderer.sheet(piece.subject)
    if isinstance(sheet, Diagnostic):
        return sheet
    debtor = piece.subject.case.debtor
    to = "" if lacking_address(debtor, ("email",)) else debtor.email
    made = write(sheet, piece.form, sender=day.sender, to=to, fonts=day.fonts)
    if isinstance(made, Diagnostic):
        return made
    address = (sheet.addressee, *sheet.address) if sheet.address else ()
    return IndexedLetter(file=name, piece=piece, language=sheet.language, address=address), made


def _name(subject: Subject) -> str:
    again = f"-{subject.entry.occurrence + 1}" if subject.entry.occurrence else ""
    return f"{subject.carrier.invoice.id}-{subject.entry.step.name}{again}"


def _tell_lacking(written: Sequence[IndexedLetter]) -> None:
    """Say which debtors have no address; their letters are there, and the index names them as well."""
    from dunlang.notice.addresses import lacking_address

    told: dict[str, dict[str, None]] = {}
    for letter in written:
        debtor = letter.piece.subject.case.debtor
        lacking = lacking_address(debtor, letter.piece.channels)
        for one in lacking.split(" and ") if lacking else ():
            told.setdefault(one, {})[debtor.id] = None
    for lacking, debtors in told.items():
        names = ", ".join(f"`{name}`" for name in list(debtors)[:_NAMED])
        more = f" and {len(debtors) - _NAMED} more" if len(debtors) > _NAMED else ""
        click.echo(
            f"dunlang: {_count(len(debtors), 'debtor')} with {lacking}: {names}{more} (see `lacking` in index.csv)",
            err=True,
        )


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


@contextlib.contextmanager
def _swept() -> Iterator[None]:
    """While it lasts, being told to end takes away what was written so far: letters hold names and debts."""

    def end(number: int, frame: Any) -> NoReturn:  # noqa: ARG001 - the signature of a handler
        sys.exit(128 + number)

    signals = [signal.SIGTERM, *([signal.SIGHUP] if hasattr(signal, "SIGHUP") else [])]
    try:
        before = {each: signal.signal(each, end) for each in signals}
    except ValueError:  # not in the main thread: the host sees to its signals
        before = {}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
