"""Every path: verdicts by hand, and equal to rendering over all inputs."""

from __future__ import annotations

import random

import pytest

from dunlang.model.condition import Flag, In, Not
from tests.notice.paths_model import MEMBERS, compared, made, said

NUMBER = "invoice number"


@pytest.mark.parametrize("seed", range(6))
def test_verdicts_equal_rendering_over_all_inputs(seed: int) -> None:
    """Made templates are all decided, and "every", "some", "none" and "may fail" are what rendering gives."""
    draw = random.Random(seed)
    for _ in range(25):
        text, group = made(draw), draw.choice(tuple(MEMBERS))
        ours, theirs = compared(text, group)
        assert ours == theirs, (group, text)


_BLOCK = "{% extends 'base.txt' %}{% set v = 2 %}{% block head %}"
_SEES_NOTHING = "{% set w %}{{ v }}{% endset %}{% set v = 1 %}"


@pytest.mark.parametrize(
    "text",
    [
        f"{_BLOCK}{_SEES_NOTHING}{{% endblock %}}",
        f"{_BLOCK}{{{{ v }}}}{_SEES_NOTHING}{{% endblock %}}",
        f"{_BLOCK}{{% for p in payments %}}{{{{ v }}}}{{% endfor %}}{{% set v = 1 %}}{{% endblock %}}",
        f"{_BLOCK}{{% for p in payments %}}{_SEES_NOTHING}{{% endfor %}}{{% endblock %}}",
        f"{_BLOCK}{{% with v = v %}}{_SEES_NOTHING}{{{{ invoice.number }}}}{{% endwith %}}{{% endblock %}}",
        f"{_BLOCK}{{% with q = 1 %}}{_SEES_NOTHING}{{{{ invoice.number }}}}{{% endwith %}}{{% endblock %}}",
        f"{{% set v = 2 %}}{{% for p in payments %}}{_SEES_NOTHING}{{% endfor %}}{{{{ invoice.number }}}}",
    ],
)
def test_a_name_that_a_part_sets_later_is_its_own_from_the_start(text: str) -> None:
    """What stands inside the part before it is set sees nothing, as when it is rendered."""
    ours, theirs = compared(text, "all")
    assert ours == theirs


@pytest.mark.parametrize(
    ("text", "group", "verdict", "skipped"),
    [
        ("{{ invoice.number }}", "all", "every", ()),
        ("no number", "all", "none", ()),
        ("{% if debtor.vip %}{{ invoice.number }}{% endif %}", "all", "some", ("`debtor.vip` is false",)),
        ("{% if debtor.vip %}{{ invoice.number }}{% endif %}", "not vip", "none", ()),
        ("{% if not debtor.vip %}{{ invoice.number }}{% endif %}", "not vip", "every", ()),
        ("{% if debtor.kind == 'consumer' %}{{ invoice.number }}{% endif %}", "consumers", "every", ()),
        (
            (
                "{% if debtor.kind == 'consumer' %}{{ invoice.number }}{% elif debtor.kind == 'business' %}"
                "{{ invoice.number }}{% elif debtor.kind == 'government' %}{{ invoice.number }}{% endif %}"
            ),
            "all",
            "every",
            (),
        ),
        (
            "{% if debtor.vip %}{{ invoice.number }}{% endif %} {% if not debtor.vip %}{{ invoice.number }}{% endif %}",
            "all",
            "every",
            (),
        ),
        ("{% for p in payments %}{{ invoice.number }}{% endfor %}", "all", "some", ("`payments` is empty",)),
        (
            "{% for p in payments %}x{% else %}{{ invoice.number }}{% endfor %}",
            "all",
            "some",
            ("`payments` is not empty",),
        ),
        (
            "{% for p in payments %}{{ invoice.number }}{% else %}{{ invoice.number }}{% endfor %}",
            "all",
            "every",
            (),
        ),
        ("{% for c in claims %}{{ c.number }}{% endfor %}", "all", "every", ()),
        ("{% for c in claims %}{% if loop.last %}{{ c.number }}{% endif %}{% endfor %}", "all", "every", ()),
        (
            "{% for c in claims %}{% if not loop.first %}{{ c.number }}{% endif %}{% endfor %}",
            "all",
            "some",
            ("`claims` has fewer than 2 items",),
        ),
        ("{{ invoice.number | length }}", "all", "none", ()),
        ("{{ invoice.number | upper | trim }}", "all", "every", ()),
        ("{% set n = invoice %}{{ n.number }}", "all", "every", ()),
        (
            "{% set n = 1 %}{% if debtor.vip %}{% set n = invoice.number %}{% endif %}{{ n }}",
            "all",
            "some",
            ("`debtor.vip` is false",),
        ),
        ("{% extends 'base.txt' %}{% block head %}x{% endblock %}", "all", "none", ()),
        ("{% extends 'base.txt' %}{% block head %}{{ super() }}{% endblock %}", "all", "every", ()),
        ("{% include 'part.txt' %}", "all", "some", ("`debtor.vip` is false",)),
        ("{% if invoice.date > invoice.due %}{{ invoice.number }}{% endif %}", "all", "undecided", ()),
    ],
)
def test_verdicts_by_hand(text: str, group: str, verdict: str, skipped: tuple[str, ...]) -> None:
    """Branches, loops, aliases, filters, inheritance and includes, for the debtors of a group."""
    found = said(text, group)[1].reading(NUMBER)
    assert (found.verdict, found.skipped) == (verdict, skipped)


