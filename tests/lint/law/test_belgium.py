"""Policies under Belgian law: the free first reminder, its period by channel, the ceilings, terms of businesses."""

from __future__ import annotations

import datetime as dt

import holidays
import pytest

from dunlang.diagnostics import Severity
from tests.lint.law.judging import change, dropped, of_law, told

LAWFUL = """
policy "België" {
    law       BE
    valid     from 2026-01-01 until 2026-12-31
    calendar  BE
    creditor  "Voorbeeld NV" { vat reclaimed  size small }
}
agency bureau "Bureau" { register "FOD 000123"  country BE }
notice rappel {
    kind reminder  language nl
    states invoice number, due date, amount due, collection costs, creditor name, creditor number, description, deadline
    gives 14 days from receipt
}
notice aanmaning { kind formal  language nl  states invoice number, amount due, deadline, agency handover
                   gives 15 days from receipt }
group consumenten {
    when debtor is consumer and country is BE
    payment   within 14 days of invoice
    interest  reference + 8%
    costs     10% at most 80 EUR
    letters   per invoice
    steps {
        eerste    3 days after due                  send rappel by post
        tweede    1 day after eerste deadline       send aanmaning by registered post
        overdracht 1 day after tweede deadline      hand over to bureau
    }
    hold on dispute until resolved, clock stops
}
group ondernemingen {
    when debtor is business and country is BE
    payment   within 60 days of invoice
    interest  statutory
    costs     statutory
    letters   per invoice
}
group anderen { otherwise payment within 30 days of invoice }
"""


def test_a_lawful_policy_has_notes_only() -> None:
    """A free and complete reminder, a clause below the ceilings, 60 days: only the reminder that a clause is mutual."""
    assert not told(LAWFUL)
    assert told(LAWFUL, notes=True) == [("FEE151", "note")]


CHANGES = [
    ("no enterprise number", ("creditor number, ", ""), "NTC100", "error", "XIX.2"),
    ("no product", ("description, ", ""), "NTC100", "error", "XIX.2"),
    ("no name", ("creditor name, ", ""), "NTC100", "error", "XIX.2"),
    ("no lump sum named", ("collection costs, ", ""), "NTC100", "error", "XIX.2"),
    ("no due date", ("due date, amount due, collection", "amount due, collection"), "NTC100", "error", "XIX.2"),
    ("no amount", ("due date, amount due, collection", "due date, collection"), "NTC100", "error", "XIX.2"),
    ("no period named", ("description, deadline", "description"), "NTC100", "error", "XIX.2"),
    ("a week", ("gives 14 days from receipt", "gives 7 days from receipt"), "NTC101", "error", "XIX.2"),
    ("thirteen days", ("gives 14 days from receipt", "gives 13 days from receipt"), "NTC101", "error", "XIX.2"),
    ("from sending by post", ("gives 14 days from receipt", "gives 14 days from sending"), "NTC101", "error", "XIX.2"),
    ("a paid first reminder", ("send rappel by post", "send rappel by post, charge 5 EUR"), "FEE101", "error", "XIX.2"),
    ("a paid second letter", ("registered post\n", "registered post, charge 7.50 EUR\n"), "FEE101", "warning", "XIX.2"),
    ("costs twice", ("hand over to bureau", "hand over to bureau, charge 25 EUR"), "FEE104", "error", "XIX.4"),
    ("a flat clause", ("10% at most 80 EUR", "65 EUR"), "FEE100", "error", "XIX.4"),
    ("a whole percentage", ("10% at most 80 EUR", "20%"), "FEE100", "error", "XIX.4"),
    ("over 2,000", ("10% at most 80 EUR", "5% at least 20 EUR at most 2000.01 EUR"), "FEE100", "error", "XIX.4"),
    ("interest over the ceiling", ("reference + 8%", "12% per year"), "INT100", "warning", "XIX.4"),
    ("90 days", ("within 60 days", "within 90 days"), "TRM100", "error", "2 August 2002"),
    ("61 days", ("within 60 days", "within 61 days"), "TRM100", "error", "2 August 2002"),
    ("an agency without a register", ('register "FOD 000123"  ', ""), "ESC100", "error", "XIX.6"),
]  # fmt: skip


@pytest.mark.parametrize(("what", "pair", "code", "severity", "article"), CHANGES, ids=[each[0] for each in CHANGES])
def test_one_change_is_found(what: str, pair: tuple[str, str], code: str, severity: str, article: str) -> None:
    """Each unlawful change gives its finding, as grave as its source allows, with the article."""
    found = [each for each in of_law(change(LAWFUL, pair)) if each.code == code]
    assert [str(each.severity) for each in found] == [severity], what
    assert article in found[0].citations[0].article
    assert found[0].citations[0].in_force_from is not None


