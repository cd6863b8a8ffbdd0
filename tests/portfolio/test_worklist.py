"""A ledger on a day: worklist, what waits, what needs a person, the forecast, the sums; and why."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest

from dunlang.law import load_book
from dunlang.model import resolve
from dunlang.money import Money
from dunlang.portfolio.explain import Explanation, explain
from dunlang.portfolio.ledger import Ledger, read_ledger
from dunlang.portfolio.simulation import Item, Reconciliation, Simulation
from dunlang.portfolio.worklist import simulate
from dunlang.schedule import Engine, prepare
from dunlang.source import Source
from dunlang.syntax import parse

POLICY = """
policy "Test" { law NL  valid from 2026-01-01  runs weekly on tuesday }
agency bureau "Bureau" { register "Wki 1" }
notice herinnering { kind reminder  states invoice number, due date, amount due  gives 7 days from sending }
notice aanmaning { kind formal  states invoice number, amount due, deadline, collection costs
                   gives 14 days from receipt }
group particulieren "Particulieren" {
    when debtor is consumer and country is NL
    payment within 14 days of invoice
    costs statutory
    contact from 5 EUR
    steps {
        eerste   1 day after due               send herinnering by email
        bel      8 days after due              call "waarom?" by "team"
        tweede  14 days after due              send aanmaning by post, stop supply
        weg      1 day after tweede deadline   hand over to bureau
    }
    hold on dispute until resolved, clock stops
}
group zakelijk { when debtor is business  payment within 30 days of invoice  steps { nabel 5 days after due call } }
"""

DEBTORS = "debtor,kind,country,name\nA,consumer,NL,Anna\nB,consumer,NL,Bram\nC,business,NL,Café\nD,government,NL,Dorp\n"
INVOICES = """invoice,debtor,date,amount,currency
1,A,2026-01-05,180.00,
2,A,2026-01-12,60.00,
3,B,2026-01-05,4.00,
4,B,2026-01-05,90.00,
5,C,2026-01-05,500.00,
6,D,2026-01-05,70.00,
7,C,2025-12-30,80.00,
8,B,2026-03-02,20.00,
9,C,2026-01-05,15.00,USD
"""
EVENTS = """date,event,invoice,debtor,step,amount
2026-01-20,step done,1,,eerste,
2026-01-22,dispute opened,4,,,
2026-01-27,step done,1,,bel,
2026-01-27,step done,2,,eerste,
2026-01-28,payment,1,,,50.00
2026-02-10,payment,5,,,500.00
"""


@pytest.fixture(scope="module")
def engine() -> Engine:
    """The test policy, ready to run."""
    tree, errors = parse(Source("test.dun", POLICY))
    assert not errors, errors
    book, _ = load_book()
    policy, found = resolve(tree, known_law=lambda code: book.country(code) is not None)
    assert policy is not None, found
    return prepare(policy, book)


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    """Nine invoices of four debtors."""
    found, rejects = read_ledger(
        Source("invoices.csv", INVOICES), Source("debtors.csv", DEBTORS), Source("events.csv", EVENTS)
    )
    assert rejects == ()
    return found


@pytest.fixture(scope="module")
def tuesday(engine: Engine, ledger: Ledger) -> Simulation:
    """Tuesday 3 February 2026, with a forecast of a month."""
    return simulate(engine, ledger, date=dt.date(2026, 2, 3), until=dt.date(2026, 3, 3))


def shown(items: tuple[Item, ...]) -> list[tuple[str, str, str]]:
    """Invoice, step and day of each item."""
    return [(item.invoice.id, item.step.name, str(item.on or "")) for item in items]


def test_the_worklist_is_what_is_due_today(tuesday: Simulation) -> None:
    """Invoice 2 is called about (26 January + 8 days), 1 gets its formal notice (due 19 January + 14 days)."""
    assert shown(tuesday.worklist) == [("2", "bel", "2026-02-03"), ("1", "tweede", "2026-02-03")]
    call, letter = tuesday.worklist
    assert (call.does, call.channels, call.role) == (("call: waarom?",), ("call",), "team")
    assert letter.does == ("send aanmaning by post", "stop supply")
    assert letter.channels == ("post", "stop supply")
    assert letter.letter is not None
    assert letter.letter.deadline == dt.date(2026, 2, 19)
    assert letter.amounts is not None
    assert letter.amounts.principal == Money(13000)
    assert letter.amounts.costs_if_unpaid == Money(4000)
    assert letter.debtor.name == "Anna"
    assert letter.group_title == "Particulieren"


def test_what_waits_is_listed_once_with_its_reason(tuesday: Simulation) -> None:
    """A dispute holds invoice 4; 4 euro is too little to contact anybody about."""
    assert shown(tuesday.held) == [("4", "eerste", "")]
    assert tuesday.held[0].reasons[0].code == "hold-dispute"
    assert shown(tuesday.blocked) == [("3", "eerste", "")]
    assert tuesday.blocked[0].reasons[0].code == "contact-threshold"


@pytest.mark.parametrize(
    ("date", "held", "due"),
    [("2026-02-03", ["4"], []), ("2026-02-10", ["4"], []), ("2026-02-17", [], ["4"])],
)
def test_a_hold_with_a_known_end_is_listed_until_then(date: str, held: list[str], due: list[str]) -> None:
    """A promise for 10 February keeps the reminder until two days after; then the step is due."""
    text = POLICY.replace(
        "hold on dispute until", "hold on promise until 2 days after promised date\n hold on dispute until"
    )
    tree, _ = parse(Source("test.dun", text))
    book, _ = load_book()
    policy, found = resolve(tree, known_law=lambda code: book.country(code) is not None)
    assert policy is not None, found
    events = Source("events.csv", "date,event,invoice,until\n2026-01-19,promise made,4,2026-02-10\n")
    ledger, rejects = read_ledger(Source("invoices.csv", INVOICES), Source("debtors.csv", DEBTORS), events)
    assert rejects == ()
    known = attrs.evolve(ledger, cases=tuple(case for case in ledger.cases if case.debtor.id == "B"))
    seen = simulate(prepare(policy, book), known, date=dt.date.fromisoformat(date))
    assert [item.invoice.id for item in seen.held] == held
    assert [item.invoice.id for item in seen.worklist] == due
    assert [[reason.text for reason in item.reasons] for item in seen.held] == [
        ["promised for 2026-02-10: the policy says so", "until 2026-02-12"] for _ in held
    ]


def test_what_is_settled_waits_for_nothing(engine: Engine) -> None:
    """A step that could never come any more is no blocked case once the invoice is paid."""
    events = (
        EVENTS + "2026-01-26,step done,4,,eerste,\n2026-02-02,step withdrawn,4,,eerste,\n2026-02-03,payment,4,,,90.00\n"
    )
    known, _ = read_ledger(
        Source("invoices.csv", INVOICES), Source("debtors.csv", DEBTORS), Source("events.csv", events)
    )
    found = simulate(engine, known, date=dt.date(2026, 2, 3))
    assert "4" not in {item.invoice.id for item in (*found.held, *found.blocked, *found.worklist)}


def test_what_the_policy_cannot_judge_needs_a_person(tuesday: Simulation) -> None:
    """Nobody takes a government debtor, an invoice from before the policy, or one in another currency."""
    found = {(person.invoice.id, person.reasons[0].code) for person in tuesday.needs_person}
    assert found == {("6", "no-group"), ("7", "not-valid"), ("9", "currency")}


def test_the_forecast_goes_on_from_todays_worklist(tuesday: Simulation) -> None:
    """The hand-over follows the letter of today; nothing is forecast for what waits."""
    assert shown(tuesday.forecast) == [
        ("2", "tweede", "2026-02-10"),
        ("5", "nabel", "2026-02-10"),
        ("1", "weg", "2026-02-24"),
        ("2", "weg", "2026-03-03"),
    ]


def test_every_invoice_is_in_exactly_one_standing(tuesday: Simulation) -> None:
    """The standings add up to the ledger, and a hand-over that is only due has not happened."""
    counts = {(found.standing, found.outstanding.currency): found.count for found in tuesday.standings}
    assert sum(counts.values()) == 9
    assert counts == {
        ("open", "EUR"): 5,
        ("not yet", "EUR"): 1,
        ("needs a person", "EUR"): 2,
        ("needs a person", "USD"): 1,
    }


def test_the_sums_agree_with_the_ledger(tuesday: Simulation) -> None:
    """What was invoiced is what was paid plus what is open, per currency."""
    euro, dollar = tuesday.reconciliation
    assert euro == Reconciliation(
        currency="EUR",
        invoices=8,
        invoiced=100400,
        received=5000,
        to_costs=0,
        to_interest=0,
        to_principal=5000,
        discounts=0,
        outstanding=95400,
    )
    assert (dollar.currency, dollar.invoiced, dollar.outstanding) == ("USD", 1500, 1500)
    assert tuesday.balanced
    assert not attrs.evolve(euro, outstanding=95300).balanced
    assert not attrs.evolve(euro, received=4000).balanced


def test_totals_count_the_worklist(tuesday: Simulation) -> None:
    """Totals per group, step and way are the worklist's own entries and sums."""
    assert [(t.step, t.channel, t.count, t.outstanding) for t in tuesday.totals] == [
        ("bel", "call", 1, Money(6000)),
        ("tweede", "post and stop supply", 1, Money(13000)),
    ]
    assert sum(total.count for total in tuesday.forecast_totals) == len(tuesday.forecast)


