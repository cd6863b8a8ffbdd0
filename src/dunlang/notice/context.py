"""What a letter's template is given: one case on one day, in the words of the vocabulary.

All amounts are those of the day of sending, with that day's payments taken into account, in minor units as the
schedule has them. A letter that carries several invoices (`letters per debtor`) sums over all of them; ``invoice`` is
the one whose step carries it. What policy and ledger do not give is :class:`~dunlang.notice.values.Lacking`, and
:func:`why_lacking` says for each word what to fill in.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any

import attrs

from dunlang.model.condition import holds
from dunlang.money import Money
from dunlang.notice.values import Amount, Lacking, Record
from dunlang.records import frozen
from dunlang.schedule.facts import fact

if TYPE_CHECKING:
    from dunlang.model.case import Case, Value
    from dunlang.model.policy import Notice, Party, Step
    from dunlang.schedule.engine import Engine
    from dunlang.schedule.result import Amounts, Entry, InvoiceSchedule, Letter, Schedule

__all__ = ["Subject", "context", "subject_of", "why_lacking"]

#: Letters that say that payment is late.
_LATE = ("reminder", "formal", "final")

#: Who collects in the creditor's stead.
_COLLECTORS = ("agency", "lawyer", "bailiff")

#: How far ahead is looked for the hand-over of a case.
_AHEAD = dt.timedelta(days=730)


@frozen(kw_only=True)
class Subject:
    """One letter to be written: whose step sends it, on which day, and every invoice that it carries."""

    case: Case = attrs.field(repr=lambda case: repr(case.debtor.id))
    carrier: InvoiceSchedule = attrs.field(repr=lambda found: repr(found.invoice.id))
    claims: tuple[InvoiceSchedule, ...] = attrs.field(repr=lambda found: f"<{len(found)} claims>")
    entry: Entry
    letter: Letter
    notice: Notice = attrs.field(repr=lambda notice: repr(notice.name))

    @property
    def date(self) -> dt.date:
        """The day of sending."""
        return self.letter.sent


def subject_of(engine: Engine, schedule: Schedule, found: InvoiceSchedule, entry: Entry) -> Subject | None:
    """The letter that *entry* of *found* sends; None where it sends none, or another invoice's letter carries it."""
    if entry.letter is None or entry.carried_by or entry.step.send is None or entry.on is None:
        return None
    carried = [
        other
        for other in schedule.invoices
        if other is not found
        and any(
            e.carried_by == found.invoice.id and e.on == entry.on and e.letter == entry.letter for e in other.entries
        )
    ]
    claims = sorted((found, *carried), key=lambda one: (one.invoice.date, one.invoice.id))
    return Subject(
        case=schedule.case,
        carrier=found,
        claims=tuple(claims),
        entry=entry,
        letter=entry.letter,
        notice=engine.notices[entry.letter.notice],
    )


def context(engine: Engine, subject: Subject, text: Callable[[str], str]) -> dict[str, Any]:
    """The values for a template; every text of the ledger and the policy passes through *text*."""
    amounts = [claim.amounts_on(subject.date) for claim in subject.claims]
    return {
        "debtor": _debtor(engine, subject, text),
        "creditor": _creditor(engine, text),
        "invoice": _invoice(engine, subject, text),
        "amount": _amount(subject, amounts),
        "costs": _costs(subject, amounts),
        "interest": _interest(engine, subject),
        "deadline": subject.letter.deadline or Lacking("deadline"),
        "period": _period(subject),
        "last": _last(engine, subject, text),
        "agency": _agency(engine, subject, text),
        "letter": Record({"date": subject.date}),
        "claims": tuple(_claim(claim, subject.date, text) for claim in subject.claims),
        "payments": _payments(subject),
    }


# ------------------------------------------------------------ the parts


def _debtor(engine: Engine, subject: Subject, text: Callable[[str], str]) -> Record:
    debtor = subject.case.debtor
    own = {"name": debtor.name, "number": debtor.number, "kind": debtor.kind, "country": debtor.country}
    own |= {"language": debtor.language, "segment": debtor.segment, "email": debtor.email}
    own |= {"address": debtor.address, "postal_code": debtor.postal_code, "city": debtor.city}
    values = _texts("debtor", own, text)
    values |= {"first_order": debtor.first_order, "insured": debtor.insured}
    return Record(_attributes(engine, "debtor", debtor.attributes, text) | values)


def _creditor(engine: Engine, text: Callable[[str], str]) -> Record | Lacking:
    creditor = engine.policy.creditor
    if creditor is None:
        return Lacking("creditor")
    # An account stays on one line: its groups are parted by no-break spaces.
    iban = "\u00a0".join(creditor.iban.split())
    own = {"name": creditor.name, "number": creditor.number, "iban": iban, "country": creditor.country}
    return Record(_texts("creditor", own, text))


