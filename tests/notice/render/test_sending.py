"""A day's letters as they go out: a format for each channel, receivers, envelopes, and the index."""

from __future__ import annotations

import csv
import email
import email.policy
import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import attrs
import jsonschema
import pytest
from click.testing import CliRunner, Result

from dunlang.cli.main import cli
from dunlang.model.case import Debtor
from dunlang.notice.addresses import lacking_address, mail_address, postal_lines
from dunlang.notice.forms import USUAL, chosen_forms
from dunlang.project.schemas import schema_text
from dunlang.report.letters_index import COLUMNS
from tests.notice.render.test_command import POLICY

DEBTORS = """debtor,kind,name,email,address,postal_code,city,country
K1,consumer,Anna,anna@example.com,Straat 1,1234 AB,Stad,NL
K2,business,Bert,,"Rue 2\nbte 3",1000,Bruxelles,BE
K3,business,Cees,cees@example.com,,,,NL
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A policy that sends one letter by post and email to three debtors, two of whom lack an address."""
    (tmp_path / "ledger").mkdir()
    (tmp_path / "p.dun").write_text(POLICY.replace("by email", "by registered post and email"))
    (tmp_path / "letter.txt").write_text("Dear {{ debtor.name }}, pay {{ amount.due | money }}\n")
    rows = "".join(f"F{number},K{number},2026-01-05,100.00\n" for number in (1, 2, 3))
    (tmp_path / "ledger" / "invoices.csv").write_text("invoice,debtor,date,amount\n" + rows)
    (tmp_path / "ledger" / "debtors.csv").write_text(DEBTORS)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words: str) -> Result:
    """Render the day into `out`; a mistake of our own is raised."""
    line = ("render", "p.dun", "--date", "2026-01-20", *words)
    return CliRunner().invoke(cli, line, prog_name="dunlang", catch_exceptions=False)


def rows() -> list[dict[str, str]]:
    """The index of `out`."""
    return list(csv.DictReader(io.StringIO(Path("out/index.csv").read_text("utf-8"))))


def message(file: str) -> email.message.EmailMessage:
    """A mail of `out`."""
    return email.message_from_bytes(Path("out", file).read_bytes(), policy=email.policy.default)  # type: ignore[return-value] # by that policy


def test_each_channel_has_its_format(folder: Path) -> None:
    """A letter by post and email is a PDF and a mail; the index has a row for each, and the rows match the JSON."""
    found = run("--out", "out", "--from", "us@example.com")
    assert found.exit_code == 0, found.output
    assert "3 letters in 6 files, index.csv and index.json in out" in found.stderr
    assert [(row["file"], row["channels"]) for row in rows()[:2]] == [
        ("F1-first.pdf", "registered post"),
        ("F1-first.eml", "email"),
    ]
    document = json.loads(Path("out/index.json").read_text("utf-8"))
    jsonschema.Draft202012Validator(json.loads(schema_text("index"))).validate(document)
    assert [each["file"] for each in document["letters"]] == [row["file"] for row in rows()]
    assert all(tuple(each) == COLUMNS for each in document["letters"])
    there = {path.name for path in Path("out").iterdir()}
    assert {row["file"] for row in rows()} | {"index.csv", "index.json"} == there


def test_mails_have_their_receivers(folder: Path) -> None:
    """`To:` is the ledger's address; who has none gets a mail without, and is told with name and index."""
    found = run("--out", "out")
    assert message("F1-first.eml")["To"] == "Anna <anna@example.com>"
    assert message("F2-first.eml")["To"] is None
    assert "1 debtor with no e-mail address: `K2`" in found.stderr
    assert "1 debtor with no postal address: `K3`" in found.stderr
    lacking = {row["file"]: row["lacking"] for row in rows() if row["lacking"]}
    assert lacking == {"F2-first.eml": "no e-mail address", "F3-first.pdf": "no postal address"}


def test_one_mail_has_its_receiver_too(folder: Path) -> None:
    """For a letter asked for by itself `--to` goes before the ledger's address."""
    one = ("--invoice", "F1", "--step", "first", "--format", "eml")
    assert 'To: "Anna" <anna@example.com>' in run(*one).stdout
    assert 'To: "Anna" <other@example.com>' in run(*one, "--to", "other@example.com").stdout
    lacking = run("--invoice", "F2", "--step", "first", "--format", "eml")
    assert "debtor `K2` has no e-mail address" in lacking.stderr
    assert "To:" not in lacking.stdout


