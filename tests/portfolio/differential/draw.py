"""Policies and ledgers drawn with a seed: every form of step, hold and term, histories of all kinds of events."""

from __future__ import annotations

import datetime as dt
import random

from dunlang.model.case import Case, Debtor, Event, Invoice
from dunlang.money import Money
from dunlang.portfolio.fast.portable import portable
from dunlang.schedule import Engine
from tests.schedule.conftest import HEAD, from_text

__all__ = ["draw_cases", "draw_engine"]

START = dt.date(2026, 1, 5)
_DAY = dt.timedelta(days=1)

WHENS = (
    "2 days before due",
    "6 days before due",
    "1 day after due",
    "on due",
    "5 working days after due",
    "9 days after invoice",
    "2 weeks after due",
    "at end of month on due",
    "1 month after invoice",
    "3 days after receipt",
    "at end of month 4 days after due",
    "10 days before due",
    "4 days after delivery",
)
ACTIONS = (
    "send reminder by email",
    "send reminder by post",
    "send formal by post and email",
    "send formal by post",
    'call "why"',
    'task "look"',
    "send final by registered post, stop supply",
    "hand over to bureau",
    "send final by post, hand over to bureau",
    "notify cover",
    'call "now", stop supply',
    "send reminder by sms",
)
CONDITIONS = (
    "",
    "",
    "",
    "if outstanding >= 50 EUR",
    "if not disputed",
    "if days overdue >= 10 days",
    "if debtor is consumer and outstanding > 120 EUR",
    "if country is NL",
    "if insured or orders > 5",
    "if amount >= 100 EUR and not first order",
    "if sort in (new, old) or outstanding < 40 EUR",
    "if days overdue < 20 days or outstanding > 200 EUR",
)
HOLDS = (
    "",
    "hold on dispute until resolved, clock stops",
    "hold on dispute until resolved, clock stops, interest stops",
    "hold on dispute until resolved, for at most 10 days, clock runs",
    "hold on promise until 2 days after promised date, clock runs",
    "hold on promise until 1 working day after promised date, clock stops",
    "hold on plan while kept, clock stops, interest stops",
    "hold on placed until lifted, clock runs",
    "hold on placed for at most 12 days, clock stops",
    "hold on insolvency until lifted, clock stops, interest stops",
    "hold on promise for at most 9 days, clock stops",
)
TERMS = (
    "interest statutory",
    "interest 6% per year",
    "interest reference + 8%",
    "interest statutory from 5 days after due",
    "costs statutory",
    "costs 40 EUR",
    "costs 10% at least 5 EUR at most 80 EUR",
    "costs legal maximum",
    "costs brackets { to 100 EUR 15% to 500 EUR 10% above 5% } at least 4 EUR",
    "interest 1% per month from 3 days after due",
    "interest 12% per year compounded yearly",
    "interest 8% per year from 3 days after invoice",
    "interest statutory from 2 days after receipt",
    "discount 3% if paid within 10 working days of receipt",
    "payments go to interest, principal, costs",
    "contact from 20 EUR",
    "discount 2% if paid within 7 days of invoice",
    "letters per debtor, highest step carries",
    "payments go to principal, interest, costs",
)
RUNS = ("", "", "runs weekly on tuesday", "runs weekly on monday, thursday", "runs monthly on 1, 15")
LAWS = ("NL", "NL", "NL", "BE", "ES", "FR", "DE", "UK")
GAPS = ("", "", "gap at least 5 days between contacts", "gap at least 3 working days between contacts")
MORE = (
    "",
    "",
    "",
    " valid from 2026-01-10",
    " valid from 2026-01-08 until 2026-02-20",
    ' creditor "C" { country NL vat not reclaimed }',
    ' creditor "C" { country NL size small vat not reclaimed }',
    " closed 2026-02-10, 2026-03-03",
)
ATTRIBUTES = """
attribute sort one of (new, old, gruen) of debtor
attribute branches number of debtor
attribute vip flag of debtor
attribute since date of debtor
attribute project flag of invoice
"""
WHENS_GROUP = (
    "debtor is business",
    "debtor is consumer and country is NL",
    "segment is key or credit limit >= 5000 EUR",
    "insured and not vip",
    "amount > 250 EUR and average days late >= 3 days",
    "sort is old or branches >= 3",
    "project and debtor is business",
    "first order and orders <= 2",
    "since >= 2020-06-01",
    "sort is gruen or language is fr",
    "currency is EUR and debtor is government",
)
PAYMENTS = (
    "payment within 30 days of receipt",
    "payment within 14 days of invoice",
    "payment within 20 days of invoice at end of month",
    "payment within 10 working days of invoice",
    "payment within 1 month of delivery",
)


