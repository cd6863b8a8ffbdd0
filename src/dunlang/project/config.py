"""The settings of a project: ``[tool.dunlang]`` in the nearest ``pyproject.toml`` at or above the policy.

Keys: ``policy`` (the policy that commands take by default), ``ledger`` (its ledger), ``ledger-mapping`` (the mapping of
its files), ``history`` (the folder of what was given), ``max-age`` (how old its newest payment may be), ``select`` and
``ignore`` (codes, names or first letters of codes), ``strict``, ``law`` (packs that are laid over the shipped law data)
and ``per-file-ignores``. Paths count from the folder of the file. Command-line options go before settings.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import attrs

from dunlang.diagnostics import Diagnostic, did_you_mean
from dunlang.project.files import decode, from_here, shown
from dunlang.project.pages import BAD_SETTING, UNKNOWN_SETTING, UNREADABLE, UNREADABLE_SETTINGS
from dunlang.records import frozen
from dunlang.source import Source, Span

__all__ = ["Settings", "find_settings", "read_settings"]

FILE = "pyproject.toml"

_PATHS = ("policy", "ledger", "ledger-mapping", "history")
_KEYS = (*_PATHS, "max-age", "select", "ignore", "strict", "law", "per-file-ignores")


@frozen(kw_only=True)
class Settings:
    """What ``[tool.dunlang]`` says. *folder* is None where no file has such a table."""

    folder: Path | None = None
    source: Source | None = attrs.field(default=None, repr=False, eq=False)
    policy: str = ""
    ledger: str = ""
    ledger_mapping: str = ""
    history: str = ""
    max_age: str = ""
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    strict: bool = False
    law: tuple[str, ...] = ()
    per_file_ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def path(self, setting: str) -> Path:
        """A path of the settings, from the folder where they stand."""
        return (self.folder or Path()) / setting


def find_settings(start: Path) -> tuple[Settings, tuple[Diagnostic, ...]]:
    """The settings that hold for a policy in folder *start*: those of the nearest file with a table for dunlang."""
    here = start.resolve()
    for folder in (here, *here.parents):
        file = folder / FILE
        if not file.is_file():
            continue
        name = shown(from_here(file))
        try:
            data = file.read_bytes()
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            return Settings(), (UNREADABLE.at(None, f"cannot read `{name}`: {reason}", file=name),)
        if b"dunlang" not in data:
            continue
        source = decode(data, name)
        if isinstance(source, Diagnostic):
            return Settings(), (source,)
        settings, findings = read_settings(source, folder)
        if settings.folder is not None or findings:
            return settings, findings
    return Settings(), ()


def read_settings(source: Source, folder: Path) -> tuple[Settings, tuple[Diagnostic, ...]]:
    """The settings in the text of a ``pyproject.toml``; empty ones, with *folder* None, where it has no table for us.

    A key that is wrong is reported and counts as not written.
    """
    import tomllib

    try:
        document = tomllib.loads(source.text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return Settings(), (_not_toml(source, str(error)),)
    table = document.get("tool", {})
    table = table.get("dunlang") if isinstance(table, dict) else None
    if table is None:
        return Settings(), ()
    if not isinstance(table, dict):
        return Settings(), (BAD_SETTING.at(_key_span(source, "dunlang"), "`tool.dunlang` is not a table"),)
    findings: list[Diagnostic] = []
    values: dict[str, Any] = {}
    for key, value in table.items():
        span = _key_span(source, key)
        if key not in _KEYS:
            close = did_you_mean(key, _KEYS)
            hint = f"write `{close}`" if close else f"take it away; known are {', '.join(_KEYS)}"
            findings.append(UNKNOWN_SETTING.at(span, f"`{key}` is no setting of dunlang", help=hint))
            continue
        fault = _fault(key, value)
        if fault:
            findings.append(BAD_SETTING.at(span, f"`{key}` {fault}"))
            continue
        findings += _strange_codes(source, key, value)
        values[key.replace("-", "_")] = _value(value)
    return Settings(folder=folder, source=source, **values), tuple(findings)


def _value(value: object) -> object:
    if isinstance(value, list):
        return tuple(value)
    if isinstance(value, dict):
        return tuple((pattern, tuple(codes)) for pattern, codes in value.items())
    return value


def _fault(key: str, value: object) -> str:
    """What is wrong with the kind of a value; empty where it is right."""
    if key == "max-age":
        return _no_age(value)
    if key in _PATHS:
        return "" if isinstance(value, str) and value else "is not a path: write a text in quotes"
    if key == "strict":
        return "" if isinstance(value, bool) else "is neither true nor false"
    if key == "per-file-ignores":
        right = isinstance(value, dict) and all(map(_texts, value.values()))
        return "" if right else "is not a table from file patterns to lists of codes"
    return "" if _texts(value) else 'is not a list of texts: write ["…", "…"]'


def _no_age(value: object) -> str:
    from dunlang.project.ledger_age import parse_age

    try:
        parse_age(value if isinstance(value, str) else "")
    except ValueError:
        return 'is not a period: write a text such as `"3 days"` or `"2 working days"`'
    return ""


def _texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _strange_codes(source: Source, key: str, value: Any) -> list[Diagnostic]:
    """A finding for each code in *value* that does not exist."""
    if key not in ("select", "ignore", "per-file-ignores"):
        return []
    from dunlang.project.catalogue import expand, pages

    listed = [code for codes in value.values() for code in codes] if isinstance(value, dict) else value
    known = [*pages(), *(page.name for page in pages().values())]
    out = []
    for word in expand(listed)[1]:
        close = did_you_mean(word, known)
        hint = f"write `{close}`" if close else "see the list that `dunlang rule --all` prints"
        out.append(
            BAD_SETTING.at(_key_span(source, key), f"`{word}` in `{key}` is no code or name of a finding", help=hint)
        )
    return out


def _key_span(source: Source, key: str) -> Span:
    """Where *key* of our table stands; the table's header, or the start of the file, where it is not plain to see."""
    header = re.search(r"^[ \t]*\[tool\.dunlang\b[^\]\n]*\]", source.text, re.MULTILINE)
    found = None
    if header is not None:
        pattern = re.compile(rf"^[ \t]*([\"']?{re.escape(key)}[\"']?)[ \t]*=", re.MULTILINE)
        found = pattern.search(source.text, header.end())
    if found is None:
        found = re.search(rf"^[ \t]*\[?(tool\.dunlang\.[\"']?{re.escape(key)}\b)", source.text, re.MULTILINE)
    if found is not None:
        return Span(source, found.start(1), found.end(1))
    return Span(source, header.start(), header.end()) if header is not None else Span(source, 0, 0)


def _not_toml(source: Source, said: str) -> Diagnostic:
    place = re.search(r"\(at line (\d+), column (\d+)\)", said)
    offset = len(source.text)
    if place is not None:
        line, column = int(place[1]), int(place[2])
        if line <= len(source.line_starts):
            offset = min(len(source.text), source.line_starts[line - 1] + column - 1)
    words = re.sub(r" *\(at [^)]*\)$", "", said)
    return UNREADABLE_SETTINGS.at(Span(source, offset, offset), f"not TOML: {words[:1].lower()}{words[1:]}")
