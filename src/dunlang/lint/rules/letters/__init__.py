"""Letters: templates against the policy (NTC from 010), and what the law wants of letters (NTC from 100)."""

from dunlang.lint.rules.letters.claim_before_reply import claim_before_reply
from dunlang.lint.rules.letters.costs_in_words_differ import costs_in_words_differ
from dunlang.lint.rules.letters.costs_printed_amiss import costs_printed_amiss
from dunlang.lint.rules.letters.creditor_differs import creditor_differs
from dunlang.lint.rules.letters.currency_differs import currency_differs
from dunlang.lint.rules.letters.day_printed import day_printed
from dunlang.lint.rules.letters.element_missing import element_missing
from dunlang.lint.rules.letters.interest_in_words_differs import interest_in_words_differs
from dunlang.lint.rules.letters.language_differs import language_differs
from dunlang.lint.rules.letters.letter_before_default import letter_before_default
from dunlang.lint.rules.letters.period_differs import period_differs
from dunlang.lint.rules.letters.period_too_short import period_too_short
from dunlang.lint.rules.letters.receipt_unproven import receipt_unproven
from dunlang.lint.rules.letters.sum_printed import sum_printed
from dunlang.lint.rules.letters.value_may_lack import value_may_lack
from dunlang.lint.rules.letters.value_never_given import value_never_given

__all__ = ["RULES"]

RULES = (
    value_never_given,
    value_may_lack,
    period_differs,
    sum_printed,
    day_printed,
    currency_differs,
    language_differs,
    creditor_differs,
    element_missing,
    period_too_short,
    letter_before_default,
    receipt_unproven,
    claim_before_reply,
    costs_printed_amiss,
    costs_in_words_differ,
    interest_in_words_differs,
)
