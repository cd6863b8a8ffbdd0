"""The codes of documents: what keeps one from being read, and what it leaves open."""

from __future__ import annotations

from dunlang.diagnostics import Page, Severity

__all__ = [
    "AMOUNTS_DISAGREE",
    "CORRECTS",
    "CREDITS_UNKNOWN",
    "DIFFERS",
    "INCOMPLETE",
    "KIND_UNKNOWN",
    "NOT_MATCHED",
    "NO_CLAIM",
    "NO_LEDGER",
    "PAGES",
    "SELLERS",
    "TERM_IN_WORDS",
    "UNREADABLE_DOCUMENT",
    "UNUSED_ANSWER",
]

UNREADABLE_DOCUMENT = Page(
    code="DOC001",
    name="document-not-read",
    severity=Severity.ERROR,
    text="""A document is no e-invoice and no bank statement that `import` reads.

Read are UBL 2.1 invoices and credit notes, CII (XRechnung, the XML of ZUGFeRD 2 and Factur-X), and camt.053. XML with a
document type declaration, with more than 100 levels or 3 million elements, or broken on the way, is refused: no invoice
and no statement looks like that.
""",
)

INCOMPLETE = Page(
    code="DOC002",
    name="document-incomplete",
    severity=Severity.ERROR,
    text="""A document lacks what a ledger needs, or has a value that cannot be read.

An invoice needs a number, a date, a currency, an amount due and a buyer with a name or a number; an entry of a
statement a date and an amount. The document was not taken. Ask its sender for a sound one, or write the row by hand.
""",
)

TERM_IN_WORDS = Page(
    code="DOC003",
    name="term-only-in-words",
    severity=Severity.WARNING,
    text="""An invoice has no due date that a machine can read.

Its payment term stands in words only, or it has several dates or one before the invoice's own. Words are not guessed
at: the invoice is in the ledger with an empty `due`, so the policy's payment term holds for it. Where the words say
otherwise, give the date: `--due INVOICE=DATE`, or fill in `due` in `invoices.csv`.
""",
)

KIND_UNKNOWN = Page(
    code="DOC004",
    name="debtor-kind-unknown",
    severity=Severity.WARNING,
    text="""Nothing in the documents says whether a debtor is a consumer, a business or a government.

A VAT number or an entry in a register makes a business, a German route number (Leitweg-ID, scheme 0204) a government.
Without these the debtor is in the ledger with an empty `kind`, and `simulate` leaves his invoices out until it is
filled in: `--kind consumer` for all of whom nothing is known, `--kind DEBTOR=business` for one, or in `debtors.csv`.
""",
)

DIFFERS = Page(
    code="DOC005",
    name="differs-from-ledger",
    severity=Severity.WARNING,
    text="""A document says something else than the ledger, or than another document, about the same invoice or debtor.

What stood first stays. Look which of the two is right, and change the ledger by hand.
""",
)

NO_CLAIM = Page(
    code="DOC006",
    name="no-claim",
    severity=Severity.NOTE,
    text="""A document asks for no money: nothing is due on it, or it is a pro forma invoice.

It was not taken into the ledger.
""",
)

CREDITS_UNKNOWN = Page(
    code="DOC007",
    name="credits-unknown-invoice",
    severity=Severity.WARNING,
    text="""A credit note names an invoice that is not in the ledger, or several invoices.

It was not taken: booked on another invoice it would stop the wrong letter. Import the invoice too, or write a row of
kind `credit` by hand.
""",
)

CORRECTS = Page(
    code="DOC008",
    name="corrects-invoice",
    severity=Severity.WARNING,
    text="""An invoice corrects an earlier one, which is in the ledger too.

A corrected invoice may replace the earlier one or add to it, and the document does not say which. Both stand in the
ledger. Where it replaces the earlier one, add an event `credit note` for what was open on that.
""",
)

AMOUNTS_DISAGREE = Page(
    code="DOC009",
    name="amounts-disagree",
    severity=Severity.WARNING,
    text="""The amount due of an invoice is not its total less what was paid before.

The ledger takes the amount due (BT-115), which is what the document asks for. EN 16931 wants it to be the total with
VAT (BT-112) less the paid amount (BT-113) plus rounding (BT-114); charges of third parties may explain the difference.
""",
)

NOT_MATCHED = Page(
    code="DOC010",
    name="payment-not-matched",
    severity=Severity.WARNING,
    text="""A payment could not be booked on an invoice without guessing.

It stands in `unmatched.csv` with the reason and, where there is one, the invoice it may be for. Book it by hand in
`events.csv`, with the mark of `unmatched.csv` in the column `reference`: the next import then takes it off the list.
Where no event is right (interest of the bank, a payment that you took out of `events.csv` because it came back), fill
in `settled` in its row, with any word: it is not asked about again.
""",
)

NO_LEDGER = Page(
    code="DOC011",
    name="ledger-not-merged",
    severity=Severity.ERROR,
    text="""A file of the ledger cannot take new rows.

It is no CSV with a header of the ledger's own columns, or it changed while documents were read. Nothing was written.
""",
)

UNUSED_ANSWER = Page(
    code="DOC012",
    name="answer-not-used",
    severity=Severity.WARNING,
    text="""`--due` or `--kind` names an invoice or a debtor to whom it cannot be applied.

The ledger has no invoice of that number or no debtor of that id, it says something else already, or the day lies before
the invoice's own date. What stands in the ledger stays.
""",
)

SELLERS = Page(
    code="DOC013",
    name="several-sellers",
    severity=Severity.WARNING,
    text="""The invoices of one import come from more than one seller.

A ledger holds what others owe you. Where a folder holds the invoices too that you received, these became claims in your
own name: take their rows out of `invoices.csv` and `debtors.csv`. Where you sell under several names, nothing is wrong.
""",
)

#: All of them, in the order of their codes.
PAGES = (
    UNREADABLE_DOCUMENT,
    INCOMPLETE,
    TERM_IN_WORDS,
    KIND_UNKNOWN,
    DIFFERS,
    NO_CLAIM,
    CREDITS_UNKNOWN,
    CORRECTS,
    AMOUNTS_DISAGREE,
    NOT_MATCHED,
    NO_LEDGER,
    UNUSED_ANSWER,
    SELLERS,
)
