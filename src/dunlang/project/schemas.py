"""The published JSON Schemas of what dunlang writes, and of the mapping that it reads."""

from __future__ import annotations

from pathlib import Path

__all__ = ["schema_names", "schema_text"]

_FOLDER = Path(__file__).resolve().parents[1] / "report" / "schemas"


def schema_names() -> tuple[str, ...]:
    """Their names, sorted."""
    return tuple(sorted(file.stem for file in _FOLDER.glob("*.json")))


def schema_text(name: str) -> str:
    """The schema called *name*; KeyError where there is none."""
    if name not in schema_names():
        raise KeyError(name)
    return (_FOLDER / f"{name}.json").read_text(encoding="utf-8")
