"""Plain letters read and judged: letters a second on one core, and the time by length. Not a test: run it.

    python tests/benchmarks/bench_letters.py

The goal is 500 letters of one page a second, and a time that grows with the length and no faster.
"""

from __future__ import annotations

import datetime as dt
import statistics
import time

from dunlang.law import load_book
from dunlang.notice.judge import judge
from dunlang.notice.reading import read
from dunlang.notice.remarks import LetterFacts
from dunlang.source import Source

PAGE = """Voorbeeld Houthandel B.V.
Kade 12
1012 AB Amsterdam

De heer J. de Vries
Dorpsstraat {number}
3511 AA Utrecht

Amsterdam, 2 maart 2026

Onderwerp: aanmaning factuur 2026-{number:04d}

Geachte heer De Vries,

Op 5 januari 2026 leverden wij u hout voor een schutting. De factuur 2026-{number:04d} van 5 januari 2026 is vervallen
op 4 februari 2026. Ondanks onze herinnering van 12 februari 2026 hebben wij van u nog geen betaling ontvangen.
Het openstaande bedrag is € 735,54.

Wij verzoeken u dit bedrag te betalen binnen veertien dagen vanaf de dag nadat deze brief bij u is bezorgd. U kunt
het bedrag overmaken op rekening NL91 ABNA 0417 1643 00 ten name van Voorbeeld Houthandel B.V., onder vermelding van
factuurnummer 2026-{number:04d} en uw klantnummer 40{number:04d}.

Betaalt u niet binnen deze termijn, dan brengen wij € 110,33 aan buitengerechtelijke incassokosten in rekening. Op dit
moment bent u nog geen kosten verschuldigd. Vanaf de vervaldatum bent u wettelijke rente verschuldigd over de hoofdsom.
Daarna geven wij de vordering uit handen aan een gerechtsdeurwaarder.

Bent u het niet eens met de factuur, of kunt u het bedrag niet in een keer betalen? Neem dan binnen zeven dagen contact
met ons op, dan zoeken wij samen een oplossing. Wij zijn bereikbaar op werkdagen van 9.00 tot 17.00 uur.

Met vriendelijke groet,

Voorbeeld Houthandel B.V.
KvK 12345678
"""


def main() -> None:
    """Print the figures."""
    law = load_book()[0].country("NL")
    assert law is not None
    facts = LetterFacts(
        kind="formal", debtor="consumer", language="nl", on=dt.date(2026, 3, 2), sent=dt.date(2026, 3, 2), vat=True
    )
    letters = [Source(f"{number}.txt", PAGE.format(number=number)) for number in range(1000)]

    def seconds(sources: list[Source]) -> float:
        began = time.process_time()
        for source in sources:
            text = read(source)
            assert text is not None
            judge(text, law, facts)
        return time.process_time() - began

    seconds(letters[:50])
    runs = [len(letters) / seconds(letters) for _ in range(3)]
    print(f"one page ({len(PAGE)} characters): {statistics.median(runs):.0f} letters a second")
    base = 0.0
    for pages in (1, 4, 16, 64):
        took = min(seconds([Source("long.txt", PAGE.format(number=1) * pages)]) for _ in range(3))
        base = base or took
        print(f"{pages:3} pages: {1000 * took:7.1f} ms, {took / base / pages:.2f} times the time of one page each")


if __name__ == "__main__":
    main()