def test_a_handover_that_is_only_due_leaves_the_invoice_open(engine: Engine, ledger: Ledger) -> None:
    """An invoice leaves the open ones when the hand-over is recorded, not when it is proposed."""
    more = "2026-02-03,step done,1,,tweede,\n"
    known, _ = read_ledger(
        Source("invoices.csv", INVOICES), Source("debtors.csv", DEBTORS), Source("events.csv", EVENTS + more)
    )
    day = dt.date(2026, 2, 24)
    proposed = simulate(engine, known, date=day)
    assert ("1", "weg", "2026-02-24") in shown(proposed.worklist)
    assert "handed over" not in {found.standing for found in proposed.standings}
    later, _ = read_ledger(
        Source("invoices.csv", INVOICES),
        Source("debtors.csv", DEBTORS),
        Source("events.csv", EVENTS + more + "2026-02-24,step done,1,,weg,\n"),
    )
    done = simulate(engine, later, date=day)
    assert "1" not in {item.invoice.id for item in done.worklist}
    assert [found.count for found in done.standings if found.standing == "handed over"] == [1]


def test_supply_that_is_stopped_is_listed(engine: Engine) -> None:
    """A stop that was carried out is shown until it is lifted."""
    events = Source("events.csv", EVENTS + "2026-02-03,step done,1,,tweede,\n")
    known, _ = read_ledger(Source("invoices.csv", INVOICES), Source("debtors.csv", DEBTORS), events)
    found = simulate(engine, known, date=dt.date(2026, 2, 5))
    assert [(stop.debtor.id, stop.start, stop.until) for stop in found.supply] == [("A", dt.date(2026, 2, 3), None)]


