"""Settings: what is read, and how a mistake in them is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from dunlang.project.config import find_settings, read_settings
from dunlang.source import Source


def read(text: str) -> tuple[object, list[tuple[str, int, int]]]:
    """The settings in *text*, and the code, line and column of each finding."""
    settings, findings = read_settings(Source("pyproject.toml", text), Path("/project"))
    return settings, [(f.code, f.span.line, f.span.column) for f in findings if f.span is not None]


def test_all_keys() -> None:
    """Every key is read as it is written."""
    settings, findings = read_settings(
        Source(
            "pyproject.toml",
            '[project]\nname = "x"\n[tool.dunlang]\npolicy = "p.dun"\nledger = "ledger"\nselect = ["SYN", "STY001"]\n'
            'ledger-mapping = "k.yaml"\nmax-age = "3d"\nignore = ["unused-allow"]\nstrict = true\nlaw = ["our.yaml"]\n'
            '[tool.dunlang.per-file-ignores]\n"old/**" = ["STY"]\n',
        ),
        Path("/project"),
    )
    assert not findings
    assert (settings.policy, settings.ledger, settings.strict, settings.law) == ("p.dun", "ledger", True, ("our.yaml",))
    assert (settings.ledger_mapping, settings.max_age) == ("k.yaml", "3d")
    assert settings.select == ("SYN", "STY001")
    assert settings.per_file_ignores == (("old/**", ("STY",)),)
    assert settings.path("p.dun") == Path("/project/p.dun")


@pytest.mark.parametrize(
    ("text", "findings"),
    [
        ('[tool.dunlang]\npolice = "p.dun"\n', [("CFG002", 2, 1)]),
        ("[tool.dunlang]\n  strict = 1\n", [("CFG003", 2, 3)]),
        ('[tool.dunlang]\nselect = "SYN"\n', [("CFG003", 2, 1)]),
        ("[tool.dunlang]\nignore = [1]\n", [("CFG003", 2, 1)]),
        ('[tool.dunlang]\npolicy = ""\n', [("CFG003", 2, 1)]),
        ("[tool.dunlang]\nledger-mapping = 1\n", [("CFG003", 2, 1)]),
        ("[tool.dunlang]\nmax-age = 3\n", [("CFG003", 2, 1)]),
        ('[tool.dunlang]\nmax-age = "3 moons"\n', [("CFG003", 2, 1)]),
        ('[tool.dunlang]\nselect = ["QQQ"]\n', [("CFG003", 2, 1)]),
        ('[tool.dunlang]\n[tool.dunlang.per-file-ignores]\n"a" = "SYN"\n', [("CFG003", 2, 2)]),
        ("[tool]\ndunlang = 1\n", [("CFG003", 1, 1)]),
        ("[tool.dunlang]\nstrict = \n", [("CFG001", 2, 10)]),
        ("[tool.dunlang\n", [("CFG001", 1, 14)]),
        ("[tool.other]\nx = 1\n", []),
        ("", []),
    ],
)
def test_mistakes_have_their_place(text: str, findings: list[tuple[str, int, int]]) -> None:
    """Each mistake is a finding with the line and column of its key."""
    assert read(text)[1] == findings


def test_a_slip_is_helped() -> None:
    """A key or code that is nearly right is answered with the right one."""
    _, findings = read_settings(
        Source("pyproject.toml", '[tool.dunlang]\npolcy = "x"\nselect = ["unused-alow"]\n'), Path()
    )
    assert [found.help for found in findings] == ["write `policy`", "write `unused-allow`"]


def test_the_nearest_table_counts(tmp_path: Path) -> None:
    """A file without a table for dunlang is passed over; the nearest with one decides, and its folder with it."""
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (tmp_path / "pyproject.toml").write_text('[tool.dunlang]\npolicy = "outer.dun"\n')
    (tmp_path / "a" / "pyproject.toml").write_text('[project]\nname = "dunlang-user"\n')
    settings, findings = find_settings(inner)
    assert not findings
    assert settings.policy == "outer.dun"
    assert settings.folder == tmp_path.resolve()
    (inner / "pyproject.toml").write_text('[tool.dunlang]\npolicy = "inner.dun"\n')
    assert find_settings(inner)[0].policy == "inner.dun"


def test_no_settings(tmp_path: Path) -> None:
    """Without any file the settings are empty and belong to no folder."""
    settings, findings = find_settings(tmp_path)
    assert not findings
    assert settings.folder is None


def test_settings_that_are_no_text(tmp_path: Path) -> None:
    """A file in another encoding is a finding, not a traceback."""
    (tmp_path / "pyproject.toml").write_bytes(b"[tool.dunlang]\npolicy = '\xe9'\n")
    assert [found.code for found in find_settings(tmp_path)[1]] == ["FIL002"]
