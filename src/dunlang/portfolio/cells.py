"""How the cells of a row are read: dates, amounts, closed lists. A cell is read exactly or refused, never guessed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, TypeAlias

from dunlang.dates import parse_date
from dunlang.diagnostics import did_you_mean
from dunlang.model.codes import LANGUAGES, country_code
from dunlang.money import CURRENCIES, AmountError, Money, parse_amount
from dunlang.portfolio.mapping import amount_reader, read_day_first
from dunlang.portfolio.table import Reject

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from dunlang.model.case import Value
    from dunlang.portfolio.columns import Column
    from dunlang.portfolio.mapping import PartMapping
    from dunlang.portfolio.table import Table

__all__ = ["Row", "row_reader"]

#: The cells of one row that are filled in, by the name of their column.
Row = dict[str, "Value"]

_DAY_FIRST = re.compile(r"\d{1,2}[-/. ]\d{1,2}[-/. ]\d{2,4}")
#: What letters can be sent to: one name, one domain, no comment, no list, no display name.
_EMAIL = re.compile(r"[^\s@,;:<>()\[\]\\\"]{1,64}@[^\s@,;:<>()\[\]\\\".]+(\.[^\s@,;:<>()\[\]\\\".]+)+")
_DAYS = re.compile(r"-?[0-9]{1,5}")
_FLAGS = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
_SHOWN = 60
#: The most words that a message lists: all kinds of events, not all currencies.
_LISTED = 30


Severity: TypeAlias = Literal["error", "warning"]


class _CellError(ValueError):
    """A cell that cannot be read: the reason, and what to do. A warning leaves out the cell, not its row."""

    def __init__(self, reason: str, help: str = "", severity: Severity = "error") -> None:  # noqa: A002 - the field's own name
        super().__init__(reason)
        self.help = help
        self.severity: Severity = severity


Read: TypeAlias = "Callable[[str], Value]"


def row_reader(
    table: Table, currency_of: Callable[[Row], str], note: Callable[[Reject], None]
) -> Callable[[int, list[str]], Row | None]:
    """A reader for the rows of *table*: all cells of a row, or None where any is at fault (each fault is noted).

    Amounts are read in the currency that *currency_of* gives for the other cells of the row.
    """
    plain = [
        (column.name, at, _reader(column, table.part))
        for at, (column, _) in enumerate(table.places)
        if column.kind != "amount"
    ]
    amounts = [(column.name, at) for at, (column, _) in enumerate(table.places) if column.kind == "amount"]
    required = [(column, at) for at, (column, _) in enumerate(table.places) if column.required]
    plain_amount = amount_reader(table.part)
    at_currency = next((at for at, (column, _) in enumerate(table.places) if column.kind == "currency"), None)

    def fault(line: int, column: str, value: str, error: _CellError | AmountError, wanted: str) -> None:
        severity: Severity = error.severity if isinstance(error, _CellError) else "error"
        file, shown = table.source.name, _visible(value)
        own = table.written.get(column, column)
        reason = str(error) + (f" (column `{_visible(own)}` of the file)" if own.casefold() != column else "")
        note(Reject(file=file, row=line, column=column, value=shown, reason=reason, help=wanted, severity=severity))

    def read(line: int, cells: list[str]) -> Row | None:
        row: Row = {}
        sound = True
        for column, at in required:
            if not cells[at]:
                sound = False
                empty = _CellError(f"`{column.name}` is empty")
                fault(line, column.name, "", empty, f"fill it in: {column.meaning}")
        for name, at, parse in plain:
            if text := cells[at]:
                try:
                    row[name] = parse(text)
                except _CellError as error:
                    sound = sound and error.severity == "warning"
                    fault(line, name, text, error, error.help)
        for name, at in amounts:
            if digits := (text := cells[at]):
                code = currency_of(row)
                if at_currency is not None and cells[at_currency] and code != cells[at_currency]:
                    break  # the cell of the currency is at fault already
                try:
                    digits = text if plain_amount is None else plain_amount(text)
                    row[name] = Money(parse_amount(digits, code), code)
                except AmountError as error:
                    sound = False
                    own = AmountError(str(error).replace(f"`{digits}`", f"`{text}`"))  # as the author wrote it
                    fault(line, name, text, own, _amount_help(text, declared=plain_amount is not None))
        return row if sound else None

    return read


def _reader(column: Column, part: PartMapping) -> Read:
    match column.kind:
        case "date":
            return _remember(_date if part.dates == "year-first" else _day_first)
        case "word":
            return _remember(_word(column.values))
        case "currency":
            return _remember(_currency)
        case "country":
            return _remember(_country)
        case "language":
            return _remember(_language)
        case "flag":
            return _flag
        case "count":
            return _count
        case "days":
            return _days
        case "id":
            return _id
        case "email":
            return _email
        case _:
            return _text


def _remember(read: Read) -> Read:
    """Few distinct values fill most columns: read each once."""

    class Known(dict[str, "Value"]):
        def __missing__(self, text: str) -> Value:
            found = self[text] = read(text)
            return found

    return Known().__getitem__


def _date(text: str) -> Value:
    try:
        return parse_date(text)
    except ValueError as error:
        if _DAY_FIRST.fullmatch(text):
            wanted = "write year, month, day, or declare `dates: day-first` in a mapping"
            raise _CellError(f"`{text}` is not a date of the form 2026-01-31", wanted) from None
        raise _CellError(str(error)) from None


def _day_first(text: str) -> Value:
    try:
        return read_day_first(text)
    except ValueError as error:
        raise _CellError(str(error)) from None


def _word(values: Iterable[str]) -> Read:
    allowed = tuple(values)

    def read(text: str) -> Value:
        if text in allowed:
            return text
        listed = ", ".join(f"`{value}`" for value in allowed)
        close = did_you_mean(text[:_SHOWN], allowed)
        wanted = f"did you mean `{close}`?" if close else f"write one of {listed}" if len(allowed) <= _LISTED else ""
        raise _CellError(f"`{text[:_SHOWN]}` is not one of the {len(allowed)} words that this column knows", wanted)

    return read


def _currency(text: str) -> Value:
    if text in CURRENCIES:
        return text
    close = text.upper() if text.upper() in CURRENCIES else ""
    raise _CellError(
        f"`{text[:_SHOWN]}` is not a currency of ISO 4217",
        f"write `{close}`" if close else "write a code such as `EUR`",
    )


def _country(text: str) -> Value:
    if code := country_code(text):
        return code
    close = country_code(text.upper())
    wanted = f"write `{close}`" if close else "write two capitals of ISO 3166, such as `NL`"
    raise _CellError(f"`{text[:_SHOWN]}` is not the code of a country", wanted)


def _language(text: str) -> Value:
    if text in LANGUAGES:
        return text
    close = text.lower() if text.lower() in LANGUAGES else ""
    wanted = f"write `{close}`" if close else "write two small letters of ISO 639-1, such as `nl`"
    raise _CellError(f"`{text[:_SHOWN]}` is not the code of a language", wanted)


def _flag(text: str) -> Value:
    found = _FLAGS.get(text.casefold())
    if found is None:
        raise _CellError(f"`{text[:_SHOWN]}` is neither yes nor no", "write `yes` or `no`")
    return found


def _count(text: str) -> Value:
    if text.isascii() and text.isdigit() and len(text) <= 9:
        return int(text)
    raise _CellError(f"`{text[:_SHOWN]}` is not a whole number from 0 to 999999999", "write digits only")


def _days(text: str) -> Value:
    if _DAYS.fullmatch(text):
        return int(text)
    raise _CellError(f"`{text[:_SHOWN]}` is not a whole number of days", "write digits, with `-` before them for early")


def _id(text: str) -> Value:
    if text.isprintable() and len(text) <= 100:
        return text
    raise _CellError(
        f"`{_visible(text)}` is no id", "use at most 100 characters, none of them a line break or a control character"
    )


def _email(text: str) -> Value:
    """Whoever has a wrong address still owes: the cell is left out, the row is not."""
    if len(text) <= 254 and _EMAIL.fullmatch(text) and text.isprintable():
        return text
    wanted = "write one address, such as `name@example.com`, or leave the cell empty"
    raise _CellError(f"`{_visible(text)}` is not an e-mail address: it is left out", wanted, "warning")


def _text(text: str) -> Value:
    if text.isprintable() or all(sign.isprintable() or sign in "\n\r\t\u00a0\u202f\u2009\u3000" for sign in text):
        return text
    raise _CellError(f"`{_visible(text)}` holds a control character", "take it out")


def _visible(text: str) -> str:
    return "".join(sign if sign.isprintable() else f"\\x{ord(sign):02x}" for sign in text[:_SHOWN])


def _amount_help(text: str, *, declared: bool) -> str:
    if text.lstrip().startswith("-"):
        return "write a credit note as a row of kind `credit`, above zero, or declare `negative: credit` in a mapping"
    if "e" in text.casefold() and any(sign.isdigit() for sign in text):
        return "write all digits: 1000.00"
    if declared:
        return "set right the cell, or `decimal` and `thousands` in the mapping"
    return "" if "," in text else "write digits, and a point before the cents: 1234.56"
