"""Letters in plain words against the policy: costs, interest, sums, days, currency, language, statements."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dunlang.diagnostics import Diagnostic
from dunlang.law import CostScale
from dunlang.money import Money
from tests.lint.policies import book, judged

POLICY = """policy "Woorden" {{
    law {law}
    creditor "Voorbeeld BV" {{ number "KvK 1" iban "NL00" vat {vat} }}
}}
agency bureau "Bureau" {{ register "Wki 1" }}
attribute vip flag of debtor
notice letter {{ kind {kind}  {language}  template "{file}"  {gives} }}
notice early {{ kind reminder  states invoice number, amount due }}
group customers {{
    when debtor is {debtor}{country}
    payment  within 14 days of invoice
    {terms}
    steps {{
        {before}
        letter  15 days after due  send letter by post
        {after}
    }}
}}
group others {{ otherwise  payment within 30 days of invoice }}
"""
PLAIN = {
    "law": "NL", "vat": "reclaimed", "kind": "formal", "language": "language nl", "file": "letter.txt",
    "gives": "gives 14 days from receipt", "debtor": "business", "country": " and country is NL", "terms": "",
    "before": "", "after": "",
}  # fmt: skip
WORDS = ("NTC001", "NTC002", "NTC003", "NTC006", "NTC007", "NTC01", "NTC111", "NTC112")


def found(text: str, **parts: str) -> list[Diagnostic]:
    """The findings that compare the words of a letter with the policy."""
    own = {**PLAIN, **parts}
    report = judged(POLICY.format(**own), select=("NTC",), letters={own["file"]: text})
    return [each for each in report.diagnostics if each.code.startswith(WORDS)]


def codes(text: str, **parts: str) -> list[str]:
    """Their codes."""
    return [each.code for each in found(text, **parts)]


BEFORE = {"before": "early  1 day after due  send early by email"}
STATUTORY = {"terms": "costs statutory"}
FORTY = {"terms": "costs 40 EUR"}
SCALE = {"terms": "costs 15% at least 40 EUR"}


@pytest.mark.parametrize(
    ("words", "parts", "expected"),
    [
        ("Betaalt u niet, dan bent u € 40,00 incassokosten verschuldigd.", FORTY, []),
        ("Betaalt u niet, dan bent u 40 euro incassokosten verschuldigd.", FORTY, []),
        ("Betaalt u niet, dan bent u veertig euro incassokosten verschuldigd.", FORTY, []),
        ("Betaalt u niet, dan bent u EUR 40 incassokosten verschuldigd.", FORTY, []),
        ("Betaalt u niet, dan bent u EUR 45 incassokosten verschuldigd.", FORTY, ["NTC111"]),
        ("Betaalt u niet, dan bent u veertig euro incassokosten verschuldigd.", STATUTORY, ["NTC111"]),
        ("U bent € 40 incassokosten verschuldigd.", STATUTORY, ["NTC111"]),
        ("U bent nog geen € 40 incassokosten verschuldigd.", STATUTORY, []),
        ("{% if amount.principal <= 266 %}U bent € 40 incassokosten verschuldigd.{% endif %}", STATUTORY, []),
        ("{% if amount.principal <= 267 %}U bent € 40 incassokosten verschuldigd.{% endif %}", STATUTORY, ["NTC111"]),
        ("{% if debtor.kind == 'consumer' %}U bent € 40 incassokosten verschuldigd.{% endif %}", STATUTORY, []),
        ("U bent 15% incassokosten verschuldigd.", SCALE, ["NTC111"]),
        ("U bent 15% incassokosten verschuldigd, met een minimum van € 40.", SCALE, []),
        ("U bent 15% incassokosten verschuldigd, minimaal € 50.", SCALE, ["NTC111"]),
        ("U bent vijftien procent incassokosten verschuldigd.", {"terms": "costs 15%"}, []),
        ("{% set k = '€ 45 incassokosten' %}U bent {{ k }} verschuldigd.", FORTY, ["NTC111"]),
        ("{% macro m() %}€ 45 incassokosten{% endmacro %}U bent {{ m() }} verschuldigd.", FORTY, ["NTC111"]),
        ("Wij brengen € 7,50 aanmaningskosten in rekening.", {"after": "fee 9 days after letter  charge 7.50 EUR"}, []),
        (
            "Wij brengen € 9,50 aanmaningskosten in rekening.",
            {"after": "fee 9 days after letter  charge 7.50 EUR"},
            ["NTC111"],
        ),
        ("U bent € 40 incassokosten verschuldigd.", {}, ["NTC007"]),
        ("De gerechtelijke kosten van € 40 komen voor uw rekening.", FORTY, []),
    ],
)
def test_costs_in_words_are_those_of_the_schedule(words: str, parts: dict[str, str], expected: list[str]) -> None:
    """A fixed sum or a percentage is right where every reader is charged just that."""
    assert codes(words, **parts) == expected


def test_the_finding_on_costs_shows_an_amount_on_which_they_differ() -> None:
    """The witness is true: the costs of the law on the amount shown are not those of the letter."""
    (only,) = found("U bent € 40 incassokosten verschuldigd.", **STATUTORY)
    witness = dict(only.witness)
    assert witness["costs in the letter"] == "40.00 EUR"
    assert witness["costs by the schedule"] != "40.00 EUR"
    owed = Money.parse(witness["amount open"].removesuffix(" EUR"))
    law = book().country("NL")
    assert law is not None
    rule = law.costs("business", dt.date(2026, 6, 1))
    assert rule is not None
    assert str(Money(rule.scale.amount(owed.minor))) == witness["costs by the schedule"]


@pytest.mark.parametrize(
    ("words", "vat", "expected"),
    [
        ("€ 48,40", "not reclaimed", []),
        ("€ 40", "not reclaimed", []),
        ("€ 45", "not reclaimed", ["NTC111"]),
        ("€ 48,40", "reclaimed", ["NTC111"]),
    ],
)
def test_vat_on_costs_may_be_named_or_not(words: str, vat: str, expected: list[str]) -> None:
    """Where VAT comes on top the letter has the costs with it or without it."""
    text = f"{{% if amount.principal <= 250 %}}U bent {words} incassokosten verschuldigd.{{% endif %}}"
    parts = {"debtor": "consumer", "terms": "costs statutory", "vat": vat}
    assert [code for code in codes(text, **parts) if code == "NTC111"] == expected


RATE = {"terms": "interest 8% per year"}
MONTH = {"terms": "interest 1% per month"}
LAW = {"terms": "interest statutory"}
POINTS = {"terms": "interest reference + 8%"}


@pytest.mark.parametrize(
    ("words", "parts", "expected"),
    [
        ("U bent 8% rente verschuldigd.", RATE, []),
        ("U bent 9,5 % rente verschuldigd.", RATE, ["NTC112"]),
        ("U bent acht procent rente per jaar verschuldigd.", RATE, []),
        ("U bent 1% rente per maand verschuldigd.", MONTH, []),
        ("U bent 1% rente verschuldigd.", MONTH, ["NTC112"]),
        ("U bent 12% rente per jaar verschuldigd.", MONTH, []),
        ("Over dit bedrag is wettelijke rente verschuldigd.", LAW, []),
        ("Over dit bedrag is wettelijke rente verschuldigd.", RATE, ["NTC112"]),
        ("Over dit bedrag is de overeengekomen rente verschuldigd.", LAW, ["NTC112"]),
        ("Over dit bedrag is wettelijke rente van 8% verschuldigd.", LAW, ["NTC112"]),
        ("Over dit bedrag is wettelijke rente verschuldigd.", {}, ["NTC007"]),
        ("Er is geen rente verschuldigd.", {}, []),
        ("U bent rente verschuldigd van 8 procentpunten boven de referentierente.", POINTS, []),
        ("U bent rente verschuldigd van negen procentpunten boven de referentierente.", POINTS, ["NTC112"]),
        ("U bent rente verschuldigd van 8 punten boven de referentierente van nu 2,15%.", POINTS, []),
        ("U bent 9% rente boven de referentierente verschuldigd.", POINTS, ["NTC112"]),
        ("U bent 9% rente boven de referentierente verschuldigd.", LAW, []),
        ("U bent rente van 9% en 15% incassokosten verschuldigd.", {"terms": "costs 15%\n interest 9% per year"}, []),
        ("{% if debtor.kind == 'consumer' %}U bent 9% rente verschuldigd.{% endif %}", RATE, []),
        ("U bent {{ interest.rate }} rente verschuldigd.", RATE, []),
    ],
)
def test_interest_in_words_is_that_of_the_group(words: str, parts: dict[str, str], expected: list[str]) -> None:
    """A rate, its period, and whether it is that of the law."""
    assert codes(words, **parts) == expected


def test_a_rate_of_the_law_is_compared_with_each_known_day() -> None:
    """The rate of one half-year is wrong in the next; days without a known rate are told as not checked."""
    text = "U bent 10,15% wettelijke rente verschuldigd."
    report = judged(POLICY.format(**{**PLAIN, **LAW}), select=("NTC112",), letters={"letter.txt": text})
    assert [each.code for each in report.diagnostics] == ["NTC112"]
    assert dict(report.diagnostics[0].witness)["from"]
    assert any(skipped.what.startswith("interest from") for skipped in report.not_checked)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Het openstaande bedrag is € 125,00.", ["NTC013"]),
        ("Wij verzoeken u het totaalbedrag van honderd euro te betalen.", ["NTC013"]),
        ("Het openstaande bedrag is {{ amount.due | money }}.", []),
        ("Het openstaande bedrag ligt boven € 125,00.", []),
        ("{% if amount.principal == 125 %}Het openstaande bedrag is € 125,00.{% endif %}", []),
        ("{% if amount.principal > 100 %}Het openstaande bedrag is € 125,00.{% endif %}", ["NTC013"]),
        ("{# Het openstaande bedrag is € 125,00. #}", []),
    ],
)
def test_a_fixed_sum_is_not_what_everybody_owes(words: str, expected: list[str]) -> None:
    """The sum of one letter stays in the template."""
    assert codes(words) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Wij verzoeken u uiterlijk op 24 september 2026 te betalen.", ["NTC014"]),
        ("Wij verzoeken u vóór 1 mei te betalen.", ["NTC014"]),
        ("Wij verzoeken u uiterlijk op 24-09-2026 te betalen.", ["NTC014"]),
        ("Wij verzoeken u uiterlijk op {{ deadline | day }} te betalen.", []),
        ("Wij verzoeken u vóór {{ deadline | day }} te betalen.", ["NTC012"]),
        ("Wij verzoeken u op of voor {{ deadline | day }} te betalen.", []),
        ("Voor {{ letter.date | day }} hebt u niet betaald.", []),
        ("De wet van 2 augustus 2002 geldt.", []),
        ("{% if debtor.kind == 'consumer' %}Betaal uiterlijk 1 mei 2026.{% endif %}", []),
        ("Wij verzoeken u binnen veertien dagen na ontvangst van deze brief te betalen.", []),
        ("Wij verzoeken u binnen twee weken na ontvangst van deze brief te betalen.", []),
        ("Wij verzoeken u binnen vijftien dagen na ontvangst van deze brief te betalen.", ["NTC012"]),
        ("Wij verzoeken u binnen een maand na ontvangst van deze brief te betalen.", ["NTC012"]),
    ],
)
def test_a_printed_day_or_period_is_that_of_the_schedule(words: str, expected: list[str]) -> None:
    """A day is right for one sending at most, a period where it is as long as the notice's."""
    assert codes(words) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Ondanks onze herinnering van 3 maart 2026 is de factuur niet betaald.", ["NTC014"]),
        ("Ondanks onze herinnering van 3 maart is de factuur niet betaald.", ["NTC014"]),
        ("Ondanks onze herinnering van {{ last.reminder.sent | day }} is de factuur niet betaald.", []),
        ("Ondanks onze herinnering is de factuur van 3 maart 2026 niet betaald.", []),
        ("Op 3 maart 2026 stuurden wij u een herinnering.", ["NTC014"]),
        ("Op 3 maart 2026 leverden wij u hout, en ondanks onze herinnering is niet betaald.", []),
        ("Op {{ last.reminder.sent | day }} stuurden wij u een herinnering.", []),
    ],
)
def test_a_printed_day_of_a_reminder_is_not_that_of_each(words: str, expected: list[str]) -> None:
    """The day of a reminder differs from debtor to debtor; that of something else in the sentence is not judged."""
    assert codes(words, **BEFORE) == expected


