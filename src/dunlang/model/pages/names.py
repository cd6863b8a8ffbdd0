"""NAM: names that are unknown, doubled, unused or reserved, and files that use each other."""

from __future__ import annotations

from dunlang.diagnostics import Page, Severity

__all__ = [
    "DOUBLED_NAME",
    "MISPLACED_BLOCK",
    "PAGES",
    "RESERVED_NAME",
    "UNKNOWN_LAW",
    "UNKNOWN_NAME",
    "UNUSED_NAME",
    "USE_CIRCLE",
]

UNKNOWN_NAME = Page(
    code="NAM001",
    name="unknown-name",
    severity=Severity.ERROR,
    text="""\
A name is used that nothing has: no notice, third party, terms, steps, step, group or field is called so.

Names are compared letter by letter, capitals included. Where something of another kind has the name, the finding says
so. Nothing is reported for a name that stands in a part of the text that could not be read.

## Bad
```dun
policy "Unknown" { law NL }
notice herinnering { kind reminder  states invoice number, due date, amount due }
group klanten {
    otherwise
    steps { eerste  5 days after due  send herinering by email }
}
```

## Good
```dun
policy "Known" { law NL }
notice herinnering { kind reminder  states invoice number, due date, amount due }
group klanten {
    otherwise
    steps { eerste  5 days after due  send herinnering by email }
}
```
""",
)

DOUBLED_NAME = Page(
    code="NAM002",
    name="doubled-name",
    severity=Severity.ERROR,
    text="""\
Two things of one kind have the same name, so a use of it could mean either. The first one is used.

A notice and a step may share a name, and so may a group and a notice: only names of one kind can be confused.

## Bad
```dun
policy "Doubled" { law NL }
group klanten { when debtor is business  payment within 30 days of invoice }
group klanten { otherwise  payment within 14 days of invoice }
```

## Good
```dun
policy "Told apart" { law NL }
group zakelijk { when debtor is business  payment within 30 days of invoice }
group klanten { otherwise  payment within 14 days of invoice }
```
""",
)

UNUSED_NAME = Page(
    code="NAM003",
    name="unused-name",
    severity=Severity.WARNING,
    text="""\
A notice, third party, terms, steps table or attribute is declared and never used: often a step that was forgotten.

Only names of the policy's own file are judged: a used file may serve other policies as well. An attribute counts as
used where a notice has a template, and a factor needs no step. Nothing is reported where a file has syntax errors.

## Bad
```dun
policy "Unused" { law NL }
agency reserve "Reserve" { register "Wki 2" }
group klanten { otherwise  payment within 14 days of invoice }
```

## Good
```dun
policy "Used" { law NL }
agency bureau "Bureau" { register "Wki 1" }
group klanten {
    otherwise
    payment within 14 days of invoice
    steps { overdracht  60 days after due  hand over to bureau }
}
```
""",
)

RESERVED_NAME = Page(
    code="NAM004",
    name="reserved-name",
    severity=Severity.ERROR,
    text="""\
A step has a name that the times of steps need: `invoice`, `due`, `delivery`, `receipt`, `received`, `deadline`, `if`.

`5 days after due` could otherwise mean the due date or a step called `due`.

## Bad
```dun
policy "Reserved" { law NL }
group klanten {
    otherwise
    steps { deadline  5 days after due  call }
}
```

## Good
```dun
policy "Free" { law NL }
group klanten {
    otherwise
    steps { bellen  5 days after due  call }
}
```
""",
)

USE_CIRCLE = Page(
    code="NAM005",
    name="use-circle",
    severity=Severity.ERROR,
    text="""\
Files use each other in a circle, or a file uses itself. The finding names the chain.

A file may be used from many places (it is read once), but never from a file that it uses itself, directly or not. Take
what both need into a third file and use that from each.

## Bad
```dun
policy "Circle" { law NL }
use "this.dun"   # the file in which this stands
group klanten { otherwise  payment within 14 days of invoice }
```

## Good
```dun
policy "No circle" { law NL }
group klanten { otherwise  payment within 14 days of invoice }
```
""",
)

MISPLACED_BLOCK = Page(
    code="NAM006",
    name="misplaced-block",
    severity=Severity.ERROR,
    text="""\
A used file holds a policy, a group or a scenario.

A used file gives notices, third parties, attributes, terms and steps to the policy that uses it. Groups stay in the
policy's own file: their order decides who is in which, and an order across files could not be seen anywhere.

## Bad
```dun
policy "Groups elsewhere" { law NL }
use "groups.dun"   # group zakelijk { when debtor is business  payment within 30 days of invoice }
group klanten { otherwise  payment within 14 days of invoice }
```

## Good
```dun
policy "Groups at home" { law NL }
use "terms.dun"   # terms standaard { payment within 14 days of invoice }
group zakelijk { when debtor is business  payment within 30 days of invoice }
group klanten { otherwise  terms standaard }
```
""",
)

UNKNOWN_LAW = Page(
    code="NAM007",
    name="unknown-law",
    severity=Severity.WARNING,
    text="""\
The policy or a group names the law of a country for which there are no law data: nothing is checked against it.

Statutory interest and costs of that country are not known either. A pack of your own can add the country:
`law "our-rules.yaml"`.

## Bad
```dun
policy "Somewhere" { law AQ }
group klanten { otherwise  payment within 14 days of invoice }
```

## Good
```dun
policy "Here" { law NL }
group klanten { otherwise  payment within 14 days of invoice }
```
""",
)

PAGES = (
    UNKNOWN_NAME,
    DOUBLED_NAME,
    UNUSED_NAME,
    RESERVED_NAME,
    USE_CIRCLE,
    MISPLACED_BLOCK,
    UNKNOWN_LAW,
)
