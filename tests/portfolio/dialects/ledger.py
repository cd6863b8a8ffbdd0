"""A ledger of drawn cases as typed rows, the way a warehouse keeps it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import attrs

from dunlang.model.case import Case
from dunlang.model.policy import Policy
from dunlang.money import CURRENCIES, Money
from dunlang.portfolio.columns import EVENT_RULES
from dunlang.portfolio.fast.typed import ledger_columns

__all__ = ["Rows", "possible", "typed_rows"]

Rows = dict[str, list[tuple[object, ...]]]


def possible(case: Case) -> Case:
    """The case without the events that no ledger may have, or only with a text, which tables do not read."""
    currencies = {invoice.amount.currency for invoice in case.invoices}

    def may(kind: str, invoice: str, amount: Money | None) -> bool:
        needs = EVENT_RULES[kind].needs
        if invoice or "text" in needs:
            return "text" not in needs
        return "invoice" not in needs and (amount is None or currencies == {"EUR"})

    return attrs.evolve(case, events=tuple(e for e in case.events if may(e.kind, e.invoice, e.amount)))


def typed_rows(policy: Policy, cases: Sequence[Case]) -> Rows:
    """The rows of the three tables, with the columns of ``ledger_columns``."""
    own = {of: [a.name for a in policy.attributes if a.of == of] for of in ("invoice", "debtor")}
    rows: Rows = {"invoices": [], "debtors": [], "events": []}
    for case in cases:
        who = case.debtor
        limit = who.credit_limit
        rows["debtors"].append(
            (
                who.id, who.name or None, who.kind, who.country or None, who.language or None, who.segment or None,
                who.first_order, who.orders, who.average_days_late, who.insured, _money(limit),
                limit.currency if limit else None, *(who.attributes.get(name) for name in own["debtor"]),
            )
        )  # fmt: skip
        for found in case.invoices:
            rows["invoices"].append(
                (
                    found.id, who.id, found.date, _money(found.amount), found.amount.currency, None, None, found.due,
                    found.received, found.delivered, *(found.attributes.get(name) for name in own["invoice"]),
                )
            )  # fmt: skip
        for event in case.events:
            about = who.id if not event.invoice else None
            rows["events"].append(
                (event.date, len(rows["events"]), event.kind, event.invoice or None, about, event.step or None,
                 _money(event.amount), event.amount.currency if event.amount else None, event.until)
            )  # fmt: skip
    assert all(len(row) == len(columns) for name, columns in ledger_columns(policy).items() for row in rows[name])
    return rows


def _money(amount: Money | None) -> Decimal | None:
    return Decimal(amount.minor).scaleb(-CURRENCIES[amount.currency]) if amount is not None else None
