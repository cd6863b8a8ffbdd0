"""The letter that the law wants before a debtor is charged: which of a group may be it, and where they fall short.

In many laws collection costs (and in some the interest) may be asked from a consumer only after a letter that was free
of charge, stated certain things and left a period. Where the letter only opens the way to the costs, one good letter is
enough and a group that claims no costs needs none. Where the interest waits for it as well, it is the first letter that
must be it.
"""

from __future__ import annotations

import datetime as dt

from dunlang.dates import Offset, add
from dunlang.law import ChargeRule, CountryLaw, Period, Provision, RequiredElement, run_period
from dunlang.lint.legal import Case
from dunlang.lint.saying import saying
from dunlang.model.policy import Charge, Notice, Step
from dunlang.notice.verdict import Reading
from dunlang.records import frozen

__all__ = [
    "Shortfall",
    "charge_rule",
    "claims",
    "costs_may_be_due",
    "is_duty",
    "lacking",
    "listed",
    "proves_receipt",
    "shortfall",
    "stating",
    "wanted",
]

#: From the gravest: what is missing everywhere, then on some path.
_WORST = ("none", "some", "undecided", "every")


@frozen(kw_only=True)
class Shortfall:
    """A period that is shorter than the law's, on the first sending date on which it surely is.

    Where it is shorter only because the law moves the end of its own period off a rest day, on the first such date.
    """

    sent: dt.date
    root: str
    """The date of the invoice that leads there, empty where none does."""
    start: dt.date | None
    given: dt.date
    """The last free day that the letter gives."""
    wanted: dt.date | None
    """The last free day that the law wants, at the earliest; None where nothing tells it."""
    deciding: tuple[Provision, ...]
    """What the finding rests on beside the rule itself: nothing, where the period is too short from any day."""
    also: tuple[Provision, ...]
    """The provisions by which the law's own period was run."""


def charge_rule(case: Case, on: dt.date) -> ChargeRule | None:
    """When the debtor of *case* may be charged, where the law asks for a letter first; None where it does not."""
    rule = case.law.charging(case.debtor, on, case.creditor_size)
    return rule if rule is not None and rule.letter and not rule.forbidden else None


def is_duty(rule: ChargeRule) -> bool:
    """Whether everything waits for the letter, and not the costs alone: the first letter must be it."""
    return rule.interest != "due"


def claims(case: Case, rule: ChargeRule) -> bool:
    """Whether the group claims anything that waits for the letter of *rule*."""
    if case.costs is not None or not is_duty(rule):
        return case.costs is not None
    charges = any(isinstance(action, Charge) for step in case.group.steps for action in step.actions)
    return case.interest is not None or charges


def listed(case: Case, rule: ChargeRule) -> tuple[tuple[Step, Notice], ...]:
    """The letters before the hand-over that may be the one of *rule*, by their kind."""
    return tuple((step, notice) for step, notice in case.own_letters() if notice.kind in rule.notices)


def costs_may_be_due(case: Case, charging: ChargeRule, step: Step) -> bool:
    """Whether costs may be owed already when *step* is done: a step above brought them, or a letter above may have."""
    for before in case.group.before(step):
        if any(isinstance(action, Charge) for action in before.actions) or case.view.unknown_letter(before):
            return True
        notice = case.view.notice(before)
        if notice is not None and notice.kind in charging.notices and notice.gives is not None:
            return True
    return any(isinstance(action, Charge) for action in step.actions)


def wanted(case: Case, rule: ChargeRule, on: dt.date) -> tuple[tuple[Step, Notice], ...]:
    """The letters that fall short of *rule* if they fall short at all.

    Under a duty the first letter; else, where none of those that give a period is sound, each that tries to be.
    """
    found = listed(case, rule)
    if is_duty(rule):
        return found[:1]
    giving = tuple((step, notice) for step, notice in found if notice.gives is not None)
    if any(_is_sound(case, rule, step, notice, on) for step, notice in giving):
        return ()
    trying = tuple((step, notice) for step, notice in giving if _names_costs(case, notice))
    stern = tuple((step, notice) for step, notice in trying or giving if notice.kind != "reminder")
    return stern or trying or giving


def _is_sound(case: Case, rule: ChargeRule, step: Step, notice: Notice, on: dt.date) -> bool:
    return not lacking(case, rule, notice, on) and shortfall(case, rule, step, notice) is None


# -------------------------------------------------------------------- what it states


def lacking(case: Case, rule: ChargeRule | None, notice: Notice, on: dt.date) -> tuple[RequiredElement, ...]:
    """What the law wants *notice* to state and it does not, on one path at least."""
    found = []
    for element in _elements(case, rule, notice, on):
        if element.when is not None and not _applies(case, element.when):
            continue
        if not element.any_of:
            case.missing(
                f"whether notices of kind {notice.kind} say {element.says}", "no element of the language says it"
            )
            continue
        reading = stating(case, notice, *element.any_of)
        if reading.verdict in ("some", "none"):
            found.append(element)
        elif reading.verdict == "undecided":
            listed = " or ".join(f"`{name}`" for name in element.any_of)
            case.missing(f"whether `{notice.name}` states {listed} on every path", "it could not be decided")
    return tuple(found)


