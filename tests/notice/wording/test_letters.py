"""Whole letters: verdicts, elements, periods by day, costs by the tariff; bad files; the command."""

from __future__ import annotations

import datetime as dt
import io
import json
import time
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from dunlang.cli.main import cli
from dunlang.law import load_book
from dunlang.notice.judge import Judgement, judge
from dunlang.notice.lexicon import LANGUAGES, lexicon
from dunlang.notice.reading import read
from dunlang.notice.remarks import LetterFacts
from dunlang.project.documents import letters_among, read_letter
from dunlang.source import Source

LETTER = """Voorbeeld B.V.
Amsterdam, 2 maart 2026

Geachte heer De Vries,

Ondanks onze herinnering van 12 februari 2026 is factuur 2026-0117 van 5 januari 2026, vervallen op 4 februari 2026,
nog niet betaald. Het openstaande bedrag is € 735,54.

Wij verzoeken u dit bedrag te betalen {period}, op rekening NL91 ABNA 0417 1643 00.

{costs}

Hoogachtend,
Voorbeeld B.V., KvK 12345678
"""
PERIOD = "binnen veertien dagen vanaf de dag nadat deze brief bij u is bezorgd"
COSTS = "Betaalt u niet binnen deze termijn, dan brengen wij € 110,33 aan incassokosten in rekening."


def verdict(text: str, *, country: str = "NL", language: str | None = None, **known: object) -> Judgement:
    """The judgement of a letter of 2 March 2026 to a consumer, as a formal notice."""
    law = load_book()[0].country(country)
    found = read(Source("letter.txt", text), language)
    assert law is not None
    assert found is not None
    on = dt.date(2026, 3, 2)
    told = {"kind": "formal", "debtor": "consumer", "language": found.lexicon.code, "on": on, "sent": on, "vat": True}
    facts = LetterFacts(**{**told, **known})  # type: ignore[arg-type]
    return judge(found, law, facts)


def letter(period: str = PERIOD, costs: str = COSTS) -> str:
    """A Dutch fourteen-day letter."""
    return LETTER.format(period=period, costs=costs)


def codes(found: Judgement) -> list[str]:
    """The codes of the remarks."""
    return [remark.page.code for remark in found.remarks]


def test_a_good_letter_is_compliant() -> None:
    """A letter that states all, with approved words and the tariff, is found right with no remark."""
    found = verdict(letter())
    assert codes(found) == []
    assert found.compliant == "yes"
    assert found.claims.letter_date == dt.date(2026, 3, 2)


@pytest.mark.parametrize(
    ("change", "compliant", "code"),
    [
        ({"period": "binnen 14 dagen na dagtekening"}, "no", "WRD110"),
        ({"period": "binnen 14 dagen na ontvangst van deze brief"}, "undecided", "WRD111"),
        ({"period": "uiterlijk op 16 maart 2026"}, "no", "WRD112"),
        ({"period": "zo spoedig mogelijk"}, "no", "WRD100"),
        ({"costs": COSTS.replace("110,33", "133,50")}, "undecided", "WRD120"),
        ({"costs": COSTS.replace("110,33", "150,00")}, "no", "WRD120"),
        ({"costs": "U bent per direct € 110,33 aan incassokosten verschuldigd."}, "no", "WRD121"),
        ({"costs": COSTS + " Het totaal dat wij van u ontvangen is € 845,87."}, "no", "WRD121"),
        ({"costs": "Betaalt u niet, dan bent u 15% incassokosten verschuldigd."}, "undecided", "WRD122"),
        ({"costs": "U bent geen kosten verschuldigd."}, "no", "WRD100"),
        ({"costs": COSTS + " Anders doen wij aangifte bij de politie."}, "undecided", "WRD130"),
    ],
)
def test_one_fault_is_one_verdict(change: dict[str, str], compliant: str, code: str) -> None:
    """Each fault alone makes the letter wrong or undecided, with its code."""
    vat = {"vat": None} if compliant == "undecided" and code == "WRD120" else {}
    found = verdict(letter(**change), **vat)
    assert code in codes(found)
    assert found.compliant == compliant


def test_the_reasons_name_their_provisions() -> None:
    """A remark that makes a letter wrong rests on a provision that more than one source confirms."""
    found = verdict(letter(period="binnen 14 dagen na dagtekening", costs=COSTS.replace("110,33", "150,00")))
    for remark in found.remarks:
        if remark.effect == "no":
            assert any(provision.may_be_error for provision in remark.provisions)


def test_the_last_day_follows_sending_and_channel() -> None:
    """By post on Monday 2 March 2026 the letter arrives on Wednesday, and the fourteen days end on 18 March."""
    period = verdict(letter(period="uiterlijk op 18 maart 2026")).periods[0]
    assert period.ending is not None
    assert period.ending.received == dt.date(2026, 3, 4)
    assert period.ending.lawful_last_day == dt.date(2026, 3, 18)
    assert not period.ending.too_early


