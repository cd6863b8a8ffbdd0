"""Each command does its job and ends as it should."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import click
import jsonschema
import pytest
from freezegun import freeze_time

from dunlang import __version__
from dunlang.cli.main import COMMANDS, cli
from dunlang.cli.output import progress
from dunlang.project.schemas import schema_names, schema_text
from tests.cli.conftest import Run

POLICY = """\
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

scenario "niet betaald" {
    debtor   consumer in NL
    invoice  2026-01-05 for 180.00 EUR
    expect   eerste on 2026-01-20
}
"""

INVOICES = "invoice,debtor,date,amount\nA1,D1,2026-01-05,180.00\nA2,D2,2026-01-12,20.00\n"
DEBTORS = "debtor,kind,country,name\nD1,consumer,NL,=cmd|x\nD2,business,NL,Twee\n"
EVENTS = "date,event,invoice,amount\n2026-01-15,payment,A2,20.00\n"


@pytest.fixture
def project(here: Path) -> Path:
    """A folder with a policy and a ledger."""
    (here / "beleid.dun").write_text(POLICY)
    (here / "ledger").mkdir()
    for name, text in (("invoices", INVOICES), ("debtors", DEBTORS), ("events", EVENTS)):
        (here / "ledger" / f"{name}.csv").write_text(text)
    return here


def validate(name: str, text: str) -> dict[str, object]:
    """The document in *text*, held against the published schema."""
    document: dict[str, object] = json.loads(text)
    jsonschema.Draft202012Validator(json.loads(schema_text(name))).validate(document)
    return document


# ---------------------------------------------------------------- the whole


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(name: str, run: Run) -> None:
    """Every command that is listed exists, under its own name, and its help shows an example."""
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    assert command.name == name
    result = run(name, "--help")
    assert result.exit_code == 0
    subs = list(command.commands) if isinstance(command, click.Group) else []
    shown = [result.output, *(run(name, sub, "--help").output for sub in subs)]
    assert any(f"dunlang {name}" in text.partition("Options:")[0].partition("\n")[2] for text in shown)


def test_version(run: Run) -> None:
    """The version is that of the package."""
    assert run("--version").output == f"dunlang {__version__}\n"
    pyproject = Path(__file__).parents[2] / "pyproject.toml"
    assert f'version = "{__version__}"' in pyproject.read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("chek",), "did you mean `check`"),
        (("schedule", "a.dun"), "Missing option"),
        (("check", "--format", "xml"), "xml"),
        (("check", "--select", "SYN01x"), "did you mean `SYN01"),
        (("simulate", "--date", "03-03-2026"), "is not a date (write it as 2026-01-31)"),
        (("simulate", "--date", "2026-02-30"), "is not a day of the calendar"),
        (("rule",), "name one code"),
        (("rule", "unused-alow"), "did you mean `unused-allow`"),
        (("schema", "worklst"), "did you mean `worklist`"),
    ],
)
def test_wrong_usage_ends_with_2(words: tuple[str, ...], said: str, run: Run, here: Path) -> None:
    """A command line that makes no sense is answered on standard error, with a hint."""
    result = run(*words)
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stdout == ""


def test_our_own_mistakes_are_one_line(project: Path) -> None:
    """An unexpected exception ends with 2 and one line; DUNLANG_DEBUG=1 shows the traceback."""
    program = (
        "import dunlang.project.session as s, dunlang.cli.main as m, sys\n"
        "def broken(*_, **__): raise RuntimeError('boom\\nmore')\n"
        "s.Session.check = broken\n"
        "sys.argv = ['dunlang', 'check', 'beleid.dun']\n"
        "m.main()"
    )
    for debug, lines in (("0", 1), ("1", None)):
        environment = {**os.environ, "DUNLANG_DEBUG": debug}
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=environment)
        assert done.returncode == (2 if lines else 1)
        assert ("Traceback" in done.stderr) is (lines is None)
        if lines:
            assert done.stderr.startswith("dunlang: internal error (RuntimeError: boom more)")
            assert done.stderr.count("\n") == lines


# ---------------------------------------------------------------- check, rule, schema


def test_check(project: Path, run: Run) -> None:
    """A clean policy ends with 0; a warning too, unless strict; an error with 1."""
    assert run("check", "beleid.dun").exit_code == 0
    (project / "beleid.dun").write_text(POLICY + "agency bureau { }\n")
    assert run("check").exit_code == 0
    assert "warning[NAM003 unused-name]" in run("check").stdout
    assert run("check", "--strict").exit_code == 1
    (project / "beleid.dun").write_text(POLICY.replace("send herinnering", "send herinering"))
    result = run("check", "beleid.dun", "--format", "concise")
    assert result.exit_code == 1
    assert result.stdout.startswith("beleid.dun:14:")


@pytest.mark.parametrize("form", ["json", "sarif", "github"])
def test_check_formats_hold_nothing_else(form: str, project: Path, run: Run) -> None:
    """The formats for machines are not followed by a summary."""
    text = run("check", "--format", form).stdout
    if form == "json":
        validate("findings", text)
    elif form == "sarif":
        assert json.loads(text)["version"] == "2.1.0"
    else:
        assert all(line.startswith("::") for line in text.splitlines())


def test_check_colours(project: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The flag colours what is no terminal, and so does the environment; neither does nothing."""
    assert "\x1b[" not in run("check").stdout
    assert "\x1b[" in run("check", "--color", "always").stdout
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[" in run("check").stdout
    assert "\x1b[" not in run("check", "--color", "never").stdout


def test_check_reads_standard_input(here: Path, run: Run) -> None:
    """`-` is standard input."""
    assert run("check", "-", stdin=POLICY).exit_code == 0
    assert "<stdin>" in run("check", "-", stdin=POLICY.replace("law  NL", "law  XX")).stdout


def test_rule(run: Run) -> None:
    """A page is found by code, by name and in small letters; the list holds every code once."""
    page = run("rule", "STY001").stdout
    assert page.startswith("STY001 unused-allow (warning)")
    assert run("rule", "unused-allow").stdout == run("rule", "sty001").stdout == page
    listed = run("rule", "--all").stdout.splitlines()[1:]
    assert len({line.split()[0] for line in listed}) == len(listed) > 20
    validate("rules", run("rule", "--all", "--format", "json").stdout)


def test_schema(run: Run) -> None:
    """Every schema is listed, printed, and a valid schema."""
    names = run("schema").stdout.split()
    assert tuple(names) == schema_names()
    for name in names:
        schema = json.loads(run("schema", name).stdout)
        jsonschema.Draft202012Validator.check_schema(schema)


def test_new(here: Path, run: Run) -> None:
    """The first policy is written, checks without errors and is never overwritten."""
    assert run("new", "beleid.dun").exit_code == 0
    assert run("check", "beleid.dun").exit_code == 0
    result = run("new", "beleid.dun")
    assert result.exit_code == 2
    assert "exists already" in result.stderr


# ---------------------------------------------------------------- fmt


def test_fmt(project: Path, run: Run) -> None:
    """`--check` and `--diff` write nothing; without them the file is changed once and then left alone."""
    ugly = POLICY.replace("    law  NL", "law NL")
    file = project / "beleid.dun"
    file.write_text(ugly)
    assert run("fmt", "--check", "beleid.dun").exit_code == 1
    diff = run("fmt", "--diff", "beleid.dun")
    assert diff.exit_code == 1
    assert "-law NL" in diff.stdout
    assert file.read_text() == ugly
    assert run("fmt", ".").exit_code == 0
    assert file.read_text() != ugly
    assert run("fmt", "--check").exit_code == 0
    assert run("fmt", "-", stdin=ugly).stdout == file.read_text()


def test_fmt_leaves_broken_files_alone(project: Path, run: Run) -> None:
    """A file with syntax errors is reported and not touched; others are still formatted."""
    (project / "kapot.dun").write_text("group {")
    (project / "beleid.dun").write_text(POLICY.replace("    law  NL", "law NL"))
    result = run("fmt", "kapot.dun", "beleid.dun")
    assert result.exit_code == 1
    assert "SYN" in result.stderr
    assert (project / "kapot.dun").read_text() == "group {"
    assert "changed beleid.dun" in result.stderr


# ---------------------------------------------------------------- compile, schedule, simulate, explain, test


def test_compile(project: Path, run: Run) -> None:
    """JSON unless on a terminal, to a file or to standard output; the table on request."""
    document = validate("policy", run("compile").stdout)
    assert document["title"] == "Standaard"
    assert run("compile", "beleid.dun", "-o", "out.json").stdout == ""
    assert json.loads((project / "out.json").read_text()) == document
    table = run("compile", "--format", "table").stdout
    assert "eerste  15 days after invoice  send herinnering by email" in table


def test_schedule(project: Path, run: Run) -> None:
    """The dated steps of one invoice, as a table with reasons and as JSON."""
    words = ("schedule", "beleid.dun", "--invoice-date", "2026-01-05", "--amount", "180.00")
    assert "Tue 2026-01-20  eerste" in run(*words).stdout
    assert "15 days after invoice (2026-01-05) is 2026-01-20" in run(*words).stdout
    assert "is 2026-01-20" not in run(*words, "--no-why").stdout
    document = validate("schedule", run(*words, "--format", "json").stdout)
    assert document["invoices"][0]["entries"][0]["on"] == "2026-01-20"  # type: ignore[index] # the schema says so


def test_schedule_with_events(project: Path, run: Run) -> None:
    """Events change it; a file without a column for the invoice is about this one."""
    words = ("schedule", "beleid.dun", "--invoice-date", "2026-01-05", "--amount", "180.00", "--events", "e.csv")
    for text in (
        "date,event,amount\n2026-01-10,payment,180.00\n",
        "date;event;invoice;amount\n2026-01-10;payment;1;180\n",
    ):
        (project / "e.csv").write_text(text)
        result = run(*words)
        assert result.exit_code == 0
        assert "paid, 0.00 EUR open" in result.stdout


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--amount", "1.234,56"), "--amount: "),
        (("--amount", "1e3"), "--amount: "),
        (("--amount", "-5"), "--amount: "),
        (("--amount", "NaN"), "--amount: "),
        (("--amount", "1", "--country", "Holland"), "--country: "),
        (("--amount", "1", "--fact", "first_order"), "write NAME=VALUE"),
        (("--amount", "1", "--fact", "firstorder=yes"), "did you mean `first_order`"),
        (("--amount", "1", "--fact", "orders=many"), "--fact orders: "),
        (("--amount", "1", "--events", "weg.csv"), "cannot read `weg.csv`"),
    ],
)
def test_schedule_refuses(more: tuple[str, ...], said: str, project: Path, run: Run) -> None:
    """What an option cannot mean is said with the option's name, and ends with 2."""
    result = run("schedule", "beleid.dun", "--invoice-date", "2026-01-05", *more)
    assert result.exit_code == 2
    assert said in result.stderr


