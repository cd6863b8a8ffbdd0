"""What starting up costs: nothing that the command does not need is imported."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

#: What is dear to import, or belongs to a command that was not called.
HEAVY = ("lark", "yaml", "attr", "jinja2", "rich", "dunlang.model", "dunlang.syntax", "dunlang.law", "dunlang.schedule")


def imported(code: str) -> set[str]:
    """The modules that a fresh interpreter holds after *code*."""
    program = f"import sys, json\n{code}\nsys.stderr.write(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(json.loads(done.stderr))


def call(*words: str) -> str:
    """Code that runs the command line and survives its end."""
    return f"from dunlang.cli.main import cli\ntry:\n cli({list(words)!r})\nexcept SystemExit: pass"


@pytest.mark.parametrize("words", [("--version",), ("--help",), ("check", "--help"), ("simulate", "--help")])
def test_words_alone_import_nothing_heavy(words: tuple[str, ...]) -> None:
    """Version and help come without the parser, YAML, attrs or any room below the command line."""
    found = imported(call(*words))
    assert "click" in found
    assert not found & set(HEAVY)


def test_import_dunlang_imports_nothing_heavy() -> None:
    """`import dunlang` alone loads none of it, nor click; a public name loads what it needs."""
    found = imported("import dunlang")
    assert not found & {*HEAVY, "click", "typing"} - imported("")
    assert "dunlang.model" in imported("import dunlang; dunlang.load")


def test_the_process_is_set_up_before_anything_is_imported() -> None:
    """The entry point has told the collector to wait when the first heavy import begins."""
    assert "click" not in imported("import dunlang.__main__")
    code = (
        "import gc, sys\nfound = []\n"
        "class Watch:\n def find_spec(self, name, *_):\n  if name == 'click': found.append(gc.get_threshold()[0])\n"
        "sys.meta_path.insert(0, Watch())\nsys.argv = ['dunlang', '--version']\n"
        "from dunlang.__main__ import main\ntry:\n main()\nexcept SystemExit: pass\n"
        "sys.modules['threshold %d' % found[0]] = None"
    )
    assert "threshold 100000" in imported(code)


def test_library_never_imports_click() -> None:
    """A host that loads and checks a policy never gets the command line's library."""
    text = 'policy "x" { law NL } group g { otherwise payment within 14 days of invoice }'
    assert "click" not in imported(f"import dunlang; dunlang.check({text!r})")


def test_check_needs_no_lark() -> None:
    """Checking takes the parser's own table: Lark is not imported."""
    assert "lark" not in imported(call("check", "-") + "\n")


#: What the worklist of a small ledger in CSV has no use for; the first line is columnar.
NEEDLESS = (
    *("duckdb", "ibis", "numpy", "pandas", "polars", "pyarrow", "pyspark", "sqlglot"),
    *("babel", "fractions", "holidays", "jinja2", "lark", "rich", "shlex", "yaml"),
    *("dunlang.lint", "dunlang.notice", "dunlang.scenario", "dunlang.report.html", "dunlang.report.rejects"),
    *(
        "dunlang.portfolio.documents",
        "dunlang.portfolio.fast.compile",
        "dunlang.project.catalogue",
        "dunlang.project.history",
    ),
)


def test_worklist_of_a_csv_ledger_imports_what_it_needs(tmp_path: Path) -> None:
    """`simulate` of CSV loads no columnar library, no parser generator, no YAML and no other command's room."""
    words = ("--ledger", "policies/ledger", "--date", "2026-03-03", "-o", str(tmp_path / "worklist.txt"))
    found = imported(call("simulate", "policies/debiteurenbeleid.dun", *words))
    assert "dunlang.portfolio.ledger" in found
    assert (tmp_path / "worklist.txt").read_text("utf-8")
    assert not found & set(NEEDLESS)


def test_duckdb_leaves_nothing_on_standard_error() -> None:
    """The end of a process that used it is quiet."""
    code = "import duckdb; duckdb.connect().execute('select 1').fetchall(); from dunlang.cli.main import main; main()"
    done = subprocess.run([sys.executable, "-c", code, "--version"], capture_output=True, text=True, check=True)
    assert done.stderr == ""
