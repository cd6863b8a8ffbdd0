"""Files that ship with dunlang: found in the wheel, or in the checkout for an editable install."""

from __future__ import annotations

from binascii import crc32
from functools import cache
from pathlib import Path

__all__ = ["checksum", "law_data", "page_asset", "shipped"]

_PACKAGE = Path(__file__).resolve().parent


@cache
def shipped(name: str) -> Path:
    """The folder *name* (``grammar``, ``policies``) wherever this installation keeps it."""
    for root in (_PACKAGE / "_shipped", _PACKAGE.parents[1]):
        if (root / name).is_dir():
            return root / name
    raise FileNotFoundError(f"this installation of dunlang lacks its folder {name!r}: install it again")


def law_data() -> Path:
    """The folder of the shipped law data."""
    return _PACKAGE / "law" / "data"


def checksum(text: str) -> str:
    """The key of what was made from *text* and ships: it tells an edited text, and ``hashlib`` is slow to load."""
    data = text.encode()
    return f"{len(data)}:{crc32(data):08x}"


@cache
def page_asset(name: str) -> str:
    """A part of the HTML reports: the text of ``page.html.j2`` or ``style.css``."""
    return (_PACKAGE / "report" / "html" / "assets" / name).read_text(encoding="utf-8")
