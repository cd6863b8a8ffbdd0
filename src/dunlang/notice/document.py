"""A written letter as a document: its subject, and blocks of text that every format writes in its own way.

Three kinds of rendered template are read into it. In plain text (`.txt`) paragraphs are parted by empty lines and flow;
a line that ends in a backslash is broken there; lines that start with `- ` are a list. Markdown (`.md`) adds headings,
`**strong**`, `*emphasis*` and tables. HTML is read for its text and those same structures; style and script are left
out.

What a ledger says is text, never structure: :func:`protect` hides the characters that mean something in a template's
text, :func:`plain` puts them back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser

import attrs

from dunlang.notice.markup import readable
from dunlang.notice.visible import VOID, ends_at, hides
from dunlang.records import frozen

__all__ = [
    "Block",
    "Document",
    "Heading",
    "Items",
    "Line",
    "Paragraph",
    "Run",
    "Table",
    "clean",
    "plain",
    "protect",
    "read_html",
    "read_markdown",
    "read_text",
    "words",
]


@frozen
class Run:
    """A stretch of text in one style."""

    text: str
    strong: bool = False
    emphasis: bool = False


Line = tuple[Run, ...]


@frozen
class Paragraph:
    """Text that flows; more than one line where the author broke it."""

    lines: tuple[Line, ...]


@frozen
class Heading:
    """A heading; *level* from 1."""

    line: Line
    level: int = 1


@frozen
class Items:
    """A list, with numbers or without."""

    items: tuple[Line, ...]
    numbered: bool = False


@frozen
class Table:
    """A table with a header row; rows are as long as it."""

    header: tuple[Line, ...]
    rows: tuple[tuple[Line, ...], ...]
    right: tuple[bool, ...]
    """Which columns are set to the right."""


Block = Paragraph | Heading | Items | Table


@frozen(kw_only=True)
class Document:
    """A letter: what its subject line says (empty: none), and its text."""

    subject: str
    label: str = ""
    """The word before the subject, as the author wrote it: ``Onderwerp``."""
    blocks: tuple[Block, ...]


# ------------------------------------------------------------ text of the ledger

#: What has a meaning in a template's text; hidden in values.
_MARKS = "\\`*_{}[]()#+-.!|<>~:&"
_HIDDEN = {ord(mark): 0xE000 + ord(mark) for mark in _MARKS}
_SHOWN = {hidden: mark for mark, hidden in _HIDDEN.items()}
#: Private-use characters that are ours; in a ledger they mean nothing.
_OURS = re.compile(r"[\ue000-\ue07f]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def protect(text: str) -> str:
    """*text* from a ledger or a policy so that none of it is taken for structure; one line, no control characters."""
    return clean(text).translate(_HIDDEN)


def clean(text: str) -> str:
    """*text* as one line without control characters."""
    return _CONTROL.sub(" ", _OURS.sub("\ufffd", text)).strip()


def plain(text: str) -> str:
    """The text that :func:`protect` hid."""
    return text.translate(_SHOWN)


# ------------------------------------------------------------ plain text and Markdown

_SUBJECT = re.compile(r"(onderwerp|betreft|objet|asunto|betreff|subject|re)\s*:\s*(\S.*)", re.IGNORECASE)
_ITEM = re.compile(r"[-*+][ \t]+(.*)")
_NUMBERED = re.compile(r"\d{1,3}[.)][ \t]+(.*)")
_HEADING = re.compile(r"(#{1,4})[ \t]+(.*?)[ \t]*#*")
_RULE = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(\|[ \t]*:?-+:?[ \t]*)*\|?")
_INLINE = re.compile(
    r"\*\*(?=\S)(.+?)(?<=\S)\*\*|(?<![*\w])\*(?=[^\s*])(.+?)(?<=[^\s*])\*(?![*\w])|\\([\\`*_{}\[\]()#+\-.!|])"
)


def read_text(text: str) -> Document:
    """A rendered `.txt` template."""
    return _read(text, markdown=False)


def read_markdown(text: str) -> Document:
    """A rendered `.md` template."""
    return _read(text, markdown=True)


def _read(text: str, *, markdown: bool) -> Document:
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    while lines and not lines[0]:
        lines.pop(0)
    label, subject = "", ""
    if lines and (found := _SUBJECT.fullmatch(lines[0].strip())):
        label, subject = found.group(1), plain(_one_line(found.group(2)))
        lines.pop(0)
    blocks: list[Block] = []
    for chunk in _chunks(lines):
        for block in _blocks(chunk, markdown):
            before = blocks[-1] if blocks else None
            if isinstance(block, Items) and isinstance(before, Items) and block.numbered == before.numbered:
                # A loop in a template leaves empty lines between its items: they are one list.
                blocks[-1] = attrs.evolve(before, items=before.items + block.items)
            else:
                blocks.append(block)
    if markdown and not subject and blocks and isinstance(blocks[0], Heading):
        first = blocks.pop(0)
        assert isinstance(first, Heading)  # noqa: S101 - looked at above
        subject = words(first.line)
    return Document(subject=subject, label=label, blocks=_stepwise(blocks))


def _stepwise(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The blocks with headings that skip no level: a screen reader, and PDF/UA, want them so."""
    out: list[Block] = []
    level = 0
    for block in blocks:
        if isinstance(block, Heading):
            level = min(block.level, level + 1)
            out.append(attrs.evolve(block, level=level))
        else:
            out.append(block)
    return tuple(out)


