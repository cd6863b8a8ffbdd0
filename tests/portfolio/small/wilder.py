"""Drawn policies with what the tables leave to the reference: other progress, fees, exposure, letters per debtor.

``python -m tests.portfolio.small.wilder SEED COUNT`` judges COUNT such policies from SEED on in plain Python and by the
reference, and prints each difference with its seed. Ends with 1 where something differs.
"""

from __future__ import annotations

import datetime as dt
import random
import re
import sys
from collections.abc import Iterator, Sequence

from dunlang.model.case import Case, Event
from dunlang.portfolio.small import Judge
from dunlang.portfolio.tabled.answer import Answer, from_schedule
from dunlang.schedule import Engine
from tests.portfolio.differential.draw import START, draw_cases, draw_engine
from tests.schedule.conftest import from_text

__all__ = ["differences", "wilder"]

_LETTERS = (
    "letters per debtor, highest step carries",
    "letters per debtor, highest step carries level stays",
)


def wilder(seed: int, debtors: int = 40) -> tuple[Engine, Sequence[Case], dt.date]:
    """The policy, ledger and day of a seed."""
    chance = random.Random(seed)
    while True:
        span = draw_engine(chance).policy.span
        assert span is not None
        try:
            engine = from_text(_wilder(chance, span.source.text))
        except AssertionError:  # two statements that do not go together: draw again
            continue
        cases = [_more(chance, case) for case in draw_cases(chance, engine, debtors)]
        return engine, cases, START + dt.timedelta(days=chance.randrange(20, 200))


def _wilder(chance: random.Random, text: str) -> str:
    def fee(found: re.Match[str]) -> str:
        return found[0] + (f", charge {chance.randint(1, 20)}.50 EUR" if chance.random() < 0.3 else "")

    def exposed(found: re.Match[str]) -> str:
        return (
            f"if exposure {chance.choice(('>=', '<'))} {chance.randint(20, 800)} EUR"
            if chance.random() < 0.3
            else found[0]
        )

    text = re.sub(r"send \w+ by (?:registered post|post and email|post|email|sms)", fee, text)
    text = re.sub(r"if outstanding >= 50 EUR|if not disputed(?= |$)", exposed, text)
    if "progress" not in text and chance.random() < 0.5:
        text = re.sub(r"(law [A-Z]{2}) ", rf"\1 progress {chance.choice(('jump', 'recompute'))} ", text, count=1)
    if "letters per" not in text and chance.random() < 0.5:
        text = text.replace("    steps {", f"    {chance.choice(_LETTERS)}\n    steps {{")
    return text


def _more(chance: random.Random, case: Case) -> Case:
    """Letters that came back, were withdrawn or received: more of them, and on days on which money came in."""
    done = [event for event in case.events if event.kind == "step done"]
    kinds = ("step not delivered", "step received", "step withdrawn")
    more = [
        Event(
            date=event.date + dt.timedelta(days=chance.randrange(20)),
            kind=chance.choice(kinds),  # type: ignore[arg-type] # they are kinds of events
            invoice=event.invoice,
            step=event.step,
        )
        for event in done
        if chance.random() < 0.15
    ]
    return Case(debtor=case.debtor, invoices=case.invoices, events=(*case.events, *more))


def differences(engine: Engine, cases: Sequence[Case], as_of: dt.date) -> Iterator[str]:
    """What plain Python says otherwise than the reference."""
    judge = Judge(engine, as_of)
    for case in cases:
        found = judge.answers(case)
        schedule = engine.schedule(case, as_of=as_of)
        if isinstance(found, str):
            yield f"{case.debtor.id}: {found}"
            continue
        for one, invoice in zip(found, case.invoices, strict=True):
            reference = schedule.invoice(invoice.id)
            assert reference is not None
            wanted = from_schedule(reference, as_of)
            if wanted.standing in ("not yet", "needs a person"):
                if one is not None:
                    yield f"{invoice.id}: {one}, the reference has {wanted.standing}"
            elif one is None:
                yield f"{invoice.id}: no answer, the reference has {wanted}"
            else:
                for name, mine, right in zip(Answer._fields, one, wanted, strict=True):
                    if mine != right:
                        yield f"{invoice.id}: {name} is {mine}, the reference has {right}"


def main() -> int:
    """Draw and compare."""
    first, count = int(sys.argv[1]), int(sys.argv[2])
    different = 0
    for seed in range(first, first + count):
        found = list(differences(*wilder(seed)))
        if found:
            different += 1
            print(f"seed {seed}: {len(found)} differences")
            print("".join(f"  {difference}\n" for difference in found[:4]), end="", flush=True)
    print(f"{count} policies, {different} with differences")
    return int(different > 0)


if __name__ == "__main__":
    sys.exit(main())