@pytest.mark.parametrize(
    ("language", "law", "right", "wrong"),
    [
        ("nl", "NL", "Betaal binnen veertien dagen na ontvangst van deze brief.", "Betaal binnen drie weken."),
        ("fr", "BE", "Payez dans les quatorze jours suivant la réception.", "Payez dans les quinze jours."),
        ("de", "DE", "Zahlen Sie innerhalb von zwei Wochen nach Erhalt.", "Zahlen Sie innerhalb von zehn Tagen."),
        ("es", "ES", "Pague en el plazo de catorce días desde la recepción.", "Pague en el plazo de un mes."),
        ("en", "UK", "Please pay within fourteen days of receipt.", "Please pay within three weeks of receipt."),
    ],
)
def test_periods_are_read_in_five_languages(language: str, law: str, right: str, wrong: str) -> None:
    """Numbers in words, weeks and months are what they mean."""
    parts = {"language": f"language {language}", "law": law, "country": ""}
    assert "NTC012" not in codes(right, **parts)
    assert "NTC012" in codes(wrong, **parts)


def test_a_day_for_a_policy_of_one_run_is_right() -> None:
    """Where every letter ends on that day by the schedule as well, nothing is wrong with it."""
    policy = """policy "Eenmalig" {{
    law NL
    valid from 2026-01-05 until 2026-01-05
}}
notice letter {{ kind reminder  language nl  template "letter.txt"  gives 10 days from sending }}
group customers {{
    otherwise
    payment within 14 days of invoice
    steps {{ letter 1 day after due send letter by email }}
}}
"""

    def told(day: str) -> list[str]:
        text = f"Wij verzoeken u uiterlijk op {day} te betalen."
        report = judged(policy.format(), select=("NTC014",), letters={"letter.txt": text})
        return [each.code for each in report.diagnostics]

    assert told("30 januari 2026") == []
    assert told("31 januari 2026") == ["NTC014"]


