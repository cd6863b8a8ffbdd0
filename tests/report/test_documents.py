"""The JSON of policies, schedules, worklists and explanations meets its published schema, whatever the policy says."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from dunlang.portfolio.explain import explain
from dunlang.portfolio.ledger import read_ledger
from dunlang.portfolio.worklist import simulate
from dunlang.project.schemas import schema_names, schema_text
from dunlang.project.session import Loaded, Session
from dunlang.report.explanation import explanation_json, explanation_text
from dunlang.report.policy_json import policy_json
from dunlang.report.policy_table import policy_table
from dunlang.report.rejects import rejects_text
from dunlang.report.scenarios import scenarios_json, scenarios_text
from dunlang.report.schedule_json import schedule_json
from dunlang.report.schedule_table import schedule_table
from dunlang.report.worklist_csv import COLUMNS, worklist_csv
from dunlang.report.worklist_json import worklist_json
from dunlang.report.worklist_table import worklist_table
from dunlang.scenario import run
from dunlang.schedule import prepare
from dunlang.source import Source

#: Says everything that the language can say at least once.
POLICY = """\
policy "Alles" {
    law NL  currency EUR  valid from 2026-01-01 until 2026-12-31  calendar NL  closed 2026-02-16, 2026-05-15
    runs weekly on tuesday, thursday  progress climb  gap at least 2 working days between contacts
    creditor "X B.V." { number "1" country NL vat not reclaimed size small iban "NL00" pays by transfer, card }
}
agency bureau "Bureau" { register "Wki 1" country NL }
insurer polis { notify within 60 days of due }
attribute kanaal one of (web, winkel) of debtor
attribute punten number of debtor
attribute marge amount of invoice
attribute vip flag of debtor
attribute sinds date of debtor
notice herinnering { kind reminder  states invoice number, due date, amount due }
notice brief { kind formal  language nl  states invoice number, due date, amount due, deadline, collection costs
    gives 14 days from receipt }
