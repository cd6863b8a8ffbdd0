"""A hand-over, a charge, a supply stop or a further formal notice comes before the deadline of the last letter.

## Why
A letter that gives the debtor time until a day promises that nothing follows before it has passed. Who acts on it
earlier breaks his own word: costs charged then are not owed, and a court counts the letter as not sent. A call, a
task or a reminder may come before the deadline.

The rule runs the steps for every invoice date of the validity, through the calendar and the run days, with the
receipt that the law presumes, and shows the first date on which the step is early. The last free day itself is still
in time. Where the law presumes no receipt, as by e-mail in many countries, the deadline is not known and is not
judged.

## Bad
```dun
policy "Impatient" {
    law NL
}

agency bureau "Bureau" {
    register "Wki 1"
}

notice notice {
    kind    formal
    states  invoice number, amount due, deadline, agency handover
    gives   14 days from receipt
}

group customers {
    otherwise
    payment within 14 days of invoice
    steps {
        notice    14 days after due     send notice by post
        handover  10 days after notice  hand over to bureau  # TIM001
    }
}
```

## Good
```dun
policy "As promised" {
    law NL
}

agency bureau "Bureau" {
    register "Wki 1"
}

notice notice {
    kind    formal
    states  invoice number, amount due, deadline, agency handover
    gives   14 days from receipt
}

group customers {
    otherwise
    payment within 14 days of invoice
    steps {
        notice    14 days after due             send notice by post
        handover   1 day after notice deadline  hand over to bureau
    }
}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from dunlang.diagnostics import Diagnostic, Label, Severity
from dunlang.lint.rule import rule
from dunlang.lint.timetable import Timetable
from dunlang.lint.view import FORMAL_KINDS, GroupView, View
from dunlang.model.policy import Charge, Step, StopSupply

__all__ = ["action_before_deadline"]


@rule(code="TIM001", severity=Severity.ERROR)
def action_before_deadline(view: View) -> Iterator[Diagnostic]:
    """Each step that acts on the debtor against the deadline of the last letter before it."""
    for group in view.groups:
        for kind in group.kinds:
            for table in group.timetables_for(kind):
                for step in table.steps:
                    does = _acts(view, step)
                    if does:
                        yield from _early(view, group, table, step, does)


def _acts(view: View, step: Step) -> str:
    """What the step does that must wait for a deadline, in words; empty for nothing."""
    if view.collector(step) is not None:
        return "hands the claim over"
    notice = view.notice(step)
    if notice is not None and notice.kind in FORMAL_KINDS:
        return f"sends the {notice.kind} notice `{notice.name}`"
    if any(isinstance(action, Charge) for action in step.actions):
        return "charges a fee"
    if any(isinstance(action, StopSupply) for action in step.actions):
        return "stops supply"
    return ""


def _early(view: View, group: GroupView, table: Timetable, step: Step, does: str) -> Iterator[Diagnostic]:
    """The nearest letter before *step* that gives a period; beyond one that may be skipped, the one before it too."""
    for letter in reversed(group.before(step)):
        notice = view.notice(letter)
        if notice is None or notice.gives is None or letter not in table.steps:
            continue
        early = table.first(lambda on, ends: on <= ends, table.on(step), table.deadline(letter))
        if early is not None:
            start, on, ends = early
            sent = table.on(letter)[table.days.index(start)]
            yield action_before_deadline.at(
                step.timing.span,
                f"`{step.name}` {does} before the deadline of `{letter.name}` has passed",
                label=f"runs on {on}, the last free day is {ends}",
                related=(Label(letter.name_span, f"gives {notice.gives} from {notice.gives_from}"),),
                help=f"count from the deadline: `1 day after {letter.name} deadline`",
                witness=(
                    (f"{table.root} date", str(start)),
                    (f"{letter.name} sent", str(sent)),
                    ("last free day", str(ends)),
                    (step.name, str(on)),
                ),
            )
            return
        if any(table.on(letter)) and not any(table.deadline(letter)):
            view.not_checked(
                f"whether `{step.name}` waits for the deadline of `{letter.name}`",
                f"no receipt is presumed by {' and '.join(letter.send.channels) if letter.send else 'its channel'}",
            )
        if letter.condition is None:
            return
