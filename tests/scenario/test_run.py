"""Scenarios: what passes, what fails, and what is said about it."""

from __future__ import annotations

import pytest

from dunlang.law import load_book
from dunlang.model import resolve
from dunlang.scenario import Outcome, ScenarioResult, run
from dunlang.schedule import prepare
from dunlang.source import Source
from dunlang.syntax import parse

POLICY = """
policy "Test" { law NL  gap at least 5 days between contacts }
agency bureau "Bureau" { register "Wki 1" }
notice herinnering { kind reminder  states invoice number, due date, amount due  gives 7 days from sending }
notice aanmaning { kind formal  states invoice number, amount due, deadline, collection costs
                   gives 14 days from receipt }
group particulieren {
    when debtor is consumer
    payment within 14 days of invoice
    interest statutory
    costs statutory
    steps {
        eerste    1 day after due                send herinnering by email
        tweede   14 days after due               send aanmaning by post
        weg       1 day after tweede deadline    hand over to bureau if outstanding >= 25 EUR
    }
    hold on dispute until resolved, clock stops
}
group zakelijk { otherwise  payment within 30 days of invoice  steps { bel 5 days after due call } }
"""


def results(scenarios: str) -> list[ScenarioResult]:
    """Run the scenarios of the test policy."""
    tree, errors = parse(Source("test.dun", POLICY + scenarios))
    assert not errors, errors
    book, _ = load_book()
    policy, found = resolve(tree, known_law=lambda code: book.country(code) is not None)
    assert policy is not None, found
    engine = prepare(policy, book)
    return [run(engine, scenario) for scenario in policy.scenarios]


def outcome(statements: str, case: str = "debtor consumer in NL  invoice 2026-01-05 for 180.00 EUR") -> Outcome:
    """The outcome of the one expectation in *statements*."""
    (result,) = results(f'scenario "een" {{ {case} {statements} }}')
    (found,) = result.outcomes
    return found


# Invoice of Monday 5 January 2026: due on the 19th; the letter of 2 February counts as received on the 4th, so that the
# 18th is the last free day.
@pytest.mark.parametrize(
    "expectation",
    [
        "expect group particulieren",
        "expect eerste on 2026-01-20",
        "expect tweede on 2026-02-02",
        "expect weg on 2026-02-19",
        "expect no weg until 2026-02-18",
        "expect costs 0.00 EUR on 2026-02-18",
        "expect costs 40.00 EUR on 2026-02-19",
        "expect interest 0.00 EUR on 2026-01-19",
        "expect interest 0.59 EUR on 2026-02-18",
        "expect outstanding 180.00 EUR on 2026-02-18",
        "dispute opened 2026-01-21 expect held on 2026-01-21",
        "dispute opened 2026-01-21 dispute resolved 2026-01-28 expect held on 2026-01-27",
        "dispute opened 2026-01-19 expect nothing else",
        "payment 2026-01-19 of 180.00 EUR expect nothing else",
        "payment 2026-01-19 of 160.00 EUR expect no weg",
    ],
)
def test_true_expectations_pass(expectation: str) -> None:
    """What the policy gives, worked out by hand, is met."""
    found = outcome(expectation)
    assert found.passed, found


@pytest.mark.parametrize(
    ("expectation", "expected", "found"),
    [
        ("expect group zakelijk", "group zakelijk", "group particulieren"),
        (
            "expect eerste on 2026-01-21",
            "eerste on 2026-01-21",
            "eerste on 2026-01-20, because 1 day after due (2026-01-19) is 2026-01-20",
        ),
        (
            "expect no eerste until 2026-01-20",
            "no eerste until 2026-01-20",
            "eerste on 2026-01-20, because 1 day after due (2026-01-19) is 2026-01-20",
        ),
        (
            "payment 2026-01-25 of 160.00 EUR expect weg on 2026-02-19",
            "weg on 2026-02-19",
            "weg passed over, because its condition is false on 2026-02-19: outstanding is 20.12 EUR",
        ),
        ("expect bel on 2026-02-10", "bel on 2026-02-10", "no bel: the group of this debtor has no such step"),
        ("expect held on 2026-01-21", "held on 2026-01-21", "no hold"),
        (
            "dispute opened 2026-01-21 dispute resolved 2026-01-28 expect held on 2026-01-28",
            "held on 2026-01-28",
            "not held that day, but dispute from 2026-01-21 to 2026-01-27",
        ),
        (
            "expect nothing else",
            "nothing else",
            "eerste on 2026-01-20, tweede on 2026-02-02, weg on 2026-02-19",
        ),
        (
            "expect outstanding 180.00 USD on 2026-02-18",
            "outstanding 180.00 USD on 2026-02-18",
            "outstanding in another currency",
        ),
    ],
)
def test_false_expectations_fail_and_say_what_there_is(expectation: str, expected: str, found: str) -> None:
    """A failure names the day or the amount found, with the reason."""
    result = outcome(expectation)
    assert not result.passed
    assert result.expected == expected
    assert result.found == found


