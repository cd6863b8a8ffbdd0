"""Terms (TRM): payment, discount, dispute, interest, costs and thresholds against each other and the steps."""

from dunlang.lint.rules.terms.discount_after_due import discount_after_due
from dunlang.lint.rules.terms.handover_before_dispute_ends import handover_before_dispute_ends
from dunlang.lint.rules.terms.interest_before_default import interest_before_default
from dunlang.lint.rules.terms.payment_term_missing import payment_term_missing
from dunlang.lint.rules.terms.reminder_before_due import reminder_before_due
from dunlang.lint.rules.terms.threshold_below_contact import threshold_below_contact

__all__ = ["RULES"]

RULES = (
    reminder_before_due,
    discount_after_due,
    interest_before_default,
    payment_term_missing,
    threshold_below_contact,
    handover_before_dispute_ends,
)
