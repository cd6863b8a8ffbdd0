"""Built-in texts of the statements that are no number, in five languages: an author may use them as they are.

`{% says "earlier reminder" %}{% endsays %}` with nothing between prints the text of the notice's language. The texts
are templates themselves, over the same vocabulary.
"""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["TEXTS", "text"]

#: By language, then by element.
TEXTS: Mapping[str, Mapping[str, str]] = {
    "nl": {
        "earlier reminder": "Op {{ last.reminder.sent | day }} stuurden wij u een herinnering. "
        "Wij hebben nog geen betaling ontvangen.",
        "collection costs": "Betaalt u niet binnen deze termijn, dan brengen wij {{ costs.if_unpaid | money }} aan "
        "incassokosten in rekening{% if costs.vat %}, waarvan {{ costs.vat | money }} btw{% endif %}.",
        "interest": "Over het openstaande bedrag bent u rente verschuldigd tot de dag waarop u betaalt.",
        "agency handover": "Daarna geven wij de vordering uit handen aan {{ agency.name }}.",
        "dispute route": "Bent u het niet eens met de factuur? Laat het ons weten, met de reden.",
        "description": "voor de goederen of diensten die op de factuur staan",
        "payment details": "U kunt betalen op {{ creditor.iban }} onder vermelding van {{ invoice.number }}.",
    },
    "fr": {
        "earlier reminder": "Malgré notre rappel du {{ last.reminder.sent | day }}, nous n'avons pas encore reçu votre "
        "paiement.",
        "collection costs": "À défaut de paiement dans ce délai, une indemnité de {{ costs.if_unpaid | money }} vous "
        "sera réclamée{% if costs.vat %}, dont {{ costs.vat | money }} de TVA{% endif %}.",
        "interest": "Des intérêts de retard sont dus sur le montant impayé jusqu'au jour du paiement.",
        "agency handover": "Passé ce délai, nous transmettrons le dossier à {{ agency.name }}.",
        "dispute route": "Si vous contestez la facture, écrivez-nous en indiquant vos raisons.",
        "description": "pour les biens ou les services mentionnés sur la facture",
        "payment details": "Vous pouvez payer sur le compte {{ creditor.iban }} en mentionnant {{ invoice.number }}.",
    },
    "es": {
        "earlier reminder": "El {{ last.reminder.sent | day }} le enviamos un recordatorio. Aún no consta su pago.",
        "collection costs": "Si no paga dentro de este plazo, le reclamaremos {{ costs.if_unpaid | money }} por costes "
        "de cobro{% if costs.vat %}, de los cuales {{ costs.vat | money }} de IVA{% endif %}.",
        "interest": "El importe pendiente devenga intereses de demora hasta el día del pago.",
        "agency handover": "Transcurrido ese plazo, entregaremos el asunto a {{ agency.name }}.",
        "dispute route": "Si no está de acuerdo con la factura, comuníquenoslo indicando sus motivos.",
        "description": "por los bienes o servicios indicados en la factura",
        "payment details": "Puede pagar en la cuenta {{ creditor.iban }}, indicando {{ invoice.number }}.",
    },
    "de": {
        "earlier reminder": "Am {{ last.reminder.sent | day }} haben wir Sie an die Zahlung erinnert. "
        "Ein Zahlungseingang liegt uns noch nicht vor.",
        "collection costs": "Zahlen Sie nicht innerhalb dieser Frist, berechnen wir Ihnen "
        "{{ costs.if_unpaid | money }} Inkassokosten{% if costs.vat %}, davon {{ costs.vat | money }} "
        "Umsatzsteuer{% endif %}.",
        "interest": "Auf den offenen Betrag schulden Sie Verzugszinsen bis zum Tag der Zahlung.",
        "agency handover": "Danach übergeben wir die Forderung an {{ agency.name }}.",
        "dispute route": "Sind Sie mit der Rechnung nicht einverstanden? Teilen Sie uns bitte den Grund mit.",
        "description": "für die auf der Rechnung genannten Waren oder Leistungen",
        "payment details": "Bitte zahlen Sie auf das Konto {{ creditor.iban }} unter Angabe von {{ invoice.number }}.",
    },
    "en": {
        "earlier reminder": "We sent you a reminder on {{ last.reminder.sent | day }} and have not yet received your "
        "payment.",
        "collection costs": "If you do not pay within this period, we will charge you {{ costs.if_unpaid | money }} in "
        "collection costs{% if costs.vat %}, of which {{ costs.vat | money }} is VAT{% endif %}.",
        "interest": "Interest is due on the open amount until the day on which you pay.",
        "agency handover": "After that we will hand the claim over to {{ agency.name }}.",
        "dispute route": "If you do not agree with the invoice, please tell us and say why.",
        "description": "for the goods or services on the invoice",
        "payment details": "You can pay to {{ creditor.iban }}, quoting {{ invoice.number }}.",
    },
}


def text(element: str, language: str) -> str | None:
    """The built-in text that states *element* in *language*; None where there is none."""
    return TEXTS.get(language, {}).get(element)