def _invoice(engine: Engine, subject: Subject, text: Callable[[str], str]) -> Record:
    found = subject.carrier
    invoice = found.invoice
    own = {"number": invoice.id, "order": invoice.order, "description": invoice.description}
    values = _texts("invoice", own, text)
    values["date"] = invoice.date
    values["due"] = found.due or Lacking("invoice.due")
    values["dispute_until"] = found.dispute_until or Lacking("invoice.dispute_until")
    return Record(_attributes(engine, "invoice", invoice.attributes, text) | values)


def _amount(subject: Subject, amounts: Iterable[Amounts]) -> Record:
    known = list(amounts)
    values: dict[str, Any] = {
        "due": _sum(one.total for one in known),
        "principal": _sum(one.principal for one in known),
        "interest": Lacking("amount.interest"),
    }
    if _claims_interest(subject):
        values["interest"] = _sum(one.interest for one in known)
    return Record(values)


def _claims_interest(subject: Subject) -> bool:
    group = subject.carrier.group
    return group is not None and group.terms.interest is not None and group.terms.interest.kind != "none"


def _costs(subject: Subject, amounts: Iterable[Amounts]) -> Record | Lacking:
    """The costs, where the group claims any: what has become due, and what this letter announces."""
    group = subject.carrier.group
    known = list(amounts)
    clause = group is not None and group.terms.costs is not None and group.terms.costs.kind != "none"
    due = _sum(one.costs for one in known)
    if not clause and not due:
        return Lacking("costs")
    vat = _sum(one.vat_if_unpaid for one in known)
    return Record(
        {"if_unpaid": _sum(one.costs_if_unpaid for one in known), "due": due, "vat": vat or Lacking("costs.vat")}
    )


def _sum(amounts: Iterable[Money]) -> Amount:
    known = list(amounts)
    return Amount(Money(sum(one.minor for one in known), known[0].currency))


def _interest(engine: Engine, subject: Subject) -> Record | Lacking:
    group, found = subject.carrier.group, subject.carrier
    if group is None or not _claims_interest(subject):
        return Lacking("interest")
    rules = engine.money_rules(group, subject.case.debtor, found.invoice, found.due)
    segments = found.amounts_on(subject.date).segments
    first = segments[0].start if segments else rules.interest_from
    rate = rules.interest.rate_on(max(subject.date, first or subject.date)) if rules.interest is not None else None
    return Record(
        {
            "rate": rate.percent if rate is not None else Lacking("interest.rate"),
            "from": first or Lacking("interest.from"),
        }
    )


def _period(subject: Subject) -> Record | Lacking:
    gives = subject.notice.gives
    if gives is None:
        return Lacking("period")
    days = {"days": gives.count, "weeks": gives.count * 7}.get(gives.unit)
    return Record({"days": days if days is not None else Lacking("period.days")})


def _last(engine: Engine, subject: Subject, text: Callable[[str], str]) -> Record:
    """The letters before this one that were sent and not undone."""
    before = [
        (entry.letter.sent, engine.notices[entry.letter.notice])
        for entry in subject.carrier.entries
        if entry.letter is not None
        and entry.state in ("done", "due", "planned")
        and entry.letter.sent < subject.date
        and entry is not subject.entry
    ]
    before.sort(key=lambda sent: sent[0])

    def record(word: str, kinds: Collection[str | None] | None) -> Record | Lacking:
        sent = [one for one in before if kinds is None or one[1].kind in kinds]
        if not sent:
            return Lacking(f"last.{word}")
        day, notice = sent[-1]
        return Record({"sent": day, "name": text(notice.title or notice.name)})

    return Record({"reminder": record("reminder", _LATE), "notice": record("notice", None)})


def _claim(found: InvoiceSchedule, day: dt.date, text: Callable[[str], str]) -> Record:
    return Record(
        {
            "number": text(found.invoice.id),
            "date": found.invoice.date,
            "due": found.due or Lacking("claims[].due"),
            "amount": Amount(found.amounts_on(day).principal),
        }
    )


def _payments(subject: Subject) -> tuple[Record, ...]:
    currency = subject.carrier.invoice.amount.currency
    paid = sorted(
        (one.date, at, one.amount)
        for at, claim in enumerate(subject.claims)
        for one in claim.allocations
        if one.kind == "payment" and one.date <= subject.date
    )
    return tuple(Record({"date": day, "amount": Amount(Money(amount, currency))}) for day, _, amount in paid)


def _texts(owner: str, values: Mapping[str, str], text: Callable[[str], str]) -> dict[str, Any]:
    return {name: text(value) if value.strip() else Lacking(f"{owner}.{name}") for name, value in values.items()}


def _attributes(engine: Engine, owner: str, values: Mapping[str, Value], text: Callable[[str], str]) -> dict[str, Any]:
    """The fields that the policy declares, as the ledger has them for this one."""

    def value(name: str) -> object:
        match values.get(name):
            case None | "":
                return Lacking(f"{owner}.{name}")
            case str() as given:
                return text(given)
            case Money() as given:
                return Amount(given)
            case given:
                return given

    return {field.name: value(field.name) for field in engine.policy.attributes if field.of == owner}


