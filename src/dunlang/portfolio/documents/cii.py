"""What a CII invoice states, as written: UN/CEFACT D16B, the XML of XRechnung, ZUGFeRD 2 and Factur-X."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dunlang.portfolio.documents.fields import Buyer, Fields, Identifier
from dunlang.portfolio.documents.tree import text_at, texts_at

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

__all__ = ["CII", "cii_fields"]

#: The namespace of CII since D16B.
CII = "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"

#: How many digits of a date in the formats of UNTDID 2379 are the day: 102 is 20260131, 203 and 204 go on with the
#: time.
_DAY_FORMATS = ("102", "203", "204", "")


def cii_fields(root: Element) -> Fields:
    """The fields of an element `CrossIndustryInvoice`."""
    trade = root.find("SupplyChainTradeTransaction")
    document = root.find("ExchangedDocument")
    agreement, delivery, settlement = (
        None if trade is None else trade.find(f"ApplicableHeaderTrade{part}")
        for part in ("Agreement", "Delivery", "Settlement")
    )
    total = None if settlement is None else settlement.find("SpecifiedTradeSettlementHeaderMonetarySummation")
    lines = () if trade is None else trade.iterfind("IncludedSupplyChainTradeLineItem")
    return Fields(
        number=text_at(document, "ID"),
        issued=next(_days(document, "IssueDateTime"), ""),
        type_code=text_at(document, "TypeCode"),
        credit_note=False,
        dues=tuple(_days(settlement, "SpecifiedTradePaymentTerms/DueDateDateTime")),
        terms=tuple(texts_at(settlement, "SpecifiedTradePaymentTerms/Description")),
        currency=text_at(settlement, "InvoiceCurrencyCode"),
        amount_currencies=tuple(
            code
            for amount in (() if total is None else total)
            if amount.tag != "TaxTotalAmount" and (code := amount.get("currencyID", ""))
        ),
        total=text_at(total, "GrandTotalAmount"),
        prepaid=text_at(total, "TotalPrepaidAmount"),
        rounding=text_at(total, "RoundingAmount"),
        payable=text_at(total, "DuePayableAmount"),
        seller=text_at(agreement, "SellerTradeParty/Name"),
        buyer=_buyer(None if agreement is None else agreement.find("BuyerTradeParty")),
        preceding=tuple(texts_at(settlement, "InvoiceReferencedDocument/IssuerAssignedID")),
        order=text_at(agreement, "BuyerOrderReferencedDocument/IssuerAssignedID"),
        delivered=next(_days(delivery, "ActualDeliverySupplyChainEvent/OccurrenceDateTime"), ""),
        references=tuple(texts_at(settlement, "PaymentReference")),
        items=tuple(text_at(line, "SpecifiedTradeProduct/Name") for line in lines)[:2],
        language=text_at(document, "LanguageID"),
    )


def _days(node: Element | None, path: str) -> Iterator[str]:
    """The days at *path* as 2026-01-31; what is written in another format stays as it is, and is refused later."""
    if node is None:
        return
    for found in node.iterfind(path):
        for text in found.iterfind("DateTimeString"):
            day = (text.text or "").strip()
            digits = day[:8]
            if text.get("format", "") in _DAY_FORMATS and len(digits) == 8 and digits.isascii() and digits.isdigit():
                day = f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"
            if day:
                yield day
        yield from texts_at(found, "DateTime")


def _buyer(party: Element | None) -> Buyer | None:
    if party is None:
        return None
    contact = "DefinedTradeContact/EmailURIUniversalCommunication/URIID"
    return Buyer(
        identifiers=(*_identifiers(party, "ID"), *_identifiers(party, "GlobalID")),
        vat=next((one.id for one in _identifiers(party, "SpecifiedTaxRegistration/ID") if one.scheme == "VA"), ""),
        registrations=_identifiers(party, "SpecifiedLegalOrganization/ID"),
        endpoints=_identifiers(party, "URIUniversalCommunication/URIID"),
        name=text_at(party, "Name"),
        email=text_at(party, contact),
        lines=tuple(
            text for line in ("One", "Two", "Three") for text in texts_at(party, f"PostalTradeAddress/Line{line}")
        ),
        postal_code=text_at(party, "PostalTradeAddress/PostcodeCode"),
        city=text_at(party, "PostalTradeAddress/CityName"),
        country=text_at(party, "PostalTradeAddress/CountryID"),
    )


def _identifiers(party: Element, path: str) -> tuple[Identifier, ...]:
    return tuple(
        Identifier(scheme=found.get("schemeID", "").strip(), id=text)
        for found in party.iterfind(path)
        if found.text and (text := found.text.strip())
    )
