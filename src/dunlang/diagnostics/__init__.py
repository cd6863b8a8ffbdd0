"""How a finding is said: a code, one terse line, the places, the law, one thing to do.

Passes return findings as values; nothing here prints. :mod:`.finding` has the record, :mod:`.judged` what a check
looked at, :mod:`.page` the page of each code that ``dunlang rule CODE`` and the docs print, :mod:`.suggest` the "did
you mean".
"""

from dunlang.diagnostics.finding import Citation, Diagnostic, Edit, Label, Severity, sort_key
from dunlang.diagnostics.judged import Judged, by_words
from dunlang.diagnostics.page import Page
from dunlang.diagnostics.suggest import did_you_mean

__all__ = [
    "Citation",
    "Diagnostic",
    "Edit",
    "Judged",
    "Label",
    "Page",
    "Severity",
    "by_words",
    "did_you_mean",
    "sort_key",
]
