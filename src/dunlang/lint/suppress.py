"""Comments that allow a finding: ``# allow FEE001: reason`` on the line of the finding, or alone on a line above it.

Codes and names both count, several are separated by commas. A finding that rests on a provision of law is only allowed
with a reason; a comment that allows nothing is reported, so none outlives its cause. What keeps a file from being
checked (its syntax, a file that cannot be read) and the findings about these comments cannot be allowed away.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from dunlang.diagnostics import Diagnostic, Page, Severity, did_you_mean
from dunlang.records import frozen
from dunlang.source import Source, Span
from dunlang.syntax.tree import Comment, Tree

__all__ = ["PAGES", "Allowed", "apply"]

UNUSED = Page(
    code="STY001",
    name="unused-allow",
    severity=Severity.WARNING,
    text="""An `allow` comment allows nothing.

The finding that it names is not reported on this line (any more). Take the comment away, or put it on the line of the
finding or alone on the line above. An old comment would hide the next finding of that kind.

## Bad
```dun
policy "Standaard" { law NL }
group klanten {
    otherwise
    payment  within 14 days of invoice  # allow NAM001: the name comes later
}
```

## Good
```dun
policy "Standaard" { law NL }
group klanten {
    otherwise
    payment  within 14 days of invoice
}
```
""",
)

UNKNOWN = Page(
    code="STY002",
    name="unknown-allow",
    severity=Severity.WARNING,
    text="""An `allow` comment names a code or a name that does not exist.

`dunlang rule --all` lists what there is.

## Bad
```dun
policy "Standaard" { law NL }
group klanten {
    otherwise
    payment  within 14 days of invoice  # allow QQQ999: agreed with the team
}
```

## Good
```dun
policy "Standaard" { law NL }
group klanten {
    otherwise
    payment  within 14 days of invoice  # agreed with the team
}
```
""",
)

NO_REASON = Page(
    code="STY003",
    name="allow-without-reason",
    severity=Severity.ERROR,
    text="""An `allow` comment lacks its reason.

Whoever allows a finding that rests on a provision of law says why, behind a colon: `# allow FEE001: court fee, agreed
with counsel`. For other findings a reason is good manners, but anything behind the code that is no `: reason` is an
error too, because it may be a code that is misread.

## Bad
```dun
policy "Standaard" { law NL }
group klanten {
    otherwise
    payment  within 14 days of invoice  # allow NAM001 because it comes later
}
```

