"""Existing letters: found in folders, read as text whatever their kind of file."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from dunlang.diagnostics import Diagnostic
from dunlang.project.files import decode, files_among, shown
from dunlang.project.intake import LARGEST_TEXT, NoTextError
from dunlang.project.pages import TOO_LARGE, UNREADABLE
from dunlang.source import Source

__all__ = ["KINDS", "letters_among", "read_letter"]

#: The kinds of files that are read, by the end of their names.
KINDS = (".txt", ".md", ".html", ".htm", ".docx", ".pdf")
#: The largest file of a letter, in bytes.
_LARGEST = 20_000_000


def letters_among(paths: Iterable[str]) -> list[str]:
    """The files that *paths* name, and of each folder the letters in and below it; see :func:`.files_among`."""
    return files_among(paths, KINDS, (".", "~$"))


def read_letter(path: str) -> Source | Diagnostic:
    """The text of a letter under its path, or why there is none. The places in a finding are those of the text."""
    name = shown(path)
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - a path may be a text with a zero byte, which open() names
            data = file.read(_LARGEST + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        return UNREADABLE.at(None, f"cannot read `{name}`: {reason.lower()}", file=name)
    if len(data) > _LARGEST:
        most = f"{_LARGEST // 1_000_000} MB, the most that is read"
        return TOO_LARGE.at(None, f"`{name}` is larger than {most}", file=name)
    kind = Path(name).suffix.lower()
    try:
        return _text(data, name, kind)
    except NoTextError as error:
        return UNREADABLE.at(None, f"cannot read `{name}`: {error}", file=name, help=error.hint or None)


def _text(data: bytes, name: str, kind: str) -> Source | Diagnostic:
    if kind == ".pdf" or data.startswith(b"%PDF-"):
        from dunlang.project.intake.pdf import text_of_pdf

        return Source(name, text_of_pdf(data))
    if kind == ".docx" or data.startswith(b"PK\x03\x04"):
        from dunlang.project.intake.word import text_of_docx

        return Source(name, text_of_docx(data))
    source = decode(data, name)
    if isinstance(source, Diagnostic):
        return source
    if len(source.text) > LARGEST_TEXT:
        raise NoTextError(f"its text is longer than {LARGEST_TEXT} characters", "name a letter")
    if kind in (".html", ".htm"):
        from dunlang.project.intake.markup import text_of_html

        return Source(name, text_of_html(source.text))
    if not source.text.strip():
        raise NoTextError("it holds no text")
    return source
