"""Documents into a folder: found, merged, written together or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dunlang.diagnostics import Diagnostic
from dunlang.portfolio.documents.taking import Answers
from dunlang.project.importing import Imported, documents_among, import_documents
from dunlang.project.ledger import find_ledger
from dunlang.project.together import Replacement, replace_together
from tests.portfolio.documents.writing import Entry, Payment, Sale, camt, cii, ubl


def imported(folder: Path, into: Path, *, dry_run: bool = False) -> Imported:
    """What an import of *folder* did."""
    found = import_documents(documents_among([str(folder)]), str(into), Answers(), currency="EUR", dry_run=dry_run)
    assert isinstance(found, Imported), found
    return found


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """Two invoices, a credit note, a statement that pays one, and a file that is something else."""
    box = tmp_path / "in"
    (box / "2026").mkdir(parents=True)
    (box / "2026" / "b.XML").write_bytes(ubl(Sale()))
    (box / "a.xml").write_bytes(cii(Sale(number="2026-00018")))
    (box / "c.xml").write_bytes(ubl(Sale(number="C1", code="381", preceding=("2026-00018",)), credit_note=True))
    (box / "s.xml").write_bytes(camt((Entry(minor=12100, payments=(Payment(text=("2026-00017",)),)),)))
    (box / "other.xml").write_bytes(b"<html/>")
    (box / "note.txt").write_text("x", encoding="utf-8")
    (box / ".hidden.xml").write_bytes(b"<x/>")
    return box


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder."""
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir())}


def test_a_folder_becomes_a_ledger(inbox: Path, tmp_path: Path) -> None:
    """Invoices before statements, whatever the names; the files are those that `simulate` finds."""
    into = tmp_path / "ledger"
    found = imported(inbox, into)
    assert (found.files, found.invoices, found.credit_notes, found.statements, found.unread) == (5, 2, 1, 1, 1)
    assert (found.taken.added, found.booked.booked) == (3, 1)
    assert [one.code for one in found.findings] == ["DOC001"]
    assert sorted(contents(into)) == ["debtors.csv", "events.csv", "invoices.csv"]
    assert not isinstance(find_ledger([into]), Diagnostic)
    before = contents(into)
    again = imported(inbox, into)
    assert (again.taken.known, again.booked.known, again.written) == (3, 1, ())
    assert contents(into) == before


def test_a_dry_run_touches_nothing(inbox: Path, tmp_path: Path) -> None:
    """It says what it would write, and does not even make the folder."""
    found = imported(inbox, tmp_path / "ledger", dry_run=True)
    assert [Path(name).name for name in found.written] == ["debtors.csv", "invoices.csv", "events.csv"]
    assert not (tmp_path / "ledger").exists()


def test_only_a_statement_makes_a_ledger_that_is_found(inbox: Path, tmp_path: Path) -> None:
    """Without invoices all is unmatched, and the ledger has an empty file of invoices."""
    for name in ("a.xml", "c.xml", "other.xml", "2026/b.XML"):
        (inbox / name).unlink()
    found = imported(inbox, tmp_path / "ledger")
    assert found.booked.unmatched == 1
    assert not isinstance(find_ledger([tmp_path / "ledger"]), Diagnostic)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("invoices.csv", b"nr;klant\n1;2\n", "its header lacks `invoice`"),
        ("events.csv", b"\xff\xfe\x00", "UTF-16"),
        ("invoices.parquet", b"PAR1", "rows are added to CSV only"),
        ("debtors.jsonl", b"{}", "rows are added to CSV only"),
        ("invoices.csv", b"invoice,debtor,date,amount,debtor_kind\n", "holds its debtors in columns of its own"),
    ],
)
def test_a_ledger_that_cannot_take_rows_is_left_alone(
    inbox: Path, tmp_path: Path, name: str, data: bytes, said: str
) -> None:
    """One finding, nothing written."""
    into = tmp_path / "ledger"
    into.mkdir()
    (into / name).write_bytes(data)
    found = import_documents(documents_among([str(inbox)]), str(into), Answers(), currency="EUR")
    assert isinstance(found, Diagnostic)
    assert said in found.message
    assert contents(into) == {name: data}


def test_nothing_is_written_where_one_file_cannot_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the second file fails on the way, the first still has its old bytes, and nothing lies about."""
    one, two = tmp_path / "one.csv", tmp_path / "two.csv"
    one.write_bytes(b"old")
    changes = [
        Replacement(path=one, data=b"new", before=b"old"),
        Replacement(path=two, data=b"new", before=None),
    ]
    real = os.fsync
    calls = []

    def full(handle: int) -> None:
        calls.append(handle)
        if len(calls) == 2:
            raise OSError(28, "No space left on device")
        real(handle)

    monkeypatch.setattr(os, "fsync", full)
    found = replace_together(changes)
    assert isinstance(found, Diagnostic)
    assert "no space left on device; nothing was written" in found.message
    assert contents(tmp_path) == {"one.csv": b"old"}


def test_a_file_that_changed_meanwhile_stops_all(tmp_path: Path) -> None:
    """Another program's change is not overwritten."""
    one, two = tmp_path / "one.csv", tmp_path / "two.csv"
    two.write_bytes(b"changed")
    found = replace_together(
        [Replacement(path=one, data=b"new", before=None), Replacement(path=two, data=b"new", before=b"old")]
    )
    assert isinstance(found, Diagnostic)
    assert "two.csv` changed while it was worked on: nothing was written" in found.message
    assert contents(tmp_path) == {"two.csv": b"changed"}


def test_files_keep_their_permissions_and_links(tmp_path: Path) -> None:
    """A link is followed to the file behind it."""
    real, link = tmp_path / "real.csv", tmp_path / "link.csv"
    real.write_bytes(b"old")
    real.chmod(0o640)
    link.symlink_to(real)
    assert replace_together([Replacement(path=link, data=b"new", before=b"old")]) is None
    assert link.is_symlink()
    assert real.read_bytes() == b"new"
    assert real.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("stop", range(3))
def test_a_stop_between_two_files_leaves_a_ledger_that_the_next_run_completes(
    inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stop: int
) -> None:
    """Whatever the number of files already in place, running again gives the same ledger as one whole run."""
    whole = tmp_path / "whole"
    imported(inbox, whole)
    into = tmp_path / "ledger"
    real, calls = os.replace, []

    class Killed(BaseException):
        """The machine stops."""

    def kill(source: str, target: str) -> None:
        if len(calls) == stop:
            raise Killed
        calls.append(target)
        real(source, target)

    monkeypatch.setattr(os, "replace", kill)
    with pytest.raises(Killed):
        imported(inbox, into)
    monkeypatch.setattr(os, "replace", real)
    imported(inbox, into)
    assert contents(into) == contents(whole)
