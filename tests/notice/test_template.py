"""Templates are read with what they include, and refused with a place and a reason."""

from __future__ import annotations

import datetime as dt
import time

import pytest
from jinja2 import UndefinedError

from dunlang.diagnostics import Diagnostic
from dunlang.money import Money
from dunlang.notice.builtin import TEXTS
from dunlang.notice.paths import analyse
from dunlang.notice.template import environment, read_template
from dunlang.notice.values import Amount, Lacking, LackingError, Record
from dunlang.notice.vocabulary import TABLE, vocabulary
from dunlang.project.pages import UNREADABLE
from dunlang.source import Source, Span

PLACE = Source("policy.dun", "notice brief").whole()


def findings(text: str, **files: str) -> list[tuple[str, str]]:
    """What is found in a template, as (code, place)."""
    known = {"brief.txt": text, **{name.replace("_", "."): body for name, body in files.items()}}

    def read(path: str, at: Span) -> Source | Diagnostic:
        return Source(path, known[path]) if path in known else UNREADABLE.at(at, f"cannot read `{path}`")

    template, found = read_template("brief.txt", PLACE, read, language="nl")
    if template is not None:
        found = analyse(template, vocabulary())[1]
    for each in found:
        assert each.help or each.code.startswith("FIL")
        assert not each.message.endswith(".")
    return [(each.code, str(each.span or each.file)) for each in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{ invoice.number }}\n{{ invoice.", [("TPL001", "brief.txt:2:1")]),
        ("a\n{% if debtor.kind %}", [("TPL001", "brief.txt:2:1")]),
        ("{% for x in range(9) %}{% endfor %}", [("TPL003", "brief.txt:1:13"), ("TPL002", "brief.txt:1:1")]),
        ("{{ 'a' * 20000000 }}", [("TPL002", "brief.txt:1:1")]),
        ("{{ 9 ** 9 ** 9 }}", [("TPL002", "brief.txt:1:1")]),
        ("{{ invoice.nummer }}", [("TPL003", "brief.txt:1:4")]),
        ("{{ factuur.number }}", [("TPL003", "brief.txt:1:4")]),
        ("{{ invoice }}", [("TPL003", "brief.txt:1:4")]),
        ("{{ ''.__class__.__mro__ }}", [("TPL002", "brief.txt:1:7")]),
        ("{{ invoice.number.__class__ }}", [("TPL003", "brief.txt:1:4")]),
        ("{{ invoice | attr('_values') }}", [("TPL006", "brief.txt:1:14")]),
        ("{{ cycler.__init__ }}", [("TPL003", "brief.txt:1:4")]),
        ("{{ '{0.__class__}'.format(1) }}", [("TPL002", "brief.txt:1:20")]),
        ("{{ invoice.number | monney }}", [("TPL006", "brief.txt:1:21")]),
        ("{{ invoice.due | money }}", [("TPL006", "brief.txt:1:18")]),
        ("{{ amount.due | day }}", [("TPL006", "brief.txt:1:17")]),
        ("{% says 'agency hand over' %}x{% endsays %}", [("TPL004", "brief.txt:1:10")]),
        ("{% says 'due date' %}{% endsays %}", [("TPL004", "brief.txt:1:10")]),
        ("{% include 'part' ~ 1 %}", [("TPL002", "brief.txt:1:1")]),
        ("{% include 'gone.txt' %}", [("FIL001", "brief.txt:1:13")]),
        ("{% include 'brief.txt' %}", [("TPL002", "brief.txt:1:1")]),
        ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", [("TPL002", "brief.txt:1:4")]),
        ("{% if debtor.kind %}{% extends 'brief.txt' %}{% endif %}", [("TPL002", "brief.txt:1:24")]),
        ("{% if debtor.name > 5 %}x{% endif %}", [("TPL002", "brief.txt:1:1")]),
        ("{% if invoice.due > 5 %}x{% endif %}", [("TPL002", "brief.txt:1:1")]),
        ("{% if amount.due > invoice.due %}x{% endif %}", [("TPL002", "brief.txt:1:1")]),
        ("{% if 'x' in invoice.order %}x{% endif %}", [("TPL002", "brief.txt:1:1")]),
        ("{% if amount.due > 5 and payments | length > 1 and invoice.date < invoice.due %}x{% endif %}", []),
        ("{% set invoice = 1 %}", [("TPL002", "brief.txt:1:8")]),
        ("{{ 'x' | indent(1000000) }}", [("TPL002", "brief.txt:1:1")]),
        ("{{ 'x\\ny' | indent(20000000000) }}", [("TPL002", "brief.txt:1:1")]),
        ("{{ 'a' * 20000000000 }}", [("TPL002", "brief.txt:1:1")]),
        ("{{ 9 ** 999999999 }}", [("TPL002", "brief.txt:1:1")]),
        ("{{ '%20000000000d' % 1 }}", [("TPL002", "brief.txt:1:1")]),
        ("x" * 200_001, [("TPL005", "brief.txt")]),
        ("{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}", [("TPL005", "brief.txt")]),
        ("{% if debtor.kind %}" * 400 + "{% endif %}" * 400, [("TPL005", "brief.txt")]),
    ],
    ids=lambda value: value[:28] if isinstance(value, str) else "",
)
def test_bad_templates_are_refused_with_their_place(text: str, expected: list[tuple[str, str]]) -> None:
    """Syntax, unknown words, wrong filters, tricks, circles and sizes: a finding each, never a traceback."""
    assert findings(text) == expected


