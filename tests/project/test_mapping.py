"""The file that says how another system's files are to be read: what is taken, and how a mistake in it is said."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from dunlang.project.mapping import MappingFile, load_mapping, mapping_schema, read_mapping
from dunlang.project.schemas import schema_text
from dunlang.source import Source

WHOLE = """
decimal: comma
thousands: point
dates: day-first
payments-until: 2026-03-02
invoices:
  file: open*.csv
  columns:
    Factuurnr: invoice
    Bedrag incl. btw: amount
    Soort klant: debtor_kind
    Project: project
  values:
    kind: {F: invoice, C: credit}
    debtor_kind: {1: consumer}
  negative: credit
  encoding: windows-1252
  defaults: {currency: EUR, debtor_country: NL}
  ignore: [Boekstuk]
events:
  decimal: point
  thousands: none
  values:
    event: {BET: payment}
"""
ATTRIBUTES = (("invoice", "project"),)


def read(text: str, attributes: Any = ()) -> MappingFile:
    """The mapping in *text*, which has no mistake."""
    found = read_mapping(Source("kolommen.yaml", text), attributes)
    assert isinstance(found, MappingFile), found
    return found


def test_everything_is_read() -> None:
    """Every key has its place; a part goes before what stands above all parts."""
    found = read(WHOLE, ATTRIBUTES)
    invoices, debtors, events = found.mapping.invoices, found.mapping.debtors, found.mapping.events
    assert invoices.columns["Bedrag incl. btw"] == "amount"
    assert invoices.values == {"kind": {"F": "invoice", "C": "credit"}, "debtor_kind": {"1": "consumer"}}
    assert invoices.defaults == {"currency": "EUR", "debtor_country": "NL"}
    assert invoices.ignored == {"Boekstuk"}
    assert (invoices.negative, invoices.encoding, events.encoding) == ("credit", "windows-1252", "utf-8")
    assert [(part.decimal, part.thousands, part.dates) for part in (invoices, debtors, events)] == [
        ("comma", "point", "day-first"),
        ("comma", "point", "day-first"),
        ("point", "none", "day-first"),
    ]
    assert found.mapping.payments_until == dt.date(2026, 3, 2)
    assert found.part_of(Path("x/open-items.csv")) == "invoices"
    assert found.part_of(Path("x/items.csv")) is None


@pytest.mark.parametrize(
    ("text", "findings"),
    [
        ("", [("the file is empty", "start with `invoices:`")]),
        ("- a\n", [("a mapping is meant here", "write `key: value` lines")]),
        ("invoice: {}\n", [("`invoice` is not a key here", "did you mean `invoices`?")]),
        ("decimal: komma\n", [("`komma` is none of `point`, `comma`", "did you mean `comma`?")]),
        ("dates: month-first\n", [("`month-first` is none of `year-first`, `day-first`", None)]),
        ("invoices: {colums: {}}\n", [("`colums` is not a key here", "did you mean `columns`?")]),
        ("invoices: {columns: {B: amout}}\n", [("`amout` is no column of invoices", "did you mean `amount`?")]),
        ("events: {columns: {B: insured}}\n", [("`insured` is no column of events", "use one of `date`, `event`, ")]),
        ("invoices: {columns: {B: date, C: date}}\n", [("`B` and `C` are both `date`", "keep one of them")]),
        ("invoices: {columns: {B: date, b: due}}\n", [("`b` stands twice: capitals make no difference", "keep one")]),
        ("invoices: {columns: {B: date, B: due}}\n", [("`B` stands twice", "keep one of them")]),
        ("debtors: {values: {kind: {P: consumr}}}\n", [("`consumr` is none of ", "did you mean `consumer`?")]),
        ("debtors: {values: {kindd: {}}}\n", [("`kindd` is not a key here", "did you mean `kind`?")]),
        (
            "debtors: {defaults: {country: NO}}\n",
            [("`NO` without quotes is a boolean to YAML", 'write "NO" in quotes')],
        ),
        ("invoices: {file: a/b.csv}\n", [("`a/b.csv` is not a file's name such as", None)]),
        ("thousands: point\n", [("in invoices a point stands before the decimals and between", "let `decimal` and")]),
        (
            "thousands: comma\nevents: {decimal: comma}\n",
            [("in events a comma stands before the decimals and between the thousands", "let `decimal` and")],
        ),
        ("payments-until: 02-03-2026\n", [("`02-03-2026` is not a date", "write it as 2026-01-31")]),
        ("a: &a b\n", [("anchors and aliases are not read", None)]),
        ("a: !!python/object:os.system b\n", [("tags are not read", None)]),
        ("a: {\n", [("not YAML: ", None)]),
        ("[" * 100, [("nested deeper than 16 levels", None)]),
    ],
)
def test_a_mistake_is_told_with_its_place(text: str, findings: list[tuple[str, str | None]]) -> None:
    """Each mistake is a finding under one code, with what is right; there is no mapping then."""
    found = read_mapping(Source("kolommen.yaml", text))
    assert isinstance(found, tuple)
    assert {one.code for one in found} == {"CFG004"}
    assert len(found) == len(findings), found
    for one, (said, wanted) in zip(found, findings, strict=True):
        assert one.message.startswith(said)
        assert (one.help or "").startswith(wanted or "")
        assert one.path == "kolommen.yaml"


def test_a_file_that_is_not_there_is_a_finding(tmp_path: Path) -> None:
    """No exception for a wrong path."""
    found = load_mapping(tmp_path / "weg.yaml", ())
    assert isinstance(found, tuple)
    assert [one.code for one in found] == ["FIL001"]


def test_attributes_of_the_policy_are_columns() -> None:
    """What the policy declares may be mapped, in its own part only."""
    text = "debtors: {columns: {K: klasse}}\n"
    assert read(text, [("debtor", "klasse")]).mapping.debtors.columns == {"K": "klasse"}
    assert isinstance(read_mapping(Source("k", text), [("invoice", "klasse")]), tuple)


def test_the_published_schema_is_that_of_the_reader() -> None:
    """The schema on disk is the one that the shapes describe, and takes what they take."""
    schema = json.loads(schema_text("mapping"))
    assert schema == mapping_schema(), "write it anew from mapping_schema()"
    jsonschema.Draft202012Validator.check_schema(schema)
    document = yaml.load(WHOLE.replace("1: consumer", '"1": consumer'), Loader=yaml.BaseLoader)
    jsonschema.Draft202012Validator(schema).validate(document)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schema).validate({"decimal": "komma"})


_WORDS = st.sampled_from(
    ["invoices", "columns", "amount", "decimal", "comma", "values", "kind", "P", "- ", ": ", "\n", "  ", "{", "}", "&a"]
)


@settings(max_examples=80, deadline=None)
@given(st.lists(_WORDS | st.text(max_size=4), max_size=25).map("".join))
def test_no_text_makes_the_reader_fail(text: str) -> None:
    """Any text gives a mapping or findings."""
    found = read_mapping(Source("k.yaml", text))
    assert isinstance(found, MappingFile) or found
