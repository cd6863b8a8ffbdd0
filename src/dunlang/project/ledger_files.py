"""Which files make up a ledger, without reading them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from dunlang.diagnostics import Diagnostic
from dunlang.project.files import shown
from dunlang.project.pages import UNREADABLE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dunlang.project.mapping import MappingFile

__all__ = [
    "FORMATS",
    "LINES",
    "PARTS",
    "STDIN",
    "by_rows_only",
    "has_parquet",
    "is_large",
    "ledger_files",
    "part_named",
    "parts_of",
]

#: The files of a ledger; the last two may be missing.
PARTS = ("invoices", "debtors", "events")

#: The endings of the files that tables take; the first found counts.
FORMATS = (".csv", ".parquet")

#: The endings of JSON Lines.
LINES = (".jsonl", ".ndjson")

#: Bytes of CSV, some hundred thousand invoices with their history.
_LARGE = 10_000_000

#: The path that stands for standard input: the invoices.
STDIN = "-"


def ledger_files(path: Path) -> list[Path]:
    """The files of a folder that are parts of a ledger for tables, or the file itself."""
    if not path.is_dir():
        return [path]
    found = [[path / f"{part}{form}" for form in FORMATS] for part in PARTS]
    return [file for either in found for file in [next((file for file in either if file.exists()), None)] if file]


def has_parquet(paths: Sequence[str]) -> bool:
    """Whether a file of the ledger is Parquet."""
    return any(file.suffix.lower() == ".parquet" for path in paths for file in ledger_files(Path(path)))


def is_large(paths: Sequence[str]) -> bool:
    """Whether the files of a ledger are so large that tables are quicker than one debtor after the other."""
    files = [file for path in paths if path != STDIN for file in ledger_files(Path(path))]
    return sum(file.stat().st_size for file in files if file.is_file()) > _LARGE


def by_rows_only(paths: Sequence[str], mapping: MappingFile | None) -> str:
    """Why a ledger can only be read row by row; empty where tables can take it."""
    if mapping is not None:
        return "a mapping"
    for path in map(Path, paths):
        if str(path) == STDIN:
            return "standard input"
        files = [path / f"{part}{form}" for part in PARTS for form in LINES] if path.is_dir() else [path]
        if any(file.suffix.lower() in LINES and file.exists() for file in files):
            return "JSON Lines"
    return ""


def parts_of(paths: Sequence[Path | str], mapping: MappingFile | None = None) -> dict[str, Path] | Diagnostic:
    """The file of each part among *paths*: folders, or files whose names say what they hold.

    A name says it by the pattern that *mapping* has for a part, or by starting with ``invoice``, ``debtor`` or
    ``event``. ``-`` is the invoices. One part in two files is a finding: neither would be the right one to pass over.
    """
    found: dict[str, Path] = {}
    for path in map(Path, paths):
        for file in _files(path, mapping):
            part = "invoices" if str(file) == STDIN else _part(file, mapping)
            if part is None and not file.exists():
                part = PARTS[0]  # reading it will say that it does not exist
            if part is None:
                listed = ", ".join(f"{part}.csv" for part in PARTS)
                return UNREADABLE.at(
                    None,
                    f"`{file.name}` says not what it holds",
                    file=shown(file),
                    help=f"let the names of a ledger's files start with what they hold: {listed}",
                )
            if part in found:
                message = f"two files hold {part}: `{shown(found[part])}` and `{shown(file)}`"
                return UNREADABLE.at(None, message, file=shown(file), help="name one of them with --ledger")
            found[part] = file
    if "invoices" not in found:
        where = ", ".join(map(shown, paths))
        return UNREADABLE.at(
            None,
            f"no invoices in the ledger `{where}`",
            file=where,
            help="name a folder that holds `invoices.csv`, or the files themselves",
        )
    return found


def part_named(name: str) -> str | None:
    """The part of a ledger that a file's name says it holds, by its first letters."""
    return next((part for part in PARTS if name.lower().startswith(part[:-1])), None)


def _part(file: Path, mapping: MappingFile | None) -> str | None:
    named = mapping.part_of(file) if mapping is not None else None
    return named or part_named(file.name)


def _files(path: Path, mapping: MappingFile | None) -> list[Path]:
    """The files of a folder that are parts of a ledger, in a fixed order, or the file itself."""
    if not path.is_dir():
        return [path]
    plain = [path / f"{part}{form}" for part in PARTS for form in (*FORMATS, *LINES)]
    found = [file for file in plain if file.exists()]
    if mapping is not None and mapping.files:
        try:
            others = sorted(path.iterdir())
        except OSError:
            others = []
        found += [file for file in others if file not in found and mapping.part_of(file) and file.is_file()]
    return found
