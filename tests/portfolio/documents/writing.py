"""Documents written for tests: UBL, CII and camt.053 from the same facts, each in the way that its standard asks."""

from __future__ import annotations

import datetime as dt
from xml.sax.saxutils import escape, quoteattr

import attrs

from dunlang.money import Money

__all__ = ["Entry", "Payment", "Sale", "camt", "cii", "ubl"]


@attrs.frozen(kw_only=True)
class Sale:
    """What an invoice says, in the words of the seller."""

    number: str = "2026-00017"
    issued: dt.date = dt.date(2026, 1, 5)
    due: dt.date | None = dt.date(2026, 2, 4)
    amount: Money = attrs.field(factory=lambda: Money(12100))
    prepaid: int = 0
    code: str = "380"
    buyer_id: str = "K-100"
    scheme: str = ""
    seller: str = ""
    buyer: str = "Bakkerij Vroeg B.V."
    vat: str = "NL001234567B01"
    register: str = ""
    endpoint: tuple[str, str] = ("EM", "facturen@vroeg.example")
    email: str = ""
    lines: tuple[str, ...] = ("Dorpsstraat 1",)
    postal_code: str = "1234 AB"
    city: str = "Ons Dorp"
    country: str = "NL"
    terms: str = ""
    order: str = ""
    delivered: dt.date | None = None
    item: str = "Brood"
    reference: str = ""
    preceding: tuple[str, ...] = ()
    negative: bool = False

    @property
    def payable(self) -> str:
        return ("-" if self.negative else "") + self.amount.plain()

    @property
    def total(self) -> str:
        return ("-" if self.negative else "") + Money(self.amount.minor + self.prepaid, self.amount.currency).plain()


def _tag(name: str, text: str, **attributes: str) -> str:
    """An element with *text*; nothing where there is none."""
    said = "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items() if value)
    return f"<{name}{said}>{escape(text)}</{name}>" if text else ""


def _in(name: str, *parts: str) -> str:
    """An element that holds *parts*; nothing where all are empty."""
    inside = "".join(parts)
    return f"<{name}>{inside}</{name}>" if inside else ""


def ubl(sale: Sale, *, credit_note: bool = False) -> bytes:
    """The invoice in UBL 2.1; a credit note as a document of its own."""
    root = "CreditNote" if credit_note else "Invoice"
    code = sale.amount.currency
    due = "" if sale.due is None else str(sale.due)
    delivered = "" if sale.delivered is None else str(sale.delivered)
    prepaid = Money(sale.prepaid, code).plain() if sale.prepaid else ""
    scheme = "<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>"
    address = _in(
        "cac:PostalAddress",
        *(
            _tag(f"cbc:{name}", line)
            for name, line in zip(("StreetName", "AdditionalStreetName"), sale.lines, strict=False)
        ),
        _tag("cbc:CityName", sale.city),
        _tag("cbc:PostalZone", sale.postal_code),
        *(_in("cac:AddressLine", _tag("cbc:Line", line)) for line in sale.lines[2:3]),
        _in("cac:Country", _tag("cbc:IdentificationCode", sale.country)),
    )
    party = _in(
        "cac:Party",
        _tag("cbc:EndpointID", sale.endpoint[1], schemeID=sale.endpoint[0]),
        _in("cac:PartyIdentification", _tag("cbc:ID", sale.buyer_id, schemeID=sale.scheme)),
        address,
        _in("cac:PartyTaxScheme", _tag("cbc:CompanyID", sale.vat), scheme) if sale.vat else "",
        _in(
            "cac:PartyLegalEntity",
            _tag("cbc:RegistrationName", sale.buyer),
            _tag("cbc:CompanyID", sale.register),
        ),
        _in("cac:Contact", _tag("cbc:ElectronicMail", sale.email)),
    )
    parts = (
        _tag("cbc:ID", sale.number),
        _tag("cbc:IssueDate", str(sale.issued)),
        "" if credit_note else _tag("cbc:DueDate", due),
        _tag(f"cbc:{root}TypeCode", sale.code),
        _tag("cbc:DocumentCurrencyCode", code),
        _in("cac:OrderReference", _tag("cbc:ID", sale.order)),
        *(
            _in("cac:BillingReference", _in("cac:InvoiceDocumentReference", _tag("cbc:ID", each)))
            for each in sale.preceding
        ),
        _in("cac:AccountingSupplierParty", _in("cac:Party", _in("cac:PartyName", _tag("cbc:Name", sale.seller)))),
        _in("cac:AccountingCustomerParty", party),
        _in("cac:Delivery", _tag("cbc:ActualDeliveryDate", delivered)),
        _in(
            "cac:PaymentMeans",
            _tag("cbc:PaymentDueDate", due) if credit_note else "",
            _tag("cbc:PaymentID", sale.reference),
        ),
        _in("cac:PaymentTerms", _tag("cbc:Note", sale.terms)),
        _in(
            "cac:LegalMonetaryTotal",
            _tag("cbc:TaxInclusiveAmount", sale.total, currencyID=code),
            _tag("cbc:PrepaidAmount", prepaid, currencyID=code),
            _tag("cbc:PayableAmount", sale.payable, currencyID=code),
        ),
        _in(f"cac:{root}Line", _in("cac:Item", _tag("cbc:Name", sale.item))),
    )
    space = "urn:oasis:names:specification:ubl:schema:xsd:"
    text = f"""<?xml version="1.0" encoding="UTF-8"?>
<{root} xmlns="{space}{root}-2" xmlns:cac="{space}CommonAggregateComponents-2"
 xmlns:cbc="{space}CommonBasicComponents-2">
{"".join(parts)}
</{root}>"""
    return text.encode()


