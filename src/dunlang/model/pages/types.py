"""TYP: units, currencies, closed lists, numbers, and statements that are missing, doubled or do not go together."""

from __future__ import annotations

from dunlang.diagnostics import Page, Severity

__all__ = [
    "ATTRIBUTE_CLASH",
    "DISORDER",
    "DOUBLED_STATEMENT",
    "IMPOSSIBLE_NUMBER",
    "MISSING_STATEMENT",
    "NOT_TOGETHER",
    "PAGES",
    "STATE_IN_GROUP",
    "TWO_CURRENCIES",
    "UNIT_MISMATCH",
    "UNKNOWN_CODE",
    "UNKNOWN_VALUE",
]

UNIT_MISMATCH = Page(
    code="TYP001",
    name="unit-mismatch",
    severity=Severity.ERROR,
    text="""\
A value has another unit than what it stands against: days against money, a number without its unit, a word for a flag.

Amounts are compared with amounts, days with days or weeks, numbers with numbers, dates with dates. A word field is
asked with `is` or `in`, a flag stands alone.

## Bad
```dun
policy "Units" { law NL }
group groot { when amount >= 1000  payment within 14 days of invoice }
group rest { otherwise  payment within 30 days of invoice }
```

```dun
policy "Units" { law NL }
group laat { when average days late > 10 EUR  payment within 14 days of invoice }
group rest { otherwise  payment within 30 days of invoice }
```

## Good
```dun
policy "Units" { law NL }
group groot { when amount >= 1000 EUR  payment within 14 days of invoice }
group laat { when average days late > 10 days  payment within 14 days of invoice }
group rest { otherwise  payment within 30 days of invoice }
```
""",
)

TWO_CURRENCIES = Page(
    code="TYP002",
    name="two-currencies",
    severity=Severity.ERROR,
    text="""\
An amount is in another currency than what it is compared with or added to.

All amounts of a policy are in its `currency` (EUR where it states none). Nothing is ever converted.

## Bad
```dun
policy "Two" { law NL  currency EUR }
group groot { when amount >= 25 USD  payment within 14 days of invoice }
group rest { otherwise  payment within 30 days of invoice }
```

## Good
```dun
policy "One" { law NL  currency EUR }
group groot { when amount >= 25 EUR  payment within 14 days of invoice }
group rest { otherwise  payment within 30 days of invoice }
```
""",
)

UNKNOWN_VALUE = Page(
    code="TYP003",
    name="unknown-value",
    severity=Severity.ERROR,
    text="""\
A word is not in the closed list where it stands: a kind of debtor, a value of an attribute, an element of a notice.

Words are compared letter by letter, capitals included.

## Bad
```dun
policy "Lists" { law NL }
group particulier { when debtor is consument  payment within 14 days of invoice }
group rest { otherwise  payment within 30 days of invoice }
```

## Good
```dun
policy "Lists" { law NL }
group particulier { when debtor is consumer  payment within 14 days of invoice }
group rest { otherwise  payment within 30 days of invoice }
```
""",
)

UNKNOWN_CODE = Page(
    code="TYP004",
    name="unknown-code",
    severity=Severity.ERROR,
    text="""\
A country, language, currency or calendar has a code that does not exist.

Countries have two capitals (ISO 3166; the United Kingdom is `UK`, and `GB` is read as the same), languages two small
letters (ISO 639-1), currencies three capitals (ISO 4217).

## Bad
```dun
policy "Codes" { law NL }
group nederland { when country is Nederland  payment within 14 days of invoice }
group rest { otherwise  payment within 30 days of invoice }
```

## Good
```dun
policy "Codes" { law NL }
group nederland { when country is NL  payment within 14 days of invoice }
group rest { otherwise  payment within 30 days of invoice }
```
""",
)

IMPOSSIBLE_NUMBER = Page(
    code="TYP005",
    name="impossible-number",
    severity=Severity.ERROR,
    text="""\
A number cannot be: a rate above 100%, half a day, more decimals than the currency has, a period longer than ten years.

## Bad
```dun
policy "Numbers" { law NL }
group klanten { otherwise  payment within 14 days of invoice  costs 150% }
```

```dun
policy "Numbers" { law NL }
group klanten { otherwise  payment within 14.5 days of invoice }
```

## Good
```dun
policy "Numbers" { law NL }
group klanten { otherwise  payment within 14 days of invoice  costs 15% }
```
""",
)

