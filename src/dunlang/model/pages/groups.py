"""GRP: debtors that no group takes, groups that take no debtor."""

from __future__ import annotations

from dunlang.diagnostics import Page, Severity

__all__ = ["EMPTY_CONDITION", "NEVER_REACHED", "NOT_DECIDED", "NO_GROUP", "OTHERWISE_NOT_LAST", "PAGES"]

NO_GROUP = Page(
    code="GRP001",
    name="no-group",
    severity=Severity.ERROR,
    text="""\
There are debtors that no group takes: nobody would ever remind them. The finding has an example.

The groups are solved exactly, over all values of all fields. Where only a debtor is left of whom a fact is not known,
or an invoice in another currency in a policy that never asks for the currency, the finding is a warning.

## Bad
```dun
policy "Gap" { law NL }
group klein { when amount < 10 EUR  payment within 14 days of invoice }
group groot { when amount > 10 EUR  payment within 30 days of invoice }
```

## Good
```dun
policy "No gap" { law NL }
group klein { when amount < 10 EUR  payment within 14 days of invoice }
group groot { otherwise  payment within 30 days of invoice }
```
""",
)

NEVER_REACHED = Page(
    code="GRP002",
    name="never-reached",
    severity=Severity.ERROR,
    text="""\
A group is never reached: the groups before it take all of its debtors, because the first match wins.

The finding names the groups that take them, and an example of a debtor with the group to which he goes. Put the
narrower group first.

## Bad
```dun
policy "Hidden" { law NL }
group nl { when country is NL  payment within 14 days of invoice }
group nl_zakelijk { when country is NL and debtor is business  payment within 30 days of invoice }
group rest { otherwise  payment within 30 days of invoice }
```

## Good
```dun
policy "Seen" { law NL }
group nl_zakelijk { when country is NL and debtor is business  payment within 30 days of invoice }
group nl { when country is NL  payment within 14 days of invoice }
group rest { otherwise  payment within 30 days of invoice }
```
""",
)

EMPTY_CONDITION = Page(
    code="GRP003",
    name="empty-condition",
    severity=Severity.ERROR,
    text="""\
The condition of a group is empty: no debtor at all can meet it, whatever the other groups take.

## Bad
```dun
policy "Empty" { law NL }
group niemand { when amount > 10 EUR and amount < 10 EUR  payment within 14 days of invoice }
group rest { otherwise  payment within 30 days of invoice }
```

## Good
```dun
policy "Not empty" { law NL }
group midden { when amount > 10 EUR and amount < 100 EUR  payment within 14 days of invoice }
group rest { otherwise  payment within 30 days of invoice }
```
""",
)

OTHERWISE_NOT_LAST = Page(
    code="GRP004",
    name="otherwise-not-last",
    severity=Severity.ERROR,
    text="""\
The group with `otherwise` is not the last one, so no debtor comes to the groups behind it.

## Bad
```dun
policy "Too early" { law NL }
group rest { otherwise  payment within 30 days of invoice }
group nl { when country is NL  payment within 14 days of invoice }
```

## Good
```dun
policy "Last" { law NL }
group nl { when country is NL  payment within 14 days of invoice }
group rest { otherwise  payment within 30 days of invoice }
```
""",
)

NOT_DECIDED = Page(
    code="GRP005",
    name="groups-not-decided",
    severity=Severity.NOTE,
    text="""\
There are so many groups, or such involved conditions, that it was not decided whom each of them takes.

The search is exact and has a limit of work, far above what a policy written by a person needs. From the named group on
nothing is said about gaps and groups that are never reached.
""",
)

PAGES = (NO_GROUP, NEVER_REACHED, EMPTY_CONDITION, OTHERWISE_NOT_LAST, NOT_DECIDED)
