"""Folders written whole or not at all, under names that every file system takes."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dunlang.project.folder import file_names, write_folder


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(max_size=120), max_size=20))
def test_names_are_safe_and_differ(names: list[str]) -> None:
    """Letters, digits and a few signs; no two the same on a file system that does not tell capitals apart."""
    found = file_names((name, "txt") for name in names)
    assert len({name.lower() for name in found}) == len(names)
    for name in found:
        assert re.fullmatch(r"[A-Za-z0-9_-][A-Za-z0-9_.-]{0,90}\.txt", name)
        assert not re.fullmatch(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?", name)


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("2026/0012-aanmaning", "2026-0012-aanmaning.txt"),
        ("../../etc/passwd", "etc-passwd.txt"),
        ("Ñandú", "Nandu.txt"),
        ("王", "letter.txt"),
        ("con", "con-2.txt"),
        ("a" * 300, "a" * 80 + ".txt"),
    ],
)
def test_a_name_is_kept_as_far_as_it_goes(name: str, file: str) -> None:
    """Paths, accents and names that a system keeps for itself are made plain."""
    assert file_names([(name, "txt")]) == [file]


def test_a_folder_comes_whole(tmp_path: Path) -> None:
    """All files are there, nothing else, and an empty folder may be named."""
    (tmp_path / "out").mkdir()
    assert write_folder(tmp_path / "out", [("a.txt", b"1"), ("b.txt", b"2")]) is None
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == {"a.txt": b"1", "b.txt": b"2"}
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    """Neither a folder with files nor a file is overwritten."""
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine").write_text("x")
    (tmp_path / "file").write_text("x")
    for name in ("out", "file"):
        found = write_folder(tmp_path / name, [("a.txt", b"1")])
        assert found is not None
        assert found.code == "FIL005"
    assert (tmp_path / "out" / "mine").read_text() == "x"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "out"]


def test_what_fails_leaves_nothing(tmp_path: Path) -> None:
    """A file that cannot be written, and a place that does not exist, leave no folder and no remains."""
    found = write_folder(tmp_path / "out", [("a.txt", b"1"), ("no/such/folder.txt", b"2")])
    assert found is not None
    assert list(tmp_path.iterdir()) == []
    assert write_folder(tmp_path / "no" / "out", [("a.txt", b"1")]) is not None


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_place_is_told(tmp_path: Path) -> None:
    """The finding has the system's reason."""
    tmp_path.chmod(0o555)
    found = write_folder(tmp_path / "out", [("a.txt", b"1")])
    tmp_path.chmod(0o755)
    assert found is not None
    assert "permission" in found.message


def test_a_full_disk_leaves_nothing(tmp_path: Path) -> None:
    """What was written is taken away, and the reason told."""

    def files() -> Iterator[tuple[str, bytes]]:
        yield "a.txt", b"1"
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    found = write_folder(tmp_path / "out", files())
    assert found is not None
    assert "no space left on device" in found.message
    assert list(tmp_path.iterdir()) == []


def test_what_is_given_up_or_broken_off_leaves_nothing(tmp_path: Path) -> None:
    """None takes back what came before it; so does whatever is raised."""

    def files() -> Iterator[tuple[str, bytes]]:
        yield "a.txt", b"1"
        raise KeyboardInterrupt

    assert write_folder(tmp_path / "out", [("a.txt", b"1"), None, ("b.txt", b"2")]) is None
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(KeyboardInterrupt):
        write_folder(tmp_path / "out", files())
    assert list(tmp_path.iterdir()) == []


def test_many_names_that_clash_are_told_apart_in_linear_time() -> None:
    """Ten thousand names without a letter of ours become ten thousand files."""
    assert len(set(file_names([("王", "txt")] * 10_000, taken=["letter.txt"]))) == 10_000
    assert file_names([("index", "csv")], taken=["index.csv"]) == ["index-2.csv"]
