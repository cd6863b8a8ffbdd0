"""The library as a host uses it."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import dunlang
from dunlang.cli.main import cli

POLICY = """\
policy "Standaard" { law NL }
notice herinnering { states invoice number, due date, amount due }
group klanten {
    otherwise
    payment within 14 days of invoice
    hold on dispute until resolved, clock stops
    steps {
        eerste  15 days after invoice  send herinnering by email
        tweede  30 days after invoice  call
    }
}
scenario "niet betaald" { debtor consumer in NL  invoice 2026-01-05 for 180 EUR  expect eerste on 2026-01-20 }
"""

DEBTOR = dunlang.Debtor(id="D1", kind="consumer", country="NL")
INVOICE = dunlang.Invoice(id="A1", date=dt.date(2026, 1, 5), amount=dunlang.Money(18000))
DAY = dt.date(2026, 1, 20)


@pytest.fixture(scope="module")
def policy() -> dunlang.Policy:
    """A small policy."""
    return dunlang.loads(POLICY)


def test_every_public_name_is_there() -> None:
    """Each name of `__all__` can be had, and `dir` shows it; another name is an AttributeError."""
    for name in dunlang.__all__:
        assert getattr(dunlang, name) is not None
        assert name in dir(dunlang)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        dunlang.nothing  # noqa: B018 - asking is the test


def test_load(tmp_path: Path) -> None:
    """A file is loaded with what it uses."""
    (tmp_path / "p.dun").write_text(
        'use "n.dun"\n' + POLICY.replace("notice herinnering { states", "notice ander { states")
    )
    (tmp_path / "n.dun").write_text("notice herinnering { states due date }")
    found = dunlang.load(tmp_path / "p.dun")
    assert {notice.name for notice in found.model.notices} == {"ander", "herinnering"}
    assert repr(found) == "<dunlang.Policy 'Standaard': 1 groups, law NL>"


@pytest.mark.parametrize(
    ("text", "code"), [("group {", "SYN"), ("", ""), (POLICY.replace("send herinnering", "send brief"), "NAM001")]
)
def test_errors_come_as_findings(text: str, code: str) -> None:
    """A policy with errors raises once, with every finding."""
    with pytest.raises(dunlang.PolicyError) as raised:
        dunlang.loads(text, name="p.dun")
    assert any(found.code.startswith(code) for found in raised.value.diagnostics)
    assert "p.dun" in str(raised.value)


def test_a_missing_file_is_a_policy_error(tmp_path: Path) -> None:
    """A file that cannot be read is one as well."""
    with pytest.raises(dunlang.PolicyError, match="no such file"):
        dunlang.load(tmp_path / "weg.dun")


def test_check_takes_a_policy_a_path_and_a_text(policy: dunlang.Policy, tmp_path: Path) -> None:
    """All three ways of naming a policy give the same findings, and none raises."""
    text = POLICY + "agency bureau { }\n"
    (tmp_path / "p.dun").write_text(text)
    codes = [found.code for found in dunlang.check(text)]
    assert "NAM003" in codes
    assert [found.code for found in dunlang.check(tmp_path / "p.dun")] == codes
    assert [found.code for found in dunlang.check(str(tmp_path))] == codes
    assert [found.code for found in dunlang.loads(text).check()] == codes
    assert [found.code for found in dunlang.check(text, select=["NAM"])] == ["NAM003"]
    assert [found.code for found in dunlang.check(tmp_path / "weg.dun")] == ["FIL001"]
    assert dunlang.check(policy, select=["NAM"]) == ()


def test_schedule_of_one_invoice(policy: dunlang.Policy) -> None:
    """One invoice with its debtor and events gives dated steps; only events say what was done."""
    schedule = policy.schedule(INVOICE, debtor=DEBTOR, as_of=DAY)
    first = schedule.invoices[0].entries[0]
    assert (first.step.name, first.state, first.on) == ("eerste", "due", DAY)
    done = dunlang.Event(date=DAY, kind="step done", step="eerste")
    later = policy.schedule(INVOICE, debtor=DEBTOR, events=[done], as_of=dt.date(2026, 2, 4))
    assert [(entry.step.name, entry.state) for entry in later.invoices[0].entries] == [
        ("eerste", "done"),
        ("tweede", "due"),
    ]
    assumed = policy.schedule(INVOICE, debtor=DEBTOR, as_of=dt.date(2026, 2, 4), assume=True)
    assert assumed.invoices[0].entries[0].assumed


def test_simulate_and_explain(policy: dunlang.Policy) -> None:
    """Cases go in, a worklist and reasons come out; each result has its JSON."""
    case = dunlang.Case(debtor=DEBTOR, invoices=(INVOICE,))
    found = policy.simulate([case], date=DAY, until=dt.date(2026, 2, 28))
    assert [item.step.name for item in found.worklist] == ["eerste"]
    assert [item.step.name for item in found.forecast] == ["tweede"]
    why = policy.explain(case, "A1", date=DAY, step="eerste")
    assert any("eerste: due" in line.text for line in why.lines)
    formats = {
        json.loads(policy.to_json(one))["format"] for one in (None, found, why, policy.schedule(case, as_of=DAY))
    }
    assert formats == {"dunlang-policy", "dunlang-worklist", "dunlang-explanation", "dunlang-schedule"}
    assert policy.compile()["groups"][0]["name"] == "klanten"
    assert [result.passed for result in policy.test()] == [True]


def test_ledger(policy: dunlang.Policy, tmp_path: Path) -> None:
    """A folder is read; strictly a bad row raises with its place, otherwise it is left out."""
    (tmp_path / "debtors.csv").write_text("debtor,kind,country\nD1,consumer,NL\n")
    (tmp_path / "invoices.csv").write_text("invoice,debtor,date,amount\nA1,D1,2026-01-05,180\nA2,D1,2026-01-05,1e3\n")
    with pytest.raises(dunlang.LedgerError) as raised:
        policy.read_ledger(tmp_path)
    assert [(reject.row, reject.column) for reject in raised.value.rejects] == [(3, "amount")]
    ledger = policy.read_ledger(tmp_path, strict=False)
    assert len(policy.simulate(ledger, date=DAY).worklist) == 1
    assert policy.explain(ledger, "A1", date=DAY).invoice == "A1"
    with pytest.raises(dunlang.InputError, match="no invoice `A9`"):
        policy.explain(ledger, "A9", date=DAY)
    with pytest.raises(dunlang.LedgerError, match="cannot read"):
        policy.read_ledger(tmp_path / "weg")


def test_ledger_with_a_mapping(policy: dunlang.Policy, tmp_path: Path) -> None:
    """Another system's files are read with a mapping; one that cannot be used raises with what is wrong in it."""
    (tmp_path / "posten.csv").write_text("Nr;Klant;Datum;Bedrag\nA1;D1;05-01-2026;1.180,00\n")
    (tmp_path / "debtors.csv").write_text("debtor,kind\nD1,consumer\n")
    mapping = tmp_path / "kolommen.yaml"
    mapping.write_text(
        "invoices:\n  file: posten.csv\n  columns: {Nr: invoice, Klant: debtor, Datum: date, Bedrag: amount}\n"
        "  decimal: comma\n  thousands: point\n  dates: day-first\n"
    )
    ledger = policy.read_ledger(tmp_path, mapping=mapping)
    assert ledger.cases[0].invoices[0].amount == dunlang.Money(118000)
    mapping.write_text("invoices: {columns: {Nr: invoce}}\n")
    with pytest.raises(dunlang.LedgerError, match="`invoce` is no column of invoices"):
        policy.read_ledger(tmp_path, mapping=mapping)


