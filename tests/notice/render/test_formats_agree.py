"""Every shipped letter in every format: the same words, the same judgement; and the judge notices what is broken."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator

import pytest

from dunlang.law.country import CountryLaw
from dunlang.model.case import Debtor
from dunlang.model.policy import Notice
from dunlang.notice.context import Subject
from dunlang.notice.document import Document, Heading, Items, Paragraph, Table, words
from dunlang.notice.elements import account_numbers
from dunlang.notice.judge import judge
from dunlang.notice.reading import read
from dunlang.notice.render import Renderer, write
from dunlang.notice.template import Template, read_template
from dunlang.notice.writers.sheet import Sheet
from dunlang.project.intake.markup import text_of_html
from dunlang.project.intake.pdf import text_of_pdf
from dunlang.resources import shipped
from dunlang.source import Source
from tests.notice.render.cases import DEBTORS, case, engine, rendered, subjects
from tests.notice.render.test_shipped_letters import CASES, facts

IDS = [f"{policy}-{debtor.kind}-{debtor.country}-{debtor.language}" for policy, debtor in DEBTORS]


def texts(sheet: Sheet) -> Iterator[tuple[str, str]]:
    """The words of a letter as a reader of each format gets them."""
    made = {form: write(sheet, form) for form in ("text", "html", "eml", "pdf")}
    for form, data in made.items():
        assert isinstance(data, bytes), (form, data)
        if form == "eml":
            message = email.message_from_bytes(data, policy=email.policy.default)
            plain, page = message.get_body(("plain",)), message.get_body(("html",))
            assert plain is not None
            assert page is not None
            yield "mail, text", plain.get_content()
            yield "mail, page", text_of_html(page.get_content())
        elif form == "html":
            yield form, text_of_html(data.decode())
        else:
            yield form, text_of_pdf(data) if form == "pdf" else data.decode()


def spoken(document: Document) -> list[str]:
    """The lines of a letter's text, without white space."""
    lines: list[str] = []
    for block in document.blocks:
        match block:
            case Paragraph(lines=each):
                lines += map(words, each)
            case Heading(line=line):
                lines.append(words(line))
            case Items(items=items):
                lines += map(words, items)
            case Table(header=header, rows=rows):
                lines += (words(cell) for row in (header, *rows) for cell in row)
    return [bare(line) for line in lines]


def bare(text: str) -> str:
    """*text* without white space."""
    return re.sub(r"\s", "", text)


def remarks(text: str, sheet: Sheet, policy: str, subject: Subject) -> set[tuple[str, str]]:
    """What the judge of plain letters says of a text: effect and message."""
    told = read(Source("letter", text), sheet.language)
    assert told is not None
    judged = judge(told, law_of(policy, subject), facts(policy, subject, sheet.language))
    return {(remark.effect, remark.message) for remark in judged.remarks}


def law_of(policy: str, subject: Subject) -> CountryLaw:
    """The law of the letter's group."""
    assert subject.carrier.group is not None
    law = engine(policy)[0].law(subject.carrier.group)
    assert law is not None
    return law


@pytest.mark.parametrize(("policy", "debtor"), DEBTORS, ids=IDS)
def test_every_format_says_all_and_is_judged_right(policy: str, debtor: Debtor) -> None:
    """Each line of the letter stands in each format, in order, and the judge finds nothing wrong in any."""
    for known in CASES[:2]:
        for subject, sheet in rendered(policy, case(policy, debtor, **known)):  # type: ignore[arg-type] # the table
            for form, text in texts(sheet):
                flat, at = bare(text), 0
                for line in spoken(sheet.document):
                    found = flat.find(line, at)
                    assert found >= 0, (form, line, text)
                    at = found + len(line)
                wrong = {each for each in remarks(text, sheet, policy, subject) if each[0] == "no"}
                assert wrong == set(), (form, text)


# ------------------------------------------------------------ the judge can fail


