"""The shipped policies: canonical, clean, every scenario passes, and the ledger's history is what the policy gives."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from functools import cache
from pathlib import Path

import attrs
import pytest

from dunlang.diagnostics import Severity
from dunlang.portfolio.ledger import Ledger
from dunlang.portfolio.simulation import Simulation
from dunlang.portfolio.worklist import simulate
from dunlang.project.ledger import LedgerFiles, find_ledger, read_files
from dunlang.project.session import Loaded, Options, Session
from dunlang.resources import shipped
from dunlang.scenario import run
from dunlang.schedule import Engine, prepare
from dunlang.source import Source
from dunlang.syntax.format import format_source

FOLDER = shipped("policies")
ALL = sorted(FOLDER.glob("*.dun"))
WITH_SCENARIOS = [path for path in ALL if path.stem not in ("ten-lines", "brieven")]
_DAY = dt.timedelta(days=1)


@cache
def loaded(name: str) -> Loaded:
    """A shipped policy, read once."""
    return Session().load(FOLDER / name)


def engine(name: str) -> Engine:
    """A shipped policy, ready to run."""
    found = loaded(name)
    assert found.policy is not None
    assert found.book is not None
    return prepare(found.policy, found.book)


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_every_policy_is_in_canonical_form(path: Path) -> None:
    """`dunlang fmt` changes nothing."""
    text = path.read_text(encoding="utf-8")
    formatted, findings = format_source(Source(path.name, text))
    assert not findings
    assert formatted == text


def test_every_policy_is_clean() -> None:
    """`dunlang check` finds no error and no warning in any of them."""
    checked = Session().check([str(FOLDER)])
    assert [f"{f.span} {f.code} {f.message}" for f in checked.findings if f.severity is not Severity.NOTE] == []
    assert checked.exit_code == 0


@pytest.mark.parametrize("path", WITH_SCENARIOS, ids=lambda path: path.stem)
def test_the_worked_policies_leave_nothing_unsaid(path: Path) -> None:
    """All but the ten-line one are clean under `--strict` too."""
    checked = Session(Options(strict=True)).check([str(path)])
    assert [f"{f.span} {f.code} {f.message}" for f in checked.findings if f.severity is not Severity.NOTE] == []


@pytest.mark.parametrize("path", WITH_SCENARIOS, ids=lambda path: path.stem)
def test_every_scenario_passes(path: Path) -> None:
    """Dates and amounts worked out by hand come out of the engine."""
    ready = engine(path.name)
    results = [run(ready, scenario) for scenario in ready.policy.scenarios]
    assert len(results) >= 6
    assert [(r.scenario.title, o.expected, o.found) for r in results for o in r.failures] == []


@pytest.mark.parametrize("path", WITH_SCENARIOS, ids=lambda path: path.stem)
def test_every_group_has_a_scenario_that_lands_in_it(path: Path) -> None:
    """No group of a worked policy is without an example, but for the one that takes the rest."""
    ready = engine(path.name)
    named = {e.name for s in ready.policy.scenarios for e in s.expectations if e.kind == "group"}
    groups = {group.name for group in ready.policy.groups if group.condition is not None}
    assert groups <= named


def shipped_ledger() -> tuple[Ledger, LedgerFiles]:
    """The shipped ledger as the shipped policy reads it."""
    files = find_ledger([FOLDER / "ledger"])
    assert isinstance(files, LedgerFiles)
    policy = loaded("debiteurenbeleid.dun").policy
    assert policy is not None
    ledger, rejects = read_files(files, policy)
    assert rejects == ()
    return ledger, files


def on(day: dt.date, ledger: Ledger | None = None) -> Simulation:
    """The shipped ledger on a day."""
    return simulate(engine("debiteurenbeleid.dun"), ledger or shipped_ledger()[0], date=day)


def test_the_shipped_ledger_shows_every_standing_and_state() -> None:
    """On 3 March 2026 something is due, held, blocked, stopped, and in every standing, and the sums agree."""
    found = on(dt.date(2026, 3, 3))
    assert found.balanced
    assert {s.standing for s in found.standings} == {"not yet", "open", "paid", "handed over", "sold", "needs a person"}
    assert len(found.worklist) == 15
    assert {item.group for item in found.worklist} == {"particulieren", "keyaccounts", "belgisch", "spaans", "overig"}
    assert {item.reasons[0].code for item in found.held} == {
        "hold-dispute",
        "hold-promise",
        "hold-plan",
        "hold-placed",
        "hold-insolvency",
    }
    assert [item.invoice.id for item in found.blocked] == ["2026-0022"]
    assert Counter(person.reasons[0].code for person in found.needs_person) == {
        "not-valid": 1,
        "currency": 1,
        "no-due-date": 1,
    }
    assert {stop.debtor.id for stop in found.supply} == {"K3001", "K3002"}


def test_the_recorded_history_is_what_the_policy_would_have_done() -> None:
    """Each `step done` of the ledger is on the worklist of its day, and nothing else is."""
    ledger, _ = shipped_ledger()
    done = {(e.date, e.invoice, e.step) for case in ledger.cases for e in case.events if e.kind == "step done"}
    day, last = dt.date(2026, 1, 1), max(date for date, _, _ in done)
    while day <= last:
        cases = tuple(
            attrs.evolve(
                case, events=tuple(e for e in case.events if e.date < day or (e.date == day and e.kind != "step done"))
            )
            for case in ledger.cases
        )
        found = on(day, attrs.evolve(ledger, cases=cases))
        assert {(day, i.invoice.id, i.step.name) for i in found.worklist} == {key for key in done if key[0] == day}, day
        day += _DAY


def test_a_second_run_on_the_same_day_proposes_nothing_twice() -> None:
    """When today's worklist is recorded, the same day has nothing left."""
    ledger, files = shipped_ledger()
    day = dt.date(2026, 3, 3)
    rows = "".join(f"{day},step done,{item.invoice.id},,{item.step.name},,,\n" for item in on(day, ledger).worklist)
    assert files.events is not None
    again = attrs.evolve(files, events=Source("events.csv", files.events.text + rows))
    policy = loaded("debiteurenbeleid.dun").policy
    assert policy is not None
    known, rejects = read_files(again, policy)
    assert rejects == ()
    assert on(day, known).worklist == ()