def test_a_recorded_history_and_the_page(tmp_path: Path) -> None:
    """What the command recorded counts for a host, and the page of a day is the command's to the byte."""
    file = tmp_path / "p.dun"
    file.write_text(POLICY, encoding="utf-8")
    (tmp_path / "debtors.csv").write_text("debtor,kind,country\nD1,consumer,NL\n")
    (tmp_path / "invoices.csv").write_text("invoice,debtor,date,amount\nA1,D1,2026-01-05,180\n")
    until = dt.date(2026, 4, 1)
    line = ["simulate", str(file), "--ledger", str(tmp_path), "--date", str(DAY), "--until", str(until)]
    asked = CliRunner().invoke(cli, [*line, "--record", str(tmp_path / "h"), "--format", "html"])
    assert asked.exit_code == 0, asked.stderr
    policy = dunlang.load(file)
    day = policy.simulate(policy.read_ledger(tmp_path), date=DAY, until=until)
    assert len(day.worklist) == 1
    assert policy.to_html(day) == asked.stdout
    given = policy.read_ledger(tmp_path, history=tmp_path / "h")
    assert policy.simulate(given, date=DAY).worklist == ()
    with pytest.raises(dunlang.LedgerError, match="no history in"):
        policy.read_ledger(tmp_path, history=tmp_path / "weg")
    note = ["history", str(tmp_path / "h"), "add", "--event", "contact added", "--invoice", "A9", "--date", str(DAY)]
    assert CliRunner().invoke(cli, note).exit_code == 0
    with pytest.raises(dunlang.LedgerError, match="`A9` is not in the ledger"):
        policy.read_ledger(tmp_path, history=tmp_path / "h")
    assert policy.read_ledger(tmp_path, history=tmp_path / "h", strict=False) == given


