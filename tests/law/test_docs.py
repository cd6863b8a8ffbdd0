"""The examples of docs/law.md are true."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from dunlang.cli.law import law
from dunlang.law import load_book
from dunlang.source import Source

TEXT = (Path(__file__).parents[2] / "docs" / "law.md").read_text("utf-8")
CONSOLE = re.findall(r"```console\n\$ dunlang law ([^\n]+)\n(.*?)```", TEXT, re.DOTALL)
PACKS = re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL)


@pytest.mark.parametrize(("command", "shown"), CONSOLE, ids=[command for command, _ in CONSOLE])
def test_console_examples(command: str, shown: str) -> None:
    """What a command is shown to print is how its output begins."""
    result = CliRunner().invoke(law, shlex.split(command))
    assert result.exit_code == 0
    assert result.stdout.startswith(shown)


@pytest.mark.parametrize("text", PACKS)
def test_packs(text: str) -> None:
    """A pack on the page has no findings."""
    assert load_book([Source("our-rates.yaml", text)])[1] == ()


def test_there_are_examples() -> None:
    """The page was found and its blocks were read."""
    assert len(CONSOLE) >= 5
    assert PACKS
