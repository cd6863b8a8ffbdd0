"""The writers of findings: each against its golden file, and each against the rules of its format."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path

import attrs
import jsonschema
import pytest

from dunlang.diagnostics import Citation, Diagnostic, Judged, Severity, by_words
from dunlang.project.schemas import schema_text
from dunlang.report.citation import citation_lines
from dunlang.report.colour import ansi
from dunlang.report.concise import concise
from dunlang.report.fingerprint import fingerprints
from dunlang.report.full import full
from dunlang.report.github import github
from dunlang.report.json import findings_json
from dunlang.report.pages import page_text, pages_json, pages_table
from dunlang.report.sarif import sarif
from dunlang.report.summary import summary
from dunlang.source import Source, Span
from tests.report.findings import FINDINGS, JUDGED, LAW, PAGES, POLICY

WRITERS: dict[str, Callable[[], str]] = {
    "full.txt": lambda: full(FINDINGS),
    "full-colour.txt": lambda: full(FINDINGS, ansi),
    "concise.txt": lambda: concise(FINDINGS),
    "findings.json": lambda: findings_json(FINDINGS, tool="1.2.3", files=4, judged=JUDGED),
    "findings.sarif": lambda: sarif(FINDINGS, pages=PAGES, tool="1.2.3", judged=JUDGED),
    "github.txt": lambda: github(FINDINGS),
    "page.txt": lambda: page_text(PAGES["FEE001"]),
    "pages.txt": lambda: pages_table(tuple(PAGES.values())),
    "pages.json": lambda: pages_json(tuple(PAGES.values())),
}


def sarif_schema() -> jsonschema.protocols.Validator:
    """A validator for the official schema."""
    text = (Path(__file__).parent / "sarif-2.1.0-rtm.5.json").read_text("utf-8")
    return jsonschema.Draft4Validator(json.loads(text))


@pytest.mark.parametrize("name", WRITERS)
def test_golden(name: str, golden: Callable[[str, str], None]) -> None:
    """Each writer gives exactly what its golden file holds."""
    golden(name, WRITERS[name]())


@pytest.mark.parametrize("name", ["full.txt", "concise.txt", "github.txt"])
def test_no_findings_no_text(name: str) -> None:
    """Without findings the text formats are empty."""
    assert {"full.txt": full, "concise.txt": concise, "github.txt": github}[name](()) == ""


def test_sarif_meets_the_official_schema() -> None:
    """The SARIF of every shape of finding, and of none, is valid."""
    for findings in (FINDINGS, ()):
        assert not [e.message for e in sarif_schema().iter_errors(json.loads(sarif(findings, pages=PAGES, tool="1")))]


def test_the_official_schema_sees_damage() -> None:
    """The validation bites: a wrong level and a missing tool are found."""
    document = json.loads(sarif(FINDINGS, pages=PAGES, tool="1"))
    document["runs"][0]["results"][0]["level"] = "fatal"
    del document["runs"][0]["tool"]
    assert len(list(sarif_schema().iter_errors(document))) == 2


def test_sarif_regions_count_code_points() -> None:
    """Behind a character outside the first plane a region still starts at its code point."""
    source = Source("a.dun", '"💶💶" law XX\n')
    found = attrs.evolve(FINDINGS[2], span=Span(source, 9, 11), related=())
    region = json.loads(sarif([found], pages={}, tool="1"))["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert region["region"] == {
        "startLine": 1,
        "startColumn": 10,
        "endLine": 1,
        "endColumn": 12,
        "charOffset": 9,
        "charLength": 2,
        "snippet": {"text": "XX"},
    }


@pytest.mark.parametrize(
    ("name", "uri"),
    [
        ("policies/a b.dun", "policies/a%20b.dun"),
        ("<stdin>", "%3Cstdin%3E"),
        ("/tmp/ü.dun", "file:///tmp/%C3%BC.dun"),
        ("../up.dun", "../up.dun"),
    ],
)
def test_sarif_addresses(name: str, uri: str) -> None:
    """File names are valid addresses, absolute ones with their scheme."""
    found = attrs.evolve(FINDINGS[2], span=None, file=name)
    document = json.loads(sarif([found], pages={}, tool="1"))
    location = document["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert location["uri"] == uri


def test_json_meets_its_schema() -> None:
    """The JSON is described by the published schema, which allows nothing more."""
    schema = json.loads(schema_text("findings"))
    jsonschema.Draft202012Validator.check_schema(schema)
    document = json.loads(findings_json(FINDINGS, tool="1", files=1))
    jsonschema.Draft202012Validator(schema).validate(document)
    document["findings"][0]["more"] = 1
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schema).validate(document)


def test_github_escapes() -> None:
    """Line breaks and per cent signs in messages, and colons and commas in properties, are escaped."""
    found = attrs.evolve(FINDINGS[6], message="a%b\r\nc:d", file="a:b,c%.dun", help=None)
    assert github([found]) == ("::error title=FIL001 file-not-read,file=a%3Ab%2Cc%25.dun::a%25b%0D%0Ac:d\n")


def test_one_line_each() -> None:
    """The concise and the GitHub format give one line a finding, whatever stands in the message."""
    found = [attrs.evolve(found, message=found.message + "\nmore\x1b[0m") for found in FINDINGS]
    for text in (concise(found), github(found)):
        assert text.count("\n") == len(found)
        assert "\x1b" not in text


def test_no_escape_sequence_gets_through() -> None:
    """What a policy or a message holds never reaches the terminal as a control character."""
    assert not {char for char in full(FINDINGS) if ord(char) < 32} - {"\n"}
    assert "\u202e" not in full(FINDINGS)


def test_fingerprint_outlives_moved_lines() -> None:
    """Lines put above a finding leave its fingerprint alone; another text in its place does not."""

    def moved(text: str) -> Diagnostic:
        source = Source(POLICY.name, text)
        start = text.index("40 EUR")
        return attrs.evolve(FINDINGS[0], span=Span(source, start, start + 6))

    before = fingerprints([FINDINGS[0]])
    assert fingerprints([moved("# a\n# b\n" + POLICY.text)]) == before
    assert fingerprints([moved(POLICY.text.replace("costs\t40", "costs  40"))]) == before
    assert fingerprints([moved(POLICY.text.replace("costs", "kosten"))]) != before


def test_fingerprints_tell_equals_apart() -> None:
    """Two findings that are alike get numbers."""
    first, second = fingerprints([FINDINGS[0], FINDINGS[0]])
    assert (first[-2:], second[-2:]) == (":1", ":2")
    assert first[:-2] == second[:-2]


@pytest.mark.parametrize(
    ("confidence", "said"),
    [
        ("verified:3", "verified by 3 sources"),
        ("verified by 3", "verified by 3 sources"),
        ("verified", "verified"),
        ("single", "one source only"),
        ("derived", "derived, not read in the text"),
        ("memory", "not verified"),
        ("house", "a rule of your own"),
    ],
)
def test_how_sure(confidence: str, said: str) -> None:
    """How sure the data is stands in plain words."""
    assert citation_lines(Citation(provision="x", article="art. 1", confidence=confidence)) == [f"art. 1, {said}"]


def test_citation_in_words() -> None:
    """A provision is cited with its article, its dates, how sure it is, and where to read it."""
    assert citation_lines(LAW) == [
        "art. 6:96(5) BW, in force from 2012-07-01, verified by 3 sources on 2026-11-21",
        "A consumer pays no more than the decree's scale.",
        "https://wetten.overheid.nl/BWBR0005289",
    ]


@pytest.mark.parametrize(
    ("severities", "said"),
    [
        ((), "all good in 1 file\n"),
        ((Severity.ERROR,), "1 error in 1 file\n"),
        ((Severity.ERROR, Severity.ERROR, Severity.NOTE), "2 errors, 1 note in 1 file\n"),
        ((Severity.WARNING,), "1 warning in 1 file\n"),
    ],
)
def test_summary(severities: tuple[Severity, ...], said: str) -> None:
    """The last line counts each severity."""
    assert summary([attrs.evolve(FINDINGS[0], severity=one) for one in severities], files=1) == said


def test_summary_says_what_was_not_checked() -> None:
    """Allowed findings and what was not looked at are said."""
    judged = Judged(
        file="beleid.dun",
        first=dt.date(2026, 1, 1),
        last=dt.date(2027, 12, 31),
        ends="the end of the validity",
        not_checked=("the law of ES: no data",),
    )
    assert summary((), files=2, suppressed=1, judged=(judged,)) == (
        "all good in 2 files (1 finding allowed by comments)\n"
        "judged for invoices of 2026-01-01 to 2027-12-31, the end of the validity\n"
        "not checked: the law of ES: no data\n"
    )


def test_summary_of_several_policies_says_each_thing_once_and_of_which() -> None:
    """What is true of all is said of all, what is true of some names them, and more than three are counted."""

    def judged(name: str, *not_checked: str) -> Judged:
        return Judged(file=name, first=dt.date(2026, 1, 1), last=dt.date(2026, 12, 31), not_checked=not_checked)

    policies = (*(judged(f"{name}.dun", "hours", "letters") for name in "abcde"), judged("f.dun", "hours", "rates"))
    assert summary((), files=6, judged=policies) == (
        "all good in 6 files\n"
        "judged for invoices of 2026-01-01 to 2026-12-31 (all 6 policies)\n"
        "not checked: hours (all 6 policies)\n"
        "not checked: letters (a.dun, b.dun, c.dun and 2 more)\n"
        "not checked: rates (f.dun)\n"
    )


def test_what_could_not_be_judged_on_any_date_has_no_period() -> None:
    """A policy without dates to judge says only what was not checked."""
    assert summary((), files=1, judged=(Judged(file="a.dun", not_checked=("every date",)),)) == (
        "all good in 1 file\nnot checked: every date\n"
    )


def test_sarif_tells_of_which_files_a_notification_is() -> None:
    """Each line that the text ends with is one notification with a place for each policy."""
    run = json.loads(sarif((), pages={}, tool="1", judged=JUDGED, successful=False))["runs"][0]
    (call,) = run["invocations"]
    assert call["executionSuccessful"] is False
    said = {each["message"]["text"]: len(each["locations"]) for each in call["toolExecutionNotifications"]}
    assert said == {line: len(about) for line, about in by_words(JUDGED).items()}
    assert max(said.values()) > 1