def test_post_has_an_envelope(folder: Path) -> None:
    """A page for post has the address, the country abroad and the kind of post; the mail of it has not."""
    assert run("--out", "out", "--format", "post=html").exit_code == 0
    page = Path("out/F2-first.html").read_text()
    assert "Registered post</span><br>Bert<br>Rue 2<br>bte 3<br>1000 Bruxelles<br>BELGIË</div>" in page.replace(
        "Aangetekend", "Registered post"
    )
    part = message("F2-first.eml").get_body(("html",))
    assert part is not None
    assert "Bruxelles" not in part.get_content()


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ((), USUAL),
        (("html",), dict.fromkeys(USUAL, "html")),
        (("post=html",), {**USUAL, "post": "html", "registered post": "html"}),
        (("post=html", "registered-post=pdf"), {**USUAL, "post": "html"}),
        (("text", "email=eml"), {**dict.fromkeys(USUAL, "text"), "email": "eml"}),
        (("htm",), "there is no format `htm`: did you mean `html`?"),
        (("fax=pdf",), "there is no channel `fax`: known are email, post, registered post, sms"),
    ],
)
def test_a_format_may_be_chosen_for_a_channel(words: tuple[str, ...], wanted: object) -> None:
    """Later words go before earlier ones, and a slip is named."""
    assert chosen_forms(words) == wanted


def test_a_channel_cannot_be_chosen_for_one_letter(folder: Path) -> None:
    """One letter has one format."""
    found = run("--invoice", "F1", "--step", "first", "--format", "post=html")
    assert found.exit_code == 2
    assert "one letter has one format" in found.stderr


DUTCH = Debtor(id="D", kind="consumer", country="NL", address="Straat 1", postal_code="1234 AB", city="Stad")


@pytest.mark.parametrize(
    ("changes", "home", "lines"),
    [
        ({}, "NL", ("Straat 1", "1234 AB  Stad")),
        ({}, "", ("Straat 1", "1234 AB  Stad")),
        ({}, "DE", ("Straat 1", "1234 AB  Stad", "NIEDERLANDE")),
        ({"country": "UK", "postal_code": "BS1 5TY"}, "UK", ("Straat 1", "Stad", "BS1 5TY")),
        ({"country": "UK", "postal_code": "BS1 5TY"}, "GB", ("Straat 1", "Stad", "BS1 5TY")),
        ({"country": "US"}, "FR", ("Straat 1", "Stad 1234 AB", "ÉTATS-UNIS")),
        ({"address": "a\r\n\nb\n", "postal_code": ""}, "NL", ("a", "b", "Stad")),
        ({"address": "", "city": ""}, "NL", ()),
        ({"country": "XX"}, "ZZ", ("Straat 1", "1234 AB Stad", "XX")),
    ],
)
def test_an_envelope_is_as_the_post_reads_it(changes: dict[str, str], home: str, lines: tuple[str, ...]) -> None:
    """Code and town in the order of the country; the country last, and only abroad."""
    assert postal_lines(attrs.evolve(DUTCH, **changes), home) == lines  # type: ignore[arg-type] # texts, as the fields are


@pytest.mark.parametrize(
    ("address", "halves"),
    [
        ("a.b+c@example.com", ("a.b+c", "example.com")),
        ("j@müller.de", ("j", "xn--mller-kva.de")),
        ("j@faß.de", None),
        ("jürgen@example.com", None),
        ("a..b@example.com", None),
        ("a@b", None),
        ("a@-x.nl", None),
        ("x" * 65 + "@example.com", None),
        ("a@" + "x" * 64 + ".nl", None),
        ("a@[1.2.3.4]", None),
        ("a@x.nl,b@x.nl", None),
        ("", None),
    ],
)
def test_an_address_is_one_that_a_header_can_hold(address: str, halves: tuple[str, str] | None) -> None:
    """Nothing that a mail program would read as two, as another domain, or not at all."""
    assert mail_address(address) == halves
    lacking = lacking_address(attrs.evolve(DUTCH, email=address), ("email",))
    assert bool(lacking) == (halves is None)


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_a_run_that_is_stopped_leaves_no_folder(folder: Path, told: signal.Signals) -> None:
    """Stopped halfway there is no folder; unless it is killed outright, no letter is left lying about either."""
    rows = "".join(f"F{number},K1,2026-01-05,100.00\n" for number in range(2000))
    (folder / "ledger" / "invoices.csv").write_text("invoice,debtor,date,amount\n" + rows)
    before = {path.name for path in folder.iterdir()}
    # a shell starts what runs in the background with SIGINT ignored, and that is passed on
    start = "import runpy, signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
    start += "runpy.run_module('dunlang', run_name='__main__')"
    words = [sys.executable, "-c", start, "render", "p.dun", "--date", "2026-01-20", "--out", "out"]
    with subprocess.Popen(words, stderr=subprocess.PIPE, env={**os.environ, "NO_COLOR": "1"}) as process:
        while process.poll() is None and {path.name for path in folder.iterdir()} == before:
            time.sleep(0.02)
        process.send_signal(told)
        process.communicate(timeout=30)
    assert process.returncode != 0
    left = {path.name for path in folder.iterdir()} - before
    assert "out" not in left
    if told is not signal.SIGKILL:
        assert left == set()
