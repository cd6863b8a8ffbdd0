"""Running commands in a folder of their own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dunlang.cli.main import cli
from dunlang.resources import shipped

Run = Callable[..., Result]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command line; what is no user's mistake is raised, so that a test shows it."""
    for name in ("NO_COLOR", "FORCE_COLOR", "CLICOLOR", "CLICOLOR_FORCE"):
        monkeypatch.delenv(name, raising=False)

    def call(*words: str, stdin: bytes | str | None = None) -> Result:
        return CliRunner().invoke(cli, words, input=stdin, prog_name="dunlang", catch_exceptions=False)

    return call


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to stand in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def clone(monkeypatch: pytest.MonkeyPatch) -> Path:
    """The checkout itself to stand in, as after a fresh clone."""
    root = shipped("policies").parent
    if not (root / "pyproject.toml").exists():
        pytest.skip("the tests run against an installed wheel")
    monkeypatch.chdir(root)
    return root
