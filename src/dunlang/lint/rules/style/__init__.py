"""Style (STY): choices left unsaid (`--strict`), and what runs only when asked for. Codes below 010: suppressions."""

from dunlang.lint.rules.style.no_scenario import no_scenario
from dunlang.lint.rules.style.unsaid_dispute_clock import unsaid_dispute_clock
from dunlang.lint.rules.style.unsaid_gap import unsaid_gap
from dunlang.lint.rules.style.unsaid_hold_clock import unsaid_hold_clock
from dunlang.lint.rules.style.unsaid_hold_end import unsaid_hold_end
from dunlang.lint.rules.style.unsaid_letters import unsaid_letters
from dunlang.lint.rules.style.unsaid_level import unsaid_level
from dunlang.lint.rules.style.unsaid_progress import unsaid_progress
from dunlang.lint.rules.style.unsaid_runs import unsaid_runs

__all__ = ["RULES"]

RULES = (
    unsaid_progress,
    unsaid_runs,
    unsaid_gap,
    unsaid_letters,
    unsaid_level,
    unsaid_dispute_clock,
    unsaid_hold_clock,
    unsaid_hold_end,
    no_scenario,
)
