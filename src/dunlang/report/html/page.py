"""The whole page: what it needs to know, and the template with escaping on."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
from typing import TYPE_CHECKING, Any

from jinja2 import DictLoader, Environment, StrictUndefined

from dunlang.lint.course import courses
from dunlang.model.condition import words
from dunlang.money import Money
from dunlang.records import frozen
from dunlang.report.html import bars, law, lists
from dunlang.report.html.reasons import by_reason
from dunlang.report.html.timeline import in_words, timeline
from dunlang.report.policy_table import terms_words
from dunlang.report.summary import counted
from dunlang.report.width import clean
from dunlang.report.words import action_words, hold_words, when_words
from dunlang.resources import page_asset

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dunlang.law import LawBook
    from dunlang.lint.course import Course
    from dunlang.model.policy import Policy
    from dunlang.portfolio.simulation import Item, Person, Reconciliation, Simulation
    from dunlang.portfolio.table import Reject
    from dunlang.report.html.reasons import ReasonLine

__all__ = ["FORECAST", "MOST_GROUPS", "MOST_ROWS", "Background", "worklist_html"]

#: How far the page looks ahead where nobody says so.
FORECAST = dt.timedelta(weeks=8)
#: Rows of a list that the page shows; what is left out is counted.
MOST_ROWS = 500
#: A list longer than this is folded: the page says why, and how many, and shows the rows on request.
MOST_OPEN = 40
#: Groups whose course the page draws.
MOST_GROUPS = 60

#: An amount with more digits than this needs a smaller letter at the head of the page.
_LONG_AMOUNT = 10


@frozen(kw_only=True)
class Background:
    """What the page says besides the simulation itself."""

    policy: Policy
    book: LawBook | None
    fingerprint: str
    """Of the policy's texts."""
    tool: str
    """dunlang's version."""
    rejects: tuple[Reject, ...] = ()
    until_given: bool = True
    """Whether the end of the forecast was asked for."""


def worklist_html(found: Simulation, background: Background) -> str:
    """The page as one text; the same records give the same bytes. *found* looks ahead as far as it was asked to."""
    style = page_asset("style.css")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    environment = Environment(
        loader=DictLoader({"page": page_asset("page.html.j2")}),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )
    environment.filters |= {"amount": lists.amount, "ticks": _ticks, "grouped": _grouped}
    return environment.get_template("page").render(
        style=style,
        style_digest=digest,
        **_head(found, background),
        **_lists(found, background),
        **_sums(found, background),
        groups=_groups(found, background),
        laws=law.law_used(background.policy, background.book, found.date),
        applied=law.applied(found, background.policy, background.book),
    )


def _shown(value: Any) -> Any:
    """Control and direction characters of names made visible, as in the terminal; markup of the template as it is."""
    return clean(value) if isinstance(value, str) and not hasattr(value, "__html__") else value


def _ticks(text: str) -> list[tuple[bool, str]]:
    """A sentence in parts, each with whether it stands in backticks; a stray backtick stays as it is."""
    parts = text.split("`")
    return [(at % 2 == 1, part) for at, part in enumerate(parts)] if len(parts) % 2 else [(False, text)]


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", "\u202f")


def _head(found: Simulation, background: Background) -> dict[str, Any]:
    policy = background.policy
    figures = lists.figures(found, policy.currency)
    return {
        "policy": policy,
        "found": found,
        "day": lists.day_words(found.date),
        "fingerprint": background.fingerprint,
        "tool": background.tool,
        "until_given": background.until_given,
        "weeks_ahead": FORECAST.days // 7,
        "figures": figures,
        "figures_wide": any(len(one.plain()) > _LONG_AMOUNT for figure in figures for one in figure.amounts),
        "warnings": _warnings(found, background),
        "most_open": MOST_OPEN,
    }


def _warnings(found: Simulation, background: Background) -> list[str]:
    """What a reader must know before he believes the numbers."""
    said = []
    if not found.balanced:
        said.append("the sums do not agree with the ledger: see “The ledger” below")
    refused = sum(reject.severity == "error" for reject in background.rejects)
    if refused:
        said.append(f"{counted(refused, 'row')} of the ledger not taken: see “The ledger” below")
    count, day = law.rates_end(found)
    if count:
        said.append(f"no interest rate is known from {day} on: the interest of {counted(count, 'invoice')} stops there")
    return said


