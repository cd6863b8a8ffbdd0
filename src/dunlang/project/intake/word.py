"""The text of a Word document (.docx): paragraphs, tables, headers and footers, read within bounds.

The file is a ZIP archive of XML. Sizes are checked before anything is unpacked, no more is unpacked than was declared,
and a document type declaration (which could name other files or swell) is refused.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from xml.etree import ElementTree

from dunlang.project.intake import LARGEST_TEXT, NoTextError

__all__ = ["text_of_docx"]

_SPACE = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PART = re.compile(r"word/(?:header\d*|document|footer\d*)\.xml")
_ORDER = {"h": 0, "d": 1, "f": 2}
#: The most that one part may hold unpacked, and how many parts are read.
_LARGEST_PART, _MOST_PARTS = 20_000_000, 30
#: A page of Word has some hundreds; each takes a hundred bytes of memory.
_MOST_ELEMENTS = 500_000
_OLD_WORD = b"\xd0\xcf\x11\xe0"


def text_of_docx(data: bytes) -> str:
    """The text of a document; NoTextError for what is broken, encrypted, too large or no Word document."""
    if data.startswith(_OLD_WORD):
        raise NoTextError("it is encrypted or an old .doc file", "save it as .docx without a password")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = sorted(
                (info for info in archive.infolist() if _PART.fullmatch(info.filename)),
                key=lambda info: (_ORDER[info.filename[5]], info.filename),
            )
            if not any(info.filename == "word/document.xml" for info in parts):
                raise NoTextError("it is no Word document: it lacks `word/document.xml`")
            texts = [_paragraphs(_unpacked(archive, info)) for info in parts[:_MOST_PARTS]]
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise NoTextError(f"it is broken or encrypted: {str(error)[:80]}", "open it and save it again") from None
    text = "\n\n".join(part for part in texts if part.strip())
    if not text.strip():
        raise NoTextError("it holds no text: it may be scanned", "run text recognition over it first")
    if len(text) > LARGEST_TEXT:
        raise NoTextError(f"its text is longer than {LARGEST_TEXT} characters", "name a letter")
    return text + "\n"


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    if info.file_size > _LARGEST_PART:
        raise NoTextError(f"`{info.filename}` would unpack to {info.file_size // 1_000_000} MB", "name a letter")
    with archive.open(info) as part:
        return part.read(_LARGEST_PART)


def _paragraphs(xml: bytes) -> str:
    """The text of one part, a line for each paragraph and a blank line between them."""
    if b"<!DOCTYPE" in xml[:4096] or b"<!ENTITY" in xml:
        raise NoTextError("its XML declares a document type, which no Word document does")
    lines: list[str] = []
    words: list[str] = []
    try:
        # Entities are refused above; in UTF-16, which hides them there, the parser keeps them from swelling.
        for count, (_, node) in enumerate(ElementTree.iterparse(io.BytesIO(xml))):  # noqa: S314 - see above
            if count > _MOST_ELEMENTS:
                raise NoTextError(f"it has more than {_MOST_ELEMENTS} elements", "name a letter")
            match node.tag.removeprefix(_SPACE):
                case "t":
                    words.append(node.text or "")
                case "tab":
                    words.append(" ")
                case "br" | "cr":
                    words.append("\n")
                case "noBreakHyphen":
                    words.append("-")
                case "p":
                    lines.append("".join(words))
                    words.clear()
                    node.clear()
    except ElementTree.ParseError as error:
        raise NoTextError(f"its XML is broken: {str(error)[:80]}", "open it and save it again") from None
    return "\n\n".join(line for line in lines if line.strip())
