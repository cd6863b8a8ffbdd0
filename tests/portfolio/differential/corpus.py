"""Cases as plain files: a policy, a ledger, a day, and how each invoice stands; see ``tests/portfolio/corpus``."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

import attrs
import yaml

from dunlang.model.case import Case
from dunlang.money import Money
from dunlang.portfolio.columns import DEBTORS, EVENT_RULES, EVENTS, INVOICES
from dunlang.portfolio.ledger import read_ledger
from dunlang.portfolio.tabled.answer import Answer, Coming
from dunlang.schedule import Engine
from dunlang.source import Source
from tests.schedule.conftest import from_text

__all__ = [
    "AHEAD", "CORPUS", "EXPECTED", "FORECAST", "Kept", "coming_row", "expected_row", "read_case", "write_case",
    "write_expected", "write_forecast",
]  # fmt: skip

CORPUS = Path(__file__).parents[1] / "corpus"
_MONEY = (
    "outstanding",
    "interest",
    "costs",
    "costs_vat",
    "announced",
    "announced_vat",
    "total",
    "to_costs",
    "to_interest",
    "discount",
)
_DAYS = ("day", "costs_from", "planned", "received", "deadline", "next_planned", "next_on")
#: The columns of ``expected.csv``.
EXPECTED = ("invoice", "group", *Answer._fields)
#: The columns of ``forecast.csv``, and how far it looks ahead.
FORECAST = ("invoice", *Coming._fields)
AHEAD = dt.timedelta(days=90)


@attrs.frozen(kw_only=True)
class Kept:
    """A case of the corpus, read."""

    engine: Engine
    cases: Sequence[Case]
    date: dt.date
    expected: Sequence[Mapping[str, str]]
    forecast: Sequence[Mapping[str, str]]


def read_case(folder: Path) -> Kept:
    """The policy, ledger, day and expected rows in *folder*."""
    engine = from_text((folder / "policy.dun").read_text("utf-8"))
    sources = [Source(name, (folder / f"{name}.csv").read_text("utf-8")) for name in ("invoices", "debtors", "events")]
    policy = engine.policy
    ledger, rejects = read_ledger(*sources, attributes=policy.attributes, currency=policy.currency)
    assert not [reject for reject in rejects if reject.severity == "error"], rejects
    date = yaml.safe_load((folder / "case.yaml").read_text("utf-8"))["date"]
    expected, forecast = (_rows(folder / name) for name in ("expected.csv", "forecast.csv"))
    return Kept(engine=engine, cases=ledger.cases, date=date, expected=expected, forecast=forecast)


def _rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text("utf-8").splitlines())) if path.exists() else []


def write_case(folder: Path, text: str, cases: Sequence[Case], date: dt.date, about: str) -> None:
    """Write a case without its expected rows; events that no ledger may have are left out."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "policy.dun").write_text(text.strip() + "\n", encoding="utf-8")
    (folder / "case.yaml").write_text(
        yaml.safe_dump({"about": about, "date": date}, allow_unicode=True, sort_keys=True), encoding="utf-8"
    )
    attributes = {of: sorted({name for case in cases for name in _own(case, of)}) for of in ("invoice", "debtor")}
    invoices, debtors, events = [], [], []
    for case in cases:
        who = case.debtor
        limit = who.credit_limit
        debtors.append({
            "debtor": who.id, "kind": who.kind, "country": who.country, "language": who.language,
            "segment": who.segment, "first_order": _cell(who.first_order), "orders": str(who.orders),
            "average_days_late": str(who.average_days_late), "insured": _cell(who.insured),
            "credit_limit": limit.plain() if limit else "", "currency": limit.currency if limit else "",
            **{name: _cell(value) for name, value in who.attributes.items()},
        })  # fmt: skip
        invoices += [
            {
                "invoice": found.id, "debtor": who.id, "date": str(found.date), "amount": found.amount.plain(),
                "currency": found.amount.currency, "due": _cell(found.due), "received": _cell(found.received),
                "delivered": _cell(found.delivered),
                **{name: _cell(value) for name, value in found.attributes.items()},
            }
            for found in case.invoices
        ]  # fmt: skip
        for event in case.events:
            needs = EVENT_RULES[event.kind].needs
            if "invoice" in needs and not event.invoice:
                continue
            events.append({
                "date": str(event.date), "event": event.kind, "invoice": event.invoice,
                "debtor": "" if event.invoice else who.id, "step": event.step,
                "amount": event.amount.plain() if event.amount else "",
                "currency": event.amount.currency if event.amount else "", "until": _cell(event.until),
                "text": event.text or ("no reason" if "text" in needs else ""),
            })  # fmt: skip
    _write(folder / "invoices.csv", [*(c.name for c in INVOICES), *attributes["invoice"]], invoices)
    _write(folder / "debtors.csv", [*(c.name for c in DEBTORS), *attributes["debtor"]], debtors)
    _write(folder / "events.csv", [c.name for c in EVENTS], events)


def expected_row(invoice: str, group: str, steps: Sequence[str], answer: Answer) -> dict[str, str]:
    """An answer in words: steps by name, ISO dates, amounts with a point; what is not there is empty."""
    return {"invoice": invoice, "group": group} | _words(answer, steps)


def coming_row(invoice: str, steps: Sequence[str], coming: Coming) -> dict[str, str]:
    """A coming step, in the same words."""
    return {"invoice": invoice} | _words(coming, steps)


def _words(found: Answer | Coming, steps: Sequence[str]) -> dict[str, str]:
    row = {}
    for name, value in found._asdict().items():
        if name in _MONEY:
            row[name] = Money(value).plain()
        elif name == "never":
            row[name] = " ".join(steps[place] for place in value)
        elif value is None:
            row[name] = ""
        elif name in _DAYS:
            row[name] = str(dt.date.fromordinal(value))
        else:
            row[name] = steps[value] if name in ("step", "next_step") else str(value)
    return row


def write_expected(folder: Path, rows: Sequence[Mapping[str, str]]) -> None:
    """The rows that an implementation must give."""
    _write(folder / "expected.csv", EXPECTED, rows)


def write_forecast(folder: Path, rows: Sequence[Mapping[str, str]]) -> None:
    """The coming steps that an implementation must give."""
    _write(folder / "forecast.csv", FORECAST, rows)


def _write(path: Path, header: Sequence[str], rows: Sequence[Mapping[str, str]]) -> None:
    used = [name for name in header if name in (*EXPECTED, *FORECAST) or any(row.get(name) for row in rows)]
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, used or header, lineterminator="\n", restval="", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(text.getvalue(), encoding="utf-8")


def _own(case: Case, of: str) -> list[str]:
    if of == "debtor":
        return list(case.debtor.attributes)
    return [name for invoice in case.invoices for name in invoice.attributes]


def _cell(value: object) -> str:
    if value is None:
        return ""
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)