def test_every_element_of_the_reminder_is_asked() -> None:
    """A reminder that states nothing is told all seven elements of art. XIX.2 par. 3."""
    start = LAWFUL.index("states invoice number, due date")
    end = LAWFUL.index("gives 14 days")
    text = LAWFUL[:start] + "states invoice number\n    " + LAWFUL[end:]
    found = next(each for each in of_law(text) if each.code == "NTC100")
    for element in (
        "amount due",
        "collection costs",
        "creditor name",
        "creditor number",
        "description",
        "due date",
        "deadline",
    ):
        assert f"`{element}`" in found.message


def test_a_lump_sum_need_not_be_named_where_none_is_asked() -> None:
    """Without a cost clause the first reminder says no amount of costs."""
    text = change(LAWFUL, ("    costs     10% at most 80 EUR\n", ""), ("collection costs, ", ""))
    assert not told(text)


def working_day(day: dt.date, free: set[dt.date]) -> bool:
    """Whether *day* is neither a weekend day nor a public holiday."""
    return day.weekday() < 5 and day not in free


def last_free_day(sent: dt.date, free: set[dt.date]) -> dt.date:
    """The last free day of a letter by post: the third working day after sending is the first of fourteen."""
    day, count = sent, 0
    while count < 3:
        day += dt.timedelta(1)
        count += working_day(day, free)
    return day + dt.timedelta(13)


@pytest.mark.parametrize("days", [14, 17, 18, 19, 20, 21, 22, 23])
def test_a_period_from_posting_is_judged_for_every_day(days: int) -> None:
    """A period counted from posting is found short exactly when some sending day of the year makes it so."""
    text = change(LAWFUL, ("gives 14 days from receipt", f"gives {days} days from sending"))
    free = set(holidays.country_holidays("BE", years=[2025, 2026, 2027]))
    first, last = (
        dt.date(2026, 1, 18),
        dt.date(2027, 1, 18),
    )  # three days after the due date of the first and last invoice
    posted = {first + dt.timedelta(at) for at in range((last - first).days)}
    posted = {day for day in posted if working_day(day, free)}
    short = any(day + dt.timedelta(days) < last_free_day(day, free) for day in posted)
    found = [each for each in of_law(text) if each.code == "NTC101"]
    assert bool(found) == short
    for each in found:
        witness = dict(each.witness)
        sent = dt.date.fromisoformat(witness["eerste sent"])
        assert witness["last free day by law"] == str(last_free_day(sent, free))
        assert witness["last free day by the letter"] == str(sent + dt.timedelta(days))


def test_a_period_from_sending_electronically_is_long_enough() -> None:
    """By e-mail the first day is the day after sending, so fourteen days from sending are fourteen days."""
    electronic = ("send rappel by post", "send rappel by email")
    assert not told(change(LAWFUL, ("gives 14 days from receipt", "gives 14 days from sending"), electronic))
    assert ("NTC101", "error") in told(
        change(LAWFUL, ("gives 14 days from receipt", "gives 13 days from sending"), electronic)
    )


def test_by_post_and_by_email_the_later_day_counts() -> None:
    """Sent both ways the period ends as by post, and fourteen days from sending are too few."""
    both = ("send rappel by post", "send rappel by post and email")
    assert ("NTC101", "error") in told(
        change(LAWFUL, ("gives 14 days from receipt", "gives 14 days from sending"), both)
    )


@pytest.mark.parametrize(
    ("clause", "first", "by", "ranges"),
    [
        ("15% at least 40 EUR", "0.01", "20.00", "up to 249.94 EUR and from 300.04 EUR on"),
        ("20.01 EUR", "0.01", "0.01", "up to 150.00 EUR"),
        ("10%", "800.05", "0.01", "from 800.05 EUR on"),
        ("20%", "100.03", "0.01", "from 100.03 EUR on"),
    ],
)
def test_the_smallest_amount_and_the_ranges_are_named(clause: str, first: str, by: str, ranges: str) -> None:
    """The clause is compared with the brackets to the cent, over the step at 150 and the bend at 500."""
    found = next(each for each in of_law(change(LAWFUL, ("10% at most 80 EUR", clause))) if each.code == "FEE100")
    witness = dict(found.witness)
    assert (witness["amount open"], witness["above it by"]) == (f"{first} EUR", f"{by} EUR")
    assert found.message.endswith(ranges)


@pytest.mark.parametrize("clause", ["legal maximum", "20 EUR", "5% at least 20 EUR at most 2000 EUR", "none"])
def test_clauses_below_the_ceiling_pass(clause: str) -> None:
    """A clause that touches the ceiling and does not cross it is lawful."""
    assert not told(change(LAWFUL, ("10% at most 80 EUR", clause)))


