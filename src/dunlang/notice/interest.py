"""The interest that a letter names, against the rates of the law: too high, too soon, or over another reference rate.

Rates come from the law data. Where a clause could have agreed on more, a letter is undecided and not wrong.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal

from dunlang.law import ChargeRule, CountryLaw, RatePeriod
from dunlang.money import as_percent
from dunlang.notice import wording_pages as pages
from dunlang.notice.claims import LetterClaims, denied
from dunlang.notice.mentions import InterestClaim, interest_claims, reference_rates
from dunlang.notice.remarks import LetterFacts, Remark

__all__ = ["judge_interest"]

#: A letter of today may name the rates of the years before, for which interest is owed too.
_BACK = dt.timedelta(days=3 * 365)
_MONTHS = 12


def judge_interest(
    law: CountryLaw, facts: LetterFacts, charging: ChargeRule | None, found: LetterClaims, *, opens: bool
) -> list[Remark]:
    """What is wrong with the interest; nothing for a letter that names none."""
    remarks = [_too_high(law, facts, claim) for claim in interest_claims(found.text)]
    remarks += _wrong_references(law, facts, found)
    if opens and charging is not None and charging.interest in ("period", "sending"):
        remarks += _at_once(charging, found)
    return [remark for remark in remarks if remark is not None]


def _too_high(law: CountryLaw, facts: LetterFacts, claim: InterestClaim) -> Remark | None:
    """A rate above the one that this debtor owes by law; only for consumers: others may agree on more."""
    if claim.percent is None or facts.debtor != "consumer":
        return None
    cap = law.interest_cap(facts.debtor, facts.on)
    rule = cap or law.interest(facts.debtor, facts.on)
    asked = _asked(law, facts, claim)
    today = _on(rule.periods, facts.on) if rule is not None else None
    if rule is None or not rule.provisions or asked is None or today is None:
        return None
    most = today if claim.over else max(period.percent for period in _recent(rule.periods, facts.on))
    if asked <= (today if cap is not None else most):
        return None
    provision = rule.provisions[0]
    surely = provision.may_be_error and asked > most and (cap is not None or _is_of_others(law, facts, claim, asked))
    said = "above the reference rate" if claim.over else "a month" if claim.monthly else "a year"
    return Remark(
        page=pages.INTEREST_TOO_HIGH,
        effect="no" if surely else "undecided",
        message=f"interest of {as_percent(claim.percent)} {said}: "
        f"{'a clause may ask' if cap is not None else 'the law gives'} {as_percent(today)} a year from a consumer"
        + (f", and {as_percent(most)} at most in the three years before" if most > today else "")
        + ("" if surely or cap is not None else "; more only where it was agreed"),
        span=claim.span,
        label="too high" if surely else "above the rate of the law",
        help="name the statutory interest" if cap is None else f"name {as_percent(today)} at most",
        provisions=(provision,),
    )


def _asked(law: CountryLaw, facts: LetterFacts, claim: InterestClaim) -> Decimal | None:
    """The rate a year that a letter asks on the day."""
    if claim.percent is None:
        return None
    if claim.over:
        rule = law.reference_plus(claim.percent, facts.debtor, facts.on)
        return _on(rule.periods, facts.on) if rule is not None else None
    return claim.percent * _MONTHS if claim.monthly else claim.percent


def _is_of_others(law: CountryLaw, facts: LetterFacts, claim: InterestClaim, asked: Decimal) -> bool:
    """Whether a rate is called that of the law, or is the one that only businesses owe by law on the day."""
    if claim.agreed:
        return False
    other = law.interest("business", facts.on)
    return claim.statutory or (not claim.monthly and other is not None and asked == _on(other.periods, facts.on))


def _on(periods: Sequence[RatePeriod], day: dt.date) -> Decimal | None:
    return next((period.percent for period in periods if period.start <= day < period.end), None)


def _recent(periods: Sequence[RatePeriod], day: dt.date) -> Iterator[RatePeriod]:
    return (period for period in periods if period.start <= day and period.end > day - _BACK)


def _wrong_references(law: CountryLaw, facts: LetterFacts, found: LetterClaims) -> Iterator[Remark]:
    """A reference rate in figures that is another one on the day: it was copied from an older letter."""
    known = law.rate("reference", facts.on)
    for place, percent in reference_rates(found.text) if known is not None else ():
        if known is not None and percent != known.percent:
            yield Remark(
                page=pages.REFERENCE_RATE,
                effect="undecided",
                message=f"a reference rate of {as_percent(percent)}: on {facts.on} it is {as_percent(known.percent)}",
                span=place,
                label="another rate",
                help="leave the figure out, or take that of the day",
                provisions=(known.provision,) if known.provision is not None else (),
            )


def _at_once(charging: ChargeRule, found: LetterClaims) -> Iterator[Remark]:
    """Interest asked at once in a letter that must leave a period free of it."""
    for sentence in found.text.sentences:
        named = [mark for mark in sentence.marks if mark.concept == "interest"]
        if not named or all(denied(mark, sentence) for mark in named):
            continue
        whole = found.text.whole(sentence)
        for amount in found.of("interest"):
            if amount.minor and not amount.later and whole.start <= amount.span.start < whole.end:
                yield Remark(
                    page=pages.AT_ONCE,
                    effect="no" if charging.provision.may_be_error else "undecided",
                    message=f"interest of {amount.span.text} is asked at once, "
                    "in a letter that must leave a free period",
                    span=amount.span,
                    label="asked at once",
                    help="say that interest follows only if the debtor does not pay in the period",
                    provisions=(charging.provision,),
                )
