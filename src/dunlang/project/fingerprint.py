"""Which words a policy had: one fingerprint of the policy and the files that it uses."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dunlang.project.session import Loaded

__all__ = ["policy_fingerprint"]


def policy_fingerprint(loaded: Loaded) -> str:
    """SHA-256 over the texts of all files read for the policy, itself first: 64 hexadecimal digits.

    Each text goes in with its length, so that a sentence moved from one file to the next is a change. Names and places
    of files play no part: the same policy in another folder has the same fingerprint.
    """
    digest = hashlib.sha256()
    for tree in loaded.trees:
        text = tree.source.text.encode("utf-8", errors="surrogatepass")
        digest.update(f"{len(text)}\0".encode() + text)
    return digest.hexdigest()
