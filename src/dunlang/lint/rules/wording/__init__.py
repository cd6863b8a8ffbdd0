"""What the words of templates say (WRD from 200): periods that courts reject, words that do not belong in a letter."""

from dunlang.lint.rules.wording.period_words_rejected import period_words_rejected
from dunlang.lint.rules.wording.threat_in_letter import threat_in_letter

__all__ = ["RULES"]

RULES = (period_words_rejected, threat_in_letter)
