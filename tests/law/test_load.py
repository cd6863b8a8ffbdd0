"""Law files: strict reading, and packs laid over what ships."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dunlang.diagnostics import Page
from dunlang.law import load_book
from dunlang.law.pages import PAGES
from dunlang.source import Source
from tests.law.packs import HEAD, codes, country, load, pack, provision

RATE = (
    "rate: house, rows: [{from: 2025-01-01, until: 2025-12-31, value: 6}, "
    "{from: 2026-01-01, until: 2026-12-31, value: 4}]"
)
COST = "role: statutory, for: [business], pieces: [{percent: 15}]"

WRONG = [
    ("an unknown key at the top", "countri: NL\n", "LAW004"),
    ("no country", "name: Netherlands\n", "LAW006"),
    ("Norway without quotes", "country: NO\n", "LAW008"),
    ("a list at the top", "- country\n", "LAW007"),
    ("provisions that are no list", HEAD + "provisions: {}\n", "LAW007"),
    ("a provision that is no mapping", HEAD + "provisions: [x]\n", "LAW007"),
    ("no kind", HEAD + "provisions: [{id: a.b}]\n", "LAW006"),
    ("an unknown kind", pack(provision("ratio", "rate: x")), "LAW007"),
    ("an unknown key", pack(provision("cost", COST + ", minimun: 40")), "LAW004"),
    ("a doubled key", pack(provision("cost", COST + ", minimum: 40, minimum: 50")), "LAW005"),
    ("a doubled key in a piece", pack(provision("cost", "role: cap, pieces: [{percent: 1, percent: 2}]")), "LAW005"),
    ("a missing value", pack(provision("cost", "role: cap")), "LAW006"),
    ("a flag as yes", pack(provision("cost", COST + ", aggregate: yes")), "LAW008"),
    ("a flag in quotes", pack(provision("cost", COST + ', aggregate: "true"')), "LAW007"),
    ("an amount with three decimals", pack(provision("cost", COST + ", minimum: 40.005")), "LAW007"),
    ("an amount with a comma", pack(provision("cost", COST + ', minimum: "40,00"')), "LAW007"),
    ("an amount below zero", pack(provision("cost", COST + ", minimum: -1")), "LAW007"),
    ("an amount in octal", pack(provision("cost", "role: cap, pieces: [{percent: 010}]")), "LAW007"),
    ("a rate as infinity", pack(provision("cost", "role: cap, pieces: [{percent: .inf}]")), "LAW007"),
    ("a rate with an exponent", pack(provision("cost", "role: cap, pieces: [{percent: 1e3}]")), "LAW007"),
    ("a rate with seven decimals", pack(provision("cost", "role: cap, pieces: [{percent: 0.1234567}]")), "LAW007"),
    ("a debtor that is none", pack(provision("cost", "role: cap, for: [consumers], pieces: [{percent: 1}]")), "LAW007"),
    (
        "a debtor twice",
        pack(provision("cost", "role: cap, for: [business, business], pieces: [{percent: 1}]")),
        "LAW007",
    ),
    ("an empty list", pack(provision("cost", "role: cap, pieces: []")), "LAW007"),
    ("an empty value", pack(provision("cost", "role: , pieces: [{percent: 1}]")), "LAW007"),
    ("a day that is none", pack(provision("cost", COST + ", from: 2026-02-30")), "LAW009"),
    ("a month that is none", pack(provision("cost", COST + ", from: 2026-13-01")), "LAW009"),
    ("a day in another order", pack(provision("cost", COST + ", from: 01-02-2026")), "LAW009"),
    ("a day with a time", pack(provision("cost", COST + ', from: "2026-01-01T10:00"')), "LAW009"),
    ("an end before the beginning", pack(provision("cost", COST + ", from: 2026-02-01, until: 2026-01-31")), "LAW009"),
    ("a time without quotes", pack(provision("contact", "who: [agency], not_after: 20:00")), "LAW007"),
    ("a period without unit", pack(provision("period", "moves_on: true, up_to: 14")), "LAW007"),
    (
        "an element that is none",
        pack(provision("elements", "notices: [formal], elements: [{any_of: [stamp]}]")),
        "LAW007",
    ),
    ("a divisor as a number", pack(provision("convention", "role: contract, divisor: 365")), "LAW007"),
    ("an unlisted source", pack(provision("cost", COST).replace("[act]", "[akt]")), "LAW012"),
    ("verified by nothing", pack(provision("cost", COST).replace("sources: [act], ", "")), "LAW012"),
    ("an odd confidence", pack(provision("cost", COST, confidence="sure")), "LAW007"),
    ("the same id", pack(provision("cost", COST), provision("fact", "topic: costs")), "LAW013"),
    ("two answers", pack(provision("cost", COST), provision("cost", COST, id="nl.other")), "LAW015"),
    ("a gap", pack(provision("rate", RATE.replace("2025-12-31", "2025-12-30"))), "LAW010"),
    ("an overlap", pack(provision("rate", RATE.replace("2025-12-31", "2026-01-01"))), "LAW011"),
    (
        "rows out of order",
        pack(provision("rate", RATE.replace("2025-01-01, until: 2025-12-31", "2027-01-01"))),
        "LAW011",
    ),
    (
        "two rows from one day",
        pack(provision("rate", "rate: x, rows: [{from: 2025-01-01, value: 1}, {from: 2025-01-01, value: 2}]")),
        "LAW011",
    ),
    (
        "known until before it begins",
        pack(provision("rate", "rate: x, known_until: 2024-12-31, rows: [{from: 2025-01-01, value: 1}]")),
        "LAW009",
    ),
    (
        "a row that ends before it begins",
        pack(provision("rate", RATE.replace("until: 2025-12-31", "until: 2024-12-31"))),
        "LAW009",
    ),
    (
        "a rate beyond all measure",
        pack(provision("rate", "rate: x, rows: [{from: 2025-01-01, value: 1000.5}]")),
        "LAW007",
    ),
    ("a row without a value", pack(provision("rate", "rate: x, rows: [{from: 2025-01-01}]")), "LAW007"),
    (
        "a row with two values",
        pack(provision("rate", "rate: x, rows: [{from: 2025-01-01, value: 1, base: y}]")),
        "LAW007",
    ),
    (
        "points without a base",
        pack(provision("rate", "rate: x, rows: [{from: 2025-01-01, value: 1, points: 8}]")),
        "LAW007",
    ),
    (
        "a row with an unlisted source",
        pack(provision("rate", "rate: x, rows: [{from: 2025-01-01, value: 1, sources: [akt]}]")),
        "LAW012",
    ),
]


@pytest.mark.parametrize(("text", "code"), [row[1:] for row in WRONG], ids=[row[0] for row in WRONG])
def test_wrong_files(text: str, code: str) -> None:
    """Each mistake gives its code, with a place, and leaves out what is wrong."""
    data, found = load(text)
    assert code in {finding.code for finding in found}
    assert all(finding.span is not None for finding in found)
    assert data is None or len(data.provisions) < max(2, text.count("- {id"))


@pytest.mark.parametrize(
    ("second", "said"),
    [
        ("2025-01-01", "begins on 2025-01-01, but the row before begins on that day too"),
        ("2024-07-01", "begins on 2024-07-01, but the row before begins later, on 2025-01-01"),
    ],
)
def test_rows_that_stand_in_the_wrong_order(second: str, said: str) -> None:
    """The message names the days that the file has, and none that was worked out from it."""
    rows = f"rows: [{{from: 2025-01-01, value: 1}}, {{from: {second}, value: 2}}]"
    _, [found] = load(pack(provision("rate", f"rate: x, {rows}")))
    assert found.message == said


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.code)
def test_the_pages_tell_the_truth(page: Page) -> None:
    """The bad file of a page gives its code, the good one gives nothing; both through the door that users use."""
    (bad,), (good,) = page.blocks("Bad"), page.blocks("Good")
    assert page.code in {finding.code for finding in load_book([Source("bad.yaml", bad)])[1]}
    assert load_book([Source("good.yaml", good)])[1] == ()


def test_codes_and_names_are_unique() -> None:
    """A code and a name mean one thing."""
    assert len({page.code for page in PAGES}) == len({page.name for page in PAGES}) == len(PAGES)


def test_a_mistyped_word_is_named_with_line_and_column() -> None:
    """The finding stands on the key and says what was meant."""
    _, found = load(HEAD + 'provisions:\n  - id: nl.x\n    kind: fact\n    sais: "x"\n')
    unknown = next(finding for finding in found if finding.code == "LAW004")
    assert unknown.span is not None
    assert (unknown.span.line, unknown.span.column) == (8, 5)
    assert unknown.help == "did you mean `says`?"


def test_house_confidence_is_for_packs() -> None:
    """The shipped data say how sure they are; only a user may simply decide."""
    text = pack(provision("cost", COST, confidence="house"))
    assert codes(text) == []
    assert [finding.code for finding in load(text, layer=0)[1]] == ["LAW007"]


def test_a_newer_rate_in_a_pack_joins_what_ships() -> None:
    """A pack adds the next half-year; the days before keep the shipped rate, and the origin shows."""
    newer = pack(
        provision("rate", "rate: statutory, rows: [{from: 2027-01-01, until: 2027-06-30, value: 5}]", id="our.rate")
    )
    book, found = load_book([Source("our-rates.yaml", newer)])
    assert found == ()
    law = country(book)
    before, after = law.rate("statutory", dt.date(2026, 12, 31)), law.rate("statutory", dt.date(2027, 1, 1))
    assert before is not None
    assert after is not None
    assert (before.percent, after.percent) == (Decimal(4), Decimal(5))
    assert before.provision is not None
    assert after.provision is not None
    assert before.provision.citation().origin == "dunlang"
    assert after.provision.citation().origin == "our-rates.yaml"
    assert law.rate("statutory", dt.date(2027, 7, 1)) is None


def test_a_pack_goes_before_what_ships_and_the_later_before_the_earlier() -> None:
    """Two packs answer the same question: the last one named holds."""
    first = pack(provision("cost", "role: statutory, for: [business], pieces: [{base: 50}]", id="one.costs"))
    second = pack(provision("cost", "role: statutory, for: [business], pieces: [{base: 60}]", id="two.costs"))
    book, _ = load_book([Source("one.yaml", first), Source("two.yaml", second)])
    law = country(book)
    rule, consumer = law.costs("business", dt.date(2026, 1, 1)), law.costs("consumer", dt.date(2026, 1, 1))
    assert rule is not None
    assert consumer is not None
    assert rule.scale.amount(100_000) == 6000
    assert consumer.scale.amount(100_000) == 15_000


def test_the_same_id_replaces_what_ships() -> None:
    """A provision with a shipped id takes its place, for the debtors that the shipped one named as well."""
    changed = pack(provision("allocation", "order: [principal, interest, costs]", id="nl.allocation"))
    book, _ = load_book([Source("our.yaml", changed)])
    law = country(book)
    assert law.allocation("consumer", dt.date(2026, 1, 1)) == ("principal", "interest", "costs")
    assert len([found for found in law.provisions("allocation") if found.id == "nl.allocation"]) == 1


def test_a_country_of_ones_own() -> None:
    """A pack may bring a country that does not ship."""
    text = (
        "country: XX\nname: Nowhere\ncurrency: JPY\ncalendars: {public: NL}\n"
        'provisions:\n  - {id: xx.rate, kind: rate, says: "Six.", article: "art. 1", confidence: house, '
        "rate: statutory, rows: [{from: 2020-01-01, value: 6}]}\n"
    )
    book, found = load_book([Source("xx.yaml", text)])
    law = country(book, "XX")
    assert found == ()
    assert (law.name, law.currency) == ("Nowhere", "JPY")
    assert law.rate("statutory", dt.date(2099, 1, 1)) is not None
    assert "XX" in book.countries()
    assert law.interest("consumer", dt.date(2026, 1, 1)) is None


def test_a_rate_that_refers_to_itself_is_unknown_and_not_a_loop() -> None:
    """Two rates that rest on each other have no value."""
    text = pack(
        provision("rate", "rate: one, rows: [{from: 2020-01-01, base: two}]", id="our.one"),
        provision("rate", "rate: two, rows: [{from: 2020-01-01, base: one}]", id="our.two"),
    )
    book, found = load_book([Source("our.yaml", text)])
    law = country(book)
    assert found == ()
    assert law.rate("one", dt.date(2026, 1, 1)) is None


def test_unknown_rows_are_unknown() -> None:
    """A row may say that nobody knows: no rate, and no gap."""
    text = pack(
        provision(
            "rate", "rate: x, rows: [{from: 2025-01-01, value: unknown}, {from: 2026-01-01, value: 3}]", id="our.x"
        )
    )
    book, found = load_book([Source("our.yaml", text)])
    law = country(book)
    assert found == ()
    assert law.rate("x", dt.date(2025, 6, 1)) is None
    assert law.rate("x", dt.date(2026, 6, 1)) is not None


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="country: NL\n-[]{}#&*!'\"0123456789.provisdkhwt", max_size=120))
def test_any_text_gives_findings_and_never_a_traceback(text: str) -> None:
    """Whatever a file holds, reading it ends with data or with findings."""
    data, found = load(text)
    assert data is not None or found


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 1_000), st.text(min_size=1, max_size=3), st.booleans())
def test_a_damaged_file_is_never_a_traceback(at: int, what: str, replace: bool) -> None:
    """A shipped kind of file with a few characters put in or over somewhere is read or refused with findings."""
    whole = pack(
        provision("rate", RATE), provision("cost", COST, id="nl.c"), provision("period", "moves_on: true", id="nl.p")
    )
    place = at % len(whole)
    text = whole[:place] + what + whole[place + (len(what) if replace else 0) :]
    data, found = load(text)
    assert data is not None or found
