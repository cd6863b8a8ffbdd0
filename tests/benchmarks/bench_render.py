"""How many letters are written in a second: ``python tests/benchmarks/bench_render.py [LETTERS]``.

Writes the fourteen-day letter of the shipped policy for that many debtors (default 1,000). Prints letters per second:
the values and the text of the template (sheet), then each format from it, then a whole day from the ledger into text.
"""

from __future__ import annotations

import datetime as dt
import sys
import time
from collections.abc import Callable

from dunlang.diagnostics import Diagnostic
from dunlang.model.case import Case, Debtor, Event, Invoice
from dunlang.money import Money
from dunlang.notice.letters import read_letters
from dunlang.notice.render import FORMATS, Format, Renderer, write
from dunlang.notice.writers.sheet import Sheet
from dunlang.portfolio.ledger import Ledger
from dunlang.portfolio.letters import letters_due
from dunlang.project.session import Session
from dunlang.project.templates import template_reader
from dunlang.resources import shipped
from dunlang.schedule import prepare

INVOICED, REMINDED, DAY = dt.date(2026, 1, 7), dt.date(2026, 1, 22), dt.date(2026, 2, 6)


def case(number: int) -> Case:
    """A consumer who was reminded and called, and is due for the fourteen-day letter."""
    invoice = Invoice(id=f"2026-{number:06}", date=INVOICED, amount=Money(5000 + 37 * number))
    return Case(
        debtor=Debtor(id=f"D{number}", kind="consumer", country="NL", name=f"Familie {number}", number=str(number)),
        invoices=(invoice,),
        events=(
            Event(date=REMINDED, kind="step done", invoice=invoice.id, step="herinnering"),
            Event(date=dt.date(2026, 1, 28), kind="step done", invoice=invoice.id, step="bellen"),
        ),
    )


def rate(count: int, work: Callable[[], object]) -> float:
    """How often in a second, where *work* does it *count* times."""
    start = time.perf_counter()
    work()
    return count / (time.perf_counter() - start)


def main() -> None:
    """Measure and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    loaded = Session().load(shipped("policies") / "veertiendagen.dun")
    assert loaded.policy is not None
    assert loaded.book is not None
    engine = prepare(loaded.policy, loaded.book)
    letters, _ = read_letters(loaded.policy, template_reader(loaded))
    ledger = Ledger(cases=tuple(case(number) for number in range(count)), counts=())
    subjects = letters_due(engine, ledger, DAY)
    assert len(subjects) == count
    renderer = Renderer(engine, letters.template)
    sheets: list[Sheet] = []

    def fill() -> None:
        for subject in subjects:
            sheet = renderer.sheet(subject)
            assert isinstance(sheet, Sheet)
            sheets.append(sheet)

    def every(form: Format) -> None:
        for sheet in sheets:
            assert not isinstance(write(sheet, form), Diagnostic)

    def day() -> None:
        for subject in letters_due(engine, ledger, DAY):
            sheet = renderer.sheet(subject)
            assert isinstance(sheet, Sheet)
            write(sheet, "text")

    print(f"{count} letters, per second")
    print(f"sheet        {rate(count, fill):8.0f}")
    for form in FORMATS:
        write(sheets[0], form)
        print(f"{form:<12} {rate(count, lambda form=form: every(form)):8.0f}")  # type: ignore[misc] # bound at once
    print(f"day to text  {rate(count, day):8.0f}")


if __name__ == "__main__":
    main()