def _day(name: str, day: dt.date | None) -> str:
    digits = "" if day is None else f"{day:%Y%m%d}"
    return _in(f"ram:{name}", _tag("udt:DateTimeString", digits, format="102"))


def cii(sale: Sale) -> bytes:
    """The invoice in CII, D16B."""
    code = sale.amount.currency
    prepaid = Money(sale.prepaid, code).plain() if sale.prepaid else ""
    mail = _in("ram:EmailURIUniversalCommunication", _tag("ram:URIID", sale.email))
    address = _in(
        "ram:PostalTradeAddress",
        _tag("ram:PostcodeCode", sale.postal_code),
        *(_tag(f"ram:Line{which}", line) for which, line in zip(("One", "Two", "Three"), sale.lines, strict=False)),
        _tag("ram:CityName", sale.city),
        _tag("ram:CountryID", sale.country),
    )
    buyer = _in(
        "ram:BuyerTradeParty",
        _tag("ram:GlobalID" if sale.scheme else "ram:ID", sale.buyer_id, schemeID=sale.scheme),
        _tag("ram:Name", sale.buyer),
        _in("ram:SpecifiedLegalOrganization", _tag("ram:ID", sale.register)),
        _in("ram:DefinedTradeContact", mail),
        address,
        _in("ram:URIUniversalCommunication", _tag("ram:URIID", sale.endpoint[1], schemeID=sale.endpoint[0])),
        _in("ram:SpecifiedTaxRegistration", _tag("ram:ID", sale.vat, schemeID="VA")),
    )
    order = _in("ram:BuyerOrderReferencedDocument", _tag("ram:IssuerAssignedID", sale.order))
    settlement = _in(
        "ram:ApplicableHeaderTradeSettlement",
        _tag("ram:PaymentReference", sale.reference),
        _tag("ram:InvoiceCurrencyCode", code),
        _in(
            "ram:SpecifiedTradePaymentTerms",
            _tag("ram:Description", sale.terms),
            _day("DueDateDateTime", sale.due),
        ),
        _in(
            "ram:SpecifiedTradeSettlementHeaderMonetarySummation",
            _tag("ram:GrandTotalAmount", sale.total),
            _tag("ram:TotalPrepaidAmount", prepaid),
            _tag("ram:DuePayableAmount", sale.payable),
        ),
        *(_in("ram:InvoiceReferencedDocument", _tag("ram:IssuerAssignedID", each)) for each in sale.preceding),
    )
    delivered = _in("ram:ActualDeliverySupplyChainEvent", _day("OccurrenceDateTime", sale.delivered))
    parts = (
        _in(
            "rsm:ExchangedDocument",
            _tag("ram:ID", sale.number),
            _tag("ram:TypeCode", sale.code),
            _day("IssueDateTime", sale.issued),
        ),
        _in(
            "rsm:SupplyChainTradeTransaction",
            _in(
                "ram:IncludedSupplyChainTradeLineItem",
                _in("ram:SpecifiedTradeProduct", _tag("ram:Name", sale.item)),
            ),
            _in(
                "ram:ApplicableHeaderTradeAgreement",
                _in("ram:SellerTradeParty", _tag("ram:Name", sale.seller)),
                buyer,
                order,
            ),
            _in("ram:ApplicableHeaderTradeDelivery", delivered),
            settlement,
        ),
    )
    space = "urn:un:unece:uncefact:data:standard:"
    text = f"""<?xml version="1.0" encoding="UTF-8"?>
<rsm:CrossIndustryInvoice xmlns:rsm="{space}CrossIndustryInvoice:100"
 xmlns:ram="{space}ReusableAggregateBusinessInformationEntity:100" xmlns:udt="{space}UnqualifiedDataType:100">
{"".join(parts)}
</rsm:CrossIndustryInvoice>"""
    return text.encode()


