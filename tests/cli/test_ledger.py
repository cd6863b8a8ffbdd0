"""How the commands read a ledger: other systems' files, standard input, what is not taken, how recent it must be."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import duckdb
import pytest

from tests.cli.conftest import Run
from tests.cli.test_commands import DEBTORS, EVENTS, INVOICES, POLICY

DAY = ("simulate", "--date", "2026-01-20")
MAPPING = """\
invoices:
  file: posten*.csv
  columns: {Nummer: invoice, Klant: debtor, Datum: date, Bedrag: amount}
  decimal: comma
  thousands: point
  dates: day-first
debtors:
  file: klanten.csv
  columns: {Nr: debtor, Type: kind, Naam: name}
  values: {kind: {P: consumer, Z: business}}
  defaults: {country: NL}
"""


@pytest.fixture
def project(here: Path) -> Path:
    """A folder with a policy and a ledger."""
    (here / "beleid.dun").write_text(POLICY)
    (here / "ledger").mkdir()
    for name, text in (("invoices", INVOICES), ("debtors", DEBTORS), ("events", EVENTS)):
        (here / "ledger" / f"{name}.csv").write_text(text)
    return here


def other_system(project: Path) -> None:
    """The same ledger as another system writes it, without the events."""
    folder = project / "export"
    folder.mkdir()
    (folder / "posten-2026.csv").write_text("Nummer;Klant;Datum;Bedrag\nA1;D1;05-01-2026;180,00\n")
    (folder / "klanten.csv").write_text("Nr;Type;Naam\nD1;P;=cmd|x\nD2;Z;Twee\n")
    (project / "kolommen.yaml").write_text(MAPPING)


def lines_of(text: str) -> str:
    """A CSV text as JSON Lines, amounts as numbers."""
    out = []
    for row in csv.DictReader(io.StringIO(text)):
        pairs = [f'"{key}": {cell if key == "amount" else f"{chr(34)}{cell}{chr(34)}"}' for key, cell in row.items()]
        out.append(f"{{{', '.join(pairs)}}}\n")
    return "".join(out)


def test_json_lines_give_the_same_bytes(project: Path, run: Run) -> None:
    """A folder of JSON Lines is the ledger that the same rows in CSV are."""
    words = (*DAY, "--format", "csv")
    expected = run(*words).stdout
    for name, text in (("invoices", INVOICES), ("debtors", DEBTORS), ("events", EVENTS)):
        (project / "ledger" / f"{name}.csv").unlink()
        (project / "ledger" / f"{name}.jsonl").write_text(lines_of(text))
    result = run(*words)
    assert (result.exit_code, result.stdout) == (0, expected)


def test_parquet_is_read_row_by_row_too(project: Path, run: Run) -> None:
    """What needs the reference engine reads Parquet as well, exactly."""
    words = (*DAY, "--format", "csv", "--engine", "reference")
    expected = run(*words).stdout
    with duckdb.connect(":memory:") as con:
        for name in ("invoices", "debtors", "events"):
            file = project / "ledger" / f"{name}.csv"
            cast = "" if name == "debtors" else "REPLACE (amount::DECIMAL(18, 6) AS amount, date::DATE AS date)"
            target = file.with_suffix(".parquet")
            con.execute(f"COPY (SELECT * {cast} FROM read_csv('{file}', all_varchar = true)) TO '{target}'")
            file.unlink()
    result = run(*words)
    assert (result.exit_code, result.stdout) == (0, expected)
    assert "invoice A1" in run("explain", "--invoice", "A1", "--date", "2026-01-20").stdout


@pytest.mark.parametrize("text", [INVOICES, lines_of(INVOICES)])
def test_invoices_may_come_from_standard_input(text: str, project: Path, run: Run) -> None:
    """`-` is the invoices, as CSV or JSON Lines, beside files for the rest."""
    rest = ("--ledger", "ledger/debtors.csv", "--ledger", "ledger/events.csv")
    result = run(*DAY, "--ledger", "-", *rest, "--format", "csv", stdin=text)
    assert (result.exit_code, result.stdout) == (0, run(*DAY, "--format", "csv").stdout)
    both = run("simulate", "-", "--date", "2026-01-20", "--ledger", "-", stdin=POLICY)
    assert both.exit_code == 2
    assert "cannot both come from standard input" in both.stderr


def test_two_files_for_one_part_are_refused(project: Path, run: Run) -> None:
    """Neither is passed over in silence."""
    (project / "ledger" / "events.jsonl").write_text("")
    result = run(*DAY)
    assert result.exit_code == 2
    assert "two files hold events: `ledger/events.csv` and `ledger/events.jsonl`" in result.stderr


@pytest.mark.parametrize("how", ["option", "settings"])
def test_another_systems_files(how: str, project: Path, run: Run) -> None:
    """A mapping names the files, their headers and their writing; by option or in the settings."""
    other_system(project)
    words = ["--ledger", "export"]
    if how == "option":
        words += ["--mapping", "kolommen.yaml"]
    else:
        (project / "pyproject.toml").write_text('[tool.dunlang]\nledger-mapping = "kolommen.yaml"\n')
    result = run(*DAY, *words, "--format", "csv")
    assert (result.exit_code, result.stderr) == (0, "")
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert [(row["invoice"], row["outstanding"]) for row in rows] == [("A1", "180.00")]
    assert "invoice A1" in run("explain", "--invoice", "A1", "--date", "2026-01-20", *words).stdout


def test_letters_of_windows_are_read_where_declared(project: Path, run: Run) -> None:
    """A file in windows-1252 is refused with what to declare, and read once that is declared."""
    other_system(project)
    (project / "export" / "klanten.csv").write_bytes("Nr;Type;Naam\nD1;P;Café Zuid\n".encode("cp1252"))
    words = (*DAY, "--ledger", "export", "--mapping", "kolommen.yaml", "--format", "csv")
    refused = run(*words)
    assert refused.exit_code == 2
    assert "declare `encoding: windows-1252` in a mapping" in refused.stderr
    (project / "kolommen.yaml").write_text("encoding: windows-1252\n" + MAPPING)
    result = run(*words)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "Café Zuid" in result.stdout


def test_a_mapping_with_a_mistake_ends_the_command(project: Path, run: Run) -> None:
    """The mistake is shown in the file, and nothing is read."""
    other_system(project)
    (project / "kolommen.yaml").write_text(MAPPING.replace(": amount", ": amout"))
    result = run(*DAY, "--ledger", "export", "--mapping", "kolommen.yaml")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "CFG004 wrong-mapping" in result.stderr
    assert "did you mean `amount`?" in result.stderr


def test_tables_take_a_ledger_with_a_mapping(project: Path, run: Run) -> None:
    """What tables cannot read by themselves is read row by row, and judged in tables all the same."""
    other_system(project)
    rows = {}
    for engine in ("reference", "duckdb"):
        given = ("--ledger", "export", "--mapping", "kolommen.yaml", "--engine", engine, "-o", f"{engine}.csv")
        result = run(*DAY, *given)
        assert result.exit_code == 0, result.stderr
        with (project / f"{engine}.csv").open(encoding="utf-8") as file:
            rows[engine] = [
                [row[name] for name in ("list", "invoice", "step", "deadline", "total")] for row in csv.DictReader(file)
            ]
    assert rows["duckdb"] == rows["reference"] != []


def test_with_parquet_auto_takes_the_reference_for_what_tables_do_not_give(project: Path, run: Run) -> None:
    """A forecast of a Parquet ledger needs no option more."""
    duckdb.sql("SELECT * FROM read_csv('ledger/invoices.csv', all_varchar = true)").write_parquet("invoices.parquet")
    ledger = ("--ledger", "invoices.parquet", "--ledger", "ledger/debtors.csv")
    result = run(*DAY, *ledger, "--until", "2026-04-01", "--format", "json")
    assert (result.exit_code, result.stderr) == (0, "")
    assert '"forecast"' in result.stdout


# ---------------------------------------------------------------- what is not taken


@pytest.mark.parametrize("engine", ["reference", "duckdb"])
def test_rejects_are_written_beside_the_output(engine: str, project: Path, run: Run) -> None:
    """Every row that was not taken stands in a file with its place and reason; read = taken + rejected."""
    with (project / "ledger" / "invoices.csv").open("a") as file:
        file.write('A3,D1,2026-01-05,"1.234,56"\nA4,D9,2026-13-01,x\n')
    result = run(*DAY, "--format", "csv", "-o", "worklist.csv", "--engine", engine)
    assert result.exit_code == 1
    rows = list(csv.DictReader(io.StringIO((project / "worklist.rejects.csv").read_bytes().decode())))
    assert [(row["file"], row["row"], row["column"], row["value"]) for row in rows] == [
        ("ledger/invoices.csv", "4", "amount", "1.234,56"),
        ("ledger/invoices.csv", "5", "date", "2026-13-01"),
        ("ledger/invoices.csv", "5", "amount", "x"),
    ]
    assert all(row["reason"] and row["severity"] == "error" for row in rows)
    if engine == "reference":
        assert "ledger/invoices.csv: 4 rows, 2 taken, 2 rejected" in result.stderr
    assert "2 rows of the ledger not taken" in result.stderr


def test_a_formula_in_a_rejected_cell_is_escaped(project: Path, run: Run) -> None:
    """The list of rejects is opened in a spreadsheet, with what a stranger wrote in it."""
    with (project / "ledger" / "invoices.csv").open("a") as file:
        file.write("A3,D1,2026-01-05,=1+1\n")
    run(*DAY, "-o", "worklist.txt")
    rows = list(csv.DictReader(io.StringIO((project / "worklist.rejects.csv").read_bytes().decode())))
    assert rows[0]["value"] == "'=1+1"


def test_strict_writes_nothing(project: Path, run: Run) -> None:
    """Under --strict a bad row ends the command: no worklist, no list of rejects, the old ones untouched."""
    (project / "worklist.csv").write_text("old")
    with (project / "ledger" / "invoices.csv").open("a") as file:
        file.write("A3,D1,2026-01-05,x\n")
    result = run(*DAY, "--format", "csv", "-o", "worklist.csv", "--strict")
    assert (result.exit_code, result.stdout) == (2, "")
    assert (project / "worklist.csv").read_text() == "old"
    assert not (project / "worklist.rejects.csv").exists()
    assert "ledger/invoices.csv:4: error: amount: " in result.stderr


def test_a_list_of_rejects_of_an_earlier_run_goes(project: Path, run: Run) -> None:
    """Without rejects there is no file of them; one that is not ours stays."""
    sound = (project / "ledger" / "invoices.csv").read_text()
    (project / "ledger" / "invoices.csv").write_text(sound + "A3,D1,2026-01-05,x\n")
    run(*DAY, "--format", "csv", "-o", "worklist.csv")
    assert (project / "worklist.rejects.csv").exists()
    (project / "ledger" / "invoices.csv").write_text(sound)
    assert run(*DAY, "--format", "csv", "-o", "worklist.csv").exit_code == 0
    assert not (project / "worklist.rejects.csv").exists()
    (project / "worklist.rejects.csv").write_text("mine")
    assert run(*DAY, "--format", "csv", "-o", "worklist.csv").exit_code == 0
    assert (project / "worklist.rejects.csv").read_text() == "mine"


def test_rejects_that_cannot_be_written_stop_the_run(project: Path, run: Run) -> None:
    """No worklist without the list of what is not in it."""
    with (project / "ledger" / "invoices.csv").open("a") as file:
        file.write("A3,D1,2026-01-05,x\n")
    (project / "worklist.rejects.csv").mkdir()
    result = run(*DAY, "--format", "csv", "-o", "worklist.csv")
    assert result.exit_code == 2
    assert not (project / "worklist.csv").exists()


# ---------------------------------------------------------------- how recent


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--max-age", "5d"), ""),
        (("--max-age", "1 week"), ""),
        (("--max-age", "3 working days"), ""),
        (
            ("--max-age", "4d"),
            "the newest payment is of 2026-01-15, 5 days before 2026-01-20; at most 4 days are allow",
        ),
        (("--max-age", "2wd"), "at most 2 working days are allowed"),
        (("--max-age", "3d", "--payments-until", "2026-01-19"), ""),
        (
            ("--max-age", "3d", "--payments-until", "2026-01-16"),
            "payments are declared complete up to 2026-01-16, 4 day",
        ),
        (("--max-age", "3d", "--payments-until", "2026-01-01"), "the newest payment is of 2026-01-15"),
        (("--max-age", "3 moons"), "`3 moons` is not a period (write it as `3d`"),
    ],
)
@pytest.mark.parametrize("engine", ["reference", "duckdb"])
def test_max_age(engine: str, words: tuple[str, ...], said: str, project: Path, run: Run) -> None:
    """A ledger whose newest payment is too old is refused before anything is written, by either engine."""
    result = run(*DAY, *words, "--engine", engine, "-o", "worklist.csv", "--format", "csv")
    if said:
        assert result.exit_code == 2
        assert said in result.stderr
        assert not (project / "worklist.csv").exists()
    else:
        assert result.exit_code == 0, result.stderr


def test_max_age_without_any_payment(project: Path, run: Run) -> None:
    """Where there is no payment, nothing says how recent they are; a payment that is still to come says nothing."""
    (project / "ledger" / "events.csv").write_text("date,event,invoice,amount\n2026-01-25,payment,A2,20.00\n")
    result = run(*DAY, "--max-age", "3d")
    assert result.exit_code == 2
    assert "the ledger has no payments up to 2026-01-20" in result.stderr


def test_max_age_in_the_settings_and_the_mapping(project: Path, run: Run) -> None:
    """The settings hold for every run, a declared day in the mapping counts, and an option goes before both."""
    (project / "pyproject.toml").write_text('[tool.dunlang]\nmax-age = "2 days"\nledger-mapping = "k.yaml"\n')
    (project / "k.yaml").write_text("payments-until: 2026-01-19\n")
    assert run(*DAY).exit_code == 0
    (project / "k.yaml").write_text("payments-until: 2026-01-16\n")
    assert run(*DAY).exit_code == 2
    assert run(*DAY, "--max-age", "1 week").exit_code == 0


@pytest.mark.parametrize("engine", ["reference", "auto", "duckdb"])
@pytest.mark.parametrize("part", ["invoices", "debtors", "events", "policy"])
def test_no_output_replaces_what_is_read(part: str, engine: str, project: Path, run: Run) -> None:
    """A slip in `-o` must not cost the ledger or the policy: the run is refused, and the file is as it was."""
    file = "beleid.dun" if part == "policy" else f"ledger/{part}.csv"
    before = Path(file).read_bytes()
    found = run("simulate", "--date", "2026-03-03", "--engine", engine, "--format", "csv", "-o", f"./{file}")
    assert (found.exit_code, Path(file).read_bytes()) == (2, before)
    assert "would replace the" in found.stderr


def test_a_master_needs_spark(project: Path, run: Run) -> None:
    """An address of a cluster is not passed over in silence."""
    found = run("simulate", "--date", "2026-03-03", "--master", "spark://head:7077")
    assert found.exit_code == 2
    assert "--engine spark" in found.stderr
