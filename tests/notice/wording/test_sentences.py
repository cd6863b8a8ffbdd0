"""Sentences with what they mean: read, judged, and the false alarms and misses counted."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest

from dunlang.law import CountryLaw, load_book
from dunlang.money import Money
from dunlang.notice.claims import claims
from dunlang.notice.elements import elements
from dunlang.notice.judge import judge
from dunlang.notice.reading import read
from dunlang.notice.remarks import LetterFacts
from dunlang.notice.wording_pages import ELEMENT
from dunlang.source import Source

FOLDER = Path(__file__).parent
SENT = dt.date(2026, 3, 2)
#: File (its name begins with the language), country, the kind of letter in which the sentences stand, and how many
#: sentences that can be decided there must be at least.
TABLES = (
    ("nl", "NL", "formal", 100),
    ("fr", "BE", "reminder", 100),
    ("nl-BE", "BE", "reminder", 20),
    ("fr-FR", "FR", "reminder", 40),
    ("de", "DE", "reminder", 40),
    ("es", "ES", "reminder", 40),
)


@attrs.frozen
class Case:
    """One sentence: what is expected of it, and whether anybody can decide it."""

    language: str
    line: int
    expected: str
    text: str
    decidable: bool


def table(file: str) -> Iterator[Case]:
    """The sentences of a file."""
    language = file[:2]
    for number, line in enumerate((FOLDER / f"{file}.txt").read_text("utf-8").splitlines(), 1):
        if line and not line.startswith("#"):
            expected, _, text = line.partition(" | ")
            yield Case(language, number, expected.removeprefix("? "), text, not expected.startswith("?"))


def law(country: str) -> CountryLaw:
    """The shipped law of a country."""
    found = load_book()[0].country(country)
    assert found is not None
    return found


def told(case: Case, country: str, kind: str) -> str:
    """What is read of a sentence, in the words of the table: of the sort that is expected there."""
    text = read(Source("sentence", case.text), case.language)
    assert text is not None
    found = claims(text, SENT)
    what = case.expected.split()[0]
    if what in ("states", "lacks"):
        name = case.expected.split(" ", 1)[1]
        state = elements(found)[name].state
        return f"{'states' if state == 'found' else 'lacks'} {name}"
    if what == "costs":
        if found.costs:
            cost = found.costs[-1]
            amount = Money(cost.amount, "EUR").plain() if cost.amount is not None else f"{cost.percent}%"
            return f"costs {cost.when} {amount}".replace("None%", "-")
        return "costs denied" if found.denied_costs else "costs none"
    facts = LetterFacts(
        kind=kind, debtor="consumer", language=case.language, on=SENT, sent=SENT, principal=73554, vat=True
    )
    judged = judge(text, law(country), facts, found)
    if what == "says":
        # A sentence is no letter: what a whole letter would have to state besides is not counted against it.
        said = sorted(
            {f"{remark.page.code} {remark.effect}" for remark in judged.remarks if remark.page is not ELEMENT}
        )
        return f"says {', '.join(said) or 'nothing'}"
    periods = judged.periods
    if not periods:
        return "no period"
    first = periods[0]
    verdict = f" {first.verdict}" if case.decidable else ""
    if first.claim.is_day:
        return f"until {first.claim.last_day}{verdict}"
    return f"period {first.claim.start} {first.claim.length}{verdict}"


def _alarm(verdict: str) -> bool:
    told = verdict.startswith("says") and verdict != "says nothing"
    return told or verdict.endswith("rejected") or verdict.startswith("costs now") or verdict == "no period"


@pytest.mark.parametrize(("file", "country", "kind", "least"), TABLES)
def test_sentences_mean_what_they_say(
    file: str, country: str, kind: str, least: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each sentence that can be decided is read and judged as the table has it; the counts are printed."""
    cases = list(table(file))
    wrong: list[str] = []
    counts: Counter[str] = Counter()
    for case in cases:
        said = told(case, country, kind)
        counts["all"] += 1
        if not case.decidable:
            counts["undecidable"] += 1
        elif said == case.expected:
            counts["right"] += 1
        else:
            alarm, wanted = _alarm(said), _alarm(case.expected)
            counts["false alarms" if alarm and not wanted else "misses" if wanted and not alarm else "misread"] += 1
            wrong.append(f"{file}.txt:{case.line}: {said!r}, not {case.expected!r}: {case.text}")
    with capsys.disabled():
        parts = ("all", "right", "false alarms", "misses", "misread", "undecidable")
        print(f"\nsentences {file}: " + ", ".join(f"{counts[part]} {part}" for part in parts))
    assert counts["all"] - counts["undecidable"] >= least
    assert wrong == []


@pytest.mark.parametrize(("file", "country", "kind"), [each[:3] for each in TABLES])
def test_undecidable_sentences_are_listed(file: str, country: str, kind: str) -> None:
    """What nobody can decide from the sentence alone is in the table, with the reading that it gets."""
    open_ones = [case for case in table(file) if not case.decidable]
    assert open_ones
    assert [told(case, country, kind) for case in open_ones] == [case.expected for case in open_ones]
