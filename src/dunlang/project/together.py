"""Several files replaced together: all are written beside their places first, and only then put into them.

Until the first is put into its place nothing has changed. Putting them there is one step for each file, in the order
given: a machine that stops between two of them leaves the first ones new and the others old, so the order must be one
in which each start makes sense.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from dunlang.diagnostics import Diagnostic
from dunlang.project.files import shown
from dunlang.project.pages import NOT_WRITTEN
from dunlang.records import frozen

__all__ = ["Replacement", "replace_together"]


@frozen(kw_only=True)
class Replacement:
    """What a file should hold, and what it held when it was read; None for a file that did not exist."""

    path: Path
    data: bytes
    before: bytes | None


def replace_together(changes: Sequence[Replacement]) -> Diagnostic | None:
    """Replace all files or none; a finding where that fails, or where one of them changed meanwhile."""
    written: list[tuple[str, Path, Replacement]] = []
    try:
        for change in changes:
            name = _written_beside(change)
            written.append((name, Path(os.path.realpath(change.path)), change))
        for _, target, change in written:
            if (target.read_bytes() if target.exists() else None) != change.before:
                message = f"`{shown(change.path)}` changed while it was worked on: nothing was written"
                return NOT_WRITTEN.at(None, message, file=shown(change.path), help="run the command again")
        for at, (temporary, target, _) in enumerate(written):
            os.replace(temporary, target)  # noqa: PTH105 - a plain name from mkstemp
            written[at] = ("", target, changes[at])
    except OSError as error:
        done = [shown(change.path) for temporary, _, change in written if not temporary]
        name = error.filename2 or error.filename or shown(changes[0].path)
        reason = (error.strerror or str(error)).lower()
        tail = f"; already replaced: {', '.join(done)}" if done else "; nothing was written"
        return NOT_WRITTEN.at(None, f"cannot write `{shown(name)}`: {reason}{tail}", file=shown(name))
    finally:
        for temporary, _, _ in written:
            if temporary:
                with contextlib.suppress(OSError):
                    os.unlink(temporary)  # noqa: PTH108 - as above
    return None


def _written_beside(change: Replacement) -> str:
    """The name of a new file beside its place, durably written, with the permissions of the old one."""
    target = Path(os.path.realpath(change.path))
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists() and not os.access(target, os.W_OK):
        raise PermissionError(13, "it is read-only", str(change.path))
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(change.data)
            file.flush()
            os.fsync(file.fileno())
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(name, target.stat().st_mode & 0o7777 if target.exists() else 0o666 & ~mask)  # noqa: PTH101 - as above
    except OSError:
        with contextlib.suppress(OSError):
            os.unlink(name)  # noqa: PTH108 - as above
        raise
    return name
