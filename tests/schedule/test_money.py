"""Interest, costs, allocation, discount, credit notes: to the cent."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest

from dunlang.model.case import Event, Invoice
from dunlang.money import Money

from .conftest import case, day, engine, event, from_text

WORKFLOW = """
    remind 1 day after due send reminder by email
    letter 30 days after invoice send formal by post and email
    over 1 day after letter deadline hand over to bureau
"""
STATUTORY = "interest statutory costs statutory"


def amounts(
    on: str,
    *events: object,
    terms: str = STATUTORY,
    steps: str = WORKFLOW,
    policy: str = "runs weekly on tuesday",
    **who: object,
):  # type: ignore[no-untyped-def]
    """The amounts of the one invoice on a day."""
    made = engine(steps, terms=terms, policy=policy)
    found = made.schedule(case(*events, **who), as_of=day("2026-12-31"), assume=True)  # type: ignore[arg-type]
    return found.invoices[0].amounts_on(day(on))


def test_no_costs_before_the_letter_has_run_its_period() -> None:
    """Art. 6:96(6) BW: a consumer owes nothing on the last free day and the tariff the day after."""
    assert amounts("02-26").costs == Money(0)
    assert amounts("02-27").costs == Money(4000)
    assert amounts("02-10").costs_if_unpaid == Money(4000)


def test_business_owes_costs_without_a_letter() -> None:
    """Between businesses no letter is needed: the tariff is due from the day after the due date."""
    assert amounts("01-20", kind="business", amount="1000.00").costs == Money(15000)


def test_interest_runs_from_the_day_after_due_through_the_day_of_payment() -> None:
    """2026: 4% a year over 365 days on 180 euro from 20 January."""
    assert amounts("01-19").interest == Money(0)
    assert amounts("01-20").interest == Money(2)  # 18000 * 4% / 365 = 1.97 cents
    assert amounts("06-08").interest == Money(276)  # 140 days: 276.16 cents


def test_payment_in_the_free_period_pays_principal_and_lowers_the_costs() -> None:
    """A part payment inside the free period pays principal; the tariff runs over the rest."""
    paid = event("02-20", "payment", amount="500.00")
    after = amounts("02-27", paid, amount="1000.00", terms="costs statutory")
    assert (after.principal, after.costs) == (Money(50000), Money(7500))


def test_payment_after_the_free_period_pays_costs_then_interest_then_principal() -> None:
    """Art. 6:44 BW: costs first, then interest, then principal, once the costs are due."""
    paid = event("02-27", "payment", amount="100.00")
    made = engine(WORKFLOW, terms=STATUTORY, policy="runs weekly on tuesday")
    found = made.schedule(case(paid), as_of=day("03-01"), assume=True).invoices[0]
    allocation = found.allocations[0]
    interest = 77  # 39 days at 4% on 180.00: 76.93 cents
    assert (allocation.to_costs, allocation.to_interest, allocation.to_principal) == (4000, interest, 6000 - interest)


def test_payments_go_where_the_policy_says() -> None:
    """`payments go to` goes before the order of the law."""
    after = amounts(
        "03-01",
        event("02-27", "payment", amount="100.00"),
        terms=STATUTORY + " payments go to principal, costs, interest",
    )
    assert (after.principal, after.costs) == (Money(8000), Money(4000))


@pytest.mark.parametrize(
    ("on", "paid", "open_"),
    [
        ("01-12", "176.40", 0),  # the last day: the full net amount
        ("01-13", "176.40", 360),  # one day late and it is gone
        ("01-12", "176.39", 361),  # one cent short and it is gone
        ("01-12", "180.00", 0),
    ],
)
def test_discount_is_strict(on: str, paid: str, open_: int) -> None:
    """2% for payment within 7 days: the full net amount by the last day, else none."""
    terms = "discount 2% if paid within 7 days of invoice"
    assert amounts("01-19", event(on, "payment", amount=paid), terms=terms).principal == Money(open_)


def test_discount_allowed_is_the_one_exception() -> None:
    """The event `discount allowed` grants it late."""
    terms = "discount 2% if paid within 7 days of invoice"
    events = (event("01-13", "payment", amount="176.40"), event("01-14", "discount allowed"))
    assert amounts("01-19", *events, terms=terms).principal == Money(0)


def test_credit_note_lowers_the_principal_and_never_pays_costs() -> None:
    """A credit note takes principal away, also after the costs are due."""
    after = amounts("03-01", event("02-28", "credit note", amount="80.00"), terms="costs statutory")
    assert (after.principal, after.costs) == (Money(10000), Money(4000))


def test_letter_that_was_not_delivered_brings_no_costs() -> None:
    """Costs hang on the letter: one that did not arrive does not count; the new one does."""
    failed = event("02-20", "step not delivered", step="letter")
    assert amounts("02-27", failed).costs == Money(0)
    assert amounts("04-30", failed).costs == Money(4000)


def test_letter_that_is_too_short_brings_no_costs() -> None:
    """A letter that gives less than the law wants never makes costs due, and the reason says so."""
    found = amounts("06-30", steps="letter 30 days after invoice send reminder by post", terms="costs statutory")
    assert found.costs == Money(0)


def test_vat_where_the_creditor_cannot_reclaim_it() -> None:
    """The fee rises by the VAT that the creditor cannot deduct."""
    policy = 'runs weekly on tuesday creditor "C" { vat not reclaimed }'
    found = amounts("03-01", terms="costs statutory", policy=policy)
    assert (found.costs, found.costs_vat) == (Money(4840), Money(840))


def test_declared_rate_and_percentage_clause() -> None:
    """A business clause: 8% a year and 15% with a floor and a ceiling."""
    terms = "interest 8% per year costs 15% at least 40 EUR at most 100 EUR"
    found = amounts("2026-07-18", terms=terms, kind="business", amount="1000.00")
    assert (found.interest, found.costs) == (Money(3945), Money(10000))  # 180 days


def test_interest_stops_during_a_hold_that_says_so() -> None:
    """`interest stops`: the days of the hold bear none."""
    events = (event("02-01", "dispute opened"), event("03-01", "dispute resolved"))
    with_stop = engine(
        "", terms="interest 10% per year", holds="hold on dispute until resolved, clock stops, interest stops"
    )
    found = with_stop.schedule(
        case(*events, kind="business", amount="3650.00"), as_of=day("06-01"), assume=True
    ).invoices[0]
    assert found.amounts_on(day("01-31")).interest == Money(1200)  # 20 January to 31 January: 12 days of 1 euro
    assert found.amounts_on(day("02-28")).interest == Money(1200)
    assert found.amounts_on(day("03-02")).interest == Money(1400)


def test_payment_without_an_invoice_goes_to_the_oldest_due() -> None:
    """An unreferenced payment pays what is due, the oldest first; the rest goes on to the next."""
    from attrs import evolve

    from dunlang.model.case import Invoice

    facts = case(event("02-10", "payment", amount="200.00", invoice=""))
    second = Invoice(id="2", date=dt.date(2026, 1, 6), amount=Money(5000))
    found = engine("").schedule(evolve(facts, invoices=(second, *facts.invoices)), as_of=day("02-11"))
    assert {i.invoice.id: i.outstanding.minor for i in found.invoices} == {"1": 0, "2": 3000}


def test_overpayment_is_kept_in_sight() -> None:
    """What is paid too much is neither lost nor moved on its own."""
    found = engine("").schedule(case(event("01-20", "payment", amount="200.00")), as_of=day("02-11"))
    assert found.invoices[0].allocations[0].unallocated == 2000


def test_fee_is_booked_when_its_step_runs() -> None:
    """`charge` books a fee on the run date."""
    steps = "one 1 day after due send reminder by email, charge 7.50 EUR"
    assert amounts("01-19", terms="", steps=steps, policy="").costs == Money(0)
    assert amounts("01-20", terms="", steps=steps, policy="").costs == Money(750)


def test_unknown_rate_is_said_never_guessed() -> None:
    """After the last known rate interest stops and the first unknown day is named."""
    found = engine(WORKFLOW, terms=STATUTORY).schedule(case(), as_of=day("2027-03-01"), assume=True)
    late = found.invoices[0].amounts_on(day("2027-03-01"))
    assert late.unknown_from is not None
    assert any(reason.code == "rate-unknown" for reason in late.reasons)


def test_second_letter_stands_when_the_first_failed() -> None:
    """Costs hang on the letter that runs out first of those the law accepts; when it failed, on the next."""
    steps = "first 10 days after due send formal by post  second 30 days after due send formal by post"
    failed = event("03-02", "step withdrawn", step="first")
    assert amounts("02-17", steps=steps, terms="costs statutory", policy="").costs == Money(4000)
    assert amounts("03-05", failed, steps=steps, terms="costs statutory", policy="").costs == Money(0)
    assert amounts("03-10", failed, steps=steps, terms="costs statutory", policy="").costs == Money(4000)


@pytest.mark.parametrize(
    ("terms", "interest"),
    [("interest statutory", 66), ("interest 3.25% per year", 93)],  # 3.25% of 180.00: 41 days, 58 days
    ids=["statutory waits for a demand", "agreed runs as agreed"],
)
def test_interest_that_waits_for_a_demand(terms: str, interest: int) -> None:
    """A Spanish consumer owes statutory interest from the day after a demand; agreed interest from default."""
    text = f"""
    policy "T" {{ law ES }}
    notice aviso {{ kind reminder states invoice number, amount due }}
    group g {{ otherwise payment within 14 days of invoice {terms}
        steps {{ s 17 days after due send aviso by post }} }}
    """
    found = from_text(text).schedule(case(country="ES"), as_of=day("06-01"), assume=True).invoices[0]
    assert found.entries[0].on == day("02-05")
    assert found.amounts_on(day("02-05")).interest == Money(0 if "statutory" in terms else 27)
    assert found.amounts_on(day("03-18")).interest == Money(interest)


CHARGED = """
    remind 1 day after due send reminder by email
    letter 4 days after remind send formal by post, charge 5 EUR
    ask 60 days after due call
