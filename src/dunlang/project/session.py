"""One run over policies: read, resolve, judge, and lay the comments and settings over what was found.

A :class:`Session` keeps what several policies share (the law book, files read, settings), so each is read once.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from dunlang.diagnostics import Diagnostic, Judged, Severity, sort_key
from dunlang.project.config import Settings, find_settings
from dunlang.project.files import beside, decode, from_here, inside, policies_below, read_source, shown
from dunlang.project.pages import UNREADABLE
from dunlang.records import frozen
from dunlang.source import Source, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from dunlang.diagnostics import Citation
    from dunlang.law import LawBook
    from dunlang.model.policy import Policy
    from dunlang.notice.letters import Letters
    from dunlang.project.catalogue import Selection
    from dunlang.syntax.tree import Tree

__all__ = ["STDIN", "Checked", "Loaded", "Options", "Session"]

#: The name under which text from standard input is shown.
STDIN = "<stdin>"


@frozen(kw_only=True)
class Options:
    """What the caller asks for, before the settings of the project: an empty value leaves the choice to them."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    strict: bool = False
    packs: tuple[str, ...] = ()
    """Paths of law packs, from where the caller stands."""


@frozen(kw_only=True)
class Loaded:
    """One policy with all that belongs to it. *policy* is None where nothing usable is left of it."""

    name: str
    policy: Policy | None
    book: LawBook | None
    settings: Settings
    findings: tuple[Diagnostic, ...]
    """What reading and resolving found, sorted; no rule has run and no comment was looked at."""
    trees: tuple[Tree, ...] = ()
    """Every file that was read for it, itself first."""

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """What keeps it from being scheduled. A debtor that no group takes does not: he needs a person."""
        found = tuple(found for found in self.findings if found.severity is Severity.ERROR)
        return tuple(one for one in found if self.policy is None or not one.code.startswith("GRP"))

    def cite(self, provision: str) -> Citation | None:
        """The citation of a provision by its id, looked for in the laws that the policy names."""
        if self.policy is None or self.book is None:
            return None
        for code in dict.fromkeys((self.policy.law, *(group.law for group in self.policy.groups if group.law))):
            country = self.book.country(code)
            found = country.provision(provision) if country is not None else None
            if found is not None:
                return found.citation()
        return None


@frozen(kw_only=True)
class Checked:
    """The outcome of a check: findings sorted, how many files, what comments allowed, what was judged and what not."""

    findings: tuple[Diagnostic, ...]
    files: int
    suppressed: int = 0
    judged: tuple[Judged, ...] = ()
    """Each policy on which rules ran, in the order in which they were named."""
    strict: bool = False

    @property
    def unreadable(self) -> bool:
        """Whether a file or the settings could not be read at all."""
        return any(
            found.code.startswith(("FIL", "CFG")) and found.severity is Severity.ERROR for found in self.findings
        )

    @property
    def exit_code(self) -> int:
        """2 for input that cannot be read, 1 for errors (under strict also for warnings), else 0."""
        if self.unreadable:
            return 2
        bad = (Severity.ERROR, Severity.WARNING) if self.strict else (Severity.ERROR,)
        return int(any(found.severity in bad for found in self.findings))


