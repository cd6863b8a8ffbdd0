"""What templates are given: amounts of the day, what was sent before, and nothing that is not so."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from dunlang.diagnostics import Diagnostic
from dunlang.model.case import Case, Debtor
from dunlang.notice.context import context, why_lacking
from dunlang.notice.render import Renderer
from dunlang.notice.template import read_template
from dunlang.notice.values import Lacking
from dunlang.notice.vocabulary import TABLE
from dunlang.source import Source
from tests.notice.render.cases import case, engine, subjects

NL = Debtor(id="D", kind="consumer", country="NL", name="De Vries")
BUSINESS = Debtor(id="D", kind="business", country="NL", name="Staalbouw", segment="keyaccount")


def values(policy: str, known: Case) -> dict[str, dict[str, Any]]:
    """The context of each letter of a case, by its step."""
    ready = engine(policy)[0]
    return {one.entry.step.name: context(ready, one, str) for one in subjects(policy, known)}


def test_amounts_are_those_of_the_day() -> None:
    """Principal, interest and announced costs of the fourteen-day letter are worked out by hand."""
    found = values("veertiendagen", case("veertiendagen", NL, minor=25000))["aanmaning"]
    # 4% over 250.00 from 22 January through 6 February: 16 days; 40.00 and 21% VAT.
    assert str(found["amount"].principal) == "250.00 EUR"
    assert str(found["amount"].interest) == "0.44 EUR"
    assert str(found["amount"].due) == "250.44 EUR"
    assert str(found["costs"].if_unpaid) == "48.40 EUR"
    assert str(found["costs"].vat) == "8.40 EUR"
    assert not found["costs"].due
    assert found["letter"].date == dt.date(2026, 2, 6)
    assert found["deadline"] == dt.date(2026, 2, 24)


def test_a_letter_for_several_invoices_sums_over_them() -> None:
    """With letters per debtor the claims are listed, and the costs are those of the claims together."""
    found = values("veertiendagen", case("veertiendagen", NL, minor=25000, invoices=3))["aanmaning"]
    assert [claim.number for claim in found["claims"]] == ["2026-0001", "2026-0002", "2026-0003"]
    assert str(found["amount"].principal) == "750.00 EUR"
    # 15% of 750.00 is 112.50, and 23.625 of VAT.
    assert str(found["costs"].if_unpaid) == "136.13 EUR"


def test_what_the_letter_announces_is_charged() -> None:
    """The costs due when the claim is handed over are those that the fourteen-day letter named."""
    found = values("veertiendagen", case("veertiendagen", NL, minor=25000, invoices=2))
    assert str(found["overdracht"]["costs"].due) == str(found["aanmaning"]["costs"].if_unpaid)


def test_the_letters_before_are_known() -> None:
    """A first letter has none before it; a later one knows the last that said that payment is late."""
    found = values("veertiendagen", case("veertiendagen", NL))
    assert not found["herinnering"]["last"].reminder
    assert found["aanmaning"]["last"].reminder.sent == dt.date(2026, 1, 22)
    assert found["overdracht"]["last"].reminder.sent == dt.date(2026, 2, 6)


def test_an_announcement_is_no_reminder() -> None:
    """`last.reminder` passes over it, `last.notice` does not."""
    found = values("debiteurenbeleid", case("debiteurenbeleid", NL, on=dt.date(2026, 1, 5)))
    assert not found["herinnering"]["last"].reminder
    assert found["herinnering"]["last"].notice.sent == dt.date(2026, 1, 13)


@pytest.mark.parametrize(("minor", "warned"), [(2499, False), (2500, True)])
def test_only_a_claim_that_is_handed_over_names_the_agency(minor: int, warned: bool) -> None:
    """The policy hands over from 25 euro on: below that no letter threatens with it."""
    found = values("veertiendagen", case("veertiendagen", NL, minor=minor))["aanmaning"]
    assert bool(found["agency"]) is warned


def test_a_part_paid_is_a_payment() -> None:
    """Payments up to the day are listed, and the open amount is less."""
    found = values("veertiendagen", case("veertiendagen", NL, minor=25000, paid=10000))["aanmaning"]
    assert [str(one.amount) for one in found["payments"]] == ["100.00 EUR"]
    assert found["amount"].principal < 151
    assert found["amount"].principal >= 150


def test_interest_has_its_rate_and_first_day() -> None:
    """The rate of the day and the day after the due date; without interest terms there is neither."""
    found = values("keyaccounts", case("keyaccounts", BUSINESS, on=dt.date(2026, 1, 12)))["aanmaning"]
    assert str(found["interest"].rate) == "10.15"
    assert getattr(found["interest"], "from") == dt.date(2026, 2, 12)
    consumer = Debtor(id="D", kind="consumer", country="ES", name="Lucía")
    assert not values("espana", case("espana", consumer))["requerimiento"]["interest"]


def test_every_word_of_the_vocabulary_is_there() -> None:
    """Each variable has a value or is lacking: none is unknown to the renderer."""
    found = values("veertiendagen", case("veertiendagen", NL))["aanmaning"]
    for path in TABLE:
        value: Any = found
        for name in path.replace("[]", ".[]").split("."):
            value = value[0] if name == "[]" and value else value
            if name == "[]":
                continue
            value = value[name] if isinstance(value, dict) else getattr(value, name, None) if value != () else ()
        assert value is not None, path


def test_what_is_lacking_has_a_way_out() -> None:
    """For every word that may be lacking the help starts with a verb and names the place."""
    for path, variable in TABLE.items():
        if variable.may_lack or variable.given != "always":
            assert why_lacking(path).split()[0] in {"fill", "add", "put", "record", "give"}, path


def test_an_empty_name_is_no_letter() -> None:
    """A letter to nobody is not written: the finding names the column and the line of the template."""
    nobody = Debtor(id="D", kind="consumer", country="NL", name=" ")
    ready, renderer, _ = engine("veertiendagen")
    subject = next(iter(subjects("veertiendagen", case("veertiendagen", nobody))))
    assert isinstance(context(ready, subject, str)["debtor"].name, Lacking)
    found = renderer.sheet(subject)
    assert isinstance(found, Diagnostic)
    assert found.code == "LTR001"
    assert found.span is not None
    assert found.span.source.name.endswith("herinnering.nl.txt")
    assert "column `name` of `debtors.csv`" in (found.help or "")


def test_a_template_that_fails_on_a_case_is_told() -> None:
    """What no check saw (here it was not asked) ends in a finding with the line of the file that failed."""
    files = {"main.txt": "Dear,\n\n{% include 'part.txt' %}\n", "part.txt": "one\n{{ debtor.name > 3 }}\n"}
    ready = engine("veertiendagen")[0]
    at = Source("p.dun", "x").whole()
    template, findings = read_template("main.txt", at, lambda path, _: Source(path, files[path]), language="nl")
    assert findings == ()
    subject = next(iter(subjects("veertiendagen", case("veertiendagen", NL))))
    found = Renderer(ready, lambda _: template).sheet(subject)
    assert isinstance(found, Diagnostic)
    assert found.code == "LTR003"
    assert found.span is not None
    assert (found.span.source.name, found.span.line) == ("part.txt", 2)
