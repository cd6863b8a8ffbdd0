"""FLO: what steps count from."""

from __future__ import annotations

from dunlang.diagnostics import Page, Severity

__all__ = ["BEFORE_A_STEP", "COUNTS_FROM_LATER", "NO_DEADLINE", "PAGES"]

COUNTS_FROM_LATER = Page(
    code="FLO001",
    name="counts-from-later",
    severity=Severity.ERROR,
    text="""\
A step counts from a step that comes later in the table, or from itself.

The table is read from top to bottom: when it is this step's turn, the other one has not been done.

## Bad
```dun
policy "Backwards" { law NL }
group klanten {
    otherwise
    steps {
        tweede  5 days after eerste  call
        eerste  5 days after due     call
    }
}
```

## Good
```dun
policy "Forwards" { law NL }
group klanten {
    otherwise
    steps {
        eerste  5 days after due     call
        tweede  5 days after eerste  call
    }
}
```
""",
)

NO_DEADLINE = Page(
    code="FLO002",
    name="no-deadline",
    severity=Severity.ERROR,
    text="""\
A step counts from the receipt or the deadline of a step that has none.

Only a step that sends a notice has a receipt, and a deadline only where the notice `gives` a period.

## Bad
```dun
policy "No deadline" { law NL }
notice brief { kind reminder  states invoice number, due date, amount due }
group klanten {
    otherwise
    steps {
        eerste  5 days after due              send brief by email
        tweede  1 day after eerste deadline   call
    }
}
```

## Good
```dun
policy "Deadline" { law NL }
notice brief { kind reminder  states invoice number, due date, amount due, deadline  gives 7 days from sending }
group klanten {
    otherwise
    steps {
        eerste  5 days after due              send brief by email
        tweede  1 day after eerste deadline   call
    }
}
```
""",
)

BEFORE_A_STEP = Page(
    code="FLO003",
    name="before-a-step",
    severity=Severity.ERROR,
    text="""\
A step is to come before another step is done or received: nobody knows that day beforehand.

`before` goes with a date that is known ahead: the due date, or the deadline of a letter that was sent.

## Bad
```dun
policy "Before" { law NL }
group klanten {
    otherwise
    steps {
        eerste  5 days after due       call
        tweede  2 days before eerste   call
    }
}
```

## Good
```dun
policy "After" { law NL }
group klanten {
    otherwise
    steps {
        eerste  5 days after due      call
        tweede  2 days after eerste   call
    }
}
```
""",
)

PAGES = (COUNTS_FROM_LATER, NO_DEADLINE, BEFORE_A_STEP)
