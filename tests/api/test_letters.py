"""Letters through the library: written one by one or by the day, and judged."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

import dunlang

TEXT = """policy "X" {
    law NL
    creditor "C" {
        country NL
        vat     reclaimed
    }
}
notice letter {
    kind      reminder
    template  "letter.txt"
    gives     7 days from sending
}
group all {
    otherwise
    payment within 14 days of invoice
    letters per debtor, highest step carries
    steps {
        first 1 day after due send letter by email
        ring  5 days after first call
    }
}
"""

DAY = dt.date(2026, 1, 20)
DEBTOR = dunlang.Debtor(id="K1", kind="consumer", country="NL", name="Anna", email="anna@example.com")


@pytest.fixture
def policy(tmp_path: Path) -> dunlang.Policy:
    """A policy with a letter."""
    (tmp_path / "p.dun").write_text(TEXT)
    (tmp_path / "letter.txt").write_text("Subject: pay\n\n{{ debtor.name }}, pay {{ amount.due | money }}.\n")
    return dunlang.load(tmp_path / "p.dun")


def invoice(number: int) -> dunlang.Invoice:
    """An invoice of 5 January."""
    return dunlang.Invoice(id=f"A{number}", date=dt.date(2026, 1, 5), amount=dunlang.Money(10000 * number, "EUR"))


def case(*events: dunlang.Event) -> dunlang.Case:
    """A debtor with two invoices."""
    return dunlang.Case(debtor=DEBTOR, invoices=(invoice(1), invoice(2)), events=events)


def test_one_letter(policy: dunlang.Policy) -> None:
    """The letter has its words, its invoices and where it goes; an invoice with its debtor does for a case."""
    found = dunlang.render_letter(policy, case(), invoice="A1", step="first", date=DAY)
    assert found.text == "Onderwerp: Pay\n\nAnna, pay € 300,00.\n".replace("€ ", "€\u00a0").replace(
        "Onderwerp", "Subject"
    )
    assert (found.invoices, found.channels, found.title, found.how) == (("A1", "A2"), ("email",), "Pay", "due")
    alone = dunlang.render_letter(policy, invoice(1), debtor=DEBTOR, step="first", date=DAY, format="eml")
    assert b'To: "Anna" <anna@example.com>' in alone.content
    assert (
        dunlang.render_letter(policy, case(), invoice="A1", step="first", date=DAY, format="pdf").content[:4] == b"%PDF"
    )


def test_a_letter_that_went_out(policy: dunlang.Policy) -> None:
    """It is written as it was, though one of its invoices was paid since."""
    sent = [dunlang.Event(date=DAY, kind="step done", invoice=owed, step="first") for owed in ("A1", "A2")]
    paid = dunlang.Event(date=dt.date(2026, 1, 22), kind="payment", invoice="A2", amount=dunlang.Money(20000, "EUR"))
    first = dunlang.render_letter(policy, case(), invoice="A1", step="first", date=DAY)
    again = dunlang.render_letter(policy, case(*sent, paid), invoice="A1", step="first", date=dt.date(2026, 3, 1))
    assert again.how == "as sent"
    assert again.content == first.content


def test_a_day(policy: dunlang.Policy) -> None:
    """One letter for both invoices; none on another day."""
    assert [each.invoices for each in dunlang.render_letters(policy, [case()], date=DAY)] == [("A1", "A2")]
    assert dunlang.render_letters(policy, [case()], date=dt.date(2026, 1, 10)) == ()


def test_what_cannot_be_written_raises(policy: dunlang.Policy, tmp_path: Path) -> None:
    """A letter that is not due, a value that is not there, a wrong template, an argument that makes no sense."""
    with pytest.raises(dunlang.LetterError, match="LTR004 step `first` of invoice `A1` is planned for 2026-01-20"):
        dunlang.render_letter(policy, case(), invoice="A1", step="first", date=dt.date(2026, 1, 10))
    with pytest.raises(dunlang.LetterError, match="step `ring` sends no letter"):
        dunlang.render_letter(policy, case(), invoice="A1", step="ring", date=DAY)
    for words in ({"invoice": "A9"}, {"step": "frist"}, {"format": "docx"}):
        with pytest.raises(dunlang.InputError):
            dunlang.render_letter(policy, case(), **{"invoice": "A1", "step": "first", "date": DAY, **words})  # type: ignore[arg-type] # wrong on purpose
    (tmp_path / "letter.txt").write_text("{{ invoice.order }}")
    lacking = dunlang.load(tmp_path / "p.dun")
    with pytest.raises(dunlang.LetterError, match=r"has no `invoice\.order`"):
        dunlang.render_letters(lacking, [case()], date=DAY)
    (tmp_path / "letter.txt").write_text("{% if %}")
    with pytest.raises(dunlang.PolicyError, match="TPL001"):
        dunlang.render_letters(dunlang.load(tmp_path / "p.dun"), [case()], date=DAY)


LETTER = (
    "Utrecht, 2 maart 2026\n\nGeachte heer Bos,\n\nOndanks onze herinnering van 2 februari 2026 is factuur F-12 van "
    "€ 735,54 niet betaald. Betaal binnen 14 dagen na dagtekening op rekening NL91 ABNA 0417 1643 00.\n\n"
    "Betaalt u niet, dan volgen € 110,33 incassokosten.\n"
)


def test_a_letter_is_judged() -> None:
    """The verdict and its reasons, as `dunlang letter` gives them; HTML is read for its text."""
    facts = {"law": "NL", "debtor": "consumer", "kind": "formal"}
    found = dunlang.check_letter(LETTER, **facts, costs=dunlang.Money(11033, "EUR"), vat_reclaimed=True)  # type: ignore[arg-type] # texts
    assert found.compliant == "no"
    assert any("na dagtekening" in remark.message for remark in found.remarks)
    assert found.facts.on == dt.date(2026, 3, 2)
    paragraphs = "".join(f"<p>{part}</p>" for part in LETTER.split("\n\n"))
    page = dunlang.check_letter(paragraphs, **facts, html=True)  # type: ignore[arg-type] # texts
    assert page.compliant == "no"


@pytest.mark.parametrize(
    "words",
    [
        {"law": "XX"},
        {"debtor": "dog"},
        {"kind": "poem"},
        {"channels": ("fax",)},
        {"language": "pl"},
        {"principal": dunlang.Money(1, "USD")},
        {"sent": dt.date(2026, 3, 2), "received": dt.date(2026, 3, 1)},
        {"sent": dt.date(1800, 1, 1)},
    ],
)
def test_a_letter_is_not_judged_by_nonsense(words: dict[str, object]) -> None:
    """What makes no sense is named."""
    with pytest.raises(dunlang.InputError):
        dunlang.check_letter(LETTER, **{"law": "NL", "debtor": "consumer", "kind": "formal", **words})  # type: ignore[arg-type] # wrong on purpose


def test_a_letter_that_cannot_be_judged() -> None:
    """No language, no date, too long: each has its error."""
    facts = {"law": "NL", "debtor": "consumer", "kind": "formal"}
    with pytest.raises(dunlang.LetterError, match="language"):
        dunlang.check_letter("qwerty zxcvb", **facts)  # type: ignore[arg-type] # texts
    with pytest.raises(dunlang.InputError, match="bears no date"):
        dunlang.check_letter("Geachte heer, wij verzoeken u de rekening te betalen.", **facts)  # type: ignore[arg-type] # texts
    with pytest.raises(dunlang.InputError, match="longer than"):
        dunlang.check_letter("x" * 250_001, **facts)  # type: ignore[arg-type] # texts
