"""Writes ``docs/rules.md``: every code with its name, severity and summary, by subject.

Run it after adding or changing a page: ``python tests/generate/rules_index.py``. A test compares.
"""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from dunlang.diagnostics import Page
from dunlang.lint.registry import RULES
from dunlang.project.catalogue import pages

TARGET = Path(__file__).parents[2] / "docs" / "rules.md"

SUBJECTS = {
    "CFG": "Settings and files of a project",
    "CON": "Contact: when and how often",
    "DOC": "Documents that are imported",
    "ESC": "Hand-over, insurers and factors",
    "FEE": "Costs and fees",
    "FIL": "Files that cannot be read",
    "FLO": "Flow of steps",
    "GRP": "Groups",
    "HIS": "The history kept by `simulate --record`",
    "INT": "Interest",
    "LAW": "The law data",
    "LTR": "Letters as they are written",
    "NAM": "Names",
    "NTC": "Notices and their elements",
    "STY": "Style, choices left unsaid, `allow` comments",
    "SYN": "Syntax",
    "TIM": "Timing",
    "TPL": "Templates",
    "TRM": "Terms",
    "TYP": "Types and units",
    "WRD": "Wording",
}

TABLE = "| code | name | severity | what it says |\n| --- | --- | --- | --- |"

HEAD = """\
# Findings

Every finding has a code and a name; both may be given to `--select` and `--ignore` and in an `allow` comment.
`dunlang rule TRM001` prints the page of one: why it matters, and a bad and a good policy.

An error fails a check. A warning fails it under `--strict`; a note never does. Where a finding of law rests on data
that are not verified, it is a warning at most. Among the rules, codes below 100 compare the policy with itself; codes
from 100 on compare it with the law.
"""


def _row(page: Page) -> str:
    """One line of a table."""
    runs = {rule.code: rule.runs for rule in RULES}.get(page.code, "always")
    when = {"always": "", "strict": " (under `--strict`)", "asked": " (when selected)"}[runs]
    return f"| {page.code} | {page.name} | {page.severity.value}{when} | {page.summary.replace('|', chr(92) + '|')} |"


def index() -> str:
    """The text of the page."""
    parts = [HEAD]
    for subject, found in groupby(sorted(pages().values(), key=lambda page: page.code), key=lambda page: page.code[:3]):
        rows = "\n".join(_row(page) for page in found)
        parts.append(f"## {SUBJECTS[subject]}\n\n{TABLE}\n{rows}\n")
    return "\n".join(parts)


if __name__ == "__main__":
    TARGET.write_text(index(), "utf-8")
