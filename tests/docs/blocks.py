"""The fenced blocks of a page, and how each kind is run.

=====================  ================================================================================================
info string            what the block must do
=====================  ================================================================================================
``dun``                a whole policy: `check` finds no error and no warning
``dun file=NAME``      the same, and it is written to NAME for the blocks after it; a part for `use` is only parsed
``dun in=PLACE``       a fragment: it is put into a small policy at PLACE (see :data:`FRAMES`), which must be clean
``dun finds=A,B``      with one of the above: `check` finds exactly these codes (notes are not counted unless named)
``console``            lines `$ dunlang …` with their exact output (both streams); a line `…` stands for any lines
``console exit=1``     the last command ends with 1
``python``             runs, with the names of the blocks before it; with `>>>` prompts, output is compared
``csv file=NAME``      is written to NAME; likewise ``yaml``, ``toml``, ``text``; ``json`` must parse
``sh``                 commands of other programs: not run
=====================  ================================================================================================

A page works in a folder of its own that holds a copy of the shipped policies and the project's settings; a page that
says ``<!-- folder: empty -->`` starts with nothing. ``pytest tests/docs --update-golden`` writes the output of console
blocks anew (those without a line `…`): read what changed.
"""

from __future__ import annotations

import re
from pathlib import Path

import attrs

__all__ = ["FRAMES", "Block", "blocks", "framed", "matches"]


@attrs.frozen(kw_only=True)
class Block:
    """One fenced block and where it starts."""

    language: str
    options: dict[str, str]
    text: str
    line: int
    start: int
    """The offset of its text in the page."""


_FENCE = re.compile(r"^( *)(`{3,})([^\n`]*)\n(.*?)^\1\2 *$", re.MULTILINE | re.DOTALL)


def blocks(page: Path) -> list[Block]:
    """The fenced blocks of a page, in order."""
    text = page.read_text(encoding="utf-8")
    found = []
    for match in _FENCE.finditer(text):
        language, *options = match.group(3).split() or [""]
        body = match.group(4)
        if indent := match.group(1):
            body = re.sub(rf"^{indent}", "", body, flags=re.MULTILINE)
        found.append(
            Block(
                language=language,
                options=dict(option.partition("=")[::2] for option in options),
                text=body,
                line=text.count("\n", 0, match.start()) + 1,
                start=match.start(4),
            )
        )
    return found


_POLICY = 'policy "Example" { law NL }\n'
_REST = 'group others { otherwise  payment within 30 days of invoice  steps { look 5 days after due task "look" } }\n'
_NAMES = """
notice reminder { kind reminder  states invoice number, due date, amount due, deadline  gives 7 days from sending }
notice formal_letter { kind formal  gives 14 days from receipt
    states invoice number, due date, amount due, creditor name, deadline, collection costs, agency handover }
notice formal_business { kind formal  gives 10 days from sending
    states invoice number, due date, amount due, creditor name, deadline, collection costs, agency handover }
agency bureau "The Agency" { register "Wki 000123"  country NL }
insurer cover "Policy 17" { notify within 60 days of due }
"""

#: Where a fragment may stand: the text around it, with `@` in its place. Fragments may use the names of their frame.
FRAMES: dict[str, str] = {
    "policy": 'policy "Example" {\n@\n}\n' + _REST,
    "file": _POLICY + "@\n" + _REST,
    "notice": _POLICY + "notice letter {\n@\n}\n" + _REST,
    "group": _POLICY + "group example { when debtor is business and country is NL\n@\n}\n" + _REST,
    "condition": _POLICY + "group example { when\n@\n payment within 30 days of invoice }\n" + _REST,
    "steps": _POLICY
    + _NAMES
    + "group example { when debtor is business and country is NL\n"
    + "    payment within 30 days of invoice  costs statutory\n    steps {\n@\n    }\n}\n"
    + _REST,
    "scenario": _POLICY
    + _NAMES
    + """group example {
    when debtor is consumer and country is NL
    payment within 14 days of invoice
    interest statutory
    costs statutory
    letters per debtor, highest step carries
    steps {
        first 15 days after invoice send reminder by email
        formal 30 days after invoice send formal_letter by post
        handover 1 day after formal deadline hand over to bureau
    }
    hold on dispute until resolved, clock stops
    hold on promise until 2 days after promised date, clock runs
    hold on plan while kept, clock stops
}
"""
    + _REST
    + 'scenario "example" {\n@\n}\n',
}


def framed(place: str, block: str) -> str:
    """The fragment *block* inside its small policy."""
    return FRAMES[place].replace("@", block.rstrip("\n"))


def matches(wanted: list[str], found: list[str]) -> bool:
    """Whether *found* is *wanted*, where a line `…` stands for any number of lines."""
    if not wanted:
        return not found
    if wanted[0].strip() == "…":
        return any(matches(wanted[1:], found[at:]) for at in range(len(found) + 1))
    return bool(found) and wanted[0].rstrip() == found[0].rstrip() and matches(wanted[1:], found[1:])
