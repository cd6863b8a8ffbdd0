"""What an e-invoice states in the words of EN 16931, whatever its syntax: texts as written, nothing judged."""

from __future__ import annotations

from dunlang.records import frozen

__all__ = ["Buyer", "Fields", "Identifier"]


@frozen(kw_only=True)
class Identifier:
    """An identifier and the code of its scheme (ISO 6523, or `EM` for an e-mail address); empty without one."""

    scheme: str = ""
    id: str


@frozen(kw_only=True)
class Buyer:
    """BG-7: who owes."""

    identifiers: tuple[Identifier, ...] = ()
    """BT-46."""
    vat: str = ""
    """BT-48."""
    registrations: tuple[Identifier, ...] = ()
    """BT-47."""
    endpoints: tuple[Identifier, ...] = ()
    """BT-49."""
    name: str = ""
    """BT-44, else BT-45."""
    email: str = ""
    """BT-58."""
    lines: tuple[str, ...] = ()
    """BT-50, BT-51, BT-163."""
    postal_code: str = ""
    city: str = ""
    country: str = ""


@frozen(kw_only=True)
class Fields:
    """The fields of one document that a ledger uses."""

    number: str
    """BT-1."""
    issued: str
    """BT-2."""
    type_code: str
    """BT-3, a code of UNTDID 1001."""
    credit_note: bool
    """Whether the syntax itself says that it is a credit note (UBL does)."""
    dues: tuple[str, ...]
    """BT-9; extensions have several."""
    terms: tuple[str, ...]
    """BT-20."""
    currency: str
    """BT-5."""
    amount_currencies: tuple[str, ...]
    """The currencies written at the totals."""
    total: str
    """BT-112, with VAT."""
    prepaid: str
    """BT-113."""
    rounding: str
    """BT-114."""
    payable: str
    """BT-115."""
    seller: str
    """BT-27."""
    buyer: Buyer | None
    preceding: tuple[str, ...]
    """BT-25."""
    order: str
    """BT-13."""
    delivered: str
    """BT-72."""
    references: tuple[str, ...]
    """BT-83: what the payment should bear."""
    items: tuple[str, ...]
    """BT-153 of the first two lines."""
    language: str
