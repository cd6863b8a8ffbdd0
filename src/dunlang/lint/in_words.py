"""The letters of a policy with their plain words: what each step sends, to whom, and what is printed for them.

:func:`letters_in_words` is for rules that compare the figures of a letter with the policy; rules of law ask for the
words of one case (:func:`dunlang.lint.wording.spoken_letter`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from dunlang.lint.saying import heard, template_of
from dunlang.lint.view import GroupView, View
from dunlang.model.condition import Condition
from dunlang.model.policy import Notice, Step
from dunlang.model.region import Example
from dunlang.records import frozen

if TYPE_CHECKING:
    from dunlang.notice.said import Said
    from dunlang.notice.spoken import Heard
    from dunlang.source import Span

__all__ = ["InWords", "letters_in_words", "letters_of", "place_in_words"]


@frozen(eq=False)
class InWords:
    """The template of a notice as one step sends it, with its plain words."""

    group: GroupView
    step: Step
    notice: Notice
    said: Said
    heard: Heard

    def is_read(self, span: Span) -> bool:
        """Whether the words of *span* are printed for any of its readers."""
        return self.said.holds(self.heard.words.condition(span))

    def reader(self, span: Span, *conditions: Condition) -> Example | None:
        """A reader of the words of *span* who meets *conditions*; None: there is none, or it was not decided."""
        return self.said.reader(self.heard.words.condition(span), *conditions)

    def place(self, span: Span) -> Span:
        """Where the words of *span* stand in the template."""
        return self.heard.words.place(span)


def letters_in_words(view: View, debtor: str = "") -> Iterator[InWords]:
    """Each letter whose words are read, in the order of the groups and their steps."""
    for group in view.groups:
        yield from letters_of(group, debtor)


def letters_of(group: GroupView, debtor: str = "") -> Iterator[InWords]:
    """Those of one group, to debtors of the kind *debtor* (empty: any)."""
    for step, notice in group.letters():
        said = template_of(group, step, notice, debtor) if notice.template else None
        words = heard(group.view, notice, said.analysis) if said is not None else None
        if said is not None and words is not None:
            yield InWords(group, step, notice, said, words)


def place_in_words(group: GroupView, step: Step, notice: Notice, element: str) -> tuple[Span, ...]:
    """Where the template of *notice* states *element* in plain words that some reader of *step* gets."""
    creditor = group.view.policy.creditor
    return tuple(
        letter.place(span)
        for letter in letters_of(group)
        if letter.step is step and letter.notice is notice
        for span in letter.heard.places(creditor.name if creditor is not None else "").get(element, ())
        if letter.is_read(span)
    )
