"""A history laid over a ledger: what was given counts once, in its place, and never comes again."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import attrs
import pytest

from dunlang.model.case import Case, Debtor, Event, Invoice
from dunlang.money import Money
from dunlang.portfolio.history import History, Recorded, RecordedRun, given, twice, with_history
from dunlang.portfolio.ledger import Ledger, read_ledger
from dunlang.portfolio.worklist import simulate
from dunlang.project.session import Session
from dunlang.report.worklist_csv import worklist_cells
from dunlang.resources import shipped
from dunlang.schedule import Engine, prepare
from dunlang.source import Source
from tests.portfolio.generate_ledger import generate

DAY = dt.date(2026, 2, 10)
_ONE = dt.timedelta(days=1)


def engine_of(name: str) -> Engine:
    """A shipped policy, ready to run."""
    loaded = Session().load(shipped("policies") / name)
    assert loaded.policy is not None
    assert loaded.book is not None
    return prepare(loaded.policy, loaded.book)


def event(kind: str, step: str = "letter", day: dt.date = DAY, **more: object) -> Event:
    """An event of invoice 1."""
    return Event(**({"date": day, "kind": kind, "invoice": "1", "step": step} | more))  # type: ignore[arg-type] # a table's row


def run(*events: Event, number: int = 1, kind: str = "given", **more: object) -> RecordedRun:
    """A run that recorded *events*."""
    recorded = tuple(Recorded(event=one, debtor="D") for one in events)
    day = events[0].date if events else DAY
    return RecordedRun(number=number, kind=kind, day=day, recorded=recorded, **more)  # type: ignore[arg-type] # as above


def ledger(*events: Event) -> Ledger:
    """One debtor with invoice 1, and what the ledger says happened."""
    invoice = Invoice(id="1", date=dt.date(2026, 1, 5), amount=Money(10000))
    case = Case(debtor=Debtor(id="D", kind="consumer"), invoices=(invoice,), events=events)
    return Ledger(cases=(case,), counts=())


def kinds(found: Ledger) -> list[str]:
    """The events as words, in order."""
    return [f"{one.date:%d} {one.kind}" for one in found.cases[0].events]


@pytest.mark.parametrize(
    ("reported", "recorded", "wanted"),
    [
        # The same step of the same day counts once, whoever tells it.
        ((event("step done"),), (event("step done"),), ["10 step done"]),
        ((event("handed over"),), (event("handed over"),), ["10 handed over"]),
        ((event("handed over", step=""),), (event("handed over"),), ["10 handed over"]),
        ((event("step done"),), (event("handed over"),), ["10 step done"]),
        # Another day is another time.
        ((event("step done", day=DAY - _ONE),), (event("step done"),), ["09 step done", "10 step done"]),
        ((event("step done", step="other"),), (event("step done"),), ["10 step done", "10 step done"]),
        # What a day brought stands before what was given on it ...
        ((event("payment", step="", amount=Money(100)),), (event("step done"),), ["10 payment", "10 step done"]),
        # ... but what came back the same day was given first ...
        ((event("step not delivered"),), (event("step done"),), ["10 step done", "10 step not delivered"]),
        # ... unless it is about an earlier time, which made it come again.
        (
            (event("step done", day=DAY - 5 * _ONE), event("step not delivered")),
            (event("step done"),),
            ["05 step done", "10 step not delivered", "10 step done"],
        ),
        (
            (event("step not delivered"),),
            (event("step done", day=DAY - 5 * _ONE), event("step done")),
            ["05 step done", "10 step not delivered", "10 step done"],
        ),
        # That a letter came back is true once.
        ((event("step not delivered"),), (event("step not delivered"),), ["10 step not delivered"]),
    ],
)
def test_ledger_and_history_agree_on_a_day(
    reported: tuple[Event, ...], recorded: tuple[Event, ...], wanted: list[str]
) -> None:
    """Doubles count once, and the events of a day keep the order in which they can have happened."""
    found, rejects = with_history(ledger(*reported), History(runs=(run(*recorded),)), "h")
    assert rejects == ()
    assert kinds(found) == wanted


def test_a_withdrawn_run_never_happened() -> None:
    """Neither its events nor its day count, and one by hand can be withdrawn as well."""
    runs = (run(event("step done")), run(event("hold placed", ""), number=2, kind="by hand"))
    back = RecordedRun(number=3, kind="withdrawal", day=DAY, withdraws=1)
    history = History(runs=(*runs, back))
    assert kinds(with_history(ledger(), history, "h")[0]) == ["10 hold placed"]
    assert history.last_day is None
    assert twice(history, (Recorded(event=event("step done")),)) is None
    assert twice(History(runs=runs), (Recorded(event=event("step done")),)) is not None
    assert History(runs=runs).last_day == DAY
    assert history.before(3).live == runs
    both = History(runs=(*history.runs, RecordedRun(number=4, kind="withdrawal", day=DAY, withdraws=2)))
    assert both.live == ()


@pytest.mark.parametrize(
    ("one", "kind", "told"),
    [
        (event("step done", invoice="2"), "by hand", "invoice `2` is not in the ledger"),
        (event("step done", invoice="2"), "given", ""),
        (event("hold placed", invoice="", step=""), "by hand", ""),
        (event("step done", day=dt.date(2026, 1, 4)), "by hand", "lies before the date of invoice `1`, 2026-01-05"),
        (event("payment", step="", amount=Money(100, "SEK")), "by hand", "`payment` in SEK, but EUR is owed"),
    ],
)
def test_what_fits_nothing_is_told(one: Event, kind: str, told: str) -> None:
    """An event by hand with a slip in it is told, with the run; an invoice that the ledger let go is not."""
    before = ledger()
    found, rejects = with_history(before, History(runs=(run(one, number=7, kind=kind),)), "h/history.sqlite")
    if told:
        (reject,) = rejects
        assert told in str(reject)
        assert (reject.file, reject.row, reject.severity) == ("h/history.sqlite", 7, "warning")
        assert found == before
    else:
        assert rejects == ()


def test_an_unknown_debtor_is_told_unless_he_had_letters() -> None:
    """A debtor's event by hand needs the debtor: in the ledger, or once in what was given."""
    stop = attrs.evolve(run(event("hold placed", "", invoice=""), number=2, kind="by hand"))
    other = attrs.evolve(stop, recorded=(attrs.evolve(stop.recorded[0], debtor="E"),))
    assert "debtor `E` is not in the ledger" in str(with_history(ledger(), History(runs=(other,)), "h")[1][0])
    before = attrs.evolve(run(event("step done", invoice="9")), recorded=())
    before = attrs.evolve(before, recorded=(Recorded(event=event("step done", invoice="9"), debtor="E"),))
    assert with_history(ledger(), History(runs=(before, other)), "h")[1] == ()