## Good
```dun
policy "Standaard" { law NL }
group klanten {
    otherwise
    payment  within 14 days of invoice
}
```
""",
)

#: The pages of the codes reported here.
PAGES = (UNUSED, UNKNOWN, NO_REASON)

#: What no comment can allow.
_NEVER = ("SYN", "FIL", "CFG", "STY001", "STY002", "STY003")

_ALLOW = re.compile(r"#+\s*allow\s+(?P<rest>\S.*)")
_WORD = re.compile(r"[A-Z]{3}\d{3}|[a-z]+(?:-[a-z0-9]+)+")
_WORDS = re.compile(rf"(?:{_WORD.pattern})(?:\s*,\s*(?:{_WORD.pattern}))*")


@frozen
class _Allow:
    """One code of one comment."""

    span: Span
    word: str
    line: int
    """The line whose findings it allows."""
    reason: str
    comment: Span


@frozen(kw_only=True)
class Allowed:
    """What is left after the comments, and how many findings they took away."""

    findings: tuple[Diagnostic, ...]
    suppressed: int


def apply(
    findings: Sequence[Diagnostic],
    trees: Iterable[Tree],
    pages: Mapping[str, Page],
    active: Callable[[str], bool] = lambda _: True,
) -> Allowed:
    """Take away the findings that comments in *trees* allow, and add those about the comments; not sorted.

    *pages* holds every known code, *active* says whether a code could have been reported in this run. A comment for
    one that could not, or in a text that was not read to its end, is not called unused.
    """
    codes = {**{code: code for code in pages}, **{page.name: code for code, page in pages.items()}}
    added: list[Diagnostic] = []
    allows: dict[tuple[int, int, str], list[_Allow]] = {}
    whole: dict[int, bool] = {}
    for tree in trees:
        whole[id(tree.source)] = tree.complete
        for comment in tree.comments:
            found, about = _read(tree, comment)
            added += about
            for allow in found:
                code = codes.get(allow.word)
                if code is None:
                    added.append(_unknown(allow, codes))
                else:
                    allows.setdefault((id(tree.source), allow.line, code), []).append(allow)
    kept: list[Diagnostic] = []
    used: set[tuple[int, int, str]] = set()
    bare: dict[tuple[int, int, str], Diagnostic] = {}
    for finding in findings:
        key = _key(finding)
        if key is None or key not in allows or finding.code.startswith(_NEVER):
            kept.append(finding)
            continue
        used.add(key)
        if finding.citations and not any(allow.reason for allow in allows[key]):
            bare.setdefault(key, finding)
    added += [_bare(allows[key][0], finding) for key, finding in bare.items()]
    for key, listed in allows.items():
        if not whole[key[0]] or not active(key[2]):
            continue
        for allow in listed if key not in used else listed[1:]:
            added.append(_unused(allow, key[2]))
    return Allowed(findings=(*kept, *added), suppressed=len(findings) - len(kept))


def _key(finding: Diagnostic) -> tuple[int, int, str] | None:
    if finding.span is None:
        return None
    return id(finding.span.source), finding.span.line, finding.code


def _read(tree: Tree, comment: Comment) -> tuple[list[_Allow], list[Diagnostic]]:
    """The codes that a comment allows, and what is wrong with how it is written."""
    match = _ALLOW.fullmatch(comment.text.rstrip())
    if match is None:
        return [], []
    listed = _WORDS.match(match["rest"])
    if listed is None:
        return [], []  # plain prose: `# allow some time for the post`
    rest = match["rest"][listed.end() :].strip()
    at = comment.start + match.start("rest")
    span = Span(tree.source, comment.start, comment.start + len(comment.text.rstrip()))
    about = []
    if rest and not rest.startswith(":"):
        about.append(
            NO_REASON.at(
                span,
                f"`{rest}` stands where `: reason` belongs",
                help=f"write `# allow {listed[0]}: …` with the reason behind the colon",
            )
        )
    line = tree.source.position(comment.start)[0]
    if comment.own_line:
        line = _next_line(tree.source, line)
    reason = rest[1:].strip() if rest.startswith(":") else rest
    words = _WORD.finditer(match["rest"], 0, listed.end())
    return [
        _Allow(Span(tree.source, at + word.start(), at + word.end()), word[0], line, reason, span) for word in words
    ], about


def _next_line(source: Source, line: int) -> int:
    """The first line below that holds more than a comment."""
    for number in range(line + 1, len(source.line_starts) + 1):
        text = source.line(number).strip()
        if text and not text.startswith("#"):
            return number
    return line


def _unknown(allow: _Allow, codes: Mapping[str, str]) -> Diagnostic:
    close = did_you_mean(allow.word, codes)
    return UNKNOWN.at(
        allow.span,
        f"`{allow.word}` is no code or name of a finding",
        help=f"write `{close}`" if close else "see the list that `dunlang rule --all` prints",
    )


def _bare(allow: _Allow, finding: Diagnostic) -> Diagnostic:
    article = finding.citations[0].article
    return NO_REASON.at(
        allow.comment,
        f"`{allow.word}` rests on {article} and is allowed without a reason",
        notes=(f"the finding is: {finding.message}",),
        help=f"write the reason behind a colon: `# allow {allow.word}: …`",
    )


def _unused(allow: _Allow, code: str) -> Diagnostic:
    message = f"`{allow.word}` is not reported here, so there is nothing to allow"
    if code.startswith(_NEVER):
        message = f"`{allow.word}` cannot be allowed by a comment"
    return UNUSED.at(allow.span, message, help="take the comment away")