@attrs.frozen(kw_only=True)
class Payment:
    """One payment inside an entry."""

    minor: int | None = None
    text: tuple[str, ...] = ()
    reference: str = ""
    documents: tuple[tuple[str, int | None], ...] = ()
    payer: str = ""
    end_to_end: str = ""
    bank_reference: str = ""
    returned: bool = False


@attrs.frozen(kw_only=True)
class Entry:
    """One entry of a statement."""

    minor: int
    day: dt.date = dt.date(2026, 2, 2)
    payments: tuple[Payment, ...] = ()
    currency: str = "EUR"
    direction: str = "CRDT"
    bank_reference: str = ""
    status: str = "BOOK"
    reversal: bool = False
    batch: int = 0


def camt(
    entries: tuple[Entry, ...], *, version: int = 8, account: str = "NL91ABNA0417164300", closed: str = ""
) -> bytes:
    """A statement in the given version of camt.053.001; from version 8 on parties and status are one level deeper."""
    deep = version >= 8

    def amount(name: str, minor: int, currency: str) -> str:
        return _tag(name, Money(minor, currency).plain(), Ccy=currency)

    def payment(one: Payment, entry: Entry) -> str:
        party = _tag("Nm", one.payer)
        party = f"<Pty>{party}</Pty>" if deep else party
        own = "" if one.minor is None else amount("Amt", one.minor, entry.currency)
        if own and version < 4:
            own = f"<AmtDtls><TxAmt>{own}</TxAmt></AmtDtls>"
        structured = f"<Strd><CdtrRefInf>{_tag('Ref', one.reference)}</CdtrRefInf></Strd>" if one.reference else ""
        for number, minor in one.documents:
            paid = "" if minor is None else f"<RfrdDocAmt>{amount('RmtdAmt', minor, entry.currency)}</RfrdDocAmt>"
            structured += f"<Strd><RfrdDocInf>{_tag('Nb', number)}</RfrdDocInf>{paid}</Strd>"
        texts = "".join(_tag("Ustrd", text) for text in one.text)
        return (
            f"<TxDtls><Refs>{_tag('AcctSvcrRef', one.bank_reference)}{_tag('EndToEndId', one.end_to_end)}</Refs>{own}"
            f"<RltdPties><Dbtr>{party if one.payer else ''}</Dbtr></RltdPties><RmtInf>{texts}{structured}</RmtInf>"
            f"{'<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>' if one.returned else ''}</TxDtls>"
        )

    def written(entry: Entry) -> str:
        status = _tag("Cd", entry.status) if deep else ""
        details = "".join(payment(one, entry) for one in entry.payments)
        batch = f"<Btch><NbOfTxs>{entry.batch}</NbOfTxs></Btch>" if entry.batch else ""
        return (
            f"<Ntry>{amount('Amt', entry.minor, entry.currency)}{_tag('CdtDbtInd', entry.direction)}"
            f"{'<RvslInd>true</RvslInd>' if entry.reversal else ''}<Sts>{status or entry.status}</Sts>"
            f"<BookgDt><Dt>{entry.day}</Dt></BookgDt>{_tag('AcctSvcrRef', entry.bank_reference)}"
            f"<NtryDtls>{batch}{details}</NtryDtls></Ntry>"
        )

    header = "<GrpHdr><MsgId>M</MsgId></GrpHdr>"
    head = f"<Id>S1</Id><Acct><Id><IBAN>{account}</IBAN></Id></Acct>"
    for code, day in (("OPBD", "2020-01-01"), ("CLBD", closed)) if closed else ():
        head += f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Dt><Dt>{day}</Dt></Dt></Bal>"
    body = f"<BkToCstmrStmt>{header}<Stmt>{head}{''.join(map(written, entries))}</Stmt></BkToCstmrStmt>"
    space = f"urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version:02}"
    return f'<?xml version="1.0" encoding="UTF-8"?><Document xmlns="{space}">{body}</Document>'.encode()
