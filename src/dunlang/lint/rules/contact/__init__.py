"""Contact (CON): how close together debtors are contacted."""

from dunlang.lint.rules.contact.gap_delays_contact import gap_delays_contact

__all__ = ["RULES"]

RULES = (gap_delays_contact,)
