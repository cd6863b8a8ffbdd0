"""Templates made by chance, and rendering over all inputs: the brute force that the analyser must equal.

Run as a module for a longer comparison: ``python -m tests.notice.paths_model 5000`` (number of templates, then a seed).
"""

from __future__ import annotations

import itertools
import random
import sys
from collections.abc import Iterator

import attrs
from jinja2 import UndefinedError

from dunlang.diagnostics import Diagnostic
from dunlang.model.condition import And, Condition, Flag, In, Not
from dunlang.model.policy import Attribute
from dunlang.money import Money
from dunlang.notice.paths import analyse
from dunlang.notice.said import Said, Setting
from dunlang.notice.template import Template, environment, read_template
from dunlang.notice.values import Amount, Lacking, Record
from dunlang.notice.vocabulary import Vocabulary, vocabulary
from dunlang.source import Source, Span

__all__ = ["ATTRIBUTES", "SHARED", "Outcome", "brute", "compared", "made", "read", "said", "worlds"]

_PLACE = Source("policy.dun", "notice brief").whole()

ATTRIBUTES = (
    Attribute(name="vip", kind="flag", of="debtor", span=_PLACE),
    Attribute(name="level", kind="one of", of="debtor", span=_PLACE, values=("gold", "silver")),
)

#: Files that made templates include, import and extend.
SHARED = {
    "part.txt": "{% if debtor.vip %}{{ invoice.number }}{% endif %}",
    "macros.txt": "{% macro show(q) %}{% if q %}[{{ q }}]{% endif %}{% endmacro %}"
    "{% macro box() %}<{{ caller() }}>{% endmacro %}",
    "base.txt": "{% block head %}{{ invoice.number }}{% endblock %}-{% block foot %}{% if debtor.vip %}"
    "{{ amount.due }}{% endif %}{% endblock %}",
}

#: Who gets the letter, by the name of the group.
MEMBERS: dict[str, tuple[Condition, ...]] = {
    "all": (),
    "consumers": (In("debtor", ("consumer",)),),
    "not vip": (Not(Flag("vip")), In("debtor", ("consumer", "business"))),
    "gold or vip": (Not(And((Not(Flag("vip")), Not(In("level", ("gold",)))))),),
}

_TESTS = (
    "debtor.vip",
    "not debtor.vip",
    "debtor.kind == 'consumer'",
    "debtor.kind != 'consumer'",
    "debtor.kind in ['consumer', 'business']",
    "debtor.kind not in ('business', 'government')",
    "debtor.level == 'gold'",
    "debtor.level",
    "debtor.level is defined",
    "invoice.order",
    "invoice.order == 'Q#X'",
    "payments",
    "payments | length > 1",
    "payments | length == 1",
    "amount.interest",
    "amount.interest > 10",
    "agency",
    "agency.name is defined",
    "debtor.vip and debtor.level",
    "debtor.vip or not invoice.order",
    "debtor.kind == 'consumer' or debtor.vip",
)
_PRINTS = (
    "x",
    "{{ invoice.number }}",
    "{{ invoice.number | upper }}",
    "{{ invoice.number | length }}",
    "{{ invoice.order or invoice.number }}",
    "{{ invoice.order | default(invoice.number) }}",
    "{{ invoice.order }}",
    "{{ 'a' ~ invoice.number }}",
    "{{ v }}",
    "{{ w }}",
    "{{ invoice.number if debtor.vip else '-' }}",
    "{{ invoice.number if debtor.vip }}",
    "{{ m(invoice.number) }}",
    "{{ show(invoice.order) }}",
    "{% set v = invoice.number %}",
    "{% set v = 1 %}",
    "{% set w = invoice.number if debtor.level else 2 %}",
    "{% set w %}{{ v }}{% endset %}",
    "{% if w %}{{ invoice.number }}{% endif %}",
    "{% include 'part.txt' %}",
    "{% says 'agency handover' %}{% if debtor.level %}y{% endif %}{% endsays %}",
    "{% with q = invoice.number %}{{ q }}{% endwith %}",
    "{% filter upper %}{{ invoice.number }}{% endfilter %}",
    "{% call box() %}{{ invoice.number }}{% endcall %}",
    "{{ agency.name }}",
)
_IN_LOOPS = (
    "{% if loop.first %}{{ invoice.number }}{% endif %}",
    "{% if not loop.last %}{{ invoice.number }}{% endif %}",
    "{% if p.amount > 5 %}{{ invoice.number }}{% endif %}",
    "{% if loop.length > 2 %}{{ invoice.number }}{% endif %}",
    "{% set v = invoice.number %}{{ v }}",
)


@attrs.frozen
class Outcome:
    """What rendering over all inputs gives: the verdict for each element, and whether any input fails."""

    verdicts: tuple[str, ...]
    fails: bool


ELEMENTS = ("invoice number", "agency handover", "order number")
_MARKS = {"invoice number": "N#M", "agency handover": "¤AGENCY", "order number": "Q#"}


def made(draw: random.Random, depth: int = 3) -> str:
    """A template made by chance."""
    head = (
        "{% set v = 2 %}{% set w = 3 %}{% macro m(q) %}{% if debtor.vip %}{{ q }}{% endif %}{% endmacro %}"
        "{% from 'macros.txt' import show, box %}"
    )
    if draw.random() < 0.1:
        block = draw.choice(("head", "foot"))
        inner = draw.choice(("", "{{ super() }}", "{% if debtor.vip %}{{ super() }}{% endif %}"))
        return (
            "{% extends 'base.txt' %}"
            + head
            + f"{{% block {block} %}}{inner}{_part(draw, depth, False)}{{% endblock %}}"
        )
    return head + _part(draw, depth, False)


