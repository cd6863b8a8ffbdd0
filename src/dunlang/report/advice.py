"""What a person can do about an invoice that waits or that the policy cannot judge, by the code of the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dunlang.schedule.result import Reason

__all__ = ["what_to_do"]

_ADVICE = {
    "no-group": "add a group that takes this debtor, or one with `otherwise`; until then judge the invoice by hand",
    "currency": "judge it by hand, or run a policy in that currency",
    "not-valid": "run it with the policy that was valid on the invoice's date",
    "no-due-date": "fill in `due`, or the date that the payment term counts from, in the ledger",
    "date-unknown": "fill in that date in the ledger",
    "anchor-not-dated": "record when the letter was received (`step received`), or take the invoice up by hand",
    "anchor-not-done": "do or record the earlier step, or take the invoice up by hand",
    "event-follows": "record when the step was done, or leave it: a later step was done already",
    "calendar-ends": "update dunlang or its calendar: later days are not known",
    "contact-threshold": "nothing: it waits until more is open",
    "hold-dispute": "settle the complaint and record `dispute resolved`",
    "hold-promise": "watch for the payment",
    "hold-plan": "watch the instalments; record `plan broken` if one fails",
    "hold-placed": "record `hold lifted` when its cause is gone",
    "hold-insolvency": "file the claim with the administrator",
}


def what_to_do(reasons: Sequence[Reason]) -> str:
    """The advice for the first reason that has one, a sentence without a full stop; for none to ask for the reasons."""
    found = next((_ADVICE[reason.code] for reason in reasons if reason.code in _ADVICE), None)
    return found or "ask `dunlang explain --invoice` for all that is known about it"
