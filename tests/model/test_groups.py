"""Groups solved: findings with their witnesses, and the questions that lint rules ask."""

from __future__ import annotations

import time

import pytest

from dunlang.diagnostics import Severity
from dunlang.model import Policy, example, kinds_admitted, regions
from dunlang.model.condition import And, Compare, Flag, In, Not, Or
from dunlang.model.diagram import TooMuchWork
from dunlang.money import Money
from tests.model.policies import found_in, policy_of, resolved

HEAD = 'policy "P" { law NL } attribute tier one of (a, b) of debtor attribute since date of debtor '
USED = 'scenario "s" { debtor business with tier a, since 2020-01-01 invoice 2026-01-05 for 10 EUR }'


def groups(*conditions: str) -> str:
    """A policy with a group g1, g2, … for each condition."""
    blocks = [
        f"group g{number} {{ {'otherwise' if condition == 'otherwise' else f'when {condition}'} }}"
        for number, condition in enumerate(conditions, start=1)
    ]
    return HEAD + " ".join(blocks) + USED


#: Conditions of groups, and the debtor whom none takes, in the finding's own words.
GAPS = [
    (["debtor is consumer"], "debtor business"),
    (["debtor is consumer", "debtor is business"], "debtor government"),
    (["amount < 10 EUR", "amount > 10 EUR"], "amount 10.00 EUR"),
    (["amount >= 10 EUR"], "amount 9.99 EUR"),
    (["amount <= 10 EUR"], "amount 10.01 EUR"),
    (["country is NL"], "country DE"),
    (["country in (NL, DE) and debtor is consumer", "debtor is business"], "debtor government, country DE"),
    (["not (debtor is business and country is BE)"], "debtor business, country BE"),
    (["first order"], "not first order"),
    (["not insured"], "insured"),
    (["segment is other"], "segment other2"),
    (['segment is not "Key Account"'], 'segment "Key Account"'),
    (["orders > 3", "orders < 3"], "orders 3"),
    (["average days late >= 0 days"], "average days late -1 days"),
    (["since < 2020-01-01"], "since 2020-01-01"),
    (["currency is EUR"], "currency USD"),
    (["currency is EUR and amount > 5 EUR", "not currency is EUR"], "amount 5.00 EUR"),
    (["tier is a"], "tier b"),
    (
        ["country is NL", "country is NL and debtor is business", "country is BE and debtor is consumer"],
        "debtor business, country BE",
    ),
]


@pytest.mark.parametrize(("conditions", "debtor"), GAPS, ids=[" / ".join(row[0]) for row in GAPS])
def test_a_debtor_that_no_group_takes(conditions: list[str], debtor: str) -> None:
    """A gap is an error with an example that names only what matters."""
    found = [each for each in resolved(groups(*conditions))[1] if each.code == "GRP001"]
    assert [each.message for each in found] == [f"no group takes a debtor such as `{debtor}`"]
    assert found[0].severity is Severity.ERROR
    assert found[0].witness


#: Where only odd debtors are left: what is not known, or another currency.
ODD_GAPS = [
    (["credit limit < 100 EUR", "credit limit >= 100 EUR"], "credit limit not known"),
    (["tier is a", "tier is b"], "tier not known"),
    (["since < 2020-01-01", "since >= 2020-01-01"], "since not known"),
    (["amount < 10 EUR", "amount >= 10 EUR"], "currency USD"),
]


@pytest.mark.parametrize(("conditions", "debtor"), ODD_GAPS, ids=[" / ".join(row[0]) for row in ODD_GAPS])
def test_only_odd_debtors_are_left(conditions: list[str], debtor: str) -> None:
    """Where every known value is taken, a fact that is not known is a warning."""
    found = [each for each in resolved(groups(*conditions))[1] if each.code == "GRP001"]
    assert [each.severity for each in found] == [Severity.WARNING]
    assert f"`{debtor}`" in found[0].message


#: Groups that leave nobody out, and are all reached.
SOUND = [
    ["otherwise"],
    ["debtor is consumer", "debtor in (business, government)"],
    ["country is NL", "country is not NL"],
    ["segment is a", "not (segment is a and insured)"],
    ["first order", "not first order"],
    ["orders <= 3", "orders > 3"],
    ["amount < 10 EUR", "not amount < 10 EUR"],
    ["amount < 10 EUR", "amount >= 10 EUR", "otherwise"],
    ["tier is a", "tier is b", "otherwise"],
    ["currency is EUR and amount > 5 EUR", "currency is EUR", "not currency is EUR"],
]


