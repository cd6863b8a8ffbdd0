"""Figures in the plain words of letters in five languages against one policy: costs, interest, sums, days."""

from __future__ import annotations

import pytest

from tests.lint.test_letters_in_words import BEFORE, codes

TERMS = {"terms": "costs 15% at least 40 EUR\n interest 8% per year", "country": ""}


@pytest.mark.parametrize(
    ("language", "law", "words", "expected", "more"),
    [
        ("fr", "BE", "À défaut, des frais de recouvrement de 40 € seront dus.", ["NTC111"], {}),
        ("fr", "BE", "À défaut, quarante euros de frais de recouvrement seront dus.", ["NTC111"], {}),
        ("fr", "BE", "À défaut, 15 % de frais seront dus, avec un minimum de 40 €.", [], {}),
        ("fr", "BE", "Des intérêts de retard de 9,5 % par an sont dus.", ["NTC112"], {}),
        ("fr", "BE", "Des intérêts de retard de 8 % l'an sont dus.", [], {}),
        ("fr", "BE", "Le solde de 125,00 € reste impayé.", ["NTC013"], {}),
        ("fr", "BE", "Veuillez payer au plus tard le 24 septembre 2026.", ["NTC014"], {}),
        ("fr", "BE", "Payez avant le 1er mai.", ["NTC014"], {}),
        ("fr", "BE", "Malgré notre rappel du 3 mars 2026, rien n'est payé.", ["NTC014"], BEFORE),
        ("de", "DE", "Andernfalls berechnen wir Mahnkosten von 40 €.", ["NTC111"], {}),
        ("de", "DE", "Andernfalls berechnen wir vierzig Euro Mahnkosten.", ["NTC111"], {}),
        ("de", "DE", "Andernfalls berechnen wir 15 % Kosten, mindestens 40 €.", [], {}),
        ("de", "DE", "Wir berechnen 9,5 % Zinsen pro Jahr.", ["NTC112"], {}),
        ("de", "DE", "Wir berechnen 8 % Zinsen pro Jahr.", [], {}),
        ("de", "DE", "Der offene Betrag beläuft sich auf 125,00 €.", ["NTC013"], {}),
        ("de", "DE", "Bitte zahlen Sie bis zum 24. September 2026.", ["NTC014"], {}),
        ("de", "DE", "Bitte zahlen Sie vor dem 1. Mai.", ["NTC014"], {}),
        ("de", "DE", "Wir berechnen die gesetzlichen Zinsen.", ["NTC112"], {}),
        ("es", "ES", "En caso de impago se le cobrarán 40 € de gastos de reclamación.", ["NTC111"], {}),
        ("es", "ES", "En caso de impago se le cobrarán cuarenta euros de gastos.", ["NTC111"], {}),
        ("es", "ES", "Se devengarán intereses de demora del 9,5 % anual.", ["NTC112"], {}),
        ("es", "ES", "Se devengarán intereses de demora del 8 %.", [], {}),
        ("es", "ES", "El importe pendiente es de 125,00 €.", ["NTC013"], {}),
        ("es", "ES", "Le rogamos que pague antes del 24 de septiembre de 2026.", ["NTC014"], {}),
        ("es", "ES", "Le rogamos que pague hasta el 1 de mayo.", ["NTC014"], {}),
        ("en", "NL", "If you do not pay, collection costs of €40 will be charged.", ["NTC111"], {}),
        ("en", "NL", "If you do not pay, forty euros of collection costs will be charged.", ["NTC111"], {}),
        ("en", "NL", "Interest at 9.5% a year is payable.", ["NTC112"], {}),
        ("en", "NL", "Interest at 8% a year is payable.", [], {}),
        ("en", "NL", "Interest at 1% per month is payable.", ["NTC112"], {}),
        ("en", "NL", "The outstanding balance is €125.00.", ["NTC013"], {}),
        ("en", "NL", "Please pay by 24 September 2026.", ["NTC014"], {}),
        ("en", "NL", "Please pay before May 1, 2026.", ["NTC014"], {}),
        ("en", "NL", "Despite our reminder of 3 March 2026 it is unpaid.", ["NTC014"], BEFORE),
        ("nl", "NL", "Te betalen vóór 1 mei 2026.", ["NTC014"], {}),
        ("nl", "NL", "Het totaal bedraagt € 165,00 inclusief € 40,00 incassokosten.", ["NTC013", "NTC111"], {}),
        ("nl", "NL", "Het bedrag wordt dan verhoogd met € 40.", [], {}),
    ],
)
def test_figures_in_words(language: str, law: str, words: str, expected: list[str], more: dict[str, str]) -> None:
    """What is charged otherwise is told, and what is charged just so is not, in each language."""
    found = codes(words, language=f"language {language}", law=law, **{**TERMS, **more})
    assert sorted(code for code in found if code != "NTC006") == sorted(expected)
