"""Which files make up a ledger, without reading them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from dunlang.project.ledger import PARTS

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["FORMATS", "has_parquet", "ledger_files"]

#: The endings of the files of a ledger; the first found counts.
FORMATS = (".csv", ".parquet")


def ledger_files(path: Path) -> list[Path]:
    """The files of a folder that are parts of a ledger, or the file itself."""
    if not path.is_dir():
        return [path]
    found = [[path / f"{part}{form}" for form in FORMATS] for part in PARTS]
    return [file for either in found for file in [next((file for file in either if file.exists()), None)] if file]


def has_parquet(paths: Sequence[str]) -> bool:
    """Whether a file of the ledger is Parquet."""
    return any(file.suffix.lower() == ".parquet" for path in paths for file in ledger_files(Path(path)))
