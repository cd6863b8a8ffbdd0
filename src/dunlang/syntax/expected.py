"""What may stand somewhere, in the author's words: never a terminal's name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dunlang.syntax.scan import END

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dunlang.syntax.automaton import Automaton

__all__ = ["UNITS", "expected"]

UNITS = frozenset({"DAYS", "DAY", "WORKING", "WEEKS", "WEEK", "MONTHS", "MONTH"})

_SAID = {
    "NAME": "a name",
    "STRING": "a text in quotes",
    "NUMBER": "a number",
    "DATE": "a date (2026-01-31)",
    "CURRENCY": "a currency (EUR)",
    "WEEKDAY": "a weekday",
    "OPERATOR": "a comparison (>=, >, <=, <, =)",
    "PERCENT": "%",
    END: "the end of the file",
}
#: Words of the singular: said once, with the plural.
_SINGULAR = frozenset({"DAY", "WEEK", "MONTH", "TIME"})
_ACTIONS = frozenset({"SEND", "CALL", "TASK", "HAND", "NOTIFY", "STOP", "CHARGE"})
_ENDS = frozenset({"RBRACE", END})
_MOST = 9


def expected(machine: Automaton, accepted: Sequence[str], statements: Sequence[str] = ()) -> str:
    """`a unit (days, …), a currency (EUR) or %`: the *accepted* terminals; *statements* are those of the block."""
    rest = list(accepted)
    starts = [t for t in rest if machine.literal(t) in statements]
    follows = bool(starts) and len(starts) == len(statements)
    if follows:
        goes_on = [t for t in rest if t not in starts and t not in ("RBRACE", END, "NAME")]
        if not goes_on:
            if set(statements) <= {"to", "above"} or not statements:
                return _listed(_said(machine, rest))
            return _listed([f"a statement ({', '.join(statements)})", *_said(machine, [t for t in rest if t in _ENDS])])
        rest = goes_on
    elif any(t not in _ENDS for t in rest) and "NAME" in rest and len(rest) > 3:
        rest = [t for t in rest if t not in _ENDS]
    said = _said(machine, rest)
    if len(said) > _MOST:
        said = [*said[: _MOST - 1], "…"]
    return _listed([*said, "the next statement"] if follows else said)


def _said(machine: Automaton, rest: list[str]) -> list[str]:
    parts: list[str] = []
    if set(rest) == {"NAME", "RBRACE"}:
        return ["a step (its name first)", "`}`"]
    if set(rest) >= _ACTIONS:
        parts.append("an action (send, call, task, hand over, notify, stop supply, charge)")
        rest = [t for t in rest if t not in _ACTIONS]
    if set(rest) >= UNITS:
        parts.append("a unit (days, working days, weeks, months)")
        rest = [t for t in rest if t not in UNITS]
    if "PHRASE" in rest:
        parts.append("a field")
        rest = [t for t in rest if t not in ("PHRASE", "NAME")]
    elif "NAME" in rest and {"INVOICE", "DUE"} <= set(rest):
        parts.append("the name of a step")
        rest = [t for t in rest if t != "NAME"]
    rest = [t for t in rest if t not in _SINGULAR or f"{t}S" not in rest]
    return [
        *parts,
        *(_SAID[t] for t in rest if t in _SAID),
        *(f"`{machine.literal(t)}`" for t in rest if t not in _SAID),
    ]


def _listed(parts: list[str]) -> str:
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} or {parts[-1]}"
