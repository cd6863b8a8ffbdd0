"""The last line of a check: how much was found, and what was not looked at."""

from __future__ import annotations

from collections.abc import Sequence

from dunlang.diagnostics import Diagnostic, Severity
from dunlang.report.colour import Paint, plain
from dunlang.report.width import clean

__all__ = ["counted", "summary"]


def counted(count: int, word: str, words: str = "") -> str:
    """``1 error``, ``2 errors``, ``no errors``."""
    return f"{count or 'no'} {word if count == 1 else words or word + 's'}"


def summary(
    findings: Sequence[Diagnostic],
    *,
    files: int,
    suppressed: int = 0,
    not_checked: Sequence[str] = (),
    paint: Paint = plain,
) -> str:
    """``2 errors, 1 warning in 3 files``, or ``all good``; then a line for each thing that was not checked."""
    counts = {severity: sum(found.severity is severity for found in findings) for severity in Severity}
    parts = [counted(count, str(severity)) for severity, count in counts.items() if count]
    where = f"in {counted(files, 'file')}"
    style = next((style for style in ("error", "warning") if counts[Severity(style)]), "good")
    said = f"{', '.join(parts)} {where}" if parts else f"all good {where}"
    if suppressed:
        said += f" ({counted(suppressed, 'finding')} allowed by comments)"
    lines = [paint(style, said)]  # type: ignore[arg-type] # the three words are styles
    lines += [paint("dim", f"not checked: {clean(what)}") for what in not_checked]
    return "\n".join(lines) + "\n"
