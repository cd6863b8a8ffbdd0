"""The judged words of the law data: each example reads as the data say, and its own verdict falls on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from dunlang.law import CountryLaw, Phrase, Wording, load_book
from dunlang.law.book import shipped_countries
from dunlang.law.vocabulary import SENSES
from dunlang.notice.claims import claims
from dunlang.notice.lexicon import LANGUAGES
from dunlang.notice.phrases import is_named, judge_phrases, stands, verdict_on
from dunlang.notice.reading import read
from dunlang.notice.remarks import LetterFacts
from dunlang.source import Source

ON = dt.date(2026, 3, 2)
#: A sentence around an example, in which a letter would say it.
ROUND = {"nl": "Wij verzoeken u te betalen {}.", "fr": "Nous vous prions de payer {}."}


def phrases() -> Iterator[tuple[CountryLaw, Wording, Phrase]]:
    """Every phrase of the shipped data."""
    book = load_book()[0]
    for code in shipped_countries():
        law = book.country(code)
        assert law is not None
        for provision in law.provisions("wording"):
            for phrase in provision.body.phrases:
                yield law, provision.body, phrase


ALL = list(phrases())


def facts(law: CountryLaw, wording: Wording) -> LetterFacts:
    """A letter to a consumer in which the wording counts."""
    return LetterFacts(kind=wording.notices[0], debtor="consumer", language=wording.language, on=ON)


@pytest.mark.parametrize(
    ("law", "wording", "phrase"), [case for case in ALL if case[2].start], ids=lambda value: getattr(value, "text", "")
)
def test_an_example_of_a_period_gets_its_own_verdict(law: CountryLaw, wording: Wording, phrase: Phrase) -> None:
    """The example is read as a period for payment with the beginning and the verdict that stand beside it."""
    text = read(Source("example", ROUND[wording.language].format(phrase.text)), wording.language)
    assert text is not None
    period = next(iter(claims(text, ON).periods))
    assert (period.role, period.start) == ("payment", phrase.start)
    judged, _ = verdict_on(law, facts(law, wording), period)
    assert judged is not None
    assert judged.verdict == phrase.verdict


@pytest.mark.parametrize(
    ("law", "wording", "phrase"),
    [case for case in ALL if not case[2].start and not case[2].sense],
    ids=lambda value: getattr(value, "text", ""),
)
def test_literal_words_are_found(law: CountryLaw, wording: Wording, phrase: Phrase) -> None:
    """Words that are judged as they stand are found in a sentence of their own, whatever their accents."""
    text = read(Source("example", phrase.text.replace("*", "") + "."), wording.language)
    assert text is not None
    found = judge_phrases(law, facts(law, wording), claims(text))
    assert any(remark.label == phrase.says for remark in found)


LITERAL = ("reminder fee", "ground of costs", "title for costs")


@pytest.mark.parametrize(
    ("law", "wording", "phrase"),
    [case for case in ALL if case[2].sense in LITERAL],
    ids=lambda value: getattr(value, "text", ""),
)
def test_names_and_grounds_are_found(law: CountryLaw, wording: Wording, phrase: Phrase) -> None:
    """Words that name a fee, a ground or a title are found in a sentence of their own, and not in an empty letter."""
    sense, said = phrase.sense or "", phrase.text.replace("*", "")
    text, empty = (read(Source("example", each), wording.language) for each in (f"{said}.", "."))
    assert text is not None
    assert empty is not None
    if sense == "reminder fee":
        assert is_named(law, facts(law, wording), sense, said)
        assert not is_named(law, facts(law, wording), sense, f"x{said}")
    else:
        assert stands(law, facts(law, wording), claims(text), sense)
        assert not stands(law, facts(law, wording), claims(empty), sense)


def test_every_sense_and_language_is_known() -> None:
    """Senses come from the closed list, and each language of judged words has a lexicon."""
    assert {phrase.sense for _, _, phrase in ALL if phrase.sense} <= set(SENSES)
    assert {wording.language for _, wording, _ in ALL} <= set(LANGUAGES)