def _part(draw: random.Random, depth: int, in_loop: bool) -> str:
    roll = draw.random()
    if depth == 0 or roll < 0.3:
        return draw.choice((*_PRINTS, *_IN_LOOPS) if in_loop else _PRINTS)
    if roll < 0.55:
        return _part(draw, depth - 1, in_loop) + _part(draw, depth - 1, in_loop)
    if roll < 0.7:
        return f"{{% if {draw.choice(_TESTS)} %}}{_part(draw, depth - 1, in_loop)}{{% endif %}}"
    if roll < 0.88 or in_loop:
        return (
            f"{{% if {draw.choice(_TESTS)} %}}{_part(draw, depth - 1, in_loop)}"
            f"{{% elif {draw.choice(_TESTS)} %}}{_part(draw, depth - 1, in_loop)}"
            f"{{% else %}}{_part(draw, depth - 1, in_loop)}{{% endif %}}"
        )
    filtered = draw.choice(("", "", " if debtor.vip", " if p.amount > 5"))
    other = f"{{% else %}}{_part(draw, depth - 1, False)}" if draw.random() < 0.5 else ""
    return f"{{% for p in payments{filtered} %}}{_part(draw, depth - 1, True)}{other}{{% endfor %}}"


def read(text: str, words: Vocabulary) -> Template:
    """The template with the shared files beside it."""
    files = {"brief.txt": text, **SHARED}

    def give(path: str, at: Span) -> Source | Diagnostic:
        return Source(path, files[path])

    template, found = read_template("brief.txt", _PLACE, give, language="nl")
    assert template is not None, found
    return template


def said(text: str, group: str) -> tuple[Template, Said]:
    """The template and what it says to a group."""
    words = vocabulary(ATTRIBUTES)
    template = read(text, words)
    analysis, found = analyse(template, words)
    assert analysis is not None, (text, found)
    setting = Setting(members=MEMBERS[group], given={"agency": Flag("vip")}, attributes=ATTRIBUTES)
    return template, Said(analysis, setting, {})  # what plain words say was heard, and is nothing: marks alone count


def judged(text: str, group: str) -> tuple[Template, Said, bool]:
    """The same over the inputs that do not fail, and whether any fails."""
    template, plain = said(text, group)
    logic = plain.analysis.logic
    logic.axioms.append(logic.negated(logic.any(use.condition for use in plain.analysis.uses)))
    return template, Said(plain.analysis, plain.setting, {}), bool(plain.lacks())


def worlds(group: str) -> Iterator[dict[str, object]]:
    """Every input that the tests can tell apart, for the debtors of a group."""
    kinds, levels = ("consumer", "business", "government"), ("gold", "silver", "")
    amounts = ((), (3,), (9,), (3, 9), (9, 3), (3, 9, 3), (9, 9, 9), (3, 3, 3))
    for kind, level, vip, order, paid, interest in itertools.product(
        kinds, levels, (True, False), ("", "Q#O", "Q#X"), amounts, (0, 5, 20)
    ):
        if not _is_member(group, kind, level, vip):
            continue
        yield {
            "debtor": Record({"vip": vip, "kind": kind, "level": level or Lacking("debtor.level"), "name": "d"}),
            "invoice": Record({"number": "N#m", "order": order or Lacking("invoice.order")}),
            "amount": Record({"due": Amount(Money(100)), "interest": Amount(Money(interest * 100))}),
            "payments": tuple(Record({"amount": Amount(Money(each * 100))}) for each in paid),
            "agency": Record({"name": "¤AGENCY"}) if vip else Lacking("agency"),
        }


def _is_member(group: str, kind: str, level: str, vip: bool) -> bool:
    match group:
        case "consumers":
            return kind == "consumer"
        case "not vip":
            return not vip and kind in ("consumer", "business")
        case "gold or vip":
            return vip or level == "gold"
    return True


def brute(template: Template, group: str) -> Outcome:
    """Render over all inputs; those that fail count for no verdict."""
    env = environment(template, money=str, day=str)
    env.extensions["dunlang.notice.template._Says"]._says = (  # type: ignore[attr-defined]  # the mark shows in the text
        lambda element, caller: (lambda text: "¤AGENCY" + text if text.strip() else text)(caller())
    )
    ready = env.get_template(template.name)
    seen: dict[str, set[bool]] = {element: set() for element in ELEMENTS}
    fails = False
    for world in worlds(group):
        try:
            text = ready.render(**world).upper()
        except UndefinedError:
            fails = True
            continue
        for element in ELEMENTS:
            seen[element].add(_MARKS[element] in text)
    names = {frozenset({True}): "every", frozenset({False}): "none", frozenset(): "every"}
    return Outcome(tuple(names.get(frozenset(seen[element]), "some") for element in ELEMENTS), fails)


def compared(text: str, group: str) -> tuple[Outcome, Outcome]:
    """What the analyser says and what rendering gives."""
    template, found, fails = judged(text, group)
    verdicts = tuple(found.reading(element).verdict for element in ELEMENTS)
    return Outcome(verdicts, fails), brute(template, group)


if __name__ == "__main__":
    count, seed = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1
    draw = random.Random(seed)
    same, undecided = 0, 0
    for number in range(count):
        text, group = made(draw), draw.choice(tuple(MEMBERS))
        ours, theirs = compared(text, group)
        if "undecided" in ours.verdicts:
            undecided += 1
        elif ours == theirs:
            same += 1
        else:
            print(f"{number} {group}\n  {text}\n  analysis {ours}\n  rendered {theirs}")
    print(f"{same} of {count} equal, {undecided} not decided")
