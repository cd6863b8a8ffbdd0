"""The words of a template are in another language than its notice says.

## Why
The language of a notice decides whether a debtor's group can read it, in which words the law wants its period and its
costs, and how dates and amounts are written. A Dutch notice with a French text passes all of these tests and fails its
reader.

Dutch, French, German, Spanish and English are told apart by their frequent words. Text that is short, or in two
languages, is not judged.

## Letters
```jinja
{# bad.txt #}
Madame, Monsieur,

Nous n'avons pas encore reçu le paiement de votre facture {{ invoice.number }}. Il s'agit de {{ amount.due | money }}.
Nous vous prions de bien vouloir régler cette somme dans les meilleurs délais sur notre compte.
```

```jinja
{# good.txt #}
Geachte {{ debtor.name }},

Wij hebben de betaling van uw factuur {{ invoice.number }} nog niet ontvangen. Het gaat om {{ amount.due | money }}.
Wij verzoeken u dit bedrag zo spoedig mogelijk over te maken op onze rekening.
```

## Bad
```dun
policy "Nederlands?" {
    law NL
}

notice reminder {
    kind      reminder
    language  nl
    template  "bad.txt"  # NTC016
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
policy "Nederlands" {
    law NL
}

notice reminder {
    kind      reminder
    language  nl
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
from dunlang.lint.in_words import letters_in_words
from dunlang.lint.rule import rule
from dunlang.lint.view import View

__all__ = ["language_differs"]


@rule(code="NTC016", severity=Severity.ERROR)
def language_differs(view: View) -> Iterator[Diagnostic]:
    """The words of each letter against the language of its notice."""
    if not view.has_templates:
        return
    from dunlang.notice.lexicon import LANGUAGES

    told: set[str] = set()
    for letter in letters_in_words(view):
        notice, declared = letter.notice, letter.said.analysis.template.language
        written = letter.heard.language
        if written in (None, declared) or declared not in LANGUAGES or notice.name in told:
            continue
        told.add(notice.name)
        yield language_differs.at(
            notice.template_span or notice.name_span,
            f"the notice `{notice.name}` is in `{declared}`, and its template is written in `{written}`",
            label=f"its words are in `{written}`",
            related=(Label(notice.name_span, f"the notice is in `{declared}`"),),
            help=f"write `language {written}`, or name a template in `{declared}`",
        )
