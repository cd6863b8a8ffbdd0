"""Units, currencies, closed lists, and statements that are doubled, missing or do not go together."""

from __future__ import annotations

import pytest

from tests.model.policies import found_in, policy_of, resolved

#: In a group: the statement, the code, what is underlined.
IN_A_GROUP = [
    ("when amount >= 25", "TYP001", "25"),
    ("when amount >= 25 days", "TYP001", "25 days"),
    ("when amount >= 25%", "TYP001", "25%"),
    ("when orders > 3 EUR", "TYP001", "3 EUR"),
    ("when orders > 2.5", "TYP005", "2.5"),
    ("when average days late > 10", "TYP001", "10"),
    ("when average days late > 1 month", "TYP001", "1 month"),
    ("when average days late > 3 working days", "TYP001", "3 working days"),
    ("when amount is large", "TYP001", "large"),
    ("when debtor", "TYP001", "debtor"),
    ("when debtor > 3", "TYP001", "3"),
    ("when first order is yes", "TYP001", "yes"),
    ("when insured > 5 EUR", "TYP001", "5 EUR"),
    ("when start >= 5 days", "TYP001", "5 days"),
    ("when amount >= 25 USD", "TYP002", "USD"),
    ("when amount >= 25.123 EUR", "TYP005", "25.123 EUR"),
    ("when amount >= 25 XXX", "TYP004", "XXX"),
    ("when debtor is customer", "TYP003", "customer"),
    ("when debtor is Consumer", "TYP003", "Consumer"),
    ("when debtor in (consumer, firm)", "TYP003", "firm"),
    ("when tier is c", "TYP003", "c"),
    ("when country is Nederland", "TYP004", "Nederland"),
    ("when country is nl", "TYP004", "nl"),
    ("when language is NL", "TYP004", "NL"),
    ("when currency is EURO", "TYP004", "EURO"),
    ("when outstanding > 5 EUR", "TYP007", "outstanding"),
    ("when exposure > 5 EUR", "TYP007", "exposure"),
    ("when days overdue > 5 days", "TYP007", "days overdue"),
    ("when debtor is business and not disputed", "TYP007", "disputed"),
    ("otherwise when insured", "TYP009", "when insured"),
    ("otherwise otherwise", "TYP009", "otherwise"),
    ("otherwise law XX", "TYP004", "XX"),
    ("otherwise law AQ", "NAM007", "AQ"),
    ("otherwise law NL law BE", "TYP009", "law BE"),
    ("otherwise payment within 14.5 days of invoice", "TYP005", "14.5 days"),
    ("otherwise payment within 4000 days of invoice", "TYP005", "4000 days"),
    ("otherwise payment within 99999999999 months of invoice", "TYP005", "99999999999 months"),
    (
        "otherwise payment within 1 day of invoice payment within 2 days of receipt",
        "TYP009",
        "payment within 2 days of receipt",
    ),
    ("otherwise discount 101% if paid within 7 days of invoice", "TYP005", "101%"),
    ("otherwise interest 0.1234567% per year", "TYP005", "0.1234567%"),
    ("otherwise interest none from due", "TYP011", "from due"),
    ("otherwise costs 40 USD", "TYP002", "USD"),
    ("otherwise costs 15% at least 40 EUR at most 25 EUR", "TYP006", "at most 25 EUR"),
    ("otherwise costs brackets { to 500 EUR 15% to 100 EUR 10% }", "TYP006", "to 100 EUR 10%"),
    ("otherwise costs brackets { to 0 EUR 15% above 1% }", "TYP005", "0 EUR"),
    ("otherwise contact from 5 GBP", "TYP002", "GBP"),
    ("otherwise payments go to costs, costs, principal", "TYP011", "payments go to costs, costs, principal"),
    ("otherwise hold on plan until resolved", "TYP011", "until resolved"),
    ("otherwise hold on dispute until 2 days after promised date", "TYP011", "until 2 days after promised date"),
    ("otherwise hold on dispute, clock stops, clock runs", "TYP009", "clock runs"),
    ("otherwise hold on dispute, clock stops hold on dispute, clock runs", "TYP009", "hold on dispute, clock runs"),
    ("otherwise hold on plan for at most 0 days", "TYP005", "0 days"),
    ("otherwise steps { a 1 day after due send n by post, send n by email }", "TYP009", "send n by email"),
    ("otherwise steps { a 1 day after due send n by post and post }", "TYP009", "post"),
    ("otherwise steps { a 1 day after due charge 0 EUR }", "TYP005", "0 EUR"),
    ("otherwise steps { a 1 day after due every 0 days, at most 3 times call }", "TYP005", "0 days"),
    ("otherwise steps { a 1 day after due every 7 days, at most 0 times call }", "TYP005", "0"),
    ("otherwise steps { deadline 1 day after due call }", "NAM004", "deadline"),
    ("otherwise steps { a 1 day after b call b 1 day after due call }", "FLO001", "b"),
    ("otherwise steps { a 1 day after a call }", "FLO001", "a"),
    ("otherwise steps { a 1 day after due call b 1 day after a received call }", "FLO002", "a received"),
    ("otherwise steps { a 1 day after due send n by post b 1 day after a deadline call }", "FLO002", "a deadline"),
    ("otherwise steps { a 1 day after due call b 1 day before a call }", "FLO003", "1 day before a"),
    (
        "otherwise steps { a 1 day after due send n by post b 1 day before a received call }",
        "FLO003",
        "1 day before a received",
    ),
]


