"""A made-up year of invoices: seeded, so that every run sees the same ones.

The shapes follow a public file of 2,466 invoices of 100 customers in five countries (36 of 100 paid late, at most 45
days late, 23 of 100 disputed, amounts from 5 to 128), with what such a file lacks added: business customers with
larger amounts, part payments, promises, plans, credit notes, and customers who never pay.

``python -m tests.portfolio.generate_ledger FOLDER`` writes it as a ledger of three CSV files.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import random
import sys
from pathlib import Path

import attrs

__all__ = ["Plan", "generate"]

_DAY = dt.timedelta(days=1)

#: Who buys: how many in a hundred, and the facts of the debtor.
_KINDS = (
    (58, "consumer", "NL", "nl", ""),
    (8, "business", "NL", "nl", "keyaccount"),
    (10, "business", "NL", "nl", "first"),
    (9, "consumer", "BE", "fr", ""),
    (7, "business", "ES", "es", ""),
    (5, "government", "NL", "nl", ""),
    (3, "business", "DE", "de", ""),
)


@attrs.frozen(kw_only=True)
class Planned:
    """Something that will happen: a row of `events`, whose amount may be left to be worked out on the day."""

    date: dt.date
    event: str
    invoice: str = ""
    debtor: str = ""
    amount: str = ""
    """Empty for a payment: all that is owed on that day."""
    until: str = ""
    text: str = ""


@attrs.frozen(kw_only=True)
class Plan:
    """The ledger's two first files as CSV, and what will happen, by date."""

    invoices: str
    debtors: str
    events: tuple[Planned, ...]


def generate(seed: int = 20260105, invoices: int = 2100, debtors: int = 750) -> Plan:
    """A year from 2026-01-02 on: the same for the same arguments."""
    chance = random.Random(seed)
    people = [_debtor(chance, number) for number in range(1, debtors + 1)]
    bills: list[dict[str, str]] = []
    events: list[Planned] = []
    for number in range(1, invoices + 1):
        debtor = people[int(len(people) * chance.random() ** 1.4)]
        day = dt.date(2026, 1, 2) + chance.randrange(320) * _DAY
        bill = _invoice(chance, f"F{number:05}", debtor, day)
        bills.append(bill)
        events += _life(chance, bill, debtor, day)
    bills.sort(key=lambda bill: (bill["date"], bill["invoice"]))
    events.sort(key=lambda event: (event.date, event.invoice, event.event))
    return Plan(invoices=_csv(bills), debtors=_csv(people), events=tuple(events))


def _debtor(chance: random.Random, number: int) -> dict[str, str]:
    weights = [kind[0] for kind in _KINDS]
    _, kind, country, language, segment = chance.choices(_KINDS, weights)[0]
    return {
        "debtor": f"D{number:04}",
        "kind": kind,
        "name": f"Klant {number}, {country}",
        "country": country,
        "language": language,
        "segment": segment if segment == "keyaccount" else "",
        "first_order": "yes" if segment == "first" else "no",
        "insured": "yes" if segment == "keyaccount" and chance.random() < 0.5 else "no",
    }


def _invoice(chance: random.Random, number: str, debtor: dict[str, str], day: dt.date) -> dict[str, str]:
    middle = 60 if debtor["kind"] == "consumer" else 900
    cents = max(150, min(2_500_000, int(100 * middle * chance.lognormvariate(0, 0.7))))
    delivered = day + chance.randrange(6) * _DAY if debtor["country"] == "ES" and chance.random() < 0.97 else None
    return {
        "invoice": number,
        "debtor": debtor["debtor"],
        "date": str(day),
        "amount": f"{cents // 100}.{cents % 100:02}",
        "delivered": str(delivered or ""),
        "description": chance.choice(("levering", "onderhoud", "abonnement", "reparatie")),
    }


def _life(chance: random.Random, bill: dict[str, str], debtor: dict[str, str], day: dt.date) -> list[Planned]:
    """What happens to one invoice: paid in time, late, in parts, never; credited, disputed, promised."""
    number = bill["invoice"]
    term = {"consumer": 14, "government": 30}.get(debtor["kind"], 60 if debtor["country"] == "ES" else 30)
    due = day + term * _DAY
    events: list[Planned] = []
    cents = int(bill["amount"].replace(".", ""))
    if chance.random() < 0.04:
        part = cents if chance.random() < 0.3 else cents // 4
        when = day + chance.randrange(1, 40) * _DAY
        events.append(Planned(date=when, event="credit note", invoice=number, amount=f"{part // 100}.{part % 100:02}"))
    if chance.random() < 0.23:
        opened = day + chance.randrange(1, 50) * _DAY
        events.append(Planned(date=opened, event="dispute opened", invoice=number, text="klacht"))
        if chance.random() < 0.95:
            resolved = opened + chance.randrange(3, 40) * _DAY
            events.append(Planned(date=resolved, event="dispute resolved", invoice=number))
    fate = chance.random()
    if fate < 0.56:
        paid = max(day, due - chance.randrange(0, term) * _DAY)
        events.append(Planned(date=paid, event="payment", invoice=number))
    elif fate < 0.86:
        late = due + int(45 * chance.random() ** 1.3 + 1) * _DAY
        events.append(Planned(date=late, event="payment", invoice=number))
        if chance.random() < 0.3:
            promised = late - chance.randrange(0, 5) * _DAY
            made = max(due, promised - chance.randrange(1, 10) * _DAY)
            if made <= promised:
                events.append(Planned(date=made, event="promise made", invoice=number, until=str(promised)))
    elif fate < 0.94:
        half = cents // 2
        first = due + chance.randrange(-5, 40) * _DAY
        events.append(
            Planned(date=max(day, first), event="payment", invoice=number, amount=f"{half // 100}.{half % 100:02}")
        )
        if chance.random() < 0.6:
            rest = max(day, first) + chance.randrange(5, 60) * _DAY
            events.append(Planned(date=rest, event="payment", invoice=number))
        elif chance.random() < 0.4:
            agreed = max(day, first) + 3 * _DAY
            events.append(Planned(date=agreed, event="plan agreed", invoice=number))
            events.append(Planned(date=agreed + 45 * _DAY, event="plan broken", invoice=number))
    elif fate < 0.95:
        events.append(
            Planned(
                date=due + 9 * _DAY,
                event="payment",
                debtor=debtor["debtor"],
                amount=bill["amount"],
                text="zonder kenmerk",
            )
        )
    return events


def _csv(rows: list[dict[str, str]]) -> str:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def main(folder: str) -> None:
    """Write the ledger; payments of all that is owed are written with the invoice's amount."""
    plan = generate()
    amounts = {row["invoice"]: row["amount"] for row in csv.DictReader(io.StringIO(plan.invoices))}
    rows = [
        {**attrs.asdict(event), "date": str(event.date), "amount": event.amount or amounts[event.invoice]}
        if event.event == "payment"
        else {**attrs.asdict(event), "date": str(event.date)}
        for event in plan.events
    ]
    for name, text in (("invoices", plan.invoices), ("debtors", plan.debtors), ("events", _csv(rows))):
        (Path(folder) / f"{name}.csv").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