DISORDER = Page(
    code="TYP006",
    name="disorder",
    severity=Severity.ERROR,
    text="""\
Two dates or amounts stand in the wrong order: an end before the beginning, a maximum below the minimum, brackets that
do not rise, a payment before its invoice.

## Bad
```dun
policy "Order" { law NL  valid from 2026-01-01 until 2025-12-31 }
group klanten { otherwise  payment within 14 days of invoice }
```

```dun
policy "Order" { law NL }
group klanten { otherwise  payment within 14 days of invoice  costs 15% at least 40 EUR at most 25 EUR }
```

## Good
```dun
policy "Order" { law NL  valid from 2025-12-31 until 2026-01-01 }
group klanten { otherwise  payment within 14 days of invoice  costs 15% at least 25 EUR at most 40 EUR }
```
""",
)

STATE_IN_GROUP = Page(
    code="TYP007",
    name="state-in-group",
    severity=Severity.ERROR,
    text="""\
The condition of a group asks for something that changes from day to day.

`outstanding`, `exposure`, `days overdue` and `disputed` are state: a group chosen by them would change under the
invoice's feet. Facts choose the group, and a step asks for state with `if`.

## Bad
```dun
policy "State" { law NL }
group betwist { when disputed  payment within 14 days of invoice }
group rest { otherwise  payment within 14 days of invoice }
```

## Good
```dun
policy "State" { law NL }
group rest {
    otherwise
    payment within 14 days of invoice
    steps { bellen  5 days after due  call  if not disputed }
}
```
""",
)

ATTRIBUTE_CLASH = Page(
    code="TYP008",
    name="attribute-clash",
    severity=Severity.ERROR,
    text="""\
An attribute has the name of a built-in field.

## Bad
```dun
policy "Clash" { law NL }
attribute segment one of (groot, klein) of debtor
group klanten { otherwise  payment within 14 days of invoice }
```

## Good
```dun
policy "No clash" { law NL }
attribute omvang one of (groot, klein) of debtor
group groot { when omvang is groot  payment within 30 days of invoice }
group klanten { otherwise  payment within 14 days of invoice }
```
""",
)

DOUBLED_STATEMENT = Page(
    code="TYP009",
    name="doubled-statement",
    severity=Severity.ERROR,
    text="""\
Something that can be said once is said twice: a statement of a block, an action of a step, a word of a list, a policy
in a file. The first one is used.

`when` and `otherwise` exclude each other, and so do `steps NAME` and `steps { … }`.

## Bad
```dun
policy "Twice" { law NL }
group klanten {
    otherwise
    payment within 14 days of invoice
    payment within 30 days of invoice
}
```

## Good
```dun
policy "Once" { law NL }
group klanten {
    otherwise
    payment within 14 days of invoice
}
```
""",
)

MISSING_STATEMENT = Page(
    code="TYP010",
    name="missing-statement",
    severity=Severity.ERROR,
    text="""\
Something that must be said is not: the policy block, its `law`, a group's `when` or `otherwise`, the debtor or the
invoice of a scenario.

A file that only holds notices, third parties, attributes, terms and steps needs no policy block: other files use it.

## Bad
```dun
policy "No law" { currency EUR }
group klanten { otherwise  payment within 14 days of invoice }
```

```dun
policy "For whom?" { law NL }
group klanten { payment within 14 days of invoice }
```

## Good
```dun
policy "Said" { law NL  currency EUR }
group klanten { otherwise  payment within 14 days of invoice }
```
""",
)

NOT_TOGETHER = Page(
    code="TYP011",
    name="not-together",
    severity=Severity.ERROR,
    text="""\
Two parts of a statement do not go together: a hold on a plan that ends when a dispute is resolved, a notice with both a
template and a list of elements, an order of payments that leaves a part out.

## Bad
```dun
policy "Apart" { law NL }
group klanten {
    otherwise
    payment within 14 days of invoice
    hold on plan until resolved, clock stops
}
```

```dun
policy "Apart" { law NL }
group klanten {
    otherwise
    payments go to costs, principal
}
```

## Good
```dun
policy "Together" { law NL }
group klanten {
    otherwise
    payment within 14 days of invoice
    payments go to costs, interest, principal
    hold on plan while kept, clock stops
}
```
""",
)

PAGES = (
    UNIT_MISMATCH,
    TWO_CURRENCIES,
    UNKNOWN_VALUE,
    UNKNOWN_CODE,
    IMPOSSIBLE_NUMBER,
    DISORDER,
    STATE_IN_GROUP,
    ATTRIBUTE_CLASH,
    DOUBLED_STATEMENT,
    MISSING_STATEMENT,
    NOT_TOGETHER,
)