def test_an_invoice_that_needs_a_person_says_so() -> None:
    """Where no step can be expected the reason is the policy's, not a missing step."""
    found = outcome("expect eerste on 2026-01-20", "debtor consumer in NL  invoice 2026-01-05 for 180.00 USD")
    assert found.found == "no eerste: a person is needed: the invoice is in USD, the policy in EUR"


def test_a_wrong_amount_says_where_the_right_one_comes_from() -> None:
    """Costs that are not due yet name the letter; interest names its segments."""
    costs = outcome("expect costs 40.00 EUR on 2026-02-18")
    assert costs.found.startswith(
        "costs 0.00 EUR on 2026-02-18, because `aanmaning` of 2026-02-02 was free of costs until"
    )
    interest = outcome("expect interest 1.00 EUR on 2026-02-18")
    assert "4% of 180.00 EUR from 2026-01-20: 0.59 EUR" in interest.found


def test_the_place_of_a_failure_is_its_own_line() -> None:
    """Each outcome points at its `expect`."""
    (result,) = results(
        'scenario "x" {\n debtor consumer in NL\n invoice 2026-01-05 for 180.00 EUR\n'
        " expect eerste on 2026-01-20\n expect tweede on 2026-02-03\n}"
    )
    assert [found.passed for found in result.outcomes] == [True, False]
    assert not result.passed
    (failure,) = result.failures
    assert failure.span.text == "expect tweede on 2026-02-03"


def test_expectations_of_one_invoice_among_several() -> None:
    """`for` picks an invoice; without it any invoice may give the step, and amounts are added."""
    (result,) = results("""scenario "twee" {
        debtor consumer in NL
        invoice "A" 2026-01-05 for 180.00 EUR
        invoice "B" 2026-02-02 for 100.00 EUR
        expect eerste on 2026-01-20 for "A"
        expect eerste on 2026-02-17 for "B"
        expect eerste on 2026-02-17
        expect no eerste until 2026-02-16 for "B"
        expect outstanding 280.00 EUR on 2026-02-10
        expect outstanding 100.00 EUR on 2026-02-10 for "B"
        expect group particulieren
        expect eerste on 2026-01-20 for "B"
    }""")
    assert [found.passed for found in result.outcomes] == [True] * 7 + [False]
    assert result.outcomes[-1].expected == "eerste on 2026-01-20 for B"


def test_a_letter_that_came_back_is_expected_twice() -> None:
    """A step that was not delivered counts for `on`, and comes again on the next run."""
    (result,) = results("""scenario "retour" {
        debtor consumer in NL
        invoice 2026-01-05 for 180.00 EUR
        step tweede not delivered 2026-02-05
        expect eerste on 2026-01-20
        expect tweede on 2026-02-02
        expect tweede on 2026-02-09
        expect weg on 2026-02-26
        expect nothing else
    }""")
    assert result.failures == ()


def test_the_same_scenario_gives_the_same_result_twice() -> None:
    """Nothing is kept between runs."""
    text = 'scenario "x" { debtor consumer in NL invoice 2026-01-05 for 180.00 EUR expect tweede on 2026-02-03 }'
    (one,), (other,) = results(text), results(text)
    assert one.outcomes[0].found == other.outcomes[0].found
    assert repr(one.schedule.entries) == repr(other.schedule.entries)
