"""What a sound text means: the records, field by field."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from dunlang.dates import Offset
from dunlang.law.costs import CostScale
from dunlang.model.condition import And, Compare, Flag, In, Not, Or
from dunlang.model.policy import Hold, Policy, Repeat, Runs, Terms
from dunlang.money import Money
from tests.model.policies import policy_of


def of_group(statements: str, rest: str = "", policy: str = "law NL") -> Policy:
    """A policy with one group of these statements."""
    return policy_of(f'policy "P" {{ {policy} }} {rest} group g "G" {{ otherwise {statements} }}')


def terms(statements: str) -> Terms:
    """The terms that a group's statements give."""
    return of_group(statements).groups[0].terms


def test_policy_block() -> None:
    """Every statement of the policy block lands in its field, and `stated` lists them."""
    policy = policy_of("""policy "Beleid 2026" {
            law NL  law "ours.yaml"  currency EUR  valid from 2026-01-01 until 2026-12-31  calendar "NL.bank"
            closed 2026-12-24, 2026-01-02  runs monthly on 15, 1  progress jump
            gap at least 2 weeks between contacts
            creditor "V B.V." { number "1" country NL vat not reclaimed size large iban "NL0" pays by sepa, ideal }
        }
        group g { otherwise law BE law "more.yaml" }""")
    assert (policy.title, policy.law, policy.currency) == ("Beleid 2026", "NL", "EUR")
    assert (policy.valid_from, policy.valid_until) == (dt.date(2026, 1, 1), dt.date(2026, 12, 31))
    assert policy.calendar == "NL.bank"
    assert policy.closed == (dt.date(2026, 1, 2), dt.date(2026, 12, 24))
    assert policy.runs == Runs(kind="monthly", days=(1, 15))
    assert (policy.progress, policy.gap_days, policy.gap_unit) == ("jump", 14, "days")
    assert policy.creditor is not None
    assert policy.creditor.vat_reclaimed is False
    assert (policy.creditor.size, policy.creditor.pays_by) == ("large", ("sepa", "ideal"))
    assert policy.stated == {"law", "currency", "valid", "calendar", "closed", "runs", "progress", "gap", "creditor"}
    assert policy.spans["gap"].text == "gap at least 2 weeks between contacts"
    assert [path for path, _ in policy.packs] == ["ours.yaml", "more.yaml"]
    assert policy.groups[0].law == "BE"


def test_only_a_pack_as_law() -> None:
    """Where a policy names only a pack, its law is the path in quotes, and its groups inherit it."""
    policy = policy_of('policy "P" { law "ours.yaml" } group g { otherwise }')
    assert policy.law == policy.groups[0].law == '"ours.yaml"'


@pytest.mark.parametrize(
    ("text", "kind", "percent", "per", "start", "delay", "compounded"),
    [
        ("interest none", "none", "0", "year", "due", None, False),
        ("interest statutory", "statutory", "0", "year", "due", None, False),
        ("interest 8.5% per year compounded yearly", "rate", "8.5", "year", "due", None, True),
        ("interest 1% per month from invoice", "rate", "1", "month", "invoice", None, False),
        ("interest reference + 8% from 5 days after due", "reference", "8", "year", "due", Offset(5), False),
        ("interest statutory from delivery", "statutory", "0", "year", "delivery", None, False),
    ],
)
def test_interest(
    text: str, kind: str, percent: str, per: str, start: str, delay: Offset | None, compounded: bool
) -> None:
    """Interest: its rate, from when, and whether it is compounded."""
    interest = terms(text).interest
    assert interest is not None
    assert (interest.kind, interest.percent, interest.per) == (kind, Decimal(percent), per)
    assert (interest.start, interest.delay, interest.compounded) == (start, delay, compounded)


@pytest.mark.parametrize(
    ("text", "kind", "scale"),
    [
        ("costs none", "none", None),
        ("costs statutory", "statutory", None),
        ("costs legal maximum", "legal maximum", None),
        ("costs 40 EUR", "declared", CostScale.fixed(4000)),
        ("costs 15%", "declared", CostScale.percent(Decimal(15))),
        (
            "costs 15% at least 40 EUR at most 6775 EUR",
            "declared",
            CostScale.percent(Decimal(15), 4000, 677500),
        ),
        (
            "costs brackets { to 2500 EUR 15%  to 5000 EUR 10%  above 5% } at most 900 EUR",
            "declared",
            CostScale.brackets(((250000, Decimal(15)), (500000, Decimal(10)), (None, Decimal(5))), None, 90000),
        ),
    ],
)
def test_costs(text: str, kind: str, scale: CostScale | None) -> None:
    """Costs: the kind, and the exact scale of a declared clause."""
    clause = terms(text).costs
    assert clause is not None
    assert (clause.kind, clause.scale, clause.currency) == (kind, scale, "EUR")


def test_brackets_without_above_stay_level() -> None:
    """Above the last bracket nothing is added, and nothing is taken away."""
    clause = terms("costs brackets { to 100 EUR 10% } at least 5 EUR").costs
    assert clause is not None
    assert clause.scale is not None
    assert [clause.scale.amount(minor) for minor in (1000, 10000, 999999)] == [500, 1000, 1000]


def test_own_terms_override_shared_ones() -> None:
    """A group's own statements go before those of the terms that it names; `stated` has both."""
    policy = policy_of("""policy "P" { law NL }
        terms t {
            payment within 30 days of invoice at end of month  costs 40 EUR
            letters per debtor, highest step carries
        }
        group a { when debtor is business  payment within 8 days of receipt  terms t  level stays }
        group b { otherwise terms t }""")
    own, shared = policy.groups[0].terms, policy.groups[1].terms
    assert own.payment is not None
    assert shared.payment is not None
    assert (own.payment.within, own.payment.of, own.payment.end_of_month) == (Offset(8), "receipt", False)
    assert (shared.payment.within, shared.payment.end_of_month) == (Offset(30), True)
    assert own.costs == shared.costs
    assert (own.letters, own.level, shared.level) == ("per debtor", "stays", "follows oldest open")
    assert own.stated == {"payment", "costs", "letters", "level"}
    assert own.spans["costs"].text == "costs 40 EUR"


