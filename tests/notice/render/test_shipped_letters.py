"""The letters that ship: each is written in many cases, complete, and right by the judge of plain letters."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from dunlang.model.case import Debtor
from dunlang.notice.context import Subject
from dunlang.notice.formats import formats
from dunlang.notice.judge import judge
from dunlang.notice.reading import read
from dunlang.notice.remarks import LetterFacts
from dunlang.notice.render import write
from dunlang.notice.writers.sheet import Sheet
from dunlang.notice.writers.text import text
from dunlang.resources import shipped
from dunlang.source import Source
from tests.notice.render.cases import DEBTORS, case, engine, rendered

CASES = (
    {"on": dt.date(2026, 1, 7), "minor": 123450},
    {"on": dt.date(2026, 2, 16), "minor": 8995, "invoices": 2, "description": "Reparatie", "paid": 1000},
    {"on": dt.date(2026, 4, 29), "minor": 500000, "description": "x <b>*y*</b>"},
)


def letters(policy: str, debtor: Debtor) -> list[tuple[Subject, Sheet]]:
    """All letters to a debtor in all cases."""
    return [one for known in CASES for one in rendered(policy, case(policy, debtor, **known))]  # type: ignore[arg-type] # the table


def facts(policy: str, subject: Subject, language: str) -> LetterFacts:
    """What the judge is told: all that the sender knows."""
    creditor = engine(policy)[0].policy.creditor
    assert creditor is not None
    assert subject.notice.kind is not None
    amounts = [claim.amounts_on(subject.date) for claim in subject.claims]
    announces = subject.notice.kind in ("reminder", "formal") and not any(one.costs.minor for one in amounts)
    return LetterFacts(
        kind=subject.notice.kind,
        debtor=subject.case.debtor.kind,
        language=language,
        on=subject.date,
        sent=subject.date,
        channels=subject.letter.channels,
        principal=sum(one.principal.minor for one in amounts),
        costs=sum(one.costs_if_unpaid.minor for one in amounts) if announces else None,
        vat=creditor.vat_reclaimed,
        creditor=creditor.name,
    )


@pytest.mark.parametrize(("policy", "debtor"), DEBTORS, ids=[f"{p}-{d.kind}-{d.language}" for p, d in DEBTORS])
def test_every_letter_holds_what_was_proved(policy: str, debtor: Debtor) -> None:
    """The judge finds nothing wrong; amount, deadline and name of the schedule stand in the text."""
    ready = engine(policy)[0]
    found = letters(policy, debtor)
    assert len(found) >= 3
    for subject, sheet in found:
        said = text(sheet)
        group = subject.carrier.group
        law = ready.law(group) if group is not None else None
        assert law is not None
        judged = judge(read(Source("letter", said), sheet.language), law, facts(policy, subject, sheet.language))
        wrong = [remark.message for remark in judged.remarks if remark.effect == "no"]
        assert wrong == [], (subject, said)
        way = formats(sheet.language, debtor.country)
        total = sum(claim.amounts_on(subject.date).total.minor for claim in subject.claims)
        flat = re.sub(r"[ \n]+", " ", said)
        assert way.money(type(subject.carrier.outstanding)(total, subject.carrier.outstanding.currency)) in flat
        if subject.letter.deadline is not None and subject.notice.name != "veertiendagenbrief":
            assert way.day(subject.letter.deadline) in flat
        assert not re.search(r"[\ue000-\ue07f]|\{\{|\}\}|\{%|None|Lacking| ,| \.|\(\)|\bEUR\b", said), said
        assert isinstance(write(sheet, "pdf"), bytes)


def test_every_shipped_letter_is_written_somewhere() -> None:
    """No template lies about that none of the cases uses."""
    used: set[str] = set()
    for policy, debtor in DEBTORS:
        renderer = engine(policy)[1]
        for known in CASES[:1]:
            for subject, _ in rendered(policy, case(policy, debtor, **known)):  # type: ignore[arg-type] # the table
                template = renderer._template_of(subject.notice)
                assert template is not None
                used |= {Path(name).name for name in template.sources}
    assert used == {path.name for path in (shipped("policies") / "letters").iterdir()}
