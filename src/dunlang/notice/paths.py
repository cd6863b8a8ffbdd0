"""Every path through a template: what it prints, in order, and under which condition.

:func:`analyse` walks the syntax tree once. Loops are walked by their turns (an only, a first, a middle and a last one
where the body asks for that), macros and blocks where they are called, included files where they stand. What the
result says about the template is equal to rendering it over all inputs; what cannot be followed is refused or is a
question marked unsure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import cast

import attrs
from jinja2 import nodes
from jinja2.idtracking import VAR_LOAD_UNDEFINED, find_symbols

from dunlang.diagnostics import Diagnostic, did_you_mean
from dunlang.law.vocabulary import ELEMENTS
from dunlang.notice.bases import Absent, Base, Loop, Macro, Module, Piece, Printed, Ref, Value
from dunlang.notice.expressions import Env, Reader, Refused, Use
from dunlang.notice.logic import ALWAYS, NEVER, Logic, Test, TooInvolved
from dunlang.notice.pages import REFUSED, UNDECIDED, UNKNOWN_ELEMENT
from dunlang.notice.template import MARK, Template, is_blank, line_span
from dunlang.notice.visible import visible
from dunlang.notice.vocabulary import Vocabulary
from dunlang.records import frozen

__all__ = ["Analysis", "analyse"]

#: What a template that extends another may hold beside its blocks.
_BESIDE_BLOCKS = (nodes.Assign, nodes.AssignBlock, nodes.Macro, nodes.Import, nodes.FromImport, nodes.Block)


@frozen(kw_only=True, eq=False)
class Analysis:
    """What a template prints."""

    template: Template
    vocabulary: Vocabulary
    logic: Logic
    pieces: tuple[Piece, ...]
    """Everything printed, in order."""
    uses: tuple[Use, ...]
    """The places that fail where a value lacks."""

    def stating(self, *elements: str) -> int:
        """When one of *elements* is stated: by its mark, or by a variable that says it."""
        return self.logic.any(piece.condition for piece in self.pieces_of(*elements))

    def pieces_of(self, *elements: str) -> tuple[Piece, ...]:
        """The pieces that state one of *elements*."""
        return tuple(piece for piece in self.pieces if self._element(piece) in elements)

    def _element(self, piece: Piece) -> str:
        if piece.says:
            return piece.says
        found = self.vocabulary.get(piece.path) if piece.path else None
        return found.element if found is not None else ""

    @property
    def elements(self) -> tuple[str, ...]:
        """The elements that are stated on some path, in the order of the letter."""
        return tuple(dict.fromkeys(name for name in map(self._element, self.pieces) if name))


def analyse(template: Template, vocabulary: Vocabulary) -> tuple[Analysis | None, tuple[Diagnostic, ...]]:
    """Walk *template*. Without an analysis there is a finding that says why; findings may come beside one too."""
    walk = _Walk(template, vocabulary, Logic())
    try:
        pieces = walk.run()
        if template.is_html:
            pieces = list(visible(pieces, walk.logic))
    except Refused as refused:
        return None, (*_once(walk.found), refused.finding)
    except (TooInvolved, RecursionError):
        return None, (
            *_once(walk.found),
            UNDECIDED.at(
                template.source.whole(),
                "the conditions of this template are too involved to be judged",
                help="split it in two letters",
            ),
        )
    found = tuple(_once(walk.found))
    if found:
        return None, found
    return Analysis(
        template=template, vocabulary=vocabulary, logic=walk.logic, pieces=tuple(pieces), uses=tuple(walk.uses)
    ), ()


def _once(found: Iterable[Diagnostic]) -> Iterable[Diagnostic]:
    seen: dict[object, Diagnostic] = {}
    for each in found:
        seen.setdefault((each.code, each.message, each.path, each.span and each.span.start), each)
    return seen.values()


class _Walk(Reader):
    """The walk over one template."""

    def __init__(self, template: Template, vocabulary: Vocabulary, logic: Logic) -> None:
        super().__init__(vocabulary, logic, template.source)
        self._template = template
        self._blocks: dict[str, list[tuple[str, nodes.Block]]] = {}
        self._open: list[str] = []
        """The files and macros that are being walked: none may come again."""
        self._loops = 0
        self._names: frozenset[str] = frozenset()
        """The names that the parts around the place speak of."""
        self._filtered: dict[str, dict[int, str]] = {}
        """For each list, the names of its filtered lists by their filters."""

    def run(self) -> list[Piece]:
        """Walk it all."""
        env: Env = {}
        name, tree = self._template.name, self._template.trees[self._template.name]
        chain = [(name, tree)]
        self._open.append(name)
        while (parent := self._parent(name, tree)) is not None:
            self.source = self._template.sources[name]
            self._child(tree, env)
            name, tree = parent, self._template.trees[parent]
            chain.append((name, tree))
            self._open.append(name)
        for name, tree in chain:
            for block in tree.find_all(nodes.Block):
                self._blocks.setdefault(block.name, []).append((name, block))
        self.source = self._template.sources[name]
        return self._framed(tree.body, env, ALWAYS, ())

    def _parent(self, name: str, tree: nodes.Template) -> str | None:
        """The file that a template extends."""
        extends = list(tree.find_all(nodes.Extends))
        if not extends:
            return None
        self.source = self._template.sources[name]
        first = next((node for node in tree.body if not _is_white(node)), None)
        if first is not extends[0] or len(extends) > 1:
            raise self.refuse(
                extends[-1], "`extends` stands behind something else", "let the file begin with it", "extends"
            )
        parent = self._resolve(extends[0].template, name)
        if parent in self._open:
            raise self.refuse(extends[0], "a template extends itself", "let it extend another one")
        return parent

    def _child(self, tree: nodes.Template, env: Env) -> None:
        """What counts of a template that extends another, beside its blocks."""
        for node in tree.body:
            if isinstance(node, nodes.Output | nodes.Extends):
                continue
            if not isinstance(node, _BESIDE_BLOCKS):
                raise self.refuse(
                    node, "a template that extends another decides outside its blocks", "put it into a block"
                )
            if not isinstance(node, nodes.Block):
                self._statement(node, env, ALWAYS, [])

    def _resolve(self, name: nodes.Expr, file: str) -> str:
        literal = cast("nodes.Const", name).value  # anything else was refused when the files were read
        found: str = literal
        import posixpath

        return posixpath.normpath(posixpath.join(posixpath.dirname(file), found))

    # ------------------------------------------------------------ statements

    def _captured(self, body: Iterable[nodes.Node], env: Env, pc: int) -> list[Piece]:
        out: list[Piece] = []
        for node in body:
            self._statement(node, env, pc, out)
        return out

    def _statement(self, node: nodes.Node, env: Env, pc: int, out: list[Piece]) -> None:
        self.logic.spend(1)
        if pc == NEVER:
            return
        match node:
            case nodes.Output(nodes=parts):
                for part in parts:
                    if isinstance(part, nodes.TemplateData):
                        out.append(Piece(condition=pc, span=self.place(part, part.data), text=part.data, raw=True))
                    else:
                        out += self.printed(part, env, pc)
            case nodes.If():
                self._if(node, env, pc, out)
            case nodes.For():
                self._for(node, env, pc, out)
            case nodes.Assign(target=nodes.Name(name=name), node=value):
                self._own_name(node, name)
                env[name] = self.value(value, env, pc)
            case nodes.AssignBlock(target=nodes.Name(name=name), filter=filtered):
                self._own_name(node, name)
                pieces: Base = Printed(tuple(self._framed(node.body, env, pc)))
                env[name] = [(ALWAYS, pieces if filtered is None else self._filter_block(filtered, pieces, pc))]
            case nodes.With():
                inner = dict(env)
                for target, value in zip(node.targets, node.values, strict=True):
                    if not isinstance(target, nodes.Name):
                        raise self.refuse(node, "several values are taken at once", "name each one")
                    inner[target.name] = self.value(value, env, pc)
                out += self._scoped(node.body, inner, pc, inner.keys() - env.keys())
            case nodes.Scope():
                out += self._framed(node.body, env, pc)
            case nodes.FilterBlock():
                printed = Printed(tuple(self._framed(node.body, env, pc)))
                out += self.pieces_of(node, self._filter_block(node.filter, printed, pc), pc, ())
            case nodes.Block():
                out += self._block(node, env, pc)
            case nodes.Macro():
                env[node.name] = [(ALWAYS, self._macro(node, env))]
            case nodes.CallBlock():
                self._call_block(node, env, pc, out)
            case nodes.Include():
                out += self._include(node, env, pc)
            case nodes.Import() | nodes.FromImport():
                self._import(node, env)
            case _:
                raise self.refuse(
                    node, f"a letter has no tag of the kind {type(node).__name__.lower()}", "leave it out"
                )

    def _own_name(self, node: nodes.Node, name: str) -> None:
        if self.vocabulary.get(name) is not None:
            raise self.refuse(node, f"`{name}` is a word of the vocabulary", "set another name", name)

    def _scoped(self, body: list[nodes.Node], env: Env, pc: int, own: Iterable[str] = ()) -> list[Piece]:
        """A body whose names a block inside it would not see; *own* are those that it begins with."""
        self._loops += 1
        found = self._framed(body, env, pc, {*self._names, *own})
        self._loops -= 1
        return found

    def _framed(self, body: list[nodes.Node], env: Env, pc: int, names: Iterable[str] | None = None) -> list[Piece]:
        """A body with names of its own, inside parts that know *names* (without them, those that are known here).

        A name that it sets before it reads it is its own from the start: no part inside it sees what it was before.
        """
        around = self._names if names is None else frozenset(names)
        symbols = find_symbols(body)
        inner = dict(env)
        for name, place in symbols.refs.items():
            if name in inner and name not in around and symbols.loads.get(place) == (VAR_LOAD_UNDEFINED, None):
                inner[name] = [(ALWAYS, Absent(f"`{name}` is not set"))]
        before, self._names = self._names, around.union(symbols.refs)
        found = self._captured(body, inner, pc)
        self._names = before
        return found

    def _filter_block(self, node: nodes.Filter, printed: Base, pc: int) -> Base:
        if node.name in ("default", "d") or node.node is not None or node.args or node.kwargs:
            raise self.refuse(node, f"`{node.name}` cannot be laid over a whole block", "filter each value")
        return self.filtered(node, printed, pc)

    def _if(self, node: nodes.If, env: Env, pc: int, out: list[Piece]) -> None:
        rest = ALWAYS
        ends: list[tuple[int, Env]] = []
        for test, body in [(node.test, node.body), *((one.test, one.body) for one in node.elif_), (None, node.else_)]:
            holds = ALWAYS if test is None else self.truth(test, env, self.logic.both(pc, rest))
            taken = self.logic.both(rest, holds)
            inner = dict(env)
            out += self._captured(body, inner, self.logic.both(pc, taken))
            ends.append((taken, inner))
            rest = self.logic.without(rest, holds)
        for name in {name: None for _, inner in ends for name in inner}:
            if all(inner.get(name) is env.get(name) for _, inner in ends):
                continue
            value: Value = []
            for taken, inner in ends:
                value += self.guarded(inner.get(name, [(ALWAYS, Absent(f"`{name}` is not set"))]), taken)
            env[name] = value

    # ------------------------------------------------------------ loops

    def _for(self, node: nodes.For, env: Env, pc: int, out: list[Piece]) -> None:
        if node.recursive or not isinstance(node.target, nodes.Name):
            raise self.refuse(node, "a loop is recursive or takes items apart", "write `for one in claims`")
        for g, base in self.value(node.iter, env, pc):
            known = self.variable(base)
            if not isinstance(base, Ref) or known is None or known.kind != "list":
                lists = [one.path for one in self.vocabulary if one.kind == "list"]
                raise self.refuse(
                    node,
                    "a loop goes through something that is no list of the vocabulary",
                    f"go through {' or '.join(f'`{name}`' for name in lists)}",
                )
            self._turns(node, base.path, env, self.logic.both(pc, g), out)

    def _turns(self, node: nodes.For, path: str, env: Env, pc: int, out: list[Piece]) -> None:
        counted, test, target = path, node.test, cast("nodes.Name", node.target).name
        whole = ALWAYS
        if test is not None:
            passes = self.truth(test, {**env, target: [(ALWAYS, Ref(f"{path}[]#any"))]}, pc)
            if any(asked.path.startswith(f"{path}[]#any") for asked in self.logic.asked(passes)):
                counted = self._filtered_list(path, passes)
            else:
                whole, test = passes, None  # the filter takes every item or none
        asks = any(name.name == "loop" for part in node.body for name in _names(part))
        single = self.logic.both(whole, self.count(path, 1) if test is None else self._some(counted, 1))
        two, three = (self.logic.both(single, self._some(counted, least)) for least in (2, 3))
        if asks:
            turns = [
                ("only", self.logic.without(single, two), Loop(first=True, last=True, path=counted)),
                ("first", two, Loop(first=True, last=False, path=counted)),
                ("middle", three, Loop(first=False, last=False, path=counted)),
                ("last", two, Loop(first=False, last=True, path=counted)),
            ]
        else:
            turns = [("any", single, Loop(first=False, last=False, path=counted))]
        for turn, runs, loop in turns:
            inner = dict(env)
            inner[target] = [(ALWAYS, Ref(f"{path}[]#{turn}{counted.removeprefix(path)}"))]
            under = self.logic.both(pc, runs)
            if test is not None and under != NEVER:
                passes = self.truth(test, inner, under)
                self.logic.axioms.append(self.logic.either(self.logic.negated(runs), passes))
                if any(not asked.path.startswith(f"{path}[]#") for asked in self.logic.asked(passes)):
                    self._unsure(counted)
            inner["loop"] = [(ALWAYS, loop)]
            out += self._scoped(node.body, inner, under, (target, "loop"))
        out += self._framed(node.else_, env, self.logic.without(pc, single))

    def _some(self, counted: str, least: int) -> int:
        return self.logic.ask(Test("order", counted, ">=", least))

    def _filtered_list(self, path: str, passes: int) -> str:
        """The name of the items that pass the filter of a loop, and how their number hangs together with the list's."""
        known = self._filtered.setdefault(path, {})
        if passes in known:
            return known[passes]
        name = known[passes] = f"{path}~{len(known) + 1}"
        for least in (1, 2, 3):
            # A second filter of the same list: how many pass both is not followed.
            fewer = self.logic.negated(self.logic.ask(Test("order", name, ">=", least, unsure=len(known) > 1)))
            self.logic.axioms.append(self.logic.either(fewer, self.count(path, least)))
        return name

    def _unsure(self, counted: str) -> None:
        for place, test in enumerate(self.logic.tests):
            if test.path == counted:
                self.logic.tests[place] = attrs.evolve(test, unsure=True)

    # ------------------------------------------------------------ blocks, macros, files

    def _block(self, node: nodes.Block, env: Env, pc: int) -> list[Piece]:
        if self._loops:
            raise self.refuse(
                node, "a block stands inside a loop, a macro or a `with`", "put it around that", node.name
            )
        versions = self._blocks[node.name]

        def version(at: int) -> list[Piece]:
            if at == len(versions):
                raise self.refuse(node, "`super()` has no block above it", "leave it out", "super")
            name, block = versions[at]
            before, self.source = self.source, self._template.sources[name]
            inner = dict(env)
            inner["super"] = [(ALWAYS, Macro(lambda *_: tuple(version(at + 1))))]
            found = self._framed(block.body, inner, pc, ())
            self.source = before
            return found

        return version(0)

    def _macro(self, node: nodes.Macro, outer: Env) -> Macro:
        source, sees = self.source, self.sees_context
        names = [one.name for one in node.args]

        def call(
            at: nodes.Node, args: list[Value], named: Mapping[str, Value], pc: int, caller: Macro | None = None
        ) -> tuple[Piece, ...]:
            if node.name in self._open:
                raise self.refuse(at, f"macro `{node.name}` calls itself", "write it without that call", node.name)
            if len(args) > len(names) or any(name not in names for name in named):
                raise self.refuse(at, f"macro `{node.name}` has no such argument", "see its first line", node.name)
            inner: Env = {
                name: value
                for name, value in outer.items()
                if len(value) == 1 and isinstance(value[0][1], Macro | Module) and name not in ("super", "caller")
            }
            keep, self.source = self.source, source
            seen, self.sees_context = self.sees_context, sees
            for name in names:
                inner[name] = [(ALWAYS, Absent(f"macro `{node.name}` is called without `{name}`"))]
            for name, default in zip(names[len(names) - len(node.defaults) :], node.defaults, strict=True):
                inner[name] = self.value(default, inner, pc)
            inner |= dict(zip(names, args, strict=False))
            inner |= named
            if caller is not None:
                inner["caller"] = [(ALWAYS, caller)]
            self._open.append(node.name)
            found = tuple(self._scoped(node.body, inner, pc, inner))
            self._open.pop()
            self.source, self.sees_context = keep, seen
            return found

        return Macro(call)

    def _call_block(self, node: nodes.CallBlock, env: Env, pc: int, out: list[Piece]) -> None:
        if node.args:
            raise self.refuse(node, "a call block takes arguments", "let the macro call `caller()` without any")
        source, sees = self.source, self.sees_context
        target = node.call.node
        if isinstance(target, nodes.ExtensionAttribute) and target.name == MARK:
            self._says(node, cast("nodes.Const", node.call.args[0]).value, env, pc, out)
            return

        def body(at: nodes.Node, args: list[Value], named: Mapping[str, Value], under: int) -> tuple[Piece, ...]:
            if args or named:
                raise self.refuse(at, "`caller` takes no arguments", "write `caller()`", "caller")
            keep, self.source = self.source, source
            seen, self.sees_context = self.sees_context, sees
            found = tuple(self._framed(node.body, env, under))
            self.source, self.sees_context = keep, seen
            return found

        for g, base in self.value(target, env, pc):
            if not isinstance(base, Macro):
                raise self.refuse(node, "only macros of the template can be called", "name a macro behind `call`")
            under = self.logic.both(pc, g)
            args = [self.value(argument, env, under) for argument in node.call.args]
            named = {pair.key: self.value(pair.value, env, under) for pair in node.call.kwargs}
            out += base.call(node, args, named, under, Macro(body))

    def _says(self, node: nodes.CallBlock, element: str, env: Env, pc: int, out: list[Piece]) -> None:
        if element not in ELEMENTS:
            near = did_you_mean(element, ELEMENTS)
            self.found.append(
                UNKNOWN_ELEMENT.at(
                    line_span(self.source, node.lineno, element),
                    f"`{element}` is no element of a letter",
                    label="not known",
                    help=f"write `{near}`" if near else "name an element as `states` has them",
                )
            )
            return
        pieces = self._scoped(node.body, env, pc)
        seen = visible(pieces, self.logic) if self._template.is_html else pieces
        states = self.logic.any(piece.condition for piece in seen if piece.path or piece.says or piece.text.strip())
        span = line_span(self.source, node.lineno, element)
        if is_blank(node.body):
            self.found.append(
                UNKNOWN_ELEMENT.at(
                    span,
                    f"nothing is said about `{element}`, and there is no built-in text for it in "
                    f"`{self._template.language}`",
                    label="no words",
                    help="write the words between the two tags",
                )
            )
            return
        if states != NEVER:
            out.append(Piece(condition=states, span=span, says=element))
        out += pieces

    def _include(self, node: nodes.Include, env: Env, pc: int) -> list[Piece]:
        if node.ignore_missing:
            raise self.refuse(node, "a file is included that may be missing", "leave out `ignore missing`")
        name = self._resolve(node.template, self.source.name)
        if name in self._open:
            raise self.refuse(node, "a file includes itself", "include another one")
        tree = self._template.trees[name]
        if next(tree.find_all((nodes.Extends, nodes.Block)), None) is not None:
            raise self.refuse(node, "a file is included that has blocks", "include a file without blocks")
        keep, self.source = self.source, self._template.sources[name]
        seen, self.sees_context = self.sees_context, self.sees_context and node.with_context
        self._open.append(name)
        found = self._framed(tree.body, env if node.with_context else {}, pc, ())
        self._open.pop()
        self.source, self.sees_context = keep, seen
        return found

    def _import(self, node: nodes.Import | nodes.FromImport, env: Env) -> None:
        name = self._resolve(node.template, self.source.name)
        if name in self._open:
            raise self.refuse(node, "a file imports itself", "import another one")
        keep, self.source = self.source, self._template.sources[name]
        seen, self.sees_context = self.sees_context, self.sees_context and node.with_context
        inner: Env = {}
        self._open.append(name)
        for part in self._template.trees[name].body:
            if isinstance(part, nodes.Macro | nodes.Import | nodes.FromImport):
                self._statement(part, inner, ALWAYS, [])
        self._open.pop()
        self.source, self.sees_context = keep, seen
        macros = {key: value[0][1] for key, value in inner.items() if isinstance(value[0][1], Macro)}
        if isinstance(node, nodes.Import):
            env[node.target] = [(ALWAYS, Module(macros))]
            return
        for wanted in node.names:
            original, alias = wanted if isinstance(wanted, tuple) else (wanted, wanted)
            if original not in macros:
                near = did_you_mean(original, macros)
                raise Refused(
                    REFUSED.at(
                        self.span(node, original),
                        f"`{name}` has no macro `{original}`",
                        label="not known",
                        help=f"write `{near}`" if near else "import one of its macros",
                    )
                )
            env[alias] = [(ALWAYS, macros[original])]


def _is_white(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Output) and all(
        isinstance(part, nodes.TemplateData) and not part.data.strip() for part in node.nodes
    )


def _names(node: nodes.Node) -> Iterable[nodes.Name]:
    if isinstance(node, nodes.Name):
        yield node
    yield from node.find_all(nodes.Name)
