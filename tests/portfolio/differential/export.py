"""Write cases of the corpus as plain files.

``python -m tests.portfolio.differential.export NAME SEED [DEBTOR…]`` keeps what the seed draws (see :mod:`.fuzz`), or
only the debtors named, as ``tests/portfolio/corpus/NAME``. ``… export --cover`` draws until every form of step, term,
hold and condition of :mod:`.draw` stands in some case and writes those as ``drawn-N``. ``… export --expected`` writes
the expected rows of all cases anew, by the reference.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from dunlang.portfolio.tabled.answer import coming_steps, from_schedule
from tests.portfolio.differential import draw
from tests.portfolio.differential.corpus import (
    AHEAD,
    CORPUS,
    coming_row,
    expected_row,
    read_case,
    write_case,
    write_expected,
    write_forecast,
)
from tests.portfolio.differential.fuzz import drawn

__all__ = ["FORMS", "expected", "forecast", "forms_in"]

#: Every form that a drawn policy can have, as it stands in the text.
FORMS = tuple(
    form.strip()
    for table in (
        *(draw.WHENS, draw.ACTIONS, draw.CONDITIONS, draw.HOLDS, draw.TERMS, draw.RUNS, draw.GAPS, draw.MORE),
        *(draw.WHENS_GROUP, draw.PAYMENTS, tuple(f"law {code}" for code in draw.LAWS)),
    )
    for form in table
    if form.strip()
)
_DEBTORS = 9


def forms_in(text: str) -> set[str]:
    """The forms that a policy uses."""
    return {form for form in FORMS if form in text}


def expected(folder: Path) -> Iterator[dict[str, str]]:
    """What the reference says of each invoice of a case, in the order of the ledger."""
    kept = read_case(folder)
    for case in kept.cases:
        schedule = kept.engine.schedule(case, as_of=kept.date)
        for found in schedule.invoices:
            steps = [step.name for step in found.group.steps] if found.group is not None else []
            name = found.group.name if found.group is not None else ""
            yield expected_row(found.invoice.id, name, steps, from_schedule(found, kept.date))


def forecast(folder: Path) -> Iterator[dict[str, str]]:
    """The coming steps of a case by the reference: of each invoice in the order of the ledger, by day."""
    kept = read_case(folder)
    until = kept.date + AHEAD
    for case in kept.cases:
        for found in kept.engine.schedule(case, as_of=kept.date, until=until).invoices:
            steps = [step.name for step in found.group.steps] if found.group is not None else []
            for coming in coming_steps(found, kept.date, until):
                yield coming_row(found.invoice.id, steps, coming)


def keep(name: str, seed: int, debtors: int, only: list[str], about: str) -> None:
    """Write one drawn case with its expected rows."""
    engine, cases, date = drawn(seed, debtors)
    span = engine.policy.span
    assert span is not None
    folder = CORPUS / name
    write_case(folder, span.source.text, [c for c in cases if not only or c.debtor.id in only], date, about)
    _write(folder)


def _write(folder: Path) -> None:
    """The rows of a case, by the reference."""
    write_expected(folder, list(expected(folder)))
    write_forecast(folder, list(forecast(folder)))


def _cover() -> None:
    for folder in CORPUS.glob("drawn-*"):
        shutil.rmtree(folder)
    wanted, number, seed = set(FORMS), 0, 50_000
    while wanted or number < 30:
        seed += 1
        span = drawn(seed, 1)[0].policy.span
        assert span is not None
        new = forms_in(span.source.text) & wanted
        if len(new) < min(len(wanted), 3 if seed < 50_200 else 1):
            continue
        number += 1
        wanted -= new
        keep(f"drawn-{number:02}", seed, _DEBTORS, [], f"drawn from seed {seed}")


def main() -> None:
    """See the module."""
    if sys.argv[1] == "--cover":
        _cover()
    elif sys.argv[1] == "--expected":
        for folder in sorted(path for path in CORPUS.iterdir() if path.is_dir()):
            _write(folder)
    else:
        name, seed, *only = sys.argv[1:]
        keep(name, int(seed), 50, only, f"a difference that was found at seed {seed}")


if __name__ == "__main__":
    main()