def draw_engine(chance: random.Random) -> Engine:
    """A policy of one group, or of two by kind of debtor, bound to a law; mostly one that the tables can do."""
    wanted = chance.random() < 0.85
    while True:
        try:
            engine = _engine(chance)
        except AssertionError:  # a group that another takes all debtors of: draw again
            continue
        if not wanted or not [found for found in portable(engine.policy) if not found.partly]:
            return engine


def _engine(chance: random.Random) -> Engine:
    law = chance.choice(LAWS)
    policy = f"{chance.choice(RUNS)} {chance.choice(GAPS)} {chance.choice(MORE)}"
    if chance.random() < 0.05:
        policy += f" progress {chance.choice(('jump', 'recompute'))}"
    text = HEAD.replace("law NL", f"law {law}")
    made = text.format(policy=policy, terms=_terms(chance), steps=_steps(chance), holds=_holds(chance))
    head, rest = made.split("group all", 1)
    for number, when in enumerate(chance.sample(WHENS_GROUP, chance.choice((0, 0, 1, 1, 2, 3)))):
        own = chance.choice(("", "", "", "law BE", "law NL"))
        head += f"group g{number} {{ when {when} {own} {chance.choice(PAYMENTS)} {_terms(chance)} "
        head += f"steps {{ {_steps(chance)} }} {_holds(chance)} }}\n"
    if chance.random() < 0.5:
        rest = rest.replace("payment within 14 days of invoice", chance.choice(PAYMENTS))
    return from_text(f"{head}{ATTRIBUTES}group all{rest}")


def _terms(chance: random.Random) -> str:
    by_word = {term.split()[0]: term for term in chance.sample(TERMS, chance.randrange(5))}
    return " ".join(by_word.values())


def _holds(chance: random.Random) -> str:
    by_cause = {hold.split()[2]: hold for hold in chance.sample(HOLDS, chance.randrange(4)) if hold}
    return " ".join(by_cause.values())


def _steps(chance: random.Random) -> str:
    steps: list[str] = []
    for number in range(chance.randint(1, 5)):
        when = chance.choice(WHENS)
        if number and chance.random() < 0.5:
            anchor = f"s{chance.randrange(number)}"
            sends = " send " in steps[int(anchor[1:])]
            point = (
                chance.choice(("", " deadline", " received")) if sends and "final" not in steps[int(anchor[1:])] else ""
            )
            when = f"{chance.randint(0, 12)} days after {anchor}{point}"
        again = chance.choice(("", "", "", "", "every 7 days, at most 2 times "))
        steps.append(f"s{number} {when} {again}{chance.choice(ACTIONS)} {chance.choice(CONDITIONS)}")
    return " ".join(steps)


def draw_cases(chance: random.Random, engine: Engine, count: int, span: int = 120) -> list[Case]:
    """Debtors with one to three invoices; most histories are plain, some ask for everything at once."""
    names = [step.name for group in engine.policy.groups for step in group.steps]
    of_invoice = {a.name for a in engine.policy.attributes if a.of == "invoice"}
    own = bool(of_invoice)
    return [_case(chance, f"d{number:04}", names, span, own=own) for number in range(count)]


