"""``dunlang law`` from the outside: output, errors, exit codes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from dunlang.cli.law import law


def run(*arguments: str) -> Result:
    """Run ``dunlang law`` with these arguments."""
    return CliRunner().invoke(law, list(arguments))


def answer(*arguments: str) -> dict[str, Any]:
    """The JSON answer."""
    result = run(*arguments, "--format", "json")
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_costs() -> None:
    """The example of the help, with and without VAT."""
    found = answer("costs", "NL", "--debtor", "consumer", "--principal", "735.54", "--on", "2026-01-10")
    assert (found["amount"], found["vat"], found["total"]) == ("110.33", "0.00", "110.33")
    text = run("costs", "NL", "--principal", "735.54", "--on", "2026-01-10", "--vat")
    assert "133.50 EUR" in text.stdout
    assert "art. 6:96" in text.stdout
    assert answer("costs", "BE", "--principal", "650", "--on", "2026-01-10")["maximum"] == "72.50"


def test_interest() -> None:
    """Segments and their sum; a contract's own rate."""
    question = ("--principal", "12000", "--from", "2024-03-01", "--to", "2026-04-22")
    found = answer("interest", "NL", "--kind", "commercial", *question)
    assert found["interest"] == "3084.76"
    assert found["days"] == 782
    assert sum(round(100 * float(part["interest"])) for part in found["segments"]) == 308_476
    declared = answer("interest", "NL", "--rate", "8", "--compound", "yearly", *question)
    assert declared["compounding"] == "yearly"
    text = run("interest", "NL", "--kind", "commercial", *question)
    assert "3084.76 EUR" in text.stdout


def test_part_payments() -> None:
    """Payments are allocated by the law."""
    found = answer(
        *("interest", "NL", "--principal", "5000", "--from", "2024-06-01", "--to", "2025-04-01"),
        *("--paid", "2024-10-01", "1000", "--costs", "625"),
    )
    assert (found["interest"], found["principal_open"]) == ("270.82", "4741.99")


def test_rate_receipt_and_show() -> None:
    """The short questions."""
    assert answer("rate", "nl", "--kind", "statutory", "--on", "2026-01-10")["rate"] == "4"
    found = answer("receipt", "NL", "--by", "post", "--sent", "2026-02-10", "--period", "14 days")
    assert (found["received"], found["last_free_day"], found["costs_from"]) == (
        "2026-02-12",
        "2026-02-26",
        "2026-02-27",
    )
    mail = run("receipt", "NL", "--by", "email", "--sent", "2026-02-10")
    assert mail.exit_code == 0
    assert "no presumption of receipt by email" in mail.stdout
    shown = answer("show", "NL", "--on", "2026-01-10")
    assert {"nl.costs.scale", "nl.rate.statutory"} <= {provision["id"] for provision in shown["provisions"]}
    moved = answer("show", "BE", "--changes", "2025-01-01..2026-12-31")
    assert {"2025-01-01", "2025-07-01"} <= {change["on"] for change in moved["changes"]}
    assert "Besluit" in run("show", "NL", "--on", "2026-01-10").stdout
    assert "commercial rate 10.15%, before 11.15%" in run("show", "NL", "--changes", "2025-07-01..2025-07-01").stdout


def test_update_check() -> None:
    """Missing rates are listed; under --strict they end with 1."""
    found = answer("update-check", "--on", "2027-01-02", "NL")
    assert {"rate statutory", "rate commercial"} <= {item["subject"] for item in found["found"]}
    assert run("update-check", "NL", "--on", "2027-01-02", "--strict").exit_code == 1
    assert run("update-check", "NL", "--on", "2026-09-01", "--strict").exit_code == 0


INTEREST = ("interest", "NL", "--principal", "5")
MONTH = (*INTEREST, "--from", "2026-02-01", "--to", "2026-03-01")

