"""Each page's examples are run: Bad gives its code, Good does not."""

from __future__ import annotations

import pytest

from dunlang.diagnostics import Page
from dunlang.model import pages
from dunlang.model.pages import NOT_DECIDED, PAGES
from tests.model.policies import resolved

#: The files that the pages' examples use.
FILES = {
    "groups.dun": "group zakelijk { when debtor is business  payment within 30 days of invoice }",
    "terms.dun": "terms standaard { payment within 14 days of invoice }",
}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.code)
def test_bad_example_gives_the_code(page: Page) -> None:
    """Every block under Bad gives the page's code and no other error."""
    assert page.blocks("Bad") or page is NOT_DECIDED
    for block in page.blocks("Bad"):
        _, found = resolved(block, FILES)
        assert {each.code for each in found} == {page.code}, found


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.code)
def test_good_example_is_clean(page: Page) -> None:
    """Every block under Good has no finding at all."""
    assert page.blocks("Good") or page is NOT_DECIDED
    for block in page.blocks("Good"):
        policy, found = resolved(block, FILES)
        assert policy is not None
        assert not found


def test_every_page_is_listed_once() -> None:
    """Codes and names are unique, and each page of the room is in PAGES."""
    assert len({page.code for page in PAGES}) == len({page.name for page in PAGES}) == len(PAGES)
    exported = {value for value in vars(pages).values() if isinstance(value, Page)}
    assert exported == set(PAGES)