FAULTY = """\
policy "Boven het plafond" { law BE }
notice rappel { kind reminder  states invoice number, due date, amount due, deadline  gives 7 days from sending }
group particuliers {
    when debtor is consumer
    payment   within 14 days of invoice
    interest  1% per month
    costs     15% at least 40 EUR
    steps {
        rappel  1 day after due  send rappel by post, charge 7.50 EUR
    }
}
group autres { otherwise  payment within 90 days of invoice }
"""


def test_many_faults_are_each_found_on_their_line() -> None:
    """A policy with six faults is told each of them once, where it stands, and nothing else."""
    found = [(each.span.line, each.code) for each in of_law(FAULTY) if each.span and each.severity != Severity.NOTE]
    assert found == [
        (2, "NTC100"),
        (2, "NTC101"),
        (6, "INT100"),
        (7, "FEE100"),
        (9, "FEE101"),
        (12, "TRM100"),  # public bodies: 30 days
        (12, "TRM100"),  # businesses: 60 days
    ]


def test_a_fixed_rate_is_tested_anew_each_half_year() -> None:
    """Twelve percent was lawful in 2024 and is not from 2025 on: the first half-year that breaks it is named."""
    text = change(
        LAWFUL, ("valid     from 2026-01-01", "valid     from 2024-01-01"), ("reference + 8%", "12% per year")
    )
    found = next(each for each in of_law(text) if each.code == "INT100")
    assert found.severity == Severity.ERROR
    assert dict(found.witness)["from"] == "2025-01-01"
    assert "11.5%" in found.message


@pytest.mark.parametrize(("rate", "breaks"), [("10.5%", False), ("10.500001%", True)])
def test_the_ceiling_of_interest_itself_is_lawful(rate: str, breaks: bool) -> None:
    """What the law allows may be asked to the last millionth; anything above it is found."""
    found = {each.code for each in of_law(change(LAWFUL, ("reference + 8%", f"{rate} per year")))}
    assert ("INT100" in found) == breaks


def test_a_monthly_rate_is_taken_for_the_year() -> None:
    """One percent a month is twelve a year."""
    assert ("INT100", "warning") in told(change(LAWFUL, ("reference + 8%", "1% per month")))


@pytest.mark.parametrize("size", ["small", "large"])
def test_creditors_of_both_sizes_may_claim_interest(size: str) -> None:
    """The size of the creditor moves the start of interest, not whether it may be asked."""
    assert not told(change(LAWFUL, ("size small", f"size {size}")))


@pytest.mark.parametrize(("clause", "code"), [("10% at most 80 EUR", "FEE102"), ("none", "INT101")])
def test_without_a_reminder_nothing_is_ever_owed(clause: str, code: str) -> None:
    """Costs and interest from a consumer wait for the first reminder; a letter without a period is none."""
    text = change(
        LAWFUL,
        ("10% at most 80 EUR", clause),
        ("eerste    3 days after due                  send rappel by post", "eerste 3 days after due call"),
        ("1 day after eerste deadline", "20 days after eerste"),
        ("gives 15 days from receipt", ""),
        ("1 day after tweede deadline", "30 days after tweede"),
    )
    assert (code, "warning") in told(text)


SUPPLY = ("overdracht 1 day after tweede deadline      hand over to bureau", "stop 30 days after tweede stop supply")


def test_recurring_supply_has_three_free_due_dates() -> None:
    """Where supply is stopped a charge on the second letter meets the rule on recurring supply as well."""
    text = change(LAWFUL, SUPPLY, ("by registered post\n", "by registered post, charge 7.50 EUR\n"))
    found = next(each for each in of_law(text) if each.code == "FEE150")
    assert "the first 3 in a calendar year" in found.message
    assert found.severity == Severity.WARNING


def test_a_charge_under_a_condition_is_not_judged_for_recurring_supply() -> None:
    """A condition may count the unpaid due dates: said as not checked."""
    charged = ("by registered post\n", "by registered post, charge 7.50 EUR if orders >= 4\n")
    text = change(LAWFUL, SUPPLY, charged)
    assert "FEE150" not in {each.code for each in of_law(text)}
    assert "the fee of `tweede` (BE, consumer)" in dropped(text)


def test_without_a_stop_of_supply_recurring_supply_is_not_judged() -> None:
    """What is sold is not known: said as not checked."""
    text = change(LAWFUL, ("by registered post\n", "by registered post, charge 7.50 EUR\n"))
    assert "fees of reminders under contracts of recurring supply (BE, consumer)" in dropped(text)


FILE = (
    "overdracht 1 day after tweede deadline      hand over to bureau",
    'dossier 1 day after tweede deadline task "a", charge ',
)


