"""Templates: read with all that they include, parsed in a sandbox, and refused where they could do harm.

What :func:`read_template` accepts can be rendered in bounded time: it only prints, decides, and goes through the lists
of the vocabulary. Files come through the caller's reader; nothing is opened here.
"""

from __future__ import annotations

import datetime as dt
import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import attrs
from jinja2 import DictLoader, StrictUndefined, TemplateError, TemplateSyntaxError, nodes, pass_context
from jinja2.compiler import CodeGenerator, Frame
from jinja2.ext import Extension
from jinja2.filters import FILTERS as JINJA_FILTERS
from jinja2.parser import Parser
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.tests import TESTS as JINJA_TESTS

from dunlang.diagnostics import Diagnostic, did_you_mean
from dunlang.notice import builtin
from dunlang.notice.budget import Budget
from dunlang.notice.pages import FILTER, REFUSED, SYNTAX, TOO_LARGE
from dunlang.notice.values import Amount
from dunlang.notice.vocabulary import FILTERS, TESTS
from dunlang.records import frozen
from dunlang.source import Source, Span

__all__ = ["MARK", "Environment", "Read", "Template", "environment", "is_blank", "line_span", "read_template"]

#: Gives the file that a path names in the file of the span, or a finding why it cannot be read.
Read = Callable[[str, Span], Source | Diagnostic]

#: The largest file, in characters, and the most files of one letter.
_LARGEST, _MOST_FILES = 200_000, 40

#: Nodes in one another this deep make code that Python never finds too deep.
_SURELY_COMPILES = 18

#: The method that a `says` block calls: how the analyser finds it in the tree.
MARK = "_says"


@frozen(kw_only=True, eq=False)
class Template:
    """A letter's template with every file that it is made of, by the name it is shown under."""

    name: str
    language: str
    sources: Mapping[str, Source]
    trees: Mapping[str, nodes.Template] = attrs.field(repr=False)

    @property
    def is_html(self) -> bool:
        """Whether what it prints is escaped."""
        return self.name.endswith((".html", ".htm"))

    @property
    def source(self) -> Source:
        """The text of the template itself."""
        return self.sources[self.name]


class _Says(Extension):
    """`{% says "element" %} … {% endsays %}`: the author's words for an element, or none for the built-in ones."""

    tags = {"says"}  # noqa: RUF012 - as jinja2 declares it

    def parse(self, parser: Parser) -> nodes.CallBlock:
        """The block as a call that the analyser knows."""
        line = next(parser.stream).lineno
        named = parser.parse_expression()
        if not isinstance(named, nodes.Const) or not isinstance(named.value, str):
            parser.fail('write the element in quotes: says "agency handover"', line)
        body = parser.parse_statements(("name:endsays",), drop_needle=True)
        if is_blank(body):
            language = getattr(self.environment, "language", "")
            text = builtin.text(named.value, language)
            if text is not None:
                body = list(self.environment.parse(text).body)
                for node in body:
                    node.set_lineno(line, override=True)
        call = self.call_method(MARK, [nodes.Const(named.value)], lineno=line)
        block = nodes.CallBlock(call, [], [], body)
        block.set_lineno(line)
        return block

    def _says(self, element: str, caller: Callable[[], str]) -> str:  # noqa: ARG002 - the analyser reads it in the tree
        return caller()


class _Code(CodeGenerator):
    """Code in which a text that is put together with `~` is counted."""

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802 - the name that jinja2 looks for
        """The parts in one text."""
        self.write("environment.counted(")
        super().visit_Concat(node, frame)
        self.write(")")


class Environment(ImmutableSandboxedEnvironment):
    """The sandbox, with nothing in it but the filters and tests of letters; included files stand beside their own.

    Nothing is worked out while a template is compiled: `'a' * 20000000000` is refused by the analyser, not computed.
    """

    code_generator_class = _Code
    intercepted_binops = frozenset(ImmutableSandboxedEnvironment.default_binop_table)

    def __init__(self, language: str, *, is_html: bool, sources: Mapping[str, str]) -> None:
        super().__init__(
            loader=DictLoader(sources),
            optimized=False,
            undefined=StrictUndefined,
            autoescape=is_html,
            keep_trailing_newline=True,
            extensions=[_Says],
        )
        self.language = language
        self.budget = Budget()
        self.globals.clear()
        self.filters = {name: JINJA_FILTERS.get(name, str) for name in FILTERS}
        self.filters["indent"] = _indent
        self.tests = {name: JINJA_TESTS[name] for name in TESTS}

    def concat(self, parts: Iterable[str]) -> str:
        """Join what was printed, within the budget."""
        return self.budget.joined(parts)

    def counted(self, text: str) -> str:
        """*text*, taken from the budget."""
        self.budget.spend(1, len(text))
        return text

    def join_path(self, template: str, parent: str) -> str:
        """Names count from the folder of the file that they stand in."""
        return posixpath.normpath(posixpath.join(posixpath.dirname(parent), template))


@pass_context  # with a context it is never worked out while the template is compiled
def _indent(_: object, value: object, *rest: object, **named: object) -> str:
    """Jinja2's filter, for whatever can be printed."""
    found: str = JINJA_FILTERS["indent"](value if isinstance(value, str) else str(value), *rest, **named)
    return found


def environment(template: Template, *, money: Callable[[Amount], str], day: Callable[[dt.date], str]) -> Environment:
    """The environment that renders *template*: ``environment(…).get_template(template.name).render(**context)``.

    Its budget is that of one letter: give it a new one for each.
    """
    texts = {name: source.text for name, source in template.sources.items()}
    found = Environment(template.language, is_html=template.is_html, sources=texts)
    found.filters |= {"money": money, "day": day}
    return found


