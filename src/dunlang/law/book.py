"""The book of law: the shipped countries, loaded on first use, under the packs that a user lays over them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from dunlang.dates import Calendar
from dunlang.diagnostics import Diagnostic, sort_key
from dunlang.law.calendars import load_calendar
from dunlang.law.country import CountryLaw
from dunlang.law.load import CountryData, load_files, unknown_references
from dunlang.law.nodes import kept_nodes
from dunlang.law.rates import Series
from dunlang.resources import law_data
from dunlang.source import Source

__all__ = ["CountryLaw", "LawBook", "load_book", "load_shipped", "shipped_countries"]

_ALIASES = {"GB": "UK"}


@cache
def shipped_countries() -> tuple[str, ...]:
    """The codes of the countries that ship, in order."""
    return tuple(sorted(folder.name.upper() for folder in law_data().iterdir() if folder.is_dir()))


@cache
def load_shipped(code: str) -> tuple[CountryData | None, tuple[Diagnostic, ...]]:
    """The shipped data of a country and their findings (a test sees to it that there are none)."""
    if code not in shipped_countries():
        return None, ()
    folder = law_data() / code.lower()
    files = [
        Source(f"dunlang/law/data/{folder.name}/{path.name}", path.read_text(encoding="utf-8"))
        for path in sorted(folder.glob("*.yaml"))
    ]
    nodes = folder / "nodes.json"
    return load_files(files, kept=kept_nodes(nodes.read_text("utf-8"), files) if nodes.is_file() else None)


class LawBook:
    """All law that a run may ask for: what ships, and *packs* (what each user's pack says) over it."""

    def __init__(self, packs: Sequence[CountryData] = ()) -> None:
        self._packs = tuple(packs)
        self._countries: dict[str, CountryLaw | None] = {}

    def countries(self) -> tuple[str, ...]:
        """The codes of all countries that have data, in order."""
        return tuple(sorted({*shipped_countries(), *(pack.code for pack in self._packs)}))

    def has(self, code: str) -> bool:
        """Whether there are data of a country, without reading them."""
        code = _ALIASES.get(code, code)
        return code in shipped_countries() or any(pack.code == code for pack in self._packs)

    def country(self, code: str) -> CountryLaw | None:
        """The law of a country by its code (``NL``); None where there are no data. ``GB`` is taken for ``UK``."""
        code = _ALIASES.get(code, code)
        if code not in self._countries:
            self._countries[code] = self._load(code)
        return self._countries[code]

    def calendar(self, name: str) -> Calendar | None:
        """A calendar by name: ``NL`` (the public one), ``NL.terms``, ``DE.BY``; None for an unknown name."""
        return load_calendar(name)

    def _load(self, code: str) -> CountryLaw | None:
        shipped, _ = load_shipped(code)
        layers = [data for data in (shipped, *(pack for pack in self._packs if pack.code == code)) if data is not None]
        if not layers:
            return None
        calendars: dict[str, str] = {}
        for data in layers:
            calendars |= data.calendars
        return CountryLaw(
            self,
            code=code,
            name=next((data.name for data in reversed(layers) if data.name), code),
            currency=next((data.currency for data in reversed(layers) if data.currency), "EUR"),
            languages=next((data.languages for data in reversed(layers) if data.languages), ()),
            calendars=calendars or {"public": code},
            provisions=(provision for data in layers for provision in data.provisions),
        )


def load_book(packs: Sequence[Source] = ()) -> tuple[LawBook, tuple[Diagnostic, ...]]:
    """The book of law with the user's packs, and the findings in those packs. Shipped countries load on first use.

    Each pack is one file about one country; a later one goes before an earlier one. What a pack gets wrong is left out.
    """
    read: list[CountryData] = []
    found: list[Diagnostic] = []
    for layer, source in enumerate(packs, 1):
        data, problems = load_files([source], origin=source.name, layer=layer)
        found += problems
        if data is not None:
            read.append(data)
    for data in read:
        found += unknown_references(data, _rate_names(read))
    return LawBook(read), tuple(sorted(found, key=sort_key))


def _rate_names(packs: Sequence[CountryData]) -> dict[str, frozenset[str]]:
    """The names of the rates per country, for the countries that a pack is about or refers to."""
    wanted = {pack.code for pack in packs} | {"EU"}
    for pack in packs:
        for provision in pack.provisions:
            if isinstance(provision.body, Series):
                wanted |= {item.row.base[:2] for item in provision.body.rows if item.row.base and "." in item.row.base}
    names: dict[str, frozenset[str]] = {}
    for code in sorted(wanted):
        shipped, _ = load_shipped(code)
        layers = [data for data in (shipped, *packs) if data is not None and data.code == code]
        names[code] = frozenset(p.body.rate for data in layers for p in data.provisions if isinstance(p.body, Series))
    return names