def test_the_place_is_the_line_that_prints() -> None:
    """A reading points at the variable in the template."""
    text = "Geachte klant,\n\n{% if debtor.vip %}\nFactuur {{ invoice.number }}.\n{% endif %}\n"
    (span,) = said(text, "all")[1].reading(NUMBER).spans
    assert (span.line, span.column, span.text) == (4, 12, "invoice.number")


def test_an_example_meets_the_conditions() -> None:
    """A debtor to whom something is stated, and who meets more conditions, or none."""
    _, found = said("{% says 'agency handover' %}{% if debtor.vip %}x{% endif %}{% endsays %}", "all")
    assert found.example(("agency handover",), In("debtor", ("business",))) == (("debtor", "business"), ("vip", "yes"))
    assert found.example(("agency handover",), Not(Flag("vip"))) is None
    assert found.example(("agency handover",), Flag("vip"), stated=False) is None


@pytest.mark.parametrize(
    ("text", "lacks"),
    [
        ("{{ invoice.order }}", [("invoice.order", False)]),
        ("{% if invoice.order %}{{ invoice.order }}{% endif %}", []),
        ("{% if invoice.order == 'A' %}{{ invoice.order }}{% endif %}", []),
        ("{{ invoice.order | default('none') }}", []),
        ("{{ invoice.order or '-' }}", []),
        ("{{ agency.name }}", [("agency.name", False)]),
        ("{% if agency %}{{ agency.name }}{% endif %}", []),
        ("{% if debtor.vip %}{{ agency.name }}{% endif %}", []),
        ("{% if not debtor.vip %}{{ agency.name }}{% endif %}", [("agency.name", False)]),
    ],
)
def test_what_may_lack_is_found_unless_it_is_guarded(text: str, lacks: list[tuple[str, bool]]) -> None:
    """Guards by `if`, `or` and `default`, and by a condition that the value hangs on."""
    assert [(lack.use.path, lack.never) for lack in said(text, "all")[1].lacks()] == lacks


def test_what_nobody_in_the_group_has_is_never_there() -> None:
    """Where no debtor of the group can have it, it is never given."""
    (lack,) = said("{{ agency.name }}", "not vip")[1].lacks()
    assert lack.never


def test_many_conditions_are_decided_soon() -> None:
    """Sixty tests one after another are no trouble."""
    text = "".join(f"{{% if payments | length > {n} %}}{{{{ invoice.number }}}}{{% endif %}}" for n in range(60))
    assert said(text, "all")[1].reading(NUMBER).verdict == "some"