BROKEN = dunlang.Invoice(id="A1", date=dt.date(2026, 1, 5), amount=dunlang.Money(0))
EVENT = dunlang.Event(date=DAY, kind="payment", invoice="B9", amount=dunlang.Money(1))


@pytest.mark.parametrize(
    ("case", "debtor", "as_of", "said"),
    [
        (INVOICE, None, DAY, "needs its debtor"),
        (BROKEN, DEBTOR, DAY, "not above zero"),
        (INVOICE, DEBTOR, dt.date(1980, 1, 1), "outside 1990"),
        (INVOICE, DEBTOR, "2026-01-20", "no datetime.date"),
        (INVOICE, dunlang.Debtor(id="D", kind="person"), DAY, "kind `person`"),
        (dunlang.Invoice(id="A", date=DAY, amount=dunlang.Money(1, "EURO")), DEBTOR, DAY, "ISO 4217"),
        (dunlang.Invoice(id="A", date=DAY, amount=180.0), DEBTOR, DAY, "no Money"),  # type: ignore[arg-type] # the test
        (dunlang.Case(debtor=DEBTOR, invoices=(INVOICE, INVOICE)), None, DAY, "stands twice"),
        (dunlang.Case(debtor=DEBTOR, invoices=(INVOICE,), events=(EVENT,)), None, DAY, "not in the case"),
        (dunlang.Case(debtor=DEBTOR, invoices=(INVOICE,)), DEBTOR, DAY, "do not pass them again"),
        ("A1", None, DAY, "neither a Case nor an Invoice"),
    ],
)
def test_input_that_makes_no_sense(
    case: object, debtor: object, as_of: object, said: str, policy: dunlang.Policy
) -> None:
    """A host's slip is an InputError in plain words, which is also a ValueError."""
    with pytest.raises(dunlang.InputError, match=said) as raised:
        policy.schedule(case, debtor=debtor, as_of=as_of)  # type: ignore[arg-type] # the test
    assert isinstance(raised.value, ValueError)
    assert isinstance(raised.value, dunlang.DunlangError)


def test_a_moment_counts_as_its_day(policy: dunlang.Policy) -> None:
    """A datetime is taken for its day."""
    moment = dt.datetime(2026, 1, 20, 23, 59, tzinfo=dt.UTC)
    assert policy.schedule(INVOICE, debtor=DEBTOR, as_of=moment).as_of == DAY


def test_format() -> None:
    """The canonical text is that of `dunlang fmt`; syntax errors raise."""
    text = dunlang.format(POLICY)
    assert dunlang.format(text) == text != POLICY
    with pytest.raises(dunlang.PolicyError):
        dunlang.format("group {")