def test_a_letter_that_doubles_itself_is_refused_soon() -> None:
    """Macros that print each other many times over are too involved, in bounded time."""
    text = "{% macro m0() %}{{ invoice.number }}{% endmacro %}"
    text += "".join(f"{{% macro m{n}() %}}{f'{{{{ m{n - 1}() }}}}' * 10}{{% endmacro %}}" for n in range(1, 9))
    start = time.perf_counter()
    assert findings(text + "{{ m8() }}") == [("TPL007", "brief.txt:1:1")]
    assert time.perf_counter() - start < 10


@pytest.mark.parametrize(
    ("opens", "closes"),
    [
        ("{% for claim in claims %}", "{% endfor %}"),
        ("{% if debtor.insured %}", "{% endif %}"),
        ("{% with a = debtor.name %}{% for claim in claims %}", "{% endfor %}{% endwith %}"),
        ("{% filter upper %}", "{% endfilter %}"),
        ('{% says "interest" %}', "{% endsays %}"),
    ],
)
@pytest.mark.parametrize("depth", [1, 9, 17, 18, 19, 20, 21, 40, 110])
def test_what_is_read_compiles_however_deep_it_is(opens: str, closes: str, depth: int) -> None:
    """A template that is nested too deeply is refused when it is read, and no other fails when it is rendered."""
    source = Source("letter.txt", opens * depth + "x" + closes * depth)
    template, found = read_template("letter.txt", source.whole(), lambda _, __: source, language="nl")
    if template is None:
        assert [each.code for each in found] == ["TPL005"]
        assert depth > 18
    else:
        environment(template, money=str, day=str).get_template(template.name)


def test_included_files_stand_beside_their_own() -> None:
    """A finding in an included file has its name and line."""
    assert findings("{% include 'part.txt' %}", part_txt="\n{{ invoice.x }}") == [("TPL003", "part.txt:2:4")]


@pytest.mark.parametrize("language", TEXTS)
def test_built_in_texts_are_good_templates(language: str) -> None:
    """Each built-in text can be read and states its element on every path."""
    for element in TEXTS[language]:
        text = f'{{% says "{element}" %}}{{% endsays %}}'
        template, found = read_template(
            "b.txt", PLACE, lambda path, at, text=text: Source(path, text), language=language
        )
        assert template is not None, found
        analysis, found = analyse(template, vocabulary())
        assert analysis is not None, found
        assert analysis.stating(element) == 1


def test_rendering_says_what_lacks() -> None:
    """Printing a value that is not there fails with its path; testing it does not."""
    text = "{% if invoice.order %}{{ invoice.order }}{% endif %}{{ amount.due | money }} {{ invoice.due | day }}"
    template, _ = read_template("b.txt", PLACE, lambda path, at: Source(path, text), language="nl")
    assert template is not None
    env = environment(template, money=lambda amount: f"<{amount}>", day=dt.date.isoformat)
    invoice = {"order": Lacking("invoice.order"), "due": dt.date(2026, 1, 2)}
    ready = env.get_template(template.name)
    out = ready.render(invoice=Record(invoice), amount=Record({"due": Amount(Money(1250))}))
    assert out == "<12.50 EUR> 2026-01-02"
    with pytest.raises(LackingError) as error:
        env.from_string("{{ agency.name }}").render(agency=Lacking("agency"))
    assert error.value.path == "agency.name"
    with pytest.raises(UndefinedError):
        env.from_string("{{ nothing }}").render()


def test_amounts_compare_with_what_is_written() -> None:
    """A literal with cents is the number as it is written."""
    amount = Amount(Money(1010))
    assert amount == 10.10
    assert amount > 10
    assert amount >= 10.1
    assert not amount < 10.1
    assert not Amount(Money(0))
    assert not amount > Lacking("amount.interest")
    assert not Lacking("amount.interest") < amount
    with pytest.raises(UndefinedError):
        assert amount > "10"


def test_the_vocabulary_names_parts_of_records() -> None:
    """Every variable with a point stands under a record of the table."""
    for path in TABLE:
        head = path.rpartition(".")[0]
        assert not head or TABLE[head].kind == "record", path
