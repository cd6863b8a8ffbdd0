"""The group solver against brute force over small domains: the same answers, and witnesses that are true."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from dunlang.dates import FIRST_DATE
from dunlang.model import Policy, holds, kinds_admitted, regions
from dunlang.model.condition import And, Compare, Condition, Flag, In, Not, Or
from dunlang.model.policy import Attribute, Group
from dunlang.model.region import Example
from dunlang.money import Money
from dunlang.source import Source

SPAN = Source("p.dun", "").whole()
ATTRIBUTES = (
    Attribute(name="tier", kind="one of", of="debtor", values=("a", "b"), span=SPAN),
    Attribute(name="vip", kind="flag", of="debtor", span=SPAN),
    Attribute(name="since", kind="date", of="debtor", span=SPAN),
)
FIRST = FIRST_DATE.toordinal()


def amounts(currency: str) -> list[Money]:
    """Amounts of one to six minor units."""
    return [Money(minor, currency) for minor in range(1, 7)]


#: For each field every value that the conditions below can tell apart, and some that they cannot.
DOMAINS: dict[str, list[object]] = {
    "debtor": ["consumer", "business", "government"],
    "country": ["NL", "BE", "DE", "SE", None],
    "segment": ["x", "y", "other", None],
    "tier": ["a", "b", None],
    "insured": [True, False],
    "vip": [True, False, None],
    "orders": [0, 1, 2, 3, 4, 5],
    "average days late": [-1, 0, 1, 2, 3, 4, 5],
    "credit limit": [None, Money(0), *amounts("EUR"), Money(2, "USD")],
    "since": [None, *(dt.date.fromordinal(FIRST + day) for day in range(6))],
    # an amount is never without its currency: the two are drawn together below
    "amount": [*amounts("EUR"), *amounts("USD"), Money(3, "GBP")],
}
ORDERED: dict[str, Callable[[int], object]] = {
    "orders": int,
    "average days late": int,
    "amount": Money,
    "credit limit": Money,
    "since": lambda day: dt.date.fromordinal(FIRST + day),
}
WORDS = {
    "debtor": ("consumer", "business", "government"),
    "country": ("NL", "BE"),
    "segment": ("x", "y"),
    "tier": ("a", "b"),
    "currency": ("EUR", "USD"),
}


@st.composite
def one_test(draw: st.DrawFn, fields: list[str]) -> Condition:
    """One test of one of the fields."""
    field = draw(st.sampled_from(fields))
    if field in ("insured", "vip"):
        return Flag(field)
    if field in WORDS:
        return In(field, tuple(draw(st.lists(st.sampled_from(WORDS[field]), min_size=1, max_size=2, unique=True))))
    value = ORDERED[field](draw(st.integers(0, 4)))
    return Compare(field, draw(st.sampled_from([">=", ">", "<=", "<", "="])), value)  # type: ignore[arg-type]


def conditions(fields: list[str]) -> st.SearchStrategy[Condition]:
    """Trees of tests."""
    return st.recursive(
        one_test(fields),
        lambda inner: (
            st.builds(Not, inner)
            | st.builds(lambda terms: And(tuple(terms)), st.lists(inner, min_size=2, max_size=3))
            | st.builds(lambda terms: Or(tuple(terms)), st.lists(inner, min_size=2, max_size=3))
        ),
        max_leaves=6,
    )


@st.composite
def policies(draw: st.DrawFn) -> tuple[Policy, list[str]]:
    """A policy with a few groups over three or four fields, and these fields."""
    fields = draw(st.lists(st.sampled_from(sorted(DOMAINS)), min_size=3, max_size=4, unique=True))
    asked = [*fields, "currency"] if "amount" in fields and draw(st.booleans()) else fields
    listed = draw(st.lists(conditions(asked), min_size=1, max_size=5))
    groups = [
        Group(name=f"g{number}", condition=condition, span=SPAN, name_span=SPAN)
        for number, condition in enumerate(listed)
    ]
    if draw(st.integers(0, 5)) == 0:
        groups.append(Group(name="rest", condition=None, span=SPAN, name_span=SPAN))
    return Policy(title="P", law="NL", groups=tuple(groups), attributes=ATTRIBUTES, span=None), fields


def debtors(fields: list[str]) -> list[dict[str, object]]:
    """Every debtor over these fields."""
    found = [dict(zip(fields, values, strict=True)) for values in itertools.product(*(DOMAINS[f] for f in fields))]
    for debtor in found:
        amount = debtor.get("amount")
        debtor["currency"] = amount.currency if isinstance(amount, Money) else "EUR"
    return found


def group_of(policy: Policy, debtor: dict[str, object]) -> str | None:
    """The group that takes him: the first whose condition holds."""
    for group in policy.groups:
        if group.condition is None or holds(group.condition, debtor.get):
            return group.name
    return None


@settings(max_examples=100, deadline=None)
@given(policies())
def test_regions_equal_brute_force(drawn: tuple[Policy, list[str]]) -> None:
    """Who is taken, what words and numbers he can have, and whom none takes: as by trying every debtor."""
    policy, fields = drawn
    solved = regions(policy)
    taken: dict[str | None, list[dict[str, object]]] = {}
    for debtor in debtors(fields):
        taken.setdefault(group_of(policy, debtor), []).append(debtor)
    # without a condition on the amount every debtor's invoice is in EUR here, and other currencies exist for no test
    assert bool(solved.rest) == bool(taken.get(None))
    for group in policy.groups:
        mine = taken.get(group.name, [])
        assert (solved.example(group.name) is not None) == bool(mine)
        for field in ("debtor", "tier"):
            if field in fields:
                words = {debtor[field] for debtor in mine} - {None}
                assert solved.admitted(group.name, field) == words
        if "country" in fields:
            admitted = solved.admitted(group.name, "country")
            countries = {debtor["country"] for debtor in mine}
            assert admitted == (None if countries & {"DE", "SE", None} else countries)
        for field in ("orders", "amount"):
            if field in fields:
                found = {_number(debtor[field]) for debtor in mine if field != "amount" or debtor["currency"] == "EUR"}
                ranges = solved.ranges(group.name, field)
                within = [_number(value) for value in DOMAINS[field] if getattr(value, "currency", "EUR") == "EUR"]
                assert {number for number in within if _in(number, ranges)} == found
        if group.condition is not None and "debtor" in fields:
            met = {debtor["debtor"] for debtor in debtors(fields) if holds(group.condition, debtor.get)}
            assert kinds_admitted(group) >= met


def _number(value: object) -> int:
    return value.minor if isinstance(value, Money) else value  # type: ignore[return-value]


def _in(number: int, ranges: tuple[tuple[int | None, int | None], ...]) -> bool:
    return any((low is None or low <= number) and (high is None or number <= high) for low, high in ranges)


@settings(max_examples=100, deadline=None)
@given(policies())
def test_witnesses_are_true(drawn: tuple[Policy, list[str]]) -> None:
    """An example goes to its group whatever the fields are that it does not name."""
    policy, fields = drawn
    solved = regions(policy)
    examples = [(group.name, solved.example(group.name)) for group in policy.groups]
    if solved.rest:
        examples.append((None, solved.show(solved.rest)))  # type: ignore[arg-type] # None: no group takes him
    for group, shown in examples:
        if shown is None:
            continue
        named = _read(shown)
        for debtor in debtors([field for field in fields if field not in named]):
            currency = named.get("currency", "EUR")
            whole = {**debtor, **named, "currency": currency}
            if "amount" not in named and isinstance(debtor.get("amount"), Money):
                whole["amount"] = Money(debtor["amount"].minor, str(currency))  # type: ignore[attr-defined]
            assert group_of(policy, whole) == group, (shown, whole)


def _read(shown: Example) -> dict[str, object]:
    """An example's words as values again."""
    found: dict[str, object] = {}
    for field, text in shown:
        value: object = text
        if text == "not known":
            value = None
        elif field in ("insured", "vip"):
            value = text == "yes"
        elif field in ("orders", "average days late"):
            value = int(text.split()[0])
        elif field in ("amount", "credit limit"):
            value = Money.parse(*text.split())
            if field == "amount":
                found["currency"] = value.currency
        elif field == "since":
            value = dt.date.fromisoformat(text)
        found[field] = value
    return found
