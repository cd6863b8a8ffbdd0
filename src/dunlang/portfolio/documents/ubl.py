"""What a UBL 2.1 invoice or credit note states, as written (EN 16931, binding to UBL: CEN/TS 16931-3-2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dunlang.portfolio.documents.fields import Buyer, Fields, Identifier
from dunlang.portfolio.documents.tree import text_at, texts_at

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["UBL", "ubl_fields"]

#: Where the namespaces of UBL 2 start; the document's own name follows.
UBL = "urn:oasis:names:specification:ubl:schema:xsd:"


def ubl_fields(root: Element) -> Fields:
    """The fields of an element `Invoice` or `CreditNote`."""
    credit = root.tag == "CreditNote"
    total = root.find("LegalMonetaryTotal")
    dues = (*texts_at(root, "DueDate"), *texts_at(root, "PaymentMeans/PaymentDueDate"))
    dues += (*texts_at(root, "PaymentTerms/PaymentDueDate"), *texts_at(root, "PaymentTerms/InstallmentDueDate"))
    items = [text_at(line, "Item/Name") for line in root.iterfind("CreditNoteLine" if credit else "InvoiceLine")]
    order = text_at(root, "OrderReference/ID")
    return Fields(
        number=text_at(root, "ID"),
        issued=text_at(root, "IssueDate"),
        type_code=text_at(root, "CreditNoteTypeCode" if credit else "InvoiceTypeCode"),
        credit_note=credit,
        dues=dues,
        terms=tuple(texts_at(root, "PaymentTerms/Note")),
        currency=text_at(root, "DocumentCurrencyCode"),
        amount_currencies=tuple(
            code for amount in (() if total is None else total) if (code := amount.get("currencyID", ""))
        ),
        total=text_at(total, "TaxInclusiveAmount"),
        prepaid=text_at(total, "PrepaidAmount"),
        rounding=text_at(total, "PayableRoundingAmount"),
        payable=text_at(total, "PayableAmount"),
        seller=_name(root.find("AccountingSupplierParty/Party")),
        buyer=_buyer(root.find("AccountingCustomerParty/Party")),
        preceding=tuple(texts_at(root, "BillingReference/InvoiceDocumentReference/ID")),
        order="" if order == "NA" else order,
        delivered=text_at(root, "Delivery/ActualDeliveryDate"),
        references=tuple(dict.fromkeys(texts_at(root, "PaymentMeans/PaymentID"))),
        items=tuple(items[:2]),
        language="",
    )


def _name(party: Element | None) -> str:
    return text_at(party, "PartyLegalEntity/RegistrationName") or text_at(party, "PartyName/Name")


def _buyer(party: Element | None) -> Buyer | None:
    if party is None:
        return None
    lines = ("StreetName", "AdditionalStreetName", "AddressLine/Line")
    return Buyer(
        identifiers=_identifiers(party, "PartyIdentification/ID"),
        vat=next(
            (
                text_at(scheme, "CompanyID")
                for scheme in party.iterfind("PartyTaxScheme")
                if text_at(scheme, "TaxScheme/ID") == "VAT"
            ),
            "",
        ),
        registrations=_identifiers(party, "PartyLegalEntity/CompanyID"),
        endpoints=_identifiers(party, "EndpointID"),
        name=_name(party),
        email=text_at(party, "Contact/ElectronicMail"),
        lines=tuple(text for line in lines for text in texts_at(party, f"PostalAddress/{line}")),
        postal_code=text_at(party, "PostalAddress/PostalZone"),
        city=text_at(party, "PostalAddress/CityName"),
        country=text_at(party, "PostalAddress/Country/IdentificationCode"),
    )


def _identifiers(party: Element, path: str) -> tuple[Identifier, ...]:
    return tuple(
        Identifier(scheme=found.get("schemeID", "").strip(), id=text)
        for found in party.iterfind(path)
        if found.text and (text := found.text.strip())
    )