@pytest.mark.parametrize(
    ("words", "parts", "expected"),
    [
        ("Wij verzoeken u £ 40 te betalen.", {}, ["NTC015"]),
        ("U bent 40 dollar incassokosten verschuldigd.", FORTY, ["NTC015"]),
        ("Te betalen: € {{ amount.due | money }}.", {}, ["NTC015"]),
        ("Te betalen: {{ amount.due | money }} euro.", {}, ["NTC015"]),
        ("Te betalen: £ {{ amount.due | money }}.", {}, ["NTC015"]),
        ("Te betalen: {{ amount.due | money }}, in euro.", {}, []),
        ("Wij rekenen in pond noch dollar.", {}, []),
    ],
)
def test_the_currency_is_that_of_the_policy(words: str, parts: dict[str, str], expected: list[str]) -> None:
    """A sign beside an amount is the policy's, and stands once."""
    assert [code for code in codes(words, **parts) if code != "NTC111"] == expected


DUTCH = (
    "Wij hebben de betaling van uw factuur nog niet ontvangen en verzoeken u dit bedrag zo spoedig mogelijk over te "
    "maken op onze rekening. Hebt u al betaald, dan is deze brief voor u niet meer van belang. "
)
FRENCH = (
    "Nous n'avons pas encore reçu le paiement de votre facture et vous prions de régler cette somme dans les meilleurs "
    "délais sur notre compte. Si vous avez déjà payé, cette lettre est sans objet pour vous. "
)