def read_template(path: str, at: Span, read: Read, *, language: str) -> tuple[Template | None, tuple[Diagnostic, ...]]:
    """Read the template that *path* names at *at*, and every file that it includes, imports or extends.

    *language* is that of the built-in texts. Without a template there is a finding that says why.
    """
    first = read(path, at)
    if isinstance(first, Diagnostic):
        return None, (first,)
    is_html = first.name.endswith((".html", ".htm"))
    env = Environment(language, is_html=is_html, sources={})
    sources: dict[str, Source] = {first.name: first}
    trees: dict[str, nodes.Template] = {}
    waiting = [first]
    found: list[Diagnostic] = []
    while waiting and not found:
        source = waiting.pop(0)
        tree = _parse(env, source)
        if isinstance(tree, Diagnostic):
            found.append(tree)
            break
        trees[source.name] = tree
        for name, span in _named(tree, source, found):
            key = env.join_path(name, source.name)
            if key in sources:
                continue
            other = read(name, span)
            if isinstance(other, Diagnostic):
                found.append(other)
                continue
            if len(sources) == _MOST_FILES:
                found.append(
                    TOO_LARGE.at(
                        span,
                        f"the letter is made of more than {_MOST_FILES} files",
                        help="put the small parts together",
                    )
                )
                break
            other = other if other.name == key else Source(key, other.text)
            sources[key] = other
            waiting.append(other)
    if found:
        return None, tuple(found)
    return Template(name=first.name, language=language, sources=sources, trees=trees), ()


def _parse(env: Environment, source: Source) -> nodes.Template | Diagnostic:
    """The tree of one file, which is sure to compile."""
    if len(source.text) > _LARGEST:
        return TOO_LARGE.at(
            None,
            f"`{source.name}` has {len(source.text)} characters, and a template may have {_LARGEST}",
            file=source.name,
            help="name the template of a letter",
        )
    try:
        tree = env.parse(source.text, source.name, source.name)
        wrong = _wrong_filter(tree, source)
        if wrong is not None:
            return wrong
        # What it compiles to is written in any case; Python reads that only where it could be nested too deeply.
        env.compile(tree, source.name, source.name, raw=not _is_deep(tree))  # type: ignore[call-overload] # either way
    except TemplateSyntaxError as error:
        message = _message(error)
        return SYNTAX.at(
            line_span(source, error.lineno),
            f"this template cannot be read: {message}",
            label="here",
            help="mend the tag on this line or one that it belongs to",
        )
    except (RecursionError, MemoryError, SyntaxError, OverflowError):
        return TOO_LARGE.at(
            None,
            f"`{source.name}` is nested too deeply",
            file=source.name,
            help="take the innermost part into a macro",
        )
    except (TemplateError, ValueError) as error:
        return SYNTAX.at(
            source.whole(), f"this template cannot be read: {_first_line(str(error))}", help="mend the template"
        )
    return tree


def _is_deep(tree: nodes.Node) -> bool:
    """Whether nodes stand in one another more than :data:`_SURELY_COMPILES` deep."""
    level: list[nodes.Node] = [tree]
    for _ in range(_SURELY_COMPILES):
        level = [child for node in level for child in node.iter_child_nodes()]
        if not level:
            return False
    return True


def _wrong_filter(tree: nodes.Template, source: Source) -> Diagnostic | None:
    """The first filter or test that letters do not have."""
    for node in tree.find_all((nodes.Filter, nodes.Test)):
        known = TESTS if isinstance(node, nodes.Test) else tuple(FILTERS)
        if node.name not in known:
            what = "test" if isinstance(node, nodes.Test) else "filter"
            near = did_you_mean(node.name, known)
            return FILTER.at(
                line_span(source, node.lineno, node.name),
                f"letters have no {what} `{node.name}`",
                label="not known",
                help=f"write `{near}`" if near else f"use {' or '.join(f'`{name}`' for name in known[:3])}",
            )
    return None


def _message(error: TemplateSyntaxError) -> str:
    return _first_line(error.message or "it does not parse")


def _first_line(text: str) -> str:
    line = text.split("\n")[0].strip().rstrip(".").replace("'", "`")
    return line[:1].lower() + line[1:]


def _named(tree: nodes.Template, source: Source, found: list[Diagnostic]) -> Iterator[tuple[str, Span]]:
    """The files that a template names; a name that is computed is a finding."""
    for node in tree.find_all((nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends)):
        template: Any = getattr(node, "template", None)
        if isinstance(template, nodes.Const) and isinstance(template.value, str):
            yield template.value, line_span(source, node.lineno, template.value)
        else:
            found.append(
                REFUSED.at(
                    line_span(source, node.lineno),
                    "the name of another template is computed",
                    label="not a text in quotes",
                    help="name the file itself, and choose with `if`",
                )
            )


def is_blank(body: list[nodes.Node]) -> bool:
    """Whether a body has nothing but white space."""
    return all(
        isinstance(node, nodes.Output)
        and all(isinstance(part, nodes.TemplateData) and not part.data.strip() for part in node.nodes)
        for node in body
    )


def line_span(source: Source, line: int, words: str = "") -> Span:
    """The span of *words* on a line (from 1), or of the line without its margins where they do not stand there."""
    starts = source.line_starts
    line = min(max(line, 1), len(starts))
    text = source.line(line)
    begin = starts[line - 1]
    at = text.find(words) if words else -1
    if at >= 0:
        return Span(source, begin + at, begin + at + len(words))
    indent = len(text) - len(text.lstrip())
    return Span(source, begin + indent, begin + len(text.rstrip()) if text.strip() else begin)