def _chunks(lines: Iterable[str]) -> Iterator[list[str]]:
    """The runs of lines between empty ones."""
    chunk: list[str] = []
    for line in lines:
        if line.strip():
            chunk.append(line)
        elif chunk:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _blocks(chunk: list[str], markdown: bool) -> Iterator[Block]:
    """The blocks in lines that no empty line parts."""
    at = 0
    while at < len(chunk):
        line = chunk[at].strip()
        if markdown and (heading := _HEADING.fullmatch(line)):
            yield Heading(_runs(heading.group(2), markdown), len(heading.group(1)))
            at += 1
            continue
        if markdown and "|" in line and at + 1 < len(chunk) and _RULE.fullmatch(chunk[at + 1].strip()):
            end = at + 2
            while end < len(chunk) and "|" in chunk[end]:
                end += 1
            yield _table(chunk[at:end])
            at = end
            continue
        pattern = _item_pattern(line, markdown)
        end = at + 1
        if pattern is not None:
            while end < len(chunk) and (pattern.fullmatch(chunk[end].strip()) or chunk[end][:1] in (" ", "\t")):
                end += 1
            yield _items(chunk[at:end], pattern, markdown)
        else:
            while end < len(chunk) and not _starts_block(chunk, end, markdown):
                end += 1
            yield Paragraph(tuple(_runs(part, markdown) for part in _broken(chunk[at:end])))
        at = end


def _item_pattern(line: str, markdown: bool) -> re.Pattern[str] | None:
    if _ITEM.fullmatch(line) and (markdown or line.startswith("- ")):
        return _ITEM
    return _NUMBERED if markdown and _NUMBERED.fullmatch(line) else None


def _starts_block(chunk: list[str], at: int, markdown: bool) -> bool:
    line = chunk[at].strip()
    if _item_pattern(line, markdown) is not None:
        return True
    if not markdown:
        return False
    follows = chunk[at + 1].strip() if at + 1 < len(chunk) else ""
    return bool(_HEADING.fullmatch(line)) or ("|" in line and "|" in follows and bool(_RULE.fullmatch(follows)))


def _broken(lines: list[str]) -> Iterator[str]:
    """Lines joined into those that the author broke with a backslash."""
    parts: list[str] = []
    for line in lines:
        stripped = line.strip()
        broken = stripped.endswith("\\")
        parts.append(stripped[:-1].rstrip() if broken else stripped)
        if broken:
            yield _one_line(" ".join(parts))
            parts = []
    if parts:
        yield _one_line(" ".join(parts))


