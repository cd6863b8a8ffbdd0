"""Files: read strictly, kept inside the project, written whole or not at all."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dunlang.diagnostics import Diagnostic
from dunlang.project import files
from dunlang.project.files import beside, decode, inside, policies_below, read_source, write_whole
from dunlang.source import Source, Span

HERE = Span(Source("p.dun", 'use "x.dun"'), 4, 11)


def code(found: object) -> str:
    """The code of a finding, or what came instead."""
    return found.code if isinstance(found, Diagnostic) else repr(found)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=50))
def test_utf8_comes_back(text: str) -> None:
    """Any text written as UTF-8, with a mark or without, is read as it was."""
    for data in (text.encode(), b"\xef\xbb\xbf" + text.encode()):
        found = decode(data, "a.dun")
        assert isinstance(found, Source)
        assert found.text == text.removeprefix("\ufeff")


@pytest.mark.parametrize(
    ("data", "message", "place"),
    [
        ("café".encode("cp1252"), "byte 0xe9 at offset 3 is not UTF-8", (1, 4)),
        (b"\xef\xbb\xbf" + "ab\ncafé".encode("cp1252"), "byte 0xe9 at offset 9 is not UTF-8", (2, 4)),
        ("你".encode()[:2], "byte 0xe4 at offset 0 is not UTF-8", (1, 1)),
        ("é".encode() + b"\xff", "byte 0xff at offset 2 is not UTF-8", (1, 2)),
    ],
)
def test_another_encoding(data: bytes, message: str, place: tuple[int, int]) -> None:
    """The first byte that does not fit is named with its offset, line and column."""
    found = decode(data, "a.dun")
    assert isinstance(found, Diagnostic)
    assert found.message == message
    assert found.span is not None
    assert (found.span.line, found.span.column) == place


def test_an_encoding_is_taken_where_it_is_declared() -> None:
    """Windows-1252 is read as such; a mark of UTF-8 goes before it, and a byte that it lacks is named."""
    for data in ("café €".encode("cp1252"), b"\xef\xbb\xbf" + "café €".encode()):
        found = decode(data, "a.csv", encoding="windows-1252")
        assert isinstance(found, Source)
        assert found.text == "café €"
    fault = decode(b"ab\x81", "a.csv", encoding="windows-1252")
    assert isinstance(fault, Diagnostic)
    assert fault.message == "byte 0x81 at offset 2 of `a.csv` is not windows-1252"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("policy".encode("utf-16"), "UTF-16"),
        (b"\x7fELF\x02\0\0", "zero byte at offset 5"),
        (b"x" * 15, "larger than"),
    ],
)
def test_what_is_no_text(data: bytes, words: str) -> None:
    """UTF-16, binary files and files that are too large are refused in so many words."""
    found = decode(data, "a.dun", limit=14)
    assert isinstance(found, Diagnostic)
    assert words in found.message


def test_unreadable(tmp_path: Path) -> None:
    """A missing file and a folder are findings, with the reason; the finding stands where the file is named."""
    missing = read_source(tmp_path / "none.dun", "none.dun")
    assert isinstance(missing, Diagnostic)
    assert missing.message == "cannot read `none.dun`: no such file or directory"
    assert code(read_source(tmp_path)) == "FIL001"
    assert code(read_source("a\0b")) == "FIL001"
    asked = read_source(tmp_path / "none.dun", at=HERE)
    assert isinstance(asked, Diagnostic)
    assert asked.span is HERE


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("../secret.dun", "FIL004"),
        ("sub/../../secret.dun", "FIL004"),
        ("/etc/passwd", "FIL004"),
        ("~/x.dun", "FIL004"),
        ("C:x.dun", "FIL004"),
        ("sub\\x.dun", "FIL004"),
        ("out.dun", "FIL004"),
        ("outer/secret.dun", "FIL004"),
        ("", "FIL001"),
        ("a\0b", "FIL001"),
    ],
)
def test_never_outside_the_project(path: str, expected: str, tmp_path: Path) -> None:
    """Neither `..`, nor an absolute path, nor a link leads out of the project folder."""
    root = tmp_path / "project"
    root.mkdir()
    (tmp_path / "secret.dun").write_text("secret")
    (root / "out.dun").symlink_to(tmp_path / "secret.dun")
    (root / "outer").symlink_to(tmp_path)
    assert code(inside(path, base=root, root=root, at=HERE)) == expected


def test_inside_the_project(tmp_path: Path) -> None:
    """Folders below and beside are fine as long as the whole stays inside; so is a link to a file inside."""
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "x.dun").write_text("x")
    (tmp_path / "a" / "link.dun").symlink_to(tmp_path / "b" / "x.dun")
    wanted = (tmp_path / "b" / "x.dun").resolve()
    assert inside("../b/x.dun", base=tmp_path / "a", root=tmp_path, at=HERE) == wanted
    assert inside("link.dun", base=tmp_path / "a", root=tmp_path, at=HERE) == wanted
    assert beside("a/p.dun", "../b/x.dun") == "b/x.dun"
    assert beside("p.dun", "x.dun") == "x.dun"


def test_policies_below(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every policy below a folder is found, in order, but for hidden folders and files."""
    for name in ("b.dun", "a/z.dun", "a/y.dun", ".git/x.dun", "a/.h.dun", "a/c.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("")
    monkeypatch.chdir(tmp_path)
    assert policies_below(".") == ["a/y.dun", "a/z.dun", "b.dun"]


def test_written_whole(tmp_path: Path) -> None:
    """A file is replaced with its permissions kept and nothing left beside it; a link is followed."""
    file = tmp_path / "a.dun"
    file.write_text("old")
    file.chmod(0o640)
    (tmp_path / "link.dun").symlink_to(file)
    assert write_whole(tmp_path / "link.dun", b"new") is None
    assert file.read_bytes() == b"new"
    assert file.stat().st_mode & 0o777 == 0o640
    assert (tmp_path / "link.dun").is_symlink()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.dun", "link.dun"]


@pytest.mark.parametrize("failing", ["fsync", "replace"])
def test_or_not_at_all(failing: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk fills up on the way, the old file stands as it was and nothing is left beside it."""

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    file = tmp_path / "a.dun"
    file.write_text("old")
    monkeypatch.setattr(files.os, failing, full)
    found = write_whole(file, b"new")
    assert found is not None
    assert found.message.endswith("no space left on device")
    assert file.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.dun"]


def test_not_written(tmp_path: Path) -> None:
    """A folder that does not exist is a finding; a device that is full too."""
    assert code(write_whole(tmp_path / "no" / "a.dun", b"x")) == "FIL005"
    assert code(write_whole(tmp_path, b"x")) == "FIL005"
    if Path("/dev/full").exists():
        found = write_whole("/dev/full", b"x")
        assert found is not None
        assert "no space left" in found.message


def test_read_only_file_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that this user may not write is not replaced through its folder."""
    file = tmp_path / "a.dun"
    file.write_text("old")
    monkeypatch.setattr(files.os, "access", lambda *_: False)
    found = write_whole(file, b"new")
    assert found is not None
    assert "read-only" in found.message
    assert file.read_text() == "old"
