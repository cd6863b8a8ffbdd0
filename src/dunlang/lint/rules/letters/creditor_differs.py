"""A template has another account or trade number of the creditor than the policy.

## Why
A debtor pays to the account that he reads, and finds the creditor by the number in the letter. Numbers that stand in
the words of a letter stay behind when the creditor changes bank or company, and nobody reads them again.

## Letters
```jinja
{# bad.txt #}
Dear {{ debtor.name }},

Invoice {{ invoice.number }} is overdue. Please pay {{ amount.due | money }} to account NL91 ABNA 0417 1643 00.
```

```jinja
{# good.txt #}
Dear {{ debtor.name }},

Invoice {{ invoice.number }} is overdue. Please pay {{ amount.due | money }} to account {{ creditor.iban }}.
```

## Bad
```dun
policy "Another account" {
    law       NL
    creditor  "Example Ltd" {
        iban "NL20INGB0001234567"
    }
}

notice reminder {
    kind      reminder
    language  en
    template  "bad.txt"  # NTC017
}

group customers {
    otherwise
    payment within 14 days of invoice
    steps {
        first  7 days after due  send reminder by email
    }
}
```

## Good
```dun
policy "The account of the creditor" {
    law       NL
    creditor  "Example Ltd" {
        iban "NL20INGB0001234567"
    }
}

notice reminder {
    kind      reminder
    language  en
    template  "good.txt"
}

group customers {
    otherwise
    payment within 14 days of invoice
    steps {
        first  7 days after due  send reminder by email
    }
}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from dunlang.diagnostics import Diagnostic, Label, Severity
from dunlang.lint.in_words import InWords, letters_in_words
from dunlang.lint.rule import rule
from dunlang.lint.view import View
from dunlang.source import Span

__all__ = ["creditor_differs"]


@rule(code="NTC017", severity=Severity.WARNING)
def creditor_differs(view: View) -> Iterator[Diagnostic]:
    """Each account and trade number in the words of a letter against those of the creditor."""
    creditor = view.policy.creditor
    if creditor is None:
        return
    told: set[tuple[str, Span]] = set()
    for letter in letters_in_words(view):
        notice = letter.notice
        if notice.kind == "handover":
            continue  # the account is that of the agency
        for span, what, own, word in _others(letter, creditor.iban, creditor.number):
            place = letter.place(span)
            if (notice.name, place) in told or not letter.is_read(span):
                continue
            told.add((notice.name, place))
            yield creditor_differs.at(
                notice.template_span or notice.name_span,
                f"the letter of `{notice.name}` has the {what} `{span.text}`, and the creditor has `{own}`",
                label="another one than the policy",
                related=(Label(place, "here"),),
                help=f"print `{{{{ {word} }}}}`",
            )


def _others(letter: InWords, iban: str, number: str) -> Iterator[tuple[Span, str, str, str]]:
    """The accounts and numbers that are not the creditor's: the place, what it is, the creditor's own, its variable."""
    for span in letter.heard.accounts() if iban else ():
        if _plain(span.text) != _plain(iban):
            yield span, "account", iban, "creditor.iban"
    own = _digits(number)
    for span in letter.heard.register_numbers() if own else ():
        said = _digits(span.text)
        if said != own and len(said) == len(own):  # one of another length is of another register
            yield span, "trade number", number, "creditor.number"


def _plain(text: str) -> str:
    return "".join(text.split()).upper()


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit())
