"""Comments that allow findings: what they take away, and what is said about them."""

from __future__ import annotations

import pytest

from dunlang.diagnostics import Citation, Diagnostic, Page, Severity
from dunlang.lint.suppress import PAGES as OWN
from dunlang.lint.suppress import apply
from dunlang.source import Source, Span
from dunlang.syntax import parse

FEE = Page(code="FEE001", name="fee-above-cap", severity=Severity.ERROR, text="Too much.")
TIM = Page(code="TIM002", name="too-early", severity=Severity.WARNING, text="Too early.")
SYN = Page(code="SYN001", name="unexpected-word", severity=Severity.ERROR, text="What?")
PAGES = {page.code: page for page in (FEE, TIM, SYN, *OWN)}
LAW = Citation(provision="nl.x", article="art. 1")


def judged(text: str, *pages: Page, on: str = "15 EUR", law: bool = True) -> tuple[list[str], int]:
    """The codes left of one finding of each page at *on*, and how many were allowed."""
    import attrs

    source = Source("a.dun", text)
    tree, _ = parse(source)
    start = text.index(on)
    findings: list[Diagnostic] = []
    for page in pages:
        found = page.at(Span(source, start, start + len(on)), "said")
        findings.append(attrs.evolve(found, citations=(LAW,)) if law else found)
    allowed = apply(findings, [tree], PAGES)
    return [found.code for found in allowed.findings], allowed.suppressed


def group(costs: str) -> str:
    """A policy whose sixth line states costs, with what stands around."""
    return f'policy "x" {{ law NL }}\n\ngroup g {{\n    otherwise\n{costs}\n}}\n'


@pytest.mark.parametrize(
    "costs",
    [
        "    costs 15 EUR  # allow FEE001: agreed with counsel",
        "    costs 15 EUR  # allow fee-above-cap: agreed with counsel",
        "    costs 15 EUR  #allow FEE001 : agreed",
        "    # allow FEE001: agreed with counsel\n    costs 15 EUR",
        "    # allow FEE001: agreed with counsel\n    # and a word more\n\n    costs 15 EUR",
    ],
)
def test_allowed_on_the_line_or_above(costs: str) -> None:
    """A comment at the end of the line, or alone above it, takes the finding away."""
    assert judged(group(costs), FEE) == ([], 1)


def test_several_codes_in_one_comment() -> None:
    """Codes and names are separated by commas."""
    assert judged(group("costs 15 EUR # allow FEE001, too-early: both"), FEE, TIM) == ([], 2)


@pytest.mark.parametrize(
    "costs",
    [
        "    costs 15 EUR\n    contact from 5 EUR  # allow FEE001: agreed",
        "    costs 15 EUR\n    # allow FEE001: agreed\n",
        "    # allow FEE001: agreed\n    contact from 5 EUR\n    costs 15 EUR",
    ],
)
def test_another_line_is_not_allowed(costs: str) -> None:
    """A comment elsewhere allows nothing and is reported as unused."""
    assert judged(group(costs), FEE) == (["FEE001", "STY001"], 0)


def test_law_needs_a_reason() -> None:
    """A finding that cites a provision is allowed, but a comment without a reason is an error of its own."""
    assert judged(group("costs 15 EUR # allow FEE001"), FEE) == (["STY003"], 1)
    assert judged(group("costs 15 EUR # allow FEE001:  "), FEE) == (["STY003"], 1)
    assert judged(group("costs 15 EUR # allow FEE001"), FEE, law=False) == ([], 1)


def test_what_is_no_reason() -> None:
    """Words behind the code without a colon are an error."""
    assert judged(group("costs 15 EUR # allow FEE001 because we may"), FEE) == (["STY003"], 1)


@pytest.mark.parametrize("word", ["FEE999", "no-such-name"])
def test_unknown_codes(word: str) -> None:
    """A code or name that does not exist is reported, and allows nothing."""
    assert judged(group(f"costs 15 EUR # allow {word}: reason"), FEE) == (["FEE001", "STY002"], 0)


@pytest.mark.parametrize(
    "comment", ["# allow some time", "# allowed", "# allow", "# we allow FEE001: not", "# allow 15 EUR"]
)
def test_prose_is_prose(comment: str) -> None:
    """A comment that only happens to begin like that is left alone."""
    assert judged(group(f"costs 15 EUR {comment}"), FEE) == (["FEE001"], 0)


def test_twice_is_once_too_often() -> None:
    """The second comment for the same finding is unused."""
    costs = "# allow FEE001: one\ncosts 15 EUR # allow FEE001: two"
    assert judged(group(costs), FEE) == (["STY001"], 1)


def test_syntax_cannot_be_allowed() -> None:
    """A syntax error stays, and the comment is reported."""
    assert judged(group("costs 15 EUR # allow SYN001: please"), SYN) == (["SYN001", "STY001"], 0)


def test_not_unused_in_a_broken_text() -> None:
    """Where the text was not read to its end, no comment is called unused."""
    assert judged(group("costs 15 EUR # allow TIM002: later\n contact from from"), FEE) == (["FEE001"], 0)


def test_not_unused_where_the_rule_did_not_run() -> None:
    """A comment for a code that was not looked for is not called unused."""
    source = Source("a.dun", group("costs 15 EUR # allow TIM002: later"))
    tree, _ = parse(source)
    assert not apply([], [tree], PAGES, lambda code: code != "TIM002").findings
    assert [found.code for found in apply([], [tree], PAGES).findings] == ["STY001"]


@pytest.mark.parametrize("page", OWN, ids=lambda page: page.code)
def test_pages_hold(page: Page) -> None:
    """The bad example of each page gives its code, the good one does not."""
    for heading, expected in (("Bad", True), ("Good", False)):
        blocks = page.blocks(heading)
        assert blocks
        for block in blocks:
            tree, _ = parse(Source("a.dun", block))
            found = [one.code for one in apply([], [tree], {**PAGES, "NAM001": TIM}).findings]
            assert (page.code in found) is expected
