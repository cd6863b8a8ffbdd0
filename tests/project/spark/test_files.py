"""The files of a run on Spark: what a ledger's parts are, and how a worklist gets into its place."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import cast

import pytest

from dunlang.diagnostics import Diagnostic
from dunlang.project.ledger_files import parts_of
from dunlang.project.spark.files import Store, find_parts, give


class Disk:
    """A store that is a folder of this machine, as Hadoop's file systems behave; *stuck* names cannot be moved."""

    def __init__(self, stuck: str = "") -> None:
        self.stuck = stuck

    def exists(self, path: str) -> bool:
        """Whether something is there."""
        return Path(path).exists()

    def is_folder(self, path: str) -> bool:
        """Whether it is a folder."""
        return Path(path).is_dir()

    def listed(self, path: str) -> list[str]:
        """The names in a folder."""
        return sorted(found.name for found in Path(path).iterdir())

    def move(self, old: str, new: str) -> bool:
        """Put *old* in the place of *new*; false where it cannot be."""
        if Path(old).name == self.stuck or Path(new).exists():
            return False
        Path(old).rename(new)
        return True

    def bare(self, path: str) -> None:
        """No sums are kept here."""

    def remove(self, path: str) -> None:
        """Take it away, with all that is in it."""
        shutil.rmtree(path) if Path(path).is_dir() else Path(path).unlink()


def disk(stuck: str = "") -> Store:
    """Such a store, where one of Spark is asked for."""
    return cast("Store", Disk(stuck))


def made(folder: Path, *names: str) -> str:
    """A folder with empty files, or folders where a name ends with a slash."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / name).mkdir() if name.endswith("/") else (folder / name).touch()
    return str(folder)


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (("invoices.parquet", "debtors.parquet"), {"invoices": "invoices.parquet", "debtors": "debtors.parquet"}),
        (("invoices/", "debtors/", "events/"), {"invoices": "invoices", "debtors": "debtors", "events": "events"}),
        (("invoices.parquet/", "debtors", "notes.txt"), {"invoices": "invoices.parquet", "debtors": "debtors"}),
    ],
)
def test_parts_of_a_folder(tmp_path: Path, names: tuple[str, ...], found: dict[str, str]) -> None:
    """A part is a file or a folder, with the ending or without; other names are passed over."""
    folder = made(tmp_path / "ledger", *names)
    assert find_parts(disk(), [folder + "/"]) == {part: f"{folder}/{name}" for part, name in found.items()}


def test_parts_by_name(tmp_path: Path) -> None:
    """Files that are named one by one say what they hold by their first letters."""
    folder = made(tmp_path, "Invoices-2026.parquet", "debtor_list/", "event.parquet")
    paths = [f"{folder}/{name}" for name in ("Invoices-2026.parquet", "debtor_list", "event.parquet")]
    assert find_parts(disk(), paths) == dict(zip(("invoices", "debtors", "events"), paths, strict=True))


@pytest.mark.parametrize(
    ("names", "paths", "told"),
    [
        (("invoices.parquet", "invoices/", "debtors/"), ["."], "two files hold invoices: `"),
        (("a/", "b.parquet"), ["b.parquet"], "says not what it holds"),
        ((), ["invoices.parquet"], "no such file"),
        (("invoices.parquet",), ["."], "no debtors as Parquet in the ledger"),
        (("debtors.parquet",), ["debtors.parquet"], "no invoices as Parquet in the ledger"),
    ],
)
def test_parts_that_are_not_there(tmp_path: Path, names: tuple[str, ...], paths: list[str], told: str) -> None:
    """One finding says what is missing or twice, and where."""
    folder = made(tmp_path / "ledger", *names)
    asked = [folder if path == "." else f"{folder}/{path}" for path in paths]
    found = find_parts(disk(), asked)
    assert isinstance(found, Diagnostic)
    assert told in found.message
    assert folder in str(found.file)


@pytest.mark.parametrize("names", [("invoices.parquet", "debtors.parquet"), ("invoices.parquet", "Debtors-1.parquet")])
@pytest.mark.parametrize("twice", [False, True])
def test_one_rule_for_here_and_for_spark(tmp_path: Path, names: tuple[str, ...], *, twice: bool) -> None:
    """Files named one by one are the same parts for a run here, and one part in two files is no more taken there."""
    folder = made(tmp_path, *names, "invoice-old.parquet")
    paths = [f"{folder}/{name}" for name in (*names, *(["invoice-old.parquet"] if twice else []))]
    here, spark = parts_of(paths), find_parts(disk(), paths)
    if isinstance(here, Diagnostic) or isinstance(spark, Diagnostic):
        assert twice
        assert isinstance(here, Diagnostic)
        assert isinstance(spark, Diagnostic)
        assert here.message.startswith("two files hold invoices")
        assert spark.message.startswith("two files hold invoices")
    else:
        assert {part: str(file) for part, file in here.items()} == spark


def written(folder: Path, *names: str) -> str:
    """What Spark wrote: part files with a word in each, and its mark that they are whole."""
    folder.mkdir()
    for name in names:
        (folder / name).write_text("new")
    (folder / "_SUCCESS").touch()
    return str(folder)


@pytest.mark.parametrize("old", [False, True])
def test_give_a_file(tmp_path: Path, *, old: bool) -> None:
    """The only part file takes the place of the output, also of one that was there."""
    out = tmp_path / "worklist.parquet"
    if old:
        out.write_text("old")
    assert give(disk(), written(tmp_path / ".made", "part-0.parquet"), str(out), single=True) is None
    assert out.read_text() == "new"
    assert sorted(found.name for found in tmp_path.iterdir()) == [".made", "worklist.parquet"]


@pytest.mark.parametrize("old", [False, True])
def test_give_a_folder(tmp_path: Path, *, old: bool) -> None:
    """The folder takes the place of the output, also of one that Spark wrote before."""
    out = tmp_path / "worklist"
    if old:
        written(out, "part-9.parquet")
    assert give(disk(), written(tmp_path / ".made", "part-0.parquet"), str(out), single=False) is None
    assert sorted(found.name for found in out.iterdir()) == ["_SUCCESS", "part-0.parquet"]
    assert sorted(found.name for found in tmp_path.iterdir()) == ["worklist"]


@pytest.mark.parametrize(
    ("there", "single", "names", "stuck", "told"),
    [
        ("folder", False, ("part-0.parquet",), "", "a folder is there that no run of Spark wrote"),
        ("folder", True, ("part-0.parquet",), "", "a folder is there that no run of Spark wrote"),
        ("file", True, ("part-0.parquet", "part-1.parquet"), "", "Spark wrote 2 files, not one"),
        ("file", True, ("part-0.parquet",), "out", "what is there cannot be moved"),
        ("file", True, ("part-0.parquet",), "part-0.parquet", "it cannot be put in its place"),
    ],
)
def test_what_was_there_stays(
    tmp_path: Path, there: str, names: tuple[str, ...], stuck: str, told: str, *, single: bool
) -> None:
    """Where the new worklist cannot be put, the old one stays and the finding says why."""
    out = tmp_path / "out"
    kept = out / "mine.txt" if there == "folder" else out
    kept.parent.mkdir(exist_ok=True)
    kept.write_text("old")
    found = give(disk(stuck), written(tmp_path / ".made", *names), str(out), single=single)
    assert found is not None
    assert told in found.message
    assert kept.read_text() == "old"
