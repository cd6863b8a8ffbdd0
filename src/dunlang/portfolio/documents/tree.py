"""XML from anywhere as a tree of local names, within bounds: no document types, no entities, few levels, one size."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import attrs

from dunlang.diagnostics import Diagnostic
from dunlang.portfolio.documents.pages import UNREADABLE_DOCUMENT
from dunlang.records import frozen

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from xml.etree.ElementTree import Element

__all__ = ["DOCUMENT_LIMIT", "Document", "read_tree", "text_at", "texts_at"]

#: The largest document that is read, in bytes.
DOCUMENT_LIMIT = 64_000_000
_MOST_LEVELS = 100
_MOST_ELEMENTS = 3_000_000
#: The parser is fed in pieces, so that it stops soon after the first fault.
_PIECE = 65_536
_ENCODING = re.compile(rb"""^<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
#: The envelope in which Peppol carries documents.
_ENVELOPE = "StandardBusinessDocument"
_LARGE_CONTENT = ("EmbeddedDocumentBinaryObject", "AttachmentBinaryObject")


class _RefusedError(ValueError):
    """The document is refused; the message says why."""


@frozen(kw_only=True)
class Document:
    """A document's root, its tags without their namespaces, and the namespace that the root had."""

    name: str
    root: Element = attrs.field(repr=False)
    namespace: str


class _Builder:
    """Receives what the parser finds; counts levels and elements, keeps local names, drops embedded files."""

    def __init__(self) -> None:
        self.tree = ElementTree.TreeBuilder()
        self.level = self.elements = 0
        self.spaces: dict[str, str] = {}
        self.silent = False

    def doctype(self, *_: object) -> None:
        raise _RefusedError("it declares a document type, which no invoice and no statement does")

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.level += 1
        self.elements += 1
        if self.level > _MOST_LEVELS:
            raise _RefusedError(f"it is more than {_MOST_LEVELS} levels deep")
        if self.elements > _MOST_ELEMENTS:
            raise _RefusedError(f"it has more than {_MOST_ELEMENTS} elements")
        space, _, local = tag.rpartition("}")
        if self.level <= 2:
            self.spaces.setdefault(local, space.removeprefix("{"))
        self.silent = local in _LARGE_CONTENT
        self.tree.start(local, {name.rpartition("}")[2]: value for name, value in attributes.items()})

    def end(self, tag: str) -> None:
        self.level -= 1
        self.silent = False
        self.tree.end(tag.rpartition("}")[2])

    def data(self, text: str) -> None:
        if not self.silent:
            self.tree.data(text)

    def close(self) -> Element:
        return self.tree.close()


def read_tree(data: bytes, name: str) -> Document | Diagnostic:
    """The document in *data*, shown under *name*, or why it is none."""
    if len(data) > DOCUMENT_LIMIT:
        return _refused(
            name, f"it is larger than {DOCUMENT_LIMIT // 1_000_000} MB, the most that is read", "split the statement"
        )
    head = data[:1024].lstrip()
    if not head:
        return _refused(name, "it is empty")
    if head.startswith(b"%PDF-"):
        return _refused(name, "it is a PDF", "save the XML that is attached to it (factur-x.xml) and import that")
    if head.startswith(b"PK\x03\x04"):
        return _refused(name, "it is a ZIP archive", "unpack it and import the folder")
    if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data[:4096]:
        return _refused(name, "it declares a document type, which no invoice and no statement does")
    builder = _Builder()
    parser = ElementTree.XMLParser(target=builder)  # noqa: S314 - document types and entities are refused
    try:
        for at in range(0, len(data), _PIECE):
            parser.feed(data[at : at + _PIECE])
        root = parser.close()
    except _RefusedError as error:
        return _refused(name, str(error))
    except ElementTree.ParseError as error:
        return _broken(name, data, error)
    except (LookupError, ValueError):
        return _refused(name, f"it is written in an encoding that is not known: {_encoding(data)}", "save it as UTF-8")
    if root.tag == _ENVELOPE:
        root = next((inner for inner in root if inner.tag != f"{_ENVELOPE}Header"), root)
    return Document(name=name, root=root, namespace=builder.spaces.get(root.tag, ""))


def _broken(name: str, data: bytes, error: ElementTree.ParseError) -> Diagnostic:
    declared = _encoding(data)
    try:
        data.decode(declared)
    except UnicodeDecodeError as fault:
        return _refused(
            name,
            f"byte 0x{data[fault.start]:02x} at offset {fault.start} is not {declared.upper()}, as the document says",
            "have it sent again, or save it in the encoding that it declares",
        )
    except LookupError:
        return _refused(name, f"it is written in an encoding that is not known: {declared}", "save it as UTF-8")
    line, column = error.position
    said = str(error).partition(":")[0]
    if "no element" in said or "unclosed" in said:
        return _refused(name, f"it ends early, in line {line}", "fetch it once more: it may have been cut off")
    return _refused(name, f"its XML is broken in line {line}, column {column + 1}: {said}", "have it sent again")


def _encoding(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    found = _ENCODING.match(data.removeprefix(b"\xef\xbb\xbf")[:200])
    return found.group(1).decode("ascii") if found else "utf-8"


def _refused(name: str, reason: str, wanted: str = "name e-invoices or statements in XML") -> Diagnostic:
    return UNREADABLE_DOCUMENT.at(None, f"cannot read `{name}`: {reason}", file=name, help=wanted)


def text_at(node: Element | None, path: str) -> str:
    """The text of the first element at *path*, its blanks at the ends taken off; empty where there is none."""
    return next(texts_at(node, path), "")


def texts_at(node: Element | None, path: str) -> Iterator[str]:
    """The texts of all elements at *path* that have one."""
    if node is not None:
        for found in node.iterfind(path):
            if found.text and (text := found.text.strip()):
                yield text
