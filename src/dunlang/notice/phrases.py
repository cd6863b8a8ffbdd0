"""Words that courts or authorities have judged, looked up in a letter: periods by meaning, threats word by word.

A phrase of the law data that names a ``start`` judges every period that runs so; one that names a ``sense`` judges what
is said of costs, or names them; any other is looked for word by word, where it is not denied.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from dunlang.dates import Offset
from dunlang.law import CountryLaw, Phrase, Provision
from dunlang.notice import wording_pages as pages
from dunlang.notice.claims import LetterClaims, denied
from dunlang.notice.periods import PeriodClaim
from dunlang.notice.reading import LetterText, Mark, Sentence
from dunlang.notice.remarks import Effect, LetterFacts, Remark
from dunlang.notice.tokens import fold, tokenise
from dunlang.source import Span

__all__ = ["days_of", "is_named", "judge_phrases", "on_costs", "stands", "verdict_on"]

_DAYS = {"days": 1, "working days": 1, "weeks": 7, "months": 30}


def verdict_on(law: CountryLaw, facts: LetterFacts, claim: PeriodClaim) -> tuple[Phrase | None, Provision | None]:
    """The phrase that judges a period, and its provision."""
    if claim.is_day or claim.length is None:
        return None, None
    days = days_of(claim.length)
    for wording in law.wording(facts.kind, facts.debtor, facts.on, facts.language):
        for phrase in wording.phrases:
            if phrase.start != claim.start:
                continue
            low = phrase.at_least is None or days >= days_of(phrase.at_least)
            high = phrase.at_most is None or days <= days_of(phrase.at_most)
            if low and high:
                return phrase, wording.provision
    return None, None


def days_of(length: Offset) -> int:
    """A length in days, to compare it with another: working days as days, a month as thirty."""
    return length.count * _DAYS[length.unit]


def on_costs(law: CountryLaw, facts: LetterFacts, sense: str) -> tuple[Phrase | None, Provision | None]:
    """What is judged of a way to speak of costs, and its provision."""
    return next(_of(law, facts, sense), (None, None))


def is_named(law: CountryLaw, facts: LetterFacts, sense: str, name: str) -> bool:
    """Whether one of the phrases with that sense is the word *name*."""
    said = fold(name)
    return any(_same(said, fold(phrase.text)) for phrase, _ in _of(law, facts, sense))


def stands(law: CountryLaw, facts: LetterFacts, found: LetterClaims, sense: str) -> bool:
    """Whether words with that sense stand in the letter: neither denied, nor only to come.

    A sentence that speaks of costs may speak of what is to come: `would be yours if the judge says so`.
    """
    for phrase, _ in _of(law, facts, sense):
        for sentence, mark in _places(found.text, _words(phrase)):
            to_come = sentence.has("future") or sentence.has("condition")
            if not denied(mark, sentence) and (sentence.has("cost") or not to_come):
                return True
    return False


def _of(law: CountryLaw, facts: LetterFacts, sense: str) -> Iterator[tuple[Phrase, Provision]]:
    for wording in law.wording(facts.kind, facts.debtor, facts.on, facts.language):
        yield from ((phrase, wording.provision) for phrase in wording.phrases if phrase.sense == sense)


def judge_phrases(law: CountryLaw, facts: LetterFacts, found: LetterClaims) -> list[Remark]:
    """The judged words that stand in a letter and are not denied there."""
    remarks: list[Remark] = []
    folded = fold(found.text.source.text)
    for wording in law.wording(facts.kind, facts.debtor, facts.on, facts.language):
        for phrase in wording.phrases:
            if phrase.start is not None or phrase.sense is not None or phrase.verdict == "accepted":
                continue
            words = _words(phrase)
            if not all(word.rstrip("*") in folded for word in words):
                continue
            places = [
                found.text.at(mark) for sentence, mark in _places(found.text, words) if not denied(mark, sentence)
            ]
            remarks += [_remark(place, phrase, wording.provision) for place in places]
    return remarks


def _words(phrase: Phrase) -> tuple[str, ...]:
    """The words to look for, parted as those of a letter are."""
    return _parted(phrase.text)


@lru_cache(maxsize=4096)
def _parted(text: str) -> tuple[str, ...]:
    return tuple(
        part
        for word in fold(text).split()
        for part in ([word] if word.endswith("*") else [token.text for token in tokenise(word)])
    )


def _remark(place: Span, phrase: Phrase, provision: Provision) -> Remark:
    rejected = phrase.verdict == "rejected" and provision.may_be_error
    effect: Effect = "no" if rejected else "undecided"
    return Remark(
        page=pages.PHRASE,
        effect=effect,
        message=f"`{place.text}` does not belong in this letter",
        span=place,
        label=phrase.says,
        help="leave it out",
        provisions=(provision,),
    )


def _places(text: LetterText, words: tuple[str, ...]) -> list[tuple[Sentence, Mark]]:
    """Where the words stand one behind the other."""
    found: list[tuple[Sentence, Mark]] = []
    for sentence in text.sentences:
        tokens = [at for at in range(sentence.first, sentence.last) if text.tokens[at].kind != "line"]
        for start in range(len(tokens) - len(words) + 1):
            said = [text.tokens[at].text for at in tokens[start : start + len(words)]]
            if all(map(_same, said, words)):
                found.append((sentence, Mark("phrase", tokens[start], tokens[start + len(words) - 1] + 1)))
    return found


def _same(said: str, wanted: str) -> bool:
    return said.startswith(wanted[:-1]) if wanted.endswith("*") else said == wanted
