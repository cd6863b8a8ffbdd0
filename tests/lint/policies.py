"""A policy's text judged, for the tests of this room."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from dunlang.diagnostics import Diagnostic
from dunlang.law import LawBook, load_book
from dunlang.lint import Report, View, run
from dunlang.model import Policy, resolve
from dunlang.notice.letters import Letters, read_letters
from dunlang.source import Source
from dunlang.syntax import parse

__all__ = ["NOTICES", "book", "codes", "judged", "letters_of", "marked", "policy_of", "view_of"]

_MARK = re.compile(r"# ([A-Z]{3}\d{3}(?:, [A-Z]{3}\d{3})*)$")

#: Notices and parties for policies of a few steps.
NOTICES = """
notice hello    { kind announcement  states invoice number, due date, amount due }
notice reminder { kind reminder      states invoice number, amount due }
notice urgent   { kind formal        states invoice number, amount due, deadline, agency handover
                  gives 14 days from receipt }
notice week     { kind formal        states invoice number, amount due, deadline  gives 7 days from sending }
notice last     { kind final         states invoice number, amount due }
agency bureau "Bureau" { register "1" }
insurer cover "Cover" { notify within 60 days of due }
"""


@cache
def book() -> LawBook:
    """The shipped law."""
    return load_book()[0]


def policy_of(text: str, *, faulty: bool = False) -> Policy:
    """The policy of a text; *faulty*: with findings of the model."""
    tree, errors = parse(Source("policy.dun", text))
    assert not errors, errors
    policy, found = resolve(tree, known_law=lambda code: book().country(code) is not None)
    assert policy is not None, found
    assert faulty or not [each for each in found if each.severity == "error"], found
    return policy


def view_of(text: str) -> View:
    """The view of a policy's text under the shipped law."""
    return View(policy_of(text), book())


def judged(
    text: str,
    *,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    strict: bool = False,
    faulty: bool = False,
    letters: Mapping[str, str] | None = None,
) -> Report:
    """The report on a policy's text under the shipped law; *letters* are its templates by their file names."""
    policy = policy_of(text, faulty=faulty)
    read = None if letters is None else letters_of(policy, letters)
    return run(policy, book(), select=select, ignore=ignore, strict=strict, letters=read)


def letters_of(policy: Policy, texts: Mapping[str, str]) -> Letters:
    """The templates of a policy, from texts by their file names."""
    law = book().country(policy.law)
    found, wrong = read_letters(
        policy,
        lambda path, at: Source(path, texts[path]),
        languages={policy.law: law.languages} if law is not None else {},
    )
    assert not wrong, wrong
    return found


def codes(found: Iterable[Diagnostic]) -> list[tuple[int, str]]:
    """Findings as (line, code)."""
    return [(each.span.line if each.span is not None else 0, each.code) for each in found]


def marked(text: str) -> list[tuple[int, str]]:
    """What the comments at the ends of lines say is found there, as (line, code)."""
    return [
        (number, code)
        for number, line in enumerate(text.splitlines(), 1)
        for match in _MARK.finditer(line)
        for code in match.group(1).split(", ")
    ]
