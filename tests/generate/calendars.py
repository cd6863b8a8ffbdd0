"""Writes ``src/dunlang/law/data/calendars.json`` from the ``holidays`` package (a development dependency, pinned).

Run it after moving the pin: ``python tests/generate/calendars.py``. A test runs it and compares, so a change in the
package shows as a difference to judge and not as a silent move of legal deadlines.

A calendar is named for its legal source, not for a country alone: ``NL`` is the public list, ``NL.terms`` the list of
the Algemene termijnenwet (5 May every year, Good Friday), ``NL.bank`` the settlement days. Days are written per year as
``MMDD`` and the number of the day's name. Days after a calendar's ``final_until`` are computed by rule and provisional.
"""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import holidays

FIRST, LAST = 2012, 2040

#: The last year whose list was official when the data were made: regional lists of Spain appear each autumn, the
#: substitute days of the United Kingdom are proclaimed; the other lists stand in statutes and move only by amendment.
FINAL = {"NL": 2030, "BE": 2030, "DE": 2030, "FR": 2030, "EU": 2030, "ES": 2026, "UK": 2028}

#: Countries whose public list nobody compared with its law: only the years up to the pinned version are final.
OTHERS = (
    *("AT", "BG", "CH", "CY", "CZ", "DK", "EE", "FI", "GR", "HR", "HU", "IE", "IS", "IT"),
    *("LI", "LT", "LU", "LV", "MT", "NO", "PL", "PT", "RO", "SE", "SI", "SK", "US"),
)
FINAL_OTHERS = 2026


def public(
    country: str, subdivision: str | None = None, categories: tuple[str, ...] = ("public",)
) -> dict[dt.date, str]:
    """The days and English names of one country's list."""
    found = holidays.country_holidays(
        country,
        subdiv=subdivision,
        years=range(FIRST, LAST + 1),
        categories=categories,
        language="en_GB" if country == "GB" else "en_US",
    )
    return {day: str(name) for day, name in found.items() if FIRST <= day.year <= LAST}


def calendars() -> dict[str, tuple[str, dict[dt.date, str]]]:
    """All calendars: name to title and days."""
    target = {day: str(name) for day, name in holidays.financial_holidays("XECB", years=range(FIRST, LAST + 1)).items()}
    dutch = public("NL")
    terms = public("NL", categories=("public", "optional"))
    for year in range(FIRST, LAST + 1):
        terms.setdefault(dt.date(year, 5, 5), "Liberation Day")
    everyday = {day: name for day, name in dutch.items() if name != "Good Friday"}
    made: dict[str, tuple[str, dict[dt.date, str]]] = {
        "EU.target": ("settlement days of the euro area (TARGET)", target),
        "NL": ("public holidays of the Netherlands", everyday),
        "NL.terms": ("Algemene termijnenwet, art. 3", terms),
        "NL.bank": ("settlement days of the euro area (TARGET)", target),
        "BE": ("public holidays of Belgium (law of 4 January 1974)", public("BE")),
        "BE.bank": ("bank holidays of Belgium", public("BE", categories=("public", "bank"))),
        "FR": ("public holidays of France (Code du travail, art. L3133-1)", public("FR")),
        "FR.57": ("public holidays of Moselle", public("FR", "57")),
    }
    for country, code, what in (
        ("DE", "DE", "public holidays of Germany"),
        ("ES", "ES", "national holidays of Spain"),
    ):
        made[code] = (what, public(country))
        for subdivision in sorted(holidays.country_holidays(country).subdivisions):
            if subdivision.isalpha():
                made[f"{code}.{subdivision}"] = (f"{what}, {subdivision}", public(country, subdivision))
    for country in OTHERS:
        made[country] = (f"public holidays, {country}", public(country))
    made["UK"] = ("bank holidays of England and Wales", public("GB", "ENG"))
    for subdivision in ("ENG", "WLS", "SCT", "NIR"):
        made[f"UK.{subdivision}"] = (f"bank holidays of the United Kingdom, {subdivision}", public("GB", subdivision))
    return made


def table() -> dict[str, Any]:
    """The table as it is written."""
    made = calendars()
    names = sorted({name for _, days in made.values() for name in days.values()})
    number = {name: index for index, name in enumerate(names)}
    return {
        "generated_by": f"holidays {holidays.__version__}",
        "first": FIRST,
        "last": LAST,
        "names": names,
        "calendars": {
            name: {
                "title": title,
                "final_until": f"{FINAL.get(name[:2], FINAL_OTHERS)}-12-31",
                "days": [
                    " ".join(f"{day:%m%d}{number[what]}" for day, what in sorted(days.items()) if day.year == year)
                    for year in range(FIRST, LAST + 1)
                ],
            }
            for name, (title, days) in sorted(made.items())
        },
    }


def text() -> str:
    """The table as text, one calendar a line."""
    made = table()
    head = {key: value for key, value in made.items() if key != "calendars"}
    lines = ",\n".join(
        f"  {json.dumps(name)}: {json.dumps(value, ensure_ascii=False, separators=(',', ':'))}"
        for name, value in made["calendars"].items()
    )
    start = json.dumps(head, ensure_ascii=False, separators=(",", ":"))[:-1]
    return f'{start},\n"calendars": {{\n{lines}\n}}}}\n'


if __name__ == "__main__":
    path = Path(__file__).parents[2] / "src" / "dunlang" / "law" / "data" / "calendars.json"
    path.write_text(text(), encoding="utf-8")