def _case(chance: random.Random, name: str, names: list[str], span: int, *, own: bool) -> Case:
    invoices = []
    for number in range(1, chance.choice((1, 1, 1, 2, 3)) + 1):
        day = START + chance.randrange(span // 2) * _DAY
        amount = chance.choice((1500, 4999, 18_000, chance.randint(1, 60_000), 400_000))
        invoices.append(
            Invoice(
                id=f"{name}-{number}",
                date=day,
                amount=Money(amount, "USD" if chance.random() < 0.02 else "EUR"),
                due=day + chance.randrange(40) * _DAY if chance.random() < 0.2 else None,
                received=day + chance.randrange(5) * _DAY if chance.random() < 0.7 else None,
                delivered=day + chance.randrange(-5, 9) * _DAY if chance.random() < 0.5 else None,
                attributes={"project": chance.random() < 0.5} if own and chance.random() < 0.6 else {},
            )
        )
    events: list[Event] = []
    for invoice in invoices:
        events += _history(chance, invoice, names, span)
    chance.shuffle(events)
    debtor = Debtor(
        id=name,
        kind=chance.choice(("consumer", "consumer", "business", "business", "government")),
        country=chance.choice(("NL", "NL", "BE", "")),
        language=chance.choice(("nl", "fr", "")),
        segment=chance.choice(("", "", "key", "border")),
        first_order=chance.random() < 0.2,
        orders=chance.randrange(12),
        average_days_late=chance.randrange(-4, 15),
        insured=chance.random() < 0.3,
        credit_limit=Money(chance.choice((100_000, 900_000)), chance.choice(("EUR", "EUR", "GBP")))
        if chance.random() < 0.5
        else None,
        attributes=_attributes(chance) if own else {},
    )
    return Case(debtor=debtor, invoices=tuple(invoices), events=tuple(events))


def _attributes(chance: random.Random) -> dict[str, str | int | bool | dt.date]:
    """Some of the attributes of a debtor; what is missing is not known."""
    every: dict[str, str | int | bool | dt.date] = {
        "sort": chance.choice(("new", "old", "gruen")),
        "branches": chance.randrange(6),
        "vip": chance.random() < 0.3,
        "since": dt.date(2019, 1, 1) + chance.randrange(1000) * _DAY,
    }
    return {name: value for name, value in every.items() if chance.random() < 0.7}


def _history(chance: random.Random, invoice: Invoice, names: list[str], span: int) -> list[Event]:
    def on(first: int = 0) -> dt.date:
        return invoice.date + (first + chance.randrange(span)) * _DAY

    found: list[Event] = []

    def add(kind: str, day: dt.date, **more: object) -> None:
        about = invoice.id if chance.random() < 0.93 or kind in ("step done", "invoice sold") else ""
        found.append(Event(date=day, kind=kind, invoice=about, **more))  # type: ignore[arg-type]

    day = invoice.date
    if chance.random() < 0.6:
        for name in sorted(set(chance.sample(names, chance.randint(1, len(names))))):
            day += chance.randint(1, 25) * _DAY
            add("step done", day, step=name)
            if chance.random() < 0.1:
                add("step done", day + chance.randint(1, 10) * _DAY, step=name)
    for _ in range(chance.choice((0, 0, 1, 1, 2, 3))):
        minor = chance.choice((invoice.amount.minor, invoice.amount.minor // 2 + 1, chance.randint(1, 30_000), 500))
        add("payment", on(), amount=Money(minor, invoice.amount.currency))
    if chance.random() < 0.1:
        add("credit note", on(), amount=Money(chance.randint(1, invoice.amount.minor), invoice.amount.currency))
    for opens, ends in (
        ("dispute opened", "dispute resolved"),
        ("hold placed", "hold lifted"),
        ("plan agreed", "plan broken"),
    ):
        for _ in range(chance.choice((0, 0, 0, 0, 1, 2))):
            opened = on()
            add(opens, opened)
            if chance.random() < 0.8:
                add(ends, opened + chance.randrange(30) * _DAY)
    if chance.random() < 0.25:
        made = on()
        add("promise made", made, until=made + chance.randrange(15) * _DAY)
    for kind, share in (
        ("contact added", 0.05), ("invoice sold", 0.03), ("insolvency", 0.02), ("reason recorded", 0.05),
        ("discount allowed", 0.01), ("handed over", 0.03), ("agreement made", 0.02), ("supply stopped", 0.02),
        ("supply resumed", 0.02),
    ):  # fmt: skip
        if chance.random() < share:
            add(kind, on())
    if chance.random() < 0.06:
        kind = chance.choice(("step not delivered", "step received", "step withdrawn"))
        found.append(Event(date=on(), kind=kind, invoice=invoice.id, step=chance.choice(names)))
    return found
