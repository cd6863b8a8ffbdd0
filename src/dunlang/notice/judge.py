"""A letter against the law of a country: its elements, its period, its costs, its words; and what follows from all.

Nothing of the law stands here: required elements, judged words, tariffs and periods come from the law data, each
finding names the provision that it rests on. A finding that rests on less than two sources never makes a letter wrong,
only undecided.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

import attrs

from dunlang.law import ChargeRule, CountryLaw, Provision
from dunlang.notice import wording_pages as pages
from dunlang.notice.claims import LetterClaims, claims
from dunlang.notice.costs import judge_costs
from dunlang.notice.elements import Element, elements
from dunlang.notice.ending import Ending, always_enough, ending
from dunlang.notice.interest import judge_interest
from dunlang.notice.periods import PRINTED, PeriodClaim
from dunlang.notice.phrases import days_of, judge_phrases, verdict_on
from dunlang.notice.reading import LetterText
from dunlang.notice.remarks import Effect, LetterFacts, Remark
from dunlang.records import frozen

__all__ = ["Judgement", "PeriodVerdict", "judge", "judge_period"]

_DAY = dt.timedelta(days=1)
_WORST: tuple[Effect, ...] = ("no", "undecided", "none")


@frozen(kw_only=True)
class PeriodVerdict:
    """A period of the letter: what the law data say of its words, and the day on which it ends."""

    claim: PeriodClaim
    verdict: Literal["accepted", "rejected", "divided", "unjudged"]
    ending: Ending | None = None


@frozen(kw_only=True)
class Judgement:
    """What is to be said of a letter. *compliant* is ``yes``, ``no`` or ``undecided``."""

    facts: LetterFacts
    claims: LetterClaims = attrs.field(repr=False)
    elements: dict[str, Element]
    required: tuple[str, ...]
    """The elements that the law asks for; one that may be said in several ways by its first."""
    periods: tuple[PeriodVerdict, ...]
    remarks: tuple[Remark, ...]
    not_checked: tuple[str, ...] = ()
    """What the law wants and no reader can tell."""

    @property
    def compliant(self) -> Literal["yes", "no", "undecided"]:
        """The worst of the remarks."""
        effects = {remark.effect for remark in self.remarks}
        return "no" if "no" in effects else "undecided" if "undecided" in effects else "yes"

    @property
    def reason(self) -> Remark | None:
        """The remark that decides: the first of the worst."""
        return min(self.remarks, key=lambda remark: _WORST.index(remark.effect), default=None)


def judge(text: LetterText, law: CountryLaw, facts: LetterFacts, found: LetterClaims | None = None) -> Judgement:
    """Judge a letter that was read; *found* are its claims, where they were read before."""
    found = found or claims(text, facts.sent)
    charging = law.charging(facts.debtor, facts.on)
    seen = elements(found, facts.creditor)
    required, remarks, not_checked = _required(law, facts, charging, found, seen)
    opens = _opens(law, charging, facts)
    if opens:
        periods, about = _periods(law, facts, charging, found)
        remarks += about
    else:
        periods = tuple(
            PeriodVerdict(claim=claim, verdict="unjudged", ending=_run(law, facts, None, claim, found))
            for claim in found.periods
            if claim.role == "payment"
        )
    remarks += judge_costs(law, facts, charging, found, opens=opens, elements=seen)
    remarks += judge_interest(law, facts, charging, found, opens=opens)
    remarks += judge_phrases(law, facts, found)
    remarks.sort(key=lambda remark: (remark.span.start if remark.span is not None else -1, remark.page.code))
    return Judgement(
        facts=facts,
        claims=found,
        elements=seen,
        required=required,
        periods=periods,
        remarks=tuple(remarks),
        not_checked=not_checked,
    )


def _opens(law: CountryLaw, charging: ChargeRule | None, facts: LetterFacts) -> bool:
    """Whether a letter of this kind is the one that must leave a period free of costs.

    Where the law lists the elements of some of the kinds that may be, it is those.
    """
    if charging is None or not charging.letter or not facts.opens or facts.kind not in charging.notices:
        return False
    listed = [kind for kind in charging.notices if law.elements(kind, facts.debtor, facts.on)]
    return not listed or facts.kind in listed


# --- elements ---------------------------------------------------------------------------------------------------------


def _required(
    law: CountryLaw, facts: LetterFacts, charging: ChargeRule | None, found: LetterClaims, seen: dict[str, Element]
) -> tuple[tuple[str, ...], list[Remark], tuple[str, ...]]:
    """The elements that the law asks for, what is wrong with them, and what cannot be read from a letter."""
    names: list[str] = []
    remarks: list[Remark] = []
    unread: list[str] = []
    for wanted in law.elements(facts.kind, facts.debtor, facts.on, facts.sender):
        if not _applies(law, wanted.when, facts, charging, found):
            continue
        if not wanted.any_of:
            unread.append(f"{wanted.says} ({wanted.article})")
            continue
        names.append(wanted.any_of[0])
        states = [seen[name] for name in wanted.any_of]
        if any(element.state == "found" for element in states):
            continue
        unsure = next((element.unsure for element in states if element.unsure), "")
        named = " or ".join(f"`{name}`" for name in wanted.any_of)
        effect: Effect = "undecided" if unsure or not wanted.may_be_error else "no"
        remarks.append(
            Remark(
                page=pages.ELEMENT,
                effect=effect,
                message=f"the letter does not state {named}" if not unsure else f"{named}: {unsure}",
                help=f"write what the law wants: {wanted.says}",
                notes=(f"{wanted.says} ({wanted.article})",),
                provisions=(wanted.provision,),
            )
        )
    return tuple(names), remarks, tuple(unread)


def _applies(
    law: CountryLaw, when: str | None, facts: LetterFacts, charging: ChargeRule | None, found: LetterClaims
) -> bool:
    """Whether an element is wanted in this letter."""
    match when:
        case None:
            return True
        case "costs":
            return facts.costs != 0 and (bool(found.costs) or _opens(law, charging, facts))
        case "vat":
            return facts.vat is False and facts.costs != 0
        case "interest":
            return any(mark.concept == "interest" for sentence in found.text.sentences for mark in sentence.marks)
        case _:
            return False


# --- periods ----------------------------------------------------------------------------------------------------------


def _periods(
    law: CountryLaw, facts: LetterFacts, charging: ChargeRule | None, found: LetterClaims
) -> tuple[tuple[PeriodVerdict, ...], list[Remark]]:
    """The periods for payment, and what is wrong with them."""
    own = [period for period in found.periods if period.role == "payment"]
    verdicts: list[PeriodVerdict] = []
    remarks: list[Remark] = []
    for claim in own:
        verdict, about = judge_period(law, facts, charging, claim, found)
        verdicts.append(verdict)
        remarks += about
    lengths = {(claim.length, claim.start) for claim in own if claim.length is not None and claim.start != PRINTED}
    if len(lengths) > 1:
        remarks.append(
            Remark(
                page=pages.CONTRADICTION,
                effect="undecided",
                message=f"the letter gives {len(lengths)} different periods to pay",
                span=own[1].span,
                help="give one period in one way",
                provisions=tuple(law.facts("letter", facts.on, facts.debtor)[:1]),
            )
        )
    if not own and charging is not None:
        by_element = any(
            "deadline" in element.any_of for element in law.elements(facts.kind, facts.debtor, facts.on, facts.sender)
        )
        if not by_element and charging.minimum is not None:
            remarks.append(
                Remark(
                    page=pages.ELEMENT,
                    effect="no" if charging.provision.may_be_error else "undecided",
                    message=f"the letter gives no period to pay: the law wants {charging.minimum}",
                    help=f"give {charging.minimum} from {charging.counted_from}",
                    provisions=(charging.provision,),
                )
            )
    return tuple(verdicts), remarks


def judge_period(
    law: CountryLaw,
    facts: LetterFacts,
    charging: ChargeRule | None,
    claim: PeriodClaim,
    found: LetterClaims | None = None,
) -> tuple[PeriodVerdict, list[Remark]]:
    """One period: first the words that courts have judged, then the days."""
    remarks: list[Remark] = []
    if claim.start == PRINTED:
        return PeriodVerdict(claim=claim, verdict="unjudged"), []
    said = " ".join(claim.span.text.split())
    phrase, provision = verdict_on(law, facts, claim)
    run = _run(law, facts, charging, claim, found)
    late = run is not None and run.counted_last_day is not None and run.last_day is not None
    short = run is not None and run.too_early
    if phrase is not None and provision is not None and phrase.verdict != "accepted":
        rejected = phrase.verdict == "rejected"
        grounds = (provision, *_shorter(charging, claim))
        effect: Effect = "no" if rejected and any(each.may_be_error for each in grounds) else "undecided"
        remarks.append(
            Remark(
                page=pages.PERIOD_REJECTED if rejected else pages.PERIOD_DIVIDED,
                effect=effect,
                message=f"`{said}` is a period "
                + ("that courts or the law reject" if rejected else "on which practice is divided"),
                span=claim.span,
                label=phrase.says,
                help=_good_words(law, facts),
                provisions=grounds,
            )
        )
    if run is not None or phrase is None or phrase.verdict != "rejected":
        remarks += _days(law, facts, charging, claim, run, said)
    if phrase is not None and phrase.verdict in ("accepted", "rejected", "divided"):
        verdict = phrase.verdict
    elif short:
        verdict = "rejected"
    elif late:
        verdict = "accepted"
    else:
        verdict = "rejected" if any(remark.effect == "no" for remark in remarks) else "unjudged"
    if verdict == "unjudged" and not remarks and (charging is None or charging.minimum is not None):
        remarks.append(
            Remark(
                page=pages.PERIOD_UNKNOWN,
                effect="undecided",
                message=f"whether `{said}` leaves enough time cannot be told"
                + (f": {run.notes[0]}" if run is not None and run.notes else ": the day of sending is not known"),
                span=claim.span,
                help="name the day and the channel of sending (`--sent`, `--by`)",
                provisions=(charging.provision,) if charging is not None else (),
            )
        )
    return PeriodVerdict(claim=claim, verdict=verdict, ending=run), remarks  # type: ignore[arg-type] # one of the words


def _shorter(charging: ChargeRule | None, claim: PeriodClaim) -> tuple[Provision, ...]:
    """The provision on the length, where a period with no start is shorter than it from whatever day."""
    if charging is None or charging.minimum is None or claim.length is None or claim.start != "none":
        return ()
    return (charging.provision,) if days_of(claim.length) < days_of(charging.minimum) else ()


def _run(
    law: CountryLaw, facts: LetterFacts, charging: ChargeRule | None, claim: PeriodClaim, found: LetterClaims | None
) -> Ending | None:
    """The last days, where the day of sending is known."""
    sent = facts.sent or (found.letter_date if found is not None else None)
    if sent is None:
        return None
    return ending(
        law,
        charging,
        claim,
        sent=sent,
        channels=facts.channels,
        received=facts.received,
        debtor=facts.debtor,
        letter_date=found.letter_date if found is not None else None,
    )


def _days(
    law: CountryLaw, facts: LetterFacts, charging: ChargeRule | None, claim: PeriodClaim, run: Ending | None, said: str
) -> list[Remark]:
    """What the days say: too early on the day of sending, or on every or some day of the year."""
    if charging is None or charging.minimum is None:
        return []
    grounds = (charging.provision, *(run.provisions if run is not None else ()))
    firm = charging.provision.may_be_error
    if run is not None and run.last_day is not None and run.counted_last_day is not None:
        if run.too_early:
            return [
                Remark(
                    page=pages.TOO_EARLY,
                    effect="no" if firm else "undecided",
                    message=f"`{said}` ends on {run.last_day}, "
                    f"the {charging.minimum} of the law on {run.lawful_last_day}",
                    span=claim.span,
                    label="ends too early",
                    notes=tuple(run.notes),
                    help=f"name {run.lawful_last_day} or a later day",
                    provisions=grounds,
                )
            ]
        if run.on_rest_day and claim.is_day:
            return [
                Remark(
                    page=pages.REST_DAY,
                    effect="undecided",
                    message=f"`{said}` ends on {run.last_day}, a rest day: "
                    f"the law may move on to {run.lawful_last_day}",
                    span=claim.span,
                    notes=tuple(run.notes),
                    help=f"name {run.lawful_last_day} or a later day",
                    provisions=grounds,
                )
            ]
        return []
    over = always_enough(law, claim, channels=facts.channels, debtor=facts.debtor, year=facts.on.year)
    if over is None or (over[0] and over[1] is None):
        return []
    never = not over[0]
    return [
        Remark(
            page=pages.TOO_EARLY,
            effect="no" if never and firm else "undecided",
            message=f"`{said}` ends before the {charging.minimum} of the law, "
            + ("on whatever day it is sent" if never else f"for one when sent on {over[1]}"),
            span=claim.span,
            label="ends too early",
            help="let the period run from receipt, or name the day of sending (`--sent`)",
            provisions=grounds,
        )
    ]


def _good_words(law: CountryLaw, facts: LetterFacts) -> str:
    """Words that are accepted, as help."""
    for wording in law.wording(facts.kind, facts.debtor, facts.on, facts.language):
        for phrase in wording.phrases:
            if phrase.verdict == "accepted" and phrase.start is not None:
                return f"write `{phrase.text}`"
    return "let the period run from the day after receipt"