def spoilt(policy: str, change: tuple[str, str], name: str) -> Renderer:
    """What writes the letters of *policy* with one template changed."""
    ready = engine(policy)[0]
    file = shipped("policies") / "letters" / name
    source = Source(file.name, file.read_text("utf-8").replace(*change))
    assert source.text != file.read_text("utf-8"), change

    def template(notice: Notice) -> Template:
        made, found = read_template(file.name, notice.name_span, lambda path, at: source, language=notice.language)
        assert made is not None, found
        return made

    return Renderer(ready, template)


#: Policy, which of its debtors, letter, what is changed, and a word of what the judge then says.
SPOILT = [
    (
        "veertiendagen",
        0,
        "veertiendagenbrief.nl.txt",
        ("vanaf de dag nadat deze brief bij u is bezorgd", "na dagtekening"),
        "na dagtekening",
    ),
    (
        "veertiendagen",
        0,
        "veertiendagenbrief.nl.txt",
        ("{{ costs.if_unpaid | money }} aan", "{{ amount.principal | money }} aan"),
        "costs",
    ),
    (
        "belgie",
        0,
        "premier-rappel.be-fr.txt",
        ("un délai de {{ period.days }} jours, qui expire le {{ deadline | day }}", "un délai de 8 jours"),
        "8 jours",
    ),
    (
        "belgie",
        1,
        "eerste-herinnering.be-nl.txt",
        ("binnen {{ period.days }} dagen, uiterlijk op {{ deadline | day }}", "binnen 8 dagen"),
        "8 dagen",
    ),
    (
        "france",
        0,
        "relance.fr.txt",
        ("Cordialement", "Les frais de recouvrement sont à votre charge : 45,00 €.\n\nCordialement"),
        "frais",
    ),
    (
        "deutschland",
        0,
        "zahlungserinnerung.de.txt",
        ("Stimmt etwas", "Die Mahngebühr beträgt 15,00 €.\n\nStimmt etwas"),
        "Mahngeb",
    ),
    (
        "espana",
        1,
        "recordatorio.es.txt",
        ("Atentamente", "Incluiremos sus datos en un registro de morosos.\n\nAtentamente"),
        "registro de morosos",
    ),
    (
        "united-kingdom",
        0,
        "overdue.en.txt",
        (
            (
                "{{ amount.due | money }}:\n\n- invoice {{ invoice.number }}, due on {{ invoice.due | day }}: "
                "{{ amount.principal | money }}"
            ),
            "what is due.",
        ),
        "amount due",
    ),
]


@pytest.mark.parametrize(
    ("policy", "which", "name", "change", "said"), SPOILT, ids=[f"{each[2]}-{each[4]}" for each in SPOILT]
)
def test_a_letter_that_is_spoilt_is_noticed(
    policy: str, which: int, name: str, change: tuple[str, str], said: str
) -> None:
    """One sentence changed, and the judge says so of every format: the test above can fail."""
    debtor = [found for owner, found in DEBTORS if owner == policy][which]
    renderer = spoilt(policy, change, name)
    found = 0
    for subject in subjects(policy, case(policy, debtor)):
        if not (subject.notice.template or "").endswith(f"/{name}"):
            continue
        sound, sheet = engine(policy)[1].sheet(subject), renderer.sheet(subject)
        assert isinstance(sound, Sheet)
        assert isinstance(sheet, Sheet)
        for (form, before), (_, after) in zip(texts(sound), texts(sheet), strict=True):
            new = remarks(after, sheet, policy, subject) - remarks(before, sound, policy, subject)
            assert any(said in message for _, message in new), (form, new, after)
            found += 1
    assert found >= 5


def test_an_account_is_read_however_it_is_spaced() -> None:
    """No-break spaces, as letters print them, do not hide an account."""
    for blank in ("", " ", "\u00a0", "\u202f"):
        account = blank.join(("GB29", "NWBK", "6016", "1331", "9268", "19"))
        text = read(Source("letter", f"Please pay the amount due to {account}, thank you."), "en")
        assert text is not None
        assert [span.text for span in account_numbers(text)] == [account]
