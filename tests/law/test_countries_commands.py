"""``dunlang law`` for the countries beside NL and BE, as people ask it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner, Result

from dunlang.cli.law import law


def run(line: str) -> Result:
    """Run ``dunlang law`` with the words of *line*."""
    return CliRunner().invoke(law, line.split())


def answer(line: str) -> dict[str, Any]:
    """The JSON answer."""
    result = run(f"{line} --format json")
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


#: The question, and what the answer holds.
ANSWERS = [
    ("interest DE --kind commercial-old --principal 1500 --from 2009-09-15 --to 2012-02-18", "interest", "297.50"),
    (
        "interest DE --kind commercial --daycount 365 --principal 1000 --from 2023-02-01 --to 2023-06-01",
        "interest",
        "34.92",
    ),
    (
        "interest DE --debtor business --daycount 30/360 --principal 1000 --from 2026-01-01 --to 2026-02-01",
        "interest",
        "8.56",
    ),
    ("interest DE --debtor consumer --principal 1000 --from 2024-01-01 --to 2025-01-01", "daycount", "actual/actual"),
    ("interest FR --rate 15 --principal 15000 --from 2018-04-16 --to 2018-05-16", "interest", "184.93"),
    ("interest UK --debtor business --principal 10000 --from 2026-03-01 --to 2026-04-30", "interest", "193.15"),
    ("interest GB --debtor business --principal 10000 --from 2026-03-01 --to 2026-04-30", "interest", "193.15"),
    ("interest ES --kind commercial --principal 1000 --from 2026-01-01 --to 2026-06-30", "interest", "50.05"),
    ("interest EU --kind commercial --principal 1000 --from 2026-07-01 --to 2026-12-31", "interest", "52.14"),
    ("interest CH --debtor consumer --principal 600 --from 2026-01-01 --to 2026-02-01", "interest", "2.50"),
    ("costs UK --debtor business --principal 1000 --principal 20 --on 2026-03-01", "total", "110.00"),
    ("costs UK --debtor business --principal 1000 --principal 20 --on 2026-03-01", "currency", "GBP"),
    ("costs FR --debtor business --principal 1 --principal 2 --principal 3 --on 2026-03-01", "total", "120.00"),
    ("costs FR --debtor consumer --principal 500 --on 2026-03-01", "maximum", "0.00"),
    ("costs DE --debtor consumer --principal 650 --on 2026-03-01", "maximum", "100.44"),
    ("costs DE --debtor consumer --principal 650 --on 2025-05-31", "maximum", "95.04"),
    ("rate UK --kind statutory --on 2020-03-31", "rate", "8.75"),
    ("rate AT --kind commercial --on 2026-11-22", "rate", "10.73"),
]


@pytest.mark.parametrize(("line", "key", "wanted"), ANSWERS)
def test_answers(line: str, key: str, wanted: str) -> None:
    """Each calculator answers by the rules of the country that is asked."""
    assert answer(line)[key] == wanted


#: The question, and words of the refusal.
REFUSALS = [
    ("interest SE --kind commercial --principal 100 --from 2026-01-01 --to 2026-02-01", "no commercial rate is known"),
    ("interest ES --kind commercial --principal 100 --from 2026-06-01 --to 2026-08-01", "2026-07-01"),
    ("rate FR --kind statutory --on 2026-07-01", "the data end on 2026-06-30"),
    ("rate LU --kind statutory --on 2025-01-01", "no statutory rate is known"),
    ("rate US --kind statutory --on 2026-01-01", "no rate `statutory`"),
    ("costs DE --debtor consumer --principal 50000.01 --on 2026-03-01", "50000.00"),
    ("costs ES --debtor consumer --principal 100 --on 2026-03-01", "no figure"),
    ("costs IS --debtor business --principal 100", "no law data for `IS`"),
]


@pytest.mark.parametrize(("line", "words"), REFUSALS)
def test_refusals(line: str, words: str) -> None:
    """What the data do not know is an error that says so, never a guess."""
    result = run(line)
    assert result.exit_code == 2
    assert words in result.output
    assert result.stdout == ""


@pytest.mark.parametrize("code", ["DE", "ES", "FR", "UK", "EU", "AT", "CH", "IT", "LU", "IE", "PL", "US", "NO"])
def test_show_names_a_source_for_all_that_was_read(code: str) -> None:
    """What is in force is listed with article and sources; only what comes from memory or a formula may have none."""
    for provision in answer(f"show {code} --on 2026-03-01")["provisions"]:
        assert provision["says"]
        assert provision["article"]
        assert provision["verified_on"]
        assert provision["sources"] or provision["confidence"] in ("memory", "derived")
