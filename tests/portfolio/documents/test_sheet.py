"""CSV files of a ledger: rows are added, all else stays."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dunlang.diagnostics import Diagnostic
from dunlang.portfolio.documents.sheet import Sheet, open_sheet
from dunlang.source import Source


def opened(text: str, *columns: str) -> Sheet:
    """The sheet of a text."""
    found = open_sheet(Source("x.csv", text), "x.csv", columns, ())
    assert isinstance(found, Sheet)
    return found


def test_new_rows_leave_every_byte_before_them() -> None:
    """Quotes, blanks, line ends and a row of the wrong length stay as they are."""
    text = 'a;b\r\n "x" ; "1;2"\r\n"q";2\r\nshort\r\n\r\n3;4'
    sheet = opened(text.replace(' "x" ; "1;2"', '"x";"1;2"'))
    sheet.add({"a": "n;w", "b": ""})
    assert sheet.text() == 'a;b\r\n"x";"1;2"\r\n"q";2\r\nshort\r\n\r\n3;4\r\n"n;w";\r\n'
    assert [row for _, row in sheet.each()] == [
        {"a": "x", "b": "1;2"},
        {"a": "q", "b": "2"},
        {"a": "3", "b": "4"},
        {"a": "n;w"},
    ]


def test_a_new_column_is_put_at_the_end_of_every_sound_row() -> None:
    """Only where there is something to put in it."""
    sheet = opened("a,b\n1,2\n3\n")
    sheet.add({"a": "4", "c": ""})
    assert sheet.text() == "a,b\n1,2\n3\n4,\n"
    sheet.add({"a": "5", "c": "6"})
    assert sheet.text() == "a,b,c\n1,2,\n3\n4,,\n5,,6\n"


def test_a_file_that_is_not_there_starts_with_its_columns() -> None:
    """A new file has the header and the rows."""
    sheet = open_sheet(None, "x.csv", ("a", "b"), ("a",))
    assert isinstance(sheet, Sheet)
    assert not sheet.changed
    sheet.add({"b": "1\n2"})
    assert sheet.text() == 'a,b\n,"1\n2"\n'


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("x,y\n1,2\n", "its header lacks `a`"),
        ('a,b\n"1"2,3\n', "line 2 cannot be read"),
        ('a,b\n"1,3\n', "cannot be read"),
        ('a,amount\n1,"12,50"\n', "its amounts are written as `12,50`"),
        ("a,date\n1,31-01-2026\n", "its dates are written as `31-01-2026`"),
        ("a,b\n" + "9" * 200_000 + ",1\n", "cannot be read"),
    ],
)
def test_a_file_that_cannot_take_rows_is_refused(text: str, reason: str) -> None:
    """Nothing is guessed about a broken file or about other headers."""
    found = open_sheet(Source("x.csv", text), "x.csv", ("a", "b"), ("a",))
    assert isinstance(found, Diagnostic)
    assert found.code == "DOC011"
    assert reason in found.message


CELLS = st.text("ab1,;\"'\n é", max_size=5)


@settings(max_examples=80)
@given(st.lists(st.lists(CELLS, min_size=2, max_size=2), max_size=4), st.lists(CELLS, min_size=3, max_size=3))
def test_what_was_there_is_there_after_any_addition(rows: list[list[str]], new: list[str]) -> None:
    """Whatever the cells, the old rows read the same, and the new one reads as it was given."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([["a", "b"], *rows])
    sheet = opened(out.getvalue())
    sheet.add(dict(zip(("a", "b", "c"), new, strict=True)))
    read = list(csv.reader(io.StringIO(sheet.text(), newline="")))
    width = 3 if new[2] else 2
    kept = [row for row in read[1:-1] if row]
    assert [row[:2] for row in kept if any(row)] == [row for row in rows if any(row)]
    if any(new):
        assert read[-1] == new[:width]
