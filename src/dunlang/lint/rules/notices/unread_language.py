"""A notice is in a language that its readers do not read.

## Why
A letter that the debtor cannot read does not put him in default, and in some countries it does not count as sent.
Where the group's condition fixes the language, the notice must be in it: an error. Where it only fixes the country, a
language that is none of that country's is worth a note.

A notice without `language` is in the language of the law's country; where that has several, in the one that the words
of its template are plainly written in, and else it is not judged.

## Bad
```dun
policy "Lost in translation" {
    law NL
}

notice reminder {
    kind      reminder
    language  fr
    states    invoice number, amount due
}

group dutch {
    when language is nl
    payment within 14 days of invoice
    steps {
        first  1 day after due  send reminder by email  # NTC006
    }
}

group others {
    otherwise
    payment within 30 days of invoice
}
```

## Good
```dun
policy "Found" {
    law NL
}

notice reminder {
    kind      reminder
    language  nl
    states    invoice number, amount due
}

group dutch {
    when language is nl
    payment within 14 days of invoice
    steps {
        first  1 day after due  send reminder by email
    }
}

group others {
    otherwise
    payment within 30 days of invoice
}
```

## Law
Reads the languages of a country.
"""

from __future__ import annotations

from collections.abc import Iterator

from dunlang.diagnostics import Diagnostic, Label, Severity
from dunlang.lint.rule import rule
from dunlang.lint.saying import heard, template_of
from dunlang.lint.view import GroupView, View
from dunlang.model.policy import Notice, Step

__all__ = ["unread_language"]


@rule(code="NTC006", severity=Severity.ERROR, reads=("languages",))
def unread_language(view: View) -> Iterator[Diagnostic]:
    """Each notice sent against the languages that its group reads."""
    for group in view.groups:
        for step, notice in group.letters():
            written = _language(group, step, notice)
            if step.send is None or not written:
                continue
            read = group.languages
            spoken = group.spoken if read is None else None
            known = read if read is not None else spoken
            if not known or written in known:
                continue
            listed = " or ".join(f"`{language}`" for language in sorted(known))
            yield unread_language.at(
                step.send.span,
                f"`{notice.name}` is in `{written}`, and group `{group.name}` reads {listed}"
                if read is not None
                else f"`{notice.name}` is in `{written}`, and the languages of `{group.name}` are {listed}",
                label=f"in `{written}`",
                related=(
                    *((Label(group.group.condition_span, "its readers"),) if group.group.condition_span else ()),
                    Label(notice.name_span, f"the notice is in `{written}`"),
                ),
                help=f"send a notice in {listed}",
                severity=None if read is not None else Severity.NOTE,
            )


def _language(group: GroupView, step: Step, notice: Notice) -> str:
    """The language of *notice*; empty where neither it, nor the law's only language, nor its words tell."""
    if notice.language:
        return notice.language
    languages = group.law.languages if group.law is not None else ()
    if len(languages) == 1:
        return languages[0]
    said = template_of(group, step, notice) if notice.template else None
    words = heard(group.view, notice, said.analysis) if said is not None else None
    return (words.language or "") if words is not None else ""
