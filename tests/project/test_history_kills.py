"""Runs that are killed lose nothing and double nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.skipif(sys.platform == "win32", reason="the runs are forked")
def test_twenty_kills_lose_and_double_nothing() -> None:
    """The experiment of `tests/project/kills.py`, shortened; it fails at the first thing lost or doubled."""
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-m", "tests.project.kills", "20", "7"], cwd=root, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "    20 killed\n" in done.stdout
