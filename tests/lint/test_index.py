"""The index of all findings in the docs."""

from __future__ import annotations

import importlib.util
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_index_of_findings_is_fresh() -> None:
    """``docs/rules.md`` is what ``python tests/generate/rules_index.py`` writes."""
    spec = importlib.util.spec_from_file_location("rules_index", ROOT / "tests" / "generate" / "rules_index.py")
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    assert (ROOT / "docs" / "rules.md").read_text("utf-8") == script.index()
