"""The policy's records in the words of the language: ``15 days after invoice``, ``send aanmaning by post``."""

from __future__ import annotations

import re
from decimal import Decimal

from dunlang.dates import WEEKDAYS
from dunlang.model.policy import (
    Action,
    Call,
    Charge,
    HandOver,
    Hold,
    Notify,
    Runs,
    Send,
    Step,
    StopSupply,
    Task,
    Timing,
)
from dunlang.source import Span

__all__ = [
    "action_words",
    "hold_words",
    "percent_words",
    "runs_words",
    "source_words",
    "timing_words",
    "when_words",
]

_COMMENT = re.compile(r'("[^"\n]*")|#[^\n]*')


def source_words(span: Span | None) -> str:
    """The author's own words at *span* on one line, without comments; empty without a span."""
    if span is None:
        return ""
    return " ".join(_COMMENT.sub(lambda match: match[1] or "", span.text).split())


def percent_words(rate: Decimal) -> str:
    """``8%``, ``10.5%``: without noughts at the end."""
    text = f"{rate:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) + "%"


def timing_words(timing: Timing) -> str:
    """When a step comes: ``2 days before due``, ``on due``, ``at end of month 10 days after due``."""
    head = "at end of month " if timing.end_of_month else ""
    if timing.direction == 0:
        return f"{head}on {timing.anchor}"
    return f"{head}{timing.offset} {'before' if timing.direction < 0 else 'after'} {timing.anchor}"


def when_words(step: Step) -> str:
    """The same with its repetition."""
    text = timing_words(step.timing)
    if step.repeat is not None:
        times = f"{step.repeat.times} time" + ("" if step.repeat.times == 1 else "s")
        text += f" every {step.repeat.every}, at most {times}"
    return text


def action_words(action: Action) -> str:
    """What is done, as the language writes it."""
    match action:
        case Send(notice=notice, channels=channels):
            return f"send {notice} by {' and '.join(channels)}"
        case Call(note=note, role=role):
            return "call" + (f' "{note}"' if note else "") + (f' by "{role}"' if role else "")
        case Task(text=text, role=role):
            return f'task "{text}"' + (f' by "{role}"' if role else "")
        case HandOver(party=party):
            return f"hand over to {party}"
        case Notify(party=party):
            return f"notify {party}"
        case StopSupply():
            return "stop supply"
        case Charge(amount=amount):
            return f"charge {amount}"


def runs_words(runs: Runs) -> str:
    """``daily``, ``weekly on tuesday``, ``monthly on 1, 15``."""
    if runs.kind == "weekly":
        return "weekly on " + ", ".join(WEEKDAYS[day] for day in runs.days)
    if runs.kind == "monthly":
        return "monthly on " + ", ".join(map(str, runs.days))
    return "daily"


def hold_words(hold: Hold) -> str:
    """A hold as the language writes it."""
    text = f"hold on {hold.cause}"
    if hold.until == "after promised date":
        text += f" until {hold.after} after promised date"
    elif hold.until == "kept":
        text += " while kept"
    elif hold.until:
        text += f" until {hold.until}"
    parts = [text]
    if hold.at_most is not None:
        parts.append(f"for at most {hold.at_most}")
    parts.append("clock stops" if hold.clock_stops else "clock runs")
    if hold.interest_stops:
        parts.append("interest stops")
    return ", ".join(parts)