@pytest.mark.parametrize(("statement", "code", "underlined"), IN_A_GROUP, ids=[row[0] for row in IN_A_GROUP])
def test_statement_of_a_group(statement: str, code: str, underlined: str) -> None:
    """A wrong statement of a group gives one finding, at the words that are wrong, with something to do."""
    text = f"""policy "P" {{ law NL }}
        attribute tier one of (a, b) of debtor  attribute start date of debtor
        notice n {{ kind reminder states amount due }}
        group used {{ when tier is a and start > 2026-01-01
            steps {{ z 1 day after due send n by sms }} }}
        group g {{ {statement} }}
        group rest {{ otherwise payment within 30 days of invoice }}
    """
    found = [
        each
        for each in resolved(text)[1]
        # a statement with `otherwise` closes the list before `rest`
        if each.code != "GRP004"
    ]
    assert [(each.code, each.span.text if each.span else "") for each in found] == [(code, underlined)]
    assert found[0].help or code in ("TYP003", "TYP004", "TYP005")


#: At the top: the block, the code, what is underlined.
AT_THE_TOP = [
    ('policy "P" { currency EUR }', "TYP010", 'policy "P"'),
    ('policy "P" { law NL currency EUR currency USD }', "TYP009", "currency USD"),
    ('policy "P" { law NL currency ZZZ }', "TYP004", "ZZZ"),
    ('policy "P" { law NL } policy "Q" { law BE }', "TYP009", "policy"),
    ('policy "P" { law nl }', "TYP004", "nl"),
    ('policy "P" { law NL valid from 2026-01-01 until 2025-01-01 }', "TYP006", "until 2025-01-01"),
    ('policy "P" { law NL calendar Nederland }', "TYP004", "Nederland"),
    ('policy "P" { law NL runs weekly on monday, monday }', "TYP009", "monday"),
    ('policy "P" { law NL runs monthly on 1, 32 }', "TYP005", "32"),
    ('policy "P" { law NL runs monthly on 1, 1 }', "TYP009", "1"),
    ('policy "P" { law NL gap at least 1 month between contacts }', "TYP001", "1 month"),
    ('policy "P" { law NL gap at least 0 days between contacts }', "TYP005", "0 days"),
    ('policy "P" { law NL creditor "C" { size small size large } }', "TYP009", "size large"),
    ('policy "P" { law NL creditor "C" { country Holland } }', "TYP004", "Holland"),
    ('policy "P" { law NL } factor b { notify within 60 days of due }', "TYP011", "notify within 60 days of due"),
    ('policy "P" { law NL } factor b { country NL country BE }', "TYP009", "country BE"),
    ('policy "P" { law NL } group b { payment within 14 days of invoice }', "TYP010", "b"),
]


@pytest.mark.parametrize(("block", "code", "underlined"), AT_THE_TOP, ids=[row[0] for row in AT_THE_TOP])
def test_block(block: str, code: str, underlined: str) -> None:
    """A wrong statement outside groups gives one finding, at the words that are wrong."""
    text = f"{block} group rest {{ otherwise payment within 30 days of invoice }}"
    assert found_in(text) == [(code, underlined)]


#: In a notice that a step sends.
IN_A_NOTICE = [
    ("states invoice numbr", "TYP003", "invoice numbr", "write `invoice number`"),
    ("states amount due due date", "TYP003", "amount due due date", "put a comma between: `amount due, due date`"),
    ("states amount due, amount due", "TYP009", "amount due", "delete one of the two"),
    ("states amount due language nederlands", "TYP004", "nederlands", None),
    ("states amount due language NL", "TYP004", "NL", "write `nl`"),
    ("states amount due gives 0 days from receipt", "TYP005", "0 days", "write at least `1 day`"),
    (
        'states amount due template "x.txt"',
        "TYP011",
        'template "x.txt"',
        "delete the `states` list: the template is read itself",
    ),
    ("states amount due kind reminder kind formal", "TYP009", "kind formal", "delete one of the two"),
]


@pytest.mark.parametrize(("body", "code", "underlined", "advice"), IN_A_NOTICE, ids=[row[0] for row in IN_A_NOTICE])
def test_notice(body: str, code: str, underlined: str, advice: str | None) -> None:
    """A wrong statement of a notice gives one finding with the mend."""
    text = f"""policy "P" {{ law NL }} notice n {{ {body} }}
        group rest {{ otherwise steps {{ a 1 day after due send n by post }} }}"""
    found = resolved(text)[1]
    assert [(each.code, each.span.text if each.span else "", each.help) for each in found] == [
        (code, underlined, advice)
    ]


def test_all_errors_of_a_condition_are_reported() -> None:
    """Each wrong test in a condition has its finding; the group then takes nobody and no gap is claimed."""
    found = found_in('policy "P" { law NL } group g { when country is XX and (amount > 5 or not (dbtor is x)) }')
    assert found == [("TYP004", "XX"), ("TYP001", "5"), ("NAM001", "dbtor")]


def test_the_policy_currency_is_known_before_its_block() -> None:
    """Amounts are checked against the policy's currency wherever the policy block stands."""
    policy = policy_of("""group g { otherwise costs 40 SEK contact from 50 SEK } policy "P" { law NL currency SEK }""")
    assert policy.currency == "SEK"
    assert str(policy.groups[0].terms.contact_from) == "50.00 SEK"


def test_other_spellings_of_countries() -> None:
    """GB and EL are read as UK and GR, in conditions, laws and scenarios."""
    policy = policy_of("""policy "P" { law GB }
        group g { when country in (GB, EL) } group rest { otherwise }
        scenario "s" { debtor business in GB invoice 2026-01-05 for 10 EUR expect group g }""")
    assert policy.law == "UK"
    assert policy.scenarios[0].case.debtor.country == "UK"
    assert "UK" in str(policy.groups[0].condition)
    assert "GR" in str(policy.groups[0].condition)