def _lists(found: Simulation, background: Background) -> dict[str, Any]:
    policy = background.policy
    return {
        "people": [lists.person_row(one) for one in found.needs_person[:MOST_ROWS]],
        "due": [lists.due_row(item, policy) for item in found.worklist[:MOST_ROWS]],
        "held": [lists.waiting_row(item) for item in found.held[:MOST_ROWS]],
        "blocked": [lists.waiting_row(item) for item in found.blocked[:MOST_ROWS]],
        "people_why": _why(found.needs_person),
        "held_why": _why(found.held),
        "blocked_why": _why(found.blocked),
        "supply": found.supply[:MOST_ROWS],
        "rejects": background.rejects[:MOST_ROWS],
        "rejected": len(background.rejects),
    }


def _why(entries: Sequence[Item | Person]) -> tuple[ReasonLine, ...]:
    """The reasons of a list, added up where it is folded."""
    return by_reason(entries) if len(entries) > MOST_OPEN else ()


def _sums(found: Simulation, background: Background) -> dict[str, Any]:
    policy = background.policy
    ages, rows, together = lists.age_rows(found.ageing)
    return {
        "totals": lists.by_group(found.worklist, policy),
        "total": lists.line_of(found.worklist),
        "channels": lists.by_channel(found.worklist),
        "forecast_totals": lists.by_group(found.forecast, policy),
        "forecast_total": lists.line_of(found.forecast),
        "week_kinds": bars.weeks_by_kind(found.weeks, policy),
        "columns": bars.week_columns(found.weeks, policy),
        "age_bars": bars.age_bars(found.ageing),
        "ages": ages,
        "age_rows": rows,
        "age_sums": together,
        "reconciliation": [_reconciled(sums) for sums in found.reconciliation],
    }


def _reconciled(sums: Reconciliation) -> dict[str, Any]:
    cells = (
        sums.invoiced,
        sums.received,
        sums.to_principal,
        sums.to_interest,
        sums.to_costs,
        sums.unallocated,
        sums.discounts,
        sums.outstanding,
    )
    return {
        "currency": sums.currency,
        "invoices": sums.invoices,
        "cells": [Money(minor, sums.currency) for minor in cells],
        "balanced": sums.balanced,
    }


@frozen(kw_only=True)
class _Step:
    """One row of a group's table."""

    name: str
    when: str
    condition: str
    days: str
    does: str
    deadline: str


def _groups(found: Simulation, background: Background) -> dict[str, Any]:
    """The groups with their course, and how many there was no room for."""
    drawn = courses(background.policy, background.book, found.date, MOST_GROUPS)
    return {
        "shown": [_group(course, found, background.policy) for course in drawn],
        "left_out": len(background.policy.groups) - len(drawn),
        "first": drawn[0].first if drawn else None,
        "last": drawn[0].last if drawn else None,
    }


def _group(course: Course, found: Simulation, policy: Policy) -> dict[str, Any]:
    group = course.group
    aged = [one for one in found.ageing if one.group == group.name]
    return {
        "name": group.name,
        "title": group.title,
        "condition": "everybody else" if group.condition is None else words(group.condition),
        "terms": terms_words(group),
        "holds": [hold_words(hold) for hold in group.holds],
        "law": group.law or policy.law,
        "drawing": timeline(course, policy),
        "steps": [
            _Step(
                name=mark.step.name,
                when=when_words(mark.step),
                condition="" if mark.step.condition is None else words(mark.step.condition),
                days=in_words(mark.days),
                does=", ".join(map(action_words, mark.step.actions)),
                deadline=in_words(mark.deadline),
            )
            for mark in course.marks
        ],
        "open": lists.sums(one.outstanding for one in aged),
        "invoices": sum(one.count for one in aged),
        "counts": [
            (title, sum(item.group == group.name for item in items))
            for title, items in (("due today", found.worklist), ("held", found.held), ("blocked", found.blocked))
        ],
    }