@pytest.mark.parametrize("conditions", SOUND, ids=" / ".join)
def test_sound_groups(conditions: list[str]) -> None:
    """No finding where everybody is taken and every group takes somebody."""
    policy_of(groups(*conditions))


def test_a_group_that_is_never_reached() -> None:
    """The finding names who takes its debtors, with an example and the place of each."""
    found = resolved(groups("debtor is consumer", "country is NL", "debtor is consumer or country is NL", "otherwise"))[
        1
    ]
    assert [(each.code, each.span.text if each.span else "") for each in found] == [("GRP002", "g3")]
    assert found[0].message == (
        "the group `g3` is never reached: `g1` and `g2` take all of its debtors; `debtor consumer` goes to `g1`"
    )
    assert [label.span.text for label in found[0].related] == ["g1", "g2"]
    assert found[0].witness == (("debtor", "consumer"),)


def test_many_takers_are_counted() -> None:
    """More than three groups that take a group's debtors are not all named."""
    found = resolved(
        groups(*(f"segment is s{number}" for number in range(5)), "segment in (s0, s1, s2, s3, s4)", "otherwise")
    )[1]
    assert "`g1`, `g2`, `g3` and 2 more take all" in found[0].message


#: Conditions that nobody meets, and what excludes each other.
EMPTY = [
    ("amount > 10 EUR and amount < 10 EUR", "`amount > 10.00 EUR` and `amount < 10.00 EUR` exclude each other"),
    (
        "insured and debtor is consumer and first order and debtor is business",
        "`debtor is consumer` and `debtor is business` exclude each other",
    ),
    (
        "average days late > 10 days and average days late < 11 days",
        "`average days late > 10 days` and `average days late < 11 days` exclude each other",
    ),
    (
        "(tier is a or insured) and not insured and tier is b",
        "`tier is a or insured` and `not insured` and `tier is b` exclude each other",
    ),
    ("not (insured or not insured)", None),
    ("orders < 0", None),
]


@pytest.mark.parametrize(("condition", "note"), EMPTY, ids=[row[0] for row in EMPTY])
def test_an_empty_condition(condition: str, note: str | None) -> None:
    """An empty condition is called empty, not never reached, with as few parts as conflict."""
    found = resolved(groups(condition, "otherwise"))[1]
    assert [each.code for each in found] == ["GRP003"]
    assert found[0].notes == ((note,) if note else ())


def test_otherwise_stands_last() -> None:
    """Groups behind `otherwise` are reported once, at the `otherwise`."""
    found = resolved(groups("insured", "otherwise", "first order", "otherwise"))[1]
    assert [each.code for each in found] == ["GRP004"]
    assert [label.span.text for label in found[0].related] == ["g3", "g4"]


def test_a_policy_without_groups() -> None:
    """A policy block alone takes no debtor."""
    assert found_in('policy "P" { law NL }') == [("GRP001", 'policy "P"')]


def asked(*conditions: str) -> Policy:
    """The policy of groups whose findings do not matter here."""
    policy = resolved(groups(*conditions))[0]
    assert policy is not None
    return policy


def test_admitted() -> None:
    """Which words a debtor of a group can have, after the earlier groups took theirs."""
    solved = regions(
        asked(
            "debtor is consumer and country is NL",
            "country in (NL, BE)",
            "tier is a and not insured",
            "country in (NL, BE)",
            "otherwise",
        )
    )
    assert solved.admitted("g1", "debtor") == {"consumer"}
    assert solved.admitted("g1", "country") == {"NL"}
    assert solved.admitted("g2", "debtor") == {"consumer", "business", "government"}
    assert solved.admitted("g2", "country") == {"NL", "BE"}
    assert solved.admitted("g3", "country") is None
    assert solved.admitted("g3", "tier") == {"a"}
    assert solved.admitted("g3", "insured") == {"false"}
    assert solved.admitted("g3", "language") is None
    assert solved.admitted("g3", "debtor") == {"consumer", "business", "government"}
    assert solved.admitted("g4", "country") == frozenset()
    assert solved.admitted("g4", "segment") == frozenset()
    assert solved.admitted("g5", "tier") == {"a", "b"}


