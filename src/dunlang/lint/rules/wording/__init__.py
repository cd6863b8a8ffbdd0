"""What the words of templates say (WRD from 200): periods that courts reject, costs, words that do not belong there."""

from dunlang.lint.rules.wording.costs_at_once_in_letter import costs_at_once_in_letter
from dunlang.lint.rules.wording.costs_in_letter import costs_in_letter
from dunlang.lint.rules.wording.period_words_rejected import period_words_rejected
from dunlang.lint.rules.wording.threat_in_letter import threat_in_letter

__all__ = ["RULES"]

RULES = (period_words_rejected, threat_in_letter, costs_at_once_in_letter, costs_in_letter)