def test_simulate(project: Path, run: Run) -> None:
    """Policy and ledger are found, and the same day gives the same bytes in every format."""
    words = ("simulate", "--date", "2026-01-20", "--until", "2026-02-28")
    table = run(*words)
    assert table.exit_code == 0
    assert "worklist (1)" in table.stdout
    assert "the sums agree" in table.stdout
    assert run(*words).stdout == table.stdout
    document = validate("worklist", run(*words, "--format", "json").stdout)
    assert [item["invoice"] for item in document["worklist"]] == ["A1"]  # type: ignore[attr-defined] # as the schema says


def test_simulate_csv_is_safe_in_a_spreadsheet(project: Path, run: Run) -> None:
    """A name that a spreadsheet would run gets an apostrophe; amounts stay numbers."""
    run("simulate", "--date", "2026-01-20", "--format", "csv", "-o", "out.csv")
    rows = list(csv.DictReader(io.StringIO((project / "out.csv").read_bytes().decode())))
    assert rows[0]["name"] == "'=cmd|x"
    assert rows[0]["outstanding"] == "180.00"


def test_simulate_as_a_page(project: Path, run: Run) -> None:
    """The page has the name as text and looks eight weeks ahead unless told otherwise; the same run gives its bytes."""
    words = ("simulate", "--date", "2026-01-20", "--format", "html", "-o")
    assert run(*words, "out.html").exit_code == 0
    page = (project / "out.html").read_text(encoding="utf-8")
    assert "<bdi>=cmd|x</bdi>" in page
    assert "Forecast until 2026-03-17" in page
    assert "8 weeks ahead" in page
    run(*words, "again.html")
    assert (project / "again.html").read_text(encoding="utf-8") == page
    asked = run(*words[:-1], "--until", "2026-02-10").stdout
    assert "Forecast until 2026-02-10" in asked
    assert "8 weeks ahead" not in asked
    last = run("simulate", "--date", "2100-12-31", "--format", "html")
    assert last.exit_code == 0
    assert "Forecast until 2101-02-25" in last.stdout


