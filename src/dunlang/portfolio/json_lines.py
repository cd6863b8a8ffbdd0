"""JSON Lines as rows of cells: one object a line, with the columns as keys.

A number is taken as it is written, digit for digit, and never becomes a float.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NoReturn

from dunlang.portfolio.mapping import Exact
from dunlang.portfolio.table import SHOWN, Reject, Table, mapped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dunlang.portfolio.columns import Column
    from dunlang.portfolio.table import Header, Note

__all__ = ["open_json_lines", "rows_of_json_lines"]

#: The longest line that is read, in characters.
_LONGEST = 1_000_000
#: How deep lists and objects may nest in values that are not read anyway.
_DEEPEST = 32
_HELP = 'write one object a line, such as {"invoice": "F1", "amount": 180.00}'
#: Words stand in these as they are: a number with a point or a flag would be a guess.
_WORDS = ("id", "text", "email")


class _Object(list[tuple[str, Any]]):
    """The pairs of an object, doubled keys and all."""


def open_json_lines(header: Header, note: Note) -> Table | None:
    """The table of the file: every column may stand in every line. None for JSON that is not one object a line."""
    source = header.source
    start = source.text[:200].lstrip("\ufeff \t\r\n")
    if start.startswith("[") or start.partition("\n")[0].strip() == "{":
        note(Reject(file=source.name, row=1, reason="this is JSON, but not one object a line", help=_HELP))
        return None
    return Table(source=source, header=header, places=tuple((column, at) for at, column in enumerate(header.columns)))


def rows_of_json_lines(table: Table, note: Note) -> Iterator[tuple[int, list[str] | None]]:
    """The rows: their line, and their cells in the order of ``table.places``, stripped. Blank lines are left out.

    None stands for a line that cannot be read; its fault has been noted. A key that is no column is noted once.
    """
    decoder = json.JSONDecoder(parse_int=Exact, parse_float=Exact, parse_constant=_no_number, object_pairs_hook=_Object)
    name, header = table.source.name, table.header
    at_of = {column.name: at for at, (column, _) in enumerate(table.places)}
    columns = [column for column, _ in table.places]
    strange: set[str] = set()
    for line, text in _lines(table.source.text.removeprefix("\ufeff")):
        pairs = _pairs(decoder, text)
        if isinstance(pairs, str):
            note(Reject(file=name, row=line, value=text.strip()[:SHOWN], reason=pairs, help=_HELP))
            yield line, None
            continue
        cells = [""] * len(columns)
        seen: dict[str, str] = {}
        sound = True
        for key, value in pairs:
            known = header.name(key)
            if not known:
                continue
            if known in seen:
                sound = False
                written = f"as `{seen[known][:SHOWN]}` and as `{key[:SHOWN]}`"
                note(header.twice(line, known, key, written, "keep one of them"))
                continue
            seen[known] = key
            column = header.column(known)
            if column is None:
                if known not in strange:
                    strange.add(known)
                    note(header.unknown(line, key))
                continue
            cell, fault = _cell(column, value)
            if fault:
                sound = False
                note(Reject(file=name, row=line, column=column.name, value=cell[:SHOWN], reason=fault))
                continue
            cells[at_of[column.name]] = cell
        yield line, mapped(table, cells) if sound else None


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines that are not blank, with their numbers; only a line feed ends one."""
    start = number = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        number += 1
        line = text[start:end]
        if line.strip():
            yield number, line
        start = end + 1


def _pairs(decoder: json.JSONDecoder, line: str) -> _Object | str:
    """The keys and values of the object on a line, or what is wrong with it."""
    if len(line) > _LONGEST:
        return f"the line has {len(line):,} characters; at most {_LONGEST:,} are read"
    if line.count("[") + line.count("{") > _DEEPEST and _depth(line) > _DEEPEST:
        return f"lists and objects nest deeper than {_DEEPEST} levels"
    try:
        found = decoder.decode(line)
    except json.JSONDecodeError as error:
        return f"not JSON: {error.msg[:1].lower()}{error.msg[1:].removesuffix(' at')} at character {error.colno}"
    except ValueError as error:
        return f"not JSON: {error}"
    if not isinstance(found, _Object):
        return "the line is JSON, but not an object"
    if "\\u" in line and not _whole(found):
        return "a text holds half a character (an unpaired surrogate)"
    return found


def _depth(line: str) -> int:
    """How deep lists and objects nest on a line, whatever its strings hold."""
    depth = deepest = 0
    quoted = escaped = False
    for sign in line:
        if escaped:
            escaped = False
        elif quoted:
            escaped, quoted = sign == "\\", sign != '"'
        elif sign == '"':
            quoted = True
        elif sign in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif sign in "]}":
            depth -= 1
    return deepest


def _whole(found: _Object) -> bool:
    try:
        for key, value in found:
            key.encode()
            if isinstance(value, str):
                value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _cell(column: Column, value: Any) -> tuple[str, str]:
    """A value as a cell, and what is wrong with it."""
    match value:
        case None:
            return "", ""
        case bool():
            shown = "true" if value else "false"
            fault = f"`{shown}` stands where a text is meant" if column.kind in _WORDS else ""
            return shown, fault
        case Exact():
            plain = value.lstrip("-").isdigit() or column.kind not in _WORDS
            return value, "" if plain else f"the number `{value[:SHOWN]}` stands where a text is meant"
        case str():
            return value.strip(), ""
        case _Object():
            return "{…}", f"an object stands where one value is meant for `{column.name}`"
        case _:
            return "[…]", f"a list stands where one value is meant for `{column.name}`"


def _no_number(word: str) -> NoReturn:
    raise ValueError(f"`{word}` is no number")
