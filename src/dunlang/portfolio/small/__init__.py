"""The portfolio in whole numbers and plain Python: the reference's answers for small ledgers, without a database.

:class:`Judge` takes one debtor after the other. It is the plainest statement of what the tables of
:mod:`dunlang.portfolio.fast` mean, written to be read beside a port to another language: :mod:`.terms` (what is
asked of law, calendar and policy), :mod:`.conditions`, :mod:`.holds` (waiting), :mod:`.amounts` and :mod:`.account`
(money), :mod:`.line` (one invoice from step to step), :mod:`.course` (a debtor's events and runs in the order of time).
:mod:`.gather` counts whom it judged, and lets the reference tell of those who have something to list.
"""

from __future__ import annotations

from dunlang.portfolio.small.judge import Answers, Judge, Judged

__all__ = ["Answers", "Judge", "Judged"]