@pytest.mark.parametrize(
    ("words", "language", "expected"),
    [
        (DUTCH, "language nl", []),
        (FRENCH, "language nl", ["NTC016"]),
        (DUTCH, "language fr", ["NTC016", "NTC006"]),
        (FRENCH + DUTCH, "language nl", []),
        ("Merci de payer cette facture.", "language nl", []),
        (FRENCH, "language it", []),
    ],
)
def test_the_words_are_in_the_language_of_the_notice(words: str, language: str, expected: list[str]) -> None:
    """Plainly another language is told; a short text or one in two languages is not."""
    assert set(codes(words, language=language)) - {"NTC006"} == set(expected) - {"NTC006"}


def test_words_tell_the_language_where_the_notice_does_not() -> None:
    """In a country with several languages, the words of a template say in which one it is."""
    parts = {"law": "BE", "language": "", "country": " and country is BE and language is fr"}
    assert "NTC006" in codes(DUTCH, **parts)
    assert "NTC006" not in codes(FRENCH, **parts)


CLEVER = {"before": "early  1 day after due  send early by email  if vip"}
HAND = {"after": "handover  30 days after letter  hand over to bureau"}
SOME = {"after": "handover  30 days after letter  hand over to bureau  if outstanding >= 100 EUR"}


@pytest.mark.parametrize(
    ("words", "parts", "expected"),
    [
        ("Ondanks onze herinnering is de factuur niet betaald.", BEFORE, []),
        ("Ondanks onze herinnering is de factuur niet betaald.", {}, ["NTC001"]),
        ("Ondanks onze herinnering is de factuur niet betaald.", CLEVER, ["NTC001"]),
        ("{% if debtor.vip %}Ondanks onze herinnering is de factuur niet betaald.{% endif %}", CLEVER, []),
        ("Dit is onze eerste herinnering.", {}, []),
        ("De factuur is per e-mail verzonden.", {}, []),
        ("Malgré notre rappel, la facture reste impayée.", {"language": "language fr"}, ["NTC001"]),
        ("Trotz unserer Mahnung ist die Rechnung offen.", {"language": "language de"}, ["NTC001"]),
        ("A pesar de nuestro recordatorio, la factura sigue impagada.", {"language": "language es"}, ["NTC001"]),
        ("Despite our reminder the invoice is unpaid.", {"language": "language en"}, ["NTC001"]),
    ],
)
def test_an_earlier_reminder_in_words_was_sent(words: str, parts: dict[str, str], expected: list[str]) -> None:
    """A letter that speaks of a reminder goes out after one, marked or not."""
    assert [code for code in codes(words, **parts) if code != "NTC006"] == expected


