"""The codes of files and settings: what keeps dunlang from reading its input."""

from __future__ import annotations

from dunlang.diagnostics import Page, Severity

__all__ = [
    "BAD_MAPPING",
    "BAD_SETTING",
    "NOT_UTF8",
    "NOT_WRITTEN",
    "OUTSIDE",
    "PAGES",
    "TOO_LARGE",
    "UNKNOWN_SETTING",
    "UNREADABLE",
    "UNREADABLE_SETTINGS",
]

UNREADABLE = Page(
    code="FIL001",
    name="file-not-read",
    severity=Severity.ERROR,
    text="""A file cannot be read.

It does not exist, is a folder, or this user may not read it. The message has the operating system's reason. Paths in
`use` count from the folder of the file that names them.
""",
)

NOT_UTF8 = Page(
    code="FIL002",
    name="not-utf-8",
    severity=Severity.ERROR,
    text="""A file is not UTF-8 text.

The message names the first byte that does not fit and where it stands. Files saved as Windows-1252, Latin-1 or UTF-16
look right in some editors; save them as UTF-8 (a byte order mark is allowed). A file with a zero byte is not text at
all.
""",
)

TOO_LARGE = Page(
    code="FIL003",
    name="file-too-large",
    severity=Severity.ERROR,
    text="""A file is larger than anything that dunlang reads.

A policy of more than 20 MB is a mistake in the path, or an attack. Split it with `use`. A large ledger is judged in
tables only as long as no row has a fault; above five million invoices it is not read row by row to name each.
""",
)

OUTSIDE = Page(
    code="FIL004",
    name="outside-the-project",
    severity=Severity.ERROR,
    text="""A policy names a file outside its project folder.

The project folder is that of the `pyproject.toml` with a `[tool.dunlang]` table at or above the policy, or else the
policy's own folder. Absolute paths, and links that lead out of the folder, are refused: checking a policy that somebody
sent never reads another file of yours.
""",
)

NOT_WRITTEN = Page(
    code="FIL005",
    name="file-not-written",
    severity=Severity.ERROR,
    text="""A file cannot be written.

The folder does not exist, is read-only, or the disk is full. What stood in the file before is still there, untouched:
dunlang writes beside it and only then puts the new file in its place.
""",
)

UNREADABLE_SETTINGS = Page(
    code="CFG001",
    name="settings-not-read",
    severity=Severity.ERROR,
    text="""The settings in `pyproject.toml` cannot be read.

The file is not TOML; the message says where.
""",
)

UNKNOWN_SETTING = Page(
    code="CFG002",
    name="unknown-setting",
    severity=Severity.ERROR,
    text="""`[tool.dunlang]` has a key that does not exist.

Known are `policy`, `ledger`, `ledger-mapping`, `max-age`, `select`, `ignore`, `strict`, `law` and `per-file-ignores`.
""",
)

BAD_SETTING = Page(
    code="CFG003",
    name="wrong-setting",
    severity=Severity.ERROR,
    text="""A key of `[tool.dunlang]` has a value of the wrong kind.

`policy`, `ledger` and `ledger-mapping` are paths, `max-age` is a period such as `"3 days"`, `strict` is true or false,
`select`, `ignore` and `law` are lists of texts, and `per-file-ignores` is a table from a file pattern to a list of
codes. Codes must exist.
""",
)

BAD_MAPPING = Page(
    code="CFG004",
    name="wrong-mapping",
    severity=Severity.ERROR,
    text="""The mapping of a ledger cannot be used.

It is not YAML, has a key that does not exist, or names a column that the ledger does not have; the message says where
and what is right. `dunlang schema mapping` prints what may stand in it. Anchors, aliases and tags of YAML are not read.
""",
)

#: All of them, in the order of their codes.
PAGES = (
    BAD_SETTING,
    BAD_MAPPING,
    UNKNOWN_SETTING,
    UNREADABLE_SETTINGS,
    UNREADABLE,
    NOT_UTF8,
    TOO_LARGE,
    OUTSIDE,
    NOT_WRITTEN,
)
