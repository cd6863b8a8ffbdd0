"""Notices (NTC): what letters claim, give and are written in, against what the steps and terms do."""

from dunlang.lint.rules.notices.announcement_after_due import announcement_after_due
from dunlang.lint.rules.notices.deadline_without_period import deadline_without_period
from dunlang.lint.rules.notices.earlier_reminder_not_sent import earlier_reminder_not_sent
from dunlang.lint.rules.notices.final_without_reminder import final_without_reminder
from dunlang.lint.rules.notices.handover_not_made import handover_not_made
from dunlang.lint.rules.notices.handover_unannounced import handover_unannounced
from dunlang.lint.rules.notices.period_unstated import period_unstated
from dunlang.lint.rules.notices.unclaimed_amount_stated import unclaimed_amount_stated
from dunlang.lint.rules.notices.unread_language import unread_language

__all__ = ["RULES"]

RULES = (
    earlier_reminder_not_sent,
    handover_not_made,
    handover_unannounced,
    deadline_without_period,
    period_unstated,
    unread_language,
    unclaimed_amount_stated,
    announcement_after_due,
    final_without_reminder,
)