# ------------------------------------------------------------ over many days


def _live(engine: Engine, known: Ledger, days: list[dt.date]) -> History:
    """Give and record the worklist of each day; a second look at the day finds nothing."""
    history = History()
    for number, day in enumerate(days, 1):
        found = simulate(engine, with_history(known, history, "h")[0], date=day)
        recorded = given(found.worklist, worklist_cells)
        assert len(recorded) == len(found.worklist)
        assert twice(history, recorded) is None
        history = History(runs=(*history.runs, RecordedRun(number=number, kind="given", day=day, recorded=recorded)))
        laid, rejects = with_history(known, history, "h")
        assert rejects == ()
        again = simulate(engine, laid, date=day)
        assert again.worklist == (), day
    return history


@pytest.mark.parametrize(
    "name", ["debiteurenbeleid.dun", "belgie.dun", "espana.dun", "eenmalig.dun", "ten-lines.dun", "keyaccounts.dun"]
)
def test_nothing_comes_twice_under_any_policy(name: str) -> None:
    """Over a season of days, looked at every third, no policy gives a step again on the day it gave it."""
    engine = engine_of(name)
    folder: Path = shipped("policies") / "ledger"
    known, _ = read_ledger(
        *(Source(f"{part}.csv", (folder / f"{part}.csv").read_text("utf-8")) for part in ("invoices", "debtors")),
        None,
        attributes=engine.policy.attributes,
    )
    days = [dt.date(2026, 2, 2) + step * _ONE for step in range(0, 90, 3)]
    history = _live(engine, known, days)
    assert sum(len(one.recorded) for one in history.runs) > 20


def test_a_recorded_season_is_the_forecast() -> None:
    """Recording each day gives exactly the steps, days and repetitions that the first day's forecast named."""
    engine = engine_of("debiteurenbeleid.dun")
    plan = generate(invoices=100, debtors=40)
    everything, _ = read_ledger(Source("i.csv", plan.invoices), Source("d.csv", plan.debtors), None)
    start, until = dt.date(2026, 6, 1), dt.date(2026, 7, 31)
    cases = tuple(
        attrs.evolve(case, invoices=mine)
        for case in everything.cases
        if (mine := tuple(one for one in case.invoices if start - 120 * _ONE <= one.date <= start))
    )
    known = attrs.evolve(everything, cases=cases)
    first = simulate(engine, known, date=start, until=until)
    wanted = {(i.invoice.id, i.step.name, i.occurrence, i.on) for i in (*first.worklist, *first.forecast)}
    days = [start + step * _ONE for step in range((until - start).days + 1)]
    history = _live(engine, known, days)
    found = {(one.event.invoice, one.event.step, one.occurrence, one.event.date) for _, one in history.events()}
    assert wanted
    assert found == wanted