@pytest.mark.parametrize(
    ("words", "parts", "expected"),
    [
        ("Betaalt u niet, dan dragen wij de vordering over aan een incassobureau.", HAND, []),
        ("Betaalt u niet, dan dragen wij de vordering over aan een incassobureau.", {}, ["NTC002"]),
        ("Betaalt u niet, dan dragen wij de vordering over aan een incassobureau.", SOME, ["NTC002"]),
        ("{% if agency %}Wij geven de vordering dan uit handen.{% endif %}", SOME, []),
        ("U kunt zich laten bijstaan door een advocaat.", {}, []),
        ("Wij schakelen geen incassobureau in.", {}, []),
        ("Wij verzoeken u te betalen.", HAND, ["NTC003"]),
        ("{% if debtor.vip %}Wij geven de vordering dan uit handen.{% endif %}", HAND, ["NTC003"]),
        ("Sans paiement, le dossier sera transmis à un huissier.", {"language": "language fr"}, ["NTC002"]),
        ("Andernfalls beauftragen wir ein Inkassounternehmen.", {"language": "language de"}, ["NTC002"]),
        ("De lo contrario pasaremos el caso a una agencia de cobro.", {"language": "language es"}, ["NTC002"]),
        ("We will pass the debt to a collection agency.", {"language": "language en"}, ["NTC002"]),
    ],
)
def test_a_hand_over_in_words_is_made_and_announced(words: str, parts: dict[str, str], expected: list[str]) -> None:
    """A warning is followed by a hand-over on every amount, or conditioned on it; and a hand-over is announced."""
    assert [code for code in codes(words, **parts) if code != "NTC006"] == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("<p>U bent € 45 incassokosten verschuldigd.</p>", ["NTC111"]),
        ("<p>U bent &euro;&nbsp;45 incasso<b>kosten</b> verschuldigd.</p>", ["NTC111"]),
        ("<!-- <p>U bent € 45 incassokosten verschuldigd.</p> -->", []),
        ("<p hidden>U bent € 45 incassokosten verschuldigd.</p>", []),
        ("<div style='display: none'>U bent € 45 incassokosten verschuldigd.</div>", []),
        ("<script>U bent € 45 incassokosten verschuldigd.</script>", []),
        ("{% if debtor.vip %}<!--{% endif %}U bent € 45 incassokosten verschuldigd. -->", ["NTC111"]),
    ],
)
def test_what_a_page_hides_is_not_said(words: str, expected: list[str]) -> None:
    """Comments, scripts and hidden elements of HTML are no words of the letter."""
    assert codes(words, file="letter.html", **FORTY) == expected


