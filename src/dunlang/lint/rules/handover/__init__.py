"""Hand-over (ESC): agencies, lawyers, bailiffs, insurers and factors."""

from dunlang.lint.rules.handover.handover_to_insurer import handover_to_insurer
from dunlang.lint.rules.handover.insurer_notified_late import insurer_notified_late

__all__ = ["RULES"]

RULES = (handover_to_insurer, insurer_notified_late)
