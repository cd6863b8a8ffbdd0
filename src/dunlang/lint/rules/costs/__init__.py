"""Costs (FEE): collection costs, fees and lump sums against the law."""

from dunlang.lint.rules.costs.charge_beside_costs import charge_beside_costs
from dunlang.lint.rules.costs.charge_without_letter import charge_without_letter
from dunlang.lint.rules.costs.charges_above_cap import charges_above_cap
from dunlang.lint.rules.costs.clause_one_sided import clause_one_sided
from dunlang.lint.rules.costs.clause_without_scale import clause_without_scale
from dunlang.lint.rules.costs.costs_above_cap import costs_above_cap
from dunlang.lint.rules.costs.costs_above_scale import costs_above_scale
from dunlang.lint.rules.costs.costs_amount_unknown import costs_amount_unknown
from dunlang.lint.rules.costs.costs_forbidden import costs_forbidden
from dunlang.lint.rules.costs.costs_without_letter import costs_without_letter
from dunlang.lint.rules.costs.handover_charged import handover_charged
from dunlang.lint.rules.costs.instalments_stacked import instalments_stacked
from dunlang.lint.rules.costs.letters_not_joined import letters_not_joined
from dunlang.lint.rules.costs.lump_sum_waived import lump_sum_waived
from dunlang.lint.rules.costs.recurring_supply_fee import recurring_supply_fee
from dunlang.lint.rules.costs.reminder_fee_too_high import reminder_fee_too_high
from dunlang.lint.rules.costs.vat_on_reclaimed_costs import vat_on_reclaimed_costs

__all__ = ["RULES"]

RULES = (
    costs_above_cap,
    reminder_fee_too_high,
    costs_without_letter,
    charge_without_letter,
    charge_beside_costs,
    vat_on_reclaimed_costs,
    lump_sum_waived,
    instalments_stacked,
    letters_not_joined,
    costs_above_scale,
    costs_amount_unknown,
    costs_forbidden,
    recurring_supply_fee,
    clause_one_sided,
    charges_above_cap,
    clause_without_scale,
    handover_charged,
)
