"""What a killed process leaves beside an output is taken away; nothing else is."""

from __future__ import annotations

import os
import time
from pathlib import Path

from dunlang.project.staged import Staged, clear_away, stage


def test_only_what_was_forsaken_goes(tmp_path: Path) -> None:
    """Old bytes that wait for this very file go; young ones, those of other files and files of the user stay."""
    staged = stage(tmp_path / "w.csv", b"x")
    assert isinstance(staged, Staged)
    (young,) = tmp_path.iterdir()
    names = (".w.csv.abcd1234", ".w.csv.abcd12345", ".w.csv.bak", ".v.csv.abcd1234", "w.csv.abcd1234")
    for name in names:
        (tmp_path / name).write_bytes(b"x")
        os.utime(tmp_path / name, (time.time() - 7200,) * 2)
    (tmp_path / ".w.csv.ffff0000").mkdir()
    os.utime(tmp_path / ".w.csv.ffff0000", (time.time() - 7200,) * 2)
    clear_away(tmp_path / "w.csv")
    assert {path.name for path in tmp_path.iterdir()} == {*names[1:], ".w.csv.ffff0000", young.name}
    assert staged.place() is None
    assert (tmp_path / "w.csv").read_bytes() == b"x"


def test_what_was_staged_is_known_again(tmp_path: Path) -> None:
    """The name that bytes wait under is one that is taken away when they are old."""
    assert isinstance(stage(tmp_path / "w.csv", b"x"), Staged)
    assert isinstance(stage(tmp_path / "w.csv", b"y"), Staged)
    left = list(tmp_path.iterdir())
    assert len(left) == 2
    for path in left:
        os.utime(path, (time.time() - 7200,) * 2)
    clear_away(tmp_path / "w.csv")
    assert not list(tmp_path.iterdir())


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    """Nothing to clear away is no fault: writing will say what is wrong."""
    clear_away(tmp_path / "no" / "w.csv")
