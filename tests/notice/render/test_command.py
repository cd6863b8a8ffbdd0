"""`dunlang render`: one letter, a day's letters, and what keeps them from being written."""

from __future__ import annotations

import csv
import email
import email.policy
import io
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dunlang.cli.main import cli
from dunlang.resources import shipped

POLICY = """policy "X" {
    law NL
    creditor "C" {
        country NL
        vat     reclaimed
    }
}
notice letter {
    kind     reminder
    template "letter.txt"
    gives    7 days from sending
}
attribute vip flag of debtor
group all {
    otherwise
    payment within 14 days of invoice
    letters per invoice
    steps {
        first 1 day after due send letter by email
        ring  5 days after first call
    }
}
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The shipped policies in a folder of their own."""
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    shutil.copytree(shipped("policies"), tmp_path / "policies")
    monkeypatch.chdir(tmp_path / "policies")
    return tmp_path / "policies"


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small policy with a ledger of three invoices whose numbers are one to a careless file system."""
    folder = tmp_path / "small"
    (folder / "ledger").mkdir(parents=True)
    (folder / "p.dun").write_text(POLICY)
    (folder / "letter.txt").write_text("Dear {{ debtor.name }}, pay {{ amount.due | money }} by {{ deadline | day }}\n")
    (folder / "ledger" / "invoices.csv").write_text(
        "invoice,debtor,date,amount\nA/1,K1,2026-01-05,100.00\na:1,K1,2026-01-05,100.00\n../x,K2,2026-01-05,100.00\n"
    )
    (folder / "ledger" / "debtors.csv").write_text(
        'debtor,kind,name,number,vip\nK1,consumer,"#evil[1] $x$ <script>",,no\nK2,business,=1+1,7,\n'
    )
    monkeypatch.chdir(folder)
    return folder


def run(*words: str) -> Result:
    """Run a command line; a mistake of our own is raised."""
    return CliRunner().invoke(cli, ("render", *words), prog_name="dunlang", catch_exceptions=False)


ONE = ("debiteurenbeleid.dun", "--invoice", "2026-0001", "--step", "aanmaning", "--date", "2026-02-10")
DAY = ("p.dun", "--date", "2026-01-20")


def test_a_letter_is_printed(project: Path) -> None:
    """The fourteen-day letter with its amounts, as it went out."""
    found = run(*ONE)
    assert found.exit_code == 0
    assert found.stdout.startswith("Onderwerp: Aanmaning factuur 2026-0001\n\nGeachte Familie De Vries,\n")
    assert "€\u00a040,00" in found.stdout
    assert run(*ONE[:-1], "2026-03-03").stdout == found.stdout


@pytest.mark.parametrize(
    ("file", "start"), [("a.txt", b"Onderwerp"), ("a.html", b"<!DOCTYPE"), ("a.eml", b"Subject"), ("a.pdf", b"%PDF")]
)
def test_the_suffix_of_the_file_says_the_format(project: Path, file: str, start: bytes) -> None:
    """No --format is needed with -o, and the file has the letter."""
    assert run(*ONE, "-o", file).exit_code == 0
    assert Path(file).read_bytes().startswith(start)


def test_a_day_goes_into_a_folder(project: Path) -> None:
    """One file for each letter of the worklist, and an index whose rows name them."""
    found = run("debiteurenbeleid.dun", "--date", "2026-03-03", "--format", "eml", "--from", "a@b.nl", "--out", "out")
    assert found.exit_code == 0, found.output
    rows = list(csv.DictReader(io.StringIO(Path("out/index.csv").read_text("utf-8"))))
    assert {row["file"] for row in rows} | {"index.csv", "index.json"} == {path.name for path in Path("out").iterdir()}
    assert len(rows) == 9
    for row in rows:
        message = email.message_from_bytes(Path("out", row["file"]).read_bytes(), policy=email.policy.default)
        assert row["invoices"] in message["Subject"]
    again = run("debiteurenbeleid.dun", "--date", "2026-03-03", "--step", "aanmaning", "--out", "two")
    assert "2 letters in 4 files, index.csv and index.json in two" in again.output


def test_names_that_clash_are_told_apart(small: Path) -> None:
    """`A/1`, `a:1` and `../x` become files of one folder, and a cell is no formula."""
    assert run(*DAY, "--format", "text", "--out", "out").exit_code == 0
    names = {path.name for path in Path("out").iterdir()}
    assert names == {"A-1-first.txt", "a-1-first-2.txt", "x-first.txt", "index.csv", "index.json"}
    assert "'=1+1" in Path("out/index.csv").read_text()
    assert {path.name for path in small.iterdir()} == {"p.dun", "letter.txt", "ledger", "out"}


def test_a_folder_is_written_whole_or_not_at_all(small: Path) -> None:
    """One letter that lacks a value keeps all from being written; each reason is shown once."""
    (small / "letter.txt").write_text("Number {{ debtor.number }}\n")
    found = run(*DAY, "--out", "out")
    assert found.exit_code == 1
    assert "error[LTR001 letter-lacks-value]: invoice `A/1` of debtor `K1` has no `debtor.number`" in found.stderr
    assert "letter.txt:1:11" in found.stderr
    assert "fill in column `number` of `debtors.csv`" in found.stderr
    assert "nothing was written: 2 of 3 files failed" in found.stderr
    assert not (small / "out").exists()


def test_a_full_folder_is_left_alone(small: Path) -> None:
    """The folder must be new or empty."""
    assert run(*DAY, "--out", "ledger").exit_code == 2
    assert {path.name for path in (small / "ledger").iterdir()} == {"invoices.csv", "debtors.csv"}


@pytest.mark.parametrize(
    ("template", "code", "said"),
    [
        ("{{ debtor.nam }}", "TPL003", "debtor.nam"),
        ("{{ 'a' * 20000000 }}", "TPL002", "does not calculate"),
        ("{% for i in range(99999999) %}x{% endfor %}", "TPL002", "letter.txt"),
        ("{% if %}", "TPL001", "letter.txt"),
        ("{{ debtor.name.__class__ }}", "TPL003", "letter.txt"),
        ('{% include "../../etc/passwd" %}', "FIL004", "outside"),
        ("{{ debtor.name > 3 }}", "TPL002", "letter.txt"),
        ("{{ invoice.order }}", "LTR001", "column `order` of `invoices.csv`"),
        ("{{ agency.name }}", "LTR001", "put the sentence under `if agency`"),
    ],
)
def test_a_template_that_goes_wrong_is_told(small: Path, template: str, code: str, said: str) -> None:
    """Each mistake has a code and a place, never a traceback or half a letter."""
    (small / "letter.txt").write_text(template)
    found = run(*DAY, "--invoice", "A/1", "--step", "first")
    assert found.exit_code in (1, 2)
    assert found.stdout == ""
    assert f"[{code} " in found.stderr
    assert said in found.stderr


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--invoice", "A/2", "--step", "first"), 2, "the ledger has no invoice `A/2`: did you mean `A/1`?"),
        (("--invoice", "A/1", "--step", "frist"), 2, "the policy has no step `frist`: did you mean `first`?"),
        (("--invoice", "A/1", "--step", "ring"), 1, "step `ring` sends no letter"),
        (("--invoice", "A/1"), 2, "name the letter with --invoice and --step"),
        (("--out", "x", "--invoice", "A/1"), 2, "leave out --invoice"),
        (("--invoice", "A/1", "--step", "first", "--format", "eml", "--to", "nobody"), 1, "is not a mail address"),
        (("--out", "no/such/place"), 2, "cannot write the folder `no/such/place`"),
        (("--invoice", "A/1", "--step", "first", "-o", "no/such/file.txt"), 2, "cannot write"),
    ],
)
def test_what_cannot_be_done_is_said(small: Path, words: tuple[str, ...], code: int, said: str) -> None:
    """The message names what was found and what is right."""
    found = run(*DAY, *words)
    assert found.exit_code == code
    assert said in found.stderr


def test_a_letter_that_is_not_due_says_when(small: Path) -> None:
    """The state of the step is given, with the command that explains it."""
    found = run("p.dun", "--date", "2026-01-10", "--invoice", "A/1", "--step", "first")
    assert found.exit_code == 1
    assert "[LTR004 letter-not-due]" in found.stderr
    assert "planned for 2026-01-20" in found.stderr


def test_a_notice_without_a_template_is_told(small: Path) -> None:
    """The place is the notice."""
    (small / "p.dun").write_text(POLICY.replace('template "letter.txt"', "states   invoice number, amount due"))
    found = run(*DAY, "--out", "out")
    assert found.exit_code == 1
    assert found.stderr.count("[LTR002 notice-without-template]") == 1
    assert "p.dun:8:8" in found.stderr


def test_letters_per_debtor_name_the_one_that_carries(small: Path) -> None:
    """Asked for an invoice that goes with another, the letter about that other is written."""
    (small / "p.dun").write_text(
        POLICY.replace("letters per invoice", "letters per debtor, highest step carries\n    level follows oldest open")
    )
    (small / "letter.txt").write_text("{% for claim in claims %}\n- {{ claim.number }}\n{% endfor %}\n")
    first = run(*DAY, "--invoice", "A/1", "--step", "first")
    second = run(*DAY, "--invoice", "a:1", "--step", "first")
    assert first.stdout == second.stdout
    assert "- A/1\n- a:1\n" in first.stdout
    assert "goes with the letter about" in first.stderr + second.stderr


def test_html_and_markdown_templates_are_written(small: Path) -> None:
    """The suffix of the template says what it is; a name is text in each."""
    sources = {"html": "<h1>Hi</h1><p>Dear <b>{{ debtor.name }}</b></p>", "md": "# Hi\n\n**{{ debtor.name }}**"}
    for suffix, source in sources.items():
        (small / f"letter.{suffix}").write_text(source)
        (small / "p.dun").write_text(POLICY.replace("letter.txt", f"letter.{suffix}"))
        words = (*DAY, "--invoice", "A/1", "--step", "first", "--format")
        assert "#evil[1] $x$ <script>" in run(*words, "text").stdout
        page = run(*words, "html").stdout
        assert "#evil[1] $x$ &lt;script&gt;" in page
        assert "<script" not in page
        assert "<title>Hi</title>" in page
