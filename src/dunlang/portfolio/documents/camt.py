"""Bank statements of ISO 20022 (camt.053.001.02 and later): each payment of each booked entry.

Elements are found by their local names, which all versions share. A batch is taken apart into its payments where these
add up to the entry; otherwise it stays one transaction with a fault.

Each transaction has a mark that is the same whenever the statement, or another one with the same entry, is read again:
the account with the bank's own reference (`AcctSvcrRef`), or, where the bank gives none, with a digest of what the
entry says. A second one in one statement that is equal in mark, day and amount gets a number.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING, Literal

import attrs

from dunlang.dates import parse_date
from dunlang.money import CURRENCIES, AmountError, Money, parse_amount
from dunlang.portfolio.documents.pages import INCOMPLETE, UNREADABLE_DOCUMENT
from dunlang.portfolio.documents.tree import text_at, texts_at
from dunlang.records import frozen

if TYPE_CHECKING:
    import datetime as dt
    from xml.etree.ElementTree import Element

    from dunlang.diagnostics import Diagnostic
    from dunlang.portfolio.documents.tree import Document

__all__ = ["Statement", "Transaction", "is_statement", "read_statements"]

_NO_REFERENCE = frozenset({"", "NONREF", "NOREF", "NOTPROVIDED", "NOTAVAILABLE", "NONE", "0"})
_OTHERS = {
    "BkToCstmrAcctRpt": "camt.052, a report within the day, which may change",
    "BkToCstmrDbtCdtNtfctn": "camt.054, a notification",
}
_MARK_LONGEST = 100


@frozen(kw_only=True)
class Transaction:
    """Money that came in or went out."""

    mark: str
    date: dt.date
    """The day of booking."""
    amount: Money
    """Above zero."""
    direction: Literal["in", "out"]
    returned: bool = False
    """Whether the bank says that it takes back an earlier entry."""
    payer: str = ""
    account: str = ""
    """The payer's account."""
    references: tuple[str, ...] = ()
    """Structured creditor references."""
    documents: tuple[tuple[str, int | None], ...] = ()
    """Documents that the payer names in structured form: number, and the minor units paid on it."""
    texts: tuple[str, ...] = ()
    """Remittance information in words, as sent in pieces."""
    end_to_end: str = ""
    """The payer's own mark of his payment."""
    fault: str = ""
    """Why it cannot be booked as it stands."""
    file: str


@frozen(kw_only=True)
class Statement:
    """The transactions of one statement of one account, and how many entries are not booked yet."""

    account: str
    id: str
    transactions: tuple[Transaction, ...]
    pending: int = 0
    closed: dt.date | None = None
    """The day of its closing balance."""


class _Unfit(ValueError):  # noqa: N818 - never leaves this module
    """An entry that cannot be used."""


def is_statement(document: Document) -> bool:
    """Whether the root is that of an ISO 20022 message, a statement or not."""
    return document.root.tag == "Document" or document.root.tag in ("BkToCstmrStmt", *_OTHERS)


def read_statements(document: Document) -> tuple[tuple[Statement, ...], tuple[Diagnostic, ...]]:
    """The statements of a message; findings say why there are none, and which entries cannot be read."""
    root, name = document.root, document.name
    body = root if root.tag == "BkToCstmrStmt" else root.find("BkToCstmrStmt")
    if body is None:
        inner = next(iter(root)).tag if len(root) else "nothing"
        other = _OTHERS.get(inner if root.tag == "Document" else root.tag, f"a message that holds `{inner[:60]}`")
        wanted = "fetch the statement of the day, camt.053, from the bank"
        message = f"cannot read `{name}`: it is {other}"
        return (), (UNREADABLE_DOCUMENT.at(None, message, file=name, help=wanted),)
    found: list[Statement] = []
    findings: list[Diagnostic] = []
    for statement in body.iterfind("Stmt"):
        read, faults = _statement(statement, name)
        found.append(read)
        findings += faults
    return tuple(found), tuple(findings)


