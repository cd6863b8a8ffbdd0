"""Terms of payment: payment, discount, dispute, interest, costs, contact, allocation, letters."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import attrs

from dunlang.law.costs import CostScale
from dunlang.model.pages import DISORDER, NOT_TOGETHER
from dunlang.model.policy import CostClause, Discount, DisputeTerm, Document, Interest, PaymentTerm, Terms
from dunlang.model.reading import values
from dunlang.model.reading.desk import once
from dunlang.money import Money
from dunlang.syntax.tree import Node

if TYPE_CHECKING:
    from typing import Literal

    from dunlang.dates import Offset
    from dunlang.model.reading.desk import Desk

__all__ = ["TERM_SUBJECTS", "read_terms"]

#: The rules of the grammar that are terms, with the statement's keyword: what `Terms.stated` holds.
TERM_SUBJECTS: dict[str, str] = {
    "payment": "payment",
    "discount": "discount",
    "dispute_term": "dispute",
    "interest": "interest",
    "costs": "costs",
    "contact": "contact",
    "payments": "payments",
    "letters": "letters",
    "level": "level",
}

_DOCUMENTS: dict[str, Document] = {
    "at_invoice": "invoice",
    "at_receipt": "receipt",
    "at_delivery": "delivery",
    "at_due": "due",
}


def read_terms(desk: Desk, nodes: Iterable[Node], given: Terms | None = None) -> Terms:
    """Terms from their statements; those written out override *given*. Damaged ones are left out."""
    changes: dict[str, Any] = {}
    spans = dict(given.spans) if given is not None else {}
    stated = set(given.stated) if given is not None else set()
    for subject, node in once(desk, nodes, TERM_SUBJECTS):
        spans[subject] = desk.span(node)
        stated.add(subject)
        changes.update(_READERS[node.rule](desk, node))
    if not changes and given is not None and len(stated) == len(given.stated):
        return given
    return attrs.evolve(given or Terms(), **changes, stated=frozenset(stated), spans=spans)


def _document(node: Node) -> Document | None:
    return next((_DOCUMENTS[child.rule] for child in node.nodes() if child.rule in _DOCUMENTS), None)


def _within(desk: Desk, node: Node) -> tuple[Offset, Literal["invoice", "receipt", "delivery"]] | None:
    within = values.period(desk, node.first("duration"))
    of = _document(node)
    if within is None or of is None or of == "due":
        return None
    return within, of


def _payment(desk: Desk, node: Node) -> dict[str, object]:
    found = _within(desk, node)
    if found is None:
        return {}
    end = node.first("at_end_of_month") is not None
    return {"payment": PaymentTerm(within=found[0], of=found[1], end_of_month=end, span=desk.span(node))}


def _discount(desk: Desk, node: Node) -> dict[str, object]:
    rate = values.percent(desk, node.first("percent"))
    found = _within(desk, node)
    if rate is None or found is None:
        return {}
    return {"discount": Discount(percent=rate, within=found[0], of=found[1], span=desk.span(node))}


def _dispute(desk: Desk, node: Node) -> dict[str, object]:
    found = _within(desk, node)
    return {} if found is None else {"dispute": DisputeTerm(within=found[0], of=found[1], span=desk.span(node))}


def _interest(desk: Desk, node: Node) -> dict[str, object]:
    kind: Literal["none", "statutory", "rate", "reference"] = "none"
    per: Literal["year", "month"] = "year"
    rate: Decimal | None = Decimal(0)
    start: Document | None = "due"
    delay: Offset | None = None
    compounded = False
    extra: Node | None = None
    sound = True
    for child in node.nodes():
        match child.rule:
            case "statutory":
                kind = "statutory"
            case "yearly_rate" | "monthly_rate" | "reference_rate":
                kind = "reference" if child.rule == "reference_rate" else "rate"
                per = "month" if child.rule == "monthly_rate" else "year"
                rate = values.percent(desk, child.first("percent"))
            case "interest_from":
                extra = child
                after = child.first("after_document")
                start = _document(after or child)
                if after is not None:
                    delay = values.period(desk, after.first("duration"))
                    sound = delay is not None
            case "compounded":
                extra = child
                compounded = True
    if kind == "none" and extra is not None:
        desk.report(
            NOT_TOGETHER, extra, f"`interest none` has no `{desk.span(extra).text}`", help="delete it, or state a rate"
        )
    if rate is None or start is None or not sound:
        return {}
    return {
        "interest": Interest(
            kind=kind, percent=rate, per=per, start=start, delay=delay, compounded=compounded, span=desk.span(node)
        )
    }


def _costs(desk: Desk, node: Node) -> dict[str, object]:
    body = node.first()
    if body is None:
        return {}
    span = desk.span(node)
    currency = desk.known.currency
    match body.rule:
        case "none" | "statutory":
            return {"costs": CostClause(kind=body.rule, span=span, currency=currency)}
        case "legal_maximum":
            return {"costs": CostClause(kind="legal maximum", span=span, currency=currency)}
        case "cost_amount":
            amount = values.amount(desk, body.first("money"), within=currency)
            scale = None if amount is None else CostScale.fixed(amount.minor)
        case "cost_percent":
            scale = _cost_percent(desk, body)
        case _:
            scale = _cost_brackets(desk, body)
    return {} if scale is None else {"costs": CostClause(kind="declared", span=span, scale=scale, currency=currency)}


def _bounds(desk: Desk, node: Node) -> tuple[int | None, int | None] | None:
    """`at least` and `at most` of a clause in minor units; None in place of both where one has an error."""
    found: list[Money | None] = []
    for bound in (node.first("at_least"), node.first("at_most")):
        amount = values.amount(desk, bound.first("money"), within=desk.known.currency) if bound is not None else None
        if bound is not None and amount is None:
            return None
        found.append(amount)
    least, most = found
    if least is not None and most is not None and most.minor < least.minor:
        place = node.first("at_most") or node
        desk.report(DISORDER, place, f"at most {most} lies below at least {least}", help="swap the two amounts")
        return None
    return least.minor if least is not None else None, most.minor if most is not None else None


def _cost_percent(desk: Desk, node: Node) -> CostScale | None:
    rate = values.percent(desk, node.first("percent"))
    bounds = _bounds(desk, node)
    return None if rate is None or bounds is None else CostScale.percent(rate, *bounds)


def _cost_brackets(desk: Desk, node: Node) -> CostScale | None:
    pieces: list[tuple[int | None, Decimal]] = []
    sound = True
    highest = 0
    for row in node.nodes("bracket"):
        limit = values.amount(desk, row.first("money"), within=desk.known.currency, least=1)
        rate = values.percent(desk, row.first("percent"))
        if limit is None or rate is None:
            sound = False
            continue
        if limit.minor <= highest:
            lower = Money(highest, desk.known.currency)
            desk.report(
                DISORDER,
                row,
                f"the bracket to {limit} does not lie above the one before, to {lower}",
                help="sort the brackets",
            )
            sound = False
            continue
        highest = limit.minor
        pieces.append((limit.minor, rate))
    above = node.first("above")
    if above is not None:
        rate = values.percent(desk, above.first("percent"))
        if rate is None:
            sound = False
        else:
            pieces.append((None, rate))
    elif pieces:
        pieces.append((None, Decimal(0)))
    bounds = _bounds(desk, node)
    if not sound or not pieces or bounds is None:
        return None
    return CostScale.brackets(tuple(pieces), *bounds)


def _contact(desk: Desk, node: Node) -> dict[str, object]:
    amount = values.amount(desk, node.first("money"), within=desk.known.currency)
    return {} if amount is None else {"contact_from": amount, "contact_span": desk.span(node)}


def _payments(desk: Desk, node: Node) -> dict[str, object]:
    order = [child.rule.removeprefix("to_") for child in node.nodes()]
    missing = [part for part in ("costs", "interest", "principal") if part not in order]
    if len(set(order)) < len(order) or missing:
        what = f"leaves out {' and '.join(f'`{part}`' for part in missing)}" if missing else "names a part twice"
        desk.report(
            NOT_TOGETHER,
            node,
            f"the order of payments {what}",
            help="name `costs`, `interest` and `principal` once each",
        )
        return {}
    return {"payments_go_to": tuple(order)}


def _letters(desk: Desk, node: Node) -> dict[str, object]:
    del desk
    return {"letters": "per debtor" if node.first("per_debtor") is not None else "per invoice"}


def _level(desk: Desk, node: Node) -> dict[str, object]:
    del desk
    return {"level": "stays" if node.first("level_stays") is not None else "follows oldest open"}


_READERS: dict[str, Callable[[Desk, Node], dict[str, object]]] = {
    "payment": _payment,
    "discount": _discount,
    "dispute_term": _dispute,
    "interest": _interest,
    "costs": _costs,
    "contact": _contact,
    "payments": _payments,
    "letters": _letters,
    "level": _level,
}
