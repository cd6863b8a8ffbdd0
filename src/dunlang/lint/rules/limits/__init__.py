"""Limits (TRM, TIM and LAW from 100): payment terms, orders, time bars and whose law it is."""

from dunlang.lint.rules.limits.claim_time_barred import claim_time_barred
from dunlang.lint.rules.limits.law_of_another_country import law_of_another_country
from dunlang.lint.rules.limits.payment_order_differs import payment_order_differs
from dunlang.lint.rules.limits.payment_term_above_maximum import payment_term_above_maximum
from dunlang.lint.rules.limits.terms_unnamed import terms_unnamed

__all__ = ["RULES"]

RULES = (
    payment_term_above_maximum,
    payment_order_differs,
    claim_time_barred,
    law_of_another_country,
    terms_unnamed,
)