def stating(case: Case, notice: Notice, *elements: str) -> Reading:
    """Whether *notice* states one of *elements* to the debtors of *case*: the worst of the steps that send it."""
    found: list[Reading] = []
    for step, other in case.own_letters():
        if other is not notice:
            continue
        said = saying(case.group, step, notice, case.debtor)
        found.append(Reading(verdict="undecided") if said is None else said.reading(*elements))
    return min(found, key=lambda reading: _WORST.index(reading.verdict), default=Reading(verdict="undecided"))


def _names_costs(case: Case, notice: Notice) -> bool:
    """Whether *notice* tries to announce costs."""
    return stating(case, notice, "collection costs").verdict != "none"


def _elements(case: Case, rule: ChargeRule | None, notice: Notice, on: dt.date) -> tuple[RequiredElement, ...]:
    """The elements for the kind of *notice*; a letter that takes the place of another has the elements of that one."""
    own = case.law.elements(notice.kind or "", case.debtor, on)
    if own or rule is None or notice.kind not in rule.notices:
        return own
    others = (case.law.elements(kind, case.debtor, on) for kind in rule.notices)
    return next((elements for elements in others if elements), ())


def _applies(case: Case, when: str) -> bool:
    """Whether the condition of an element holds for the group."""
    creditor = case.view.policy.creditor
    match when:
        case "costs":
            return case.costs is not None
        case "vat":
            return case.costs is not None and creditor is not None and creditor.vat_reclaimed is False
        case "interest":
            return case.interest is not None
        case "agency":
            parties = (case.view.collector(step) for step in case.group.steps)
            return any(party is not None and party.kind == "agency" for party in parties)
    return False


# -------------------------------------------------------------------- how long it leaves


def proves_receipt(law: CountryLaw, step: Step, on: dt.date) -> bool:
    """Whether the law presumes the receipt of the letter by one of its channels."""
    rules = [law.receipt(channel, on) for channel in (step.send.channels if step.send is not None else ())]
    return any(rule is not None and rule.day is not None for rule in rules)


def shortfall(case: Case, rule: ChargeRule, step: Step, notice: Notice) -> Shortfall | None:
    """The first sending date on which the period of *notice* is shorter than that of *rule*, None for none.

    Every date is tried through the law's own calendar and its presumption of receipt. Where nothing is presumed, the
    receipt is on the day of sending at the earliest: a period that is short even then is surely short, and one from
    sending that is not may be.
    """
    key = ("shortfall", case.law, case.debtor, rule.provision.id, step.send, notice, step.name, case.group.name)
    known = case.view.known_law
    if key not in known:
        known[key] = _shortfall(case, rule, step, notice)
    found: Shortfall | None = known[key]
    return found


def _shortfall(case: Case, rule: ChargeRule, step: Step, notice: Notice) -> Shortfall | None:
    if notice.gives is None or rule.minimum is None or step.send is None:
        return None
    counted = notice.gives_from or "receipt"
    if rule.counted_from == "due" or (counted == rule.counted_from and _is_as_long(notice.gives, rule.minimum)):
        return None
    calendar = case.law.period_calendar()
    if calendar is None:
        case.missing("periods of letters", "there is no calendar of that law here")
        return None
    end = calendar.final_until
    channels, minimum, gives = step.send.channels, rule.minimum, notice.gives
    as_long = _is_as_long(gives, minimum)

    def ends(period: Offset, since: str, sent: dt.date, received: dt.date | None) -> Period:
        return run_period(
            case.law,
            sent=sent,
            channels=channels,
            period=period,
            counted_from=since,
            received=received,
            debtor=case.debtor,
        )

    doubtful: Shortfall | None = None
    for root, start, sent in case.sendings(step):
        if sent > end or not rule.provision.in_force(sent):
            continue  # another law's day, or one after which the calendar tells no receipt any more
        given, least = ends(gives, counted, sent, None), ends(minimum, rule.counted_from, sent, None)
        unproven = least.last_free_day is None
        if unproven:
            # Nothing tells the receipt: at the earliest it is the day of sending.
            given, least = ends(gives, counted, sent, sent), ends(minimum, rule.counted_from, sent, sent)
        if given.last_free_day is None or least.last_free_day is None:
            continue
        short = given.last_free_day < least.last_free_day
        if not short and (not unproven or counted == rule.counted_from):
            continue
        unmoved = None if least.received is None else add(least.received, minimum, calendar)
        moved_only = short and unmoved is not None and given.last_free_day >= unmoved
        found = Shortfall(
            sent=sent,
            root=root,
            start=start,
            given=given.last_free_day,
            wanted=least.last_free_day if short else None,
            deciding=tuple(
                provision
                for provision in least.provisions
                if as_long and (moved_only or (provision.kind == "receipt" and not unproven))
            ),
            also=least.provisions,
        )
        if short and not moved_only:
            return found
        doubtful = doubtful or found
    return doubtful


def _is_as_long(period: Offset, minimum: Offset) -> bool:
    """Whether *period* is never shorter than *minimum* when both count from one day; of the same unit only."""
    days = {"days": 1, "weeks": 7}
    if period.unit in days and minimum.unit in days:
        return period.count * days[period.unit] >= minimum.count * days[minimum.unit]
    return period.unit == minimum.unit and period.count >= minimum.count