def test_france_lets_no_costs_be_asked_from_a_consumer() -> None:
    """Recovery costs in a French consumer letter are wrong, denied ones are not."""
    asked = "Madame, veuillez payer la facture 2026-01 de 100,00 €. "
    asks = asked + "À défaut, des frais de recouvrement de 40 € seront dus."
    denies = asked + "Aucun frais ne vous est réclamé."
    assert "WRD123" in codes(verdict(asks, country="FR"))
    assert codes(verdict(denies, country="FR")) == []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Sehr geehrte Frau Muster, bitte zahlen Sie innerhalb von vierzehn Tagen nach Zugang dieser Mahnung.", "de"),
        ("Estimado señor, le rogamos que pague en el plazo de quince días desde la recepción de esta carta.", "es"),
        ("Dear Mr Smith, please pay within fourteen days of receipt of this letter to our account.", "en"),
    ],
)
def test_other_languages_are_read(text: str, language: str) -> None:
    """The language is recognised, and a period in words with its beginning is read."""
    found = verdict(text, country="DE")
    assert found.facts.language == language
    periods = found.claims.periods
    assert [(period.role, period.start) for period in periods] == [("payment", "receipt")]
    assert periods[0].length is not None
    assert periods[0].length.count in (14, 15)


@pytest.mark.parametrize("language", LANGUAGES)
def test_number_words_are_read(language: str) -> None:
    """Every simple number word has its value, and what is no number has none."""
    words = lexicon(language)
    assert words is not None
    for word, value in words.numerals.values.items():
        assert words.numerals.of_word(word) == value
    assert words.numerals.of_word("xyzzy") is None


@given(st.text(max_size=400))
@settings(max_examples=80, deadline=None)
def test_any_text_is_read(text: str) -> None:
    """No text brings the reader down, and every place lies inside it."""
    found = read(Source("any", text), "nl")
    assert found is not None
    for sentence in found.sentences:
        for mark in sentence.marks:
            assert 0 <= found.at(mark).start <= found.at(mark).end <= len(text)


@pytest.mark.parametrize(
    "nasty",
    ["1" * 50_000, "een" * 20_000, "€ " * 30_000, "{{ " * 30_000, "na " * 30_000, "\n" * 90_000, "14 dagen " * 5_000],
    ids=["digits", "number words", "signs", "slots", "links", "lines", "periods"],
)
def test_hostile_text_takes_no_time(nasty: str) -> None:
    """Long runs of what the reader looks for are read in a time that grows with their length."""
    began = time.perf_counter()
    verdict("Geachte heer, wij verzoeken u binnen 14 dagen te betalen. " + nasty, language="nl")
    assert time.perf_counter() - began < 20


# --- files ------------------------------------------------------------------------------------------------------------


def word_document(*paragraphs: str, extra: bytes = b"") -> bytes:
    """A small .docx file."""
    body = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        text = f"<w:document {space}><w:body>{body}</w:body></w:document>"
        archive.writestr("word/document.xml", extra.decode() + text)
    return data.getvalue()


