"""The last lines of a check: how much was found, for which dates, and what was not looked at."""

from __future__ import annotations

from collections.abc import Sequence

from dunlang.diagnostics import Diagnostic, Judged, Severity, by_words
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
    judged: Sequence[Judged] = (),
    paint: Paint = plain,
) -> str:
    """``2 errors, 1 warning in 3 files``, or ``all good``; then the dates judged, then each thing not checked.

    With several policies a line says which ones it is about, and what is true of several stands once.
    """
    counts = {severity: sum(found.severity is severity for found in findings) for severity in Severity}
    parts = [counted(count, str(severity)) for severity, count in counts.items() if count]
    where = f"in {counted(files, 'file')}"
    style = next((style for style in ("error", "warning") if counts[Severity(style)]), "good")
    said = f"{', '.join(parts)} {where}" if parts else f"all good {where}"
    if suppressed:
        said += f" ({counted(suppressed, 'finding')} allowed by comments)"
    lines = [paint(style, said)]  # type: ignore[arg-type] # the three words are styles
    for line, about in by_words(judged).items():
        which = f" ({_which(about, len(judged))})" if len(judged) > 1 else ""
        lines.append(paint("dim", clean(line + which)))
    return "\n".join(lines) + "\n"


#: More files than these are counted instead of named.
_NAMED = 3


def _which(about: Sequence[str], policies: int) -> str:
    """The files that a line is about: ``a.dun, b.dun``, ``all 4 policies``, ``a.dun, b.dun, c.dun and 5 more``."""
    if len(about) == policies:
        return f"all {policies} policies"
    rest = f" and {len(about) - _NAMED} more" if len(about) > _NAMED else ""
    return ", ".join(about[:_NAMED]) + rest
