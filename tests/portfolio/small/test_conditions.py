"""A condition made a function says what :func:`dunlang.model.condition.holds` says."""

from __future__ import annotations

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from dunlang.model.case import Debtor, Invoice
from dunlang.model.condition import And, Compare, Condition, Flag, In, Not, Or, holds
from dunlang.money import Money
from dunlang.portfolio.small.conditions import Seen, reads_exposure, written
from dunlang.schedule.facts import fact

_operators = st.sampled_from([">=", ">", "<=", "<", "="])
_money = st.builds(Money, st.integers(0, 900), st.sampled_from(["EUR", "USD"]))
_leaves = st.one_of(
    st.builds(In, st.sampled_from(["debtor", "country", "sort"]), st.sampled_from([("business",), ("NL", "old"), ()])),
    st.builds(Flag, st.sampled_from(["insured", "disputed", "vip"])),
    st.builds(Compare, st.sampled_from(["orders", "days overdue", "branches"]), _operators, st.integers(-2, 20)),
    st.builds(
        Compare, st.sampled_from(["amount", "outstanding", "exposure", "credit limit", "cap"]), _operators, _money
    ),
    st.builds(Compare, st.just("since"), _operators, st.dates(dt.date(2019, 1, 1), dt.date(2019, 1, 9))),
)
_conditions: st.SearchStrategy[Condition] = st.recursive(
    _leaves,
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(And, st.lists(inner, max_size=3).map(tuple)),
        st.builds(Or, st.lists(inner, max_size=3).map(tuple)),
    ),
    max_leaves=6,
)
_debtors = st.builds(
    Debtor,
    id=st.just("d"),
    kind=st.sampled_from(["business", "consumer", ""]),
    country=st.sampled_from(["NL", ""]),
    orders=st.integers(0, 20),
    insured=st.booleans(),
    credit_limit=st.none() | _money,
    attributes=st.fixed_dictionaries(
        {},
        optional={
            "sort": st.sampled_from(["old", "new"]),
            "vip": st.booleans(),
            "branches": st.integers(0, 9),
            "cap": _money,
            "since": st.dates(dt.date(2019, 1, 1), dt.date(2019, 1, 9)),
        },
    ),
)


@settings(max_examples=400, deadline=None)
@given(
    _conditions,
    _debtors,
    _money,
    st.integers(0, 900),
    st.integers(0, 900),
    st.none() | st.integers(0, 20),
    st.booleans(),
)
def test_conditions(
    condition: Condition,
    debtor: Debtor,
    amount: Money,
    outstanding: int,
    exposure: int,
    overdue: int | None,
    disputed: bool,
) -> None:
    """Facts, state, what is not known, other currencies: the same answer."""
    invoice = Invoice(id="1", date=dt.date(2026, 1, 5), amount=amount)
    state: dict[str, object] = {
        "outstanding": Money(outstanding, amount.currency),
        "exposure": Money(exposure, amount.currency),
        "days overdue": overdue,
        "disputed": disputed,
    }
    seen = Seen(debtor, invoice, outstanding, exposure, overdue, disputed=disputed)
    wanted = holds(condition, lambda name: state[name] if name in state else fact(name, debtor, invoice))
    assert written(condition)(seen) == wanted


def test_who_reads_the_exposure() -> None:
    """Only a condition that names it, however deep."""
    assert reads_exposure(Not(And((Flag("insured"), Compare("exposure", ">", Money(1))))))
    assert not reads_exposure(Flag("insured"))
    assert not reads_exposure(None)