def _statement(node: Element, name: str) -> tuple[Statement, list[Diagnostic]]:
    account = text_at(node, "Acct/Id/IBAN") or text_at(node, "Acct/Id/Othr/Id")
    account = "".join(account.split())
    seen: Counter[tuple[str, dt.date, Money, str]] = Counter()
    transactions: list[Transaction] = []
    findings: list[Diagnostic] = []
    pending = 0
    for number, entry in enumerate(node.iterfind("Ntry"), 1):
        status = text_at(entry, "Sts/Cd") or text_at(entry, "Sts") or "BOOK"
        if status != "BOOK":
            pending += 1
            continue
        try:
            read = _entry(entry, account, name)
        except (_Unfit, AmountError) as error:
            message = f"entry {number} of the statement `{text_at(node, 'Id')[:60]}` is not taken: {error}"
            findings.append(INCOMPLETE.at(None, message, file=name, help="look it up in the bank's own statement"))
            continue
        for each in read:
            what = (each.mark, each.date, each.amount, each.direction)
            seen[what] += 1
            again = seen[what]
            transactions.append(each if again == 1 else attrs.evolve(each, mark=f"{each.mark}~{again}"))
    found = tuple(transactions)
    closed = _closed(node)
    statement = Statement(account=account, id=text_at(node, "Id"), transactions=found, pending=pending, closed=closed)
    return statement, findings


def _closed(node: Element) -> dt.date | None:
    for balance in node.iterfind("Bal"):
        day = text_at(balance, "Dt/Dt")
        if text_at(balance, "Tp/CdOrPrtry/Cd") == "CLBD" and day:
            try:
                return parse_date(day)
            except ValueError:
                return None
    return None


def _entry(entry: Element, account: str, name: str) -> list[Transaction]:
    """The transactions of one booked entry."""
    whole = _money(entry.find("Amt"))
    if not whole.minor:
        return []
    direction = _direction(text_at(entry, "CdtDbtInd"))
    day = _day(entry)
    details = entry.findall("NtryDtls/TxDtls")
    back = text_at(entry, "RvslInd") in ("true", "1")
    batch = text_at(entry, "NtryDtls/Btch/NbOfTxs")
    reference = text_at(entry, "AcctSvcrRef")
    parts = [_part(each, whole, direction) for each in details]
    fault = ""
    if len(details) > 1:
        known = [minor for _, minor in parts if minor is not None]
        total = sum(minor for way, minor in parts if minor is not None and way == direction)
        total -= sum(minor for way, minor in parts if minor is not None and way != direction)
        if len(known) < len(parts):
            fault = f"a batch of {len(parts)} payments, not all of which have an amount in {whole.currency}"
        elif total != whole.minor:
            worked = Money(total, whole.currency)
            fault = f"a batch whose {len(parts)} payments add up to {worked}, while the entry says {whole}"
    elif batch.isdecimal() and len(batch) < 9 and int(batch) > 1:
        fault = f"a batch of {int(batch)} payments without their amounts"
    elif parts and (minor := parts[0][1]) is not None and minor != whole.minor:
        fault = (
            f"its payment is of {Money(minor, whole.currency)}, the entry of {whole}: the bank may have kept charges"
        )
    if fault or len(details) < 2:
        detail = details[0] if len(details) == 1 else None
        return [_transaction(entry, detail, account, name, day, whole, direction, back, reference, fault)]
    own = [text_at(each, "Refs/AcctSvcrRef") for each in details]
    apart = len(set(own)) == len(own) and not _NO_REFERENCE & {each.upper() for each in own}
    found = []
    for number, (each, (way, minor)) in enumerate(zip(details, parts, strict=True), 1):
        if minor:
            amount = Money(minor, whole.currency)
            mark = own[number - 1] if apart else reference and f"{reference}/{number}"
            found.append(_transaction(entry, each, account, name, day, amount, way, back, mark, ""))
    return found


def _part(detail: Element, whole: Money, direction: Literal["in", "out"]) -> tuple[Literal["in", "out"], int | None]:
    """Which way a payment of a batch went, and its minor units; None where it has no amount in the entry's currency."""
    way = text_at(detail, "CdtDbtInd")
    for path in ("Amt", "AmtDtls/TxAmt/Amt"):
        node = detail.find(path)
        if node is not None and node.get("Ccy") == whole.currency:
            return _direction(way) if way else direction, _money(node).minor
    return direction, None


