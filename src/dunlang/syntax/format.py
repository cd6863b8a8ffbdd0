"""The canonical form of a policy: one statement a line, columns aligned, every comment kept.

The form depends on the tree and, where that leaves a choice, on what the author did: a single blank line inside a
block stays, and a block of one statement that was written on one line stays on one line. Comments on their own line
stay before what they precede, comments behind a line stay behind it, comments in the midst of a statement move above
it. The result is parsed again and compared before anyone sees it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dunlang.source import Source
from dunlang.syntax.layout import layout
from dunlang.syntax.parser import LONG, collector_off, parse
from dunlang.syntax.rows import print_rows

if TYPE_CHECKING:
    from dunlang.diagnostics import Diagnostic
    from dunlang.syntax.tree import Tree

__all__ = ["format_source", "format_tree"]


def format_source(source: Source) -> tuple[str | None, tuple[Diagnostic, ...]]:
    """The canonical text of *source*; None, with the findings, where it has syntax errors.

    Formatting the result again changes nothing. RuntimeError if the result does not say the same: a mistake of ours,
    never the author's, and nothing is returned then.
    """
    if "\r" in source.text:
        source = Source(source.name, source.text.replace("\r\n", "\n").replace("\r", "\n"))
    tree, found = parse(source)
    if found:
        return None, found
    return format_tree(tree), ()


def format_tree(tree: Tree) -> str:
    """The canonical text of a tree without errors; see :func:`format_source`."""
    with collector_off(len(tree.source.text) > LONG):
        text = print_rows(layout(tree))
        again, found = parse(Source(tree.source.name, text))
        same = not found and again.root.same(tree.root)
    if not same or [comment.text for comment in again.comments] != [comment.text for comment in tree.comments]:
        raise RuntimeError(
            f"the formatter would have changed the meaning of {tree.source.name}: nothing was written; "
            "this is a mistake in dunlang, not in the policy"
        )
    return text