def test_simulate_as_lines(project: Path, run: Run) -> None:
    """JSON Lines have a row a line."""
    lines = run("simulate", "--date", "2026-01-20", "--format", "jsonl").stdout.splitlines()
    assert [(row["list"], row["invoice"]) for row in map(json.loads, lines)] == [("worklist", "A1")]


def test_simulate_today(project: Path, run: Run) -> None:
    """Without a date the day is today's."""
    with freeze_time("2026-01-20"):
        assert "Standaard on 2026-01-20" in run("simulate").stdout


def test_simulate_names_rows_that_it_cannot_take(project: Path, run: Run) -> None:
    """A bad row is named with its place; the rest is simulated and the command ends with 1, under strict with 2."""
    with (project / "ledger" / "invoices.csv").open("a") as file:
        file.write('A3,D1,2026-01-05,"1.234,56"\n')
    result = run("simulate", "--date", "2026-01-20")
    assert result.exit_code == 1
    assert "ledger/invoices.csv:4: error: amount: " in result.stderr
    assert "worklist (1)" in result.stdout
    strict = run("simulate", "--date", "2026-01-20", "--strict")
    assert (strict.exit_code, strict.stdout) == (2, "")


def test_simulate_in_a_fresh_clone(clone: Path, run: Run) -> None:
    """`dunlang simulate --date D` works as typed, from the settings of this project."""
    result = run("simulate", "--date", "2026-03-03")
    assert result.exit_code == 0, result.stderr
    assert "Debiteurenbeleid 2026 on 2026-03-03" in result.stdout


