"""The frequent words by which languages are told apart."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest

from dunlang.notice.lexicon import LANGUAGES, lexicon
from dunlang.notice.reading import plain_language
from dunlang.notice.tokens import fold, tokenise

LETTERS = sorted((Path(__file__).parents[2] / "policies" / "letters").glob("*.txt"))


def own(language: str) -> frozenset[str]:
    """The words that only this language has."""
    found = lexicon(language)
    assert found is not None
    return found.own


@pytest.mark.parametrize(("one", "other"), list(combinations(LANGUAGES, 2)))
def test_no_two_languages_share_an_own_word(one: str, other: str) -> None:
    """A word that two of the languages have tells nothing; each is folded as the words of a letter are."""
    assert not own(one) & own(other)
    assert all(fold(word) == word for word in own(one))


@pytest.mark.parametrize("path", LETTERS, ids=lambda path: path.stem)
def test_a_shipped_letter_is_in_its_language_or_too_short(path: Path) -> None:
    """The name of a letter ends in its language; no letter is taken for another one, whatever is expected."""
    language = path.stem.rpartition(".")[2][-2:]
    tokens = tokenise(path.read_text("utf-8"))
    assert plain_language(tokens) in (language, None)
    for other in LANGUAGES:
        assert plain_language(tokens, other) == plain_language(tokens) or other == language
    assert plain_language(tokens) == language or len(tokens) < 120


def test_a_text_in_two_languages_is_in_neither() -> None:
    """Two letters behind one another are not plainly in one language."""
    dutch, french = (next(path for path in LETTERS if path.stem.endswith(end)) for end in (".be-nl", ".be-fr"))
    assert plain_language(tokenise(dutch.read_text("utf-8") + french.read_text("utf-8"))) is None
