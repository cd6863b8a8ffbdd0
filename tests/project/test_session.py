"""A run over policies: what belongs together, what is read, what is shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from dunlang.diagnostics import Severity
from dunlang.project.session import Checked, Options, Session

CLEAN = """\
policy "Standaard" {
    law  NL
}

notice herinnering {
    states  invoice number, due date, amount due
}

group klanten {
    otherwise
    payment  within 14 days of invoice
    hold on dispute until resolved, clock stops
    steps {
        eerste  15 days after invoice  send herinnering by email
    }
}
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to stand in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(folder: Path, **files: str) -> None:
    """Write ``name.dun`` files."""
    for name, text in files.items():
        (folder / f"{name}.dun").write_text(text)


def codes(checked: Checked) -> list[str]:
    """Path and code of each finding, notes left out."""
    return [f"{found.path} {found.code}" for found in checked.findings if found.severity is not Severity.NOTE]


def test_clean(here: Path) -> None:
    """A clean policy has no findings and ends with 0."""
    write(here, a=CLEAN)
    checked = Session().check(["a.dun"])
    assert (codes(checked), checked.files, checked.exit_code) == ([], 1, 0)


def test_a_part_comes_with_its_policy(here: Path) -> None:
    """A file without a policy block that another one uses is not judged alone, and its findings come once."""
    part = "notice herinnering { states invoice number, due date, amount due  language qq }\n"
    user = CLEAN.replace(
        "notice herinnering {\n    states  invoice number, due date, amount due\n}\n", 'use "deel.dun"\n'
    )
    write(here, a=user, b=user, deel=part)
    checked = Session().check(["."])
    assert checked.files == 3
    assert [one for one in codes(checked) if one.startswith("deel.dun")] == codes(checked)
    assert len(codes(checked)) == 1


def test_a_file_outside_is_not_read(here: Path) -> None:
    """`use` of a file outside the project folder is a finding at the place that names it."""
    (here / "p").mkdir()
    write(here, geheim="notice x { states deadline }\n")
    write(here / "p", a='use "../geheim.dun"\n' + CLEAN)
    checked = Session().check(["p/a.dun"])
    assert "p/a.dun FIL004" in codes(checked)
    assert checked.exit_code == 2
    assert next(found for found in checked.findings if found.code == "FIL004").span is not None


def test_the_project_folder_is_that_of_the_settings(here: Path) -> None:
    """With settings above the policy, a file beside its folder may be used."""
    (here / "p").mkdir()
    (here / "pyproject.toml").write_text("[tool.dunlang]\n")
    write(here, deel="notice herinnering { states invoice number, due date, amount due }\n")
    write(here / "p", a='use "../deel.dun"\n' + CLEAN.partition("notice")[0] + "group" + CLEAN.partition("group")[2])
    assert codes(Session().check(["p/a.dun"])) == []


def test_missing_files(here: Path) -> None:
    """Paths that do not exist, and folders without policies, are findings that end with 2."""
    (here / "leeg").mkdir()
    checked = Session().check(["weg.dun", "leeg"])
    assert codes(checked) == ["leeg FIL001", "weg.dun FIL001"]
    assert checked.exit_code == 2


def test_the_same_file_twice_is_checked_once(here: Path) -> None:
    """A file that is named and lies in a named folder counts once."""
    write(here, a=CLEAN.replace("14 days", "14 dayz"))
    checked = Session().check(["a.dun", "a.dun"])
    assert checked.files == 1
    assert codes(checked) == ["a.dun SYN003"]


@pytest.mark.parametrize(
    ("options", "left"),
    [
        (Options(), ["a.dun NAM003", "a.dun STY002"]),
        (Options(select=("NAM",)), ["a.dun NAM003"]),
        (Options(ignore=("unused-name",)), ["a.dun STY002"]),
        (Options(select=("ALL",), ignore=("STY", "NAM003")), []),
    ],
)
def test_selection(here: Path, options: Options, left: list[str]) -> None:
    """Codes, names and first letters choose what is reported."""
    write(here, a=CLEAN + "agency bureau { }  # allow QQQ111: not there\n")
    assert codes(Session(options).check(["a.dun"])) == left


def test_settings_select_too(here: Path) -> None:
    """The settings choose where the options do not, per file as well."""
    (here / "pyproject.toml").write_text('[tool.dunlang]\nper-file-ignores = { "oud/*" = ["NAM003"] }\n')
    (here / "oud").mkdir()
    write(here, a=CLEAN + "agency bureau { }\n")
    write(here / "oud", b=CLEAN + "agency bureau { }\n")
    assert codes(Session().check(["."])) == ["a.dun NAM003"]


def test_syntax_is_never_deselected(here: Path) -> None:
    """What says that a file was not read to its end is reported whatever is selected."""
    write(here, a=CLEAN.replace("14 days", "14 dayz"))
    assert codes(Session(Options(select=("STY",), ignore=("SYN",))).check(["a.dun"])) == ["a.dun SYN003"]


def test_allowed_by_a_comment(here: Path) -> None:
    """A comment takes a finding away and is counted."""
    write(here, a=CLEAN + "agency bureau { }  # allow unused-name: for later\n")
    checked = Session().check(["a.dun"])
    assert (codes(checked), checked.suppressed) == ([], 1)


def test_wrong_settings_end_with_2(here: Path) -> None:
    """A mistake in the settings is reported with the policy and ends with 2."""
    (here / "pyproject.toml").write_text("[tool.dunlang]\nstrikt = true\n")
    write(here, a=CLEAN)
    checked = Session().check(["a.dun"])
    assert codes(checked) == ["pyproject.toml CFG002"]
    assert checked.exit_code == 2


def test_strict_fails_on_warnings(here: Path) -> None:
    """A warning alone ends with 0, under strict with 1."""
    write(here, a=CLEAN + "agency bureau { }\n")
    assert Session().check(["a.dun"]).exit_code == 0
    assert Session(Options(strict=True)).check(["a.dun"]).exit_code == 1


def test_standard_input(here: Path) -> None:
    """`-` is what standard input gives; it may use files that lie here."""
    text = 'use "deel.dun"\n' + CLEAN
    write(here, deel="terms t { payment within 8 days of invoice }\n")
    checked = Session().check(["-"], stdin=lambda: text.encode())
    assert {found.path for found in checked.findings} <= {"<stdin>", "deel.dun"}
    assert checked.exit_code == 0
    assert codes(Session().check(["-"], stdin=lambda: b"\xff")) == ["<stdin> FIL002"]


def test_a_policy_may_name_a_pack(here: Path) -> None:
    """`law "pack.yaml"` is read inside the project folder, and a missing one is a finding at its place."""
    write(here, a=CLEAN.replace("law  NL", 'law  "weg.yaml"'))
    found = [one for one in Session().check(["a.dun"]).findings if one.code == "FIL001"]
    assert [one.span is not None and one.span.text for one in found] == ['"weg.yaml"']


def test_errors_that_keep_from_scheduling(here: Path) -> None:
    """A debtor that no group takes needs a person, but does not keep a policy from being run; a wrong name does."""
    gap = CLEAN.replace("otherwise", "when country is NL")
    write(here, gap=gap, wrong=CLEAN.replace("send herinnering", "send herinering"))
    assert [found.code for found in Session().load("gap.dun").findings if found.severity is Severity.ERROR] == [
        "GRP001"
    ]
    assert not Session().load("gap.dun").errors
    assert [found.code for found in Session().load("wrong.dun").errors] == ["NAM001"]