@pytest.mark.parametrize(
    ("prepare", "words", "said"),
    [
        ("no policy", (), "there is no `.dun` file here"),
        ("two policies", (), "there are 2 here"),
        ("no ledger", (), "name a ledger"),
        ("", ("--ledger", "weg"), "cannot read `weg`"),
        ("", ("--ledger", "beleid.dun"), "says not what it holds"),
        ("", ("--until", "2025-01-01"), "lies before --date"),
        ("no column", (), "the column `amount` is missing"),
        ("binary", (), "zero byte"),
    ],
)
def test_simulate_refuses(prepare: str, words: tuple[str, ...], said: str, project: Path, run: Run) -> None:
    """What is missing or cannot be read is said, and ends with 2."""
    match prepare:
        case "no policy":
            (project / "beleid.dun").unlink()
        case "two policies":
            (project / "ander.dun").write_text(POLICY)
        case "no ledger":
            (project / "ledger").rename(project / "elsewhere")
        case "no column":
            (project / "ledger" / "invoices.csv").write_text("invoice,debtor,date\nA1,D1,2026-01-05\n")
        case "binary":
            (project / "ledger" / "invoices.csv").write_bytes(b"PK\0\0")
    result = run("simulate", "--date", "2026-01-20", *words)
    assert result.exit_code == 2
    assert said in result.stderr