@pytest.mark.parametrize(
    ("text", "more", "expected"),
    [
        ("{% set p = 'tien dagen' %}Betaal binnen {{ p }} na ontvangst.", "", ["NTC012"]),
        ("{% macro m(n) %}binnen {{ n }} dagen{% endmacro %}Betaal {{ m('tien') }} na ontvangst.", "", ["NTC012"]),
        ("Betaal {% include 'part.txt' %} na ontvangst.", "binnen 10 dagen", ["NTC012"]),
        ("Betaal {% include 'part.txt' %} na ontvangst.", "binnen 14 dagen", []),
        ("{% if debtor.vip %}Betaal binnen 10 dagen.{% else %}Betaal binnen 14 dagen.{% endif %}", "", ["NTC012"]),
        (
            "{% if debtor.kind == 'consumer' %}Betaal binnen 10 dagen.{% else %}Betaal binnen 14 dagen.{% endif %}",
            "",
            [],
        ),
        ("{% filter upper %}Betaal binnen tien dagen.{% endfilter %}", "", ["NTC012"]),
        ("Betaal binnen {{ '10' }} dagen.", "", ["NTC012"]),
    ],
)
def test_periods_are_read_wherever_they_come_from(text: str, more: str, expected: list[str]) -> None:
    """A period put together from several places is read whole, for those who get it."""
    report = judged(POLICY.format(**PLAIN), select=("NTC012",), letters={"letter.txt": text, "part.txt": more})
    assert [each.code for each in report.diagnostics] == expected


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<table><tr><td>Incassokosten</td><td>€ 45,00</td></tr></table>", ["NTC111"]),
        ("<table><tr><td>Incassokosten</td><td>€ 40,00</td></tr></table>", []),
        ("<p>U bent incassokosten verschuldigd</p><p>Tel. 45,00</p>", []),
    ],
)
def test_the_cells_of_a_row_belong_together(page: str, expected: list[str]) -> None:
    """What a cell names is what stands beside it; paragraphs are apart."""
    assert codes(page, file="letter.html", **FORTY) == expected


@pytest.mark.parametrize(
    ("words", "terms", "expected"),
    [
        ("U bent € 40 incassokosten verschuldigd.", "costs 40 EUR", []),
        (
            "U bent € 40 incassokosten verschuldigd.",
            "costs 40 EUR letters per debtor, highest step carries",
            ["NTC111"],
        ),
        ("U bent € 40 kosten per factuur verschuldigd.", "costs 40 EUR letters per debtor, highest step carries", []),
        (
            "{% if claims | length == 1 %}U bent € 40 kosten verschuldigd.{% endif %}",
            "costs 40 EUR letters per debtor, highest step carries",
            [],
        ),
    ],
)
def test_a_sum_for_one_invoice_in_a_letter_with_several(words: str, terms: str, expected: list[str]) -> None:
    """Costs of each invoice add up in a joined letter, unless it says that they are for each."""
    assert codes(words, terms=terms.replace(" letters", "\n letters")) == expected


