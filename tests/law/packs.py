"""A law file to vary: what the tests of the loader share."""

from __future__ import annotations

from dunlang.diagnostics import Diagnostic
from dunlang.law import CountryLaw, LawBook, load_book
from dunlang.law.load import CountryData, load_files
from dunlang.source import Source

HEAD = """\
country: NL
verified_on: 2026-11-21
sources:
  act: {url: "https://example.org/act", what: "the act"}
"""


def provision(kind: str, keys: str, *, id: str = "nl.test", confidence: str = "verified") -> str:  # noqa: A002 - the key
    """One provision of *kind* with its own *keys* (flow style, without braces)."""
    return (
        f'  - {{id: {id}, kind: {kind}, says: "It says so.", article: "art. 1", sources: [act], '
        f"confidence: {confidence}, {keys}}}\n"
    )


def pack(*provisions: str, head: str = HEAD) -> str:
    """A file with these provisions."""
    return head + "provisions:\n" + "".join(provisions)


def load(text: str, layer: int = 1) -> tuple[CountryData | None, tuple[Diagnostic, ...]]:
    """Read one file as a pack."""
    return load_files([Source("pack.yaml", text)], origin="pack.yaml", layer=layer)


def codes(text: str) -> list[str]:
    """The codes of the findings in one file."""
    return [finding.code for finding in load(text)[1]]


def country(book: LawBook | None = None, code: str = "NL") -> CountryLaw:
    """The law of a country, of the shipped data unless another book is given."""
    found = (book or load_book()[0]).country(code)
    assert found is not None
    return found
