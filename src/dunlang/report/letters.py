"""Judged letters for people and programs: a paragraph each, a table, or JSON (``schemas`` version 1)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dunlang.diagnostics import Diagnostic
from dunlang.law.answers import cited
from dunlang.money import Money
from dunlang.notice.judge import Judgement, PeriodVerdict
from dunlang.records import frozen
from dunlang.report.colour import Paint, Style, plain
from dunlang.report.full import full
from dunlang.report.json import dump, place
from dunlang.report.tables import table
from dunlang.report.width import clean

__all__ = ["VERSION", "JudgedLetter", "letters_full", "letters_json", "letters_table"]

#: The version of the layout: it grows by one when a key changes or goes.
VERSION = 1

_STYLES: dict[str, Style] = {"yes": "good", "no": "error", "undecided": "warning"}


@frozen(kw_only=True)
class JudgedLetter:
    """A letter and what was found: *judgement* is None where it could not be read, *fault* says why."""

    file: str
    currency: str
    judgement: Judgement | None = None
    fault: Diagnostic | None = None

    @property
    def compliant(self) -> str:
        """``yes``, ``no``, ``undecided`` or ``unread``."""
        return self.judgement.compliant if self.judgement is not None else "unread"

    def findings(self) -> tuple[Diagnostic, ...]:
        """What is wrong, as findings."""
        if self.judgement is None:
            return (self.fault,) if self.fault is not None else ()
        return tuple(remark.diagnostic(self.file) for remark in self.judgement.remarks)


def letters_table(letters: Sequence[JudgedLetter], paint: Paint = plain) -> str:
    """A line for each letter: verdict, what is missing, the period, the costs, and the reason that decides."""
    rows = []
    for letter in letters:
        found = letter.judgement
        if found is None:
            fault = letter.fault.message if letter.fault is not None else ""
            rows.append((letter.file, "unread", "", "", "", "", fault))
            continue
        missing = [name for name in found.required if found.elements[name].state != "found"]
        period = found.periods[0] if found.periods else None
        costs = [Money(cost.amount, letter.currency).plain() for cost in found.claims.costs if cost.amount]
        reason = found.reason.message if found.reason is not None else ""
        rows.append(
            (
                letter.file,
                found.compliant,
                found.facts.language,
                ", ".join(missing),
                _period_words(period) if period is not None else "",
                ", ".join(costs),
                reason,
            )
        )
    return table(("letter", "compliant", "words", "missing", "period", "costs", "why"), rows, paint=paint)


def _period_words(period: PeriodVerdict) -> str:
    claim = period.claim
    if claim.is_day:
        said = f"until {claim.last_day}" if claim.last_day else "until a day"
    else:
        said = f"{claim.length or 'a period'}, from {claim.start}".replace("from none", "no start")
    return f"{said}: {period.verdict}"


def letters_full(letters: Sequence[JudgedLetter], paint: Paint = plain) -> str:
    """A paragraph for each letter: the verdict, its elements with their words, its period, then the findings."""
    return "\n".join(_paragraph(letter, paint) for letter in letters)


def _paragraph(letter: JudgedLetter, paint: Paint) -> str:
    found = letter.judgement
    if found is None:
        return full(letter.findings(), paint)
    facts = found.facts
    style = _STYLES[found.compliant]
    lines = [
        paint("bold", clean(letter.file))
        + f": compliant {paint(style, found.compliant)} "
        + f"(as {facts.kind} to a {facts.debtor}, {facts.language}, law of {facts.on})"
    ]
    rows = []
    for name, element in found.elements.items():
        if name not in found.required and not element.places:
            continue
        span = element.places[0] if element.places else None
        quote = " ".join(span.text.split()) if span is not None else element.unsure
        state = element.state if name in found.required or element.places else ""
        rows.append(
            (name, "required" if name in found.required else "", state, str(span.line) if span else "", quote[:70])
        )
    lines.append(table(("element", "", "state", "line", "words"), rows, indent=2, paint=paint).rstrip("\n"))
    lines += [f"  period: {_period_words(period)}{_days(period)}" for period in found.periods]
    lines += [f"  not checked: {clean(said)}" for said in found.not_checked]
    return "\n".join(lines) + "\n\n" + full(letter.findings(), paint)


def _days(period: PeriodVerdict) -> str:
    run = period.ending
    if run is None or run.last_day is None:
        return ""
    law = f", by law {run.lawful_last_day}" if run.lawful_last_day is not None else ""
    received = f", received {run.received}" if run.received is not None else ""
    return f"; last day {run.last_day}{law}{received}"


# --- JSON -------------------------------------------------------------------------------------------------------------


def letters_json(letters: Sequence[JudgedLetter], *, tool: str, country: str) -> str:
    """All letters as JSON, with counts of the verdicts."""
    verdicts = [letter.compliant for letter in letters]
    return dump(
        {
            "format": "dunlang-letters",
            "version": VERSION,
            "tool": {"name": "dunlang", "version": tool},
            "country": country,
            "summary": {name: verdicts.count(name) for name in ("yes", "no", "undecided", "unread")},
            "letters": [_letter(letter) for letter in letters],
        }
    )


def _letter(letter: JudgedLetter) -> dict[str, Any]:
    found = letter.judgement
    if found is None:
        return {
            "file": letter.file,
            "compliant": "unread",
            "reason": letter.fault.message if letter.fault is not None else None,
        }
    facts = found.facts
    return {
        "file": letter.file,
        "compliant": found.compliant,
        "language": facts.language,
        "kind": facts.kind,
        "debtor": facts.debtor,
        "law_of": facts.on.isoformat(),
        "sent": facts.sent.isoformat() if facts.sent is not None else None,
        "letter_date": _iso(found.claims.letter_date),
        "required": list(found.required),
        "missing": [name for name in found.required if found.elements[name].state == "missing"],
        "elements": {
            name: {
                "state": element.state,
                "places": [_quoted(span) for span in element.places],
                "unsure": element.unsure or None,
            }
            for name, element in found.elements.items()
        },
        "periods": [_period(period) for period in found.periods],
        "costs": [
            {
                "words": cost.name,
                "amount": None if cost.amount is None else Money(cost.amount, letter.currency).plain(),
                "percent": None if cost.percent is None else str(cost.percent),
                "asked": cost.when,
                "place": place(cost.amount_span or cost.span),
            }
            for cost in found.claims.costs
        ],
        "amounts": [
            {
                "amount": None if amount.minor is None else Money(amount.minor, letter.currency).plain(),
                "what": amount.what,
                "place": place(amount.span),
            }
            for amount in found.claims.amounts
        ],
        "reasons": [
            {
                "code": remark.page.code,
                "effect": remark.effect,
                "message": remark.message,
                "place": place(remark.span),
                "help": remark.help or None,
                "notes": list(remark.notes),
                "provisions": cited(remark.provisions),
            }
            for remark in found.remarks
        ],
        "not_checked": list(found.not_checked),
    }


def _quoted(span: Any) -> dict[str, Any]:
    return {"quote": " ".join(span.text.split()), "place": place(span)}


def _iso(day: Any) -> str | None:
    return day.isoformat() if day is not None else None


def _period(period: PeriodVerdict) -> dict[str, Any]:
    claim, run = period.claim, period.ending
    return {
        **_quoted(claim.span),
        "start": None if claim.is_day else claim.start,
        "length": str(claim.length) if claim.length is not None else None,
        "printed_last_day": _iso(claim.last_day) if claim.is_day else None,
        "verdict": period.verdict,
        "received": _iso(run.received) if run is not None else None,
        "last_day": _iso(run.last_day) if run is not None else None,
        "lawful_last_day": _iso(run.lawful_last_day) if run is not None else None,
        "notes": list(run.notes) if run is not None else [],
    }
