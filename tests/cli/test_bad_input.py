"""Bad input of every kind: a clear message, 1 or 2, and never a traceback."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.test_commands import POLICY

POLICIES: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "policy"),
    "only a comment": (b"# nothing yet\n", "policy"),
    "binary": (b"\x7fELF\0\0\0", "zero byte at offset 4"),
    "another encoding": ('policy "café"'.encode("cp1252"), "byte 0xe9 at offset 11 is not UTF-8"),
    "UTF-16": (POLICY.encode("utf-16"), "UTF-16"),
    "a megabyte on a line": (
        b'policy "x" { law NL } group g { when ' + b"debtor is consumer or " * 45_000 + b"}",
        "SYN",
    ),
    "ten megabytes of one word": (b"x" * 10_000_000, "SYN"),
    "larger than is read": (b" " * 20_000_001, "larger than 20 MB"),
    "nested brackets": (
        b'policy "x" { law NL } group g { when ' + b"(" * 10_000 + b"insured" + b")" * 10_000 + b" }",
        "SYN",
    ),
    "nested nots": (b'policy "x" { law NL } group g { when ' + b"not " * 10_000 + b"insured }", "SYN"),
    "open braces": (b"policy " + b"{" * 10_000, "SYN"),
    "unknown keyword": (POLICY.replace("payment", "payement").encode(), "`payement`"),
    "no unit": (POLICY.replace("14 days", "14").encode(), "unit"),
    "impossible date": (POLICY.replace("2026-01-05", "2026-02-30").encode(), "`2026-02-30`"),
    "date long ago": (POLICY.replace("2026-01-05", "1989-12-31").encode(), "1989-12-31"),
    "date far off": (POLICY.replace("2026-01-05", "2101-01-01").encode(), "2101-01-01"),
    "decimal comma": (POLICY.replace("180.00", "1.234,56").encode(), "1.234,56"),
    "exponent": (POLICY.replace("180.00", "1e3").encode(), "1e3"),
    "negative": (POLICY.replace("180.00", "-180.00").encode(), "SYN"),
    "two currencies": (POLICY.replace("    hold", "    contact from 5 USD\n    hold").encode(), "USD"),
    "doubled name": ((POLICY + "notice herinnering { states due date }\n").encode(), "herinnering"),
    "itself": (b'use "beleid.dun"\n' + POLICY.encode(), "beleid.dun"),
    "outside": (b'use "../x.dun"\n' + POLICY.encode(), "outside the project folder"),
    "missing part": (b'use "x.dun"\n' + POLICY.encode(), "cannot read `x.dun`"),
}


@pytest.mark.parametrize("name", POLICIES)
def test_policies(name: str, here: Path, run: Run) -> None:
    """Every damaged policy gives findings with the file's name, quickly, and no escape sequence."""
    data, said = POLICIES[name]
    (here / "beleid.dun").write_bytes(data)
    start = time.monotonic()
    result = run("check", "beleid.dun")
    assert time.monotonic() - start < 20
    assert result.exit_code in (1, 2)
    assert "beleid.dun" in result.stdout
    assert said in result.stdout
    assert "\x1b" not in result.stdout
    assert max(map(len, result.stdout.splitlines())) < 2000


@pytest.mark.parametrize("name", [name for name in POLICIES if "ten megabytes" not in name])
@pytest.mark.parametrize("command", ["simulate", "compile", "test", "fmt"])
def test_other_commands_stop_in_plain_words(command: str, name: str, here: Path, run: Run) -> None:
    """The other commands say the same on standard error, write nothing and end with 1 or 2."""
    data, _ = POLICIES[name]
    (here / "beleid.dun").write_bytes(data)
    (here / "ledger").mkdir()
    words = {"simulate": ("--date", "2026-01-20"), "fmt": ("--check", "beleid.dun")}.get(command, ())
    result = run(command, *words)
    if command == "fmt" and result.exit_code == 0:
        return  # its syntax is sound
    assert result.exit_code in (1, 2)
    assert result.stdout == ""
    assert result.stderr
    assert (here / "beleid.dun").read_bytes() == data