def _transaction(
    entry: Element,
    detail: Element | None,
    account: str,
    name: str,
    day: dt.date,
    amount: Money,
    direction: Literal["in", "out"],
    back: bool,
    reference: str,
    fault: str,
) -> Transaction:
    role = "Dbtr" if direction == "in" else "Cdtr"
    structured = [] if detail is None else detail.findall("RmtInf/Strd")
    texts = [*texts_at(detail, "RmtInf/Ustrd")]
    for strd in structured:
        texts += texts_at(strd, "AddtlRmtInf")
    if not texts and not structured:
        texts += [*texts_at(detail, "AddtlTxInf"), *texts_at(entry, "AddtlNtryInf")]
    end_to_end = text_at(detail, "Refs/EndToEndId")
    found = Transaction(
        mark="",
        date=day,
        amount=amount,
        direction=direction,
        returned=back or (detail is not None and detail.find("RtrInf") is not None),
        payer=next(
            (
                " ".join(text.split())
                for path in (f"Ultmt{role}/Pty/Nm", f"Ultmt{role}/Nm", f"{role}/Pty/Nm", f"{role}/Nm")
                for text in texts_at(detail, f"RltdPties/{path}")
            ),
            "",
        ),
        account=text_at(detail, f"RltdPties/{role}Acct/Id/IBAN") or text_at(detail, f"RltdPties/{role}Acct/Id/Othr/Id"),
        references=tuple(text for strd in structured for text in texts_at(strd, "CdtrRefInf/Ref")),
        documents=tuple(
            (number, _remitted(strd, amount.currency))
            for strd in structured
            for number in texts_at(strd, "RfrdDocInf/Nb")
        ),
        texts=tuple(texts),
        end_to_end="" if end_to_end.upper() in _NO_REFERENCE else end_to_end,
        fault=fault,
        file=name,
    )
    return attrs.evolve(found, mark=_mark(account, reference, found))


def _mark(account: str, reference: str, found: Transaction) -> str:
    if reference.upper() in _NO_REFERENCE:
        named = [f"{number}={minor}" for number, minor in found.documents]
        said = [str(found.date), str(found.amount), found.direction, found.payer, found.account]
        said = [*said, *found.references, *named, *found.texts, *([found.end_to_end] if found.end_to_end else [])]
        digest = hashlib.sha256("\x1f".join(said).encode()).hexdigest()
        reference = f"sha256:{digest[:24]}"
    mark = " ".join(f"{account}/{reference}".split())
    if len(mark) <= _MARK_LONGEST and mark.isprintable():
        return mark
    return f"sha256:{hashlib.sha256(mark.encode()).hexdigest()[:24]}"


def _remitted(strd: Element, currency: str) -> int | None:
    node = strd.find("RfrdDocAmt/RmtdAmt")
    if node is None or node.get("Ccy") != currency:
        return None
    try:
        return _money(node).minor
    except (_Unfit, AmountError):
        return None


def _money(node: Element | None) -> Money:
    if node is None or not node.text:
        raise _Unfit("it has no amount")
    currency = node.get("Ccy", "")
    if currency not in CURRENCIES:
        raise _Unfit(f"`{currency[:20]}` is no currency")
    return Money(parse_amount(node.text.strip(), currency), currency)


def _direction(code: str) -> Literal["in", "out"]:
    if code == "CRDT":
        return "in"
    if code == "DBIT":
        return "out"
    raise _Unfit(f"`{code[:20]}` is neither CRDT nor DBIT")


def _day(entry: Element) -> dt.date:
    paths = ("BookgDt/Dt", "BookgDt/DtTm", "ValDt/Dt", "ValDt/DtTm")
    text = next((text for path in paths for text in texts_at(entry, path)), "")
    if not text:
        raise _Unfit("it has no day of booking")
    try:
        return parse_date(text[:10])
    except ValueError as error:
        raise _Unfit(str(error)) from None
