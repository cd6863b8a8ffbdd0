"""A step's own day comes before the day of a step above it.

## Why
Under `climb` the steps are taken from top to bottom. A step whose line names an earlier day than the step above it
waits for that one and runs later than it says: the table is not what happens. Under `jump` the step above is skipped.

The rule runs the steps for every invoice date of the validity and shows the first date on which two lie the wrong way
round. Two steps on one day are in order: the second takes the next run.

## Bad
```dun
policy "Crossed" {
    law NL
}

notice reminder {
    kind    reminder
    states  invoice number, amount due
}

group customers {
    otherwise
    payment within 14 days of invoice
    steps {
        first  10 days after due      send reminder by email
        call   20 days after invoice  call  # FLO010
    }
}
```

## Good
```dun
policy "In order" {
    law NL
}

notice reminder {
    kind    reminder
    states  invoice number, amount due
}

group customers {
    otherwise
    payment within 14 days of invoice
    steps {
        call   20 days after invoice  call
        first  10 days after due      send reminder by email
    }
}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from dunlang.diagnostics import Diagnostic, Label, Severity
from dunlang.lint.rule import rule
from dunlang.lint.view import View

__all__ = ["steps_out_of_order"]


@rule(code="FLO010", severity=Severity.WARNING)
def steps_out_of_order(view: View) -> Iterator[Diagnostic]:
    """Each step against those above it, the nearest first; one finding a step."""
    for group in view.groups:
        for table in group.timetables:
            for place, step in enumerate(table.steps):
                for above in reversed(table.steps[:place]):
                    crossed = table.first(lambda own, other: own < other, table.own(step), table.own(above))
                    if crossed is None:
                        continue
                    start, own, other = crossed
                    yield steps_out_of_order.at(
                        step.name_span,
                        f"`{step.name}` stands below `{above.name}`, but its day comes first",
                        label=f"{own} by its own line",
                        related=(Label(above.name_span, f"{other} by its own line"),),
                        help="put the steps in the order of their days, or mend the number of days",
                        witness=((f"{table.root} date", str(start)), (above.name, str(other)), (step.name, str(own))),
                    )
                    break
