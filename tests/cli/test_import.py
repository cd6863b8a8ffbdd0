"""``dunlang import``."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from dunlang.project.schemas import schema_text
from tests.cli.conftest import Run
from tests.portfolio.documents.writing import Entry, Payment, Sale, camt, ubl

SUITE = Path(__file__).parents[1] / "portfolio" / "documents" / "data" / "xrechnung"


def test_a_sound_invoice_ends_with_0(run: Run, here: Path) -> None:
    """And the ledger is one that `simulate` takes."""
    (here / "f.xml").write_bytes(ubl(Sale()))
    done = run("import", "f.xml", "--into", "ledger")
    assert (done.exit_code, done.stderr) == (0, "")
    assert "1 file: 1 invoice" in done.stdout
    assert run("import", "f.xml", "--into", "ledger").stdout.splitlines()[-1] == "nothing new for ledger"
    run("new", "beleid.dun")
    found = run("simulate", "beleid.dun", "--date", "2026-02-20")
    assert found.exit_code == 0
    assert "2026-00017" in found.stdout


def test_the_whole_suite_is_imported(run: Run, here: Path) -> None:
    """Every file is read; what is left open is said, and the command ends with 1."""
    done = run("import", str(SUITE), "--into", "ledger")
    assert done.exit_code == 1
    assert "26 files: 26 invoices" in done.stdout
    assert "not read" not in done.stdout
    assert "DOC003: payment term of invoice `PRG1502112` only in words: `14 Tage`" in done.stderr


def test_json_meets_its_schema(run: Run, here: Path) -> None:
    """Counts and findings as a document; a dry run writes nothing."""
    (here / "s.xml").write_bytes(camt((Entry(minor=100, payments=(Payment(text=("?",)),)),)))
    done = run("import", str(SUITE), "s.xml", "--into", "ledger", "--format", "json", "--dry-run")
    assert done.exit_code == 1
    found = json.loads(done.stdout)
    jsonschema.validate(found, json.loads(schema_text("import")))
    assert found["documents"]["invoices"] == 26
    assert found["payments"]["unmatched"] == 1
    assert found["needs_person"] is True
    assert not (here / "ledger").exists()


def test_nothing_readable_ends_with_2(run: Run, here: Path) -> None:
    """A folder without XML, a missing file, a file of something else."""
    (here / "leeg").mkdir()
    (here / "x.xml").write_bytes(b"<!DOCTYPE x><x/>")
    for names, said in ((("leeg",), "no XML file in `leeg`"), (("weg.xml",), "cannot read"), (("x.xml",), "DOC001")):
        done = run("import", *names, "--into", "ledger")
        assert done.exit_code == 2
        assert said in done.stderr
    assert not (here / "ledger").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--kind", "bussiness"), "did you mean `business`?"),
        (("--kind", "K1=firma"), "write one of consumer, business, government"),
        (("--kind", "consumer", "--kind", "business"), "for all debtors"),
        (("--due", "2026-00017"), "INVOICE=DATE"),
        (("--due", "2026-00017=5-2-2026"), "is not a date"),
        (("--currency", "EURO"), "not a currency"),
        (("--into", " "), "names no folder"),
    ],
)
def test_wrong_answers_are_refused(run: Run, here: Path, words: tuple[str, ...], said: str) -> None:
    """Nothing is read before the command line is right."""
    (here / "f.xml").write_bytes(ubl(Sale()))
    done = run("import", "f.xml", "--into", "ledger", *words)
    assert done.exit_code == 2
    assert said in done.stderr
    assert not (here / "ledger").exists()


def test_a_file_in_place_of_the_folder_is_refused(run: Run, here: Path) -> None:
    """The ledger is a folder."""
    (here / "f.xml").write_bytes(ubl(Sale()))
    (here / "ledger").write_text("x", encoding="utf-8")
    done = run("import", "f.xml", "--into", "ledger")
    assert done.exit_code == 2
    assert "it is no folder" in done.stderr


def test_how_far_the_statements_reach_is_said(run: Run, here: Path) -> None:
    """The earliest of the accounts' last closing balances, for `simulate --payments-until`; nothing where one lacks."""
    paid = Entry(minor=12100, payments=(Payment(text=("2026-00017",)),))
    (here / "f.xml").write_bytes(ubl(Sale()))
    (here / "a1.xml").write_bytes(camt((paid,), closed="2026-02-02"))
    (here / "a2.xml").write_bytes(camt((), closed="2026-02-06"))
    (here / "b.xml").write_bytes(camt((), closed="2026-02-04", account="BE68539007547034"))
    (here / "c.xml").write_bytes(camt((), account="DE02120300000000202051"))
    done = run("import", "f.xml", "a1.xml", "a2.xml", "--into", "ledger")
    assert "the statements reach to 2026-02-06: `simulate --payments-until 2026-02-06`\n" in done.stdout
    done = run("import", "a1.xml", "a2.xml", "b.xml", "--into", "ledger", "--format", "json")
    assert json.loads(done.stdout)["documents"]["statements_reach"] == "2026-02-04"
    done = run("import", "a1.xml", "c.xml", "--into", "ledger")
    assert "reach" not in done.stdout
    done = run("import", "a1.xml", "--into", "new")
    assert "--payments-until 2026-02-02`, once `unmatched.csv` is settled" in done.stdout