def test_steps() -> None:
    """Times, actions, repetition and condition of steps."""
    policy = of_group(
        """steps {
            vooraf  2 days before due  send n by email
            eerste  at end of month 10 working days after invoice  every 30 days, at most 1 time
                    send n by registered post and sms, charge 7.50 EUR  if not (disputed or outstanding < 25 EUR)
            daarna  on eerste  call "x" by "y", stop supply, notify v
            slot    3 weeks after eerste deadline  hand over to b, task "t"
        }""",
        "notice n { kind reminder states amount due gives 7 days from sending } agency b { } insurer v { }",
    )
    before, first, then, last = policy.groups[0].steps
    assert (before.timing.direction, str(before.timing.offset), str(before.timing.anchor)) == (-1, "2 days", "due")
    assert first.timing.end_of_month
    assert (first.timing.offset, first.timing.anchor.kind) == (Offset(10, "working days"), "invoice")
    assert first.repeat == Repeat(every=Offset(30), times=1)
    assert first.send is not None
    assert first.send.channels == ("registered post", "sms")
    assert first.condition == Not(Or((Flag("disputed"), Compare("outstanding", "<", Money(2500)))))
    assert first.condition_span is not None
    assert first.condition_span.text.startswith("if not")
    assert (then.timing.direction, then.timing.offset, str(then.timing.anchor)) == (0, Offset(0), "eerste")
    assert [type(action).__name__ for action in then.actions] == ["Call", "StopSupply", "Notify"]
    assert str(last.timing.anchor) == "eerste deadline"
    assert last.hand_over is not None
    assert last.hand_over.party == "b"


def test_shared_steps_are_one_table() -> None:
    """Groups that name a steps table share its records."""
    policy = policy_of("""policy "P" { law NL } steps t { a 1 day after due call }
        group a { when debtor is business steps t } group b { otherwise steps t }""")
    assert policy.groups[0].steps is policy.groups[1].steps


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("hold on dispute", {"cause": "dispute"}),
        (
            "hold on dispute until resolved, clock stops, interest stops",
            {
                "cause": "dispute",
                "until": "resolved",
                "clock_stops": True,
                "clock_stated": True,
                "interest_stops": True,
            },
        ),
        (
            "hold on promise until 2 days after promised date, clock runs",
            {"cause": "promise", "until": "after promised date", "after": Offset(2), "clock_stated": True},
        ),
        ("hold on plan while kept", {"cause": "plan", "until": "kept"}),
        ("hold on placed for at most 30 days", {"cause": "placed", "at_most": Offset(30)}),
        ("hold on insolvency until lifted", {"cause": "insolvency", "until": "lifted"}),
    ],
)
def test_holds(text: str, fields: dict[str, object]) -> None:
    """Holds: their cause, end and clock."""
    hold = of_group(text).groups[0].holds[0]
    assert hold == Hold(span=hold.span, **fields)  # type: ignore[arg-type] # the table's own fields


def test_conditions() -> None:
    """Conditions become records with the fields' own values; chains are flat."""
    policy = policy_of("""policy "P" { law NL }
        attribute tier one of (a, b) of debtor
        attribute score number of debtor
        attribute start date of invoice
        group g { when debtor in (consumer, consumer) and not country not in (NL, BE) and segment is "Key Account"
                  and (average days late > 2 weeks or score = 7 or start <= 2026-01-31 or tier is not a) }
        group rest { otherwise }""")
    assert policy.groups[0].condition == And(
        (
            In("debtor", ("consumer",)),
            Not(Not(In("country", ("NL", "BE")))),
            In("segment", ("Key Account",)),
            Or(
                (
                    Compare("average days late", ">", 14),
                    Compare("score", "=", 7),
                    Compare("start", "<=", dt.date(2026, 1, 31)),
                    Not(In("tier", ("a",))),
                )
            ),
        )
    )


#: Notices without a kind, the steps that send them, and the kinds that are plain.
KINDS = [
    ("v 2 days before due send a by email", "announcement"),
    ("v 2 days after due send a by email", "reminder"),
    ("v 20 days after invoice send a by email", "reminder"),
    ("v 2 days before due send z by email  w 2 days after due send a by email", "reminder"),
    ("v 2 days after due send z by email  w 9 days after v send a by email", None),
    ("v 2 days after due send z by email  w 9 days after v send costs by email", "formal"),
    ("v 2 days after due send z by email  w 9 days after v send period by email", "formal"),
    ("v 2 days after due send costs by email", None),
    ("v 2 days after due call  w 2 days after v send a by email", None),
]


@pytest.mark.parametrize(("steps", "kind"), KINDS, ids=[row[0] for row in KINDS])
def test_kind_of_a_notice(steps: str, kind: str | None) -> None:
    """The kind of a notice follows from the first step that sends it, where that is plain."""
    states = {
        "a": "amount due",
        "costs": "amount due, collection costs",
        "period": "amount due gives 14 days from receipt",
    }
    name = next(name for name in states if f"send {name} " in steps)
    notices = f"notice {name} {{ states {states[name]} }}"
    if "send z" in steps:
        notices += " notice z { states amount due }"
    policy = of_group(f"steps {{ {steps} }}", notices)
    found = policy.notice(name)
    assert found is not None
    assert (found.kind, found.kind_stated) == (kind, False)
