"""Holds in day numbers wait, stop the clock and end as those of the reference."""

from __future__ import annotations

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from dunlang.model.case import Event
from dunlang.portfolio.small import holds as plain
from dunlang.portfolio.tabled.moves import Moves
from dunlang.portfolio.tabled.steps import OPEN, hold_rows
from dunlang.schedule.holds import ENDS, OPENS, Holds
from tests.schedule.conftest import engine

START = dt.date(2026, 1, 5)
_POLICY = engine(
    "a 1 day after due call",
    holds="""
    hold on dispute until resolved, for at most 10 days, clock stops
    hold on promise until 2 working days after promised date, clock runs
    hold on plan while kept, clock stops, interest stops
    hold on placed for at most 12 days, clock stops
    """,
)
_events = st.lists(
    st.tuples(st.integers(0, 60), st.sampled_from([*OPENS, *ENDS, "payment"]), st.none() | st.integers(0, 15)),
    max_size=8,
)


@settings(max_examples=200, deadline=None)
@given(_events, st.integers(0, 80), st.integers(0, 40))
def test_holds(events: list[tuple[int, str, int | None]], anchor: int, ahead: int) -> None:
    """After any history: the end of what covers a day, and a day moved past what stopped the clock."""
    moves = Moves(_POLICY)
    terms = {
        cause: plain.HoldTerm(
            moves.days(cap) if cap is not None else None,
            moves.days(after) if after is not None else None,
            stops,
            pauses,
        )
        for _, cause, cap, after, stops, pauses in hold_rows(_POLICY.policy, moves)
    }
    wanted, found = Holds(_POLICY.policy.groups[0], _POLICY.clock.calendar), plain.Holds(terms)
    for days, kind, until in sorted(events, key=lambda event: event[0]):
        date = START + dt.timedelta(days=days)
        last = date + dt.timedelta(days=until) if until is not None else None
        wanted.apply(Event(date=date, kind=kind, until=last))  # type: ignore[arg-type] # a kind of event
        found.apply(kind, date.toordinal(), last.toordinal() if last is not None else None)
    assert found.disputed == wanted.disputed
    for days in range(90):
        date = START + dt.timedelta(days=days)
        held = wanted.at(date)
        end = 0 if held is None else OPEN if held.end is None else held.end.toordinal()
        assert found.end_at(date.toordinal()) == end
    counted = START + dt.timedelta(days=anchor)
    target = counted + dt.timedelta(days=ahead)
    shifted = wanted.shifted(target, counted)
    assert found.shifted(target.toordinal(), counted.toordinal()) == (
        plain.HELD if shifted is None else shifted.toordinal()
    )
