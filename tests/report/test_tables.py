"""Tables and the width of text."""

from __future__ import annotations

import pytest

from dunlang.report.tables import table
from dunlang.report.width import clean, pad, width


def test_aligned_by_shown_width() -> None:
    """Columns line up below wide letters and accents; numbers stand to the right; an empty column goes."""
    text = table(
        ("name", "empty", "amount", "last"),
        [("你好", "", "1.00", "a"), ("Yılmaz e\u0301", "", "1234.50", "b\x1b[31m")],
        right=(2,),
    )
    assert text == ("name       amount  last\n你好         1.00  a\nYılmaz e\u0301  1234.50  b\u241b[31m\n")


def test_no_rows_no_table() -> None:
    """Without rows there is not even a header."""
    assert table(("a",), []) == ""


@pytest.mark.parametrize(
    ("text", "columns"), [("abc", 3), ("你", 2), ("e\u0301", 1), ("💶", 2), ("a\tb", 6), ("\u200b", 0), ("", 0)]
)
def test_width(text: str, columns: int) -> None:
    """Wide letters count two, combining ones none."""
    assert width(text) == columns
    assert width(pad(text, 9)) == 9


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\tb", "a    b"),
        ("\x1b", "\u241b"),
        ("\x7f", "\u2421"),
        ("\x9b", "\ufffd"),
        ("\u202e", "\ufffd"),
        ("é你", "é你"),
    ],
)
def test_clean(text: str, shown: str) -> None:
    """Control and direction characters become visible."""
    assert clean(text) == shown
