"""Conduct (CON and ESC from 100): when and how often debtors are contacted, who may collect, what a dispute stops."""

from dunlang.lint.rules.conduct.agency_unregistered import agency_unregistered
from dunlang.lint.rules.conduct.contact_against_rules import contact_against_rules
from dunlang.lint.rules.conduct.dispute_hold_runs_out import dispute_hold_runs_out

__all__ = ["RULES"]

RULES = (contact_against_rules, agency_unregistered, dispute_hold_runs_out)
