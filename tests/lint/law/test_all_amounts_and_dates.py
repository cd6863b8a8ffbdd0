"""Amounts and dates are judged whole: what the rules find is what trying each one would find."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from dunlang.dates import Offset
from dunlang.law import CostScale, run_period
from dunlang.lint.free_letter import charge_rule, listed, shortfall
from dunlang.lint.legal import cases
from tests.lint.policies import book, judged, view_of

_MONDAY, _SUNDAY = 0, 6


@given(
    percent=st.integers(0, 40),
    least=st.none() | st.integers(1, 90),
    most=st.none() | st.integers(90, 900),
    probes=st.lists(st.integers(1, 1_200_000), min_size=5, max_size=30),
)
@settings(max_examples=40, deadline=None)
def test_a_clause_is_found_exactly_where_it_exceeds(
    percent: int, least: int | None, most: int | None, probes: list[int]
) -> None:
    """The clause is reported if and only if an amount breaks the ceiling, and the witness is the smallest."""
    words = f"{percent}%" + (f" at least {least} EUR" if least else "") + (f" at most {most} EUR" if most else "")
    text = f"""
    policy "P" {{ law BE }}
    group a {{ when debtor is consumer and country is BE payment within 14 days of invoice costs {words} }}
    group b {{ otherwise payment within 14 days of invoice }}
    """
    law = book().country("BE")
    assert law is not None
    cap = law.cost_cap("consumer", dt.date(2026, 1, 1))
    assert cap is not None
    ours = CostScale.percent(Decimal(percent), least and 100 * least, most and 100 * most)
    found = [each for each in judged(text).diagnostics if each.code == "FEE100"]
    broken = [amount for amount in probes if ours.amount(amount) > cap.scale.amount(amount)]
    if not found:
        assert not broken
        return
    first = round(Decimal(dict(found[0].witness)["amount open"].split()[0]) * 100)
    assert ours.amount(first) > cap.scale.amount(first)
    assert all(first <= amount for amount in broken)
    assert not any(ours.amount(amount) > cap.scale.amount(amount) for amount in range(max(1, first - 300), first))


def _received(sent: dt.date, holidays: frozenset[dt.date]) -> dt.date:
    """The second day after posting, Sundays, Mondays and holidays not counted: the Dutch presumption, by hand."""
    left = 2
    while left:
        sent += dt.timedelta(days=1)
        left -= sent.weekday() not in (_MONDAY, _SUNDAY) and sent not in holidays
    return sent


@given(
    days=st.integers(10, 26),
    since=st.sampled_from(["sending", "receipt"]),
    runs=st.sampled_from(["daily", "weekly on friday", "monthly on 28"]),
)
@settings(max_examples=30, deadline=None)
def test_a_letter_falls_short_on_the_first_such_date(days: int, since: str, runs: str) -> None:
    """The first short sending date is the first by hand, counted from the presumed receipt; none where none is."""
    view = view_of(f"""
    policy "P" {{ law NL valid from 2026-01-01 until 2026-12-31 runs {runs} }}
    notice brief {{ kind formal states invoice number, amount due, deadline, collection costs
        gives {days} days from {since} }}
    group a {{ when debtor is consumer and country is NL payment within 14 days of invoice costs statutory
        steps {{ brief 14 days after due send brief by post }} }}
    group b {{ otherwise payment within 14 days of invoice }}
    """)
    case = cases(view)[0]
    rule = charge_rule(case, dt.date(2026, 1, 1))
    assert rule is not None
    [(step, notice)] = listed(case, rule)
    found = shortfall(case, rule, step, notice)
    calendar = case.law.period_calendar()
    assert calendar is not None
    short = []
    for _, _, sent in case.sendings(step):
        received = _received(sent, calendar.holidays)
        unmoved = received + dt.timedelta(days=14)
        wanted = calendar.on_or_after(unmoved)
        given = (
            sent + dt.timedelta(days=days)
            if since == "sending"
            else calendar.on_or_after(received + dt.timedelta(days=days))
        )
        if given < wanted:
            short.append((given >= unmoved, sent, given, wanted))
    assert (found is None) == (not short)
    if found is not None:
        # Sure ones go first: those that are short only by the moved end are arguable.
        assert (found.sent, found.given, found.wanted) == min(short)[1:]


def test_periods_use_the_calendar_of_the_law_and_not_of_the_policy() -> None:
    """Closing days of the policy change no receipt: the same letter ends on the same day."""
    law = book().country("NL")
    assert law is not None
    period = run_period(
        law,
        sent=dt.date(2026, 4, 2),
        channels=("post",),
        period=charge_minimum(),
        counted_from="receipt",
        received=None,
        debtor="consumer",
    )
    # Thursday before Easter: Good Friday, Sunday and Easter Monday do not count, so Tuesday is the second day.
    assert period.received == dt.date(2026, 4, 7)
    assert period.last_free_day == dt.date(2026, 4, 21)


def charge_minimum() -> Offset:
    """The period that Dutch law wants before costs."""
    law = book().country("NL")
    assert law is not None
    rule = law.charging("consumer", dt.date(2026, 1, 1))
    assert rule is not None
    assert rule.minimum is not None
    return rule.minimum
