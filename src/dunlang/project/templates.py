"""The files of letters: a policy's templates, and what they include, read from inside the project folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from dunlang.diagnostics import Diagnostic
from dunlang.notice.letters import read_letters
from dunlang.project.files import beside, inside, read_source

if TYPE_CHECKING:
    from collections.abc import Callable

    from dunlang.model.policy import Policy
    from dunlang.notice.letters import Letters
    from dunlang.project.session import Loaded
    from dunlang.source import Source, Span

__all__ = ["letters_of", "template_reader"]


def letters_of(loaded: Loaded, policy: Policy) -> tuple[Letters, tuple[Diagnostic, ...]]:
    """The letters of a loaded policy, and what keeps any of them from being read or judged."""
    law = loaded.book.country(policy.law) if loaded.book is not None else None
    languages = {policy.law: law.languages} if law is not None else {}
    return read_letters(policy, template_reader(loaded), languages=languages)


def template_reader(loaded: Loaded) -> Callable[[str, Span], Source | Diagnostic]:
    """A function that gives the file which a path names in the file of a span, or a finding why it cannot be read.

    Paths count from the folder of the file that names them; nothing outside the project folder is read.
    """
    root = loaded.settings.folder or Path(loaded.name).parent

    def read(path: str, at: Span) -> Source | Diagnostic:
        file = inside(path, base=Path(at.source.name).parent, root=root, at=at)
        if isinstance(file, Diagnostic):
            return file
        return read_source(file, beside(at.source.name, path), at=at)

    return read
