"""Which policy it was: a digest of its text and of every file that it uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dunlang.project.session import Loaded

__all__ = ["fingerprint"]


def fingerprint(loaded: Loaded) -> str:
    """SHA-256 in hexadecimal over the texts, the policy's own first; names of files play no part."""
    import hashlib

    digest = hashlib.sha256()
    for tree in loaded.trees:
        text = tree.source.text.encode("utf-8", errors="surrogatepass")
        digest.update(len(text).to_bytes(8, "big") + text)
    return digest.hexdigest()