def test_simulate_needs_a_sound_policy(project: Path, run: Run) -> None:
    """A policy with errors is not simulated: they are shown, and the command ends with 1."""
    (project / "beleid.dun").write_text(POLICY.replace("send herinnering", "send herinering"))
    result = run("simulate", "--date", "2026-01-20")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "NAM001" in result.stderr


def test_explain(project: Path, run: Run) -> None:
    """Why, with the place in the policy; a step or an invoice that does not exist is answered with a hint."""
    words = ("explain", "--date", "2026-01-20")
    result = run(*words, "--invoice", "A1")
    assert result.exit_code == 0
    assert "eerste: due on 2026-01-20: send herinnering by email  [beleid.dun:14:9]" in result.stdout
    validate("explanation", run(*words, "--invoice", "A1", "--step", "eerste", "--format", "json").stdout)
    assert "did you mean `eerste`" in run(*words, "--invoice", "A1", "--step", "eerst").stderr
    missing = run(*words, "--invoice", "A9")
    assert missing.exit_code == 2
    assert "the ledger has no invoice `A9`" in missing.stderr


def test_scenarios(project: Path, run: Run) -> None:
    """Scenarios that hold end with 0; one that does not is shown with what was expected and found."""
    assert run("test").stdout == "1 scenario passed, 1 expectation\n"
    validate("test", run("test", "beleid.dun", "--format", "json").stdout)
    (project / "beleid.dun").write_text(POLICY.replace("on 2026-01-20", "on 2026-01-21"))
    result = run("test", ".")
    assert result.exit_code == 1
    assert "FAIL niet betaald" in result.stdout
    assert "beleid.dun:21:5" in result.stdout
    assert "expected: eerste on 2026-01-21" in result.stdout
    assert "found: eerste on 2026-01-20" in result.stdout


# ---------------------------------------------------------------- output that cannot be written


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize(
    "words", [["rule", "--all"], ["check", "beleid.dun"], ["compile", "beleid.dun"], ["--version"], ["check", "--help"]]
)
def test_a_full_disk_is_said(words: list[str], project: Path) -> None:
    """When standard output is full, one line says so and the command ends with 2."""
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "dunlang", *words], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert done.returncode == 2
    assert done.stderr == "dunlang: cannot write the output: no space left on device\n"


def test_a_closed_pipe_is_no_error(project: Path) -> None:
    """A reader that stops reading, as `head` does, leaves no complaint."""
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as pipe:
        done = subprocess.run(
            [sys.executable, "-m", "dunlang", "rule", "--all"],
            stdout=pipe,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert (done.returncode, done.stderr) == (0, "")


def test_output_into_a_missing_folder(project: Path, run: Run) -> None:
    """An output file that cannot be written is said, with its reason."""
    result = run("compile", "-o", "weg/out.json")
    assert result.exit_code == 2
    assert "cannot write `weg/out.json`: no such file or directory" in result.stderr


def test_progress_only_where_somebody_looks(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A long run says how far it is on a terminal, and cleans up after itself; elsewhere and for short runs nothing."""
    assert progress(10_000, "debtors") is None
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert progress(10, "debtors") is None
    show = progress(10_000, "debtors")
    assert show is not None
    for done in range(1, 10_001):
        show(done)
    said = capsys.readouterr().err
    assert "\r50% of 10000 debtors" in said
    assert said.endswith("\r\x1b[K")
    assert said.count("%") == 99