# ------------------------------------------------------------ the hand-over that may follow


def _agency(engine: Engine, subject: Subject, text: Callable[[str], str]) -> Record | Lacking:
    """The collector that this very case goes to if nothing happens; lacking where its policy will not hand it over."""
    found = subject.carrier
    group = found.group
    if group is None:
        return Lacking("agency")
    names = [step.name for step in group.steps]
    following = group.steps[names.index(subject.entry.step.name) + 1 :] if subject.entry.step.name in names else ()
    for step in (subject.entry.step, *following):
        party = engine.policy.party(step.hand_over.party) if step.hand_over is not None else None
        if party is None or party.kind not in _COLLECTORS:
            continue
        if _follows(engine, subject, step):
            return Record({"name": text(_title(party))})
    return Lacking("agency")


def _title(party: Party) -> str:
    return party.title or party.name


def _follows(engine: Engine, subject: Subject, step: Step) -> bool:
    """Whether *step* comes for this case if nothing more happens.

    Where its day is not known yet (the receipt of an e-mail is not presumed), its condition is judged by today's facts.
    """
    if step.name == subject.entry.step.name:
        return True
    ahead = engine.schedule(subject.case, as_of=subject.date, until=subject.date + _AHEAD)
    later = ahead.invoice(subject.carrier.invoice.id)
    entry = later.entry(step.name) if later is not None else None
    if entry is None or entry.state in ("passed over", "superseded", "withdrawn"):
        return False
    if entry.state == "planned" and entry.on is not None:
        return True
    return step.condition is None or holds(step.condition, lambda field: _fact(field, subject))


def _fact(field: str, subject: Subject) -> object:
    """A fact on the day of the letter, as a condition asks for it; a dispute is over by the time it matters."""
    found = subject.carrier
    invoice = found.invoice
    match field:
        case "outstanding":
            return found.amounts_on(subject.date).principal
        case "exposure":
            return Money(
                sum(one.amounts_on(subject.date).principal.minor for one in subject.claims), invoice.amount.currency
            )
        case "days overdue":
            return max(0, (subject.date - found.due).days) if found.due is not None else None
        case "disputed":
            return False
    return fact(field, subject.case.debtor, invoice)


# ------------------------------------------------------------ what to do about what is lacking

_COLUMNS = {
    "debtor.name": ("debtors.csv", "name"),
    "debtor.number": ("debtors.csv", "number"),
    "debtor.email": ("debtors.csv", "email"),
    "debtor.address": ("debtors.csv", "address"),
    "debtor.postal_code": ("debtors.csv", "postal_code"),
    "debtor.city": ("debtors.csv", "city"),
    "debtor.country": ("debtors.csv", "country"),
    "debtor.language": ("debtors.csv", "language"),
    "debtor.segment": ("debtors.csv", "segment"),
    "invoice.order": ("invoices.csv", "order"),
    "invoice.description": ("invoices.csv", "description"),
    "invoice.due": ("invoices.csv", "due"),
    "claims[].due": ("invoices.csv", "due"),
}

_REASONS = {
    "creditor": "add a `creditor` block to the policy",
    "creditor.number": "add `number` to the creditor of the policy",
    "creditor.iban": "add `iban` to the creditor of the policy",
    "creditor.country": "add `country` to the creditor of the policy",
    "invoice.dispute_until": "add a `dispute` term to the group, or put the sentence under `if invoice.dispute_until`",
    "deadline": "record the receipt (`step received`), or let the notice give its period `from sending`",
    "period": "add `gives` to the notice",
    "period.days": "give the period in days or weeks: months and working days have no fixed number of days",
    "costs": "add `costs` to the group, or put the sentence under `if costs`",
    "costs.vat": "put the sentence under `if costs.vat`: there is no VAT here",
    "amount.interest": "add `interest` to the group, or put the sentence under `if amount.interest`",
    "interest": "add `interest` to the group, or put the sentence under `if interest`",
    "interest.rate": "add the rate of that day with a law pack: none is known",
    "interest.from": "put the sentence under `if interest.from`: interest has not begun",
    "last.reminder": "put the sentence under `if last.reminder`: no reminder was sent before",
    "last.notice": "put the sentence under `if last.notice`: no letter was sent before",
    "agency": "put the sentence under `if agency`: this case is not handed over",
}


def why_lacking(path: str) -> str:
    """What the author can do about a value that is not there; starts with a verb."""
    file, column = _COLUMNS.get(path, ("", ""))
    if column:
        return f"fill in column `{column}` of `{file}`, or put the sentence under `if {path}`"
    for known in (path, path.rpartition(".")[0], path.partition(".")[0]):
        if known in _REASONS:
            return _REASONS[known]
    owner = path.partition(".")[0]
    file = "debtors.csv" if owner == "debtor" else "invoices.csv"
    column = path.rpartition(".")[2]
    return f"fill in column `{column}` of `{file}`, or put the sentence under `if {path}`"
