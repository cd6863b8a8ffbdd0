"""The fingerprint of a policy follows its words, in all its files, and nothing else."""

from __future__ import annotations

from pathlib import Path

from dunlang.project.fingerprint import fingerprint
from dunlang.project.session import Session

SHARED = "notice brief { states invoice number, amount due }\n"
ENTRY = (
    'policy "P" { law NL }\nuse "shared.dun"\ngroup a { otherwise  payment within 14 days of invoice\n'
    "  steps { eerste 1 day after due send brief by email } }\n"
)


def of(folder: Path, entry: str = ENTRY, shared: str = SHARED) -> str:
    """The fingerprint of a policy of two files in *folder*."""
    folder.mkdir(exist_ok=True)
    (folder / "p.dun").write_text(entry)
    (folder / "shared.dun").write_text(shared)
    loaded = Session().load(folder / "p.dun")
    assert not loaded.errors, [one.message for one in loaded.errors]
    return fingerprint(loaded)


def test_follows_the_words(tmp_path: Path) -> None:
    """Another folder is no change; a word in either file is one, and so is a line moved between them."""
    first = of(tmp_path / "a")
    assert len(first) == 64
    assert of(tmp_path / "b") == first
    changed = of(tmp_path / "c", shared=SHARED.replace("number,", "number, due date,"))
    moved = of(tmp_path / "d", entry=ENTRY + "# x\n")
    other = of(tmp_path / "e", shared=SHARED + "# x\n")
    assert len({first, changed, moved, other}) == 4
