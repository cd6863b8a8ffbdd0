"""Letters against the schedule of a policy: what the checker says of templates, on the right line."""

from __future__ import annotations

from pathlib import Path

import pytest

from dunlang.project.session import Options, Session
from dunlang.resources import shipped
from tests.lint.policies import codes, judged

POLICY = """policy "Brieven" {{
    law NL
    creditor "Voorbeeld BV" {{ number "KvK 1" {creditor} }}
}}
attribute vip flag of debtor
agency bureau "Bureau" {{ register "Wki 1" }}
notice first {{ kind reminder  language nl  template "first.txt" {first} }}
notice brief {{ kind formal    language nl  template "brief.txt" {gives} }}
group customers {{
    when {who}
    payment  within 14 days of invoice
    {terms}
    steps {{
        herinnering   5 days after due  send first by post
        aanmaning    25 days after due  send brief by post
        {handover}
    }}
}}
group others {{ otherwise  payment within 30 days of invoice }}
"""
FIRST = "Factuur {{ invoice.number }} van {{ invoice.due | day }}: {{ amount.due | money }}."


def found(brief: str, *, select: tuple[str, ...] = ("NTC",), first: str = FIRST, **parts: str) -> list[tuple[int, str]]:
    """The findings (line, code) on a policy whose formal notice is *brief*."""
    settings = {
        "creditor": 'iban "NL00"',
        "first": "",
        "gives": "gives 14 days from receipt",
        "who": "debtor is business",
        "terms": "interest statutory",
        "handover": "",
        **parts,
    }
    report = judged(POLICY.format(**settings), select=select, letters={"first.txt": first, "brief.txt": brief})
    return codes(report.diagnostics)


LETTER = "Factuur {{ invoice.number }}: {{ amount.due | money }} uiterlijk op {{ deadline | day }}. "


@pytest.mark.parametrize(
    ("brief", "parts", "expected"),
    [
        (LETTER, {}, []),
        (LETTER + "{{ last.reminder.sent | day }}", {}, []),
        (LETTER + "{{ agency.name }}", {}, [(15, "NTC002")]),
        (LETTER + "{% if agency %}{{ agency.name }}{% endif %}", {}, []),
        (
            LETTER + "{{ agency.name }}",
            {"handover": "overdracht  1 day after aanmaning deadline  hand over to bureau"},
            [],
        ),
        (
            LETTER + "{{ agency.name }}",
            {"handover": "overdracht  1 day after aanmaning deadline  hand over to bureau if outstanding >= 50 EUR"},
            [(15, "NTC002")],
        ),
        (
            LETTER + "{% if agency %}{{ agency.name }}{% endif %}",
            {"handover": "overdracht  1 day after aanmaning deadline  hand over to bureau if outstanding >= 50 EUR"},
            [],
        ),
        (
            LETTER + "{% if amount.principal >= 50 %}{{ agency.name }}{% endif %}",
            {"handover": "overdracht  1 day after aanmaning deadline  hand over to bureau if outstanding >= 50 EUR"},
            [],
        ),
        (
            LETTER + "{% if amount.principal > 60 %}{{ agency.name }}{% endif %}",
            {"handover": "overdracht  1 day after aanmaning deadline  hand over to bureau if outstanding >= 50 EUR"},
            [(16, "NTC003")],
        ),
        (LETTER, {"handover": "overdracht  1 day after aanmaning deadline  hand over to bureau"}, [(16, "NTC003")]),
        (LETTER + "{{ costs.if_unpaid | money }}", {}, [(15, "NTC007")]),
        (LETTER + "{% if costs %}{{ costs.if_unpaid | money }}{% endif %}", {}, []),
        (LETTER + "{{ interest.rate }}", {"terms": ""}, [(15, "NTC007")]),
        (LETTER + "{{ interest.from | day }}", {"terms": ""}, [(8, "NTC010")]),
        (LETTER + "{{ creditor.iban }}", {}, []),
        (LETTER + "{{ creditor.iban }}", {"creditor": ""}, [(8, "NTC010")]),
        (LETTER + "{{ invoice.dispute_until | day }}", {}, [(8, "NTC010")]),
        (LETTER + "{{ invoice.description }}", {}, [(8, "NTC011")]),
        (LETTER + "{{ period.days }} dagen", {"gives": "gives 10 working days from receipt"}, [(8, "NTC010")]),
        (
            (
                "Wij verzoeken u {{ amount.due | money }} voor {{ invoice.number }} te betalen binnen twee weken na "
                "ontvangst van deze brief."
            ),
            {},
            [],
        ),
        (
            (
                "Wij verzoeken u {{ amount.due | money }} voor {{ invoice.number }} te betalen binnen tien dagen na "
                "ontvangst van deze brief."
            ),
            {},
            [(8, "NTC012")],
        ),
        (
            (
                "Factuur {{ invoice.number }}: {{ amount.due | money }}"
                "{% if debtor.vip %}, uiterlijk op {{ deadline | day }}{% endif %}."
            ),
            {},
            [(8, "NTC005")],
        ),
        (LETTER + "{{ costs.if_unpaid | money }}", {"terms": "costs statutory"}, [(8, "NTC110")]),
        (LETTER + "{{ costs.due | money }}", {"terms": "costs statutory"}, []),
    ],
)
def test_letters_agree_with_the_schedule(brief: str, parts: dict[str, str], expected: list[tuple[int, str]]) -> None:
    """Reminders, hand-overs on every amount, costs, interest, periods, values that are not there."""
    select = ("NTC00", "NTC01", "NTC110")
    assert [each for each in found(brief, select=select, **parts) if each[1] != "NTC004"] == expected


