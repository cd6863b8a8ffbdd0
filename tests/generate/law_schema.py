"""Writes ``src/dunlang/law/data/schema.json`` from the tables of kinds, for editors and other tools.

Run it after changing a kind: ``python tests/generate/law_schema.py``. A test compares, and another validates every
shipped file with it. The loader is stricter than the schema: sources, series and doubled answers are its own checks.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from dunlang.law.kinds import COMMON, KINDS
from dunlang.law.load import HEAD
from dunlang.law.shapes import Record


def schema() -> dict[str, Any]:
    """The JSON Schema of a law file."""
    head = Record(HEAD).schema()
    common = Record(COMMON).schema()
    common["properties"]["kind"] = {"enum": list(KINDS)}
    del common["additionalProperties"]
    each = []
    for name, kind in KINDS.items():
        own = Record(kind.fields).schema()
        then = {"properties": own["properties"], "required": own["required"]}
        each.append({"if": {"properties": {"kind": {"const": name}}, "required": ["kind"]}, "then": then})
    head["properties"]["provisions"] = {
        "type": "array",
        "items": {**common, "allOf": each, "unevaluatedProperties": False},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A law file of dunlang",
        **head,
    }


def text() -> str:
    """The schema as it is written."""
    return json.dumps(schema(), indent=1, ensure_ascii=False, sort_keys=False) + "\n"


if __name__ == "__main__":
    path = Path(__file__).parents[2] / "src" / "dunlang" / "law" / "data" / "schema.json"
    path.write_text(text(), encoding="utf-8")