@pytest.mark.parametrize(
    ("charge", "ranges"),
    [
        ("20 EUR", ""),
        ("20.01 EUR", "up to 150.00 EUR"),
        ("65 EUR", "up to 499.94 EUR"),
        ("65 EUR if outstanding >= 500 EUR", ""),
        ("66 EUR if outstanding >= 500 EUR", "up to 519.89 EUR"),
        ("2000.01 EUR", "of any size"),
    ],
)
def test_charges_by_another_name_meet_the_ceiling(charge: str, ranges: str) -> None:
    """Charges of steps are held against the ceiling on the amounts for which the steps run."""
    text = change(LAWFUL, ("    costs     10% at most 80 EUR\n", ""), (FILE[0], FILE[1] + charge))
    found = [each for each in of_law(text) if each.code == "FEE152"]
    assert bool(found) == bool(ranges)
    for each in found:
        assert each.message.endswith(ranges)
        assert each.severity == Severity.ERROR
        assert "XIX.4" in each.citations[0].article


def test_the_example_of_a_charge_can_be_met() -> None:
    """The amount in the example is one for which the step runs and the charge is too high."""
    text = change(
        LAWFUL, ("    costs     10% at most 80 EUR\n", ""), (FILE[0], FILE[1] + "25 EUR if outstanding >= 100 EUR")
    )
    witness = dict(next(each for each in of_law(text) if each.code == "FEE152").witness)
    assert witness["outstanding"] == "100.00 EUR"
    assert (witness["charges"], witness["ceiling"]) == ("25.00 EUR", "20.00 EUR")


def test_interest_given_away_between_businesses_is_a_note() -> None:
    """A business owes interest by law; to give it away is told, no more."""
    text = change(
        LAWFUL, ("    interest  statutory\n    costs     statutory", "    interest  none\n    costs     none")
    )
    assert not told(text)
    assert {("INT151", "note"), ("FEE106", "note")} <= set(told(text, notes=True))


def test_a_consumer_at_home_keeps_the_protection() -> None:
    """Under Dutch law named by the policy a consumer who lives in Belgium is judged under Belgian law as well."""
    found = of_law(change(LAWFUL, ("law       BE", "law       NL"), ("10% at most 80 EUR", "15% at least 40 EUR")))
    assert any(each.code == "FEE100" and "XIX.4" in each.citations[0].article for each in found)
    assert any("6:96" in citation.article for each in found for citation in each.citations)


def test_the_rules_begin_with_the_book() -> None:
    """Before 1 September 2023 no reminder had to be free: a validity over that day is judged from it on."""
    charged = ("send rappel by post", "send rappel by post, charge 5 EUR")
    early = ("from 2026-01-01 until 2026-12-31", "from 2022-01-01 until 2022-12-31")
    across = ("from 2026-01-01 until 2026-12-31", "from 2023-01-01 until 2023-12-31")
    assert "FEE101" not in {each.code for each in of_law(change(LAWFUL, early, charged))}
    assert "FEE101" in {each.code for each in of_law(change(LAWFUL, across, charged))}


def test_an_agency_costs_the_consumer_nothing() -> None:
    """A charge for the hand-over is not owed, however small; a lawyer is no agency."""
    charged = (("    costs     10% at most 80 EUR\n", ""), ("hand over to bureau", "hand over to bureau, charge 1 EUR"))
    found = next(each for each in of_law(change(LAWFUL, *charged)) if each.code == "FEE154")
    assert found.severity == Severity.ERROR
    assert "XIX.13" in found.citations[0].article
    lawyer = ('agency bureau "Bureau" { register "FOD 000123"  country BE }', 'lawyer bureau "Bureau" { country BE }')
    assert "FEE154" not in {each.code for each in of_law(change(LAWFUL, *charged, lawyer))}


def test_rules_of_single_trades_are_not_judged() -> None:
    """Energy, telecom and credit have rules of their own on fees of reminders: said as not checked."""
    text = change(LAWFUL, ("by registered post\n", "by registered post, charge 7.50 EUR\n"))
    assert "fees of reminders in credit, energy, telecom (BE, consumer)" in dropped(text)
    assert not any("energy" in what for what in dropped(LAWFUL))


@pytest.mark.parametrize(
    ("debtor", "rate", "expected"),
    [("government", "11.6%", "error"), ("government", "10%", None), ("business", "11.6%", None)],
)
def test_public_bodies_owe_the_statutory_rate_and_no_other(debtor: str, rate: str, expected: str | None) -> None:
    """In 2025 the rate is 11.5 and then 10.5 percent: more does not bind a public body, and binds a business."""
    text = change(
        LAWFUL,
        ("from 2026-01-01 until 2026-12-31", "from 2025-01-01 until 2025-06-30"),
        ("debtor is business", f"debtor is {debtor}"),
        ("interest  statutory\n", f"interest  {rate} per year\n"),
        ("60 days", "30 days"),
    )
    assert [str(each.severity) for each in of_law(text) if each.code == "INT153"] == ([expected] if expected else [])