def test_an_earlier_reminder_that_was_not_sent_is_found() -> None:
    """The first letter of a group cannot name one before it, but under an `if`."""
    first = "Op {{ last.reminder.sent | day }} herinnerden wij u."
    assert (14, "NTC001") in found(LETTER, first=first)
    assert found(LETTER, first="{% if last.reminder %}" + first + "{% endif %}", select=("NTC00", "NTC01")) == []


@pytest.mark.parametrize(
    ("test", "who", "expected"),
    [
        ("not debtor.vip", "debtor is consumer and country is NL", [(8, "NTC100")]),
        ("not debtor.vip", "debtor is consumer and country is NL and not vip", []),
        ("debtor.kind == 'consumer'", "debtor is consumer and country is NL", []),
        ("debtor.country == 'NL'", "debtor is consumer and country is NL", []),
        ("debtor.country == 'BE'", "debtor is consumer and country is NL", [(8, "NTC100")]),
        ("debtor.kind == 'consumer'", "debtor in (consumer, business) and country is NL", []),
    ],
)
def test_the_group_decides_what_is_a_branch(test: str, who: str, expected: list[tuple[int, str]]) -> None:
    """An element that the law wants of a consumer's letter, under a condition that his group decides, or not."""
    brief = LETTER + f"{{% if {test} %}}{{{{ costs.if_unpaid | money }}}}{{% endif %}}"
    assert found(brief, select=("NTC100",), who=who, terms="costs statutory") == expected


def test_the_finding_has_the_condition_and_the_line_of_the_template(tmp_path: Path) -> None:
    """The planted fault: costs are missing when a flag is true, shown in the template."""
    text = "Factuur {{ invoice.number }},\n{{ amount.due | money }}, uiterlijk {{ deadline | day }}.\n"
    text += "{% if not debtor.vip %}Anders {{ costs.if_unpaid | money }}.{% endif %}\n"
    (tmp_path / "brief.txt").write_text(text, "utf-8")
    (tmp_path / "first.txt").write_text(FIRST, "utf-8")
    policy = POLICY.format(
        creditor='iban "NL00"',
        first="",
        gives="gives 14 days from receipt",
        who="debtor is consumer and country is NL",
        terms="costs statutory",
        handover="",
    )
    (tmp_path / "policy.dun").write_text(policy, "utf-8")
    checked = Session(Options(select=("NTC100",))).check([str(tmp_path / "policy.dun")])
    (finding,) = checked.findings
    assert "`collection costs` when `debtor.vip` is true" in finding.message
    place = finding.related[0].span
    assert (Path(place.source.name).name, place.line, place.text) == ("brief.txt", 3, "costs.if_unpaid")
    assert ("vip", "yes") in finding.witness


@pytest.mark.parametrize("policy", sorted(path.name for path in shipped("policies").glob("*.dun")))
def test_shipped_letters_pass(policy: str) -> None:
    """No shipped letter is refused, incomplete on some path, or apart from its schedule."""
    checked = Session(Options(select=("TPL", "NTC"))).check([str(shipped("policies") / policy)])
    assert [str(each.message) for each in checked.findings if each.code.startswith(("TPL", "NTC"))] == []
    assert not [line for one in checked.judged for line in one.not_checked if "states" in line]
