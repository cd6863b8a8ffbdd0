"""Interest (INT): rates and their start against the law."""

from dunlang.lint.rules.interest.interest_above_cap import interest_above_cap
from dunlang.lint.rules.interest.interest_above_statutory import interest_above_statutory
from dunlang.lint.rules.interest.interest_below_floor import interest_below_floor
from dunlang.lint.rules.interest.interest_during_dispute import interest_during_dispute
from dunlang.lint.rules.interest.interest_no_remedy import interest_no_remedy
from dunlang.lint.rules.interest.interest_not_agreed import interest_not_agreed
from dunlang.lint.rules.interest.interest_rate_unknown import interest_rate_unknown
from dunlang.lint.rules.interest.interest_waived import interest_waived
from dunlang.lint.rules.interest.interest_without_demand import interest_without_demand
from dunlang.lint.rules.interest.interest_without_letter import interest_without_letter

__all__ = ["RULES"]

RULES = (
    interest_above_cap,
    interest_without_letter,
    interest_above_statutory,
    interest_below_floor,
    interest_rate_unknown,
    interest_during_dispute,
    interest_without_demand,
    interest_waived,
    interest_no_remedy,
    interest_not_agreed,
)