def _items(lines: list[str], pattern: re.Pattern[str], markdown: bool) -> Items:
    items: list[str] = []
    for line in lines:
        found = pattern.fullmatch(line.strip())
        if found is not None:
            items.append(found.group(1))
        else:
            items[-1] += f" {line.strip()}"
    return Items(tuple(_runs(_one_line(item), markdown) for item in items), numbered=pattern is _NUMBERED)


def _table(lines: list[str]) -> Table:
    def cells(line: str) -> list[str]:
        return [cell.strip() for cell in line.strip().removeprefix("|").removesuffix("|").split("|")]

    header = cells(lines[0])
    right = [cell.endswith(":") and not cell.startswith(":") for cell in cells(lines[1])]
    width = len(header)
    rows = [(cells(line) + [""] * width)[:width] for line in lines[2:]]
    return Table(
        header=tuple(_runs(cell, True) for cell in header),
        rows=tuple(tuple(_runs(cell, True) for cell in row) for row in rows),
        right=tuple((right + [False] * width)[:width]),
    )


def _runs(text: str, markdown: bool) -> Line:
    """A line's runs, its ledger text put back."""
    if not markdown:
        return (Run(plain(text)),)
    runs: list[Run] = []
    last = 0
    for found in _INLINE.finditer(text):
        if found.start() > last:
            runs.append(Run(plain(text[last : found.start()])))
        strong, emphasis, escaped = found.groups()
        runs.append(Run(plain(strong or emphasis or escaped), strong=bool(strong), emphasis=bool(emphasis)))
        last = found.end()
    if last < len(text):
        runs.append(Run(plain(text[last:])))
    return tuple(runs)


def _one_line(text: str) -> str:
    """Runs of ordinary blanks as one; no-break spaces stay."""
    return re.sub(r"[ \t\n]+", " ", text).strip(" ")


def words(line: Line) -> str:
    """The text of a line without its styles."""
    return "".join(run.text for run in line)


# ------------------------------------------------------------ HTML

_HIDDEN_TAGS = frozenset({"style", "script", "template", "noscript"})
_PARTING = frozenset(
    {"p", "div", "section", "article", "header", "footer", "main", "blockquote", "address", "ul", "ol", "table", "tr",
     "td", "th", "li", "h1", "h2", "h3", "h4", "hr", "body", "dl", "dt", "dd", "pre"}
)  # fmt: skip
_BLANKS = re.compile(r"[ \t\n\r\f]+")


def read_html(text: str) -> Document:
    """A rendered `.html` template; the first `<title>`, else the first `<h1>`, is the subject."""
    reader = _Reader()
    reader.feed(readable(text))
    reader.close()
    return reader.document()