def test_a_circle_of_uses(here: Path, run: Run) -> None:
    """Files that use each other in a circle are found out, with the chain."""
    (here / "beleid.dun").write_text('use "een.dun"\n' + POLICY)
    (here / "een.dun").write_text('use "twee.dun"\nnotice x { states due date }\n')
    (here / "twee.dun").write_text('use "een.dun"\n')
    result = run("check", "beleid.dun")
    assert result.exit_code == 1
    assert "een.dun" in result.stdout
    assert "twee.dun:1:" in result.stdout


def test_a_fifo_or_device_is_not_read_for_ever(here: Path, run: Run) -> None:
    """A device without an end is cut off at the limit."""
    if not Path("/dev/zero").exists():
        pytest.skip("needs /dev/zero")
    result = run("check", "/dev/zero")
    assert result.exit_code == 2
    assert "/dev/zero" in result.stdout


def test_no_escape_sequence_from_a_policy(here: Path, run: Run) -> None:
    """A title that would clear the screen or turn the text around is shown as visible signs."""
    (here / "beleid.dun").write_text(POLICY.replace("Standaard", "\x1b[2J\u202e"))
    for words in (
        ("check", "beleid.dun"),
        ("compile", "--format", "table"),
        ("test", "-v"),
        ("check", "--format", "github"),
    ):
        text = run(*words).output
        assert "\x1b" not in text
        assert "\u202e" not in text


LEDGERS: dict[str, tuple[str, str, str]] = {
    "missing column": ("invoices", "invoice,debtor,amount\nA1,D1,1\n", "the column `date` is missing"),
    "doubled column": ("invoices", "invoice,debtor,date,amount,amount\nA1,D1,2026-01-05,1,1\n", "stands twice"),
    "comma": (
        "invoices",
        'invoice,debtor,date,amount\nA1,D1,2026-01-05,"1.234,56"\n',
        "invoices.csv:2: error: amount:",
    ),
    "exponent": ("invoices", "invoice,debtor,date,amount\nA1,D1,2026-01-05,1e3\n", "`1e3`"),
    "not a number": ("invoices", "invoice,debtor,date,amount\nA1,D1,2026-01-05,NaN\n", "`NaN`"),
    "negative": ("invoices", "invoice,debtor,date,amount\nA1,D1,2026-01-05,-5\n", "`-5`"),
    "day first": ("invoices", "invoice,debtor,date,amount\nA1,D1,05-01-2026,5\n", "`05-01-2026`"),
    "long ago": ("invoices", "invoice,debtor,date,amount\nA1,D1,1970-01-01,5\n", "1970-01-01"),
    "unknown invoice": ("events", "date,event,invoice,amount\n2026-01-10,payment,A9,5\n", "A9"),
    "before the invoice": ("events", "date,event,invoice,amount\n2026-01-01,payment,A1,5\n", "2026-01-01"),
    "unknown event": ("events", "date,event,invoice,amount\n2026-01-10,paymnt,A1,5\n", "payment"),
    "no header": ("invoices", "", "invoices.csv:1: error:"),
}


@pytest.mark.parametrize("name", LEDGERS)
def test_ledgers(name: str, here: Path, run: Run) -> None:
    """Every damaged ledger names file, row and reason, and ends with 1 or 2."""
    part, text, said = LEDGERS[name]
    (here / "beleid.dun").write_text(POLICY)
    (here / "ledger").mkdir()
    (here / "ledger" / "invoices.csv").write_text("invoice,debtor,date,amount\nA1,D1,2026-01-05,180.00\n")
    (here / "ledger" / "debtors.csv").write_text("debtor,kind,country\nD1,consumer,NL\n")
    (here / "ledger" / f"{part}.csv").write_text(text)
    result = run("simulate", "--date", "2026-01-20")
    assert result.exit_code in (1, 2)
    assert f"ledger/{part}.csv:" in result.stderr
    assert said in result.stderr
