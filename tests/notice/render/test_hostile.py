"""What a ledger or a template may hold to do harm: names are text from ledger to file, templates end in one finding."""

from __future__ import annotations

import email
import email.policy
import io
import re
import time
from pathlib import Path

import pypdf
import pytest
from click.testing import CliRunner, Result

from dunlang.cli.main import cli
from dunlang.project.intake.markup import text_of_html
from tests.notice.render.test_command import POLICY

NAME = "#evil[1] $x$ <script>alert(1)</script> {{ 7 * 7 }} \\textbf{x} **b** &lt; `id`"

TEMPLATES = {
    "txt": "Subject: for {{ debtor.name }}\n\nDear {{ debtor.name }},\n\n- {{ debtor.name }}\n",
    "md": "# For {{ debtor.name }}\n\n**{{ debtor.name }}**\n\n| a |\n|---|\n| {{ debtor.name }} |\n",
    "html": "<h1>For {{ debtor.name }}</h1><p title='{{ debtor.name }}'>{{ debtor.name }}</p>",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A policy with one letter to a debtor with a hostile name and address."""
    (tmp_path / "ledger").mkdir()
    (tmp_path / "p.dun").write_text(POLICY)
    (tmp_path / "letter.txt").write_text(TEMPLATES["txt"])
    (tmp_path / "ledger" / "invoices.csv").write_text("invoice,debtor,date,amount\nF1,K1,2026-01-05,100.00\n")
    cell = NAME.replace('"', '""')
    debtors = f'debtor,kind,name,email,address,city\nK1,consumer,"{cell}",a@example.com,"{cell}",#Stad\n'
    (tmp_path / "ledger" / "debtors.csv").write_text(debtors)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words: str) -> Result:
    """Render the letter; a mistake of our own is raised."""
    line = ("render", "p.dun", "--date", "2026-01-20", *words)
    return CliRunner().invoke(cli, line, prog_name="dunlang", catch_exceptions=False)


def bare(text: str) -> str:
    """*text* without white space."""
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("kind", TEMPLATES)
def test_a_name_is_text_in_every_format(folder: Path, kind: str) -> None:
    """The name stands as it is in the words of every format, and no tag, header or formula comes from it."""
    (folder / f"letter.{kind}").write_text(TEMPLATES[kind])
    (folder / "p.dun").write_text(POLICY.replace("letter.txt", f"letter.{kind}"))
    for form in ("text", "html", "eml", "pdf"):
        file = Path(f"letter-{form}")
        found = run("--invoice", "F1", "--step", "first", "--format", form, "-o", str(file))
        assert found.exit_code == 0, found.output
        data = file.read_bytes()
        if form == "pdf":
            said = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)
        elif form == "eml":
            message = email.message_from_bytes(data, policy=email.policy.default)
            assert set(message.keys()) == {
                *("Subject", "To", "Date", "X-Unsent", "MIME-Version", "Content-Type", "Content-Language")
            }
            assert bare(NAME) in bare(message["Subject"])
            assert message["To"].addresses[0].addr_spec == "a@example.com"
            plain, page = message.get_body(("plain",)), message.get_body(("html",))
            assert plain is not None
            assert page is not None
            assert "<script" not in page.get_content()
            said = plain.get_content() + text_of_html(page.get_content())
        elif form == "html":
            assert b"<script" not in data
            said = text_of_html(data.decode())
        else:
            said = data.decode()
        assert bare(NAME) in bare(said), (kind, form, said)
        assert "49" not in said


BAD: dict[str, tuple[bytes, str, str]] = {
    "syntax": (b"{% if %}", "TPL001", "letter.txt"),
    "never closed": (b"{{ debtor.name", "TPL001", "letter.txt"),
    "unknown": (b"{{ debtor.nam }}", "TPL003", "write `debtor.name`"),
    "endless loop": (b"{% for i in range(99999999) %}x{% endfor %}", "TPL002", "letter.txt"),
    "endless macro": (b"{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "TPL002", "letter.txt"),
    "two macros": (
        b"{% macro a() %}{{ b() }}{% endmacro %}{% macro b() %}{{ a() }}{% endmacro %}{{ a() }}",
        "TPL",
        "letter.txt",
    ),
    "product": (b"{{ 'a' * 20000000 }}", "TPL002", "does not calculate"),
    "power": (b"{{ 9 ** 9 ** 9 ** 9 }}", "TPL002", "does not calculate"),
    "wide": (b"{{ debtor.name | indent(99999999) }}", "TPL", "letter.txt"),
    "class": (b"{{ debtor.name.__class__.__mro__ }}", "TPL003", "letter.txt"),
    "attr": (b"{{ debtor | attr('__class__') }}", "TPL", "letter.txt"),
    "index": (b"{{ debtor['__class__'] }}", "TPL", "letter.txt"),
    "format": (b"{{ '{0.__class__}'.format(debtor) }}", "TPL002", "letter.txt"),
    "self": (b"{{ self.__init__.__globals__ }}", "TPL", "letter.txt"),
    "cycler": (b"{{ cycler.__init__.__globals__.os }}", "TPL", "letter.txt"),
    "outside": (b'{% include "../../etc/passwd" %}', "FIL004", "outside"),
    "absolute": (b'{% include "/etc/passwd" %}', "FIL004", "absolute"),
    "itself": (b'{% include "letter.txt" %}', "TPL", "letter.txt"),
    "missing": (b'{% include "none.txt" %}', "FIL001", "none.txt"),
    "deep": (b"{% if debtor.vip %}" * 3000 + b"x" + b"{% endif %}" * 3000, "TPL", "letter.txt"),
    "brackets": (b"{{ " + b"(" * 20000 + b"1" + b")" * 20000 + b" }}", "TPL", "letter.txt"),
    "long": (b"x" * 200_001, "TPL", "letter.txt"),
    "another encoding": ("café".encode("cp1252"), "FIL002", "not UTF-8"),
    "UTF-16": ("café".encode("utf-16"), "FIL002", "UTF-16"),
    "zeros": (b"a\0b", "FIL", "letter.txt"),
}


@pytest.mark.parametrize("bad", BAD)
def test_a_bad_template_ends_in_one_finding(folder: Path, bad: str) -> None:
    """Soon, with a code and the place, and nothing is written: neither by render nor a traceback by check."""
    source, code, said = BAD[bad]
    (folder / "letter.txt").write_bytes(source)
    began = time.monotonic()
    found = run("--out", "out")
    assert found.exit_code in (1, 2)
    assert f"[{code}" in found.stderr
    assert said in found.stderr
    assert not Path("out").exists()
    checked = CliRunner().invoke(cli, ["check", "p.dun"], prog_name="dunlang", catch_exceptions=False)
    assert checked.exit_code in (1, 2)
    assert f"[{code}" in checked.output
    assert time.monotonic() - began < 20


@pytest.mark.parametrize(
    "endless",
    [
        "{% set a = 'aaaaaaaaaa' %}" + "{% set a = a ~ a %}" * 40 + "{{ a }}",
        "{% set a %}x{% endset %}" + "{% set a %}{{ a }}{{ a }}{% endset %}" * 40 + "{{ a }}",
        "{% macro m0() %}x{% endmacro %}"
        + "".join(f"{{% macro m{n + 1}() %}}{{{{ m{n}() }}}}{{{{ m{n}() }}}}{{% endmacro %}}" for n in range(40))
        + "{{ m40() }}",
        "{% for a in claims %}" * 12 + "x" + "{% endfor %}" * 12,
        "{% for a in claims %}" * 12 + "{% if debtor.name == 'x' %}x{% endif %}" + "{% endfor %}" * 12,
    ],
)
def test_a_template_that_goes_on_for_ever_is_stopped(folder: Path, endless: str) -> None:
    """Doubled texts, macros that call two others and loops in loops end in one finding, soon and in little memory."""
    invoices = "".join(f"F{number},K1,2026-01-05,100.00\n" for number in range(1, 13))
    (folder / "ledger" / "invoices.csv").write_text("invoice,debtor,date,amount\n" + invoices)
    (folder / "p.dun").write_text(POLICY.replace("letters per invoice", "letters per debtor, highest step carries"))
    (folder / "letter.txt").write_text(endless)
    begun = time.process_time()
    found = run("--invoice", "F1", "--step", "first")
    assert time.process_time() - begun < 20
    assert found.exit_code == 1
    assert "LTR003" in found.stderr
    assert "far more than a letter holds" in found.stderr


def test_a_missing_template_is_told(folder: Path) -> None:
    """At the place where the policy names it."""
    (folder / "letter.txt").unlink()
    found = run("--out", "out")
    assert found.exit_code == 2
    assert "[FIL001" in found.stderr
    assert "p.dun:10" in found.stderr