terms streng { payment within 14 days of invoice at end of month  discount 2.5% if paid within 7 days of invoice }
group particulier "Particulieren" {
    when debtor is consumer and not (kanaal is web or punten > 3) and (amount >= 10 EUR or vip or sinds < 2020-01-01)
    terms streng  dispute within 8 days of receipt
    interest statutory  costs statutory  contact from 5 EUR  letters per debtor, highest step carries
    level follows oldest open  payments go to costs, interest, principal
    steps {
        een    3 days after due  every 7 days, at most 2 times  send herinnering by email and sms
        twee   at end of month 10 days after due   send brief by registered post, charge 7.50 EUR
        drie   1 day after twee deadline  hand over to bureau, stop supply
               if outstanding >= 25 EUR and days overdue > 10 days
        vier   1 day before due   call "bel" by "team"
    }
    hold on dispute until resolved, clock stops, interest stops
    hold on promise until 2 days after promised date, for at most 30 days, clock runs
    hold on plan while kept
}
group zakelijk {
    when debtor is business and country in (NL, BE) and segment is not "a b"
    payment within 30 days of receipt
    interest reference + 8% from 3 days after due
    costs brackets { to 2500 EUR 15% to 5000 EUR 10% above 5% } at least 40 EUR at most 6775 EUR
    steps { een on due  task "kijk" by "rol"  twee 10 days after due notify polis }
}
group rest {
    otherwise  payment within 30 days of delivery
    interest 1% per month compounded yearly  costs 15% at least 40 EUR
}
scenario "goed" { debtor consumer in NL with kanaal winkel  invoice 2026-01-05 for 180 EUR  expect group particulier }
scenario "fout" { debtor consumer in NL with kanaal winkel  invoice 2026-01-05 for 180 EUR  expect group rest }
"""

INVOICES = """\
invoice,debtor,date,amount,received
A1,D1,2026-01-05,180.00,
A2,D1,2026-01-12,50.00,
B1,D2,2026-01-05,1000.00,2026-01-07
B2,D2,2025-01-05,10.00,
C1,D3,2026-01-05,bad,
"""
DEBTORS = "debtor,kind,country,name,kanaal\nD1,consumer,NL,Een,winkel\nD2,business,BE,Twee,\nD3,business,BE,Drie,\n"
EVENTS = """\
date,event,invoice,amount,step,until
2026-02-10,step done,A1,,een,
2026-02-12,dispute opened,A2,,,
2026-02-20,payment,A1,100.00,,
2026-02-20,promise made,B1,,,2026-03-20
"""
DAY = dt.date(2026, 3, 3)


@pytest.fixture(scope="module")
def loaded() -> Loaded:
    """The policy that says everything."""
    found = Session().loads(Source("alles.dun", POLICY))
    assert found.policy is not None
    assert not found.errors, [str(one.span) + one.message for one in found.errors]
    return found


def valid(name: str, text: str) -> Any:
    """The document in *text*, held against its schema; no number in it is a fraction."""
    document = json.loads(text, parse_float=lambda digits: pytest.fail(f"a float: {digits}"))
    jsonschema.Draft202012Validator(json.loads(schema_text(name))).validate(document)
    return document


@pytest.mark.parametrize("name", [name for name in schema_names() if name != "mapping"])  # which is read, not written
def test_schemas_are_closed(name: str) -> None:
    """Every object of every output requires all its keys and allows no other; a map describes its values."""
    schema = json.loads(schema_text(name))
    jsonschema.Draft202012Validator.check_schema(schema)

    def look(part: Any) -> None:
        if isinstance(part, dict):
            if part.get("type") == "object" and "properties" not in part:
                assert part["additionalProperties"]
            elif part.get("type") == "object":
                assert part["additionalProperties"] is False
                assert part["required"] == list(part["properties"])
            for value in part.values():
                look(value)
        elif isinstance(part, list):
            for value in part:
                look(value)

    look(schema)


def test_policy(loaded: Loaded) -> None:
    """A policy that says everything compiles to valid JSON with exact amounts and rates, and to a table."""
    assert loaded.policy is not None
    document = valid("policy", policy_json(loaded.policy, tool="1"))
    scale = document["groups"][1]["terms"]["costs"]["scale"]
    assert scale["pieces"][1] == {"above": "2500.00", "up_to": "5000.00", "base": "375", "percent": "10"}
    assert (scale["minimum"], scale["maximum"]) == ("40.00", "6775.00")
    assert document["groups"][0]["terms"]["discount"]["percent"] == "2.5"
    assert document["groups"][0]["steps"][1]["when"]["end_of_month"] is True
    text = policy_table(loaded.policy)
    for step in (step for group in loaded.policy.groups for step in group.steps):
        assert step.name in text
    assert "when debtor is consumer and not (kanaal is web or punten > 3)" in text


def test_schedule_worklist_and_why(loaded: Loaded) -> None:
    """A ledger with holds, payments, promises and bad rows gives valid JSON, and every case shows in the table."""
    assert loaded.policy is not None
    assert loaded.book is not None
    engine = prepare(loaded.policy, loaded.book)
    ledger, rejects = read_ledger(
        Source("i.csv", INVOICES),
        Source("d.csv", DEBTORS),
        Source("e.csv", EVENTS),
        attributes=loaded.policy.attributes,
    )
    assert [reject.column for reject in rejects if reject.severity == "error"] == ["amount"]
    assert "i.csv:6: error: amount:" in rejects_text(rejects)
    for case in ledger.cases:
        for assume in (False, True):
            schedule = engine.schedule(case, as_of=DAY, until=dt.date(2026, 12, 31), assume=assume)
            valid("schedule", schedule_json(schedule, policy="Alles", tool="1"))
            table = schedule_table(schedule)
            assert all(f"invoice {invoice.id} " in table for invoice in case.invoices)
        for invoice in case.invoices:
            why = explain(engine, case, invoice.id, date=DAY)
            valid("explanation", explanation_json(why, cite=loaded.cite, tool="1"))
            assert explanation_text(why, cite=loaded.cite).count("\n") == len(why.lines)
    found = simulate(engine, ledger, date=DAY, until=dt.date(2026, 4, 30))
    document = valid("worklist", worklist_json(found, rejects=rejects, tool="1"))
    assert document["balanced"] is True
    assert [row["row"] for row in document["rejected"]] == [6]
    table = worklist_table(found)
    for item in (*found.worklist, *found.held, *found.blocked, *found.forecast):
        assert item.invoice.id in table
    rows = worklist_csv(found).split("\r\n")
    assert rows[0] == ",".join(COLUMNS)
    lists = (found.worklist, found.held, found.blocked, found.forecast, found.needs_person)
    assert len(rows) == 2 + sum(map(len, lists))


def test_scenarios(loaded: Loaded) -> None:
    """The scenario that holds and the one that does not are told apart, in text and JSON."""
    assert loaded.policy is not None
    assert loaded.book is not None
    engine = prepare(loaded.policy, loaded.book)
    results = [run(engine, scenario) for scenario in loaded.policy.scenarios]
    document = valid("test", scenarios_json(results, tool="1"))
    assert [one["passed"] for one in document["scenarios"]] == [True, False]
    text = scenarios_text(results)
    assert text.startswith("FAIL fout\n")
    assert "expected: group rest" in text
    assert text.endswith("1 of 2 scenarios failed\n")
    assert "pass goed" in scenarios_text(results, verbose=True)


def test_shipped_policies_compile() -> None:
    """Every shipped policy gives a valid document."""
    from dunlang.resources import shipped

    session = Session()
    for path in sorted(Path(shipped("policies")).glob("*.dun")):
        if session.has_policy(str(path)):
            found = session.load(path)
            assert found.policy is not None
            valid("policy", policy_json(found.policy, tool="1"))