"""
GIVEN = (event("01-20", "step done", step="remind"), event("01-26", "step done", step="letter"))


def test_costs_of_a_letter_that_came_back_take_no_share_of_a_payment() -> None:
    """The letter was not delivered after all: the payment went to interest and principal; a new letter, a new fee."""
    paid = event("02-20", "payment", amount="100.00")
    back = event("02-25", "step not delivered", step="letter")
    before = amounts("02-24", *GIVEN, paid, steps=CHARGED, policy="")
    assert (before.principal, before.costs) == (Money(12563), Money(0))  # 45.00 to costs, 0.63 to interest
    after = amounts("02-25", *GIVEN, paid, back, steps=CHARGED, policy="")
    assert (after.principal, after.interest, after.costs) == (Money(8063), Money(4), Money(500))


def test_a_fee_is_owed_once_when_its_letter_is_sent_again() -> None:
    """Not delivered is not done: only the letter that arrives is charged."""
    back = event("02-02", "step not delivered", step="letter")
    again = amounts("02-03", *GIVEN, back, steps=CHARGED, policy="")
    assert again.costs == Money(500)


def test_a_payment_that_covers_all_once_costs_fall_settles_the_invoice() -> None:
    """What the costs had taken pays the rest; what then is left over is shown as owed for nothing."""
    made = engine(CHARGED, terms=STATUTORY)
    paid = event("02-20", "payment", amount="190.00")
    known = case(*GIVEN, paid, event("02-25", "step not delivered", step="letter"))
    before = made.schedule(known, as_of=day("02-24")).invoices[0]
    after = made.schedule(known, as_of=day("02-25")).invoices[0]
    assert (before.standing, before.outstanding) == ("open", Money(3563))
    assert (after.standing, after.outstanding) == ("paid", Money(0))
    assert [(a.to_costs, a.to_interest, a.to_principal, a.unallocated) for a in after.allocations] == [
        (0, 63, 18000, 937)
    ]


def test_an_allowed_discount_stays_when_payments_are_allocated_again() -> None:
    """The exception was granted once, and is granted once after a letter came back."""
    allowed = event("01-28", "discount allowed")
    back = event("02-02", "step not delivered", step="letter")
    terms = f"{STATUTORY} discount 2% if paid within 7 days of invoice"
    found = amounts("02-02", *GIVEN, allowed, back, terms=terms, steps=CHARGED, policy="")
    assert found.principal == Money(17640)


def test_a_payment_in_another_currency_pays_nothing_of_ours() -> None:
    """A debtor who owes euros and dollars pays dollars without naming an invoice: the euros stay open."""
    paid = Event(date=day("01-25"), kind="payment", amount=Money(5000, "USD"))
    owed = case(paid)
    foreign = Invoice(id="2", date=day("01-05"), amount=Money(9000, "USD"))
    both = attrs.evolve(owed, invoices=(*owed.invoices, foreign))
    found = engine(WORKFLOW, terms=STATUTORY).schedule(both, as_of=day("02-02"))
    assert found.invoices[0].outstanding == Money(18000)
    assert found.unallocated == (paid,)