WRONG = [
    (("costs", "NL", "--principal", "0"), "`0` is nothing"),
    (("costs", "NL", "--principal", "-5"), "below zero"),
    (("costs", "NL", "--principal", "1000000000000000"), "more than the largest amount"),
    (("costs", "NL", "--principal", "ten"), "write digits alone"),
    (("costs", "NL", "--principal", "1.005"), "more decimals than EUR has"),
    (("costs", "NL", "--principal", "1.234,56"), "not an amount"),
    (("costs", "NL", "--principal", "nan"), "not an amount"),
    (("costs", "NL"), "--principal"),
    (("costs", "QQ", "--principal", "5"), "no law data for `QQ`"),
    (("costs", "NL", "--principal", "5", "--on", "2026-02-30"), "not a day of the calendar"),
    (("costs", "NL", "--principal", "5", "--on", "2012-06-30"), "ask for 2012-07-01 or later"),
    (("costs", "NL", "--principal", "5", "--debtor", "company"), "consumer"),
    ((*INTEREST, "--from", "2026-02-01", "--to", "2026-01-01"), "run backwards"),
    (
        (*INTEREST, "--from", "1999-02-01", "--to", "2026-01-01"),
        "the first known rate is from",
    ),
    (
        (*INTEREST, "--from", "2026-02-01", "--to", "2028-01-01"),
        "the data end on 2026-12-31",
    ),
    ((*MONTH, "--kind", "moon"), "`moon`"),
    (
        (*MONTH, "--rate", "x"),
        "not a number",
    ),
    (
        (*MONTH, "--rate", "-1"),
        "not a rate",
    ),
    (
        (*MONTH, "--rate", "nan"),
        "not a rate",
    ),
    (
        (
            "interest",
            "NL",
            "--principal",
            "5",
            "--from",
            "2026-02-01",
            "--to",
            "2026-03-01",
            "--rate",
            "8",
            "--kind",
            "vat",
        ),
        "not both",
    ),
    ((*MONTH, "--rate", "8", "--plus", "2"), "--plus with --kind"),
    ((*MONTH, "--kind", "statutory", "--per", "month"), "--per with --rate"),
    (("rate", "NL", "--kind", "commercial", "--on", "2027-01-01"), "nothing is carried on"),
    (("rate", "NL", "--kind", "comercial", "--on", "2026-01-01"), "use one of statutory, commercial"),
    (("receipt", "NL", "--by", "pigeon", "--sent", "2026-02-10"), "pigeon"),
    (("receipt", "NL", "--by", "post", "--sent", "2026-02-10", "--period", "fortnight"), "not a period"),
    (("receipt", "NL", "--by", "post", "--sent", "2026-02-10", "--period", "0 days"), "not a period"),
    (("receipt", "NL", "--by", "post", "--sent", "2026-02-10", "--received", "2026-02-09"), "before it was sent"),
    (("show", "NL", "--changes", "2026-01-01"), "write two days"),
    (("show", "NL", "--changes", "2026-01-01..2025-01-01"), "run backwards"),
    (("update-check", "QQ"), "no law data"),
]


@pytest.mark.parametrize(("arguments", "said"), WRONG, ids=[" ".join(row[0]) for row in WRONG])
def test_wrong_input_is_said_and_ends_with_two(arguments: tuple[str, ...], said: str) -> None:
    """Each gets a clear error with what would be right, never a traceback."""
    result = run(*arguments)
    assert result.exit_code == 2, result.output
    assert said in " ".join(result.stderr.split())
    assert "Traceback" not in result.output
    assert result.stdout == ""


def test_a_pack_is_laid_over_the_law(tmp_path: Path) -> None:
    """A newer rate in a pack answers where the shipped data end, and says where it comes from."""
    pack = tmp_path / "our-rates.yaml"
    pack.write_text(
        "country: NL\nprovisions:\n"
        '  - {id: our.rate, kind: rate, says: "Five.", article: "decree", confidence: house, rate: statutory,\n'
        "     known_until: 2027-06-30, rows: [{from: 2027-01-01, value: 5}]}\n",
        "utf-8",
    )
    found = answer("rate", "NL", "--kind", "statutory", "--on", "2027-02-01", "--law", str(pack))
    assert (found["rate"], found["until"]) == ("5", "2027-06-30")
    assert "our-rates.yaml" in found["provisions"][0]["origin"]


@pytest.mark.parametrize(
    ("text", "code"),
    [("country: NL\nratez: []\n", "LAW004"), ("a: &a [*a]\n", "LAW003"), ("x: !!python/name:os.system\n", "LAW003")],
)
def test_a_wrong_pack_is_refused(tmp_path: Path, text: str, code: str) -> None:
    """A pack with findings ends with 2 and shows them."""
    pack = tmp_path / "bad.yaml"
    pack.write_text(text, "utf-8")
    result = run("rate", "NL", "--kind", "statutory", "--on", "2026-02-01", "--law", str(pack))
    assert result.exit_code == 2
    assert code in result.stderr


@pytest.mark.parametrize("command", ["costs", "interest", "rate", "receipt", "show", "update-check"])
def test_help_has_an_example(command: str) -> None:
    """Each help ends with a line that can be copied."""
    result = run(command, "--help")
    assert result.exit_code == 0
    assert f"dunlang law {command}" in result.stdout
