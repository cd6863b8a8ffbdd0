"""The rules, one a file, in families by subject; each family lists its own in reading order.

A rule never imports another rule. A rule's module docstring is its page: a summary, why it matters, a bad and a good
policy. The line of a bad policy that is found carries the code in a comment.
"""

from dunlang.lint.rules import (
    conduct,
    contact,
    costs,
    flow,
    handover,
    interest,
    letters,
    limits,
    notices,
    style,
    terms,
    timing,
    wording,
)

__all__ = ["FAMILIES"]

FAMILIES = (
    terms.RULES,
    timing.RULES,
    flow.RULES,
    notices.RULES,
    handover.RULES,
    contact.RULES,
    costs.RULES,
    interest.RULES,
    letters.RULES,
    limits.RULES,
    wording.RULES,
    conduct.RULES,
    style.RULES,
)
