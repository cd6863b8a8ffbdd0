"""Timing (TIM): what the calendar and the run days do to the steps, for every invoice date."""

from dunlang.lint.rules.timing.action_before_deadline import action_before_deadline
from dunlang.lint.rules.timing.announcement_passed_over import announcement_passed_over
from dunlang.lint.rules.timing.deadline_never_known import deadline_never_known
from dunlang.lint.rules.timing.no_run_day import no_run_day

__all__ = ["RULES"]

RULES = (action_before_deadline, deadline_never_known, no_run_day, announcement_passed_over)