class Session:
    """What the policies of one run share. Not for use from several threads."""

    def __init__(self, options: Options = Options()) -> None:  # noqa: B008 - a record does not change
        self.options = options
        self._settings: dict[Path, tuple[Settings, tuple[Diagnostic, ...]]] = {}
        self._trees: dict[Path, tuple[Tree, tuple[Diagnostic, ...]] | Diagnostic] = {}
        self._books: dict[tuple[Path, ...], tuple[LawBook, tuple[Diagnostic, ...]]] = {}

    # ------------------------------------------------------------ settings

    def settings(self, folder: Path) -> tuple[Settings, tuple[Diagnostic, ...]]:
        """The settings for a policy in *folder*, and what is wrong with them."""
        key = folder.resolve()
        if key not in self._settings:
            self._settings[key] = find_settings(key)
        return self._settings[key]

    def selection(self, settings: Settings) -> Selection:
        """The findings that are wanted: options go before settings, but both ignore."""
        from dunlang.project.catalogue import Selection

        return Selection(
            select=self.options.select or settings.select,
            ignore=(*self.options.ignore, *settings.ignore),
            per_file=settings.per_file_ignores,
        )

    def usual_paths(self) -> tuple[str, ...]:
        """What is checked where nothing is named: the policy of the settings where one is named, else this folder."""
        settings, _ = self.settings(Path())
        return (shown(from_here(settings.path(settings.policy))),) if settings.policy else (".",)

    # ------------------------------------------------------------ loading

    def load(self, path: Path | str) -> Loaded:
        """Read and resolve the policy in a file, with all that it uses."""
        name = shown(path)
        settings, about = self.settings(Path(path).parent)
        read = self._tree(Path(path), name)
        if isinstance(read, Diagnostic):
            return Loaded(name=name, policy=None, book=None, settings=settings, findings=(*about, read))
        return self._resolve(*read, Path(path).parent, settings, about)

    def loads(self, source: Source, *, folder: Path | None = None) -> Loaded:
        """Resolve the policy in a text; files that it uses and settings are looked for from *folder*, if given."""
        from dunlang.syntax import parse

        settings, about = self.settings(folder) if folder is not None else (Settings(), ())
        tree, findings = parse(source)
        return self._resolve(tree, findings, folder, settings, about)

    def _tree(self, path: Path, name: str, at: Span | None = None) -> tuple[Tree, tuple[Diagnostic, ...]] | Diagnostic:
        from dunlang.syntax import parse

        key = Path(os.path.realpath(path))
        if key not in self._trees:
            source = read_source(path, name, at=at)
            if isinstance(source, Diagnostic):
                return source
            self._trees[key] = parse(source)
        return self._trees[key]

    def _resolve(
        self,
        tree: Tree,
        syntax: tuple[Diagnostic, ...],
        folder: Path | None,
        settings: Settings,
        about: tuple[Diagnostic, ...],
    ) -> Loaded:
        from dunlang.model import resolve

        findings = [*about, *syntax]
        trees = [tree]
        reader = _Reader(self, folder, settings, trees, findings)
        book, packs = self._book(tree, folder, settings)
        findings += packs
        policy, resolved = resolve(
            tree,
            read=reader.read,
            known_law=book.has,
            known_calendar=lambda calendar: book.calendar(calendar) is not None,
        )
        findings += resolved
        return Loaded(
            name=tree.source.name,
            policy=policy,
            book=book,
            settings=settings,
            findings=tuple(sorted(_once(findings), key=sort_key)),
            trees=tuple(trees),
        )

    def has_policy(self, path: str) -> bool:
        """Whether the file has a policy block, or cannot be read or parsed, so that loading it will tell."""
        read = self._tree(Path(path), shown(path))
        return not isinstance(read, tuple) or not read[0].complete or read[0].root.first("policy") is not None

    # ------------------------------------------------------------ law

    def book(self, settings: Settings) -> tuple[LawBook, tuple[Diagnostic, ...]]:
        """The law book with the packs of the options, or else of the settings."""
        packs = [Path(pack) for pack in self.options.packs] or [settings.path(pack) for pack in settings.law]
        return self._book_of([(path, shown(path), None) for path in packs])

    def _book(self, tree: Tree, folder: Path | None, settings: Settings) -> tuple[LawBook, tuple[Diagnostic, ...]]:
        """The same, and the packs that the policy itself names (`law "our-rules.yaml"`)."""
        packs: list[tuple[Path, str, Span | None]] = []
        listed = [Path(pack) for pack in self.options.packs] or [settings.path(pack) for pack in settings.law]
        packs += [(path, shown(path), None) for path in listed]
        findings: list[Diagnostic] = []
        for path, name, span in _own_packs(tree):
            if folder is None:
                findings.append(UNREADABLE.at(span, f"`{path}` cannot be found: this text lies in no folder"))
                continue
            found = inside(path, base=folder, root=_root(folder, settings), at=span)
            if isinstance(found, Diagnostic):
                findings.append(found)
            else:
                packs.append((found, name, span))
        book, more = self._book_of(packs)
        return book, (*findings, *more)

    def _book_of(self, packs: Sequence[tuple[Path, str, Span | None]]) -> tuple[LawBook, tuple[Diagnostic, ...]]:
        from dunlang.law import load_book

        key = tuple(path.resolve() for path, _, _ in packs)
        if key not in self._books:
            sources: list[Source] = []
            findings: list[Diagnostic] = []
            for path, name, span in packs:
                source = read_source(path, name, at=span)
                if isinstance(source, Diagnostic):
                    findings.append(source)
                else:
                    sources.append(source)
            book, found = load_book(tuple(sources))
            self._books[key] = book, (*findings, *found)
        return self._books[key]

    # ------------------------------------------------------------ checking

    def check(self, paths: Iterable[str], *, stdin: Callable[[], bytes] | None = None) -> Checked:
        """Check files, folders (every ``.dun`` file below) and ``-`` (what *stdin* gives).

        A file without a policy block that another one uses is judged as part of that one.
        """
        findings: list[Diagnostic] = []
        loaded: list[Loaded] = []
        names: list[str] = []
        for path in paths:
            if path == "-":
                source = decode(stdin() if stdin is not None else b"", STDIN)
                if isinstance(source, Diagnostic):
                    findings.append(source)
                    names.append(STDIN)
                else:
                    loaded.append(self.loads(source, folder=Path()))
            elif Path(path).is_dir():
                below = policies_below(path)
                names += below
                if not below:
                    findings.append(
                        UNREADABLE.at(None, f"no `.dun` file in `{shown(path)}` or below", file=shown(path))
                    )
            else:
                names.append(shown(path))
        loaded += self._load_all([name for name in dict.fromkeys(names) if name != STDIN])
        return self._judge(loaded, findings, len(dict.fromkeys(names)) + sum(x.name == STDIN for x in loaded))

    def check_loaded(self, loaded: Loaded) -> Checked:
        """Check one policy that is loaded already."""
        return self._judge([loaded], [], 1)

    def _load_all(self, names: Sequence[str]) -> list[Loaded]:
        """The policies in *names*; parts that one of them uses come with it and are not judged alone."""
        parts: list[str] = []
        out: list[Loaded] = []
        used: set[int] = set()
        for name in names:
            if len(names) > 1 and not self.has_policy(name):
                parts.append(name)
                continue
            found = self.load(name)
            out.append(found)
            used |= {id(tree) for tree in found.trees[1:]}
        for name in parts:
            read = self._tree(Path(name), name)
            if isinstance(read, tuple) and id(read[0]) in used:
                continue
            out.append(self.load(name))
        return out

    def _judge(self, loaded: Sequence[Loaded], findings: Sequence[Diagnostic], files: int) -> Checked:
        found = list(findings)
        judged: list[Judged] = []
        active: set[str] = set()
        strict = self.options.strict
        for one in loaded:
            found += one.findings
            strict = strict or one.settings.strict
        for one in loaded:
            if one.policy is None or one.book is None or any(tree and not tree.complete for tree in one.trees):
                continue
            more, judgement, codes = self._lint(one, strict)
            found += more
            if codes:
                judged.append(judgement)
            active |= codes
        allowed, suppressed = self._allow(loaded, _once(found), active)
        wanted = [one for one in allowed if self._wanted(one, loaded)]
        return Checked(
            findings=tuple(sorted(wanted, key=sort_key)),
            files=files,
            suppressed=suppressed,
            judged=tuple(judged),
            strict=strict,
        )

    def _lint(self, one: Loaded, strict: bool) -> tuple[Sequence[Diagnostic], Judged, set[str]]:
        """What the rules find, what they judged and could not judge, and the codes that they could have reported."""
        from dunlang.lint import run
        from dunlang.lint.registry import chosen
        from dunlang.notice.pages import PAGES as LETTERS

        assert one.policy is not None  # noqa: S101 - the caller looked
        selection = self.selection(one.settings)
        select = selection.rules_wanted if not selection.is_all else ()
        ignore = selection.rules_unwanted if not selection.is_all else ()
        codes = {rule.code for rule in chosen(select=select, ignore=ignore, strict=strict)}
        # Reading the letters costs more than all the rest: not where only syntax, names or groups are asked for.
        wanted = bool(codes) or any(selection.takes(page.code, one.name) for page in LETTERS)
        letters, found = self._letters(one) if wanted else (None, ())
        report = run(one.policy, one.book, select=select, ignore=ignore, strict=strict, letters=letters)
        judged = Judged(
            file=one.name,
            first=report.checked_from,
            last=report.checked_until,
            ends=report.checked_until_is,
            not_checked=tuple(f"{skipped.what}: {skipped.why}" for skipped in report.not_checked),
        )
        return (*found, *report.diagnostics), judged, codes

    def _letters(self, one: Loaded) -> tuple[Letters | None, tuple[Diagnostic, ...]]:
        """The templates that the policy names, and what is wrong with them; None where it lies in no folder."""
        policy, book = one.policy, one.book
        if policy is None or book is None or not any(notice.template for notice in policy.notices):
            return None, ()
        if one.name.startswith("<") and one.name != STDIN:
            return None, ()
        from dunlang.notice.letters import read_letters
        from dunlang.project.templates import template_reader

        law = book.country(policy.law)
        languages = {policy.law: law.languages} if law is not None else {}
        return read_letters(policy, template_reader(one), languages=languages)

    def _allow(
        self, loaded: Sequence[Loaded], findings: list[Diagnostic], active: set[str]
    ) -> tuple[Sequence[Diagnostic], int]:
        trees = list({id(tree): tree for one in loaded for tree in one.trees}.values())
        if not any("allow" in comment.text for tree in trees for comment in tree.comments):
            return findings, 0
        from dunlang.lint.registry import RULES
        from dunlang.lint.suppress import apply
        from dunlang.project.catalogue import pages

        broken = any(one.policy is None for one in loaded)
        rules = {rule.code for rule in RULES}
        allowed = apply(
            findings, trees, pages(), lambda code: not broken and (code in active if code in rules else True)
        )
        return allowed.findings, allowed.suppressed

    def _wanted(self, found: Diagnostic, loaded: Sequence[Loaded]) -> bool:
        settings = next((one.settings for one in loaded if one.name == found.path), None)
        settings = settings or next((one.settings for one in loaded), Settings())
        selection = self.selection(settings)
        if selection.is_all:
            return True
        path = found.path
        if selection.per_file and settings.folder is not None:
            real = Path(os.path.realpath(path))
            path = shown(real.relative_to(settings.folder)) if real.is_relative_to(settings.folder) else path
        return selection.takes(found.code, path)


