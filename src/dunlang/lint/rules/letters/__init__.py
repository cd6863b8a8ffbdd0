"""Letters by law (NTC from 100): what they must state, how long they must leave, when and how they go."""

from dunlang.lint.rules.letters.claim_before_reply import claim_before_reply
from dunlang.lint.rules.letters.element_missing import element_missing
from dunlang.lint.rules.letters.letter_before_default import letter_before_default
from dunlang.lint.rules.letters.period_too_short import period_too_short
from dunlang.lint.rules.letters.receipt_unproven import receipt_unproven

__all__ = ["RULES"]

RULES = (element_missing, period_too_short, letter_before_default, receipt_unproven, claim_before_reply)
