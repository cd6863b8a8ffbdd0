"""The rows of a worklist as CSV, JSON Lines and tables: nothing in them runs, numbers stay numbers, sums are there."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re

import jsonschema
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from dunlang.model.case import Case, Debtor, Invoice
from dunlang.money import Money
from dunlang.portfolio.gathering import Gathering
from dunlang.project.schemas import schema_text
from dunlang.report.html.lists import due_row
from dunlang.report.worklist_csv import COLUMNS, safe_cell, worklist_csv
from dunlang.report.worklist_json import worklist_json, worklist_jsonl
from dunlang.report.worklist_table import worklist_table
from tests.report.days import day_of
from tests.schedule.conftest import from_text

#: What makes a cell a formula for some spreadsheet.
SIGNS = "=+-@\uff1d\uff0b\uff0d\uff20"


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+31 6 12345678", "'+31 6 12345678"),
        ("-x", "'-x"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t'=1"),
        ("\r=1", "'\r'=1"),
        ("  =1", "'  =1"),
        ('"=1"', '\'"=1"'),
        ("\u00a0=1", "'\u00a0=1"),
        ("\ufeff=1", "'\ufeff=1"),
        ("\uff1d1", "'\uff1d1"),
        ("Jansen;=1+1;", "Jansen;'=1+1;"),
        ("Jansen\n=1+1", "Jansen\n'=1+1"),
        ("-12.50", "-12.50"),
        ("-12", "-12"),
        ("-12;=1", "'-12;'=1"),
        ("-12\n", "'-12\n"),
        ("12.50", "12.50"),
        ("O'Brien-Smith; Jr.", "O'Brien-Smith; Jr."),
        ("", ""),
    ],
)
def test_formula_cells(cell: str, written: str) -> None:
    """A sign that starts a formula is never the first of a cell, however a spreadsheet cuts the line; numbers stay."""
    assert safe_cell(cell) == written


texts = st.text(alphabet=st.sampled_from([*SIGNS, *"aé1 ,;\t\r\n\"'|\u00a0\ufeff\u200b"]), max_size=12)


@settings(max_examples=60, deadline=None)
@given(name=texts, debtor=texts, note=texts)
def test_no_text_runs(name: str, debtor: str, note: str) -> None:
    """Whatever stands in names and numbers, no cell of the file is a formula, read with comma, semicolon or tab."""
    text = worklist_csv(day_of(name=name, debtor="D" + debtor, invoice="F" + note))
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert all(len(row) == len(COLUMNS) for row in rows)
    for delimiter in ",;\t":
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            for cell in row:
                bare = cell.lstrip(' "\u00a0\ufeff\u200b\t\r\n')
                assert bare[:1] not in tuple(SIGNS) or not bare or re.fullmatch(r"-\d+(\.\d+)?", cell), (delimiter, row)


def test_numbers_stay_numbers() -> None:
    """Amounts and days of every row can be added up and sorted as they stand."""
    rows = list(csv.DictReader(io.StringIO(worklist_csv(day_of(name="=1")), newline="")))
    assert {row["list"] for row in rows} >= {"worklist", "forecast", "held", "needs a person"}
    for row in rows:
        assert re.fullmatch(r"\d+\.\d\d", row["outstanding"])
        assert all(re.fullmatch(r"(\d+\.\d\d)?", row[name]) for name in ("interest", "costs", "total"))
        assert re.fullmatch(r"(\d{4}-\d\d-\d\d)?", row["date"])
        assert row["name"] == "'=1"


def test_json_lines() -> None:
    """Each line is one object that names its list; without that name it is what the JSON document has, in order."""
    found = day_of(name="Bakker\u2028\n=1")
    document = json.loads(worklist_json(found, tool="1"))
    lines = [json.loads(line) for line in worklist_jsonl(found).split("\n")[:-1]]
    expected = [
        {"list": name, **row}
        for name, key in (
            ("worklist", "worklist"),
            ("held", "held"),
            ("blocked", "blocked"),
            ("forecast", "forecast"),
            ("needs a person", "needs_person"),
        )
        for row in document[key]
    ]
    assert lines == expected
    assert len({line["list"] for line in lines}) >= 4


def test_json_has_the_sums() -> None:
    """The document has the totals by group, step and channel, by week and by age, as its schema says."""
    document = json.loads(worklist_json(day_of(), tool="1"))
    jsonschema.Draft202012Validator(json.loads(schema_text("worklist"))).validate(document)
    assert sum(total["count"] for total in document["totals"]) == len(document["worklist"])
    assert sum(week["steps"] for week in document["forecast_weeks"]) == len(document["forecast"]) > 0
    assert {total["channel"] for total in document["totals"]} == {"email"}
    assert [one["age"] for one in document["ageing"]] == ["1-30", "due date unknown", "due date unknown"]


def test_table_has_the_sums() -> None:
    """The terminal shows totals by step and way, the forecast by week, and what is open by age."""
    text = worklist_table(day_of())
    for title in ("worklist by step", "forecast by week", "open by days after the due date"):
        assert f"\n{title}\n" in text
    assert re.search(r"2026-03-09 +2026-03-15 +2 +1 +100\.00 EUR", text)


def test_interest_without_a_known_rate_is_said() -> None:
    """A forecast beyond the last published rate shows interest that is too low: each form says from which day on."""
    made = from_text(
        'policy "T" { law NL } group all { otherwise payment within 30 days of invoice interest statutory '
        "steps { a 1 day after due call b 30 days after due call } }"
    )
    debtor = Debtor(id="D1", kind="business", country="NL")
    probe = Invoice(id="F1", date=dt.date(2026, 1, 5), amount=Money(1_000_000))
    rule = made.money_rules(made.policy.groups[0], debtor, probe, dt.date(2026, 2, 4)).interest
    assert rule is not None
    last = rule.periods[-1].end
    date = last - dt.timedelta(days=50)
    claim = Case(debtor=debtor, invoices=(evolve(probe, date=date),))
    gathering = Gathering(made, date, last + dt.timedelta(days=60))
    gathering.take(made.schedule(claim, as_of=date, until=gathering.until))
    found = gathering.simulation()
    first = str(found.forecast[-1].amounts.unknown_from) if found.forecast[-1].amounts is not None else ""
    why = [row["why"] for row in csv.DictReader(io.StringIO(worklist_csv(found)))]
    assert [f"without the days from {first} on: no rate is known" in text for text in why] == [False, True]
    assert f"in 1 row the interest is without days for which no rate is known, the first {first}" in worklist_table(
        found
    )
    assert f"no rate known from {first}" in due_row(found.forecast[-1], made.policy)["interest"]
