"""The shipped data: every country, read through the same strict door, and its generated files."""

from __future__ import annotations

import datetime as dt
import importlib.util
import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import jsonschema
import pytest
import yaml

from dunlang.law import load_book
from dunlang.law.book import load_shipped, shipped_countries
from dunlang.law.load import unknown_references
from dunlang.law.rates import FOREVER, Series
from dunlang.resources import law_data
from tests.law.packs import country

#: Countries whose rate stands in the act itself and does not change by the half-year.
FIXED = ("CH",)

FILES = sorted(law_data().glob("*/*.yaml"))


def generator(name: str) -> ModuleType:
    """A script of tests/generate as a module."""
    path = Path(__file__).parents[1] / "generate" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"generate_{name}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Plain(yaml.SafeLoader):
    """A YAML reader that leaves dates as text, for the JSON Schema."""


Plain.yaml_implicit_resolvers = {
    first: [(tag, regexp) for tag, regexp in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def all_rates() -> Iterator[tuple[str, str]]:
    """Each country with each of its rates."""
    book, _ = load_book()
    for code in shipped_countries():
        law = country(book, code)
        for kind in law.rate_kinds():
            yield code, kind


@pytest.mark.parametrize("code", shipped_countries())
def test_a_country_has_no_findings(code: str) -> None:
    """What ships is right by the rules that hold for packs."""
    data, found = load_shipped(code)
    assert [f"{finding.span}: {finding.message}" for finding in found] == []
    assert data is not None
    assert data.code == code
    assert data.name
    assert data.currency


def test_every_reference_between_rates_resolves() -> None:
    """No rate rests on one that is not there, in whatever country."""
    loaded = {code: load_shipped(code)[0] for code in shipped_countries()}
    names = {
        code: frozenset(p.body.rate for p in data.provisions if isinstance(p.body, Series))
        for code, data in loaded.items()
        if data is not None
    }
    for data in loaded.values():
        assert data is not None
        assert [finding.message for finding in unknown_references(data, names)] == []


def test_ids_begin_with_their_country() -> None:
    """An id says where it holds, and is used once in all the data."""
    seen: set[str] = set()
    for code in shipped_countries():
        data, _ = load_shipped(code)
        assert data is not None
        for provision in data.provisions:
            assert provision.id.startswith(f"{code.lower()}.")
            assert provision.id not in seen
            assert provision.verified_on is not None
            seen.add(provision.id)


@pytest.mark.parametrize(("code", "kind"), list(all_rates()))
def test_rates_are_in_order_and_end(code: str, kind: str) -> None:
    """The periods of a rate follow each other; one that is fixed each half-year is not known for ever."""
    law = country(code=code)
    periods = law.all_rates(kind)
    unknown = [row.row.percent is None for p in law.provisions("rate") if p.body.rate == kind for row in p.body.rows]
    assert periods or all(unknown)
    for one, two in pairwise(periods):
        assert one.start < one.end <= two.start
    if periods and kind in ("commercial", "reference") and code not in FIXED:
        assert periods[-1].end < FOREVER


@pytest.mark.parametrize("code", shipped_countries())
def test_named_calendars_are_there(code: str) -> None:
    """The calendars of a country are in the table, and one counts its periods."""
    book, _ = load_book()
    law = country(code=code)
    for name in law.calendars.values():
        assert book.calendar(name) is not None
    assert law.period_calendar() is not None


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_the_files_fit_the_schema(path: Path) -> None:
    """The JSON Schema that editors use takes every shipped file."""
    schema: dict[str, Any] = json.loads((law_data() / "schema.json").read_text("utf-8"))
    document = yaml.load(path.read_text("utf-8"), Plain)
    jsonschema.Draft202012Validator(schema).validate(document)


def test_the_schema_refuses_an_unknown_key() -> None:
    """The schema is closed as the loader is."""
    schema = json.loads((law_data() / "schema.json").read_text("utf-8"))
    document = yaml.load((law_data() / "nl" / "costs.yaml").read_text("utf-8"), Plain)
    document["provisions"][0]["maximun"] = 1
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schema).validate(document)


def test_the_schema_is_up_to_date() -> None:
    """``tests/generate/law_schema.py`` gives what ships."""
    assert generator("law_schema").text() == (law_data() / "schema.json").read_text("utf-8")


def test_the_calendars_are_up_to_date() -> None:
    """``tests/generate/calendars.py`` gives what ships, with the pinned version of its source."""
    assert generator("calendars").text() == (law_data() / "calendars.json").read_text("utf-8")


@pytest.mark.parametrize("folder", sorted({path.parent for path in FILES}), ids=lambda folder: folder.name)
def test_the_nodes_are_up_to_date(folder: Path) -> None:
    """``tests/generate/law_nodes.py`` gives what ships: the law is what its YAML says."""
    assert generator("law_nodes").text(folder) == (folder / "nodes.json").read_text("utf-8")


def test_half_year_rates_agree_with_the_reference_rate() -> None:
    """The Dutch and Belgian commercial rates are the ECB rate plus their points, by their own rounding."""
    eu, nl, be = country(code="EU"), country(code="NL"), country(code="BE")
    for year in range(2003, 2027):
        for month in (1, 7):
            on = dt.date(year, month, 1)
            points = 7 if on < dt.date(2013, 3, 16) else 8
            reference, dutch, belgian = eu.rate("reference", on), nl.rate("commercial", on), be.rate("commercial", on)
            assert reference is not None
            assert dutch is not None
            assert belgian is not None
            assert dutch.percent == reference.percent + points
            assert 0 <= belgian.percent - reference.percent - points < 1 / 2
            assert belgian.percent * 2 == int(belgian.percent * 2)
