"""Flow (FLO): the steps of a group against each other. Codes below 010 are the model's."""

from dunlang.lint.rules.flow.blocked_by_anchor import blocked_by_anchor
from dunlang.lint.rules.flow.condition_never_true import condition_never_true
from dunlang.lint.rules.flow.conditional_anchor import conditional_anchor
from dunlang.lint.rules.flow.dispute_hold_unsaid import dispute_hold_unsaid
from dunlang.lint.rules.flow.step_after_handover import step_after_handover
from dunlang.lint.rules.flow.step_superseded import step_superseded
from dunlang.lint.rules.flow.steps_out_of_order import steps_out_of_order

__all__ = ["RULES"]

RULES = (
    steps_out_of_order,
    step_after_handover,
    condition_never_true,
    conditional_anchor,
    step_superseded,
    blocked_by_anchor,
    dispute_hold_unsaid,
)
