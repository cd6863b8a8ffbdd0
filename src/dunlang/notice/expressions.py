"""Expressions of a template: what they are, when they are true, and what they print.

Every test of the template becomes a question of :mod:`.logic`; two tests that ask the same of the same variable are
one question, so that branches which hang together are judged together. What an expression needs to be there (printing
a value that lacks fails) is kept as a :class:`Use`.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import attrs
from jinja2 import nodes

from dunlang.diagnostics import Diagnostic
from dunlang.notice.bases import Absent, Base, Const, Count, Loop, Macro, Module, Opaque, Piece, Printed, Ref, Value
from dunlang.notice.logic import ALWAYS, NEVER, Logic, Test
from dunlang.notice.pages import FILTER, REFUSED, UNKNOWN_WORD
from dunlang.notice.template import line_span
from dunlang.notice.vocabulary import FILTERS, Variable, Vocabulary
from dunlang.records import frozen
from dunlang.source import Source, Span

__all__ = ["Env", "Reader", "Refused", "Use"]

#: The names that can be seen at one place of a template, with their values.
Env = dict[str, Value]

_FLIPPED = {"lt": "gt", "lteq": "gteq", "gt": "lt", "gteq": "lteq", "eq": "eq", "ne": "ne"}
_SIGNS = {"lt": "<", "lteq": "<=", "gt": ">", "gteq": ">="}

#: Filters that give nothing where there is only white space.
_TRIMS = ("trim",)


class Refused(Exception):  # noqa: N818 - a finding, carried up from where the walk stops
    """The template cannot be judged from here on; *finding* says why."""

    def __init__(self, finding: Diagnostic) -> None:
        super().__init__(finding.message)
        self.finding = finding


@frozen(kw_only=True)
class Use:
    """A place that fails where a value lacks."""

    path: str
    """The variable; empty for an expression without a value (*why* says it)."""
    why: str = ""
    condition: int
    """When it fails."""
    span: Span = attrs.field(eq=False, repr=False)


class Reader:
    """Reads the expressions of one template. The walk over its statements is in :mod:`.paths`."""

    def __init__(self, vocabulary: Vocabulary, logic: Logic, source: Source) -> None:
        self.vocabulary = vocabulary
        self.logic = logic
        self.source = source
        self.found: list[Diagnostic] = []
        self.uses: list[Use] = []
        self.sees_context = True
        """Whether the vocabulary can be seen (not in a macro that was imported without the context)."""
        self._unique = 0

    # ------------------------------------------------------------ findings

    def span(self, node: nodes.Node, words: str = "") -> Span:
        """Where *node* stands: *words* on its line, or the line."""
        return line_span(self.source, node.lineno, words)

    def refuse(self, node: nodes.Node, message: str, help: str, words: str = "") -> Refused:  # noqa: A002 - the field's own name
        """The end of the walk at *node*."""
        return Refused(REFUSED.at(self.span(node, words), message, label="not in a letter", help=help))

    def _unknown(self, node: nodes.Node, path: str) -> Base:
        shown = plain(path)
        head, _, name = shown.rpartition(".")
        near = self.vocabulary.meant(shown)
        choices = self.vocabulary.below(head) if head else ()
        if near is not None:
            help_ = f"write `{near}`"
        elif choices:
            help_ = f"use one of {', '.join(f'`{head}.{one}`' for one in choices[:6])}"
        else:
            help_ = "use a word of the vocabulary of letters"
        self.found.append(
            UNKNOWN_WORD.at(
                self.span(node, shown if shown in self.source.line(node.lineno) else name),
                f"letters have no `{shown}`",
                label="not known",
                help=help_,
            )
        )
        return Opaque(shown)

    def unique(self, words: str) -> str:
        """*words* made different from all others."""
        self._unique += 1
        return f"{words}#{self._unique}"

    # ------------------------------------------------------------ values

    def value(self, node: nodes.Node, env: Env, pc: int) -> Value:
        """What *node* is where the condition *pc* holds."""
        self.logic.spend(1)
        match node:
            case nodes.Const(value=literal):
                return [(ALWAYS, Const(literal))]
            case nodes.TemplateData(data=data):
                return [(ALWAYS, Const(data))]
            case nodes.Neg(node=nodes.Const(value=int() | float() as number)):
                return [(ALWAYS, Const(-number))]
            case nodes.Name(name=name):
                return self._name(node, name, env)
            case nodes.Getattr(node=inner, attr=name):
                return [(g, self._part(node, base, name)) for g, base in self.value(inner, env, pc)]
            case nodes.Getitem(node=inner, arg=nodes.Const(value=str() as name)):
                return [(g, self._part(node, base, name)) for g, base in self.value(inner, env, pc)]
            case nodes.CondExpr(test=test, expr1=first, expr2=second):
                holds = self.truth(test, env, pc)
                other: Value = [(ALWAYS, Absent(""))]
                if second is not None:
                    other = self.value(second, env, self.logic.without(pc, holds))
                yes = self.value(first, env, self.logic.both(pc, holds))
                return [*self.guarded(yes, holds), *self.guarded(other, self.logic.negated(holds))]
            case nodes.Or(left=left, right=right):
                return self._either(left, right, env, pc, wanted=True)
            case nodes.And(left=left, right=right):
                return self._either(left, right, env, pc, wanted=False)
            case nodes.Filter():
                return self._filter(node, env, pc)
            case nodes.Concat(nodes=parts):
                pieces = [piece for part in parts for piece in self.printed(part, env, pc)]
                return [(ALWAYS, Printed(tuple(pieces)))]
            case nodes.Call():
                return [(ALWAYS, Printed(self.called(node, env, pc)))]
            case nodes.Compare() | nodes.Not() | nodes.Test():
                holds = self.truth(node, env, pc)
                return [(holds, Const(True)), (self.logic.negated(holds), Const(False))]
        if isinstance(node, nodes.BinExpr | nodes.UnaryExpr):
            raise self.refuse(node, "a letter does not calculate", "print an amount of the vocabulary")
        raise self.refuse(
            node, f"a letter has no expression of the kind {type(node).__name__.lower()}", "print a variable"
        )

    def _name(self, node: nodes.Node, name: str, env: Env) -> Value:
        if name in env:
            return env[name]
        if self.sees_context and self.vocabulary.get(name) is not None:
            return [(ALWAYS, Ref(name))]
        if self.vocabulary.get(name) is not None:
            raise self.refuse(
                node,
                f"a macro that is imported without its context sees no `{name}`",
                "write `with context` behind the import, or pass it as an argument",
                name,
            )
        return [(ALWAYS, self._unknown(node, name))]

    def _part(self, node: nodes.Node, base: Base, name: str) -> Base:
        match base:
            case Ref(path=path):
                found = self.vocabulary.get(plain(path))
                if found is None or found.kind != "record" or self.vocabulary.get(f"{plain(path)}.{name}") is None:
                    return self._unknown(node, f"{path}.{name}")
                return Ref(f"{path}.{name}")
            case Loop(first=first, last=last, path=path):
                match name:
                    case "first":
                        return Const(first)
                    case "last":
                        return Const(last)
                    case "length":
                        return Count(path)
                    case "index" | "index0" if first:
                        return Const(int(name == "index"))
                    case "revindex" | "revindex0" if last:
                        return Const(int(name == "revindex"))
                    case "index" | "index0" | "revindex" | "revindex0":
                        return Opaque(f"loop.{name} of {path}")
                return self._unknown(node, f"loop.{name}")
            case Module(macros=macros) if name in macros:
                return macros[name]
            case Opaque(words=words):
                return Opaque(f"{words}.{name}")
        raise self.refuse(node, f"`{name}` is asked of something that has no parts", "ask it of a variable", name)

    def _either(self, left: nodes.Node, right: nodes.Node, env: Env, pc: int, *, wanted: bool) -> Value:
        """`left or right` (*wanted*), `left and right` (not)."""
        first = self.value(left, env, pc)
        true = self.true(first)
        stays = true if wanted else self.logic.negated(true)
        goes = self.logic.negated(stays)
        second = self.value(right, env, self.logic.both(pc, goes))
        if wanted:
            kept = [(self.logic.both(g, self.base_true(base)), base) for g, base in first]
        else:
            kept = [(self.logic.without(g, self.base_true(base)), base) for g, base in first]
        return [*((g, base) for g, base in kept if g != NEVER), *self.guarded(second, goes)]

    def guarded(self, value: Value, condition: int) -> Value:
        """*value* where *condition* holds."""
        found = [(self.logic.both(g, condition), base) for g, base in value]
        return [(g, base) for g, base in found if g != NEVER]

    # ------------------------------------------------------------ filters and calls

    def _filter(self, node: nodes.Filter, env: Env, pc: int) -> Value:
        if node.node is None:
            raise self.refuse(node, "a filter has nothing to filter", "put a variable before it")
        if node.dyn_args is not None or node.dyn_kwargs is not None:
            raise self.refuse(node, "arguments of a filter are computed", "write them out")
        inner = self.value(node.node, env, pc)
        if node.name in ("default", "d"):
            return self._default(node, inner, env, pc)
        arguments = [*node.args, *(pair.value for pair in node.kwargs)]
        if arguments and not (
            node.name == "indent" and all(isinstance(a, nodes.Const) and _is_small(a.value) for a in arguments)
        ):
            raise self.refuse(node, f"`{node.name}` has arguments", "leave them out")
        return [(g, self.filtered(node, base, self.logic.both(pc, g))) for g, base in inner]

    def filtered(self, node: nodes.Filter, base: Base, pc: int) -> Base:
        """*base* after a filter that takes no value of its own."""
        name = node.name
        kinds, keeps = FILTERS[name]
        known = self.variable(base)
        if kinds and (known is None or known.kind not in kinds):
            if not isinstance(base, Opaque):
                what = f"`{known.path}` is {_article(known.kind)}" if known is not None else "this is a text"
                self.found.append(
                    FILTER.at(
                        self.span(node, name),
                        f"`{name}` prints {_article(kinds[0])}, and {what}",
                        label="does not fit",
                        help="leave the filter out"
                        if known is None or known.kind not in ("amount", "date")
                        else f"write `{'money' if known.kind == 'amount' else 'day'}`",
                    )
                )
            return Opaque(self.unique(name))
        if isinstance(base, Ref) and known is not None and known.kind == "list" and not keeps:
            return Count(base.path)
        if not keeps and not self._has_length(base):
            self.found.append(
                FILTER.at(
                    self.span(node, name),
                    f"`{name}` counts items or letters, and this has none",
                    label="does not fit",
                    help="leave the filter out",
                )
            )
            return Opaque(self.unique(name))
        if known is not None and known.kind in ("list", "record"):
            self.found.append(
                FILTER.at(
                    self.span(node, name),
                    f"`{name}` cannot print `{known.path}`, which has parts",
                    label="does not fit",
                    help="name one of its parts",
                )
            )
            return Opaque(self.unique(name))
        pieces = self.pieces_of(node, base, pc, (name,))
        if not keeps:
            return Opaque(self.unique(f"{name} of {_words(base)}"))
        if name in _TRIMS:
            pieces = tuple(attrs.evolve(piece, filters=(*piece.filters, name)) for piece in pieces)
        return Printed(pieces)

    def _has_length(self, base: Base) -> bool:
        known = self.variable(base)
        if known is not None:
            return known.kind in ("text", "list")
        return isinstance(base, Printed | Absent) or (isinstance(base, Const) and isinstance(base.value, str))

    def _default(self, node: nodes.Filter, inner: Value, env: Env, pc: int) -> Value:
        arguments = list(node.args)
        also_false = False
        if len(arguments) > 1 or node.kwargs:
            second = arguments[1] if len(arguments) > 1 else next(pair.value for pair in node.kwargs)
            if not isinstance(second, nodes.Const):
                raise self.refuse(node, "an argument of `default` is computed", "write `true` or leave it out")
            also_false = bool(second.value)
        found: Value = []
        lacks = NEVER
        for g, base in inner:
            there = self.base_true(base) if also_false else self.known(base)
            found.append((self.logic.both(g, there), base))
            lacks = self.logic.either(lacks, self.logic.without(g, there))
        instead: Value = [(ALWAYS, Const(""))]
        if arguments:
            instead = self.value(arguments[0], env, self.logic.both(pc, lacks))
        return [pair for pair in (*found, *self.guarded(instead, lacks)) if pair[0] != NEVER]

    def called(self, node: nodes.Call, env: Env, pc: int) -> tuple[Piece, ...]:
        """What a call prints."""
        if node.dyn_args is not None or node.dyn_kwargs is not None:
            raise self.refuse(node, "arguments of a call are computed", "write them out")
        pieces: list[Piece] = []
        for g, base in self.value(node.node, env, pc):
            if not isinstance(base, Macro):
                raise self.refuse(
                    node, "only macros of the template can be called", "print a variable, or call a macro"
                )
            under = self.logic.both(pc, g)
            pieces += base.call(
                node,
                [self.value(argument, env, under) for argument in node.args],
                {pair.key: self.value(pair.value, env, under) for pair in node.kwargs},
                under,
            )
        return tuple(pieces)

    # ------------------------------------------------------------ printing

    def printed(self, node: nodes.Node, env: Env, pc: int) -> tuple[Piece, ...]:
        """What printing *node* gives under *pc*."""
        found: list[Piece] = []
        for g, base in self.value(node, env, pc):
            found += self.pieces_of(node, base, self.logic.both(pc, g), ())
        self.logic.spend(len(found))
        return tuple(found)

    def pieces_of(self, node: nodes.Node, base: Base, pc: int, filters: tuple[str, ...]) -> tuple[Piece, ...]:
        """The pieces of one alternative; a value that may lack is a :class:`Use`."""
        if pc == NEVER:
            return ()
        match base:
            case Ref(path=path):
                shown = plain(path)
                span = self.span(node, shown)
                lacks = self.logic.without(pc, self.known(base))
                if lacks != NEVER:
                    self.uses.append(Use(path=shown, condition=lacks, span=span))
                found = self.vocabulary.get(shown)
                if found is not None and found.kind in ("record", "list"):
                    self._unknown_print(node, shown)
                return (Piece(condition=pc, span=span, path=shown, filters=filters),)
            case Const(value=value):
                text = str(value)
                return (Piece(condition=pc, span=self.place(node, text), text=text, filters=filters),) if text else ()
            case Printed(pieces=pieces):
                self.logic.spend(len(pieces))
                moved = (
                    attrs.evolve(
                        piece, condition=self.logic.both(pc, piece.condition), filters=(*piece.filters, *filters)
                    )
                    for piece in pieces
                )
                return tuple(piece for piece in moved if piece.condition != NEVER)
            case Absent(why=why):
                if why:
                    self.uses.append(Use(path="", why=why, condition=pc, span=self.span(node)))
                return ()
            case Macro() | Module() | Loop():
                raise self.refuse(node, "something is printed that has no value", "call the macro: put `()` behind it")
        return (Piece(condition=pc, span=self.span(node), text="…", filters=filters),)

    def _unknown_print(self, node: nodes.Node, path: str) -> None:
        below = self.vocabulary.below(path)
        self.found.append(
            UNKNOWN_WORD.at(
                self.span(node, path),
                f"`{path}` has parts and cannot be printed itself",
                label="has parts",
                help=f"print `{path}.{below[0]}`" if below else f"go through it: `{{% for one in {path} %}}`",
            )
        )

    def place(self, node: nodes.Node, text: str) -> Span:
        """Where literal words stand: their own span where they stand as they are, else their line."""
        starts = self.source.line_starts
        line = min(max(node.lineno, 1), len(starts))
        at = self.source.text.find(text, starts[line - 1])
        return Span(self.source, at, at + len(text)) if at >= 0 else self.span(node)

    # ------------------------------------------------------------ truth

    def truth(self, node: nodes.Node, env: Env, pc: int) -> int:
        """When *node* is true."""
        self.logic.spend(1)
        match node:
            case nodes.Not(node=inner):
                return self.logic.negated(self.truth(inner, env, pc))
            case nodes.And(left=left, right=right):
                first = self.truth(left, env, pc)
                return self.logic.both(first, self.truth(right, env, self.logic.both(pc, first)))
            case nodes.Or(left=left, right=right):
                first = self.truth(left, env, pc)
                return self.logic.either(first, self.truth(right, env, self.logic.without(pc, first)))
            case nodes.Test(node=inner, name=name):
                known = self.logic.any(self.logic.both(g, self.known(base)) for g, base in self.value(inner, env, pc))
                return known if name == "defined" else self.logic.negated(known)
            case nodes.Compare(expr=first_side, ops=operands):
                left_value = self.value(first_side, env, pc)
                found = ALWAYS
                for operand in operands:
                    right_value = self._side(operand, env, pc)
                    self._comparable(node, left_value, operand.op, right_value)
                    found = self.logic.both(found, self._compared(left_value, operand.op, right_value))
                    left_value = right_value
                return found
        return self.true(self.value(node, env, pc))

    def _side(self, operand: nodes.Operand, env: Env, pc: int) -> Value:
        """The right side of a comparison: behind `in` perhaps a list of constants."""
        if operand.op in ("in", "notin") and isinstance(operand.expr, nodes.List | nodes.Tuple):
            items = operand.expr.items
            if not all(isinstance(item, nodes.Const) for item in items):
                raise self.refuse(operand, "a list behind `in` holds more than texts and numbers", "write them out")
            return [(ALWAYS, Const(tuple(item.value for item in items if isinstance(item, nodes.Const))))]
        return self.value(operand.expr, env, pc)

    def true(self, value: Value) -> int:
        """When *value* is true."""
        return self.logic.any(self.logic.both(g, self.base_true(base)) for g, base in value)

    def base_true(self, base: Base) -> int:
        """When one alternative is true."""
        match base:
            case Const(value=value):
                return ALWAYS if value else NEVER
            case Ref(path=path):
                known = self.vocabulary.get(plain(path))
                if known is None:
                    return self._free(path)
                if known.kind == "flag":
                    return self.logic.ask(Test("flag", path))
                if known.kind == "list":
                    return self.count(path, 1)
                if known.may_be_zero:
                    return self.logic.both(self.known(base), self.logic.ask(Test("order", path, ">", 0)))
                return self.known(base)
            case Count(path=path):
                return self.count(path, 1)
            case Printed(pieces=pieces):
                return self.printed_true(pieces)
            case Opaque(words=words):
                return self._free(words)
            case Absent():
                return NEVER
        return ALWAYS

    def printed_true(self, pieces: Iterable[Piece]) -> int:
        """When anything is printed; white space that was trimmed is nothing."""
        return self.logic.any(
            piece.condition
            for piece in pieces
            if piece.path or (piece.text.strip() if any(name in _TRIMS for name in piece.filters) else piece.text)
        )

    def known(self, base: Base) -> int:
        """When there is a value at all."""
        if isinstance(base, Absent):
            return NEVER
        if not isinstance(base, Ref):
            return ALWAYS
        found = self.vocabulary.get(plain(base.path))
        if found is None:
            return ALWAYS
        known = ALWAYS
        if found.given != "always":
            known = self.logic.ask(Test("given", found.given))
        if found.may_lack:
            known = self.logic.both(known, self.logic.ask(Test("has", base.path)))
        return known

    def count(self, path: str, least: int) -> int:
        """When the list at *path* has *least* items."""
        known = self.vocabulary.get(plain(path))
        if least == 1 and known is not None and not known.may_be_empty:
            return ALWAYS
        return self.logic.ask(Test("order", path, ">=", least))

    def variable(self, base: Base) -> Variable | None:
        """The variable that *base* is."""
        return self.vocabulary.get(plain(base.path)) if isinstance(base, Ref) else None

    def _free(self, words: str) -> int:
        return self.logic.ask(Test("free", words, unsure=True))

    # ------------------------------------------------------------ comparisons

    def _comparable(self, node: nodes.Node, left: Value, operator: str, right: Value) -> None:
        """Refuse a comparison that fails when the letter is written."""
        if operator in ("eq", "ne"):
            return
        for _, a in left:
            for _, b in right:
                if operator in ("in", "notin"):
                    if not (isinstance(b, Const) and isinstance(b.value, tuple)):
                        raise self.refuse(
                            node, "`in` looks into something that is no list", "write a list: `['a', 'b']`"
                        )
                elif not self._have_order(a, b):
                    raise self.refuse(
                        node,
                        "values are compared that have no order between them",
                        "compare an amount or a number with a number, or a date with a date",
                    )

    def _have_order(self, left: Base, right: Base) -> bool:
        kinds = {self._order_kind(left), self._order_kind(right)}
        return "" not in kinds and (len(kinds) == 1 or kinds <= {"amount", "literal"} or kinds <= {"number", "literal"})

    def _order_kind(self, base: Base) -> str:
        """What *base* can be compared as; empty for what has no order."""
        if isinstance(base, Const):
            return "literal" if _number(base.value) is not None else ""
        if isinstance(base, Count) or (
            isinstance(base, Opaque) and base.words.startswith(("loop.", "length", "count"))
        ):
            return "number"
        known = self.variable(base)
        kinds = {"amount": "amount", "number": "number", "percent": "number", "date": "date"}
        return kinds.get(known.kind, "") if known is not None else ""

    def _compared(self, left: Value, operator: str, right: Value) -> int:
        return self.logic.any(
            self.logic.both(self.logic.both(g, h), self._pair(a, operator, b)) for g, a in left for h, b in right
        )

    def _pair(self, left: Base, operator: str, right: Base) -> int:
        """How two alternatives stand to each other."""
        if operator == "notin":
            return self.logic.negated(self._pair(left, "in", right))
        if operator == "ne":
            return self.logic.negated(self._pair(left, "eq", right))
        if operator == "in":
            if isinstance(right, Const) and isinstance(right.value, tuple):
                return self.logic.any(self._pair(left, "eq", Const(value)) for value in right.value)
            return self._opaque(left, operator, right)
        if isinstance(left, Const) and isinstance(right, Const):
            return self._constants(left.value, operator, right.value)
        if isinstance(left, Const):
            return self._pair(right, _FLIPPED[operator], left)
        if isinstance(left, Absent) or isinstance(right, Absent):
            return NEVER
        if not isinstance(right, Const):
            return self._opaque(left, operator, right)
        if isinstance(left, Count):
            return self._counted(left.path, operator, right.value)
        known = self.variable(left)
        if known is None or not isinstance(left, Ref):
            return self._opaque(left, operator, right)
        return self._with_constant(known, left, operator, right)

    def _with_constant(self, known: Variable, left: Ref, operator: str, right: Const) -> int:
        value = right.value
        there = self.known(left)
        if known.kind == "text" and operator == "eq":
            if not isinstance(value, str) or not value:
                return NEVER
            return self.logic.both(there, self.logic.ask(Test("equal", left.path, "", value)))
        if known.kind == "flag" and operator == "eq" and isinstance(value, bool):
            true = self.logic.ask(Test("flag", left.path))
            return true if value else self.logic.without(there, true)
        number = _number(value)
        if number is not None and known.kind in ("amount", "number", "percent"):
            sign = "=" if operator == "eq" else _SIGNS[operator]
            return self.logic.both(there, self.logic.ask(Test("order", left.path, sign, number)))
        return self._opaque(left, operator, right)

    def _counted(self, path: str, operator: str, value: object) -> int:
        number = _number(value)
        if number is None or number != int(number):
            return self._opaque(Count(path), operator, Const(value))
        whole = int(number)

        def at_least(least: int) -> int:
            return ALWAYS if least <= 0 else self.count(path, least)

        match operator:
            case "gteq":
                return at_least(whole)
            case "gt":
                return at_least(whole + 1)
            case "lt":
                return self.logic.negated(at_least(whole))
            case "lteq":
                return self.logic.negated(at_least(whole + 1))
        return self.logic.without(at_least(whole), at_least(whole + 1))

    def _constants(self, left: Any, operator: str, right: Any) -> int:
        try:
            match operator:
                case "eq":
                    holds = left == right
                case "lt":
                    holds = left < right
                case "lteq":
                    holds = left <= right
                case "gt":
                    holds = left > right
                case _:
                    holds = left >= right
        except TypeError:
            return self._free(f"{left!r} {operator} {right!r}")
        return ALWAYS if holds else NEVER

    def _opaque(self, left: Base, operator: str, right: Base) -> int:
        sign = {"eq": "==", **_SIGNS}.get(operator, operator)
        return self._free(f"{_words(left)} {sign} {_words(right)}")


def plain(path: str) -> str:
    """A path as the vocabulary has it, without the turn of its loop."""
    head, mark, rest = path.partition("#")
    if not mark:
        return head
    return head + (rest[rest.index(".") :] if "." in rest else "")


def _words(base: Base) -> str:
    match base:
        case Ref(path=path):
            return path
        case Count(path=path):
            return f"{path} | length"
        case Const(value=value):
            return repr(value)
        case Opaque(words=words):
            return words
    return f"text {id(base)}"


def _number(value: object) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return Decimal(str(value))


def _is_small(value: object) -> bool:
    return isinstance(value, bool) or (isinstance(value, int) and 0 <= value <= 40)


def _article(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"
