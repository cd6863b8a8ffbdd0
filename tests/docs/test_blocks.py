"""Every fenced block of the docs and the README runs: policies check, commands print what the page says."""

from __future__ import annotations

import contextlib
import doctest
import io
import json
import shlex
import shutil
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from dunlang.cli.main import cli
from dunlang.diagnostics import Severity
from dunlang.project.session import Session
from dunlang.scenario import run
from dunlang.schedule import prepare
from dunlang.source import Source
from dunlang.syntax import parse
from tests.docs.blocks import Block, blocks, framed, matches

ROOT = Path(__file__).parents[2]
#: The page on the law shows the first lines of each output; ``tests/law/test_docs.py`` runs it that way.
PAGES = [ROOT / "README.md", *(page for page in sorted((ROOT / "docs").glob("*.md")) if page.name != "law.md")]
KNOWN = {"", "console", "csv", "dun", "json", "python", "sh", "text", "toml", "yaml"}

#: A frame offers names that its fragment need not use.
UNUSED_NAME = "NAM003"


@pytest.fixture
def folder(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which a page works."""
    page: Path = request.getfixturevalue("page")
    if "<!-- folder: empty -->" not in page.read_text(encoding="utf-8"):
        shutil.copytree(ROOT / "policies", tmp_path / "policies")
        settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["dunlang"]
        lines = [f"{key} = {json.dumps(value)}" for key, value in settings.items()]
        (tmp_path / "pyproject.toml").write_text("[tool.dunlang]\n" + "\n".join(lines) + "\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_block_of_the_page_runs(page: Path, folder: Path, request: pytest.FixtureRequest) -> None:
    """Blocks are run in the order of the page, each as its info string says."""
    names: dict[str, object] = {"__name__": "page"}
    anew: list[tuple[Block, str]] | None = [] if request.config.getoption("--update-golden") else None
    for block in blocks(page):
        place = f"{page.name}:{block.line}"
        assert block.language in KNOWN, f"{place}: what is `{block.language}`?"
        if block.language == "dun":
            _policy(block, place, folder)
        elif block.language == "console":
            _console(block, place, anew)
        elif block.language == "python":
            _python(block, place, names)
        elif block.language == "":
            _plain(block, place)
        elif block.language == "json":
            json.loads(block.text)
        elif "file" in block.options:
            _write(folder, block)
    if anew:
        text = page.read_text(encoding="utf-8")
        for block, output in reversed(anew):
            text = text[: block.start] + output + text[block.start + len(block.text) :]
        page.write_text(text, encoding="utf-8")


def _write(folder: Path, block: Block) -> Path:
    path = folder / block.options["file"]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(block.text, encoding="utf-8")
    return path


def _policy(block: Block, place: str, folder: Path) -> None:
    """Check a policy or a fragment in its frame; scenarios in it must pass."""
    text = framed(block.options["in"], block.text) if "in" in block.options else block.text
    if "file" in block.options:
        _write(folder, block)
        if "policy" not in text.split():
            tree, findings = parse(Source(block.options["file"], text))
            assert not findings, (place, findings)
            assert tree.complete
            return
    session = Session()
    loaded = session.loads(Source(block.options.get("file", "page.dun"), text), folder=folder)
    wanted = sorted(filter(None, block.options.get("finds", "").split(",")))
    findings = session.check_loaded(loaded).findings
    found = sorted(
        diagnostic.code
        for diagnostic in findings
        if (diagnostic.severity is not Severity.NOTE or diagnostic.code in wanted)
        and not ("in" in block.options and diagnostic.code == UNUSED_NAME)
    )
    said = [f"{d.span}: {d.code} {d.message}" for d in findings if d.severity is not Severity.NOTE]
    assert found == wanted, "\n".join([place, *said])
    if loaded.policy is not None and loaded.book is not None and loaded.policy.scenarios and not wanted:
        engine = prepare(loaded.policy, loaded.book)
        failures = [o for s in loaded.policy.scenarios for o in run(engine, s).failures]
        assert not failures, (place, failures)


def _console(block: Block, place: str, anew: list[tuple[Block, str]] | None) -> None:
    """Run each `$ dunlang` line and compare what it prints, or gather it in *anew*."""
    printed = ""
    commands: list[tuple[str, list[str]]] = []
    for line in block.text.splitlines():
        if line.startswith("$ "):
            commands.append((line[2:], []))
        else:
            assert commands, f"{place}: a console block starts with `$ `"
            commands[-1][1].append(line)
    for at, (command, wanted) in enumerate(commands):
        words = shlex.split(command)
        assert words[0] == "dunlang", f"{place}: only `dunlang` runs here"
        result = CliRunner().invoke(cli, words[1:], prog_name="dunlang")
        assert result.exception is None or isinstance(result.exception, SystemExit), (place, result.exception)
        found = result.output.rstrip("\n").splitlines()
        printed += f"$ {command}\n" + "".join(f"{line.rstrip()}\n" for line in found)
        while wanted and not wanted[-1].strip():
            wanted.pop()
        last = at == len(commands) - 1
        assert result.exit_code == (int(block.options.get("exit", "0")) if last else 0), f"{place}: $ {command}"
        if anew is not None and "…" not in wanted:
            continue
        assert matches(wanted, found), f"{place}: $ {command}\n" + "\n".join(found)
    if anew is not None and "\n…\n" not in block.text:
        anew.append((block, printed))


def _plain(block: Block, place: str) -> None:
    """A block without a language: the `dunlang` commands in its `$` lines end well; other programs are not run."""
    for line in block.text.splitlines():
        for command in line.removeprefix("$ ").split(" && ") if line.startswith("$ ") else ():
            words = shlex.split(command)
            if words[0] == "dunlang":
                result = CliRunner().invoke(cli, words[1:], prog_name="dunlang")
                assert result.exit_code == 0, (place, command, result.output)


def _python(block: Block, place: str, names: dict[str, object]) -> None:
    if block.text.lstrip().startswith(">>>"):
        test = doctest.DocTestParser().get_doctest(block.text, names, place, place, block.line)
        out = io.StringIO()
        runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
        runner.run(test, out=out.write, clear_globs=False)
        names.update(test.globs)
        assert not runner.failures, out.getvalue()
        return
    with contextlib.redirect_stdout(io.StringIO()):
        exec(compile(block.text, place, "exec"), names)


def test_the_pages_exist() -> None:
    """The pages that readers are sent to are there, and have blocks."""
    found = {page.name: len(blocks(page)) for page in PAGES}
    assert found["README.md"] >= 2
    assert found["first-policy.md"] >= 8
    assert found["language.md"] >= 25


@pytest.mark.parametrize(
    ("wanted", "found", "same"),
    [
        (["a", "b"], ["a", "b"], True),
        (["a", "…"], ["a", "b", "c"], True),
        (["…", "c"], ["a", "b", "c"], True),
        (["a", "…", "c"], ["a", "c"], True),
        (["a"], ["a", "b"], False),
        (["…", "x"], ["a", "b"], False),
        ([], ["a"], False),
    ],
)
def test_dots_stand_for_any_lines(wanted: list[str], found: list[str], same: bool) -> None:
    """Output is compared line by line, and only `…` leaves lines out."""
    assert matches(wanted, found) is same
