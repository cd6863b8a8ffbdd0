"""Presumed receipt and the free period: dated examples, and every day of some years."""

from __future__ import annotations

import datetime as dt

import pytest

from dunlang.dates import Offset
from dunlang.law import Period, run_period
from tests.law.packs import country

DAY = dt.timedelta(days=1)
FOURTEEN = Offset(14)


def run(
    code: str,
    sent: str | dt.date,
    *channels: str,
    period: Offset = FOURTEEN,
    counted: str = "receipt",
    received: str | None = None,
    debtor: str = "consumer",
) -> Period:
    """The period of a letter."""
    return run_period(
        country(code=code),
        sent=dt.date.fromisoformat(sent) if isinstance(sent, str) else sent,
        channels=channels or ("post",),
        period=period,
        counted_from=counted,
        received=dt.date.fromisoformat(received) if received else None,
        debtor=debtor,
    )


#: Posted, presumed receipt, last free day; Sundays, Mondays and holidays do not count for delivery.
DUTCH = [
    ("2026-02-10", "2026-02-12", "2026-02-26"),
    ("2026-11-03", "2026-11-05", "2026-11-19"),
    ("2026-11-06", "2026-11-10", "2026-11-24"),
    ("2026-11-07", "2026-11-11", "2026-11-25"),
    ("2026-12-23", "2026-12-29", "2027-01-12"),
    ("2026-05-04", "2026-05-07", "2026-05-21"),  # 5 May holds every year for the terms act
    ("2026-04-01", "2026-04-04", "2026-04-20"),  # Good Friday does not count; day 14 is a Saturday and moves on
    ("2026-04-28", "2026-04-30", "2026-05-15"),  # day 14 is Ascension Day and moves on
]


@pytest.mark.parametrize(("sent", "received", "last"), DUTCH)
def test_dutch_letters(sent: str, received: str, last: str) -> None:
    """The second day after posting counts as receipt, the next is day 1, and costs follow the last free day."""
    found = run("NL", sent)
    assert (str(found.received), str(found.last_free_day)) == (received, last)
    assert found.day_one == dt.date.fromisoformat(received) + DAY
    assert found.next_day == dt.date.fromisoformat(last) + DAY
    assert found.presumed


#: Sent, channel, day 1, first day for the clause.
BELGIAN = [
    ("2023-09-18", "post", "2023-09-21", "2023-10-05"),  # published: a letter of Monday 18 September
    ("2026-07-17", "post", "2026-07-23", "2026-08-06"),  # 21 July is no working day
    ("2026-12-24", "post", "2026-12-30", "2027-01-13"),
    ("2026-03-02", "email", "2026-03-03", "2026-03-17"),
    ("2026-03-06", "sms", "2026-03-07", "2026-03-21"),
]


@pytest.mark.parametrize(("sent", "channel", "day_one", "costs"), BELGIAN)
def test_belgian_reminders(sent: str, channel: str, day_one: str, costs: str) -> None:
    """By post the third working day is day 1, electronically the next day; day 15 is the first for costs."""
    found = run("BE", sent, channel)
    assert (str(found.day_one), str(found.next_day)) == (day_one, costs)


def test_several_channels_count_from_the_latest() -> None:
    """Post and e-mail: what arrives last counts, and a channel without presumption is passed over."""
    assert run("NL", "2026-02-10", "post", "email").last_free_day == dt.date(2026, 2, 26)
    assert run("BE", "2023-09-18", "email", "post").day_one == dt.date(2023, 9, 21)


def test_an_email_alone_has_no_deadline_in_the_netherlands() -> None:
    """Nothing is presumed, so nothing runs, and it is said why."""
    found = run("NL", "2026-02-10", "email")
    assert (found.received, found.last_free_day, found.next_day) == (None, None, None)
    assert "email" in found.notes[0]
    assert [provision.id for provision in found.provisions] == ["nl.receipt.electronic"]


