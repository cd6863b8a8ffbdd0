"""Interest that stands still during a dispute: payments on its first and last days lower the principal once."""

from __future__ import annotations

import pytest

from dunlang.money import Money

from .conftest import case, day, engine, event


@pytest.mark.parametrize("paid", ["03-08", "03-09", "03-10", "03-18", "03-19", "03-20"])
def test_a_payment_at_the_border_of_a_pause_counts_once(paid: str) -> None:
    """Nothing bears interest during the pause, and after it what is left of the principal does."""
    made = engine(
        "a 3 days after due send reminder by email",
        terms="interest statutory",
        holds="hold on dispute until resolved, clock stops, interest stops",
    )
    facts = case(
        event("03-10", "dispute opened"),
        event("03-20", "dispute resolved"),
        event(paid, "payment", amount="50000.00"),
        amount="100000.00",
    )
    found = made.schedule(facts, as_of=day("04-10")).invoices[0]
    segments = found.amounts_on(day("04-10")).segments
    assert [s.principal for s in segments if day("03-10") <= s.start < day("03-20")] == [0] * sum(
        day("03-10") <= s.start < day("03-20") for s in segments
    )
    assert Money(segments[-1].principal) == found.outstanding
