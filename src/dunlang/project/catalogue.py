"""All codes and their pages, and what a list of codes, names or first letters means."""

from __future__ import annotations

import fnmatch
from functools import cache
from typing import TYPE_CHECKING

from dunlang.records import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dunlang.diagnostics import Page

__all__ = ["Selection", "expand", "find_page", "pages"]

#: Findings that no selection takes away: they say what was not checked at all.
_ALWAYS = ("SYN", "FIL", "CFG", "HIS")


@cache
def pages() -> Mapping[str, Page]:
    """Every page by its code, in the order of the codes."""
    from dunlang.lint.registry import pages as others
    from dunlang.notice.rendering_pages import PAGES as LETTERS
    from dunlang.notice.wording_pages import PAGES as WORDING
    from dunlang.portfolio.documents.pages import PAGES as DOCUMENTS
    from dunlang.project.history_pages import PAGES as HISTORY
    from dunlang.project.pages import PAGES

    return dict(sorted((page.code, page) for page in (*others(), *LETTERS, *WORDING, *PAGES, *HISTORY, *DOCUMENTS)))


def find_page(word: str) -> Page | None:
    """The page of a code or a name, in capitals or not."""
    known = pages()
    if word.upper() in known:
        return known[word.upper()]
    return next((page for page in known.values() if page.name == word.lower()), None)


def expand(words: Iterable[str]) -> tuple[frozenset[str], tuple[str, ...]]:
    """The codes that *words* mean (codes, names, first letters of codes, ``ALL``), and the words that mean none."""
    codes: set[str] = set()
    strange: list[str] = []
    for word in words:
        meant = _meant(word)
        codes |= meant
        if not meant:
            strange.append(word)
    return frozenset(codes), tuple(strange)


def _meant(word: str) -> set[str]:
    known = pages()
    if word.upper() == "ALL":
        return set(known)
    return {
        code for code, page in known.items() if word and (code.startswith(word.upper()) or page.name == word.lower())
    }


@frozen(kw_only=True)
class Selection:
    """Which findings are wanted. An empty *select* is all of them; *ignore* and *per_file* take away from that."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    per_file: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Ignored per file: patterns as in ``belgie*.dun`` or ``old/**``, and codes."""

    @property
    def is_all(self) -> bool:
        """Whether everything is wanted."""
        return not (self.select or self.ignore or self.per_file)

    def takes(self, code: str, path: str = "") -> bool:
        """Whether a finding of *code* in the file *path* (from the folder of the settings) is wanted."""
        if self.is_all or code.startswith(_ALWAYS):
            return True
        if self.select and code not in _codes(self.select):
            return False
        if code in _codes(self.ignore):
            return False
        return not any(_matches(path, pattern) and code in _codes(codes) for pattern, codes in self.per_file)

    @property
    def rules_wanted(self) -> tuple[str, ...]:
        """*select* as the rules read it: codes, first letters in capitals, names; empty for all."""
        if any(word.upper() == "ALL" for word in self.select):
            return ()
        return tuple(map(_written, self.select))

    @property
    def rules_unwanted(self) -> tuple[str, ...]:
        """*ignore* as the rules read it."""
        return tuple(sorted(_codes(self.ignore)))


def _written(word: str) -> str:
    names = {page.name for page in pages().values()}
    return word.lower() if word.lower() in names else word.upper()


@cache
def _codes(words: tuple[str, ...]) -> frozenset[str]:
    return expand(words)[0]


def _matches(path: str, pattern: str) -> bool:
    return fnmatch.fnmatchcase(path, pattern) or fnmatch.fnmatchcase(path.rpartition("/")[2], pattern)