class _Reader:
    """Gives the files that a policy uses: inside the project folder, each read once, its errors kept."""

    def __init__(
        self,
        session: Session,
        folder: Path | None,
        settings: Settings,
        trees: list[Tree],
        findings: list[Diagnostic],
    ) -> None:
        self._session = session
        self._root = _root(folder, settings) if folder is not None else None
        self._folders: dict[int, Path] = {id(trees[0].source): folder} if folder is not None else {}
        self._trees = trees
        self._findings = findings

    def read(self, path: str, span: Span) -> Tree | Diagnostic:
        """The tree of *path* as written at *span*."""
        base = self._folders.get(id(span.source))
        if base is None or self._root is None:
            return UNREADABLE.at(span, f"`{path}` cannot be found: this text lies in no folder")
        file = inside(path, base=base, root=self._root, at=span)
        if isinstance(file, Diagnostic):
            return file
        read = self._session._tree(file, beside(span.source.name, path), at=span)
        if isinstance(read, Diagnostic):
            return read
        tree, findings = read
        if not any(tree is other for other in self._trees):
            self._trees.append(tree)
            self._findings += findings
            self._folders[id(tree.source)] = file.parent
        return tree


def _root(folder: Path, settings: Settings) -> Path:
    """The project folder: nothing outside it is read for a policy in *folder*."""
    return settings.folder if settings.folder is not None else folder


def _own_packs(tree: Tree) -> Iterable[tuple[str, str, Span]]:
    """The packs named by `law "…"` in the policy block and in groups: path, shown name, place."""
    for block in tree.root.nodes("policy", "group"):
        for law in block.nodes("law"):
            token = law.token("STRING")
            if token is not None:
                path = token.text.strip('"')
                yield path, beside(tree.source.name, path), tree.span(token)


def _once(findings: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Each finding once: a file that two policies use is reported in both."""
    seen: dict[object, Diagnostic] = {}
    for found in findings:
        place = found.span and (id(found.span.source), found.span.start, found.span.end)
        seen.setdefault((found.code, found.path, place, found.message), found)
    return list(seen.values())
