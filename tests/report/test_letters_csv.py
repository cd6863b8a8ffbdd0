"""Judged letters as CSV: a row for each file, in order, with the verdict and its reason."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from click.testing import CliRunner

from dunlang.cli.main import cli
from dunlang.report.letters_csv import COLUMNS
from tests.report.test_letters_schema import LETTERS

COSTS = "Geachte heer Bos,\n\nBetaalt u factuur F-1 van € 735,54 niet, dan volgen € 110,33 incassokosten.\n"


@pytest.fixture
def rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, dict[str, str]]:
    """The rows of a folder by file; what is said on standard error under an empty name."""
    (tmp_path / "in").mkdir()
    for name, text in {**LETTERS, "=1+1.txt": COSTS}.items():
        (tmp_path / "in" / name).write_text(text)
    monkeypatch.chdir(tmp_path / "in")
    line = ["letter", ".", "--law", "NL", "--debtor", "consumer", "--as", "formal", "--format", "csv"]
    found = CliRunner().invoke(cli, line, prog_name="dunlang", catch_exceptions=False)
    assert found.exit_code == 2
    table = list(csv.DictReader(io.StringIO(found.stdout)))
    assert tuple(table[0]) == COLUMNS
    return {row["file"]: row for row in table} | {"": {"said": found.stderr}}


def test_each_letter_has_a_row(rows: dict[str, dict[str, str]]) -> None:
    """Judged and unread ones alike; a name is no formula."""
    assert set(rows) == {"", "'=1+1.txt", *LETTERS}
    wrong = rows["nl.txt"]
    assert (wrong["compliant"], wrong["language"], wrong["law_of"]) == ("no", "nl", "2026-03-02")
    assert wrong["words"] == "14 dagen na dagtekening"
    assert wrong["period"] == "rejected"
    assert (rows["'=1+1.txt"]["costs"], rows["'=1+1.txt"]["currency"]) == ("110.33", "EUR")
    assert wrong["why"]
    assert "WRD" in wrong["findings"]
    assert (rows["broken.docx"]["compliant"], rows["broken.docx"]["law_of"]) == ("unread", "")
    assert "broken" in rows["broken.docx"]["why"]


def test_the_counts_are_told(rows: dict[str, dict[str, str]]) -> None:
    """On standard error, apart from the table."""
    assert f"{len(LETTERS) + 1} letters: " in rows[""]["said"]
    assert "2 not read" in rows[""]["said"]
