"""The JSON of judged letters meets its published schema, whatever the letters say."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner

from dunlang.cli.main import cli
from dunlang.project.schemas import schema_text

LETTERS = {
    "nl.txt": (
        "Utrecht, 2 maart 2026\n\nGeachte heer Bos,\n\nOndanks onze herinnering van 2 februari 2026 is factuur "
        "F-12 van € 735,54 niet betaald. Betaal binnen 14 dagen na dagtekening en uiterlijk 10 maart 2026 op rekening "
        "NL91 ABNA 0417 1643 00.\n\nU bent per direct 15% incassokosten verschuldigd, dus € 110,33.\n"
    ),
    "bare.txt": "Geachte heer, wij verzoeken u de rekening te betalen. De politie komt. Met vriendelijke groet.\n",
    "percent.md": "Geachte heer Bos,\n\nBetaalt u de factuur van € 100 niet, dan volgt 12,5% aan incassokosten.\n",
    "unread.txt": "qwerty zxcvb\n",
    "broken.docx": "this is no archive",
}


def check(document: object) -> None:
    """Fail where *document* does not meet the schema of judged letters."""
    schema = json.loads(schema_text("letters"))
    jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker()).validate(document)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the command says of all the letters."""
    folder = tmp_path_factory.mktemp("letters")
    for name, text in LETTERS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return _told(folder)


def _told(folder: Path, *options: str) -> dict[str, Any]:
    command = ("letter", str(folder), "--law", "NL", "--debtor", "consumer", "--as", "formal", "--format", "json")
    result = CliRunner().invoke(cli, [*command, *options])
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_judged_letters_meet_their_schema(told: dict[str, Any]) -> None:
    """Letters with periods, days, costs, percentages and nothing at all, and files that are none."""
    check(told)
    assert len(told["letters"]) == len(LETTERS)
    assert {letter["compliant"] for letter in told["letters"]} >= {"no", "unread"}
    assert any(period["printed_last_day"] for letter in told["letters"] for period in letter.get("periods", ()))
    assert any(cost["percent"] for letter in told["letters"] for cost in letter.get("costs", ()))


@pytest.mark.parametrize("country", ["NL", "BE", "DE", "FR", "ES", "UK"])
def test_every_country_meets_the_schema(country: str, tmp_path: Path) -> None:
    """The law of each country that judges letters gives the same layout."""
    (tmp_path / "brief.txt").write_text(LETTERS["nl.txt"], encoding="utf-8")
    document = _told(tmp_path, "--law", country, "--sent", dt.date(2026, 3, 2).isoformat())
    check(document)
    assert document["country"] == country


def _more(document: dict[str, Any]) -> None:
    document["letters"][0]["more"] = 1


def _verdict(document: dict[str, Any]) -> None:
    document["letters"][0]["compliant"] = "perhaps"


def _day(document: dict[str, Any]) -> None:
    document["letters"][0]["letter_date"] = "2026-3-2"


@pytest.mark.parametrize("spoil", [_more, _verdict, _day])
def test_another_layout_is_refused(spoil: Callable[[dict[str, Any]], None], told: dict[str, Any]) -> None:
    """A key more, an unknown verdict or a date in another form does not meet the schema."""
    spoilt = json.loads(json.dumps(told))
    spoil(spoilt)
    with pytest.raises(jsonschema.ValidationError):
        check(spoilt)
