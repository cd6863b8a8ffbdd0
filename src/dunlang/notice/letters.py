"""The templates of a policy, each read and walked once."""

from __future__ import annotations

from collections.abc import Mapping

from dunlang.diagnostics import Diagnostic
from dunlang.model.policy import Notice, Policy
from dunlang.notice.paths import Analysis, analyse
from dunlang.notice.template import Read, Template, read_template
from dunlang.notice.vocabulary import Vocabulary, vocabulary
from dunlang.records import frozen
from dunlang.source import Span

__all__ = ["Letters", "language_of", "read_letters"]


@frozen(kw_only=True, eq=False)
class Letters:
    """The templates that the notices of a policy name."""

    vocabulary: Vocabulary
    templates: Mapping[str, Template]
    analyses: Mapping[str, Analysis]
    """By the name of the notice; without those that cannot be read or judged, which have a finding each."""

    def template(self, notice: Notice) -> Template | None:
        """The template of *notice*."""
        return self.templates.get(notice.name)

    def analysis(self, notice: Notice) -> Analysis | None:
        """What the template of *notice* prints."""
        return self.analyses.get(notice.name)


def read_letters(
    policy: Policy, read: Read, *, languages: Mapping[str, tuple[str, ...]] | None = None
) -> tuple[Letters, tuple[Diagnostic, ...]]:
    """Read every template of *policy* with *read*.

    *languages* has the languages of each country's law by its code: a notice that names none is in the only one of the
    policy's law, where it has one.
    """
    words = vocabulary(policy.attributes)
    templates: dict[str, Template] = {}
    analyses: dict[str, Analysis] = {}
    known: dict[tuple[str, str], Analysis] = {}
    found: list[Diagnostic] = []
    for notice in policy.notices:
        if not notice.template:
            continue
        at: Span = notice.template_span or notice.name_span
        language = language_of(notice, policy, languages or {})
        template, wrong = read_template(notice.template, at, read, language=language)
        found += wrong
        if template is None:
            continue
        templates[notice.name] = template
        key = (template.name, language)
        if key not in known:
            analysis, wrong = analyse(template, words)
            found += wrong
            if analysis is not None:
                known[key] = analysis
        if key in known:
            analyses[notice.name] = known[key]
    return Letters(vocabulary=words, templates=templates, analyses=analyses), tuple(found)


def language_of(notice: Notice, policy: Policy, languages: Mapping[str, tuple[str, ...]]) -> str:
    """The language of *notice*; empty where it is not said and the law's country has several."""
    if notice.language:
        return notice.language
    of_law = languages.get(policy.law, ())
    return of_law[0] if len(of_law) == 1 else ""
