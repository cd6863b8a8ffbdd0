"""Conditions judged and said in words."""

from __future__ import annotations

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from dunlang.model import Condition, example, holds, words
from dunlang.model.condition import And, Compare, Flag, In, Not, Or, fields
from dunlang.money import Money
from tests.model.policies import policy_of, resolved

TESTS: st.SearchStrategy[Condition] = st.sampled_from(
    [
        In("debtor", ("consumer",)),
        In("country", ("NL", "BE")),
        In("segment", ("Key Account",)),
        Flag("insured"),
        Flag("first order"),
        Compare("amount", ">=", Money(1005)),
        Compare("orders", "=", 3),
        Compare("average days late", "<", 1),
        Compare("average days late", ">", 14),
        Compare("since", "<=", dt.date(2026, 1, 31)),
    ]
)


def _nested(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    several = st.lists(inner, min_size=2, max_size=3)
    return (
        inner.filter(lambda term: not isinstance(term, Not)).map(Not)
        | several.map(lambda terms: And(tuple(_flat(terms, And))))
        | several.map(lambda terms: Or(tuple(_flat(terms, Or))))
    )


def _flat(terms: list[Condition], kind: type[And | Or]) -> list[Condition]:
    """The terms as the reader gives them: a chain in a chain of its kind is one chain."""
    return [each for term in terms for each in (term.terms if isinstance(term, kind) else (term,))]


@settings(max_examples=150, deadline=None)
@given(st.recursive(TESTS, _nested, max_leaves=8))
def test_words_mean_the_same(condition: Condition) -> None:
    """A condition said in words and read again is the same condition."""
    policy, found = resolved(f"""policy "P" {{ law NL }} attribute since date of debtor
        group g {{ when {words(condition)} }} group rest {{ otherwise }}
        group used {{ when since > 2000-01-01 }}""")
    assert policy is not None
    assert not [each for each in found if each.code[:3] not in ("GRP", "NAM")]
    assert policy.groups[0].condition == condition


def test_what_is_not_known_meets_no_test() -> None:
    """Every test of a missing fact is false, and its negation true."""
    known = {"amount": Money(500, "USD")}
    for test in (
        In("country", ("NL",)),
        Flag("insured"),
        Compare("orders", ">=", 0),
        Compare("credit limit", "<", Money(1)),
        Compare("amount", ">", Money(1)),
    ):
        assert not holds(test, known.get)
        assert holds(Not(test), known.get)


def test_fields_in_order() -> None:
    """The fields that a condition reads, in the order of the text."""
    policy = policy_of(
        'policy "P" { law NL } group g { when insured and (amount > 1 EUR or not insured) } group r { otherwise }'
    )
    assert policy.groups[0].condition is not None
    assert list(fields(policy.groups[0].condition)) == ["insured", "amount", "insured"]


def test_deep_and_long_conditions() -> None:
    """Deep nesting and very long chains are resolved, judged, solved and said."""
    negated = "insured"
    for _ in range(40):
        negated = f"not ({negated})"
    mixed = "insured"
    for level in range(25):
        mixed = f"first order or insured and not (orders > {level % 3} or {mixed})"
    chain = " and ".join(f"orders >= {number % 100}" for number in range(3000))
    many = " or ".join(f"segment is s{number}" for number in range(3000))
    for text in (negated, mixed, chain, many):
        policy, found = resolved(f'policy "P" {{ law NL }} group g {{ when {text} }} group r {{ otherwise }}')
        assert not found
        assert policy is not None
        condition = policy.groups[0].condition
        assert condition is not None
        assert holds(condition, {"insured": True, "first order": True, "orders": 99, "segment": "s7"}.get)
        assert words(condition)
        assert list(fields(condition))


def test_conditions_two_hundred_deep() -> None:
    """Conditions that a host builds two hundred deep need no more stack than Python gives."""
    condition: Condition = Flag("insured")
    for level in range(200):
        other = Compare("orders", ">", level % 5)
        condition = Not(Or((other, condition))) if level % 2 else And((Flag("first order"), Not(condition)))
    assert not holds(condition, {"orders": 9}.get)
    assert words(condition).count("(") == 100
    assert len(list(fields(condition))) == 201
    assert example(condition) is not None