def test_a_known_day_of_receipt_replaces_the_presumption() -> None:
    """Delivered earlier or later than presumed: that day counts, by e-mail as well."""
    assert run("NL", "2026-02-10", "email", received="2026-02-10").last_free_day == dt.date(2026, 2, 24)
    found = run("NL", "2026-02-10", received="2026-02-17")
    assert (found.last_free_day, found.presumed) == (dt.date(2026, 3, 3), False)


def test_where_the_law_counts_from_sending_receipt_changes_nothing() -> None:
    """Belgium names day 1 from the day of sending: proof of receipt does not move it."""
    found = run("BE", "2023-09-18", received="2023-09-25")
    assert found.day_one == dt.date(2023, 9, 21)
    assert found.notes == ("the law counts from sending: the day of receipt changes nothing",)


def test_an_agreed_period_from_sending_stays_on_a_rest_day() -> None:
    """The terms act moves statutory periods only: ten days from sending a business letter end on a Sunday."""
    found = run("NL", "2026-02-05", period=Offset(10), counted="sending", debtor="business")
    assert found.last_free_day == dt.date(2026, 2, 15)
    assert found.last_free_day is not None
    assert found.last_free_day.weekday() == 6


def test_other_units() -> None:
    """Weeks, months and working days."""
    assert run("NL", "2026-02-10", period=Offset(2, "weeks")).last_free_day == dt.date(2026, 2, 26)
    assert run("NL", "2026-02-10", period=Offset(1, "months")).last_free_day == dt.date(2026, 3, 12)
    assert run("NL", "2026-02-10", period=Offset(3, "working days")).last_free_day == dt.date(2026, 2, 17)


def test_beyond_the_calendar_nothing_is_guessed() -> None:
    """Outside the calendar's years there are no days, and a note says which years it covers."""
    for sent in ("2060-01-05", "2040-12-30", "2000-01-05"):
        found = run("NL", sent)
        assert found.last_free_day is None
        assert "calendar NL.terms covers" in found.notes[-1]


@pytest.mark.parametrize("code", ["NL", "BE"])
def test_every_sending_day_of_three_years_gives_fourteen_full_days(code: str) -> None:
    """Whatever the day of posting, there are fourteen whole days, and a later letter never ends sooner."""
    calendar = country(code=code).period_calendar()
    assert calendar is not None
    at, before = dt.date(2025, 1, 1), dt.date(2025, 1, 1)
    while at < dt.date(2028, 1, 1):
        found = run(code, at)
        assert found.received is not None
        assert found.last_free_day is not None
        assert found.received > at
        assert (found.last_free_day - found.received).days >= 14
        assert found.last_free_day >= before
        if code == "NL":
            assert not calendar.is_rest_day(found.last_free_day)
        before, at = found.last_free_day, at + DAY


@pytest.mark.parametrize("code", ["NL", "BE", "ES", "DE", "FR", "UK"])
@pytest.mark.parametrize("channels", [("post",), ("email",), ("email", "registered")], ids="+".join)
@pytest.mark.parametrize("counted", ["receipt", "sending"])
@pytest.mark.parametrize("period", [None, FOURTEEN, Offset(10, "working days"), Offset(1, "months")], ids=str)
def test_letters_by_day_are_those_run_one_by_one(
    code: str, channels: tuple[str, ...], counted: str, period: Offset | None
) -> None:
    """Receipt and last free day that are kept by day of sending equal two periods run for that day alone."""
    law = country(code=code)
    days = law.letter_days(channels, period, counted, "consumer")
    for at in range(dt.date(2025, 11, 20).toordinal(), dt.date(2026, 2, 1).toordinal(), 3):
        sent = dt.date.fromordinal(at)
        receipt = run(code, sent, *channels, period=Offset(0))
        last = run(code, sent, *channels, period=period, counted=counted).last_free_day if period is not None else None
        assert days[sent] == (receipt.received, last), sent


def test_letters_beyond_the_calendar_have_no_days() -> None:
    """Where the calendar ends nothing is guessed."""
    days = country(code="NL").letter_days(("post",), FOURTEEN, "receipt", "consumer")
    assert days[dt.date(2099, 1, 1)] == (None, None)