@given(
    rate=st.integers(0, 30),
    least=st.integers(0, 6),
    named=st.integers(0, 6),
    bound=st.integers(1, 30),
)
@settings(max_examples=25, deadline=None)
def test_costs_in_words_differ_just_where_some_amount_does(rate: int, least: int, named: int, bound: int) -> None:
    """The finding is there where a principal that a reader can owe is charged another sum: tried cent by cent."""
    scale = CostScale.percent(Decimal(rate), least * 100)
    owed = range(1, bound * 100 + 1)
    differs = any(scale.amount(principal) != named * 100 for principal in owed)
    words = f"{{% if amount.principal <= {bound} %}}U bent € {named},00 incassokosten verschuldigd.{{% endif %}}"
    terms = f"costs {rate}% at least {least} EUR"
    assert (codes(words, terms=terms) == ["NTC111"]) == differs


BELGIAN = """policy "België" {
    law BE
    creditor "Exemple SRL" { number "0403.170.701" iban "BE68 5390 0754 7034" vat reclaimed }
}
attribute vip flag of debtor
notice letter { kind reminder  language fr  template "letter.txt"  gives 14 days from receipt }
group customers {
    when debtor is consumer and country is BE
    payment  within 14 days of invoice
    costs    legal maximum
    letters  per debtor, highest step carries
    steps { letter 15 days after due send letter by post }
}
group others { otherwise  payment within 30 days of invoice }
"""


@pytest.mark.parametrize(
    ("words", "lacking"),
    [
        ("Exemple SRL, numéro d'entreprise 0403.170.701", set()),
        ("Numéro d'entreprise 0403.170.701", {"creditor name"}),
        ("Exemple SRL", {"creditor number"}),
        ("{% if debtor.vip %}Exemple SRL{% endif %}, 0403.170.701", {"creditor name"}),
        ("{% if debtor.vip %}Exemple SRL{% else %}EXEMPLE SRL{% endif %}, 0403.170.701", set()),
        ("Exemple SRL, numéro d'entreprise 0403.170.702", set()),
        ("Exemple SRL, 0403.170.702", {"creditor number"}),
    ],
)
def test_the_creditor_in_plain_words_is_stated(words: str, lacking: set[str]) -> None:
    """The name of the policy's creditor and its number count on the paths that print them."""
    report = judged(BELGIAN, select=("NTC100",), letters={"letter.txt": words})
    said = " ".join(each.message for each in report.diagnostics)
    assert {name for name in ("creditor name", "creditor number") if f"`{name}`" in said} == lacking


@pytest.mark.parametrize(
    ("words", "creditor", "expected"),
    [
        ("Betaal op rekening NL91 ABNA 0417 1643 00.", 'iban "NL20INGB0001234567"', ["NTC017"]),
        ("Betaal op rekening NL20 INGB 0001 2345 67.", 'iban "NL20INGB0001234567"', []),
        ("Betaal op rekening {{ creditor.iban }}.", 'iban "NL20INGB0001234567"', []),
        ("Betaal op rekening NL91 ABNA 0417 1643 00.", "", []),
        ("Voorbeeld BV, KvK 87654321", 'number "KvK 12345678"', ["NTC017"]),
        ("Voorbeeld BV, KvK 12345678", 'number "KvK 12345678"', []),
        ("Voorbeeld BV, btw-nummer NL123456789B01", 'number "KvK 12345678"', []),
        ("{% if debtor.kind == 'consumer' %}KvK 87654321{% endif %}", 'number "KvK 12345678"', []),
    ],
)
def test_accounts_and_numbers_are_those_of_the_creditor(words: str, creditor: str, expected: list[str]) -> None:
    """Another account, or another number of the same register, is told; one of another register is not."""
    text = POLICY.format(**PLAIN).replace('number "KvK 1" iban "NL00"', creditor)
    report = judged(text, select=("NTC017",), letters={"letter.txt": f"Geachte {{{{ debtor.name }}}},\n\n{words}\n"})
    assert [each.code for each in report.diagnostics] == expected
