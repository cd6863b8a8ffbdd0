"""The text of a PDF by pypdf (the extra ``dunlang[letters]``), within bounds of pages, unpacked size and time."""

from __future__ import annotations

import io
import logging
import time

from dunlang.project.intake import LARGEST_TEXT, NoTextError

__all__ = ["text_of_pdf"]

#: A letter has few pages; more is another kind of document.
_MOST_PAGES = 40
#: How long one file may take, in seconds (looked at after each page).
_SECONDS = 20
#: What one stream may unpack to and how much work it may make: the smallest that real letters need.
_LIMITS = {
    "zlib_maximum_output_length": 10_000_000,
    "lzw_maximum_output_length": 10_000_000,
    "run_length_maximum_output_length": 10_000_000,
    "brotli_maximum_output_length": 10_000_000,
    "stream_decoding_work_maximum_length": 40_000_000,
    "stream_parsing_work_maximum_count": 500_000,
    "page_tree_maximum_entries": 10_000,
}


def text_of_pdf(data: bytes) -> str:
    """The text of all pages; NoTextError for what is broken, encrypted, too long, or scanned without text."""
    try:
        import pypdf
    except ImportError:
        raise NoTextError("reading PDF needs pypdf", "install it: pip install 'dunlang[letters]'") from None
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    began = time.monotonic()
    texts: list[str] = []
    try:
        with pypdf.apply_configuration(pypdf.Configuration(), **_LIMITS):
            reader = pypdf.PdfReader(io.BytesIO(data))
            if reader.is_encrypted:
                raise NoTextError("it is encrypted", "save it without a password")
            pages = len(reader.pages)
            if pages > _MOST_PAGES:
                raise NoTextError(f"it has {pages} pages: a letter of at most {_MOST_PAGES} is read", "name a letter")
            for page in reader.pages:
                texts.append(page.extract_text() or "")
                if sum(map(len, texts)) > LARGEST_TEXT:
                    raise NoTextError(f"its text is longer than {LARGEST_TEXT} characters", "name a letter")
                if time.monotonic() - began > _SECONDS:
                    raise NoTextError(f"reading it takes longer than {_SECONDS} seconds", "save its text as .txt")
    except NoTextError:
        raise
    except Exception as error:  # noqa: BLE001 - a broken file may fail anywhere in a parser that is not ours
        said = " ".join(str(error).split())[:80]
        raise NoTextError(f"it is broken: {said or type(error).__name__}", "open it and save it again") from None
    text = "\n\n".join(texts)
    if not text.strip():
        raise NoTextError("it holds no text: it may be scanned", "run text recognition over it first")
    return text + "\n"