def test_ranges() -> None:
    """Which amounts and numbers a debtor of a group can have, in joined ranges."""
    solved = regions(asked("amount > 100 EUR and amount < 200 EUR", "amount >= 50 EUR and orders <= 3", "otherwise"))
    assert solved.ranges("g1", "amount") == ((10001, 19999),)
    assert solved.ranges("g2", "amount") == ((5000, 10000), (20000, None))
    assert solved.ranges("g2", "orders") == ((0, 3),)
    assert solved.ranges("g3", "orders") == ((0, None),)
    assert solved.ranges("g1", "average days late") == ((None, None),)
    assert solved.ranges("g3", "amount") == ((1, 10000), (20000, None))


def test_example_of_a_group_under_conditions() -> None:
    """An example debtor of a group who meets further conditions, which may ask for state."""
    solved = regions(asked("debtor is consumer", "otherwise"))
    dutch = In("country", ("NL",))
    assert solved.example("g2") == (("debtor", "business"),)
    assert solved.example("g2", dutch, Flag("disputed")) == (
        ("debtor", "business"),
        ("country", "NL"),
        ("disputed", "yes"),
    )
    assert solved.example("g1", In("debtor", ("business",))) is None


def test_kinds_admitted_by_the_condition_alone() -> None:
    """The kinds of debtor of a condition, whatever its attributes are; all of them for `otherwise`."""
    policy = asked(
        "debtor is consumer or tier is a and debtor is business", "insured or since > 2020-01-01", "otherwise"
    )
    everybody = {"consumer", "business", "government"}
    assert [kinds_admitted(group) for group in policy.groups] == [{"consumer", "business"}, everybody, everybody]


def test_example_over_state() -> None:
    """Free-standing conditions over facts and state: an example, or None where they exclude each other."""
    low, high = Compare("outstanding", "<", Money(2500)), Compare("outstanding", ">=", Money(5000))
    assert example(low, Not(Flag("disputed"))) == {"outstanding": "24.99 EUR", "disputed": "no"}
    assert example(low, high) is None
    assert example(Or((low, high)), Not(low)) == {"outstanding": "50.00 EUR"}
    assert example(And(())) == {}


def test_too_much_work_is_said() -> None:
    """Conditions that explode are not decided: a note names the first such group, in a bounded time."""
    pairs = [(f"f{number:02}", f"f{number + 9:02}") for number in range(9)]
    alike = " and ".join(
        f"({one} > {cut} and {other} > {cut} or {one} <= {cut} and {other} <= {cut})"
        for one, other in pairs
        for cut in range(7)
    )
    fields = " ".join(f"attribute {name} number of debtor" for pair in pairs for name in pair)
    started = time.process_time()
    policy, found = resolved(
        f'policy "P" {{ law NL }} {fields} group a {{ when debtor is consumer }} '
        f"group b {{ when {alike} }} group c {{ when insured }}"
    )
    assert time.process_time() - started < 20
    assert [(each.code, each.severity, each.span.text if each.span else "") for each in found] == [
        ("GRP005", Severity.NOTE, "b")
    ]
    assert policy is not None
    assert policy.groups[1].condition is not None
    solved = regions(policy)
    assert solved.admitted("a", "debtor") == {"consumer"}
    assert solved.admitted("b", "debtor") == {"consumer", "business", "government"}
    assert solved.example("b") is None
    with pytest.raises(TooMuchWork):
        example(policy.groups[1].condition, attributes=policy.attributes)


CODES = ("NL", "FR", "DE", "ES", "IT", "PL", "PT", "SE", "DK", "FI")


def test_sixty_groups_are_quick() -> None:
    """Sixty groups over five fields are solved in well under a second."""
    conditions = [
        f"country in ({CODES[n % 10]}, BE) and debtor in (consumer, business) and amount >= {n * 37 % 500} EUR "
        f"and amount < {n * 91 % 900} EUR and orders >= {n * 13 % 90}"
        for n in range(60)
    ]
    policy = asked(*conditions, "otherwise")
    started = time.process_time()
    solved = regions(policy)
    assert time.process_time() - started < 1
    assert solved.rest == 0