def swelling() -> bytes:
    """A .docx whose document would unpack to 30 MB."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"a" * 30_000_000)
    return data.getvalue()


def text_of(path: Path) -> str:
    """The text of a letter, or the message that says why there is none."""
    found = read_letter(str(path))
    return found.text if isinstance(found, Source) else found.message


def test_word_and_html_give_their_text(tmp_path: Path) -> None:
    """Paragraphs stay apart; scripts and markup are gone; a letter reads the same in each kind of file."""
    (tmp_path / "a.docx").write_bytes(word_document(*(line for line in letter().split("\n\n"))))
    page = "".join(f"<p>{part}</p>" for part in letter().split("\n\n"))
    (tmp_path / "b.html").write_text(f"<html><script>evil()</script><body>{page}</body></html>", encoding="utf-8")
    for name in ("a.docx", "b.html"):
        text = text_of(tmp_path / name)
        assert "evil" not in text
        assert verdict(text).compliant == "yes"


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("broken.docx", b"PK\x03\x04 nothing", "broken"),
        ("old.docx", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "encrypted"),
        ("swelling.docx", swelling(), "30 MB"),
        ("entities.docx", word_document("x", extra=b'<!DOCTYPE a [<!ENTITY b "c">]>'), "document type"),
        ("broken.pdf", b"%PDF-1.4 nothing", "broken"),
        ("latin.txt", "Betaal vóór dinsdag".encode("cp1252"), "not UTF-8"),
        ("empty.txt", b"  \n", "no text"),
    ],
)
def test_bad_files_say_why(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    """Broken, encrypted, swelling and empty files end in one clear message."""
    pytest.importorskip("pypdf")
    (tmp_path / name).write_bytes(data)
    assert said in text_of(tmp_path / name)


def test_pdf_pages_and_locks(tmp_path: Path) -> None:
    """Too many pages, a password, and pages without text are told."""
    pypdf = pytest.importorskip("pypdf")
    for name, pages, password in (("long", 60, ""), ("locked", 1, "secret"), ("scanned", 1, "")):
        writer = pypdf.PdfWriter()
        for _ in range(pages):
            writer.add_blank_page(200, 200)
        if password:
            writer.encrypt(password, algorithm="RC4-128")
        writer.write(tmp_path / f"{name}.pdf")
    assert "60 pages" in text_of(tmp_path / "long.pdf")
    assert "encrypted" in text_of(tmp_path / "locked.pdf")
    assert "scanned" in text_of(tmp_path / "scanned.pdf")


def test_letters_are_found_in_order(tmp_path: Path) -> None:
    """Folders are walked in order; hidden files and other kinds are passed over; nothing comes twice."""
    for name in ("b/2.txt", "b/10.md", "a.html", ".hidden.txt", "c.exe"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    found = letters_among([str(tmp_path), str(tmp_path / "a.html")])
    assert [Path(name).relative_to(tmp_path).as_posix() for name in found] == ["a.html", "b/10.md", "b/2.txt"]


# --- the command ------------------------------------------------------------------------------------------------------


def run(*arguments: str) -> Result:
    """``dunlang letter`` with these arguments."""
    return CliRunner().invoke(cli, ["letter", *arguments, "--law", "NL", "--debtor", "consumer", "--as", "formal"])


def test_the_command_ends_by_verdict(tmp_path: Path) -> None:
    """0 for a right letter, 1 for a wrong one, 2 for one that cannot be read."""
    right, wrong = tmp_path / "right.txt", tmp_path / "wrong.txt"
    right.write_text(letter(), encoding="utf-8")
    wrong.write_text(letter(period="binnen 14 dagen na dagtekening"), encoding="utf-8")
    assert run(str(right)).exit_code == 0
    assert run(str(wrong)).exit_code == 1
    assert run(str(right), str(tmp_path / "none.txt")).exit_code == 2


def test_json_has_elements_period_and_reasons(tmp_path: Path) -> None:
    """The JSON names elements with places, the period with its last days, the costs and the reasons with provisions."""
    path = tmp_path / "brief.txt"
    path.write_text(letter(period="uiterlijk op 16 maart 2026"), encoding="utf-8")
    found = json.loads(run(str(path), "--format", "json", "--sent", "2026-03-02").stdout)
    one = found["letters"][0]
    assert found["summary"] == {"yes": 0, "no": 1, "undecided": 0, "unread": 0}
    assert one["elements"]["amount due"]["places"][0]["quote"] == "€ 735,54"
    assert one["periods"][0]["last_day"] == "2026-03-16"
    assert one["periods"][0]["lawful_last_day"] == "2026-03-18"
    assert one["costs"][0]["amount"] == "110.33"
    assert one["reasons"][0]["provisions"][0]["article"]


def test_table_and_sarif_name_every_letter(tmp_path: Path) -> None:
    """A folder gives a line for each letter, and SARIF a result for each remark."""
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text(letter(period="binnen 14 dagen na heden"), encoding="utf-8")
    assert run(str(tmp_path), "--format", "table").stdout.count("rejected") == 3
    results = json.loads(run(str(tmp_path), "--format", "sarif").stdout)["runs"][0]["results"]
    assert {result["ruleId"] for result in results} == {"WRD110", "WRD112"}


def test_the_reason_shown_is_the_one_that_decides() -> None:
    """What makes a letter wrong goes before what leaves it undecided, wherever they stand."""
    judged = verdict(letter("binnen veertien dagen na heden", f"Wij doen aangifte bij de politie. {COSTS}"))
    assert judged.compliant == "no"
    assert judged.reason is not None
    assert judged.reason.page.code == "WRD110"
    assert verdict(letter()).reason is None


def test_a_remark_without_two_sources_says_so() -> None:
    """It leaves the letter undecided, and a reader sees why it is not wrong."""
    judged = verdict(letter(costs=f"{COSTS} Anders doen wij aangifte."))
    assert judged.compliant == "undecided"
    notes = [note for remark in judged.remarks for note in remark.diagnostic("letter.txt").notes]
    assert notes == ["undecided: what it rests on is not confirmed by two sources"]


@pytest.mark.parametrize(
    ("costs", "vat", "verdicts"),
    [
        ("Anders volgen € 110,33 aan incassokosten en € 12,50 administratiekosten.", True, "no"),
        ("Anders volgen € 97,83 aan incassokosten en € 12,50 administratiekosten.", True, "yes"),
        ("Anders volgen € 110,33 aan incassokosten, vermeerderd met € 23,17 btw.", True, "no"),
        ("Anders volgen € 110,33 aan incassokosten, vermeerderd met € 23,17 btw.", False, "yes"),
        ("Anders volgen € 110,33 aan incassokosten, vermeerderd met € 23,17 btw.", None, "undecided"),
        (
            "Anders volgen € 110,33 aan incassokosten, vermeerderd met € 23,17 btw die wij niet kunnen verrekenen.",
            None,
            "yes",
        ),
    ],
)
def test_fees_and_vat_come_on_top_of_the_costs(costs: str, vat: bool | None, verdicts: str) -> None:
    """All that is asked beside the costs counts against the scale; VAT only where it may not."""
    assert verdict(letter(costs=costs), vat=vat).compliant == verdicts
