"""The pages of the codes hold what they say."""

from __future__ import annotations

import pytest

from dunlang.diagnostics import Page
from dunlang.syntax import parse
from dunlang.syntax.pages import PAGES
from tests.syntax.programs import source


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.code)
def test_bad_gives_the_code_and_good_does_not(page: Page) -> None:
    """The examples of a page are tests of it."""
    assert page.blocks("Bad")
    assert page.blocks("Good")
    for block in page.blocks("Bad"):
        assert page.code in [found.code for found in parse(source(block))[1]]
    for block in page.blocks("Good"):
        assert page.code not in [found.code for found in parse(source(block))[1]]


def test_codes_and_names_are_used_once() -> None:
    """Codes run on without a gap, and no name stands for two."""
    assert [page.code for page in PAGES] == [f"SYN{number:03}" for number in range(1, len(PAGES) + 1)]
    assert len({page.name for page in PAGES}) == len(PAGES)