class _Reader(HTMLParser):
    """Gathers blocks from HTML; what it does not know passes as text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._blocks: list[Block] = []
        self._lines: list[list[Run]] = [[]]
        self._strong = self._emphasis = self._hidden = 0
        self._unseen: list[str] = []
        """The element that its own attributes hide, and those of its name inside it."""
        self._title: list[str] | None = None
        self._subject = ""
        self._lists = 0
        """How many lists are open; those inside another are read as part of it."""
        self._items: list[Line] = []
        self._numbered = False
        self._rows: list[list[Line]] | None = None
        self._right: list[bool] = []
        self._heading = 0

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if len(self._unseen) == 1 and ends_at(self._unseen[0], tag):
            self._unseen.pop()
        if self._unseen or (tag not in VOID and hides(attributes)):
            if not self._unseen or tag == self._unseen[0]:
                self._unseen.append(tag)
            return
        if tag == "title":
            self._title = []
        elif tag in _HIDDEN_TAGS:
            self._hidden += 1
        elif tag in ("b", "strong"):
            self._strong += 1
        elif tag in ("i", "em"):
            self._emphasis += 1
        elif tag == "br":
            self._lines.append([])
        elif tag in _PARTING:
            self._end_block("")
            if tag in ("ul", "ol"):
                self._lists += 1
                if self._lists == 1:
                    self._items, self._numbered = [], tag == "ol"
            elif tag == "table":
                if self._rows is not None:
                    self._end_table(self._rows)
                self._rows = []
                self._right = []
            elif tag == "tr" and self._rows is not None:
                self._rows.append([])
            elif tag in ("td", "th"):
                style = dict(attributes).get("style") or ""
                if self._rows is not None and len(self._rows) == 1:
                    self._right.append("right" in style or dict(attributes).get("align") == "right")
            elif tag in ("h1", "h2", "h3", "h4"):
                self._heading = int(tag[1])

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag in ("br", "hr"):
            self.handle_starttag(tag, attributes)

    def handle_endtag(self, tag: str) -> None:
        if self._unseen:
            if tag == self._unseen[0]:
                self._unseen.pop()
            return
        if tag == "title":
            self._subject = self._subject or _one_line("".join(self._title or ()))
            self._title = None
        elif tag in _HIDDEN_TAGS:
            self._hidden = max(0, self._hidden - 1)
        elif tag in ("b", "strong"):
            self._strong = max(0, self._strong - 1)
        elif tag in ("i", "em"):
            self._emphasis = max(0, self._emphasis - 1)
        elif tag in _PARTING:
            self._end_block(tag)

    def handle_data(self, data: str) -> None:
        if self._title is not None:
            self._title.append(data)
        elif not self._hidden and not self._unseen and data:
            self._lines[-1].append(Run(data, self._strong > 0, self._emphasis > 0))

    def _take(self) -> tuple[Line, ...]:
        """The lines gathered since the last block, blanks put right; empty ones left out."""
        taken = [_tidy(line) for line in self._lines]
        self._lines = [[]]
        return tuple(line for line in taken if line)

    def _end_block(self, tag: str) -> None:
        lines = self._take()
        one: Line = tuple(run for at, line in enumerate(lines) for run in ((Run(" "), *line) if at else line))
        if tag in ("td", "th") and self._rows is not None and self._rows:
            self._rows[-1].append(one)
        elif tag == "table" and self._rows is not None:
            self._end_table(self._rows)
            self._rows = None
        elif self._lists:
            if lines:
                self._items.append(one)
            if tag in ("ul", "ol"):
                self._lists -= 1
                if not self._lists and self._items:
                    self._blocks.append(Items(tuple(self._items), self._numbered))
        elif lines and self._heading:
            self._blocks.append(Heading(one, self._heading))
        elif lines:
            self._blocks.append(Paragraph(lines))
        if tag in ("h1", "h2", "h3", "h4"):
            self._heading = 0

    def _end_table(self, rows: list[list[Line]]) -> None:
        """A table whose rows have one filled cell at most is layout; any other is a table."""
        filled = [row for row in rows if any(row)]
        if all(sum(map(bool, row)) <= 1 for row in filled):
            self._blocks += [Paragraph((cell,)) for row in filled for cell in row if cell]
            return
        width = max(map(len, filled))
        full = [tuple((row + [()] * width)[:width]) for row in filled]
        right = tuple((self._right + [False] * width)[:width])
        self._blocks.append(Table(full[0], tuple(full[1:]), right))

    def document(self) -> Document:
        self._end_block("body")
        subject = self._subject
        if not subject and self._blocks and isinstance(self._blocks[0], Heading):
            first = self._blocks.pop(0)
            assert isinstance(first, Heading)  # noqa: S101 - looked at above
            subject = words(first.line)
        return Document(subject=plain(subject), blocks=_stepwise(self._blocks))


def _tidy(line: list[Run]) -> Line:
    """Runs with their blanks as one, none at either end."""
    out: list[Run] = []
    for run in line:
        text = _BLANKS.sub(" ", run.text)
        if (not out or out[-1].text.endswith(" ")) and text.startswith(" "):
            text = text[1:]
        if text:
            out.append(attrs.evolve(run, text=plain(text)))
    if out and out[-1].text.endswith(" "):
        last = out.pop()
        if last.text != " ":
            out.append(attrs.evolve(last, text=last.text[:-1]))
    return tuple(out)