def why(engine: Engine, ledger: Ledger, invoice: str, step: str = "") -> Explanation:
    """The explanation of an invoice on Tuesday 3 February."""
    case = ledger.case_of(invoice)
    assert case is not None
    return explain(engine, case, invoice, date=dt.date(2026, 2, 3), step=step)


def test_explaining_an_invoice_names_group_due_date_events_money_and_steps(engine: Engine, ledger: Ledger) -> None:
    """Each part of the answer is there, with the line of the policy where there is one."""
    found = why(engine, ledger, "1")
    texts = [line.text for line in found.lines]
    assert texts[0] == "invoice 1 of 2026-01-05 for 180.00 EUR, Anna, consumer, NL: open"
    assert "it takes this debtor: when debtor is consumer and country is NL" in texts
    assert "due 2026-01-19: payment within 14 days of invoice" in texts
    assert "2026-01-28 payment of 50.00 EUR" in texts
    assert "payment of 50.00 EUR on 2026-01-28: 50.00 EUR to principal" in texts
    assert any(text.startswith("tweede: due on 2026-02-03, by the policy 2026-02-02") for text in texts)
    about = {line.about for line in found.lines}
    assert {"invoice", "group", "terms", "event", "money", "step", "reason"} <= about
    assert all(line.span is not None for line in found.lines if line.about == "step" and ":" in line.text)


def test_explaining_one_step_says_only_that(engine: Engine, ledger: Ledger) -> None:
    """Why not: a hold, a threshold, a step that the group does not have."""
    held = why(engine, ledger, "4", "eerste")
    assert any(line.about == "hold" and "dispute" in line.text for line in held.lines)
    assert any(line.text.startswith("eerste: held") for line in held.lines)
    assert not any(line.about == "money" for line in held.lines)
    blocked = why(engine, ledger, "3", "eerste")
    assert any("below `contact from 5.00 EUR`" in line.text for line in blocked.lines)
    other = why(engine, ledger, "5", "tweede")
    assert any(line.text == "tweede: group zakelijk has no such step" for line in other.lines)


def test_explaining_what_no_group_takes(engine: Engine, ledger: Ledger) -> None:
    """A debtor outside every group gets the reason, not an empty page."""
    texts = [line.text for line in why(engine, ledger, "6").lines]
    assert texts[1:3] == ["no group", "no group of the policy takes this debtor"]


def test_an_invoice_of_another_debtor_is_the_callers_mistake(engine: Engine, ledger: Ledger) -> None:
    """A case explains its own invoices only."""
    case = ledger.case_of("1")
    assert case is not None
    with pytest.raises(LookupError, match="invoice `5` does not belong to debtor `A`"):
        explain(engine, case, "5", date=dt.date(2026, 2, 3))
